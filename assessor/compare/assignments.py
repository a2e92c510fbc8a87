"""Roles and group memberships as they are assigned, by principal, role or group, scope and class; schedule ids change and tell nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from assessor.model import collections as c
from assessor.model.comparison import ComparedObject, FieldChange, NotCompared, ObjectChange
from assessor.model.holdings import State, holdings, in_force, state_of
from assessor.model.roles import Roles
from assessor.model.table import Missing, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from assessor.compare.reading import Pair
    from assessor.model.tenant import Tenant

Key: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """How something is held."""

    state: State
    end: datetime | None


def compare_assignments(pair: Pair, was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    """Active roles, eligible roles, and the same of groups in PIM."""
    yield from _roles(pair, was, is_now)
    for collection in (c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES):
        yield from _groups(pair, collection, was, is_now)


def _roles(pair: Pair, was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    tenants, both = (was, is_now), (holdings(was), holdings(is_now))
    roles = Roles(was), Roles(is_now)
    buckets: tuple[tuple[c.Collection[Any], tuple[c.Collection[Any], ...], bool], ...] = (
        (c.ROLE_ASSIGNMENTS, (c.ROLE_ASSIGNMENTS, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES), False),
        (c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, (c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES,), True),
    )
    for collection, rests_on, eligible in buckets:
        if not _told(pair, tenants, collection, rests_on):
            continue
        one, other = (
            {
                (h.principal_id, h.role_id, h.scope): Held(h.state, h.end)
                for h in held
                if h.state is not State.ACTIVATED and (h.state is State.ELIGIBLE) == eligible
            }
            for held in both
        )
        blind = tuple(any(_has_page_gap(tenant.table(each)) for each in rests_on) for tenant in tenants)
        for key, change, fields in _compared(one, other, blind[0], blind[1]):
            side = 0 if change is ObjectChange.REMOVED else 1
            things = ("principal", tenants[side].principal(key[0])), ("role", roles[side].get(key[1]).thing)
            where = tenants[side].scope_in_words(key[2])
            yield ComparedObject(collection=collection.name, change=change, things=things, scope=key[2], where=where, fields=fields)


def _groups(pair: Pair, collection: c.Collection[Any], was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    tenants, eligible = (was, is_now), collection is c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES
    if not _told(pair, tenants, collection, (collection,)):
        return
    one, other = (_of_groups(tenant, collection, eligible) for tenant in tenants)
    blind = pair.gaps(collection.name)
    for key, change, fields in _compared(one, other, blind[0].wholly, blind[1].wholly):
        if blind[0].to(key[1]) or blind[1].to(key[1]):
            continue
        side = tenants[0 if change is ObjectChange.REMOVED else 1]
        things = ("principal", side.principal(key[0])), ("group", side.principal(key[1]))
        yield ComparedObject(collection=collection.name, change=change, things=things, fields=fields, note=f"as {key[2]}" if key[2] else "")


def _of_groups(tenant: Tenant, collection: c.Collection[Any], eligible: bool) -> dict[Key, Held]:
    rows = [row for row in tenant.rows(collection) if in_force(row.start_date_time, row.end_date_time, tenant.taken_at)]
    direct = [row for row in rows if (row.member_type or "direct").lower() == "direct"]
    held = [(row, State.ELIGIBLE if eligible else state_of(row.assignment_type, row.end_date_time)) for row in direct]
    return {
        (row.principal_id.lower(), row.group_id.lower(), (row.access_id or "").lower()): Held(state, row.end_date_time)
        for row, state in held
        if state is not State.ACTIVATED
    }


def _compared(
    one: dict[Key, Held], other: dict[Key, Held], blind_before: bool, blind_after: bool
) -> Iterator[tuple[Key, ObjectChange, tuple[FieldChange, ...]]]:
    for key in sorted(one.keys() | other.keys()):
        was, is_now = one.get(key), other.get(key)
        if was and is_now:
            fields = tuple(_fields(was, is_now))
            if fields:
                yield key, ObjectChange.CHANGED, fields
        elif is_now and not blind_before:
            yield key, ObjectChange.ADDED, tuple(_fields(None, is_now))
        elif was and not blind_after:
            yield key, ObjectChange.REMOVED, tuple(_fields(was, None))


def _fields(was: Held | None, is_now: Held | None) -> Iterator[FieldChange]:
    states = str(was.state) if was else None, str(is_now.state) if is_now else None
    if states[0] != states[1] and State.ACTIVE not in states:
        yield FieldChange("state", *states)
    ends = _stamp(was), _stamp(is_now)
    if ends[0] != ends[1]:
        yield FieldChange("endDateTime", *ends)


def _stamp(held: Held | None) -> str | None:
    return held.end.isoformat().replace("+00:00", "Z") if held and held.end and held.state is not State.PERMANENT else None


def _told(pair: Pair, tenants: tuple[Tenant, Tenant], collection: c.Collection[Any], rests_on: tuple[c.Collection[Any], ...]) -> bool:
    """Whether both sides know them all; without a licence for PIM what cannot be read is empty."""
    told = True
    for side, tenant in zip(("before", "after"), tenants, strict=True):
        for one in rests_on:
            table = tenant.table(one)
            if isinstance(table, Missing) and not (table.is_unlicensed and tenant.is_without_pim):
                pair.notes.append(NotCompared(collection.name, f"{side}: {table.says}"))
                told = False
    return told


def _has_page_gap(table: Table[Any] | Missing) -> bool:
    return isinstance(table, Table) and any(gap.key == "page" for gap in table.gaps)
