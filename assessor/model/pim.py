"""PIM policies as the checks read them: which one guards what, and what it asks for.

Rules by id: Microsoft, "Rules in PIM" (identity-governance-pim-rules-overview); approvers: pim-how-to-change-default-settings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.model import collections as c
from assessor.model.holdings import role_key
from assessor.model.result import Evidence, Thing
from assessor.model.tenant import Tenant, known
from assessor.model.words import Gate, Kind

if TYPE_CHECKING:
    from assessor.model.memberships import Access
    from assessor.model.rows import Approver, PolicyRule, RoleManagementPolicy, RoleManagementPolicyAssignment

_DURATION = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$")
_HOURS = (365 * 24, 30 * 24, 7 * 24, 24, 1, 1 / 60, 1 / 3600)


def hours(duration: str | None) -> float | None:
    """An ISO 8601 duration in hours (P1D is 24, a year 365 days); None where it is none."""
    match = _DURATION.match((duration or "").upper())
    parts = match.groups() if match else ()
    return sum(float(value) * unit for value, unit in zip(parts, _HOURS, strict=False) if value) if any(parts) else None


@dataclass(frozen=True, eq=False)
class PimPolicy:
    """One policy and what it guards."""

    row: RoleManagementPolicy
    guards: Thing
    """The role, or the group."""
    access: Access | None
    """member or owner for a group's policy, None for a role's."""

    @cached_property
    def rules(self) -> dict[str, PolicyRule]:
        """By id, in lower case."""
        return {rule.id.lower(): rule for rule in known(self.row.rules, [])}

    def rule(self, rule_id: str) -> PolicyRule | None:
        """A rule by Microsoft's id."""
        return self.rules.get(rule_id.lower())

    @property
    def thing(self) -> Thing:
        """The policy as the subject of a finding."""
        of = f"{self.access} policy of {self.guards.label}" if self.access else f"policy of {self.guards.label}"
        return Thing(Kind.PIM_POLICY, self.row.id, of)

    def evidence(self, rule_id: str, observed: str) -> Evidence:
        """A rule of it as evidence."""
        return Evidence(c.ROLE_MANAGEMENT_POLICIES.name, self.row.id, f"{rule_id}: {observed}")

    # ---- on activation ----

    @cached_property
    def asked_on_activation(self) -> frozenset[str]:
        """multifactorauthentication, justification, ticketing: in lower case."""
        return _enabled(self.rule("Enablement_EndUser_Assignment"))

    @property
    def requires_mfa(self) -> bool:
        """Whether the policy itself asks for MFA (an authentication context replaces that switch)."""
        return "multifactorauthentication" in self.asked_on_activation

    @property
    def requires_justification(self) -> bool:
        """Whether an activation has to be justified."""
        return "justification" in self.asked_on_activation

    @property
    def context(self) -> str | None:
        """The authentication context that an activation asks for, such as c1."""
        rule = self.rule("AuthenticationContext_EndUser_Assignment")
        return (rule.claim_value or None) if rule and rule.is_enabled else None

    @property
    def requires_approval(self) -> bool:
        """Whether somebody has to approve an activation."""
        rule = self.rule("Approval_EndUser_Assignment")
        return bool(rule and rule.setting and rule.setting.is_approval_required)

    @property
    def approvers(self) -> tuple[Approver, ...]:
        """Primary approvers of all stages; empty means the default ones (roles) or nobody (groups)."""
        rule = self.rule("Approval_EndUser_Assignment")
        stages = (rule.setting.approval_stages or []) if rule and rule.setting else []
        return tuple(approver for stage in stages for approver in stage.primary_approvers or [])

    @property
    def activation_hours(self) -> float | None:
        """The longest activation; None where the rule is not there."""
        rule = self.rule("Expiration_EndUser_Assignment")
        return hours(rule.maximum_duration) if rule else None

    @property
    def gates(self) -> frozenset[Gate]:
        """What an activation has to pass; `auth_context` is added by whoever knows that it is enforced."""
        asked = {
            Gate.ACTIVATION: True,
            Gate.APPROVAL: self.requires_approval,
            Gate.MFA: self.requires_mfa,
            Gate.JUSTIFICATION: self.requires_justification,
            Gate.TICKET: "ticketing" in self.asked_on_activation,
        }
        return frozenset(gate for gate, is_asked in asked.items() if is_asked)

    # ---- on assignment ----

    @property
    def allows_permanent_active(self) -> bool | None:
        """Whether an active assignment may have no end; None where the rule is not there."""
        return _permanent(self.rule("Expiration_Admin_Assignment"))

    @property
    def allows_permanent_eligible(self) -> bool | None:
        """Whether an eligible assignment may have no end; None where the rule is not there."""
        return _permanent(self.rule("Expiration_Admin_Eligibility"))

    @cached_property
    def asked_on_assignment(self) -> frozenset[str]:
        """What an active assignment asks for, in lower case."""
        return _enabled(self.rule("Enablement_Admin_Assignment"))


class Policies:
    """All PIM policies by what they guard."""

    def __init__(self, tenant: Tenant) -> None:
        """Join policies and their assignments; raises nothing where they are missing."""
        self.tenant = tenant
        self._rows = {row.id.lower(): row for row in tenant.rows(c.ROLE_MANAGEMENT_POLICIES)}
        self._roles: dict[str, RoleManagementPolicy] = {}
        self._groups: dict[tuple[str, str], RoleManagementPolicy] = {}
        for row in sorted(tenant.rows(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS), key=_legacy_first):
            self._place(row)

    def _place(self, row: RoleManagementPolicyAssignment) -> None:
        policy = self._rows.get(row.policy_id.lower())
        if policy is None or not row.role_definition_id:
            return
        if (row.scope_type or "").lower() == "group":
            self._groups[(row.scope_id or "").lower(), row.role_definition_id.lower()] = policy
        else:
            self._roles[role_key(self.tenant, row.role_definition_id)] = policy

    @property
    def role_ids(self) -> tuple[str, ...]:
        """Template ids (custom: own ids) of the roles whose policy is there."""
        return tuple(sorted(self._roles))

    @property
    def group_ids(self) -> tuple[tuple[str, Access], ...]:
        """Groups whose policy is there, by id in lower case, and what of them it guards."""
        return tuple(sorted((group, access) for group, access in self._groups if access in ("member", "owner")))  # type: ignore[misc]  # just asked

    def of_role(self, role: Thing) -> PimPolicy | None:
        """The policy of a role; None where the snapshot does not hold it."""
        row = self._roles.get(role.id.lower())
        return PimPolicy(row, role, None) if row else None

    def of_group(self, group: Thing, access: Access) -> PimPolicy | None:
        """The member or owner policy of a group; a group without one is not onboarded, or it was not read."""
        row = self._groups.get((group.id.lower(), access))
        return PimPolicy(row, group, access) if row else None


def _legacy_first(row: RoleManagementPolicyAssignment) -> tuple[bool, str]:
    # rows of scopeType Directory are legacy: one of DirectoryRole for the same role wins because it comes later
    return (row.scope_type or "").lower() != "directory", row.id


def _enabled(rule: PolicyRule | None) -> frozenset[str]:
    return frozenset(one.lower() for one in (rule.enabled_rules or [])) if rule else frozenset()


def _permanent(rule: PolicyRule | None) -> bool | None:
    return None if rule is None or rule.is_expiration_required is None else not rule.is_expiration_required
