"""What every abuse edge is made of, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.graph.steps import Step
from assessor.graph.voids import in_restricted_unit
from assessor.model.holdings import State
from assessor.model.result import Edge, Evidence, Thing, Void
from assessor.model.tenant import Tenant
from assessor.model.words import Confidence

if TYPE_CHECKING:
    from assessor.graph.actors import Actor, Actors, Node
    from assessor.graph.protection import Protections
    from assessor.model.memberships import Memberships
    from assessor.model.roles import Roles


@dataclass(frozen=True, slots=True)
class Draw:
    """An edge to be drawn, with its ends."""

    source: Node
    target: Node
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The tenant as abuse edges read it."""

    tenant: Tenant
    roles: Roles
    memberships: Memberships
    actors: Actors
    protections: Protections

    def covers(self, actor: Actor, *object_ids: str) -> bool:
        """Whether the actor's scope holds the object: the tenant, a unit that it lies in, or the object itself."""
        if actor.scope == "/":
            return True
        head, unit, unit_id = actor.scope.partition("/administrativeUnits/")
        if unit and not head:
            return unit_id.lower() in self.tenant.units_of.get(object_ids[0].lower(), ())
        return actor.scope.strip("/").lower() in {one.lower() for one in object_ids}

    def restriction(self, actor: Actor, thing: Thing) -> Void | None:
        """The restricted unit that keeps the actor out; one whose role is scoped to that unit is at home there."""
        unit = self.tenant.units.get(actor.scope.rpartition("/")[2].lower())
        at_home = unit is not None and unit.is_member_management_restricted is True
        if at_home or not in_restricted_unit(self.tenant, thing.id):
            return None
        return Void("restricted_unit", f"{thing.label} lies in a restricted management unit: only roles over that unit reach it")

    def draw(
        self, kind: str, actor: Actor, target: Thing, node: Node, why: str, *, certainty: Confidence = Confidence.CERTAIN,
        evidence: tuple[Evidence, ...] = (), void: Void | None = None, between_activations: bool = False,
    ) -> Draw:  # fmt: skip
        """An edge from an actor; what somebody could do, and has not been given."""
        edge = Edge(
            kind=kind, source=actor.thing, target=target, scope=actor.scope, where=actor.where, why=why, evidence=(*actor.evidence, *evidence),
            certainty=actor.doubted(certainty),
        )  # fmt: skip
        return Draw(actor.node, node, Step(edge, State.PERMANENT, is_control=True, voided=void, between_activations=between_activations))


def edge_between(
    kind: str, source: Thing, target: Thing, why: str, evidence: tuple[Evidence, ...], *, certainty: Confidence = Confidence.CERTAIN,
    void: Void | None = None, control: bool = True,
) -> Draw:  # fmt: skip
    """An edge from a person, an application or a service principal itself."""
    edge = Edge(kind=kind, source=source, target=target, why=why, evidence=evidence, certainty=certainty)
    step = Step(edge, State.PERMANENT, is_control=control, voided=void)
    return Draw((source.kind, source.id.lower()), (target.kind, target.id.lower()), step)
