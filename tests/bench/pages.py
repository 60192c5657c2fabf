"""How soon a browser on this machine has painted the first words of a page (Paint Timing)."""

import shutil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import ontology
from loaders.pipeline import Plan, load
from sparql.store import EmbeddedStore
from tests.service.live import Service
from tests.service.pages.browsing import Browser, start

from . import data, endpoint

_PATHS: Final = ("/", "/?q=who+asks+for+CQC+alignment", "/responses/bma", "/compare", "/graph", "/topics")
_TIMES: Final = 7
_FIRST_PAINT: Final = """return [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    performance.getEntriesByType("navigation")[0].responseEnd]"""


def painting(work: Path, _size: data.Size, _seconds: int) -> endpoint.Rows:
    """Return, for the pages of the bundled corpus, the median milliseconds to the whole answer and to the first paint.

    Each page is loaded anew each time; the style sheet and the script come from the browser's cache after the first.
    """
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        return [{"page": "not measured: chromium and chromium-driver are not installed"}]
    store = work / "pages"
    load(EmbeddedStore(store), [], Plan(ontology.BUNDLED))
    with TemporaryDirectory() as profile, Service(store=str(store)) as service:
        chrome = start(binary, driver, Path(profile))
        try:
            browser = Browser(chrome, str(service.client.base_url))
            return [_measured(browser, path) for path in _PATHS]
        finally:
            chrome.quit()


def _measured(browser: Browser, path: str) -> dict[str, object]:
    answered, painted = [], []
    for _ in range(_TIMES):
        browser.open(path)
        browser.until(lambda: browser.script(_FIRST_PAINT)[0])
        paint, answer = browser.script(_FIRST_PAINT)
        answered.append(answer)
        painted.append(paint)
    return {"page": path, "answered, ms": median(answered), "painted, ms": median(painted)}
