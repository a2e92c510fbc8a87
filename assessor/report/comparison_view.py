"""What the templates of a comparison see: small frozen values, every word chosen, every stranger's string made fit to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view import Mark, ThingView, WayView


@dataclass(frozen=True, slots=True)
class ComparedFigureView:
    """One key figure on both sides."""

    before: str
    after: str
    label: str
    detail: str
    mood: str
    """good, poor or unknown."""


@dataclass(frozen=True, slots=True)
class BarView:
    """The score of a chapter on one side."""

    name: str
    value: str
    width: int | None
    coverage: str


@dataclass(frozen=True, slots=True)
class ThemePairView:
    """The score of a chapter on both sides."""

    name: str
    before: BarView
    after: BarView


@dataclass(frozen=True, slots=True)
class ComparedCheckView:
    """A check on both sides."""

    id: str
    title: str
    severity: Mark
    before: Mark
    after: Mark
    change: Mark
    reason: str


@dataclass(frozen=True, slots=True)
class ComparedFindingView:
    """One finding."""

    subject: ThingView
    says: str
    why: str


@dataclass(frozen=True, slots=True)
class FindingsOfCheckView:
    """The findings of a check that share a change."""

    id: str
    title: str
    severity: Mark
    count: str
    findings: tuple[ComparedFindingView, ...]


@dataclass(frozen=True, slots=True)
class FindingGroupView:
    """All findings of one change."""

    change: Mark
    meaning: str
    count: str
    checks: tuple[FindingsOfCheckView, ...]


@dataclass(frozen=True, slots=True)
class AccessView:
    """Somebody's way to a role on both sides."""

    principal: ThingView
    note: str
    role: str
    over: str
    before: Mark
    after: Mark
    change: Mark
    because: tuple[WayView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field before and after, in words; for a list what went and what came."""

    name: str
    before: str
    after: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectView:
    """An object that differs."""

    change: Mark
    name: str
    detail: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class ObjectGroupView:
    """Objects of one collection."""

    title: str
    count: str
    objects: tuple[ObjectView, ...]
    folded: tuple[ObjectView, ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Everything that a comparison says."""

    language: str
    title: str
    customer: str
    classification: str
    period: str
    consultant: str
    story: tuple[str, ...]
    caveats: tuple[str, ...]
    figures: tuple[ComparedFigureView, ...]
    themes: tuple[ThemePairView, ...]
    checks: tuple[ComparedCheckView, ...]
    same_checks: tuple[ComparedCheckView, ...]
    same_count: str
    findings: tuple[FindingGroupView, ...]
    same_findings: tuple[FindingGroupView, ...]
    more_access: tuple[AccessView, ...]
    less_access: tuple[AccessView, ...]
    objects: tuple[ObjectGroupView, ...]
    microsofts: tuple[ObjectGroupView, ...]
    not_compared: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]
    """Name, before, after."""
