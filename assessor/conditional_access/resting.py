"""A tenant as it is when nobody has anything activated: an activation that happens to run is not standing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.model.rows import GroupScheduleInstance, RoleScheduleInstance
    from assessor.model.table import Table
    from assessor.model.tenant import Tenant


def at_rest(tenant: Tenant) -> Tenant:
    """The same tenant without its activations: neither PIM's rows nor what the flat lists show because of them."""
    roles = _activated_only(tenant.rows(c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES), _holding)
    members = _activated_only(tenant.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES), _membership)
    if not roles and not members:
        return tenant
    kept: dict[c.Collection[Any], Callable[[Any], bool]] = {
        c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES: lambda row: not _is_activated(row),
        c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES: lambda row: not _is_activated(row),
        c.ROLE_ASSIGNMENTS: lambda row: _key(row.principal_id, row.role_definition_id, row.directory_scope_id or "/") not in roles,
        c.GROUP_MEMBERS: lambda row: _key(row.id, row.group_id, "member") not in members,
    }
    tables = {collection.name: _filtered(tenant.table(collection), keeps) for collection, keeps in kept.items()}
    return replace(tenant, tables={**tenant.tables, **tables})


def _holding(row: RoleScheduleInstance) -> tuple[str, ...]:
    return row.principal_id, row.role_definition_id, row.directory_scope_id or "/"


def _membership(row: GroupScheduleInstance) -> tuple[str, ...]:
    return row.principal_id, row.group_id, row.access_id or "member"


def _activated_only(rows: tuple[Any, ...], key: Callable[[Any], tuple[str, ...]]) -> set[tuple[str, ...]]:
    """What is held by activation and not by assignment as well."""
    activated = {_key(*key(row)) for row in rows if _is_activated(row)}
    return activated - {_key(*key(row)) for row in rows if not _is_activated(row)}


def _key(*parts: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in parts)


def _is_activated(row: RoleScheduleInstance | GroupScheduleInstance) -> bool:
    return (row.assignment_type or "").lower() == "activated"


def _filtered(table: Table[Any] | Missing, keeps: Callable[[Any], bool]) -> Table[Any] | Missing:
    return table if isinstance(table, Missing) else replace(table, rows=tuple(row for row in table if keeps(row)))
