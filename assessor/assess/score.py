"""The score by the contract's formula, exact; formats round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.result import Result, Score, ThemeScore
from assessor.model.weights import CREDIT, WEIGHT
from assessor.model.words import JUDGED, UNASSESSED, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

GRADES = (("A", 90), ("B", 75), ("C", 60), ("D", 40))


def score(results: Sequence[Result]) -> Score:
    """Value, grade, cap and coverage over all results, and value and coverage by theme in the order of the results."""
    value, coverage = _figures(results)
    grade = None if value is None else grade_of(value)
    critical = [one.check.id for one in results if one.check.severity is Severity.CRITICAL and one.verdict is Verdict.FAIL]
    capped = max(grade, "D") if grade and critical else grade
    themes = dict.fromkeys(one.check.theme for one in results)
    return Score(
        value=value,
        grade=capped,
        capped_by=critical[0] if capped != grade else None,
        coverage=coverage,
        themes=tuple(ThemeScore(theme, *_figures([one for one in results if one.check.theme == theme])) for theme in themes),
    )


def _figures(results: Sequence[Result]) -> tuple[float | None, float | None]:
    assessed = sum(WEIGHT[one.check.severity] for one in results if one.verdict in JUDGED)
    left = sum(WEIGHT[one.check.severity] for one in results if one.verdict in UNASSESSED)
    earned = sum(WEIGHT[one.check.severity] * CREDIT[one.verdict] for one in results if one.verdict in JUDGED)
    return (100 * earned / assessed if assessed else None), (assessed / (assessed + left) if assessed + left else None)


def grade_of(value: float) -> str:
    """A ≥ 90, B ≥ 75, C ≥ 60, D ≥ 40, else E; by the exact value."""
    return next((grade for grade, least in GRADES if value >= least), "E")
