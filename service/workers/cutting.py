"""Cutting the results of SELECT between two rows while pyoxigraph writes them.

pyoxigraph can only write a result whole, so rows are recognised by the bytes between them. In JSON and CSV a value may
contain the same bytes, but only within quotation marks, which are recognised first; in the other formats it cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from service.workers.outlet import Outlet

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_BLOCK: Final = 256 * 1024
"""Bytes that are searched for rows at a time."""


class CutError(Exception):
    """The result exceeds the caps; what they allow has been written."""


@dataclass(frozen=True, slots=True)
class Form:
    """How rows are separated in a format."""

    gap: bytes
    """The bytes between two rows: the end of one and, where it is always the same, the beginning of the next."""
    end: int
    """Number of bytes of the gap that belong to the row before it."""
    tail: bytes
    """The bytes after the last row."""
    head_gaps: int = 0
    """Number of gaps before the first row."""
    hidden: Callable[[bytes], bytes] = bytes
    """Replaces gaps that are part of values by as many other bytes."""
    mended: Callable[[bytes], bytes] | None = None
    """Corrects what pyoxigraph writes differently from the format."""


def _without_json_strings(block: bytes) -> bytes:
    """Hide the strings of a block if one of them may contain a gap.

    A row is empty or begins with the name of a variable, whereas a string that ends like a gap is followed by a
    character that no name begins with. For most blocks this shows, without reading each string, that none contains a
    gap.
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
    """Hide quoted text if any contains a gap; this works for CSV too, where a quotation mark in a value is doubled."""
    parts = block.split(b'"')
    if gap not in b"\0".join(parts[1::2]):
        return block
    parts[1::2] = [b"_" * len(part) for part in parts[1::2]]
    return b'"'.join(parts)


def _without_returns(part: bytes) -> bytes:
    """Escape carriage returns, which an XML parser would otherwise read as line feeds (XML 1.0, section 2.11)."""
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
    """A file that pyoxigraph writes solutions to, and that ends the result at the caps (0: no cap)."""

    def __init__(self, outlet: Outlet, form: Form, max_rows: int, max_bytes: int) -> None:
        self._outlet = outlet
        self._form = form
        self._max_gaps = max_rows + form.head_gaps if max_rows else 0
        self._max_bytes = max_bytes
        self._kept = bytearray()
        self._enough = _BLOCK
        self._gaps = 0
        """Number of gaps in what has been passed on."""
        self._is_over = False
        """Whether the result has been cut."""

    @property
    def rows(self) -> int:
        """Number of rows of a result that was cut."""
        return self._gaps - self._form.head_gaps

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take a part of the result. Raises CutError if it exceeds the caps."""
        given = bytes(part)
        if self._is_over:  # pyoxigraph still flushes its buffer
            return len(given)
        self._kept += self._form.mended(given) if self._form.mended is not None else given
        if len(self._kept) >= self._enough:
            self._pass_on(last=False)
        return len(given)

    def flush(self) -> None:
        """Do nothing: blocks are passed on once they are large enough."""

    def finish(self) -> bytes:
        """Return what has not been passed on yet. Raises CutError as ``write`` does."""
        is_long = self._max_bytes and self._outlet.size + len(self._kept) > self._max_bytes
        has_many = self._max_gaps and self._gaps + self._kept.count(self._form.gap) >= self._max_gaps
        if is_long or has_many:  # perhaps: some gaps may be in values
            self._pass_on(last=True)
        return bytes(self._kept)

    def _pass_on(self, *, last: bool) -> None:
        block, form = bytes(self._kept), self._form
        is_long = bool(self._max_bytes) and self._outlet.size + len(block) > self._max_bytes
        seen = form.hidden(block)
        within = len(block) - (form.end == len(form.gap))  # the end of a line is a gap only if another row follows
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
        """Write the rows of a block that the caps allow, and end the result."""
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
