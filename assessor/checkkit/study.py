"""A tenant with everything that several checks work out from it, worked out once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assessor.checkkit.chains import chains
from assessor.conditional_access import (
    Activations,
    ConditionalAccess,
    Gaps,
    People,
    Phones,
    Proof,
    Property,
    Risks,
    Survey,
    Who,
    at_rest,
    enforced_context,
    gaps,
    proof_of,
    survey,
)
from assessor.graph import PrivilegeGraph
from assessor.model import collections as c
from assessor.model.holdings import Holding, holdings
from assessor.model.memberships import Memberships
from assessor.model.pim import Policies
from assessor.model.result import Thing
from assessor.model.roles import Roles
from assessor.model.tenant import Presence, children

if TYPE_CHECKING:
    from assessor.conditional_access import Want
    from assessor.model.engagement import Engagement, Resolved
    from assessor.model.rows import Relation
    from assessor.model.tenant import Tenant


class Study:
    """A tenant with everything that several checks work out from it, worked out once."""

    def __init__(self, tenant: Tenant, engagement: Engagement, resolved: Resolved) -> None:
        """Nothing is computed before somebody asks."""
        self.tenant, self.engagement, self.resolved = tenant, engagement, resolved
        self.break_glass_ids = frozenset(thing.id.lower() for thing in resolved.break_glass)
        self._in_unit: dict[str, tuple[Thing, ...]] = {}

    @cached_property
    def roles(self) -> Roles:
        """Roles by template id."""
        return Roles(self.tenant)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Who holds which role over which scope."""
        return holdings(self.tenant)

    @cached_property
    def memberships(self) -> Memberships:
        """Who is in which group."""
        return Memberships(self.tenant)

    @cached_property
    def policies(self) -> Policies:
        """PIM's policies by what they guard."""
        return Policies(self.tenant)

    @cached_property
    def unit_members(self) -> dict[str, list[Relation]]:
        """What lies in which administrative unit, by the unit's id in lower case."""
        return children(self.tenant.rows(c.ADMINISTRATIVE_UNIT_MEMBERS), "administrative_unit_id")

    def in_unit(self, unit_id: str) -> tuple[Thing, ...]:
        """What lies in a unit, deleted objects left out; several checks ask."""
        if unit_id not in self._in_unit:
            rows = (row for row in self.unit_members.get(unit_id, []) if _is_device(row) or self.tenant.presence(row.id) is not Presence.DELETED)
            self._in_unit[unit_id] = tuple(self.tenant.principal(row.id, row.odata_type) for row in rows)
        return self._in_unit[unit_id]

    @cached_property
    def graph(self) -> PrivilegeGraph:
        """The privilege graph."""
        context = enforced_context(self.conditional_access)
        return PrivilegeGraph(self.tenant, self.roles, self.holdings, self.memberships, self.policies, context)

    @cached_property
    def conditional_access(self) -> ConditionalAccess:
        """Conditional Access, read once and put to sign-ins."""
        return ConditionalAccess.of(self.tenant)

    @cached_property
    def activations(self) -> Activations:
        """PIM's rules joined to the policies of Conditional Access."""
        return Activations(self.conditional_access, self.policies)

    @cached_property
    def phones(self) -> Phones:
        """Proofs that an activation is blocked on a phone."""
        return Phones(self.activations)

    @cached_property
    def _using(self) -> dict[str, Phones]:
        """Proofs about using an activated role on a phone, by role; see `Case.use_proof`."""
        return {}

    def using(self, role_id: str) -> Phones:
        """The same policies, put to people who have activated themselves into a role and every group on the way."""
        if role_id not in self._using:
            activated: dict[str, set[str]] = {}
            for chain in chains(self.graph, self.policies, self.roles.get(role_id).thing):
                for edge in chain.edges:
                    activated.setdefault(edge.target.id.lower(), set()).add(chain.principal.id.lower())
            frozen = {key: frozenset(people) for key, people in activated.items()}
            self._using[role_id] = Phones(Activations(ConditionalAccess.of(self.tenant, frozen), self.policies))
        return self._using[role_id]

    def gaps_of(self, people: tuple[str, ...], wanted: Property, role_id: str | None = None) -> Gaps:
        """Sign-ins of some people that do not prove a property; with `role_id`, once they have activated that role."""
        key = (people, wanted, role_id)
        if key not in self._gaps_of:
            access = self.using(role_id).access if role_id else self.conditional_access
            self._gaps_of[key] = gaps(access, wanted, people)
        return self._gaps_of[key]

    @cached_property
    def _gaps_of(self) -> dict[tuple[tuple[str, ...], Property, str | None], Gaps]:
        return {}

    @cached_property
    def resting(self) -> ConditionalAccess:
        """Conditional Access while nobody has anything activated: an activation that happens to run is not standing."""
        rest = at_rest(self.tenant)
        return self.conditional_access if rest is self.tenant else ConditionalAccess.of(rest)

    @cached_property
    def privileged(self) -> tuple[tuple[Who, ...], tuple[Want, ...]]:
        """Everybody but break-glass who holds or can activate a privileged role, and what is not known of it."""
        ids, unknown = self.resting.world.directory.privileged()
        users = self.tenant.users
        return tuple(Who(id=users[one].id if one in users else one) for one in ids if one not in self.break_glass_ids), unknown

    @cached_property
    def _people(self) -> dict[tuple[Who, ...], People]:
        return {}

    @cached_property
    def _surveys(self) -> dict[tuple[Proof | Property, tuple[Who, ...], Risks], Survey]:
        return {}

    def survey(self, proves: Proof | Property, who: tuple[Who, ...], risks: Risks) -> Survey:
        """All sign-ins of these people, and the policies that prove something of them."""
        key = (proves, who, risks)
        if key not in self._surveys:
            people = self._people.setdefault(who, People(self.resting.world.directory, who))
            # what is not MFA is not phishing-resistant, and a block is both: one space for the three, so that their gaps can be compared
            coarse = proves in (Property.PHISHING_RESISTANT, Property.BLOCK)
            space = self.survey(Property.MFA, who, risks).space if coarse else None
            proof = proof_of(proves) if isinstance(proves, Property) else proves
            self._surveys[key] = survey(self.resting, proof, people, space=space, risks=risks)
        return self._surveys[key]


def _is_device(row: Relation) -> bool:
    """Devices stand in no collection: that one is in none of them does not say that it is gone."""
    return (row.odata_type or "").lower().endswith(".device")
