"""The pages in a real browser: main paths, the keyboard alone, accessibility, no errors, nothing asked of others."""

import pytest
from selenium.webdriver.common.keys import Keys

from service.pages.assets import Assets
from tests.service.pages.browsing import Browser

PAGES = [
    "/",
    "/?q=who+asks+for+CQC+alignment",
    "/?q=what+is+the+weather",
    "/search?q=oversight+meetings",
    "/responses",
    "/responses/bma",
    "/responses/nhs-confederation",
    "/responses/harm",
    "/compare",
    "/compare?by=addressee&sort=label",
    "/asks?topic=cqc-alignment",
    "/graph",
    "/bodies",
    "/claims?modality=sought",
    "/body/nhsei",
    "/respondent/sof-2021-22/harm",
    "/topics",
    "/topic/cqc-alignment",
    "/ontology",
    "/questions",
    "/questions/who-asks-for?topic=cqc-alignment",
    "/consultation/sof-2021-22",
    "/question/sof-2021-22/4",
    "/sparql",
]
needs_packages = pytest.mark.skipif(
    not Assets().has("editor.js"), reason="the packages of the pages could not be fetched"
)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_wide_light_page_and_on_a_narrow_dark_one(browser: Browser, axe: str, path: str) -> None:
    browser.open(path)
    assert browser.violations(axe) == []
    browser.show(360, 740, scheme="dark")
    browser.open(path)
    assert browser.violations(axe) == []
    assert browser.script("return document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window"


@needs_packages
def test_a_rest_operation_is_tried_on_a_page_that_asks_nothing_of_others(browser: Browser) -> None:
    browser.open("/docs")
    browser.until(lambda: browser.all(".opblock"))
    assert "/questions/who-asks-for" in browser.find("[data-api]").text
    for step in ("[data-path='/healthz']", ".try-out__btn", ".execute"):
        browser.until(lambda step=step: browser.all(step))
        browser.script("document.querySelector(arguments[0]).click()", step)
    browser.until(lambda: browser.all(".live-responses-table"))
    assert browser.find(".live-responses-table tbody .response-col_status").text.startswith("200")


def test_the_reference_of_the_model_keeps_its_style_when_it_is_seen_again_and_axe_finds_nothing(
    browser: Browser, axe: str
) -> None:
    for width, scheme in ((1280, "light"), (360, "dark")):
        browser.show(width, 740, scheme=scheme)
        browser.open("/ontology/reference")
        assert browser.violations(axe) == []
        assert browser.script("return document.documentElement.scrollWidth <= innerWidth")


def test_a_question_is_asked_and_its_answer_read_in_place_by_the_keyboard_alone(browser: Browser) -> None:
    browser.open("/")
    browser.press("who asks for CQC alignment", Keys.ENTER)
    browser.until(lambda: browser.all(".understood"))
    assert "CQC alignment" in browser.find(".understood").text
    respondents = {each.text for each in browser.all(".group h2 a")}
    assert {"British Medical Association", "NHS Confederation"} <= respondents
    words = browser.find(".said .quote").text
    browser.tab_to(".said .place").send_keys(Keys.ENTER)
    browser.until(lambda: "#passage-" in browser.path)
    assert words.strip("“”") in browser.find("[data-response]").text


def test_a_suggestion_is_chosen_by_the_keyboard_and_leads_to_its_page(browser: Browser) -> None:
    browser.open("/")
    browser.press("cqc al")
    browser.until(lambda: browser.all("[role=option]"))
    browser.press(Keys.ARROW_DOWN)
    chosen = browser.find("[role=option][aria-selected=true]")
    assert browser.find("#q").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    browser.press(Keys.ENTER)
    browser.until(lambda: browser.path == "/topic/cqc-alignment")


def test_escape_closes_the_suggestions_and_enter_then_asks_what_was_typed(browser: Browser) -> None:
    browser.open("/")
    browser.press("cqc")
    browser.until(lambda: browser.all("[role=option]"))
    browser.press(Keys.ESCAPE)
    assert browser.find("#q").get_attribute("aria-expanded") == "false"
    browser.press(Keys.ENTER)
    browser.until(lambda: "q=cqc" in browser.path)


def test_a_link_to_a_passage_scrolls_to_it_and_lights_just_its_words(browser: Browser) -> None:
    browser.open("/responses/nhs-confederation")
    anchor = browser.all("mark[id^=passage-]")[-1].get_attribute("id")
    start, end = map(int, anchor.split("-")[1:])
    browser.open(f"/responses/nhs-confederation#{anchor}")
    lit = browser.script("return [...CSS.highlights.get('passage')].map(range => range.toString()).join('')")
    assert len(lit) <= end - start
    assert lit in browser.script("return document.querySelector('[data-response]').textContent")
    top = browser.script("return document.getElementById(arguments[0]).getBoundingClientRect().top", anchor)
    browser.until(
        lambda: 0 <= browser.script(f"return document.getElementById('{anchor}').getBoundingClientRect().top") < 900
    )
    assert top is not None


def test_a_passage_that_is_no_statement_is_lit_by_its_offsets(browser: Browser) -> None:
    browser.open("/responses/bma")
    block = browser.find("p.words[data-start]")
    start, text = int(block.get_attribute("data-start")), block.text
    browser.open(f"/responses/bma#passage-{start}-{start + 4}")
    assert browser.script("return [...CSS.highlights.get('passage')].map(String)") == [text[:4]]


def test_filters_hide_marks_and_notes_at_once_and_stand_in_the_address(browser: Browser) -> None:
    browser.open("/responses/nhs-confederation")
    notes = len(browser.all(".note:not([hidden])"))
    for kind in ("ask", "clarity", "concern", "accountability"):
        browser.script("document.querySelector(arguments[0]).click()", f"[name=kind][value={kind}]")
    shown = browser.all(".note:not([hidden])")
    assert 0 < len(shown) < notes
    assert all("quotation" in note.get_attribute("class") for note in shown)
    assert browser.path.endswith("?kind=quotation")
    assert browser.all("mark.concern:not(.off)") == []
    browser.open(browser.path)
    assert len(browser.all(".note:not([hidden])")) == len(shown), "the server filters as the script does"


@pytest.mark.parametrize(("name", "data"), [("topic", "topics"), ("addressee", "addressees")])
def test_statements_are_kept_to_a_topic_or_to_a_body_that_is_asked(browser: Browser, name: str, data: str) -> None:
    browser.open("/responses/nhs-confederation")
    choice = browser.all(f"[data-filter] [name={name}] option")[1]
    chosen = choice.get_attribute("value") or ""
    choice.click()
    shown = browser.all(".note:not([hidden])")
    assert shown
    assert all(chosen in (note.get_attribute(f"data-{data}") or "").split() for note in shown)
    assert f"{name}={chosen}" in browser.path
    assert browser.find("[data-shown]").text == f"{len(shown)} shown"


def test_each_question_has_its_stance_beside_it_and_in_the_contents(browser: Browser) -> None:
    browser.open("/responses/bma")
    beside = [each.text for each in browser.all(".beside .stance")]
    assert len(beside) >= 8
    assert [each.text for each in browser.all(".contents .stance")] == beside


def test_questions_bodies_and_topics_are_suggested(browser: Browser) -> None:
    browser.open("/")
    found = set()
    for words in ("who asks", "british medical", "cqc al"):
        browser.script("const box = document.getElementById('q'); box.value = ''; box.focus()")
        browser.press(words)
        browser.until(lambda: browser.all("[role=option]"))
        browser.until(lambda: browser.find("#q").get_attribute("aria-expanded") == "true")
        found |= {each.text for each in browser.all("[role=option] small")}
    assert {"question", "body", "topic"} <= found


def test_a_cell_of_the_matrix_opens_its_asks_and_gives_the_focus_back(browser: Browser) -> None:
    browser.open("/compare")
    cell = browser.find(".heat td a")
    number = int(cell.text)
    cell.send_keys(Keys.ENTER)
    browser.until(lambda: browser.all("dialog[open] .said"))
    assert len(browser.all("dialog .said")) == min(number, 50)
    browser.press(Keys.ESCAPE)
    browser.until(lambda: not browser.all("dialog"))
    assert browser.script("return document.activeElement") == cell


def test_the_skip_link_is_first_and_leads_past_the_navigation(browser: Browser) -> None:
    browser.open("/responses")
    browser.press(Keys.TAB)
    assert browser.chrome.switch_to.active_element.get_attribute("class") == "skip"
    browser.press(Keys.ENTER)
    assert browser.script("return document.activeElement.id") == "main"


def test_a_script_in_a_quote_a_label_and_a_title_is_shown_and_never_run(browser: Browser) -> None:
    for path in ("/responses/harm", "/asks?topic=cqc-alignment", "/compare", "/graph", "/responses", "/bodies"):
        browser.open(path)
        assert browser.script("return window.harm") is None, path
    browser.open("/responses/harm")
    assert "<script>window.harm = 1</script>" in browser.find("[data-response]").text


@needs_packages
def test_the_editor_runs_a_query_and_shows_a_table_and_a_chart(browser: Browser) -> None:
    query = "SELECT ?topic (COUNT(*) AS ?asks) WHERE { ?s a wa:Ask ; wa:topic ?topic } GROUP BY ?topic"
    browser.open(f"/sparql?query={query.replace(' ', '+').replace('?', '%3F')}")
    browser.until(lambda: browser.all(".tabPanel.active .yasr table.dataTable tbody tr"))
    assert not browser.find("[data-plain-editor]").is_displayed()
    browser.script("document.querySelector('.tabPanel.active .yasr .select_chart').click()")
    browser.until(lambda: browser.all(".tabPanel.active .bars meter"))


@needs_packages
def test_the_editor_marks_an_error_in_its_place_and_asks_what_was_meant(browser: Browser) -> None:
    browser.expected = ["400 (Bad Request)"]
    browser.open("/sparql?query=SELECT+*+WHERE+%7B+%3Fs+wa%3Aadressee+%3Fo")
    browser.until(lambda: browser.all(".tabPanel.active .CodeMirror .fault"))
    browser.until(lambda: "wa:addressee" in browser.find("[data-hints]").text)
    assert "never closed" in browser.find(".tabPanel.active .yasr").text


@needs_packages
def test_an_example_fills_the_editor(browser: Browser) -> None:
    browser.open("/sparql")
    browser.until(lambda: browser.all(".CodeMirror"))
    browser.find("[data-example]").click()
    value = browser.script("return document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()")
    assert "wa:" in value
    assert browser.path == "/sparql"


@needs_packages
def test_results_link_to_pages_of_this_service_and_a_shared_link_asks_the_query_again(browser: Browser) -> None:
    browser.open("/sparql?query=SELECT+%3Ftopic+%7B+%3Fs+wa%3Atopic+%3Ftopic+%7D+LIMIT+1")
    browser.until(lambda: browser.all(".tabPanel.active .yasr .iri"))
    topic = browser.find(".tabPanel.active .yasr .iri").get_attribute("href") or ""
    assert topic.startswith(f"{browser.base}/topic/")
    browser.find(".tabPanel.active .yasqe_share").click()
    browser.until(lambda: browser.all(".yasqe_sharePopup input"))
    shared = browser.find(".yasqe_sharePopup input").get_attribute("value") or ""
    browser.open("/topics")
    browser.open(shared.removeprefix(browser.base))
    browser.until(lambda: browser.all(".tabPanel.active .yasr .iri"))
    assert browser.find(".tabPanel.active .yasr .iri").get_attribute("href") == topic


@needs_packages
def test_the_editor_completes_a_property_from_the_ontology(browser: Browser) -> None:
    browser.open("/sparql?query=ASK+%7B+%3Fs+wa%3Aaddr")
    browser.expected = ["400 (Bad Request)"]
    browser.until(lambda: browser.all(".tabPanel.active .CodeMirror"))
    browser.script(
        """const editor = document.querySelector('.tabPanel.active .CodeMirror').CodeMirror;
        editor.focus(); editor.setCursor(editor.lastLine(), 999)"""
    )
    browser.press(Keys.CONTROL + " ")
    browser.until(lambda: "addressee" in " ".join(each.text for each in browser.all(".CodeMirror-hint")))


def test_a_table_of_answers_is_read_downwards_in_a_narrow_window(browser: Browser) -> None:
    browser.show(390, 800)
    browser.open("/questions/stance-by-question?question=4")
    assert (
        browser.script(
            "const t = document.querySelector('.stacked').parentElement; return t.scrollWidth - t.clientWidth"
        )
        == 0
    )
    lefts = browser.script(
        "return [...document.querySelectorAll('.stacked td')].map((td) => td.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    assert browser.script("return document.documentElement.scrollWidth") <= 390


def test_a_ribbon_opens_its_asks_and_a_narrow_window_shows_the_table_at_once(browser: Browser) -> None:
    browser.open("/graph")
    assert not browser.find("details table").is_displayed()
    ribbon = browser.find(".picture a[aria-label*=' asks ']")
    number = int((ribbon.get_attribute("aria-label") or "").split(": ")[1].split()[0])
    ribbon.send_keys(Keys.ENTER)
    browser.until(lambda: browser.path.startswith("/asks?"))
    assert len(browser.all(".said")) == min(number, 50)
    browser.show(360, 740)
    browser.open("/graph")
    browser.until(lambda: browser.find("details table").is_displayed())


@pytest.mark.parametrize("width", [1280, 390])
def test_no_label_of_a_picture_is_cut_off_and_none_lies_outside_the_window(browser: Browser, width: int) -> None:
    browser.show(width, 800)
    for path in ("/graph", "/body/nhsei", "/body/ics"):
        browser.open(path)
        shown = [each for each in browser.all("svg.picture[role]") if each.is_displayed()]
        assert shown, path
        assert all(each.rect["x"] + each.rect["width"] <= width for each in shown), path
        outside = browser.script(
            """return [...document.querySelectorAll('svg.picture text')].filter((text) => {
            const [label, frame] = [text, text.ownerSVGElement].map((each) => each.getBoundingClientRect());
            return label.left < frame.left - 1 || label.right > frame.right + 1 || label.bottom > frame.bottom + 1;
            }).map((text) => text.textContent)"""
        )
        assert outside == [], path


def test_a_printed_page_has_the_words_and_no_controls(browser: Browser) -> None:
    browser.show(794, 1123, media="print")
    browser.open("/?q=who+asks+for+CQC+alignment")
    assert browser.find(".said .quote").is_displayed()
    for hidden in (".ask-box", ".top nav", ".tools a", ".said .place"):
        assert not browser.find(hidden).is_displayed()
    browser.open("/responses/bma")
    assert browser.find(".note").is_displayed()
    assert not browser.find("[data-filter]").is_displayed()
    assert browser.script("return document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_is_copied_as_a_link_that_leads_to_it_again(browser: Browser) -> None:
    browser.open("/?q=who+asks+for+CQC+alignment")
    link = browser.find("[data-copy]")
    assert link.text == "Copy link"
    browser.script("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    link.send_keys(Keys.ENTER)
    browser.until(lambda: link.text == "Copied")
    words = [each.text for each in browser.all(".said .quote")]
    browser.open(browser.script("return window.copied").removeprefix(browser.base))
    assert [each.text for each in browser.all(".said .quote")] == words
