"""The default extractor, which uses layout, segmentation and patterns of wording, and no language model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.document import Answer, Ask, Concern, Context, Document, Extraction, Quotation
from loaders.find.layout import Unit, units
from loaders.find.passages import Passage, by_sentence, is_heading, names_of, passages
from loaders.find.questions.segment import Part, segment
from loaders.find.speech.quotation_marks import uses_single_marks
from loaders.find.speech.quotations import is_all_quoted, over_units, quotations, without_attributions
from loaders.find.stances.stance import stance_of
from loaders.find.statements.asks import asks
from loaders.find.statements.concerns import concerns
from loaders.resolve import resolve
from ontology.lexicon import Lexicon


@dataclass
class _Found:
    passages: list[Passage] = field(default_factory=list)
    titles: list[Unit] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)


class RuleExtractor:
    """Finds statements with the patterns of ``loaders/patterns``, and their bodies and topics with the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._names = names_of(lexicon.short_names)

    def __call__(self, document: Document, context: Context) -> Extraction:
        """Return everything found in a document; the same document always yields the same."""
        segmentation = segment(document, context, units(document))
        found = _Found()
        single = uses_single_marks(document.text)
        answers = [_answer(document.text, part) for part in segmentation.parts]
        self._find(document.text, None, segmentation.outside, found, single_is_speech=single)
        for part, answer in zip(segmentation.parts, answers, strict=True):
            self._find(document.text, answer, part.units, found, single_is_speech=single)
        extraction = Extraction(
            document=document,
            context=context,
            answers=tuple(
                each for part, one in zip(segmentation.parts, answers, strict=True) for each in _each(part, one)
            ),
            asks=tuple(sorted(found.asks, key=lambda ask: ask.span)),
            quotations=tuple(sorted(found.quotations, key=lambda quotation: quotation.span)),
            concerns=tuple(sorted(found.concerns, key=lambda concern: concern.span)),
            notes=segmentation.notes,
        )
        return resolve(extraction, self._lexicon, found.passages, found.titles)

    def _find(
        self, text: str, answer: Answer | None, laid_out: Sequence[Unit], found: _Found, *, single_is_speech: bool
    ) -> None:
        """Add the statements in an answer, or in the text outside all answers if ``answer`` is None."""
        question = answer.question if answer else None
        quoted: list[Quotation] = []
        lead = ""
        over = over_units(text, laid_out)
        for unit in laid_out:
            found_in = quotations(text, unit, question, single_is_speech=single_is_speech, lead=lead, over=over)
            quoted.extend(found_in)
            words = unit.span.of(text)
            if words.rstrip("*_ ").endswith(":"):
                lead = words
            elif not is_all_quoted(unit, found_in):
                lead = ""
        own = list(without_attributions(text, laid_out))
        told = list(passages(text, own, quoted, answer.asked if answer else "", self._names))
        found.passages.extend(told)
        found.titles.extend(unit for unit in laid_out if is_heading(text, unit))
        found.quotations.extend(quoted)
        asked = list(asks(told, question))
        found.asks.extend(asked)
        asking = {ask.span for ask in (*asked, *_asks_within(told, question))}
        found.concerns.extend(concerns(by_sentence(told), asking, answer))


def _asks_within(told: Sequence[Passage], question: str | None) -> Iterator[Ask]:
    """Yield the asks of single sentences in list items that hold several."""
    return (ask for passage in told if passage.sentences for ask in asks(passage.sentences, question))


def _each(part: Part, answer: Answer) -> Iterator[Answer]:
    """Yield an answer once for each question that it answers."""
    yield answer
    for number in part.also:
        yield replace(answer, question=number)


def _answer(text: str, part: Part) -> Answer:
    stance = stance_of(text, part.question_text, part.units)
    return Answer(
        question=part.question,
        span=part.span,
        stance=stance.stance,
        stance_span=stance.span,
        asked=" ".join(part.question_text.split()),
    )
