"""The privilege graph for other tools: GraphML, and BloodHound's OpenGraph JSON.

GraphML is read by yEd, Gephi, Cytoscape and networkx. OpenGraph is the ingest format that BloodHound documents for nodes and
edges of one's own; kinds carry the prefix `EA` so that they mix with nothing that its own collectors write.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import networkx as nx

from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.actors import Node
    from assessor.graph.build import PrivilegeGraph
    from assessor.model.result import Edge

_NODE_KINDS = {Kind.USER: "EAUser", Kind.GROUP: "EAGroup", Kind.SERVICE_PRINCIPAL: "EAServicePrincipal", Kind.APPLICATION: "EAApplication", Kind.ROLE: "EARole"}


def graphml(graph: PrivilegeGraph) -> bytes:
    """All nodes and edges, in order; one node a role and scope."""
    plain: nx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for node in sorted(graph.graph):
        plain.add_node(_id(node), **_node(graph, node))
    for number, (source, target, facts) in enumerate(_edges(graph)):
        plain.add_edge(source, target, key=str(number), **facts)
    out = io.BytesIO()
    nx.write_graphml_xml(plain, out, encoding="utf-8")
    return out.getvalue() + b"\n"


def opengraph(graph: PrivilegeGraph) -> dict[str, Any]:
    """The document that BloodHound ingests."""
    nodes = [
        {"id": _id(node), "kinds": [_NODE_KINDS.get(Kind(node[0]), "EAUnknown"), "EABase"], "properties": _node(graph, node)} for node in sorted(graph.graph)
    ]
    edges = [
        {
            "kind": f"EA{facts['kind']}",
            "start": {"value": source, "match_by": "id"},
            "end": {"value": target, "match_by": "id"},
            "properties": {name: value for name, value in facts.items() if name != "kind"},
        }
        for source, target, facts in _edges(graph)
    ]
    return {"metadata": {"source_kind": "EABase"}, "graph": {"nodes": nodes, "edges": edges}}


def _id(node: Node) -> str:
    return _clean(":".join(node).upper())


def _node(graph: PrivilegeGraph, node: Node) -> dict[str, Any]:
    thing = graph.graph.nodes[node]["thing"]
    facts = {"name": _clean(thing.label), "objectid": _clean(thing.id), "kind": str(thing.kind)}
    return {**facts, "scope": _clean(node[2]), "tier0": graph.roles.get(node[1]).tier0} if node[0] == Kind.ROLE else facts


def _edges(graph: PrivilegeGraph) -> Iterator[tuple[str, str, dict[str, Any]]]:
    rows = ((_id(source), _id(target), data["step"].edge, data["step"].voided) for source, target, data in graph.graph.edges())
    for source, target, edge, void in sorted(rows, key=lambda row: (row[0], row[1], row[2].kind, row[2].why)):
        yield source, target, _facts(edge, void.rule if void else "")


def _facts(edge: Edge, voided: str) -> dict[str, Any]:
    return {
        "kind": edge.kind, "gates": ",".join(sorted(edge.gates)), "scope": _clean(edge.scope or "/"), "certainty": str(edge.certainty), "voided": voided,
        "why": _clean(edge.why),
    }  # fmt: skip


def _clean(text: str) -> str:
    """With what XML cannot hold, and what nobody sees, spelt out: names are written by strangers, and so are the ids of a doctored file."""
    return text if text.isprintable() else "".join(one if one.isprintable() else f"\u27e8U+{ord(one):04X}\u27e9" for one in text)
