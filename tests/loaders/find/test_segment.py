"""Answers are found under every way of repeating a question; each case says why it exists."""

from pathlib import Path

import pytest

from loaders.document import Context, Document
from loaders.extract import RuleExtractor
from loaders.find.layout import units
from loaders.find.questions.segment import segment
from loaders.readers import read
from ontology.lexicon import Lexicon

KNOWN = (("1", "Do you agree with the annual fee for landlords?"), ("2", "How should the fee be collected?"))

GUESSED = [
    pytest.param("Question 1: Do you agree?\n\nYes.\n\nQuestion 2: Why?\n\nIt is fair.", ["1", "2"], id="labels"),
    pytest.param(
        "Q12a) Do you agree?\nYes, we do.\nQ12b) Why?\nIt is fair.", ["12a", "12b"], id="labels-without-blank-lines"
    ),
    pytest.param("1. Do you agree?\n\nYes.\n\n2. Are you sure?\n\nYes.", ["1", "2"], id="numbers"),
    pytest.param(
        "12a. Do you agree?\n\nYes.\n\n12b. What else?\n\nNothing.", ["12a", "12b"], id="numbers-with-letters"
    ),
    pytest.param(
        "1. Yes. We agree.\n\n2. No. It is too high.\n\n3. No comment.", ["1", "2", "3"], id="answers-by-number-alone"
    ),
    pytest.param(
        "12 May 2021\n\n1. The fee (section 2)\n\nWe cannot agree with this.\n\n2. Its date\n\nWe are neutral on it.",
        ["1", "2"],
        id="numbered-sections-that-open-as-replies",
    ),
    pytest.param(
        "Section 2: the fee\n\nWe support this.\n\nSection 3: its date\n\nAgree.", ["2", "3"], id="sections-of-a-paper"
    ),
    pytest.param(
        "Question 4   | Do you agree?\nPosition     | Agree\nResponse     | It is fair.\n\n"
        "Question 5   | Why?\nPosition     | No position stated\nResponse     | It is dear.",
        ["4", "5"],
        id="table-that-plain-text-draws",
    ),
    pytest.param(
        "We answer under the section numbers of the draft.\n\nSection 2.9: Agreed. It is fair.\n\n"
        "Section 2.10: The fee in Table 7 is out of date.\n\nSection 3: The date is early.\n\nAnnex A: No comment.",
        ["2.9", "2.10", "3"],
        id="sections-of-a-paper-that-the-response-says-it-follows",
    ),
    pytest.param("1. The fee\n\nIt is high.\n\n2. Its date\n\nIt is early.", [], id="sections-of-its-own"),
    pytest.param("## Do you agree?\n\nYes.\n\n## What else would you change?\n\nNothing.", ["1", "2"], id="headings"),
    pytest.param("**Question 3**\n\nWe agree.\n\n**Question 4**\n\nWe do not.", ["3", "4"], id="bold-labels-alone"),
    pytest.param(
        "Q3: Yes, we agree with the fee.\nQ4: No, it is too high.", ["3", "4"], id="answer-on-the-line-of-its-label"
    ),
    pytest.param("Response to question 6: We agree.\n\nResponse to question 7: No.", ["6", "7"], id="response-to"),
    pytest.param("Question One: Do you agree?\n\nYes.\n\nQuestion Two: Why?\n\nIt is fair.", ["1", "2"], id="words"),
    pytest.param("Question (i): Do you agree?\n\nYes.\n\nQuestion (ii): Why?\n\nIt is fair.", ["i", "ii"], id="romans"),
    pytest.param("Question A1. Do you agree?\n\nYes.\n\nQuestion B1. Why?\n\nIt is fair.", ["a1", "b1"], id="parts"),
    pytest.param("(1) Do you agree?\nYes.\n\n(2) Is it late?\nNo.", ["1", "2"], id="answer-below-a-list-item"),
    pytest.param("**1. Do you agree?**\n\nYes.\n\n**2. Is it late?**\n\nNo.", ["1", "2"], id="bold-numbers"),
    pytest.param("Q: Do you agree?\nA: Yes.\n\nQ: What else?\nA: Nothing.", ["1", "2"], id="question-and-answer"),
    pytest.param(
        "2. Do you agree?\n\nYes.\n\n2a. Please give your reasons.\n\nIt is fair.", ["2", "2a"], id="subquestion"
    ),
    pytest.param("Do you agree? We do.\n\nWhat would you change? The fee.", ["1", "2"], id="answers-behind-questions"),
    pytest.param(
        "1. Do you agree? We do.\n\n2. What else should the office do? It should wait.\n\n3. When will it end? In May.",
        ["1", "2", "3"],
        id="answers-behind-numbered-questions-that-ask-no-agreement",
    ),
    pytest.param("The fee (Question 2)\n\nYes.\n\nShould it rise? (Q3)\n\nNo.", ["2", "3"], id="labels-behind-titles"),
    pytest.param("Qu. 1 Do you agree?\n\nYes.\n\nCQ2. Why?\n\nIt is fair.", ["1", "2"], id="shortened-labels"),
    pytest.param("Questions 1 and 2: the fee\n\nYes.\n\nQuestion 3\n\nNo.", ["1", "3"], id="questions-taken-together"),
    pytest.param("On question 4, we agree.\n\nAs to question 5, it depends.", ["4", "5"], id="labels-in-prose"),
    pytest.param("Answer 1: Yes.\n\nAnswer 2: We are not sure.", ["1", "2"], id="numbered-answers"),
    pytest.param("Proposal 1: a fee\n\nWe agree.\n\nProposal 2: a map\n\nNo.", ["1", "2"], id="proposals"),
    pytest.param(
        "Proposal 1: a fee\n\nWe could live with that.\n\nProposal 2: a map\n\nThis goes too far.",
        ["1", "2"],
        id="proposals-on-which-a-stance-is-taken-in-other-words",
    ),
    pytest.param("Issue 1: the fee\n\nIt rose.\n\nIssue 2: the map\n\nIt is old.", [], id="issues-without-replies"),
    pytest.param("1 Do you agree?\n\nYes.\n\n2 Is it late?\n\nNo.", ["1", "2"], id="numbers-without-stops"),
    pytest.param("1.1 Do you agree?\n\nYes.\n\n1.2 Is it late?\n\nNo.", ["1.1", "1.2"], id="numbers-of-sections"),
    pytest.param(
        "What are your views?\n\nGood.\n\nHow should it be paid?\n\nBy card.", ["1", "2"], id="open-questions"
    ),
    pytest.param("We support it.\n\nHow should it be paid?\n\nWho knows.", [], id="a-question-of-the-respondent"),
    pytest.param("Do you agree? Most of us did when we were asked.", [], id="one-question-in-prose"),
    pytest.param(
        "Question 5 is unclear to us.\n\nWe ask for more time.", [], id="a-question-mentioned-in-prose-is-no-heading"
    ),
    pytest.param("(i) Is it late?\n\nNo.\n\n(ii) Why?\n\nIt is fair.", ["i", "ii"], id="romans-alone"),
    pytest.param("a. Is it late?\n\nNo.\n\nb. Why?\n\nIt is fair.", ["a", "b"], id="letters-alone"),
    pytest.param("A1. Is it late?\n\nNo.\n\nB1. Why?\n\nIt is fair.", ["a1", "b1"], id="letters-and-numbers"),
    pytest.param("#1 Is it late?\nNo.\n\n#2 Why wait?\nIt is fair.", ["1", "2"], id="numbers-behind-a-sign"),
    pytest.param("1 - Is it late?\nNo.\n\n2 - With whom?\nNobody.", ["1", "2"], id="numbers-before-a-dash"),
    pytest.param(
        "Question 1\n\na) Is it late?\n\nNo.\n\nb) Who says so?\n\nWe do.\n\nQuestion 2\n\nYes.",
        ["1a", "1b", "2"],
        id="parts-answered-one-by-one",
    ),
    pytest.param(
        "Question 1\n\na) Is it late?\n\nb) Who says so?\n\nNobody.\n\nQuestion 2\n\nYes.",
        ["1", "2"],
        id="parts-answered-together",
    ),
    pytest.param("Q1 Is it late? No.\n\nQ2 Who pays? Those who park.", ["1", "2"], id="answers-behind-labels"),
    pytest.param("Q1 Is it late?\n\nNo.\n\nQ2 Other remarks:\n\nNone.", ["1", "2"], id="a-colon-behind-a-title"),
    pytest.param(
        "Contents\n\nQuestion 1 ........ 2\nQuestion 2 ........ 3\n\nQuestion 1\n\nYes.\n\nQuestion 2\n\nNo.",
        ["1", "2"],
        id="labels-in-a-table-of-contents",
    ),
    pytest.param(
        "Question 1\nQuestion 2\n\nQuestion 1\n\nYes.\n\nQuestion 2\n\nNo.", ["1", "2"], id="labels-in-a-list-of-them"
    ),
    pytest.param(
        "Question 1\n\nYes.\n\nAnnex: what we asked\n\nQuestion 1: Why? 9 say so.", ["1"], id="questions-of-an-annex"
    ),
    pytest.param(
        "Written evidence from the pilots\n\n(a) The fee\n\nIt is high.\n\n(b) The map\n\nIt is old.",
        ["a", "b"],
        id="terms-of-reference",
    ),
    pytest.param(
        "We write to the board.\n\n(a) The fee\n\nIt is high.\n\n(b) The map\n\nIt is old.",
        [],
        id="lettered-sections-of-its-own",
    ),
    pytest.param(
        "Comments on the draft code\n\nClause 7(2): fees\n\nThey are high.\n\nClause 8: maps\n\nThey are old.",
        ["7(2)", "8"],
        id="clauses-of-a-draft",
    ),
    pytest.param(
        "What is it for?\n\n1. Nobody knows.\n\nWho pays for it?\n\n2. We do.\n\nWhen will it end?\n\n3. Never.",
        ["1", "2", "3"],
        id="questions-above-numbered-paragraphs",
    ),
    pytest.param(
        "1\nAgree.\n\n2\nDisagree. It is late.\n\n5\nMend it.", ["1", "2", "5"], id="numbers-on-their-own-lines"
    ),
    pytest.param("The fee\n\n1\n\nIt is high.\n\n2\n\nIt is new.", [], id="numbers-of-pages"),
    pytest.param("Question 1 / Ceist 1\n\nYes.\n\nQuestion 2 / Ceist 2\n\nNo.", ["1", "2"], id="two-languages"),
    pytest.param(
        "You asked:\n1. Is it late?\n2. Who pays?\n\nWe say:\n1. Yes, it is.\n2. We do.",
        ["1", "2"],
        id="list-and-answers",
    ),
    pytest.param(
        "Do you agree? Yes.\n\nDo you pay? No.\n\nWhat should be done? Wait.",
        ["1", "2", "3"],
        id="answers-behind-the-next",
    ),
    pytest.param(
        "Comments on the draft code\n\n4.1 Sheds\n\nThey are small.\n\n4.2 Fires\n\nSay when.",
        ["4.1", "4.2"],
        id="numbered-titles-of-a-draft",
    ),
    pytest.param(
        "Re question 1 – boats\n\nThey leak.\n\nRe question 3 – quays\n\nMend them.", ["1", "3"], id="re-question"
    ),
    pytest.param("We answer two.\n\n2. We agree.\n\n5. Rats eat it.", ["2", "5"], id="numbers-with-gaps"),
    pytest.param(
        "Have you fished here? Yes\nHow many did you take? Two\nWould you come again? No",
        ["1", "2", "3"],
        id="lines-of-a-form",
    ),
    pytest.param(
        "- Is it old?\n- Yes.\n- Who owns it?\n- We do.\n- Is it late?\n- No.", ["1", "2", "3"], id="items-of-a-list"
    ),
    pytest.param("- Is it old?\n- Who owns it?\n- Is it late?\n\nNobody says.", [], id="a-list-of-what-is-not-known"),
    pytest.param(
        "Consultation proposal 1: a fee\n\nIt is high.\n\nConsultation proposal 2: a map\n\nIt is old.",
        ["1", "2"],
        id="proposals-of-the-consultation",
    ),
    pytest.param(">1. Do you agree?\nYes.\n\n>2. Is it\n>late?\nNo.", ["1", "2"], id="quoted-in-an-email"),
    pytest.param(
        "1. We ask three things.\n2. Will it be free?\n3. We ask for a date.\n4. We ask for a map.",
        [],
        id="numbered-paragraphs",
    ),
]


@pytest.mark.parametrize(("text", "numbers"), GUESSED)
def test_questions_that_nobody_listed_are_guessed_from_the_text(text: str, numbers: list[str]) -> None:
    document = Document("response.txt", text, (), "")
    found = segment(document, Context(), units(document))
    assert [part.question for part in found.parts] == numbers
    assert bool(found.notes) == bool(numbers), "a guess is said"


TOGETHER = [
    pytest.param("Questions 1 and 2: the fee\n\nYes.\n\nQuestion 3\n\nNo.", ["1", "2", "3"], id="two"),
    pytest.param("Questions 1, 2 and 3 (fees)\n\nYes.\n\nQ5-7\n\nNo.", ["1", "2", "3", "5", "6", "7"], id="a-range"),
    pytest.param("Fees (Q1 & Q2)\n\nYes.\n\nDates (Q3)\n\nNo.", ["1", "2", "3"], id="behind-titles"),
    pytest.param("Proposal 1: a fee\n\nWe agree.\n\nProposals 2 and 3: maps\n\nNo.", ["1", "2", "3"], id="proposals"),
    pytest.param("Q1 and Q2\n\nYes.\n\nQ2\n\nNo.", ["1", "2"], id="and-one-of-them-alone"),
    pytest.param("Question 1 - 5 year plan\n\nYes.\n\nQuestion 2 - 3% fee\n\nNo.", ["1", "2"], id="figures-of-titles"),
]


@pytest.mark.parametrize(("text", "numbers"), TOGETHER)
def test_an_answer_to_several_questions_answers_each(text: str, numbers: list[str]) -> None:
    document = Document("response.txt", text, (), "")
    found = RuleExtractor(Lexicon.load())(document, Context())
    assert [answer.question for answer in found.answers] == numbers
    assert found.question_at(found.answers[0].span) == "1"


def test_an_answer_to_several_known_questions_answers_those_that_there_are() -> None:
    text = "Questions 1-3\n\nYes, we agree."
    found = segment(document := Document("response.txt", text, (), ""), Context(questions=KNOWN), units(document))
    assert [(part.question, part.also) for part in found.parts] == [("1", ("2",))]


def test_answers_behind_their_questions_are_numbered_as_the_headings_above_them(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("## 1. Fees\n\n**Do you agree?** Mostly.\n\n## 4. Maps\n\n**Do you agree?** We do. Free ones.\n")
    document = read(file)
    parts = segment(document, Context(), units(document)).parts
    assert [(part.question, part.span.of(document.text)) for part in parts] == [
        ("1", "Mostly."),
        ("4", "We do. Free ones."),
    ]


def test_titles_in_markdown_are_those_of_the_paper_only_where_it_is_said_that_they_follow_it(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    sections = "## Chapter 1: Fees\n\nThey are high.\n\n## Chapter 2: Maps\n\nThey are old.\n"
    file.write_text(f"We keep to the chapters of the discussion paper.\n\n{sections}")
    document = read(file)
    parts = segment(document, Context(), units(document)).parts
    assert [(part.question, part.span.of(document.text)) for part in parts] == [
        ("1", "They are high."),
        ("2", "They are old."),
    ]
    file.write_text(f"We let boats.\n\n{sections}")
    document = read(file)
    assert not segment(document, Context(), units(document)).parts


TABLES = [
    pytest.param(
        "| No. | Question | Reply |\n|-|-|-|\n| 1 | Is it? | Yes. |\n| 4 | Why? | It is. |", ["1", "4"], id="numbers"
    ),
    pytest.param("| Ref | Comment |\n|-|-|\n| 2.1 | Who is it for? |\n| 3.4 | Delete. |", ["2.1", "3.4"], id="places"),
    pytest.param("| Proposal | Our view |\n|-|-|\n| A fee | No. |\n| A map | Yes. |", ["1", "2"], id="without-numbers"),
    pytest.param("| Page | Line | Comment |\n|-|-|-|\n| 2 | 4 | Why? |\n| 3 | 1 | Delete. |", [], id="lines-of-a-page"),
    pytest.param("| Boat | Views |\n|-|-|\n| Ann | Good. |\n| Tom | Bad. |", [], id="of-something-else"),
]


@pytest.mark.parametrize("suffix", ["md", "html"])
@pytest.mark.parametrize(("table", "numbers"), TABLES)
def test_a_table_of_comments_answers_row_by_row(table: str, numbers: list[str], suffix: str, tmp_path: Path) -> None:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell.strip()}</td>' for cell in line.strip('|').split('|'))}</tr>"
        for line in table.split("\n")
        if "-|" not in line
    )
    file = tmp_path / f"table.{suffix}"
    file.write_text(table if suffix == "md" else f"<p>Our comments</p><table>{rows}</table>")
    document = read(file)
    assert [part.question for part in segment(document, Context(), units(document)).parts] == numbers


def test_one_title_of_many_that_asks_is_no_question_of_the_consultation(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("## What we like\n\nThe map.\n\n## Who pays?\n\nNobody says.\n\n## Next\n\nWe shall see.\n")
    document = read(file)
    assert not segment(document, Context(), units(document)).parts


def test_known_questions_of_which_only_the_numbers_are_repeated_are_found_by_these(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("## 1. Fees\n\n**Do you agree?** Mostly.\n\n## 2. Maps\n\n**Do you agree?** We do.\n\n## 9. More\n")
    document = read(file)
    found = segment(document, Context(questions=KNOWN), units(document))
    assert [part.question for part in found.parts] == ["1", "2"]
    assert found.notes == ("The questions were recognised by their numbers alone.",)


@pytest.mark.parametrize(
    "heading",
    [
        "1. Do you agree with the annual fee for landlords?",
        "Question 1",
        "Q1. Do you agree with the annual fee for landlords, as set out in section 3: 'Fees'?",
        "Do you agree with the annual fee for landlords?",
        "Question 1: Do you agree with the annual\nfee for landlords?",
    ],
)
def test_finds_a_known_question_by_its_number_its_words_or_both(heading: str) -> None:
    text = f"About us\n\nWe let homes.\n\n{heading}\n\nYes. It is fair.\n\nNext steps\n\nCall us."
    document = Document("response.txt", text, (), "")
    found = segment(document, Context(questions=KNOWN), units(document))
    assert [part.question for part in found.parts] == ["1"]
    assert found.parts[0].span.of(text) == "Yes. It is fair."
    assert [unit.span.of(text) for unit in found.outside][-2:] == ["Next steps", "Call us."]


def test_a_sentence_cut_by_a_page_break_is_one_unit() -> None:
    text = "Primary care plays a large part in the care of people who live with long-term\n\nconditions. It is full."
    (unit,) = units(Document("page.txt", text, (), ""))
    assert unit.span.of(text) == text


def test_hard_line_breaks_do_not_end_a_paragraph() -> None:
    lines = [
        "The fee that is proposed for small",
        "landlords is far too high, and it",
        "should be lowered at once. Large",
        "landlords can pay.",
    ]
    found = units(Document("page.txt", "\n".join(lines), (), ""))
    assert len(found) == 1


def test_what_gathers_up_the_whole_after_the_last_answer_answers_no_question(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("## The fee (Question 1)\n\nYes.\n\n### Why\n\nIt is fair.\n\n## What we do\n\nWe teach.\n")
    document = read(file)
    found = segment(document, Context(), units(document))
    assert [part.span.of(document.text) for part in found.parts] == ["Yes.\n\n### Why\n\nIt is fair."]
    assert [unit.span.of(document.text) for unit in found.outside] == ["What we do", "We teach."]


SECTIONS = "## Question 1: Dues\n\nYes.\n\n## Question 2: Boats\n\nNo.\n\n## Question 3: Quays\n\nYes.\n\n"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param(SECTIONS + "## The harbour board\n\nIt met in May.\n", "Yes.", id="a-section-of-its-own"),
        pytest.param(
            SECTIONS.replace("No.", "No.\n\n## Why\n\nIt is late.") + "## Why\n\nIt is fair.\n",
            "Yes.\n\n## Why\n\nIt is fair.",
            id="where-such-titles-divide-answers",
        ),
    ],
)
def test_a_title_of_the_level_of_the_questions_ends_the_last_answer_unless_answers_hold_such(
    text: str, last: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text(text, "utf-8")
    document = read(file)
    part = segment(document, Context(), units(document)).parts[-1]
    assert part.span.of(document.text).strip() == last


def test_a_title_of_the_level_of_two_questions_ends_the_second_answer(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("## Question 1\n\nYes.\n\n## Question 2\n\nNo.\n\n## The club\n\nIt met in May.\n")
    document = read(file)
    assert segment(document, Context(), units(document)).parts[-1].span.of(document.text) == "No."


@pytest.mark.parametrize("reply", ["Yes. It is fair to all who use the port.", "Our response\nWe are content."])
def test_a_reply_on_the_line_below_a_question_is_no_part_of_it(reply: str) -> None:
    question = "Do you agree that the annual fee should rise with inflation?"
    text = f"Question 4\n{question}\n{reply}\n\nQuestion 5\nWhy?\nIt is fair."
    document = Document("letter.txt", text, (), "")
    first = segment(document, Context(), units(document)).parts[0]
    assert first.question_text == question
    assert first.span.of(text) == reply


SPANS = [
    pytest.param(
        "Question 1: Why?\nAnswer: It is fair.\n\nQuestion 2: When?\nIn May.", "It is fair.", id="label-of-a-reply"
    ),
    pytest.param("Q: Is it late?\nA: It is.\n\nQ: When will it end?\nA: In May.", "It is.", id="letter-of-a-reply"),
    pytest.param(
        "Question 1. The office should open early.\n\n[x] Agree\n[ ] Disagree\n\nQuestion 2. It should shut late.\n\n"
        "[ ] Agree\n[x] Disagree",
        "[x] Agree\n[ ] Disagree",
        id="statement-above-boxes",
    ),
    pytest.param(
        "Question 1\n\nIt is fair.\n\nOur Club\nPage 1 of 2\n\nQuestion 2\n\nWe agree.\n\nOur Club\nPage 2 of 2",
        "It is fair.",
        id="feet-of-pages",
    ),
    pytest.param(
        "1. Please tell us why.\nIt is fair.\n\n2. Is it late?\nYes.", "It is fair.", id="reply-below-a-request"
    ),
]


@pytest.mark.parametrize(("text", "first"), SPANS)
def test_an_answer_leaves_out_what_the_form_says_around_it(text: str, first: str, tmp_path: Path) -> None:
    file = tmp_path / "response.txt"
    file.write_text(text)
    document = read(file)
    parts = segment(document, Context(), units(document)).parts
    assert [part.question for part in parts] == ["1", "2"]
    assert parts[0].span.of(document.text) == first


def test_bold_words_in_a_markdown_list_keep_both_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "response.md"
    file.write_text("1. Is it late?\n\n   **Yes**, it is.\n")
    document = read(file)
    assert [unit.span.of(document.text) for unit in units(document)][-1] == "**Yes**, it is."
