"""A live service, uvicorn in a thread, real sockets, real workers; and what is asked of it over and over."""

import threading
import time
from types import TracebackType
from typing import Self

import httpx
import uvicorn

from service.app import create_app
from service.fronts.direct import DirectProtocol
from service.settings import Settings

ASKED = "/questions/who-asks-for?topic=transparency"
"""A question that the small dataset of tests/sparql/questions has three answers to."""


class Service:
    """Serves as long as its ``with`` block lasts; ``client`` speaks to it."""

    def __init__(self, **settings: object) -> None:
        app = create_app(Settings.model_validate({"workers": 2, **settings}))
        self._server = uvicorn.Server(uvicorn.Config(app, port=0, http=DirectProtocol, log_config=None))
        self._thread = threading.Thread(target=self._server.run)
        self.client = httpx.Client(timeout=60)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the service did not start"
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self.client.base_url = httpx.URL(f"http://127.0.0.1:{port}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        self._server.should_exit = True
        self._thread.join()


def problem(reply: httpx.Response, status: int) -> dict[str, object]:
    """Return the body of an error; it must be one, of that status."""
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"
    body: dict[str, object] = reply.json()
    return body
