"""Resolving as a whole: what repeats what, who speaks, and time that grows with the length of the document alone."""

import pytest

from loaders.document import Ask, AskKind, Context, Document, Extraction, Span
from loaders.extract import RuleExtractor
from loaders.patterns import Pattern, load
from loaders.resolve.restatements import with_restatements
from loaders.resolve.speakers import kind_of, role_of
from loaders.resolve.topics import TopicResolver
from ontology.lexicon import Lexicon
from tests.loaders.growth import MOST, TIMES_LONGER, slowdown
from tests.loaders.resolve.test_addressees import read

LEXICON = Lexicon.load()
EXTRACT = RuleExtractor(LEXICON)


def extracted(text: str, owner: str | None = "nhsei") -> Extraction:
    return EXTRACT(Document("response.txt", text, (), ""), Context(owner=owner, questions=(("1", "Why?"),)))


SPEAKERS = [
    # the kind of body, not the office
    ("one ICS chair", "ics", "chair"),
    # of two roles the telling one
    ("one member, a chair of a mental health foundation trust", "mental-health-trust", "chair"),
    ("a member of our PCN Network", "pcn", "member"),
    # nobody knows which body
    ("local leaders in 2018", None, "leader"),
    # of whom no more is said lives somewhere, as the public does
    ("a woman from Barry", "public", None),
    ("a woman from the ambulance service", "ambulance-trust", None),
    # relatives and clinicians are no bodies, and speak as the public and the staff do
    ("One mother", "public", "mother"),
    ("a ward sister in Hull", "staff", "sister"),
    ("the parish clerk", "local-government", "clerk"),
    # a first name with an age speaks for herself
    ("Amina, 41, from Derby", "public", None),
]


FORMS = [wording for key in ("before_names", "kinds") for wording in load("speakers")[key]]


@pytest.mark.parametrize("wording", FORMS, ids=lambda wording: wording.id)
def test_each_form_of_a_description_tells_the_kind_that_it_says(wording: Pattern) -> None:
    for speaker, kind in wording.matches.items():
        assert kind_of(speaker, LEXICON) == kind
    assert not any(wording.find.search(speaker) for speaker in wording.spares)


@pytest.mark.parametrize(("speaker", "kind", "role"), SPEAKERS)
def test_a_speaker_s_kind_and_role_are_told_from_the_description(
    speaker: str, kind: str | None, role: str | None
) -> None:
    assert (kind_of(speaker, LEXICON), role_of(speaker)) == (kind, role)


def _asks(text: str, *summary: bool) -> list[Ask]:
    asks, start = [], 0
    for line, is_bullet in zip(text.split("\n"), summary, strict=True):
        span = Span(start, start + len(line))
        asks.append(Ask(span=span, question="1", rule="x", kind=AskKind.RECOMMENDATION, summary_bullet=is_bullet))
        start = span.end + 1
    return asks


def test_a_bullet_repeats_the_ask_that_shares_most_of_its_words() -> None:
    text = (
        "Trusts should publish minutes of every meeting.\nFees should fall.\nMinutes of meetings should be published."
    )
    first, second, bullet = with_restatements(_asks(text, False, False, True), text)
    assert (first.restates, second.restates, bullet.restates) == (None, None, first.span)


def test_a_bullet_that_repeats_nothing_repeats_nothing() -> None:
    text = "Trusts should publish minutes.\nThe council ought to plant trees."
    assert with_restatements(_asks(text, False, True), text)[1].restates is None


POINTING = [
    # this stands for the sentence before
    ("Minutes of meetings must be published.\nThis should be done at once.", ("transparency",)),
    # these rules are the rules of the nearest sentence that speaks of rules
    ("Rules on mental health are needed.\nPeer review is good.\nThese rules should be strict.", ("mental-health",)),
    # nothing tells
    ("The tree should be cut.", ("other",)),
    # what the action is good for weighs less than the action
    ("Peer review should be used to help the public to involve patients in metrics.", ("peer-review",)),
]


@pytest.mark.parametrize(("text", "topics"), POINTING)
def test_topics_follow_what_a_sentence_points_to(text: str, topics: tuple[str, ...]) -> None:
    reading = read(text)
    assert TopicResolver(reading)(reading.paragraphs[-1].sentences[-1])[: len(topics)] == topics


def test_every_ask_of_a_document_without_a_manifest_has_an_addressee_and_a_topic() -> None:
    found = extracted("Response to the CQC: fees\n\nFees should fall. Trusts must be heard.", owner=None)
    assert found.context.owner == "cqc"
    assert found.asks
    assert all(ask.addressees == ("cqc",) and ask.topics for ask in found.asks)


PIECES = [
    "- The CQC should act, and so should trusts.\n\n",
    "This should be better. ",
    "they must, ",
    "trusts and the CQC, ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_of_the_document(piece: str) -> None:
    assert slowdown(extracted, piece * 500, piece * 500 * TIMES_LONGER) < MOST


def test_an_item_under_a_title_that_only_names_a_body_addresses_that_body() -> None:
    text = "# Asks\n\n## Integrated care systems\n\n- Hold meetings in public.\n\n## The pier\n\n- Mend the steps.\n"
    document = Document("letter.md", text, (), "")
    asks = EXTRACT(document, Context(owner="nhsei")).asks
    assert [(ask.addressees, ask.addressee_explicit) for ask in asks] == [(("ics",), True), (("nhsei",), False)]
