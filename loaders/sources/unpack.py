"""Unpacking files that hold many responses: archives, and exports of survey platforms with one response in each row.

A worker unpacks each of them into a folder, and its responses are then loaded like any other files.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath

from loaders.errors import BadInput
from loaders.limits import Limits
from loaders.listing import listed
from loaders.naming import Ids, slug
from loaders.readers.archive import DAMAGE, opened
from loaders.readers.row import SUFFIX
from loaders.sources import survey
from loaders.sources.find import Source
from loaders.sources.survey import Columns
from loaders.sources.tables import Row, rows

_CHUNK = 1 << 20


@dataclass(frozen=True)
class UnpackTask:
    """A file to unpack, and the folder to unpack it into."""

    source: Source
    folder: Path


@dataclass(frozen=True)
class Unpacked:
    """The result of unpacking one file; only one of ``rows``, ``folder`` and ``refused`` is set."""

    rows: tuple[Source, ...] = ()
    """The responses of a table."""
    folder: Path | None = None
    """The folder that holds the files of an archive."""
    refused: BadInput | None = None
    """Why the file could not be unpacked."""
    notes: tuple[str, ...] = ()


def setup(limits: Limits) -> Callable[[UnpackTask], Unpacked]:
    """Return the function with which a worker does each task."""
    return partial(unpack, limits)


def unpack(limits: Limits, task: UnpackTask) -> Unpacked:
    """Unpack an archive or a table into the folder of the task; one that cannot be unpacked is returned as refused."""
    task.folder.mkdir(parents=True, exist_ok=True)
    try:
        if task.source.path.suffix.lower() == ".zip":
            _extract(task, limits)
            return Unpacked(folder=task.folder)
        return _table(task, limits)
    except BadInput as error:
        return Unpacked(refused=error)


def _extract(task: UnpackTask, limits: Limits) -> None:
    """Write the entries of an archive into the folder; parts of a path that lead out of it are ignored.

    Raises BadInput for an entry that is damaged or unpacks to more than its stated size.
    """
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


def _table(task: UnpackTask, limits: Limits) -> Unpacked:
    """Write each row of a table that holds an answer to a file of its own."""
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
        notes.append(f"{source.name}: “{columns.respondent}” is empty in row {listed(unnamed)}, called after the row")
    return Unpacked(rows=tuple(_labelled(source, *response) for response in responses), notes=tuple(notes))


def _labelled(table: Source, number: int, response: Source) -> Source:
    """Return a response whose respondent, if it has no name, is called after the row."""
    if response.context.respondent_label:
        return response
    return replace(response, context=replace(response.context, respondent_label=f"{table.path.stem}, row {number}"))


def _responses(task: UnpackTask, found: Iterable[Row], columns: Columns) -> Iterator[tuple[int, Source]]:
    """Yield the number of each row that holds an answer, and the source that was written for it."""
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
    """Return an id for the response in a row, made from its id, its respondent or the row's number."""
    for column in (columns.id, columns.respondent):
        if column and row.get(column, "").strip():
            return slug(row[column])
    return f"row-{number}"
