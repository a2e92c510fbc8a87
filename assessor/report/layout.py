"""Columns, order and heights for a reduced graph: a layered layout that needs no library because its columns are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.reduce import Key, Picture, Step

PASSES = 8
"""Sweeps of the barycentre ordering; more change nothing."""
NODE_WIDTH, NODE_HEIGHT, GAP, SPACE, BEND = 178, 42, 128, 14, 22
TOP = 34
"""Room for the columns' headings."""

Slot = tuple[str, ...]
"""A node's key, or a bend of a long edge."""


@dataclass(slots=True)
class Layout:
    """Where everything lies; pixels of the drawing's own coordinates."""

    columns: list[list[Slot]]
    links: list[tuple[Slot, Slot]]
    bends: dict[Step, list[Slot]]
    at: dict[Slot, float] = field(default_factory=dict)
    """Middle of each slot, from the top."""

    @property
    def width(self) -> int:
        """Of the whole drawing."""
        return len(self.columns) * NODE_WIDTH + (len(self.columns) - 1) * GAP

    @property
    def height(self) -> float:
        """Down to the lowest node."""
        return max(self.at[slot] + tall(slot) / 2 for column in self.columns for slot in column)

    def left(self, slot: Slot) -> int:
        """Left side of the slot's column."""
        number = next(n for n, column in enumerate(self.columns) if slot in column)
        return number * (NODE_WIDTH + GAP)


def tall(slot: Slot) -> int:
    """Bends of long edges need less room than nodes."""
    return NODE_HEIGHT if len(slot) == 2 else BEND


def laid_out(picture: Picture) -> Layout:
    """Principals on the left, the role on the right; fewer crossings, no overlap."""
    place = _columns_of(picture)
    last = max(place.values())
    layout = Layout([[] for _ in range(last + 1)], [], {})
    for key in picture.nodes:
        layout.columns[place[key]].append(key)
    for step in picture.steps:
        _route(layout, step, place)
    _untangle(layout)
    _heights(layout)
    return layout


def _columns_of(picture: Picture) -> dict[Key, int]:
    """By steps to the role; whoever nobody goes through stands on the far left."""
    last = max(max(node.distance for node in picture.nodes.values()), 1)
    passed = {step.target for step in picture.steps}
    return {key: last - node.distance if key in passed else 0 for key, node in picture.nodes.items()}


def _route(layout: Layout, step: Step, place: dict[Key, int]) -> None:
    """An edge over several columns gets a bend in each, so that it goes round the nodes between."""
    start, end = place[step.source], place[step.target]
    bends: list[Slot] = [(*step.source, *step.target, step.kind, str(sorted(step.gates)), step.scope, str(column)) for column in range(start + 1, end)]
    for column, bend in enumerate(bends, start + 1):
        if bend not in layout.columns[column]:
            layout.columns[column].append(bend)
    layout.bends[step] = bends
    if end > start:
        layout.links += pairwise([step.source, *bends, step.target])


def _untangle(layout: Layout) -> None:
    """Each slot moves to the middle of its neighbours, from the left and from the right in turn."""
    before, after = _neighbours(layout.links)
    for number in range(PASSES):
        forward = number % 2 == 0
        columns = layout.columns[1:] if forward else layout.columns[-2::-1]
        for column in columns:
            _sort(column, before if forward else after, layout.columns)


def _neighbours(links: list[tuple[Slot, Slot]]) -> tuple[dict[Slot, list[Slot]], dict[Slot, list[Slot]]]:
    before: dict[Slot, list[Slot]] = {}
    after: dict[Slot, list[Slot]] = {}
    for source, target in links:
        before.setdefault(target, []).append(source)
        after.setdefault(source, []).append(target)
    return before, after


def _sort(column: list[Slot], near: dict[Slot, list[Slot]], columns: list[list[Slot]]) -> None:
    rank = {slot: number / max(1, len(each) - 1) for each in columns for number, slot in enumerate(each)}
    mean = {slot: _mean([rank[one] for one in near.get(slot, [])], rank[slot]) for slot in column}
    column.sort(key=lambda slot: (mean[slot], slot[-1:] == (), slot))


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _heights(layout: Layout) -> None:
    """The fullest column is stacked; the others follow their neighbours as far as they do not overlap."""
    before, after = _neighbours(layout.links)
    fullest = max(range(len(layout.columns)), key=lambda n: (sum(tall(slot) + SPACE for slot in layout.columns[n]), -n))
    _settle(layout, fullest, {})
    for number in range(fullest + 1, len(layout.columns)):
        _settle(layout, number, before)
    for number in range(fullest - 1, -1, -1):
        _settle(layout, number, after)


def _settle(layout: Layout, number: int, near: dict[Slot, list[Slot]]) -> None:
    """Wished heights, pushed down where they overlap and back up by half of what that cost."""
    floor = float(TOP)
    wishes, got = [], []
    for slot in layout.columns[number]:
        wish = _mean([layout.at[one] for one in near.get(slot, []) if one in layout.at], floor + tall(slot) / 2)
        middle = max(wish, floor + tall(slot) / 2)
        floor = middle + tall(slot) / 2 + SPACE
        wishes.append(wish)
        got.append(middle)
    room = got[0] - tall(layout.columns[number][0]) / 2 - TOP if got else 0.0
    back = min(room, max(0.0, _mean([g - w for g, w in zip(got, wishes, strict=True)], 0.0)))
    layout.at.update({slot: middle - back for slot, middle in zip(layout.columns[number], got, strict=True)})
