"""Memberships and ownerships for examples, with and without PIM."""

from __future__ import annotations

from datetime import timedelta

from assessor.checkkit.examples.draft import TAKEN_AT, Draft, Part, days, ident, together, type_of
from assessor.checkkit.examples.people import ensure, ensure_group


def standing_member(name: str, *, of: str, access: str = "member") -> Part:
    """Permanently in a group that PIM manages."""
    return _in_group(name, of, access, "assigned", None)


def time_bound_member(name: str, *, of: str, until: int = 30, access: str = "member") -> Part:
    """In a group that PIM manages, until a date."""
    return _in_group(name, of, access, "assigned", days(until))


def activated_member(name: str, *, of: str, access: str = "member") -> Part:
    """In a group at the moment by an activation."""
    now = _in_group(name, of, access, "activated", (TAKEN_AT + timedelta(hours=4)).isoformat())
    return together(now, eligible_member(name, of=of, access=access))


def plain_member(name: str, *, of: str, access: str = "member") -> Part:
    """In a group by its own list, with no schedule of PIM behind it."""

    def part(draft: Draft) -> None:
        group_id = ensure_group(draft, of)
        principal = ensure(draft, name)
        draft.add("groupMembers" if access == "member" else "groupOwners", groupId=group_id, id=principal, **{"@odata.type": type_of(draft, principal)})

    return part


def owner(name: str, *, of: str) -> Part:
    """Permanent owner by the group's own list."""
    return plain_member(name, of=of, access="owner")


def _in_group(name: str, of: str, access: str, kind: str, end: str | None) -> Part:
    def part(draft: Draft) -> None:
        plain_member(name, of=of, access=access)(draft)
        draft.add(
            "groupAssignmentScheduleInstances", id=ident(f"{kind}/{access}/{name}/{of}"), groupId=ident(of), principalId=ident(name), accessId=access,
            memberType="direct", assignmentType=kind, startDateTime=days(-50), endDateTime=end,
        )  # fmt: skip
        draft.add("pimGroups", id=ident(of))

    return part


def eligible_member(name: str, *, of: str, access: str = "member", until: int | None = 180, since: int = -50) -> Part:
    """Eligible for membership (or ownership) through PIM."""

    def part(draft: Draft) -> None:
        group_id, principal = ensure_group(draft, of), ensure(draft, name)
        draft.add(
            "groupEligibilityScheduleInstances", id=ident(f"eligible/{access}/{name}/{of}"), groupId=group_id, principalId=principal, accessId=access,
            memberType="direct", startDateTime=days(since), endDateTime=None if until is None else days(until),
        )  # fmt: skip
        draft.add("pimGroups", id=group_id)

    return part


def eligible_owner(name: str, *, of: str) -> Part:
    """Eligible for ownership through PIM."""
    return eligible_member(name, of=of, access="owner")


def pim_group(name: str) -> Part:
    """A group that PIM manages."""

    def part(draft: Draft) -> None:
        draft.add("pimGroups", id=ensure_group(draft, name))

    return part
