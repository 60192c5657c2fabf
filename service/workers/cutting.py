"""Results of SELECT cut between two rows, as they are written by pyoxigraph.

It writes a result whole or not at all, so rows are told apart by what stands between them in its formats. A value
may contain the same bytes only within quotation marks, which are made out first, or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from service.workers.outlet import Outlet

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BLOCK: Final = 256 * 1024
"""Bytes that are looked at together; smaller results are looked at once."""


class CutError(Exception):
    """There was more than the caps allow; what they allow has been written."""


@dataclass(frozen=True, slots=True)
class Form:
    """How rows follow each other in a format."""

    gap: bytes
    """What stands between two rows: the end of one, and the beginning of the next where that is sure."""
    end: int
    """How many bytes of the gap belong to the row before it."""
    tail: bytes
    """What comes after the last row."""
    head_gaps: int = 0
    """How many gaps the head has."""
    hidden: Callable[[bytes], bytes] = bytes
    """Hides the gaps that are part of values, with as many bytes."""
    mended: Callable[[bytes], bytes] | None = None
    """Mends what the engine writes otherwise than the format has it."""


def _without_json_strings(block: bytes) -> bytes:
    """Hide what stands in strings, where a gap may.

    A row begins with the name of a variable, or is empty. After a string that ends like a gap there is a sign that no
    name begins with, so in most blocks it is clear without a look at each string that none has a gap.
    """
    if (
        block.count(b"},{") == block.count(b'}},{"')
        and b'}},{"}' not in block
        and b'}},{",' not in block
        and not block.endswith(b'}},{"')
    ):
        return block
    plain = block.replace(rb"\\", b"__").replace(rb"\"", b"__") if b"\\" in block else block
    return _without_quoted(plain, b"},{")


def _without_csv_strings(block: bytes) -> bytes:
    return _without_quoted(block, b"\r\n")


def _without_quoted(block: bytes, gap: bytes) -> bytes:
    """Hide what stands in quotation marks, if a gap does; a quotation mark in a CSV value is written as two of them."""
    parts = block.split(b'"')
    if gap not in b"\0".join(parts[1::2]):
        return block
    parts[1::2] = [b"_" * len(part) for part in parts[1::2]]
    return b'"'.join(parts)


def _without_returns(part: bytes) -> bytes:
    """Write carriage returns so that a reader of XML does not take them for line feeds (XML 1.0, section 2.11)."""
    return part.replace(b"\r", b"&#13;")


FORMS: Final = {
    ox.QueryResultsFormat.JSON: Form(b"},{", 1, b"]}}", hidden=_without_json_strings),
    ox.QueryResultsFormat.XML: Form(
        b"</result><result>", len(b"</result>"), b"</results></sparql>", mended=_without_returns
    ),
    ox.QueryResultsFormat.CSV: Form(b"\r\n", 2, b"", 1, _without_csv_strings),
    ox.QueryResultsFormat.TSV: Form(b"\n", 1, b"", 1),
}


class Rows:
    """A file for the engine to write solutions to, which ends the result at the caps (0: none)."""

    def __init__(self, outlet: Outlet, form: Form, max_rows: int, max_bytes: int) -> None:
        self._outlet = outlet
        self._form = form
        self._max_gaps = max_rows + form.head_gaps if max_rows else 0
        self._max_bytes = max_bytes
        self._kept = bytearray()
        self._enough = _BLOCK
        self._gaps = 0
        """Gaps in what has been passed on."""
        self._is_over = False
        """Whether the result has been cut."""

    @property
    def rows(self) -> int:
        """Rows that a result has which was cut."""
        return self._gaps - self._form.head_gaps

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take a part of the result; raises ``CutError`` when that is more than there may be."""
        given = bytes(part)
        if self._is_over:  # the engine still flushes what it kept back
            return len(given)
        self._kept += self._form.mended(given) if self._form.mended is not None else given
        if len(self._kept) >= self._enough:
            self._pass_on(last=False)
        return len(given)

    def flush(self) -> None:
        """Do nothing: blocks are passed on when they are large enough."""

    def finish(self) -> bytes:
        """Return what has not been passed on; raises ``CutError`` likewise."""
        is_long = self._max_bytes and self._outlet.size + len(self._kept) > self._max_bytes
        has_many = self._max_gaps and self._gaps + self._kept.count(self._form.gap) >= self._max_gaps
        if is_long or has_many:  # as far as can be seen; there are no more gaps than seem to be
            self._pass_on(last=True)
        return bytes(self._kept)

    def _pass_on(self, *, last: bool) -> None:
        block, form = bytes(self._kept), self._form
        is_long = bool(self._max_bytes) and self._outlet.size + len(block) > self._max_bytes
        seen = form.hidden(block)
        within = len(block) - (form.end == len(form.gap))  # a line that has ended is followed by one that has begun
        gaps = seen.count(form.gap, 0, within)
        has_many = bool(self._max_gaps) and self._gaps + gaps >= self._max_gaps
        if is_long or has_many:
            self._cut(block, seen, within)
        if last:
            return
        end = seen.rfind(form.gap, 0, within) + form.end if gaps else 0
        self._outlet.write(block[:end])
        del self._kept[:end]
        self._gaps += gaps
        self._enough = max(_BLOCK, 2 * len(self._kept))

    def _cut(self, block: bytes, seen: bytes, within: int) -> None:
        """Write the rows of a block that there may be, and end the result."""
        form, self._is_over = self._form, True
        end = place = 0
        room = self._max_bytes - self._outlet.size - len(form.tail) if self._max_bytes else len(block)
        while not self._max_gaps or self._gaps < self._max_gaps:
            place = seen.find(form.gap, end, within)
            if place < 0 or place + form.end > room:
                break
            end = place + form.end
            self._gaps += 1
        if self.rows < 1:
            raise RuntimeError(f"One row alone has more than {self._max_bytes:,} bytes, which is the cap on a result.")
        self._outlet.write(block[:end] + form.tail)
        raise CutError
