"""The journal of a dataset on a SPARQL server: its generations, and how to take each of them back.

The journal is a named graph of the dataset. For each generation it has the number, reason, time and size, and the
former content of the graphs that the generation changed (as N-Quads, compressed). When a generation is forgotten, the
next one that is kept takes over its former content, so that earlier generations can still be reached. The journal also
names the graphs that exist but are empty, since a server need not keep those.
"""

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from ontology.vocabulary import BASE, PREFIXES
from sparql.store import Generation, StoreError
from sparql.store.endpoint import Endpoint, prologue, solutions

JOURNAL: Final = f"{BASE}graph/journal"
"""Name of the graph that holds the journal."""
_DATASET: Final = f"{BASE}dataset"
EMPTY: Final = f"<{_DATASET}> <{PREFIXES['dcterms']}hasPart>"
"""Subject and predicate of the statement that names an empty graph."""
_LASTING: Final = "lasting"
_PIECE: Final = 100_000
"""The most characters in a literal; some servers cannot hold much longer ones."""

Content = Mapping[str, frozenset[ox.Quad]]
"""The quads of named graphs, by the names of the graphs."""


class Journal:
    """The journal on one server, which keeps the latest ``keep`` generations and the last load."""

    def __init__(self, endpoint: Endpoint, *, keep: int) -> None:
        self._endpoint = endpoint
        self._keep = keep

    def version(self) -> str | None:
        """Return the published version, or None before the first publication.

        Raises StoreError if the server's default graph is not the union of its named graphs.
        """
        said = f"<{_DATASET}> dcterms:hasVersion"
        merged = f"OPTIONAL {{ {said} ?merged }}"
        rows = list(self._select(f"SELECT * {{ GRAPH <{JOURNAL}> {{ {said} ?version }} {merged} }}"))
        if any(row["merged"] is None for row in rows):
            raise StoreError(
                f"{self._endpoint.name}: the default graph must be the union of the named graphs, or queries find "
                "nothing; tell the server so (--union-default-graph of Oxigraph, tdb2:unionDefaultGraph of Fuseki)"
            )
        return max((row["version"].value for row in rows), default=None)

    def history(self) -> list[Generation]:
        """Return the generations that are kept, newest first."""
        rows = self._rows(
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

    def empty_graphs(self) -> Iterator[ox.NamedNode]:
        """Yield the names of the graphs that exist but are empty."""
        return (row["graph"] for row in self._rows(f"{EMPTY} ?graph"))

    def former(self, version: str) -> Content | None:
        """Return the former content of the graphs that a generation changed; None if it is no longer kept."""
        rows = self._rows(f"<{BASE}generation/{version}> dcterms:replaces ?piece")
        pieces = sorted(row["piece"].value for row in rows)
        return _unpacked("".join(piece.partition(" ")[2] for piece in pieces)) if pieces else None

    def entry(self, record: Generation, former: Content, empty: Iterable[str]) -> str:
        """Return the operations that add a generation to the journal and remove those that are no longer kept.

        ``former`` is what the graphs that it changes have held until now; ``empty`` names the graphs empty after it.
        """
        kept, forgotten = self._kept(record)
        journal = ox.NamedNode(JOURNAL)
        facts = [
            ("identifier", ox.Literal(record.version)),
            ("description", ox.Literal(record.reason)),
            ("created", ox.Literal(record.created)),
            ("extent", ox.Literal(record.quads)),
            *([("type", ox.Literal(_LASTING))] if record.lasting else []),
            *_replacing(former),
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
        """Return the versions to keep beside a new one, and those to forget; the last load is always kept."""
        history = self.history()
        load = next((each.version for each in (record, *history) if each.lasting), "")
        forgotten = [each.version for each in history[self._keep - 1 :] if each.version != load]
        return [each.version for each in history if each.version not in forgotten], forgotten

    def _taking_over(self, kept: Sequence[str], forgotten: Sequence[str]) -> Iterator[str]:
        """Yield the operations by which a kept generation takes over the former content of those forgotten before it.

        The oldest one kept takes nothing over, since nothing older can be reached.
        """
        for heir in kept:
            before = max((each for each in kept if each < heir), default=None)
            gone = [each for each in sorted(forgotten, reverse=True) if before is not None and before < each < heir]
            if gone:
                content = dict(self.former(heir) or {})
                for each in gone:  # from newest to oldest, so that the oldest content wins
                    content.update(self.former(each) or {})
                journal, replaces = ox.NamedNode(JOURNAL), f"<{PREFIXES['dcterms']}replaces>"
                yield f"DELETE WHERE {{ GRAPH {journal} {{ {_node(heir)} {replaces} ?piece }} }}"
                yield f"INSERT DATA {{ GRAPH {journal} {{ {_said(heir, _replacing(content))} }} }}"

    def _rows(self, pattern: str) -> Iterator[ox.QuerySolution]:
        """Return the solutions of a pattern in the journal."""
        return self._select(f"SELECT * {{ GRAPH <{JOURNAL}> {{ {pattern} }} }}")

    def _select(self, text: str) -> Iterator[ox.QuerySolution]:
        return solutions(self._endpoint.query(prologue(PREFIXES, BASE) + text, base=BASE))


def _node(version: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}generation/{version}")


def _said(version: str, facts: Iterable[tuple[str, ox.Literal]]) -> str:
    """Return Turtle that states facts, as Dublin Core terms and their values, about a generation."""
    return f"{_node(version)} " + " ; ".join(f"<{PREFIXES['dcterms']}{name}> {value}" for name, value in facts)


def _replacing(former: Content) -> Iterator[tuple[str, ox.Literal]]:
    """Yield the facts that keep the former content of graphs."""
    yield from (("replaces", ox.Literal(piece)) for piece in _pieces(_packed(former)))


def _packed(content: Content) -> str:
    """Return graphs as compressed text; an empty graph is kept by its name."""
    names = "\n".join(f"# {name}" for name in sorted(content))
    quads = ox.serialize((quad for quads in content.values() for quad in quads), format=ox.RdfFormat.N_QUADS)
    return base64.b64encode(zlib.compress(names.encode() + b"\n" + (quads or b""))).decode("ascii")


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces, each with a number and a space before it so that sorting restores their order."""
    for number, first in enumerate(range(0, len(text), _PIECE)):
        yield f"{number:06d} {text[first : first + _PIECE]}"


def _unpacked(text: str) -> dict[str, frozenset[ox.Quad]]:
    """Return the graphs that ``_packed`` turned into text."""
    plain = zlib.decompress(base64.b64decode(text))
    names = [line[2:].decode() for line in plain.splitlines() if line.startswith(b"# ")]
    content: dict[str, set[ox.Quad]] = {name: set() for name in names}
    for quad in ox.parse(BytesIO(plain), ox.RdfFormat.N_QUADS):
        content[quad.graph_name.value].add(quad)
    return {name: frozenset(quads) for name, quads in content.items()}
