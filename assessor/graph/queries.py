"""Questions to the privilege graph beyond "who can": through what, how far, and what each protection is worth.

All of them walk the subgraph that leads to one role, which is small; none is above quadratic in it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from assessor.graph.abuse import outranks
from assessor.model.words import COMPARED_GATES, Gate, Kind, PathClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assessor.graph.actors import Node
    from assessor.graph.build import PrivilegeGraph
    from assessor.graph.steps import Step
    from assessor.model.result import Path, Reach, Thing

_THROUGH = frozenset({Kind.GROUP, Kind.ROLE, Kind.APPLICATION})


@dataclass(frozen=True, slots=True)
class Behind:
    """Something that every way of these principals goes through."""

    thing: Thing
    principals: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Control:
    """A protection, and who would come through, or come through unguarded, if it were gone."""

    name: str
    opens: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """A principal that no list of the role's own assignments names."""

    principal: Thing
    how: str
    """group, nesting or control."""
    path: Path


@dataclass(frozen=True, slots=True)
class Reached:
    """A role that a principal can become."""

    role: Thing
    scope: str
    where: str
    path_class: PathClass
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Blast:
    """How far a principal reaches."""

    principal: Thing
    roles: tuple[Reached, ...]
    standing: tuple[Thing, ...]
    """People, groups and applications that it is or controls without activating anything."""
    potential: tuple[Thing, ...]
    """Those that it could be or control besides."""


def leading_to(graph: PrivilegeGraph, target: Node, counts: Callable[[Step], bool]) -> nx.MultiDiGraph[Any]:
    """Everything with a way to the target over steps that count, and those steps; ways through roles that outrank it left out."""
    found: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    waiting, seen = deque([target]), {target}
    while waiting:
        node = waiting.popleft()
        for source, edges in graph.graph.pred[node].items() if node in graph.graph else ():
            steps = [data["step"] for data in edges.values() if counts(data["step"])]
            if not steps or outranks(source, target):
                continue
            found.add_edges_from((source, node, {"step": step}) for step in steps)
            if source not in seen:
                seen.add(source)
                waiting.append(source)
    return found


def _living(step: Step) -> bool:
    return step.voided is None


def _things(graph: PrivilegeGraph, nodes: Iterable[Node]) -> tuple[Thing, ...]:
    return tuple(graph.graph.nodes[node]["thing"] for node in sorted(nodes))


def _principals(nodes: Iterable[Node]) -> set[Node]:
    return {node for node in nodes if node[0] not in _THROUGH}


def behind(graph: PrivilegeGraph, target: Node, leave_out: frozenset[str] = frozenset()) -> tuple[Behind, ...]:
    """What stands behind most ways: dominators of the reversed graph, with the principals whose every way goes through them; at least two."""
    inner = leading_to(graph, target, _living)
    if target not in inner:
        return ()
    parents = nx.immediate_dominators(inner.reverse(copy=False), target)
    under: dict[Node, set[Node]] = {}
    for node in _principals(inner):
        above = parents.get(node, target)
        while node[1] not in leave_out and above != target:
            under.setdefault(above, set()).add(node)
            above = parents[above]
    found = [Behind(graph.graph.nodes[node]["thing"], _things(graph, ones)) for node, ones in sorted(under.items()) if len(ones) > 1]
    return tuple(sorted(found, key=lambda one: -len(one.principals)))


def controls(graph: PrivilegeGraph, target: Node, leave_out: frozenset[str] = frozenset()) -> tuple[Control, ...]:
    """The value of each protection: whom a void rule keeps out, and whose every way a gate stands on."""
    now = _reaching(graph, target, _living)
    rules = sorted({data["step"].voided.rule for _, _, data in graph.graph.edges() if data["step"].voided})
    opened = {rule: _reaching(graph, target, lambda step, rule=rule: step.voided is None or step.voided.rule == rule) - now for rule in rules}  # type: ignore[misc]
    for gate in (one for one in Gate if one in COMPARED_GATES):
        opened[str(gate)] = now - _reaching(graph, target, lambda step, gate=gate: step.voided is None and gate not in step.edge.gates)  # type: ignore[misc]
    named = ((name, {node for node in nodes if node[1] not in leave_out}) for name, nodes in opened.items())
    return tuple(Control(name, _things(graph, nodes)) for name, nodes in named if nodes)


def _reaching(graph: PrivilegeGraph, target: Node, counts: Callable[[Step], bool]) -> set[Node]:
    return _principals(leading_to(graph, target, counts))


def hidden(reach: Reach) -> tuple[Hidden, ...]:
    """Principals that become the role without an assignment of their own: through a group, a group in a group, or by control."""
    found = []
    for one in reach.principals:
        if not any(len(path.edges) == 1 and path.path_class is not PathClass.CONTROL for path in one.paths if path.path_class):
            path = one.paths[0]
            how = "control" if path.path_class is PathClass.CONTROL else "group" if len(path.edges) == 2 else "nesting"
            found.append(Hidden(one.principal, how, path))
    return tuple(found)


def blast(graph: PrivilegeGraph, principal: Thing) -> Blast:
    """All roles that a principal can become, and everybody and everything that it controls on the way; tier 0 first."""
    found = []
    for role_id, scope in sorted({*graph.targets(), *((node[1], node[2]) for node in graph.graph if node[0] == Kind.ROLE)}):
        reach = graph.reach(role_id, scope)
        for one in reach.principals:
            if one.principal.id.lower() == principal.id.lower() and one.path_class:
                found.append(Reached(reach.role, scope, reach.where, one.path_class, one.paths[0]))
    standing = _forward(graph, principal, lambda step: step.voided is None and Gate.ACTIVATION not in step.edge.gates)
    potential = _forward(graph, principal, _living) - standing
    ordered = sorted(found, key=lambda one: (not graph.roles.get(one.role.id).tier0, one.path_class.rank, one.role.label.lower(), one.scope))
    return Blast(principal=principal, roles=tuple(ordered), standing=_things(graph, standing), potential=_things(graph, potential))


def _forward(graph: PrivilegeGraph, principal: Thing, counts: Callable[[Step], bool]) -> set[Node]:
    start: Node = (principal.kind, principal.id.lower())
    waiting, seen = deque([start] if start in graph.graph else []), {start}
    while waiting:
        for _, target, data in graph.graph.out_edges(waiting.popleft()):
            if target not in seen and counts(data["step"]):
                seen.add(target)
                waiting.append(target)
    return {node for node in seen - {start} if node[0] != Kind.ROLE}
