"""Plain text: the canonical form, and the blocks that people make with blank lines and marks."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.document import BlockKind
from loaders.errors import BadInput
from loaders.readers.canonical import canonical
from loaders.readers.text import blocks, decode


def laid_out(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(text)) for block in blocks(text)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301", "\u00e9"),
        ("sho\u200buld \u202eact\u202c", "should act"),
        ("a\x00b\tc", "ab\tc"),
    ],
)
def test_the_canonical_text_has_one_form(raw: str, expected: str) -> None:
    assert canonical(raw)[0] == expected


def test_no_break_but_lf_and_nothing_that_is_not_seen_stays_even_where_it_is_the_only_one() -> None:
    other_breaks = "\r\x0b\x0c\x85\u2028\u2029"
    unseen = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) in {"Cc", "Cf"}]
    kept = set("\t\n") | {one for one in unseen if canonical(f"a{one}b")[0] == f"a{one}b"}
    assert {canonical(f"a{one}b")[0] for one in other_breaks} == {"a\nb"}
    assert {canonical(f"a{one}b")[0] for one in set(unseen) - kept - set(other_breaks)} == {"ab"}
    assert not kept & set(map(chr, (*range(9), 0x7F, 0x9F, 0xAD, 0x200B, 0x200E, 0x202A, 0x202E, 0x2060, 0x2069)))


def test_what_is_left_out_is_said() -> None:
    assert canonical("a\u200bb\x01")[1] == (
        "1 control character left out",
        "1 invisible or direction-changing character left out",
    )


@given(st.text())
def test_the_canonical_form_of_a_canonical_text_is_itself(text: str) -> None:
    once = canonical(text)[0]
    assert canonical(once)[0] == once


@given(st.text(alphabet=st.sampled_from("ab .:?-*1\n\t\u00e9")))
def test_blocks_are_in_order_apart_and_cover_every_word(text: str) -> None:
    found = blocks(text)
    for before, after in itertools.pairwise(found):
        assert before.span.end <= after.span.start
    covered = {place for block in found for place in range(block.span.start, block.span.end)}
    missed = {character for place, character in enumerate(text) if place not in covered}
    assert not any(character == "\u00e9" for character in missed)


def test_a_list_item_is_a_block_without_its_mark() -> None:
    text = "We recommend:\n\n- Keep it simple\n  and short.\n- Publish it.\n  1. At once."
    assert laid_out(text) == [
        ("paragraph", "We recommend:"),
        ("bullet", "Keep it simple\n  and short."),
        ("bullet", "Publish it."),
        ("bullet", "At once."),
    ]


def test_lines_of_one_paragraph_are_one_block() -> None:
    assert laid_out("One line that\ngoes on.\n\nAnother.") == [
        ("paragraph", "One line that\ngoes on."),
        ("paragraph", "Another."),
    ]


@pytest.mark.parametrize(
    "heading", ["Question 2: Why? Please give reasons.", "3. Do you agree?", "Q12a) Costs", "Next steps"]
)
def test_a_question_or_a_short_line_is_a_heading(heading: str) -> None:
    assert laid_out(f"{heading}\n\nYes, we agree.")[0] == (BlockKind.HEADING.value, heading)


def test_a_paragraph_cut_by_a_page_break_is_one_block() -> None:
    before = "Primary care plays a huge role in the managing of many of the long-term and complex"
    assert laid_out(f"{before}\n\nconditions of people.") == [("paragraph", f"{before}\n\nconditions of people.")]


def test_a_text_that_is_not_utf8_is_refused_with_the_line() -> None:
    with pytest.raises(BadInput, match=r"a\.txt:2: is not UTF-8 \(byte 0x93\)"):
        decode("a.txt", b"one\n\x93two\x94")


def test_an_encoding_that_the_manifest_names_is_used() -> None:
    assert decode("a.txt", b"\x93two\x94", "windows-1252") == "“two”"
