"""The interface of extractors, and finding one by its name.

Mistake, ValueError
 └─ UnknownExtractor
"""

from importlib.metadata import entry_points
from typing import Protocol, cast

from loaders.document import Context, Document, Extraction
from ontology.lexicon import Lexicon
from ontology.mistakes import Mistake

GROUP = "whoasks.extractors"
"""The group of entry points that are called with the lexicon and return an extractor."""


class UnknownExtractor(Mistake, ValueError):
    """No installed package offers an extractor with that name; the message lists the available ones."""


class Extractor(Protocol):
    """A function that finds the statements of a document, always the same ones in the same document."""

    def __call__(self, document: Document, context: Context) -> Extraction:
        """Return everything found in ``document``, every span within its text."""
        ...


class _Factory(Protocol):
    def __call__(self, lexicon: Lexicon) -> Extractor: ...


def extractor(name: str, lexicon: Lexicon) -> Extractor:
    """Make the extractor of that name, such as ``rules``; raises UnknownExtractor if there is none."""
    offered = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in offered:
        raise UnknownExtractor(f"no extractor is called {name}; there are {', '.join(sorted(offered))}")
    return cast("_Factory", offered[name].load())(lexicon)
