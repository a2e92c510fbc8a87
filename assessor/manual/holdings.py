"""Roles, groups and ownership of an example: who holds what, for how long, and by which list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.manual.book import Fact, from_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.manual.book import Book


def active(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A role held through PIM."""
    role, over, end = book.role(row.get("roleDefinitionId")), book.over(row.get("directoryScopeId")), row.get("endDateTime")
    how = "has activated" if row.get("assignmentType") == "Activated" else "holds"
    lasting = "" if how == "has activated" and end else " for good" if end is None else f" {from_now(end)}"
    yield Fact(book.who(row["principalId"]), f"{how} {role}{over}{lasting}")


def eligible(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A role that can be activated."""
    yield Fact(book.who(row["principalId"]), f"is eligible for {book.role(row.get('roleDefinitionId'))}{book.over(row.get('directoryScopeId'))}{_ends(row)}")


def flat(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An assignment of the flat list, unless PIM's schedule tells it already."""
    same = ("principalId", "roleDefinitionId", "directoryScopeId")
    if not any(all(row.get(key) == one.get(key) for key in same) for one in book.rows("roleAssignmentScheduleInstances")):
        yield Fact(
            book.who(row["principalId"]), f"holds {book.role(row.get('roleDefinitionId'))}{book.over(row.get('directoryScopeId'))} by an assignment outside PIM"
        )


def in_group(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A membership or ownership through PIM for Groups."""
    end = row.get("endDateTime")
    how = "has activated being" if str(row.get("assignmentType")).lower() == "activated" else "is"
    lasting = "" if how != "is" else " for good" if end is None else f" {from_now(end)}"
    yield Fact(book.who(row["principalId"]), f"{how} {_article(row)} of the group {book.name(row['groupId'])}{lasting}")


def eligible_in_group(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A membership or ownership that can be activated."""
    kind = "ownership" if row.get("accessId") == "owner" else "membership"
    yield Fact(book.who(row["principalId"]), f"is eligible for {kind} of the group {book.name(row['groupId'])}{_ends(row)}")


def member(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A member of the group's own list, unless PIM tells it already."""
    if not _scheduled(book, row, "member"):
        yield Fact(book.who(row["id"]), f"is a member of the group {book.name(row['groupId'])} by its own list")


def owner(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An owner of the group's own list, unless PIM tells it already."""
    if not _scheduled(book, row, "owner"):
        yield Fact(book.who(row["id"]), f"is an owner of the group {book.name(row['groupId'])} by its own list")


def pim_group(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A group in PIM of which nothing else tells that it is."""
    told = (one.get("groupId") for name in ("groupAssignmentScheduleInstances", "groupEligibilityScheduleInstances") for one in book.rows(name))
    scopes = (one.get("scopeId") for one in book.rows("roleManagementPolicies"))
    if row["id"] not in {*told, *scopes}:
        yield Fact(book.who(row["id"]), "is managed by PIM")


def unit_role(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A role over a unit, by the unit's own list."""
    who = book.name((row.get("roleMemberInfo") or {}).get("id"))
    yield Fact(who, f"has a role over the unit {book.name(row['administrativeUnitId'])} by the unit's own list")


def permission(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An application permission that was granted."""
    yield Fact(book.who(row["principalId"]), f"has the application permission {book.permission(str(row['appRoleId']))}")


def app_owner(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An owner of a registration."""
    yield Fact(book.who(row["id"]), f"owns the registration of {book.name(row['applicationId'])}")


def sp_owner(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An owner of an application's account."""
    yield Fact(book.who(row["id"]), f"owns the service principal of {book.name(row['servicePrincipalId'])}")


def _scheduled(book: Book, row: dict[str, Any], access: str) -> bool:
    here = (row["groupId"], row["id"], access)
    return any((one.get("groupId"), one.get("principalId"), one.get("accessId")) == here for one in book.rows("groupAssignmentScheduleInstances"))


def _article(row: dict[str, Any]) -> str:
    return "an owner" if row.get("accessId") == "owner" else "a member"


def _ends(row: dict[str, Any]) -> str:
    """Half a year is what examples have where the end does not matter."""
    said = from_now(row.get("endDateTime"))
    return "" if said == "for 180 more days" else f" {said}"
