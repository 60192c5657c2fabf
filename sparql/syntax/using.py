"""The dataset of an update request: ``using-graph-uri`` and ``using-named-graph-uri``.

They stand for USING and USING NAMED in each operation of the update (SPARQL 1.1 Protocol, section 2.2.3).
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from ontology.mistakes import Mistake
from sparql.syntax.tokens import Token, tokenize


class DatasetConflictError(Mistake):
    """Both the request and the update name a dataset."""


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with USING clauses before the WHERE of each operation.

    The graphs are written as RDF terms, so that a name cannot change the structure of the update. Raises ValueError for
    a name that is not an IRI, DatasetConflictError if the update has USING or WITH itself.
    """
    graphs = [("USING", name) for name in default] + [("USING NAMED", name) for name in named]
    clauses = "".join(f" {keyword} {ox.NamedNode(name)}" for keyword, name in graphs)
    if not clauses:
        return update
    tokens = tokenize(update)
    parts, written = [], 0
    for place in _operations(tokens):
        where = tokens[place]
        parts.append(update[written : where.start])
        if tokens[place - 1].is_word("DELETE"):  # DELETE WHERE { … } has no USING: it is DELETE { … } WHERE { … }
            parts.append(_group(update, tokens[place + 1 :]))
        parts.append(f"{clauses} ")
        written = where.start
    return "".join([*parts, update[written:]])


def _operations(tokens: Sequence[Token]) -> Iterator[int]:
    """Yield the positions of each WHERE of an operation, as opposed to one in a subquery."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0 and token.is_word("USING", "WITH"):
            raise DatasetConflictError("The update names its dataset with USING or WITH, and so does the request.")
        if depth == 0 and token.is_word("WHERE"):
            yield place


def _group(update: str, tokens: Sequence[Token]) -> str:
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return update[tokens[0].start : token.end]
    return ""
