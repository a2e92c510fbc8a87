"""Every chain by which somebody becomes a role himself, step by step, with the PIM policy that guards each activation.

Ways of the graph leave out a way that another beats; whether an activation is blocked on a phone must hold on every one (design S8).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.model.words import Gate, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph import PrivilegeGraph
    from assessor.graph.steps import Step
    from assessor.model.pim import PimPolicy, Policies
    from assessor.model.result import Edge, Evidence, Thing

_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Chain:
    """One way from a person to a role."""

    principal: Thing
    edges: tuple[Edge, ...]
    activations: tuple[PimPolicy | None, ...]
    """The policy of each activation on the way; None for one that the snapshot does not hold."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The rows that it rests on."""
        return tuple(dict.fromkeys(row for edge in self.edges for row in edge.evidence))

    @property
    def in_words(self) -> str:
        """The reasons of its edges, one after the other."""
        return ", then ".join(edge.why for edge in self.edges)


def chains(graph: PrivilegeGraph, policies: Policies, role: Thing, scope: str = "/") -> Iterator[Chain]:
    """Chains of people to a role that hold an activation, in a fixed order; voided steps lead nowhere."""
    waiting: list[tuple[Thing, tuple[Step, ...]]] = [(role, ())]
    while waiting:
        thing, behind = waiting.pop()
        for step in graph.steps_into(thing, scope):
            way = (step, *behind)
            if step.voided or len(way) > _DEEPEST or any(step.edge.source == one.edge.target for one in behind):
                continue
            if step.edge.source.kind is Kind.GROUP:
                waiting.append((step.edge.source, way))
            elif step.edge.source.kind is Kind.USER and any(one.activations for one in way):
                yield _chain(way, policies)


def _chain(way: tuple[Step, ...], policies: Policies) -> Chain:
    edges = tuple(step.edge for step in way)
    return Chain(edges[0].source, edges, tuple(policy_of(edge, policies) for edge in edges if Gate.ACTIVATION in edge.gates))


def policy_of(edge: Edge, policies: Policies) -> PimPolicy | None:
    """The PIM policy that is evaluated on an edge."""
    if edge.target.kind is Kind.ROLE:
        return policies.of_role(edge.target)
    return policies.of_group(edge.target, "owner" if edge.kind.endswith("OwnerOf") else "member")
