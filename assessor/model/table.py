"""What a snapshot holds of one collection. Missing is a value of its own, never an empty list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from assessor.model.rows import Row
from assessor.model.words import Reason, ReasonCode

if TYPE_CHECKING:
    from collections.abc import Iterator

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Gap:
    """A parent or a page of a collection that could not be read."""

    key: str | None
    """The parent's field in the rows (`groupId` …), `scopeId` for policies, `page` for a page that was lost."""
    value: str | None
    reason: Reason
    http_status: int | None = None

    def says(self, collection: str, of: str | None = None) -> str:
        """A sentence for people; `of` is the parent's name."""
        return f"{collection} of {of} {_WHY_MISSING[self.reason]}" if of else f"a part of {collection} {_WHY_MISSING[self.reason]}"

    @property
    def reason_code(self) -> ReasonCode:
        """The word of the results for it."""
        return ReasonCode.FORBIDDEN if self.reason is Reason.FORBIDDEN else ReasonCode.UNKNOWN_DATA


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """The rows that were read, and the gaps between them. It has no length on purpose: an empty table must not look like none."""

    name: str
    rows: tuple[R, ...] = ()
    gaps: tuple[Gap, ...] = ()
    total: int | None = None
    """Rows in the file, where only those that matter are held; None where all are held."""
    sought: frozenset[str] | None = None
    """Ids in lower case that were looked for, where only some rows are held: any other id may be in the file all the same."""

    def __iter__(self) -> Iterator[R]:
        """Its rows."""
        return iter(self.rows)

    def gap(self, parent: str) -> Gap | None:
        """The gap that keeps the children of this parent from being known."""
        wanted = parent.lower()
        return next((gap for gap in self.gaps if gap.key == "page" or (gap.value or "").lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Missing:
    """A collection of which nothing is known."""

    name: str
    reason: Reason = Reason.NOT_REQUESTED
    code: str | None = None
    http_status: int | None = None
    permission: str | None = None
    endpoint: str | None = None

    @property
    def is_unlicensed(self) -> bool:
        """Whether the tenant lacks the licence for it; whoever says so of what needs none is not believed."""
        return self.reason is Reason.NOT_LICENSED and self.name in LICENSED

    @property
    def reason_code(self) -> ReasonCode:
        """The word of the results for it."""
        if self.is_unlicensed:
            return ReasonCode.NOT_LICENSED
        return ReasonCode.FORBIDDEN if self.reason is Reason.FORBIDDEN else ReasonCode.MISSING_COLLECTION

    @property
    def says(self) -> str:
        """A sentence for people."""
        status = f" (HTTP {self.http_status})" if self.http_status else ""
        grant = f"; the permission {self.permission} reads it" if self.permission and self.reason is Reason.FORBIDDEN else ""
        return f"{self.name} {_WHY_MISSING[self.reason]}{status}{grant}"


LICENSED = frozenset({
    "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances", "roleManagementPolicies", "roleManagementPolicyAssignments", "pimGroups",
    "groupAssignmentScheduleInstances", "groupEligibilityScheduleInstances", "roleManagementAlerts", "accessReviewDefinitions", "lifecycleWorkflows",
    "customTaskExtensions", "accessPackages", "accessPackageAssignmentPolicies", "accessPackageResourceRoleScopes", "conditionalAccessPolicies",
    "namedLocations", "authenticationContextClassReferences", "authenticationStrengthPolicies", "resourceActions", "directoryAudits",
    "userRegistrationDetails",
})  # fmt: skip
"""Collections that Graph answers only where the tenant has a licence (P1, P2 or Governance): domain reference, section 3."""

_WHY_MISSING = {
    Reason.NOT_LICENSED: "could not be read: the tenant has no licence for it",
    Reason.FORBIDDEN: "could not be read: access was refused",
    Reason.NOT_FOUND: "could not be read: Graph no longer answers there",
    Reason.FAILED: "could not be read: Graph kept failing",
    Reason.NOT_REQUESTED: "is not in the snapshot: it was not asked for",
    Reason.UNSUPPORTED: "could not be read: Graph does not support it",
}


class Unavailable(Exception):  # noqa: N818  # a signal between a reader of a table and the engine, not an error
    """Somebody needs a collection that the snapshot does not hold."""

    def __init__(self, missing: Missing) -> None:
        self.missing = missing
        super().__init__(missing.says)
