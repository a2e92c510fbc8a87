"""Lists of Graph brought into a form in which a difference can be read: by key, or as short texts. Secrets and signatures are not among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Shape: TypeAlias = "Callable[[Any], Any]"
"""From a field's value as Graph writes it to texts, or to fields by key."""


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))


def by(key: str) -> Shape:
    """Each entry under its own key, so that its fields are compared one by one."""

    def shaped(value: Any) -> dict[str, Any]:
        return {str(one.get(key)): {name: inner for name, inner in one.items() if name != key} for one in _dicts(value)}

    return shaped


def each(key: str) -> Shape:
    """One field of each entry."""

    def shaped(value: Any) -> list[Any]:
        return [one[key] for one in _dicts(value) if one.get(key) is not None]

    return shaped


def words(value: Any) -> Any:
    """The words of a text that is a list."""
    return value.split() if isinstance(value, str) else value


def credentials(value: Any) -> list[str]:
    """Secrets and certificates by key id and dates; nothing else of them is told."""
    return [f"{one.get('keyId')} from {_day(one.get('startDateTime'))} until {_day(one.get('endDateTime'))}" for one in _dicts(value)]


def _day(moment: Any) -> str:
    return str(moment)[:10] if moment else "no date"


def permissions(value: Any) -> list[str]:
    """Actions that a role allows, with their condition."""
    found = ((one.get("condition"), action) for one in _dicts(value) for action in one.get("allowedResourceActions") or ())
    return [f"{action} where {condition}" if condition else str(action) for condition, action in found]


def tasks(value: Any) -> list[str]:
    """Tasks of a workflow: their ids change with its version."""
    return [f"{one.get('displayName')}{'' if one.get('isEnabled') is not False else ' (off)'}" for one in _dicts(value)]


def review_status(value: Any) -> Any:
    """Running or over: the stages in between follow from the calendar."""
    over = {"completed", "autoreviewed", "applied", "completing", "autoreviewing", "applying"}
    return ("over" if value.lower() in over else "running") if isinstance(value, str) else value


def unless_none(value: Any) -> Any:
    """Graph writes "None" where it means null."""
    return None if isinstance(value, str) and value.lower() == "none" else value


def plans(value: Any) -> list[str]:
    """Plans that somebody has, by id; with the word where they do not simply work."""
    working = ((str(one.get("servicePlanId")), str(one.get("capabilityStatus"))) for one in _dicts(value))
    return [key if status.lower() == "enabled" else f"{key} ({status})" for key, status in working if status.lower() != "deleted"]


def identities(value: Any) -> list[str]:
    """Other ways to sign in than by the user principal name."""
    ways = ((str(one.get("signInType")), one.get("issuer")) for one in _dicts(value))
    return [f"{way} of {issuer}" if issuer else way for way, issuer in ways if way.lower() != "userprincipalname"]
