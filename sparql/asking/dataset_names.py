"""Names that only the dataset has and that a question in plain English may use."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class DatasetNames:
    """Names that are not in the ontology."""

    respondents: Collection[str] = ()
    """Labels of bodies; the label serves as the value of a parameter."""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Texts of the consultations' questions, by the value of a parameter that names one."""


NO_NAMES: Final = DatasetNames()
