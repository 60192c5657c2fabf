"""Presenting the answers of a saved question: statements grouped by respondent if it finds any, or a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from ontology.vocabulary import BASE
from service.answers.answering import Answered
from service.answers.shaping import Json
from service.pages.dataset import Dataset
from service.pages.statements import Statement, Thing, read_statements
from sparql.results import Table

_STATEMENT = f"{BASE}statement/"
_OF_A_PASSAGE = frozenset(("start", "end", "source_sha256"))


@dataclass(frozen=True)
class Group:
    """What one respondent states."""

    respondent: Thing
    statements: Sequence[Statement]


@dataclass(frozen=True)
class Presented:
    """One page of answers, prepared for its template."""

    answered: Answered
    groups: Sequence[Group]
    """Empty if the question does not find statements."""

    @property
    def count(self) -> int:
        """How many answers this page shows."""
        return sum(len(group.statements) for group in self.groups) or len(self.answered.answers)

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns, without those that are of use to programs only."""
        answers = self.answered.answers
        every = list(answers[0]) if answers else []
        return [name for name in every if not all(map(_is_for_programs, (answer[name] for answer in answers)))] or every

    @property
    def rows(self) -> Sequence[tuple[int, Mapping[str, Json]]]:
        """Each answer with the row span of its first cell; 0 if the cell of an earlier row covers it."""
        first = self.columns[0] if self.columns else ""
        rows: list[tuple[int, Mapping[str, Json]]] = []
        for _, run in groupby(self.answered.answers, key=lambda answer: answer[first]):
            alike = list(run)
            rows += [(0 if number else len(alike), answer) for number, answer in enumerate(alike)]
        return rows


def _is_for_programs(part: Json) -> bool:
    """Tell whether a part of an answer only gives the place of a passage in its file."""
    return isinstance(part, Mapping) and _OF_A_PASSAGE.issuperset(part)


async def present(answered: Answered, dataset: Dataset) -> Presented:
    """Look up the statements that the answers are about, and group them by respondent."""
    found = statement_iris(answered.table)
    statements = await named_statements(found, dataset)
    return Presented(answered, by_respondent([statements[iri] for iri in found if iri in statements]))


def statement_iris(table: Table) -> list[str]:
    """Return the IRIs of statements in the first column that has any, each once, in the order of the rows."""
    for column in zip(*table.rows, strict=True):
        values = [term.value for term in column if isinstance(term, ox.NamedNode)]
        found = [value for value in values if value.startswith(_STATEMENT)]
        if found:
            return list(dict.fromkeys(found))
    return []


async def named_statements(iris: Sequence[str], dataset: Dataset) -> Mapping[str, Statement]:
    """Return statements by IRI."""
    if not iris:
        return {}
    rows = await dataset.rows("facts", statement=[ox.NamedNode(iri) for iri in iris])
    return {each.iri: each for each in read_statements(rows, await dataset.kinds())}


def by_respondent(statements: Sequence[Statement]) -> list[Group]:
    """Group statements by respondent, sorted by label; within a group the order is kept."""
    ordered = sorted(statements, key=lambda each: each.respondent)
    return [Group(respondent, tuple(group)) for respondent, group in groupby(ordered, lambda each: each.respondent)]
