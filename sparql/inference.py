"""Inference by rules: CONSTRUCT queries over the model and the facts of the data that they use.

The rules run in the order of their file names, and each sees what the ones before it inferred. They run in memory,
which is ten times as fast as on the store's disk, and over the facts that some rule uses, which are a small part of a
dataset.

A rule with ``#+ within: response`` in its file combines the model with the facts of one response, never those of
several. If all rules are of this kind, a dataset is processed a few responses at a time, which needs little memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from ontology.mistakes import Mistake
from ontology.vocabulary import GRAPH_INFERENCES, GRAPH_MODEL, PREFIXES, RDF_TYPE
from sparql import BUNDLED_RULES
from sparql.syntax.prefixes import iris_in

Query = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]
"""``query`` of a store or of its writer: the default graph is the union of the named ones."""

_BODY: Final = PREFIXES["wa"] + "Body"
_A: Final = f"<{RDF_TYPE}>"
_A_BODY: Final = f" <{_BODY}>"


class RuleError(Mistake, ValueError):
    """A rule is not a CONSTRUCT query; the message names its file."""


@dataclass(frozen=True)
class Rule:
    """One CONSTRUCT query."""

    path: Path
    text: str

    @property
    def is_within_response(self) -> bool:
        """Whether the rule declares that it never combines two responses."""
        return "#+ within: response" in self.text.splitlines()

    @cached_property
    def names(self) -> frozenset[str]:
        """The IRIs in the query: the properties and classes that it uses."""
        return frozenset(iris_in(self.text))


def read_rules(folder: Path = BUNDLED_RULES) -> list[Rule]:
    """Read the rules of a folder in the order in which they run. Raises RuleError for one that cannot run."""
    rules = [Rule(path, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.rq"))]
    empty = ox.Store()
    for rule in rules:
        try:
            found = empty.query(rule.text)
        except SyntaxError as error:
            raise RuleError(f"{rule.path}: {error}") from None
        if not isinstance(found, ox.QueryTriples):
            raise RuleError(f"{rule.path}: a rule is a CONSTRUCT query")
    return rules


def infer(query: Query, rules: Sequence[Rule] | None = None) -> Iterator[ox.Quad]:
    """Yield what follows from a dataset and is not stated in it, as quads of the graph of inferences.

    The dataset's own graph of inferences is ignored.
    """
    rules = read_rules() if rules is None else rules
    yield from _inferred(_in_memory(_facts(query, {name for rule in rules for name in rule.names})), rules)


class PartialInference:
    """Inference a few responses at a time, for rules that all are ``is_within_response``."""

    def __init__(self, model: Iterable[ox.Quad], rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._known = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in model]
        self.of_model = list(_inferred(_in_memory(self._known), rules))
        """What follows from the model alone."""
        self._known += [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in self.of_model]

    def facts(self, lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield the lines of N-Quads that some rule uses, as N-Triples; ``lines`` are grouped by predicate, as written.

        Terms must be separated by one space, and IRIs must not contain any.
        """
        for predicate in self._wanted & lines.keys():
            for line in lines[predicate]:
                triple = line[: line.rindex(" <")]
                if predicate != _A or triple.endswith(_A_BODY):
                    yield f"{triple} .\n"

    def of(self, facts: Iterable[str]) -> Iterator[ox.Quad]:
        """Return what follows from the ``facts`` of whole responses, as quads of the graph of inferences."""
        memory = _in_memory(self._known)
        memory.bulk_load("".join(facts), ox.RdfFormat.N_TRIPLES, lenient=True)
        return _inferred(memory, self._rules)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The predicates that the rules use, as N-Quads writes them."""
        return frozenset(f"<{name}>" for rule in self._rules for name in (*rule.names, RDF_TYPE))


def _in_memory(facts: Iterable[ox.Quad]) -> ox.Store:
    memory = ox.Store()
    memory.bulk_extend(facts)
    return memory


def _inferred(memory: ox.Store, rules: Sequence[Rule]) -> Iterator[ox.Quad]:
    graph = ox.NamedNode(GRAPH_INFERENCES)
    for rule in rules:
        new = {quad for quad in _triples(memory.query, rule.text) if quad not in memory}
        memory.extend(new)
        for quad in new:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _facts(query: Query, names: set[str]) -> Iterator[ox.Quad]:
    """Yield the model, the bodies that only the data describes, and the data's facts with the named properties."""
    yield from _triples(query, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH_MODEL}> {{ ?s ?p ?o }} }}")
    wanted = [("a", f"<{_BODY}>"), *((f"<{name}>", "?o") for name in sorted(names - {RDF_TYPE}))]
    for predicate, value in wanted:
        pattern = f"GRAPH ?g {{ ?s {predicate} {value} }} FILTER(?g != <{GRAPH_INFERENCES}>)"
        yield from _triples(query, f"CONSTRUCT {{ ?s {predicate} {value} }} WHERE {{ {pattern} }}")


def _triples(query: Query, text: str) -> Iterator[ox.Quad]:
    found = query(text)
    if not isinstance(found, ox.QueryTriples):
        raise TypeError("a CONSTRUCT was expected")
    for triple in found:
        yield ox.Quad(triple.subject, triple.predicate, triple.object)
