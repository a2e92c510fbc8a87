"""The graph's own store: who leads to whom, and by which steps.

A multigraph of a few thousand edges needs two dictionaries. It speaks the words of networkx (`pred`, `nodes`, `add_edge`, `in_edges`), which the
questions beyond "who can" run on (`queries`, `cut`, `export`): importing that takes a tenth of a second, and an assessment does not ask them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Node: TypeAlias = tuple[str, ...]
Edges: TypeAlias = dict[int, dict[str, Any]]


class Net:
    """A directed multigraph; nodes and edges carry attributes."""

    def __init__(self) -> None:
        """Nothing in it yet."""
        self.nodes: dict[Node, dict[str, Any]] = {}
        """Attributes by node."""
        self.pred: dict[Node, dict[Node, Edges]] = {}
        """target → source → edges."""
        self.succ: dict[Node, dict[Node, Edges]] = {}
        """source → target → the same edges."""

    def add_node(self, node: Node, **attributes: Any) -> None:
        """The node, or more attributes of one that is there."""
        if node not in self.nodes:
            self.nodes[node], self.pred[node], self.succ[node] = {}, {}, {}
        self.nodes[node].update(attributes)

    def add_edge(self, source: Node, target: Node, **attributes: Any) -> None:
        """One more edge between two nodes."""
        self.add_node(source)
        self.add_node(target)
        edges = self.pred[target].setdefault(source, {})
        self.succ[source][target] = edges
        edges[len(edges)] = attributes

    def in_edges(self, node: Node) -> Iterator[tuple[Node, Node, dict[str, Any]]]:
        """(source, node, attributes) of every edge that ends there."""
        return ((source, node, data) for source, edges in self.pred[node].items() for data in edges.values())

    def out_edges(self, node: Node) -> Iterator[tuple[Node, Node, dict[str, Any]]]:
        """(node, target, attributes) of every edge that begins there."""
        return ((node, target, data) for target, edges in self.succ[node].items() for data in edges.values())

    def edges(self) -> Iterator[tuple[Node, Node, dict[str, Any]]]:
        """(source, target, attributes) of every edge."""
        return (edge for node in self.nodes for edge in self.out_edges(node))

    def number_of_edges(self) -> int:
        """All of them."""
        return sum(len(edges) for sources in self.pred.values() for edges in sources.values())

    def __contains__(self, node: object) -> bool:
        """Whether the node is in it."""
        return node in self.nodes

    def __iter__(self) -> Iterator[Node]:
        """Its nodes, in the order in which they came."""
        return iter(self.nodes)

    def __len__(self) -> int:
        """How many nodes there are."""
        return len(self.nodes)
