"""The cheapest set of removals after which nobody but the approved can become a role: a minimum cut, checked by removing it.

What is removed is what an administrator can take away (a role, a membership, an ownership, a permission); what follows from
something else (a reset by whoever holds a role) is structure and has no price. Ways that approved people were given are kept.
A removal can open a way (whoever loses a role loses its protection, too), so the graph is built anew without it and cut
again until nobody is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from assessor.graph.build import PrivilegeGraph
from assessor.graph.queries import leading_to
from assessor.graph.removal import Removal, removal_of, without
from assessor.model.holdings import holdings
from assessor.model.memberships import Memberships
from assessor.model.pim import Policies
from assessor.model.roles import Roles
from assessor.model.words import Confidence, Kind, PathClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.actors import Node
    from assessor.graph.steps import ContextEnforced, Step
    from assessor.model.result import Reach, Thing
    from assessor.model.tenant import Tenant

_ROUNDS = 20
_SOURCE = ("source",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What to remove, and who is left."""

    role: Thing
    removals: tuple[Removal, ...]
    closed: tuple[Thing, ...]
    """Principals that had a way and have none any more."""
    left: tuple[Thing, ...]
    """Principals that keep one although they are not approved; empty if the cut does what it should."""

    @property
    def cost(self) -> int:
        """Of all removals."""
        return sum(one.cost for one in self.removals)


def built(tenant: Tenant, context: ContextEnforced) -> PrivilegeGraph:
    """The graph of a tenant from nothing."""
    return PrivilegeGraph(tenant, Roles(tenant), holdings(tenant), Memberships(tenant), Policies(tenant), context)


def cut(graph: PrivilegeGraph, role_id: str, approved: frozenset[str]) -> Cut:
    """Removals that leave only the approved (ids in lower case) with a way to the role over the tenant; ways that are merely possible do not count."""
    removals: list[Removal] = []
    before = _unapproved(graph.reach(role_id, sure=True), approved)
    current, left = graph, before
    for _ in range(_ROUNDS):
        more = _round(current, role_id, approved) if left else []
        if not more:
            break
        removals += more
        current = built(without(graph.tenant, removals), graph.context)
        left = _unapproved(current.reach(role_id, sure=True), approved)
    closed = [thing for key, thing in sorted(before.items()) if key not in left]
    return Cut(role=graph.roles.get(role_id).thing, removals=tuple(removals), closed=tuple(closed), left=tuple(left[key] for key in sorted(left)))


def _unapproved(reach: Reach, approved: frozenset[str]) -> dict[str, Thing]:
    return {one.principal.id.lower(): one.principal for one in reach.principals if one.principal.id.lower() not in approved}


def _round(graph: PrivilegeGraph, role_id: str, approved: frozenset[str]) -> list[Removal]:
    target = (Kind.ROLE, role_id.lower(), "/")
    inner = leading_to(graph, target, lambda step: step.voided is None and step.edge.certainty is not Confidence.POSSIBLE)
    kept = {key for path in _given(graph.reach(role_id), approved) for key in path}
    network, removable = _network(inner, kept)
    for key in _unapproved(graph.reach(role_id, sure=True), approved):
        network.add_edges_from((_SOURCE, node) for node in inner if node[0] not in (Kind.GROUP, Kind.ROLE, Kind.APPLICATION) and node[1] == key)
    if _SOURCE not in network or target not in network:
        return []
    try:
        _, (near, _far) = nx.minimum_cut(network, _SOURCE, target)
    except nx.NetworkXUnbounded:
        return []
    return [one for key, one in sorted(removable.items()) if (*_IN, *key) in near and (*_OUT, *key) not in near]


def _given(reach: Reach, approved: frozenset[str]) -> Iterator[list[tuple[str, ...]]]:
    from assessor.graph.steps import Step
    from assessor.model.holdings import State

    for one in reach.principals:
        for path in one.paths if one.principal.id.lower() in approved else ():
            if path.path_class and path.path_class is not PathClass.CONTROL:
                found = (removal_of(Step(edge, State.PERMANENT)) for edge in path.edges)
                yield [removal.key for removal in found if removal]


_IN, _OUT = ("in",), ("out",)


def _network(inner: nx.MultiDiGraph[Any], kept: set[tuple[str, ...]]) -> tuple[nx.DiGraph[Any], dict[tuple[str, ...], Removal]]:
    """Each removal is one edge with a price, and every step that goes with it runs through that edge; what nobody removes has no bound."""
    network: nx.DiGraph[Any] = nx.DiGraph()
    removable: dict[tuple[str, ...], Removal] = {}
    for source, target, data in inner.edges(data=True):
        step: Step = data["step"]
        removal = removal_of(step)
        if removal is None or removal.key in kept:
            network.add_edge(source, target)
            continue
        first, last = (*_IN, *removal.key), (*_OUT, *removal.key)
        removable[removal.key] = removal
        network.add_edge(source, first)
        network.add_edge(first, last, capacity=removal.cost)
        network.add_edge(last, target)
    return network, removable


def nodes_of(graph: PrivilegeGraph, role_id: str) -> Node:
    """The node of a role over the tenant."""
    return (Kind.ROLE, graph.roles.get(role_id).id, "/")
