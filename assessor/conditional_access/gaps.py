"""Sign-ins of privileged people that nothing guards, exactly: boxes that no policy proving a property covers.

A sign-in is in a gap if and only if it is not blocked and no policy that applies proves the property; since no formula has a
negation, policies can be looked at one by one (design S6). Unknown data are taken at their best for gaps that are certain and at
their worst for those that are possible. Risk is taken as none: an attacker shows none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.conditional_access.boxes import Box, Uncovered, absorbed, irredundant, meets, uncovered
from assessor.conditional_access.fit import Fit, Trit, Want, all_of
from assessor.conditional_access.policy import Policy
from assessor.conditional_access.signin import Who
from assessor.conditional_access.spaces import NAMES, Space, space_of
from assessor.model import collections as c
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.conditional_access.decide import ConditionalAccess
    from assessor.conditional_access.grants import Property
    from assessor.conditional_access.signin import SignIn


@dataclass(frozen=True, slots=True)
class Nearest:
    """A policy that would prove the property but for one condition."""

    policy: Policy
    fails: str


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


def gaps(access: ConditionalAccess, wanted: Property, people: Sequence[str] | None = None) -> Gaps:
    """The gaps of everybody who holds, or can activate, a privileged role; or of these people."""
    listed, unknown = access.world.directory.privileged() if people is None else (tuple(people), ())
    users = access.tenant.users
    who = [Who(id=users[one].id if one in users else one) for one in listed]
    relevant = [policy for policy in access.policies if policy.demand.proves(wanted).value is not False]
    space = space_of(access, who, [policy for policy in relevant if policy.is_enforced.value is not False])
    return _found(access, wanted, space, [_read(policy, space, wanted) for policy in relevant], unknown)


def gaps_in(access: ConditionalAccess, wanted: Property, space: Space) -> Gaps:
    """The gaps among the sign-ins of a space."""
    relevant = [policy for policy in access.policies if policy.demand.proves(wanted).value is not False]
    return _found(access, wanted, space, [_read(policy, space, wanted) for policy in relevant], ())


def _found(access: ConditionalAccess, wanted: Property, space: Space, reads: list[_Read], unknown: tuple[Want, ...]) -> Gaps:
    if not space.people.count:
        return Gaps(wanted, space, (), (), space.notes, unknown)
    counted = [read for read in reads if read.doubt.value is not False and all(read.possible)] + list(_lost(access, space))
    best = uncovered(space.full, [read.possible for read in counted])
    worst = _worst(counted)
    certain = tuple(_gap(box, space, reads) for box in irredundant(best.boxes))
    possible = tuple(_gap(box, space, reads, counted) for box in irredundant(worst.boxes))
    notes = () if best.maximal and worst.maximal else ("so many gaps that they were worked out in slices: exact together, but some could be drawn larger",)
    return Gaps(wanted, space, certain, possible, (*space.notes, *notes), unknown)


def _worst(reads: list[_Read]) -> Uncovered:
    """What the missing data may add to the certain gaps: within what only doubtful policies cover. There, no gap is certain."""
    sure = [read.yes for read in reads if all(read.yes)]
    parts = [uncovered(read.possible, sure) for read in reads if read.yes != read.possible]
    boxes = absorbed(box for part in parts for box in part.boxes)
    return Uncovered(tuple(boxes), all(part.maximal for part in parts))


def _read(policy: Policy, space: Space, wanted: Property) -> _Read:
    """The conditions of a policy over all values; those that are no dimension make it count or not."""
    found = list(policy.fits(space.values))
    dimensions, rest = found[: len(NAMES)], found[len(NAMES) :]
    doubt = all_of((policy.is_enforced, policy.demand.proves(wanted), *(_single(fit) for _, fit in rest)))
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


def _gap(box: Box, space: Space, reads: list[_Read], counted: Iterable[_Read] = ()) -> Gap:
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
