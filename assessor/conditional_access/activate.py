"""An activation in PIM decided: the sign-in to the resource, and what PIM itself asks for.

Microsoft, pim-how-to-change-default-settings (2024-12) and groups-role-settings (2025-04): PIM demands the authentication context;
only where no policy at all names the context does it fall back to MFA. A policy that is off, reports only or leaves the person out
stops the fallback and enforces nothing. What an unpublished context does to a rule that exists is not documented [U].
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from assessor.conditional_access.decide import Answer, ConditionalAccess, Decision
from assessor.conditional_access.fit import Want
from assessor.conditional_access.signin import Context
from assessor.model import collections as c
from assessor.model.pim import PimPolicy, Policies
from assessor.model.result import Thing
from assessor.model.words import Kind

if TYPE_CHECKING:
    from assessor.conditional_access.signin import SignIn, Target

MFA = "OR(mfa)"
_ORDER = (Decision.BLOCKED, Decision.UNKNOWN, Decision.REQUIRES)


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation decided."""

    decision: Decision
    resource_leg: Decision
    context_leg: Decision
    context_requires: tuple[str, ...]
    fallback_mfa: bool
    unknown: tuple[Want, ...]
    resource: Answer
    context: Answer | None = None
    """What the policies on the authentication context say; None where PIM asks for none."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What PIM asks for."""

    decision: Decision
    requires: tuple[str, ...] = ()
    fallback: bool = False
    unknown: tuple[Want, ...] = ()
    answer: Answer | None = None


class Activations:
    """PIM's rules joined to the policies."""

    def __init__(self, access: ConditionalAccess, policies: Policies | None = None) -> None:
        """`policies` where somebody has them already."""
        self.access = access
        self.policies = policies or Policies(access.tenant)
        self._available = {row.id.lower(): row.is_available for row in access.tenant.rows(c.AUTHENTICATION_CONTEXTS)}

    def decide(self, target: Target, sign_in: SignIn) -> Activation:
        """What becomes of an activation."""
        resource = self.access.decide(sign_in)
        leg = self.leg(self.policy_of(target), sign_in, target)
        legs = {resource.decision, leg.decision}
        return Activation(
            decision=next((word for word in _ORDER if word in legs), Decision.ALLOWED), resource_leg=resource.decision, context_leg=leg.decision,
            context_requires=leg.requires, fallback_mfa=leg.fallback, unknown=tuple(dict.fromkeys((*resource.unknown, *leg.unknown))),
            resource=resource, context=leg.answer,
        )  # fmt: skip

    def policy_of(self, target: Target) -> PimPolicy | None:
        """The PIM policy that guards the target."""
        if target.group_id is not None:
            return self.policies.of_group(Thing(Kind.GROUP, target.group_id), target.access_id or "member")
        return self.policies.of_role(Thing(Kind.ROLE, self.access.world.directory.role_key(target.role_definition_id or "")))

    def leg(self, policy: PimPolicy | None, sign_in: SignIn, target: Target | None = None) -> Leg:
        """What the rule asks of this sign-in: the context, MFA, or nothing."""
        if policy is None:
            of = (target.group_id or target.role_definition_id) if target else "the target"
            return Leg(Decision.UNKNOWN, unknown=(Want(c.ROLE_MANAGEMENT_POLICIES.name, f"the PIM policy of {of}"),))
        if policy.context is None:
            return Leg(Decision.REQUIRES, (MFA,)) if policy.requires_mfa else Leg(Decision.ALLOWED)
        return self._with_switch(self.context_leg(policy.context, sign_in), policy.requires_mfa)

    def context_leg(self, context: str, sign_in: SignIn) -> Leg:
        """What the authentication context demands."""
        access = self.access
        if access.missing:
            return Leg(Decision.UNKNOWN, unknown=(Want(access.missing.name, access.missing.says),))
        if not self.names(context):
            return Leg(Decision.REQUIRES, (MFA,), fallback=True)
        answer = access.decide(replace_context(sign_in, Context(kind="authContext", value=context)))
        leg = Leg(answer.decision, answer.requires, unknown=answer.unknown, answer=answer)
        if self.is_unpublished(context) and answer.decision is not Decision.ALLOWED:
            says = f"what the authentication context {context} does, which is not published: Microsoft does not say"
            return replace(leg, decision=Decision.UNKNOWN, requires=(), unknown=(*leg.unknown, Want(c.AUTHENTICATION_CONTEXTS.name, says)))
        return leg

    def is_unpublished(self, context: str) -> bool:
        """Whether the snapshot says that the context is not published."""
        return self._available.get(context.lower()) is False

    def names(self, context: str) -> bool:
        """Whether any policy names the context, on or off."""
        return any(context.lower() in policy.resources.contexts for policy in self.access.policies)

    def _with_switch(self, leg: Leg, mfa: bool) -> Leg:
        """The rule's own switch for MFA beside a context: Microsoft refuses both together; where both stand, both are asked."""
        if not mfa or leg.decision not in (Decision.ALLOWED, Decision.REQUIRES):
            return leg
        return replace(leg, decision=Decision.REQUIRES, requires=tuple(sorted({*leg.requires, MFA})))


def replace_context(sign_in: SignIn, context: Context) -> SignIn:
    """The same sign-in asking for something else."""
    return msgspec.structs.replace(sign_in, context=context)
