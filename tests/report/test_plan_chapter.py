"""The plan and the notes in a real browser: narrow, dark, by keyboard, without script, and the scripts copied as they are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from assessor.report.html import render_html
from tests.remedy.planned import sample

from .test_accessibility import OPEN_ALL, RULES, RUN

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@cache
def page() -> str:
    return render_html(sample("school_midway"))


def opened(browser: Browser, tmp_path: Path, **options: object) -> Page:
    file = tmp_path / "report.html"
    file.write_text(page(), encoding="utf-8")
    tab = browser.new_context(reduced_motion="reduce", **options).new_page()
    tab.goto(file.as_uri())
    return tab


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_plan_fits_a_narrow_window_with_every_step_open(browser: Browser, tmp_path: Path, scheme: str) -> None:
    tab = opened(browser, tmp_path, viewport={"width": 320, "height": 800}, color_scheme=scheme)
    tab.evaluate(OPEN_ALL)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_plan_and_notes(browser: Browser, tmp_path: Path, scheme: str, width: int) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    tab = opened(browser, tmp_path, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    tab.evaluate(OPEN_ALL)
    tab.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    inside = RUN.replace("axe.run(document,", "axe.run({ include: [['#first'], ['#plan'], ['#notes']] },")
    assert tab.evaluate(inside, RULES) == []


def test_a_script_is_copied_as_it_is(browser: Browser, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path)
    tab.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    step = next(one for one in sample("school_midway").plan.steps if one.script)
    tab.click(f'#plan a[href="#step-{step.check.id}"]')
    script = f'pre.script[aria-label="Script for {step.check.id}"]'
    assert not tab.is_visible(script)
    tab.click(f"details.script-fold:has({script}) > summary")
    tab.locator(f"{script} + .copy").click()
    assert tab.evaluate("window.copied") == step.script.text
    assert tab.inner_text("#said") == "Copied the script."


def test_a_link_to_a_step_opens_it(browser: Browser, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path)
    last = sample("school_midway").plan.steps[-1].check.id
    assert not tab.is_visible(f"#step-{last}")
    tab.click(f'#plan a[href="#step-{last}"]')
    assert tab.is_visible(f"#step-{last}")


def test_the_plan_is_readable_without_script(browser: Browser, tmp_path: Path) -> None:
    tab = opened(browser, tmp_path, java_script_enabled=False)
    words = tab.text_content("#plan")
    for one in sample("school_midway").plan.steps:
        assert one.check.title in words
        assert one.portal[0] in words
