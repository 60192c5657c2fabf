"""Writing the named graph of one response as lines of N-Quads; statements share the passages that they stand in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from loaders.document import Document, Span
from loaders.graph.names import response_graph
from loaders.graph.nquads import literal, name_text, number
from ontology.vocabulary import iri

_CONTEXT: Final = 32
"""Code points before and after a quote that its selector keeps as prefix and suffix."""

Lines = Mapping[str, Sequence[str]]
"""Lines of N-Quads by predicate; the predicate is written as in the lines."""

_PASSAGE: Final = name_text("wa:Passage")
_POSITION: Final = name_text("oa:TextPositionSelector")
_QUOTE: Final = name_text("oa:TextQuoteSelector")
_A: Final = name_text("rdf:type")
_SOURCE: Final = name_text("oa:hasSource")
_SELECTOR: Final = name_text("oa:hasSelector")
_START: Final = name_text("oa:start")
_END: Final = name_text("oa:end")
_EXACT: Final = name_text("oa:exact")
_PREFIX: Final = name_text("oa:prefix")
_SUFFIX: Final = name_text("oa:suffix")


class GraphWriter:
    """Collects the lines of one response's graph: one for each quad, and no quad twice."""

    def __init__(self, document: Document, consultation: str, response: str) -> None:
        self.document = document
        self.lines: defaultdict[str, list[str]] = defaultdict(list)
        self._end = f" <{response_graph(consultation, response)}> .\n"
        self._passages: dict[Span, str] = {}
        self._consultation = consultation
        self._own = cache(lambda kind: iri(kind, consultation, response))
        self._document = self.node("document")

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a quad; the predicate is a prefixed name, and subject and value are terms in N-Quads syntax."""
        written = name_text(predicate)
        self.lines[written].append(f"{subject} {written} {value}{self._end}")

    def node(self, kind: str, place: str = "") -> str:
        """Return the node of a thing in this response, e.g. ``node("speaker", "10-20")``; ``place`` is not escaped."""
        return f"<{self._own(kind)}/{place}>" if place else f"<{self._own(kind)}>"

    def shared(self, kind: str, name: str) -> str:
        """Return the node of a thing that the responses to a consultation share, by its name."""
        return f"<{iri(kind, self._consultation, name)}>"

    def passage(self, span: Span) -> str:
        """Return the node of a passage, after adding it with both its selectors if it is new."""
        known = self._passages.get(span)
        if known:
            return known
        text, lines, end = self.document.text, self.lines, self._end
        passage = self._passages[span] = self.node("passage", f"{span.start}-{span.end}")
        position, quote = f"{passage[:-1]}#position>", f"{passage[:-1]}#quote>"
        before, after = text[max(0, span.start - _CONTEXT) : span.start], text[span.end : span.end + _CONTEXT]
        lines[_A] += (
            f"{passage} {_A} {_PASSAGE}{end}",
            f"{position} {_A} {_POSITION}{end}",
            f"{quote} {_A} {_QUOTE}{end}",
        )
        lines[_SELECTOR] += f"{passage} {_SELECTOR} {position}{end}", f"{passage} {_SELECTOR} {quote}{end}"
        lines[_SOURCE].append(f"{passage} {_SOURCE} {self._document}{end}")
        lines[_START].append(f"{position} {_START} {number(span.start)}{end}")
        lines[_END].append(f"{position} {_END} {number(span.end)}{end}")
        lines[_EXACT].append(f"{quote} {_EXACT} {literal(span.of(text))}{end}")
        lines[_PREFIX].append(f"{quote} {_PREFIX} {literal(before)}{end}")
        lines[_SUFFIX].append(f"{quote} {_SUFFIX} {literal(after)}{end}")
        return passage
