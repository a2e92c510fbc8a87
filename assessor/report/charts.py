"""The five charts of a report: what each shows, in a picture, a sentence and a table."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assessor.model.plan import Effort
from assessor.model.words import Kind, PathClass, Severity, Verdict
from assessor.report import wording as w
from assessor.report.plan import EFFORTS, UNSAID
from assessor.report.plotting import BAR, INK, drawn, list_axis, stacked, totals
from assessor.report.templates import tokens
from assessor.report.text import shown
from assessor.report.view import ChartView, ThemeView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from assessor.model.plan import PlanStep
    from assessor.model.result import Assessment

TOKENS = tokens()
SEVERITY = {
    Severity.CRITICAL: TOKENS["critical"],
    Severity.HIGH: TOKENS["chart-high"],
    Severity.MEDIUM: TOKENS["chart-medium"],
    Severity.LOW: TOKENS["chart-low"],
}
STANDING, ELIGIBLE, CONTROL = TOKENS["critical"], TOKENS["chart-eligible"], TOKENS["violet"]
CLASS_COLOURS = {PathClass.PERMANENT: STANDING, PathClass.TIME_BOUND: STANDING, PathClass.CONTROL: CONTROL}
"""Everything else has to be activated."""
ROLES = 12


def chart_views(assessment: Assessment, themes: Sequence[ThemeView]) -> tuple[ChartView, ...]:
    """The charts of a report; one that would show nothing is not drawn."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its remarks on folders and fonts are no news to a reader of reports
    views = (
        _score_by_theme(themes),
        _findings_by_severity(assessment),
        _standing_against_eligible(assessment),
        _people_by_way(assessment),
        _points_by_effort(assessment),
    )
    return tuple(view for view in views if view)


def _score_by_theme(themes: Sequence[ThemeView]) -> ChartView | None:
    rated = [one for one in themes if one.width is not None]
    if not rated:
        return None
    sentence = f"{_weakest(rated)} The grey bar is the coverage: the share of each theme that could be assessed."
    return ChartView(
        "Score by theme",
        sentence,
        drawn("chart-score", f"Score by theme. {sentence}", len(themes), lambda axes: _bars_with_coverage(axes, themes)),
        ("Theme", "Score", "Coverage"),
        tuple((one.name, one.value, one.coverage) for one in themes),
        told=True,
    )


def _weakest(rated: Sequence[ThemeView]) -> str:
    """The lowest score, and every theme that has it."""
    least = min(one.width or 0 for one in rated)
    if least == 100:
        return "Every theme that could be assessed has 100 of 100."
    names = [one.name for one in rated if one.width == least]
    listed = w.listed(names) if len(names) < 4 else f"{len(names)} themes"
    return f"Weakest: {listed}, {'each ' if len(names) > 1 else ''}{least} of 100."


def _bars_with_coverage(axes: Axes, themes: Sequence[ThemeView]) -> None:
    rows = range(len(themes))
    axes.barh(rows, [one.covered for one in themes], height=0.62, color=TOKENS["track"])
    axes.barh(rows, [one.width or 0 for one in themes], height=0.3, color=TOKENS["accent"])
    for row, one in zip(rows, themes, strict=True):
        axes.text(102, row, one.value if one.width is not None else "not assessed", va="center", color=INK, fontsize=9)
    list_axis(axes, [one.name for one in themes])
    axes.set_xlim(0, 122)
    axes.set_xticks([0, 25, 50, 75, 100])


def _findings_by_severity(assessment: Assessment) -> ChartView | None:
    counts = {one.theme: _severities(assessment, one.theme) for one in assessment.score.themes}
    found = {shown(w.theme_name(theme), 60): row for theme, row in counts.items() if sum(row.values())}
    if not found:
        return None
    total, most = sum(sum(row.values()) for row in found.values()), max(found, key=lambda name: sum(found[name].values()))
    number = f"{w.counted(total, 'finding')} that {'counts' if total == 1 else 'count'}"
    parts = [(w.SEVERITIES[each], colour, [row[each] for row in found.values()]) for each, colour in SEVERITY.items()]
    sentence = f"{number}; most of them, {sum(found[most].values()):,}, in {most}. Accepted risks and information are left out."
    return ChartView(
        "Findings by severity",
        sentence,
        drawn("chart-findings", f"Findings by severity. {sentence}", len(found), lambda axes: stacked(axes, list(found), parts), legend=True),
        ("Theme", *(w.SEVERITIES[each] for each in SEVERITY)),
        tuple((name, *(f"{n:,}" for n in row.values())) for name, row in found.items()),
    )


def _severities(assessment: Assessment, theme: str) -> dict[Severity, int]:
    found = [
        f.severity or one.check.severity
        for one in assessment.results
        if one.check.theme == theme and one.verdict in (Verdict.FAIL, Verdict.PARTIAL)
        for f in one.findings
        if f.counts
    ]
    return {each: found.count(each) for each in SEVERITY}


def _standing_against_eligible(assessment: Assessment) -> ChartView | None:
    used = sorted(
        (one for one in assessment.roles if (one.privileged or one.tier0) and one.standing + one.eligible),
        key=lambda one: (-one.standing - one.eligible, one.role.id),
    )
    if not used:
        return None
    there, standing, eligible = used[:ROLES], sum(one.standing for one in used), sum(one.eligible for one in used)
    left = f" The {len(there)} most used of {len(used)} privileged roles are shown." if len(used) > ROLES else ""
    names = [shown(one.role.label, 44) for one in there]
    parts = [("Standing", STANDING, [one.standing for one in there]), ("Eligible", ELIGIBLE, [one.eligible for one in there])]
    sentence = f"{standing:,} standing against {eligible:,} eligible holdings of privileged roles by people, emergency accounts among them.{left}"
    return ChartView(
        "Standing against eligible",
        sentence,
        drawn("chart-roles", f"Standing against eligible by role. {sentence}", len(there), lambda axes: stacked(axes, names, parts), legend=True),
        ("Role", "Standing", "Eligible"),
        tuple((shown(one.role.label, 80), f"{one.standing:,}", f"{one.eligible:,}") for one in there),
    )


def _people_by_way(assessment: Assessment) -> ChartView | None:
    counts = _people_by_class(assessment)
    total = sum(counts.values())
    if not total:
        return None
    standing, control = sum(n for one, n in counts.items() if one.is_standing), counts[PathClass.CONTROL]
    hidden = " More may come: the snapshot does not hold everything that ways rest on." if any(one.unknown for one in assessment.reaches) else ""
    how = f"{standing:,} at every hour, {total - standing - control:,} after an activation, {control:,} by control"
    who = f"{w.counted(total, 'person has', 'people have')} a way to a role of tier 0"
    sentence = f"{who}: {how}. Each counts once, by the strongest way; emergency accounts are left out.{hidden}"
    names = [w.CLASSES[one].capitalize() for one in counts]

    def paint(axes: Axes) -> None:
        axes.barh(range(len(counts)), list(counts.values()), height=BAR, color=[CLASS_COLOURS.get(one, ELIGIBLE) for one in counts])
        totals(axes, list(counts.values()))
        list_axis(axes, names)

    return ChartView(
        "People by kind of way to tier 0",
        sentence,
        drawn("chart-ways", f"People by kind of way to tier 0. {sentence}", len(counts), paint),
        ("Strongest way", "People"),
        tuple((name, f"{number:,}") for name, number in zip(names, counts.values(), strict=True)),
    )


def _people_by_class(assessment: Assessment) -> dict[PathClass, int]:
    guarded, strongest = {one.id for one in assessment.break_glass}, dict[str, PathClass]()
    for reach in assessment.reaches:
        for entry in reach.principals:
            if entry.principal.kind is Kind.USER and entry.principal.id not in guarded and entry.path_class:
                held = strongest.get(entry.principal.id, entry.path_class)
                strongest[entry.principal.id] = min(held, entry.path_class, key=lambda one: one.rank)
    found = list(strongest.values())
    return {each: found.count(each) for each in PathClass}


def _points_by_effort(assessment: Assessment) -> ChartView | None:
    """What can be gained, by what it asks for; None where nobody made a plan, or it has no step."""
    steps = assessment.plan.steps if assessment.plan else ()
    if not steps:
        return None
    groups = {EFFORTS[effort]: [one for one in steps if one.effort is effort] for effort in Effort} | {UNSAID: [one for one in steps if one.effort is None]}
    shown_ones = {name: group for name, group in groups.items() if group or name != UNSAID}
    names = list(shown_ones)
    parts = [(w.SEVERITIES[each], colour, [_points(group, each) for group in shown_ones.values()]) for each, colour in SEVERITY.items()]
    easy = sum(values[0] for _, _, values in parts)
    small = len(shown_ones[names[0]])
    sentence = (
        f"{w.counted(small, 'step asks', 'steps ask')} for a small effort and would raise the score by about {w.counted(easy, 'point')} together. "
        "The remediation plan says for each step how long it takes and who has to agree."
    )
    return ChartView(
        "Points to gain, by effort",
        sentence,
        drawn("chart-effort", f"Points of the score to gain, by effort. {sentence}", len(names), lambda axes: stacked(axes, names, parts), legend=True),
        ("Effort", "Steps", *(f"Points, {w.SEVERITIES[each].lower()}" for each in SEVERITY)),
        tuple((name, str(len(group)), *(str(values[n]) for _, _, values in parts)) for n, (name, group) in enumerate(shown_ones.items())),
    )


def _points(steps: Sequence[PlanStep], severity: Severity) -> int:
    return round(sum(one.effect.points for one in steps if one.check.severity is severity))
