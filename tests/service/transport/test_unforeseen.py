"""An error that nobody foresaw is a 500 like any other response, whichever way its request went."""

import json
import time
from collections.abc import Callable

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from service.engine import Engine
from service.transport.observing import Observed, Observer
from service.workers.wire import Request

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html"}
ASK = "/sparql?query=ASK%20%7B%7D"
ALWAYS = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer"}


@pytest.fixture
def client(
    serve: Callable[..., httpx.Client], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> httpx.Client:
    """A service in which no query can be evaluated; what it logs of that is not shown."""
    started = serve(access_log=True)

    async def run(_engine: Engine, _request: Request, **_how: object) -> object:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(Engine, "run", run)
    caplog.set_level("CRITICAL")
    return started


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/.well-known/void", JSON),
        ("GET", "/asks", PAGE),
        ("HEAD", "/.well-known/void", JSON),
        ("GET", ASK, JSON),
        ("GET", f"{ASK}&timeout=5", JSON),
        ("POST", ASK.partition("?")[0], JSON),
    ],
    ids=["framework", "page", "HEAD", "direct", "shortcut", "posted"],
)
def test_it_is_counted_and_logged_and_has_the_headers_of_every_response(
    client: httpx.Client, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = client.request(method, path, headers=headers, data={"query": "ASK {}"} if method == "POST" else None)
    assert answer.status_code == 500
    assert ALWAYS.items() <= dict(answer.headers).items()
    assert "content-security-policy" in answer.headers
    assert "secret" not in answer.text
    counted = [line for line in client.get("/metrics").text.splitlines() if line.startswith("whoasks_requests_total")]
    assert not [line for line in counted if '"499"' in line]
    assert [line.endswith(" 1.0") for line in counted if f'method="{method}"' in line and '"500"' in line] == [True]


def test_it_stands_in_the_log_as_what_it_is(client: httpx.Client, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/.well-known/void", headers=JSON)
    client.get(f"{ASK}&timeout=5", headers=JSON)
    client.close()
    assert _eventually(capsys) == [500, 500]


async def test_what_goes_past_every_layer_is_counted_as_what_the_server_makes_of_it() -> None:
    counted: list[tuple[str, int]] = []

    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    observed = Observed(broken, Observer(lambda *each: counted.append(each), log=False))
    with pytest.raises(ZeroDivisionError):
        await observed({"type": "http", "method": "GET", "path": "/"}, anext, anext)  # type: ignore[arg-type]
    assert counted == [("GET", 500)]


def _eventually(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """Return the status of each line of the log, which is written at times."""
    said = ""
    for _ in range(100):
        said += capsys.readouterr().err
        found = [json.loads(line)["status"] for line in said.splitlines() if line.startswith("{")]
        if len(found) > 1:
            return found
        time.sleep(0.05)
    return []
