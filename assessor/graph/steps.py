"""The edges of the privilege graph, each made from the rows that prove it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from assessor.model.holdings import Holding, State
from assessor.model.result import Edge, Thing, Void
from assessor.model.words import Gate, Kind

if TYPE_CHECKING:
    from assessor.model.memberships import Membership
    from assessor.model.pim import PimPolicy

ContextEnforced: TypeAlias = Callable[[str, str], frozenset[Gate]]
"""(principal id, context such as c1) → the gates that really guard an activation asking for it: `auth_context` where an enabled
policy enforces it for this person, `mfa` where PIM falls back to it, none where neither holds. Given by whoever evaluates
Conditional Access; the graph does not know how."""


def no_context(principal_id: str, context: str) -> frozenset[Gate]:  # noqa: ARG001  # the port's form
    """Without an evaluator a context is not known to be enforced, and what is not known guards nothing."""
    return frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """An edge with what the search has to know of it."""

    edge: Edge
    state: State
    is_control: bool = False
    """The holder has to change something first (add himself as a member …)."""
    voided: Void | None = None
    unguarded: bool = False
    """It has to be activated, and the policy that guards it is not in the snapshot: its gates are not all known."""
    between_activations: bool = False
    """Works only while the target has activated nothing: what it leads on to has to be activated, too."""

    @property
    def activations(self) -> int:
        """1 where the step has to be activated."""
        return int(Gate.ACTIVATION in self.edge.gates)


_ADVERB = {
    State.PERMANENT: "permanently",
    State.TIME_BOUND: "until a set date",
    State.ACTIVATED: "by a running activation",
    State.ACTIVE: "at the moment (whether for good is not known)",
}


def role_step(holding: Holding, holder: Thing, role: Thing, where: str, policy: PimPolicy | None, context: ContextEnforced) -> Step:
    """`HasRole` or `EligibleFor`: the assignment folded into the edge, guarded by the role's own policy."""
    eligible = holding.state is State.ELIGIBLE
    over = f" over {where}" if where else ""
    held = "is eligible for" if eligible else "holds"
    how = "" if eligible else f" {_ADVERB[holding.state]}"
    edge = Edge(
        kind="EligibleFor" if eligible else "HasRole",
        source=holder,
        target=role,
        gates=_gates(policy, holder, context) if eligible else frozenset(),
        scope=holding.scope,
        where=where,
        why=f"{holder.label} {held} {role.label}{how}{over}",
        evidence=(holding.evidence,),
        end=holding.end,
    )
    return Step(edge, holding.state, voided=_cannot_activate(holder) if eligible else None, unguarded=eligible and policy is None)


def group_step(membership: Membership, holder: Thing, group: Thing, policy: PimPolicy | None, context: ContextEnforced, void: Void | None) -> Step:
    """`MemberOf`, `EligibleMemberOf`, `OwnerOf`, `EligibleOwnerOf`: guarded by the group's member or owner policy."""
    eligible = membership.state is State.ELIGIBLE
    word = f"eligible {membership.access}" if eligible else membership.access
    how = "" if eligible else f" {_ADVERB[membership.state]}"
    owner = membership.access == "owner"
    edge = Edge(
        kind=f"{'Eligible' if eligible else ''}{'Owner' if owner else 'Member'}Of",
        source=holder,
        target=group,
        gates=_gates(policy, holder, context) if eligible else frozenset(),
        scope="/",
        why=f"{holder.label} is {'an' if word[0] in 'eo' else 'a'} {word} of {group.label}{how}{' and can add members' if owner else ''}",
        evidence=(membership.evidence,),
        end=membership.end,
    )
    voided = void or (_cannot_activate(holder) if eligible else None)
    return Step(edge, membership.state, is_control=owner, voided=voided, unguarded=eligible and policy is None)


def _gates(policy: PimPolicy | None, holder: Thing, context: ContextEnforced) -> frozenset[Gate]:
    if policy is None:
        return frozenset({Gate.ACTIVATION})
    enforced = context(holder.id, policy.context) if policy.context else frozenset()
    return policy.gates | enforced


def _cannot_activate(holder: Thing) -> Void | None:
    if holder.kind is not Kind.SERVICE_PRINCIPAL:
        return None
    return Void("service_principal", f"{holder.label} is no person: a service principal cannot activate anything")
