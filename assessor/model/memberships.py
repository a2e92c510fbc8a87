"""Who is, or can become, member or owner of which group, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from assessor.model import collections as c
from assessor.model.holdings import State, in_force, state_of, unscheduled_state
from assessor.model.result import Evidence
from assessor.model.table import Gap, Missing, Table
from assessor.model.tenant import Tenant, children

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from assessor.model.rows import GroupScheduleInstance, Relation

Access: TypeAlias = Literal["member", "owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One principal in, or over, one group."""

    group_id: str
    """In lower case, as all ids here."""
    principal_id: str
    odata_type: str | None
    access: Access
    state: State
    start: datetime | None
    end: datetime | None
    outside_pim: bool
    """In a group that PIM manages, and PIM does not know of it."""
    evidence: Evidence


class Memberships:
    """Memberships and ownerships of groups, worked out group by group when somebody asks."""

    def __init__(self, tenant: Tenant) -> None:
        """Index the relations; nothing is judged yet."""
        self.tenant = tenant
        self._flat: dict[Access, dict[str, list[Relation]]] = {
            "member": children(tenant.rows(c.GROUP_MEMBERS), "group_id"),
            "owner": children(tenant.rows(c.GROUP_OWNERS), "group_id"),
        }
        self._active = _by_group(tenant.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES))
        self._eligible = _by_group(tenant.rows(c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))
        self._cache: dict[tuple[str, Access], tuple[Membership, ...]] = {}
        self.in_pim = frozenset((*self._active, *self._eligible, *(row.id.lower() for row in tenant.rows(c.PIM_GROUPS))))
        """Ids of groups that PIM manages, as far as the snapshot tells."""

    def of(self, group_id: str, access: Access = "member") -> tuple[Membership, ...]:
        """Everybody who is, or can become, member (or owner) of the group; by principal and state."""
        key = (group_id.lower(), access)
        if key not in self._cache:
            found = {(one.principal_id, one.state): one for one in reversed(list(self._all(*key)))}
            self._cache[key] = tuple(found[one] for one in sorted(found))
        return self._cache[key]

    def gaps(self, group_id: str, access: Access = "member") -> tuple[tuple[str, Gap], ...]:
        """(collection, gap) for what could not be read of the group."""
        flat = c.GROUP_MEMBERS if access == "member" else c.GROUP_OWNERS
        tables = [self.tenant.table(one) for one in (flat, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES)]
        found = [(table.name, table.gap(group_id)) for table in tables if isinstance(table, Table)]
        return tuple((name, gap) for name, gap in found if gap)

    def _all(self, group_id: str, access: Access) -> Iterator[Membership]:
        active = list(self._scheduled(self._active, group_id, access, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES.name))
        yield from active
        yield from self._scheduled(self._eligible, group_id, access, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES.name)
        scheduled = {one.principal_id for one in active}
        for row in self._flat[access].get(group_id, []):
            if row.id.lower() not in scheduled:
                yield self._unscheduled(row, group_id, access)

    def _scheduled(self, index: dict[str, list[GroupScheduleInstance]], group_id: str, access: Access, collection: str) -> Iterator[Membership]:
        eligible = collection == c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES.name
        for row in index.get(group_id, []):
            direct = (row.member_type or "direct").lower() == "direct"
            if (row.access_id or "member").lower() == access and direct and in_force(row.start_date_time, row.end_date_time, self.tenant.taken_at):
                yield _from_schedule(row, access, eligible, collection)

    def _unscheduled(self, row: Relation, group_id: str, access: Access) -> Membership:
        state, outside = (State.ACTIVATED, False) if self._ended(row, group_id, access) else self._state_without_schedule(group_id)
        name = c.GROUP_MEMBERS.name if access == "member" else c.GROUP_OWNERS.name
        return Membership(
            group_id=group_id, principal_id=row.id.lower(), odata_type=row.odata_type, access=access, state=state, start=None, end=None,
            outside_pim=outside, evidence=Evidence(name, f"{row.group_id}/{row.id}", f"{access} in the group's own list"),
        )  # fmt: skip

    def _ended(self, row: Relation, group_id: str, access: Access) -> bool:
        """Whether PIM lists an activation that has ended while the group still lists the member: late clean-up, nobody's standing access."""
        listed = (one for one in self._active.get(group_id, []) if one.principal_id.lower() == row.id.lower())
        return any((one.access_id or "member").lower() == access and state_of(one.assignment_type, one.end_date_time) is State.ACTIVATED for one in listed)

    def _state_without_schedule(self, group_id: str) -> tuple[State, bool]:
        schedules = self.tenant.table(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES)
        if isinstance(schedules, Table) and schedules.gap(group_id):
            return State.ACTIVE, False
        if isinstance(schedules, Missing) and self.tenant.has(c.PIM_GROUPS) and group_id not in self.in_pim:
            return State.PERMANENT, False  # PIM does not manage the group, so nobody can be activated in it
        state, outside = unscheduled_state(self.tenant, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES)
        return state, outside and group_id in self.in_pim


def _from_schedule(row: GroupScheduleInstance, access: Access, eligible: bool, collection: str) -> Membership:
    state = State.ELIGIBLE if eligible else state_of(row.assignment_type, row.end_date_time)
    until = row.end_date_time.isoformat().replace("+00:00", "Z") if row.end_date_time else "null"
    kind = "eligible" if eligible else f"assignmentType {row.assignment_type}"
    return Membership(
        group_id=row.group_id.lower(), principal_id=row.principal_id.lower(), odata_type=None, access=access, state=state,
        start=row.start_date_time, end=row.end_date_time, outside_pim=False,
        evidence=Evidence(collection, row.id or f"{row.group_id}/{row.principal_id}", f"accessId {access}, {kind}, endDateTime {until}"),
    )  # fmt: skip


def _by_group(rows: tuple[GroupScheduleInstance, ...]) -> dict[str, list[GroupScheduleInstance]]:
    found: dict[str, list[GroupScheduleInstance]] = {}
    for row in rows:
        found.setdefault(row.group_id.lower(), []).append(row)
    return found
