"""Groups that hold roles, and everybody inside them: what the checks of PIM for Groups and of delegated units have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from assessor import checkkit as kit

READS = kit.WAYS | {kit.collection.GROUPS}
"""What the groups that hold roles, and the people inside them, rest on."""

JIT = frozenset({kit.State.ELIGIBLE, kit.State.ACTIVATED})
"""Held by activating it: an activation that happens to run is no other thing than the eligibility behind it."""

Chain: TypeAlias = tuple[kit.Membership, ...]
"""Memberships from the holder's own to the one in the outermost group."""


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody who is, or can become, a member of a group, directly or through a group inside it."""

    thing: kit.Thing
    chain: Chain

    @property
    def activations(self) -> int:
        """How many memberships have to be activated."""
        return sum(one.state in JIT for one in self.chain)

    @property
    def is_standing(self) -> bool:
        """Permanently, or until a date, and without any activation."""
        return all(one.state.is_standing for one in self.chain)

    @property
    def is_known(self) -> bool:
        """Whether the snapshot tells how each membership is held."""
        return all(one.state is not kit.State.ACTIVE for one in self.chain)

    @property
    def rows(self) -> tuple[kit.Evidence, ...]:
        """The rows of its memberships."""
        return tuple(one.evidence for one in self.chain)


def everybody(case: kit.Case, group_id: str) -> tuple[Inside, ...]:
    """Everything inside a group, groups too, each once by its way with the fewest activations; cycle-safe.

    Memberships that give nothing are not followed: above all a group that is an active member of a role-assignable one.
    """
    found: dict[str, Inside] = {}
    for one in sorted(_walk(case, group_id.lower()), key=_rank):
        found.setdefault(one.thing.id.lower(), one)
    return tuple(found[key] for key in sorted(found))


def _rank(one: Inside) -> tuple[int, int, int]:
    # of an eligibility and its running activation the eligibility tells more
    return one.activations, len(one.chain), sum(link.state is kit.State.ACTIVATED for link in one.chain)


def _walk(case: kit.Case, group_id: str) -> Iterator[Inside]:
    waiting: list[tuple[str, Chain]] = [(group_id, ())]
    best: dict[str, int] = {}
    while waiting:
        current, chain = waiting.pop()
        cost = sum(one.state in JIT for one in chain)
        if best.get(current, cost + 1) <= cost:
            continue
        best[current] = cost
        for one in _members(case, current, chain):
            yield one
            if one.thing.kind is kit.Kind.GROUP:
                waiting.append((one.thing.id.lower(), one.chain))


def _members(case: kit.Case, group_id: str, chain: Chain) -> Iterator[Inside]:
    for one in case.members(group_id):
        if not case.is_deleted(one.principal_id) and case.void_of(one) is None:
            yield Inside(case.thing(one.principal_id, one.odata_type), (one, *chain))


def people(case: kit.Case, group_id: str) -> tuple[Inside, ...]:
    """The people inside, break-glass accounts left out; of whom nobody knows what it is, the case remembers."""
    inside = everybody(case, group_id)
    for one in inside:
        if one.thing.kind is kit.Kind.UNKNOWN:
            case.unknown(kit.collection.USERS, f"whether {one.thing.id}, a member of {case.thing(group_id).label}, is a person is not in the snapshot")
    return tuple(one for one in inside if one.thing.kind is kit.Kind.USER and not case.is_break_glass(one.thing))


def activates(case: kit.Case, one: kit.Membership) -> bool:
    """Whether somebody activates the membership or ownership; applications cannot, emergency accounts need not, and whoever is gone does not.

    Of whom nobody knows what it is, the case remembers.
    """
    holder = case.thing(one.principal_id, one.odata_type)
    if one.state not in JIT or case.is_break_glass(holder) or case.is_deleted(holder.id) or case.void_of(one):
        return False
    if holder.kind is kit.Kind.UNKNOWN:
        case.unknown(kit.collection.USERS, f"whether {holder.id}, who can activate {case.thing(one.group_id).label}, is a person is not in the snapshot")
    return holder.kind in (kit.Kind.USER, kit.Kind.GROUP)


def role_holders(case: kit.Case) -> Iterator[tuple[kit.Thing, tuple[kit.Holding, ...]]]:
    """Every group that holds roles or is eligible for them, but groups of break-glass accounts alone, with what it holds."""
    for group_id, holdings in case.role_holding_groups().items():
        if not _is_break_glass(case, group_id):
            yield case.thing(group_id), holdings


def _is_break_glass(case: kit.Case, group_id: str) -> bool:
    if any(one.id.lower() == group_id for one in case.resolved.break_glass_groups):
        return True
    inside = [one.thing for one in everybody(case, group_id) if one.thing.kind is not kit.Kind.GROUP]
    return bool(inside) and all(case.is_break_glass(one) for one in inside)


def active(holdings: Iterable[kit.Holding]) -> tuple[kit.Holding, ...]:
    """What a group holds without activating it; a group cannot activate, so whatever is not eligible stands."""
    return tuple(one for one in holdings if one.state is not kit.State.ELIGIBLE)


def strongest(holdings: Iterable[kit.Holding]) -> tuple[kit.Holding, ...]:
    """Each role and scope once, active rather than eligible."""
    found = {(one.role_id, one.scope): one for one in sorted(holdings, key=lambda one: one.state is not kit.State.ELIGIBLE)}
    return tuple(found[key] for key in sorted(found))


def names(case: kit.Case, holdings: Iterable[kit.Holding], most: int = 3) -> str:
    """The roles in words, so many of them by name; one that is not held over the whole tenant says so."""
    scopes: dict[str, set[str]] = {}
    for one in holdings:
        scopes.setdefault(case.role(one.role_id).name, set()).add(one.scope)
    every = [name if "/" in scopes[name] else f"{name} (scoped)" for name in sorted(scopes)]
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def rows(holdings: Iterable[kit.Holding]) -> tuple[kit.Evidence, ...]:
    """The rows of holdings."""
    return tuple(one.evidence for one in holdings)


def severity(case: kit.Case, holdings: Iterable[kit.Holding], lesser: kit.Severity) -> kit.Severity | None:
    """The check's own where a privileged role over the whole tenant is in play, a lesser one where none is."""
    roles = [case.role(one.role_id) for one in holdings if one.scope == "/"]
    return None if any(role.tier0 or role.privileged is not False for role in roles) else lesser


UNITS: frozenset[kit.Collection[Any]] = frozenset({kit.collection.ADMINISTRATIVE_UNITS, kit.collection.ADMINISTRATIVE_UNIT_MEMBERS})
"""What tells that a group lies in a restricted unit, where neither an owner nor an editor of groups changes its members."""


def confidence(case: kit.Case) -> kit.Confidence:
    """How sure it is that whoever owns or edits a group changes its members: likely, where the units were not read."""
    return kit.Confidence.LIKELY if any(case.missing(one) for one in UNITS) else kit.Confidence.CERTAIN


def is_external(case: kit.Case, thing: kit.Thing) -> bool | None:
    """Whether somebody comes from another directory, guest or member; None, and remembered, where the snapshot does not tell."""
    user = case.user(thing.id)
    kind, name = (kit.known(user.user_type, ""), kit.known(user.user_principal_name, "")) if user else ("", "")
    if kind.lower() == "guest" or "#ext#" in name.lower():
        return True
    if user is None or kit.UNSET in (user.user_type, user.user_principal_name):
        case.unknown(kit.collection.USERS, f"whether {thing.label} is a guest is not in the snapshot")
        return None
    return False
