"""Devices that device filters tell apart: one for each way that their comparisons can come out.

Attributes are taken to be independent of each other, which allows more devices than there may be, never fewer: every value that a
filter names, one that none names, and none at all; for comparisons of parts of a text also texts that meet several at once.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from assessor.conditional_access.rules import Compare, comparisons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.conditional_access.devices import Device, DeviceFilter

MOST = 20_000
_SPELT = {
    one.lower(): one
    for one in (
        "deviceId", "displayName", "deviceOwnership", "enrollmentProfileName", "isCompliant", "manufacturer", "mdmAppId", "model", "operatingSystem",
        "operatingSystemVersion", "physicalIds", "profileType", "systemLabels", "trustType",
    )
}  # fmt: skip


def machines(filters: Sequence[DeviceFilter], *, phones: bool = False) -> tuple[tuple[Device, ...], bool]:
    """Devices that come out differently, the unregistered one first; False where there were too many combinations to try all."""
    offered = _offered(compare for one in filters if one.node for compare in comparisons(one.node))
    if phones:
        offered = {name: _of_phone(name, values) for name, values in offered.items()}
    names, lists = list(offered), list(offered.values())
    total = 1
    for one in lists:
        total *= len(one)
    found: dict[tuple[bool | None, ...], Device] = {}
    for device in _devices(names, islice(product(*lists), MOST)):
        found.setdefault(tuple(one.matches(device).value for one in filters), device)
    return tuple(found.values()), total <= MOST


def _devices(names: list[str], combinations: Iterable[tuple[str | bool | None, ...]]) -> Iterator[Device]:
    yield None
    for values in combinations:
        yield {_spelling(name): value for name, value in zip(names, values, strict=True) if value is not None}


def _offered(compares: Iterable[Compare]) -> dict[str, list[str | bool | None]]:
    """Values to try by attribute."""
    by_name: dict[str, list[Compare]] = {}
    for compare in compares:
        by_name.setdefault(compare.attribute, []).append(compare)
    if any(name.startswith("extensionattribute") for name in by_name):
        by_name.setdefault("iscompliant", [])  # tells whether the device is managed
    return {name: [None, True, False] if name == "iscompliant" else [None, *_texts(by_name[name])] for name in sorted(by_name)}


_PHONES: dict[str, list[str | bool | None]] = {
    "trusttype": [None, "Workplace"],
    "operatingsystem": [None, "iOS", "iPhone", "iPad", "iPadOS", "Android", "AndroidForWork", "AndroidEnterprise"],
}
_ANY_DEVICE = frozenset(
    {"iscompliant", "deviceownership", "mdmappid", "enrollmentprofilename", "profiletype", "manufacturer", "model", "operatingsystemversion"}
)


def _of_phone(name: str, values: list[str | bool | None]) -> list[str | bool | None]:
    """What a phone can have: it is registered, never joined (Microsoft, concept-device-registration), and nobody marks one as an admin's workstation [I]."""
    if name in _PHONES:
        return _PHONES[name]
    return values if name in _ANY_DEVICE else [None, "another value"]


def _texts(compares: list[Compare]) -> list[str]:
    whole = {value for compare in compares for value in compare.values}
    parts = [compare for compare in compares if compare.operator in ("startswith", "endswith", "contains")]
    made = {f"{head}~{middle}~{tail}" for head in _of(parts, "startswith") for middle in _of(parts, "contains") for tail in _of(parts, "endswith")}
    return sorted(whole | made | {"another value"})


def _of(parts: list[Compare], operator: str) -> list[str]:
    return ["", *sorted({value for one in parts if one.operator == operator for value in one.values})] if parts else []


def _spelling(name: str) -> str:
    return _SPELT.get(name, name.replace("extensionattribute", "extensionAttribute"))
