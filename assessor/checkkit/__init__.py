"""All that a check may import: `from assessor import checkkit as kit`."""

from typing import Any

from assessor.checkkit import powershell
from assessor.checkkit.case import Case, Undeclared
from assessor.checkkit.chains import Chain, policy_of
from assessor.checkkit.declare import Check, check
from assessor.checkkit.examples import (
    Draft,
    Example,
    Part,
    access_policy,
    activated,
    activated_member,
    answer,
    app_owner,
    application,
    auth_context,
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
    group_policy,
    ident,
    on_phones,
    outside_pim,
    owner,
    permission,
    person,
    pim_group,
    plain_member,
    role_policy,
    row,
    scope_privileged,
    secret,
    security_defaults,
    service_principal,
    sp_owner,
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
from assessor.checkkit.questions import NeedsPerson
from assessor.checkkit.remedy import AS_OF, Job, Note, Remedy
from assessor.checkkit.study import Study
from assessor.conditional_access import (
    ANY_GUEST,
    ANY_MEMBER,
    OTHER_APP,
    Context,
    Decision,
    Directory,
    Enforcement,
    Found,
    Outcome,
    PhoneProof,
    Property,
    Risks,
    SignIn,
    Space,
    Survey,
    Trit,
    Want,
    Who,
    spared,
)
from assessor.conditional_access import Gap as SignInGap
from assessor.conditional_access import Policy as AccessPolicy
from assessor.graph.removal import Removal
from assessor.graph.steps import Step
from assessor.model import collections as collection
from assessor.model.collections import Collection
from assessor.model.engagement import ExceptionEntry, Thresholds
from assessor.model.holdings import Holding, State
from assessor.model.memberships import Access, Membership
from assessor.model.pim import PimPolicy, hours
from assessor.model.plan import Effort, OperatorNote, Script
from assessor.model.result import Edge, Evidence, Finding, Path, PrincipalPaths, Reach, Result, Thing
from assessor.model.roles import Role
from assessor.model.rows import UNSET, PolicyRule, User
from assessor.model.table import Gap, Missing, Table, Unavailable
from assessor.model.tenant import Presence, known
from assessor.model.words import Confidence, Degree, Gate, Kind, PathClass, ReasonCode, Severity, Theme, Verdict
from assessor.reference import app_groups, as_of, builtin_role, pim_defaults, pim_plans, privileged_apps, service_plan, tier0_roles
from assessor.reference.powers import AppPermission, app_permissions
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
    "ANY_GUEST", "ANY_MEMBER", "GLOBAL_ADMINISTRATOR", "GROUP_SCHEDULES", "OTHER_APP", "POLICIES", "PRIVILEGED_AUTHENTICATION_ADMINISTRATOR",
    "PRIVILEGED_ROLE_ADMINISTRATOR", "ROLE_SCHEDULES", "UNSET", "WAYS", "Access", "AccessPolicy", "AppPermission", "Case", "Chain", "Check", "Collection",
    "Confidence", "Context", "Decision", "Degree", "Directory", "Draft", "Edge", "Enforcement", "Evidence", "Example", "ExceptionEntry", "Finding", "Found",
    "Gap", "Gate", "Holding", "Kind", "Membership", "Missing", "NeedsPerson", "Outcome", "Part", "Path", "PathClass", "PhoneProof", "PimPolicy", "PolicyRule",
    "Presence", "PrincipalPaths", "Property", "Reach", "ReasonCode", "Risks", "Role", "Severity", "SignIn", "SignInGap", "Space", "State", "Step", "Study",
    "Survey", "Table", "Theme", "Thing", "Thresholds", "Trit", "Unavailable", "Undeclared", "User", "Want", "Who", "access_policy", "activated",
    "activated_member", "answer", "app_groups", "app_owner", "app_permissions", "application", "as_of", "auth_context", "break_glass", "builtin_role",
    "check", "collection", "custom_role", "days", "deleted", "eligible", "eligible_member", "eligible_owner", "engagement", "gap", "group", "group_policy",
    "hours", "ident", "known", "on_phones", "outside_pim", "owner", "permission", "person", "pim_defaults", "pim_group", "pim_plans", "plain_member",
    "policy_of", "privileged_apps", "role_policy", "row", "scope_privileged", "secret", "security_defaults", "service_plan", "service_principal", "sp_owner",
    "spared", "standing", "standing_member", "tenant", "tier0_roles", "time_bound", "time_bound_member", "together", "two_break_glass_accounts", "unit",
    "unit_member", "unit_scope", "without", "without_pim",
]  # fmt: skip
__all__ += ["AS_OF", "Effort", "Job", "Note", "OperatorNote", "Remedy", "Removal", "Result", "Script", "Verdict", "powershell"]  # how findings are mended
