"""What a dataset names beside the ontology, for a sentence to name it too."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Known:
    """Names that the dataset alone holds."""

    respondents: Collection[str] = ()
    """Labels of bodies that the ontology does not hold; the label is the value of a parameter."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Texts of the questions of the consultations, by the value of a parameter that names one."""


NOTHING_MORE: Final = Known()
