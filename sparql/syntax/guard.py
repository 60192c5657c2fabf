"""Refusing queries and updates that would contact other machines.

SERVICE and LOAD make pyoxigraph call any address in the text. As that cannot be switched off, both are refused before
evaluation. FROM never fetches anything; naming a graph that the store lacks is refused too, so that nobody takes an
empty answer for one about the document at that address. A dataset that the request names replaces the one of the query
(SPARQL 1.1 Protocol, section 2.1.4); a graph missing from that one counts as empty, as the protocol's test suite
requires.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from ontology.mistakes import Mistake
from sparql.syntax.prefixes import Scope
from sparql.syntax.tokens import Token, tokenize, unescape_codepoints


class RefusedError(Mistake):
    """The query or update asks for something that is not allowed."""


def check(
    text: str, services: Collection[str], has_graph: Callable[[str], bool], *, names_dataset_besides: bool = False
) -> None:
    """Raise RefusedError for LOAD, for SERVICE at an address not in ``services``, and for FROM an unknown graph.

    FROM is ignored if the request names a dataset itself (``names_dataset_besides``).
    """
    lower = text.lower()
    if not any(word in lower for word in ("service", "load", "from", "\\u")):
        return
    for reading in {text, unescape_codepoints(text)}:
        tokens = tokenize(reading)
        for token, target in _reaching_out(tokens):
            if not (names_dataset_besides and token.is_word("FROM")):
                _refuse(token, target, services, has_graph)


def names_dataset(text: str) -> bool:
    """Tell whether a query names its dataset with FROM."""
    return "from" in text.lower() and any(token.is_word("FROM") for token in tokenize(text))


def _reaching_out(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield the keywords SERVICE, LOAD and FROM, each with the IRI after it, or the empty string if none follows."""
    scope = Scope()
    for place, token in enumerate(tokens):
        scope.read(token)
        if token.is_word("SERVICE", "LOAD", "FROM"):
            following = (after for after in tokens[place + 1 : place + 3] if not after.is_word("SILENT", "NAMED"))
            target = next(following, None)
            yield token, scope.iri(target) if target is not None else ""


def _refuse(token: Token, target: str, services: Collection[str], has_graph: Callable[[str], bool]) -> None:
    match token.text.upper():
        case "SERVICE" if target not in services:
            allowed = f"; those it may call are {', '.join(sorted(services))}" if services else ""
            raise RefusedError(f"SERVICE is refused: whoasks calls no other server from a query{allowed}.")
        case "LOAD":
            raise RefusedError("LOAD is refused: whoasks fetches nothing; send the data to /graphs instead.")
        case "FROM" if "://" in target and not has_graph(target):
            raise RefusedError(f"FROM is refused: there is no graph <{target}> here, and whoasks fetches none.")
