"""From the words of statements to ids: who is asked, about what, who speaks, who answers to whom, what repeats what.

One module for each; ``resolve`` puts them together for one document.
"""

from collections.abc import Iterable
from dataclasses import replace

from loaders.document import Extraction
from loaders.passages import Passage
from loaders.resolve.addressees import AddresseeResolver
from loaders.resolve.reading import Reading, paragraphs
from loaders.resolve.topics import TopicResolver
from ontology.lexicon import Lexicon


def resolve(extraction: Extraction, lexicon: Lexicon, told: Iterable[Passage]) -> Extraction:
    """Complete what was found in a document with ids of the ontology; ``told`` are the passages it was found in."""
    context = extraction.context
    reading = Reading(extraction.document.text, lexicon, paragraphs(told))
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
    return replace(extraction, asks=tuple(asks), concerns=tuple(concerns))
