"""Names for the ids that stand in changed fields and relations, also of people whom no privilege reaches."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model import rows
from assessor.model.tenant import known
from assessor.model.words import Kind
from assessor.snapshot.rowreader import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.compare.sides import Side
    from assessor.model.comparison import ComparedObject
    from assessor.model.result import Thing

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


_NAMED: tuple[c.Collection[Any], ...] = (
    c.GROUPS, c.SERVICE_PRINCIPALS, c.ROLE_DEFINITIONS, c.ADMINISTRATIVE_UNITS, c.NAMED_LOCATIONS, c.AUTHENTICATION_STRENGTHS,
)  # fmt: skip


class _Person(rows.Row, frozen=True, kw_only=True):
    """As much of a user as names them."""

    id: str
    user_principal_name: str | None = None
    display_name: str | None = None


def names_of(objects: Iterable[ComparedObject], before: Side, after: Side) -> tuple[dict[str, str], frozenset[str]]:
    """By id in lower case, the later side's name where both have one; and which of them are people."""
    wanted = {one for each in objects for one in _ids(each)}
    found: dict[str, str] = {}
    people: dict[str, str] = {}
    for side in (before, after):
        for collection in _NAMED:
            found |= {row.id.lower(): name for row in side.tenant.rows(collection) if row.id.lower() in wanted and (name := known(row.display_name))}
        for app in side.tenant.rows(c.SERVICE_PRINCIPALS):
            if (app_id := str(known(app.app_id, "")).lower()) in wanted and (name := known(app.display_name)):
                found[app_id] = name
        people |= dict(_people(side, wanted))
    found |= people
    return {key: found[key] for key in sorted(found)}, frozenset(people)


def _people(side: Side, wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Read in a stream: a tenant holds many more people than those who changed."""
    if c.USERS.name not in side.snapshot.files or not wanted:
        return
    choice = Choice(_Person, lambda row: row.id.lower() in wanted)
    for batch in side.snapshot.batches(c.USERS.name, _Person, choice):
        for row in batch.rows:
            if name := row.user_principal_name or row.display_name:
                yield row.id.lower(), name


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


def named(objects: Iterable[ComparedObject], names: dict[str, str], people: frozenset[str]) -> tuple[ComparedObject, ...]:
    """The objects with names for things that had none, so that nobody has to read ids."""
    return tuple(replace(one, things=tuple((part, _named(thing, names, people)) for part, thing in one.things)) for one in objects)


def _named(thing: Thing, names: dict[str, str], people: frozenset[str]) -> Thing:
    key = thing.id.lower()
    kind = Kind.USER if thing.kind is Kind.UNKNOWN and key in people else thing.kind
    return replace(thing, kind=kind, name=names[key]) if thing.name is None and key in names else thing
