"""Conditional Access for examples: policies and authentication contexts, people and groups by their names."""

from __future__ import annotations

from typing import Any

from assessor.checkkit.example import Draft, Part, _ensure, ident


def access_policy(
    name: str, *controls: str, context: str | None = None, apps: tuple[str, ...] = ("All",), users: tuple[str, ...] = ("All",),
    without_users: tuple[str, ...] = (), groups: tuple[str, ...] = (), without_groups: tuple[str, ...] = (), roles: tuple[str, ...] = (),
    state: str = "enabled", operator: str = "OR", **conditions: Any,
) -> Part:  # fmt: skip
    """A policy for all people and resources unless said otherwise; further conditions in Graph's names."""

    def part(draft: Draft) -> None:
        who = {
            "includeUsers": [one if one in ("All", "None") else _ensure(draft, one) for one in users],
            "excludeUsers": [_ensure(draft, one) for one in without_users],
            "includeGroups": [ident(one) for one in groups], "excludeGroups": [ident(one) for one in without_groups], "includeRoles": list(roles),
        }  # fmt: skip
        what = {"includeAuthenticationContextClassReferences": [context]} if context else {"includeApplications": list(apps)}
        made = {"users": who, "applications": what, "clientAppTypes": ["all"], **conditions}
        grant = {"operator": operator, "builtInControls": list(controls)} if controls else None
        draft.add("conditionalAccessPolicies", id=ident(f"access {name}"), displayName=name, state=state, conditions=made, grantControls=grant)

    return part


def auth_context(key: str, *, published: bool = True) -> Part:
    """An authentication context."""
    return lambda draft: draft.add("authenticationContextClassReferences", id=key, displayName=key, isAvailable=published)


def on_phones() -> dict[str, Any]:
    """The platforms condition that means phones."""
    return {"includePlatforms": ["android", "iOS"]}
