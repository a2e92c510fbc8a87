"""The privilege graph: built outward from role assignments, asked backward from a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from assessor.graph.steps import ContextEnforced, Step, group_step, no_context, role_step
from assessor.graph.voids import void_of
from assessor.graph.ways import Way, ways_to
from assessor.model import collections as c
from assessor.model.result import Path, PrincipalPaths, Reach, Thing, Unknown
from assessor.model.table import Missing
from assessor.model.tenant import Presence, Tenant
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.holdings import Holding
    from assessor.model.memberships import Access, Memberships
    from assessor.model.pim import Policies
    from assessor.model.roles import Roles

WAYS: tuple[c.Collection[Any], ...] = (
    c.USERS,
    c.GROUPS,
    c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.GROUP_MEMBERS,
    c.GROUP_OWNERS,
    c.ROLE_MANAGEMENT_POLICIES,
    c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS,
)
"""What a way to a role rests on."""

_ACCESS: tuple[Access, ...] = ("member", "owner")


class PrivilegeGraph:
    """People, groups, role assignments and roles. Nodes are (kind, id), for roles with the scope; edges carry a `Step`."""

    def __init__(
        self, tenant: Tenant, roles: Roles, holdings: Iterable[Holding], memberships: Memberships, policies: Policies, context: ContextEnforced = no_context
    ) -> None:
        """Build all of it: a few thousand nodes even where the tenant has many people."""
        self.tenant, self.roles, self.memberships, self.policies, self._context = tenant, roles, memberships, policies, context
        self.graph = nx.MultiDiGraph()
        self._reaches: dict[tuple[str, str], Reach] = {}
        for holding in holdings:
            self._hold(holding)

    def targets(self) -> tuple[tuple[str, str], ...]:
        """(role id, scope) of every role that somebody holds or is eligible for."""
        return tuple(sorted((node[1], node[2]) for node in self.graph if node[0] == Kind.ROLE))

    def reach(self, role_id: str, scope: str = "/") -> Reach:
        """Who can become this role over this scope; each principal's ways that none of its others beats."""
        key = (role_id.lower(), scope)
        if key not in self._reaches:
            self._reaches[key] = self._search(*key)
        return self._reaches[key]

    def steps_into(self, thing: Thing, scope: str = "/") -> tuple[Step, ...]:
        """The edges that end at a group or a role, in order."""
        node = (thing.kind, thing.id.lower(), scope) if thing.kind is Kind.ROLE else (thing.kind, thing.id.lower())
        found = [data["step"] for _, _, data in self.graph.in_edges(node, data=True)] if node in self.graph else []
        return tuple(sorted(found, key=lambda step: (step.edge.kind, step.edge.source.kind, step.edge.source.id, step.state)))

    # ---- building ----

    def _hold(self, holding: Holding) -> None:
        role = self.roles.get(holding.role_id).thing
        holder = self.tenant.principal(holding.principal_id)
        if self.tenant.presence(holding.principal_id) is Presence.DELETED:
            return  # an orphaned assignment gives nobody anything
        where = self.tenant.scope_in_words(holding.scope)
        self._add(role_step(holding, holder, role, where, self.policies.of_role(role), self._context), (Kind.ROLE, role.id, holding.scope))
        if holder.kind is Kind.GROUP:
            self._expand(holder)

    def _expand(self, group: Thing) -> None:
        waiting = [group]
        while waiting:
            current = waiting.pop()
            if self.graph.nodes[_node(current)].get("expanded"):
                continue
            self.graph.nodes[_node(current)]["expanded"] = True
            waiting += [holder for holder in self._join(current) if holder.kind is Kind.GROUP]

    def _join(self, group: Thing) -> Iterator[Thing]:
        for access in _ACCESS:
            policy = self.policies.of_group(group, access)
            for membership in self.memberships.of(group.id, access):
                if self.tenant.presence(membership.principal_id) is Presence.DELETED:
                    continue
                holder = self.tenant.principal(membership.principal_id, membership.odata_type)
                void = void_of(self.tenant, membership, holder, group)
                self._add(group_step(membership, holder, group, policy, self._context, void), _node(group))
                yield holder

    def _add(self, step: Step, target: tuple[str, ...]) -> None:
        self.graph.add_node(_node(step.edge.source), thing=step.edge.source)
        self.graph.add_node(target, thing=step.edge.target)
        self.graph.add_edge(_node(step.edge.source), target, step=step)

    # ---- asking ----

    def _search(self, role_id: str, scope: str) -> Reach:
        role = self.roles.get(role_id).thing
        node = (Kind.ROLE, role.id, scope)
        found = ways_to(self.graph, node) if node in self.graph else {}
        people = {key: ways for key, ways in found.items() if key[0] != Kind.GROUP}
        living = [_paths(self.graph.nodes[key]["thing"], [way for way in ways if way.voided is None]) for key, ways in people.items()]
        voided = [_paths(self.graph.nodes[key]["thing"], ways) for key, ways in people.items() if all(way.voided for way in ways)]
        groups = [key[1] for key in found if key[0] == Kind.GROUP]
        return Reach(
            role=role,
            scope=scope,
            where=self.tenant.scope_in_words(scope),
            principals=_sorted(one for one in living if one.paths),
            voided=_sorted(voided),
            unknown=tuple(dict.fromkeys((*self._unknown(groups), *self._unguarded(node, groups)))),
        )

    def _unknown(self, groups: list[str]) -> Iterator[Unknown]:
        for collection in WAYS:
            table = self.tenant.table(collection)
            if isinstance(table, Missing):
                yield Unknown(table.name, table.says, table.reason_code)
            elif lost := next((gap for gap in table.gaps if gap.key == "page"), None):
                yield Unknown(table.name, lost.says(table.name), lost.reason_code)
        for group_id in sorted(groups):
            yield from self._unknown_of(group_id)

    def _unguarded(self, node: tuple[str, ...], groups: list[str]) -> Iterator[Unknown]:
        """Where a policy was not read, a way shows fewer gates than it may have."""
        if not (self.tenant.has(c.ROLE_MANAGEMENT_POLICIES) and self.tenant.has(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)):
            return  # said of the whole collection
        for target in (node, *((Kind.GROUP, group_id) for group_id in sorted(groups))):
            steps = (data["step"] for _, _, data in self.graph.in_edges(target, data=True)) if target in self.graph else ()
            if opened := next((step.edge.target for step in steps if step.unguarded), None):
                yield Unknown(
                    c.ROLE_MANAGEMENT_POLICIES.name, f"the PIM policy of {opened.label} is not in the snapshot: ways through it may have further gates"
                )

    def _unknown_of(self, group_id: str) -> Iterator[Unknown]:
        label = self.tenant.principal(group_id).label
        for access in _ACCESS:
            for name, gap in self.memberships.gaps(group_id, access):
                yield Unknown(name, gap.says(name, label), gap.reason_code)


def _node(thing: Thing) -> tuple[str, str]:
    return thing.kind, thing.id.lower()


def _paths(principal: Thing, ways: list[Way]) -> PrincipalPaths:
    paths = (Path(None if way.voided else way.path_class, way.gates, way.edges, way.voided) for way in ways)
    return PrincipalPaths(principal, tuple(sorted(paths, key=_strength)))


def _strength(path: Path) -> tuple[int, int, list[str], list[str]]:
    rank = path.path_class.rank if path.path_class else 99
    return rank, len(path.edges), sorted(path.gates), [edge.target.id for edge in path.edges]


def _sorted(people: Iterable[PrincipalPaths]) -> tuple[PrincipalPaths, ...]:
    return tuple(sorted(people, key=lambda one: (one.principal.kind, one.principal.id)))
