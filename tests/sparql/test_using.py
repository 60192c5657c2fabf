"""The dataset that a request names for its update."""

import pytest

from sparql.syntax.using import DatasetConflictError, with_dataset

UPDATE = "INSERT { ?s a ?o } WHERE { ?s ?p ?o }"


def test_each_operation_uses_the_graphs_that_the_request_names() -> None:
    asked = with_dataset(f"{UPDATE} ; DELETE WHERE {{ ?s ?p ?o }}", ["urn:a"], ["urn:b"])
    using = "USING <urn:a> USING NAMED <urn:b>"
    assert " ".join(asked.split()) == (
        f"INSERT {{ ?s a ?o }} {using} WHERE {{ ?s ?p ?o }} ; DELETE {{ ?s ?p ?o }} {using} WHERE {{ ?s ?p ?o }}"
    )


def test_an_update_of_a_request_that_names_no_graph_stays_as_it_is() -> None:
    assert with_dataset(UPDATE, [], []) == UPDATE


def test_an_update_that_names_its_dataset_too_is_refused() -> None:
    with pytest.raises(DatasetConflictError):
        with_dataset("INSERT { ?s a ?o } USING <urn:c> WHERE { ?s ?p ?o }", ["urn:a"], [])


@pytest.mark.parametrize("graph", ["urn:x> WHERE {} ; LOAD <http://127.0.0.1/x", "relative", ""])
def test_what_is_no_iri_is_not_written_into_the_update(graph: str) -> None:
    for default, named in (([graph], []), ([], [graph])):
        with pytest.raises(ValueError, match="IRI"):
            with_dataset(UPDATE, default, named)
