"""Reading ``consultation.yaml``; a mistake in it is reported with its line."""

from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ValidationError

from loaders.errors import BadInput
from loaders.manifest import lines
from loaders.manifest.entries import Manifest, QuestionEntry, ResponseEntry, TableEntry
from sparql.nearness import nearest

_ENTRIES: Final[Mapping[int | str, type[BaseModel]]] = {
    "questions": QuestionEntry,
    "responses": ResponseEntry,
    "tables": TableEntry,
}
"""The type of the entries of each list in the file."""


def load(path: Path, *, bodies: Container[str] | None = None) -> Manifest:
    """Read ``consultation.yaml``; if ``bodies`` are given, its respondents and its owner must be among them.

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
        raise BadInput(path, "holds no consultation; it must have at least `id` and `title`", line=1)
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise _bad(path, node, error) from None
    if bodies is not None:
        _refuse_unknown_bodies(path, node, manifest, bodies)
    for where, sentence in _strange_questions(manifest):
        raise BadInput(path, f"{lines.named(where[:-1])}: {sentence}", line=lines.line(node, where))
    return manifest


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
    """Yield the place of each column for an unknown question, or for a choice without an answer, and what is wrong."""
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
        "string_pattern_mismatch": "must be small letters and digits separated by hyphens",
    }.get(first["type"], first["msg"].removeprefix("Value error, "))
    if first["type"] == "extra_forbidden":
        message += f"; {_known(where)}"
    name = lines.named(where)
    return BadInput(path, f"{name}: {message}" if name else message, line=lines.line(node, where))


def _known(where: Sequence[int | str]) -> str:
    """Suggest names in place of an unknown one: the most similar ones, or all that are allowed."""
    entry: type[BaseModel] = _ENTRIES.get(where[0], Manifest) if len(where) > 1 else Manifest
    names = list(entry.model_fields)
    close = nearest(str(where[-1]), names)
    return f"nearest: {', '.join(close)}" if close else f"it knows {', '.join(names)}"
