"""Members and owners that came and went; who is in a group only by an activation that happens to run is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.compare.lines import Relations
from assessor.compare.reading import WIDE
from assessor.model import collections as c
from assessor.model.comparison import ComparedObject, NotCompared, ObjectChange
from assessor.model.holdings import State, in_force, state_of
from assessor.model.result import Thing
from assessor.model.table import Missing
from assessor.model.tenant import known
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.kinds import RelationKind
    from assessor.compare.lines import Relation
    from assessor.compare.reading import Pair
    from assessor.model.tenant import Tenant

_ACCESS = {c.GROUP_MEMBERS.name: "member", c.GROUP_OWNERS.name: "owner"}


def compare_relations(pair: Pair, kind: RelationKind, was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    """Pairs that only one side has, and that the other would have shown."""
    only = Relations(pair.lines(kind.name), kind.parent)
    blind = pair.gaps(kind.name)
    sides = ((ObjectChange.REMOVED, only.removed, was, is_now, 1), (ObjectChange.ADDED, only.added, is_now, was, 0))
    for change, pairs, tenant, other, elsewhere in sides:
        running, unsure = _activated(tenant, kind.name), _maybe_activated(tenant, other, kind.name)
        out_of_view = untold = 0
        for parent, child in pairs:
            if (parent, child) in running or blind[elsewhere].to(parent):
                continue
            if kind.name in WIDE and not pair.is_whole(elsewhere, kind.name) and not _has(other, kind, parent):
                out_of_view += 1
                continue
            if parent in unsure:
                untold += 1
                continue
            things = (kind.part, _parent(tenant, kind, parent)), (kind.child, tenant.principal(child))
            yield ComparedObject(collection=kind.name, change=change, things=things)
        if untold:
            side = "before" if elsewhere else "after"
            pair.notes.append(NotCompared(kind.name, f"{side}: of {untold:,} in groups under PIM nobody can tell whether they were activated for some hours"))
        if out_of_view:
            side = "after" if elsewhere else "before"
            says = f"{side}: {out_of_view:,} of groups and applications that this snapshot does not hold, since its scope is privileged"
            pair.notes.append(NotCompared(kind.name, says))


def _activated(tenant: Tenant, name: str) -> frozenset[Relation]:
    """Memberships that an activation of PIM for Groups made for some hours."""
    access = _ACCESS.get(name)
    if access is None:
        return frozenset()
    rows = tenant.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES)
    running = [
        row for row in rows
        if (row.access_id or "").lower() == access and state_of(row.assignment_type, row.end_date_time) is State.ACTIVATED
        and in_force(row.start_date_time, row.end_date_time, tenant.taken_at)
    ]  # fmt: skip
    return frozenset((row.group_id.lower(), row.principal_id.lower()) for row in running)


def _maybe_activated(tenant: Tenant, other: Tenant, name: str) -> frozenset[str]:
    """Groups under PIM of which this side's snapshot does not tell who is in them by an activation."""
    schedules = tenant.table(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES)
    if name not in _ACCESS or (isinstance(schedules, Missing) and schedules.is_unlicensed and tenant.is_without_pim):
        return frozenset()
    under_pim = frozenset(row.id.lower() for each in (tenant, other) for row in each.rows(c.PIM_GROUPS))
    if isinstance(schedules, Missing):
        return under_pim
    return under_pim if any(gap.key == "page" for gap in schedules.gaps) else frozenset((gap.value or "").lower() for gap in schedules.gaps)


def _has(tenant: Tenant, kind: RelationKind, parent: str) -> bool:
    if kind.parents is Kind.GROUP:
        return parent in tenant.groups
    if kind.parents is Kind.APPLICATION:
        return any(row.id.lower() == parent for row in tenant.rows(c.APPLICATIONS))
    return parent in tenant.service_principals


def _parent(tenant: Tenant, kind: RelationKind, parent: str) -> Thing:
    if kind.parents is Kind.ADMINISTRATIVE_UNIT:
        unit = tenant.units.get(parent)
        return Thing(Kind.ADMINISTRATIVE_UNIT, parent, known(unit.display_name) if unit else None)
    if kind.parents is Kind.APPLICATION:
        return Thing(Kind.APPLICATION, parent, next((known(row.display_name) for row in tenant.rows(c.APPLICATIONS) if row.id.lower() == parent), None))
    found = tenant.principal(parent)
    return found if found.kind is not Kind.UNKNOWN else Thing(kind.parents, parent)
