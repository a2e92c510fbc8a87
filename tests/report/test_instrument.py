"""The page as an instrument: real clicks and keys in a real browser."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from assessor.report.findings import anchor_of

from .rendered import page
from .sample_assessment import bad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SHOWN = "#findings .finding:not([hidden])"
COPIED = """Object.defineProperty(navigator, 'clipboard', { value: undefined });
document.execCommand = () => { window.copied = document.activeElement.value; return true; };"""
"""Puts what is copied where a test can read it: the page's own way for a browser without a clipboard."""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Opens a report, and sees at the end that nothing was asked for and nothing complained."""
    contexts, said = [], []

    def _open(name: str = "bad", place: str = "", **more: object) -> Page:
        file = tmp_path / f"{name}.html"
        file.write_text(page(name), encoding="utf-8")
        contexts.append(browser.new_context(**({"reduced_motion": "reduce"} | more)))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: said.append(request.url) if not request.url.startswith(file.as_uri()) else None)
        tab.goto(file.as_uri() + place)
        return tab

    yield _open
    for context in contexts:
        context.close()
    assert said == []


def test_severity_and_search_together_find_and_say_how_many(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.select_option("#filter-severity", "critical")
    assert tab.inner_text("#filter-said") == "4 findings in 3 checks"
    tab.fill("#filter-q", "ben.ott")
    tab.locator("#filter-said", has_text="1 finding in 1 check").wait_for()
    assert tab.locator("#findings .finding:visible").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("#filter-verdict", "partial", "7 findings in 6 checks"),
        ("#filter-theme", "theme-break-glass", "2 findings in 2 checks"),
        ("#filter-tier", "0", "18 findings in 9 checks"),
    ],
)
def test_each_filter_keeps_what_it_names(opened: Callable[..., Page], field: str, value: str, said: str) -> None:
    tab = opened()
    tab.select_option(field, value)
    assert tab.inner_text("#filter-said") == said


def test_the_person_filter_looks_at_subjects_and_ways_only(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.fill("#filter-principal", "PIM-GlobalAdministrators")
    tab.locator("#filter-said", has_text="4 findings in 4 checks").wait_for()


def test_the_filter_stays_in_the_address_and_comes_back_with_it(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.select_option("#filter-severity", "critical")
    tab.fill("#filter-q", "ben.ott")
    tab.wait_for_url("**#findings?q=ben.ott&severity=critical")
    again = opened(place="#findings?q=ben.ott&severity=critical")
    assert again.input_value("#filter-q") == "ben.ott"
    assert again.locator(SHOWN).count() == 1
    again.click("#filter-reset")
    again.wait_for_url("**#findings")
    assert again.locator(SHOWN).count() == sum(len(one.findings) for one in bad().results if one.verdict in ("fail", "partial"))


def test_an_address_that_means_nothing_does_no_harm(opened: Callable[..., Page]) -> None:
    tab = opened(place="#findings?severity=<b>&q=%F0%9F&nothing=1")
    assert tab.locator("#filter").is_visible()
    assert opened(place="#no-such-place%").locator("#filter").is_visible()


def test_a_link_to_a_finding_opens_what_hides_it(opened: Callable[..., Page]) -> None:
    hidden = next(one for one in sorted(bad().results[3].findings, key=lambda one: one.key))
    tab = opened(place="#" + anchor_of(hidden))
    found = tab.locator("#" + anchor_of(hidden))
    assert found.locator("details").first.get_attribute("open") is not None
    assert tab.evaluate("document.activeElement.id") == anchor_of(hidden)
    box = found.bounding_box()
    assert box
    assert -1 <= box["y"] < 400


def test_a_link_to_a_finding_behind_a_fold_and_a_filter_still_arrives(opened: Callable[..., Page]) -> None:
    tab = opened("huge")
    last = tab.evaluate("[...document.querySelectorAll('#findings .fold .finding')].at(-1).id")
    tab.fill("#filter-q", "nothing is called so")
    tab.locator("#filter-said", has_text="0 findings in 0 checks").wait_for()
    tab.evaluate(f"location.hash = '#{last}'")
    tab.locator(f"#{last}").wait_for(state="visible")
    assert tab.evaluate("document.activeElement.id") == last


def test_every_finding_offers_the_link_to_itself(opened: Callable[..., Page]) -> None:
    tab = opened()
    finding = tab.locator("#findings .finding").first
    finding.locator("summary").click()
    finding.locator(".permalink").click()
    assert tab.url.endswith("#" + str(finding.get_attribute("id")))


def test_a_table_sorts_by_words_numbers_and_marks(opened: Callable[..., Page]) -> None:
    tab = opened()
    table = tab.locator("#inventory table")
    table.get_by_role("button", name="Standing").click()
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    assert table.locator("tbody tr").first.locator("th").inner_text() == "Privileged Role Administrator"
    table.get_by_role("button", name="Standing").click()
    assert table.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert table.locator("tbody tr").first.locator("th").inner_text() == "User Administrator"
    passed = tab.locator("#in-order table").first
    passed.get_by_role("button", name="Severity").click()
    severities = passed.locator("tbody td .mark").all_inner_texts()
    order = ["Critical", "High", "Medium", "Low", "Information"]
    ranks = [order.index(one.split()[-1]) for one in severities]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 2


def test_a_table_is_sorted_by_keyboard_and_says_so(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.locator("#inventory").get_by_role("button", name="Eligible").focus()
    tab.keyboard.press("Enter")
    assert tab.inner_text("#said") == "Sorted by Eligible, ascending."


def test_a_table_is_copied_without_formulas(opened: Callable[..., Page]) -> None:
    tab = opened("hostile")
    tab.evaluate(COPIED)
    tab.locator("#inventory .copy").click()
    rows = list(csv.reader(io.StringIO(tab.evaluate("window.copied"))))
    assert rows[0] == ["Role", "Rank", "Standing", "Eligible", "Groups", "Service principals", "Scoped"]
    assert any(row[0].startswith("'=cmd|") for row in rows)
    assert not [one for row in rows for one in row if one.lstrip(" ").startswith(("=", "+", "-", "@"))]
    assert tab.inner_text("#said") == f"Copied {len(rows) - 1} rows."


def test_the_findings_that_are_shown_are_copied_and_no_others(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.evaluate(COPIED)
    tab.select_option("#filter-severity", "critical")
    tab.click("#filter-copy")
    rows = list(csv.reader(io.StringIO(tab.evaluate("window.copied"))))
    assert len(rows) == 1 + 4
    assert {row[2] for row in rows[1:]} == {"critical"}


def test_focus_goes_from_skip_link_over_contents_to_the_report(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')") == "#summary"
    order = tab.evaluate("[...document.querySelectorAll('#filter input, #filter select, #filter button')].map((one) => one.id)")
    tab.focus("#filter-q")
    walked = []
    for _ in order:
        walked.append(tab.evaluate("document.activeElement.id"))
        tab.keyboard.press("Tab")
    assert walked == order


def test_whatever_has_the_focus_is_seen_and_marked(opened: Callable[..., Page]) -> None:
    tab = opened(viewport={"width": 1280, "height": 720})
    for _ in range(120):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
            const inner = one.querySelector?.('.g-node'), stroke = inner && getComputedStyle(inner).strokeWidth;
            return [one.outerHTML.slice(0, 120), style.outlineStyle !== 'none' || stroke === '3px', box.bottom > 0 && box.top < innerHeight]; }"""
        )
        assert seen[1:] == [True, True], seen[0]


def test_a_box_reached_by_keyboard_lights_its_ways(opened: Callable[..., Page]) -> None:
    tab = opened()
    figure = tab.locator(".reach .ways-figure").first
    first = figure.locator(".g-box").first
    assert figure.locator("svg.lit").count() == 0
    first.focus()
    assert figure.locator("svg.lit").count() == 1
    lit = figure.locator(".g-box.on").count()
    assert 2 <= lit < figure.locator(".g-box").count()
    assert figure.locator(".figure-said").inner_text().endswith("others on its ways.")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.dataset.node") == "1"
    tab.keyboard.press("Tab")
    assert figure.locator("svg.lit").count() == 0


def test_a_box_of_several_tells_who_is_behind_it(opened: Callable[..., Page]) -> None:
    tab = opened()
    figure = tab.locator(".reach .ways-figure").first
    figure.locator(".g-box", has_text="7 people").focus()
    tab.keyboard.press("Enter")
    entry = figure.locator(".merged [data-node]:focus")
    assert entry.is_visible()
    assert "teacher11@school.example" in entry.inner_text()
    assert figure.locator(".g-box[aria-pressed=true]").count() == 1


def test_a_drawing_is_searched_and_filtered_by_class_and_gate(opened: Callable[..., Page]) -> None:
    tab = opened()
    figure = tab.locator(".reach .ways-figure").first
    on = figure.locator(".g-box.on")
    figure.locator(".figure-find").fill("teacher11")
    assert on.count() == 1
    figure.locator(".figure-find").fill("")
    figure.locator(".figure-class").select_option("eligible")
    assert [one.split("\n")[0] for one in on.locator("text.g-ink").all_text_contents()][:2] == ["7 people", "5 people"]
    figure.locator(".figure-class").select_option("")
    figure.locator(".figure-gate").select_option("approval")
    assert "7 people" not in on.locator("text.g-ink").all_text_contents()
    assert "5 people" in on.locator("text.g-ink").all_text_contents()
    figure.locator(".figure-gate").select_option("none")
    assert "5 people" not in on.locator("text.g-ink").all_text_contents()
    assert "Timetable sync" in on.locator("text.g-ink").all_text_contents()


def test_closed_ways_are_drawn_only_when_somebody_asks(opened: Callable[..., Page]) -> None:
    tab = opened()
    fold = tab.locator("details", has_text="Draw the closed ways").first
    assert not fold.locator("svg").is_visible()
    fold.locator("summary").click()
    assert fold.locator("svg").is_visible()


def test_paper_shows_everything_and_no_control(opened: Callable[..., Page]) -> None:
    tab = opened()
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("button:not(.sort):visible, input:visible, select:visible").count() == 0
    assert tab.locator("#findings .finding .evidence").last.is_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("#findings details[open]").count() == 0


def test_without_script_every_name_and_every_drawing_is_there_and_no_dead_control(opened: Callable[..., Page]) -> None:
    tab = opened(java_script_enabled=False)
    assert tab.locator("button:visible, input:visible, select:visible").count() == 0
    assert tab.locator("#ways svg.graph").first.is_visible()
    assert "teacher11@school.example" in (tab.text_content(".merged") or "")
    assert tab.locator(".g-box[tabindex]").count() == 0
