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
    """Whether a single bad file stops the load."""
    reviews: Path | None = None
    """Folder of the reviews that the service keeps; those beside the responses are always read."""
    prune: bool = False
    """Whether responses that are no longer in the corpus are removed from the dataset."""

    def lexicon(self) -> Lexicon:
        """Read the lexicon of the ontology; raises BadInput if it cannot be read."""
        try:
            return Lexicon.load(self.ontology)
        except OntologyError as error:
            sentence = error.reason if error.place == str(self.ontology) else str(error)
            raise BadInput(self.ontology, sentence) from None
