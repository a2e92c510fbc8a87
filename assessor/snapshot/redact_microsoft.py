"""What is Microsoft's own in a snapshot and therefore stays: ids and words of the reference tables, and those that the snapshot itself shows to be."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.reference import tables
from assessor.snapshot import redact_words as w
from assessor.snapshot.redact_rows import PROPERTIES
from assessor.snapshot.redact_texts import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.snapshot.read import Snapshot

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_PERMISSION = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,100}")
_OWNERS = ("f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47")


def known_ids(snapshot: Snapshot) -> frozenset[str]:
    """Ids of Microsoft as hexadecimal digits: built-in roles and strengths, its applications and their permissions, its products."""
    shown = (one for name, row in _telling(snapshot) for one in _ids_of(name, row))
    return frozenset(_plain((*_table_ids(), *w.IDS, *(one for one in shown if isinstance(one, str)))))


def vocabulary(snapshot: Snapshot) -> Vocabulary:
    """Microsoft's words, and the names of permissions that its own applications offer."""
    offered = [one.get("value") for name, row in _telling(snapshot) if name == c.SERVICE_PRINCIPALS.name and _is_theirs(row) for one in _permissions(row)]
    permissions = _folded(one for one in offered if isinstance(one, str) and _PERMISSION.fullmatch(one))
    strings, types = _table_strings(), _folded(f"microsoft.graph.{one}" for one in w.TYPES.split())
    values = _folded((*w.MEMBERS.split(), *w.TYPES.split(), *(one.permission or "" for one in c.ALL))) | strings | permissions
    paths = types | _folded((*w.PLACES.split(), *PROPERTIES, *c.BY_NAME))
    return Vocabulary(
        values=values, names=_folded(w.NAMES) | strings, parts=values | paths,
        outside=paths | _folded(w.RULES.split()), inside=types | _folded(w.LITERALS.split()),
    )  # fmt: skip


def _telling(snapshot: Snapshot) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that tell what is Microsoft's; none of these collections grows with the number of people."""
    for one in (c.ROLE_DEFINITIONS, c.AUTHENTICATION_STRENGTHS, c.SERVICE_PRINCIPALS, c.SUBSCRIBED_SKUS):
        if one.name in snapshot.files:
            yield from ((one.name, row) for row in snapshot.objects(one.name))


def _ids_of(name: str, row: dict[str, Any]) -> list[Any]:
    if name == c.ROLE_DEFINITIONS.name:
        return [row.get("id"), row.get("templateId")] if row.get("isBuiltIn") is True else []
    if name == c.AUTHENTICATION_STRENGTHS.name:
        return [row.get("id")] if row.get("policyType") == "builtIn" else []
    if name == c.SUBSCRIBED_SKUS.name:
        return [row.get("skuId"), *(plan.get("servicePlanId") for plan in _parts(row, "servicePlans"))]
    return [row.get("appId"), *(one.get("id") for one in _permissions(row))] if _is_theirs(row) else []


def _is_theirs(row: dict[str, Any]) -> bool:
    return str(row.get("appOwnerOrganizationId")).lower() in _OWNERS


def _permissions(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in ("appRoles", "oauth2PermissionScopes"):
        yield from _parts(row, key)


def _parts(row: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    listed = row.get(key)
    yield from (one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict))


@cache
def _table_strings() -> frozenset[str]:
    return _folded(one for name in _tables() for one in _strings(tables.document(name)))


@cache
def _table_ids() -> frozenset[str]:
    return frozenset(found for one in _table_strings() for found in _ID.findall(one))


def _tables() -> list[str]:
    """Every table but that of public frameworks, which is prose."""
    files = resources.files("assessor.reference").joinpath("data").iterdir()
    return sorted(name for file in files if file.name.endswith(".json") and (name := file.name.removesuffix(".json")) != "frameworks")


def _strings(value: Any) -> Iterator[str]:
    """Texts and names of members, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(one.casefold() for one in texts if one)


def _plain(ids: Iterable[str]) -> Iterator[str]:
    return (one.replace("-", "").lower() for one in ids if _ID.fullmatch(one))
