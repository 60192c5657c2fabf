"""What understands plain English is kept between runs, and learned anew where it must be."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ontology.lexicon import Lexicon
from ontology.sources import Sources
from service import learned
from service.settings import Settings
from sparql import BUNDLED_EXAMPLES, BUNDLED_QUESTIONS
from sparql.asking import Understanding
from sparql.saved.catalogue import Catalogue

ASKED = "who asks for CQC alignment"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Two questions and their examples, and a user who has no caches yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for folder, bundled, ending in (("questions", BUNDLED_QUESTIONS, "rq"), ("examples", BUNDLED_EXAMPLES, "txt")):
        (tmp_path / folder).mkdir()
        for name in ("who-asks-for", "concerns-about"):
            shutil.copy(bundled / f"{name}.{ending}", tmp_path / folder)
    yield Settings(questions=tmp_path / "questions", examples=tmp_path / "examples")
    learned._understanding.cache_clear()


def as_in_another_run(settings: Settings) -> Understanding:
    learned._understanding.cache_clear()
    sources = Sources.read(settings.ontology)
    lexicon = Lexicon.of(sources)
    return learned.understanding(sources, lexicon, Catalogue.load(settings.questions, lexicon), settings)


def kept(settings: Settings) -> list[Path]:
    return list((settings.questions.parent / "cache").rglob("*.pickle"))


def test_another_run_learns_nothing_anew_and_understands_the_same(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = as_in_another_run(settings).understand(ASKED)
    assert first.reading
    monkeypatch.setattr(Understanding, "__init__", None)  # to learn would fail
    assert as_in_another_run(settings).understand(ASKED) == first


def test_a_new_example_is_learned(settings: Settings) -> None:
    as_in_another_run(settings)
    with (settings.examples / "who-asks-for.txt").open("a") as file:
        file.write("who is keen on {topic}\n")
    as_in_another_run(settings)
    assert len(kept(settings)) == 2


@pytest.mark.parametrize("harm", ["damaged", "written by others", "no place for it"])
def test_what_cannot_be_trusted_is_learned_anew(settings: Settings, harm: str) -> None:
    if harm == "no place for it":
        (settings.questions.parent / "cache").write_text("a file where a folder should be")
    as_in_another_run(settings)
    for path in kept(settings):
        if harm == "damaged":
            path.write_bytes(b"no pickle")
        path.chmod(0o666 if harm == "written by others" else 0o600)
    assert as_in_another_run(settings).understand(ASKED).reading


def test_a_damaged_file_is_named_in_the_log(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    as_in_another_run(settings)
    assert not caplog.records
    (path,) = kept(settings)
    path.write_bytes(b"no pickle")
    as_in_another_run(settings)
    assert str(path) in caplog.text
