"""The kinds of statements; a new one needs a line here, a class in ``document`` and a method in ``graph``."""

from enum import StrEnum
from typing import Final, Literal, Self

from loaders.document import AccountabilityClaim, Ask, Concern, Endorsement, Quotation, Statement

Part = Literal["answers", "asks", "quotations", "concerns", "endorsements", "accountabilities"]
"""The parts of an extraction, as manifests and summaries name them."""


class Kind(StrEnum):
    """A kind of statement; its value is its name in reviews."""

    statement: type[Statement]
    part: Part
    """The part of an extraction that holds it."""
    iri_word: str
    """The word with which the last parts of its IRIs begin."""
    classes: tuple[str, ...]
    """Local names of its classes in the ontology, the most specific last."""

    def __new__(cls, word: str, statement: type[Statement], part: Part, iri_word: str, *classes: str) -> Self:
        """Make a member from the values on its line."""
        kind = str.__new__(cls, word)
        kind._value_, kind.statement, kind.part, kind.iri_word, kind.classes = word, statement, part, iri_word, classes
        return kind

    RECOMMENDATION = "recommendation", Ask, "asks", "ask", "Ask", "Recommendation"
    CLARITY_REQUEST = "clarity-request", Ask, "asks", "ask", "Ask", "ClarityRequest"
    CONCERN = "concern", Concern, "concerns", "concern", "Concern"
    QUOTATION = "quotation", Quotation, "quotations", "quotation", "Quotation"
    ENDORSEMENT = "endorsement", Endorsement, "endorsements", "endorsement", "Endorsement"
    ACCOUNTABILITY = (
        "accountability", AccountabilityClaim, "accountabilities", "accountability", "AccountabilityClaim",
    )  # fmt: skip


_BY_WORD: Final = {kind.value: kind for kind in Kind}
_BY_CLASS: Final = {kind.statement: kind for kind in Kind}


def kind_of(statement: Statement) -> Kind:
    """Return the kind of a statement."""
    return _BY_WORD[statement.kind] if isinstance(statement, Ask) else _BY_CLASS[type(statement)]
