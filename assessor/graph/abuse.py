"""Abuse edges: who can take over a person, a group, an application or the tenant without having been given it.

Drawn backward, into nodes that already lead to a privileged role, so that the graph stays small: that a helpdesk can reset a
thousand pupils tells nothing. What is drawn, and what is not:

* The acting role is a node of its own (`HasRole` to the role, then `ResetPassword` from the role): its holders' gates count.
* Global Administrator acts on nothing here. It can do everything, and a way through it says nothing that "can become Global
  Administrator" does not say already. For the same reason `AssignRole` leads to Global Administrator alone, and no way to a
  lesser role is sought through a role that takes the tenant by itself (`outranks`).
* Whoever can weaken a gate (PIM policies, Conditional Access, method policies) opens no way by that alone: no edge. Approvers
  are an AND gate, requester and approver together: no edge either.
* Devices, Azure resources and access packages are not proven by what Graph tells here: no edge.
* An edge that one protection keeps from working stays, voided, with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.graph.abuse_apps import into_application, into_service_principal
from assessor.graph.abuse_groups import into_group
from assessor.graph.abuse_people import into_person
from assessor.model.words import Kind
from assessor.reference.roles import (
    GLOBAL_ADMINISTRATOR,
    PARTNER_TIER2_SUPPORT,
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.actors import Node
    from assessor.graph.room import Draw, Room

_RANKS = {GLOBAL_ADMINISTRATOR: 2, PRIVILEGED_ROLE_ADMINISTRATOR: 1, PRIVILEGED_AUTHENTICATION_ADMINISTRATOR: 1, PARTNER_TIER2_SUPPORT: 1}


def outranks(node: Node, target: Node) -> bool:
    """Whether a node is a role that takes the tenant by itself and is no weaker than the target: ways through it add nothing."""
    if node[0] != Kind.ROLE or node == target or node[2] != "/":
        return False
    rank = _RANKS.get(node[1], 0)
    return rank > 0 and rank >= (_RANKS.get(target[1], 0) if target[2] == "/" else 0)


def edges_into(room: Room, node: Node) -> Iterator[Draw]:
    """Every abuse edge that ends at a node."""
    if node == (Kind.ROLE, GLOBAL_ADMINISTRATOR, "/"):
        yield from _into_top(room, node)
    elif node[0] == Kind.USER:
        yield from into_person(room, node[1])
    elif node[0] == Kind.GROUP:
        yield from into_group(room, node[1])
    elif node[0] == Kind.SERVICE_PRINCIPAL:
        yield from into_service_principal(room, node[1])
    elif node[0] == Kind.APPLICATION:
        yield from into_application(room, node[1])


def _into_top(room: Room, node: Node) -> Iterator[Draw]:
    """Whoever assigns roles assigns the highest."""
    top = room.roles.get(GLOBAL_ADMINISTRATOR).thing
    for actor in room.actors.with_power("assign_role"):
        if actor.scope == "/":
            does = actor.permission.does if actor.permission else "can assign every role, to themselves as well"
            yield room.draw("AssignRole", actor, top, node, f"{actor.said} {does}")
