"""How time grows with length: a ratio of processor times of the same code, never a number of seconds."""

import gc
from collections.abc import Callable
from time import process_time
from typing import TypeVar

T = TypeVar("T")

TIMES_LONGER = 4
"""How much longer the long input must be than the short one."""
MOST = 10.0
"""Times longer that the long input may take: linear time takes 4 times, quadratic 16."""
_TOO_QUICK = 0.01
"""Seconds of processor time below which nothing can be measured, and nothing need be."""


def slowdown(run: Callable[[T], object], short: T, long: T) -> float:
    """Return how many times longer ``run`` takes on the long input than on the short; 1 where both are too quick."""
    if _once(run, long) <= _TOO_QUICK:
        return 1.0
    return _least(run, long) / max(_least(run, short), _TOO_QUICK / TIMES_LONGER)


def _least(run: Callable[[T], object], given: T) -> float:
    return min(_once(run, given) for _ in range(3))


def _once(run: Callable[[T], object], given: T) -> float:
    """Return the processor time of one run, without the collection of cycles, as ``timeit`` has it.

    What a collection costs grows with all that the process holds, whatever was run.
    """
    gc.disable()
    try:
        began = process_time()
        run(given)
        return process_time() - began
    finally:
        gc.enable()
