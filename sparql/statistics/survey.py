"""Surveying a dataset: its regularities and counts, from a handful of queries for each generation.

    TYPES, TRIPLES, SUBJECTS, OBJECTS ─regularities─▶ whatever has a topic is an ask, and has that type once
    TRIPLES ─countable─▶ predicates with few values ─counting─▶ a query ─counts─▶ 512 things have this topic

All queries are over the union of all graphs, in which a triple counts once for each graph that has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import pyoxigraph as ox

from sparql.results import Table

TYPES: Final = "SELECT ?c (COUNT(*) AS ?n) (COUNT(DISTINCT ?thing) AS ?things) { ?thing a ?c } GROUP BY ?c"
TRIPLES: Final = "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?value) AS ?values) { ?thing ?p ?value } GROUP BY ?p"
SUBJECTS: Final = "SELECT ?p ?c (COUNT(*) AS ?n) { ?thing ?p ?value . ?thing a ?c } GROUP BY ?p ?c"
OBJECTS: Final = "SELECT ?p ?c (COUNT(*) AS ?n) { ?thing ?p ?value . ?value a ?c } GROUP BY ?p ?c"
_MOST_VALUES: Final = 2_000
"""Most values of a predicate that are counted; more would make queries too long."""
_MOST_IN_ALL: Final = 20_000
"""Most values that are counted for all predicates together."""
_WORTH: Final = 4
"""Least average number of triples for a value with which counting pays."""


@dataclass(frozen=True, slots=True)
class Regularity:
    """Everything that has a property, or is its value, is of a class, and has that type in one graph only."""

    predicate: str
    place: Literal["subject", "object"]
    kind: str
    """IRI of the class."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is known about a generation; empty until it has been surveyed."""

    regularities: frozenset[Regularity] = frozenset()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """For some predicates whose values are all IRIs, the number of triples with each value."""


def regularities(types: Table, triples: Table, subjects: Table, objects: Table) -> frozenset[Regularity]:
    """Return the regularities that hold, given the results of the queries of those names."""
    once = {row["c"] for row in types.plain() if row["n"] == row["things"]}
    all_of = {row["p"]: row["n"] for row in triples.plain()}
    return frozenset(
        Regularity(row["p"], place, row["c"])
        for place, table in _places(subjects, objects)
        for row in table.plain()
        if row["c"] in once and row["n"] == all_of[row["p"]]
    )


def _places(subjects: Table, objects: Table) -> Iterator[tuple[Literal["subject", "object"], Table]]:
    yield "subject", subjects
    yield "object", objects


def countable(triples: Table) -> list[str]:
    """Return the predicates with many triples and few values."""
    found: list[str] = []
    room = _MOST_IN_ALL
    for values, number, predicate in sorted(_sizes(triples)):
        room -= values
        if values <= _MOST_VALUES and number >= _WORTH * values and room >= 0:
            found.append(predicate)
    return found


def _sizes(triples: Table) -> Iterator[tuple[int, int, str]]:
    for row in triples.plain():
        yield int(row["values"]), int(row["n"]), row["p"]


def counting(predicates: Iterable[str]) -> str:
    """Return the query that counts the triples of each value of these predicates."""
    listed = " ".join(str(ox.NamedNode(predicate)) for predicate in predicates)
    return f"SELECT ?p ?value (COUNT(*) AS ?n) {{ VALUES ?p {{ {listed} }} ?thing ?p ?value }} GROUP BY ?p ?value"


def counts(counted: Table) -> dict[str, dict[str, int]]:
    """Return the result of ``counting`` by predicate and value, for predicates whose values are all IRIs."""
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    mixed = set()
    for row in counted:
        predicate, value, number = row["p"], row["value"], row["n"]
        if isinstance(predicate, ox.NamedNode) and isinstance(value, ox.NamedNode) and isinstance(number, ox.Literal):
            found[predicate.value][value.value] = int(number.value)
        else:
            mixed.add(str(predicate)[1:-1])
    return {predicate: values for predicate, values in found.items() if predicate not in mixed}
