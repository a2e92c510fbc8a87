"""Who is in which group and holds which role now: what a policy's users condition rests on.

Nested members count, roles only where they are built in, active and tenant-wide (Microsoft,
concept-conditional-access-users-groups, 2024-05); through a group with active membership the role counts as well [I].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.conditional_access.fit import Want
from assessor.model import collections as c
from assessor.model.holdings import Holding, State, holdings, in_force, role_key, tenant_wide
from assessor.model.roles import Roles
from assessor.model.table import Missing
from assessor.model.tenant import Presence, Tenant, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.model.rows import GroupScheduleInstance, Relation


@dataclass(frozen=True, slots=True)
class Circle:
    """The ids (in lower case) known to be in it; anybody else may be as far as there are wants."""

    ids: frozenset[str] = frozenset()
    wants: tuple[Want, ...] = ()


class Directory:
    """Groups and roles of a tenant, worked out one by one when a policy names them."""

    def __init__(self, tenant: Tenant, activated: Mapping[str, frozenset[str]] | None = None) -> None:
        """Nothing is computed yet. `activated`: people (lower case) who count as active in a role or group (by id) although they are eligible only."""
        self.tenant, self._activated = tenant, activated or {}
        self._groups: dict[tuple[str, bool], Circle] = {}
        self._roles: dict[str, Circle] = {}

    # ---- groups ----

    def members(self, group_id: str, *, eligible: bool = False) -> Circle:
        """Everybody who is in the group now, directly or by a nested one; with `eligible` also those who can become it."""
        key = (group_id.lower(), eligible)
        if key not in self._groups:
            self._groups[key] = self._gather(*key)
        return self._groups[key]

    def _gather(self, group_id: str, eligible: bool) -> Circle:
        seen, waiting, wants = {group_id}, [group_id], list[Want]()
        while waiting:
            current = waiting.pop()
            wants += self._wants_of(current)
            for child in self._children(current, eligible):
                if child not in seen:
                    seen.add(child)
                    waiting += [child] if self.is_group(child) else []
        return Circle(frozenset(seen - {group_id}), tuple(dict.fromkeys(wants)))

    def _children(self, group_id: str, eligible: bool) -> Iterator[str]:
        yield from (row.id.lower() for row in self._flat.get(group_id, ()))
        yield from self._scheduled.get(group_id, ())
        yield from self._activated.get(group_id, ())
        if eligible:
            yield from self._eligible.get(group_id, ())

    def is_group(self, object_id: str) -> bool:
        """Whether an id is a group's, as far as the snapshot tells."""
        return object_id in self.tenant.groups or object_id in self._flat or object_id in self._nested

    def _wants_of(self, group_id: str) -> Iterator[Want]:
        table, label = self.tenant.table(c.GROUP_MEMBERS), self.tenant.principal(group_id).label
        presence = self.tenant.presence(group_id)
        if presence is Presence.DELETED:
            return
        if isinstance(table, Missing):
            yield Want(table.name, f"who is in {label}: {table.says}")
        elif gap := table.gap(group_id):
            yield Want(table.name, f"who is in {label}: its members could not be read ({gap.reason})")
        elif presence is Presence.NOT_KNOWN and group_id not in self._flat:
            yield Want(c.GROUPS.name, f"the group {label} is not in the snapshot")

    @cached_property
    def _flat(self) -> dict[str, list[Relation]]:
        return children(self.tenant.rows(c.GROUP_MEMBERS), "group_id")

    @cached_property
    def _nested(self) -> frozenset[str]:
        return frozenset(row.id.lower() for row in self.tenant.rows(c.GROUP_MEMBERS) if (row.odata_type or "").lower() == "#microsoft.graph.group")

    @cached_property
    def _scheduled(self) -> dict[str, list[str]]:
        return self._by_group(self.tenant.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES))

    @cached_property
    def _eligible(self) -> dict[str, list[str]]:
        return self._by_group(self.tenant.rows(c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))

    def _by_group(self, rows: tuple[GroupScheduleInstance, ...]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in rows:
            if (row.access_id or "member").lower() == "member" and in_force(row.start_date_time, row.end_date_time, self.tenant.taken_at):
                found.setdefault(row.group_id.lower(), []).append(row.principal_id.lower())
        return found

    # ---- roles ----

    def role_holders(self, role_id: str) -> Circle:
        """Everybody whom Conditional Access sees in a role; of `All`, in any."""
        key = role_id.lower()
        if key not in self._roles:
            self._roles[key] = self._holders(key)
        return self._roles[key]

    def _holders(self, role_id: str) -> Circle:
        ids, wants = set(self._activated.get(role_id, ())), list(self._role_wants)
        for one in self._active:
            if role_id not in ("all", one.role_id):
                continue
            built_in = self.roles.get(one.role_id).built_in
            if built_in is None:
                wants.append(Want(c.ROLE_DEFINITIONS.name, f"whether the role {one.role_id} is built in"))
            elif built_in:
                found = self._with_members(one.principal_id)
                ids |= found.ids
                wants += found.wants
        return Circle(frozenset(ids), tuple(dict.fromkeys(wants)))

    def _with_members(self, principal_id: str, *, eligible: bool = False) -> Circle:
        if not self.is_group(principal_id):
            return Circle(frozenset({principal_id}))
        return self.members(principal_id, eligible=eligible)

    @cached_property
    def roles(self) -> Roles:
        """Roles by template id."""
        return Roles(self.tenant)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """Who holds which role over which scope."""
        return holdings(self.tenant)

    @cached_property
    def _active(self) -> tuple[Holding, ...]:
        return tuple(one for one in tenant_wide(self.holdings) if one.state is not State.ELIGIBLE)

    @cached_property
    def _role_wants(self) -> tuple[Want, ...]:
        """Either list of active assignments will do: the flat one shows activated people too."""
        tables = [self.tenant.table(one) for one in (c.ROLE_ASSIGNMENTS, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)]
        if any(not isinstance(table, Missing) and not table.gaps for table in tables):
            return ()
        missing = next((table for table in tables if isinstance(table, Missing)), None)
        return (Want(c.ROLE_ASSIGNMENTS.name, missing.says if missing else "the role assignments are in the snapshot in part only"),)

    def role_key(self, role_id: str) -> str:
        """Template id of a role by whatever id."""
        return role_key(self.tenant, role_id)

    # ---- privileged people ----

    def privileged(self) -> tuple[tuple[str, ...], tuple[Want, ...]]:
        """Ids of all users who hold, or can activate, a privileged role, by id; and what is not known of it."""
        ids, wants = set[str](), list(self._role_wants)
        for principal in sorted({one.principal_id for one in self.holdings if self._matters(one.role_id)}):
            found = self._with_members(principal, eligible=True)
            ids |= found.ids
            wants += found.wants
        people = {one for one in ids if self._may_be_user(one)}
        return tuple(sorted(people)), tuple(dict.fromkeys(wants))

    def _matters(self, role_id: str) -> bool:
        role = self.roles.get(role_id)
        return bool(role.privileged) or role.tier0

    def _may_be_user(self, principal_id: str) -> bool:
        tenant = self.tenant
        if self.is_group(principal_id) or principal_id in tenant.service_principals:
            return False
        return principal_id in tenant.users or tenant.presence(principal_id) is not Presence.DELETED
