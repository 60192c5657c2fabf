"""Who is shown a page: browsers, and nobody else."""

import httpx
import pytest

from service.pages.accept import prefers_page

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("application/json, text/html;q=0.5", False),
        ("text/html;q=0", False),
        ("text/html;q=much", False),
        ("text/turtle, text/html;q=0.9", False),
        ("application/sparql-results+json,*/*;q=0.9", False),
        ("application/xhtml+xml", True),
        ("Text/HTML ; q = 0.5", True),
    ],
)
def test_an_accept_header_that_likes_nothing_better_than_html_gets_a_page(accept: str, page: bool) -> None:
    assert prefers_page(accept) is page


@pytest.mark.parametrize("accept", ["text/html", "application/xhtml+xml", "Text/HTML"])
def test_whoever_names_html_gets_the_page_of_a_query_too(site: httpx.Client, accept: str) -> None:
    page = site.get("/sparql", params={"query": "ASK { }"}, headers={"Accept": accept})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("path", ["/questions", "/questions/who-asks-for?topic=cqc-alignment"])
def test_a_page_and_its_data_share_an_address_and_caches_are_told(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    data = site.get(path, headers={"Accept": "application/json"})
    assert page.headers["content-type"].startswith("text/html")
    assert data.headers["content-type"].startswith("application/json")
    assert "Accept" in page.headers["vary"]


def test_a_browser_that_asks_for_a_format_gets_it(site: httpx.Client) -> None:
    answer = site.get("/questions/who-asks-for?topic=cqc-alignment&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")


def test_errors_are_pages_for_browsers_and_problems_for_programs(site: httpx.Client) -> None:
    page = site.get("/body/nhsie")
    data = site.get("/questions/who-asks-fo", headers={"Accept": "application/json"})
    assert page.status_code == data.status_code == 404
    assert 'href="/body/nhsei"' in page.text
    assert data.headers["content-type"] == "application/problem+json"
