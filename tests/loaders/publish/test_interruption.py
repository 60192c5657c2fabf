"""A load killed at any moment leaves the published dataset as it was, and the next load finishes the work."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from loaders.pipeline import Plan, load
from ontology import BUNDLED
from sparql.store import EmbeddedStore

LETTER = "Question 1: Should it change?\n\nYes. {respondent} should publish the minutes.\n"
LOAD = """
import sys
from pathlib import Path
from loaders.pipeline import Plan, load
from ontology import BUNDLED
from sparql.store import EmbeddedStore
if __name__ == "__main__":
    load(EmbeddedStore(Path(sys.argv[1])), [Path(sys.argv[2])], Plan(BUNDLED, jobs=1))
"""


def letters(folder: Path, word: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(12):
        (folder / f"letter-{number:02}.txt").write_text(
            LETTER.format(respondent=f"{word} {number}") * 3, encoding="utf-8"
        )
    return folder


def asks(store: EmbeddedStore) -> set[str]:
    rows = store.query("SELECT ?quote { ?ask a wa:Ask ; wa:quote ?quote }")
    return {row["quote"].value for row in rows}


@pytest.mark.parametrize("after", ["prepared/*.nq.zst", "generations/000002/data/CURRENT"])
def test_a_load_killed_half_way_leaves_the_earlier_dataset_whole(tmp_path: Path, after: str) -> None:
    store = EmbeddedStore(tmp_path / "store")
    corpus = letters(tmp_path / "corpus", "CQC")
    load(store, [corpus], Plan(BUNDLED, jobs=1))
    before, version = asks(store), store.version()
    letters(corpus, "NHSEI")
    script = tmp_path / "load.py"
    script.write_text(LOAD, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, script, store.folder, corpus], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    while process.poll() is None and not list(store.folder.glob(after)):
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    again = EmbeddedStore(store.folder)
    assert process.returncode == -signal.SIGKILL
    assert again.version() == version
    assert asks(again) == before
    summary = load(again, [corpus], Plan(BUNDLED, jobs=1))
    assert summary.loaded + summary.unchanged == 12
    assert all("NHSEI" in quote for quote in asks(EmbeddedStore(store.folder)))
    assert not list(store.folder.glob("prepared/*"))
