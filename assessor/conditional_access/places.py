"""Named locations: in which of them a sign-in lies.

Microsoft, concept-assignment-network (2024-05): addresses by CIDR of both families, countries by the client's address or by
the Authenticator app's GPS, `AllTrusted` = trusted IP locations and the service settings' MFA trusted IPs, which Graph does not
show. The two special ids are known from the community [C]; one of them stands in a public export as the compliant network.
"""

from __future__ import annotations

import bisect
import ipaddress
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from msgspec import UNSET

from assessor.conditional_access.fit import NO, YES, Trit, any_of, but_not
from assessor.conditional_access.rules import known
from assessor.model import collections as c
from assessor.model.table import Missing
from assessor.model.tenant import known as told

if TYPE_CHECKING:
    from assessor.conditional_access.signin import Place
    from assessor.model.access_rows import ConditionalAccessLocations, IpRange, NamedLocation
    from assessor.model.tenant import Tenant

MFA_TRUSTED_IPS = "00000000-0000-0000-0000-000000000000"
ALL_COMPLIANT_NETWORKS = "3d46dbda-8382-466a-856d-eb00cbc6b910"

Span: TypeAlias = tuple[int, int, int]
"""Version, first and last address, as numbers."""


class RangeError(ValueError):
    """A range that is written as none is."""


class Location:
    """One named location, its ranges read once."""

    def __init__(self, row: NamedLocation) -> None:
        """Nothing is judged yet."""
        self.row, self.id = row, row.id.lower()
        self.kind = (row.odata_type or "").rpartition(".")[2].lower()
        self.trusted = told(row.is_trusted, False)
        self.countries = frozenset(one.upper() for one in row.countries_and_regions or ())
        self.by_gps = (row.country_lookup_method or "").lower() == "authenticatorappgps"

    @property
    def label(self) -> str:
        """Its name, or its id."""
        return told(self.row.display_name) or self.row.id

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Its ranges without overlap, in order; RangeError where one cannot be read."""
        merged: list[Span] = []
        for version, first, last in sorted(span_of(one) for one in self.row.ip_ranges or ()):
            if merged and merged[-1][0] == version and first <= merged[-1][2] + 1:
                merged[-1] = (version, merged[-1][1], max(last, merged[-1][2]))
            else:
                merged.append((version, first, last))
        return tuple(merged)

    def has(self, place: Place) -> Trit:
        """Whether a sign-in from there lies in it."""
        if self.kind == "ipnamedlocation":
            return self._has_address(place.ip)
        if self.kind == "countrynamedlocation":
            return self._has_country(place)
        if self.kind == "compliantnetworknamedlocation":
            return known(place.compliant_network)
        return Trit.unknown(c.NAMED_LOCATIONS.name, f"{self.label} is a location of kind {self.row.odata_type}, which this version does not know")

    def _has_address(self, ip: str | None) -> Trit:
        if ip is None:
            return NO
        try:
            spans = self.spans
        except RangeError as error:
            return Trit.unknown(c.NAMED_LOCATIONS.name, f"{self.label} has the range {error}, which cannot be read")
        version, number = number_of(ip)
        at = bisect.bisect_right(spans, (version, number, 1 << 129)) - 1
        return known(at >= 0 and spans[at][0] == version and spans[at][1] <= number <= spans[at][2])

    def _has_country(self, place: Place) -> Trit:
        if self.by_gps:
            return known((place.gps_country or "").upper() in self.countries)
        if place.country is UNSET:
            return NO if place.ip is None else Trit.unknown(c.NAMED_LOCATIONS.name, f"the country that {place.ip} is mapped to, for {self.label}")
        if place.country is None:
            return known(bool(self.row.include_unknown_countries_and_regions))
        return known(str(place.country).upper() in self.countries)


class Places:
    """The named locations of a tenant."""

    def __init__(self, tenant: Tenant) -> None:
        """Ranges are read when somebody asks."""
        self.table = tenant.table(c.NAMED_LOCATIONS)
        self.by_id = {row.id.lower(): Location(row) for row in tenant.rows(c.NAMED_LOCATIONS)}

    def matches(self, row: ConditionalAccessLocations, place: Place, policy: str) -> Trit:
        """Whether a locations condition is met: an exclude beats an include."""
        included = any_of(self._entry(one, place, policy) for one in row.include_locations or ("All",))
        excluded = any_of(self._entry(one, place, policy) for one in row.exclude_locations or ())
        return but_not(included, excluded)

    def _entry(self, entry: str, place: Place, policy: str) -> Trit:
        word = entry.strip().lower()
        if word == "all":
            return YES
        if word == "alltrusted":
            return any_of((self._trusted(place), _mfa_trusted(place)))
        if location := self.by_id.get(word):
            return location.has(place)
        if word == MFA_TRUSTED_IPS:
            return _mfa_trusted(place)
        if word == ALL_COMPLIANT_NETWORKS:
            return known(place.compliant_network)
        says = self.table.says if isinstance(self.table, Missing) else f"the named location {entry}, which {policy} names, is not in the snapshot"
        return Trit.unknown(c.NAMED_LOCATIONS.name, says)

    def _trusted(self, place: Place) -> Trit:
        if isinstance(self.table, Missing):
            return Trit.unknown(self.table.name, self.table.says)
        found = [self._is_trusted_here(one, place) for one in self.by_id.values() if one.trusted]
        if self.table.gaps:
            found.append(Trit.unknown(self.table.name, "the named locations are in the snapshot in part only"))
        return any_of(found)

    def _is_trusted_here(self, location: Location, place: Place) -> Trit:
        has = location.has(place)
        if location.kind == "ipnamedlocation" or has.value is False:
            return has
        return Trit.unknown(c.NAMED_LOCATIONS.name, f"whether {location.label}, which is no IP location, counts among all trusted locations")


def _mfa_trusted(place: Place) -> Trit:
    if place.mfa_trusted_ip is None:
        return Trit.unknown("mfaTrustedIps", "the MFA trusted IPs of the service settings, which Graph does not show")
    return known(place.mfa_trusted_ip is True)


def number_of(ip: str) -> tuple[int, int]:
    """Version and number of an address; a zone is no part of it, and IPv4 in IPv6's clothes is IPv4."""
    address = ipaddress.ip_address(ip.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (4, int(mapped)) if mapped else (address.version, int(address))


def span_of(row: IpRange) -> Span:
    """A range as numbers; RangeError names one that cannot be read."""
    try:
        if row.cidr_address:
            network = ipaddress.ip_network(row.cidr_address.strip(), strict=False)
            return network.version, int(network.network_address), int(network.broadcast_address)
        first, last = ipaddress.ip_address(row.lower_address or ""), ipaddress.ip_address(row.upper_address or "")
    except ValueError:
        raise RangeError(row.cidr_address or f"{row.lower_address} to {row.upper_address}") from None
    return first.version, int(first), int(last)
