"""All that a check may import: `from assessor import checkkit as kit`."""

from typing import Any

from assessor.checkkit.case import Case, Study, Undeclared
from assessor.checkkit.chains import Chain, policy_of
from assessor.checkkit.declare import Check, check
from assessor.checkkit.example import (
    Draft,
    Example,
    Part,
    activated,
    activated_member,
    answer,
    break_glass,
    custom_role,
    days,
    deleted,
    eligible,
    eligible_member,
    eligible_owner,
    engagement,
    gap,
    group,
    ident,
    outside_pim,
    owner,
    person,
    pim_group,
    plain_member,
    row,
    scope_privileged,
    service_principal,
    standing,
    standing_member,
    tenant,
    time_bound,
    time_bound_member,
    together,
    two_break_glass_accounts,
    unit,
    unit_member,
    unit_scope,
    without,
    without_pim,
)
from assessor.checkkit.example_access import access_policy, auth_context, on_phones
from assessor.checkkit.example_policies import group_policy, role_policy
from assessor.checkkit.questions import NeedsPerson
from assessor.conditional_access import Context, Decision, Enforcement, Outcome, PhoneProof, Property, SignIn, Want, Who
from assessor.conditional_access import Policy as AccessPolicy
from assessor.graph.steps import Step
from assessor.model import collections as collection
from assessor.model.collections import Collection
from assessor.model.engagement import ExceptionEntry, Thresholds
from assessor.model.holdings import Holding, State
from assessor.model.memberships import Access, Membership
from assessor.model.pim import PimPolicy, hours
from assessor.model.result import Edge, Evidence, Finding, Path, PrincipalPaths, Reach, Thing
from assessor.model.roles import Role
from assessor.model.rows import UNSET, PolicyRule, User
from assessor.model.table import Gap, Missing, Table, Unavailable
from assessor.model.tenant import Presence, known
from assessor.model.words import Confidence, Degree, Gate, Kind, PathClass, ReasonCode, Severity, Theme
from assessor.reference import as_of, builtin_role, pim_defaults, pim_plans, service_plan, tier0_roles
from assessor.reference.roles import (
    GLOBAL_ADMINISTRATOR,
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
)

ROLE_SCHEDULES = frozenset({collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES})
"""What PIM knows of roles."""

GROUP_SCHEDULES = frozenset({collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES})
"""What PIM knows of groups."""

WAYS = ROLE_SCHEDULES | GROUP_SCHEDULES | {collection.GROUP_MEMBERS}
"""What a way to a role rests on, ownership and policies left out: add GROUP_OWNERS for class `control`, POLICIES for gates."""

POLICIES: frozenset[Collection[Any]] = frozenset({collection.ROLE_MANAGEMENT_POLICIES, collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS})
"""PIM's policies and what they guard."""

__all__ = [
    "GLOBAL_ADMINISTRATOR", "GROUP_SCHEDULES", "POLICIES", "PRIVILEGED_AUTHENTICATION_ADMINISTRATOR", "PRIVILEGED_ROLE_ADMINISTRATOR", "ROLE_SCHEDULES",
    "UNSET", "WAYS", "Access", "AccessPolicy", "Case", "Chain", "Check", "Collection", "Confidence", "Context", "Decision", "Degree", "Draft", "Edge",
    "Enforcement", "Evidence", "Example", "ExceptionEntry", "Finding", "Gap", "Gate", "Holding", "Kind", "Membership", "Missing", "NeedsPerson", "Outcome",
    "Part", "Path", "PathClass", "PhoneProof", "PimPolicy", "PolicyRule", "Presence", "PrincipalPaths", "Property", "Reach", "ReasonCode", "Role", "Severity",
    "SignIn", "State", "Step", "Study", "Table", "Theme", "Thing", "Thresholds", "Unavailable", "Undeclared", "User", "Want", "Who", "access_policy",
    "activated", "activated_member", "answer", "as_of", "auth_context", "break_glass", "builtin_role", "check", "collection", "custom_role", "days", "deleted",
    "eligible", "eligible_member", "eligible_owner", "engagement", "gap", "group", "group_policy", "hours", "ident", "known", "on_phones", "outside_pim",
    "owner", "person", "pim_defaults", "pim_group", "pim_plans", "plain_member", "policy_of", "role_policy", "row", "scope_privileged", "service_plan",
    "service_principal", "standing", "standing_member", "tenant", "tier0_roles", "time_bound", "time_bound_member", "together", "two_break_glass_accounts",
    "unit", "unit_member", "unit_scope", "without", "without_pim",
]  # fmt: skip
