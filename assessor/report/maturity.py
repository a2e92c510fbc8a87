"""Maturity on at most eight axes: the catalogue's themes under names for people who do not run the tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.weights import CREDIT, WEIGHT
from assessor.model.words import JUDGED, UNASSESSED, Theme
from assessor.report import wording as w
from assessor.report.documents import rounded
from assessor.report.judgement import COVERED_FROM
from assessor.report.text import shown
from assessor.report.view_summary import AxisView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.model.result import Assessment, Result

AXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Global Administrators", (Theme.GLOBAL_ADMINISTRATORS,)),
    ("Other privileged roles", (Theme.PRIVILEGED_ROLES,)),
    ("Access only when needed", (Theme.PIM_SETTINGS, Theme.PIM_FOR_GROUPS)),
    ("Sign-in rules", (Theme.CONDITIONAL_ACCESS, Theme.PROTECTED_ACTIONS)),
    ("Emergency accounts", (Theme.BREAK_GLASS,)),
    ("Delegation and protected objects", (Theme.ADMINISTRATIVE_UNITS, Theme.RESTRICTED_MANAGEMENT)),
    ("Applications", (Theme.WORKLOAD_IDENTITIES,)),
)
LAST = "Oversight and settings"
"""The eighth axis takes what is left: auditing, governance, licensing, settings, and themes of packs."""


def axes_of(assessment: Assessment) -> tuple[AxisView, ...]:
    """One axis for each group of themes that the assessment has; the earlier value beside it."""
    there = [one.theme for one in assessment.score.themes]
    taken = {theme for _, themes in AXES for theme in themes}
    groups = (*AXES, (LAST, tuple(theme for theme in there if theme not in taken)))
    return tuple(_axis(name, [one for one in there if one in themes], assessment) for name, themes in groups if any(one in themes for one in there))


def scale_of(assessment: Assessment) -> str:
    """What stands over the bars."""
    outline = "; outline: before" if assessment.earlier else ""
    return f"0 to 100{outline}{'; grey: little assessed' if any(one.thin for one in axes_of(assessment)) else ''}"


def _axis(name: str, themes: Sequence[str], assessment: Assessment) -> AxisView:
    value, coverage = _share(_of(themes, assessment.results))
    before = rounded(_share(_of(themes, assessment.earlier.results))[0]) if assessment.earlier else None
    width = rounded(value)
    return AxisView(
        name=name,
        holds=shown(w.listed([w.theme_name(one) for one in themes]), 150) if len(themes) > 1 else "",
        value="\N{EN DASH}" if width is None else str(width),
        width=width,
        coverage=w.percent(coverage),
        thin=width is not None and (coverage or 0) < COVERED_FROM,
        before="" if assessment.earlier is None else "not known" if before is None else str(before),
        before_width=before,
    )


def _of(themes: Sequence[str], results: Iterable[Result]) -> list[Result]:
    return [one for one in results if one.check.theme in themes]


def _share(results: Sequence[Result]) -> tuple[float | None, float | None]:
    """The contract's formula over the checks of an axis."""
    assessed = sum(WEIGHT[one.check.severity] for one in results if one.verdict in JUDGED)
    left = sum(WEIGHT[one.check.severity] for one in results if one.verdict in UNASSESSED)
    earned = sum(WEIGHT[one.check.severity] * CREDIT[one.verdict] for one in results if one.verdict in JUDGED)
    return (100 * earned / assessed if assessed else None), (assessed / (assessed + left) if assessed + left else None)
