"""Whom an ask addresses, as (text, addressees) pairs; each says why it exists."""

from pathlib import Path

import pytest

from loaders.document import Span
from loaders.patterns import Pattern, load
from loaders.resolve.addressees import AddresseeResolver
from loaders.resolve.reading import Paragraph, Reading
from ontology.lexicon import Lexicon

LEXICON = Lexicon.load()


def read(*paragraphs: str) -> Reading:
    """Read paragraphs of one sentence for each line; an item begins with a hyphen."""
    text = "\n\n".join(paragraphs)
    laid_out = []
    start = 0
    for paragraph in paragraphs:
        sentences = []
        place = start
        for line in paragraph.split("\n"):
            sentences.append(Span(place, place + len(line)))
            place += len(line) + 1
        span = Span(start, start + len(paragraph))
        laid_out.append(Paragraph(span, tuple(sentences), is_item=paragraph.startswith("- ")))
        start = span.end + 2
    return Reading(text, LEXICON, laid_out)


def last_sentence(reading: Reading) -> Span:
    return reading.paragraphs[-1].sentences[-1]


WORDINGS = (*load("addressees")["agents"], *load("addressees")["items"])


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.id)
def test_each_wording_finds_its_matches_and_leaves_what_it_spares(wording: Pattern) -> None:
    assert wording.matches
    for text, ids in wording.matches.items():
        reading = read(text)
        assert set(AddresseeResolver(reading, "nhsei").agents(wording, last_sentence(reading))) == set(ids.split()), (
            text
        )
    for text in wording.spares:
        reading = read(text)
        assert not AddresseeResolver(reading, "nhsei").agents(wording, last_sentence(reading)), text


EXPLICIT = [
    # the plain case, and the same agent behind an adverb, a list and an aside
    ("The Government should fund this.", "government"),
    ("The Government, working with the LGA, must also act.", "government"),
    ("NHSEI, the CQC and other regulators should share data.", "nhsei cqc regulators"),
    # a comma before the subject opens no list
    ("When overseeing systems, NHSEI should consider the context.", "nhsei"),
    # two clauses ask two bodies
    ("Local authorities must consult, and the CQC should inspect.", "local-government cqc"),
    # an agent named by a request
    ("We urge ministers to reconsider.", "government"),
    ("We recommend that councils and trusts be transparent.", "local-government trust"),
    # pronouns: within the sentence, across sentences, and the reader addressed
    ("If ICSs are to succeed it is essential that they involve clinicians.", "ics"),
    ("You should also consider the cost.", "nhsei"),
    ("Set out how your approach will change.", "nhsei"),
    # what is done to a body is asked of whoever consults; here someone else is named to do it
    ("Patients must be told by trusts.", "trust"),
    # one who acts with a body and is none of the ontology hides neither
    ("The Government and network operators should agree a date.", "government"),
    ("Network operators and the Government should agree a date.", "government"),
    # a wish put short, and one put as a permission or a polite question
    ("We'd like the CQC to publish the map.", "cqc"),
    ("Let the CQC decide.", "cqc"),
    ("Please could the CQC lead.", "cqc"),
    # whoever wrote what is consulted on
    ("The authors of the framework should think again.", "nhsei"),
    # a body is asked that a pronoun stands for, whatever verb stands before the pronoun
    ("The CQC is slow, and we ask it to publish the map.", "cqc"),
    ("To take it so the CQC must change, and to read it so it must publish the map.", "cqc"),
    # a question to somebody else, who is asked to act
    ("Could the CQC publish it?", "cqc"),
    # the board of a body, and what is wanted from it
    ("What we want is for the board of each ICS to meet.", "ics"),
    ("What we need from the CQC is a map.", "cqc"),
    # what is wanted for a body by others who need it
    ("We urge you to give staff the time they need to learn.", "nhsei"),
    # one of two bodies that are free to act is not asked
    ("The Government must act, and trusts must be free to refuse.", "government"),
    # not the possessor but the possessor's staff act
    ("The CQC's inspectors should be trained to look for this.", None),
    ("The CQC's inspectors should look for this.", "cqc"),
]


@pytest.mark.parametrize(("text", "expected"), EXPLICIT)
def test_the_agent_of_the_asked_action_is_addressed(text: str, expected: str | None) -> None:
    reading = read(text)
    found = AddresseeResolver(reading, "nhsei")(last_sentence(reading))
    assert set(found.ids) == set((expected or "nhsei").split())
    assert found.explicit == (expected is not None)


OTHER_FIELDS = [
    line.split("\t") for line in Path(__file__).with_name("addressees.tsv").read_text("utf-8").splitlines()[1:]
]
"""Sentences of other consultations, on schools, housing, broadcasting and care, written before any wording met them."""


@pytest.mark.parametrize(("text", "expected"), OTHER_FIELDS)
def test_agents_are_told_in_consultations_of_other_fields(text: str, expected: str) -> None:
    reading = read(text.replace(". It ", ".\nIt "))
    found = AddresseeResolver(reading, "public")(last_sentence(reading))
    assert set(found.ids) == (set(expected.split()) or {"public"})
    assert found.explicit == bool(expected)


IMPLICIT = [
    # the framework cannot act: its owner can
    "The framework should be clearer.",
    # a body that is not to be asked is not asked
    "Trusts should not be asked to pay.",
    # what a body cannot do is not what is asked beside it
    "Crews must be told within hours; trusts cannot act on what they do not hear.",
    # a body that receives is not the one that acts
    "Trusts should be given more time.",
    "Patients must have access to the minutes.",
    # a body inside a larger noun phrase
    "The relationship between NHSEI and the CQC should be clear.",
    "The extent to which GPs take part should be measured.",
    # a common noun that names nobody here
    "Above all, trust must be rebuilt.",
    # a body that is to be somewhere does nothing
    "We would like to see trusts on the board.",
    # it is a dummy subject
    "The CQC reports yearly.\nIt may be worth changing that.",
]


@pytest.mark.parametrize("text", IMPLICIT)
def test_where_no_agent_is_named_the_owner_is_addressed_and_the_answer_says_so(text: str) -> None:
    reading = read(text)
    found = AddresseeResolver(reading, "local-government")(last_sentence(reading))
    assert (found.ids, found.explicit) == (("local-government",), False)


def test_a_pronoun_at_the_start_stands_for_the_subject_of_the_sentence_before() -> None:
    reading = read("The CQC has begun this work.\nIt should publish what it finds.")
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == ("cqc",)


def test_an_item_of_a_list_is_addressed_as_its_lead_in_says() -> None:
    reading = read("We call on the Government to:", "- publish a plan", "- fund it")
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == ("government",)


def test_an_item_that_is_a_clause_is_addressed_to_its_subject() -> None:
    reading = read("We recommend that:", "- the CQC publishes a plan")
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == ("cqc",)


def test_an_item_that_opens_with_a_noun_is_addressed_as_its_lead_in_says() -> None:
    reading = read("We urge the Government to provide:", "- trusts with boards of their own")
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == ("government",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Environment Agency is stretched.\nThe Agency should recruit.", "regulators"),
        ("The CQC reports yearly.\nThe Commission should report monthly.", "cqc"),
        ("Trusts report yearly.\nThe Commission should ask for less.", "cqc"),
        ("The Electoral Commission reports yearly.\nThe Commission should report monthly.", "regulators"),
        # the noun of a group, unless the document names one body in full by it, and none of the group
        ("The Small Business Commissioner reports yearly.\nThe Commissioner should ask for less.", "regulators"),
        ("The Information Commissioner's Office met.\nThe Commissioner should publish its minutes.", "regulators"),
        ("The Nursing and Midwifery Council reports yearly.\nThe Council's officers should ask for less.", "nmc"),
        # of a group that oversees others, only where those are spoken of
        ("Each ICS reports yearly.\nBut the region should report monthly.", "nhsei-regional-teams"),
        ("Leeds reports yearly.\nThe Council should ask for less.", "local-government"),
        ("The Nursing and Midwifery Council and the county council met.\nThe council should act.", "local-government"),
    ],
)
def test_a_name_in_short_stands_for_whom_the_document_names_in_full(text: str, expected: str) -> None:
    reading = read(text)
    found = AddresseeResolver(reading, "nhsei")(last_sentence(reading))
    assert (found.ids, found.explicit) == ((expected,), True)


@pytest.mark.parametrize("name", ["Commission", "Agency", "region"])
def test_a_name_in_short_of_nobody_named_is_nobody(name: str) -> None:
    reading = read(f"The {name} should require carriers to report.")
    assert not AddresseeResolver(reading, "nhsei")(last_sentence(reading)).explicit


def test_an_item_that_names_its_own_agent_is_addressed_to_that_agent() -> None:
    reading = read("We call on the Government to:", "- publish a plan", "- the CQC should inspect")
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == ("cqc",)


def test_without_an_owner_an_ask_that_names_nobody_addresses_nobody() -> None:
    reading = read("More should be done.")
    assert AddresseeResolver(reading, None)(last_sentence(reading)).ids == ()


def test_a_noun_with_a_capital_is_the_owner_where_that_is_filed_under_its_group() -> None:
    reading = read("The Agency should require carriers to report.")
    ask = last_sentence(reading)
    assert AddresseeResolver(reading, "regulators")(ask).explicit
    assert not AddresseeResolver(reading, "regulators", respondent_name="HARBOUR AGENCY")(ask).explicit


def test_to_be_accountable_is_asked_of_whoever_makes_it_so() -> None:
    reading = read("The CQC should be answerable to Parliament.")
    assert not AddresseeResolver(reading, "nhsei")(last_sentence(reading)).explicit


def test_the_two_are_those_whom_the_sentence_before_names() -> None:
    reading = read("The CQC asks for one form and NHSEI for another.\nThe two should agree on one.")
    assert set(AddresseeResolver(reading, "government")(last_sentence(reading)).ids) == {"cqc", "nhsei"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As one clinician told us: “They need to tell us what is planned.”", "nhsei"),
        ("As one clinician told us:\n“It is hard.\nThey need to tell us what is planned.”", "nhsei"),
        ("One clinician wrote:\n“Trusts are slow.\nThey should tell us what is planned.”", "trust"),
    ],
)
def test_who_is_quoted_is_not_the_they_of_their_own_words(text: str, expected: str) -> None:
    reading = read(text)
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # others that the sentence names lie outside the list
        ("One trust was told twice, by the CQC and NHSEI.\nThe two bodies should agree on one form.", "cqc nhsei"),
        ("The CQC, NHSEI and the GMC each keep a map.\nWe invite those three bodies to keep one.", "cqc nhsei gmc"),
        # one of many may be nobody that the ontology knows
        ("The CQC, NHSEI, Lamp Advice and the GMC keep maps.\nThese four bodies should keep one.", "cqc nhsei gmc"),
        # fewer than are counted
        ("The CQC keeps a map.\nThe two bodies should keep one.", "public"),
        ("The CQC and NHSEI keep maps.\nThose four bodies should keep one.", "public"),
    ],
)
def test_so_many_bodies_are_those_that_the_sentence_before_lists(text: str, expected: str) -> None:
    reading = read(text)
    assert set(AddresseeResolver(reading, "public")(last_sentence(reading)).ids) == set(expected.split())


@pytest.mark.parametrize(
    ("text", "explicit"),
    [("Local authorities should light their piers.", True), ("The local authority should light its pier.", False)],
)
def test_one_of_a_group_asks_something_of_the_group_but_not_of_itself(text: str, explicit: bool) -> None:
    reading = read(text)
    found = AddresseeResolver(reading, "public", "local-government")(last_sentence(reading))
    assert (found.ids, found.explicit) == (("local-government",) if explicit else ("public",), explicit)


@pytest.mark.parametrize(
    ("text", "owner", "explicit"),
    [
        # people without a word that says whose are those of whoever consults
        ("May I ask that officials ring the pilots first?", "government", True),
        ("Officials should ring the pilots first.", "local-government", True),
        ("Harbour officials should ring the pilots first.", "government", False),
        ("Inspectors ought to read the log.", "cqc", True),
        ("Inspectors ought to read the log.", "local-government", False),
        ("Our inspectors ought to read the log.", "cqc", False),
        # whoever wrote what is consulted on
        ("We trust that the authors will read the log.", "nhsei", True),
        ("We trust that the authors of that study will read the log.", "nhsei", False),
    ],
)
def test_people_of_nobody_named_are_those_of_whoever_consults(text: str, owner: str, explicit: bool) -> None:
    reading = read(text)
    found = AddresseeResolver(reading, owner)(last_sentence(reading))
    assert (owner in found.ids and found.explicit) == explicit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We would ask the CQC to do two things.\nFirst, ring the pilots.\nSecond, print the log.", "cqc"),
        ("We ask trusts to take these steps.\nThey are cheap.\nLastly, print the log.", "trust"),
        # nothing announced, or the thing stands by itself
        ("We would ask the CQC to ring the pilots.\nSecond, print the log.", "nhsei"),
        ("We would ask the CQC to do two things.\nPrint the log.", "nhsei"),
    ],
)
def test_things_that_a_sentence_announces_are_asked_of_whom_it_asks(text: str, expected: str) -> None:
    reading = read(text)
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == (expected,)


@pytest.mark.parametrize(
    ("text", "expected"), [("That the CQC print the log.", "cqc"), ("That the log of the CQC be printed.", "nhsei")]
)
def test_a_clause_that_opens_with_that_is_addressed_to_its_subject_without_a_lead_in(text: str, expected: str) -> None:
    reading = read(text)
    assert AddresseeResolver(reading, "nhsei")(last_sentence(reading)).ids == (expected,)
