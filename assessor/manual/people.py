"""People, groups, applications and units of an example, told where they differ from the ordinary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.manual.book import Fact, ago, from_now, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.manual.book import Book

_USER = {"userType": "Member", "accountEnabled": True, "onPremisesSyncEnabled": None, "mail": None, "assignedLicenses": []}
_GROUP = {"isAssignableToRole": True, "securityEnabled": True, "mailEnabled": False, "groupTypes": [], "membershipRule": None, "onPremisesSyncEnabled": None}
_UNREAD = object()


def user(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What is special about a person."""
    said = list(_odd(row, _USER, _of_user))
    said += [f"has the plan {_plan(book, one)}" for one in row.get("assignedPlans") or ()]
    said += list(_signed_in(row))
    yield from (Fact(book.name(row["id"]), one) for one in said)


def _of_user(field: str, value: Any) -> str:
    return {
        ("userType", "Guest"): "is a guest",
        ("accountEnabled", False): "is disabled",
        ("onPremisesSyncEnabled", True): "is synchronised from the domain on premises",
    }.get((field, value) if isinstance(value, str | bool) else ("", ""), f"has {_plain(field, value)}")


def _signed_in(row: dict[str, Any]) -> Iterator[str]:
    activity = row.get("signInActivity", _UNREAD)
    last = activity.get("lastSignInDateTime") if isinstance(activity, dict) else None
    if activity is _UNREAD:
        yield "has a last sign-in that was not read"
    elif last is None:
        yield "has never signed in"
    elif ago(last) != "3 days ago":
        yield f"has last signed in {ago(last)}"


def group(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What is special about a group: ordinary ones are role-assignable and have their members by hand."""
    yield from (Fact(f"the group {book.name(row['id'])}", one) for one in _odd(row, _GROUP, _of_group))


def _of_group(field: str, value: Any) -> str:
    return {
        ("isAssignableToRole", False): "is not role-assignable",
        ("isAssignableToRole", None): "is not role-assignable",
        ("mailEnabled", True): "is mail-enabled",
        ("onPremisesSyncEnabled", True): "is synchronised from the domain on premises",
    }.get((field, value) if value is None or isinstance(value, bool) else ("", None), f"has {_plain(field, value)}")


def service_principal(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An application's account: a managed identity, Microsoft's own, disabled."""
    kind = {"Application": "an application", "ManagedIdentity": "a managed identity"}.get(
        str(row.get("servicePrincipalType")), f"{row.get('servicePrincipalType')}"
    )
    off = ", and disabled" if row.get("accountEnabled") is False else ""
    if row.get("displayName") != "Microsoft Graph":
        yield Fact(book.name(row["id"]), f"is {kind}{off}")


def application(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A registration, told by its secrets."""
    for secret in row.get("passwordCredentials") or ():
        yield Fact(book.name(row["id"]), f"has a secret, made {ago(secret['startDateTime'])}, that lives {from_now(secret.get('endDateTime'))}")


def registration(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What somebody can prove himself with."""
    methods = row.get("methodsRegistered", _UNREAD)
    said = "methods that were not read" if methods is _UNREAD else "no method" if not methods else f"the methods {', '.join(methods)}"
    yield Fact(book.name(row["id"]), f"has registered {said}")


def unit(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An administrative unit."""
    name = f"the unit {book.name(row['id'])}"
    if row.get("isMemberManagementRestricted"):
        yield Fact(name, "is restricted")
    if row.get("membershipRule"):
        yield Fact(name, f"fills itself by the rule {row['membershipRule']}{'' if row.get('membershipRuleProcessingState') == 'On' else ', which is paused'}")


def unit_member(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What lies in a unit."""
    yield Fact(book.who(row["id"]), f"lies in the unit {book.name(row['administrativeUnitId'])}")


def _odd(row: dict[str, Any], ordinary: dict[str, Any], words: Callable[[str, Any], str]) -> Iterator[str]:
    """Where a row is not as it ordinarily is, and what of it was not read."""
    odd = {field: row[field] for field, value in ordinary.items() if field in row and row[field] != value and (row[field], value) != (False, None)}
    yield from (words(field, value) for field, value in odd.items())
    if unread := [field for field in ordinary if field not in row]:
        yield f"has {listed(unread)} that {'was' if len(unread) == 1 else 'were'} not read"


def _plain(field: str, value: Any) -> str:
    if field == "membershipRule":
        return f"the membership rule {value}"
    if field in ("groupTypes", "assignedLicenses") and value:
        return "a licence" if field == "assignedLicenses" else f"the type {', '.join(map(str, value))}"
    if value is None:
        return f"no {field}"
    return f"{field} {str(value).lower() if isinstance(value, bool) else value}"


def _plan(book: Book, one: dict[str, Any]) -> str:
    status = "" if one.get("capabilityStatus") == "Enabled" else f" ({one.get('capabilityStatus')})"
    return f"{book.plan(str(one.get('servicePlanId')))}{status}"
