"""Inference: rules as CONSTRUCT queries, run over the model and those facts of the data that they speak of.

The files run in the order of their names, and each sees what those before it found. They run in memory: the same
rules on the store's disk take ten times as long, and most of a dataset (texts, selectors) concerns none of them.

A rule whose file says ``#+ within: response`` joins the facts of one response with the model, never those of two
responses. Where all rules do, what follows from a dataset is found a few responses at a time, in little memory.
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
from sparql.prefixes import iris_in

Query = Callable[[str], ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples]
"""``query`` of a store or of its writer: the default graph is the union of the named ones."""

_BODY: Final = PREFIXES["wa"] + "Body"
_A: Final = f"<{RDF_TYPE}>"
_A_BODY: Final = f" <{_BODY}>"


class RuleError(Mistake, ValueError):
    """A file of rules is no CONSTRUCT query; the message names the file."""


@dataclass(frozen=True)
class Rule:
    """One CONSTRUCT query."""

    path: Path
    text: str

    @property
    def is_within_response(self) -> bool:
        """Tell whether the rule says that it joins no two responses."""
        return "#+ within: response" in self.text.splitlines()

    @cached_property
    def names(self) -> frozenset[str]:
        """The IRIs that stand in the query: the properties and classes that it speaks of."""
        return frozenset(iris_in(self.text))


def read_rules(folder: Path = BUNDLED_RULES) -> list[Rule]:
    """Read the rules of a folder in the order in which they run; raise RuleError for one that cannot run."""
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
    """Yield what follows from a dataset, as quads of the graph of inferences; nothing that it states already.

    What the dataset holds in its graph of inferences is left out of account.
    """
    rules = read_rules() if rules is None else rules
    yield from _inferred(_in_memory(_facts(query, {name for rule in rules for name in rule.names})), rules)


class PartialInference:
    """What follows from some responses and the model, for rules of which each is ``is_within_response``."""

    def __init__(self, model: Iterable[ox.Quad], rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._known = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in model]
        self.of_model = list(_inferred(_in_memory(self._known), rules))
        """What follows from the model alone."""
        self._known += [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in self.of_model]

    def facts(self, lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield those lines of N-Quads that concern any rule, as N-Triples; they come by their predicates as written.

        A line holds one space between two terms, and none within an IRI.
        """
        for predicate in self._wanted & lines.keys():
            for line in lines[predicate]:
                triple = line[: line.rindex(" <")]
                if predicate != _A or triple.endswith(_A_BODY):
                    yield f"{triple} .\n"

    def of(self, facts: Iterable[str]) -> Iterator[ox.Quad]:
        """Yield what follows from the ``facts`` of whole responses, as quads of the graph of inferences."""
        memory = _in_memory(self._known)
        memory.bulk_load("".join(facts), ox.RdfFormat.N_TRIPLES, lenient=True)
        return _inferred(memory, self._rules)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The predicates that the rules speak of, as N-Quads writes them."""
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
    """Yield the model, the bodies that only the data describes, and the data's facts by the named properties."""
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
