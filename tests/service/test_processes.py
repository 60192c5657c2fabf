"""A module that runs in a process of its own: its failure is told, and it does not outlive whoever waits for it."""

import asyncio
from asyncio.subprocess import Process
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import httpx
import pytest

from service.processes import ProcessFailedError, run_module
from sparql.store.remote import RemoteStore
from tests.servers import started


async def test_a_failure_is_told_in_the_words_of_the_process() -> None:
    with pytest.raises(ProcessFailedError, match="No module named no_such_module"):
        await run_module("no_such_module")


async def test_what_succeeds_has_done_its_work_on_return(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    await run_module("zipfile", "-c", str(packed), __file__)
    assert is_zipfile(packed)


async def test_a_process_that_is_not_waited_for_any_more_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Process] = []
    start = asyncio.create_subprocess_exec

    async def noted(*command: str, **how: Any) -> Process:
        started.append(await start(*command, **how))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(run_module("http.server", "0"), 0.5)
    assert [process.returncode is None for process in started] == [False]


def test_the_password_of_a_store_is_in_the_arguments_of_no_process(
    serve: Callable[..., httpx.Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[tuple[str, ...]] = []
    start = asyncio.create_subprocess_exec

    async def noted(*command: str, **how: Any) -> Process:
        commands.append(command)
        return await start(*command, **how)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    with started("oxigraph", tmp_path / "server") as server:
        location = server.address.replace("//", "//ann:pass-phrase@")
        with RemoteStore(location).writing("some words") as writer:
            writer.update("INSERT DATA { GRAPH <x:g> { <x:s> a wa:Statement ; wa:quote 'clear words' } }")
        found = serve(store=location).get("/sparql", params={"query": "SELECT * { ?s wa:matches 'words' }"})
        shown = b"".join(_arguments())
    assert found.status_code == 200
    assert [command[command.index("-m") + 1] for command in commands] == ["service.workers.zygote", "sparql.fulltext"]
    assert "pass-phrase" not in str(commands)
    assert b"pass-phrase" not in shown


def _arguments() -> Iterator[bytes]:
    """Yield the arguments of each process that is there now, where the system shows them."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has just ended
            yield path.read_bytes()
