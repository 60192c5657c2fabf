"""A browser, as the tests of the pages use it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service as Driver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

_SECONDS = 15


_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


def start(binary: str, driver: str, profile: Path) -> webdriver.Chrome:
    """Start a Chromium that can reach this machine alone."""
    options = Options()
    options.binary_location = binary
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    return webdriver.Chrome(options=options, service=Driver(driver))


class Browser:
    """Opens pages of one service and tells what they do."""

    def __init__(self, chrome: webdriver.Chrome, base: str) -> None:
        self.chrome = chrome
        self.base = base.rstrip("/")
        self.expected: list[str] = []
        """What the log may say: parts of messages that a test provokes."""

    def forget(self) -> None:
        """Begin with an empty log, a wide window and a light page."""
        self.show(1280, 900)
        self.chrome.get("about:blank")
        self.chrome.get_log("browser")
        self.chrome.get_log("performance")

    def show(self, width: int, height: int, *, scheme: str = "light", media: str = "screen") -> None:
        """Set the size of the window and what the page is shown on."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def open(self, path: str) -> None:
        """Load a page, wholly: the driver may come back before the last of it is there."""
        page, fragment = path.partition("#")[::2]
        if not (fragment and page == self.path.partition("#")[0]):  # else the page stays
            self.script("window.left = true")
        self.chrome.get(self.base + path)
        self.until(lambda: self.script("return !window.left && document.readyState === 'complete'"))

    @property
    def path(self) -> str:
        """The address that is open, without the service."""
        return self.chrome.current_url.removeprefix(self.base)

    def find(self, selector: str) -> WebElement:
        """Return the first element of a CSS selector."""
        return self.chrome.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[WebElement]:
        """Return the elements of a CSS selector."""
        return self.chrome.find_elements(By.CSS_SELECTOR, selector)

    def until(self, condition: Callable[[], object], seconds: float = _SECONDS) -> None:
        """Wait until something holds."""
        WebDriverWait(self.chrome, seconds).until(lambda _: condition())

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            self.chrome.switch_to.active_element.send_keys(key)

    def tab_to(self, selector: str, *, most: int = 60) -> WebElement:
        """Move the focus by the Tab key alone until it is on an element."""
        for _ in range(most):
            self.press(Keys.TAB)
            active = self.chrome.switch_to.active_element
            if self.script("return arguments[0].matches(arguments[1])", active, selector):
                return active
        raise AssertionError(f"{most} presses of Tab do not reach {selector}")

    def script(self, source: str, *arguments: object) -> Any:
        """Run a script in the page."""
        return self.chrome.execute_script(source, *arguments)

    def violations(self, axe: str) -> list[str]:
        """Return what the accessibility checker objects to by WCAG 2.2 AA and good practice."""
        self.script(axe)
        found = self.chrome.execute_async_script("axe.run(document).then(arguments[0])")
        return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]

    def errors(self) -> list[str]:
        """Return what the console was told is wrong."""
        logged = [entry["message"] for entry in self.chrome.get_log("browser") if entry["level"] == "SEVERE"]
        return [each for each in logged if not any(part in each for part in self.expected)]

    def outside_requests(self) -> list[str]:
        """Return the addresses outside the service that were asked for."""
        events = [json.loads(entry["message"])["message"] for entry in self.chrome.get_log("performance")]
        asked = [
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if not url.startswith((self.base, "data:", "blob:", "about:"))]
