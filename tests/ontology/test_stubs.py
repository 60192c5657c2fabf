"""New topics, bodies and kinds are written where they belong; what cannot be right is refused with a reason."""

import re
import shutil
from pathlib import Path

import pytest

from ontology import BUNDLED
from ontology.lexicon import Lexicon
from ontology.sources import Sources
from ontology.stubs import StubError, Wording, add_body, add_class, add_topic
from ontology.style import not_canonical
from ontology.vocabulary import WA, iri

NAMED = Wording(label="Night watch", alt_labels=["NW"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def test_a_topic_stands_below_another(folder: Path) -> None:
    assert add_topic(folder, "night-watch", NAMED, broader="culture").name == "topics.ttl"
    topic = Lexicon.load(folder).topics["night-watch"]
    assert (topic.label, topic.alt_labels, topic.broader) == ("Night watch", ("NW",), "culture")


def test_a_body_without_a_kind_is_a_group(folder: Path) -> None:
    add_body(folder, "night-watch", NAMED)
    assert Lexicon.load(folder).bodies["night-watch"].is_group


def test_what_is_added_leaves_the_files_canonical(folder: Path) -> None:
    add_topic(folder, "night-watch", NAMED)
    add_body(folder, "night-watch", NAMED, kind="Regulator")
    assert not list(not_canonical(Sources.read(folder)))


def test_a_kind_is_tied_to_its_group(folder: Path) -> None:
    path = add_class(folder, "NightWatch", NAMED, wider="Organisation", group="staff")
    text = path.read_text(encoding="utf-8")
    described = text[text.index("wa:NightWatch a owl:Class") :].partition(" .\n")[0]
    assert "owl:hasValue body:staff" in described
    assert "rdfs:subClassOf" in described


def test_what_is_there_already_or_refers_to_nothing_is_refused(folder: Path) -> None:
    for add, reason in [
        (lambda: add_topic(folder, "peer-review", NAMED), "stands in topics.ttl, line"),
        (lambda: add_topic(folder, "Night Watch", NAMED), "is no identifier"),
        (lambda: add_topic(folder, "night-watch", NAMED, broader="nothing"), f"no topic <{iri('topic', 'nothing')}>"),
        (lambda: add_body(folder, "night-watch", NAMED, kind="Nothing"), f"no kind of body <{WA}Nothing>"),
        (lambda: add_body(folder, "night-watch", NAMED, kind="Regulatr"), f"<{WA}Regulatr>; nearest: Regulator"),
        (lambda: add_class(folder, "nightWatch", NAMED, wider="Body"), "is no name of a class"),
        (lambda: add_class(folder, "NightWatch", NAMED, wider="Body", group="nobody"), "no body <"),
    ]:
        with pytest.raises(StubError, match=re.escape(reason)):
            add()
    assert all((folder / path.name).read_bytes() == path.read_bytes() for path in BUNDLED.glob("*.ttl"))
