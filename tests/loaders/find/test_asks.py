"""What the place of a passage adds to its wording: lists, their titles, what introduces them, what stands beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.document import Context
from loaders.extract import RuleExtractor
from loaders.readers import read
from ontology import BUNDLED
from ontology.lexicon import Lexicon

EXTRACT = RuleExtractor(Lexicon.load(BUNDLED))
Asks = Callable[[str], list[str]]


@pytest.fixture
def asks(tmp_path: Path) -> Asks:
    def found(text: str) -> list[str]:
        file = tmp_path / "letter.md"
        file.write_text(text, "utf-8")
        document = read(file)
        return [ask.span.of(document.text) for ask in EXTRACT(document, Context()).asks]

    return found


def test_items_below_a_bare_that_are_asks_and_the_next_number_is_not_one_of_them(asks: Asks) -> None:
    text = (
        "# What we say\n\n4. That:\n\n(a) each port keeps a list of its pilots;\n\n"
        "(b) pilots are told of it by May.\n\n5. The quay at Leith is deep enough for them.\n"
    )
    assert asks(text) == ["each port keeps a list of its pilots;", "pilots are told of it by May."]


def test_the_title_of_a_numbered_recommendation_is_no_ask(asks: Asks) -> None:
    text = "# Recommendations\n\n1. Small fishing ports. The levy should be halved.\n\n2. Fund the quay at Leith.\n"
    assert asks(text) == ["The levy should be halved.", "Fund the quay at Leith."]


@pytest.mark.parametrize("heading", ["What would help most", "Changes sought", "Our recommendations"])
def test_mere_nouns_below_a_heading_that_asks_are_asks(asks: Asks, heading: str) -> None:
    text = f"# {heading}\n\n- A list of pilots at every port\n- Two more boats for the winter\n"
    assert asks(text) == ["A list of pilots at every port", "Two more boats for the winter"]


def test_an_item_that_says_what_somebody_is_to_do_is_an_ask_only_beside_items_that_ask(asks: Asks) -> None:
    item = "- Pilots in the north to share one boat. At present they have two.\n"
    assert len(asks(f"Of the quay we say this.\n\n- The quay should be mended.\n{item}")) == 2
    assert not asks(f"Of the quay we say this.\n\n- The quay was mended in May.\n{item}")


def test_a_title_that_ends_in_a_question_mark_asks_nothing(asks: Asks) -> None:
    assert not asks("# Our port\n\nWe run two boats.\n\n## Who is in charge?\n\nThe harbour master is.\n")


def test_a_wish_without_a_verb_is_an_ask_only_after_one(asks: Asks) -> None:
    assert asks("The levy should be halved. No more forms.") == ["The levy should be halved.", "No more forms."]
    assert not asks("The levy was halved. No more forms.")


def test_an_order_of_two_words_is_an_ask_and_a_name_of_two_words_is_none(asks: Asks) -> None:
    assert asks("# Should dues be charged twice?\n\nNo. Ban them.") == ["Ban them."]
    assert not asks("Rethink Ports\n\n14 Quay Street, Leith")


def test_mere_nouns_below_a_heading_that_sums_up_are_asks(asks: Asks) -> None:
    assert asks("# In short\n\n- Half the dues by 2030.\n- An end to fines.\n") == [
        "Half the dues by 2030.",
        "An end to fines.",
    ]


def test_short_numbered_items_are_a_list_and_each_one_ask_however_many_its_sentences(asks: Asks) -> None:
    text = (
        "## What we add\n\n1. Dues are paid in May. Move them to June.\n2. Boats are old.\n3. The quay should be lit.\n"
    )
    assert asks(text) == ["Dues are paid in May. Move them to June.", "The quay should be lit."]


def test_numbered_paragraphs_are_read_sentence_by_sentence(asks: Asks) -> None:
    text = "Dues\n\n1. Dues are paid in May. They should fall in June.\n\n2. Boats are old.\n\n3. Quays are lit.\n"
    assert asks(text) == ["They should fall in June."]


def test_an_item_of_several_sentences_asks_in_any_of_them(asks: Asks) -> None:
    text = "On dues:\n\n- Dues are paid in May. Move them to June.\n- Dues rose last year.\n"
    assert asks(text) == ["Dues are paid in May. Move them to June."]


def test_the_title_of_a_numbered_section_is_no_ask(asks: Asks) -> None:
    text = "4. What we would like to see\n\n4.1 A levy should be raised.\n\n5. Young people\n\n5.1 They pay half.\n"
    assert asks(text) == ["A levy should be raised."]


def test_an_order_stands_behind_the_label_of_an_item(asks: Asks) -> None:
    assert asks("- Staffing: count the pilots who have left.\n\n- Weather: wet on most days.\n") == [
        "Staffing: count the pilots who have left."
    ]


def test_an_order_of_two_words_asks_behind_other_sentences_of_an_item(asks: Asks) -> None:
    assert asks("- The tide at Leith. Not in the tables. Add it.\n") == [
        "The tide at Leith. Not in the tables. Add it."
    ]


def test_quoted_words_that_go_on_with_a_sentence_are_no_order(asks: Asks) -> None:
    assert asks('One manager told us that her staff "fill in three forms on each boat".\n') == []
    assert asks('One manager told us: "Fill in the old dock."\n')


def test_what_introduces_items_that_ask_is_no_ask_beside_them(asks: Asks) -> None:
    items = ["halve the dues at every port on the coast; and", "mend the quay at Leith."]
    text = (
        "1. The Guild represents all of the pilots who work on the coast and its request is to:\n\n(a) {}\n\n(b) {}\n"
    )
    assert asks(text.format(*items)) == items


@pytest.mark.parametrize(
    "courtesy", ["Please do not hesitate to ring us.", "Do not hesitate to get in touch.", "You must be joking."]
)
def test_a_courtesy_or_an_aside_is_no_ask_alone_or_in_a_list_of_asks(asks: Asks, courtesy: str) -> None:
    assert asks(f"{courtesy}\n") == []
    assert asks(f"We recommend that you:\n\n- mend the lamp;\n- {courtesy}\n") == ["mend the lamp;"]


def test_items_below_a_lead_in_set_in_bold_type_name_whom_they_ask(tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text("**We recommend that:**\n\n- The CQC publishes a chart.\n- Tenants keep their keys.\n", "utf-8")
    found = EXTRACT(read(file), Context()).asks
    assert [ask.addressee_explicit for ask in found] == [True, False]


def test_a_duty_in_force_is_no_ask_and_the_same_words_behind_an_ask_are_one(asks: Asks) -> None:
    duty = "Boats over ten feet must be inspected every spring."
    assert asks(f"The port was built in 1921. {duty} The tide is high at noon.") == []
    assert asks(f"The port should make three rules. {duty}") == ["The port should make three rules.", duty]


def test_words_of_change_make_an_ask_of_what_must_be_done_within_a_time(asks: Asks) -> None:
    assert not asks("Pilots must file the form within ten days.")
    assert asks("Pilots must stop filing the form within ten days.")


def test_one_who_applies_is_obliged_and_never_asked(asks: Asks) -> None:
    assert not asks("Applicants must swim a mile.")
    assert asks("Applicants must be told why they failed.")


def test_behind_the_label_of_an_item_stands_a_sentence_of_its_own(asks: Asks) -> None:
    text = "On dues:\n\n- **Crews:** clinics need money for lamps.\n- **Quays:** they are lit at night.\n"
    assert asks(text) == ["**Crews:** clinics need money for lamps."]


def test_a_duty_behind_another_sentence_that_obliges_is_still_a_duty(asks: Asks) -> None:
    assert asks("Ports must do better. Boats must be inspected every spring.") == ["Ports must do better."]
