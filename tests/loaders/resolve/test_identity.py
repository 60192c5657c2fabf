"""Who writes and who consults, guessed from the opening of a document: every wording, and whole openings."""

from pathlib import Path

import pytest

from loaders.document import Context, Span
from loaders.patterns import Pattern, load
from loaders.resolve.identity import guess_owner, guess_respondent, identified
from loaders.resolve.reading import Reading
from loaders.resolve.title_and_date import guess_date, guess_title
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown

LEXICON = Lexicon.load()
_LINE = 400
"""Characters of a line of the opening that are looked at."""


def reading(text: str) -> Reading:
    return Reading(text, LEXICON, ())


@pytest.mark.parametrize("wording", load("identity")["owners"].patterns, ids=lambda wording: wording.id)
def test_each_wording_of_owners_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    for text, owner in wording.matches.items():
        masked = reading(text).masked(Span(0, len(text)))
        found = wording.find.search(masked.text)
        assert found, text
        assert [id_ for name in masked.names_within(*found.span("owner")) for id_ in name.ids] == [owner], text
    for text in wording.spares:
        assert not wording.find.search(reading(text).masked(Span(0, len(text))).text), text


@pytest.mark.parametrize("wording", load("identity")["respondents"].patterns, ids=lambda wording: wording.id)
def test_each_wording_of_respondents_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    for text, respondent in wording.matches.items():
        assert guess_respondent(reading(text))[1] == respondent, text
    for text in wording.spares:
        assert guess_respondent(reading(text)) == (None, None), text


OPENINGS = [
    # and not one of which it says more
    (
        "Department for Transport\nLondon\n\nDear all,\n\nNHS England intends to run boats. NHS England plans.",
        "government",
    ),
    # the address above the salutation
    ("Ms A Smith\nNHS England and NHS Improvement\nLondon\n\nDear Ms Smith,\n\nWe write about fees.", "nhsei"),
    # the one replied to, not one merely named
    ("Response to the CQC consultation\n\nLocal authorities need help. Local authorities are stretched.", "cqc"),
    # nothing but mentions: the national body named most
    ("NHSEI is wrong. NHSEI is late. The Government is slow. ICSs differ, ICSs, ICSs, ICSs.", "nhsei"),
    # a committee of Parliament hears evidence, though councils are what it hears of
    ("Transport Committee\nOral evidence: Buses\n\nQ1 Chair: What do local authorities need?", "government"),
    # nothing at all
    ("More trees are needed.", "government"),
]


@pytest.mark.parametrize(("text", "owner"), OPENINGS)
def test_whoever_consults_is_told_from_the_opening(text: str, owner: str) -> None:
    found = guess_owner(reading(text), None)
    assert found
    assert found.id == owner


def test_the_usual_consulter_does_not_consult_where_it_responds() -> None:
    usual = LEXICON.usual_consulter
    assert usual is not None
    assert guess_owner(reading("More trees are needed."), usual.id) is None


def test_the_respondent_does_not_consult_itself() -> None:
    found = guess_owner(reading("The CQC response. The CQC agrees. The Government proposes this."), "cqc")
    assert found
    assert found.id == "government"


OF_A_HARBOUR = """
@prefix body: <https://w3id.org/whoasks/body/> . @prefix wa: <https://w3id.org/whoasks/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
wa:Port rdfs:subClassOf wa:Organisation ; wa:consults "where named" .
wa:FreePort rdfs:subClassOf wa:Port .
wa:Guild rdfs:subClassOf wa:Organisation ; wa:consults "where replied to" ; wa:mostlyAsks true .
wa:Organisation rdfs:subClassOf wa:Body .
body:port a wa:FreePort ; skos:prefLabel "Port of Leith"@en .
body:guild a wa:Guild ; skos:prefLabel "Guild of Pilots"@en .
body:town a wa:BodyGroup ; skos:prefLabel "Town councils"@en ; wa:consults "by default" .
wa:BodyGroup rdfs:subClassOf wa:Body .
"""


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("The Guild of Pilots is late. The Port of Leith is slow.", "port"),
        ("Response to the Guild of Pilots\n\nThe Port of Leith is slow.", "guild"),
        ("The tide is late.", "town"),
    ],
)
def test_which_bodies_consult_the_ontology_says_of_them_or_of_their_kind(tmp_path: Path, text: str, owner: str) -> None:
    (tmp_path / "harbour.ttl").write_text(OF_A_HARBOUR, encoding="utf-8")
    found = guess_owner(Reading(text, Lexicon.load(tmp_path), ()), None)
    assert found
    assert found.id == owner


def test_whoever_consults_is_told_in_the_words_of_the_document() -> None:
    context, notes = identified(reading("We respond to the Department for Transport."), Context(respondent="bma"))
    assert context.owner == "government"
    assert notes == ["Whoever consults was guessed: Department for Transport (filed under: Government and Parliament)."]


def test_what_is_known_is_kept_and_what_is_guessed_is_said() -> None:
    known = Context(owner="cqc", title="Our views")
    context, notes = identified(reading("BMA response to the Government"), known)
    assert (context.owner, context.respondent, context.title) == ("cqc", "bma", "Our views")
    assert notes == ["The respondent was guessed from the text: British Medical Association."]


@pytest.mark.parametrize("wording", load("identity")["titles"].patterns, ids=lambda wording: wording.id)
def test_each_wording_of_titles_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    for text, title in wording.matches.items():
        assert guess_title(text) == title
    for text in wording.spares:
        assert guess_title(text) is None, text


@pytest.mark.parametrize("wording", load("identity")["dates"].patterns, ids=lambda wording: wording.id)
def test_each_wording_of_dates_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    for text, date in wording.matches.items():
        assert guess_date(text) == date
    for text in wording.spares:
        assert guess_date(text) is None, text


LETTER = """Kent County Council
County Hall, Maidstone
1 March 2024

Kent County Council response to the Department for Transport consultation on bus franchising

We welcome the paper, which was published on 4 January 2024.
"""


def test_a_letter_s_head_gives_its_title_and_its_date_and_the_guesses_are_said() -> None:
    context, notes = identified(reading(LETTER), Context())
    assert (context.respondent_label, context.owner, context.date) == (
        "Kent County Council",
        "government",
        "2024-03-01",
    )
    assert context.title == LETTER.split("\n")[4]
    assert notes[2:] == [
        f"The title was guessed from the text: {context.title}.",
        "The date was guessed from the text: 2024-03-01.",
    ]


@pytest.mark.parametrize("text", ["30 February 2024", "word\n" * 20 + "1 March 2024", f"{'long ' * 60}\n1 March 2024"])
def test_what_is_no_date_or_stands_below_the_head_is_not_the_date(text: str) -> None:
    assert guess_date(text) is None


@pytest.mark.parametrize("piece", ["a ", "A ", "A-", "The A ", "on behalf of A ", "response to "])
def test_a_long_opening_takes_no_longer_than_its_length_allows(piece: str) -> None:
    def guess(opening: Reading) -> None:
        for _ in range(20):
            guess_respondent(opening)

    short, long = (reading((piece * length)[:length]) for length in (_LINE // TIMES_LONGER, _LINE))
    assert slowdown(guess, short, long) < MOST


def test_a_name_beyond_the_opening_is_not_looked_for() -> None:
    line = "Response from the Coastal Energy Forum\n"
    assert guess_respondent(reading("word\n" + line))[1] == "Coastal Energy Forum"
    assert guess_respondent(reading("word\n" * 1_000 + line)) == (None, None)


def test_whoever_issued_the_framework_that_a_text_names_consults_even_if_another_is_named_more_often() -> None:
    text = "The System Oversight Framework\n\nThe CQC rates us. The CQC visits us. The CQC helped."
    found = guess_owner(reading(text), None)
    assert found is not None
    assert found.id == "nhsei"


def test_a_public_inquiry_is_none_of_the_bodies_whose_papers_its_evidence_names() -> None:
    text = "Submission to the independent inquiry into the ferry fire\n\nThe CQC's new framework names the CQC."
    found = guess_owner(reading(text), None)
    assert found is not None
    assert found.id == "government"
