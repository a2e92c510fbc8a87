"""A tenant as the snapshot tells it: tables by collection, principals by id."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from assessor.model import collections as c
from assessor.model.result import SnapshotFacts, TenantFacts, Thing
from assessor.model.rows import UNSET, Row
from assessor.model.table import Missing, Table, Unavailable
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from assessor.model.rows import AdministrativeUnit, Group, Relation, ServicePrincipal, User

R = TypeVar("R", bound=Row)
T = TypeVar("T")


def known(value: Any, default: Any = None) -> Any:
    """The value of a property, or the default where it is absent or null."""
    return default if value is UNSET or value is None else value


class Presence(StrEnum):
    """What the snapshot says of an id."""

    HERE = "here"
    DELETED = "deleted"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, eq=False)
class Tenant:
    """Everything that the snapshot holds and a check may ask for."""

    id: str
    taken_at: datetime
    facts: SnapshotFacts
    scope: str = "privileged"
    tables: Mapping[str, Table[Any] | Missing] = field(default_factory=dict)

    def table(self, collection: c.Collection[R]) -> Table[R] | Missing:
        """The rows of a collection, or why there are none to read."""
        table = self.tables.get(collection.name)
        return Missing(collection.name, permission=collection.permission) if table is None else table

    def read(self, collection: c.Collection[R]) -> Table[R]:
        """The rows of a collection; raises `Unavailable` where it is missing."""
        table = self.table(collection)
        if isinstance(table, Missing):
            raise Unavailable(table)
        return table

    def rows(self, collection: c.Collection[R]) -> tuple[R, ...]:
        """What is there of a collection, for those who say themselves what is missing."""
        table = self.table(collection)
        return () if isinstance(table, Missing) else table.rows

    def has(self, collection: c.Collection[Any]) -> bool:
        """Whether the collection was read, wholly or in part."""
        return isinstance(self.table(collection), Table)

    @cached_property
    def is_without_pim(self) -> bool:
        """Whether the tenant has no licence for PIM; then nothing can be eligible or activated, and what is active is permanent.

        Microsoft, licensing-fundamentals: when the licence ends eligible assignments go. One refused endpoint beside others that answer proves nothing.
        """
        tables = (self.table(c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES), self.table(c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))
        return all(isinstance(one, Missing) and one.is_unlicensed for one in tables)

    @cached_property
    def _mentioned_groups(self) -> frozenset[str]:
        """Ids that something calls a group, where the groups themselves could not be read."""
        scheduled = (*self.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES), *self.rows(c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))
        related = (*self.rows(c.GROUP_MEMBERS), *self.rows(c.GROUP_OWNERS))
        by_schedule, by_relation = (row.group_id.lower() for row in scheduled), ((row.group_id or "").lower() for row in related)
        return frozenset((*by_schedule, *by_relation, *(row.id.lower() for row in self.rows(c.PIM_GROUPS))))

    @cached_property
    def users(self) -> dict[str, User]:
        """People by id in lower case: those that matter to privilege, not everybody."""
        return _by_id(self.rows(c.USERS))

    @cached_property
    def groups(self) -> dict[str, Group]:
        """Groups by id in lower case."""
        return _by_id(self.rows(c.GROUPS))

    @cached_property
    def service_principals(self) -> dict[str, ServicePrincipal]:
        """Service principals by id in lower case."""
        return _by_id(self.rows(c.SERVICE_PRINCIPALS))

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids that Graph answered 404 for."""
        return frozenset(row.id.lower() for row in self.rows(c.UNRESOLVED_IDS) if row.http_status in (None, 404))

    @cached_property
    def _presences(self) -> dict[str, Presence]:
        """What was asked before: checks ask of the same few people again and again."""
        return {}

    def presence(self, principal_id: str) -> Presence:
        """Whether a principal exists, is deleted, or is simply not in the snapshot."""
        key = principal_id.lower()
        if key not in self._presences:
            self._presences[key] = self._presence(key)
        return self._presences[key]

    def _presence(self, key: str) -> Presence:
        if key in self.users or key in self.groups or key in self.service_principals:
            return Presence.HERE
        if key in self.gone:
            return Presence.DELETED
        whole = all(_tells_of(self.table(one), key) for one in (c.USERS, c.GROUPS, c.SERVICE_PRINCIPALS))
        return Presence.DELETED if self.scope == "full" and whole else Presence.NOT_KNOWN

    @cached_property
    def _principals(self) -> dict[tuple[str, str | None], Thing]:
        return {}

    def principal(self, principal_id: str, odata_type: str | None = None) -> Thing:
        """A principal by id; of kind `unknown` where neither the tables nor its type tell what it is."""
        key = (principal_id, odata_type)
        if key not in self._principals:
            self._principals[key] = self._principal(principal_id, odata_type)
        return self._principals[key]

    def _principal(self, principal_id: str, odata_type: str | None) -> Thing:
        key = principal_id.lower()
        if user := self.users.get(key):
            return Thing(Kind.USER, user.id, known(user.user_principal_name) or known(user.display_name))
        if group := self.groups.get(key):
            return Thing(Kind.GROUP, group.id, known(group.display_name))
        if app := self.service_principals.get(key):
            return Thing(Kind.SERVICE_PRINCIPAL, app.id, known(app.display_name))
        kind = _KINDS.get((odata_type or "").removeprefix("#microsoft.graph.").lower(), Kind.UNKNOWN)
        if kind is Kind.UNKNOWN and key in self._mentioned_groups:
            kind = Kind.GROUP
        return Thing(Kind.UNKNOWN if self.presence(key) is Presence.DELETED else kind, principal_id)

    @cached_property
    def units(self) -> dict[str, AdministrativeUnit]:
        """Administrative units by id in lower case."""
        return _by_id(self.rows(c.ADMINISTRATIVE_UNITS))

    def scope_in_words(self, scope: str) -> str:
        """A scope as a reader says it; empty for the whole tenant."""
        head, _, unit_id = scope.partition("/administrativeUnits/")
        if scope == "/":
            return ""
        unit = self.units.get(unit_id.lower())
        return f"the unit {(known(unit.display_name) if unit else None) or unit_id}" if not head and unit_id else self.principal(scope.strip("/")).label

    @cached_property
    def units_of(self) -> dict[str, tuple[str, ...]]:
        """Ids of the units that an object lies in, by the object's id in lower case."""
        found: dict[str, list[str]] = {}
        for row in self.rows(c.ADMINISTRATIVE_UNIT_MEMBERS):
            found.setdefault(row.id.lower(), []).append((row.administrative_unit_id or "").lower())
        return {key: tuple(values) for key, values in found.items()}

    @cached_property
    def organization(self) -> TenantFacts:
        """Name and default domain, as far as the snapshot tells."""
        row = next(iter(self.rows(c.ORGANIZATION)), None)
        listed = [domain.name for domain in row.verified_domains if domain.is_default] if row else []
        listed += [domain.id for domain in self.rows(c.DOMAINS) if domain.is_default]
        return TenantFacts(self.id, row.display_name if row else None, next(iter(listed), None))


def children(rows: Iterable[Relation], parent: str) -> dict[str, list[Relation]]:
    """Rows of a relation by their parent's id in lower case; `parent` is the field in Python's spelling."""
    found: dict[str, list[Relation]] = {}
    for row in rows:
        found.setdefault((getattr(row, parent) or "").lower(), []).append(row)
    return found


_KINDS = {"user": Kind.USER, "group": Kind.GROUP, "serviceprincipal": Kind.SERVICE_PRINCIPAL}


def _tells_of(table: Table[Any] | Missing, key: str) -> bool:
    """Whether an id that the table does not hold is not in the file either."""
    return isinstance(table, Table) and not table.gaps and (table.sought is None or key in table.sought)


def _by_id(rows: Iterable[T]) -> dict[str, T]:
    return {row.id.lower(): row for row in rows}  # type: ignore[attr-defined]  # every such row has an id
