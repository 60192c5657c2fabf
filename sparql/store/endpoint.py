"""A client of a SPARQL 1.1 server: queries and updates, with retries and pooled connections.

The server's default graph must be the union of its named graphs. This is the default in GraphDB, Virtuoso, Neptune and
QLever, and an option in Oxigraph (``--union-default-graph``) and Fuseki (``tdb2:unionDefaultGraph``).

The address may contain a name and a password. They are sent as Basic credentials, or as Digest credentials once the
server has asked for those, as Virtuoso and Fuseki do.
"""

import time
import weakref
from collections.abc import Generator, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final
from urllib.parse import urlencode

import httpx
import orjson
import pyoxigraph as ox

from sparql.media import TABLE
from sparql.store import StoreError
from sparql.syntax.tokens import query_form

_TRIPLES: Final = "application/n-triples"
_PATIENCE: Final = (0.1, 0.4, 1.0)
"""Seconds to wait before each further attempt if the server cannot be reached or is busy."""
_BUSY: Final = frozenset({429, 502, 503, 504})
_AT_ONCE: Final = 1.0
"""Seconds within which a busy server refuses a request.

If it answers so later, it has run the query and stopped it, and would do so again, so the query is not repeated.
"""
_UPDATES_AT: Final = {"/query": "/update", "/sparql/query": "/sparql/update"}
"""For servers with two addresses, the ending of the address for queries and that of the address for updates."""
_NODE: Final = b'"type": "bnode", "value": "'
_VIRTUOSO_NODE: Final = _NODE + b"nodeID://"
"""How Virtuoso writes blank nodes in JSON results, which parsers reject."""

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class EndpointError(StoreError):
    """The server reports an error, or cannot be reached."""


class UnavailableError(EndpointError):
    """The server cannot be reached or is too busy; trying again may help."""


class Endpoint:
    """A SPARQL server, which may have different addresses for queries and updates."""

    def __init__(self, address: str, *, timeout: float = 60) -> None:
        url = httpx.URL(address)
        # without the password, since it is shown in messages
        self.address = self.name = str(url.copy_with(userinfo=b""))
        self._updates = _update_address(self.address)
        self._client = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=5),
            follow_redirects=True,
            auth=_Credentials(url.username, url.password) if url.userinfo else None,
        )
        weakref.finalize(self, self._client.close)  # close the connections with the endpoint

    def query(
        self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = (), base: str = ""
    ) -> Results:
        """Send a query and return its results.

        Raises SyntaxError if the query is malformed, UnavailableError if the server cannot be reached or is too busy,
        and EndpointError if it reports another error or returns an incomplete answer.
        """
        form = query_form(text)
        fields = [("query", text)]
        fields += [("default-graph-uri", graph) for graph in default_graphs]
        fields += [("named-graph-uri", graph) for graph in named_graphs]
        # sent as a form, since Virtuoso 7 does not accept a query as the body; one media type, since it uses the first
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": _TRIPLES if form in {"CONSTRUCT", "DESCRIBE"} else TABLE,
        }
        answer = self._send(self.address, urlencode(fields), headers)
        try:
            return _parsed(answer, form, base)
        except (SyntaxError, orjson.JSONDecodeError):  # not the fault of the query, since the server accepted it
            kind = answer.headers.get("Content-Type", "no type")
            raise EndpointError(
                f"{self.name} broke its answer off, or gave another than was asked for: {kind}"
            ) from None

    def update(self, text: str) -> None:
        """Send an update in one request, which is not repeated once the server may have begun it.

        Raises the same exceptions as ``query``.
        """
        self._send(self._updates, text, {"Content-Type": "application/sparql-update"}, repeatable=False)

    def _send(self, address: str, text: str, headers: Mapping[str, str], *, repeatable: bool = True) -> httpx.Response:
        """Post a request and return a successful answer, trying again where that may help and is allowed."""
        for pause in (*_PATIENCE, None):
            begun = True
            try:
                answer = self._client.post(address, content=text.encode(), headers=headers)
            except httpx.HTTPError as error:
                begun = not isinstance(error, httpx.ConnectError)
                problem: Exception = UnavailableError(f"{self.name} cannot be reached: {error!r}")
            else:
                if answer.is_success:
                    return answer
                problem = _problem(self.name, answer)
                repeatable = repeatable and answer.elapsed.total_seconds() <= _AT_ONCE
            if pause is None or not isinstance(problem, UnavailableError) or (begun and not repeatable):
                raise problem
            time.sleep(pause)
        raise UnavailableError(f"{self.name} cannot be reached")


class _Credentials(httpx.Auth):
    """A name and a password, sent as Basic credentials until the server rejects them and asks for Digest."""

    def __init__(self, name: str, password: str) -> None:
        self._basic, self._digest = httpx.BasicAuth(name, password), httpx.DigestAuth(name, password)
        self._digests = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._digests:
            answer = yield next(self._basic.auth_flow(request))
            if answer.status_code != httpx.codes.UNAUTHORIZED:
                return
            del request.headers["Authorization"]  # Virtuoso only sends its challenge to a request without credentials
        yield from self._digest.auth_flow(request)
        self._digests = request.headers.get("Authorization", "").startswith("Digest")


def _problem(name: str, answer: httpx.Response) -> Exception:
    """Return the exception that tells why a server did not answer."""
    words = " ".join(answer.text.split())[:500]
    if answer.status_code == httpx.codes.BAD_REQUEST:
        return SyntaxError(words)
    if answer.status_code in _BUSY:
        return UnavailableError(f"{name} cannot answer now: {answer.status_code} {words}")
    return EndpointError(f"{name} answered {answer.status_code}: {words}")


def prologue(prefixes: Mapping[str, str], base: str = "") -> str:
    """Return declarations of prefixes and a base on one line, so that line numbers in errors stay right."""
    head = f"BASE <{base}> " if base else ""
    return head + "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in prefixes.items())


def solutions(results: Results) -> Iterator[ox.QuerySolution]:
    """Return the solutions of a SELECT query. Raises StoreError if the server did not answer with a table."""
    if not isinstance(results, ox.QuerySolutions):
        raise StoreError("the server answered a SELECT query with something other than a table")
    return iter(results)


def _parsed(answer: httpx.Response, form: str, base: str) -> Results:
    """Return the results in an answer. Raises SyntaxError or JSONDecodeError if it is incomplete or of another type."""
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip()
    if media_type.endswith("json"):
        body = answer.content.replace(_VIRTUOSO_NODE, _NODE)
        orjson.loads(body)  # checked here, since the parser reads rows lazily and would notice missing ones too late
        results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        tabled = form == "ASK" and isinstance(results, ox.QuerySolutions)
        return _truth(results) if tabled else results
    scratch = ox.Store()
    scratch.load(
        BytesIO(answer.content), ox.RdfFormat.from_media_type(media_type) or ox.RdfFormat.N_TRIPLES, base_iri=base
    )
    return scratch.query("CONSTRUCT WHERE { ?s ?p ?o }")


def _truth(results: Results) -> Results:
    """Return the truth value of an ASK query from the table of one cell that Virtuoso 7 returns."""
    cell = next(iter(next(iter(results), [])), None) if isinstance(results, ox.QuerySolutions) else None
    truth = b"true" if isinstance(cell, ox.Literal) and cell.value in {"1", "true"} else b"false"
    return ox.parse_query_results(b'{"head": {}, "boolean": %s}' % truth, format=ox.QueryResultsFormat.JSON)


def _update_address(address: str) -> str:
    """Return the address for updates: derived from the one for queries if the server is known, else the same."""
    for ending, other in _UPDATES_AT.items():
        if address.endswith(ending):
            return address.removesuffix(ending) + other
    head, repositories, name = address.rpartition("/repositories/")
    return f"{address}/statements" if repositories and head and "/" not in name else address
