"""Comparing two versions of an ontology: what was added, removed, renamed or changed."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pyoxigraph as ox

from ontology.mistakes import Mistake
from ontology.sources import Source, Sources
from ontology.vocabulary import BASE, PREFIXES, local_id

_LABEL: Final = PREFIXES["skos"] + "prefLabel"
_REPLACED: Final = PREFIXES["dcterms"] + "isReplacedBy"
Values = dict[str, frozenset[str]]
"""The values of a thing by property; a blank node is written as its properties and values."""


class DiffError(Mistake, ValueError):
    """One of the two versions cannot be read; the message says which, and why."""


@dataclass(frozen=True, order=True)
class Change:
    """A thing whose description differs between the versions."""

    iri: str
    label: str
    values: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    """The local name of each property that differs, its removed values, and its added values."""


@dataclass(frozen=True)
class Difference:
    """Everything that differs between two versions, in the order of the IRIs."""

    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    renamed: tuple[tuple[Change, Change], ...]
    changed: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.changed)


@contextmanager
def version_at(name: str, current: Path) -> Iterator[Path]:
    """Provide the folder of a version for the length of a ``with`` block.

    ``name`` is a folder, a file that replaces or joins those of the current ontology, or a git revision. Raises
    DiffError if it is none of these.
    """
    path = Path(name)
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory() as folder:
        if path.is_file():
            for source in (*current.glob("*.ttl"), path):
                shutil.copy(source, folder)
        else:
            _unpack(name, current, Path(folder))
        yield Path(folder)


def _unpack(revision: str, current: Path, folder: Path) -> None:
    """Write the Turtle files of a git revision into a folder."""
    unknown = DiffError(f"“{revision}” is no folder, no file and no git revision of {current}")
    if revision.startswith("-"):
        raise unknown  # git would take it for an option
    command = ["git", "-C", str(current), "archive", "--format=tar", f"{revision}^{{tree}}", "--", "."]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        raise unknown
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")


def compare(old: Sources, new: Sources) -> Difference:
    """Compare two versions; a removed thing counts as renamed if an added one has its label or replaces it."""
    before, after = _things(old), _things(new)
    removed, added = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    renamed = {iri: other for iri in removed if (other := _successor(before[iri], iri, added, after))}
    changed = (_change(iri, before[iri], after[iri]) for iri in sorted(before.keys() & after.keys()))
    return Difference(
        added=tuple(_named(iri, after[iri]) for iri in added if iri not in renamed.values()),
        removed=tuple(_named(iri, before[iri]) for iri in removed if iri not in renamed),
        renamed=tuple((_named(iri, before[iri]), _named(other, after[other])) for iri, other in renamed.items()),
        changed=tuple(change for change in changed if change.values),
    )


def as_markdown(difference: Difference) -> str:
    """Return the difference as Markdown, for a pull request."""
    lines = ["## The model", ""]
    if not difference:
        return "\n".join([*lines, "Nothing changed.", ""])
    for title, changes in (("Added", difference.added), ("Removed", difference.removed)):
        lines += [f"- **{title}** {_shown(change)}" for change in changes]
    lines += [f"- **Renamed** {_shown(old)} → {_shown(new)}" for old, new in difference.renamed]
    for change in difference.changed:
        lines.append(f"- **Changed** {_shown(change)}")
        for name, removed, added in change.values:
            lines += [f"  - {name}: ~~{value}~~" for value in removed]
            lines += [f"  - {name}: {value}" for value in added]
    return "\n".join([*lines, ""])


def _shown(change: Change) -> str:
    return f"{change.label} (`{change.iri.removeprefix(BASE)}`)"


def _things(sources: Sources) -> dict[str, Values]:
    found: dict[str, dict[str, set[str]]] = {}
    for source in sources.files:
        held = _held(source)
        for quad in source.quads:
            if isinstance(quad.subject, ox.NamedNode):
                values = found.setdefault(quad.subject.value, {})
                values.setdefault(quad.predicate.value, set()).add(_value(quad.object, held))
    return {iri: {name: frozenset(texts) for name, texts in values.items()} for iri, values in found.items()}


def _held(source: Source) -> dict[str, str]:
    """Return the properties and values of each blank node of a file as text: its name cannot be compared."""
    held: dict[str, list[str]] = {}
    for quad in source.quads:
        if isinstance(quad.subject, ox.BlankNode) and not isinstance(quad.object, ox.BlankNode):
            held.setdefault(quad.subject.value, []).append(
                f"{local_id(quad.predicate.value)} {_value(quad.object, {})}"
            )
    return {node: "[" + "; ".join(sorted(words)) + "]" for node, words in held.items()}


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, held: dict[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(BASE)
    if isinstance(term, ox.BlankNode):
        return held.get(term.value, "[…]")
    return f"“{term.value}”" if isinstance(term, ox.Literal) else str(term)


def _successor(values: Values, iri: str, added: list[str], after: dict[str, Values]) -> str | None:
    """Return the added thing that replaces a removed one or has its label; None if there is none."""
    replaced = {f"{BASE}{value}" for value in values.get(_REPLACED, ())}
    same_label = [other for other in added if values.get(_LABEL) and after[other].get(_LABEL) == values[_LABEL]]
    found = [*sorted(replaced & set(added)), *same_label]
    return found[0] if found and found[0] != iri else None


def _named(iri: str, values: Values) -> Change:
    label = min(values.get(_LABEL, ()), default=local_id(iri))
    return Change(iri, label.strip("“”"))


def _change(iri: str, before: Values, after: Values) -> Change:
    values = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, frozenset()), after.get(name, frozenset())
        if old != new:
            values.append((local_id(name), tuple(sorted(old - new)), tuple(sorted(new - old))))
    return Change(iri, _named(iri, after).label, tuple(values))
