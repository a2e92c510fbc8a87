"""The port of the privilege graph: which gates really guard an activation that asks for an authentication context."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from assessor.conditional_access.decide import ConditionalAccess
from assessor.conditional_access.people import People
from assessor.conditional_access.signin import Context, Who
from assessor.model.words import Gate

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.conditional_access.policy import Policy

Gates: TypeAlias = frozenset[Gate]


def enforced_context(access: ConditionalAccess) -> Callable[[str, str], Gates]:
    """(principal id, context) → the gates that hold: `auth_context` where an enabled policy on the context means this person and asks for
    something, `mfa` where no policy names the context, nothing where neither is certain. A group's activation is its members'.
    """
    known: dict[tuple[str, str], Gates] = {}

    def gates(principal_id: str, context: str) -> Gates:
        key = (principal_id.lower(), context.lower())
        if key not in known:
            known[key] = _gates(access, *key)
        return known[key]

    return gates


def _gates(access: ConditionalAccess, principal_id: str, context: str) -> Gates:
    if access.missing:
        return frozenset()
    naming = [policy for policy in access.policies if context in policy.resources.contexts]
    if not naming:
        return frozenset({Gate.MFA})
    people = _people(access, principal_id)
    enforcing = [policy for policy in naming if _enforces(policy, context)]
    covered = 0
    for policy in enforcing:
        covered |= policy.users(people).yes
    return frozenset({Gate.AUTH_CONTEXT}) if people.count and covered == (1 << people.count) - 1 else frozenset()


def _enforces(policy: Policy, context: str) -> bool:
    asked = policy.resources.fit((Context(kind="authContext", value=context),))
    return bool(policy.is_enforced.value and policy.demand.asks.value and asked.yes and not policy.strange)


def _people(access: ConditionalAccess, principal_id: str) -> People:
    directory = access.world.directory
    if not directory.is_group(principal_id):
        return access.people(Who(id=principal_id))
    inside = directory.members(principal_id, eligible=True)
    ids = sorted(one for one in inside.ids if not directory.is_group(one)) if not inside.wants else ()
    return People(directory, tuple(Who(id=one) for one in ids))
