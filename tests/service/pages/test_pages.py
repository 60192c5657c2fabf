"""The pages as they are sent: light, escaped, self-contained, whole without scripts."""

import html
import re
from collections import defaultdict
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.service.live import Service
from tests.service.pages.stores import HARM
from tests.service.pages.test_in_the_browser import PAGES
from tests.sparql_server import OxigraphServer

LIGHT = 100_000
"""Bytes that a page may take with its style sheet and script, compressed."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_no_other_host_and_runs_nothing_of_its_own_text(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    assert page.status_code == 200
    loaded = re.findall(r"<(?:script|link|img|iframe|source)[^>]*(?:src|href)=\"([^\"]*)\"", page.text)
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page.text) == []
    assert re.findall(r"\son\w+=\"|\sstyle=\"|javascript:", re.sub(r">[^<]*<", "><", page.text)) == []
    assert "script-src 'self';" in page.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_with_its_style_and_script_is_light_without_the_editor(site: httpx.Client, path: str) -> None:
    def transferred(address: str) -> int:
        with site.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as answer:
            return sum(map(len, answer.iter_raw()))

    page = site.get(path)
    static = re.findall(r"(?:href|src)=\"(/static/[^\"]*)\"", page.text)
    assert transferred(path) + sum(transferred(each) for each in static if "editor" not in each) < LIGHT


@pytest.mark.parametrize("path", ["/responses/harm", "/responses", "/graph", "/compare", "/asks"])
def test_what_a_response_says_is_never_markup(site: httpx.Client, path: str) -> None:
    text = site.get(path).text
    assert "&lt;script&gt;" in text
    assert HARM not in text
    assert "<img" not in text


@pytest.mark.parametrize(
    "path", ["/", "/responses", "/compare", "/graph", "/bodies", "/topics", "/ontology", "/sparql"]
)
def test_an_empty_store_gives_a_page_that_says_so_or_shows_the_ontology(empty_site: httpx.Client, path: str) -> None:
    page = empty_site.get(path)
    assert page.status_code == 200
    assert "<h1" in page.text


@pytest.mark.parametrize(
    ("path", "nearest"),
    [("/responses/bmx", "/responses/bma"), ("/body/cqx", "/body/cqc"), ("/topic/cqc-aligment", "/topic/cqc-alignment")],
)
def test_an_unknown_id_gives_a_page_that_names_the_nearest(site: httpx.Client, path: str, nearest: str) -> None:
    page = site.get(path)
    assert page.status_code == 404
    assert f'href="{nearest}"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/compare?n=0",
        "/asks?offset=-1",
        "/asks?question=<>",
        "/asks?kind=a b",
        "/claims?to=<",
        "/rule/none",
    ],
)
def test_bad_input_gives_a_page_and_no_trace(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    assert page.status_code in {200, 400, 404}
    assert page.headers["content-type"].startswith("text/html")
    assert "Traceback" not in page.text


def test_the_plain_form_queries_without_a_script(site: httpx.Client) -> None:
    query = "SELECT ?quote WHERE { ?ask a wa:Ask ; wa:quote ?quote } LIMIT 3"
    page = site.get("/sparql", params={"query": query, "plain": "true"})
    assert page.text.count("<tr>") == 4


def test_the_plain_form_says_where_a_query_is_wrong_and_what_may_be_meant(site: httpx.Client) -> None:
    page = site.get("/sparql", params={"query": "SELECT *\nWHERE { ?s wa:adressee ?o", "plain": "true"})
    assert "line 2" in page.text
    assert "Did you mean wa:addressee" in page.text


def test_a_statement_and_a_passage_lead_to_their_words(site: httpx.Client) -> None:
    found = re.search(r'data-note="1".*?href="#passage-(\d+)-(\d+)"', site.get("/responses/harm").text, re.DOTALL)
    assert found
    words = f"{found[1]}-{found[2]}"
    for path in (f"/statement/sof-2021-22/harm/ask-{words}", f"/passage/sof-2021-22/harm/{words}"):
        answer = site.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/response/sof-2021-22/harm#passage-{words}")


@pytest.mark.parametrize(
    "path", ["/statement/none", "/statement/a/b/c", "/body/a/b", "/response/none", "/speaker/none", "/stance/nothing"]
)
def test_what_is_not_there_is_a_page_that_says_so(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>Not Found</h1>" in page.text


def test_filters_work_without_a_script(site: httpx.Client) -> None:
    whole, filtered = site.get("/responses/bma").text, site.get("/responses/bma?kind=concern").text
    assert 'mark class="ask off"' not in whole
    assert 'mark class="ask off"' in filtered
    assert 'mark class="concern"' in filtered


def test_static_files_are_cached_for_good_and_nothing_beside_them_is_served(site: httpx.Client) -> None:
    style = re.search(r"/static/site\.css\?v=\w+", site.get("/").text)
    assert style
    assert "immutable" in site.get(style[0]).headers["cache-control"]
    for path in ("/static/../rendering.py", "/static/..%2Frendering.py", "/static/nothing.css", "/static/built"):
        assert site.get(path).status_code == 404


def test_no_kind_of_link_leads_nowhere(site: httpx.Client) -> None:
    found = {link for path in PAGES for link in re.findall(r'href="(/[^"#]*)', html.unescape(site.get(path).text))}
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for link in sorted(found):
        path, _, query = link.partition("?")
        kinds[path.split("/")[1], str(path.count("/")), *re.findall(r"(\w+)=", query)[:3]].append(link)
    tried = [link for links in kinds.values() for link in (links[0], links[-1])]
    assert {link: status for link in tried if (status := site.get(link).status_code) >= 400} == {}


def test_a_respondent_that_the_ontology_does_not_know_has_a_page_and_lists_of_its_own(site: httpx.Client) -> None:
    page = site.get("/respondent/sof-2021-22/harm").text
    assert "What it asks" in page
    assert "/asks?body=sof-2021-22%2Fharm" in page
    asks = site.get("/asks?body=sof-2021-22/harm").text
    assert asks.count('class="said"') == 1
    described = site.get("/respondent/sof-2021-22/harm", headers={"Accept": "application/json"})
    assert described.status_code == 200


def test_a_table_of_answers_says_once_what_rows_share_and_leaves_out_what_only_programs_use(site: httpx.Client) -> None:
    page = site.get("/questions/stance-by-question?question=4").text
    table = page[page.index("<tbody") : page.index("</tbody>")]
    assert table.count("Do you agree that the proposed approach") == 1
    assert re.search(r'rowspan="2"><a href="/question/[^"]*/4">4</a> \(a\) Do you agree', table)
    assert "sha256" not in table
    assert table.count("<tr ") == 2


def test_a_browser_at_the_address_of_the_data_is_led_to_the_page_of_an_answer(site: httpx.Client) -> None:
    led = site.get("/ask?q=who+asks+for+CQC+alignment", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/?q=who+asks+for+CQC+alignment")
    assert "Understood as" in site.get(led.headers["location"]).text
    assert site.get("/ask?question=who", follow_redirects=False).status_code == 400
    assert site.get("/ask?q=who", headers={"Accept": "application/json"}).json()["q"] == "who"


def test_bodies_that_ask_or_are_asked_most_are_listed_first(site: httpx.Client) -> None:
    rows = re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", site.get("/bodies").text)
    counts = [sum(int(n) for n in re.findall(r'data-of="[^"]*">(\d+)<', row)) for row in rows]
    assert counts[0] > 0
    assert counts == sorted(counts, reverse=True)


def test_a_line_of_the_picture_opens_all_claims_that_it_stands_for(site: httpx.Client) -> None:
    links = re.findall(r'<a href="(/claims[^"]*)" aria-label="[^"]*: (\w+), (\d+) claim', site.get("/graph").text)
    assert len(links) > 3
    for link, modality, number in links[:4]:
        page = site.get(html.unescape(link)).text
        assert page.count('class="said"') == int(number)
        assert f"({modality})" in page


def test_a_store_that_is_away_gives_a_page_that_says_so(tmp_path: Path) -> None:
    server = OxigraphServer(tmp_path)
    with Service(store=server.address) as service:
        server.stop()
        for path in ("/", "/?q=who+asks+for+CQC+alignment", "/responses", "/compare", "/graph", "/bodies", "/sparql"):
            page = service.client.get(path, headers={"Accept": "text/html"})
            assert page.status_code == 503, path
            assert page.headers["content-type"].startswith("text/html")
            assert '<nav aria-label="Main">' in page.text


def test_an_error_that_nobody_foresaw_is_a_page_in_the_same_style_and_tells_nothing_more(tmp_path: Path) -> None:
    app = create_app(Settings(store=str(tmp_path / "store")))

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError(HARM)

    client = TestClient(app, raise_server_exceptions=False)
    page, data = (client.get("/broken", headers={"Accept": accept}) for accept in ("text/html", "application/json"))
    assert page.status_code == data.status_code == 500
    assert '<nav aria-label="Main">' in page.text
    assert data.headers["content-type"] == "application/problem+json"
    assert "window.harm" not in page.text + data.text


def test_every_question_to_begin_with_is_understood(site: httpx.Client) -> None:
    home = site.get("/").text
    starters = re.findall(r'href="(/\?q=[^"]*)"', home[home.index('class="starters"') :])
    assert len(starters) > 15
    assert [each for each in starters if "Understood as" not in site.get(html.unescape(each)).text] == []


@pytest.mark.parametrize(
    ("path", "section"),
    [("/responses/bma", "Read"), ("/body/nhsei", "Bodies"), ("/topic/transparency", "Topics"), ("/claims", "Explore")],
)
def test_a_page_within_a_section_says_which_one(site: httpx.Client, path: str, section: str) -> None:
    assert re.findall(r'aria-current="true">(\w+)<', site.get(path).text) == [section]


def test_a_body_is_described_in_words_that_people_use(site: httpx.Client) -> None:
    facts = re.findall(r"<dt>([^<]*)</dt>", site.get("/body/nhsei").text)
    assert {"kind", "also called", "note", "oversees"} <= set(facts)
    assert not [name for name in facts if re.search("[a-z][A-Z]", name)]


@pytest.mark.parametrize("path", ["/bodies?q=nobody", "/responses?q=nobody", "/asks?body=staff", "/claims?to=hsib"])
def test_a_list_in_which_nothing_is_found_says_so(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    assert page.status_code == 200
    assert re.search("No body is|No respondent is|Nothing fits", page.text)
    assert "<tbody" not in page.text


@pytest.mark.parametrize(
    ("body", "kind"), [("Acute trusts", "group of bodies"), ("Devon integrated care system", "integrated care system")]
)
def test_a_body_is_listed_by_the_narrowest_of_its_kinds(site: httpx.Client, body: str, kind: str) -> None:
    listed = re.sub(r"\s*<[^>]+>\s*", "|", site.get("/bodies").text)
    found = re.search(rf"\|{body}\|+([^|]+)\|", listed)
    assert found
    assert found[1] == kind


def test_a_search_marks_the_words_that_it_found_and_leads_to_each_passage(site: httpx.Client) -> None:
    page = site.get("/search", params={"q": "minutes published"})
    marked = re.findall(r"<mark[^>]*>([^<]*)</mark>", page.text)
    assert {word.lower()[:6] for word in marked} == {"minute", "publis"}
    places = re.findall(r'class="place" href="([^"]*)"', page.text)
    assert places
    assert all(site.get(place, follow_redirects=True).status_code == 200 for place in places)


def test_a_search_turns_its_pages_and_without_words_shows_the_input_alone(site: httpx.Client) -> None:
    first = site.get("/search", params={"q": "oversight"}).text
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following
    second = site.get(html.unescape(f"/search{following[1]}" if following[1].startswith("?") else following[1])).text
    assert 'rel="prev"' in second
    assert not set(re.findall(r'cite="([^"]*)"', first)) & set(re.findall(r'cite="([^"]*)"', second))
    assert "<article" not in site.get("/search").text
