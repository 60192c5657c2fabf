"""Time grows with the length of a document, not with its square: each reader, each wording, the whole extraction."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from loaders.document import BlockKind, Context, Document
from loaders.errors import BadInput
from loaders.extract import RuleExtractor
from loaders.find.layout import units
from loaders.find.sentences import LONGEST
from loaders.naming import Ids
from loaders.patterns import BODY, OWNED, Pattern, load
from loaders.readers import read
from loaders.readers.page import Line, without_running_lines
from loaders.readers.text import blocks
from loaders.resolve.reading import Reading
from loaders.resolve.topics import speaks_of_topics
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown
from tests.loaders.patterns.test_patterns import HOSTILE
from tests.loaders.written import Pieces, write_docx, write_odt, write_pdf

LEXICON = Lexicon.load()
EXTRACT = RuleExtractor(LEXICON)
LENGTH = 2_000
"""Characters of the short document; the long one has four times as many."""


def test_the_measure_tells_quadratic_time_from_linear() -> None:
    short, long = range(40_000), range(40_000 * TIMES_LONGER)
    assert slowdown(sum, short, long) < MOST

    def pairs(numbers: range) -> int:
        return sum(1 for one in numbers for other in numbers if one == other)

    assert slowdown(pairs, range(800), range(800 * TIMES_LONGER)) > MOST


def test_the_measure_sees_a_pattern_that_goes_back_and_forth() -> None:
    cubic = re.compile(r"\w+\w+ is")
    assert slowdown(cubic.search, "a" * 150, "a" * 150 * TIMES_LONGER) > MOST


PIECES = [
    "* ", "- a\n", "[", "![a](", "<", "<b>", "# a\n", "| a ", "`", "_a", "**a", "a-\nb ", "\n", "a", "\\", "&amp;",
    "<!--", "[1]: a\n", "1) 1) ", "|-|\n",
]  # fmt: skip
"""What opens, closes or nests in one of the formats that are plain text."""


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@pytest.mark.parametrize("piece", PIECES)
def test_a_reader_of_plain_formats_takes_linear_time(piece: str, suffix: str, tmp_path: Path) -> None:
    short, long = (tmp_path / f"{name}{suffix}" for name in ("short", "long"))
    short.write_text(_of(piece, LENGTH))
    long.write_text(_of(piece, LENGTH * TIMES_LONGER))
    assert slowdown(_read_or_refuse, short, long) < MOST


def _read_or_refuse(path: Path) -> None:
    with suppress(BadInput):
        read(path)


WRITERS = [(".docx", write_docx), (".odt", write_odt), (".pdf", write_pdf)]


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
@pytest.mark.parametrize("words", ["a-", "Question 1: ", "word "])
def test_a_reader_of_other_formats_takes_linear_time(
    suffix: str, write: Callable[[Path, Pieces], None], words: str, tmp_path: Path
) -> None:
    short, long = (tmp_path / f"{name}{suffix}" for name in ("short", "long"))
    write(short, [(BlockKind.PARAGRAPH, words * 20)] * 20)
    write(long, [(BlockKind.PARAGRAPH, words * 20)] * 20 * TIMES_LONGER)
    assert slowdown(read, short, long) < MOST


def test_paragraphs_that_page_breaks_cut_are_joined_in_linear_time() -> None:
    paragraph = f"{'a' * 90}\n\n"
    assert slowdown(blocks, paragraph * 8_000, paragraph * 8_000 * TIMES_LONGER) < MOST


def test_lines_that_each_end_as_a_question_are_laid_out_in_linear_time() -> None:
    line = "What is a lamp that shines upon the pier at night in the fog?\n"
    short, long = (Document("a.txt", line * lines, (), "") for lines in (250, 250 * TIMES_LONGER))
    assert slowdown(units, short, long) < MOST


def test_ids_of_respondents_of_one_name_are_given_in_linear_time() -> None:
    def given(number: int) -> None:
        ids = Ids()
        assert len({ids.give("individual") for _ in range(number)}) == number

    assert slowdown(given, 1_000, 1_000 * TIMES_LONGER) < MOST


def test_running_heads_are_found_in_linear_time() -> None:
    def page(lines: int) -> list[Line]:
        return [Line(f"Line {number}", 0, -20 * number, 100, 10 - 20 * number) for number in range(lines)]

    short, long = ([page(lines), page(lines)] for lines in (1_000, 1_000 * TIMES_LONGER))
    assert slowdown(without_running_lines, short, long) < MOST


def test_the_scope_of_a_text_full_of_cues_is_told_in_linear_time() -> None:
    told = "Peer review, CQC alignment and primary care networks need mutual aid and local flexibility. "
    short, long = (told * sentences for sentences in (60, 60 * TIMES_LONGER))
    assert slowdown(lambda text: speaks_of_topics(Reading(text, LEXICON, ())), short, long) < MOST


TOLD = [
    "“", '"a ', "‘a", "Q1) Do you agree?\n\n", "1. We agree. ", "the Commission ", "The CQC and the Agency and ",
    "we ask that the CQC ", '"a b c d" said one member. ', "We are concerned that: ", "- that the CQC and\n", "a?\n",
    "but not only never ", "you your ", "One said: “It is.\n\n", "One said: “It is.\n\n“So.”\n\n", "- “It is.”\n",
    "We asked members why. They said: ", "said members, ",
]  # fmt: skip
"""What opens something that a stage of the extraction looks for."""


@pytest.mark.parametrize("piece", TOLD)
def test_extraction_takes_linear_time(piece: str) -> None:
    short, long = (Document("a.txt", _of(piece, length), (), "") for length in (LENGTH, LENGTH * TIMES_LONGER))
    assert slowdown(lambda document: EXTRACT(document, Context()), short, long) < MOST


WORDINGS = [
    wording
    for name in ("addressees", "accountability", "endorsements", "identity", "parties")
    for group in load(name).values()
    for wording in group
]


def _hostile_to(wording: Pattern) -> Iterator[str]:
    """Yield pieces that begin to match a wording again and again."""
    yield from (words[:80] for words in HOSTILE)
    yield from (f"{BODY} ", f"{BODY} and ", f"{BODY}, ", f"the {BODY} and operators and ", f"{OWNED} board and ")
    yield from (f"we ask that {BODY} ", f"for {BODY} to be ", f"between {BODY} and {BODY} (", f"{BODY} in of on ")
    for example in wording.matches:
        yield f"{example.lower()} "
        yield f"{' '.join(example.lower().split()[:3])} "


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.id)
def test_a_wording_about_bodies_takes_linear_time(wording: Pattern) -> None:
    def search(words: str) -> None:
        for _ in wording.find.finditer(words):
            pass

    for piece in _hostile_to(wording):
        short, long = _of(piece, LONGEST // TIMES_LONGER), _of(piece, LONGEST)
        assert slowdown(search, short, long) < MOST, piece


def _of(piece: str, length: int) -> str:
    return (piece * (length // len(piece) + 1))[:length]
