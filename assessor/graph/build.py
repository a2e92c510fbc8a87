"""The privilege graph: built outward from role assignments, then backward over what nobody was given but can take; asked backward from a role."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.graph.abuse import edges_into
from assessor.graph.actors import Actors, powers_of
from assessor.graph.net import Net
from assessor.graph.protection import Protections
from assessor.graph.room import Room
from assessor.graph.steps import ContextEnforced, Step, group_step, no_context, role_step
from assessor.graph.voids import void_of
from assessor.graph.ways import Way, ways_to
from assessor.model import collections as c
from assessor.model.result import Path, PrincipalPaths, Reach, Thing, Unknown
from assessor.model.table import Missing
from assessor.model.tenant import Presence, Tenant
from assessor.model.words import Confidence, Gate, Kind
from assessor.reference.roles import GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.graph.actors import Node
    from assessor.model.holdings import Holding
    from assessor.model.memberships import Access, Memberships
    from assessor.model.pim import PimPolicy, Policies
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
    c.SERVICE_PRINCIPALS,
    c.SERVICE_PRINCIPAL_OWNERS,
    c.APPLICATIONS,
    c.APPLICATION_OWNERS,
    c.APP_ROLE_ASSIGNMENTS,
    c.ADMINISTRATIVE_UNITS,
    c.ADMINISTRATIVE_UNIT_MEMBERS,
    c.ROLE_ASSIGNMENTS,
    c.ROLE_DEFINITIONS,
)
"""What a way to a role rests on."""

_ACCESS: tuple[Access, ...] = ("member", "owner")
_NO_PRINCIPAL = frozenset({Kind.GROUP, Kind.ROLE, Kind.APPLICATION})
"""Nodes that ways lead through, and that are nobody."""


class PrivilegeGraph:
    """People, groups, role assignments and roles. Nodes are (kind, id), for roles with the scope; edges carry a `Step`."""

    def __init__(
        self, tenant: Tenant, roles: Roles, holdings: Iterable[Holding], memberships: Memberships, policies: Policies, context: ContextEnforced = no_context
    ) -> None:
        """Build all of it: a few thousand nodes even where the tenant has many people."""
        self.tenant, self.roles, self.memberships, self.policies, self.context = tenant, roles, memberships, policies, context
        self.graph = Net()
        self._reaches: dict[tuple[str, str, bool], Reach] = {}
        held = tuple(holdings)
        for holding in held:
            self._hold(holding)
        self._held = tuple(sorted((node[1], node[2]) for node in self.graph if node[0] == Kind.ROLE))
        self.actors = Actors(tenant, roles, self._held)
        self._abuse(Room(tenant=tenant, roles=roles, memberships=memberships, actors=self.actors, protections=Protections(tenant, held, memberships)))

    def targets(self) -> tuple[tuple[str, str], ...]:
        """(role id, scope) of every role that somebody holds or is eligible for."""
        return self._held

    def reach(self, role_id: str, scope: str = "/", *, sure: bool = False) -> Reach:
        """Who can become this role over this scope; each principal's ways that none of its others beats.

        `sure` leaves out edges that are merely possible: what rests on one never carries a verdict.
        """
        key = (role_id.lower(), scope, sure)
        if key not in self._reaches:
            self._reaches[key] = self._search(*key)
        return self._reaches[key]

    def steps_into(self, thing: Thing, scope: str = "/", *, abuse: bool = False) -> tuple[Step, ...]:
        """The edges that end at a group or a role, in order; with `abuse` also those that nobody was given."""
        node = (thing.kind, thing.id.lower(), scope) if thing.kind is Kind.ROLE else (thing.kind, thing.id.lower())
        edges = self.graph.in_edges(node) if node in self.graph else []
        found = [data["step"] for _, _, data in edges if abuse or not data["abuse"]]
        return tuple(sorted(found, key=lambda step: (step.edge.kind, step.edge.source.kind, step.edge.source.id, step.state)))

    # ---- building ----

    def _hold(self, holding: Holding) -> None:
        role = self.roles.get(holding.role_id).thing
        holder = self.tenant.principal(holding.principal_id)
        if self.tenant.presence(holding.principal_id) is Presence.DELETED:
            return  # an orphaned assignment gives nobody anything
        where = self.tenant.scope_in_words(holding.scope)
        policy = self.policies.of_role(role)
        self._add(self._approved(role_step(holding, holder, role, where, policy, self.context), policy), (Kind.ROLE, role.id, holding.scope))
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
                self._add(self._approved(group_step(membership, holder, group, policy, self.context, void), policy), _node(group))
                yield holder

    def _approved(self, step: Step, policy: PimPolicy | None) -> Step:
        """The step with those who have to agree; with none named, Privileged Role and Global Administrators for roles, nobody for groups."""
        if policy is None or Gate.APPROVAL not in step.edge.gates:
            return step
        named = [one.user_id or one.group_id or one.id for one in policy.approvers]
        default = () if policy.access else (self.roles.get(PRIVILEGED_ROLE_ADMINISTRATOR).thing, self.roles.get(GLOBAL_ADMINISTRATOR).thing)
        approvers = tuple(self.tenant.principal(one) for one in named if one) or default
        return replace(step, edge=replace(step.edge, approvers=approvers))

    def _add(self, step: Step, target: Node, source: Node | None = None, *, abuse: bool = False) -> None:
        self.graph.add_node(source or _node(step.edge.source), thing=step.edge.source)
        self.graph.add_node(target, thing=step.edge.target)
        self.graph.add_edge(source or _node(step.edge.source), target, step=step, abuse=abuse)

    def _abuse(self, room: Room) -> None:
        """Backward from the roles that are worth something, to a fixpoint: every node once, so it ends."""
        top = (Kind.ROLE, GLOBAL_ADMINISTRATOR, "/")
        waiting = [top, *(node for node in self.graph if node[0] == Kind.ROLE and self._is_worth(node[1]))]
        seen = set(waiting)
        while waiting:
            node = waiting.pop()
            for drawn in edges_into(room, node):
                self._add(drawn.step, drawn.target, drawn.source, abuse=True)
            fresh = {source for source in self._before(node) if source not in seen}
            seen |= fresh
            waiting += sorted(fresh)

    def _before(self, node: Node) -> Iterator[Node]:
        for source, edges in self.graph.pred[node].items() if node in self.graph else ():
            if any(data["step"].voided is None for data in edges.values()):
                yield source

    def _is_worth(self, role_id: str) -> bool:
        role = self.roles.get(role_id)
        return role.tier0 or role.privileged is not False or bool(powers_of(role))

    # ---- asking ----

    def _search(self, role_id: str, scope: str, sure: bool) -> Reach:
        role = self.roles.get(role_id).thing
        node = (Kind.ROLE, role.id, scope)
        found = ways_to(self.graph, node, lambda step: not sure or step.edge.certainty is not Confidence.POSSIBLE) if node in self.graph else {}
        people = {key: ways for key, ways in found.items() if key[0] not in _NO_PRINCIPAL}
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
            steps = (data["step"] for _, _, data in self.graph.in_edges(target)) if target in self.graph else ()
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
