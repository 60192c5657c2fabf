"""The entries of ``consultation.yaml``: a consultation, its questions, its responses and its survey exports."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import PurePath, PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from loaders.document import Context
from loaders.kinds import Part

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def _as_text(value: object) -> object:
    """Turn a number or a date back into text: YAML takes some texts for them."""
    return str(value) if isinstance(value, int | float | dt.date) else value


def _as_range(value: object) -> object:
    """Turn a single number into a range of that number only."""
    return (value, value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Range = Annotated[tuple[int, int], BeforeValidator(_as_range)]
Id = Annotated[str, BeforeValidator(_as_text), Field(pattern=f"^{_ID.pattern}$")]
"""Lower-case letters and digits, separated by hyphens; it becomes part of an IRI."""


def _as_inside(value: str) -> str:
    """Normalise a path relative to the folder of the manifest. Raises ValueError if it leads out of the folder."""
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(f"{value} is not in the folder of this manifest, or in one under it")
    return str(path)


Inside = Annotated[Text, AfterValidator(_as_inside)]
"""A file beside the manifest, or in a folder under it."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class QuestionEntry(_Entry):
    """One question that the consultation asks."""

    number: Text
    text: Text
    also: tuple[Text, ...] = ()
    """Other wordings in which responses repeat it."""


class ResponseEntry(_Entry):
    """One response: a file and its respondent."""

    file: Inside
    respondent: Id | None = None
    """Id of a body of the ontology; guessed from the text if left out."""
    respondent_label: Text | None = None
    """Name of a respondent that the ontology does not hold."""
    id: Id | None = None
    """Id of the response; otherwise that of its respondent."""
    title: Text | None = None
    date: dt.date | None = None
    encoding: Text | None = None
    """Character encoding of a text file that is not in UTF-8, e.g. ``windows-1252``."""
    expect: Mapping[Part, Range] = Field(default_factory=dict)
    """How many answers, asks and so on a load must find: the least and the most."""


class TableEntry(_Entry):
    """A survey export with one response in each row; columns are named as in the first row."""

    file: Text
    """File name, or a pattern such as ``*.csv``, at any depth under the manifest."""
    answers: Mapping[Text, Text]
    """The column of the answer to each question, by the question's number."""
    stances: Mapping[Text, Text] = Field(default_factory=dict)
    """The column of a closed choice (“Agree”), by the question's number; it goes before the answer in words."""
    respondent: Text | None = None
    date: Text | None = None
    id: Text | None = None
    title: Text | None = None
    sheet: Text | None = None
    """Name of the sheet of a workbook; otherwise its first."""
    encoding: Text | None = None

    def holds(self, path: PurePath) -> bool:
        """Tell whether the entry describes a file, given its path from the folder of the manifest."""
        return fnmatch(path.name, self.file) or fnmatch(path.as_posix(), self.file)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all columns that the table must have."""
        named = (self.respondent, self.date, self.id, self.title)
        return tuple(dict.fromkeys([*self.answers.values(), *self.stances.values(), *filter(None, named)]))


class Manifest(_Entry):
    """A consultation, its questions and the responses to it."""

    id: Id
    title: Text
    owner: Id | None = None
    opened: Text | None = None
    """ISO 8601 date, or year and month."""
    closed: Text | None = None
    homepage: Text | None = None
    questions: tuple[QuestionEntry, ...] = ()
    responses: tuple[ResponseEntry, ...] = ()
    tables: tuple[TableEntry, ...] = ()

    @model_validator(mode="after")
    def _distinct(self) -> "Manifest":
        _refuse_twice("question", [question.number for question in self.questions])
        _refuse_twice("file", [response.file for response in self.responses])
        return self

    @cached_property
    def response_of(self) -> Mapping[str, ResponseEntry]:
        """The entry of each response, by its path from the folder of the manifest."""
        return {entry.file: entry for entry in self.responses}

    @cached_property
    def _context(self) -> Context:
        """What is known about every response; made once, since there may be a hundred thousand responses."""
        return Context(
            consultation=self.id,
            consultation_title=self.title,
            owner=self.owner,
            questions=tuple((question.number, question.text) for question in self.questions),
        )

    def context(self, entry: ResponseEntry | None = None) -> Context:
        """Return what is known about a response before its text is read."""
        if entry is None:
            return self._context
        return replace(
            self._context,
            respondent=entry.respondent,
            respondent_label=entry.respondent_label,
            title=entry.title,
            date=entry.date.isoformat() if entry.date else None,
        )


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ValueError(f"the {what} {name} stands here twice")
