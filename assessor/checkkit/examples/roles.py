"""Roles for examples: held, eligible, activated, assigned outside PIM."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from assessor import reference
from assessor.checkkit.examples.draft import TAKEN_AT, Draft, Part, days, ident, together
from assessor.checkkit.examples.people import ensure, first


def standing(role: str, *, to: str, scope: str = "/", since: int = -100) -> Part:
    """Permanently active."""
    return _active(role, to, scope, "Assigned", None, since)


def time_bound(role: str, *, to: str, scope: str = "/", until: int = 30) -> Part:
    """Active until a date, in days from the snapshot."""
    return _active(role, to, scope, "Assigned", days(until), -100)


def activated(role: str, *, to: str, scope: str = "/") -> Part:
    """Active at the moment by an activation, and eligible as every activated person is."""
    now = _active(role, to, scope, "Activated", (TAKEN_AT + timedelta(hours=4)).isoformat(), 0)
    return together(now, eligible(role, to=to, scope=scope))


def _active(role: str, to: str, scope: str, kind: str, end: str | None, since: int) -> Part:
    def part(draft: Draft) -> None:
        principal, name = ensure(draft, to), f"{role}/{to}/{scope}"
        define(draft, role)
        draft.add(
            "roleAssignmentScheduleInstances", id=ident(f"{kind}/{name}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope,
            memberType="Direct", assignmentType=kind, startDateTime=days(since), endDateTime=end,
        )  # fmt: skip
        draft.add("roleAssignments", id=ident(f"assignment/{name}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope)

    return part


def eligible(role: str, *, to: str, scope: str = "/", until: int | None = 180, since: int = -100) -> Part:
    """Eligible, for half a year unless `until` says otherwise (None: without end)."""

    def part(draft: Draft) -> None:
        principal = ensure(draft, to)
        define(draft, role)
        draft.add(
            "roleEligibilityScheduleInstances", id=ident(f"eligible/{role}/{to}/{scope}"), principalId=principal, roleDefinitionId=role,
            directoryScopeId=scope, memberType="Direct", startDateTime=days(since), endDateTime=None if until is None else days(until),
        )  # fmt: skip

    return part


def outside_pim(role: str, *, to: str, scope: str = "/") -> Part:
    """In the flat list of assignments, with no schedule behind it."""

    def part(draft: Draft) -> None:
        principal = ensure(draft, to)
        define(draft, role)
        draft.add("roleAssignments", id=ident(f"outside/{role}/{to}/{scope}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope)

    return part


def custom_role(name: str, **properties: Any) -> Part:
    """A role of the customer's own; its id is `ident(name)`."""
    return first("roleDefinitions", id=ident(name), **{"templateId": ident(name), "displayName": name, "isBuiltIn": False, "isEnabled": True, **properties})


def define(draft: Draft, role: str) -> None:
    """The definition of a built-in role, as the dated table has it."""
    dated = reference.builtin_role(role)
    if dated:
        draft.add("roleDefinitions", id=role, templateId=role, displayName=dated.name, isBuiltIn=True, isEnabled=True, isPrivileged=dated.privileged)
