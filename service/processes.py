"""Running a module of ours in a process of its own, for work that takes a while."""

import asyncio
import os
import sys
from collections.abc import Mapping


class ProcessFailedError(Exception):
    """The process ended with an error; the message is what it wrote to standard error."""


async def run_module(name: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
    """Run ``python -m NAME`` to its end; a process that is no longer waited for is killed.

    What is secret belongs in its environment, which is added to our own: every user can read the arguments.
    Raises ProcessFailedError if it ends with another code than 0.
    """
    command = (sys.executable, "-m", name, *arguments)
    process = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE, env={**os.environ, **(environment or {})}
    )
    try:
        _, complaint = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        raise ProcessFailedError(complaint.decode(errors="replace").strip())
