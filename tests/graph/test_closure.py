"""The closure held against the graph engine's own reachability."""

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from assessor.graph.closure import closure

GROUPS = {f"g{n}": None for n in range(6)}
PEOPLE = [f"p{n}" for n in range(6)]
edges = st.lists(st.tuples(st.sampled_from([*PEOPLE, *GROUPS]), st.sampled_from(list(GROUPS))), max_size=25)
holds = st.lists(st.tuples(st.sampled_from([*PEOPLE, *GROUPS]), st.integers(0, 9)), max_size=8)


@given(edges, holds)
def test_whoever_reaches_a_role_has_its_bit_and_nobody_else(memberships: list[tuple[str, str]], holders: list[tuple[str, int]]) -> None:
    graph = nx.DiGraph([*memberships, *((who, f"role{role}") for who, role in holders)])
    found = closure(holders, memberships, GROUPS)
    for one in (*PEOPLE, *GROUPS):
        reached = {node for node in (nx.descendants(graph, one) if one in graph else ()) if node.startswith("role")}
        assert {f"role{bit}" for bit in range(10) if found.get(one, 0) >> bit & 1} == reached


def test_groups_in_a_circle_end() -> None:
    assert closure([("a", 0)], [("b", "a"), ("a", "b"), ("ana", "b")], {"a": None, "b": None}) == {"a": 1, "b": 1, "ana": 1}
