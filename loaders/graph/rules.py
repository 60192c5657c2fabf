"""Writing the extraction rules into the graph, so that readers can see why a statement was found.

A rule's id is the name of its file of patterns and the pattern's own id, e.g. ``asks.needs-doing``.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from loaders.annotation import HAND
from loaders.graph import name, node
from loaders.patterns import FOLDER, content
from ontology.vocabulary import GRAPH_PROVENANCE

_OTHERS: Final = {
    HAND: "Found by a person who read the text.",
    "concerns.signs": "Finds: sentences in which several of the weaker signs of criticism stand together.",
    "llm": "Found by a language model; its words and ids were checked against the text and the ontology.",
}
FORGET: Final = f"""
DELETE {{ GRAPH <{GRAPH_PROVENANCE}> {{ ?rule ?property ?value }} }}
WHERE {{ GRAPH <{GRAPH_PROVENANCE}> {{ ?rule a wa:Rule ; ?property ?value }} }}"""
"""The SPARQL update that removes all rules."""


@cache
def known() -> dict[str, str]:
    """Return a description of each rule, by its id."""
    found = dict(_OTHERS)
    for path in sorted(FOLDER.glob("*.yaml")):
        for pattern in _patterns(content(path.stem)):
            found[f"{path.stem}.{pattern['id']}"] = _description(pattern)
    return found


def _patterns(data: object) -> Iterator[dict[str, Any]]:
    """Yield the patterns in all lists of a file."""
    for value in data.values() if isinstance(data, dict) else ():
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, dict) and "id" in entry:
                yield entry


def _description(pattern: dict[str, Any]) -> str:
    """Return what a pattern finds and what it spares, from its examples."""
    sentences = [
        f"{verb}: {_listed(pattern[key])}"
        for key, verb in (("matches", "Finds"), ("spares", "Spares"))
        if key in pattern
    ]
    return " ".join(sentences) or "Has no example."


def _listed(examples: object) -> str:
    return " / ".join(map(str, examples)) if isinstance(examples, list | dict) else str(examples)


def quads() -> Iterator[ox.Quad]:
    """Yield every rule with its id, label and description."""
    graph = ox.NamedNode(GRAPH_PROVENANCE)
    for rule, description in known().items():
        this = node("rule", rule)
        yield ox.Quad(this, name("rdf:type"), name("wa:Rule"), graph)
        yield ox.Quad(this, name("dcterms:identifier"), ox.Literal(rule), graph)
        label = rule.replace(".", ": ").replace("-", " ")
        yield ox.Quad(this, name("skos:prefLabel"), ox.Literal(label, language="en"), graph)
        yield ox.Quad(this, name("skos:definition"), ox.Literal(description, language="en"), graph)
