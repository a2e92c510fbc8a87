"""A row of Graph as flat fields in one spelling: order, letter case of words and ids, null and absent make no difference."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from assessor.model.comparison import FieldChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assessor.compare.shapes import Shape

_NOISE = frozenset({
    "@odata.context", "@odata.etag", "@odata.id", "createdDateTime", "createdBy", "lastModifiedBy", "lastModifiedDateTime", "modifiedDateTime",
    "lastScannedDateTime", "onPremisesLastSyncDateTime", "policyVersion", "renewedDateTime", "version",
})  # fmt: skip
"""When and by whom something was written, not what it is."""

_PROSE = frozenset({"displayName", "description", "membershipRule"})
"""Texts of people: their letter case is theirs."""

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d*?)0*)?(?:[Zz]|\+00:00)")
"""A time in UTC: 12:00:00Z, 12:00:00.000Z and 12:00:00+00:00 are one."""
_NO_SHAPES: Mapping[str, Shape] = {}


def flat(row: Mapping[str, Any], ignored: frozenset[str] = frozenset(), shapes: Mapping[str, Shape] = _NO_SHAPES) -> dict[str, Any]:
    """Fields by dotted path, without what is absent, null or empty; some brought into a form of their own. Graph writes now null, now the empty text."""
    return dict(_flat(row, "", ignored, shapes))


def _flat(value: Mapping[str, Any], path: str, ignored: frozenset[str], shapes: Mapping[str, Shape]) -> Iterator[tuple[str, Any]]:
    for name, inner in value.items():
        if name in _NOISE or name in ignored or (name.startswith("@") and name != "@odata.type"):
            continue
        shape = shapes.get(path + name)
        told = shape(inner) if shape and inner is not None else inner
        if isinstance(told, dict):
            yield from _flat(told, f"{path}{name}.", ignored, shapes)
        elif told is not None and told != [] and told != "":
            yield f"{path}{name}", told


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Fields that differ, by name."""
    names = sorted(before.keys() | after.keys())
    return tuple(FieldChange(name, before.get(name), after.get(name)) for name in names if _one_spelling(name, before) != _one_spelling(name, after))


def unsaid(row: Mapping[str, Any], path: str) -> str | None:
    """The first step of a path that the row does not have; None where the row says what stands there, if only null."""
    value: Any = row
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        if name not in value:
            return name
        value = value[name]
    return None


def _one_spelling(name: str, fields: Mapping[str, Any]) -> Any:
    return canonical(fields.get(name), folded=name.rpartition(".")[2] not in _PROSE)


def canonical(value: Any, *, folded: bool = True) -> Any:
    """The value in one spelling, to be compared and never shown."""
    if isinstance(value, str):
        moment = _MOMENT.fullmatch(value)
        return f"{moment[1]}.{moment[2] or ''}z".lower() if moment else value.lower() if folded else value
    if isinstance(value, list):
        once = {_as_text(one): one for one in (canonical(one, folded=folded) for one in value)}
        return [once[text] for text in sorted(once)]
    if isinstance(value, dict):
        return {name: canonical(inner, folded=name not in _PROSE) for name, inner in flat(value).items()}
    return value


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
