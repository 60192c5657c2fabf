"""Files that hold many responses: archives of files, and exports of survey platforms with one row for a response.

A worker unpacks them into a folder, from which each response is then loaded like any other file.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.naming import Ids, slug
from loaders.readers.archive import DAMAGE, opened
from loaders.readers.row import SUFFIX
from loaders.sources import survey
from loaders.sources.find import Source
from loaders.sources.survey import Columns
from loaders.sources.tables import Row, rows

_CHUNK = 1 << 20
_LISTED = 5
"""Rows that a note names."""


@dataclass(frozen=True)
class Unpacking:
    """A file to unpack, and the folder to unpack it into."""

    source: Source
    folder: Path


@dataclass(frozen=True)
class Unpacked:
    """What came of it: the responses of a table, or a folder to search; ``refused`` where it could not be unpacked."""

    rows: tuple[Source, ...] = ()
    folder: Path | None = None
    refused: BadInput | None = None
    notes: tuple[str, ...] = ()


def setup(limits: Limits) -> Callable[[Unpacking], Unpacked]:
    """Return what unpacks one file."""
    return partial(unpack, limits)


def unpack(limits: Limits, task: Unpacking) -> Unpacked:
    """Unpack one file into its folder."""
    task.folder.mkdir(parents=True, exist_ok=True)
    try:
        if task.source.path.suffix.lower() == ".zip":
            _extract(task, limits)
            return Unpacked(folder=task.folder)
        return _table(task, limits)
    except BadInput as error:
        return Unpacked(refused=error)


def _extract(task: Unpacking, limits: Limits) -> None:
    """Write the entries of an archive under the folder, never above it, and never more than they are said to be."""
    path = task.source.path
    with opened(path, path.read_bytes(), limits) as archive:
        for entry in archive.infolist():
            parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
            inside = [part for part in parts if part not in {"/", ".."}]
            if entry.is_dir() or not inside:
                continue
            target = task.folder.joinpath(*inside)
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out, _CHUNK)
            except DAMAGE as error:
                raise BadInput(path, f"is damaged: {entry.filename} cannot be unpacked ({error})") from None


def _table(task: Unpacking, limits: Limits) -> Unpacked:
    """Set out each row of a table as a response."""
    source, table = task.source, task.source.table
    found = rows(source.path, limits, sheet=table.sheet if table else None, encoding=source.encoding)
    first = next(found, None)
    if first is None:
        raise BadInput(source.path, "holds no rows")
    columns = survey.columns_of(str(source.path), list(first), table, source.context)
    notes = [columns.note(source.name)] if columns.guessed else []
    responses = list(_responses(task, chain([first], found), columns))
    unnamed = [number for number, response in responses if not response.context.respondent_label]
    if unnamed and columns.respondent:
        notes.append(f"{source.name}: “{columns.respondent}” is empty in {_rows(unnamed)}, called after the row")
    return Unpacked(rows=tuple(_labelled(source, *response) for response in responses), notes=tuple(notes))


def _rows(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - _LISTED} more" if len(numbers) > _LISTED else ""
    return f"row {', '.join(map(str, numbers[:_LISTED]))}{more}"


def _labelled(table: Source, number: int, response: Source) -> Source:
    """Call a respondent without a name after the row."""
    if response.context.respondent_label:
        return response
    return replace(response, context=replace(response.context, respondent_label=f"{table.path.stem}, row {number}"))


def _responses(task: Unpacking, found: Iterable[Row], columns: Columns) -> Iterator[tuple[int, Source]]:
    """Yield the number of each row that holds an answer, and a source for it."""
    source = task.source
    ids = Ids()
    for number, row in enumerate(found, 2):
        content = survey.response(row, columns, source.context)
        if content == b"[]":
            continue
        response = ids.give(_id(row, columns, number))
        path = task.folder / f"{response}{SUFFIX}"
        path.write_bytes(content)
        context = replace(
            source.context,
            respondent_label=row.get(columns.respondent or "", "").strip() or None,
            date=survey.day(row.get(columns.date or "", "")),
            title=row.get(columns.title or "") or None,
        )
        name = f"{source.name}, row {number}"
        yield number, Source(path=path, name=name, context=context, response=response)


def _id(row: Row, columns: Columns, number: int) -> str:
    """Return an id for the response in a row: its own, its respondent's, or the row's number."""
    for column in (columns.id, columns.respondent):
        if column and row.get(column, "").strip():
            return slug(row[column])
    return f"row-{number}"
