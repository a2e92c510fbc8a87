"""Principals for examples: people, groups, applications and ids of what is gone."""

from __future__ import annotations

from typing import Any

from assessor.checkkit.examples.draft import TENANT_ID, TYPES, Draft, Part, days, ident, row
from assessor.model import collections as c
from assessor.model.rows import UNSET


def person(name: str, **properties: Any) -> Part:
    """A cloud-only member called `name`; properties in Graph's names replace the defaults."""
    defaults: dict[str, Any] = {
        "userPrincipalName": f"{name}@example.onmicrosoft.com", "displayName": name.title(), "userType": "Member", "accountEnabled": True,
        "onPremisesSyncEnabled": None, "createdDateTime": days(-800), "assignedPlans": [], "assignedLicenses": [], "mail": None,
        "signInActivity": {"lastSignInDateTime": days(-3)},
    }  # fmt: skip
    return first("users", id=ident(name), **{**defaults, **properties})


def group(name: str, **properties: Any) -> Part:
    """A cloud-only role-assignable security group called `name`."""
    defaults: dict[str, Any] = {
        "displayName": name, "isAssignableToRole": True, "securityEnabled": True, "mailEnabled": False, "groupTypes": [],
        "membershipRule": None, "onPremisesSyncEnabled": None, "visibility": "Private",
    }  # fmt: skip
    return first("groups", id=ident(name), **{**defaults, **properties})


def service_principal(name: str, **properties: Any) -> Part:
    """An application's account called `name`."""
    defaults = {
        "displayName": name, "appId": ident(f"app of {name}"), "servicePrincipalType": "Application", "accountEnabled": True,
        "appOwnerOrganizationId": TENANT_ID, "passwordCredentials": [], "keyCredentials": [],
    }  # fmt: skip
    return first("servicePrincipals", id=ident(name), **{**defaults, **properties})


def deleted(name: str, referenced_by: str = "roleAssignments") -> Part:
    """An id that Graph answers 404 for."""
    return row(c.UNRESOLVED_IDS, id=ident(name), referencedBy=referenced_by, httpStatus=404)


def first(collection: str, **properties: Any) -> Part:
    """A declared object. Declared after it was mentioned, it replaces what the mention made up."""

    def part(draft: Draft) -> None:
        for name in {collection, *TYPES}:
            rows = draft.rows.get(name, [])
            rows[:] = [one for one in rows if one["id"] != properties["id"]]
        draft.rows.setdefault(collection, []).append({name: value for name, value in properties.items() if value is not UNSET})

    return part


def ensure(draft: Draft, name: str) -> str:
    """The id of a principal that is mentioned; a person where it was not declared."""
    key = ident(name)
    if not any(draft.has(one, key) for one in ("users", "groups", "servicePrincipals", "unresolvedIds")):
        person(name)(draft)
    return key


def ensure_group(draft: Draft, name: str) -> str:
    """The id of a group that is mentioned; role-assignable where it was not declared."""
    if not draft.has("groups", ident(name)):
        group(name)(draft)
    return ident(name)
