"""The monitor in a real browser: whole under its own policy, by keyboard, at a desk and on a phone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from starlette.types import ASGIApp

from kiosk.hub.opening import open_store
from tests.hub.test_monitor import PASSWORD, office

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # selenium leaves its socket to the collector


class Served(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(uvicorn.Config(app, port=0, log_config=None, lifespan="off"))
        self.up = threading.Event()

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    server = Served(app)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.up.wait(20)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://localhost:{port}"  # a browser takes a Secure cookie from localhost
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def chromium(width: int, height: int) -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--window-size={width},{height}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        yield browser
    finally:
        browser.quit()


def shows(browser: webdriver.Chrome, heading: str) -> None:
    """The page with this heading is there, however long a busy machine takes."""
    waiting = WebDriverWait(browser, 15, ignored_exceptions=[StaleElementReferenceException, NoSuchElementException])
    waiting.until(lambda there: there.find_element(By.TAG_NAME, "h1").text == heading, heading)


def test_head_office_goes_from_the_door_to_one_day_and_out_again(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall, served(hall.browser.app) as address, chromium(1280, 1000) as browser:
        browser.get(f"{address}/cabang")
        browser.find_element(By.ID, "nama").send_keys("sari", Keys.TAB, PASSWORD, Keys.ENTER)
        shows(browser, "2 cabang")
        browser.find_element(By.LINK_TEXT, "Cabang SRG").click()
        shows(browser, "Cabang SRG srg · WIB")
        bars = browser.find_elements(By.CSS_SELECTOR, "svg.chart rect")
        assert any(bar.rect["height"] > 20 for bar in bars), "the bars are really drawn"
        browser.find_element(By.CSS_SELECTOR, "section.figure summary").click()
        browser.find_element(By.LINK_TEXT, "14.01.2025").click()
        shows(browser, "Selasa, 14.01.2025")
        browser.find_element(By.CSS_SELECTOR, "header button").click()
        shows(browser, "Masuk")
        browser.get(f"{address}/cabang/srg")
        shows(browser, "Masuk")
        assert browser.get_log("browser") == [], "nothing was blocked by the policy and nothing is missing"


def test_on_a_phone_no_page_is_wider_than_the_screen(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "hub.db"))
    with office(store, tmp_path) as hall, served(hall.browser.app) as address, chromium(500, 900) as browser:
        browser.get(f"{address}/cabang")
        browser.find_element(By.ID, "nama").send_keys("sari", Keys.TAB, PASSWORD, Keys.ENTER)
        shows(browser, "2 cabang")
        for path in ("/cabang", "/cabang/srg", "/cabang/srg/hari/2025-01-14", "/angka"):
            browser.get(f"{address}{path}")
            wide, shown = browser.execute_script("return [document.body.scrollWidth, window.innerWidth]")
            assert wide <= shown, path
