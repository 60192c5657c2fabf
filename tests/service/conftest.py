"""Live services for the tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.service.live import Service


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Start a service with the given settings; returns a client of it. All are stopped when the test ends."""
    with ExitStack() as running:

        def start(**settings: object) -> httpx.Client:
            service = Service(**{"store": str(tmp_path / "store"), **settings})
            return running.enter_context(service).client

        yield start
