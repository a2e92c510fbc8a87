"""Log search alerts of Azure Monitor, read as text: whom a rule names, and whether anybody hears of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

from . import _logs as logs

_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_NEGATION = re.compile(r"(!(=|~|in|has|contains|startswith|endswith)((?!\b(and|or)\b)[^|;])*|\bnot\s*\([^)|]*)$")
"""What stands between a condition that leaves out and the name that it leaves out; another condition may follow the first."""
_NEAR = 2000
"""So many characters before a name are looked at."""


@dataclass(frozen=True)
class Rule:
    """A rule with what decides whether it does anything."""

    row: Any
    on: bool
    query: str
    """All its queries in lower case, without comments."""
    action_groups: tuple[str, ...]
    """Ids in lower case."""
    workspaces: tuple[str, ...]
    """Workspaces that it watches, ids in lower case; none where it watches something wider."""
    mute: str | None
    fires_at_once: bool
    """Whether one row is enough."""

    @property
    def name(self) -> str:
        """As the portal lists it."""
        return str((self.row.properties or {}).get("displayName") or kit.known(self.row.name, None) or self.row.id)

    @property
    def reads_watchlist(self) -> bool:
        """Whether it takes names from a list that is kept elsewhere."""
        return any(word in self.query for word in ("_getwatchlist", "externaldata"))

    @property
    def evidence(self) -> kit.Evidence:
        """The rule as it was read."""
        groups = ", ".join(one.rsplit("/", 1)[-1] for one in self.action_groups) or "none"
        return kit.Evidence(kit.collection.AZURE_ALERT_RULES.name, self.row.id or None, f"enabled {self.on}, action groups: {groups}")


def rules(table: kit.Table[Any]) -> tuple[Rule, ...]:
    """Every rule of which the snapshot says what it does."""
    return tuple(_rule(row) for row in table if isinstance((kit.known(row.properties, None) or {}).get("criteria"), dict))


def _rule(row: Any) -> Rule:
    said = row.properties
    conditions = [one for one in said["criteria"].get("allOf") or () if isinstance(one, dict)]
    told = (said.get("actions") or {}).get("actionGroups") or ()
    scopes = tuple(str(one).lower() for one in said.get("scopes") or ())
    return Rule(
        row=row,
        on=said.get("enabled") is True,
        query=_COMMENT.sub("", "\n".join(str(one.get("query") or "") for one in conditions)).lower(),
        action_groups=tuple(str(one).lower() for one in told),
        workspaces=scopes if all("/workspaces/" in one for one in scopes) else (),
        mute=said.get("muteActionsDuration"),
        fires_at_once=all(_fires_at_once(one) for one in conditions),
    )


def _fires_at_once(condition: dict[str, Any]) -> bool:
    operator, threshold = str(condition.get("operator") or "").lower(), condition.get("threshold") or 0
    return threshold <= (1 if operator == "greaterthanorequal" else 0)


def names(query: str, name: str) -> bool:
    """Whether a query (in lower case) names it other than to leave it out; a longer name that contains it is another."""
    found = re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", query)
    return any(not _NEGATION.search(query[max(0, one.start() - _NEAR) : one.start()]) for one in found)


# ---- action groups ----


def is_live(row: Any) -> bool:
    """Whether the group is on and somebody is in it who has not unsubscribed."""
    return (kit.known(row.properties, None) or {}).get("enabled") is True and bool(_receivers(row))


def falls_with(row: Any, domains: frozenset[str]) -> bool:
    """Whether everybody in the group is reached by a mailbox of these domains, which nobody reads when the tenant is locked."""
    return all(kind == "armRoleReceivers" or (kind == "emailReceivers" and _domain(one) in domains) for kind, one in _receivers(row))


def _domain(receiver: dict[str, Any]) -> str:
    return str(receiver.get("emailAddress") or "").rpartition("@")[2].lower()


def _receivers(row: Any) -> list[tuple[str, dict[str, Any]]]:
    lists = [(key, value) for key, value in (row.properties or {}).items() if key.endswith("Receivers") and isinstance(value, list)]
    return [(key, one) for key, value in lists for one in value if isinstance(one, dict) and str(one.get("status") or "").lower() != "disabled"]


# ---- of examples ----


def rule(name: str, query: str, *, groups: tuple[str, ...] = ("oncall",), threshold: int = 0, **properties: Any) -> kit.Part:
    """A rule as Azure lists it."""
    condition = {"query": query, "operator": "GreaterThan", "threshold": threshold, "timeAggregation": "Count"}
    said = {"displayName": name, "enabled": True, "scopes": [logs.WORKSPACE], "criteria": {"allOf": [condition]}, **properties}
    return kit.row(kit.collection.AZURE_ALERT_RULES, id=f"/rules/{name}", name=name, properties={**said, "actions": {"actionGroups": list(groups)}})


def action_group(name: str, *, emails: tuple[str, ...] = (), phones: tuple[str, ...] | None = None, enabled: bool = True, status: str = "Enabled") -> kit.Part:
    """An action group as Azure lists it; by text message where nothing is said."""
    numbers = phones if phones is not None else () if emails else ("5550100",)
    properties = {
        "enabled": enabled,
        "emailReceivers": [{"name": one, "emailAddress": one, "status": status} for one in emails],
        "smsReceivers": [{"name": one, "phoneNumber": one, "status": status} for one in numbers],
    }
    return kit.row(kit.collection.AZURE_ACTION_GROUPS, id=name, name=name, properties=properties)
