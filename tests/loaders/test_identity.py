"""Who writes and who consults, guessed from the opening of a document: every wording, and whole openings."""

import pytest

from loaders.document import Context, Span
from loaders.resolve.identity import guess_owner, guess_respondent, identified
from loaders.resolve.patterns import Wording, wordings
from loaders.resolve.reading import Reading
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown

LEXICON = Lexicon.load()
_LINE = 400
"""Characters of a line of the opening that are looked at."""


def reading(text: str) -> Reading:
    return Reading(text, LEXICON, ())


@pytest.mark.parametrize("wording", wordings("identity")["owners"], ids=lambda wording: wording.id)
def test_each_wording_of_owners_finds_its_matches_and_leaves_what_it_spares(wording: Wording) -> None:
    for text, owner in wording.matches.items():
        masked = reading(text).masked(Span(0, len(text)))
        found = wording.find.search(masked.text)
        assert found, text
        assert [id_ for name in masked.names_within(*found.span("owner")) for id_ in name.ids] == [owner], text
    for text in wording.spares:
        assert not wording.find.search(reading(text).masked(Span(0, len(text))).text), text


@pytest.mark.parametrize("wording", wordings("identity")["respondents"], ids=lambda wording: wording.id)
def test_each_wording_of_respondents_finds_its_matches_and_leaves_what_it_spares(wording: Wording) -> None:
    for text, respondent in wording.matches.items():
        assert guess_respondent(reading(text))[1] == respondent, text
    for text in wording.spares:
        assert guess_respondent(reading(text)) == (None, None), text


OPENINGS = [
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
    assert guess_owner(reading(text), None) == owner


def test_the_respondent_does_not_consult_itself() -> None:
    assert (
        guess_owner(reading("The CQC response. The CQC agrees. The Government proposes this."), "cqc") == "government"
    )


def test_what_is_known_is_kept_and_what_is_guessed_is_said() -> None:
    context, notes = identified(reading("BMA response to the Government"), Context(owner="cqc"))
    assert (context.owner, context.respondent) == ("cqc", "bma")
    assert notes == ["The respondent was guessed from the text: British Medical Association."]


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
