"""What the templates see of a series: small charts, their numbers, and where findings began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view import Mark


@dataclass(frozen=True, slots=True)
class MultipleView:
    """One figure over the dates."""

    title: str
    sentence: str
    drawing: str
    """SVG of our own."""


@dataclass(frozen=True, slots=True)
class BegunView:
    """Open findings that are there since the same snapshot."""

    when: str
    count: str
    lines: tuple[str, ...]
    """One a check: how many, and the first subjects."""
    more: str


@dataclass(frozen=True, slots=True)
class CheckCourseView:
    """A check whose verdict differs from one snapshot to another."""

    id: str
    title: str
    severity: Mark
    verdicts: tuple[Mark, ...]
    """One a snapshot."""
    is_regressed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """A series of snapshots."""

    sentence: str
    multiples: tuple[MultipleView, ...]
    head: tuple[str, ...]
    """The dates."""
    rows: tuple[tuple[str, ...], ...]
    """A figure's name, and its value at each date."""
    unknown: tuple[str, ...]
    """What some snapshot does not tell."""
    begun: tuple[BegunView, ...]
    back: tuple[str, ...]
    passing: tuple[str, ...]
    """Findings that came and went between the first and the last snapshot."""
    passing_count: str
    checks: tuple[CheckCourseView, ...]
