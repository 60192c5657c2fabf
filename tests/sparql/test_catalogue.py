"""The catalogue reads what researchers write, says where it is wrong, and goes on with the rest."""

import doctest
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.lexicon import Lexicon
from sparql.results import Table
from sparql.saved import phrasings
from sparql.saved.catalogue import Catalogue, UnknownQuestion
from sparql.saved.enumeration import MOST, values_query, with_values
from sparql.saved.parameters import Parameter, Type

LEXICON = Lexicon.load()
WRONG = [
    ("#+ summary: [", 1, "not YAML"),
    ("#+ summary: a: b", 1, "not YAML"),
    ("#+ just words", 1, "YAML entries"),
    ("#+ summary: x\n#+ parameters:\n#+   topic: {type: topik}", 3, "“topik” is not a type"),
    ("#+ parameters:\n#+   topic: {kind: topic}", 2, "a parameter has no “kind”"),
    ("#+ parameters:\n#+   body: {type: body}", 2, "no variable ?_body"),
    ("#+ parameters:\n#+   topic: {type: topic, default: cqc-alingment}", 2, "nearest: cqc-alignment"),
    ("#+ summary: x\n#+ asks:\n#+   - who wants {thing}", 2, "names no parameter: {thing}"),
    ("#+ summary: x\n#+ asks:\n#+   - what of {topic:gruop}", 2, "names no kind of body: gruop; nearest: group"),
    ("#+ summary: x\n#+ asks:\n#+   - 'who wants {topic'", 2, "has a brace without its other half"),
    ("#+ shape:\n#+   body: thing ?nobody", 2, "selects no variable ?nobody"),
    ("#+ shape: ?body", 1, "a shape is a mapping"),
    ("#+ shape:\n#+   body:\n#+     label: the body", 3, "is not a variable"),
    ("#+ page: many", 1, "whole number"),
    ("#+ tags: asks", 1, "must be a list"),
    ("#+ listed: true\nSELECT * { ?s ?p ?_topic_iri", 2, "not SPARQL 1.1: { is never closed"),
    ("#+ summary: x\n#+ paramters:\n#+   topic: {type: topic}", 2, "a header has no “paramters”; nearest: parameters"),
]
QUERY = "\nSELECT ?body WHERE { ?ask ?p ?_topic_iri ; ?q ?body }\n"


def read(folder: Path, **files: str) -> Catalogue:
    for name, text in files.items():
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return Catalogue.alone(folder, LEXICON)


def parameters(folder: Path, query: str) -> dict[str, Parameter]:
    catalogue = read(folder, asked=query)
    assert catalogue.errors == ()
    return dict(catalogue["asked"].parameters)


@pytest.mark.parametrize(("header", "line", "reason"), WRONG)
def test_a_wrong_header_is_reported_with_its_line_and_the_others_go_on(
    tmp_path: Path, header: str, line: int, reason: str
) -> None:
    wrong = header if "SELECT" in header else header + QUERY
    catalogue = read(tmp_path, wrong=wrong, right="#+ summary: Right" + QUERY)
    (error,) = catalogue.errors
    assert (error.path.name, error.line) == ("wrong.rq", line)
    assert reason in str(error)
    assert list(catalogue.questions) == ["right"]


def test_a_phrasing_is_cut_into_words_and_slots_as_its_documentation_says() -> None:
    assert doctest.testmod(phrasings).failed == 0


ASKED = "#+ asks: ['who wants {topic}']\n#+ parameters: {topic: {type: topic}}" + QUERY


@pytest.mark.parametrize(
    ("phrasings", "line", "reason"),
    [
        (b"who wishes for {topic}\nwho wishes for {thing}\n", 2, "names no parameter: {thing}"),
        (b"\n\nwhat of {topic:gruop}\n", 3, "names no kind of body: gruop; nearest: group"),
        (b"who likes caf\xe9s\n", 1, "not UTF-8"),
    ],
)
def test_a_wrong_phrasing_beside_a_question_is_reported_with_its_line_and_the_last_sound_version_kept(
    tmp_path: Path, phrasings: bytes, line: int, reason: str
) -> None:
    beside = tmp_path / "wanted.asks.txt"
    beside.write_text("who longs for {topic}\nwho wants {topic}\n", encoding="utf-8")
    sound = read(tmp_path, wanted=ASKED)
    assert sound["wanted"].phrasings == ("who wants {topic}", "who longs for {topic}")
    beside.write_bytes(phrasings)
    assert not Catalogue.alone(tmp_path, LEXICON).questions
    found = Catalogue.load(tmp_path, LEXICON, sound)
    (error,) = found.errors
    assert (error.path, error.line) == (beside, line)
    assert reason in error.reason
    assert found["wanted"] == sound["wanted"]


def test_phrasings_whose_question_is_gone_are_reported_and_bring_none_back(tmp_path: Path) -> None:
    (tmp_path / "wanted.asks.txt").write_text("who longs for {topic}\n", encoding="utf-8")
    sound = read(tmp_path, wanted=ASKED)
    (tmp_path / "wanted.rq").unlink()
    found = Catalogue.load(tmp_path, LEXICON, sound)
    assert [str(error).rpartition("/")[2] for error in found.errors] == [
        "wanted.asks.txt:1: no question wanted.rq stands beside these phrasings"
    ]
    assert "wanted" not in found.questions


def test_two_files_of_one_name_are_reported(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "same.rq").write_text("SELECT * {}")
    assert "has the same name" in str(read(tmp_path, same="SELECT * {}").errors[0])


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes(b"#+ summary: x\n#+ description: caf\xe9\nSELECT * {}")
    assert str(Catalogue.alone(tmp_path, LEXICON).errors[0]).endswith("latin.rq:2: not UTF-8")


def test_a_plain_query_is_a_question_without_any_header(tmp_path: Path) -> None:
    question = read(tmp_path, **{"all-things": "SELECT ?thing { ?thing ?p ?o }"})["all-things"]
    assert (question.summary, list(question.shape), question.parameters) == ("All things", ["thing"], {})


def test_an_unknown_question_names_its_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownQuestion, match="no question “who-ask”; nearest: who-asks"):
        read(tmp_path, **{"who-asks": "SELECT * {}"})["who-ask"]


def test_grlc_names_type_their_parameters(tmp_path: Path) -> None:
    found = parameters(
        tmp_path,
        "PREFIX bif: <http://b#>\nSELECT * { ?_a ?_b_iri ?_c_integer . ?s ?__d_en ?_e_xsd_date ; ?p ?_f_number ; "
        "?q ?_g_literal ; ?r ?_h_bif_money }".replace("?__d_en ", "?p ?__d_en ; ?t "),
    )
    assert {name: found[name].type for name in "abcdefg"} == {
        "a": Type.TEXT,
        "b": Type.IRI,
        "c": Type.INTEGER,
        "d": Type.TEXT,
        "e": Type.DATE,
        "f": Type.NUMBER,
        "g": Type.TEXT,
    }
    assert (found["d"].language, found["d"].required, found["a"].required) == ("en", False, True)
    assert found["h"].datatype == "http://b#money"


GRLC = """#+ endpoint: http://dbpedia.org/sparql
#+ summary: Bands of a genre
#+ description: Bands whose genre is the one given.
#+ endpoint_in_url: False
#+ method: GET
#+ pagination: 50
#+ tags:
#+   - DBpedia
#+ defaults:
#+   - genre: http://dbpedia.org/resource/Rock_music
#+ enumerate:
#+   - genre:
#+     - http://dbpedia.org/resource/Rock_music
#+     - http://dbpedia.org/resource/Jazz
#+ transform: {
#+     "key": "?band",
#+     "value": "?album",
#+     "$anchor": "key"
#+   }
PREFIX dbo: <http://dbpedia.org/ontology/>
SELECT ?band ?album WHERE { ?album dbo:artist ?band . ?band dbo:genre ?_genre_iri ; dbo:year ?__year_xsd_integer }
"""


def test_a_file_written_for_grlc_works_unmodified(tmp_path: Path) -> None:
    catalogue = read(tmp_path, bands=GRLC)
    assert catalogue.errors == ()
    question = catalogue["bands"]
    genre = question.parameters["genre"]
    assert (question.summary, question.tags, question.page) == ("Bands of a genre", ("DBpedia",), 50)
    assert (genre.type, genre.default) == (Type.IRI, "http://dbpedia.org/resource/Rock_music")
    assert genre.choices[1] == "http://dbpedia.org/resource/Jazz"
    assert question.parameters["year"].type == Type.INTEGER
    assert not question.parameters["year"].required
    assert list(question.shape) == ["band", "album"]
    assert question.transform == {"key": "?band", "value": "?album", "$anchor": "key"}


LISTED = "#+   - genre:\n#+     - http://dbpedia.org/resource/Rock_music\n#+     - http://dbpedia.org/resource/Jazz\n"


@pytest.mark.parametrize("entry", ["genre", "genre:", "_genre_iri"])
def test_a_grlc_parameter_whose_values_are_not_listed_takes_those_of_the_dataset(tmp_path: Path, entry: str) -> None:
    assert LISTED in GRLC
    catalogue = read(tmp_path, bands=GRLC.replace(LISTED, f"#+   - {entry}\n"))
    assert catalogue.errors == ()
    genre = catalogue["bands"].parameters["genre"]
    assert (genre.enumerated, genre.choices) == (True, ())
    assert not catalogue["bands"].parameters["year"].enumerated


def test_a_grlc_parameter_may_be_enumerated_by_its_variable(tmp_path: Path) -> None:
    catalogue = read(tmp_path, bands=GRLC.replace("#+   - genre:\n#+     -", "#+   - _genre_iri:\n#+     -"))
    assert catalogue["bands"].parameters["genre"].choices[1] == "http://dbpedia.org/resource/Jazz"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?band WHERE { ?band x:genre ?_genre_iri } LIMIT 1",
        "SELECT (EXISTS { ?band x:genre ?g } AS ?any) { ?band x:genre ?_genre_iri . { ?band x:year ?__year } } LIMIT 1",
        "SELECT ?band FROM <http://x/g> WHERE { ?band x:genre ?_genre_iri }",
        "CONSTRUCT { ?band a ?_genre_iri } WHERE { ?band x:genre ?_genre_iri }",
        "CONSTRUCT { ?band a ?_genre_iri } { ?band x:genre ?_genre_iri }",
        "CONSTRUCT WHERE { ?band x:genre ?_genre_iri }",
        "ASK { ?band x:genre ?_genre_iri\n FILTER(?_genre_iri != ?__other_iri)  #? other\n }",
        "DESCRIBE ?band WHERE { ?band x:genre ?_genre_iri }",
    ],
)
def test_the_values_of_a_parameter_are_what_its_variable_can_be_in_the_pattern(tmp_path: Path, query: str) -> None:
    question = read(tmp_path, bands=f"#+ enumerate: [genre]\nPREFIX x: <http://x/>\n{query}\n")["bands"]
    query_for_values = values_query(question, "genre")
    assert query_for_values is not None
    store = ox.Store()
    graph = ox.NamedNode("http://x/g")
    for band, genre in (("a", "rock"), ("b", "jazz"), ("c", "rock")):
        node, of = ox.NamedNode(f"http://x/{band}"), ox.NamedNode(f"http://x/{genre}")
        store.add(ox.Quad(node, ox.NamedNode("http://x/genre"), of, graph))
        store.add(ox.Quad(node, ox.NamedNode("http://x/year"), ox.Literal("1969"), graph))
    table = Table.of(store.query(query_for_values, use_default_graph_as_union="FROM" not in query))
    assert with_values(question, "genre", table).parameters["genre"].choices == ("http://x/jazz", "http://x/rock")


def test_a_query_without_a_pattern_has_no_values_to_enumerate(tmp_path: Path) -> None:
    question = read(tmp_path, bands="#+ enumerate: [genre]\nDESCRIBE ?_genre_iri\n")["bands"]
    assert values_query(question, "genre") is None


def test_a_parameter_with_very_many_values_takes_any(tmp_path: Path) -> None:
    question = read(tmp_path, bands="#+ enumerate: [genre]\nSELECT ?s { ?s ?p ?_genre_iri }\n")["bands"]
    many = Table(("_genre_iri",), tuple((ox.Literal(str(number)),) for number in range(MOST + 1)))
    assert with_values(question, "genre", many).parameters["genre"].choices == ()


def test_a_query_that_is_no_sparql_is_reported_with_the_line_of_its_file(tmp_path: Path) -> None:
    header = "#+ summary: Wrong\n#+ tags: [a]\n\n"
    (tmp_path / "wrong.rq").write_text(
        f"{header}SELECT ?a WHERE {{\n  ?a wa:quote ?b ;\n    wa:topic , ?c\n}}\n", "utf-8"
    )
    (error,) = Catalogue.alone(tmp_path, Lexicon.load()).errors
    assert (error.path.name, error.line) == ("wrong.rq", 6)
    assert error.reason.startswith("not SPARQL 1.1: expected")
