"""Statements as the pages show them: their kind, their words, and whom and what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from loaders.reviews.review import KIND_OF_CLASS
from ontology.vocabulary import BASE, PREFIXES, local_id
from service.pages.dataset import Row

_WA: Final = PREFIXES["wa"]
_GENERAL: Final = {"Statement", "Ask"}
_MINTED_KINDS: Final = {"ClarityRequest": "clarity", "Recommendation": "ask", "AccountabilityClaim": "accountability"}
_SIGNS: Final = {"ask", "clarity", "concern", "endorsement", "quotation", "accountability"}


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Anything with an IRI, as a link shows it."""

    label: str
    iri: str

    @property
    def id(self) -> str:
        """The last part of the IRI."""
        return local_id(self.iri)

    @property
    def address(self) -> str:
        """Where it is described: on this service if the IRI is one of ours."""
        return address(self.iri)

    @property
    def reference(self) -> str:
        """What names it in an address of this service: ``nhsei``, ``sof-2021-22/4``; an id where it is another's.

        A party that is asked keeps its kind, since respondents have as many parts: ``party/sof-2021-22/bus operators``.
        """
        kind, _, rest = self.iri.removeprefix(BASE).partition("/")
        if not self.iri.startswith(BASE):
            return self.id
        return unquote(f"party/{rest}" if kind == "party" else rest)


def address(iri: str) -> str:
    """Return the path at which this service describes an IRI, or the IRI itself if it is another's."""
    return "/" + iri.removeprefix(BASE) if iri.startswith(BASE) else iri


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of statement: how it is marked, and what it is called."""

    id: str
    """Name of its colour and shape: ``ask``, ``clarity``, ``concern``, …"""
    iri: str
    label: str

    @property
    def word(self) -> str:
        """The word for it in a review; empty if the kind cannot be reviewed."""
        return KIND_OF_CLASS.get(local_id(self.iri), "")

    @property
    def sign(self) -> str:
        """Name of its icon; a kind that the pages do not know has a general one."""
        return self.id if self.id in _SIGNS else "statement"


@dataclass(frozen=True)
class Statement:
    """What the graph says of one statement."""

    iri: str
    kind: Kind
    start: int
    end: int
    """Code points in the canonical text of its response."""
    facts: Mapping[str, tuple[Thing, ...]]
    """By local name of the property, in the order of their labels; a literal is a thing without address."""

    @property
    def quote(self) -> str:
        """The respondent's exact words."""
        return self.text("quote")

    @property
    def anchor(self) -> str:
        """The fragment of its passage on the page of its response."""
        return f"passage-{self.start}-{self.end}"

    @property
    def respondent(self) -> Thing:
        """The body whose response it is in."""
        return self.facts["respondent"][0]

    @property
    def in_place(self) -> str:
        """The address of its words within the response."""
        return f"{address(self.facts['inResponse'][0].iri)}#{self.anchor}"

    def text(self, name: str) -> str:
        """Return the first value of a property, or the empty string."""
        values = self.facts.get(name)
        return values[0].label if values else ""

    def things(self, name: str) -> tuple[Thing, ...]:
        """Return the values of a property, if any."""
        return self.facts.get(name, ())

    def is_true(self, name: str) -> bool:
        """Tell whether a property is stated to be true."""
        return self.text(name) in {"true", "1"}


def read_statements(rows: Iterable[Row], kinds: Mapping[str, str]) -> list[Statement]:
    """Gather the rows of ``facts.rq`` into statements, in the order of the text.

    ``kinds`` gives the label of each class of statements.
    """
    found: dict[str, dict[str, set[Thing]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        value = row["value"]
        name = local_id(row["property"])
        found[row["statement"]][name].add(Thing(row.get("label") or _fallback(value), value))
    statements = [_statement(iri, facts, kinds) for iri, facts in found.items()]
    return sorted(statements, key=lambda each: (each.start, each.end, each.iri))


def _fallback(value: str) -> str:
    """Name a thing without a label by its id; a literal names itself."""
    return local_id(value) if value.startswith((BASE, "http://www.w3.org/")) else value


def _statement(iri: str, facts: Mapping[str, set[Thing]], kinds: Mapping[str, str]) -> Statement:
    ordered = {name: tuple(sorted(things)) for name, things in facts.items()}
    start, end = (int(ordered[name][0].label) for name in ("start", "end"))
    return Statement(iri, _kind([thing.iri for thing in ordered["type"]], kinds), start, end, ordered)


def _kind(classes: Iterable[str], kinds: Mapping[str, str]) -> Kind:
    """Choose the most telling class of a statement: a recommendation rather than an ask."""
    own = sorted(c for c in classes if c in kinds and local_id(c) not in _GENERAL)
    iri = own[0] if own else f"{_WA}Statement"
    return Kind(kind_id(iri), iri, kinds.get(iri, "statement"))


def kind_id(iri: str) -> str:
    """Return the name under which a class of statements is marked."""
    name = local_id(iri)
    return _MINTED_KINDS.get(name, name.lower())
