"""Transcripts in the layouts that committees, interviewers and reporters use; each case says why it exists."""

import pytest

from loaders.document import Context, Document
from loaders.find.layout import units
from loaders.find.questions.segment import Segmentation, segment

LAYOUTS = [
    pytest.param(
        "Q4 Chair: What does a berth cost?\n\nMs Lund: Too much.\n\nQ5 Mr Hale: Who pays?\n\nMs Lund: Skippers pay.",
        {"4": ["Too much."], "5": ["Skippers pay."]},
        id="number-before-the-name",
    ),
    pytest.param(
        "Q1. THE CHAIR — What does a berth cost?\n\nMS LUND — Too much.\n\nQ2. MR HALE — Who pays?\n\nMS LUND — We do.",
        {"1": ["Too much."], "2": ["We do."]},
        id="capitals-and-dashes",
    ),
    pytest.param(
        "**Q1** **Chair:** What does a berth cost?\n\n**Ms Lund:** Too much.\n\n**Q2 Mr Hale**: Who pays?\n\n"
        "**Ms Lund**: We do.",
        {"1": ["Too much."], "2": ["We do."]},
        id="bold-names",
    ),
    pytest.param(
        "**Q1 Chair** Is it dear?\n\n**Ms Lund** Too dear.\n\n**Q2 Mr Hale** Who pays?\n\n**Ms Lund** We do.",
        {"1": ["Too dear."], "2": ["We do."]},
        id="bold-names-without-a-stop",
    ),
    pytest.param(
        "Chair (Q3): What does a berth cost?\n\nEva Lund: Too much.\n\nSam Hale (Q4): Who pays?\n\nEva Lund: We do.",
        {"3": ["Too much."], "4": ["We do."]},
        id="number-behind-the-name",
    ),
    pytest.param(
        "12. Chair: What does a berth cost?\nMs Lund: Too much.\n13. Mr Hale: Who pays?\nMs Lund: We do.",
        {"12": ["Too much."], "13": ["We do."]},
        id="mere-numbers-one-line-for-each-turn",
    ),
    pytest.param(
        "Interviewer: Welcome.\n\nQ1 What does a berth cost?\n\nMs Lund: Too much.\n\nQ2 Who pays?\n\nMs Lund: We do.",
        {"1": ["Too much."], "2": ["We do."]},
        id="questions-whose-speaker-is-not-named",
    ),
    pytest.param(
        "Q1 Chair: What does a berth cost?\n\nMs Lund: Too much.\n\nMr Hale: Too much for whom?\n\nMs Lund: For us.\n\n"
        "And it rises.\n\nQ2 Mr Hale: Who pays?\n\nMs Lund: We do.\n\nChair: Thank you. You should write to us.",
        {"1": ["Too much.", "For us.", "And it rises."], "2": ["We do."]},
        id="interjections-and-paragraphs-without-a-name",
    ),
    pytest.param(
        "Members present: Ada Hale; Tom Rook (Chair).\n\nQ1 Chair: What does a berth cost?\n\nMs Lund: Too much.\n\n"
        "Ada Hale: That should stop.\n\nMs Lund: It should.",
        {"1": ["Too much.", "It should."]},
        id="a-member-who-only-interjects",
    ),
]


def _segmented(text: str, context: Context | None = None) -> Segmentation:
    document = Document("hearing.txt", text, (), "")
    return segment(document, context or Context(), units(document))


@pytest.mark.parametrize(("text", "answers"), LAYOUTS)
def test_an_answer_is_what_witnesses_say_up_to_the_next_numbered_question(
    text: str, answers: dict[str, list[str]]
) -> None:
    parts = _segmented(text).parts
    assert {part.question: [unit.span.of(text) for unit in part.units] for part in parts} == answers


def test_what_is_asked_is_stated_by_nobody() -> None:
    text = "Chair: Should fees fall?\n\nMs Lund: They should.\n\nChair: So you say they must?\n\nMs Lund: Yes, we do."
    found = _segmented(text)
    assert not found.parts
    assert [unit.span.of(text) for unit in found.outside] == ["They should.", "Yes, we do."]


def test_a_panel_that_is_announced_is_said_by_nobody() -> None:
    text = (
        "Q1 Chair: Is it dear?\n\nMs Lund: Yes.\n\nChair: Thank you.\n\nWitnesses: Jo Orr and Al Dun.\n\n"
        "Q2 Chair: And for you?\n\nJo Orr: It is not."
    )
    found = _segmented(text)
    assert [unit.span.of(text) for part in found.parts for unit in part.units] == ["Yes.", "It is not."]
    assert [unit.span.of(text) for unit in found.outside] == ["Witnesses: Jo Orr and Al Dun."]


def test_titles_that_end_in_a_colon_are_no_speakers() -> None:
    text = "Q1 Fees: Yes, we agree.\n\nReason: Berths are dear.\n\nQ2 Maps: No.\n\nReason: They are old."
    assert [part.question for part in _segmented(text).parts] == ["1", "2"]
    assert "Reason: Berths are dear." in {unit.span.of(text) for part in _segmented(text).parts for unit in part.units}


def test_known_questions_are_found_by_their_words_since_a_committee_numbers_its_own() -> None:
    text = "Q41 Chair: How should the fee be collected?\n\nMs Lund: By card.\n\nQ42 Chair: Really?\n\nMs Lund: Yes."
    known = Context(questions=(("1", "Do you agree with the fee?"), ("2", "How should the fee be collected?")))
    assert [(part.question, part.units[0].span.of(text)) for part in _segmented(text, known).parts] == [
        ("2", "By card.")
    ]


def test_each_turn_is_told_apart_in_time_that_grows_with_the_text() -> None:
    text = "Q1 Chair: Why?\n\nMs Lund: Because.\n\n" + "Aa " * 20_000 + "\n\n" + "Ms Lund: No.\n\n" * 500
    assert len(_segmented(text).parts) == 1
