"""A made-up corpus: the same for the same seed, of the size asked for, and loaded like a real one."""

from pathlib import Path

from loaders.pipeline import Plan, load
from loaders.synthesise import synthesise
from ontology import BUNDLED
from sparql.store import EmbeddedStore


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.*")}


def test_the_same_seed_writes_the_same_corpus_and_another_seed_another(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        synthesise(tmp_path / name, 3, words=200, seed=seed, ontology=BUNDLED)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") != contents(tmp_path / "c")


def test_responses_have_the_length_asked_for_on_average(tmp_path: Path) -> None:
    synthesise(tmp_path, 60, words=600, ontology=BUNDLED)
    lengths = [len(text.split()) for name, text in contents(tmp_path).items() if name.endswith(".txt")]
    assert 480 < sum(lengths) / len(lengths) < 720
    assert max(lengths) > 1.5 * min(lengths)


def test_a_made_up_corpus_is_loaded_whole(tmp_path: Path) -> None:
    synthesise(tmp_path / "corpus", 6, words=300, ontology=BUNDLED)
    summary = load(EmbeddedStore(tmp_path / "store"), [tmp_path / "corpus"], Plan(BUNDLED, jobs=2))
    assert (summary.loaded, summary.quarantined) == (6, [])
    assert summary.statements > 20
    assert not [note for note in summary.notes if "w3id.org" in note]
