"""The stance of an answer, in the forms in which people state one."""

from pathlib import Path

import pytest
import yaml

from loaders.document import Document
from loaders.find.layout import units
from loaders.find.stances.stance import stance_of

STATED = [
    pytest.param("No. A permit costs more than a fee.", "disagree", id="a-no-before-a-capital"),
    pytest.param("[ ] Agree [x] Disagree", "disagree", id="box-before-its-option"),
    pytest.param("Agree [ ] Disagree [X]", "disagree", id="box-behind-its-option"),
    pytest.param("☐ Agree\n☒ Neither agree nor disagree\n☐ Disagree", "neutral", id="a-box-on-each-line"),
    pytest.param("[ ] Agree [ ] Disagree", "none", id="nothing-ticked"),
    pytest.param("Yes/No: no", "disagree", id="the-choice-repeated"),
    pytest.param("Our response\n\nStrongly agree.", "fully-agree", id="a-line-that-only-announces"),
    pytest.param("Answer 1: Partly agree.", "partly-agree", id="a-numbered-answer"),
    pytest.param("We support the aim but not the means.", "partly-agree", id="agreement-with-one-half"),
    pytest.param("Mostly disagree", "disagree", id="a-degree-of-disagreement"),
    pytest.param("The aim is clear. We nonetheless oppose the fee.", "disagree", id="in-the-second-sentence"),
    pytest.param("Our members are split.", "neutral", id="members-of-two-minds"),
    pytest.param("No comment.", "none", id="nothing-said"),
    pytest.param("No clear view. Ports differ too widely.", "none", id="no-view-reached"),
    pytest.param("We have no strong views either way.", "neutral", id="a-view-of-no-weight"),
    pytest.param("Agree, with reservations about one port.", "agree", id="a-reservation-about-one-thing"),
    pytest.param("We cannot really comment, as none of our members has met anybody from there.", "none", id="unable"),
    pytest.param("By and large.", "agree", id="a-hedge-alone"),
    pytest.param("- [ ] Yes\n- [ ] No\n\nComments\n\nWhich fee?", "none", id="boxes-on-lines-and-nothing-ticked"),
    pytest.param(
        "Yes and no. A fee would pay for the pier, but not for the beach.", "partly-agree", id="a-no-at-the-end"
    ),
    pytest.param("MS HOLT: I am all for it. The pier leaks.", "fully-agree", id="behind-the-name-of-a-speaker"),
    pytest.param("We have no quarrel with this.", "agree", id="no-quarrel"),
    pytest.param("Yes, with one small exception.", "mostly-agree", id="all-but-one-thing"),
    pytest.param("Yes for boats, but no for rafts.", "partly-agree", id="yes-here-and-no-there"),
    pytest.param("We can see no justification for it.", "disagree", id="no-justification"),
    pytest.param("This goes too far.", "disagree", id="too-far"),
    pytest.param("It is broadly the right direction.", "agree", id="the-right-direction"),
    pytest.param(
        "Yes, because the fee would be paid by those who use the pier, and by nobody else in the town.",
        "agree",
        id="a-long-sentence-that-opens-with-yes",
    ),
    pytest.param(
        "No, since the fee would be paid by those who use the pier, and by nobody else in the town.",
        "disagree",
        id="a-long-sentence-that-opens-with-no",
    ),
    pytest.param("On the pier we are supportive; on the beach we are not.", "partly-agree", id="in-two-clauses"),
    pytest.param("You have, and we are grateful for it.", "agree", id="the-question-s-verb-again"),
    pytest.param("It is not, for the reasons that we gave in May.", "disagree", id="the-question-s-verb-with-not"),
    pytest.param("Our support is conditional on a lower rate.", "partly-agree", id="support-on-conditions"),
    pytest.param("The Council gives its unqualified support.", "fully-agree", id="support-without-conditions"),
    pytest.param("Ten years sounds about right to us.", "agree", id="sounds-right"),
    pytest.param("Nobody at the meeting wanted that.", "disagree", id="nobody-wants-it"),
    pytest.param("We do not feel strongly about this.", "neutral", id="no-strong-feeling"),
    pytest.param("You must be joking.", "disagree", id="an-idiom"),
    pytest.param("We would prefer not to take sides.", "neutral", id="no-side"),
    pytest.param("We have some sympathy with this but cannot go so far.", "partly-agree", id="sympathy-but"),
    pytest.param("The Chamber disagrees with the fee.", "disagree", id="a-respondent-by-what-it-is"),
    pytest.param("Harbour Voice Eastshire supports the fee.", "agree", id="a-respondent-by-its-name"),
    pytest.param("The Royal College of Pilots agrees entirely.", "fully-agree", id="a-respondent-with-a-degree"),
    pytest.param("The Port Forum, a body of 28 ports, is against it.", "disagree", id="a-respondent-that-is-described"),
    pytest.param("As a port of two centuries, we could not agree more.", "fully-agree", id="behind-who-they-are"),
    pytest.param("Many ports have announced that they support the fee.", "none", id="what-others-announced"),
    pytest.param("My neighbour says he is totally opposed to it.", "none", id="what-a-neighbour-says"),
    pytest.param("Members resolved by nine to two to oppose the fee.", "disagree", id="a-vote"),
    pytest.param("We wish to register our objection.", "disagree", id="an-objection-as-a-noun"),
    pytest.param("Please leave things as they are.", "disagree", id="a-plea"),
    pytest.param("We have always opposed a fee.", "disagree", id="a-position-of-old"),
    pytest.param("We supported a fee in 2018. We no longer do.", "disagree", id="a-position-that-is-left"),
    pytest.param("No figures are given.", "none", id="a-no-that-counts"),
    pytest.param("What a waste of money!", "disagree", id="an-outcry"),
    pytest.param("Yep.", "agree", id="informal"),
]

POSITIONS = [
    pytest.param(stance, sentence, id=f"{stance}: {sentence}")
    for stance, sentences in yaml.safe_load(Path(__file__).with_name("positions.yaml").read_text("utf-8")).items()
    for sentence in sentences
]

ANSWERS = [
    pytest.param(question, answer, stance, id=f"{stance}: {answer[:60]}")
    for question, by_stance in yaml.safe_load(Path(__file__).with_name("answers.yaml").read_text("utf-8")).items()
    for stance, answers in by_stance.items()
    for answer in answers
]


@pytest.mark.parametrize(("text", "stance"), STATED)
def test_a_stance_is_read_in_whatever_form_it_is_stated(text: str, stance: str) -> None:
    document = Document("answer.txt", text, (), "")
    found = stance_of(text, "Do you agree with the fee?", units(document))
    assert found.stance == stance
    assert found.span is None or found.span.of(text).strip()


@pytest.mark.parametrize(("stance", "sentence"), POSITIONS)
def test_a_position_is_read_in_the_many_ways_of_taking_it(stance: str, sentence: str) -> None:
    document = Document("answer.txt", sentence, (), "")
    assert stance_of(sentence, "Do you agree with the proposal?", units(document)).stance == stance


@pytest.mark.parametrize(("question", "answer", "stance"), ANSWERS)
def test_the_opening_of_an_answer_is_read_beside_its_question(question: str, answer: str, stance: str) -> None:
    document = Document("answer.txt", answer, (), "")
    assert stance_of(answer, question, units(document)).stance == stance


def test_a_title_over_an_answer_seeks_no_less_a_position_than_a_question() -> None:
    text = "We are neutral on the date, which others who live nearer to the port know far better how to set."
    document = Document("answer.txt", text, (), "")
    assert stance_of(text, "The date of the fee", units(document)).stance == "neutral"


@pytest.mark.parametrize(
    ("question", "text", "stance"),
    [
        ("Who should publish the results?", "The port should.", "none"),
        ("Which body should not be asked?", "The port should not.", "none"),
        ("Who do you think should pay?", "The port should.", "none"),
        ("Should the port publish the results?", "It should.", "agree"),
        ("What do you think of the fee?", "Strongly agree.", "fully-agree"),
        ("What should the fee pay for?", "We disagree with the fee.", "disagree"),
    ],
)
def test_who_or_what_is_named_for_a_question_that_asks_for_it_takes_no_stance(
    question: str, text: str, stance: str
) -> None:
    assert stance_of(text, question, units(Document("answer.txt", text, (), ""))).stance == stance


@pytest.mark.parametrize(
    ("question", "text", "stance"),
    [
        ("Should the cap on fees be kept?", "The cap should be kept.", "agree"),
        ("Should the cap on fees be kept?", "We would prefer to see the cap removed.", "disagree"),
        ("Should the cap on fees be kept?", "The lamp should be kept.", "none"),
        ("Should the cap on fees be removed?", "Keep the cap.", "disagree"),
        ("Do you agree that fees should not rise?", "Fees should rise with prices.", "disagree"),
        ("Do you agree that the age should be raised?", "The age should stay where it is.", "disagree"),
        ("Is a fee of 2 per cent right?", "The fee should be lower.", "disagree"),
        ("Is a fee of 2 per cent right?", "A fee of 2 per cent is fair.", "agree"),
        ("Is a fee of 2 per cent right?", "Our pier is sound.", "none"),
        ("Should the scheme be voluntary?", "The scheme should be mandatory.", "disagree"),
        (
            "What are your views on the fee?",
            "Our port has nine boats. We believe that a fee would be wrong.",
            "disagree",
        ),
        ("Should the port collect the fee?", "The fee should be paid in cash.", "none"),
        ("Should the pier charge an entry fee?", "Entry to the pier should remain free.", "none"),
        ("Should the pier charge an entry fee?", "The case for a fee is weak.", "disagree"),
    ],
)
def test_what_is_wanted_of_the_matter_of_a_question_is_compared_with_it(question: str, text: str, stance: str) -> None:
    assert stance_of(text, question, units(Document("answer.txt", text, (), ""))).stance == stance


@pytest.mark.parametrize(
    ("question", "text", "stance"),
    [
        ("Do you have any comments on the code?", "We object to the code as it stands.", "disagree"),
        ("Do you have any comments on the code?", "We have nine boats. We are happy with the code.", "agree"),
        ("Do you have any comments on the code?", "We support the lifeboat.", "none"),
        ("Do you have any comments on the code?", "We do not think that ports should write a code.", "none"),
        ("Do you have any comments on the code?", "Yes.", "none"),
    ],
)
def test_comments_take_a_stance_on_what_they_are_asked_for(question: str, text: str, stance: str) -> None:
    assert stance_of(text, question, units(Document("answer.txt", text, (), ""))).stance == stance


HOLDERS = ("We", "Our crews", "As a port, we", "The Trust", "The Pilots' Forum, which has nine members,")
DEGREES = {
    "fully-agree": ("wholly {}", "strongly {}", "{} without reservation", "{} in full"),
    "mostly-agree": ("largely {}", "for the most part {}", "{} to a large extent", "{} with one exception"),
    "partly-agree": ("partly {}", "{} in part", "{} up to a point"),
    "agree": ("{}", "still {}"),
}


@pytest.mark.parametrize("holder", HOLDERS)
@pytest.mark.parametrize("verb", ["support", "endorse", "approve of"])
@pytest.mark.parametrize(("stance", "form"), [(stance, form) for stance, forms in DEGREES.items() for form in forms])
def test_a_degree_is_read_whoever_agrees_with_whatever_verb_before_it_or_behind(
    holder: str, verb: str, stance: str, form: str
) -> None:
    said = verb if holder.endswith(("We", "crews", "we")) else verb.replace(" ", "s ", 1) if " " in verb else f"{verb}s"
    text = f"{holder} " + (form.format(f"{said} the fee") if form.startswith("{") else form.format(said) + " the fee")
    assert stance_of(text, "Do you agree with the fee?", units(Document("answer.txt", text, (), ""))).stance == stance


VERDICTS = {
    "agree": ("{} is fair.", "{} is a sensible step.", "We find {} acceptable.", "{} would be a huge improvement."),
    "disagree": (
        "{} is far from fair.",
        "{} is hardly fair.",
        "{} would be a recipe for disaster.",
        "We consider {} unwise.",
        "{} will never work.",
        "{} is a waste of money.",
        "We do not find {} acceptable.",
    ),
}


@pytest.mark.parametrize("thing", ["this", "the fee", "a fee for boats"])
@pytest.mark.parametrize(("stance", "form"), [(stance, form) for stance, forms in VERDICTS.items() for form in forms])
def test_a_verdict_on_what_is_proposed_is_a_stance(thing: str, stance: str, form: str) -> None:
    text = form.format(thing)
    text = text[0].upper() + text[1:]
    question = "Do you agree with a fee for boats?"
    assert stance_of(text, question, units(Document("answer.txt", text, (), ""))).stance == stance
