"""Every pattern finds its example and leaves its counter-example alone; none takes long on hostile text."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from loaders.find.sentences import LONGEST
from loaders.graph.rules import known
from loaders.patterns import FOLDER, Pattern, PatternSet, fold, load
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown


def _is_plain(path: Path) -> bool:
    """Tell whether a file has patterns and says of no example what is found in it, as tests of the stages look for."""
    sets = [entries for entries in yaml.safe_load(path.read_text("utf-8")).values() if isinstance(entries, list)]
    return bool(sets) and not any(isinstance(entry["matches"], dict) for entries in sets for entry in entries)


FILES = sorted(path.stem for path in FOLDER.glob("*.yaml") if _is_plain(path))


def _each() -> Iterator[tuple[PatternSet, Pattern]]:
    for name in FILES:
        for patterns in load(name).values():
            for pattern in patterns:
                yield patterns, pattern


PATTERNS = [pytest.param(patterns, pattern, id=pattern.id) for patterns, pattern in _each()]


@pytest.mark.parametrize(("patterns", "pattern"), PATTERNS)
def test_finds_what_it_must_and_spares_what_it_must(patterns: PatternSet, pattern: Pattern) -> None:
    for example in pattern.matches:
        assert pattern in list(patterns.all(pattern.prepared(example))), f"does not find: {example}"
    for example in pattern.spares:
        assert not pattern.find.search(pattern.prepared(example)), f"finds: {example}"


def test_no_two_patterns_have_the_same_id() -> None:
    ids = [pattern.id for _, pattern in _each()]
    assert len(ids) == len(set(ids))


def test_every_rule_that_the_code_names_is_described() -> None:
    a_rule = re.compile(rf'"((?:{"|".join(FILES)})\.[a-z-]+)"')
    assert FILES == ["asks", "concerns", "layout", "lists", "questions", "speech", "stances", "transcripts"]
    named = {name for path in FOLDER.parent.rglob("*.py") for name in a_rule.findall(path.read_text("utf-8"))}
    assert named
    assert named - known().keys() == set()


def test_patterns_are_tried_by_rank_and_where_the_sentence_has_a_word_that_they_need() -> None:
    def pattern(id_: str, rank: int, *needs: str) -> Pattern:
        return Pattern(id_, re.compile("a"), frozenset(needs), rank, {}, {}, ())

    last, needy, begins, first = pattern("c", 2), pattern("b", 1, "two-way"), pattern("d", 1, "clar*"), pattern("a", 1)
    patterns = PatternSet.of([last, needy, begins, first])
    assert list(patterns) == [needy, begins, first, last]
    assert patterns.candidates(frozenset(("plain", "words"))) == (first, last)
    assert patterns.candidates(frozenset(("plain", "two-way"))) == (needy, first, last)
    in_parts = frozenset(("two", "way", "words"))
    assert patterns.candidates(in_parts) == (needy, first, last), "a folded sentence has a word with a hyphen in parts"
    assert patterns.candidates(frozenset(("clarify", "words"))) == (begins, first, last)
    assert patterns.needed == {"two", "way", "clar*"}


def test_no_pattern_names_a_body_by_its_acronym_or_its_name_of_one_word() -> None:
    short = {name.lower() for name in Lexicon.load().short_names}
    for name in FILES:
        content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
        entries = [entry["find"] for key, listed in content.items() if key != "words" for entry in listed]
        for expression in (*entries, *content.get("words", {}).values()):
            words = set(re.findall(r"[a-z]+", re.sub(r"\\[a-zA-Z]", " ", expression.lower())))
            assert not words & short, f"{name}: {expression[:60]}"


HOSTILE = (
    "we " * 2000,
    "we agree that " * 400,
    "a" * 6000,
    "the council should, if " * 300,
    "it is very very " * 400,
    "not " * 1500,
    "(" * 3000 + ")" * 3000,
    "members of our members of our " * 200,
    "clarity on the " * 400,
    "need to be clear " * 400,
    ", and , but ; " * 500,
    "what should you " * 400,
    "an " * 2000,
    "urgently " * 500,
    "please also then " * 300,
    "if " * 1500 + "?",
)


def _hostile_to(pattern: Pattern) -> Iterator[str]:
    """Yield long strings that begin to match a pattern again and again, its own example among them."""
    yield from HOSTILE
    for example in pattern.matches:
        words = fold(example).split()
        for part in (words, words[: len(words) // 2 + 1], words[:-1], words[1:], words[:1], words[1:2], words[-1:]):
            yield " ".join(part * LONGEST)[:LONGEST]


@pytest.mark.parametrize(("patterns", "pattern"), PATTERNS)
def test_takes_linear_time_on_hostile_text(patterns: PatternSet, pattern: Pattern) -> None:
    del patterns

    def take_out(words: str) -> str:
        return pattern.find.sub("~", words)

    for words in _hostile_to(pattern):
        assert slowdown(take_out, words[: LONGEST // TIMES_LONGER], words[:LONGEST]) < MOST, f"{words[:40]!r}"
