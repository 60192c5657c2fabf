"""From the words of statements to ids: who is asked, about what, who speaks, who answers to whom, what repeats what.

One module for each; ``resolve`` puts them together for one document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.document import Answer, Extraction, Span
from loaders.passages import Passage
from loaders.resolve.accountability import AccountabilityFinder
from loaders.resolve.addressees import AddresseeResolver
from loaders.resolve.endorsements import endorsements
from loaders.resolve.identity import identified
from loaders.resolve.reading import Reading, paragraphs
from loaders.resolve.restatements import with_restatements
from loaders.resolve.speakers import with_speaker
from loaders.resolve.topics import TopicResolver
from ontology.lexicon import Lexicon


def resolve(extraction: Extraction, lexicon: Lexicon, told: Iterable[Passage]) -> Extraction:
    """Complete what was found in a document with ids of the ontology; ``told`` are the passages it was found in."""
    reading = Reading(extraction.document.text, lexicon, paragraphs(told))
    context, guesses = identified(reading, extraction.context)
    owner = context.owner if context.owner in lexicon.bodies else None
    addressees = AddresseeResolver(reading, owner, context.respondent)
    topics = TopicResolver(reading, dict(context.questions))
    asks = []
    for ask in extraction.asks:
        asked = addressees(ask.span)
        asks.append(
            replace(
                ask,
                addressees=asked.ids,
                addressee_explicit=asked.explicit,
                topics=topics(ask.span, ask.question),
            )
        )
    concerns = [replace(one, topics=topics(one.span, one.question)) for one in extraction.concerns]
    return replace(
        extraction,
        context=context,
        notes=(*extraction.notes, *guesses),
        asks=tuple(with_restatements(asks, extraction.document.text)),
        concerns=tuple(concerns),
        endorsements=tuple(
            replace(
                one, question=(question := answered(extraction.answers, one.span)), topics=topics(one.span, question)
            )
            for one in endorsements(reading, (ask.span for ask in asks))
        ),
        quotations=tuple(with_speaker(quotation, lexicon) for quotation in extraction.quotations),
        accountabilities=tuple(
            replace(claim, question=answered(extraction.answers, claim.span))
            for claim in AccountabilityFinder(reading, owner)()
        ),
    )


def answered(answers: Sequence[Answer], span: Span) -> str | None:
    """Return the number of the question whose answer holds a span; None outside every answer."""
    return next((answer.question for answer in answers if answer.span.contains(span)), None)
