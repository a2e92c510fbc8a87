"""The full lists of an assessment: assignments of roles, policies of PIM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.listing import PimPolicyUse, RoleHeld
from assessor.model.words import Kind

if TYPE_CHECKING:
    from assessor.checkkit.study import Study
    from assessor.model.holdings import Holding
    from assessor.model.pim import PimPolicy
    from assessor.model.result import Thing
    from assessor.model.rows import Approver


def roles_held(study: Study) -> tuple[RoleHeld, ...]:
    """Every assignment in force, eligible ones too; roles of tier 0 first, then privileged ones."""
    rows = [_held(study, one) for one in study.holdings]
    return tuple(sorted(rows, key=lambda one: (not one.tier0, not one.privileged, *_named(one.role), *_named(one.principal), one.scope, one.state)))


def _held(study: Study, one: Holding) -> RoleHeld:
    role = study.roles.get(one.role_id)
    return RoleHeld(
        principal=study.tenant.principal(one.principal_id),
        role=role.thing,
        privileged=role.privileged,
        tier0=role.tier0,
        scope=one.scope,
        where=study.tenant.scope_in_words(one.scope),
        state=one.state,
        start=one.start,
        end=one.end,
        outside_pim=one.outside_pim,
        break_glass=one.principal_id in study.break_glass_ids,
        evidence=one.evidence,
    )


def pim_policies(study: Study) -> tuple[PimPolicyUse, ...]:
    """What an activation of each role, and of each group that PIM manages, has to pass."""
    roles = [study.policies.of_role(study.roles.get(one).thing) for one in study.policies.role_ids]
    groups = [study.policies.of_group(study.tenant.principal(group), access) for group, access in study.policies.group_ids]
    rows = [_policy(study, one) for one in (*roles, *groups) if one]
    return tuple(sorted(rows, key=lambda one: (one.access != "", not one.tier0, not one.privileged, *_named(one.guards), one.access)))


def _policy(study: Study, policy: PimPolicy) -> PimPolicyUse:
    role = study.roles.get(policy.guards.id) if policy.guards.kind is Kind.ROLE else None
    told = policy.rule("Enablement_EndUser_Assignment") is not None
    return PimPolicyUse(
        policy=policy.thing,
        guards=policy.guards,
        access=policy.access or "",
        privileged=role.privileged if role else None,
        tier0=bool(role and role.tier0),
        mfa=policy.requires_mfa if told else None,
        context=policy.context,
        approval=policy.requires_approval if policy.rule("Approval_EndUser_Assignment") else None,
        approvers=tuple(thing for one in policy.approvers if (thing := _approver(study, one))),
        justification=policy.requires_justification if told else None,
        ticket="ticketing" in policy.asked_on_activation if told else None,
        hours=policy.activation_hours,
        permanent_active=policy.allows_permanent_active,
        permanent_eligible=policy.allows_permanent_eligible,
    )


def _approver(study: Study, one: Approver) -> Thing | None:
    key = one.user_id or one.group_id or one.id
    return study.tenant.principal(key) if key else None


def _named(thing: Thing) -> tuple[str, str]:
    return (thing.name or "").lower(), thing.id
