"""The management summary: five figures with what became of them, maturity, what remains, plain words, and two pages whatever comes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessor.assess import load
from assessor.model.access_facts import AccessFacts, Unproven
from assessor.model.plan import Effort
from assessor.model.result import Acceptance, Assessment, Headcount, TenantFacts
from assessor.model.words import Severity, Verdict
from assessor.report.abbreviations import ABBREVIATIONS, abbreviations_in, explained
from assessor.report.html import render_html
from assessor.report.judgement import actions_of
from assessor.report.key_figures import figures_of
from assessor.report.maturity import LAST, axes_of
from assessor.report.page import page_view
from assessor.report.pdf import paper_html
from assessor.report.remains import remains_of
from assessor.report.since import since_view
from assessor.report.summary import render_summary, summary_html

from .rendered import summary
from .sample_assessment import ANA, SAMPLES, TAKEN_AT, bad, empty, finding, good, judged, planned, scored
from .test_paper import read, text_of


def proven(people: int, without: int, perhaps: int = 0) -> AccessFacts:
    """Conditional Access of so many privileged accounts."""
    return AccessFacts(people=people, phishable=Unproven(people, without, perhaps))


def since(now: Assessment, then: Assessment) -> Assessment:
    """A tenant with its state of two months before."""
    return replace(now, earlier=replace(then, snapshot=replace(then.snapshot, taken_at=TAKEN_AT - timedelta(days=61))))


# ---- figures ----


def test_the_figures_are_standing_possible_unproven_emergency_and_just_in_time() -> None:
    assert [one.value for one in figures_of(replace(bad(), access=proven(20, 7)))] == ["3", "16", "7", "2", "51\N{NO-BREAK SPACE}%"]


def test_without_an_earlier_snapshot_no_figure_speaks_of_a_change() -> None:
    assert {(one.change, one.trend) for one in figures_of(bad())} == {("", "")}


def test_every_figure_says_what_it_was_and_whether_that_is_better() -> None:
    found = figures_of(since(replace(good(), access=proven(9, 0)), replace(bad(), access=proven(20, 7))))
    assert [(one.change, one.trend) for one in found] == [
        ("Before: 3 · better", "better"),
        ("Before: 16 · better", "better"),
        ("Before: 7 · better", "better"),
        ("Before: 2, not in order · better", "better"),
        ("Before: 51\N{NO-BREAK SPACE}% · better", "better"),
    ]
    back = figures_of(since(replace(bad(), access=proven(20, 7)), replace(good(), access=proven(9, 0))))
    assert {one.trend for one in back} == {"worse"}


def test_what_is_not_known_on_one_side_is_said_and_never_an_improvement() -> None:
    known = replace(bad(), access=proven(20, 7))
    for pair in (since(empty(), known), since(known, empty())):
        assert {one.trend for one in figures_of(pair)} <= {"unknown"}
        assert all("cannot be compared" in one.change for one in figures_of(pair))


def test_a_number_that_is_only_a_lower_bound_is_not_compared() -> None:
    blind = replace(good(), people={"globalAdministrator": Headcount(0, 1, None)})
    assert figures_of(since(blind, bad()))[1].trend == "unknown"
    maybe = replace(good(), access=proven(9, 0, perhaps=2))
    assert (figures_of(maybe)[2].value, figures_of(maybe)[2].mood) == ("\N{EN DASH}", "unknown")
    assert figures_of(since(maybe, replace(bad(), access=proven(20, 7))))[2].trend == "unknown"


def test_the_same_figure_is_unchanged() -> None:
    assert {one.trend for one in figures_of(since(replace(bad(), access=proven(20, 7)), replace(bad(), access=proven(20, 7))))} == {"same"}


def test_one_person_alone_is_too_few_to_be_good() -> None:
    alone = replace(good(), people={"globalAdministrator": Headcount(0, 1, 0)})
    assert figures_of(alone)[1].mood == "fair"
    assert figures_of(since(alone, good()))[1].trend == "worse"


# ---- score ----


def test_the_score_s_change_stands_beside_the_coverage_s() -> None:
    told = since_view(since(good(), bad()))
    assert told is not None
    assert told.date == "24 September 2026"
    assert re.fullmatch(r"The score went from \d+ to 100 of 100 \(\+\d+ points\), the grade from [A-E] to A\.", told.sentences[0])
    assert re.fullmatch(r"The coverage went from 91.% to 100.% \(\+\d+ points\)\.", told.sentences[1])
    assert "could be judged for the first time: neither better nor worse" in told.sentences[2]


def test_less_coverage_is_a_warning_beside_a_better_score() -> None:
    blind = tuple(replace(one, verdict=Verdict.NOT_ASSESSED, findings=()) if one.verdict is Verdict.FAIL else one for one in bad().results)
    told = since_view(since(replace(bad(), results=blind, score=scored(blind)), bad()))
    assert told is not None
    assert "Less could be seen than before" in told.sentences[1]
    assert "could not be assessed now: neither better nor worse" in told.sentences[2]


def test_nothing_assessed_on_one_side_compares_no_score() -> None:
    told = since_view(since(good(), empty()))
    assert told is not None
    assert told.sentences[0].startswith("The scores cannot be compared")


# ---- maturity ----


def test_there_are_at_most_eight_axes_and_none_loses_a_check() -> None:
    assert len(axes_of(bad())) == 8
    assert axes_of(bad())[-1].name == LAST


def test_themes_of_packs_join_the_last_axis() -> None:
    own = tuple(
        judged(replace(bad().results[0].check, id=f"ACME-{n:03}", theme=f"acme-{n}", severity=Severity.HIGH), [finding("ACME", ANA, "is wrong")])
        for n in range(12)
    )
    results = (*good().results, *own)
    axes = axes_of(replace(good(), results=results, score=scored(results)))
    assert len(axes) == 8
    assert axes[-1].width is not None
    assert axes[-1].width < 50
    assert {one.width for one in axes[:-1]} == {100}


def test_an_axis_is_the_formula_over_its_checks() -> None:
    wanted = scored(tuple(one for one in bad().results if one.check.theme in ("pim-settings", "pim-for-groups"))).value
    assert wanted is not None
    assert next(one for one in axes_of(bad()) if one.name == "Access only when needed").width == round(wanted)


def test_an_axis_shows_its_earlier_value_and_says_where_it_is_not_known() -> None:
    assert {one.before for one in axes_of(bad())} == {""}
    assert {one.before for one in axes_of(since(bad(), good()))} == {"100"}
    assert {(one.before, one.before_width) for one in axes_of(since(good(), empty()))} == {("not known", None)}


def test_a_value_over_little_is_marked_as_such() -> None:
    blind = tuple(replace(one, verdict=Verdict.NOT_ASSESSED) if one.check.id in ("PIM-001", "PGR-001", "PGR-005") else one for one in good().results)
    axes = axes_of(replace(good(), results=blind, score=scored(blind)))
    assert [one.name for one in axes if one.thin] == ["Access only when needed"]
    assert 'class="bar-thin"' in summary_html(replace(good(), results=blind, score=scored(blind)))
    assert 'class="bar-thin"' not in summary_html(good())


# ---- what remains ----


def said(assessment: Assessment) -> list[str]:
    """Every sentence of what remains."""
    return [sentence for one in remains_of(assessment) for sentence in one.sentences]


def test_what_is_left_after_the_actions_is_counted() -> None:
    assert re.match(r"When the first 5 actions are done, \d+ high-severity checks still fail; the score is then about \d+ of 100\.", said(bad())[0])


def test_nothing_failing_is_not_the_same_as_nothing_known() -> None:
    assert said(good()) == ["Nothing fails among what could be assessed.", "Everything that should be assessed was.", "No risk is accepted."]
    assert said(empty())[0] == "Not known: nothing could be assessed."
    assert said(empty())[1].startswith("33 checks could not be assessed, 21 of them critical or high-severity, mostly in ")


def _accepting(*ends: date | None) -> Assessment:
    risks = [Acceptance("so be it", "Head of IT", end) for end in ends]
    found = [finding("GA-002", ANA, "holds it", distinct=str(n), exception=one) for n, one in enumerate(risks)]
    results = tuple(judged(one.check, found) if one.check.id == "GA-002" else one for one in good().results)
    return replace(good(), results=results, score=scored(results))


def test_accepted_risks_that_end_soon_are_named_with_owner_and_date() -> None:
    today = TAKEN_AT.date()
    told = said(_accepting(today + timedelta(days=90), today + timedelta(days=91), None))[2:]
    assert told[0] == "3 risks are accepted: 1 of them until a date within 90 days; 1 without an end date."
    assert told[1:] == [
        "Until 22 February 2027: ana.keller@school.example, against \N{LEFT DOUBLE QUOTATION MARK}Only break-glass accounts hold Global Administrator "
        "permanently\N{RIGHT DOUBLE QUOTATION MARK}, accepted by Head of IT."
    ]


def test_accepted_risks_that_end_later_say_when_the_first_does() -> None:
    assert said(_accepting(date(2027, 12, 31)))[2] == "1 risk is accepted: none ends within 90 days, the first on 31 December 2027."


# ---- words and room ----


def test_effort_is_what_the_remedy_says_and_else_not_said() -> None:
    assert [one.effort for one in actions_of(planned(bad(), Effort.SMALL, Effort.LARGE))][:3] == ["small", "large", "not said"]
    assert {one.effort for one in actions_of(bad())} == {"not said"}


def test_every_abbreviation_of_the_catalogue_s_titles_has_a_long_form() -> None:
    assert {word for check in load(None).checks for word in abbreviations_in(check.info.title)} <= ABBREVIATIONS.keys()


def test_only_words_that_are_used_are_explained() -> None:
    assert [name for name, _ in explained(["PIM and its settings"])] == ["PIM"]
    assert explained(["nothing of the kind"]) == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_no_id_stands_in_the_summary(name: str) -> None:
    assert not re.search(r"\b[A-Z]{2,6}-\d{3}\b", text_of(summary(name)).replace(SAMPLES[name]().tenant.id, ""))


def _crowded() -> Assessment:
    """Long names, many themes, a long list of risks, on both sides."""
    long = "Vereinigte Bildungsstiftung der Gemeinden des oberen und des unteren Tals " * 3
    today, results = TAKEN_AT.date(), []
    for n, one in enumerate(bad().results):
        info = replace(one.check, title=f"{one.check.title} {long}", theme=f"{one.check.theme} {long[:70]} {n}" if n > 12 else one.check.theme)
        risks = [replace(each, exception=Acceptance(long, long, today + timedelta(days=n))) if k == 9 else each for k, each in enumerate(one.findings)]
        results.append(replace(one, check=info, findings=tuple(risks)))
    made = replace(bad(), results=tuple(results), score=scored(tuple(results)), access=proven(12_345, 11_111), tenant=TenantFacts("id", long, long))
    roles = tuple(replace(one, standing=100_000, privileged=True) for one in bad().roles)
    return since(replace(made, roles=roles, customer=long, consultant=long, people={"globalAdministrator": Headcount(10_000, 20_000, 30_000)}), made)


@pytest.mark.parametrize("made", [_crowded, lambda: since(good(), bad()), lambda: since(bad(), empty()), lambda: since(empty(), bad())])
def test_two_pages_are_enough_with_an_earlier_snapshot_as_well(made: object) -> None:
    assert len(read(render_summary(made())).pages) <= 2  # type: ignore[operator]


def test_all_three_papers_tell_the_change() -> None:
    both = since(good(), bad())
    for page in (summary_html(both), paper_html(both), render_html(both)):
        assert "Since 24 September 2026:" in page
        assert page.count("· better") >= 4
        assert 'class="bar-before"' in page


def test_the_report_names_the_snapshot_that_it_compares_with() -> None:
    facts = dict(page_view(since(good(), bad())).facts)
    assert facts["Compared with"] == f"Snapshot of 24 September 2026, 10:32 UTC, {bad().snapshot.digest}; judged by the same checks and engagement file"
    assert "Compared with" not in dict(page_view(good()).facts)
