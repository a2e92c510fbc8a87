"""Per person before → after: which role, from which class to which, and because of what, in sentences."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assessor.model.comparison import AccessChange
from assessor.model.words import PATH_CLASSES, Kind
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_graph import edge_key, lasting
from assessor.report.comparison_view import PersonView, RoleMoveView
from assessor.report.findings import gate_words, thing_view, way_view
from assessor.report.text import shown
from assessor.report.view import Mark
from assessor.report.ways import class_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.model.comparison import ComparedAccess, Comparison
    from assessor.model.result import Assessment, Edge, PrincipalPaths, Reach, Thing
    from assessor.model.words import PathClass
    from assessor.report.view import WayView

REASONS = 3
"""Sentences of one row; the rest is counted."""
MORE = frozenset({AccessChange.GAINED, AccessChange.RAISED})
LESS = frozenset({AccessChange.LOST, AccessChange.LOWERED})


Place = tuple[str, str]
"""Role and scope, in lower case."""


class Sides:
    """All edges of either side, to tell what went from what came, and who has which ways in the end."""

    def __init__(self, comparison: Comparison) -> None:
        """Index both sides once: a tenant may have thousands of people on ways."""
        self.before, self.after = _edges(comparison.before), _edges(comparison.after)
        self.ways: dict[str, dict[Place, tuple[Reach, PrincipalPaths]]] = {}
        for reach in comparison.after.reaches:
            for entry in reach.principals:
                self.ways.setdefault(entry.principal.id.lower(), {})[reach.role.id.lower(), reach.scope.lower()] = (reach, entry)


def people_views(comparison: Comparison) -> tuple[PersonView, ...]:
    """Whoever gained something first, then whoever lost the strongest."""
    sides, guarded = Sides(comparison), emergency_ids(comparison)
    found = [list(ones) for _, ones in groupby(sorted(comparison.access, key=_who), key=_who)]
    return tuple(_person(ones, sides, guarded) for ones in sorted(found, key=_worth))


def emergency_ids(comparison: Comparison) -> frozenset[str]:
    """Ids of the break-glass accounts of either side, in lower case."""
    return frozenset(one.id.lower() for side in (comparison.before, comparison.after) for one in side.break_glass)


def _edges(side: Assessment) -> frozenset[object]:
    return frozenset(edge_key(edge) for reach in side.reaches for entry in reach.principals for path in entry.paths for edge in path.edges)


def _who(one: ComparedAccess) -> tuple[str, str]:
    return one.principal.label.lower(), one.principal.id.lower()


def _worth(ones: list[ComparedAccess]) -> tuple[bool, bool, int, tuple[str, str]]:
    more = any(one.change in MORE for one in ones)
    ranks = [one.rank for each in ones for one in (each.before, each.after) if one]
    return not more, ones[0].principal.kind is not Kind.USER, min(ranks, default=99), _who(ones[0])


def _person(ones: list[ComparedAccess], sides: Sides, guarded: frozenset[str]) -> PersonView:
    ranked = sorted(ones, key=lambda one: (_rank(one), one.role.label.lower(), one.scope))
    alike: dict[object, list[ComparedAccess]] = {}
    for one in ranked:
        alike.setdefault((one.before, one.after, one.change), []).append(one)
    changes = {one.change for one in ones}
    return PersonView(
        principal=thing_view(ones[0].principal),
        note="Emergency account." if ones[0].principal.id.lower() in guarded else "",
        direction="mixed" if changes & MORE and changes & LESS else "more" if changes & MORE else "less",
        moves=tuple(_move(each, sides) for each in alike.values()),
        still=_still(ones, sides),
    )


def _rank(one: ComparedAccess) -> int:
    return min(each.rank for each in (one.before, one.after) if each) if one.before or one.after else 99


def _move(ones: list[ComparedAccess], sides: Sides) -> RoleMoveView:
    """Roles that somebody came to, or lost, in the same way."""
    first = ones[0]
    reasons = list(dict.fromkeys(said for one in ones for said in because(one.because, sides, one.principal)))
    more = len(reasons) - REASONS
    return RoleMoveView(
        roles=tuple(_role(one) for one in ones),
        before=class_or_none(first.before),
        after=class_or_none(first.after),
        because=tuple(reasons[:REASONS]) + ((f"and {w.counted(more, 'more reason')} of the kind",) if more > 0 else ()),
        way=_way(first, sides) if first.change in MORE else (),
    )


def _role(one: ComparedAccess) -> str:
    return shown(one.role.label, 80) + (f" over {w.where(one.where, one.scope)}" if one.scope != "/" else "")


def class_or_none(path_class: PathClass | None) -> Mark:
    """The class; that there is none is said as well."""
    return class_mark(path_class) if path_class in PATH_CLASSES else Mark("not_applicable", cw.NO_WAY)


def _way(one: ComparedAccess, sides: Sides) -> tuple[WayView, ...]:
    """The way that somebody has now, where it is new or stronger."""
    _, entry = sides.ways.get(one.principal.id.lower(), {}).get((one.role.id.lower(), one.scope.lower()), (None, None))
    ways = sorted(lasting(entry), key=lambda path: path.path_class.rank if path.path_class else 99) if entry else []
    return (way_view(ways[0].edges),) if ways and len(ways[0].edges) > 1 else ()


def _still(ones: list[ComparedAccess], sides: Sides) -> str:
    """Roles that somebody keeps, so that nobody takes the list for all there is."""
    told = {(one.role.id.lower(), one.scope.lower()) for one in ones}
    held = sides.ways.get(ones[0].principal.id.lower(), {})
    kept = [shown(reach.role.label, 60) for place, (reach, entry) in held.items() if place not in told and entry.path_class]
    return f"As before: {w.listed(list(dict.fromkeys(kept)))}." if kept else ""


# ---- reasons ----


def because(them: Sequence[Edge], sides: Sides, who: Thing) -> Iterator[str]:
    """What went and what came, each in a sentence; whoever it is about is not named again."""
    told: set[object] = set()
    for one in them:
        place = one.kind, one.source.id.lower(), one.target.id.lower()
        twin = next((other for other in them if other is not one and (other.kind, other.source.id.lower(), other.target.id.lower()) == place), None)
        if place in told:
            continue
        told.add(place)
        said = _moved_end(one, twin) if twin else _sentence(one, sides)
        own = _name(one.source) + " "
        yield said.removeprefix(own)[:1].upper() + said.removeprefix(own)[1:] if one.source.id.lower() == who.id.lower() else said


def _moved_end(gone: Edge, come: Edge) -> str:
    """The same step with another end."""
    there = come if come.end else gone
    until = f"until {w.day(there.end)}" if there.end else ""
    verb = cw.VERBS.get(come.kind, (w.edge_name(come.kind),))[0].removeprefix("now ").replace("is now", "is")
    words = f"{until} instead of without an end" if come.end else f"without an end instead of {until}"
    return f"{_name(come.source)} {verb} {_name(come.target)} {words}"


def _sentence(edge: Edge, sides: Sides) -> str:
    key = edge_key(edge)
    now, gone = cw.VERBS.get(edge.kind, (f"now: {w.edge_name(edge.kind)}", f"no longer: {w.edge_name(edge.kind)}"))
    both = key in sides.before and key in sides.after
    if key not in sides.after:
        return f"{_name(edge.source)} {gone} {_name(edge.target)}"
    until = f" until {w.day(edge.end)}" if edge.end else ""
    gates = f" ({gate_words(edge.gates)})" if edge.gates else ""
    verb = now.replace("now ", "", 1) if both else now
    return f"{_name(edge.source)} {verb} {_name(edge.target)}{until}{gates}"


def _name(thing: Thing) -> str:
    return shown(thing.label, 60)


# ---- counted ----


def moved(comparison: Comparison, changes: Iterable[AccessChange]) -> list[Thing]:
    """Principals with such a change, emergency accounts aside, each once."""
    wanted, guarded = set(changes), emergency_ids(comparison)
    return list(
        {one.principal.id.lower(): one.principal for one in comparison.access if one.change in wanted and one.principal.id.lower() not in guarded}.values()
    )


def standing_moves(comparison: Comparison) -> tuple[list[Thing], list[Thing]]:
    """Who no longer stands in any role of tier 0, and who does now and did not, emergency accounts aside."""
    before, after = _standing(comparison.before), _standing(comparison.after)
    guarded = emergency_ids(comparison)
    lost, gained = {}, {}
    for one in comparison.access:
        key = one.principal.id.lower()
        if key in guarded:
            continue
        if one.change in LESS and _stands(one.before) and key not in after:
            lost[key] = one.principal
        elif one.change in MORE and _stands(one.after) and key not in before:
            gained[key] = one.principal
    return list(lost.values()), list(gained.values())


def _stands(path_class: PathClass | None) -> bool:
    return path_class is not None and path_class.is_standing


def _standing(side: Assessment) -> frozenset[str]:
    return frozenset(entry.principal.id.lower() for reach in side.reaches for entry in reach.principals if entry.is_standing)


def standing_now(side: Assessment) -> int:
    """How many still stand in a role of tier 0, emergency accounts aside."""
    return len(_standing(side) - {one.id.lower() for one in side.break_glass})
