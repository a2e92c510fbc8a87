"""Names for the ids that stand in changed fields and relations, so that nobody has to read ids."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model import rows
from assessor.model.tenant import known
from assessor.model.words import Kind
from assessor.reference.powers import app_permissions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.compare.sides import Side
    from assessor.model.comparison import ComparedObject
    from assessor.model.result import Thing
    from assessor.model.tenant import Tenant

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


_NAMED: tuple[c.Collection[Any], ...] = (
    c.GROUPS, c.SERVICE_PRINCIPALS, c.APPLICATIONS, c.ROLE_DEFINITIONS, c.ADMINISTRATIVE_UNITS, c.NAMED_LOCATIONS, c.AUTHENTICATION_STRENGTHS,
    c.ACCESS_PACKAGES,
)  # fmt: skip


def ids_without_names(objects: Iterable[ComparedObject]) -> set[str]:
    """Ids in lower case that a reader would meet."""
    return {one for each in objects for one in _ids(each)}


class _Resource(rows.Row, frozen=True, kw_only=True):
    """The permissions that an API offers."""

    app_roles: list[dict[str, Any]] | None = None


def names_of(wanted: set[str], sides: tuple[Side, Side], people: Mapping[str, str]) -> dict[str, str]:
    """By id in lower case, the later side's name where both have one."""
    found = {key: permission.name for key, permission in app_permissions().items() if key in wanted}
    for side in sides:
        tenant = side.tenant
        for collection in _NAMED:
            found |= {row.id.lower(): name for row in tenant.rows(collection) if row.id.lower() in wanted and (name := known(row.display_name))}
        found |= {key: name for key, name in _others(tenant) if key in wanted}
    found |= {key: name for key, name in people.items() if key in wanted}
    return {key: found[key] for key in sorted(found)}


def permission_names(objects: Iterable[ComparedObject], sides: tuple[Side, Side]) -> dict[str, str]:
    """Permissions that the dated table does not know, as the APIs themselves spell them."""
    wanted = {thing.id.lower() for one in objects for _, thing in one.things if thing.kind is Kind.PERMISSION} - app_permissions().keys()
    found: dict[str, str] = {}
    for side in sides if wanted else ():
        if c.SERVICE_PRINCIPALS.name in side.snapshot.files:
            for batch in side.snapshot.batches(c.SERVICE_PRINCIPALS.name, _Resource):
                roles = ((str(role.get("id")).lower(), role.get("value")) for row in batch.rows for role in row.app_roles or ())
                found |= {key: str(value) for key, value in roles if key in wanted and value}
    return found


def _others(tenant: Tenant) -> Iterator[tuple[str, str]]:
    """Applications by their appId, subscriptions and the plans in them."""
    for app in tenant.rows(c.SERVICE_PRINCIPALS):
        if (app_id := known(app.app_id)) and (name := known(app.display_name)):
            yield app_id.lower(), name
    for sku in tenant.rows(c.SUBSCRIBED_SKUS):
        if sku.sku_id and sku.sku_part_number:
            yield sku.sku_id.lower(), sku.sku_part_number
        for plan in sku.service_plans:
            if plan.service_plan_id and plan.service_plan_name:
                yield plan.service_plan_id.lower(), plan.service_plan_name


def _ids(one: ComparedObject) -> Iterator[str]:
    yield from (thing.id.lower() for _, thing in one.things if thing.name is None)
    for change in one.fields:
        yield from _guids(change.before)
        yield from _guids(change.after)


def _guids(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _GUID.findall(value.lower())
    elif isinstance(value, list):
        yield from (found for inner in value for found in _guids(inner))
    elif isinstance(value, dict):
        yield from (found for inner in value.values() for found in _guids(inner))


def named(objects: Iterable[ComparedObject], names: Mapping[str, str], people: Mapping[str, str], tenants: tuple[Tenant, Tenant]) -> Iterator[ComparedObject]:
    """The objects with names and kinds for things that had none."""
    for one in objects:
        yield replace(one, things=tuple((part, _named(thing, names, people, tenants)) for part, thing in one.things))


def _named(thing: Thing, names: Mapping[str, str], people: Mapping[str, str], tenants: tuple[Tenant, Tenant]) -> Thing:
    key, kind = thing.id.lower(), thing.kind
    if kind is Kind.UNKNOWN:
        kind = Kind.USER if key in people else next((found for tenant in reversed(tenants) if (found := tenant.principal(key).kind) is not Kind.UNKNOWN), kind)
    return replace(thing, kind=kind, name=names.get(key) if thing.name is None else thing.name)
