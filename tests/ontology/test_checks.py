"""Every check finds the fault that is planted for it, says where it is, and finds nothing in what ships."""

import json
import shutil
import time
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from ontology import BUNDLED
from ontology.canonical import serialise
from ontology.findings import Finding, Severity, errors
from ontology.reasoning import unsound
from ontology.release import issue
from ontology.shapes import nonconforming
from ontology.sources import Source, Sources
from ontology.style import not_canonical, rewrite, withdrawn, wrong_cues
from service.cli import app
from sparql import BUNDLED_QUESTIONS
from sparql.checking import Check, read_checks, unused_terms
from sparql.saved.header import HeaderError
from sparql.soundness import Folders, check, reason_against

FAULTS = yaml.safe_load((Path(__file__).parent / "faults.ttl.yaml").read_text(encoding="utf-8"))
MANY_CLASSES = "\n".join(f"wa:Class{number} a owl:Class ." for number in range(60))
PREFIXES = """
@prefix change: <https://w3id.org/whoasks/change/> .
@prefix mechanism: <https://w3id.org/whoasks/mechanism/> .
@prefix stance: <https://w3id.org/whoasks/stance/> .
@prefix topic: <https://w3id.org/whoasks/topic/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the ontology that a test may break."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "ontology", ignore=shutil.ignore_patterns("*.py", "__pycache__")))


def plant(folder: Path, turtle: str, file: str = "bodies.ttl") -> Sources:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + PREFIXES + turtle + "\n", encoding="utf-8")
    return Sources.read(folder)


def named(name: str) -> Check:
    return next(one for one in read_checks() if one.name == name)


def test_the_ontology_that_ships_is_sound() -> None:
    assert check(Folders(BUNDLED, BUNDLED_QUESTIONS)) == []


def test_every_numbered_check_has_a_planted_fault() -> None:
    assert [one.name for one in read_checks()] == sorted(FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_numbered_check_finds_its_planted_fault(name: str, folder: Path) -> None:
    turtle, words = FAULTS[name]
    found = list(named(name).find(plant(folder, turtle.replace("{many classes}", MANY_CLASSES))))
    assert [finding for finding in found if words in finding.message], found
    assert {finding.severity for finding in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("turtle", "unknown", "nearest"),
    [
        ("body:x a wa:Regulater .", "Regulater", "nearest: Regulator"),
        ("body:x a wa:Regulator ; wa:overseas body:cqc .", "overseas", "nearest: oversees"),
        ("topic:x a wa:Topic ; skos:broader topic:transparancy .", "transparancy", "nearest: transparency."),
        ("wa:Loose rdfs:subClassOf wa:Organization .", "Organization", "nearest: Organisation"),
    ],
)
def test_a_slip_in_a_name_is_one_finding_and_names_the_nearest(
    folder: Path, turtle: str, unknown: str, nearest: str
) -> None:
    plant(folder, turtle)
    (found,) = [one for one in check(Folders(folder, BUNDLED_QUESTIONS), fast=True) if f"{unknown}>" in one.message]
    assert nearest in found.message


def test_a_finding_names_the_file_and_the_line_of_the_fault(folder: Path) -> None:
    sources = plant(folder, "body:x a wa:Regulator .")
    found = next(named("01-label-missing").find(sources))
    assert found.path == folder / "bodies.ttl"
    assert found.path.read_text(encoding="utf-8").split("\n")[found.line - 1] == "body:x a wa:Regulator ."


def test_what_is_not_turtle_is_found_with_its_line(folder: Path) -> None:
    path = folder / "topics.ttl"
    path.write_text("\n\nthis is no Turtle\n", encoding="utf-8")
    (found,) = check(Folders(folder, BUNDLED_QUESTIONS), fast=True)
    assert (found.path, found.line, found.check) == (path, 3, "parse")


@pytest.mark.parametrize("change", ["# a remark\n", "body:z a wa:Regulator .\nbody:y a wa:Regulator .\n"])
def test_a_comment_or_a_wrong_order_is_not_canonical(folder: Path, change: str) -> None:
    found = list(not_canonical(plant(folder, change)))
    assert [finding.path.name for finding in found] == ["bodies.ttl"]


def test_what_fmt_writes_is_canonical_and_means_the_same(folder: Path) -> None:
    sources = plant(folder, "body:z a wa:Regulator .\n# gone\nbody:y a wa:Regulator .")
    meant = serialise(sources.quads)
    assert [path.name for path in rewrite(sources)] == ["bodies.ttl"]
    again = Sources.read(folder)
    assert not list(not_canonical(again))
    assert serialise(again.quads) == meant
    assert rewrite(again) == []


def test_a_context_that_lags_behind_the_model_is_found(folder: Path) -> None:
    sources = plant(folder, "wa:Night a owl:Class .")
    assert "context.jsonld" in {finding.path.name for finding in not_canonical(sources)}


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ('topic:x a wa:Topic ; wa:cue "night"@en ; wa:cueExample "By day."@en .', "No cue of “x” matches its example"),
        (
            'topic:x a wa:Topic ; wa:cue "night"@en ; wa:cueCounterExample "By night."@en .',
            "matches its counter-example",
        ),
    ],
)
def test_cues_that_do_not_do_what_their_sentences_say_are_found(folder: Path, turtle: str, words: str) -> None:
    found = list(wrong_cues(plant(folder, turtle, "topics.ttl")))
    assert [finding for finding in found if words in finding.message]


def test_a_term_that_nothing_uses_is_found(folder: Path) -> None:
    found = list(unused_terms(plant(folder, "wa:likes a owl:ObjectProperty ."), BUNDLED_QUESTIONS))
    assert ["likes" in finding.message for finding in found] == [True]


def test_a_kind_is_used_where_a_wider_class_is(folder: Path) -> None:
    assert not list(unused_terms(plant(folder, "wa:NightMayor rdfs:subClassOf wa:Body ."), BUNDLED_QUESTIONS))


def test_an_issued_iri_that_is_gone_is_found(folder: Path) -> None:
    issue(plant(folder, "body:x a wa:Regulator ."))
    (folder / "bodies.ttl").write_text((BUNDLED / "bodies.ttl").read_text(encoding="utf-8"), encoding="utf-8")
    (found,) = withdrawn(Sources.read(folder))
    assert "body/x> was issued and is gone" in found.message


def test_a_question_that_is_not_utf_8_is_found(tmp_path: Path) -> None:
    (tmp_path / "cafe.rq").write_bytes(b"# caf\xe9\nSELECT * { ?s ?p ?o }")
    found = check(Folders(BUNDLED, tmp_path), fast=True)
    assert [finding.message for finding in found if finding.check == "question"] == ["not UTF-8."]


def test_a_question_with_a_wrong_header_is_found(tmp_path: Path) -> None:
    questions = Path(shutil.copytree(BUNDLED_QUESTIONS, tmp_path / "questions"))
    (questions / "broken.rq").write_text("#+ summary: [\nSELECT * { ?s ?p ?o }\n", encoding="utf-8")
    (found,) = check(Folders(BUNDLED, questions), fast=True)
    assert (found.path.name, found.check) == ("broken.rq", "question")


def test_a_wrong_phrasing_beside_a_question_is_found_with_its_line(tmp_path: Path) -> None:
    questions = Path(shutil.copytree(BUNDLED_QUESTIONS, tmp_path / "questions"))
    with (questions / "who-asks-for.asks.txt").open("a", encoding="utf-8") as file:
        file.write("who asks for {nothing}\n")
    lines = (questions / "who-asks-for.asks.txt").read_text(encoding="utf-8").count("\n")
    (found,) = check(Folders(BUNDLED, questions), fast=True)
    assert (found.path.name, found.line, found.check) == ("who-asks-for.asks.txt", lines, "question")


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("wa:X a owl:Class ; rdfs:subClassOf wa:Organisation , wa:BodyGroup .", "can have no member"),
        ("body:cqc a wa:BodyGroup .", "contradict each other"),
    ],
)
def test_the_reasoner_finds_a_contradiction_and_explains_it(folder: Path, turtle: str, words: str) -> None:
    (found,) = unsound(plant(folder, turtle))
    assert words in found.message
    assert "BodyGroup disjointWith Organisation" in found.message


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("1-answer.ttl", "oa:end 18", "oa:end 0", "less than the end"),
        ("1-answer.ttl", "wa:stance stance:mostly-agree", "wa:stance force:must", "one stance of the scheme"),
        ("2-recommendation.ttl", "wa:force force:should ;", "", "one force"),
        ("2-recommendation.ttl", "wa:addressee body:nhsei ;", "", "has an addressee"),
        ("3-accountability.ttl", "wa:modality modality:current ;", "", "one modality"),
    ],
)
def test_data_that_lacks_its_shape_is_found(folder: Path, file: str, old: str, new: str, words: str) -> None:
    path = folder / "examples" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    prefix = "@prefix force: <https://w3id.org/whoasks/force/> .\n"
    path.write_text(prefix + text.replace(old, new), encoding="utf-8")
    found = list(nonconforming(Sources.read(folder)))
    assert [finding for finding in found if words in finding.message and finding.path == path]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("sh:minCount 1", 'sh:minCount "one"', 1, "must be a literal with datatype xsd:integer"),
        ("@prefix oa:", "nonsense\n@prefix oa:", 2, "nonsense"),
    ],
)
def test_shapes_that_cannot_be_read_are_found(folder: Path, old: str, new: str, line: int, words: str) -> None:
    path = folder / "shapes.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    (found,) = nonconforming(Sources.read(folder))
    assert (found.path, found.line) == (path, line)
    assert words in found.message


def test_a_byte_order_mark_is_read_over_and_taken_away(folder: Path) -> None:
    path = folder / "topics.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    assert check(Folders(folder, BUNDLED_QUESTIONS), fast=True) == []
    assert rewrite(Sources.read(folder)) == [path]
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("header", ["", "#+ title: x\n#+ constraint: y\n"])
def test_a_check_without_its_header_is_refused(tmp_path: Path, header: str) -> None:
    (tmp_path / "99-bare.rq").write_text(f"{header}SELECT ?focus ?message {{}}", encoding="utf-8")
    with pytest.raises(HeaderError, match="the header of a check needs"):
        read_checks(tmp_path)


@pytest.fixture
def chosen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, as the ontology that the commands work on."""
    monkeypatch.setenv("WHOASKS_ONTOLOGY", str(folder))
    return folder


def test_the_command_ends_with_1_and_lists_the_faults_as_json(chosen: Path) -> None:
    plant(chosen, "body:x a wa:Regulator .")
    done = CliRunner().invoke(app, ["ontology", "check", "--fast", "--json"])
    report = json.loads(done.stdout)
    assert done.exit_code == 1
    assert report["sound"] is False
    assert "01-label-missing" in {finding["check"] for finding in report["findings"]}


def test_the_command_marks_places_for_continuous_integration(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    plant(chosen, "body:x a wa:Regulator .")
    done = CliRunner().invoke(app, ["ontology", "check", "--fast"])
    assert f"::error file={chosen / 'bodies.ttl'},line=" in done.stdout


def test_a_service_is_told_why_it_should_not_take_up_a_change(folder: Path) -> None:
    plant(folder, "body:x a wa:Regulator .")
    assert reason_against(folder) is None, "what is unfinished may be tried out"
    plant(folder, "topic:x a wa:Topic ; skos:broader topic:transparancy .")
    assert "transparancy> is referred to here" in str(reason_against(folder)), "answers about the broader leave it out"
    (folder / "topics.ttl").write_text((BUNDLED / "topics.ttl").read_text(encoding="utf-8"), encoding="utf-8")
    plant(folder, 'body:x skos:altLabel "CQC"@en .')
    reason = str(reason_against(folder))
    assert reason.startswith("bodies.ttl:")
    assert "“CQC” names more than one body" in reason


def test_findings_are_ordered_by_place_and_errors_told_from_warnings() -> None:
    path = Path("a.ttl")
    warning = Finding(path, 1, "x", "perhaps", Severity.WARNING)
    fault = Finding(path, 2, "x", "surely")
    assert errors([warning, fault]) == [fault]
    assert sorted([fault, warning]) == [warning, fault]


def test_the_check_without_the_reasoner_is_quick() -> None:
    started = time.process_time()
    check(Folders(BUNDLED, BUNDLED_QUESTIONS), fast=True)
    assert time.process_time() - started < 2


def test_a_source_knows_the_line_of_each_subject() -> None:
    text = "@prefix body: <https://w3id.org/whoasks/body/> .\n\nbody:a a body:b .\n\n<https://w3id.org/x> a body:b .\n"
    assert Source(Path("a.ttl"), text).lines == {"https://w3id.org/whoasks/body/a": 3, "https://w3id.org/x": 5}
