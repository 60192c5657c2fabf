"""What stands in a question beside its names: explanations, which are left out, and words that speak of a topic."""

import doctest
from pathlib import Path

import pytest

from ontology.lexicon import Entries, Lexicon
from sparql import BUNDLED_QUESTIONS
from sparql.asking import Phrasing, Understanding, clauses
from sparql.asking.clauses import main_clause
from sparql.asking.dataset_names import DatasetNames
from sparql.asking.evidence import Evidence
from sparql.asking.spelling import Spelling
from sparql.asking.words import level, words
from sparql.saved.catalogue import Catalogue

LEXICON = Lexicon.load()
PHRASING = Phrasing.load()
UNDERSTANDING = Understanding(Catalogue.load(BUNDLED_QUESTIONS, LEXICON).questions.values(), LEXICON, PHRASING)


def topic_of(question: str) -> str | None:
    reading = UNDERSTANDING.understand(question).reading
    return reading and reading.parameters.get("topic")


def test_the_examples_of_the_documentation_hold() -> None:
    assert doctest.testmod(clauses).failed == 0


@pytest.mark.parametrize(
    "question",
    ["who asks for peer review (the reviews by equals)", "who asks for peer review, because it is cheap"],
)
def test_asides_and_reasons_are_no_part_of_the_main_clause(question: str) -> None:
    assert main_clause(question)[0] == "who asks for peer review"
    assert topic_of(question) == "peer-review"


def read(question: str) -> tuple[str, dict[str, str]] | None:
    reading = UNDERSTANDING.understand(question).reading
    return reading and (reading.question, dict(reading.parameters))


@pytest.mark.parametrize(
    "question",
    [
        "I was a nurse for forty years and I would like to know who asks for peer review",
        "We meet on Monday, so could you tell me who asks for peer review",
        "who asks for peer review rather than shouting",
    ],
)
def test_what_leads_up_to_a_request_and_what_is_not_meant_are_left_out(question: str) -> None:
    assert read(question) == ("who-asks-for", {"topic": "peer-review"})


@pytest.mark.parametrize("lead", ["As for parking,", "On parking,", "Regarding parking:"])
def test_what_a_lead_says_the_question_is_about_is_not_left_out(lead: str) -> None:
    assert read(f"{lead} what does the BMA ask for?") is None


@pytest.mark.parametrize(
    ("question", "number"),
    [("How did respondents answer the question on the six themes?", "3"), ("stances on the colour of lamps", "4")],
)
def test_a_question_of_the_consultation_is_named_by_what_it_is_about(question: str, number: str) -> None:
    texts = {"3": "Do the six themes support a balanced approach?", "4": "Do you support the colour of the lamps?"}
    texts |= {str(other): f"Do you support proposal {other}?" for other in range(5, 12)}
    reading = UNDERSTANDING.understand(question, DatasetNames(questions=texts)).reading
    assert reading is not None
    assert (reading.question, dict(reading.parameters)) == ("stance-by-question", {"question": number})


def test_words_of_asking_name_no_question_of_the_consultation() -> None:
    texts = {"1": "Do you agree with the stance of this question?", "2": "What else?", "3": "Which lamps?"}
    reading = UNDERSTANDING.understand(
        "which questions does the BMA disagree with", DatasetNames(questions=texts)
    ).reading
    assert reading is not None
    assert dict(reading.parameters) == {"body": "bma"}


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("stance 4 BMA", {"body": "bma", "question": "4"}),
        ("stance, no. 9, NHS Confederation", {"body": "nhs-confederation", "question": "9"}),
        ("positions on qu. 2", {"question": "2"}),
        ("What position did each respondent take on the third consultation question?", {"question": "3"}),
        ("How did they answer the second of the nine questions?", {"question": "2"}),
    ],
)
def test_a_question_is_named_by_its_number_however_it_is_written(question: str, parameters: dict[str, str]) -> None:
    assert read(question) == ("stance-by-question", parameters)


def test_a_number_that_is_no_question_s_stops_no_other_reading() -> None:
    assert read("what is asked about segment 4") == ("asks-about-part", {"part": "segment 4"})


@pytest.mark.parametrize(
    ("name", "body"), [("Whitehall", "government"), ("town halls", "local-government"), ("the watchdogs", "regulators")]
)
def test_a_body_is_known_by_what_people_who_ask_call_it(name: str, body: str) -> None:
    assert read(f"what is asked of {name}") == ("what-is-asked-of", {"addressee": body})


def test_a_part_of_the_name_of_a_group_names_it_only_in_the_plural() -> None:
    assert read("what is asked of wellbeing boards") == ("what-is-asked-of", {"addressee": "health-wellbeing-board"})
    assert read("what is asked of health") is None


def test_an_arrow_leads_from_who_asks_to_who_is_asked() -> None:
    assert level("Confed -> NHSEI") == level("Confed → NHSEI") == "Confed to NHSEI"


@pytest.mark.parametrize(("slip", "meant"), [("NHSIE", "nhsei"), ("pere", "peer"), ("asekd", "asked")])
def test_two_letters_in_the_wrong_order_are_mended_though_other_forms_are_like_them(slip: str, meant: str) -> None:
    assert Spelling({"nhsei", "nhsi", "peer", "per", "asked"}).mend(words(level(f"of {slip}"))[1]).text == meant


def test_the_plural_of_an_acronym_that_ends_in_s_is_known_in_small_letters() -> None:
    assert read("which duties bind icss") == ("duties", {"body": "ics"})


def test_who_is_asked_is_told_from_who_asks_though_it_mostly_asks() -> None:
    assert read("Is NHS Clinical Commissioners asked for something?") == ("what-is-asked-of", {"addressee": "nhscc"})


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Who is calling for reviews by one's peers?", "peer-review"),
        ("who wants bosses not to be sacked", "leadership-changes"),
    ],
)
def test_words_that_speak_of_a_topic_may_say_by_whom_and_what_not(question: str, topic: str) -> None:
    assert read(question) == ("who-asks-for", {"topic": topic})


def test_a_status_is_told_beside_a_verb_of_several_words() -> None:
    understood = read("At present, whom does a CCG answer to?")
    assert understood == ("accountable-to-whom", {"body": "ccg", "status": "current"})


def test_a_common_word_that_is_a_body_s_name_besides_names_it_less_surely() -> None:
    assert read("Who seeks a place in the framework for charities?") == ("who-asks-for", {"topic": "wider-partners"})


def test_acronyms_are_read_that_are_spelt_letter_by_letter() -> None:
    assert read("what does the B M A ask of the C Q C") == ("what-does-body-ask", {"body": "bma", "addressee": "cqc"})


def test_a_pronoun_refers_back_to_what_leads_up() -> None:
    assert clauses.refers_back("what would apply to us")
    assert not clauses.refers_back("who asks for peer review")


def test_a_contrast_that_names_another_topic_is_not_left_out() -> None:
    assert topic_of("who asks for flexibility instead of peer review") != "flexibility"


@pytest.mark.parametrize("word", ["frisky", "wonderfully", "grumpy"])
def test_a_word_that_only_describes_stops_no_reading_of_which_the_examples_are_sure(word: str) -> None:
    assert read(f"any {word} quotes from ambulance services") == ("quotations-by", {"body": "ambulance-trust"})


@pytest.mark.parametrize(
    "question",
    [
        "what does the BMA say about gardening",  # a thing, in the place of a topic
        "does Microsoft agree with question 4",  # a name, in the place of a body
        "who asks for peer review in Ruritania",
        "what does the BMA think of origami",
    ],
)
def test_an_unknown_thing_stops_a_reading_that_has_a_place_for_it(question: str) -> None:
    assert read(question) is None


@pytest.mark.parametrize(
    ("question", "parameters"),
    [
        ("who do ICSs hold to account", {"to": "ics"}),
        ("who holds ICSs to account", {"body": "ics"}),
        ("is anyone answerable to ICSs", {"to": "ics"}),
        ("who are ICSs currently accountable to", {"body": "ics", "status": "current"}),
    ],
)
def test_who_holds_to_account_is_told_from_who_is_held(question: str, parameters: dict[str, str]) -> None:
    assert read(question) == ("accountable-to-whom", parameters)


def spoken_of(text: str) -> set[str]:
    return {mention.id for mention in Evidence(LEXICON, PHRASING).find(words(level(text)), [])}


def test_several_words_of_a_definition_speak_of_a_topic_that_no_wording_names() -> None:
    assert spoken_of("staff and functions moved out of CCGs") == {"ccg-assessment"}


def test_worked_examples_teach_how_a_topic_is_spoken_of(tmp_path: Path) -> None:
    learned = Evidence(LEXICON, PHRASING, tmp_path)
    asked = words(level("rain on the roof garden"))
    assert list(learned.find(asked, [])) == []
    (tmp_path / "topics").mkdir()
    examples = tmp_path / "topics" / "peer-review.txt"
    examples.write_text("rain on the roof\nthe roof garden in the rain\n", encoding="utf-8")
    assert {one.id for one in Evidence(LEXICON, PHRASING, tmp_path).find(asked, [])} == {"peer-review"}


def test_without_topics_nothing_is_evidence(tmp_path: Path) -> None:
    empty = Evidence(Lexicon(Entries()), PHRASING, tmp_path)
    assert list(empty.find(words(level("rain on the roof garden")), [])) == []


def test_what_no_topic_covers_is_no_evidence() -> None:
    assert spoken_of("parking fines at the hospital") == set()


def test_one_word_of_it_speaks_of_none() -> None:
    assert spoken_of("functions") == set()
