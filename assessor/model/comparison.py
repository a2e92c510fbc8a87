"""What lies between two assessments of a tenant: values only, as `assessor.compare` finds them and reports show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.model.result import Assessment, CheckInfo, Edge, Finding, Result, Thing
    from assessor.model.series import Course, Series
    from assessor.model.words import PathClass


class CheckChange(StrEnum):
    """What became of a check."""

    FIXED = "fixed"
    IMPROVED = "improved"
    WORSENED = "worsened"
    REGRESSED = "regressed"
    UNCHANGED = "unchanged"
    NO_LONGER_ASSESSED = "no_longer_assessed"
    NEWLY_ASSESSED = "newly_assessed"
    NO_LONGER_APPLICABLE = "no_longer_applicable"
    NEWLY_APPLICABLE = "newly_applicable"


class FindingChange(StrEnum):
    """What became of a finding."""

    NEW = "new"
    REGRESSED = "regressed"
    """Fixed once, and back: only a series can tell."""
    FIXED = "fixed"
    UNCHANGED = "unchanged"
    EXCEPTED = "excepted"
    NO_LONGER_ASSESSED = "no_longer_assessed"
    NEWLY_ASSESSED = "newly_assessed"


class ObjectChange(StrEnum):
    """What became of an object."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


class AccessChange(StrEnum):
    """What became of somebody's strongest way to a role."""

    GAINED = "gained"
    LOST = "lost"
    RAISED = "raised"
    LOWERED = "lowered"


@dataclass(frozen=True, slots=True)
class ComparedCheck:
    """A check on both sides."""

    before: Result
    after: Result
    change: CheckChange

    @property
    def info(self) -> CheckInfo:
        """The check itself: the same on both sides."""
        return self.after.check


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFinding:
    """A finding that at least one side holds."""

    finding: Finding
    """As the later side has it, else as the earlier one had it."""
    check: CheckInfo
    change: FindingChange
    why: str | None = None
    course: Course | None = None
    """Through all snapshots; None where only two are compared."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an object; None is absent."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedObject:
    """An object of the tenant that differs."""

    collection: str
    change: ObjectChange
    things: tuple[tuple[str, Thing], ...]
    """What it is about by part: the object itself, or principal and role, group and member."""
    scope: str | None = None
    where: str = ""
    fields: tuple[FieldChange, ...] = ()
    by_microsoft: bool = False
    """A label or a role that Microsoft changed: nothing that anybody in the tenant did."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAccess:
    """Somebody's strongest way to a role of tier 0, where it differs; an activation that happens to run is none."""

    principal: Thing
    role: Thing
    scope: str
    where: str
    change: AccessChange
    before: PathClass | None
    after: PathClass | None
    because: tuple[Edge, ...]
    """The edges that went and that came, nearest to the role."""


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A part of the tenant about which the two snapshots do not tell a change."""

    what: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two assessments by the same catalogue and engagement, and what lies between them."""

    before: Assessment
    after: Assessment
    checks: tuple[ComparedCheck, ...]
    """In the order of the catalogue."""
    findings: tuple[ComparedFinding, ...]
    """In the order of the catalogue, then by key."""
    objects: tuple[ComparedObject, ...]
    access: tuple[ComparedAccess, ...]
    not_compared: tuple[NotCompared, ...] = ()
    caveats: tuple[str, ...] = ()
    """How the two snapshots differ as files: scope, seal, cloud, order in time."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names by id in lower case, for ids that stand in fields."""
    series: Series | None = None
    """All snapshots from the first to the last, where there are more than two."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed in any part."""
        quiet = {CheckChange.UNCHANGED}, {FindingChange.UNCHANGED, FindingChange.EXCEPTED}
        same = all(one.change in quiet[0] for one in self.checks) and all(one.change in quiet[1] for one in self.findings)
        flat = self.series is None or self.series.is_flat
        return same and flat and not self.objects and not self.access
