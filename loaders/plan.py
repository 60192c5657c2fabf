"""The options of a load."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from loaders.errors import BadInput
from loaders.limits import Limits
from ontology.lexicon import Lexicon
from ontology.sources import OntologyError


@dataclass(frozen=True)
class Plan:
    """The options of a load."""

    ontology: Path
    extractor: str = "rules"
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    limits: Limits = field(default_factory=Limits)
    strict: bool = False
    """Whether one bad file stops the load."""
    reviews: Path | None = None
    """Folder of what was said of statements on the service's pages, besides what stands beside the responses."""
    prune: bool = False
    """Whether responses that stand in the corpus no longer are removed."""

    def lexicon(self) -> Lexicon:
        """Read the ontology's lexicon; raises BadInput where it is not sound."""
        try:
            return Lexicon.load(self.ontology)
        except OntologyError as error:
            sentence = error.reason if error.place == str(self.ontology) else str(error)
            raise BadInput(self.ontology, sentence) from None
