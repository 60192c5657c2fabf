"""Killed at any moment of an update or a load: what was acknowledged is there, what was not is not, the store opens.

``WHOASKS_KILLS`` sets how often; the default is short, ``make kills`` does it a hundred times for each of the two.
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

UPDATES = int(os.environ.get("WHOASKS_KILLS", "5"))
LOADS = int(os.environ.get("WHOASKS_KILLS", "1"))
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
LOADER = """
import sys
from pathlib import Path
from loaders.pipeline import Plan, load
from ontology import BUNDLED
from sparql.store import EmbeddedStore
LETTER = "Question 1: Should it change?\\n\\nYes. {body} should publish the minutes of meeting {number}.\\n"
if __name__ == "__main__":
    store, letters, number = EmbeddedStore(Path(sys.argv[1])), Path(sys.argv[1]) / "letters", int(sys.argv[2])
    letters.mkdir()
    while True:
        for body in ("CQC", "NHSEI", "CQC and NHSEI"):
            (letters / f"{body}.txt").write_text(LETTER.format(body=body, number=number), encoding="utf-8")
        load(store, [letters], Plan(BUNDLED, jobs=1))
        print(number, flush=True)
        number += 1
"""


@pytest.mark.parametrize("seed", range(UPDATES))
def test_killed_at_any_moment_the_store_holds_what_was_acknowledged(tmp_path: Path, seed: int) -> None:
    store = EmbeddedStore(tmp_path, keep=2)
    with store.writing("first") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:last> <x:is> 0 . <x:did> <x:n> 0 } }")
    acknowledged = _killed(WRITER, tmp_path, delay=random.Random(seed).uniform(0.0, 0.4))
    found = {int(row["n"].value) for row in store.query("SELECT ?n { <x:did> <x:n> ?n }")}
    [last] = [int(row["n"].value) for row in store.query("SELECT ?n { <x:last> <x:is> ?n }")]
    assert last in {acknowledged, acknowledged + 1}  # published, and killed before it could say so
    assert found == set(range(last + 1))
    with store.writing("after") as writer:  # the lock is free, and what was left half done is swept away
        writer.update("INSERT DATA { GRAPH <x:g> { <x:after> <x:is> 1 } }")
    assert bool(store.query("ASK { <x:after> <x:is> 1 }"))


@pytest.mark.parametrize("seed", range(LOADS))
def test_a_load_killed_at_any_moment_is_there_whole_or_not_at_all(tmp_path: Path, seed: int) -> None:
    acknowledged = _killed(LOADER, tmp_path, delay=random.Random(seed).uniform(0.0, 3.0))
    store = EmbeddedStore(tmp_path)
    published = int(store.version() or 0)
    assert published in {acknowledged, acknowledged + 1}
    quotes = [row["quote"].value for row in store.query("SELECT ?quote { ?ask a wa:Ask ; wa:quote ?quote }")]
    assert len(quotes) == 3
    assert all(f"meeting {published}." in quote for quote in quotes)
    with store.writing("after") as writer:
        writer.update("INSERT DATA { GRAPH <x:g> { <x:after> <x:is> 1 } }")
    assert bool(store.query("ASK { <x:after> <x:is> 1 }"))


def _killed(script: str, folder: Path, delay: float) -> int:
    """Run a writer, kill it a while after its first acknowledgement, and return the last."""
    file = folder / "writer.py"
    file.write_text(script, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, file, folder, "1"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline()]
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read().splitlines()
    return max(int(line) for line in said if line.strip())
