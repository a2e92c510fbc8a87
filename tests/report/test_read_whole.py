"""One report, read by several people: what one page says another does not contradict, and no name or number stands twice."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from assessor.cli.assess import tell
from assessor.model.result import Acceptance, Headcount
from assessor.model.words import Verdict
from assessor.report.html import render_html
from assessor.report.judgement import light_of, verdict_sentence
from assessor.report.key_figures import figures_of
from assessor.report.markdown import render_markdown
from assessor.report.page import page_view
from assessor.report.paper import STEPS, few_reasons
from assessor.report.pdf import paper_html
from assessor.report.remains import remains_of
from assessor.report.since import since_view
from assessor.report.summary import summary_html
from assessor.report.workbook import overview_sheet
from assessor.report.workbook_findings import finding_sheet
from tests.remedy.planned import sample

from .sample_assessment import bad, empty, good, scored

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from assessor.model.result import Assessment

BEFORE = "school_before"


@cache
def paper() -> str:
    return paper_html(sample(BEFORE))


@cache
def screen() -> str:
    return render_html(sample(BEFORE))


def words(page: str) -> str:
    """What is read, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def chapter(page: str, name: str) -> str:
    """From its heading to the next chapter."""
    return page[page.index(f'id="{name}"') :].split('<section class="chapter', 1)[0]


def standing(assessment: Assessment, number: int | None) -> Assessment:
    people = assessment.people["globalAdministrator"]
    return replace(assessment, people={"globalAdministrator": Headcount(number, people.eligible, people.control)})


# ---- the verdict ----


def test_nobody_with_a_role_is_no_reason_to_act() -> None:
    assert verdict_sentence(standing(bad(), 0)) == (
        "Privileged access in Riverside School needs action now: "
        "3 critical and 8 high-severity checks fail, though nobody but the emergency accounts holds Global Administrator around the clock."
    )


def test_what_fails_stands_before_what_is_not_known() -> None:
    assert "8 high-severity checks fail, and it is not known how many people hold" in verdict_sentence(standing(bad(), None))


def test_a_low_score_alone_is_named_as_the_reason() -> None:
    low = standing(replace(good(), score=replace(good().score, value=42.0)), 0)
    assert "needs action now: the score is below 60, though nobody" in verdict_sentence(low)


def test_little_coverage_alone_is_no_gap() -> None:
    thin = replace(good(), score=replace(good().score, coverage=0.5))
    assert light_of(thin).word == "Good, as far as is known"
    assert verdict_sentence(thin).startswith("Privileged access in Riverside School is well guarded as far as is known: nobody")


# ---- what remains, and since when ----


def _open(people: int, others: int) -> str:
    """What is not known, where some checks wait for a person and some for data."""
    verdicts = [Verdict.MANUAL] * people + [Verdict.NOT_ASSESSED] * others
    changed = [replace(one, verdict=verdict) for one, verdict in zip(good().results, verdicts, strict=False)]
    results = (*changed, *good().results[len(changed) :])
    return remains_of(replace(good(), results=results, score=scored(results)))[1].sentences[1]


@pytest.mark.parametrize(
    ("people", "others", "says"),
    [(1, 0, "It waits for"), (2, 0, "All of them wait for"), (1, 2, "1 of them waits for"), (2, 1, "2 of them wait for")],
)
def test_a_check_that_waits_for_a_person_is_not_counted_twice(people: int, others: int, says: str) -> None:
    assert _open(people, others).startswith(says)


def test_an_earlier_report_may_show_other_figures_and_the_later_says_so() -> None:
    since = since_view(replace(good(), earlier=bad()))
    assert since is not None
    assert "judged anew" in since.sentences[-1]
    assert since.sentences[-1] in render_markdown(replace(good(), earlier=bad()))


def test_markdown_tells_what_became_of_each_figure() -> None:
    compared = replace(good(), earlier=bad())
    for one in figures_of(compared):
        assert one.change in render_markdown(compared).replace("\\", "")


def test_the_workbook_tells_what_became_of_each_figure() -> None:
    told = [str(row[2]) for row in overview_sheet(replace(good(), earlier=bad())).rows if row[0] == "Figure"]
    assert len(told) == 5
    assert all("Before: " in one for one in told)


def test_a_difference_of_coverage_fits_the_numbers_beside_it() -> None:
    then = replace(bad(), score=replace(bad().score, coverage=0.97))
    now = replace(good(), score=replace(good().score, coverage=0.9964), earlier=then)
    since = since_view(now)
    assert since is not None
    assert "from 97\N{NO-BREAK SPACE}% to 99\N{NO-BREAK SPACE}% (+2 points)" in since.sentences[1]


def test_the_terminal_rounds_coverage_as_the_report_does(capsys: pytest.CaptureFixture[str]) -> None:
    tell(replace(good(), score=replace(good().score, coverage=0.9964)))
    assert "coverage 99\N{NO-BREAK SPACE}%" in capsys.readouterr().err


def _first_findings(many: int, accepted: int) -> Assessment:
    """Findings of one check; those that count, and those that somebody took on."""
    one = next(one for one in bad().results if len(one.findings) > 1)
    found = (*one.findings[:1] * many, *(replace(one.findings[0], exception=Acceptance("so be it", "Head of IT", None)),) * accepted)
    return replace(bad(), results=(replace(one, findings=found),))


@pytest.mark.parametrize(
    ("many", "accepted", "says"),
    [
        (2, 0, "2 findings, each of which weighs on a verdict."),
        (1, 0, "1 finding that weighs on a verdict."),
        (0, 2, "2 findings, none of which weighs on a verdict: accepted risks or information."),
        (1, 2, "3 findings, 1 of which weighs on a verdict; the others are accepted risks or information."),
        (0, 0, "0 findings."),
    ],
)
def test_no_others_are_named_where_there_are_none(many: int, accepted: int, says: str) -> None:
    assert finding_sheet(_first_findings(many, accepted)).says.startswith(says)


def test_nothing_found_where_nothing_could_be_assessed_is_no_praise() -> None:
    assert "No check fails or partly fails among those that could be assessed." in render_markdown(empty())


# ---- names and numbers ----


def test_a_tenant_named_as_its_customer_is_named_once() -> None:
    same = replace(bad(), customer=bad().tenant.display_name)
    assert page_view(same, charts=False).tenant_line == bad().tenant.default_domain
    assert page_view(bad(), charts=False).tenant_line == f"{bad().tenant.display_name}, {bad().tenant.default_domain}"
    assert f"Tenant {bad().tenant.default_domain}." in words(summary_html(same))


def test_findings_are_the_same_number_everywhere() -> None:
    counted = sum(one.counts for result in sample(BEFORE).results for one in result.findings if result.verdict in (Verdict.FAIL, Verdict.PARTIAL))
    listed = len(re.findall(r'<li class="finding"', screen()))
    sentence = page_view(sample(BEFORE), 0, 0, charts=False).found
    numbers = [int(one) for one in re.findall(r"\d+", sentence)]
    assert numbers[0] == counted
    assert counted + sum(numbers[2:]) == listed
    for page in (words(screen()), words(paper())):
        assert sentence in page
    assert f"{counted} findings that count" in words(screen())
    assert f"{counted} findings of {numbers[1]} checks" in render_markdown(sample(BEFORE))


def test_no_share_is_written_in_two_ways() -> None:
    assert not re.search(r"\d%", words(screen()[screen().index('id="method"') :]))


# ---- the plan and the notes on paper ----


def test_paper_has_the_first_steps_of_the_plan_and_counts_the_rest() -> None:
    plan, made = sample(BEFORE).plan, chapter(paper(), "plan")
    assert plan is not None
    rows = re.findall(r'<tr><td class="n">(\d+)</td><th scope="row">(.*?) <span', made)
    assert [(int(rank), title) for rank, title in rows] == [(one.rank, one.check.title) for one in plan.steps[:STEPS]]
    assert f"{len(plan.steps) - STEPS} more steps are listed there." in made
    assert "plan.md" in made
    assert '<a href="#plan">Remediation plan</a>' in paper()


def test_paper_has_every_note_with_its_addresses() -> None:
    made = chapter(paper(), "notes").replace("&#39;", "'")
    assert sample(BEFORE).operator_notes
    for note in sample(BEFORE).operator_notes:
        assert note.title in made
        assert all(one in made.replace("&gt;", ">") for one in note.says)
        assert all(f'<a href="{address}">' in made for _, address in note.links)


def test_paper_counts_the_reasons_that_it_leaves_out_and_cuts_none() -> None:
    long = "roleManagementPolicies could not be read: the tenant has no licence for it (HTTP 400)"
    assert few_reasons(f"{long}; {long}; {long}; and 3 more") == f"{long}; and 5 more"
    assert few_reasons("one; two; and 3 more") == "one; two; and 3 more"
    assert few_reasons("one; two") == "one; two"
    assert few_reasons("") == ""


def test_paper_without_a_plan_promises_none() -> None:
    assert 'href="#plan"' not in paper_html(bad())
    assert 'href="#notes"' not in paper_html(bad())


def test_no_chapter_says_what_belongs_to_another() -> None:
    assert "nothing to draw" not in words(chapter(paper_html(empty()), "ways"))


# ---- on a screen ----


def test_the_table_of_themes_stands_once() -> None:
    assert screen().count("Score, coverage and checks by theme") == 1
    assert render_html(empty()).count("Score, coverage and checks by theme") == 1


@pytest.mark.parametrize("full", [True, False])
def test_every_link_inside_the_page_leads_somewhere(*, full: bool) -> None:
    page = screen() if full else render_html(empty())
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_nothing_is_wider_than_a_narrow_window(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(screen(), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 320, "height": 800})
    tab.goto(file.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    tab.close()


def test_what_to_do_first_begins_on_the_first_screen_and_opens_by_key(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(screen(), encoding="utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto(file.as_uri())
    below = tab.evaluate("[...document.querySelectorAll('.actions > li h3')].map((one) => one.getBoundingClientRect().top)")
    assert len(below) == 5
    assert sum(top < 900 for top in below) >= 3
    tab.focus(".actions summary")
    tab.keyboard.press("Enter")
    assert tab.is_visible(".actions .effect")
    tab.close()


def test_print_leaves_scripts_to_the_plan_s_own_file(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(screen(), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(file.as_uri())
    tab.emulate_media(media="print")
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert not tab.locator("pre.script").first.is_visible()
    assert tab.locator(".on-paper").first.is_visible()
    tab.close()
