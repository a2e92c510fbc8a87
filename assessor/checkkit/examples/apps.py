"""Applications for examples: registrations, owners, secrets and the permissions that they were granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.checkkit.examples.draft import Draft, Part, days, ident, type_of
from assessor.checkkit.examples.people import ensure, first, service_principal
from assessor.reference.powers import GRAPH_APP_ID, app_permissions

if TYPE_CHECKING:
    from collections.abc import Mapping

MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
"""The tenant that Microsoft's own applications belong to."""


def application(name: str, **properties: Any) -> Part:
    """The registration behind the service principal of that name; declares both."""

    def part(draft: Draft) -> None:
        if not draft.has("servicePrincipals", ident(name)):
            service_principal(name)(draft)
        facts: Mapping[str, Any] = {"displayName": name, "appId": ident(f"app of {name}"), "passwordCredentials": [], "keyCredentials": []}
        first("applications", id=ident(f"registration of {name}"), **{**facts, **properties})(draft)

    return part


def secret(*, since: int = -30, until: int | None = 60, label: str = "secret") -> dict[str, Any]:
    """A client secret's facts, in days from the snapshot."""
    return {"keyId": ident(f"{label}{since}{until}"), "displayName": label, "startDateTime": days(since), "endDateTime": None if until is None else days(until)}


def app_owner(name: str, *, of: str) -> Part:
    """Owner of the application's registration."""

    def part(draft: Draft) -> None:
        principal = ensure(draft, name)
        draft.add("applicationOwners", applicationId=ident(f"registration of {of}"), id=principal, **{"@odata.type": type_of(draft, principal)})

    return part


def sp_owner(name: str, *, of: str) -> Part:
    """Owner of the service principal."""

    def part(draft: Draft) -> None:
        principal = ensure(draft, name)
        draft.add("servicePrincipalOwners", servicePrincipalId=ident(of), id=principal, **{"@odata.type": type_of(draft, principal)})

    return part


def permission(name: str, *, to: str) -> Part:
    """An application permission of Microsoft Graph, granted; by name for those worth the tenant, else by app role id."""
    role = next((one.id for one in app_permissions().values() if one.name == name), name)

    def part(draft: Draft) -> None:
        if not draft.has("servicePrincipals", ident(to)):
            service_principal(to)(draft)
        if not draft.has("servicePrincipals", ident("Microsoft Graph")):
            service_principal("Microsoft Graph", appId=GRAPH_APP_ID, appOwnerOrganizationId=MICROSOFT)(draft)
        draft.add(
            "appRoleAssignments", id=ident(f"{name} to {to}"), appRoleId=role, principalId=ident(to), principalType="ServicePrincipal",
            resourceId=ident("Microsoft Graph"),
        )  # fmt: skip

    return part
