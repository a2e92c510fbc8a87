"""How long the privilege graph takes, in one run: the closure of people × roles against other engines on the same edges, and the graph itself.

    python tests/bench/graph_bench.py [--users 200000] [--growth]

Each engine runs in a process of its own, so that its memory is its own. Engines that are not installed are left out and said so.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

ROLES = 130


@dataclass
class Edges:
    """A tenant as numbers: groups are below `groups`, people above."""

    groups: int
    users: int
    memberships: list[tuple[int, int]]
    holders: list[tuple[int, int]]


def generated(users: int) -> Edges:
    """A tenth as many groups, five memberships a person, one assignment a hundred people; groups nested, with circles; few hold roles, and those are small."""
    chance = random.Random(7)  # noqa: S311  # the same tenant each time
    groups = max(20, users // 10)
    strong = max(2, groups // 100)  # the first ones: role-holding groups, as role-assignable ones are, with a few members and hardly a group inside
    nested = [(chance.randrange(strong, groups), chance.randrange(strong, groups)) for _ in range(groups // 2)]
    nested += [(chance.randrange(strong, groups), chance.randrange(strong)) for _ in range(strong // 10)]
    inside = [(groups + chance.randrange(users), chance.randrange(strong)) for _ in range(strong * 5)]
    members = [(groups + chance.randrange(users), chance.randrange(strong, groups)) for _ in range(users * 5 - len(nested) - len(inside))]
    holders = [(chance.randrange(strong) if chance.random() < 0.3 else groups + chance.randrange(users), chance.randrange(ROLES)) for _ in range(users // 100)]
    return Edges(groups, users, members + nested + inside, holders)


def ours(edges: Edges) -> int:
    from assessor.graph.closure import closure

    found = closure(edges.holders, edges.memberships, range_of(edges.groups))
    return sum(mask.bit_count() for key, mask in found.items() if int(str(key)) >= edges.groups)


class range_of(dict):  # type: ignore[type-arg]  # noqa: N801  # a mapping of all numbers below one, without holding them
    def __init__(self, end: int) -> None:
        super().__init__()
        self.end = end

    def __contains__(self, key: object) -> bool:
        return isinstance(key, int) and key < self.end


def by_networkx(edges: Edges) -> int:
    import networkx as nx

    graph = nx.DiGraph((group, member) for member, group in edges.memberships)
    graph.add_edges_from((-1 - role, who) for who, role in edges.holders)
    return sum(sum(node >= edges.groups for node in nx.descendants(graph, -1 - role)) for role in range(ROLES) if -1 - role in graph)


def by_igraph(edges: Edges) -> int:
    import igraph

    size = edges.groups + edges.users
    graph = igraph.Graph(
        size + ROLES, [(group, member) for member, group in edges.memberships] + [(size + role, who) for who, role in edges.holders], directed=True
    )
    return sum(sum(edges.groups <= node < size for node in graph.subcomponent(size + role, mode="out")) for role in range(ROLES))


def by_scipy(edges: Edges) -> int:
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order

    size = edges.groups + edges.users
    pairs = np.array([(group, member) for member, group in edges.memberships] + [(size + role, who) for who, role in edges.holders])
    matrix = csr_matrix((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(size + ROLES, size + ROLES))
    found = (breadth_first_order(matrix, size + role, return_predecessors=False) for role in range(ROLES))
    return sum(int(((order >= edges.groups) & (order < size)).sum()) for order in found)


def privilege_graph(edges: Edges) -> int:
    """The whole graph with abuse edges, and every role asked who can become it."""
    from assessor import checkkit as kit
    from assessor.model import collections as c
    from assessor.model import rows
    from assessor.model.engagement import Engagement, resolve
    from assessor.model.table import Table
    from assessor.model.tenant import Tenant
    from assessor.reference import builtin_roles

    tenant, _ = kit.tenant().build()
    roles = sorted(builtin_roles())[:ROLES]
    tables = dict(tenant.tables)
    tables[c.GROUPS.name] = Table(
        "groups", tuple(rows.Group(id=f"g{n}", is_assignable_to_role=False, group_types=[], security_enabled=True) for n in range(edges.groups))
    )
    tables[c.USERS.name] = Table(
        "users", tuple(rows.User(id=f"u{n}", user_principal_name=f"u{n}@x.onmicrosoft.com") for n in range(edges.groups, edges.groups + edges.users))
    )
    name = [f"g{n}" if n < edges.groups else f"u{n}" for n in range(edges.groups + edges.users)]
    tables[c.GROUP_MEMBERS.name] = Table("groupMembers", tuple(rows.Relation(id=name[member], group_id=name[group]) for member, group in edges.memberships))
    held = (
        rows.RoleScheduleInstance(id=str(n), principal_id=name[who], role_definition_id=roles[role], directory_scope_id="/", assignment_type="Assigned")
        for n, (who, role) in enumerate(edges.holders)
    )
    tables[c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES.name] = Table("roleAssignmentScheduleInstances", tuple(held))
    full = Tenant(tenant.id, tenant.taken_at, tenant.facts, "full", tables)
    global loaded  # what is loaded is not what is measured
    loaded = (time.perf_counter(), memory())
    graph = kit.Study(full, Engagement(), resolve(Engagement(), full)).graph
    people = sum(len(graph.reach(role_id, scope).principals) for role_id, scope in graph.targets())
    print(f"    nodes {len(graph.graph)}, edges {graph.graph.number_of_edges()}, all of which lead to a role", file=sys.stderr)
    return people


ENGINES = {"ours (bits)": ours, "scipy": by_scipy, "igraph": by_igraph, "networkx": by_networkx, "privilege graph": privilege_graph}
loaded = (0.0, 0.0)


def memory() -> float:
    """Peak so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(engine: str, users: int) -> None:
    """Load, then measure beyond what was loaded."""
    global loaded
    edges = generated(users)
    loaded = (time.perf_counter(), memory())
    try:
        pairs = ENGINES[engine](edges)
    except ImportError as missing:
        print(f"{engine:16} not installed ({missing.name})")
        return
    print(f"{engine:16} {users:>9,} users  {time.perf_counter() - loaded[0]:6.2f} s  {memory() - loaded[1]:6.0f} MB beyond the edges  {pairs:>9,} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--users", type=int, default=200_000)
    parser.add_argument("--growth", action="store_true", help="10k, 100k and 1M users as well")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        one(given.engine, given.users)
        return
    for users in (given.users, *((10_000, 100_000, 1_000_000) if given.growth else ())):
        print(f"{users:,} users, {users // 10:,} groups, {users * 5:,} memberships, {users // 100:,} assignments")
        for engine in ENGINES if users == given.users else ("ours (bits)", "privilege graph"):
            subprocess.run([sys.executable, __file__, "--engine", engine, "--users", str(users)], check=True)


if __name__ == "__main__":
    main()
