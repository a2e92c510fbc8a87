"""Built-in roles, what they may do to others, and who resets whose password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.reference.refresh.sources import Made, SourceError, document
from assessor.reference.roles import GLOBAL_ADMINISTRATOR, TIER0

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_ORDER = (
    "reset_password", "set_methods", "add_member", "add_member_security", "add_member_unified", "edit_rule", "edit_rule_security", "write_attributes",
    "add_app_secret", "add_sp_secret", "own_app", "own_sp", "assign_role", "federate", "sync",
)  # fmt: skip
_INSIDE = {"own_app": "add_app_secret", "own_sp": "add_sp_secret"}
"""A power that says nothing new beside the other."""


def builtin_roles(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From a list of objects with templateId, displayName, isPrivileged, assignableAtAuScope and status. Descriptions are not taken."""
    listed = [one for file in files for one in document(file)]
    try:
        found = [_role(one) for one in listed]
    except (KeyError, TypeError) as error:
        raise SourceError(files[0], f"has a role without {error}", "see the first lines of the module for what is read") from error
    return Made({**old, "roles": sorted(found, key=lambda one: str(one["templateId"]))})


def _role(role: dict[str, Any]) -> dict[str, Any]:
    template = role["templateId"].lower()
    return {
        "templateId": template, "name": role["displayName"], "privileged": role["isPrivileged"], "unitAssignable": role["assignableAtAuScope"],
        "status": role["status"], "tier0": template in TIER0,
    }  # fmt: skip


def role_powers(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From role definitions with their resource actions: RoleId, RoleName and RolePermissions, or Graph's id, displayName and rolePermissions.

    Which action gives which power is the table's own, and so are the powers that no action shows (`byDescription`).
    """
    powers = {action.lower(): power for action, power in old["actions"].items()}
    found: dict[str, dict[str, Any]] = {}
    for role in (one for file in files for one in _definitions(document(file))):
        key = str(role.get("RoleId") or role.get("templateId") or role.get("id")).lower()
        given = {powers[action] for action in _actions(role) if action in powers} | set(old["byDescription"].get(key, ()))
        kept = [one for one in _ORDER if one in given and _INSIDE.get(one) not in given]
        if kept and key != GLOBAL_ADMINISTRATOR:
            found[key] = {"templateId": key, "name": role.get("RoleName") or role.get("displayName"), "powers": kept}
    return Made({**old, "roles": [found[key] for key in sorted(found)]})


def _definitions(source: Any) -> Iterable[dict[str, Any]]:
    yield from source["value"] if isinstance(source, dict) and "value" in source else source


def _actions(role: dict[str, Any]) -> Iterable[str]:
    for one in role.get("RolePermissions") or ():
        yield str(one.get("AuthorizedResourceAction")).lower()
    for block in role.get("rolePermissions") or ():
        yield from (str(one).lower() for one in block.get("allowedResourceActions") or ())


def password_reset(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From the matrix `password_reset_matrix`: columns of roles that reset, rows of roles that are reset, both by template id."""
    source = document(files[0])
    matrix = source.get("password_reset_matrix", source)
    try:
        ids = {one["role"]: one["templateId"].lower() for one in matrix["columns"]}
        found = [_reset(row, ids) for row in matrix["rows"] if row["templateId"]]
        without = [ids[name] for row in matrix["rows"] if row["target"] == "@no_admin_role" for name in row["can_be_reset_by"]]
    except KeyError as error:
        raise SourceError(files[0], f"lacks {error}", "name a file with columns and rows of the table") from error
    beside = [one for one in old["withoutRole"] if one not in ids.values()]  # Microsoft tells it of partners in prose
    everybody = [*(one for one in without if one not in old["strongest"]), *beside]
    return Made({**old, "withoutRole": everybody, "rows": sorted(found, key=lambda one: str(one["target"]))})


def _reset(row: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {"target": row["templateId"].lower(), "name": row["target"], "by": [ids[one] for one in row["can_be_reset_by"]]}
