"""Role definitions, assignments of roles and memberships of PIM groups."""

from __future__ import annotations

from pathlib import Path

from generator.export import Export
from generator.ids import uid
from generator.people import members, owners

_TABLE = [line.split("\t") for line in Path(__file__).with_name("builtin_roles.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
ROLE = {name: key for key, _, name in _TABLE}
PRIVILEGED = [name for _, label, name in _TABLE if label == "privileged"]
GA = "Global Administrator"


def definitions(export: Export) -> None:
    """All built-in roles."""
    for key, label, name in _TABLE:
        export.add(
            "roleDefinitions",
            {
                "id": key,
                "templateId": key,
                "displayName": name,
                "isBuiltIn": True,
                "isEnabled": True,
                "isPrivileged": label == "privileged",
                "resourceScopes": ["/"],
                "version": "1",
            },
        )


def custom_role(export: Export, handle: str, name: str, *actions: str, privileged: bool = False) -> str:
    """A role that the tenant made itself; the id."""
    key = uid("role", export.tenant_id, handle)
    return export.add(
        "roleDefinitions",
        {
            "id": key,
            "templateId": key,
            "displayName": name,
            "isBuiltIn": False,
            "isEnabled": True,
            "isPrivileged": privileged,
            "resourceScopes": ["/"],
            "version": None,
            "rolePermissions": [{"allowedResourceActions": list(actions), "condition": None}],
        },
    )


def _directory_role(export: Export, role: str) -> str:
    """The tenant's own object of a built-in role that is in use."""
    key = uid("directoryRole", export.tenant_id, role)
    if not any(row["id"] == key for row in export.rows["directoryRoles"]):
        name = next(name for name, one in ROLE.items() if one == role)
        export.add("directoryRoles", {"id": key, "deletedDateTime": None, "description": None, "displayName": name, "roleTemplateId": role})
    return key


def over(unit_id: str) -> str:
    """The scope of an administrative unit."""
    return f"/administrativeUnits/{unit_id}"


def holds(
    export: Export,
    principal: str,
    role: str,
    *,
    scope: str = "/",
    start: str,
    end: str | None = None,
    kind: str = "Assigned",
    in_pim: bool = True,
) -> None:
    """An active assignment, as all three endpoints show it. `kind` Activated: from an eligibility, at the moment."""
    role_id = ROLE.get(role, role)
    key = uid("assignment", export.tenant_id, principal, role_id, scope)
    export.add("roleAssignments", {"id": key, "principalId": principal, "directoryScopeId": scope, "roleDefinitionId": role_id})
    if in_pim:
        export.add(
            "roleAssignmentScheduleInstances",
            {
                "id": f"{key}-1",
                "principalId": principal,
                "roleDefinitionId": role_id,
                "directoryScopeId": scope,
                "appScopeId": None,
                "startDateTime": start,
                "endDateTime": end,
                "assignmentType": kind,
                "memberType": "Direct",
                "roleAssignmentOriginId": key,
                "roleAssignmentScheduleId": uid("schedule", key),
            },
        )
    if role in ROLE:
        directory_role = _directory_role(export, role_id)
        if scope.startswith("/administrativeUnits/") and any(row["id"] == scope.rsplit("/", 1)[1] for row in export.rows["administrativeUnits"]):
            _scoped_member(export, scope.rsplit("/", 1)[1], directory_role, principal)


def _scoped_member(export: Export, unit_id: str, directory_role: str, principal: str) -> None:
    people = export.rows["users"] + export.rows["groups"] + export.rows["servicePrincipals"]
    row = next(row for row in people if row["id"] == principal)
    export.add(
        "administrativeUnitScopedRoleMembers",
        {
            "id": uid("scoped", unit_id, directory_role, principal),
            "roleId": directory_role,
            "administrativeUnitId": unit_id,
            "roleMemberInfo": {"id": principal, "displayName": row["displayName"]},
        },
    )


def may_hold(export: Export, principal: str, role: str, *, scope: str = "/", start: str, end: str | None = None) -> None:
    """An eligible assignment."""
    role_id = ROLE.get(role, role)
    key = uid("eligibility", export.tenant_id, principal, role_id, scope)
    export.add(
        "roleEligibilityScheduleInstances",
        {
            "id": f"{key}-1",
            "principalId": principal,
            "roleDefinitionId": role_id,
            "directoryScopeId": scope,
            "appScopeId": None,
            "startDateTime": start,
            "endDateTime": end,
            "memberType": "Direct",
            "roleEligibilityScheduleId": uid("schedule", key),
        },
    )


def onboard(export: Export, group_id: str) -> None:
    """Bring a group under PIM for Groups."""
    export.add("pimGroups", {"id": group_id})


def belongs(
    export: Export,
    group_id: str,
    principal: str,
    *,
    access: str = "member",
    start: str,
    end: str | None = None,
    kind: str = "assigned",
) -> None:
    """An active member or owner of a PIM group, as the group and PIM show it."""
    (members if access == "member" else owners)(export, group_id, principal)
    export.add(
        "groupAssignmentScheduleInstances",
        {
            "id": f"{group_id}_{access}_{uid('belongs', group_id, principal, access)}",
            "groupId": group_id,
            "principalId": principal,
            "accessId": access,
            "memberType": "direct",
            "assignmentType": kind,
            "startDateTime": start,
            "endDateTime": end,
            "assignmentScheduleId": f"{group_id}_{access}_{uid('schedule', group_id, principal, access)}",
        },
    )


def may_belong(export: Export, group_id: str, principal: str, *, access: str = "member", start: str, end: str | None = None) -> None:
    """An eligible member or owner of a PIM group; a nested group is a direct member itself."""
    export.add(
        "groupEligibilityScheduleInstances",
        {
            "id": f"{group_id}_{access}_{uid('may belong', group_id, principal, access)}",
            "groupId": group_id,
            "principalId": principal,
            "accessId": access,
            "memberType": "direct",
            "startDateTime": start,
            "endDateTime": end,
            "eligibilityScheduleId": f"{group_id}_{access}_{uid('eligible schedule', group_id, principal, access)}",
        },
    )


def mark_admins(export: Export) -> None:
    """`isAdmin` of the registration details: who holds a role at the moment, directly or through a group."""
    holders = {row["principalId"] for row in export.rows["roleAssignments"]}
    holders |= {row["id"] for row in export.rows["groupMembers"] if row["groupId"] in holders}
    for row in export.rows["userRegistrationDetails"]:
        row["isAdmin"] = row["id"] in holders
