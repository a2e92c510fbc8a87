"""The pages of a comparison in a real browser: quiet, narrow, filtered, and without anything that axe-core finds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.report.test_accessibility import OPEN_ALL, RULES, RUN

from .pages import PAIRS, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def _file(tmp_path: Path, name: str) -> str:
    file = tmp_path / "compare.html"
    file.write_text(page(name), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("name", PAIRS)
def test_the_page_asks_for_nothing_and_reports_no_error(browser: Browser, tmp_path: Path, name: str) -> None:
    context = browser.new_context()
    tab, asked, said = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    address = _file(tmp_path, name)
    tab.goto(address)
    assert asked == [address]
    assert said == []
    context.close()


@pytest.mark.parametrize("name", ["better", "less", "series"])
def test_a_narrow_window_never_scrolls_sideways(browser: Browser, tmp_path: Path, name: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    tab = context.new_page()
    tab.goto(_file(tmp_path, name))
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.mark.parametrize(
    ("name", "scheme", "width", "unfold"),
    [("worse", "light", 320, False), ("series", "dark", 1280, False), ("series", "light", 1280, False), ("less", "dark", 320, True)],
)
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str, scheme: str, width: int, *, unfold: bool) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(_file(tmp_path, name))
    if unfold:
        tab.evaluate(OPEN_ALL)
    tab.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert tab.evaluate(RUN, RULES) == []
    context.close()


def test_the_filter_finds_a_person_among_what_did_not_change_as_well(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(_file(tmp_path, "same"))
    tab.fill("#filter-principal", "olsen")
    tab.dispatch_event("#filter-principal", "change")
    shown = tab.evaluate("[...document.querySelectorAll('.finding')].filter((one) => one.checkVisibility()).map((one) => one.textContent)")
    assert shown
    assert all("olsen" in one for one in shown)
    context.close()


def test_the_page_is_readable_without_script(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(_file(tmp_path, "better"))
    words = tab.inner_text("main")
    assert "Legacy-Admins no longer holds Global Administrator" in words
    assert not tab.is_visible("#filter")
    context.close()
