"""Sign-ins of privileged people that nothing guards, exactly: boxes that no policy proving a property covers.

A sign-in is in a gap if and only if it is not blocked and no policy that applies proves the property; since no formula has a
negation, policies can be looked at one by one (design S6). Unknown data are taken at their best for gaps that are certain and at
their worst for those that are possible. Risk is taken as none: an attacker shows none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from assessor.conditional_access.boxes import Box, Uncovered, absorbed, common, irredundant, meets, uncovered
from assessor.conditional_access.fit import Fit, Trit, Want, all_of
from assessor.conditional_access.policy import Policy, Values
from assessor.conditional_access.signin import Who
from assessor.conditional_access.spaces import NAMES, Space, space_of
from assessor.model import collections as c
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from assessor.conditional_access.decide import ConditionalAccess
    from assessor.conditional_access.grants import Property
    from assessor.conditional_access.people import People
    from assessor.conditional_access.signin import SignIn

Proof: TypeAlias = "Callable[[Policy], Trit]"
"""Whether a policy proves what is wanted of every sign-in that it applies to."""


FAILS = {
    "users": "the people it is for", "application": "the resources it is for", "devicePlatform": "its platforms", "clientApps": "its client types",
    "location": "its locations", "devices": "its devices", "authenticationFlow": "its flows", "policyNotEnabled": "not being on",
}  # fmt: skip
"""What a policy's failing condition is, in words, by the contract's names."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A policy that would prove the property but for one condition."""

    policy: Policy
    fails: str

    @property
    def in_words(self) -> str:
        """The policy, and what it lacks."""
        return f"{self.policy.label}, but for {FAILS.get(self.fails, self.fails)}"


@dataclass(frozen=True, slots=True)
class Gap:
    """A box of sign-ins, with one of them."""

    box: Box
    witness: SignIn
    nearest: Nearest | None
    missing: tuple[Want, ...] = ()
    """Of a possible gap: what would tell."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """All gaps of a tenant for one property."""

    wanted: Property
    space: Space
    certain: tuple[Gap, ...]
    possible: tuple[Gap, ...]
    notes: tuple[str, ...] = ()
    unknown: tuple[Want, ...] = ()
    """Why there may be more privileged people than are listed."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One policy over the whole space."""

    policy: Policy | None
    fits: tuple[tuple[str, Fit], ...]
    doubt: Trit
    """Whether it counts and proves the property, whatever the sign-in."""

    @property
    def possible(self) -> Box:
        return tuple(fit.possible for _, fit in self.fits)

    @property
    def yes(self) -> Box:
        return tuple(fit.yes for _, fit in self.fits) if self.doubt.value else tuple(0 for _ in self.fits)

    def wants(self, box: Box) -> Iterator[Want]:
        """What would tell whether it covers that box."""
        yield from self.doubt.wants if self.doubt.value is None else ()
        for (_, fit), side in zip(self.fits, box, strict=True):
            yield from fit.wants(side)


@dataclass(frozen=True, slots=True)
class Survey:
    """Every policy that may prove something, read over all sign-ins of some people; parts of it are then asked for gaps."""

    access: ConditionalAccess
    space: Space
    reads: tuple[_Read, ...]
    unknown: tuple[Want, ...] = ()
    """Why there may be more people than are listed."""

    def gaps(self, within: Box | None = None) -> Found:
        """The gaps in a part of the space; in all of it where none is named."""
        part = self.space.full if within is None else within
        if not all(part):
            return Found(self.space, part)
        counted = self._counted()
        best = uncovered(part, [read.possible for read in counted])
        worst = _worst(part, counted)
        certain = tuple(_gap(box, self.space, self.reads) for box in irredundant(best.boxes))
        possible = tuple(_gap(box, self.space, self.reads, counted) for box in irredundant(worst.boxes))
        notes = () if best.maximal and worst.maximal else ("so many gaps that they were worked out in slices: exact together, but some could be drawn larger",)
        return Found(self.space, part, certain, possible, (*self.space.notes, *notes))

    def who(self, within: Box) -> Affected:
        """Only who has a gap in a part of the space: without witnesses and nearest policies, which cost the most."""
        if not all(within):
            return Affected(0, 0)
        counted, opened, maybe = self._counted(), 0, 0
        for box in uncovered(within, [read.possible for read in counted]).boxes:
            opened |= box[0]
        doubtful = [box for box in _worst(within, counted).boxes if box[0] & ~opened]
        for box in doubtful:
            maybe |= box[0] & ~opened
        wants = (want for box in doubtful for read in counted if meets(read.possible, box) for want in read.wants(box))
        return Affected(opened, maybe, tuple(dict.fromkeys(wants)))

    def _counted(self) -> list[_Read]:
        return [read for read in self.reads if read.doubt.value is not False and all(read.possible)] + list(_lost(self.access, self.space))


@dataclass(frozen=True, slots=True)
class Affected:
    """People with a gap, as bits, and people who may have one."""

    open: int
    maybe: int
    wants: tuple[Want, ...] = ()
    """What would tell of those."""


@dataclass(frozen=True, slots=True)
class Found:
    """The gaps of a part of the space."""

    space: Space
    part: Box
    certain: tuple[Gap, ...] = ()
    possible: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Risks:
    """What Identity Protection says of the sign-ins in question; None is no risk."""

    sign_in: str | None = None
    user: str | None = None


NO_RISK = Risks()


def proof_of(wanted: Property) -> Proof:
    """Whether a policy proves a property."""
    return lambda policy: policy.demand.proves(wanted)


def survey(
    access: ConditionalAccess, proves: Proof, people: Sequence[Who] | People, unknown: tuple[Want, ...] = (), *,
    space: Space | None = None, risks: Risks = NO_RISK,
) -> Survey:  # fmt: skip
    """Policies that prove something, over all sign-ins of these people; `space` is one of a survey that has at least as many policies."""
    relevant = [(policy, proven) for policy in access.policies if (proven := proves(policy)).value is not False]
    space = space or space_of(access, people, [policy for policy, _ in relevant if policy.is_enforced.value is not False])
    values = replace(space.values, sign_in_risk=risks.sign_in, user_risk=risks.user)
    return Survey(access, space, tuple(_read(policy, values, proven) for policy, proven in relevant), unknown)


def gaps(access: ConditionalAccess, wanted: Property, people: Sequence[str] | None = None) -> Gaps:
    """The gaps of everybody who holds, or can activate, a privileged role; or of these people."""
    listed, unknown = access.world.directory.privileged() if people is None else (tuple(people), ())
    users = access.tenant.users
    who = [Who(id=users[one].id if one in users else one) for one in listed]
    found = survey(access, proof_of(wanted), who).gaps()
    return Gaps(wanted, found.space, found.certain, found.possible, found.notes or found.space.notes, unknown)


def gaps_in(access: ConditionalAccess, wanted: Property, space: Space) -> Gaps:
    """The gaps among the sign-ins of a space."""
    found = survey(access, proof_of(wanted), space.people, space=space).gaps()
    return Gaps(wanted, found.space, found.certain, found.possible, found.notes or found.space.notes, ())


def _worst(part: Box, reads: list[_Read]) -> Uncovered:
    """What the missing data may add to the certain gaps: within what only doubtful policies cover. There, no gap is certain."""
    sure = [read.yes for read in reads if all(read.yes)]
    doubtful = [common(read.possible, part) for read in reads if read.yes != read.possible and meets(read.possible, part)]
    parts = [uncovered(box, sure) for box in doubtful]
    boxes = absorbed(box for part in parts for box in part.boxes)
    return Uncovered(tuple(boxes), all(part.maximal for part in parts))


def _read(policy: Policy, values: Values, proven: Trit) -> _Read:
    """The conditions of a policy over all values; those that are no dimension make it count or not."""
    found = list(policy.fits(values))
    dimensions, rest = found[: len(NAMES)], found[len(NAMES) :]
    doubt = all_of((policy.is_enforced, proven, *(_single(fit) for _, fit in rest)))
    return _Read(policy, tuple(dimensions), doubt)


def _single(fit: Fit) -> Trit:
    return Trit(True) if fit.yes else Trit(None, tuple(fit.wants(1))) if fit.possible else Trit(False)


def _lost(access: ConditionalAccess, space: Space) -> Iterator[_Read]:
    """Policies that were not read may cover anything."""
    table = access.tenant.table(c.CONDITIONAL_ACCESS_POLICIES)
    if isinstance(table, Missing) or table.gaps:
        says = table.says if isinstance(table, Missing) else "the policies are in the snapshot in part only"
        fits = tuple((name, Fit(side, side)) for name, side in zip(NAMES, space.full, strict=True))
        yield _Read(None, fits, Trit(None, (Want(table.name, says),)))


def _gap(box: Box, space: Space, reads: Iterable[_Read], counted: Iterable[_Read] = ()) -> Gap:
    point = tuple(side & -side for side in box)
    missing = (want for read in counted if meets(read.possible, box) for want in read.wants(box))
    return Gap(box, space.witness(box), nearest(point, box, reads), tuple(dict.fromkeys(missing)))


def nearest(point: Box, box: Box, reads: Iterable[_Read]) -> Nearest | None:
    """The policy that fails by one condition alone: one that is on before one that is not, one that holds more of the box before another."""
    found = [one for read in reads if read.policy and (one := _candidate(read, point, box))]
    return min(found, key=lambda one: one[0])[1] if found else None


def _candidate(read: _Read, point: Box, box: Box) -> tuple[tuple[int, int, str], Nearest] | None:
    policy = read.policy
    if policy is None or policy.is_enforced.value is None:
        return None
    failing = [name for (name, fit), bit in zip(read.fits, point, strict=True) if not fit.yes & bit]
    if len(failing) > 1:
        return None
    outside = sum(1 for (_, fit), side in zip(read.fits, box, strict=True) if side & ~fit.yes)
    if policy.is_enforced.value and len(failing) == 1:
        return (0, outside, policy.id), Nearest(policy, failing[0])
    if policy.is_enforced.value is False and not failing:
        return (1, outside, policy.id), Nearest(policy, "policyNotEnabled")
    return None
