"""All ways to one node that no other way of the same principal beats: label setting backward, with Pareto dominance.

A label is beaten by one that is no weaker in any part: fewer or equal activations, no control step where it has none, no
activated or ending step where it has none, a subset of its gates, no more hops, no weaker certainty. Extending two labels by one edge keeps that
order, so a beaten label can be dropped at once; cycles end by themselves because they only add hops.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.graph.abuse import outranks
from assessor.model.holdings import State
from assessor.model.words import COMPARED_GATES, CONFIDENCES, PathClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from assessor.graph.net import Net
    from assessor.graph.steps import Step
    from assessor.model.result import Edge, Void
    from assessor.model.words import Gate


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A way from a node to the target: its first step, and the rest."""

    step: Step | None
    rest: Way | None
    activations: int = 0
    control: bool = False
    activated: bool = False
    ends: bool = False
    gates: frozenset[Gate] = frozenset()
    hops: int = 0
    doubt: int = 0
    """0 for certain; that of its weakest step."""
    voided: Void | None = None

    @property
    def path_class(self) -> PathClass:
        """The class by the contract's words, from its steps."""
        if self.control:
            return PathClass.CONTROL
        if self.activations:
            return PathClass.ELIGIBLE if self.activations == 1 else PathClass.ELIGIBLE_TWICE
        if self.activated:
            return PathClass.ACTIVATED
        return PathClass.TIME_BOUND if self.ends else PathClass.PERMANENT

    @property
    def rule(self) -> str | None:
        """What voids it; None for a living way."""
        return self.voided.rule if self.voided else None

    @property
    def begins_activated(self) -> bool:
        """Whether its first step runs by an activation: an edge that works between activations does not lead to it."""
        return self.step is not None and self.step.state is State.ACTIVATED

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Its edges, from the principal to the role."""
        found: list[Edge] = []
        way: Way | None = self
        while way is not None and way.step is not None:
            found.append(way.step.edge)
            way = way.rest
        return tuple(found)

    def extended(self, step: Step) -> Way:
        """The way that begins one step earlier."""
        return Way(
            step=step,
            rest=self,
            activations=min(2, self.activations + step.activations),
            control=self.control or step.is_control,
            activated=self.activated or step.state in (State.ACTIVATED, State.ACTIVE),
            ends=self.ends or step.state is State.TIME_BOUND,
            gates=self.gates | step.edge.gates,
            hops=self.hops + 1,
            doubt=max(self.doubt, CONFIDENCES.index(step.edge.certainty)),
            voided=step.voided or self.voided,
        )

    def beats(self, other: Way) -> bool:
        """Whether it is no weaker in any part, on every extension; a voided way beats ways that the same rule voids."""
        return (
            self.rule == other.rule
            and self.activations <= other.activations
            and self.hops <= other.hops
            and self.control <= other.control
            and self.activated <= other.activated
            and self.ends <= other.ends
            and self.doubt <= other.doubt
            and self.begins_activated <= other.begins_activated
            and self.gates & COMPARED_GATES <= other.gates
        )

    def covers(self, other: Way) -> bool:
        """Whether it beats or equals the other as the contract says: class, gates and hops."""
        return self.path_class.rank <= other.path_class.rank and self.gates & COMPARED_GATES <= other.gates and self.hops <= other.hops


def ways_to(graph: Net, target: Any, counts: Callable[[Step], bool] = lambda step: True) -> dict[Any, list[Way]]:  # noqa: ARG005
    """node → its ways to the target; living ones reduced as the contract says, voided ones in the same way, rule by rule.

    Steps that do not `count` are left out, and so are ways through a role that outranks the target.
    """
    kept: dict[Any, list[Way]] = {target: [Way(None, None)]}
    waiting = deque([(target, kept[target][0])])
    while waiting:
        node, way = waiting.popleft()
        if way not in kept[node]:
            continue  # beaten meanwhile
        for source, step in _steps(graph, node):
            if not counts(step) or outranks(source, target) or (step.between_activations and way.begins_activated):
                continue
            longer = way.extended(step)
            if _keep(kept.setdefault(source, []), longer):
                waiting.append((source, longer))
    del kept[target]
    return {node: _reduced(ways) for node, ways in kept.items()}


def _steps(graph: Net, node: Any) -> Iterable[tuple[Any, Step]]:
    for source, edges in graph.pred[node].items():
        for data in edges.values():
            yield source, data["step"]


def _keep(ways: list[Way], new: Way) -> bool:
    if any(old.beats(new) for old in ways):
        return False
    ways[:] = [old for old in ways if not new.beats(old)]
    ways.append(new)
    return True


def _reduced(ways: list[Way]) -> list[Way]:
    kept: list[Way] = []
    for way in sorted(ways, key=lambda one: (one.path_class.rank, one.hops, len(one.gates & COMPARED_GATES), one.doubt, sorted(one.gates))):
        if not any(old.rule == way.rule and old.covers(way) for old in kept):
            kept.append(way)
    return kept
