"""Where Entra's logs go, as Azure's diagnostic settings tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

SIGN_INS, AUDITS = "SignInLogs", "AuditLogs"
OTHER_SIGN_INS = ("NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs")
EVERYTHING = "allLogs"
"""The group of categories that holds them all."""

_DESTINATIONS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "eventHubName", "marketplacePartnerId", "serviceBusRuleId")
_SIEM = ("eventHubAuthorizationRuleId", "eventHubName", "marketplacePartnerId", "serviceBusRuleId")


@dataclass(frozen=True)
class Export:
    """One diagnostic setting: what it sends, and where to."""

    row: Any
    categories: frozenset[str]
    """In lower case; only those that are on."""
    groups: frozenset[str]
    """Groups of categories, in lower case; only those that are on."""
    destinations: tuple[str, ...]
    to_siem: bool
    """Whether it sends to an event hub or a partner, behind which another system may watch."""

    def sends(self, category: str) -> bool:
        """Whether this log leaves the tenant by it."""
        return bool(self.destinations) and (category.lower() in self.categories or EVERYTHING.lower() in self.groups)

    @property
    def evidence(self) -> kit.Evidence:
        """The setting as it was read."""
        on = ", ".join(sorted(self.categories | self.groups)) or "no category"
        where = ", ".join(one.rsplit("/", 1)[-1] for one in self.destinations) or "nowhere"
        return kit.Evidence(kit.collection.AZURE_DIAGNOSTIC_SETTINGS.name, self.row.id or None, f"{on} enabled, sent to {where}")


def exports(table: kit.Table[Any]) -> tuple[Export, ...]:
    """Every setting whose properties the snapshot holds."""
    return tuple(_export(row) for row in table if kit.known(row.properties, None))


def _export(row: Any) -> Export:
    said = row.properties
    on = [one for one in said.get("logs") or () if isinstance(one, dict) and one.get("enabled") is True]
    return Export(
        row=row,
        categories=frozenset(str(one["category"]).lower() for one in on if one.get("category")),
        groups=frozenset(str(one["categoryGroup"]).lower() for one in on if one.get("categoryGroup")),
        destinations=tuple(str(said[key]) for key in _DESTINATIONS if said.get(key)),
        to_siem=any(said.get(key) for key in _SIEM),
    )


def setting(*categories: str, off: tuple[str, ...] = (), name: str = "entra", logs: object = None, **destinations: str) -> kit.Part:
    """A diagnostic setting as Azure lists it; sent to a workspace where nothing is said."""
    shown = [{"category": one, "enabled": one not in off} for one in categories] if logs is None else logs
    where = destinations or {"workspaceId": WORKSPACE}
    properties = {"logs": shown, **where}
    return kit.row(kit.collection.AZURE_DIAGNOSTIC_SETTINGS, id=f"/providers/microsoft.aadiam/diagnosticSettings/{name}", name=name, properties=properties)


WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/logs"
"""Of examples."""
