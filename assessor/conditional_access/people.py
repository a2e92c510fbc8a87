"""Some people, and which of them a policy's users condition means.

Microsoft, concept-conditional-access-users-groups (2024-05), authentication-conditional-access (B2B); enumerations of the
v1.0 metadata (2026-08).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from assessor.conditional_access.fit import NOTHING, Fit, Trit, Want, any_of, everything, fit_of, unknown_all
from assessor.conditional_access.signin import EXTERNAL_TYPES, Who
from assessor.conditional_access.strange import strange_members
from assessor.model import collections as c
from assessor.model.access_rows import ConditionalAccessUsers, GuestsOrExternalUsers
from assessor.model.tenant import Tenant, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from assessor.conditional_access.directory import Circle, Directory

MEMBER = "member"
"""Somebody of the tenant itself, beside the six types of guests."""

ANY_MEMBER = Who(id="ffffffff-ffff-4fff-bfff-fffffffffffb")
"""Somebody of the tenant who is in no group and holds no role: whoever is hired tomorrow."""
ANY_GUEST = Who(id="ffffffff-ffff-4fff-bfff-fffffffffffc", external_type="b2bCollaborationGuest", home_tenant="ffffffff-ffff-4fff-bfff-fffffffffffd")
"""A guest who is in no group, of a tenant that no policy names."""

_STAND_INS = (ANY_MEMBER.id, ANY_GUEST.id)
_ENUMERATED_MEANS_NOTHING = frozenset({"internalguest"})
_NO_OBJECT = frozenset({"serviceProvider", "b2bDirectConnectUser"})


class People:
    """People in a fixed order; bit n of a `Fit` is the n-th."""

    def __init__(self, directory: Directory, people: Sequence[Who]) -> None:
        """Groups and roles are looked up when a policy names them."""
        self.directory, self.people = directory, tuple(people)
        self.count = len(self.people)
        self._bits: dict[str, int] = {}
        for index, who in enumerate(self.people):
            self._bits[who.id.lower()] = self._bits.get(who.id.lower(), 0) | 1 << index
        self._circles: dict[tuple[str, str], Fit] = {}

    def bits_of(self, ids: Iterable[str]) -> int:
        """The bits of these ids."""
        bits = 0
        for one in ids:
            bits |= self._bits.get(one, 0)
        return bits

    @cached_property
    def types(self) -> tuple[frozenset[str], ...]:
        """For each, what it may be: `member` or types of guests."""
        return tuple(possible_types(self.directory.tenant, who) for who in self.people)

    def group(self, group_id: str) -> Fit:
        """Members of a group."""
        return self._circle("group", group_id)

    def role(self, role_id: str) -> Fit:
        """Holders of a role, as far as Conditional Access sees them."""
        found = self._circle("role", role_id)
        says = "which roles a partner's administrator holds here"
        return found.doubtful(self._partners & ~found.yes, Want("delegatedAdminRelationships", says)) if self._partners & ~found.yes else found

    @cached_property
    def _partners(self) -> int:
        return sum(1 << index for index, types in enumerate(self.types) if types == {"serviceProvider"})

    def _circle(self, kind: str, object_id: str) -> Fit:
        key = (kind, object_id.lower())
        if key not in self._circles:
            lookup = self.directory.members if kind == "group" else self.directory.role_holders
            self._circles[key] = self._as_fit(lookup(object_id))
        return self._circles[key]

    def _as_fit(self, circle: Circle) -> Fit:
        ids = circle.ids if len(circle.ids) < len(self._bits) else self._bits.keys() & circle.ids
        inside = self.bits_of(ids)
        if not circle.wants:
            return Fit(inside, inside)
        full = everything(self.count).yes & ~self.bits_of(_STAND_INS)  # of them it is known that they are in nothing
        return Fit(inside, full, tuple((full & ~inside, want) for want in circle.wants))

    def guests(self, row: GuestsOrExternalUsers) -> Fit:
        """Guests of some types and home tenants."""
        key = ("guests", msgspec.json.encode(row).decode())
        if key not in self._circles:
            self._circles[key] = fit_of(range(self.count), lambda index: _is_guest(self.people[index], self.types[index], row))
        return self._circles[key]

    def named(self, users: Iterable[str]) -> Fit:
        """Entries of includeUsers or excludeUsers."""
        found = NOTHING
        for entry in users:
            word = entry.lower()
            if word == "all":
                found |= everything(self.count)
            elif word == "guestsorexternalusers":
                found |= self.guests(_ALL_GUESTS)
            elif word != "none":
                found |= Fit(self._bits.get(word, 0), self._bits.get(word, 0))
        return found


_ALL_GUESTS = GuestsOrExternalUsers(guest_or_external_user_types=",".join(EXTERNAL_TYPES))


def users_fit(people: People, row: ConditionalAccessUsers | None, raw: Any, policy: str) -> Fit:
    """Whom the users condition of a policy means; nobody where it is empty."""
    if row is None:
        return NOTHING
    included = _side(people, row.include_users, row.include_groups, row.include_roles, row.include_guests_or_external_users)
    excluded = _side(people, row.exclude_users, row.exclude_groups, row.exclude_roles, row.exclude_guests_or_external_users)
    for name in strange_members(raw, ConditionalAccessUsers):
        doubt = unknown_all(people.count, Want(c.CONDITIONAL_ACCESS_POLICIES.name, f"{policy} has users.{name}, which this version does not know"))
        included = included if name.startswith("exclude") else included | doubt
        excluded = excluded if name.startswith("include") else excluded | doubt
    return included.but_not(excluded)


def _side(people: People, users: list[str] | None, groups: list[str] | None, roles: list[str] | None, guests: GuestsOrExternalUsers | None) -> Fit:
    found = people.named(users or ())
    for group in groups or ():
        found |= people.group(group)
    for role in roles or ():
        found |= people.role(role)
    return found | people.guests(guests) if guests else found


def possible_types(tenant: Tenant, who: Who) -> frozenset[str]:
    """What somebody may be: the sign-in's word, else the snapshot's user, else anything."""
    if who.external_type:
        return frozenset({who.external_type})
    if who.id == ANY_MEMBER.id:
        return frozenset({MEMBER})
    row = tenant.users.get(who.id.lower())
    if row is None:
        return frozenset({MEMBER, *EXTERNAL_TYPES} - _NO_OBJECT)
    name = (known(row.user_principal_name) or "").lower()
    issuers = {(one.issuer or "").lower() for one in known(row.identities, [])}
    external = "#ext#" in name or bool(known(row.external_user_state)) or "externalazuread" in issuers
    kinds = {"guest", "member"} if not isinstance(row.user_type, str) else {row.user_type.lower()}
    names = ("b2bCollaborationGuest", "b2bCollaborationMember") if external else ("internalGuest", MEMBER)
    return frozenset(names[kind != "guest"] for kind in kinds)


def _is_guest(who: Who, types: frozenset[str], row: GuestsOrExternalUsers) -> Trit:
    wanted = {one.strip().lower() for one in (row.guest_or_external_user_types or "").split(",")} - {"", "none"}
    if strange := wanted - {one.lower() for one in EXTERNAL_TYPES}:
        return any_of((_of_types(who, types, wanted, row), Trit.unknown(c.CONDITIONAL_ACCESS_POLICIES.name, f"guests of type {sorted(strange)[0]}")))
    return _of_types(who, types, wanted, row)


def _of_types(who: Who, types: frozenset[str], wanted: set[str], row: GuestsOrExternalUsers) -> Trit:
    met = {one for one in types if one.lower() in wanted}
    if not met:
        return Trit(False)
    if met != types:
        return Trit.unknown(c.USERS.name, f"whether {who.id} is a guest, and of which type")
    return _of_home(who, met, row)


def _of_home(who: Who, met: set[str], row: GuestsOrExternalUsers) -> Trit:
    homes = row.external_tenants
    kind = (homes.membership_kind or "all").lower() if homes else "all"
    if kind == "all" or all(one.lower() in _ENUMERATED_MEANS_NOTHING for one in met):
        return Trit(True)
    if kind != "enumerated" or homes is None:
        return Trit.unknown(c.CONDITIONAL_ACCESS_POLICIES.name, f"guests whose tenants are told by {kind}, which this version does not know")
    if who.home_tenant is None:
        return Trit.unknown(c.USERS.name, f"the home tenant of {who.id}")
    return Trit(who.home_tenant.lower() in {one.lower() for one in homes.members or ()})


def spared(people: People, row: ConditionalAccessUsers | None) -> Fit:
    """Whom a policy would mean but for its excludes."""
    if row is None:
        return NOTHING
    included = _side(people, row.include_users, row.include_groups, row.include_roles, row.include_guests_or_external_users)
    return included & _side(people, row.exclude_users, row.exclude_groups, row.exclude_roles, row.exclude_guests_or_external_users)
