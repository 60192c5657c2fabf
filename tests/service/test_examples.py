"""The examples that saved questions give are in the dataset that is served, whichever that is."""

import httpx
import pytest

from sparql.saved.parameters import RECORDS, Type

Example = tuple[str, str, str]


def examples(client: httpx.Client) -> list[Example]:
    """Return the question, the parameter and the example of each parameter whose values only the dataset knows."""
    return [
        (question["name"], parameter["name"], parameter["example"])
        for question in client.get("/questions").json()["questions"]
        for parameter in question["parameters"]
        if parameter["type"] in {*RECORDS, Type.STATEMENT} and parameter["example"]
    ]


def test_an_example_that_the_dataset_lacks_is_replaced_by_one_that_it_has(client: httpx.Client) -> None:
    found = examples(client)
    assert ("stance-by-question", "question", "4") not in found  # the bundled consultation's, which this dataset lacks
    assert {parameter for _, parameter, _ in found} >= {"question", "consultation"}
    for question, parameter, example in found:
        assert client.get(f"/questions/{question}", params={parameter: example}).status_code == 200, example


@pytest.mark.parametrize("path", ["/questions", "/sparql", "/"])
def test_the_pages_that_show_examples_are_there(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 200
