"""Everybody and all roles of tier 0 at once: a drawing of the strongest ways, and the same as a table of people by roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.model.result import Thing
from assessor.model.words import Kind, PathClass
from assessor.report import wording as w
from assessor.report.drawing import Figure, drawn_picture
from assessor.report.findings import thing_view
from assessor.report.reduce import Key, Node, Picture, Step, key_of
from assessor.report.text import shown
from assessor.report.view_figures import CrowdView, EverybodyView
from assessor.report.ways import class_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.model.result import Reach

SINGLE = 150
"""Up to so many principals have a row each; beyond, equal ones share one."""
NAMES = 200
"""Names that a shared row lists."""
Holding = tuple[PathClass | None, ...]
"""The strongest class for each role, in the order of the roles."""


@dataclass(slots=True)
class Crowd:
    """Principals whose strongest ways are the same for every role."""

    things: list[Thing] = field(default_factory=list)
    holding: Holding = ()
    break_glass: bool = False


def overview_figure(reaches: Sequence[Reach], break_glass: frozenset[str], prefix: str) -> Figure | None:
    """Classes of ways on the left, roles on the right, on each line how many; None where nobody reaches anything."""
    picture = Picture({key_of(one.role): Node(key_of(one.role), [one.role]) for one in reaches if one.principals})
    if not picture.nodes:
        return None
    roles = len(picture.nodes)
    kinds = {one.principal.kind for reach in reaches for one in reach.principals}
    for path_class in PathClass:
        for kind in sorted(kinds, key=lambda one: (one is not Kind.USER, one)):
            _add(picture, reaches, path_class, break_glass, kind)
    said = f"How many principals come by which class of way to {w.counted(roles, 'role')} of tier 0; the tables beside it say the same."
    return drawn_picture(picture, said, prefix)


def _add(picture: Picture, reaches: Sequence[Reach], path_class: PathClass, break_glass: frozenset[str], kind: Kind) -> None:
    """One box for everybody of one kind and class; a principal with two classes is in two boxes."""
    key, found = (kind, f"{path_class}"), dict[str, Thing]()
    for reach in reaches:
        here = [one.principal for one in reach.principals if one.path_class is path_class and one.principal.kind is kind]
        if here:
            found.update((one.id, one) for one in here)
            picture.steps[Step(key, key_of(reach.role), path_class, frozenset(), "", "", number=len(here))] = None
    if found:
        guarded = all(one in break_glass for one in found)
        picture.nodes[key] = Node(key, list(found.values()), 1, path_class, guarded)


def everybody(reaches: Sequence[Reach], break_glass: frozenset[str]) -> EverybodyView | None:
    """People by roles of tier 0, with the class of the strongest way in each cell."""
    crowds = _crowds(reaches, break_glass, merge=False)
    if not crowds:
        return None
    merged = len(crowds) > SINGLE
    rows = _crowds(reaches, break_glass, merge=True) if merged else crowds
    roles = tuple(_role_name(one) for one in reaches if one.principals)
    columns = [number for number, one in enumerate(reaches) if one.principals]
    return EverybodyView(roles, tuple(_row(one, columns) for one in rows), w.counted(len(crowds), "principal"), merged)


def _role_name(reach: Reach) -> str:
    over = "" if reach.scope == "/" else f" over {w.where(reach.where, reach.scope)}"
    return shown(reach.role.label, 80) + over


def _row(crowd: Crowd, columns: Iterable[int]) -> CrowdView:
    more = len(crowd.things) - NAMES
    names = tuple(shown(one.label, 80) for one in crowd.things[:NAMES]) if len(crowd.things) > 1 else ()
    kind = crowd.things[0].kind
    return CrowdView(
        principal=thing_view(crowd.things[0]),
        count=f"{len(crowd.things):,} {w.KINDS_MANY.get(kind, w.KINDS[kind])}" if names else "",
        names=(*names, f"and {w.counted(more, 'more', 'more')}") if more > 0 else names,
        note="Break-glass account." if crowd.break_glass else "",
        cells=tuple(class_mark(one) if (one := crowd.holding[number]) else None for number in columns),
    )


def _crowds(reaches: Sequence[Reach], break_glass: frozenset[str], *, merge: bool) -> list[Crowd]:
    """Strongest first; with `merge` equal ones of a kind together."""
    held: dict[Key, tuple[Thing, list[PathClass | None]]] = {}
    for number, reach in enumerate(reaches):
        for entry in reach.principals:
            _, classes = held.setdefault(key_of(entry.principal), (entry.principal, [None] * len(reaches)))
            classes[number] = entry.path_class
    crowds: dict[object, Crowd] = {}
    for key, (thing, classes) in held.items():
        holding, guarded = tuple(classes), thing.id in break_glass
        crowd = crowds.setdefault((thing.kind, guarded, holding) if merge else key, Crowd([], holding, guarded))
        crowd.things.append(thing)
    return sorted((one for one in crowds.values() if any(one.holding)), key=_worth)


def _worth(crowd: Crowd) -> tuple[object, ...]:
    ranks = [one.rank for one in crowd.holding if one]
    return min(ranks), -len(ranks), -len(crowd.things), crowd.things[0].kind != Kind.USER, crowd.things[0].kind, crowd.things[0].id
