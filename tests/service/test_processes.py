"""A module that runs in a process of its own: its failure is told, and it does not outlive whoever waits for it."""

import asyncio
from asyncio.subprocess import Process
from typing import Any

import pytest

from service.processes import ProcessFailedError, run_module


async def test_a_failure_is_told_in_the_words_of_the_process() -> None:
    with pytest.raises(ProcessFailedError, match="No module named no_such_module"):
        await run_module("no_such_module")


async def test_what_succeeds_returns() -> None:
    await run_module("platform")


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
