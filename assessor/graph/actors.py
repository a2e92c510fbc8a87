"""Who has which power over others: roles that somebody holds, and application permissions that were granted.

A role is an actor as a node of its own, so that the actor's own way to the role, with its gates, is a part of every path
through it. Powers come from the dated table; those of custom roles, and of roles that the table does not know, from their
actions. Global Administrator is no actor: see `assessor.graph.abuse`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.model import collections as c
from assessor.model.result import Evidence, Thing
from assessor.model.tenant import Presence, Tenant, known
from assessor.model.words import CONFIDENCES, Confidence, Kind
from assessor.reference.powers import GRAPH_APP_ID, app_permissions, contested_resets, doubtful_powers, powers_by_action, role_powers
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.roles import Role, Roles
    from assessor.model.rows import AppRoleAssignment
    from assessor.reference.powers import AppPermission

Node = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A role over a scope, or a service principal with a permission, that can do something to others."""

    thing: Thing
    node: Node
    scope: str
    where: str = ""
    """The scope in words; empty for the whole tenant."""
    power: str
    certainty: Confidence = Confidence.CERTAIN
    evidence: tuple[Evidence, ...] = ()
    permission: AppPermission | None = None

    @property
    def role_id(self) -> str:
        """The role's id; empty for a service principal."""
        return self.thing.id if self.thing.kind is Kind.ROLE else ""

    @property
    def said(self) -> str:
        """The actor as the subject of a sentence."""
        if self.permission:
            return f"{self.thing.label}, by the permission {self.permission.name},"
        return f"{self.thing.label} over {self.where}" if self.where else f"{self.thing.label}"

    def doubted(self, certainty: Confidence) -> Confidence:
        """The weaker of its own certainty and another."""
        return max(self.certainty, certainty, key=CONFIDENCES.index)


class Actors:
    """Everybody with a power, by the power's word."""

    def __init__(self, tenant: Tenant, roles: Roles, held: Iterable[tuple[str, str]]) -> None:
        """`held`: (role id, scope) of every role that somebody holds or is eligible for."""
        self.tenant, self.roles = tenant, roles
        self._by_power: dict[str, list[Actor]] = {}
        for actor in (*self._of_roles(held), *self._of_permissions()):
            self._by_power.setdefault(actor.power, []).append(actor)

    def with_power(self, *powers: str) -> Iterator[Actor]:
        """Actors that have one of the powers."""
        for power in powers:
            yield from self._by_power.get(power, ())

    def has(self, node: Node, *powers: str) -> bool:
        """Whether the node has one of the powers."""
        return any(actor.node == node for actor in self.with_power(*powers))

    def _of_roles(self, held: Iterable[tuple[str, str]]) -> Iterator[Actor]:
        for role_id, scope in held:
            role = self.roles.get(role_id)
            if role_id == GLOBAL_ADMINISTRATOR or (role.definition and role.definition.is_enabled is False):
                continue
            for power in sorted(powers_of(role)):
                yield Actor(
                    thing=role.thing, node=(Kind.ROLE, role.id, scope), scope=scope, where=self.tenant.scope_in_words(scope), power=power,
                    certainty=_certainty(role, power), evidence=(_definition(role, power),),
                )  # fmt: skip

    def _of_permissions(self) -> Iterator[Actor]:
        for row, permission in granted(self.tenant):
            if self.tenant.presence(row.principal_id) is Presence.DELETED:
                continue
            holder = self.tenant.principal(row.principal_id, "#microsoft.graph.servicePrincipal")
            evidence = Evidence(c.APP_ROLE_ASSIGNMENTS.name, row.id, f"{permission.name} granted")
            yield Actor(
                thing=holder, node=(holder.kind, holder.id.lower()), scope="/", power=permission.power, certainty=Confidence(permission.certainty),
                evidence=(evidence,), permission=permission,
            )  # fmt: skip


def granted(tenant: Tenant) -> Iterator[tuple[AppRoleAssignment, AppPermission]]:
    """Every application permission worth the tenant that a service principal was granted on Microsoft Graph."""
    for row in tenant.rows(c.APP_ROLE_ASSIGNMENTS):
        permission = app_permissions().get(row.app_role_id.lower())
        resource = tenant.service_principals.get((row.resource_id or "").lower())
        elsewhere = resource is not None and known(resource.app_id, GRAPH_APP_ID).lower() != GRAPH_APP_ID
        if permission and not elsewhere and (row.principal_type or "ServicePrincipal").lower() == "serviceprincipal":
            yield row, permission


def powers_of(role: Role) -> frozenset[str]:
    """What the holder of a role can do to others."""
    if (listed := role_powers().get(role.id)) is not None:
        return listed
    parts = known(role.definition.role_permissions, []) if role.definition and role.built_in is not True else []
    actions = (action.lower() for part in parts for action in part.allowed_resource_actions or [])
    return frozenset(power for action in actions if (power := powers_by_action().get(action)))


def _certainty(role: Role, power: str) -> Confidence:
    contested = role.id in contested_resets() and power == "reset_password"
    if contested or power in doubtful_powers().get(role.id, ()):
        return Confidence.POSSIBLE
    return Confidence.CERTAIN if role.id in role_powers() else Confidence.LIKELY


def _definition(role: Role, power: str) -> Evidence:
    observed = f"its actions include the power to {power.replace('_', ' ')}"
    return Evidence(c.ROLE_DEFINITIONS.name, role.definition.id if role.definition else None, observed)
