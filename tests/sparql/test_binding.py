"""No value can change what a query is: its tokens are the template's, with a term in the place of each variable."""

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.lexicon import Lexicon
from sparql.saved.binding import Value, bind, without_absent
from sparql.saved.names import LexiconNames
from sparql.saved.parameters import RECORDS, Parameter, Type
from sparql.saved.values import ParameterError, WrongValue, read_value
from sparql.syntax.tokens import Kind, Token, tokenize

NAMES = LexiconNames(Lexicon.load())
TEMPLATE = 'SELECT ?s WHERE { ?s ?p ?_value . FILTER(?s != "?_value" && ?_value != ?o) } # ?_value'
SMUGGLED = [
    '"} ; DROP ALL #',
    "' } UNION { ?a ?b ?c } #",
    "\\",
    '\\"',
    "\n}\nDELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    '""" . ?x ?y ?z . """',
    "?_value",
    "a\\u0022 b",
    "> . ?s ?p <http://x",
]
words = st.one_of(st.sampled_from(SMUGGLED), st.text(max_size=60))


def kinds(tokens: list[Token]) -> list[str]:
    return [token.kind if token.kind in {Kind.IRIREF, Kind.STRING} else token.text for token in tokens]


def structure(text: str, value: Value) -> list[str]:
    """The tokens that the bound template must have."""
    written = kinds(tokenize(str(value)))
    found: list[str] = []
    for token in tokenize(text):
        found += written if token.text == "?_value" else kinds([token])
    return found


@given(words)
def test_a_literal_stays_one_literal_whatever_it_contains(text: str) -> None:
    value = ox.Literal(text)
    bound = bind(TEMPLATE, {"_value": [value]})
    assert kinds(tokenize(bound)) == structure(TEMPLATE, value)
    ox.Store().query(bound)


@given(words)
def test_a_bound_literal_means_the_very_words(text: str) -> None:
    (row,) = ox.Store().query(bind("SELECT (STR(?_value) AS ?v) {}", {"_value": [ox.Literal(text)]}))
    assert row["v"].value == text


@given(words, st.sampled_from([kind for kind in Type if kind not in RECORDS]))
def test_whatever_is_given_for_a_parameter_is_refused_or_bound_as_one_term(text: str, kind: Type) -> None:
    with suppress(ParameterError):
        (value,) = read_value(Parameter("value", frozenset({"_value"}), kind), text, NAMES)
        assert kinds(tokenize(bind(TEMPLATE, {"_value": [value]}))) == structure(TEMPLATE, value)


@given(st.sets(st.sampled_from("abcdef"), min_size=2))
def test_several_values_begin_the_group_and_leave_the_rest_alone(ids: set[str]) -> None:
    terms = [ox.NamedNode(f"http://example.org/{one}") for one in sorted(ids)]
    bound = bind("SELECT ?s WHERE { ?s ?p ?_value }", {"_value": terms})
    assert bound == f"SELECT ?s WHERE {{ VALUES ?_value {{ {' '.join(map(str, terms))} }} ?s ?p ?_value }}"


def test_a_value_may_stand_in_the_projection_the_grouping_and_the_order() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("o")))
    text = "SELECT ?_v (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(?o = ?_v) } GROUP BY ?_v ORDER BY ?_v"
    (row,) = store.query(bind(text, {"_v": [ox.Literal("o")]}))
    assert (row["_v"].value, row["n"].value) == ("o", "1")


def test_the_template_of_a_construct_gets_no_values_block() -> None:
    terms = [ox.NamedNode("x:a"), ox.NamedNode("x:b")]
    bound = bind("CONSTRUCT { ?_t ?p ?o } WHERE { ?_t ?p ?o }", {"_t": terms})
    assert bound == "CONSTRUCT { ?_t ?p ?o } WHERE { VALUES ?_t { <x:a> <x:b> } ?_t ?p ?o }"


def test_prefixes_of_the_model_need_no_declaration() -> None:
    assert bind("SELECT * { ?s a wa:Ask }", {}).startswith("PREFIX wa: <https://w3id.org/whoasks/ontology#>\n")


def test_marked_lines_are_left_out_where_their_parameter_is_absent() -> None:
    text = "SELECT * {\n  ?s ?p ?o .  #? topic\n  FILTER(?o != '''\n#? topic''')\n}"
    assert without_absent(text, {"topic"}) == "SELECT * {\n  FILTER(?o != '''\n#? topic''')\n}"
    assert without_absent(text, set()) == text


@pytest.mark.parametrize("text", ["a\x00b", "\x07", "x" * 4001, "\ud800"])
def test_control_characters_and_endless_values_are_refused(text: str) -> None:
    with pytest.raises(WrongValue, match=r"control character|longer than"):
        read_value(Parameter("text", frozenset({"_text"})), text, NAMES)


def test_a_body_where_a_topic_belongs_is_said_to_be_one() -> None:
    with pytest.raises(ParameterError, match=r"“bma” is a body .*and “topic” takes a topic"):
        read_value(Parameter("topic", frozenset(), Type.TOPIC), "bma", NAMES)


@pytest.mark.parametrize("name", ["cqc-alignment", "CQC alignment", "https://w3id.org/whoasks/topic/cqc-alignment"])
def test_a_topic_is_named_by_id_label_or_iri(name: str) -> None:
    (value,) = read_value(Parameter("topic", frozenset(), Type.TOPIC), name, NAMES)
    assert value.value == "https://w3id.org/whoasks/topic/cqc-alignment"


def test_a_topic_may_stand_for_those_below_it() -> None:
    values = read_value(Parameter("topic", frozenset(), Type.TOPIC, narrower=True), "regulation", NAMES)
    ids = {Path(value.value).name for value in values}
    assert ids >= {"regulation", "cqc-alignment", "assurance-burden"}
    assert "transparency" not in ids
