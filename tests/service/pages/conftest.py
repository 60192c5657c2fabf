"""A live service over the annotated corpus, and a real Chromium that can reach nothing else."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from selenium import webdriver

from tests.service.live import Service
from tests.service.pages.browsing import Browser, start
from tests.service.pages.stores import annotated_corpus, fill, harmful_response


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the two bundled responses and a harmful one."""
    responses = [(each, None) for each in annotated_corpus()]
    store = fill(tmp_path_factory.mktemp("store"), [(harmful_response(), "harm"), *responses])
    with Service(store=str(store)) as service:
        service.client.headers["Accept"] = "text/html"
        yield service.client


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a store in which nothing was ever published."""
    with Service(store=str(tmp_path_factory.mktemp("empty"))) as service:
        service.client.headers["Accept"] = "text/html"
        yield service.client


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Start one Chromium for all tests."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        if "CI" in os.environ:
            pytest.fail("continuous integration must have chromium and chromium-driver: `make browser` installs them")
        pytest.skip("chromium or chromedriver is not installed, and `make browser` could not install them")
    chrome = start(binary, driver, tmp_path_factory.mktemp("profile"))
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome, site: httpx.Client) -> Iterator[Browser]:
    """Open pages of the service; afterwards no error was logged and no request left the machine."""
    opened = Browser(chromium, str(site.base_url))
    opened.forget()
    yield opened
    assert opened.errors() == []
    assert opened.outside_requests() == []


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the source of the accessibility checker."""
    path = Path(__file__).parents[3] / "service/pages/node_modules/axe-core/axe.min.js"
    if not path.exists():
        pytest.skip("the packages of the pages could not be fetched: run `make setup` where they can be")
    return path.read_text(encoding="utf-8")
