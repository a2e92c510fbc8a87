"""What an administrator can take away, and the tenant as it would be without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.holdings import role_key, scope_of
from assessor.model.table import Missing, Table
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assessor.graph.steps import Step
    from assessor.model.result import Edge, Thing
    from assessor.model.tenant import Tenant

_FAMILIES = {
    "HasRole": "role", "EligibleFor": "role", "MemberOf": "member", "EligibleMemberOf": "member", "OwnerOf": "owner", "EligibleOwnerOf": "owner",
}  # fmt: skip
COSTS = {"member": 1, "owner": 1, "application_owner": 1, "role": 1, "group_role": 2, "permission": 3}
"""What a removal costs: a group's role is missed by everybody in it, an application's permission by whatever runs on it."""


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing to take away: a role, a membership, an ownership or a permission, in every form in which it is held."""

    family: str
    """role, member, owner, application_owner, permission."""
    source: Thing
    target: Thing
    scope: str
    row: str | None = None
    """The assignment's id, for a permission."""

    @property
    def cost(self) -> int:
        """By `COSTS`."""
        return COSTS["group_role" if self.family == "role" and self.source.kind is Kind.GROUP else self.family]

    @property
    def key(self) -> tuple[str, ...]:
        """Two steps with one key go together."""
        return self.family, self.source.id.lower(), "" if self.row else self.target.id.lower(), "" if self.row else self.scope, self.row or ""

    @property
    def says(self) -> str:
        """What to do, in words."""
        words = {
            "role": "the role",
            "member": "membership of",
            "owner": "ownership of",
            "application_owner": "ownership of",
            "permission": "the permission that leads to",
        }
        return f"take {words[self.family]} {self.target.label} from {self.source.label}"


def removal_of(step: Step) -> Removal | None:
    """What removes a step; None for one that follows from something else (a reset by a role that somebody holds)."""
    edge = step.edge
    if family := _FAMILIES.get(edge.kind):
        return Removal(family, edge.source, edge.target, edge.scope or "/")
    if edge.source.kind is not Kind.ROLE and edge.kind == "AddSecret" and _owner(edge):
        return Removal("application_owner", edge.source, edge.target, "/")
    row = next((one.id for one in edge.evidence if one.collection == c.APP_ROLE_ASSIGNMENTS.name), None)
    return Removal("permission", edge.source, edge.target, "/", row) if row else None


def _owner(edge: Edge) -> bool:
    return any(one.collection in (c.APPLICATION_OWNERS.name, c.SERVICE_PRINCIPAL_OWNERS.name) for one in edge.evidence)


def without(tenant: Tenant, removals: Iterable[Removal]) -> Tenant:
    """The tenant with those rows gone from every list that tells of them."""
    keys = {one.key for one in removals}
    tables = dict(tenant.tables)
    for collection, key in _keys(tenant).items():
        table = tables.get(collection)
        if isinstance(table, Table) and not isinstance(table, Missing):
            tables[collection] = replace(table, rows=tuple(row for row in table.rows if key(row) not in keys))
    return replace(tenant, tables=tables)


def _keys(tenant: Tenant) -> dict[str, Callable[[Any], tuple[str, ...]]]:
    def role(row: Any) -> tuple[str, ...]:
        return "role", row.principal_id.lower(), role_key(tenant, row.role_definition_id), scope_of(row.directory_scope_id, row.app_scope_id), ""

    def scoped(row: Any) -> tuple[str, ...]:
        holder = row.role_member_info.id if row.role_member_info else ""
        templates = {one.id.lower(): (one.role_template_id or one.id).lower() for one in tenant.rows(c.DIRECTORY_ROLES)}
        return "role", (holder or "").lower(), templates.get(row.role_id.lower(), ""), f"/administrativeUnits/{row.administrative_unit_id.lower()}", ""

    def related(family: str, parent: str) -> Callable[[Any], tuple[str, ...]]:
        return lambda row: (family, row.id.lower(), (getattr(row, parent) or "").lower(), "/", "")

    def scheduled(row: Any) -> tuple[str, ...]:
        return (row.access_id or "member").lower(), row.principal_id.lower(), row.group_id.lower(), "/", ""

    return {
        c.ROLE_ASSIGNMENTS.name: role,
        c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES.name: role,
        c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES.name: role,
        c.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS.name: scoped,
        c.GROUP_MEMBERS.name: related("member", "group_id"),
        c.GROUP_OWNERS.name: related("owner", "group_id"),
        c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES.name: scheduled,
        c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES.name: scheduled,
        c.SERVICE_PRINCIPAL_OWNERS.name: related("application_owner", "service_principal_id"),
        c.APPLICATION_OWNERS.name: related("application_owner", "application_id"),
        c.APP_ROLE_ASSIGNMENTS.name: lambda row: ("permission", row.principal_id.lower(), "", "", row.id),
    }
