"""The tokenizer of SPARQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparql.syntax.tokens import Kind, position, query_form, tokenize, unescape_codepoints


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokenize(text)]


def test_a_query_falls_into_its_terminals() -> None:
    assert kinds('SELECT ?x { ?x a wa:p-x.y, "a"@en-GB . FILTER(?x<3.5e3) _:b1 }') == [
        (Kind.WORD, "SELECT"),
        (Kind.VARIABLE, "?x"),
        (Kind.PUNCTUATION, "{"),
        (Kind.VARIABLE, "?x"),
        (Kind.WORD, "a"),
        (Kind.PNAME, "wa:p-x.y"),
        (Kind.PUNCTUATION, ","),
        (Kind.STRING, '"a"'),
        (Kind.LANGTAG, "@en-GB"),
        (Kind.PUNCTUATION, "."),
        (Kind.WORD, "FILTER"),
        (Kind.PUNCTUATION, "("),
        (Kind.VARIABLE, "?x"),
        (Kind.PUNCTUATION, "<"),
        (Kind.NUMBER, "3.5e3"),
        (Kind.PUNCTUATION, ")"),
        (Kind.BLANK_NODE, "_:b1"),
        (Kind.PUNCTUATION, "}"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"SERVICE"',
        "'SERVICE <http://x/>'",
        '"""a "SERVICE" b"""',
        r'"\" SERVICE"',
        "# SERVICE <http://x/>",
        "<http://example.org/SERVICE#SERVICE>",
        "ex:SERVICE",
        "?SERVICE",
    ],
)
def test_what_only_contains_a_keyword_is_none(text: str) -> None:
    assert not any(token.is_word("SERVICE") for token in tokenize(text))


def test_an_unclosed_string_is_unknown_and_not_lost() -> None:
    assert kinds('"a') == [(Kind.UNKNOWN, '"'), (Kind.WORD, "a")]


@pytest.mark.parametrize(
    ("text", "form"),
    [("PREFIX a: <http://b> # ASK\nselect * {}", "SELECT"), ("BASE <http://b> ask {}", "ASK"), ("", "")],
)
def test_the_form_of_a_query_is_its_first_keyword_after_the_prologue(text: str, form: str) -> None:
    assert query_form(text) == form


def test_escaped_codepoints_stand_for_characters() -> None:
    assert unescape_codepoints(r"\u0053ERVIC\U00000045 \Uffffffff") == r"SERVICE \Uffffffff"


@given(st.text())
def test_tokens_stand_where_they_say_and_never_overlap(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (8, (1, 9)), (9, (2, 1)), (11, (2, 3))])
def test_a_position_counts_lines_and_columns_from_1(offset: int, place: tuple[int, int]) -> None:
    assert position("SELECT *\n{ ?s }", offset) == place
