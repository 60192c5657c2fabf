"""The updates that bring a change of named graphs to a SPARQL server.

Only what differs is sent. Triples are removed as the server writes them: some write literals in a way of their own,
such as ``"1"^^xsd:boolean`` for ``true``. Nothing that stays is taken out and put in again, for Virtuoso 7 loses some
of that when it is ended without a checkpoint and reads its log.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

Spelling = Mapping[ox.Quad, Sequence[ox.Quad]]
"""How a server writes each quad that it writes in another way than we do."""

_TRIPLES_AT_ONCE: Final = 1_000
"""Triples of one INSERT DATA; some parsers give up on much longer ones."""


def changing(name: str, before: Collection[ox.Quad], after: Collection[ox.Quad], spelling: Spelling) -> str:
    """Return the operations that make a named graph hold other quads than before.

    Blank nodes cannot be named from one operation to the next, so where a triple with one changes, all of those go
    out in one operation and come in with another, of a kind that Virtuoso takes them from.
    """
    graph = ox.NamedNode(name)
    if not after:
        return f"DROP SILENT GRAPH {graph}"
    old, new = set(before), set(after)
    linked_old, linked_new = (set(filter(_has_blank_node, quads)) for quads in (old, new))
    gone = [spelt for quad in old - new - linked_old for spelt in spelling.get(quad, (quad,))]
    operations = list(_data("DELETE", graph, gone))
    if linked_old != linked_new:
        if linked_old:
            linked = f"GRAPH {graph} {{ ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) }}"
            operations.append(f"DELETE {{ GRAPH {graph} {{ ?s ?p ?o }} }} WHERE {{ {linked} }}")
        if linked_new:
            operations.append(f"INSERT {{ GRAPH {graph} {{ {_triples(linked_new)} }} }} WHERE {{ }}")
    operations += _data("INSERT", graph, list(new - old - linked_new))
    return " ;\n".join(operations)


def requests(parts: Sequence[str], largest: int) -> Iterator[str]:
    """Join operations into as few requests as that size allows; the last part is in the last request."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        if waiting and size + len(part) > largest:
            yield " ;\n".join(waiting)
            waiting, size = [], 0
        waiting.append(part)
        size += len(part)
    yield " ;\n".join(waiting)


def copied(quads: Iterable[ox.Quad]) -> tuple[ox.Store, Spelling]:
    """Return a store that holds quads as we write them, and how they were written where that differs."""
    given = frozenset(quads)
    copy = ox.Store()
    copy.bulk_extend(given)
    spelling: dict[ox.Quad, list[ox.Quad]] = {}
    for quad in given.difference(copy):
        single = ox.Store()
        single.add(quad)
        spelling.setdefault(next(iter(single)), []).append(quad)
    for ours, theirs in spelling.items():
        if ours in given:
            theirs.append(ours)
    return copy, spelling


def _data(verb: str, graph: ox.NamedNode, quads: Sequence[ox.Quad]) -> Iterator[str]:
    for first in range(0, len(quads), _TRIPLES_AT_ONCE):
        yield f"{verb} DATA {{ GRAPH {graph} {{ {_triples(quads[first : first + _TRIPLES_AT_ONCE])} }} }}"


def _triples(quads: Iterable[ox.Quad]) -> str:
    return " .\n".join(str(quad.triple) for quad in quads)


def _has_blank_node(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
