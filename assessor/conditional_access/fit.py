"""Three values over many things at once: which of them match for sure, which may, and what would tell.

A set of things is a whole number, one bit a thing; so a condition is worked out for one sign-in as for two thousand people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Want:
    """Something that the snapshot does not tell, and where it would stand."""

    collection: str
    says: str


@dataclass(frozen=True, slots=True)
class Trit:
    """Yes, no or unknown, and for unknown what is wanted."""

    value: bool | None
    wants: tuple[Want, ...] = ()

    @classmethod
    def unknown(cls, collection: str, says: str) -> Trit:
        """Unknown, for want of this."""
        return cls(None, (Want(collection, says),))


YES, NO = Trit(True), Trit(False)


def any_of(trits: Iterable[Trit]) -> Trit:
    """Yes if one is; unknown if one may be."""
    wants: tuple[Want, ...] = ()
    unknown = False
    for one in trits:
        if one.value:
            return YES
        unknown, wants = unknown or one.value is None, wants + one.wants
    return Trit(None, wants) if unknown else NO


def all_of(trits: Iterable[Trit]) -> Trit:
    """No if one is; unknown if one may be."""
    return negated(any_of(negated(one) for one in trits))


def negated(one: Trit) -> Trit:
    """No for yes."""
    return Trit(None if one.value is None else not one.value, one.wants)


def but_not(included: Trit, excluded: Trit) -> Trit:
    """An exclude beats an include (Microsoft, concept-conditional-access-users-groups, 2024-05)."""
    return all_of((included, negated(excluded)))


@dataclass(frozen=True, slots=True)
class Fit:
    """Things that match, things that may match, and what would tell of which."""

    yes: int
    possible: int
    why: tuple[tuple[int, Want], ...] = ()

    def __or__(self, other: Fit) -> Fit:
        """Either."""
        return Fit(self.yes | other.yes, self.possible | other.possible, self.why + other.why)

    def __and__(self, other: Fit) -> Fit:
        """Both."""
        return Fit(self.yes & other.yes, self.possible & other.possible, self.why + other.why)

    def but_not(self, other: Fit) -> Fit:
        """These without those."""
        return Fit(self.yes & ~other.possible, self.possible & ~other.yes, self.why + other.why)

    def doubtful(self, bits: int, want: Want) -> Fit:
        """The same with these things in doubt, both those that match and those that do not."""
        return Fit(self.yes & ~bits, self.possible | bits, (*self.why, (bits, want)))

    def wants(self, bits: int) -> Iterator[Want]:
        """What would tell whether these things match; nothing where that is known."""
        open_bits = bits & self.possible & ~self.yes
        return (want for about, want in self.why if about & open_bits)


NOTHING = Fit(0, 0)


def everything(count: int) -> Fit:
    """All of so many things."""
    return Fit((1 << count) - 1, (1 << count) - 1)


def unknown_all(count: int, want: Want) -> Fit:
    """Nothing known of so many things."""
    bits = (1 << count) - 1
    return Fit(0, bits, ((bits, want),))


def fit_of(values: Sequence[object], asked: Callable[..., Trit]) -> Fit:
    """The answer for each of some values."""
    yes = possible = 0
    why: tuple[tuple[int, Want], ...] = ()
    for index, value in enumerate(values):
        trit, bit = asked(value), 1 << index
        if trit.value is not False:
            possible |= bit
        if trit.value:
            yes |= bit
        why += tuple((bit, want) for want in trit.wants) if trit.value is None else ()
    return Fit(yes, possible, why)


def indexes(bits: int) -> Iterator[int]:
    """Places of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
