"""A document read once for all resolvers: its words and the bodies it names, looked up by span."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from loaders.document import BlockKind, Span
from loaders.find.layout import Unit
from loaders.find.marks import marked
from loaders.find.passages import Passage, by_sentence
from loaders.letters import exchanged
from loaders.patterns import BODY, OWNED
from loaders.resolve.body_mentions import BodyMention, body_mentions
from ontology.lexicon import Lexicon
from ontology.wording import Words

_AFTER_COLON: Final = " \t\n*_"
"""What may stand behind the colon of a sentence that introduces a list: marks of bold type."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A stretch of text in which each name of a body is one sign, so that a pattern can speak of bodies."""

    text: str
    names: tuple[BodyMention, ...]
    """In the order of their signs."""
    start: int
    """Where it begins in the document."""

    def names_within(self, start: int, end: int) -> tuple[BodyMention, ...]:
        """Return the names whose signs stand between two offsets into the masked text."""
        before = _signs(self.text[:start])
        return self.names[before : before + _signs(self.text[start:end])]

    def span(self, start: int, end: int) -> Span:
        """Return where a stretch of the masked text stands in the document."""
        return Span(self._offset(start), self._offset(end))

    def _offset(self, place: int) -> int:
        """Return where a character of the masked text, or its end, stands in the document."""
        offset = self.start + place
        for name in self.names:
            if name.span.start >= offset:
                break
            offset += name.span.end - name.span.start - 1
        return offset


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that its author set apart, and the sentences in it."""

    span: Span
    sentences: tuple[Span, ...]
    is_heading: bool = False
    is_item: bool = False
    """Whether it is one item of a list."""


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
    """What the resolvers look up in a document."""

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
        """Return the bodies named within a span."""
        found = self.names[bisect_left(self._name_starts, span.start) : bisect_left(self._name_starts, span.end)]
        return [name for name in found if name.span.end <= span.end]

    def paragraph_at(self, offset: int) -> int:
        """Return the number of the paragraph that holds an offset, or of the last one before it; -1 for none."""
        return bisect_right(self._paragraph_starts, offset) - 1

    def earlier_sentences(self, span: Span, most: int) -> list[Span]:
        """Return at most so many sentences of the same paragraph that end before a span, nearest first."""
        number = self.paragraph_at(span.start)
        if number < 0:
            return []
        sentences = self.paragraphs[number].sentences
        before = bisect_right(sentences, span.start, key=lambda sentence: sentence.end)
        return list(reversed(sentences[max(0, before - most) : before]))

    def quoted_at(self, offset: int) -> Span | None:
        """Return what stands between the quotation marks around an offset; None where it is in none."""
        number = self.paragraph_at(offset)
        pairs = self._quoted(number) if number >= 0 else ()
        return next((pair for pair in pairs if pair.start <= offset < pair.end), None)

    def _quoted(self, number: int) -> tuple[Span, ...]:
        """Return the quoted runs of a paragraph."""
        known = self._marks.get(number)
        if known is None:
            found = marked(self.text, self.paragraphs[number].span)
            known = self._marks[number] = tuple(pair.span for pair in found)
        return known

    def lead_in(self, span: Span) -> Span | None:
        """Return the sentence that introduces the list whose item holds a span, if it is one and has one."""
        number = self.paragraph_at(span.start)
        return self._lead_ins[number] if number >= 0 else None

    @cached_property
    def _lead_ins(self) -> list[Span | None]:
        """For each paragraph, the sentence that introduces it: one walk over the document."""
        found: list[Span | None] = []
        lead_in: Span | None = None
        for paragraph in self.paragraphs:
            found.append(lead_in if paragraph.is_item else None)
            introduces = paragraph.is_heading or paragraph.span.of(self.text).rstrip(_AFTER_COLON).endswith(":")
            if introduces or not paragraph.is_item:
                lead_in = _last(paragraph) if introduces else None
        return found

    def masked(self, span: Span) -> Masked:
        """Return a stretch of the text in small letters, with one sign for each name of a body."""
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
"""One character for one, so that offsets hold."""


def _last(paragraph: Paragraph) -> Span:
    return paragraph.sentences[-1] if paragraph.sentences else paragraph.span


def _signs(text: str) -> int:
    return text.count(BODY) + text.count(OWNED)
