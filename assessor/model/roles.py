"""Roles: what they are called, whether Microsoft calls them privileged, whether they are of tier 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor import reference
from assessor.model import collections as c
from assessor.model.holdings import role_key
from assessor.model.result import Thing
from assessor.model.tenant import Tenant, known
from assessor.model.words import Kind

if TYPE_CHECKING:
    from assessor.model.rows import RoleDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of this tenant, or one that only the dated table or an assignment knows."""

    id: str
    """Template id of a built-in role, id of a custom one; in lower case."""
    name: str
    privileged: bool | None
    """Microsoft's label from the snapshot, else the dated table's, else by its actions; None where nothing tells."""
    tier0: bool
    built_in: bool | None
    status: str | None
    """The dated table's word: assignable, deprecated …; None for a role that it does not know."""
    definition: RoleDefinition | None

    @property
    def thing(self) -> Thing:
        """The role as the subject of a finding or the target of a path."""
        return Thing(Kind.ROLE, self.id, self.name)

    @property
    def in_table(self) -> bool:
        """Whether the dated table of built-in roles knows it."""
        return self.status is not None


class Roles:
    """The roles of a tenant by template id."""

    def __init__(self, tenant: Tenant) -> None:
        """Index the definitions; the dated table fills what they do not say."""
        self.tenant = tenant
        self._definitions = {role_key(tenant, row.id): row for row in tenant.rows(c.ROLE_DEFINITIONS)}
        self._roles: dict[str, Role] = {}

    def get(self, role_id: str) -> Role:
        """A role by template id (custom: own id), also one that nothing knows but an assignment."""
        key = role_id.lower()
        if key not in self._roles:
            self._roles[key] = self._make(key)
        return self._roles[key]

    @cached_property
    def all(self) -> tuple[Role, ...]:
        """Every role that the snapshot defines; the dated table's where it defines none."""
        return tuple(self.get(key) for key in sorted(self._definitions or reference.builtin_roles()))

    def find(self, name: str) -> Role | None:
        """A role by display name, template id or object id."""
        wanted = name.strip().lower()
        by_id = self._definitions.keys() | set(reference.builtin_roles())
        if role_key(self.tenant, wanted) in by_id:
            return self.get(role_key(self.tenant, wanted))
        if listed := next((row.role_template_id for row in self.tenant.rows(c.DIRECTORY_ROLES) if row.id.lower() == wanted), None):
            return self.get(listed)
        return next(iter(self.named(wanted)), None)

    def named(self, name: str) -> tuple[Role, ...]:
        """Every role of that display name, here or in the dated table; Graph does not keep custom roles from sharing one."""
        wanted, dated = name.strip().lower(), reference.builtin_roles()
        every = sorted(self._definitions.keys() | set(dated))
        return tuple(self.get(key) for key in every if wanted in (self.get(key).name.lower(), dated[key].name.lower() if key in dated else ""))

    def _make(self, key: str) -> Role:
        row, dated = self._definitions.get(key), reference.builtin_role(key)
        name = (row.display_name if row else None) or (dated.name if dated else None) or key
        return Role(
            id=key,
            name=name,
            privileged=self._is_privileged(row, dated),
            tier0=key in reference.tier0_roles(),
            built_in=known(row.is_built_in, default=True if dated else None) if row else (True if dated else None),
            status=dated.status if dated else None,
            definition=row,
        )

    def _is_privileged(self, row: RoleDefinition | None, dated: reference.BuiltinRole | None) -> bool | None:
        if row and isinstance(row.is_privileged, bool):
            # the catalogue counts custom roles with a privileged action, whatever Graph says of the role itself
            return row.is_privileged or (row.is_built_in is False and self._by_actions(row) is True)
        if dated:
            return dated.privileged
        return self._by_actions(row) if row else None

    def _by_actions(self, row: RoleDefinition) -> bool | None:
        allowed = {action.lower() for part in known(row.role_permissions, []) for action in part.allowed_resource_actions or []}
        labelled = {(action.name or "").lower(): action.is_privileged for action in self.tenant.rows(c.RESOURCE_ACTIONS)}
        if any(labelled.get(action) is True for action in allowed):
            return True
        return False if allowed and all(labelled.get(action) is False for action in allowed) else None
