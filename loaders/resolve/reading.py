"""What all resolvers look up in a document: its paragraphs, its sentences and the bodies it names."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.passages import Passage, by_sentence
from loaders.find.speech.quotation_marks import marked
from loaders.letters import exchanged
from loaders.patterns import BODY, OWNED
from loaders.resolve.body_mentions import BodyMention, body_mentions
from ontology.lexicon import Lexicon
from ontology.wording import Words

_AFTER_COLON: Final = " \t\n*_"
"""What may follow the colon of a sentence that introduces a list: white space and marks of emphasis."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of text in which one character replaces each name of a body, so that patterns can match bodies."""

    text: str
    names: tuple[BodyMention, ...]
    """The names replaced, in order."""
    start: int
    """Offset in the document."""

    def names_within(self, start: int, end: int) -> tuple[BodyMention, ...]:
        """Return the names between two offsets into the masked text."""
        before = _signs(self.text[:start])
        return self.names[before : before + _signs(self.text[start:end])]

    def span(self, start: int, end: int) -> Span:
        """Return the span in the document of a stretch of the masked text."""
        return Span(self._offset(start), self._offset(end))

    def _offset(self, place: int) -> int:
        """Return the offset in the document for an offset into the masked text."""
        offset = self.start + place
        for name in self.names:
            if name.span.start >= offset:
                break
            offset += name.span.end - name.span.start - 1
        return offset


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or list item, and the sentences in it."""

    span: Span
    sentences: tuple[Span, ...]
    is_heading: bool = False
    is_item: bool = False
    """Whether it is an item of a list."""


def paragraphs(passages: Iterable[Passage], titles: Iterable[Unit] = ()) -> list[Paragraph]:
    """Return the paragraphs of a document from its passages and titles, in the order of the text."""
    spans: dict[Unit, list[Span]] = defaultdict(list)
    for title in titles:
        spans[title] = [title.span]
    for passage in by_sentence(passages):
        spans[passage.unit].append(passage.span)
    return sorted(
        (
            Paragraph(unit.span, tuple(sentences), unit.kind is BlockKind.HEADING, is_item=bool(unit.marker))
            for unit, sentences in spans.items()
        ),
        key=lambda paragraph: paragraph.span,
    )


class Reading:
    """A document with its paragraphs and the bodies it names, worked out once and looked up by span."""

    def __init__(self, text: str, lexicon: Lexicon, paragraphs: Iterable[Paragraph]) -> None:
        self.text = text
        self._plain = exchanged(text, _PLAIN)
        self.lexicon = lexicon
        self.words = Words(text)
        self.paragraphs: Sequence[Paragraph] = tuple(paragraphs)
        self.names = body_mentions(self.words, lexicon)
        self._name_starts = [name.span.start for name in self.names]
        self._masked: dict[Span, Masked] = {}
        self._marks: dict[int, tuple[Span, ...]] = {}
        self._paragraph_starts = [paragraph.span.start for paragraph in self.paragraphs]

    def names_in(self, span: Span) -> list[BodyMention]:
        """Return the mentions of bodies that lie wholly within a span."""
        found = self.names[bisect_left(self._name_starts, span.start) : bisect_left(self._name_starts, span.end)]
        return [name for name in found if name.span.end <= span.end]

    def paragraph_at(self, offset: int) -> int:
        """Return the index of the last paragraph that starts at or before an offset; -1 if there is none."""
        return bisect_right(self._paragraph_starts, offset) - 1

    def earlier_sentences(self, span: Span, most: int) -> list[Span]:
        """Return up to ``most`` sentences of the same paragraph that end before a span, nearest first."""
        number = self.paragraph_at(span.start)
        if number < 0:
            return []
        sentences = self.paragraphs[number].sentences
        before = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
        return list(reversed(sentences[max(0, before - most) : before]))

    def quoted_at(self, offset: int) -> Span | None:
        """Return the quotation that contains an offset, or None if none does."""
        number = self.paragraph_at(offset)
        pairs = self._quoted(number) if number >= 0 else ()
        return next((pair for pair in pairs if pair.start <= offset < pair.end), None)

    def _quoted(self, number: int) -> tuple[Span, ...]:
        """Return the spans of the quotations in a paragraph."""
        known = self._marks.get(number)
        if known is None:
            found = marked(self.text, self.paragraphs[number].span)
            known = self._marks[number] = tuple(pair.span for pair in found)
        return known

    def lead_in(self, span: Span) -> Span | None:
        """Return the sentence that introduces the list in which a span is an item, or None if there is none."""
        number = self.paragraph_at(span.start)
        return self._lead_ins[number] if number >= 0 else None

    @cached_property
    def _lead_ins(self) -> list[Span | None]:
        """For each paragraph, the sentence that introduces the list it is in; found in one pass over the document."""
        found: list[Span | None] = []
        lead_in: Span | None = None
        for paragraph in self.paragraphs:
            found.append(lead_in if paragraph.is_item else None)
            introduces = paragraph.is_heading or paragraph.span.of(self.text).rstrip(_AFTER_COLON).endswith(":")
            if introduces or not paragraph.is_item:
                lead_in = _last(paragraph) if introduces else None
        return found

    def masked(self, span: Span) -> Masked:
        """Return a stretch of the text in lower case, with one character in place of each name of a body."""
        known = self._masked.get(span)
        if known is None:
            known = self._masked[span] = self._mask(span)
        return known

    def _mask(self, span: Span) -> Masked:
        names = self.names_in(span)
        parts: list[str] = []
        place = span.start
        for name in names:
            parts += (self._plain[place : name.span.start], OWNED if name.possessive else BODY)
            place = name.span.end
        parts.append(self._plain[place : span.end])
        text = "".join(parts)
        small = text.lower()
        return Masked(small if len(small) == len(text) else text, tuple(names), span.start)


_PLAIN: Final = (
    dict.fromkeys("\n\t\u00a0", " ") | dict.fromkeys("’ʼ‘", "'") | dict.fromkeys("“”", '"') | dict.fromkeys("*_", " ")
)
"""Each character is replaced by one, so that offsets stay valid."""


def _last(paragraph: Paragraph) -> Span:
    return paragraph.sentences[-1] if paragraph.sentences else paragraph.span


def _signs(text: str) -> int:
    return text.count(BODY) + text.count(OWNED)
