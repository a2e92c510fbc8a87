"""What roles and application permissions let somebody do to others: dated facts, read from data files when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from assessor.reference import document

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000"
"""Microsoft Graph's application id, the same in every tenant: app role ids mean what the table says only on this resource."""


@cache
def role_powers() -> Mapping[str, frozenset[str]]:
    """Template id of a built-in role → its powers over others, by the table's own words (`reset_password`, `add_member` …)."""
    return MappingProxyType({row["templateId"]: frozenset(row["powers"]) for row in document("role_powers")["roles"]})


@cache
def powers_by_action() -> Mapping[str, str]:
    """Resource action in lower case → the power that it gives, for custom roles and for roles that the table does not know."""
    return MappingProxyType({action.lower(): power for action, power in document("role_powers")["actions"].items()})


@cache
def contested_resets() -> frozenset[str]:
    """Roles whose definition lists the reset of passwords although Microsoft's table of who resets whom does not."""
    return frozenset(document("role_powers")["contested"]["roles"])


@cache
def doubtful_powers() -> Mapping[str, frozenset[str]]:
    """Template id → powers on which the published sources disagree."""
    return MappingProxyType({key: frozenset(powers) for key, powers in document("role_powers")["doubtful"]["roles"].items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetTable:
    """Microsoft's table of who can reset whose password ("Who can reset passwords", privileged-roles-permissions)."""

    strongest: frozenset[str]
    """Roles that reset everybody."""
    without_role: frozenset[str]
    """Roles that reset whoever holds no role."""
    by_target: Mapping[str, frozenset[str]]
    """Role that the target holds → roles that may reset its holder; a role that is not listed leaves it to the strongest."""

    def may_reset(self, actor: str, held: frozenset[str]) -> bool:
        """Whether the actor's role resets somebody who holds exactly these roles over the tenant."""
        if actor in self.strongest:
            return True
        return all(actor in self.by_target.get(role, ()) for role in held) if held else actor in self.without_role


@cache
def reset_table() -> ResetTable:
    """The table as it stood on its date."""
    raw = document("password_reset")
    rows = {row["target"]: frozenset(row["by"]) for row in raw["rows"]}
    return ResetTable(strongest=frozenset(raw["strongest"]), without_role=frozenset(raw["withoutRole"]), by_target=MappingProxyType(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class AppPermission:
    """An application permission of Microsoft Graph that is worth the tenant."""

    id: str
    name: str
    power: str
    certainty: str
    """certain, likely or possible: how sure the published sources are of what it does."""
    does: str
    """What its holder does, to follow the holder's name."""


@cache
def app_permissions() -> Mapping[str, AppPermission]:
    """App role id in lower case → the permission."""
    return MappingProxyType({row["id"].lower(): AppPermission(**row) for row in document("app_permissions")["permissions"]})


@cache
def read_permissions() -> Mapping[str, str]:
    """Application permission of Microsoft Graph that only reads → its app role id."""
    return MappingProxyType({row["name"]: row["id"] for row in document("read_permissions")["permissions"]})
