"""``consultation.yaml``: what is known of a consultation before its responses are read.

Every mistake in the file is reported with the line that it stands on.
"""

import datetime as dt
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath
from typing import Annotated, Any, Final

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from loaders import lines
from loaders.document import Context
from loaders.errors import BadInput
from loaders.kinds import Part
from sparql.nearness import nearest

NAME = "consultation.yaml"
"""What the file is called, beside the responses."""

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def _as_text(value: object) -> object:
    """Take a number or a date that YAML has made of a text as the text that it was."""
    return str(value) if isinstance(value, int | float | dt.date) else value


def _as_range(value: object) -> object:
    """Take one number as a range of itself."""
    return (value, value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Range = Annotated[tuple[int, int], BeforeValidator(_as_range)]
Id = Annotated[str, BeforeValidator(_as_text), Field(pattern=f"^{_ID.pattern}$")]
"""Small letters and digits, parted by hyphens: it becomes part of an IRI."""


def _as_inside(value: str) -> str:
    """Take a path as the folder of the manifest sees it, which it must not leave."""
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
    """Other wordings under which responses repeat it."""


class ResponseEntry(_Entry):
    """One response: a file, and whose it is."""

    file: Inside
    respondent: Id | None = None
    """Id of a body of the ontology; guessed from the text where it is left out."""
    respondent_label: Text | None = None
    """Name of a respondent that the ontology does not hold."""
    id: Id | None = None
    """Id of the response; otherwise that of its respondent."""
    title: Text | None = None
    date: dt.date | None = None
    encoding: Text | None = None
    """Character encoding of a text file that is not in UTF-8, e.g. ``windows-1252``."""
    expect: Mapping[Part, Range] = Field(default_factory=dict)
    """Assertions: the least and the most that a load must find."""


class TableEntry(_Entry):
    """An export of a survey platform: one row a response, one column a question. Columns are named as in its head."""

    file: Text
    """File name, or a pattern such as ``*.csv``, at any depth under the manifest."""
    answers: Mapping[Text, Text]
    """For each number of a question, the column that holds its answer."""
    stances: Mapping[Text, Text] = Field(default_factory=dict)
    """For each number of a question, the column of a closed choice (“Agree”), put before the answer's own words."""
    respondent: Text | None = None
    date: Text | None = None
    id: Text | None = None
    title: Text | None = None
    sheet: Text | None = None
    """Name of the sheet of a workbook; otherwise its first."""
    encoding: Text | None = None

    def holds(self, path: PurePath) -> bool:
        """Tell whether it describes a file, whose path is that from the folder of the manifest."""
        return fnmatch(path.name, self.file) or fnmatch(path.as_posix(), self.file)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return every column that must be there."""
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
        """Return each response's entry by its file, as the folder of the manifest sees it."""
        return {entry.file: entry for entry in self.responses}

    @cached_property
    def _context(self) -> Context:
        """What is known of every response: they share it, for there may be a hundred thousand."""
        return Context(
            consultation=self.id,
            consultation_title=self.title,
            owner=self.owner,
            questions=tuple((question.number, question.text) for question in self.questions),
        )

    def context(self, entry: ResponseEntry | None = None) -> Context:
        """Say what is known of a response before its text is read."""
        if entry is None:
            return self._context
        return replace(
            self._context,
            respondent=entry.respondent,
            respondent_label=entry.respondent_label,
            title=entry.title,
            date=entry.date.isoformat() if entry.date else None,
        )


_ENTRIES: Final[Mapping[int | str, type[BaseModel]]] = {
    "questions": QuestionEntry,
    "responses": ResponseEntry,
    "tables": TableEntry,
}
"""What each list of the file holds."""


def load(path: Path, *, bodies: Container[str] | None = None) -> Manifest:
    """Read ``consultation.yaml``; its respondents and owner must be among ``bodies``, where these are given.

    Raises BadInput with the line of the first mistake.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = yaml.safe_load(text)
    except OSError as error:
        raise BadInput(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(path, "is not UTF-8; save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise BadInput(path, f"is not YAML: {error.problem}", line=mark.line + 1 if mark else None) from None
    except yaml.YAMLError as error:
        raise BadInput(path, f"is not YAML: {error}".splitlines()[0]) from None
    if not isinstance(data, dict) or node is None:
        raise BadInput(path, "holds no consultation; it must name `id` and `title` at least", line=1)
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise _bad(path, node, error) from None
    if bodies is not None:
        _refuse_unknown_bodies(path, node, manifest, bodies)
    for where, sentence in _strange_questions(manifest):
        raise BadInput(path, f"{lines.named(where[:-1])}: {sentence}", line=lines.line(node, where))
    return manifest


def _refuse_twice(what: str, names: Sequence[str]) -> None:
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ValueError(f"the {what} {name} stands here twice")


def _refuse_unknown_bodies(path: Path, node: yaml.Node, manifest: Manifest, bodies: Container[str]) -> None:
    for where, body in _bodies(manifest):
        if body not in bodies:
            name = "owner" if where == ("owner",) else "respondent"
            instead = "leave `owner` out" if name == "owner" else "write `respondent_label` instead"
            sentence = f"unknown {name} {body}; add it to the ontology's bodies under this id, or {instead}"
            raise BadInput(path, sentence, line=lines.line(node, where))


def _bodies(manifest: Manifest) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if manifest.owner:
        yield ("owner",), manifest.owner
    for number, entry in enumerate(manifest.responses):
        if entry.respondent:
            yield ("responses", number, "respondent"), entry.respondent


def _strange_questions(manifest: Manifest) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield each column that a table names for a question that there is not, or for a choice without an answer."""
    numbers = [question.number for question in manifest.questions]
    for index, table in enumerate(manifest.tables):
        for part, columns in (("answers", table.answers), ("stances", table.stances)):
            for number in columns:
                if numbers and number not in numbers:
                    sentence = f"there is no question {number}; there are {', '.join(numbers)}"
                    yield ("tables", index, part, number), sentence
        for number in table.stances:
            if number not in table.answers:
                yield ("tables", index, "stances", number), f"question {number} has no column under `answers`"


def _bad(path: Path, node: yaml.Node, error: ValidationError) -> BadInput:
    first: Any = error.errors()[0]
    where: tuple[int | str, ...] = first["loc"]
    message = {
        "missing": "is missing",
        "extra_forbidden": "is not a name that this file knows",
        "string_pattern_mismatch": "must be small letters and digits parted by hyphens",
    }.get(first["type"], first["msg"].removeprefix("Value error, "))
    if first["type"] == "extra_forbidden":
        message += f"; {_known(where)}"
    name = lines.named(where)
    return BadInput(path, f"{name}: {message}" if name else message, line=lines.line(node, where))


def _known(where: Sequence[int | str]) -> str:
    """Say which names may stand where one stands that may not: those that look like it, or all of them."""
    entry: type[BaseModel] = _ENTRIES.get(where[0], Manifest) if len(where) > 1 else Manifest
    names = list(entry.model_fields)
    close = nearest(str(where[-1]), names)
    return f"nearest: {', '.join(close)}" if close else f"it knows {', '.join(names)}"
