"""PIM policies, rule by rule, by what they guard: the policy of a role or of a group's members or owners keeps its place when its id does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.compare.fields import differences, flat
from assessor.compare.lines import rows_in
from assessor.model import collections as c
from assessor.model.comparison import ComparedObject, FieldChange, ObjectChange
from assessor.model.result import Thing
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.lines import Row
    from assessor.compare.reading import Pair
    from assessor.model.tenant import Tenant


def compare_pim_policies(pair: Pair, was: Tenant, is_now: Tenant) -> Iterator[ComparedObject]:
    """Policies that came, went or changed."""
    rows = [rows_in(lines) for lines in pair.lines(c.ROLE_MANAGEMENT_POLICIES.name).unlike]
    guards = _guards(was), _guards(is_now)
    # a side that does not say what a policy guards is helped out by the other: it is the same policy
    one, other = ({_policy_key(row, {**guards[1 - side], **guards[side]}): row for row in rows[side]} for side in (0, 1))
    blind = pair.gaps(c.ROLE_MANAGEMENT_POLICIES.name)
    there = set(guards[0].values()), set(guards[1].values())
    for key in sorted(one.keys() | other.keys()):
        here, now = one.get(key), other.get(key)
        thing = Thing(Kind.PIM_POLICY, str((now or here or {}).get("id")), _policy_name(key, is_now if now else was))
        if here and now:
            fields = differences(_rules(here), _rules(now))
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


def _rules(row: Row) -> dict[str, Any]:
    """Fields as `rule.field`."""
    rules = [one for one in row.get("rules") or [] if isinstance(one, dict)]
    return {f"{rule.get('id')}.{name}": value for rule in rules for name, value in flat(rule, frozenset({"id", "target", "@odata.type"})).items()}
