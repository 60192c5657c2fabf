"""Provenance: which load wrote each graph, from what, and with which versions of the rules and the model."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from loaders.graph import name, node
from loaders.publish import version
from loaders.publish.prepare import PreparedResponse
from ontology.vocabulary import GRAPH_MODEL, GRAPH_PROVENANCE

_GRAPH = ox.NamedNode(GRAPH_PROVENANCE)
_TIME = name("xsd:dateTime")


@dataclass(frozen=True)
class Load:
    """One run of the loader."""

    started: datetime
    model: str
    """Digest of the model."""

    @classmethod
    def now(cls, model: str) -> "Load":
        """Return a load that starts now."""
        return cls(datetime.now(UTC), model)

    @property
    def node(self) -> ox.NamedNode:
        """The node of this load, named after its start in UTC."""
        return node("load", self.started.strftime("%Y%m%dT%H%M%S.%fZ"))

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the facts about the load, which ends now."""
        yield _fact(self.node, "rdf:type", name("wa:Load"))
        yield _fact(self.node, "prov:startedAtTime", _time(self.started))
        yield _fact(self.node, "prov:endedAtTime", _time(datetime.now(UTC)))
        yield _fact(self.node, "wa:toolVersion", ox.Literal(version.tool()))
        yield _fact(self.node, "wa:rulesVersion", ox.Literal(version.rules()))
        yield from self.graph_quads(GRAPH_MODEL, self.model)

    def graph_quads(self, graph: str, fingerprint: str) -> Iterator[ox.Quad]:
        """Yield the facts about a named graph that this load generated from what has that fingerprint."""
        this = ox.NamedNode(graph)
        yield _fact(this, "rdf:type", name("prov:Entity"))
        yield _fact(this, "prov:wasGeneratedBy", self.node)
        yield _fact(this, "wa:fingerprint", ox.Literal(fingerprint))

    def response_quads(self, prepared: PreparedResponse) -> Iterator[ox.Quad]:
        """Yield the facts about the origin of a response's graph."""
        yield from self.graph_quads(prepared.graph, prepared.fingerprint)
        source = node("document", prepared.context.consultation, prepared.response)
        yield _fact(ox.NamedNode(prepared.graph), "prov:wasDerivedFrom", source)


def forget(graphs: Iterable[str]) -> str:
    """Return the SPARQL update that removes the facts about the origin of some graphs."""
    listed = " ".join(f"<{graph}>" for graph in graphs)
    known = f"GRAPH <{GRAPH_PROVENANCE}> {{ ?graph ?property ?value }}"
    return f"DELETE {{ {known} }} WHERE {{ VALUES ?graph {{ {listed} }} {known} }}"


def _fact(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, name(predicate), value, _GRAPH)


def _time(moment: datetime) -> ox.Literal:
    return ox.Literal(moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"), datatype=_TIME)
