"""Documents of other kinds than the two responses, annotated before any rule saw them.

``documents/NAME.yaml`` says why the document is here and what a careful reader finds: the beginning of each ask
(``clarity:`` before a request for clarity), quotations with their speakers, the stance of each answer. ``optional`` are
borderline asks, neither right nor wrong.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.annotation import to_annotation
from loaders.document import Context, Document
from loaders.evaluate import Score
from loaders.extract import RuleExtractor
from loaders.find.layout import units
from loaders.find.sentences import sentences
from loaders.matching import Words, pairs
from loaders.readers import READERS, read
from ontology import BUNDLED
from ontology.lexicon import Lexicon

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.fixture(scope="module")
def extract() -> RuleExtractor:
    return RuleExtractor(Lexicon.load(BUNDLED))


def document(name: str) -> Document:
    path = next(path for path in FOLDER.glob(f"{name}.*") if path.suffix != ".yaml")
    return read(path) if path.suffix in READERS else Document(path.name, path.read_text("utf-8"), (), "")


def annotation(name: str, read_document: Document) -> dict[str, Any]:
    """Turn the short form into the annotation format."""
    known = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    text = read_document.text
    return {
        "answers": [{"question": str(key), "stance": value} for key, value in known["answers"].items()],
        "asks": [_ask(entry, read_document) for entry in known["asks"]],
        "optional": [_ask(entry, read_document) for entry in known.get("optional", ())],
        "quotations": [{**_place(entry["quote"], text), "speaker": entry["speaker"]} for entry in known["quotations"]],
    }


def _place(words: str, text: str) -> dict[str, int]:
    found = re.search(r"\s+".join(re.escape(word) for word in words.split()), text)
    assert found, f"not in the text: {words}"
    return {"start": found.start(), "end": found.end()}


def _ask(entry: str | Mapping[str, str], read_document: Document) -> dict[str, Any]:
    kind, beginning = ("clarity-request", entry["clarity"]) if isinstance(entry, Mapping) else ("recommendation", entry)
    start = _place(beginning.replace("\\n", " "), read_document.text)["start"]
    spans = [
        span
        for unit in units(read_document)
        for span in ([unit.span] if unit.marker and not unit.ordered else sentences(read_document.text, unit.span))
        if span.start <= start < span.end
    ]
    return {"start": spans[0].start, "end": spans[0].end, "kind": kind}


def compare(name: str, extract: RuleExtractor) -> tuple[dict[str, Score], list[str]]:
    """Return the measures of one document, and a line for each difference."""
    read_document = document(name)
    wanted = annotation(name, read_document)
    found = to_annotation(extract(read_document, Context()))
    words = Words(read_document.text)
    borderline = [id(one) for one, _ in pairs(words, found["asks"], wanted["optional"])]
    asks = [ask for ask in found["asks"] if id(ask) not in borderline]
    matched = pairs(words, asks, wanted["asks"])
    quoted = pairs(words, found["quotations"], wanted["quotations"])
    stances = {entry["question"]: entry["stance"] for entry in found["answers"]}
    right = [entry for entry in wanted["answers"] if stances.get(entry["question"]) == entry["stance"]]
    text = read_document.text
    lines = [f"+ {a['rule']}: {a['quote']}" for a in asks if all(a is not one for one, _ in matched)]
    lines += [f"- {text[a['start'] : a['end']]}" for a in wanted["asks"] if all(a is not other for _, other in matched)]
    lines += [
        f"kind {one['kind']} by {one['rule']}: {one['quote']}" for one, other in matched if one["kind"] != other["kind"]
    ]
    lines += [f"+ “{q['quote']}” {q['speaker']}" for q in found["quotations"] if all(q is not one for one, _ in quoted)]
    lines += [f"- “{text[q['start'] : q['end']]}”" for q in wanted["quotations"] if all(q is not o for _, o in quoted)]
    lines += [f"speaker {one['speaker']}, not {o['speaker']}" for one, o in quoted if one["speaker"] != o["speaker"]]
    lines += [
        f"stance of {entry['question']}: {stances.get(entry['question'])}, not {entry['stance']}"
        for entry in wanted["answers"]
        if entry not in right
    ]
    return {
        "asks": Score(len(matched), len(asks), len(wanted["asks"])),
        "kind": Score(sum(a["kind"] == b["kind"] for a, b in matched), len(matched), len(matched)),
        "quotations": Score(len(quoted), len(found["quotations"]), len(wanted["quotations"])),
        "stances": Score(len(right), len(stances), len(wanted["answers"])),
    }, lines


LEAST = {"asks": 0.85, "kind": 0.85, "quotations": 0.85, "stances": 0.85}
"""F1 on each document; the same over all documents together must be reached with room to spare."""


@pytest.mark.parametrize("name", NAMES)
def test_holds_up_on_a_document_of_another_kind(name: str, extract: RuleExtractor) -> None:
    measured, differences = compare(name, extract)
    for measure, least in LEAST.items():
        score = measured[measure]
        forgiven = not score.wanted and score.found <= 1  # one false ask among many facts
        assert score.f1 >= least or forgiven, f"{measure}\n" + "\n".join(differences)
