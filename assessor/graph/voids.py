"""What keeps an edge from leading anywhere. The voided edge stays, with its reason (guidance: void rules of the privilege graph)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.holdings import State
from assessor.model.result import Thing, Void
from assessor.model.tenant import Tenant, known
from assessor.model.words import Kind

if TYPE_CHECKING:
    from assessor.model.memberships import Membership


def void_of(tenant: Tenant, membership: Membership, holder: Thing, group: Thing) -> Void | None:
    """Why this membership or ownership gives nothing, or None."""
    row = tenant.groups.get(group.id.lower())
    if row is None:
        return None
    if holder.kind is Kind.GROUP and membership.access == "member" and membership.state is not State.ELIGIBLE and row.is_assignable_to_role is True:
        return Void("nested_in_role_assignable", f"{group.label} is role-assignable: a group inside it gives its members nothing")
    by_pim_or_owner = membership.access == "owner" or membership.state is State.ELIGIBLE
    if by_pim_or_owner and in_restricted_unit(tenant, group.id):
        return Void("restricted_unit", f"{group.label} lies in a restricted management unit: neither PIM nor an owner changes its members")
    if membership.access == "owner" and row.on_premises_sync_enabled is True:
        return Void("synced", f"{group.label} is synchronised: its members are changed on premises")
    if membership.access == "owner" and "dynamicmembership" in {one.lower() for one in known(row.group_types, [])}:
        return Void("dynamic", f"{group.label} fills itself by rule: an owner cannot add a member")
    return None


def in_restricted_unit(tenant: Tenant, object_id: str) -> bool:
    """Whether the object lies in a restricted management unit, by membership or by Graph's own flag."""
    key = object_id.lower()
    if any(unit.is_member_management_restricted is True for one in tenant.units_of.get(key, ()) if (unit := tenant.units.get(one))):
        return True
    row = tenant.groups.get(key) or tenant.users.get(key)
    return row is not None and row.is_management_restricted is True
