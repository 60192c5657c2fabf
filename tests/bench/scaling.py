"""Whole loads of synthetic corpora of rising size, into empty stores: what a response costs must not rise with them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson

import ontology
from loaders.synthesise import synthesise
from sparql.store import EmbeddedStore

from . import data, endpoint

SIZES: Final = (100, 1_000)
"""Responses of the usual length; larger sizes are asked for, since they take their time."""
_TICK: Final = os.sysconf("SC_CLK_TCK")
_PAUSE: Final = 0.5
"""Seconds between two looks at the processes of a load."""


@dataclass
class _Seen:
    """What the processes of one load used."""

    seconds: dict[int, float] = field(default_factory=dict)
    """Processor time of each process."""
    memory: int = 0
    """Most kilobytes that all held at a time, what they share counted once."""


def scaling(work: Path, _size: data.Size, _seconds: int, responses: Sequence[int] = SIZES) -> endpoint.Rows:
    """Load corpora of so many responses; return what each cost, processor time of all processes together."""
    return [_load(work, number) for number in responses]


def _load(work: Path, responses: int) -> dict[str, object]:
    corpus, store = work / f"responses-{responses}", work / "scaling-store"
    if not corpus.exists():
        making = corpus.with_suffix(".new")
        shutil.rmtree(making, ignore_errors=True)
        synthesise(making, responses, ontology=ontology.BUNDLED)
        making.rename(corpus)
    shutil.rmtree(store, ignore_errors=True)
    started = time.perf_counter()
    seen, summary = _watched([str(Path(sys.executable).with_name("whoasks")), "load", str(corpus), "--json"], store)
    seconds = sum(seen.seconds.values())
    row = {
        "case": f"{responses:,} responses",
        "unit": "responses/s of processor time",
        "rate": responses / seconds,
        "quads/s of processor time": summary["quads"] / seconds,
        "processor s": seconds,
        "wall s": time.perf_counter() - started,
        "peak MB": seen.memory / 1024,
        "store MB": sum(path.stat().st_size for path in EmbeddedStore(store).folder.rglob("*") if path.is_file()) / 1e6,
    }
    shutil.rmtree(store)
    return row


def _watched(command: list[str], store: Path) -> tuple[_Seen, dict[str, int]]:
    """Run a load in a session of its own, and look at all processes of the session until it ends."""
    seen = _Seen()
    environment = os.environ | {"WHOASKS_STORE": str(store)}
    told = store.with_suffix(".json")
    with (
        told.open("wb") as output,
        subprocess.Popen(command, stdout=output, env=environment, start_new_session=True) as process,
    ):
        while process.poll() is None:
            _look(process.pid, seen)
            time.sleep(_PAUSE)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return seen, orjson.loads(told.read_bytes())


def _look(session: int, seen: _Seen) -> None:
    held = 0
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split() if folder.name.isdecimal() else []
            if fields and int(fields[3]) == session:
                seen.seconds[int(folder.name)] = (int(fields[11]) + int(fields[12])) / _TICK
                held += _held((folder / "smaps_rollup").read_text())
        except OSError:
            continue  # it has ended meanwhile
    seen.memory = max(seen.memory, held)


def _held(rollup: str) -> int:
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
