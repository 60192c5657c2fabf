"""The store on a SPARQL 1.1 server: what the embedded store does with generations, done with updates and a journal.

Writing happens on a working copy. When it ends, what differs goes to the server in one update, together with the new
version and the means to take the change back. A server that carries out a request whole or not at all, as
Oxigraph, GraphDB, Fuseki (TDB2) and Neptune do, thereby publishes whole or not at all. An update larger than
``LARGEST_UPDATE`` is sent in parts, each a whole number of graphs, the version with the last: a reader may then see
some responses of a load before the others, and a load that is cut off is finished by loading again.

The journal is a graph of the dataset: for each generation its number, reason, time and size, and the former content of
what it changed (N-Quads, compressed); when one is forgotten, the one after it takes over what leads back before it. It
also names the graphs that are there and hold nothing, which a server need not know. Two writers at a time are told
apart by the version: the slower one is refused.
"""

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, GRAPH_PROVENANCE, PREFIXES
from sparql.endpoint import Endpoint, Results, prologue
from sparql.sending import Spelling, changing, copied, requests
from sparql.store import PATIENCE, EmbeddedWriter, Generation, StoreError, Writer

JOURNAL: Final = f"{BASE}graph/journal"
"""Named graph of the generations."""
LARGEST_UPDATE: Final = 32 * 1024 * 1024
"""Characters of an update; what is larger is sent in parts."""
_DATASET: Final = f"{BASE}dataset"
EMPTY: Final = f"<{_DATASET}> <{PREFIXES['dcterms']}hasPart>"
"""What the journal says of a graph that holds nothing."""
_LASTING: Final = "lasting"
_PIECE: Final = 100_000
"""Characters of a literal; some servers cannot hold much longer ones."""

Content = Mapping[str, frozenset[ox.Quad]]


@dataclass(frozen=True)
class Change:
    """What the graphs held before and hold after, and how the server writes what they held."""

    before: Content
    after: Content
    spelling: Spelling


class RemoteStore:
    """A dataset on a server; a ``Store``."""

    def __init__(self, address: str, *, keep: int = 5, timeout: float = 60) -> None:
        self.endpoint = Endpoint(address, timeout=timeout)
        self._keep = keep

    def version(self) -> str | None:
        said = f"<{_DATASET}> dcterms:hasVersion"
        merged = f"OPTIONAL {{ {said} ?merged }}"
        rows = list(_solutions(self.query(f"SELECT * {{ GRAPH <{JOURNAL}> {{ {said} ?version }} {merged} }}")))
        if any(row["merged"] is None for row in rows):
            raise StoreError(
                f"{self.endpoint.name}: the default graph must be the union of the named graphs, or queries find "
                "nothing; tell the server so (--union-default-graph of Oxigraph, tdb2:unionDefaultGraph of Fuseki)"
            )
        return max((row["version"].value for row in rows), default=None)

    def query(self, text: str) -> Results:
        return self.endpoint.query(prologue(PREFIXES, BASE) + text, base=BASE)

    @contextmanager
    def writing(self, reason: str, *, patience: float = PATIENCE, lasting: bool = False) -> Iterator[Writer]:
        del patience  # there is no lock: of two writers at once the slower is refused
        version, (working, spelling) = self.version(), self._read()
        before = _content(working)
        yield EmbeddedWriter(working)
        self._publish(version, reason, Change(before, _content(working), spelling), lasting=lasting)

    def history(self) -> list[Generation]:
        rows = self._journal(
            "?generation dcterms:identifier ?version ; dcterms:description ?reason ; dcterms:created ?created ; "
            "dcterms:extent ?quads OPTIONAL { ?generation dcterms:type ?type }"
        )
        generations = [
            Generation(
                row["version"].value,
                row["reason"].value,
                row["created"].value,
                int(row["quads"].value),
                row["type"] is not None and row["type"].value == _LASTING,
            )
            for row in rows
        ]
        return sorted(generations, key=lambda generation: generation.version, reverse=True)

    def rollback(self, version: str) -> None:
        """Publish the content of an earlier generation again, as a new one."""
        current, kept = self.version(), [each.version for each in self.history()]
        undone = [self._undoing(each) for each in kept if each > version]
        if version not in kept or None in undone:
            raise StoreError(f"{self.endpoint.name}: no generation {version}; `whoasks history` lists those kept")
        copy, spelling = self._read()
        before = _content(copy)
        after = dict(before)
        for content in undone:  # newest first
            after.update(content or {})
        after = {name: quads for name, quads in after.items() if quads or not before.get(name, True)}
        self._publish(current, f"rollback to {version}", Change(before, after, spelling))

    def _publish(self, version: str | None, reason: str, change: Change, *, lasting: bool = False) -> None:
        before, after = change.before, change.after
        changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - {JOURNAL}
        number = f"{int(version or 0) + 1:06d}"
        quads = sum(len(content) for name, content in after.items() if name != JOURNAL)
        record = Generation(number, reason, datetime.now(UTC).isoformat(timespec="seconds"), quads, lasting)
        empty = [name for name, content in after.items() if not content]
        entry = self._entry(record, {name: before.get(name, frozenset()) for name in changed}, empty)
        if self.version() != version:
            raise StoreError(f"{self.endpoint.name}: another process has published meanwhile; run this again")
        # what says that a graph is there comes after it, so that a load that was cut off is not taken for done
        inwards = sorted(changed, key=lambda name: (name == GRAPH_PROVENANCE, name))
        parts = [changing(name, before.get(name, ()), after.get(name, ()), change.spelling) for name in inwards]
        for request in requests([*parts, entry], LARGEST_UPDATE):
            self.endpoint.update(request)

    def _entry(self, record: Generation, undo: Content, empty: Iterable[str]) -> str:
        """Return the operations that write a generation into the journal, and forget those that are not kept."""
        kept, forgotten = self._kept(record)
        journal = ox.NamedNode(JOURNAL)
        facts = [
            ("identifier", ox.Literal(record.version)),
            ("description", ox.Literal(record.reason)),
            ("created", ox.Literal(record.created)),
            ("extent", ox.Literal(record.quads)),
            *([("type", ox.Literal(_LASTING))] if record.lasting else []),
            *_leading_back(undo),
        ]
        pointer = f"<{_DATASET}> <{PREFIXES['dcterms']}hasVersion>"
        there = [f"{pointer} {ox.Literal(record.version)}", *(f"{EMPTY} {ox.NamedNode(name)}" for name in empty)]
        return " ;\n".join(
            [
                *self._taking_over(kept, forgotten),
                *(f"DELETE WHERE {{ GRAPH {journal} {{ {_node(each)} ?p ?o }} }}" for each in forgotten),
                f"DELETE WHERE {{ GRAPH {journal} {{ {pointer} ?version }} }}",
                f"DELETE WHERE {{ GRAPH {journal} {{ {EMPTY} ?graph }} }}",
                f"INSERT DATA {{ GRAPH {journal} {{ {_said(record.version, facts)} . {' . '.join(there)} }} }}",
            ]
        )

    def _kept(self, record: Generation) -> tuple[list[str], list[str]]:
        """Return which generations are kept beside a new one, the newest and the last load, and which are forgotten."""
        history = self.history()
        load = next((each.version for each in (record, *history) if each.lasting), "")
        forgotten = [each.version for each in history[self._keep - 1 :] if each.version != load]
        return [each.version for each in history if each.version not in forgotten], forgotten

    def _taking_over(self, kept: Sequence[str], forgotten: Sequence[str]) -> Iterator[str]:
        """Yield the operations by which a generation that is kept leads back before those forgotten next to it.

        Of the first that is kept nothing leads further back, so nothing is taken over.
        """
        for heir in kept:
            before = max((each for each in kept if each < heir), default=None)
            gone = [each for each in sorted(forgotten, reverse=True) if before is not None and before < each < heir]
            if gone:
                content = dict(self._undoing(heir) or {})
                for each in gone:  # newest first: what is older holds
                    content.update(self._undoing(each) or {})
                journal, replaces = ox.NamedNode(JOURNAL), f"<{PREFIXES['dcterms']}replaces>"
                yield f"DELETE WHERE {{ GRAPH {journal} {{ {_node(heir)} {replaces} ?piece }} }}"
                yield f"INSERT DATA {{ GRAPH {journal} {{ {_said(heir, _leading_back(content))} }} }}"

    def _undoing(self, version: str) -> Content | None:
        """Return what the graphs that a generation changed held before it; None where that is no longer kept."""
        rows = self._journal(f"<{BASE}generation/{version}> dcterms:replaces ?piece")
        pieces = sorted(row["piece"].value for row in rows)
        return _unpacked("".join(piece.partition(" ")[2] for piece in pieces)) if pieces else None

    def _read(self) -> tuple[ox.Store, Spelling]:
        """Return a copy of the dataset, and how the server writes what it writes in another way."""
        rows = self.query("SELECT ?graph ?s ?p ?o { GRAPH ?graph { ?s ?p ?o } }")
        copy, spelling = copied(ox.Quad(row["s"], row["p"], row["o"], row["graph"]) for row in _solutions(rows))
        for row in self._journal(f"{EMPTY} ?graph"):
            copy.add_graph(row["graph"])
        return copy, spelling

    def _journal(self, pattern: str) -> Iterator[ox.QuerySolution]:
        return _solutions(self.query(f"SELECT * {{ GRAPH <{JOURNAL}> {{ {pattern} }} }}"))


def _node(version: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}generation/{version}")


def _said(version: str, facts: Iterable[tuple[str, ox.Literal]]) -> str:
    return f"{_node(version)} " + " ; ".join(f"<{PREFIXES['dcterms']}{name}> {value}" for name, value in facts)


def _leading_back(undo: Content) -> Iterator[tuple[str, ox.Literal]]:
    """Yield what a generation says of the content before it."""
    yield from (("replaces", ox.Literal(piece)) for piece in _pieces(_packed(undo)))


def _solutions(results: Results) -> Iterator[ox.QuerySolution]:
    if not isinstance(results, ox.QuerySolutions):
        raise StoreError("the server answered a SELECT query with something other than a table")
    return iter(results)


def _content(copy: ox.Store) -> dict[str, frozenset[ox.Quad]]:
    graphs = [graph for graph in copy.named_graphs() if isinstance(graph, ox.NamedNode)]
    return {graph.value: frozenset(copy.quads_for_pattern(None, None, None, graph)) for graph in graphs}


def _packed(content: Content) -> str:
    """Write graphs as text; an empty graph is kept by its name."""
    names = "\n".join(f"# {name}" for name in sorted(content))
    quads = ox.serialize((quad for quads in content.values() for quad in quads), format=ox.RdfFormat.N_QUADS)
    return base64.b64encode(zlib.compress(names.encode() + b"\n" + (quads or b""))).decode("ascii")


def _pieces(text: str) -> Iterator[str]:
    """Divide a text into pieces that sort as they follow each other: each begins with its number and a blank."""
    for number, first in enumerate(range(0, len(text), _PIECE)):
        yield f"{number:06d} {text[first : first + _PIECE]}"


def _unpacked(text: str) -> dict[str, frozenset[ox.Quad]]:
    plain = zlib.decompress(base64.b64decode(text))
    names = [line[2:].decode() for line in plain.splitlines() if line.startswith(b"# ")]
    content: dict[str, set[ox.Quad]] = {name: set() for name in names}
    for quad in ox.parse(BytesIO(plain), ox.RdfFormat.N_QUADS):
        content[quad.graph_name.value].add(quad)
    return {name: frozenset(quads) for name, quads in content.items()}
