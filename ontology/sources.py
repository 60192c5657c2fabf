"""The files of an ontology's folder: their text, their triples, and the line in which each thing is described."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from ontology.entries import LexiconError
from ontology.findings import Finding
from ontology.vocabulary import GRAPH_MODEL

SHAPES: Final = "shapes.ttl"
"""The one file that is no part of the model: it says what data must look like."""
EXAMPLES: Final = "examples/*.ttl"
_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)
_SUBJECT = re.compile(r"^(?:<([^>]*)>|([\w-]*):([\w.-]+))", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """One Turtle file."""

    path: Path
    text: str

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Read a file; raise LexiconError with the line where it is not UTF-8."""
        try:
            return cls(path, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise LexiconError(path.name, "this is not UTF-8", line) from None

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """Its triples, in the graph of the model; raise LexiconError with the line where it is not Turtle."""
        graph = ox.NamedNode(GRAPH_MODEL)
        parsed = ox.parse(self.text.encode(), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        try:
            return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
        except SyntaxError as error:
            raise LexiconError(self.path.name, error.msg, error.lineno) from None

    @cached_property
    def graph(self) -> Graph:
        """Its triples as a graph of rdflib."""
        graph = Graph(bind_namespaces="none")
        graph.parse(data=self.text, format="turtle")
        return graph

    @cached_property
    def lines(self) -> dict[str, int]:
        """For each IRI whose description begins a line, the number of that line."""
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
        """Read a folder's files in the order of their names; raise LexiconError where there is none, or no text."""
        paths = sorted(folder.glob("*.ttl"))
        if not paths:
            raise LexiconError(str(folder), "no Turtle files (*.ttl) here; name the folder of an ontology")
        return cls(folder, tuple(map(Source.read, paths)))

    @cached_property
    def digest(self) -> str:
        """A digest of the files, hexadecimal: it changes with any character of them."""
        return sha256("\0".join(f"{source.path.name}\0{source.text}" for source in self.files).encode()).hexdigest()

    @cached_property
    def examples(self) -> tuple[Source, ...]:
        """The narrated examples in their folder beside the model; none where there is no such folder."""
        return tuple(map(Source.read, sorted(self.folder.glob(EXAMPLES))))

    @property
    def model(self) -> Iterator[Source]:
        """The files that describe the model."""
        return (source for source in self.files if source.path.name != SHAPES)

    def syntax_errors(self) -> list[Finding]:
        """Return where files are not Turtle."""
        found = []
        for source in (*self.files, *self.examples):
            try:
                _ = source.quads
            except LexiconError as error:
                found.append(Finding(source.path, error.line or 1, "parse", f"This is not Turtle: {error.reason}."))
        return found

    @cached_property
    def store(self) -> ox.Store:
        """The model in memory, in the named graph that it has in a store."""
        store = ox.Store()
        for source in self.model:
            store.bulk_extend(source.quads)
        return store

    @cached_property
    def graph(self) -> Graph:
        """The model as one graph of rdflib."""
        graph = Graph(bind_namespaces="none")
        for source in self.model:
            for triple in source.graph:
                graph.add(triple)
        return graph

    def where(self, iri: str) -> tuple[Path, int]:
        """Return the file and line in which a thing is described; the first file's first line where it is nowhere."""
        for source in (*self.files, *self.examples):
            if iri in source.lines:
                return source.path, source.lines[iri]
        return self.files[0].path, 1
