"""Conditions that are lists of words: platforms, client types, risks, flows.

Microsoft, concept-conditional-access-conditions (2024-06), concept-authentication-flows (2025-05), policy-all-users-device-unknown-
unsupported (2025-04); members of the enumerations: v1.0 metadata (2026-08). A word that this version does not know makes the answer
unknown where it could matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.conditional_access.fit import NO, YES, Trit, but_not
from assessor.model import collections as c

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.access_rows import ConditionalAccessPlatforms

_PLATFORMS = frozenset({"android", "ios", "windows", "windowsphone", "macos", "linux", "all"})
_CLIENTS = frozenset({"all", "browser", "mobileappsanddesktopclients", "exchangeactivesync", "other", "eassupported"})
_RISKS = frozenset({"low", "medium", "high", "hidden", "none"})
_INSIDER = frozenset({"minor", "moderate", "elevated"})
_FLOWS = frozenset({"none", "devicecodeflow", "authenticationtransfer"})


def words(listed: Iterable[str] | str | None) -> tuple[str, ...]:
    """A list, or a string of flags joined by commas, in lower case."""
    parts = (listed or "").split(",") if isinstance(listed, str | None) else listed
    return tuple(dict.fromkeys(one.strip().lower() for one in parts if one.strip()))


def platform(row: ConditionalAccessPlatforms, value: str, policy: str) -> Trit:
    """A platform that is not recognised matches only `all`; listing every platform is not `all`."""
    included, excluded = words(row.include_platforms), words(row.exclude_platforms)
    if not included:
        included = ("all",)
    asked = value.lower()
    return but_not(_platform_in(included, asked, policy), _platform_in(excluded, asked, policy))


def _platform_in(listed: tuple[str, ...], asked: str, policy: str) -> Trit:
    return YES if "all" in listed else _listed(listed, asked, _PLATFORMS, f"the platform condition of {policy}")


def client_app(listed: list[str] | None, value: str, policy: str) -> Trit:
    """Client types; an empty list is all of them [I]."""
    found = words(listed)
    if not found or "all" in found:
        return YES
    asked = value.lower()
    if asked not in found and asked == "exchangeactivesync" and "eassupported" in found:
        return Trit.unknown(c.CONDITIONAL_ACCESS_POLICIES.name, f"whether the client is on a platform that Exchange ActiveSync supports, for {policy}")
    return _listed(found, asked, _CLIENTS, f"the client types of {policy}")


def risk(listed: list[str] | None, value: str | None, what: str) -> Trit:
    """A level of risk; an empty list is any."""
    found = words(listed)
    return _listed(found, (value or "none").lower(), _RISKS, what) if found else YES


def insider_risk(listed: str | list[str] | None, value: str | None, what: str) -> Trit:
    """Insider risk: flags in one string."""
    found = words(listed)
    return _listed(found, (value or "none").lower(), _INSIDER, what) if found else YES


def flow(listed: str | None, value: str | None, what: str) -> Trit:
    """The session's original transfer method; flags, of which any will do."""
    found = words(listed)
    return _listed(found, (value or "").lower(), _FLOWS, what) if found else YES


def _listed(found: tuple[str, ...], asked: str, enumeration: frozenset[str], what: str) -> Trit:
    if asked in found:
        return YES
    strange = next((one for one in found if one not in enumeration), None)
    if strange is None:
        return NO
    return Trit.unknown(c.CONDITIONAL_ACCESS_POLICIES.name, f"{what} names {strange}, which this version does not know")
