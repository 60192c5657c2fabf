"""The dataset of an update request: ``using-graph-uri`` and ``using-named-graph-uri``.

They mean USING and USING NAMED in each operation of the update (SPARQL 1.1 Protocol, section 2.2.3).
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from ontology.mistakes import Mistake
from sparql.tokens import Token, tokenize


class DatasetConflictError(Mistake):
    """The update names its own dataset as well."""


def with_dataset(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with USING clauses before each WHERE of its operations; raises ValueError for no IRI.

    The graphs are written as terms, so that nothing in a name can change the update.
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
    """Yield the places of the WHERE that belong to operations, and not to a query within one."""
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
