"""Principals by what a person types: an id, a user principal name, a display name."""

from typing import TYPE_CHECKING

from assessor.model.errors import UsageError
from assessor.model.tenant import known

if TYPE_CHECKING:
    from assessor.model.result import Thing
    from assessor.model.roles import Role, Roles
    from assessor.model.tenant import Tenant


def principal(tenant: "Tenant", option: str, said: str) -> "Thing":
    """The one principal of that id or name; `UsageError` where there is none, or more than one of a display name."""
    key = said.strip().lower()
    tables = (tenant.users, tenant.groups, tenant.service_principals)
    if any(key in table for table in tables):
        return tenant.principal(key)
    found = [one for one, user in tenant.users.items() if known(user.user_principal_name, "").lower() == key]
    found = found or [one for table in tables for one, row in table.items() if known(row.display_name, "").lower() == key]
    if not found:
        raise UsageError(f"{option} {said}", "nobody of that name or id in the snapshot matters to a role", "say an object id or a user principal name")
    if len(found) > 1:
        raise UsageError(f"{option} {said}", f"{len(found)} principals have that name", "say the object id of the one that is meant")
    return tenant.principal(found[0])


def role(roles: "Roles", option: str, said: str) -> "Role | None":
    """The one role of that name or id, None where there is none; `UsageError` where more than one has the name: a custom role may be called like ours."""
    found = roles.find(said)
    same = roles.named(said)
    if found and len(same) > 1:
        raise UsageError(f"{option} {said}", f"{len(same)} roles have that name", f"say which by its id: {', '.join(one.id for one in same)}")
    return found
