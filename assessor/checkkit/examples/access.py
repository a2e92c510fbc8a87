"""Conditional Access for examples: policies and authentication contexts, people and groups by their names."""

from __future__ import annotations

from typing import Any

from assessor.checkkit.examples.draft import Draft, Part, ident
from assessor.checkkit.examples.people import ensure

_WORDS = frozenset({"All", "None", "GuestsOrExternalUsers"})
"""What stands for many in a policy's lists of people."""


def access_policy(
    name: str, *controls: str, context: str | None = None, apps: tuple[str, ...] = ("All",), users: tuple[str, ...] = ("All",),
    without_users: tuple[str, ...] = (), groups: tuple[str, ...] = (), without_groups: tuple[str, ...] = (), roles: tuple[str, ...] = (),
    state: str = "enabled", operator: str = "OR", strength: str | None = None, session: dict[str, Any] | None = None,
    without_roles: tuple[str, ...] = (), without_apps: tuple[str, ...] = (), **conditions: Any,
) -> Part:  # fmt: skip
    """A policy for all people and resources unless said otherwise; further conditions in Graph's names."""

    def part(draft: Draft) -> None:
        who = {
            "includeUsers": [one if one in _WORDS else ensure(draft, one) for one in users],
            "excludeUsers": [one if one in _WORDS else ensure(draft, one) for one in without_users],
            "includeGroups": [ident(one) for one in groups], "excludeGroups": [ident(one) for one in without_groups], "includeRoles": list(roles),
            "excludeRoles": list(without_roles),
        }  # fmt: skip
        what = {"includeApplications": list(apps), "excludeApplications": list(without_apps)}
        what = {"includeAuthenticationContextClassReferences": [context]} if context else what
        made = {"users": who, "applications": what, "clientAppTypes": ["all"], **conditions}
        asked = {"builtInControls": list(controls), "authenticationStrength": {"id": strength} if strength else None}
        grant = {"operator": operator, **asked} if controls or strength else None
        row = {"displayName": name, "state": state, "conditions": made, "grantControls": grant, "sessionControls": session}
        draft.add("conditionalAccessPolicies", id=ident(f"access {name}"), **row)

    return part


def security_defaults(on: bool) -> Part:
    """Security defaults, on or off."""
    return lambda draft: draft.add("securityDefaults", id="00000000-0000-0000-0000-000000000005", isEnabled=on)


def auth_context(key: str, *, published: bool = True) -> Part:
    """An authentication context."""
    return lambda draft: draft.add("authenticationContextClassReferences", id=key, displayName=key, isAvailable=published)


def on_phones() -> dict[str, Any]:
    """The platforms condition that means phones."""
    return {"includePlatforms": ["android", "iOS"]}
