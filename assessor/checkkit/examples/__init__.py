"""Small tenants for examples, put together from parts: the room's face."""

from assessor.checkkit.examples.access import access_policy, auth_context, on_phones, security_defaults
from assessor.checkkit.examples.apps import app_owner, application, permission, secret, sp_owner
from assessor.checkkit.examples.draft import Draft, Example, Part, days, gap, ident, row, scope_privileged, tenant, together, unselected, without, without_pim
from assessor.checkkit.examples.engagement import answer, break_glass, engagement, setting, two_break_glass_accounts
from assessor.checkkit.examples.groups import (
    activated_member,
    eligible_member,
    eligible_owner,
    owner,
    pim_group,
    plain_member,
    standing_member,
    time_bound_member,
)
from assessor.checkkit.examples.people import deleted, group, person, service_principal
from assessor.checkkit.examples.policies import group_policy, role_policy, without_rule
from assessor.checkkit.examples.roles import activated, custom_role, eligible, outside_pim, standing, time_bound
from assessor.checkkit.examples.units import unit, unit_member, unit_scope

__all__ = [
    "Draft", "Example", "Part", "access_policy", "activated", "activated_member", "answer", "app_owner", "application", "auth_context", "break_glass",
    "custom_role", "days", "deleted", "eligible", "eligible_member", "eligible_owner", "engagement", "gap", "group", "group_policy", "ident", "on_phones",
    "outside_pim", "owner", "permission", "person", "pim_group", "plain_member", "role_policy", "row", "scope_privileged", "secret", "security_defaults",
    "service_principal", "setting", "sp_owner", "standing", "standing_member", "tenant", "time_bound", "time_bound_member", "together",
    "two_break_glass_accounts", "unit", "unit_member", "unit_scope", "unselected", "without", "without_pim", "without_rule",
]  # fmt: skip
