"""What a query must not do is seen however its IRIs are written."""

import pytest

from sparql.syntax.guard import RefusedError, check

HELD = frozenset({"http://example.org/held", "https://w3id.org/whoasks/graph/model", "urn:x:held"})
ALLOWED = ("http://example.org/sparql",)


def refused(text: str) -> bool:
    try:
        check(text, ALLOWED, HELD.__contains__)
    except RefusedError:
        return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://example.org/other> { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:other { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM NAMED e:other { GRAPH ?g { ?s ?p ?o } }",
        "PREFIX : <http://example.org/other> ASK FROM : { ?s ?p ?o }",
        "BASE <http://example.org/a/b> SELECT * FROM <other> { ?s ?p ?o }",
        "BASE <http://example.org/> PREFIX e: <a/> SELECT * FROM e:held { ?s ?p ?o }",
        "BASE <http://example.org/> BASE <deeper/> SELECT * FROM <held> { ?s ?p ?o }",
        "prefix e: <http://example.org/held/> prefix e: <http://example.org/> ASK FROM e:not { }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:held FROM e:\\~other { ?s ?p ?o }",
        "PREFIX e: <http://example.org/held#> # e: <x:y>\nSELECT * FROM e:other { ?s ?p ?o }",
        "SELECT * FROM <nowhere> { ?s ?p ?o }",
        "SELECT * FROM wa:nothing { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * \\u0046ROM e:other { ?s ?p ?o }",
        "SELECT * { SERVICE <http://example.org/other> { ?s ?p ?o } }",
        "PREFIX e: <http://example.org/> SELECT * { SERVICE SILENT e:other { ?s ?p ?o } }",
        "SELECT * { SERVICE ?service { ?s ?p ?o } }",
        "PREFIX s: <http://example.org/> ASK { SERVICE s:sparql { } } ; PREFIX s: <x:y> ASK { SERVICE s:sparql { } }",
        "PREFIX e: <http://example.org/> LOAD e:held",
    ],
)
def test_a_place_elsewhere_is_refused_however_it_is_written(text: str) -> None:
    assert refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <http://example.org/held> { ?s ?p ?o }",
        "PREFIX e: <http://example.org/> SELECT * FROM e:held FROM NAMED e:held { ?s ?p ?o }",
        "SELECT * FROM <http://example.org/h\\u0065ld> { ?s ?p ?o }",
        "BASE <http://example.org/a/b> SELECT * FROM <../held> { ?s ?p ?o }",
        "BASE <http://example.org/> PREFIX e: <> SELECT * FROM e:held { ?s ?p ?o }",
        "SELECT * FROM <graph/model> { ?s ?p ?o }",
        "PREFIX x: <urn:x:> SELECT * FROM x:held { ?s ?p ?o }",
        "SELECT * FROM undeclared:held { ?s ?p ?o }",  # which the parser reports
        "PREFIX e: <http://example.org/> SELECT * { SERVICE e:sparql { ?s ?p ?o } }",
        "PREFIX e: <http://example.org/> SELECT ?from { ?from e:FROM e:other , 'FROM <http://example.org/other>' }",
    ],
)
def test_what_is_here_or_allowed_passes_however_it_is_written(text: str) -> None:
    assert not refused(text)
