"""Accepted risks: shown with owner and date, not counted; past their date they have no effect."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.result import Acceptance
from assessor.model.tenant import known

if TYPE_CHECKING:
    from assessor.checkkit.declare import Check
    from assessor.model.engagement import Engagement, ExceptionEntry
    from assessor.model.result import Finding
    from assessor.model.tenant import Tenant


class Exceptions:
    """The exceptions of an engagement, held against findings; it remembers what each of them covered."""

    def __init__(self, engagement: Engagement, tenant: Tenant) -> None:
        """`takenAt` decides what is expired, never a clock."""
        self._today = tenant.taken_at.date()
        self._entries = engagement.exceptions
        self._names = _display_names(tenant) if self._entries else {}
        self._checks = [pattern(entry.check) for entry in self._entries]
        self.covered: list[set[tuple[str, str]]] = [set() for _ in self._entries]
        """Kind and id of the subjects of each entry so far, expired entries included."""

    def applied(self, check: Check, finding: Finding) -> Finding:
        """The finding, with the first valid exception that covers it."""
        entry = next((one for one in self._covering(check, finding) if not self.is_expired(one)), None)
        return replace(finding, exception=Acceptance(entry.reason, entry.owner, entry.expires)) if entry else finding

    def expired(self, check: Check, findings: tuple[Finding, ...]) -> list[str]:
        """A note for every expired exception that would have covered something."""
        return [
            f"The exception for {finding.subject.label}{f' (owner {entry.owner})' if entry.owner else ''} expired on {entry.expires}: the finding counts again."
            for finding in findings
            if finding.exception is None
            for entry in self._covering(check, finding)
            if self.is_expired(entry)
        ]

    def is_expired(self, entry: ExceptionEntry) -> bool:
        """Whether its last day lies before the snapshot."""
        return entry.expires is not None and entry.expires < self._today

    def _covering(self, check: Check, finding: Finding) -> list[ExceptionEntry]:
        subject = finding.subject
        names = {subject.id.lower(), (subject.name or "").lower(), self._names.get(subject.id.lower(), ""), "*"} - {""}
        found = []
        for entry, matches, covered in zip(self._entries, self._checks, self.covered, strict=True):
            if entry.subject.lower() in names and matches.fullmatch(check.info.id):
                covered.add((subject.kind, subject.id))
                found.append(entry)
        return found


def pattern(said: str) -> re.Pattern[str]:
    """Ids of checks by `GA-001`, `GA-*` or `*`. Subjects know no such pattern: a stranger who is free to choose a name could choose one that matches."""
    return re.compile(".*".join(re.escape(part) for part in said.strip().upper().split("*")))


def _display_names(tenant: Tenant) -> defaultdict[str, str]:
    """What people are called beside their user principal name, by id."""
    return defaultdict(str, {key: known(user.display_name, "").lower() for key, user in tenant.users.items()})
