"""The page in a real browser: no request, no error, no sideways scrolling, readable without script."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from .rendered import page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False)
    if driver.returncode:
        pytest.skip(f"the browser's driver does not start: {driver.stderr.strip()}")
    try:
        with sync_api.sync_playwright() as playwright:
            made = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield made
            made.close()
    except (OSError, RuntimeError) as error:
        pytest.skip(f"the browser needs what this run forbids: {error}")


def _file(tmp_path: Path, name: str) -> str:
    file = tmp_path / "report.html"
    file.write_text(page(name), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("name", ["bad", "hostile", "empty"])
def test_the_page_asks_for_nothing_and_reports_no_error(browser: Browser, tmp_path: Path, name: str) -> None:
    context = browser.new_context()
    tab, asked, said = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    address = _file(tmp_path, name)
    tab.goto(address)
    assert asked == [address]
    assert said == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["bad", "hostile", "empty", "good"])
def test_a_narrow_window_never_scrolls_sideways(browser: Browser, tmp_path: Path, name: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=scheme)
    tab = context.new_page()
    tab.goto(_file(tmp_path, name))
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_the_page_is_readable_without_script(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(_file(tmp_path, "bad"))
    words = tab.inner_text("main")
    assert "ana.keller@school.example" in words
    assert "What could not be assessed" in words
    assert not tab.is_visible("#filter")
    context.close()


def test_the_filter_finds_and_says_how_many(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(_file(tmp_path, "bad"))
    tab.select_option("#filter-severity", "critical")
    assert tab.inner_text("#filter-said") == "4 findings in 3 checks"
    tab.fill("#filter-text", "ben.ott")
    tab.locator("#filter-said", has_text="1 findings in 1 checks").wait_for()
    assert tab.locator("#findings .finding:visible").count() == 1
    context.close()


def test_the_switch_turns_the_page_dark_and_back(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(color_scheme="light")
    tab = context.new_page()
    tab.goto(_file(tmp_path, "bad"))
    ground = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(ground)
    tab.click("#theme")
    assert tab.evaluate(ground) != light
    tab.click("#theme")
    assert tab.evaluate(ground) == light
    context.close()


def test_controls_are_large_enough_to_hit(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(_file(tmp_path, "bad"))
    controls = "[...document.querySelectorAll('button, input, select, summary, nav a')].filter((one) => one.checkVisibility())"
    assert tab.evaluate(f"{controls}.filter((one) => one.getBoundingClientRect().height < 24).map((one) => one.outerHTML)") == []
    context.close()
