"""Small tenants for examples: a check is documented and tested by them. Parts are put together, Graph's own shapes come out.

    kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())

Every collection of the catalogue is there and empty unless a part says otherwise, so an example names only what it is about.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from assessor.model import collections as c
from assessor.model.engagement import Answer, Engagement
from assessor.model.result import SnapshotFacts
from assessor.model.rows import UNSET
from assessor.model.table import Gap, Missing, Table
from assessor.model.tenant import Tenant
from assessor.model.words import Reason

TAKEN_AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
"""When every example's snapshot was taken."""

TENANT_ID = "11111111-1111-4111-8111-111111111111"
_NAMES = uuid.UUID("6f5902ac-237f-4d3f-9d0a-2b1d1f1f1f1f")


@dataclass
class Draft:
    """A tenant being put together: rows in Graph's own shape by collection."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    engagement: Engagement = field(default_factory=Engagement)
    scope: str = "full"

    def add(self, collection: str, **row: Any) -> None:
        """One row, unless one of the same id is there."""
        rows = self.rows.setdefault(collection, [])
        if "id" not in row or not any(_same(row, other) for other in rows):
            rows.append(row)

    def has(self, collection: str, row_id: str) -> bool:
        """Whether a row of that id is there."""
        return any(row.get("id") == row_id for row in self.rows.get(collection, []))


_PARENTS = ("groupId", "administrativeUnitId", "servicePrincipalId", "applicationId")


def _same(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return row["id"] == other.get("id") and all(row.get(key) == other.get(key) for key in _PARENTS)


Part: TypeAlias = Callable[[Draft], None]


@dataclass(frozen=True, eq=False)
class Example:
    """Parts of a tenant; made into one when it is asked for."""

    parts: tuple[Part, ...]

    def build(self) -> tuple[Tenant, Engagement]:
        """The tenant and the engagement that goes with it."""
        draft = Draft()
        for part in (*_ALWAYS, *self.parts):
            part(draft)
        return _tenant(draft), draft.engagement

    def but(self, *parts: Part) -> Example:
        """The same tenant with something added or taken away."""
        return Example((*self.parts, *parts))


def tenant(*parts: Part) -> Example:
    """An example made of parts."""
    return Example(parts)


def _tenant(draft: Draft) -> Tenant:
    tables: dict[str, Table[Any] | Missing] = {}
    for related in (row for name in _RELATIONS for row in draft.rows.get(name, []) if row.get("@odata.type") in (None, *_TYPES.values())):
        related["@odata.type"] = _type_of(draft, related["id"])  # what was mentioned first may have been declared a group later
    for collection in c.ALL:
        rows = tuple(msgspec.convert(row, collection.row) for row in draft.rows.get(collection.name, []))
        tables[collection.name] = draft.missing.get(collection.name) or Table(collection.name, rows, tuple(draft.gaps.get(collection.name, ())))
    facts = SnapshotFacts(taken_at=TAKEN_AT, digest="sha256:" + "0" * 64, sealed=True, scope=draft.scope)
    return Tenant(TENANT_ID, TAKEN_AT, facts, draft.scope, tables)


def ident(name: str) -> str:
    """The object id of a name in every example."""
    return str(uuid.uuid5(_NAMES, name))


def days(number: float) -> str:
    """A moment that many days after (or before) the snapshot, as Graph writes it."""
    return (TAKEN_AT + timedelta(days=number)).isoformat().replace("+00:00", "Z")


# ---- the tenant itself ----


def row(collection: c.Collection[Any] | str, **properties: Any) -> Part:
    """Any row, in Graph's names."""
    return lambda draft: draft.add(str(collection), **properties)


def without(collection: c.Collection[Any], reason: str = "forbidden") -> Part:
    """The collection is missing from the snapshot."""

    def part(draft: Draft) -> None:
        draft.missing[collection.name] = Missing(collection.name, Reason(reason), permission=collection.permission)

    return part


def without_pim() -> Part:
    """A tenant without the licence for PIM: every endpoint of PIM says so."""
    return together(*(without(one, "not_licensed") for one in PIM_COLLECTIONS))


PIM_COLLECTIONS: tuple[c.Collection[Any], ...] = (
    c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.ROLE_MANAGEMENT_POLICIES,
    c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS,
    c.PIM_GROUPS,
)


def gap(collection: c.Collection[Any], parent: str, reason: str = "forbidden") -> Part:
    """The children of one parent could not be read."""
    found = Gap(collection.parent or "page", ident(parent), Reason(reason), 403)
    return lambda draft: draft.gaps.setdefault(collection.name, []).append(found)


def scope_privileged() -> Part:
    """A snapshot of scope `privileged`: an id that is not there is not known, rather than deleted."""

    def part(draft: Draft) -> None:
        draft.scope = "privileged"

    return part


def together(*parts: Part) -> Part:
    """Several parts as one."""

    def part(draft: Draft) -> None:
        for one in parts:
            one(draft)

    return part


# ---- principals ----


def person(name: str, **properties: Any) -> Part:
    """A cloud-only member called `name`; properties in Graph's names replace the defaults."""
    defaults: dict[str, Any] = {
        "userPrincipalName": f"{name}@example.onmicrosoft.com", "displayName": name.title(), "userType": "Member", "accountEnabled": True,
        "onPremisesSyncEnabled": None, "createdDateTime": days(-800), "assignedPlans": [], "assignedLicenses": [], "mail": None,
        "signInActivity": {"lastSignInDateTime": days(-3)},
    }  # fmt: skip
    return _first("users", id=ident(name), **{**defaults, **properties})


def group(name: str, **properties: Any) -> Part:
    """A cloud-only role-assignable security group called `name`."""
    defaults: dict[str, Any] = {
        "displayName": name, "isAssignableToRole": True, "securityEnabled": True, "mailEnabled": False, "groupTypes": [],
        "membershipRule": None, "onPremisesSyncEnabled": None, "visibility": "Private",
    }  # fmt: skip
    return _first("groups", id=ident(name), **{**defaults, **properties})


def service_principal(name: str, **properties: Any) -> Part:
    """An application's account called `name`."""
    defaults = {"displayName": name, "appId": ident(f"app of {name}"), "servicePrincipalType": "Application", "accountEnabled": True}
    return _first("servicePrincipals", id=ident(name), **{**defaults, **properties})


def deleted(name: str, referenced_by: str = "roleAssignments") -> Part:
    """An id that Graph answers 404 for."""
    return row(c.UNRESOLVED_IDS, id=ident(name), referencedBy=referenced_by, httpStatus=404)


def _first(collection: str, **properties: Any) -> Part:
    # declared after it was mentioned: the declaration replaces what the mention made up
    def part(draft: Draft) -> None:
        for name in {collection, *_TYPES}:
            rows = draft.rows.get(name, [])
            rows[:] = [one for one in rows if one["id"] != properties["id"]]
        draft.rows.setdefault(collection, []).append({name: value for name, value in properties.items() if value is not UNSET})

    return part


def _ensure(draft: Draft, name: str) -> str:
    key = ident(name)
    if not any(draft.has(one, key) for one in ("users", "groups", "servicePrincipals", "unresolvedIds")):
        person(name)(draft)
    return key


def _ensure_group(draft: Draft, name: str) -> str:
    if not draft.has("groups", ident(name)):
        group(name)(draft)
    return ident(name)


# ---- roles ----


def standing(role: str, *, to: str, scope: str = "/", since: int = -100) -> Part:
    """Permanently active."""
    return _active(role, to, scope, "Assigned", None, since)


def time_bound(role: str, *, to: str, scope: str = "/", until: int = 30) -> Part:
    """Active until a date, in days from the snapshot."""
    return _active(role, to, scope, "Assigned", days(until), -100)


def activated(role: str, *, to: str, scope: str = "/") -> Part:
    """Active at the moment by an activation, and eligible as every activated person is."""
    now = _active(role, to, scope, "Activated", (TAKEN_AT + timedelta(hours=4)).isoformat(), 0)
    return together(now, eligible(role, to=to, scope=scope))


def _active(role: str, to: str, scope: str, kind: str, end: str | None, since: int) -> Part:
    def part(draft: Draft) -> None:
        principal, name = _ensure(draft, to), f"{role}/{to}/{scope}"
        _define(draft, role)
        draft.add(
            "roleAssignmentScheduleInstances", id=ident(f"{kind}/{name}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope,
            memberType="Direct", assignmentType=kind, startDateTime=days(since), endDateTime=end,
        )  # fmt: skip
        draft.add("roleAssignments", id=ident(f"assignment/{name}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope)

    return part


def eligible(role: str, *, to: str, scope: str = "/", until: int | None = 180, since: int = -100) -> Part:
    """Eligible, for half a year unless `until` says otherwise (None: without end)."""

    def part(draft: Draft) -> None:
        principal = _ensure(draft, to)
        _define(draft, role)
        draft.add(
            "roleEligibilityScheduleInstances", id=ident(f"eligible/{role}/{to}/{scope}"), principalId=principal, roleDefinitionId=role,
            directoryScopeId=scope, memberType="Direct", startDateTime=days(since), endDateTime=None if until is None else days(until),
        )  # fmt: skip

    return part


def outside_pim(role: str, *, to: str, scope: str = "/") -> Part:
    """In the flat list of assignments, with no schedule behind it."""

    def part(draft: Draft) -> None:
        principal = _ensure(draft, to)
        _define(draft, role)
        draft.add("roleAssignments", id=ident(f"outside/{role}/{to}/{scope}"), principalId=principal, roleDefinitionId=role, directoryScopeId=scope)

    return part


def custom_role(name: str, **properties: Any) -> Part:
    """A role of the customer's own; its id is `ident(name)`."""
    return _first("roleDefinitions", id=ident(name), **{"templateId": ident(name), "displayName": name, "isBuiltIn": False, "isEnabled": True, **properties})


def _define(draft: Draft, role: str) -> None:
    from assessor import reference

    dated = reference.builtin_role(role)
    if dated:
        draft.add("roleDefinitions", id=role, templateId=role, displayName=dated.name, isBuiltIn=True, isEnabled=True, isPrivileged=dated.privileged)


# ---- groups ----


def standing_member(name: str, *, of: str, access: str = "member") -> Part:
    """Permanently in a group that PIM manages."""
    return _in_group(name, of, access, "assigned", None)


def time_bound_member(name: str, *, of: str, until: int = 30, access: str = "member") -> Part:
    """In a group that PIM manages, until a date."""
    return _in_group(name, of, access, "assigned", days(until))


def activated_member(name: str, *, of: str, access: str = "member") -> Part:
    """In a group at the moment by an activation."""
    now = _in_group(name, of, access, "activated", (TAKEN_AT + timedelta(hours=4)).isoformat())
    return together(now, eligible_member(name, of=of, access=access))


def plain_member(name: str, *, of: str, access: str = "member") -> Part:
    """In a group by its own list, with no schedule of PIM behind it."""

    def part(draft: Draft) -> None:
        group_id = _ensure_group(draft, of)
        principal = _ensure(draft, name)
        draft.add("groupMembers" if access == "member" else "groupOwners", groupId=group_id, id=principal, **{"@odata.type": _type_of(draft, principal)})

    return part


def owner(name: str, *, of: str) -> Part:
    """Permanent owner by the group's own list."""
    return plain_member(name, of=of, access="owner")


def _in_group(name: str, of: str, access: str, kind: str, end: str | None) -> Part:
    def part(draft: Draft) -> None:
        plain_member(name, of=of, access=access)(draft)
        draft.add(
            "groupAssignmentScheduleInstances", id=ident(f"{kind}/{access}/{name}/{of}"), groupId=ident(of), principalId=ident(name), accessId=access,
            memberType="direct", assignmentType=kind, startDateTime=days(-50), endDateTime=end,
        )  # fmt: skip
        draft.add("pimGroups", id=ident(of))

    return part


def eligible_member(name: str, *, of: str, access: str = "member", until: int | None = 180, since: int = -50) -> Part:
    """Eligible for membership (or ownership) through PIM."""

    def part(draft: Draft) -> None:
        group_id, principal = _ensure_group(draft, of), _ensure(draft, name)
        draft.add(
            "groupEligibilityScheduleInstances", id=ident(f"eligible/{access}/{name}/{of}"), groupId=group_id, principalId=principal, accessId=access,
            memberType="direct", startDateTime=days(since), endDateTime=None if until is None else days(until),
        )  # fmt: skip
        draft.add("pimGroups", id=group_id)

    return part


def eligible_owner(name: str, *, of: str) -> Part:
    """Eligible for ownership through PIM."""
    return eligible_member(name, of=of, access="owner")


def pim_group(name: str) -> Part:
    """A group that PIM manages."""

    def part(draft: Draft) -> None:
        draft.add("pimGroups", id=_ensure_group(draft, name))

    return part


def _type_of(draft: Draft, principal: str) -> str:
    return next((kind for name, kind in _TYPES.items() if draft.has(name, principal)), "#microsoft.graph.user")


_RELATIONS = ("groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners", "applicationOwners")
_TYPES = {"users": "#microsoft.graph.user", "groups": "#microsoft.graph.group", "servicePrincipals": "#microsoft.graph.servicePrincipal"}


# ---- units ----


def unit(name: str, *, restricted: bool = False, **properties: Any) -> Part:
    """An administrative unit called `name`; its scope is `unit_scope(name)`."""
    defaults: dict[str, Any] = {"displayName": name, "membershipType": "Assigned", "membershipRule": None, "membershipRuleProcessingState": None}
    return _first("administrativeUnits", id=ident(name), isMemberManagementRestricted=restricted, **{**defaults, **properties})


def unit_member(name: str, *, of: str) -> Part:
    """An object in an administrative unit."""

    def part(draft: Draft) -> None:
        principal = _ensure(draft, name)
        if not draft.has("administrativeUnits", ident(of)):
            unit(of)(draft)
        draft.add("administrativeUnitMembers", administrativeUnitId=ident(of), id=principal, **{"@odata.type": _type_of(draft, principal)})

    return part


def unit_scope(name: str) -> str:
    """The scope of a role over the unit."""
    return f"/administrativeUnits/{ident(name)}"


# ---- the engagement ----


def break_glass(*names: str) -> Part:
    """Declared emergency accounts; declares only."""

    def part(draft: Draft) -> None:
        for name in names:
            _ensure(draft, name)
        accounts = (*draft.engagement.break_glass_accounts, *(ident(name) for name in names))
        draft.engagement = replace(draft.engagement, break_glass_accounts=accounts)

    return part


def two_break_glass_accounts() -> Part:
    """Two declared emergency accounts as Microsoft wants them: cloud-only, of the initial domain, permanent Global Administrators."""
    names = ("emergency1", "emergency2")
    return together(break_glass(*names), *(standing("62e90394-69f5-4237-9190-012177145e10", to=name) for name in names))


def engagement(**properties: Any) -> Part:
    """Fields of the engagement, by the names of the model."""

    def part(draft: Draft) -> None:
        draft.engagement = replace(draft.engagement, **properties)

    return part


def answer(check_id: str, said: str) -> Part:
    """A manual answer."""
    return lambda draft: engagement(answers={**draft.engagement.answers, check_id: Answer(answer=said, by="an administrator", on=TAKEN_AT.date())})(draft)


_ALWAYS: tuple[Part, ...] = (
    row("organization", id=TENANT_ID, displayName="Example", verifiedDomains=[{"name": "example.onmicrosoft.com", "isDefault": True, "isInitial": True}]),
    row("domains", id="example.onmicrosoft.com", isInitial=True, isDefault=True, isVerified=True, authenticationType="Managed"),
)
