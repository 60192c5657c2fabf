"""The header of a saved question: YAML in comment lines that begin with ``#+``.

    #+ summary: Who asks for a topic
    #+ parameters:
    #+   topic: {type: topic, narrower: true}
    SELECT …

To any SPARQL engine such a file is a plain query. As in grlc, the lines may be anywhere outside a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from ontology.mistakes import Mistake
from sparql.syntax.tokens import Token

MARK = "#+"
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml if PyYAML was built with it: it is ten times as fast, and there are hundreds of headers."""


@dataclass(frozen=True)
class HeaderError(Mistake):
    """A mistake in the file of a question; ``line`` counts from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Header:
    """The entries of a header, and the line of the file in which each begins."""

    path: Path
    entries: Mapping[str, object]
    lines: Mapping[str, int]

    def error(self, key: str, reason: str) -> HeaderError:
        """Return the error of an entry such as ``parameters.topic``, at the line of its nearest parent if need be."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return HeaderError(self.path, self.lines.get(key, 1), reason)


def read_header(path: Path, text: str, tokens: list[Token]) -> Header:
    """Read the header of a question. Raises HeaderError with the line of a mistake."""
    numbered = _comment_lines(text, tokens)
    source = "\n".join(line for _, line in numbered)
    loader = _Loader(source)
    try:
        node = loader.get_single_node()
        entries = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = numbered[min(mark.line, len(numbered) - 1)][0] if mark and numbered else 1
        raise HeaderError(path, line, f"the header is not YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise HeaderError(path, numbered[0][0], f"the header is not YAML: {error}") from None
    if entries is None:
        return Header(path, {}, {})
    if not isinstance(entries, dict) or not all(isinstance(key, str) for key in entries):
        raise HeaderError(path, numbered[0][0], "the header must be YAML entries such as “summary: …”")
    found = {key: numbered[line][0] for key, line in _key_lines(node, "")}
    return Header(path, entries, found)


def without_header(text: str, tokens: list[Token]) -> str:
    """Return the query without its header lines."""
    numbers = {number for number, _ in _comment_lines(text, tokens)}
    return "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number not in numbers).strip() + "\n"


def _comment_lines(text: str, tokens: list[Token]) -> list[tuple[int, str]]:
    """Return the number and the YAML of each header line; lines inside a multi-line string are not header lines."""
    inside = {number for token in tokens if "\n" in token.text for number in _lines_after_first(text, token)}
    lines = enumerate(text.split("\n"), 1)
    return [(n, line[len(MARK) :]) for n, line in lines if line.startswith(MARK) and n not in inside]


def _lines_after_first(text: str, token: Token) -> range:
    first = text.count("\n", 0, token.start) + 1
    return range(first + 1, first + token.text.count("\n") + 1)


def _key_lines(node: yaml.Node | None, prefix: str) -> list[tuple[str, int]]:
    """Return the dotted path of each key with its line in the YAML, counted from 0."""
    found: list[tuple[str, int]] = []
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            path = f"{prefix}{key.value}"
            found += [(path, key.start_mark.line), *_key_lines(value, f"{path}.")]
    return found
