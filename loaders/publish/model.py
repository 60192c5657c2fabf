"""The model graph: the Turtle files of an ontology's folder as they stand in the store."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from loaders.errors import BadInput
from ontology.vocabulary import GRAPH_MODEL

_SHAPES = "shapes.ttl"
"""Constraints on the data: they check it and are no part of it."""


def files(ontology: Path) -> list[Path]:
    """Return the files of the model, in order."""
    found = [path for path in sorted(ontology.glob("*.ttl")) if path.name != _SHAPES]
    if not found:
        raise BadInput(ontology, "holds no Turtle files; name the folder of an ontology")
    return found


def version(ontology: Path) -> str:
    """Return a digest of the model's content, hexadecimal: it changes when any word of the model does."""
    digest = sha256()
    for path in files(ontology):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def quads(ontology: Path) -> Iterator[ox.Quad]:
    """Yield the model's triples in its named graph."""
    graph = ox.NamedNode(GRAPH_MODEL)
    for path in files(ontology):
        try:
            for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
        except SyntaxError as error:
            raise BadInput(path, f"is not Turtle: {error.msg}", line=error.lineno) from None
