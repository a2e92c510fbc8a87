"""Objects of the tenant by their own keys: what was added, removed, renamed or changed, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from assessor.compare.assignments import compare_assignments
from assessor.compare.fields import differences, flat
from assessor.compare.kinds import KINDS, RELATIONS, ObjectKind
from assessor.compare.reading import WIDE, Pair
from assessor.compare.relations import compare_relations
from assessor.model import collections as c
from assessor.model.comparison import ComparedObject, FieldChange, ObjectChange
from assessor.model.result import Thing
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.reading import Row
    from assessor.model.comparison import NotCompared
    from assessor.model.tenant import Tenant
    from assessor.snapshot import Snapshot

_ORDER = (
    c.ROLE_ASSIGNMENTS.name, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES.name, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES.name,
    c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES.name, c.ROLE_MANAGEMENT_POLICIES.name, c.GROUPS.name, c.GROUP_MEMBERS.name, c.GROUP_OWNERS.name,
    c.ADMINISTRATIVE_UNITS.name, c.ADMINISTRATIVE_UNIT_MEMBERS.name, c.CONDITIONAL_ACCESS_POLICIES.name, c.NAMED_LOCATIONS.name,
    c.AUTHENTICATION_CONTEXTS.name, c.AUTHENTICATION_STRENGTHS.name, c.RESOURCE_ACTIONS.name, c.ROLE_DEFINITIONS.name, c.SUBSCRIBED_SKUS.name,
)  # fmt: skip


def compare_objects(before: Snapshot, after: Snapshot, was: Tenant, is_now: Tenant) -> tuple[tuple[ComparedObject, ...], tuple[NotCompared, ...]]:
    """All objects that differ, and what could not be compared."""
    pair = Pair(before, after)
    found = list(compare_assignments(pair, was, is_now))
    for kind in KINDS:
        if pair.both_have(kind.collection):
            found += _of_kind(pair, kind, was.taken_at)
    if all(pair.both_have(one.name) for one in (c.ROLE_MANAGEMENT_POLICIES, c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)):
        found += _pim_policies(pair, was, is_now)
    for relation in RELATIONS:
        if pair.both_have(relation.name):
            found += compare_relations(pair, relation, was, is_now)
    return tuple(sorted(found, key=_place)), tuple(dict.fromkeys(pair.notes))


def _place(one: ComparedObject) -> tuple[int, str, str, list[str], str]:
    rank = _ORDER.index(one.collection) if one.collection in _ORDER else len(_ORDER)
    return rank, one.collection, (one.things[0][1].label).lower(), [thing.id for _, thing in one.things], one.scope or ""


def _of_kind(pair: Pair, kind: ObjectKind, at: datetime) -> Iterator[ComparedObject]:
    one, other = ({kind.key_of(row): row for row in rows} for rows in pair.rows(kind.collection))
    blind = pair.gaps(kind.collection)
    for key in sorted(one.keys() | other.keys()):
        here, there = one.get(key), other.get(key)
        if here and there:
            yield from _changed(kind, here, there)
        elif there and not blind[0].wholly and _is_news(pair, 0, kind, there, at):
            yield _single(kind, there, ObjectChange.ADDED)
        elif here and not blind[1].wholly:
            yield _single(kind, here, ObjectChange.REMOVED, "" if pair.whole[1] or kind.collection not in WIDE else _OUT_OF_VIEW)


_OUT_OF_VIEW = "It may still exist: the later snapshot holds only what privilege rests on."


def _is_news(pair: Pair, side: int, kind: ObjectKind, row: Row, at: datetime) -> bool:
    """Whether what one side does not hold was not there: a privileged scope leaves out what no privilege led to yet."""
    if kind.collection not in WIDE or pair.whole[side]:
        return True
    created = row.get("createdDateTime")
    return isinstance(created, str) and created[:19] > at.isoformat()[:19]


def _changed(kind: ObjectKind, before: Row, after: Row) -> Iterator[ComparedObject]:
    fields = differences(flat(before, kind.ignored), flat(after, kind.ignored))
    if not fields:
        return
    renamed = {one.name for one in fields} <= {kind.name, "mailNickname"} and any(one.name == kind.name for one in fields)
    change = ObjectChange.RENAMED if renamed else ObjectChange.CHANGED
    theirs = kind.is_microsofts(before) and kind.is_microsofts(after) and all(one.name not in kind.customers for one in fields)
    yield ComparedObject(collection=kind.collection, change=change, things=(("object", kind.thing(after)),), fields=fields, by_microsoft=theirs)


def _single(kind: ObjectKind, row: Row, change: ObjectChange, note: str = "") -> ComparedObject:
    return ComparedObject(
        collection=kind.collection, change=change, things=(("object", kind.thing(row)),), fields=(), by_microsoft=kind.is_microsofts(row), note=note
    )


# ---- PIM policies, rule by rule ----


def _pim_policies(pair: Pair, was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    """By what they guard: the policy of a role or of a group's members or owners keeps its place when its id does not."""
    rows = pair.rows(c.ROLE_MANAGEMENT_POLICIES.name)
    guards = _guards(was), _guards(is_now)
    one, other = ({_policy_key(row, guards[side]): row for row in rows[side]} for side in (0, 1))
    blind = pair.gaps(c.ROLE_MANAGEMENT_POLICIES.name)
    there = set(guards[0].values()), set(guards[1].values())
    for key in sorted(one.keys() | other.keys()):
        here, now = one.get(key), other.get(key)
        thing = Thing(Kind.PIM_POLICY, str((now or here or {}).get("id")), _policy_name(key, is_now if now else was))
        if here and now:
            fields = _rules_changed(here, now)
            if fields:
                yield _policy(thing, ObjectChange.CHANGED, fields)
        elif now and key not in there[0] and not blind[0].to(key[0]):
            yield _policy(thing, ObjectChange.ADDED)
        elif here and key not in there[1] and not blind[1].to(key[0]):
            yield _policy(thing, ObjectChange.REMOVED)


def _policy(thing: Thing, change: ObjectChange, fields: tuple[FieldChange, ...] = ()) -> ComparedObject:
    return ComparedObject(collection=c.ROLE_MANAGEMENT_POLICIES.name, change=change, things=(("object", thing),), fields=fields)


def _guards(tenant: Tenant) -> dict[str, tuple[str, str]]:
    """What each policy guards, by its id: scope, and role or member or owner."""
    rows = tenant.rows(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)
    return {row.policy_id.lower(): ((row.scope_id or "/").lower(), (row.role_definition_id or "").lower()) for row in rows if row.policy_id}


def _policy_key(row: Row, guards: dict[str, tuple[str, str]]) -> tuple[str, str]:
    key = str(row.get("id", "")).lower()
    return guards.get(key) or (str(row.get("scopeId") or "/").lower(), key)


def _policy_name(key: tuple[str, str], tenant: Tenant) -> str:
    scope, what = key
    if scope == "/" or what not in ("member", "owner"):
        names = {row.id.lower(): row.display_name for row in tenant.rows(c.ROLE_DEFINITIONS)}
        return f"policy of {names.get(what) or what}"
    return f"{what} policy of {tenant.principal(scope).label}"


def _rules_changed(before: Row, after: Row) -> tuple[FieldChange, ...]:
    return differences(_rules(before), _rules(after))


def _rules(row: Row) -> dict[str, Any]:
    """Fields as `rule.field`."""
    rules = [one for one in row.get("rules") or [] if isinstance(one, dict)]
    return {f"{rule.get('id')}.{name}": value for rule in rules for name, value in flat(rule, frozenset({"id", "target", "@odata.type"})).items()}
