"""A response's named graph in the making: its lines of N-Quads, and the passages that several statements share."""

from functools import cache
from typing import Final

from loaders.document import Document, Span
from loaders.graph.terms import name, number, words
from ontology.vocabulary import iri

_CONTEXT: Final = 32
"""Code points before and after a quote that its selector keeps."""


class Page:
    """The lines of one response's graph, each quad on one line, each once."""

    def __init__(self, document: Document, consultation: str, response: str, graph: str) -> None:
        self.document = document
        self.lines: list[str] = []
        self._end = f" <{graph}> .\n"
        self._passages: dict[Span, str] = {}
        self._consultation = consultation
        self._own = cache(lambda kind: iri(kind, consultation, response))

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Add a quad; the predicate is a prefixed name, subject and value are terms as N-Quads writes them."""
        self.lines.append(f"{subject} {name(predicate)} {value}{self._end}")

    def node(self, kind: str, place: str = "") -> str:
        """Return a thing of this response, e.g. ``node("speaker", "10-20")``; the place needs no escape."""
        return f"<{self._own(kind)}/{place}>" if place else f"<{self._own(kind)}>"

    def shared(self, kind: str, name: str) -> str:
        """Return a thing that the responses to one consultation share, by its name."""
        return f"<{iri(kind, self._consultation, name)}>"

    def passage(self, span: Span) -> str:
        """Name a passage, and describe it with both selectors the first time."""
        known = self._passages.get(span)
        if known:
            return known
        place, text, end = f"{span.start}-{span.end}", self.document.text, self._end
        passage = self._passages[span] = self.node("passage", place)
        position, quote = f"{passage[:-1]}#position>", f"{passage[:-1]}#quote>"
        a, selector = name("rdf:type"), name("oa:hasSelector")
        self.lines += (
            f"{passage} {a} {name('wa:Passage')}{end}",
            f"{passage} {name('oa:hasSource')} {self.node('document')}{end}",
            f"{passage} {selector} {position}{end}",
            f"{passage} {selector} {quote}{end}",
            f"{position} {a} {name('oa:TextPositionSelector')}{end}",
            f"{position} {name('oa:start')} {number(span.start)}{end}",
            f"{position} {name('oa:end')} {number(span.end)}{end}",
            f"{quote} {a} {name('oa:TextQuoteSelector')}{end}",
            f"{quote} {name('oa:exact')} {words(span.of(text))}{end}",
            f"{quote} {name('oa:prefix')} {words(text[max(0, span.start - _CONTEXT) : span.start])}{end}",
            f"{quote} {name('oa:suffix')} {words(text[span.end : span.end + _CONTEXT])}{end}",
        )
        return passage
