"""A store that cannot be written is the service's trouble and not the client's, and reading goes on."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.access import new_token
from tests.service.live import problem

TOKEN, DIGEST = new_token()
TURTLE = {"content": "<x:a> <x:b> <x:d> .", "headers": {"Content-Type": "text/turtle"}}


@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("POST", "/sparql", {"data": {"update": "INSERT DATA { <x:a> <x:b> <x:d> }"}}),
        ("PUT", "/graphs?graph=x:g", TURTLE),
        ("POST", "/graphs?graph=x:g", TURTLE),
        ("DELETE", "/graphs?graph=x:g", {}),
    ],
)
def test_a_write_that_the_disk_does_not_take_is_a_507_that_names_no_folder(
    serve: Callable[..., httpx.Client], tmp_path: Path, method: str, path: str, sent: dict[str, object]
) -> None:
    client = serve(tokens=DIGEST)
    client.headers["Authorization"] = f"Bearer {TOKEN}"
    assert client.put("/graphs?graph=x:g", **TURTLE).status_code == 201  # type: ignore[arg-type]
    (tmp_path / "store" / "LOCK").unlink()
    (tmp_path / "store" / "LOCK").mkdir()  # stands for a disk that refuses
    refused = problem(client.request(method, path, **sent), 507)  # type: ignore[arg-type]
    assert str(refused["detail"]).startswith("The store's disk is full or cannot be written, so nothing was changed")
    assert str(tmp_path) not in str(refused)
    assert "<x:d>" in client.get("/graphs?graph=x:g", headers={"Accept": "text/turtle"}).text
