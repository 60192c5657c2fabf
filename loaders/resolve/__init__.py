"""From the words of statements to ids: who is asked, about what."""

from dataclasses import replace

from loaders.document import Extraction
from ontology.lexicon import Lexicon


def resolve(extraction: Extraction, lexicon: Lexicon) -> Extraction:
    """Name the owner of the consultation as the addressee of every ask."""
    owner = extraction.context.owner
    addressees = (owner,) if owner and owner in lexicon.bodies else ()
    return replace(extraction, asks=[replace(ask, addressees=addressees) for ask in extraction.asks])
