"""Every set of named locations that a sign-in can lie in, with a place that does.

Address lines are cut at the ends of all ranges; countries, GPS and the compliant network are taken to be independent of the address,
since no snapshot tells which country an address is mapped to: that allows more than there may be, never less.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from assessor.conditional_access.places import ALL_COMPLIANT_NETWORKS, Location, Places, RangeError, Span
from assessor.conditional_access.signin import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from msgspec import UnsetType

MOST = 256
"""Sets of locations up to which all named locations are told apart; beyond, those that policies name."""

_USUAL = ("192.0.2.10", "198.51.100.10", "203.0.113.10", "2001:db8::10")
_COUNTRIES = ("CH", "IS", "NZ", "UY", "BT", "FJ", "MT", "LA", "ZZ")


@dataclass(frozen=True, slots=True)
class Spot:
    """One set of locations, and a place that lies in exactly those."""

    inside: tuple[str, ...]
    """Ids, as the snapshot spells them, in order."""
    place: Place


def spots(places: Places, named: frozenset[str]) -> tuple[Spot, ...]:
    """Every set that can be; `named` are the locations that policies name, in lower case."""
    found = _spots([places.by_id[key] for key in sorted(places.by_id)], named, MOST)
    if found is None:
        found = _spots([places.by_id[key] for key in sorted(places.by_id) if key in named], named, None)
    return tuple(sorted(found or (), key=lambda spot: (len(spot.inside), spot.inside)))


def _spots(locations: list[Location], named: frozenset[str], most: int | None) -> list[Spot] | None:
    addresses = list(_addresses([one for one in locations if one.kind == "ipnamedlocation"]))
    countries = list(_countries([one for one in locations if one.kind == "countrynamedlocation" and not one.by_gps]))
    gps = list(_gps([one for one in locations if one.by_gps]))
    networks = [one.row.id for one in locations if one.kind == "compliantnetworknamedlocation"]
    networks += [ALL_COMPLIANT_NETWORKS] if not networks and ALL_COMPLIANT_NETWORKS in named else []
    on = [((), False), (tuple(networks), True)] if networks else [((), False)]
    if most and len(addresses) * len(countries) * len(gps) * len(on) > most:
        return None
    return [_spot(*parts) for parts in product(addresses, countries, gps, on)]


def _spot(
    address: tuple[tuple[str, ...], str],
    country: tuple[tuple[str, ...], str | None | UnsetType],
    gps: tuple[tuple[str, ...], str | None],
    on: tuple[tuple[str, ...], bool],
) -> Spot:
    inside = tuple(sorted({*address[0], *country[0], *gps[0], *on[0]}))
    return Spot(inside, Place(ip=address[1], country=country[1], gps_country=gps[1], mfa_trusted_ip=None, compliant_network=on[1]))


def as_typed(place: Place) -> Place:
    """The same place as a request spells it: nothing said of MFA trusted IPs."""
    return msgspec.structs.replace(place, mfa_trusted_ip=False)


# ---- addresses ----


def _addresses(locations: list[Location]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(ids, an address) for each set of IP locations that some address lies in."""
    found: dict[tuple[str, ...], str] = {}
    for ip in (*_USUAL, *_ends(locations)):
        found.setdefault(tuple(one.row.id for one in locations if _holds(one, ip)), ip)
    yield from found.items()


def _holds(location: Location, ip: str) -> bool:
    return bool(location.has(Place(ip=ip)).value)


def _ends(locations: list[Location]) -> Iterator[str]:
    """An address of each stretch between two ends of ranges."""
    cuts = {(version, at) for one in locations for version, first, last in _spans(one) for at in (first, last + 1)}
    most = {4: 1 << 32, 6: 1 << 128}
    for version, at in sorted(cuts):
        if at < most[version]:
            yield str(ipaddress.IPv4Address(at) if version == 4 else ipaddress.IPv6Address(at))


def _spans(location: Location) -> tuple[Span, ...]:
    try:
        return location.spans
    except RangeError:
        return ()


# ---- countries ----


def _countries(locations: list[Location]) -> Iterator[tuple[tuple[str, ...], str | None | UnsetType]]:
    """(ids, a country): each set of countries told apart, another country, and an address that is mapped to none."""
    if not locations:
        yield (), UNSET
        return
    found: dict[tuple[str, ...], str | None] = {}
    for country in (_another(locations), *sorted({code for one in locations for code in one.countries}), None):
        inside = tuple(one.row.id for one in locations if one.has(Place(ip=_USUAL[0], country=country)).value)
        found.setdefault(inside, country)
    yield from found.items()


def _gps(locations: list[Location]) -> Iterator[tuple[tuple[str, ...], str | None]]:
    found: dict[tuple[str, ...], str | None] = {(): None}
    for country in sorted({code for one in locations for code in one.countries}):
        found.setdefault(tuple(one.row.id for one in locations if country in one.countries), country)
    yield from found.items()


def _another(locations: Iterable[Location]) -> str:
    taken = {code for one in locations for code in one.countries}
    return next((code for code in _COUNTRIES if code not in taken), "ZZ")
