"""Accepted risks: shown with owner and date, not counted; past their date they have no effect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.result import Acceptance

if TYPE_CHECKING:
    from assessor.checkkit.case import Case
    from assessor.checkkit.declare import Check
    from assessor.model.engagement import Engagement, ExceptionEntry
    from assessor.model.result import Finding
    from assessor.model.tenant import Tenant


class Exceptions:
    """The exceptions of an engagement, held against findings."""

    def __init__(self, engagement: Engagement, tenant: Tenant) -> None:
        """`takenAt` decides what is expired, never a clock."""
        self._today = tenant.taken_at.date()
        self._entries = engagement.exceptions
        self._tenant = tenant

    def applied(self, check: Check, finding: Finding) -> Finding:
        """The finding, with the first valid exception that covers it."""
        valid = (one for one in self._covering(check, finding) if not self._is_expired(one))
        entry = next(valid, None)
        return replace(finding, exception=Acceptance(entry.reason, entry.owner, entry.expires)) if entry else finding

    def tell_expired(self, check: Check, case: Case, findings: tuple[Finding, ...]) -> None:
        """A note for every expired exception that would have covered something."""
        for finding in findings:
            for entry in self._covering(check, finding):
                if self._is_expired(entry) and finding.exception is None:
                    owner = f" (owner {entry.owner})" if entry.owner else ""
                    case.note(f"The exception for {finding.subject.label}{owner} expired on {entry.expires}: the finding counts again.")

    def _covering(self, check: Check, finding: Finding) -> list[ExceptionEntry]:
        names = {finding.subject.id.lower(), (finding.subject.name or "").lower(), "*"}
        return [one for one in self._entries if one.check.upper() in (check.info.id, "*") and one.subject.lower() in names]

    def _is_expired(self, entry: ExceptionEntry) -> bool:
        return entry.expires is not None and entry.expires < self._today
