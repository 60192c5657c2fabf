"""Writes the SPARQL updates that change named graphs on a server.

Only the differences are sent. Triples are removed as the server spells them, since some servers change literals, such
as ``true`` to ``"1"^^xsd:boolean``. Triples that stay are not removed and inserted again, blank nodes apart: Virtuoso 7
can lose such triples if it stops without a checkpoint and recovers from its log.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

Spelling = Mapping[ox.Quad, Sequence[ox.Quad]]
"""The quads of a server for each of ours that it spells differently."""

_TRIPLES_AT_ONCE: Final = 1_000
"""The most triples in one INSERT DATA or DELETE DATA; some parsers fail on much longer ones."""


def changing(name: str, before: Collection[ox.Quad], after: Collection[ox.Quad], spelling: Spelling) -> str:
    """Return the operations, joined by semicolons, that change the content of a named graph; no quads drop it.

    An operation cannot refer to a blank node of another one. So if a triple with a blank node changes, all such triples
    are deleted by one pattern and inserted together, with ``INSERT … WHERE``, since Virtuoso rejects them in ``INSERT
    DATA``.
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
    """Join parts, in order, into requests of at most ``largest`` characters; a longer part is a request by itself."""
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
    """Return a store with the quads as pyoxigraph spells them, and the given spellings where those differ."""
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
    """Yield INSERT DATA or DELETE DATA operations for quads of one graph."""
    for first in range(0, len(quads), _TRIPLES_AT_ONCE):
        yield f"{verb} DATA {{ GRAPH {graph} {{ {_triples(quads[first : first + _TRIPLES_AT_ONCE])} }} }}"


def _triples(quads: Iterable[ox.Quad]) -> str:
    return " .\n".join(str(quad.triple) for quad in quads)


def _has_blank_node(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
