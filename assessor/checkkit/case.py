"""A tenant as one check sees it: it can read what it declared, and what it leans on is written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from assessor.checkkit.chains import Chain, chains
from assessor.conditional_access import (
    NO_RISK,
    Activations,
    ConditionalAccess,
    Enforcement,
    Gaps,
    PhoneProof,
    Proof,
    Property,
    Risks,
    Survey,
    Who,
    enforcement,
)
from assessor.graph import PrivilegeGraph
from assessor.graph.voids import in_restricted_unit, void_of
from assessor.model import collections as c
from assessor.model.holdings import Holding, unmapped
from assessor.model.memberships import Access, Membership
from assessor.model.result import PrincipalPaths, Reach, Thing, Unknown, Void
from assessor.model.roles import Role, Roles
from assessor.model.table import Missing, Table, Unavailable
from assessor.model.tenant import Presence
from assessor.model.words import Kind, ReasonCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from assessor.checkkit.declare import Check
    from assessor.checkkit.study import Study
    from assessor.conditional_access import Context
    from assessor.model.engagement import Engagement, Resolved
    from assessor.model.pim import PimPolicy
    from assessor.model.rows import AdministrativeUnit, Group, Row, ServicePrincipal, User

R = TypeVar("R", bound="Row")
T = TypeVar("T")


class Undeclared(Exception):  # noqa: N818  # a defect of a check, never shown as an error of the user
    """A check reads a collection, or judges by a threshold, that it did not declare."""


class Case:
    """What a check's function gets. Everything it reads is declared; everything it could not read is remembered."""

    def __init__(self, study: Study, check: Check) -> None:
        """One case a check."""
        self._study, self._check, self._reads = study, check, check.reads
        self.population = 0
        """Over how many objects the check judged; counted by `each` and `judged`."""
        self.notes: list[str] = []
        self.unknowns: list[Unknown] = []

    # ---- what a check says beside its findings ----

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The objects that the check judges, counted as they pass."""
        for thing in things:
            self.population += 1
            yield thing

    def judged(self, number: int = 1) -> None:
        """Count objects that were judged without a loop."""
        self.population += number

    def note(self, sentence: str) -> None:
        """What a reader should know although it is no finding."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def unknown(self, collection: c.Collection[Any] | str, says: str, code: ReasonCode = ReasonCode.UNKNOWN_DATA) -> None:
        """Something the answer hangs on and the snapshot does not hold: without a fail, the check is not assessed."""
        self._remember(Unknown(str(collection), says, code))

    def _remember(self, unknown: Unknown) -> None:
        if unknown not in self.unknowns:
            self.unknowns.append(unknown)

    # ---- reading ----

    def read(self, collection: c.Collection[R]) -> Table[R]:
        """The rows of a declared collection; where it is missing the engine takes over."""
        self._declared(collection)
        return self._study.tenant.read(collection)

    def find(self, collection: c.Collection[R]) -> Table[R] | None:
        """The rows of a declared collection, or None where it is missing."""
        self._declared(collection)
        table = self._study.tenant.table(collection)
        return None if isinstance(table, Missing) else table

    def missing(self, collection: c.Collection[R]) -> Missing | None:
        """Why a declared collection is missing, or None."""
        self._declared(collection)
        table = self._study.tenant.table(collection)
        return table if isinstance(table, Missing) else None

    def _declared(self, *collections: c.Collection[Any]) -> None:
        for collection in collections:
            if collection not in self._reads:
                raise Undeclared(f"{self._check.info.id} reads {collection.name}, which it does not declare")

    def lean_on(self, *collections: c.Collection[Any]) -> None:
        """Remember each of these that is missing, or of which a page was lost: what the check then finds stands, and it does not pass."""
        self._declared(*collections)
        for collection in collections:
            self._lean_on(collection)

    def _lean_on(self, collection: c.Collection[Any], parent: str | None = None) -> None:
        """Remember what is not known of a collection, or of one parent in it, if the check declares it."""
        if collection not in self._reads:
            return
        table = self._study.tenant.table(collection)
        if isinstance(table, Missing):
            if not self._stands_in(table):
                self._remember(Unknown(table.name, table.says, table.reason_code))
        elif gap := table.gap(parent) if parent else next((gap for gap in table.gaps if gap.key == "page"), None):
            of = None if gap.key == "page" or not parent else "the roles" if parent == "/" else self._study.tenant.principal(parent).label
            self._remember(Unknown(table.name, gap.says(table.name, of), gap.reason_code))

    def _stands_in(self, missing: Missing) -> bool:
        return self._check.judges_without_pim and self._study.tenant.is_without_pim and missing.is_unlicensed

    # ---- the engagement ----

    @property
    def taken_at(self) -> datetime:
        """When the snapshot was taken: the only "now" there is."""
        return self._study.tenant.taken_at

    @property
    def engagement(self) -> Engagement:
        """The consultant's file."""
        return self._study.engagement

    @property
    def resolved(self) -> Resolved:
        """The engagement's names found in the tenant."""
        return self._study.resolved

    def threshold(self, name: str) -> int:
        """A declared number that the customer may set."""
        for one in self._check.info.thresholds:
            if one.name == name:
                return self._study.engagement.threshold(self._check.info.id, one)
        raise Undeclared(f"{self._check.info.id} judges by the threshold {name}, which it does not declare")

    def is_break_glass(self, thing: Thing | str) -> bool:
        """Whether the engagement file declares this account an emergency account."""
        return (thing if isinstance(thing, str) else thing.id).lower() in self._study.break_glass_ids

    def but_break_glass(self, things: Iterable[Holding]) -> Iterator[Holding]:
        """Holdings of everybody else."""
        return (one for one in things if not self.is_break_glass(one.principal_id))

    # ---- principals ----

    def thing(self, principal_id: str, odata_type: str | None = None) -> Thing:
        """A principal as the subject of a finding; its type, where a relation names it, tells the kind of one that no table holds."""
        return self._study.tenant.principal(principal_id, odata_type)

    def tenant_thing(self) -> Thing:
        """The tenant as the subject of a finding."""
        facts = self._study.tenant.organization
        return Thing(Kind.TENANT, facts.id, facts.display_name)

    def user(self, user_id: str) -> User | None:
        """A person's row, where the snapshot holds it."""
        self._declared(c.USERS)
        return self._study.tenant.users.get(user_id.lower())

    def group(self, group_id: str) -> Group | None:
        """A group's row, where the snapshot holds it."""
        self._declared(c.GROUPS)
        return self._study.tenant.groups.get(group_id.lower())

    def service_principal(self, object_id: str) -> ServicePrincipal | None:
        """A service principal's row, where the snapshot holds it."""
        self._declared(c.SERVICE_PRINCIPALS)
        return self._study.tenant.service_principals.get(object_id.lower())

    def unit(self, unit_id: str) -> AdministrativeUnit | None:
        """An administrative unit's row."""
        self._declared(c.ADMINISTRATIVE_UNITS)
        return self._study.tenant.units.get(unit_id.lower())

    def unit_members(self, unit_id: str) -> tuple[Thing, ...]:
        """What lies in an administrative unit, as far as it was read; raises `Unavailable` where nothing was. Devices are of kind `unknown`."""
        self.read(c.ADMINISTRATIVE_UNIT_MEMBERS)
        return self._study.in_unit(unit_id.lower())

    def is_deleted(self, principal_id: str) -> bool:
        """Whether the id points at something that is gone; False for one that is merely not known."""
        return self._study.tenant.presence(principal_id) is Presence.DELETED

    def presence(self, principal_id: str) -> Presence:
        """Here, deleted, or not known."""
        return self._study.tenant.presence(principal_id)

    def in_restricted_unit(self, object_id: str) -> bool:
        """Whether a user or group lies in a restricted management unit."""
        self._lean_on(c.ADMINISTRATIVE_UNITS)
        self._lean_on(c.ADMINISTRATIVE_UNIT_MEMBERS)
        return in_restricted_unit(self._study.tenant, object_id)

    # ---- roles, holdings, groups ----

    def role(self, role_id: str) -> Role:
        """A role by template id."""
        return self._study.roles.get(role_id)

    @property
    def roles(self) -> Roles:
        """All roles."""
        return self._study.roles

    def holdings(self) -> tuple[Holding, ...]:
        """Who holds which role over which scope: people, groups and service principals, direct assignments only."""
        for collection in (c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.ROLE_ASSIGNMENTS):
            self._lean_on(collection)
        return self._study.holdings

    def tell_unmapped(self) -> None:
        """Remember roles over units of which nobody can tell which role it is: a check that judges by role cannot pass over them."""
        for row in unmapped(self._study.tenant):
            holder = row.role_member_info.id if row.role_member_info else None
            unit = self._study.tenant.scope_in_words(f"/administrativeUnits/{row.administrative_unit_id}")
            self.unknown(c.DIRECTORY_ROLES, f"which role {self.thing(holder).label if holder else 'somebody'} has over {unit} is not in the snapshot")

    def role_holding_groups(self) -> dict[str, tuple[Holding, ...]]:
        """Group id → the roles that it holds or is eligible for; deleted groups left out."""
        self._lean_on(c.GROUPS)
        found: dict[str, list[Holding]] = {}
        for one in self.holdings():
            if self.thing(one.principal_id).kind is Kind.GROUP:
                found.setdefault(one.principal_id, []).append(one)
        return {key: tuple(found[key]) for key in sorted(found)}

    def members(self, group_id: str, access: Access = "member") -> tuple[Membership, ...]:
        """Everybody who is, or can become, member (or owner) of a group."""
        flat = c.GROUP_MEMBERS if access == "member" else c.GROUP_OWNERS
        for collection in (flat, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES):
            self._lean_on(collection, group_id)
        return self._study.memberships.of(group_id, access)

    def is_in_pim(self, group_id: str) -> bool:
        """Whether PIM manages the group, as far as the snapshot tells; a schedule of the group proves it without the list."""
        if group_id.lower() in self._study.memberships.in_pim:
            return True
        self._lean_on(c.PIM_GROUPS)
        return False

    def void_of(self, one: Membership) -> Void | None:
        """Why a membership or ownership gives nothing, or None."""
        return void_of(self._study.tenant, one, self.thing(one.principal_id, one.odata_type), self.thing(one.group_id))

    def policy_of_role(self, role: Role) -> PimPolicy | None:
        """The PIM policy of a role; where it should be there and is not, the check is told unassessed without a fail."""
        return self._policy(self._study.policies.of_role(role.thing), role.name, "/")

    def role_policies(self) -> tuple[tuple[Role, PimPolicy], ...]:
        """Every role with its own PIM policy, as far as the snapshot holds them; roles without one are left out."""
        self._lean_on(c.ROLE_MANAGEMENT_POLICIES, "/")
        self._lean_on(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS, "/")
        roles = (self.role(key) for key in self._study.policies.role_ids)
        return tuple((role, policy) for role in roles if (policy := self._study.policies.of_role(role.thing)))

    def policy_of_group(self, group_id: str, access: Access) -> PimPolicy | None:
        """The member or owner policy of a group."""
        group = self.thing(group_id)
        return self._policy(self._study.policies.of_group(group, access), f"{group.label} ({access})", group_id)

    def _policy(self, policy: PimPolicy | None, label: str, scope_id: str) -> PimPolicy | None:
        if policy is None:
            self._lean_on(c.ROLE_MANAGEMENT_POLICIES, scope_id)
            self._lean_on(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS, scope_id)
            self.unknown(c.ROLE_MANAGEMENT_POLICIES, f"the PIM policy of {label} is not in the snapshot")
        return policy

    # ---- ways ----

    def ways_to(self, role_id: str, scope: str = "/", *, sure: bool = False) -> Reach:
        """Who can become a role, break-glass accounts included; what is not known of it is remembered where the check needs it.

        `sure` leaves out ways that are merely possible: they never carry a verdict.
        """
        reach = self._study.graph.reach(role_id, scope, sure=sure)
        needed, used = ({one.name for one in ones} for ones in (self._check.needs | self._check.leans_on, self._check.uses))
        for unknown in reach.unknown:
            table = self._study.tenant.tables.get(unknown.collection)
            policies = unknown.collection == c.ROLE_MANAGEMENT_POLICIES.name and not isinstance(table, Missing)
            if policies or (isinstance(table, Missing) and self._stands_in(table)):
                continue  # who asks for a policy that is not there is told by `policy_of_role` and `policy_of_group`
            if unknown.collection in needed:
                self._remember(unknown)
            elif unknown.collection in used - needed and unknown not in self.unknowns:
                self.note(f"Not known: {unknown.says}.")
        self._lean_on(c.ROLE_ASSIGNMENTS)  # what was assigned past PIM stands there alone
        return reach

    def people_to(self, role_id: str, scope: str = "/", *, sure: bool = False) -> tuple[PrincipalPaths, ...]:
        """People who can become a role, break-glass accounts left out; an id of which nobody knows what it is leaves the check undecided."""
        principals = self.ways_to(role_id, scope, sure=sure).principals
        self._tell_strangers(principals)
        return tuple(one for one in principals if one.principal.kind is Kind.USER and not self.is_break_glass(one.principal))

    def _tell_strangers(self, principals: Iterable[PrincipalPaths]) -> None:
        for one in principals:
            if one.principal.kind is Kind.UNKNOWN:
                self.unknown(c.USERS, f"whether {one.principal.id}, which {one.paths[0].edges[0].why.partition(' ')[2]}, is a person is not in the snapshot")

    def chains_to(self, role_id: str, scope: str = "/") -> tuple[Chain, ...]:
        """Every chain by which somebody but a break-glass account can activate himself into a role; what is not known of it is remembered."""
        self._tell_strangers(self.ways_to(role_id, scope).principals)
        found = chains(self._study.graph, self._study.policies, self._study.roles.get(role_id).thing, scope)
        return tuple(sorted((one for one in found if not self.is_break_glass(one.principal)), key=lambda one: (one.principal.id, one.in_words)))

    # ---- Conditional Access ----

    @property
    def access(self) -> ConditionalAccess:
        """Conditional Access, put to sign-ins."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES)
        return self._study.conditional_access

    @property
    def activations(self) -> Activations:
        """PIM's rules joined to the policies of Conditional Access."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES, c.ROLE_MANAGEMENT_POLICIES)
        return self._study.activations

    def phone_proof(self, person: Thing, policy: PimPolicy | None) -> PhoneProof:
        """Whether this person can activate from a phone what the PIM policy guards."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES, c.ROLE_MANAGEMENT_POLICIES)
        return self._study.phones.proof(person.id, policy)

    def use_proof(self, person: Thing, role_id: str) -> PhoneProof:
        """Whether this person can use a role from a phone once it is activated."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES)
        return self._study.using(role_id).use_proof(person.id)

    def enforcement(self, person: Thing, context: str, role_id: str | None = None) -> Enforcement:
        """What an authentication context is worth for a person; with `role_id`, once he has activated that role."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES)
        access = self._study.using(role_id).access if role_id else self._study.conditional_access
        return enforcement(access, person.id, context)

    def open_to(self, people: Iterable[str], wanted: Property, asked: Iterable[Context], role_id: str | None = None) -> Gaps:
        """Sign-ins of these people to these resources or contexts that do not prove a property; with `role_id`, once that role is active."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES)
        found = self._study.gaps_of(tuple(sorted(people)), wanted, role_id)
        bits = sum(1 << at for at, one in enumerate(found.space.contexts) if one in set(asked))
        certain, possible = (tuple(one for one in ones if one.box[1] & bits) for ones in (found.certain, found.possible))
        return replace(found, certain=certain, possible=possible)

    @property
    def resting(self) -> ConditionalAccess:
        """Conditional Access while nobody has anything activated."""
        self._declared(c.CONDITIONAL_ACCESS_POLICIES)
        return self._study.resting

    def privileged(self) -> tuple[Who, ...]:
        """Everybody but break-glass who holds or can activate a privileged role, as Conditional Access takes them; what is not known is remembered."""
        for collection in (c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES):
            self._lean_on(collection)
        for members in (c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_MEMBERS):
            self._lean_on(members)
        if any(self.thing(one.principal_id).kind is Kind.UNKNOWN for one in self._study.holdings):
            self._lean_on(c.GROUPS)  # it may be a group, and its members are then not among the people
        people, unknown = self._study.privileged
        for want in unknown:
            self.unknown(want.collection, want.says)
        return people

    def survey(self, proves: Proof | Property, people: tuple[Who, ...], risks: Risks = NO_RISK) -> Survey:
        """All sign-ins of these people at rest, and the policies that prove something of them; raises `Unavailable` where there are none to read."""
        self.read(c.CONDITIONAL_ACCESS_POLICIES)
        return self._study.survey(proves, people, risks)

    def targets(self) -> tuple[tuple[str, str], ...]:
        """(role id, scope) of every role that somebody holds or is eligible for."""
        return self._study.graph.targets()

    @property
    def graph(self) -> PrivilegeGraph:
        """The privilege graph, for checks that ask for edges rather than for ways."""
        return self._study.graph

    def unavailable(self, collection: c.Collection[Any]) -> Unavailable:
        """The signal that a needed collection is missing, for a check that finds out late."""
        return Unavailable(Missing(collection.name, permission=collection.permission))
