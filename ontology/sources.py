"""The Turtle files of an ontology: their text, their triples, and the lines on which things are described.

Mistake, ValueError
 └─ OntologyError
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from ontology.findings import Finding
from ontology.mistakes import Mistake
from ontology.vocabulary import GRAPH_MODEL

if TYPE_CHECKING:
    from rdflib import Graph

SHAPES: Final = "shapes.ttl"
"""The only file that is not part of the model: it holds the shapes to which data must conform."""
EXAMPLES: Final = "examples/*.ttl"
_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:<([^>]*)>|([\w-]*):([\w.-]+))", re.MULTILINE)


class OntologyError(Mistake, ValueError):
    """A file of the ontology cannot be read; the message names the file and line, or the thing, and the reason."""

    def __init__(self, place: str, reason: str, line: int | None = None) -> None:
        super().__init__(place, reason, line)
        self.place, self.reason, self.line = place, reason, line

    def __str__(self) -> str:
        return f"{self.place}: line {self.line}: {self.reason}" if self.line else f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Source:
    """One Turtle file."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Read a file, with or without a byte order mark; raises OntologyError with the line if it is not UTF-8."""
        try:
            return cls(path, path.read_text(encoding="utf-8-sig"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise OntologyError(path.name, "this is not UTF-8", line) from None

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """Its triples, in the named graph of the model; raises OntologyError with the line if it is not Turtle."""
        graph = ox.NamedNode(GRAPH_MODEL)
        parsed = ox.parse(self.text.encode(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        try:
            return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
        except SyntaxError as error:
            raise OntologyError(self.path.name, error.msg, error.lineno) from None

    @cached_property
    def graph(self) -> "Graph":
        """Its triples as an rdflib graph."""
        return _empty().parse(data=self.text, format="turtle")

    @cached_property
    def lines(self) -> dict[str, int]:
        """The line on which the description of each thing begins, by the IRI of the thing."""
        prefixes = dict(_PREFIX.findall(self.text))
        found: dict[str, int] = {}
        for match in _SUBJECT.finditer(self.text):
            iri = match[1] or prefixes.get(match[2], "") + match[3]
            found.setdefault(iri, self.text.count("\n", 0, match.start()) + 1)
        return found


@dataclass(frozen=True)
class Sources:
    """The Turtle files of one folder."""

    folder: Path
    files: tuple[Source, ...]

    @classmethod
    def read(cls, folder: Path) -> "Sources":
        """Read a folder's files in the order of their names; raises OntologyError if there are none, or not UTF-8."""
        paths = sorted(folder.glob("*.ttl"))
        if not any(path.name != SHAPES for path in paths):
            raise OntologyError(str(folder), "no Turtle files (*.ttl) here; name the folder of an ontology")
        return cls(folder, tuple(map(Source.read, paths)))

    @cached_property
    def digest(self) -> str:
        """A hexadecimal digest of the model's files, which changes with any character in them."""
        return sha256("".join(f"{source.path.name}\0{source.text}\0" for source in self.model).encode()).hexdigest()

    @cached_property
    def examples(self) -> tuple[Source, ...]:
        """The narrated examples in the folder ``examples``; none if there is no such folder."""
        return tuple(map(Source.read, sorted(self.folder.glob(EXAMPLES))))

    @property
    def model(self) -> Iterator[Source]:
        """The files that describe the model."""
        return (source for source in self.files if source.path.name != SHAPES)

    @property
    def quads(self) -> Iterator[ox.Quad]:
        """The model's triples, in its named graph; raises OntologyError if a file is not Turtle."""
        return chain.from_iterable(source.quads for source in self.model)

    def syntax_errors(self) -> list[Finding]:
        """Return a finding for each file that is not Turtle."""
        found = []
        for source in (*self.files, *self.examples):
            try:
                _ = source.quads
            except OntologyError as error:
                found.append(Finding(source.path, error.line or 1, "parse", f"This is not Turtle: {error.reason}."))
        return found

    @cached_property
    def store(self) -> ox.Store:
        """The model in a store in memory, in its named graph."""
        store = ox.Store()
        store.bulk_extend(self.quads)
        return store

    @cached_property
    def graph(self) -> "Graph":
        """The model as one rdflib graph."""
        graph = _empty()
        for source in self.model:
            for triple in source.graph:
                graph.add(triple)
        return graph

    def where(self, iri: str) -> tuple[Path, int]:
        """Return the file and line where a thing is described; if it is nowhere, the first line of the first file."""
        for source in (*self.files, *self.examples):
            if iri in source.lines:
                return source.path, source.lines[iri]
        return self.files[0].path, 1


def _empty() -> "Graph":
    from rdflib import Graph

    return Graph(bind_namespaces="none")
