"""What keeps a person's password and sign-in methods from lesser administrators.

Microsoft, privileged-roles-permissions, "Who can reset passwords": whoever holds a role is left to the roles that the table
names; members and owners of role-assignable groups, and holders of roles over a restricted unit, to the strongest ones.
Whether being *eligible* protects as well is contested (the table says "assigned"; a pending change of the page says eligible
members, too): an edge that hangs on it is `possible`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assessor.model.holdings import State
from assessor.model.words import Confidence, Kind
from assessor.reference.powers import contested_resets, reset_table, role_powers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.graph.actors import Actor
    from assessor.model.holdings import Holding
    from assessor.model.memberships import Memberships
    from assessor.model.tenant import Tenant

_CERTAIN_STATES = frozenset({State.PERMANENT, State.TIME_BOUND})


@dataclass(slots=True)
class Protection:
    """What one person holds: for sure at every hour, and at all (eligible, or by an activation that happens to run)."""

    roles: set[str] = field(default_factory=set)
    all_roles: set[str] = field(default_factory=set)
    grouped: bool = False
    """Member or owner of a role-assignable group, or holder of a role over a restricted unit."""
    ever_grouped: bool = False

    def add(self, role_ids: Iterable[str], grouped: bool, standing: bool) -> None:
        """What one holding or membership adds."""
        ids = set(role_ids)
        self.all_roles |= ids
        self.ever_grouped |= grouped
        if standing:
            self.roles |= ids
            self.grouped |= grouped


NOBODY = Protection()


class Protections:
    """Everybody's protection by id in lower case."""

    def __init__(self, tenant: Tenant, holdings: Iterable[Holding], memberships: Memberships) -> None:
        """Worked out once for all."""
        self.tenant, self.memberships = tenant, memberships
        self._found: dict[str, Protection] = {}
        held: dict[str, list[Holding]] = {}
        for one in holdings:
            held.setdefault(one.principal_id, []).append(one)
            self._of(one.principal_id).add([one.role_id], self._is_restricted(one), one.state in _CERTAIN_STATES)
        assignable = {key for key, row in tenant.groups.items() if row.is_assignable_to_role is True}
        for group_id in sorted(assignable | {key for key in held if tenant.principal(key).kind is Kind.GROUP}):
            self._group(group_id, held.get(group_id, []), group_id in assignable)

    def of(self, user_id: str) -> Protection:
        """What protects a person; nothing where nobody ever gave him anything."""
        return self._found.get(user_id.lower(), NOBODY)

    def _of(self, principal_id: str) -> Protection:
        return self._found.setdefault(principal_id, Protection())

    def _is_restricted(self, one: Holding) -> bool:
        unit = self.tenant.units.get(one.unit_id or "")
        return unit is not None and unit.is_member_management_restricted is True

    def _group(self, group_id: str, held: list[Holding], assignable: bool) -> None:
        restricted = any(self._is_restricted(one) for one in held)
        for principal, standing in _inside(self.memberships, group_id):
            mine = self._of(principal)
            mine.add((), assignable or restricted, standing)
            for one in held:
                mine.add([one.role_id], False, standing and one.state in _CERTAIN_STATES)
        for owner in self.memberships.of(group_id, "owner"):
            self._of(owner.principal_id).add((), assignable, owner.state in _CERTAIN_STATES)


def _inside(memberships: Memberships, group_id: str) -> Iterator[tuple[str, bool]]:
    waiting, seen = [(group_id, True)], {(group_id, True)}
    while waiting:
        current, standing = waiting.pop()
        for one in memberships.of(current):
            step = (one.principal_id, standing and one.state in _CERTAIN_STATES)
            yield step
            if step not in seen:
                seen.add(step)
                waiting.append(step)


def reset(actor: Actor, mine: Protection) -> tuple[Confidence | None, bool]:
    """(how sure it is that the actor's role resets this person; None: it does not, whether membership of a role-assignable group alone stands in the way)."""
    if not _may(actor, mine.roles, mine.grouped):
        return None, mine.grouped and _may(actor, mine.all_roles, False)
    return (Confidence.CERTAIN if _may(actor, mine.all_roles, mine.ever_grouped) else Confidence.POSSIBLE), False


def _may(actor: Actor, roles: set[str], grouped: bool) -> bool:
    table, role = reset_table(), actor.role_id
    if actor.scope == "/" and role in table.strongest:
        return True
    if grouped:
        return False
    listed = role in role_powers() and role not in contested_resets()
    # over a unit, by a custom role or by a permission: nobody who holds a role
    return table.may_reset(role, frozenset(roles)) if listed and actor.scope == "/" else not roles
