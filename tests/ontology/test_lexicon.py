"""What the lexicon finds, as (text, found) pairs; each says why it exists."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.lexicon import OTHER, Body, Entries, Lexicon, Topic
from ontology.phrases import PhraseMatcher
from ontology.sources import OntologyError, Sources
from ontology.wording import Words, base
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown

GOLD = Path(__file__).parents[1] / "gold"


def _body(id_: str, label: str, *alt_labels: str) -> Body:
    return Body(id_, f"https://example.org/{id_}", label, alt_labels, None, is_group=True)


def _topic(id_: str, label: str, *cues: str) -> Topic:
    return Topic(id_, f"https://example.org/{id_}", label, (), None, cues, None)


def test_which_bodies_mostly_ask_the_ontology_says_of_their_kind(tmp_path: Path) -> None:
    (tmp_path / "guilds.ttl").write_text(
        "@prefix wa: <https://w3id.org/whoasks/ontology#> . @prefix body: <https://w3id.org/whoasks/body/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "wa:Guild rdfs:subClassOf wa:Body ; wa:mostlyAsks true . wa:Inn rdfs:subClassOf wa:Guild .\n"
        "body:pilots a wa:Guild . body:temple a wa:Inn . body:port a wa:Body .",
        encoding="utf-8",
    )
    bodies = Lexicon.load(tmp_path).bodies
    assert {id_: body.mostly_asks for id_, body in bodies.items()} == {"pilots": True, "temple": True, "port": False}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    bodies = [
        _body("council", "Local authorities", "council", "LA"),
        _body("ics", "Integrated care systems", "ICS"),
        _body("vcse", "Voluntary, community and social enterprise sector"),
        _body("health", "Health organisations"),
        _body("trust", "Trusts"),
        _body("mental", "Mental health trusts"),
        _body("nhsei", "NHS England and NHS Improvement", "NHSEI"),
        _body("department", "Ministries", "Department"),
    ]
    topics = [
        _topic("transparency", "Transparency", "publish", "meeting + minutes"),
        _topic("burden", "Burden of assurance", "duplicate"),
        _topic("culture", "Culture", "behavioural change"),
        _topic("health", "Health"),
        _topic("public-health", "Public health"),
    ]
    return Lexicon(Entries(bodies={body.id: body for body in bodies}, topics={topic.id: topic for topic in topics}))


NAMED = [
    # a label given in the plural stands for the singular, and the other way round
    ("A local authority may object.", ["local authority"]),
    ("Councils may object.", ["Councils"]),
    # possessives, straight and curly, singular and plural
    ("The council's view and the councils’ view", ["council's", "councils"]),
    # hyphens and line ends inside a name
    ("an integrated-care system, integrated care\nsystems", ["integrated-care system", "integrated care\nsystems"]),
    # a blank line ends a phrase: the words belong to two paragraphs
    ("integrated care\n\nsystems", []),
    # so does a full stop
    ("This is integrated care. Systems differ.", []),
    # word boundaries: an acronym inside a longer word names nobody
    ("NICSE and councillors", []),
    # an acronym stands in capitals, for la is a word of its own
    ("à la carte; the LA, LAs, the LA's", ["LA", "LAs", "LA's"]),
    # commas inside a name are kept or left out by writers
    ("the voluntary community and social enterprise sector", ["voluntary community and social enterprise sector"]),
    ("the voluntary, community and social enterprise sector", ["voluntary, community and social enterprise sector"]),
    # British and American spelling
    ("health organizations", ["health organizations"]),
    # an ampersand is read as and
    ("NHS England & NHS Improvement", ["NHS England & NHS Improvement"]),
    # of overlapping names the longest counts
    ("mental health trusts and trusts", ["mental health trusts", "trusts"]),
    # a label in capitals is a name, not the common noun; a group's own label opens with a capital that is none
    ("the Department and the departments of a hospital, and ministries", ["Department", "ministries"]),
    # a name may open and close the text
    ("trust", ["trust"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_names_are_found_whatever_their_form(lexicon: Lexicon, text: str, names: list[str]) -> None:
    words = Words(text)
    found = lexicon.find_bodies(words)
    assert [text[words.starts[m.first] : words.ends[m.last]] for m in found] == names


MENTIONED = [
    # people type acronyms in small letters into a search box
    ("what do icss ask", [("body", "ics")]),
    ("nhsei and the ics", [("body", "nhsei"), ("body", "ics")]),
    # a verb's endings and nouns of the same family signal the topic
    ("duplication and duplicating", [("topic", "burden"), ("topic", "burden")]),
    ("behavioral change", [("topic", "culture")]),
    # a cue of two phrases needs both, in any order
    ("minutes of the meetings", [("topic", "transparency"), ("topic", "transparency")]),
    ("ten minutes", []),
    # the longer label hides the one inside it
    ("public health", [("topic", "public-health")]),
]


@pytest.mark.parametrize(("text", "expected"), MENTIONED)
def test_mentions_name_bodies_and_topics_in_the_order_of_the_text(
    lexicon: Lexicon, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(mention.kind, mention.id) for mention in lexicon.mentions(text)] == expected


def test_a_label_scores_above_a_cue(lexicon: Lexicon) -> None:
    scores = {mention.id: mention.score for mention in lexicon.mentions("transparency, duplicate")}
    assert scores["transparency"] == 1 > scores["burden"]


@given(st.text(max_size=200))
def test_every_mention_is_a_stretch_of_the_text_between_word_boundaries(text: str) -> None:
    lexicon = Lexicon(Entries(bodies={"a": _body("a", "a b")}, topics={"c": _topic("c", "c", "d")}))
    for mention in lexicon.mentions(text + " a-b d"):
        assert 0 <= mention.start < mention.end <= len(text) + 6


@given(st.from_regex(r"[A-Za-z]{1,12}", fullmatch=True))
def test_case_never_parts_a_word_from_its_base_unless_it_reads_as_an_acronym(word: str) -> None:
    assert base(word.capitalize()) == base(word.lower())


@pytest.mark.parametrize(
    ("american", "british"),
    [
        ("organization", "organisations"),
        ("analyzed", "analysed"),
        ("behaviors", "behaviour"),
        ("centers", "centre"),
        ("modeling", "modelling"),
        ("defense", "defence"),
        ("fulfillment", "fulfilment"),
        ("pediatric", "paediatric"),
        ("program", "programmes"),
        ("judgment", "judgements"),
    ],
)
def test_american_spelling_meets_british(american: str, british: str) -> None:
    assert base(american) == base(british)


@pytest.mark.parametrize("word", ["size", "prize", "center-right", "motor", "inter", "later"])
def test_words_that_only_look_american_stay(word: str) -> None:
    assert base(word) == word


def test_a_file_that_is_not_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b> .\n")
    with pytest.raises(OntologyError, match=r"bad\.ttl: line 1"):
        Lexicon.load(tmp_path)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_bytes(b"<urn:a> <urn:b> <urn:c> .\n# caf\xe9\n")
    with pytest.raises(OntologyError, match=r"bad\.ttl: line 2: this is not UTF-8"):
        Sources.read(tmp_path)


def test_a_rank_that_is_no_number_is_told_of_its_step(tmp_path: Path) -> None:
    stance = '<https://w3id.org/whoasks/stance/agree> a wa:Stance ; wa:rank "first" .'
    (tmp_path / "bad.ttl").write_text(f"PREFIX wa: <https://w3id.org/whoasks/ontology#>\n{stance}\n")
    with pytest.raises(OntologyError, match="stance/agree>: its rank is “first”"):
        Lexicon.load(tmp_path)


def test_a_folder_without_turtle_is_an_error_not_an_empty_lexicon(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="no Turtle files"):
        Lexicon.load(tmp_path)


def test_the_shapes_are_no_part_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "shapes.ttl").write_text(
        "<https://w3id.org/whoasks/topic/tide> a <https://w3id.org/whoasks/ontology#Topic> ."
    )
    with pytest.raises(OntologyError, match="no Turtle files"):
        Sources.read(tmp_path)
    (tmp_path / "model.ttl").write_text("<urn:a> <urn:b> <urn:c> .")
    before = Sources.read(tmp_path)
    (tmp_path / "shapes.ttl").unlink()
    assert before.digest == Sources.read(tmp_path).digest
    assert not Lexicon.of(before).topics


def test_a_body_of_a_kind_added_to_the_model_is_loaded_with_its_kind(tmp_path: Path) -> None:
    (tmp_path / "model.ttl").write_text(
        """@prefix wa: <https://w3id.org/whoasks/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        wa:Organisation rdfs:subClassOf wa:Body . wa:Harbour rdfs:subClassOf wa:Organisation .
        <https://w3id.org/whoasks/body/dover> a wa:Harbour ; skos:prefLabel "Port of Dover"@en ."""
    )
    body = Lexicon.load(tmp_path).bodies["dover"]
    assert (body.kind, body.is_group, body.label) == ("Harbour", False, "Port of Dover")


def test_the_bundled_ontology_is_found_by_its_own_labels() -> None:
    lexicon = Lexicon.load()
    for body in lexicon.bodies.values():
        assert body.id in {mention.id for mention in lexicon.mentions(body.label)}, body.label
    for topic in lexicon.topics.values():
        if topic.id == OTHER:
            continue
        assert topic.id in {mention.id for mention in lexicon.mentions(topic.label)}, topic.label


def test_a_phrase_of_no_words_matches_nothing() -> None:
    matcher = PhraseMatcher([("—", 1)], by_stem=True)
    assert matcher.find(Words("— and —")) == []


@pytest.mark.parametrize("piece", ["a", "a ", "a-", "trusts ", "'", "ized", "public health "])
def test_time_grows_with_the_length_of_the_text(lexicon: Lexicon, piece: str) -> None:
    short = piece * (100_000 // len(piece))
    assert slowdown(lexicon.mentions, short, short * TIMES_LONGER) < MOST


@pytest.mark.parametrize("kind", ["bodies", "topics"])
def test_every_id_of_the_hand_annotation_is_known_by_its_label(kind: str) -> None:
    lexicon = Lexicon.load()
    known = lexicon.bodies if kind == "bodies" else lexicon.topics
    _header, *rows = (GOLD / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 20
    for id_, label in (row.split("\t")[:2] for row in rows):
        assert label in {known[id_].label, *known[id_].alt_labels}
