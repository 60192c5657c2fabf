"""Documents of other kinds than the two responses, annotated in full before any rule saw them.

``annotated/learned`` and, when that was learned, ``annotated/learned-later`` taught the patterns, so what they score
there is what was learned. In all, ids that begin with ``x-`` are bodies that the ontology does not hold, and are
compared by name. ``annotated/held-out-later`` are seventeen more, which were held out until they taught the patterns
too, the last five of them after the others; ``annotated/held-out-last`` are eight that at first taught nothing but
names. ``annotated/learned-third`` are six by a new author. ``annotated/learned-fourth`` are four of another six (a
trust's PDF, a transcript of oral evidence, a submission to a public inquiry, a forum of professions). These have taught
all patterns. So have, since, the sets that were held out for long and keep their names: ``annotated/held-out`` (five),
``annotated/held-out-newest`` (six) and ``annotated/held-out-sealed`` (numbered comments and a lettered letter, by the
author of the fourth), and last of all ``annotated/learned-fifth``, five that were annotated before a rule saw them.
``annotated/held-out-unread`` are six by yet another author, which were scored and otherwise left unread: they alone
say what to expect of a document that is new.
The floors lie below what was measured, by about the weight of one or two statements.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from service.cli import app

FOLDER = Path(__file__).parent / "annotated"

FLOORS = {
    "learned": {
        "segmentation": 0.95,
        "stances": 0.93,
        "asks": 0.93,
        "kind": 0.95,
        "quotations": 0.95,
        "concerns": 0.88,
        "addressees": 0.95,
        "addressees, explicit": 0.93,
        "topics": 0.86,
        "span integrity": 1.0,
    },
    "learned-later": {
        "segmentation": 0.95,
        "stances": 0.96,
        "asks": 0.96,
        "kind": 0.97,
        "quotations": 0.95,
        "concerns": 0.80,
        "accountabilities": 0.75,
        "addressees": 0.82,
        "addressees, explicit": 0.69,
        "topics": 0.69,
        "span integrity": 1.0,
    },
    "held-out": {
        "segmentation": 0.95,
        "stances": 0.95,
        "asks": 0.9,
        "kind": 0.94,
        "quotations": 0.90,
        "concerns": 0.74,
        "addressees": 0.89,
        "addressees, explicit": 0.82,
        "topics": 0.77,
        "span integrity": 1.0,
    },
    "held-out-later": {
        "segmentation": 0.97,
        "stances": 0.96,
        "asks": 0.96,
        "kind": 0.97,
        "quotations": 0.88,
        "concerns": 0.73,
        "accountabilities": 0.87,
        "addressees": 0.92,
        "addressees, explicit": 0.81,
        "topics": 0.60,
        "span integrity": 1.0,
        "kinds of speakers": 0.42,
        "explicitness": 0.92,
    },
    "held-out-last": {
        "segmentation": 0.97,
        "stances": 0.97,
        "asks": 0.98,
        "kind": 0.98,
        "quotations": 0.92,
        "concerns": 0.72,
        "accountabilities": 0.88,
        "addressees": 0.93,
        "addressees, explicit": 0.88,
        "topics": 0.73,
        "span integrity": 1.0,
        "kinds of speakers": 0.75,
        "explicitness": 0.94,
    },
    "held-out-newest": {
        "segmentation": 0.95,
        "stances": 0.92,
        "asks": 0.97,
        "kind": 0.95,
        "quotations": 0.85,
        "concerns": 0.76,
        "accountabilities": 0.85,
        "addressees": 0.96,
        "addressees, explicit": 0.93,
        "topics": 0.69,
        "span integrity": 1.0,
        "kinds of speakers": 0.60,
        "explicitness": 0.95,
    },
    "learned-third": {
        "segmentation": 0.95,
        "stances": 0.89,
        "asks": 0.93,
        "kind": 0.95,
        "quotations": 0.95,
        "concerns": 0.73,
        "accountabilities": 0.80,
        "addressees": 0.94,
        "addressees, explicit": 0.86,
        "topics": 0.58,
        "span integrity": 1.0,
        "kinds of speakers": 0.61,
        "explicitness": 0.96,
    },
    "held-out-unread": {
        "segmentation": 0.92,
        "stances": 0.88,
        "asks": 0.85,
        "kind": 0.96,
        "quotations": 0.90,
        "concerns": 0.62,
        "accountabilities": 0.68,
        "addressees": 0.69,
        "addressees, explicit": 0.51,
        "topics": 0.61,
        "span integrity": 1.0,
        "kinds of speakers": 0.33,
        "explicitness": 0.86,
    },
    "held-out-sealed": {
        "segmentation": 0.95,
        "stances": 0.85,
        "asks": 0.95,
        "kind": 0.94,
        "quotations": 0.95,
        "concerns": 0.71,
        "accountabilities": 0.80,
        "addressees": 0.86,
        "addressees, explicit": 0.71,
        "span integrity": 1.0,
        "explicitness": 0.88,
    },
    "learned-fourth": {
        "segmentation": 0.97,
        "stances": 0.94,
        "asks": 0.96,
        "kind": 0.94,
        "quotations": 0.93,
        "concerns": 0.84,
        "accountabilities": 0.78,
        "addressees": 0.82,
        "addressees, explicit": 0.77,
        "explicitness": 0.92,
        "topics": 0.44,
        "span integrity": 1.0,
    },
    "learned-fifth": {
        "segmentation": 0.97,
        "stances": 0.93,
        "asks": 0.95,
        "kind": 0.95,
        "quotations": 0.90,
        "concerns": 0.69,
        "accountabilities": 0.57,
        "addressees": 0.89,
        "addressees, explicit": 0.72,
        "explicitness": 0.91,
        "topics": 0.53,
        "span integrity": 1.0,
    },
}
"""F1 over the documents of a folder together."""


def _measured(folder: Path) -> dict[str, Mapping[str, Any]]:
    result = CliRunner().invoke(app, ["evaluate", str(folder), "--corpus", str(folder), "--json"])
    assert result.exit_code == 0, result.stderr
    measured: dict[str, Mapping[str, Any]] = json.loads(result.stdout)["all"]
    return measured


@pytest.mark.parametrize("name", FLOORS)
def test_other_kinds_of_document_are_extracted_as_well_as_is_said(name: str) -> None:
    measured = _measured(FOLDER / name)
    short = {key: measured[key]["f1"] for key, least in FLOORS[name].items() if measured[key]["f1"] < least}
    assert not short


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.json")), ids=lambda path: path.stem)
def test_each_annotation_quotes_its_document(path: Path) -> None:
    annotation = json.loads(path.read_text("utf-8"))
    text = (path.parent / annotation["document"]).read_text("utf-8")
    entries = [entry for kind in ("asks", "concerns", "quotations", "accountabilities") for entry in annotation[kind]]
    assert entries
    for entry in entries:
        assert " ".join(text[entry["start"] : entry["end"]].split()) == entry["quote"]
