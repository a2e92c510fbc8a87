"""What the templates of a comparison see: small frozen values, every word chosen, every stranger's string made fit to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.comparison_trend_view import TrendView
    from assessor.report.view import Mark, ThingView, WayView
    from assessor.report.view_figures import MergedView


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """The change in a word and a clause."""

    code: str
    """better, worse, mixed, same or unclear."""
    word: str
    why: str


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
    """A share or a score on one side."""

    name: str
    value: str
    width: int | None
    coverage: str


@dataclass(frozen=True, slots=True)
class SightView:
    """How much one side could tell."""

    side: str
    when: str
    bar: BarView
    missing: tuple[str, ...]
    """What is not in the snapshot, and why."""


@dataclass(frozen=True, slots=True)
class GlanceView:
    """A short list of the first page."""

    title: str
    count: str
    items: tuple[str, ...]
    more: str
    href: str
    link: str


@dataclass(frozen=True, slots=True)
class ThemePairView:
    """The score of a chapter on both sides."""

    name: str
    before: BarView
    after: BarView


@dataclass(frozen=True, slots=True)
class ComparedFindingView:
    """One finding."""

    anchor: str
    subject: ThingView
    says: str
    why: str
    """Why nobody can tell, or since when it is there."""
    change: Mark
    severity: Mark
    tier: str
    """0 where the finding is about something on a way to a role of tier 0, else other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCheckView:
    """A check on both sides, with its findings."""

    id: str
    title: str
    severity: Mark
    before: Mark
    after: Mark
    reason: str
    counts: str
    """What became of its findings, in words; empty where the fold says it."""
    total: str
    """The same, always."""
    findings: tuple[ComparedFindingView, ...]
    """The first of those that call for attention."""
    folded: tuple[ComparedFindingView, ...]
    more: str


@dataclass(frozen=True, slots=True)
class CheckGroupView:
    """All checks that one thing became of."""

    anchor: str
    change: Mark
    meaning: str
    count: str
    checks: tuple[ComparedCheckView, ...]


@dataclass(frozen=True, slots=True)
class RoleMoveView:
    """Roles that somebody came to, or lost, in the same way."""

    roles: tuple[str, ...]
    before: Mark
    after: Mark
    because: tuple[str, ...]
    way: tuple[WayView, ...]
    """The way that is there now, where it is longer than its reason."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody whose ways to roles of tier 0 differ."""

    principal: ThingView
    note: str
    direction: str
    """more, less or mixed."""
    moves: tuple[RoleMoveView, ...]
    still: str
    """What stays, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRoleView:
    """One role of tier 0 on both sides."""

    role: str
    over: str
    sentence: str
    drawing: str
    """SVG of our own; empty where nothing was lost and nothing is new."""
    left_out: str
    merged: tuple[MergedView, ...]


@dataclass(frozen=True, slots=True)
class UntoldRolesView:
    """Roles of which only one side tells everything."""

    sentence: str
    reasons: tuple[str, ...]


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
    left: str
    """How many lines are not on the page; empty where all are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """Everything that a comparison says."""

    language: str
    title: str
    customer: str
    tenant: str
    classification: str
    period: str
    consultant: str
    headline: HeadlineView
    story: str
    nothing: bool
    """Whether nothing changed at all."""
    caveats: tuple[str, ...]
    figures: tuple[ComparedFigureView, ...]
    sight: tuple[SightView, SightView]
    glance: tuple[GlanceView, ...]
    trend: TrendView | None
    themes: tuple[ThemePairView, ...]
    groups: tuple[CheckGroupView, ...]
    """Checks that changed, or whose findings did."""
    still: tuple[CheckGroupView, ...]
    """Checks that changed in nothing and have findings."""
    quiet: tuple[ComparedCheckView, ...]
    """Checks that changed in nothing and have none."""
    same_count: str
    severities: tuple[Mark, ...]
    changes: tuple[Mark, ...]
    """What became of a finding: the words of the filter."""
    roles: tuple[ChangedRoleView, ...]
    roles_left: str
    """Roles that are not drawn, in words."""
    roles_untold: UntoldRolesView | None
    people: tuple[PersonView, ...]
    people_folded: tuple[PersonView, ...]
    people_more: str
    people_left: str
    """How many are not on the page; empty where all are."""
    classes: tuple[tuple[Mark, str], ...]
    objects: tuple[ObjectGroupView, ...]
    microsofts: tuple[ObjectGroupView, ...]
    not_compared: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str, str], ...]
    """Name, before, after."""
