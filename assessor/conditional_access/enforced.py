"""The port of the privilege graph: which gates really guard an activation that asks for an authentication context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from assessor.conditional_access.decide import ConditionalAccess
from assessor.conditional_access.fit import NOTHING, Fit, Trit, all_of
from assessor.conditional_access.people import People
from assessor.conditional_access.policy import Policy
from assessor.conditional_access.signin import Context, Who
from assessor.model.words import Gate

if TYPE_CHECKING:
    from collections.abc import Callable

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
    found = enforcement(access, principal_id, context)
    if found.falls_back:
        return frozenset({Gate.MFA})
    return frozenset({Gate.AUTH_CONTEXT}) if found.holds.value else frozenset()


@dataclass(frozen=True, slots=True)
class Enforcement:
    """Whether an authentication context guards somebody."""

    holds: Trit
    """An enabled policy on the context means this person and asks for something."""
    naming: tuple[Policy, ...] = ()
    """Policies that name the context, on or off."""
    falls_back: bool = False
    """No policy names it, so PIM asks for MFA."""
    signs_in_anew: bool = False
    """An enabled policy on the context makes this person sign in every time: that asks for something as well, though not for MFA."""


def enforcement(access: ConditionalAccess, principal_id: str, context: str) -> Enforcement:
    """What an authentication context is worth for a person, or for everybody in a group."""
    if access.missing:
        return Enforcement(Trit.unknown(access.missing.name, access.missing.says))
    naming = tuple(policy for policy in access.policies if context.lower() in policy.resources.contexts)
    people = _people(access, principal_id)
    found = NOTHING
    for policy in naming:
        found |= _means(policy, people, context)
    full = (1 << people.count) - 1
    sure, maybe = people.count > 0 and found.yes == full, found.possible == full
    wants = tuple(dict.fromkeys(found.wants(full)))
    anew = any(policy.is_enforced.value and _every_time(policy) and policy.users(people).yes == full for policy in naming)
    return Enforcement(Trit(True) if sure else Trit(None, wants) if maybe and wants else Trit(False), naming, not naming, anew)


def _every_time(policy: Policy) -> bool:
    said = policy.session.get("signInFrequency")
    return isinstance(said, dict) and said.get("isEnabled") is True and str(said.get("frequencyInterval")).lower() == "everytime"


def _means(policy: Policy, people: People, context: str) -> Fit:
    """Whom a policy on the context means, if it is on and asks for something."""
    asked = policy.resources.fit((Context(kind="authContext", value=context),))
    sure = all_of((policy.is_enforced, policy.demand.asks, Trit(bool(asked.yes)), _unknown_conditions(policy)))
    if sure.value is False:
        return NOTHING
    found = policy.users(people)
    return found if sure.value else Fit(0, found.possible, tuple((found.possible, want) for want in sure.wants))


def _unknown_conditions(policy: Policy) -> Trit:
    says = f"{policy.label} has the condition {policy.strange[0]}, which this version does not know" if policy.strange else ""
    return Trit.unknown("conditionalAccessPolicies", says) if says else Trit(True)


def _people(access: ConditionalAccess, principal_id: str) -> People:
    directory = access.world.directory
    if not directory.is_group(principal_id.lower()):
        return access.people(Who(id=principal_id))
    inside = directory.members(principal_id, eligible=True)
    ids = sorted(one for one in inside.ids if not directory.is_group(one)) if not inside.wants else ()
    return People(directory, tuple(Who(id=one) for one in ids))
