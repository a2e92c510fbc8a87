"""A field before and after as somebody would say it: "On activation, approval: not required → required"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor.report import wording as w
from assessor.report.comparison_terms import DEMANDS, FIELDS, LEVELS, NOTICES, NOTIFIED, QUIET, RULES, VALUES
from assessor.report.comparison_view import FieldView
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.model.comparison import FieldChange

NOTHING = "not set"
END, HELD = "endDateTime", "state"
_STRENGTH = "grantControls.authenticationStrength.displayName"
_RULE = re.compile(r"^(Expiration|Enablement|Approval|AuthenticationContext|Notification_(?:Admin|Requestor|Approver))_(EndUser_Assignment|Admin_\w+)\.(.+)$")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DURATION = re.compile(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$")
_INSTANT = re.compile(r"^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d")
_DATED = re.compile(rf"^{_GUID.pattern} from (\d{{4}}-\d\d-\d\d) until (\d{{4}}-\d\d-\d\d)$")
_QUERY = re.compile(r"^/(?:v1\.0/)?(?:users|groups)/(?=[^/]+$)")
_LONG = 300
_NOISE = frozenset({"@odata.type", "keyId", "customKeyIdentifier", "hint", "secretText", "queryRoot", "queryType"})


def field_views(fields: Iterable[FieldChange], names: Mapping[str, str]) -> tuple[FieldView, ...]:
    """All fields that differ, in words; what only follows from another one is left out."""
    changes = list(fields)
    told = {one.name for one in changes}
    views = [field_view(one, names) for one in changes if not (one.name in QUIET and _STRENGTH in told)]
    differ = [one for one in views if one.gone or one.come or one.before != one.after] or views[:1]
    return tuple(sorted(differ, key=_level))


def _level(view: FieldView) -> int:
    """What happens at an activation first, then what an assignment has to have."""
    return next((number for number, level in enumerate(LEVELS.values()) if view.name.startswith(level)), 0)


def field_view(change: FieldChange, names: Mapping[str, str]) -> FieldView:
    """One field that differs, in words."""
    name, place = field_name(change.name)
    if isinstance(change.before or [], list) and isinstance(change.after or [], list):
        before, after = (dict.fromkeys(_items(side or [], place, names)) for side in (change.before, change.after))
        gone, come = tuple(one for one in before if one not in after), tuple(one for one in after if one not in before)
        return FieldView(name, ", ".join(before) or NOTHING, ", ".join(after) or NOTHING, gone, come)
    return FieldView(name, value_in_words(change.before, place, names), value_in_words(change.after, place, names))


def field_name(path: str) -> tuple[str, str]:
    """What a field is called, and where its values are looked up."""
    rule = _RULE.match(path)
    if rule is None:
        return FIELDS.get(path) or _spelt(path), path
    level = LEVELS.get(rule[2], shown(rule[2], 40))
    if rule[1] in NOTIFIED:
        return f"{level}, {NOTIFIED[rule[1]]} {NOTICES.get(rule[3]) or _spelt(rule[3]).lower()}", rule[3]
    place = f"{rule[1]}.{rule[3]}"
    return f"{level}, {RULES.get(place) or _spelt(rule[3]).lower()}", place


def value_in_words(value: Any, place: str, names: Mapping[str, str]) -> str:
    """One value; ids by the name of what they stand for."""
    if value is None:
        return "not required" if place in DEMANDS else NOTHING
    if isinstance(value, bool):
        return ("required" if value else "not required") if place in DEMANDS else "yes" if value else "no"
    if isinstance(value, dict):
        return _of_dict(value, names)
    if isinstance(value, list):
        return shown(w.listed([value_in_words(one, place, names) for one in value]), _LONG) or "empty"
    text = str(value)
    words = VALUES.get(place) or VALUES.get(place.rpartition(".")[2]) or {}
    return words.get(text) or _duration(text) or _day(text) or _credential_of(text) or shown(_named(_QUERY.sub("", text), names), _LONG) or NOTHING


def _items(value: list[Any], place: str, names: Mapping[str, str]) -> Iterator[str]:
    for one in value:
        if isinstance(one, dict) and "primaryApprovers" in one:
            yield from (_of_dict(each, names) for key in ("primaryApprovers", "escalationApprovers") for each in one.get(key) or [] if isinstance(each, dict))
        else:
            yield value_in_words(one, place, names)


def _of_dict(value: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A thing inside a field: an approver, a reviewer, a secret; else its fields, one after the other."""
    for key in ("userId", "groupId", "id"):
        found = value.get(key)
        if isinstance(found, str) and (name := names.get(found.lower())):
            return shown(name, 80)
    if isinstance(value.get("description"), str):
        return shown(value["description"], 80)
    if isinstance(value.get("query"), str):
        return shown(_named(value["query"].rpartition("/")[2], names), 80)
    if "keyId" in value:
        return _credential(value)
    parts = [f"{_spelt(key).lower()} {value_in_words(one, key, names)}" for key, one in value.items() if one not in (None, [], {}, "") and key not in _NOISE]
    return shown(", ".join(parts), _LONG) or "empty"


def _credential_of(text: str) -> str:
    """A secret or certificate by its days; its id says nothing to anybody."""
    found = _DATED.match(text)
    return f"from {_day(found[1] + 'T00:00')} until {_day(found[2] + 'T00:00')}" if found else ""


def _credential(value: Mapping[str, Any]) -> str:
    name = shown(value["displayName"], 60) if isinstance(value.get("displayName"), str) else "without a name"
    end = value.get("endDateTime")
    until = _day(end) if isinstance(end, str) else ""
    return f"{name}, until {until}" if until else f"{name}, without an end"


def _named(text: str, names: Mapping[str, str]) -> str:
    return _GUID.sub(lambda found: names.get(found[0].lower(), found[0]), text)


def _duration(text: str) -> str:
    found = _DURATION.match(text)
    if not found or not any(found.groups()):
        return ""
    counts = zip(found.groups(), ("day", "hour", "minute"), strict=True)
    return w.listed([w.counted(int(number), unit) for number, unit in counts if number and int(number)])


def _day(text: str) -> str:
    found = _INSTANT.match(text)
    year, month, day = (int(one) for one in found.groups()) if found else (0, 0, 0)
    return f"{day} {w.MONTHS[month - 1]} {year}" if 1 <= month <= 12 else ""


def _spelt(path: str) -> str:
    """A field that has no word of ours: its own, spelt out."""
    words = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", part).lower() for part in path.split(".")]
    return shown(", ".join(words).capitalize(), 120)
