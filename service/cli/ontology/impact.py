"""The impact of a change to the ontology: statements and answers over a corpus, before and after."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Final

import pyoxigraph as ox

from loaders.pipeline import Plan, load
from ontology.lexicon import Lexicon
from ontology.vocabulary import local_id
from sparql.saved.catalogue import Catalogue
from sparql.store import EmbeddedStore

_STATEMENTS: Final = """
PREFIX wa: <https://w3id.org/whoasks/ontology#>
SELECT ?statement ?quote ?property ?value WHERE {
  ?statement a wa:Statement ; wa:quote ?quote .
  OPTIONAL {
    VALUES ?property { wa:topic wa:addressee wa:accountableBody wa:accountTo wa:modality wa:mechanism wa:force }
    GRAPH ?graph { ?statement ?property ?value }
  }
}
"""
_VOLATILE: Final = "provenance"
"""Tag of the questions whose answers differ after every load."""
_SHOWN: Final = 20
"""Most statements of each sort that a report lists; the rest is counted."""

_LONGEST: Final = 120
"""Most characters of a quote that a report shows."""


@dataclass(frozen=True)
class Statement:
    """A statement as one of the two ontologies extracts it."""

    quote: str
    values: Mapping[str, frozenset[str]]
    """The ids that each property leads to, by its local name."""


@dataclass(frozen=True)
class Impact:
    """The statements and answers that differ between two ontologies."""

    found: Mapping[str, Statement]
    lost: Mapping[str, Statement]
    changed: Mapping[str, tuple[Statement, Statement]]
    questions: Mapping[str, tuple[int, int]]
    """For each question whose answers change, asked without parameters: how many rows disappear and appear."""


@dataclass(frozen=True)
class _State:
    statements: Mapping[str, Statement]
    answers: Mapping[str, frozenset[tuple[str, ...]]]


def measure(old: Path, new: Path, questions: Path, corpus: Sequence[Path] = ()) -> Impact:
    """Extract a corpus (by default the bundled one) with both ontologies, ask all questions of both, and compare."""
    before, after = _state(old, questions, corpus), _state(new, questions, corpus)
    kept = before.statements.keys() & after.statements.keys()
    changed = {iri: (before.statements[iri], after.statements[iri]) for iri in sorted(kept)}
    asked = sorted(before.answers.keys() & after.answers.keys())
    counts = {
        name: (len(before.answers[name] - after.answers[name]), len(after.answers[name] - before.answers[name]))
        for name in asked
    }
    return Impact(
        {iri: after.statements[iri] for iri in sorted(after.statements.keys() - kept)},
        {iri: before.statements[iri] for iri in sorted(before.statements.keys() - kept)},
        {iri: pair for iri, pair in changed.items() if pair[0] != pair[1]},
        {name: count for name, count in counts.items() if any(count)},
    )


def as_markdown(impact: Impact) -> str:
    """Return the impact as Markdown, for a pull request."""
    lines = ["## Statements that change", ""]
    lines += _listed([f"- **Found** {_quoted(one)}" for one in impact.found.values()])
    lines += _listed([f"- **Lost** {_quoted(one)}" for one in impact.lost.values()])
    lines += _listed([f"- **Changed** {_quoted(new)}: {_moved(old, new)}" for old, new in impact.changed.values()])
    if not (impact.found or impact.lost or impact.changed):
        lines.append("None.")
    lines += ["", "## Questions whose answers change", ""]
    lines += [f"- `{name}`: {gone} rows fewer, {new} rows more" for name, (gone, new) in impact.questions.items()]
    return "\n".join([*lines, *([] if impact.questions else ["None."]), ""])


def _state(ontology: Path, questions: Path, corpus: Sequence[Path]) -> _State:
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder))
        load(store, corpus, Plan(ontology))
        catalogue = Catalogue.load(questions, Lexicon.load(ontology))
        asked = {name: one for name, one in catalogue.questions.items() if _VOLATILE not in one.tags}
        answers = {name: _rows(store, one.bind({})) for name, one in asked.items()}
        return _State(_statements(store), answers)


def _rows(store: EmbeddedStore, text: str) -> frozenset[tuple[str, ...]]:
    found = store.query(text)
    return frozenset(tuple(map(str, row)) for row in found) if isinstance(found, ox.QuerySolutions) else frozenset()


def _statements(store: EmbeddedStore) -> dict[str, Statement]:
    quotes: dict[str, str] = {}
    values: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = store.query(_STATEMENTS)
    for row in found if isinstance(found, ox.QuerySolutions) else ():
        iri = row["statement"].value
        quotes[iri] = row["quote"].value
        if row["property"] is not None and row["value"] is not None:
            values[iri][local_id(row["property"].value)].add(local_id(row["value"].value))
    return {
        iri: Statement(quote, {name: frozenset(ids) for name, ids in values[iri].items()})
        for iri, quote in quotes.items()
    }


def _listed(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], f"- … and {more} more"]


def _quoted(statement: Statement) -> str:
    return f"“{shorten(statement.quote, _LONGEST, placeholder=' …')}”"


def _moved(old: Statement, new: Statement) -> str:
    parts = []
    for name in sorted(old.values.keys() | new.values.keys()):
        before, after = old.values.get(name, frozenset()), new.values.get(name, frozenset())
        parts += [f"{name} ~~{one}~~" for one in sorted(before - after)]
        parts += [f"{name} {one}" for one in sorted(after - before)]
    return ", ".join(parts)
