"""Worker processes that can be stopped: a task that hangs, takes too much memory or crashes does not affect others.

A thread cannot be stopped, and the pools of the standard library cannot stop a single task. Here, each worker is a
process that does one task at a time, and is killed and replaced when its time is up.
"""

import gc
import multiprocessing as mp
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar

from loaders.garbage import collect_rarely
from loaders.limits import Limits, confine

Task = TypeVar("Task")
Result = TypeVar("Result")

_START: Final = mp.get_context("forkserver")
"""Workers are forked from a small process of their own, never from one with threads or an open store."""
_PRELOADED: Final = ["loaders.publish.preload"]
"""Modules that the process from which workers are forked imports, so that no worker has to."""


@dataclass(frozen=True)
class Failure:
    """A task that no worker could finish; ``reason`` completes the sentence that begins with the file's name."""

    reason: str


@dataclass
class _Worker:
    process: Any
    pipe: Connection


class Workers(Generic[Task, Result]):
    """Processes that do tasks in parallel, with limits on the time and memory of each.

    ``setup`` runs once in each process and returns the function that does a task there. It must be possible to pickle
    ``setup``. Use as a context manager, which ends the processes.
    """

    def __init__(self, setup: Callable[[], Callable[[Task], Result]], *, jobs: int, limits: Limits) -> None:
        self._setup = setup
        self._jobs = jobs
        self._limits = limits
        self._idle: list[_Worker] = []
        self._busy: dict[Connection, tuple[_Worker, Task, float]] = {}
        _START.set_forkserver_preload(_PRELOADED)

    def __enter__(self) -> "Workers[Task, Result]":
        return self

    def __exit__(self, *_exception: object) -> None:
        for worker in [*self._idle, *(entry[0] for entry in self._busy.values())]:
            _end(worker)

    def run(self, tasks: Iterable[Task], seconds: Callable[[Task], float]) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield each task with its result, or the reason for its failure, as they come.

        ``seconds`` returns the time limit of a task.
        """
        waiting = iter(tasks)
        while True:
            for task in islice(waiting, self._jobs - len(self._busy)):
                self._give(task, seconds)
            if not self._busy:
                return
            yield from self._collect()

    def _give(self, task: Task, seconds: Callable[[Task], float]) -> None:
        worker = self._idle.pop() if self._idle else self._start()
        with suppress(BrokenPipeError):  # a worker that failed to start is dealt with when its result is awaited
            worker.pipe.send(task)
        self._busy[worker.pipe] = worker, task, time.monotonic() + seconds(task)

    def _start(self) -> _Worker:
        ours, theirs = _START.Pipe()
        process = _START.Process(target=_work, args=(self._setup, theirs, self._limits), daemon=True)
        process.start()
        theirs.close()
        with suppress(EOFError, OSError):
            ours.recv()  # the worker is ready: its start does not count as time of its first task
        return _Worker(process, ours)

    def _collect(self) -> Iterator[tuple[Task, Result | Failure]]:
        """Yield the results that arrive before the next deadline, and end the workers that miss theirs."""
        soonest = min(deadline for _worker, _task, deadline in self._busy.values())
        for pipe in wait(list(self._busy), timeout=max(0.0, soonest - time.monotonic())):
            if isinstance(pipe, Connection):
                worker, task, _deadline = self._busy.pop(pipe)
                yield task, self._received(worker)
        now = time.monotonic()
        for pipe, (worker, task, deadline) in list(self._busy.items()):
            if deadline <= now:
                del self._busy[pipe]
                _end(worker)
                yield task, Failure("took too long to read")

    def _received(self, worker: _Worker) -> Result | Failure:
        try:
            result: Result | Failure = worker.pipe.recv()
        except (EOFError, OSError):
            _end(worker)
            return Failure("made its reader crash: the file is damaged, or needs too much memory")
        if isinstance(result, Failure):
            _end(worker)
        else:
            self._idle.append(worker)
        return result


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _work(setup: Callable[[], Callable[[Any], Any]], pipe: Connection, limits: Limits) -> None:
    """Report that this worker is ready, and do tasks one after another until the pipe is closed."""
    do = setup()
    gc.freeze()  # what has been loaded stays, so garbage collections can skip it
    collect_rarely()
    confine(limits)
    pipe.send(None)
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            task = pipe.recv()
            try:
                result = do(task)
            except MemoryError:
                result = Failure("needs too much memory to be read")
            pipe.send(result)
