"""Turns the words of statements into ids: who is asked, about what, who speaks, who answers to whom, what repeats what.

Each of these has its own module. ``resolve`` applies them all to one document.
"""

from collections.abc import Iterable
from dataclasses import replace

from loaders.document import Ask, Extraction
from loaders.find.layout import Unit
from loaders.find.passages import Passage
from loaders.resolve.accountability import AccountabilityFinder
from loaders.resolve.addressees import AddresseeResolver, Addressees
from loaders.resolve.endorsements import endorsements
from loaders.resolve.identity import identified
from loaders.resolve.reading import Reading, paragraphs
from loaders.resolve.restatements import with_restatements
from loaders.resolve.speakers import with_speakers
from loaders.resolve.topics import TopicResolver, speaks_of_topics
from ontology.lexicon import Lexicon


def resolve(
    extraction: Extraction, lexicon: Lexicon, told: Iterable[Passage], titles: Iterable[Unit] = ()
) -> Extraction:
    """Return an extraction completed with ids of the ontology, and with endorsements and claims of accountability.

    ``told`` are the passages of the document, and ``titles`` its headings. What the context leaves out is guessed from
    the text, with a note for each guess.
    """
    reading = Reading(extraction.document.text, lexicon, paragraphs(told, titles))
    context, guesses = identified(reading, extraction.context)
    owner = context.owner if context.owner in lexicon.bodies else None
    addressees = AddresseeResolver(reading, owner, context.respondent, context.respondent_label)
    in_scope = context.consultation_title is not None or speaks_of_topics(reading)  # only a manifest gives a title
    if not in_scope:
        guesses.append("The text hardly speaks of the topics of the ontology, so no statement is filed under one.")
    topics = TopicResolver(reading, dict(context.questions), in_scope=in_scope)
    respondent = context.respondent if context.respondent in lexicon.bodies else None
    asks = [_resolved(ask, addressees(ask.span), topics(ask.span, ask.question)) for ask in extraction.asks]
    concerns = [replace(one, topics=topics(one.span, one.question)) for one in extraction.concerns]
    return replace(
        extraction,
        context=context,
        notes=(*extraction.notes, *guesses),
        asks=tuple(with_restatements(asks, extraction.document.text)),
        concerns=tuple(concerns),
        endorsements=tuple(
            replace(one, question=(question := extraction.question_at(one.span)), topics=topics(one.span, question))
            for one in endorsements(reading, (ask.span for ask in asks))
        ),
        quotations=tuple(with_speakers(extraction.quotations, lexicon)),
        accountabilities=tuple(
            replace(claim, question=extraction.question_at(claim.span))
            for claim in AccountabilityFinder(reading, owner, respondent)()
        ),
    )


def _resolved(ask: Ask, asked: Addressees, topics: tuple[str, ...]) -> Ask:
    """Return an ask with its addressees and topics."""
    return replace(ask, addressees=asked.ids, parties=asked.parties, addressee_explicit=asked.explicit, topics=topics)
