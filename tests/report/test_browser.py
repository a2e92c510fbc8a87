"""The page in a real browser: no request, no error, no sideways scrolling, readable without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .rendered import page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


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
