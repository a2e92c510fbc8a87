"""How much each side sees: what only one of two snapshots holds tells of no change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from assessor.model import collections as c
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from assessor.model.table import Gap
    from assessor.model.tenant import Tenant

FOUNDATION = frozenset(
    one.name
    for one in (
        c.USERS, c.GROUPS, c.SERVICE_PRINCIPALS, c.ROLE_DEFINITIONS, c.DIRECTORY_ROLES, c.ROLE_ASSIGNMENTS, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
        c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_MEMBERS, c.UNRESOLVED_IDS,
    )
)  # fmt: skip
"""What every judgement may rest on although its check does not name it: who somebody is, and who holds what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How far one snapshot sees, kept when its rows are let go."""

    tables: Mapping[str, Missing | frozenset[Gap]]
    """By collection: why it is missing, or the gaps in it."""
    empty: frozenset[str]
    """Collections that were read and hold nothing."""
    is_without_pim: bool

    @classmethod
    def of(cls, tenant: Tenant) -> Self:
        """That of a tenant."""
        tables = {name: table if isinstance(table, Missing) else frozenset(table.gaps) for name, table in tenant.tables.items()}
        empty = frozenset(name for name, table in tenant.tables.items() if not isinstance(table, Missing) and not table.rows)
        return cls(tables=tables, empty=empty, is_without_pim=tenant.is_without_pim)

    def is_void(self, collection: str) -> bool:
        """Whether what cannot be read is empty: without a licence for PIM there is nothing to be eligible for."""
        table = self.tables.get(collection)
        return self.is_without_pim and isinstance(table, Missing) and table.is_unlicensed

    def lacks(self, collection: str) -> bool:
        """Whether nothing of it was read."""
        return isinstance(self.tables.get(collection, Missing(collection)), Missing)


@dataclass(frozen=True, slots=True)
class Blindness:
    """What keeps a side without a finding, or the side with it, from telling a change: why, by collection."""

    elsewhere: Mapping[str, str]
    """Of which the side without the finding sees less."""
    here: Mapping[str, str]
    """What the side with the finding lacks wholly: its finding may be owed to that."""

    @classmethod
    def between(cls, here: Horizon, elsewhere: Horizon) -> Self:
        """For findings that only `here` has."""
        return cls(dict(less(elsewhere, here)), {name: says for name, says in less(here, elsewhere) if here.lacks(name)})

    def why(self, rests_on: Container[str]) -> str | None:
        """Why nothing can be told that rests on these collections."""
        return next((says for name, says in (*self.elsewhere.items(), *self.here.items()) if name in rests_on), None)


def less(one: Horizon, than: Horizon) -> Iterator[tuple[str, str]]:
    """Collections of which one tells less than the other, and why."""
    for name in sorted({*c.BY_NAME, *one.tables, *than.tables}):
        here, there = one.tables.get(name), than.tables.get(name)
        if there is None or isinstance(there, Missing):
            continue
        if here is None or isinstance(here, Missing):
            if not (one.is_void(name) and name in than.empty):
                yield name, here.says if isinstance(here, Missing) else f"{name} is not in the snapshot"
        elif here - there:
            yield name, f"{name} has gaps that the other snapshot does not have"
