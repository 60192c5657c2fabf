"""What is said of two versions is what changed: in the model, in the statements, in the answers."""

import shutil
import subprocess
from pathlib import Path

import pytest

from ontology import BUNDLED
from ontology.diff import DiffError, as_markdown, compare, version_at
from ontology.sources import Sources
from service.cli.ontology.impact import as_markdown as impact_as_markdown
from service.cli.ontology.impact import measure
from sparql import BUNDLED_QUESTIONS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def replace(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_copy_has_no_differences_whatever_its_order(folder: Path) -> None:
    assert not compare(Sources.read(BUNDLED), Sources.read(folder))


def test_what_came_went_and_changed_is_named_by_its_label(folder: Path) -> None:
    replace(folder, "bodies.ttl", "body:rcn a wa:TradeUnion", "body:rcn a wa:RepresentativeBody")
    replace(folder, "bodies.ttl", "body:unison a wa:TradeUnion", "body:unite a wa:TradeUnion")
    replace(folder, "bodies.ttl", '"UNISON"@en', '"Unite"@en')
    found = compare(Sources.read(BUNDLED), Sources.read(folder))
    assert [change.label for change in found.added] == ["Unite"]
    assert [change.label for change in found.removed] == ["UNISON"]
    (change,) = found.changed
    assert (change.label, change.values) == (
        "Royal College of Nursing",
        (("type", ("ontology#TradeUnion",), ("ontology#RepresentativeBody",)),),
    )
    assert "- **Changed** Royal College of Nursing (`body/rcn`)" in as_markdown(found)


def test_a_new_id_with_the_old_label_is_a_renaming(folder: Path) -> None:
    replace(folder, "topics.ttl", "topic:line-of-sight", "topic:sight-line")
    found = compare(Sources.read(BUNDLED), Sources.read(folder))
    assert [(old.iri[-13:], new.iri[-10:]) for old, new in found.renamed] == [("line-of-sight", "sight-line")]
    assert not found.added
    assert not found.removed


def test_an_axiom_in_a_blank_node_is_compared_by_what_it_holds(folder: Path) -> None:
    replace(folder, "bodies.ttl", "owl:hasValue body:pcn", "owl:hasValue body:primary-care")
    (change,) = compare(Sources.read(BUNDLED), Sources.read(folder)).changed
    assert change.label == "primary care network"


def test_a_changed_topic_changes_statements_and_answers(folder: Path) -> None:
    replace(folder, "topics.ttl", "topic:line-of-sight", "topic:sight-line")
    impact = measure(BUNDLED, folder, BUNDLED_QUESTIONS)
    assert impact.changed
    for old, new in impact.changed.values():
        assert "line-of-sight" in old.values["topic"]
        assert "sight-line" in new.values["topic"]
    assert not impact.found
    assert not impact.lost
    assert impact.questions["who-asks-for"] == (len(impact.changed), len(impact.changed))
    assert "stance-by-question" not in impact.questions
    assert "topic ~~line-of-sight~~, topic sight-line" in impact_as_markdown(impact)


def test_a_version_is_a_folder_a_file_or_a_git_revision(folder: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", str(folder.parent), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", "ontology")
    git("commit", "-q", "-m", "first")
    replace(folder, "bodies.ttl", '"UNISON"@en', '"Unison"@en')
    for version in ("HEAD", str(BUNDLED)):
        with version_at(version, folder) as old:
            assert [one.label for one in compare(Sources.read(old), Sources.read(folder)).changed] == ["Unison"]
    with version_at(str(folder / "bodies.ttl"), BUNDLED) as one_replaced:
        assert [one.label for one in compare(Sources.read(BUNDLED), Sources.read(one_replaced)).changed] == ["Unison"]


@pytest.mark.parametrize("name", ["no-such-revision", "--output=x"])
def test_a_version_that_is_none_of_these_is_refused(name: str) -> None:
    with pytest.raises(DiffError, match="is no folder, no file and no git revision"), version_at(name, BUNDLED):
        pass
    assert not list(BUNDLED.glob("x*")), "git took the name for an option, and wrote a file"
