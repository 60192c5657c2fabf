"""Comparison tables: stances by question and respondent, and numbers of asks by topic and body."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from service.answers.answering import Answerer
from service.answers.formats import Cell, Sheet
from service.answers.shaping import Json
from sparql.saved import LARGEST_PAGE
from sparql.saved.paging import Page

Table = Literal["stances", "respondent-topic", "addressee-topic"]
QUESTIONS: Final[Mapping[Table, str]] = {
    "stances": "stance-by-question",
    "respondent-topic": "ask-matrix",
    "addressee-topic": "ask-matrix",
}
"""The saved question from which each table is made."""


@dataclass(frozen=True)
class Matrix:
    """A table with a thing for each row and column."""

    table: Table
    rows: Sequence[Json]
    columns: Sequence[Json]
    cells: Sequence[Sequence[Json]]
    """For each row a value for each column; None or 0 if nothing was said."""
    complete: bool
    """Whether the whole dataset is in it."""

    def sheet(self) -> Sheet:
        """Return the table for a spreadsheet: id and label of the row, then the columns."""
        names = [str(_member(column, "id")) for column in self.columns]
        lines = [
            [str(_member(row, "id")), str(_member(row, "label")), *(_cell(cell) for cell in cells)]
            for row, cells in zip(self.rows, self.cells, strict=True)
        ]
        return Sheet(["id", "label", *names], lines)

    def body(self) -> dict[str, Json]:
        """Return the table as JSON."""
        return {
            "table": self.table,
            "rows": self.rows,
            "columns": self.columns,
            "cells": self.cells,
            "complete": self.complete,
        }


async def compare(answerer: Answerer, table: Table, *, consultation: str = "", binary: bool = False) -> Matrix:
    """Return one of the tables, for one consultation or all; ``binary`` gives 1 for any number of asks.

    Raises Problem 404 for an unknown consultation.
    """
    question = answerer.question(QUESTIONS[table])
    answered = await answerer.answer(question, {"consultation": consultation}, Page(LARGEST_PAGE))
    if table == "stances":
        return _stances(answered.answers, complete=not answered.more)
    rows = "body" if table == "respondent-topic" else "addressee"
    return _asks(table, answered.answers, rows, binary=binary, complete=not answered.more)


def _stances(answers: Iterable[Mapping[str, Json]], *, complete: bool) -> Matrix:
    """Lay out a row for each question and a column for each respondent."""
    questions: dict[str, Json] = {}
    bodies: dict[str, Json] = {}
    cells: dict[tuple[str, str], Json] = {}
    for answer in answers:
        question, body = answer["question"], answer["body"]
        row, column = str(_member(question, "iri")), str(_member(body, "iri"))
        label, number = _member(question, "text"), _member(question, "number")
        questions[row] = {"id": number, "iri": row, "label": label}
        bodies[column] = body
        cells[row, column] = {"stance": answer["stance"], "quote": answer["quote"]}
    ordered = _ordered(bodies)
    return Matrix(
        table="stances",
        rows=list(questions.values()),
        columns=[bodies[name] for name in ordered],
        cells=[[cells.get((row, column)) for column in ordered] for row in questions],
        complete=complete,
    )


def _asks(table: Table, answers: Iterable[Mapping[str, Json]], rows: str, *, binary: bool, complete: bool) -> Matrix:
    """Lay out a row for each body and a column for each topic."""
    things: dict[str, dict[str, Json]] = {rows: {}, "topic": {}}
    counts: dict[tuple[str, str], int] = {}
    for answer in answers:
        key = str(_member(answer[rows], "iri")), str(_member(answer["topic"], "iri"))
        things[rows][key[0]], things["topic"][key[1]] = answer[rows], answer["topic"]
        asks = answer["asks"]
        counts[key] = counts.get(key, 0) + (asks if isinstance(asks, int) else 0)
    names, topics = _ordered(things[rows]), _ordered(things["topic"])
    return Matrix(
        table=table,
        rows=[things[rows][name] for name in names],
        columns=[things["topic"][topic] for topic in topics],
        cells=[[_counted(counts.get((name, topic), 0), binary=binary) for topic in topics] for name in names],
        complete=complete,
    )


def _ordered(things: Mapping[str, Json]) -> list[str]:
    """Return the IRIs of things in the order of their ids; things of two consultations may share an id."""
    return sorted(things, key=lambda iri: (str(_member(things[iri], "id")), iri))


def _counted(count: int, *, binary: bool) -> int:
    return min(count, 1) if binary else count


def _member(part: Json, name: str) -> Json:
    return part.get(name) if isinstance(part, Mapping) else None


def _cell(cell: Json) -> Cell:
    """Return the cell for a spreadsheet: a number, or the id of a stance."""
    if isinstance(cell, Mapping):
        return str(_member(cell["stance"], "id"))
    return cell if isinstance(cell, int | float | str | None) else str(cell)
