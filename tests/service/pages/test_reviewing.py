"""Reviewing in the browser: statements confirmed, corrected, rejected and added in place, by hand and by keyboard."""

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from tests.service.pages.browsing import Browser
from tests.service.pages.reviewed import ACT, COSTS, FARES, MINUTES, WINDOWS, Reviewed
from tests.service.pages.stores import HARM

PAGE = "/response/survey/bma"
_A_LOAD = 240
"""Seconds that a load may take on a machine with much else to do."""


@pytest.fixture
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    return Reviewed(tmp_path_factory.mktemp("reviewed"))


@pytest.fixture
def desk(chromium: webdriver.Chrome, reviewed: Reviewed) -> Iterator[Browser]:
    """Open the letter, with no reviewer yet."""
    with reviewed.serve() as service:
        opened = Browser(chromium, str(service.client.base_url))
        opened.forget()
        opened.open(PAGE)
        yield opened
        assert opened.errors() == []
        assert opened.outside_requests() == []
        opened.script("sessionStorage.clear()")


def enter(desk: Browser, token: str, name: str = "") -> None:
    """Begin to review, by the keyboard alone."""
    desk.tab_to("[data-review]")
    desk.press(Keys.ENTER, token, Keys.TAB, name, Keys.ENTER)


def begin(desk: Browser, token: str) -> None:
    enter(desk, token)
    desk.until(lambda: desk.all("html.reviewing"))


def judge(desk: Browser, words: str, verdict: str) -> None:
    """Open the form on the statement of some words, and choose a verdict."""
    note = next(each for each in desk.all("[data-note]") if each.get_attribute("data-quote") == words)
    button = note.find_element("css selector", "[data-judge]")
    desk.script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", button)
    button.click()
    desk.find(f"[data-verdict] [value={verdict}]").click()


def keep(desk: Browser) -> str:
    """Send the form; return what the page says once it is loaded anew."""
    desk.script("window.before = true")
    desk.find("[data-verdict] button:not([type])").send_keys(Keys.ENTER)
    desk.until(lambda: desk.script("return !window.before && document.readyState === 'complete'"), _A_LOAD)
    desk.until(lambda: desk.find("[data-said]").text)
    return desk.find("[data-said]").text


def notes(desk: Browser) -> dict[str, str]:
    """Return what stands in the margin beside each statement, by its words."""
    return {each.get_attribute("data-quote") or "": each.text for each in desk.all("[data-note]")}


def test_a_statement_is_confirmed_by_the_keyboard_alone_and_stays_so(desk: Browser, reviewed: Reviewed) -> None:
    begin(desk, reviewed.token)
    desk.tab_to(f"[data-quote='{ACT}'] [data-judge]")
    desk.press(Keys.ENTER)
    desk.until(lambda: desk.all("dialog[open]"))
    desk.tab_to("[name=note]")
    desk.press("quite so")
    desk.tab_to("button:not([type])")
    assert keep(desk) == "Confirmed."
    assert "Confirmed by Rosa R.: quite so" in notes(desk)[ACT]
    focused = desk.script("return document.activeElement.closest('[data-note]').dataset.quote")
    assert focused == ACT
    assert reviewed.status()[ACT] == ("ask", "confirmed")


def test_a_statement_is_corrected_and_another_rejected(desk: Browser, reviewed: Reviewed) -> None:
    begin(desk, reviewed.token)
    judge(desk, COSTS, "change")
    desk.find("[data-verdict] [name=kind]").send_keys("Recommendation")
    desk.find("[data-list=addressees] input[list]").send_keys("Care Quality Commission")
    desk.find("[data-list=topics] input[list]").send_keys("transp", Keys.ENTER)
    assert keep(desk) == "Corrected."
    assert "Corrected by Rosa R." in notes(desk)[COSTS]
    judge(desk, MINUTES, "reject")
    assert keep(desk).startswith("Rejected")
    assert MINUTES not in notes(desk)
    assert reviewed.status()[COSTS] == ("ask", "corrected")
    rows = reviewed.store.query(f"SELECT ?to ?about {{ ?s wa:quote '{COSTS}' ; wa:addressee ?to ; wa:topic ?about }}")
    assert {"body/cqc", "topic/transparency"} <= {term.value.split("whoasks/")[1] for row in rows for term in row}


def test_an_ask_of_a_party_that_the_ontology_does_not_hold_is_corrected(desk: Browser, reviewed: Reviewed) -> None:
    begin(desk, reviewed.token)
    judge(desk, FARES, "change")
    desk.find("[data-list=topics] input[list]").send_keys("transp", Keys.ENTER)
    assert keep(desk) == "Corrected."
    rows = reviewed.store.query(f"SELECT ?whom {{ ?s wa:quote '{FARES}' ; wa:addressee/skos:prefLabel ?whom }}")
    assert [row["whom"].value for row in rows] == ["Ferry operators"]


def test_words_are_selected_in_the_page_and_added(desk: Browser, reviewed: Reviewed) -> None:
    begin(desk, reviewed.token)
    desk.script(
        """const text = [...document.querySelectorAll('[data-text]')].find((each) => each.textContent === arguments[0]);
        getSelection().setBaseAndExtent(text.firstChild, 0, text.firstChild, arguments[0].length)""",
        WINDOWS,
    )
    desk.until(lambda: desk.find("[data-add-selected]").is_displayed())
    desk.find("[data-add-selected]").click()
    desk.find("[data-verdict] [name=kind]").send_keys("Concern")
    assert keep(desk) == "Added."
    assert "Added by Rosa R." in notes(desk)[WINDOWS]
    assert reviewed.status()[WINDOWS] == ("concern", "added")


def test_words_are_chosen_and_added_by_the_keyboard_after_a_letter_of_two_units(
    desk: Browser, reviewed: Reviewed
) -> None:
    begin(desk, reviewed.token)
    desk.tab_to("[data-add][aria-label*='We agree']")
    desk.press(Keys.ENTER)
    desk.press(Keys.CONTROL + Keys.HOME, *[Keys.SHIFT + Keys.ARROW_RIGHT] * len("We agree 🙂."))
    desk.find("[data-verdict] [name=kind]").send_keys("Endorsement")
    assert keep(desk) == "Added."
    assert reviewed.status()["We agree 🙂."] == ("endorsement", "added")


def test_a_wrong_token_is_said_and_nothing_is_offered(desk: Browser, reviewed: Reviewed) -> None:
    desk.expected.append("401")
    enter(desk, "wrong", "Mallory")
    desk.until(lambda: desk.find("[data-token] [data-problem]").text)
    assert "bearer tokens" in desk.find("[data-token] [data-problem]").text
    assert not desk.all("html.reviewing")
    assert desk.script("return sessionStorage.length") == 0
    assert not reviewed.reviews.exists()


def test_a_token_of_nobody_needs_a_name_and_leaving_forgets_it(desk: Browser, reviewed: Reviewed) -> None:
    enter(desk, reviewed.unnamed)
    desk.until(lambda: "give your name" in desk.find("[data-token] [data-problem]").text)
    desk.press(Keys.TAB, "Nina", Keys.ENTER)
    desk.until(lambda: "as Nina" in desk.find("[data-review]").text)
    assert "token" not in desk.script("return document.cookie + JSON.stringify(localStorage)")
    desk.find("[data-review]").click()
    assert desk.script("return sessionStorage.length") == 0
    assert not desk.all("html.reviewing")


def test_a_verdict_on_words_that_changed_meanwhile_is_refused_with_the_reason(
    desk: Browser, reviewed: Reviewed
) -> None:
    desk.expected.append("409")
    begin(desk, reviewed.token)
    desk.script(f"document.querySelector(`[data-quote='{ACT}']`).dataset.start = 3")
    judge(desk, ACT, "confirm")
    desk.find("[data-verdict] button:not([type])").click()
    desk.until(lambda: desk.find("[data-verdict] [data-problem]").text)
    assert "read it again" in desk.find("[data-verdict] [data-problem]").text
    assert not reviewed.reviews.exists()


def test_a_script_in_a_note_is_words(desk: Browser, reviewed: Reviewed) -> None:
    begin(desk, reviewed.token)
    judge(desk, ACT, "confirm")
    desk.find("[data-verdict] [name=note]").send_keys(HARM)
    keep(desk)
    assert HARM in notes(desk)[ACT]
    assert desk.script("return window.harm") is None


def test_axe_finds_nothing_while_a_response_is_reviewed(desk: Browser, reviewed: Reviewed, axe: str) -> None:
    desk.find("[data-review]").click()
    assert desk.violations(axe) == []
    desk.press(Keys.ESCAPE)
    begin(desk, reviewed.token)
    judge(desk, COSTS, "change")
    for width, scheme in ((1280, "light"), (360, "dark")):
        desk.show(width, 800, scheme=scheme)
        assert desk.violations(axe) == []
