"""Killed at any moment of an update: what was acknowledged is there, what was not is not, and the store opens.

``WHOASKS_KILLS`` sets how often; the default is short, ``make kills`` does it a hundred times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sparql.store import EmbeddedStore

TIMES = int(os.environ.get("WHOASKS_KILLS", "5"))
WRITER = """
import sys
from pathlib import Path
from sparql.store import EmbeddedStore
store = EmbeddedStore(Path(sys.argv[1]), keep=2)
number = int(sys.argv[2])
while True:
    with store.writing(f"update {number}") as writer:
        writer.update(f"DELETE WHERE {{ GRAPH <x:g> {{ <x:last> <x:is> ?n }} }} ;"
                      f"INSERT DATA {{ GRAPH <x:g> {{ <x:last> <x:is> {number} . <x:did> <x:n> {number} }} }}")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("seed", range(TIMES))
def test_killed_at_any_moment_the_store_holds_what_was_acknowledged(tmp_path: Path, seed: int) -> None:
    store = EmbeddedStore(tmp_path, keep=2)
    with store.writing("first") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:last> <x:is> 0 . <x:did> <x:n> 0 } }")
    acknowledged = _killed(tmp_path, delay=random.Random(seed).uniform(0.0, 0.4))
    found = {int(row["n"].value) for row in store.query("SELECT ?n { <x:did> <x:n> ?n }")}
    [last] = [int(row["n"].value) for row in store.query("SELECT ?n { <x:last> <x:is> ?n }")]
    assert last in {acknowledged, acknowledged + 1}  # published, and killed before it could say so
    assert found == set(range(last + 1))
    with store.writing("after") as writer:  # the lock is free, and what was left half done is swept away
        writer.update("INSERT DATA { GRAPH <x:g> { <x:after> <x:is> 1 } }")
    assert bool(store.query("ASK { <x:after> <x:is> 1 }"))


def _killed(folder: Path, delay: float) -> int:
    """Run the writer, kill it a while after its first acknowledgement, and return the last."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), "1"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline()]
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().splitlines()
    return max(int(line) for line in said if line.strip())
