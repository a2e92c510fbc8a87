"""The proof that an activation is blocked on a phone: for every sign-in from one, whatever its client, place, device or flow.

Design S9; Microsoft, pim-how-to-change-default-settings (2024-12) for the context, concept-conditional-access-conditions (2024-06) for
platforms, which a device merely claims. A sign-in is stopped by a policy on PIM's authentication context or by one on the resource
that the activation is asked of; hybrid join is a block, for it exists on Windows alone (concept-conditional-access-grant).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from assessor.conditional_access.boxes import Box, uncovered
from assessor.conditional_access.fit import NO, YES, Fit, Trit, Want, all_of, any_of, everything, fit_of
from assessor.conditional_access.gaps import Nearest
from assessor.conditional_access.grants import Property
from assessor.conditional_access.machines import machines
from assessor.conditional_access.people import People
from assessor.conditional_access.policy import Policy
from assessor.conditional_access.signin import CLIENT_APPS, FLOWS, PLATFORMS, Context, SignIn, Who
from assessor.conditional_access.spaces import Space, named_places
from assessor.conditional_access.where import spots
from assessor.model import collections as c

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.conditional_access.activate import Activations
    from assessor.model.pim import PimPolicy

PHONES = ("iOS", "android")
TRANSPORTS = ("00000003-0000-0000-c000-000000000000", "01fc33a7-78ba-4d2f-a4b7-768e336e890e", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c")
"""Microsoft Graph, MS-PIM, the portals: an activation can be asked of each (pim-activate)."""


class Outcome(StrEnum):
    """What becomes of activations from phones."""

    BLOCKED = "blocked"
    SPOOFABLE = "blocked_but_spoofable"
    MANAGED = "managed_device_instead"
    ONE_PLATFORM = "one_platform_only"
    NOT_BLOCKED = "not_blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PhoneProof:
    """The outcome for one person and one PIM policy."""

    outcome: Outcome
    witness: SignIn | None = None
    """A sign-in from a phone that gets through; for a spoofable block one that claims to be something else."""
    nearest: Nearest | None = None
    unknown: tuple[Want, ...] = ()
    inside: tuple[str, ...] = ()
    """Ids of the named locations that the witness has to come from; empty where the place makes no difference."""
    is_any_device: bool = True
    """Whether every device gets through as the witness's does."""


@dataclass(frozen=True, slots=True)
class _Cover:
    policy: Policy
    fits: tuple[tuple[str, Fit], ...]
    doubt: Trit
    is_meant: bool
    """Whether it speaks of the asked context, or of resources on some platforms, and so was probably made against phones."""


class Phones:
    """Activations from phones, for one person after the other; people whom the same policies mean are one person."""

    def __init__(self, activations: Activations) -> None:
        """Nothing is worked out yet."""
        self.activations, self.access = activations, activations.access
        self._known: dict[tuple[tuple[int, ...] | str, str | None], PhoneProof] = {}
        self._read: dict[tuple[str | None, bool], tuple[_Cover, ...]] = {}

    def proof(self, person: str, policy: PimPolicy | None) -> PhoneProof:
        """Whether this person can activate from a phone what the PIM policy guards."""
        if policy is None:
            return PhoneProof(Outcome.UNKNOWN, unknown=(Want(c.ROLE_MANAGEMENT_POLICIES.name, "the PIM policy of the activation"),))
        if self.access.missing:
            return PhoneProof(Outcome.UNKNOWN, unknown=(Want(self.access.missing.name, self.access.missing.says),))
        return self._proof(person, policy.context)

    def use_proof(self, person: str) -> PhoneProof:
        """Whether this person can use from a phone what he holds: the sign-in to the resource alone."""
        if self.access.missing:
            return PhoneProof(Outcome.UNKNOWN, unknown=(Want(self.access.missing.name, self.access.missing.says),))
        return self._proof(person, None)

    def _proof(self, person: str, context: str | None) -> PhoneProof:
        key = (self._likeness.get(person.lower(), person.lower()), context)
        if key not in self._known:
            self._known[key] = self._prove(Who(id=person), context)
        found = self._known[key]
        return replace(found, witness=msgspec.structs.replace(found.witness, user=Who(id=person))) if found.witness else found

    @cached_property
    def _likeness(self) -> dict[str, tuple[int, ...]]:
        """Which policies mean each privileged person of whom that is known; the others are looked at one by one."""
        ids, _ = self.access.world.directory.privileged()
        people = People(self.access.world.directory, tuple(Who(id=one) for one in ids))
        fits = [fit for policy in dict.fromkeys((*self._stops, *self._manages)) if (fit := policy.users(people)).possible]
        sure = [one for one in range(people.count) if not any((fit.possible ^ fit.yes) >> one & 1 for fit in fits)]
        return {ids[one]: tuple(at for at, fit in enumerate(fits) if fit.yes >> one & 1) for one in sure}

    @cached_property
    def _stops(self) -> tuple[Policy, ...]:
        return tuple(policy for policy in self.access.policies if stopping(policy).value is not False)

    @cached_property
    def _manages(self) -> tuple[Policy, ...]:
        return tuple(policy for policy in self.access.policies if managing(policy).value)

    # ---- one person ----

    def _prove(self, who: Who, context: str | None) -> PhoneProof:
        space = replace(self._space, people=People(self.access.world.directory, (who,)))
        covers = self._of_person(space, self._covers(context, managed=False))
        open_at = _open(space, covers, PHONES)
        if open_at is None:
            return self._blocked(space, covers)
        if open_at.missing:
            return PhoneProof(Outcome.UNKNOWN, unknown=open_at.missing)
        return _open_proof(self._how_open(space, covers, context), space, open_at.box, covers)

    def _blocked(self, space: Space, covers: list[_Cover]) -> PhoneProof:
        """Whether the block stands where the phone claims to be something else."""
        open_at = _open(space, covers, PLATFORMS)
        if open_at is None or open_at.missing:
            return PhoneProof(Outcome.BLOCKED)
        return _open_proof(Outcome.SPOOFABLE, space, open_at.box, covers)

    def _how_open(self, space: Space, covers: list[_Cover], context: str | None) -> Outcome:
        if any(_open(space, covers, (platform,)) is None for platform in PHONES):
            return Outcome.ONE_PLATFORM
        managed = self._of_person(space, self._covers(context, managed=True))
        return Outcome.MANAGED if _open(space, [*covers, *managed], PHONES) is None else Outcome.NOT_BLOCKED

    def _of_person(self, space: Space, covers: Iterable[_Cover]) -> list[_Cover]:
        """The covers with the users condition put to this person; the rest of them is the same for everybody."""
        return [replace(one, fits=(("users", one.policy.users(space.people)), *one.fits[1:])) for one in covers]

    # ---- what is the same for everybody ----

    @cached_property
    def _space(self) -> Space:
        """All sign-ins from phones, of nobody."""
        enabled = [policy for policy in self.access.policies if policy.is_enforced.value is not False]
        filters = [policy.device_filter for policy in enabled if policy.device_filter]
        named = frozenset(named_places(enabled, self.access.world.places))
        return Space(
            people=People(self.access.world.directory, ()), contexts=tuple(Context(kind="app", app=one) for one in TRANSPORTS), platforms=PLATFORMS,
            client_apps=CLIENT_APPS, spots=spots(self.access.world.places, named) if named else (), devices=machines(filters, phones=True)[0],
            flows=(None, *FLOWS),
        )  # fmt: skip

    def _covers(self, context: str | None, *, managed: bool) -> tuple[_Cover, ...]:
        key = (context, managed)
        if key not in self._read:
            asked = Context(kind="authContext", value=context) if context else None
            policies, proves = (self._manages, managing) if managed else (self._stops, stopping)
            self._read[key] = tuple(self._cover(policy, asked, proves(policy)) for policy in policies)
        return self._read[key]

    def _cover(self, policy: Policy, asked: Context | None, proves: Trit) -> _Cover:
        """A policy over sign-ins from phones: on the context it holds whatever the transport."""
        found = list(policy.fits(self._space.values))
        met = self._on_context(policy, asked) if asked else fit_of((), lambda _: NO)
        found[1] = (found[1][0], found[1][1] | met)
        doubt = all_of((policy.is_enforced, proves, *(_single(fit) for _, fit in found[7:])))
        is_meant = bool(met.possible) or (not policy.resources.contexts and found[2][1].possible != self._space.full[2])
        return _Cover(policy, tuple(found[:7]), doubt, is_meant)

    def _on_context(self, policy: Policy, asked: Context) -> Fit:
        met = _single(policy.resources.fit((asked,)))
        if met.value and self.activations.is_unpublished(asked.value or ""):
            met = Trit.unknown(c.AUTHENTICATION_CONTEXTS.name, f"what the authentication context {asked.value} does, which is not published")
        return everything(len(TRANSPORTS)) if met.value else fit_of(TRANSPORTS, lambda _: met)


def stopping(policy: Policy) -> Trit:
    """Whether no phone gets past what a policy asks for."""
    return any_of((YES if policy.demand.windows_only else NO, policy.demand.blocks))


def managing(policy: Policy) -> Trit:
    """Whether only a managed device gets past it."""
    return policy.demand.proves(Property.MANAGED_DEVICE)


# ---- what is left open ----


@dataclass(frozen=True, slots=True)
class _Open:
    box: Box
    missing: tuple[Want, ...] = ()


def _open(space: Space, covers: Sequence[_Cover], platforms: Iterable[str]) -> _Open | None:
    """A box of sign-ins that nothing stops, surely or for all that is known; None where all are stopped."""
    side = sum(1 << at for at, one in enumerate(space.platforms) if one in set(platforms))
    full = (*space.full[:2], side, *space.full[3:])
    counted = [one for one in covers if one.doubt.value is not False]
    certain = uncovered(full, [tuple(fit.possible for _, fit in one.fits) for one in counted]).boxes
    if certain:
        return _Open(certain[0])
    possible = uncovered(full, [tuple(fit.yes for _, fit in one.fits) for one in counted if one.doubt.value]).boxes
    if not possible:
        return None
    wants = [want for one in counted for want in _wants(one, possible[0])]
    return _Open(possible[0], tuple(dict.fromkeys(wants)))


def _open_proof(outcome: Outcome, space: Space, box: Box, covers: Iterable[_Cover]) -> PhoneProof:
    place, device = box[4], box[5]
    inside = () if place == space.full[4] else space.spots[(place & -place).bit_length() - 1].inside
    return PhoneProof(outcome, space.witness(box), _nearest(box, covers), inside=tuple(inside), is_any_device=device == space.full[5])


def _wants(cover: _Cover, box: Box) -> Iterable[Want]:
    yield from cover.doubt.wants if cover.doubt.value is None else ()
    for (_, fit), side in zip(cover.fits, box, strict=True):
        yield from fit.wants(side)


def _single(fit: Fit) -> Trit:
    return YES if fit.yes else Trit(None, tuple(fit.wants(1))) if fit.possible else NO


def _nearest(box: Box, covers: Iterable[_Cover]) -> Nearest | None:
    """The policy that would stop it but for one condition, or but for being on; one that was made against phones before another."""
    point = [side & -side for side in box]
    found = []
    for cover in covers:
        failing = [name for (name, fit), bit in zip(cover.fits, point, strict=True) if not fit.yes & bit]
        on = cover.policy.is_enforced.value
        if on and len(failing) == 1:
            found.append(((not cover.is_meant, failing[0] == "application", 0, cover.policy.id), Nearest(cover.policy, failing[0])))
        elif on is False and not failing:
            found.append(((not cover.is_meant, False, 1, cover.policy.id), Nearest(cover.policy, "policyNotEnabled")))
    return min(found, key=lambda one: one[0])[1] if found else None
