"""What a check weighs in the score (contract: the score of results.json), and what mending it would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import JUDGED, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Result

WEIGHT = {Severity.CRITICAL: 10, Severity.HIGH: 6, Severity.MEDIUM: 3, Severity.LOW: 1, Severity.INFO: 0}
CREDIT = {Verdict.PASS: 1.0, Verdict.PARTIAL: 0.5, Verdict.FAIL: 0.0}


def lost(result: Result) -> float:
    """The weight that a judged result costs."""
    return WEIGHT[result.check.severity] * (1 - CREDIT[result.verdict])


def points(result: Result, results: Iterable[Result]) -> float:
    """Points of 100 that the score gains if this check alone is mended."""
    weight = sum(WEIGHT[one.check.severity] for one in results if one.verdict in JUDGED)
    return 100 * lost(result) / weight if weight else 0.0
