"""The privilege graph of a change: both sides in one drawing, lost ways dashed, new ones bold, the others quiet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.model import collections as c
from assessor.model.words import COMPARED_GATES, Gate, PathClass
from assessor.report import wording as w
from assessor.report.comparison_words import NO_WAY
from assessor.report.drawing import drawn_picture
from assessor.report.reduce import Key, Node, Picture, Step, key_of, step_of
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.comparison import Comparison
    from assessor.model.result import Assessment, Edge, Path, PrincipalPaths, Reach, Thing
    from assessor.report.drawing import Figure

LOST, NEW, SAME = "lost", "new", "same"
EdgeKey = tuple[str, str, str, str, bool]
RoleKey = tuple[str, str]
_GATES_ONLY = {c.ROLE_MANAGEMENT_POLICIES.name, c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS.name}
"""Without them a way shows fewer gates, but it is there."""
_FOR_A_WHILE = {PathClass.ACTIVATED, PathClass.ELIGIBLE, PathClass.ELIGIBLE_TWICE}


@dataclass(slots=True)
class Changed:
    """One principal on both sides of one role."""

    thing: Thing
    before: PathClass | None
    after: PathClass | None
    steps: dict[Step, None]
    ways: list[tuple[Edge, ...]]
    guarded: bool
    gates: tuple[frozenset[Gate], frozenset[Gate]] = (frozenset(), frozenset())
    """What stands in the strongest way on either side, of the gates that count."""

    @property
    def fates(self) -> set[str]:
        """What became of its steps."""
        return {one.fate for one in self.steps}

    @property
    def note(self) -> str:
        """From which class to which."""
        names = [w.CLASSES[one] if one else NO_WAY for one in (self.before, self.after)]
        return names[0] if names[0] == names[1] else f"{names[0]} \N{RIGHTWARDS ARROW} {names[1]}"


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One role of tier 0 on both sides."""

    role: Thing
    scope: str
    where: str
    before: Reach | None
    after: Reach | None

    @property
    def blind(self) -> tuple[str, ...]:
        """What only one side knows about the role, in words; then a lost or new way may be no change at all."""
        sides = [{one.collection: one.says for one in side.unknown if one.collection not in _GATES_ONLY} if side else {} for side in (self.before, self.after)]
        return tuple(
            f"{name}, {shown(says, 200)}"
            for name, here, there in (("In the earlier snapshot", sides[0], sides[1]), ("In the later snapshot", sides[1], sides[0]))
            for collection, says in here.items()
            if collection not in there
        )

    @property
    def tells_gates(self) -> bool:
        """Whether both sides know the rules of PIM."""
        return not any(one.collection in _GATES_ONLY for side in (self.before, self.after) if side for one in side.unknown)


def role_changes(comparison: Comparison) -> Iterator[RoleChange]:
    """All roles of tier 0 that either side knows, in the order of the later one."""
    one, other = _by_role(comparison.before), _by_role(comparison.after)
    for key in dict.fromkeys((*other, *one)):
        here, there = one.get(key), other.get(key)
        known = there or here
        if known:
            yield RoleChange(known.role, known.scope, known.where, here, there)


def _by_role(side: Assessment) -> dict[RoleKey, Reach]:
    return {(one.role.id.lower(), one.scope.lower()): one for one in side.reaches}


def drawn_change(change: RoleChange, guarded: frozenset[str], most: int, prefix: str) -> Figure | None:
    """The drawing with at most `most` boxes, whoever changed first; None where no way was lost and none is new."""
    them = changed_principals(change, guarded)
    if all(one.fates <= {SAME} for one in them):
        return None
    picture = Picture({key_of(change.role): Node(key_of(change.role), [change.role])})
    hidden: Counter[str] = Counter()
    for group in _merged(them):
        if not _added(picture, group, most):
            hidden[_kind_of(group[0])] += len(group)
    role = shown(change.role.label, 60)
    said = f"Ways to {role} before and after: dashed ones were lost, bold ones are new, thin ones stayed. The table of people says the same in words."
    return replace(drawn_picture(picture, said, prefix), left_out=_left_out(hidden))


def _kind_of(one: Changed) -> str:
    return LOST if one.after is None else NEW if one.before is None else SAME if one.fates <= {SAME} else "changed"


def _left_out(hidden: Counter[str]) -> str:
    words = {LOST: "lost their way", NEW: "are new", "changed": "have another way", SAME: "have the way that they had"}
    parts = [f"{hidden[kind]:,} who {word}" for kind, word in words.items() if hidden[kind]]
    return f"Not drawn, to keep the figure readable: {w.listed(parts)}." if parts else ""


# ---- both sides of a principal ----


def changed_principals(change: RoleChange, guarded: frozenset[str]) -> list[Changed]:
    """Everybody with a way on either side, each step with its fate."""
    sides = [{one.principal.id.lower(): one for one in reach.principals} if reach else {} for reach in (change.before, change.after)]
    edges = [{edge_key(edge): edge for entry in side.values() for path in lasting(entry) for edge in path.edges} for side in sides]
    found = []
    for key in dict.fromkeys((*sides[1], *sides[0])):
        here, there = sides[0].get(key), sides[1].get(key)
        entry = there or here
        if entry and (entry.path_class or (here and here.path_class)):
            found.append(_principal(entry.principal, here, there, (edges[0], edges[1]), guarded=key in guarded))
    return found


def _principal(
    thing: Thing, before: PrincipalPaths | None, after: PrincipalPaths | None, edges: tuple[dict[EdgeKey, Edge], dict[EdgeKey, Edge]], *, guarded: bool
) -> Changed:
    classes = strongest_class(before), strongest_class(after)
    made = Changed(thing, classes[0], classes[1], {}, [], guarded)
    made.gates = (_least_guarded(before), _least_guarded(after))
    calm = PathClass.ACTIVATED in classes and set(classes) <= _FOR_A_WHILE  # an activation that happened to run is no change
    entries = [before if classes[0] is not PathClass.ACTIVATED else after] if calm else [before, after]
    for path in (path for entry in entries if entry for path in lasting(entry)):
        chain = []
        for edge in path.edges:
            key = edge_key(edge)
            fate = SAME if calm or (key in edges[0] and key in edges[1]) else LOST if key in edges[0] else NEW
            drawn = edges[1].get(key) or edge
            chain.append(drawn)
            made.steps[_step(drawn, path, fate)] = None
        made.ways.append(tuple(chain))
    return made


def _step(edge: Edge, path: Path, fate: str) -> Step:
    """What is gone needs no dates and gates, or its words would cover what is new."""
    step = replace(step_of(edge, path), fate=fate)
    return replace(step, end="", gates=frozenset()) if fate == LOST else step


def lasting(entry: PrincipalPaths) -> list[Path]:
    """Living ways; one that is only activated for some hours where nothing else leads there."""
    living = [path for path in entry.paths if path.path_class]
    return [path for path in living if path.path_class is not PathClass.ACTIVATED] or living


def _least_guarded(entry: PrincipalPaths | None) -> frozenset[Gate]:
    """Gates of the strongest lasting way, of the one with fewest where there are several."""
    strongest = strongest_class(entry)
    gates = [path.gates & COMPARED_GATES for path in lasting(entry) if path.path_class is strongest] if entry and strongest else []
    return min(gates, key=lambda one: (len(one), sorted(one)), default=frozenset())


def strongest_class(entry: PrincipalPaths | None) -> PathClass | None:
    """Class of the strongest lasting way."""
    return min((path.path_class for path in lasting(entry) if path.path_class), key=lambda one: one.rank, default=None) if entry else None


def edge_key(edge: Edge) -> EdgeKey:
    """An edge as the same one on both sides; its date of end may move."""
    return edge.kind, edge.source.id.lower(), edge.target.id.lower(), (edge.scope or "").lower(), edge.end is None


# ---- drawn ----


def _merged(them: Iterable[Changed]) -> list[list[Changed]]:
    """Principals whose steps, classes and fates are equal share a box; who others go through stays alone."""
    every = list(them)
    inner = {key_of(edge.source) for one in every for way in one.ways for edge in way[1:]}
    groups: dict[object, list[Changed]] = {}
    for one in every:
        groups.setdefault(_signature(one, inner), []).append(one)
    return sorted(groups.values(), key=_worth)


def _signature(one: Changed, inner: set[Key]) -> object:
    own = key_of(one.thing)
    if own in inner:
        return own
    steps = frozenset(replace(step, source=("", "")) if step.source == own else step for step in one.steps)
    return str(one.thing.kind), one.guarded, one.before, one.after, steps


def _worth(group: list[Changed]) -> tuple[bool, int, int]:
    """Changes first, among them the strongest classes."""
    first = group[0]
    ranks = [one.rank for one in (first.before, first.after) if one]
    return first.fates <= {SAME}, min(ranks, default=99), -len(group)


def _added(picture: Picture, group: list[Changed], most: int) -> bool:
    first, own = group[0], key_of(group[0].thing)
    fresh = {own} | {key_of(edge.target) for way in first.ways for edge in way}
    if len(picture.nodes.keys() | fresh) > most:
        return False
    for way in first.ways:
        for left, edge in enumerate(way):
            source = picture.nodes.setdefault(key_of(edge.source), Node(key_of(edge.source), [edge.source]))
            picture.nodes.setdefault(key_of(edge.target), Node(key_of(edge.target), [edge.target]))
            source.distance = max(source.distance, len(way) - left)
    node = picture.nodes.setdefault(own, Node(own, []))
    node.things, node.path_class, node.break_glass = [one.thing for one in group], first.after or first.before, first.guarded
    node.note = first.note
    picture.steps.update(first.steps)
    return True
