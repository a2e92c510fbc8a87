"""Boxes and what they leave uncovered: the exact complement of a union of boxes as its maximal boxes.

A box is a product of sets, one set a dimension, each a whole number with a bit a value. Taking a cover away from a box leaves one
box a dimension (the sharp operation, not disjoint); what is contained in another goes. All that stays are the prime implicants of
the complement. Values that no cover tells apart are one value while it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from assessor.conditional_access.fit import indexes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Box: TypeAlias = tuple[int, ...]

MOST = 1500
"""Boxes at a time; a tenant that needs more is cut into slices."""


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What no cover holds."""

    boxes: tuple[Box, ...]
    maximal: bool = True
    """False where it had to be worked out in slices: exact all the same, but a box may go on in another."""


def contains(outer: Box, inner: Box) -> bool:
    """Whether one box lies in another."""
    return all(small & ~large == 0 for large, small in zip(outer, inner, strict=True))


def meets(one: Box, other: Box) -> bool:
    """Whether two boxes have something in common."""
    return all(left & right for left, right in zip(one, other, strict=True))


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common; a side of nothing where that is nothing."""
    return tuple(left & right for left, right in zip(one, other, strict=True))


def disjoint_sharp(box: Box, cover: Box) -> list[Box]:
    """A box without a cover, in pieces that do not overlap."""
    found, rest = [], box
    for at, covered in enumerate(cover):
        if outside := rest[at] & ~covered:
            found.append((*rest[:at], outside, *rest[at + 1 :]))
        rest = (*rest[:at], rest[at] & covered, *rest[at + 1 :])
    return found


def uncovered(full: Box, covers: Iterable[Box], most: int = MOST) -> Uncovered:
    """The maximal boxes of a box that no cover holds, in a fixed order."""
    kept = absorbed(cover for cover in covers if meets(full, cover))
    classes = [_classes(side, [cover[at] for cover in kept]) for at, side in enumerate(full)]
    small = absorbed(tuple(_to_classes(cover[at], classes[at]) for at in range(len(full))) for cover in kept)
    found = _cut(tuple((1 << len(one)) - 1 for one in classes), small, most)
    boxes = (tuple(_from_classes(side, classes[at]) for at, side in enumerate(box)) for box in found.boxes)
    return Uncovered(tuple(sorted(boxes, key=lambda box: (-size(box), box))), found.maximal)


def size(box: Box) -> int:
    """How many combinations it holds."""
    return prod(side.bit_count() for side in box)


def absorbed(boxes: Iterable[Box]) -> list[Box]:
    """Without those that lie in another, largest first."""
    kept: list[Box] = []
    for box in sorted(set(boxes), key=lambda box: (-size(box), box)):
        if not any(contains(other, box) for other in kept):
            kept.append(box)
    return kept


def irredundant(boxes: Sequence[Box], most: int = 200) -> tuple[Box, ...]:
    """As few of the boxes as hold the same: smallest ones go first where the others hold them already."""
    kept = list(boxes)
    if len(kept) > most:
        return tuple(kept)
    for box in sorted(boxes, key=lambda one: (size(one), one)):
        others = [other for other in kept if other != box]
        if is_covered(box, others):
            kept = others
    return tuple(kept)


def is_covered(box: Box, covers: Sequence[Box]) -> bool:
    """Whether a union of boxes holds a box."""
    pieces = [box]
    for cover in covers:
        pieces = [part for piece in pieces for part in (disjoint_sharp(piece, cover) if meets(piece, cover) else [piece])]
        if not pieces:
            return True
    return False


# ---- the work ----


def _cut(full: Box, covers: list[Box], most: int) -> Uncovered:
    """All primes at once, or slice by slice along the dimension with most values."""
    found = _primes(full, covers, most)
    if found is not None:
        return Uncovered(tuple(found))
    at = max((one for one, side in enumerate(full) if side.bit_count() > 1), key=lambda one: full[one].bit_count())
    merged: dict[Box, int] = {}
    for index in indexes(full[at]):
        bit = 1 << index
        inner = [(*cover[:at], 1, *cover[at + 1 :]) for cover in covers if cover[at] & bit]
        for box in _cut((*full[:at], 1, *full[at + 1 :]), absorbed(inner), most).boxes:
            merged[box] = merged.get(box, 0) | bit
    return Uncovered(tuple((*box[:at], bits, *box[at + 1 :]) for box, bits in merged.items()), maximal=False)


def _primes(full: Box, covers: list[Box], most: int) -> list[Box] | None:
    """All maximal boxes of the complement; None where they become too many.

    A box is one number here, its sides one after the other: whether it lies in another is then a single step.
    """
    fields = _fields(full)
    found = [_packed(full, fields)]
    for cover in (_packed(one, fields) for one in covers):
        hit, kept = _parted(found, cover, fields)
        parts = _largest(part for box in hit for part in _sharp(box, cover, fields))
        found = kept + [part for part in parts if not any(part & other == part for other in kept)]
        if len(found) > most and any(side.bit_count() > 1 for side in full):
            return None
    return [tuple((box & field) >> _shift(field) for field in fields) for box in found]


def _parted(boxes: list[int], cover: int, fields: list[int]) -> tuple[list[int], list[int]]:
    """Boxes that have something in common with a cover, and the others."""
    hit, kept = list[int](), list[int]()
    for box in boxes:
        common = box & cover
        (hit if all(common & field for field in fields) else kept).append(box)
    return hit, kept


def _sharp(box: int, cover: int, fields: list[int]) -> Iterator[int]:
    rest = box & ~cover
    for field in fields:
        if outside := rest & field:
            yield box & ~field | outside


def _largest(boxes: Iterable[int]) -> list[int]:
    kept: list[int] = []
    for box in sorted(set(boxes), key=lambda one: (-one.bit_count(), one)):  # what holds another has more bits
        if not any(box & other == box for other in kept):
            kept.append(box)
    return kept


def _fields(full: Box) -> list[int]:
    fields, at = [], 0
    for side in full:
        fields.append(((1 << side.bit_length()) - 1) << at)
        at += side.bit_length()
    return fields


def _shift(field: int) -> int:
    return (field & -field).bit_length() - 1


def _packed(box: Box, fields: list[int]) -> int:
    return sum(side << _shift(field) for side, field in zip(box, fields, strict=True))


def _classes(side: int, covers: list[int]) -> list[int]:
    """Values that no cover tells apart, together; in the order of their first value."""
    classes = [side]
    for cover in set(covers):
        split = ((one & cover, one & ~cover) for one in classes)
        classes = [part for pair in split for part in pair if part]
    return sorted(classes, key=lambda one: one & -one)


def _to_classes(side: int, classes: list[int]) -> int:
    return sum(1 << at for at, one in enumerate(classes) if one & side)


def _from_classes(side: int, classes: list[int]) -> int:
    bits = 0
    for at in indexes(side):
        bits |= classes[at]
    return bits
