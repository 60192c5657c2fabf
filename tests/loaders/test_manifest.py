"""``consultation.yaml``: what it says reaches the loader, and each mistake is reported with its line."""

from pathlib import Path

import pytest

import loaders
from loaders import BUNDLED_CORPUS, manifest
from loaders.errors import BadInput

BUNDLED = BUNDLED_CORPUS / "sof-2021-22" / manifest.NAME
BODIES = {"nhsei", "bma", "nhs-confederation"}

TABLE = "id: a\ntitle: A\nquestions: [{number: 1, text: One}, {number: 2, text: Two}]\ntables:\n  - file: a.csv\n"


def written(folder: Path, text: str) -> Path:
    path = folder / manifest.NAME
    path.write_text(text, encoding="utf-8")
    return path


def test_the_bundled_consultation_names_its_owner_questions_and_responses() -> None:
    found = manifest.load(BUNDLED, bodies=BODIES)
    assert (found.id, found.owner) == ("sof-2021-22", "nhsei")
    assert [question.number for question in found.questions] == list("123456789")
    assert {entry.respondent for entry in found.responses} == {"bma", "nhs-confederation"}


def test_each_question_stands_in_a_response_in_one_of_its_wordings() -> None:
    texts = [" ".join(path.read_text(encoding="utf-8").split()) for path in BUNDLED.parent.glob("*.txt")]
    for question in manifest.load(BUNDLED).questions:
        for wording in (question.text, *question.also):
            assert any(wording in text for text in texts), question.number


def test_a_context_carries_what_the_manifest_says_of_a_response() -> None:
    found = manifest.load(BUNDLED)
    context = found.context(found.response_of["bma.txt"])
    assert (context.respondent, context.date, context.owner) == ("bma", "2021-05-14", "nhsei")
    assert len(context.questions) == 9


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (
            "id: a\ntitle: A\nresponses:\n  - file: a.txt\n    respondent: nobody\n",
            5,
            "unknown respondent nobody; add it to the ontology's bodies under this id, or write `respondent_label`",
        ),
        (
            "id: a\ntitle: A\nowner: nobody\n",
            3,
            "unknown owner nobody; add it to the ontology's bodies under this id, or leave `owner` out",
        ),
        ("id: a\ntitle: A\nwoner: nhsei\n", 3, "woner: is not a name that this file knows; nearest: owner"),
        ("id: a\ntitle: A\nresponses: [{file: a.txt,\n  respondnt: bma}]\n", 4, "nearest: respondent"),
        ("id: a\ntitle: A\nzzz: 1\n", 3, "it knows id, title, owner, opened, closed, homepage, questions"),
        ("title: A\n", 1, "id: is missing"),
        ("id: Not An Id\ntitle: A\n", 1, "id: must be small letters"),
        ("id: a\ntitle: A\nresponses:\n  - file: a.txt\n    date: soon\n", 5, "responses.1.date"),
        ("id: a\ntitle: A\nresponses:\n  - file: ../b/a.txt\n", 4, "responses.1.file: ../b/a.txt is not in the folder"),
        ("id: a\ntitle: A\nresponses:\n  - file: /b/a.txt\n", 4, "responses.1.file: /b/a.txt is not in the folder"),
        (f"{TABLE}    answers: {{1: One, 9: Nine}}\n", 6, "tables.1.answers: there is no question 9; there are 1, 2"),
        (
            f"{TABLE}    answers: {{1: One}}\n    stances:\n      8: Eight\n",
            8,
            "tables.1.stances: there is no question 8",
        ),
        (f"{TABLE}    answers: {{1: One}}\n    stances: {{2: Two}}\n", 7, "question 2 has no column under `answers`"),
        ("id: a\ntitle: [\n", 3, "is not YAML"),
        ("- a list\n", 1, "holds no consultation"),
        ("id: a\ntitle: A\nresponses: [{file: a.txt}, {file: a.txt}]\n", 1, "the file a.txt stands here twice"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_line(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        manifest.load(path, bodies=BODIES)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_manifest_that_is_not_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / manifest.NAME
    path.write_bytes(b"id: a\ntitle: caf\xe9\n")
    with pytest.raises(BadInput, match="not UTF-8"):
        manifest.load(path)


def test_numbers_and_dates_that_yaml_reads_as_such_are_taken_as_written(tmp_path: Path) -> None:
    path = written(tmp_path, "id: 2021\ntitle: A\nopened: 2021-03-01\nquestions:\n  - {number: 1, text: Why not}\n")
    found = manifest.load(path)
    assert (found.id, found.opened, found.questions[0].number) == ("2021", "2021-03-01", "1")


def test_the_manifest_in_the_readme_is_sound_and_shows_every_name_that_there_is(tmp_path: Path) -> None:
    readme = (Path(loaders.__file__).parent / "README.md").read_text(encoding="utf-8")
    block = readme.split("## Your own consultation")[1].split("```yaml\n")[1].split("```")[0]
    found = manifest.load(written(tmp_path, block), bodies={*BODIES, "cqc"})
    for entry in (found, *found.questions[:1], found.responses[0], *found.tables):
        assert set(type(entry).model_fields) - entry.model_fields_set <= {"respondent_label", "id", "title"}
    assert {"respondent_label", "id", "title"} <= found.responses[1].model_fields_set
