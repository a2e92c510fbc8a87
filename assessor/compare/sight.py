"""How much each side sees: what only one of two snapshots holds tells of no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model import collections as c
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.tenant import Tenant

FOUNDATION = frozenset(
    one.name
    for one in (
        c.USERS, c.GROUPS, c.SERVICE_PRINCIPALS, c.ROLE_DEFINITIONS, c.DIRECTORY_ROLES, c.ROLE_ASSIGNMENTS, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
        c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_MEMBERS, c.UNRESOLVED_IDS,
    )
)  # fmt: skip
"""What every judgement may rest on although its check does not name it: who somebody is, and who holds what."""


class Sight:
    """Which collections one side reads less of than the other."""

    def __init__(self, before: Tenant, after: Tenant) -> None:
        """Compare what both could read."""
        self.lost = dict(_less(after, before))
        """Why the later side sees less, by collection."""
        self.gained = dict(_less(before, after))
        """Why the earlier side saw less, by collection."""


def _less(one: Tenant, than: Tenant) -> Iterator[tuple[str, str]]:
    """Collections of which this tenant's snapshot tells less than the other's."""
    for name in sorted({*c.BY_NAME, *one.tables, *than.tables}):
        here, there = one.tables.get(name), than.tables.get(name)
        if there is None or isinstance(there, Missing):
            continue
        if here is None or isinstance(here, Missing):
            if not (isinstance(here, Missing) and here.is_unlicensed and one.is_without_pim and _without_rows(there.rows)):
                yield name, here.says if isinstance(here, Missing) else f"{name} is not in the snapshot"
        elif set(here.gaps) - set(there.gaps):
            yield name, f"{name} has gaps that the other snapshot does not have"


def _without_rows(rows: Iterable[object]) -> bool:
    return not any(True for _ in rows)
