"""Administrative units: who runs them, and what lies in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

UNITS: frozenset[kit.Collection[Any]] = frozenset({kit.collection.ADMINISTRATIVE_UNITS, kit.collection.ADMINISTRATIVE_UNIT_MEMBERS})
"""What the units themselves rest on."""

DELEGATIONS: frozenset[kit.Collection[Any]] = frozenset(
    {kit.collection.ROLE_ASSIGNMENTS, kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS, kit.collection.DIRECTORY_ROLES},
)
"""Where roles over a unit are listed beside PIM's schedules."""


def thing(case: kit.Case, unit_id: str) -> kit.Thing:
    """A unit as the subject of a finding."""
    unit = case.unit(unit_id)
    return kit.Thing(kit.Kind.ADMINISTRATIVE_UNIT, unit.id if unit else unit_id, kit.known(unit.display_name) if unit else None)


def is_gone(case: kit.Case, unit_id: str) -> bool:
    """Whether a scope names a unit that was deleted; False for one that may only not have been read."""
    units = case.find(kit.collection.ADMINISTRATIVE_UNITS)
    return units is not None and not units.gaps and case.unit(unit_id) is None


def delegations(case: kit.Case) -> dict[str, tuple[kit.Holding, ...]]:
    """Unit id → who holds, or is eligible for, which role over it; break-glass accounts and whatever is deleted left out."""
    found: dict[str, list[kit.Holding]] = {}
    for one in case.but_break_glass(case.holdings()):
        if one.unit_id and not case.is_deleted(one.principal_id) and not is_gone(case, one.unit_id):
            found.setdefault(one.unit_id, []).append(one)
    return {key: tuple(found[key]) for key in sorted(found)}


def members(case: kit.Case, unit_id: str) -> tuple[kit.Thing, ...] | None:
    """What lies in a unit, deleted objects left out; None, and remembered, where it could not be read."""
    table = case.read(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS)
    if gap := table.gap(unit_id):
        case.unknown(table.name, f"the members of {thing(case, unit_id).label} could not be read ({gap.reason})")
        return None
    return case.unit_members(unit_id)


def restricted(case: kit.Case) -> tuple[kit.Thing, ...]:
    """The restricted management units; of one that does not say whether it is, the case remembers."""
    return tuple(thing(case, unit.id) for unit in case.read(kit.collection.ADMINISTRATIVE_UNITS) if is_restricted(case, unit.id))


def is_restricted(case: kit.Case, unit_id: str) -> bool | None:
    """Whether only its own administrators manage what lies in it; None, and remembered, where the snapshot does not tell."""
    unit = case.unit(unit_id)
    if unit is None or unit.is_member_management_restricted is kit.UNSET:
        case.unknown(kit.collection.ADMINISTRATIVE_UNITS, f"whether {thing(case, unit_id).label} is a restricted unit is not in the snapshot")
        return None
    return unit.is_member_management_restricted is True


def in_restricted(case: kit.Case) -> Iterator[tuple[kit.Thing, kit.Thing]]:
    """(unit, object) for everything that lies in a restricted unit."""
    for unit in restricted(case):
        yield from ((unit, one) for one in members(case, unit.id) or ())
