"""Who holds which role over which scope, and how: PIM's schedules, the flat list of assignments and scoped roles as one.

The flat list (`roleAssignments`) shows activated people as if they stood, and PIM's schedules may miss what was assigned
outside PIM; only the union, with the difference named, is safe (reference: traps 1, 3, 4; domain reference §10.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from assessor.model import collections as c
from assessor.model.result import Evidence
from assessor.model.table import Missing
from assessor.model.tenant import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from assessor.model.rows import RoleAssignment, RoleScheduleInstance, ScopedRoleMember

_FOREVER = 9000
"""From this year on an end date is Graph's way to say that there is none."""


class State(StrEnum):
    """How a role or a membership is held."""

    PERMANENT = "permanent"
    TIME_BOUND = "time_bound"
    ACTIVATED = "activated"
    ELIGIBLE = "eligible"
    ACTIVE = "active"
    """Held now; whether for good or by an activation the snapshot does not tell."""

    @property
    def is_standing(self) -> bool:
        """Permanent or time-bound."""
        return self in (State.PERMANENT, State.TIME_BOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One principal, one role, one scope."""

    principal_id: str
    """In lower case, as all ids here."""
    role_id: str
    """Template id of a built-in role, id of a custom one."""
    scope: str
    """`/`, `/administrativeUnits/{id}`, `/{id}` of an object, or an application's own scope."""
    state: State
    start: datetime | None
    end: datetime | None
    outside_pim: bool
    """Active, and PIM's schedules were read and do not know it."""
    evidence: Evidence

    @property
    def unit_id(self) -> str | None:
        """The administrative unit that it is scoped to."""
        head, _, tail = self.scope.partition("/administrativeUnits/")
        return tail.lower() if not head and tail else None


Key: TypeAlias = tuple[str, str, str]


def holdings(tenant: Tenant) -> tuple[Holding, ...]:
    """Every holding in force at `takenAt`, each (principal, role, scope, state) once; inherited rows are left to the graph."""
    scheduled = list(_scheduled(tenant))
    active = {_key(one) for one in scheduled if one.state is not State.ELIGIBLE}
    flat = [one for one in (*_flat(tenant), *_scoped(tenant)) if _key(one) not in active]
    unique = {(*_key(one), one.state): one for one in reversed([*scheduled, *flat])}
    return tuple(unique[key] for key in sorted(unique))


def _key(one: Holding) -> Key:
    return one.principal_id, one.role_id, one.scope


def _scheduled(tenant: Tenant) -> Iterator[Holding]:
    for collection in (c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES):
        eligible = collection is c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES
        for row in tenant.rows(collection):
            if in_force(row.start_date_time, row.end_date_time, tenant.taken_at) and _is_direct(row):
                yield _from_schedule(tenant, row, collection.name, eligible)


def _is_direct(row: RoleScheduleInstance) -> bool:
    return (row.member_type or "direct").lower() == "direct"


def _from_schedule(tenant: Tenant, row: RoleScheduleInstance, collection: str, eligible: bool) -> Holding:
    state = State.ELIGIBLE if eligible else state_of(row.assignment_type, row.end_date_time)
    until = row.end_date_time.isoformat().replace("+00:00", "Z") if row.end_date_time else "null"
    kind = "eligible" if eligible else f"assignmentType {row.assignment_type}"
    return Holding(
        principal_id=row.principal_id.lower(),
        role_id=role_key(tenant, row.role_definition_id),
        scope=scope_of(row.directory_scope_id, row.app_scope_id),
        state=state,
        start=row.start_date_time,
        end=row.end_date_time,
        outside_pim=False,
        evidence=Evidence(collection, row.id, f"{kind}, endDateTime {until}"),
    )


def _flat(tenant: Tenant) -> Iterator[Holding]:
    for row in tenant.rows(c.ROLE_ASSIGNMENTS):
        observed = "active in the flat list of assignments, which shows no end and no activation"
        yield _unscheduled(tenant, row, Evidence(c.ROLE_ASSIGNMENTS.name, row.id, observed))


def _unscheduled(tenant: Tenant, row: RoleAssignment, evidence: Evidence) -> Holding:
    role, scope = role_key(tenant, row.role_definition_id), scope_of(row.directory_scope_id, row.app_scope_id)
    state, outside = _state(tenant, (row.principal_id.lower(), role, scope))
    return Holding(principal_id=row.principal_id.lower(), role_id=role, scope=scope, state=state, start=None, end=None, outside_pim=outside, evidence=evidence)


def _scoped(tenant: Tenant) -> Iterator[Holding]:
    listed = {_key(one) for one in _flat(tenant)}
    templates = {row.id.lower(): (row.role_template_id or row.id).lower() for row in tenant.rows(c.DIRECTORY_ROLES)}
    for row in tenant.rows(c.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS):
        holder = row.role_member_info.id if row.role_member_info else None
        role = templates.get(row.role_id.lower())
        scope = f"/administrativeUnits/{row.administrative_unit_id.lower()}"
        if not holder or not role or (holder.lower(), role, scope) in listed:
            continue
        state, outside = _state(tenant, (holder.lower(), role, scope))
        evidence = Evidence(c.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS.name, row.id or f"{row.administrative_unit_id}/{holder}", "active over the unit")
        yield Holding(principal_id=holder.lower(), role_id=role, scope=scope, state=state, start=None, end=None, outside_pim=outside, evidence=evidence)


def unmapped(tenant: Tenant) -> tuple[ScopedRoleMember, ...]:
    """Active roles over units of which nobody can tell which role it is: directoryRoles does not hold its id."""
    listed = {row.id.lower() for row in tenant.rows(c.DIRECTORY_ROLES)}
    return tuple(row for row in tenant.rows(c.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS) if row.role_id.lower() not in listed)


def _state(tenant: Tenant, key: Key) -> tuple[State, bool]:
    """As `unscheduled_state`; but what PIM knows of, although not of this moment, was activated while the lists were read, or has just ended."""
    if key in _off_duty(tenant):
        return State.ACTIVATED, False
    return unscheduled_state(tenant, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)


def _off_duty(tenant: Tenant) -> frozenset[Key]:
    cached = tenant.__dict__.get("_off_duty")
    if cached is None:
        rows = (row for row in tenant.rows(c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES) if _is_direct(row))
        past = (row for row in rows if not in_force(row.start_date_time, row.end_date_time, tenant.taken_at))
        cached = frozenset(
            (row.principal_id.lower(), role_key(tenant, row.role_definition_id), scope_of(row.directory_scope_id, row.app_scope_id)) for row in past
        )
        tenant.__dict__["_off_duty"] = cached
    return cast("frozenset[Key]", cached)


def unscheduled_state(tenant: Tenant, schedules: c.Collection[Any]) -> tuple[State, bool]:
    """How something is held that is active without a schedule of PIM's, and whether that is outside PIM.

    Schedules whole: assigned outside PIM, hence permanent. No licence for PIM: permanent, for nothing can be activated. Else nobody knows.
    """
    table = tenant.table(schedules)
    if isinstance(table, Missing):
        return (State.PERMANENT if tenant.is_without_pim else State.ACTIVE), False
    return (State.ACTIVE, False) if any(gap.key == "page" for gap in table.gaps) else (State.PERMANENT, True)


def state_of(assignment_type: str | None, end: datetime | None) -> State:
    """Permanent, time-bound or activated; the role API and the group API spell the words with different letter case."""
    if (assignment_type or "").lower() == "activated":
        return State.ACTIVATED
    return State.PERMANENT if end is None or end.year >= _FOREVER else State.TIME_BOUND


def in_force(start: datetime | None, end: datetime | None, at: datetime) -> bool:
    """Whether an assignment runs at that moment; always held against `takenAt`, never against a clock."""
    return (start is None or start <= at) and (end is None or end > at)


def role_key(tenant: Tenant, role_definition_id: str) -> str:
    """Template id of a built-in role, the definition's own id for a custom one; in lower case."""
    return _role_keys(tenant).get(role_definition_id.lower(), role_definition_id.lower())


def _role_keys(tenant: Tenant) -> dict[str, str]:
    cached = tenant.__dict__.get("_role_keys")
    if cached is None:
        rows = tenant.rows(c.ROLE_DEFINITIONS)
        cached = {row.id.lower(): (row.template_id or row.id).lower() if row.is_built_in is not False else row.id.lower() for row in rows}
        tenant.__dict__["_role_keys"] = cached
    return cast("dict[str, str]", cached)


def scope_of(directory_scope: str | None, app_scope: str | None) -> str:
    """The scope in one spelling; an application's scope is never the tenant's."""
    if directory_scope in (None, "") and app_scope not in (None, "", "/"):
        return f"/{str(app_scope).lstrip('/')}"
    scope = (directory_scope or "/").rstrip("/") or "/"
    head, sep, tail = scope.partition("/administrativeUnits/")
    return f"{head}{sep}{tail.lower()}" if sep else scope


def tenant_wide(rows: Iterable[Holding]) -> tuple[Holding, ...]:
    """Those that hold over the whole tenant."""
    return tuple(one for one in rows if one.scope == "/")
