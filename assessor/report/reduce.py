"""The graph of ways to one role, reduced until it can be read: equal principals become one node, what does not fit is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.model.words import Gate, Kind, PathClass
from assessor.report import wording as w

if TYPE_CHECKING:
    from assessor.model.result import Edge, Path, PrincipalPaths, Reach, Thing

Key = tuple[str, str]
STRUCTURE = frozenset({"MemberOf", "EligibleMemberOf", "HasRole", "EligibleFor"})
"""Steps that somebody was given; every other one is control over something."""
CLASSES = frozenset(PathClass)
"""In an overview a whole way is one step, and its class is its kind."""


@dataclass(slots=True)
class Node:
    """A principal, several that share every step, a group, or the role."""

    key: Key
    things: list[Thing]
    distance: int = 0
    """Steps to the role, by the longest way."""
    path_class: PathClass | None = None
    break_glass: bool = False
    note: str = ""
    """In a drawing of a change, what became of it; stands in place of the class."""


@dataclass(frozen=True, slots=True)
class Step:
    """An edge between two nodes, as it is drawn."""

    source: Key
    target: Key
    kind: str
    gates: frozenset[Gate]
    end: str
    scope: str
    activated: bool = False
    """Runs only because somebody has activated it."""
    void: bool = False
    """A protection closes the way that it is part of."""
    number: int = 0
    """In an overview, how many principals the line stands for."""
    fate: str = ""
    """In a drawing of a change: lost, new or same."""

    @property
    def style(self) -> str:
        """solid: stands; dashed: has to be activated; dotted: control over something; grey with a cross: leads nowhere. In a change, its fate."""
        if self.fate:
            return self.fate
        if self.void:
            return "void"
        if self.kind in CLASSES:
            return style_of(PathClass(self.kind))
        if self.kind not in STRUCTURE:
            return "control"
        return "eligible" if self.activated or Gate.ACTIVATION in self.gates else "standing"


@dataclass(slots=True)
class Picture:
    """What is drawn, and how many principals are not."""

    nodes: dict[Key, Node] = field(default_factory=dict)
    steps: dict[Step, None] = field(default_factory=dict)
    hidden: int = 0


def style_of(path_class: PathClass) -> str:
    """The three kinds of line behind the six classes."""
    return "standing" if path_class.is_standing else "control" if path_class is PathClass.CONTROL else "eligible"


def key_of(thing: Thing) -> Key:
    """A thing's place in the graph."""
    return (str(thing.kind), thing.id)


def reduced(reach: Reach, break_glass: frozenset[str], most: int) -> Picture:
    """The strongest first, as long as there is room for a principal's whole ways."""
    inner = {key_of(edge.source) for entry in reach.principals for path in ways_of(entry) for edge in path.edges[1:]}
    picture = Picture({key_of(reach.role): Node(key_of(reach.role), [reach.role])})
    merged: dict[object, list[PrincipalPaths]] = {}
    for entry in reach.principals:
        merged.setdefault(_signature(entry, inner, break_glass), []).append(entry)
    for entries in sorted(merged.values(), key=_worth):
        _add(picture, entries, break_glass, most)
    return picture


def step_of(edge: Edge, path: Path, source: Key | None = None) -> Step:
    """An edge as a value that can be compared; on an activated path, what ends by itself is what was activated."""
    end = edge.end.date().isoformat() if edge.end else ""
    return Step(
        source or key_of(edge.source),
        key_of(edge.target),
        edge.kind,
        edge.gates,
        end,
        "" if edge.scope in ("/", None) else w.where(edge.where, edge.scope, 14),
        path.path_class is PathClass.ACTIVATED and edge.end is not None,
        path.voided is not None,
    )


def ways_of(entry: PrincipalPaths) -> list[Path]:
    """The living ways; where there is none, those that a protection closes."""
    return [path for path in entry.paths if path.path_class] or list(entry.paths)


def _worth(entries: list[PrincipalPaths]) -> tuple[int, int]:
    return (entries[0].path_class or PathClass.CONTROL).rank, -len(entries)


def _signature(entry: PrincipalPaths, inner: set[Key], break_glass: frozenset[str]) -> object:
    """Principals with equal signatures are drawn as one; one that others go through stays by itself."""
    own = key_of(entry.principal)
    if own in inner:
        return own
    ways = frozenset(tuple(step_of(edge, path, ("", "") if number == 0 else None) for number, edge in enumerate(path.edges)) for path in ways_of(entry))
    return str(entry.principal.kind), entry.principal.id in break_glass, entry.path_class, ways


def _add(picture: Picture, entries: list[PrincipalPaths], break_glass: frozenset[str], most: int) -> None:
    first = entries[0]
    own = key_of(first.principal)
    fresh = {own} | {key_of(edge.target) for path in ways_of(first) for edge in path.edges}
    if len(picture.nodes.keys() | fresh) > most:
        picture.hidden += len(entries)
        return
    node = picture.nodes.setdefault(own, Node(own, []))
    node.things, node.path_class = [one.principal for one in entries], first.path_class
    node.break_glass = first.principal.id in break_glass
    for path in ways_of(first):
        _add_path(picture, path)


def _add_path(picture: Picture, path: Path) -> None:
    for left, edge in enumerate(path.edges):
        picture.steps.setdefault(step_of(edge, path))
        source = picture.nodes.setdefault(key_of(edge.source), Node(key_of(edge.source), [edge.source]))
        picture.nodes.setdefault(key_of(edge.target), Node(key_of(edge.target), [edge.target]))
        source.distance = max(source.distance, len(path.edges) - left)


def is_person(node: Node) -> bool:
    """Whether the node stands for people."""
    return node.key[0] == Kind.USER
