"""Who answers to whom: every wording finds what it says it finds, and the claims of whole paragraphs."""

import pytest

from loaders.document import AccountabilityClaim, Modality, Span
from loaders.patterns import BODY, Pattern, load
from loaders.resolve.accountability import AccountabilityFinder
from loaders.resolve.reading import Paragraph, Reading
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown

LEXICON = Lexicon.load()


def claims(text: str) -> list[AccountabilityClaim]:
    span = Span(0, len(text))
    return list(AccountabilityFinder(Reading(text, LEXICON, [Paragraph(span, (span,))]), "nhsei")())


def claim(text: str) -> AccountabilityClaim | None:
    return next(iter(claims(text)), None)


def _as_written(found: list[AccountabilityClaim]) -> tuple[set[str], set[str], str]:
    """Return who answers, and to whom, in all claims of a sentence."""
    who = {id_ for one in found for id_ in one.accountable}
    return who, {id_ for one in found for id_ in one.to}, found[0].modality.value


@pytest.mark.parametrize("wording", load("accountability")["claims"].patterns, ids=lambda wording: wording.id)
def test_each_wording_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    assert wording.matches
    for text, expected in wording.matches.items():
        parties, modality = expected.rsplit(",", 1)
        accountable, _, to = parties.partition(">")
        found = claims(text)
        assert found, text
        assert _as_written(found) == (set(accountable.split()), set(to.split()), modality.strip()), text
    for text in wording.spares:
        assert claim(text) is None, text


NOT_CLAIMS = [
    # accountability in general, of nobody
    "Clear accountability is essential.",
    # a wish for clarity names nobody who answers
    "NHSEI will need to consider statutory accountability arrangements.",
    # responsible for a task, not for overseeing anybody
    "Local authorities are responsible for public health.",
    # an account of another kind
    "This takes the wider environment into account.",
]


@pytest.mark.parametrize("text", NOT_CLAIMS)
def test_a_sentence_that_says_of_nobody_that_they_answer_is_no_claim(text: str) -> None:
    assert claim(text) is None


MODALITIES = [
    ("ICSs are accountable to NHSEI.", Modality.CURRENT),
    ("Under the Bill ICSs will be accountable to NHSEI.", Modality.PROPOSED),
    ("ICSs must be accountable to NHSEI.", Modality.SOUGHT),
    ("We do not agree that ICSs must be accountable to NHSEI.", Modality.DISPUTED),
    # a denial is no fact that they answer
    ("The CQC is not accountable to ministers at all.", Modality.DISPUTED),
    ("Trusts are no longer answerable to NHSEI.", Modality.DISPUTED),
    ("The CQC does not report to NHSEI.", Modality.DISPUTED),
    ("ICSs have never been held to account by the CQC.", Modality.DISPUTED),
    ("Trusts will not be accountable to ICSs.", Modality.DISPUTED),
    ("No trust is accountable to the CQC.", Modality.DISPUTED),
    ("Neither trusts nor ICSs answer to the CQC.", Modality.DISPUTED),
    ("The CQC isn't accountable to ministers.", Modality.DISPUTED),
    ("Trusts are not yet accountable to ICSs and should be.", Modality.SOUGHT),
    ("ICSs are not only accountable to NHSEI but to the public.", Modality.CURRENT),
    ("Trusts are accountable to the CQC, which is not in dispute.", Modality.CURRENT),
]


@pytest.mark.parametrize(("text", "modality"), MODALITIES)
def test_how_a_claim_stands_is_told_from_the_sentence(text: str, modality: Modality) -> None:
    found = claim(text)
    assert found is not None
    assert found.modality is modality


def test_a_claim_keeps_the_words_for_what_and_the_mechanism_named() -> None:
    found = claim("Trusts are accountable to the CQC for the safety of patients under a memorandum of understanding.")
    assert found is not None
    assert found.accountable_for == "the safety of patients under a memorandum of understanding"
    assert found.mechanism == "mou"


def test_a_party_that_is_no_body_of_the_ontology_is_named_in_the_words_of_the_passage() -> None:
    found = claim("The directors of the company should be accountable to the CQC for false returns.")
    assert found is not None
    assert (found.accountable, found.party, found.to) == ((), "The directors of the company", ("cqc",))


def test_a_known_body_comes_before_an_unknown_party() -> None:
    found = claim("Trusts are accountable to the CQC, and the contractor is accountable to NHSEI.")
    assert found is not None
    assert found.accountable
    assert found.party is None


HOSTILE = (
    "the directors of the company ",
    "and the board of the trust, ",
    "@ and @, ",
    "the @ should be ",
    "accountable to ",
    "that the very jointly ",
    "make the large local ",
    "answer for the ",
)


@pytest.mark.parametrize("wording", load("accountability")["claims"].patterns, ids=lambda wording: wording.id)
def test_the_time_of_no_wording_grows_faster_than_hostile_text(wording: Pattern) -> None:
    examples = [Reading(text, LEXICON, []).masked(Span(0, len(text))).text.split() for text in wording.matches]
    parts = [part for words in examples for part in (words, words[:-1], words[1:], words[: len(words) // 2 + 1])]
    for piece in (*(one.replace("@", BODY) for one in HOSTILE), *(" ".join(part) + " " for part in parts)):
        short, long = ((piece * length)[:length] for length in (2_000, 2_000 * TIMES_LONGER))
        assert slowdown(lambda text: list(wording.find.finditer(text)), short, long) < MOST, piece


def test_a_second_party_whose_verb_is_left_out_claims_apart_from_the_first() -> None:
    text = "Trusts are accountable to NHSEI, and local authorities to their residents."
    assert [(one.span.of(text), one.accountable, one.to) for one in claims(text)] == [
        (text, ("trust",), ("nhsei",)),
        ("local authorities to their residents", ("local-government",), ("public",)),
    ]


def test_a_claim_that_is_reported_and_then_objected_to_is_disputed() -> None:
    text = "Some propose that the CQC should answer to NHSEI. We resist that."
    cut = text.index(" We")
    reading = Reading(text, LEXICON, [Paragraph(Span(0, len(text)), (Span(0, cut), Span(cut + 1, len(text))))])
    assert [claim.modality for claim in AccountabilityFinder(reading, None)()] == [Modality.DISPUTED]
