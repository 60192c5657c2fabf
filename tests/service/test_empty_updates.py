"""An update without an operation is sound, and changes nothing: it publishes nothing either."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.access import new_token
from sparql.store import EmbeddedStore

TOKEN, DIGEST = new_token()
AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(serve: Callable[..., httpx.Client]) -> httpx.Client:
    started = serve(tokens=DIGEST)
    started.headers.update(AUTHORISED)
    return started


@pytest.mark.parametrize(
    "text", ["", "  \n", "# nothing", "PREFIX e: <http://example.org/>", "BASE <http://example.org/> # INSERT"]
)
def test_an_update_without_an_operation_publishes_nothing(client: httpx.Client, tmp_path: Path, text: str) -> None:
    store = EmbeddedStore(tmp_path / "store")
    assert client.post("/sparql", data={"update": "INSERT DATA { <x:a> <x:b> <x:c> }"}).status_code == 204
    version = store.version()
    answer = client.post("/sparql", data={"update": text})
    assert (answer.status_code, answer.headers["x-dataset-version"]) == (204, version)
    assert store.version() == version
    assert len(store.history()) == 1


def test_before_anything_is_published_it_does_not_begin_to(client: httpx.Client, tmp_path: Path) -> None:
    assert client.post("/sparql", data={"update": ""}).status_code == 204
    assert EmbeddedStore(tmp_path / "store").version() is None


@pytest.mark.parametrize("text", ["{}", ";;", "PREFIX e:", "<x:a>"])
def test_what_is_no_update_is_refused_all_the_same(client: httpx.Client, text: str) -> None:
    answer = client.post("/sparql", data={"update": text})
    assert answer.status_code == 400
    assert "syntax error" in answer.json()["detail"]
