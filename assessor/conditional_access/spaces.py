"""The dimensions in which gaps are looked for: people, resources, platforms, client types, locations, devices, flows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.conditional_access import words
from assessor.conditional_access.machines import machines
from assessor.conditional_access.people import People
from assessor.conditional_access.policy import Policy, Values
from assessor.conditional_access.signin import CLIENT_APPS, FLOWS, PLATFORMS, REGISTER_SECURITY_INFO, Context, Place, SignIn, Who
from assessor.conditional_access.where import Spot, as_typed, spots
from assessor.model import collections as c
from assessor.model.tenant import known as told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.conditional_access.boxes import Box
    from assessor.conditional_access.decide import ConditionalAccess
    from assessor.conditional_access.devices import Device
    from assessor.conditional_access.places import Places

OTHER = "other"
OTHER_APP = "ffffffff-ffff-4fff-bfff-fffffffffffe"
"""An application that no policy names, for witnesses."""

NAMES = ("users", "apps", "platforms", "clientAppTypes", "locations", "devices", "authenticationFlows")
"""Dimensions in the order of a policy's first conditions."""


@dataclass(frozen=True)
class Space:
    """All values of all dimensions."""

    people: People
    contexts: tuple[Context, ...]
    platforms: tuple[str, ...]
    client_apps: tuple[str, ...]
    spots: tuple[Spot, ...]
    """Empty where no policy asks where a sign-in comes from."""
    devices: tuple[Device, ...]
    flows: tuple[str | None, ...]
    notes: tuple[str, ...] = ()

    @property
    def values(self) -> Values:
        """As policies take them."""
        places = tuple(one.place for one in self.spots) or (Place(),)
        return Values(self.contexts, self.people, (), self.platforms, self.client_apps, places, self.devices, self.flows)

    @property
    def full(self) -> Box:
        """The box of everything."""
        values = self.values
        rest: tuple[Sequence[Any], ...] = (values.contexts, values.platforms, values.client_apps, values.places, values.devices, values.flows)
        return tuple((1 << count) - 1 for count in (self.people.count, *map(len, rest)))

    @property
    def labels(self) -> dict[str, list[Any]]:
        """Values as the contract's document writes them; a dimension of one value is left out."""
        listed: dict[str, list[Any]] = {
            "users": [one.id for one in self.people.people], "apps": [_label(one) for one in self.contexts], "platforms": list(self.platforms),
            "clientAppTypes": list(self.client_apps), "locations": [{"in": list(one.inside)} for one in self.spots],
            "devices": list(self.devices), "authenticationFlows": list(self.flows),
        }  # fmt: skip
        return {name: values for name, values in listed.items() if len(values) > 1 or name in NAMES[:4]}

    def witness(self, box: Box) -> SignIn:
        """One sign-in of a box: the first value of each side."""
        who, what, on, by, at, device, flow = ((side & -side).bit_length() - 1 for side in box)
        place = as_typed(self.values.places[at])
        return SignIn(
            user=self.people.people[who], context=self.contexts[what], platform=self.platforms[on], client_app_type=self.client_apps[by], ip=place.ip,
            country=place.country, gps_country=place.gps_country, compliant_network=place.compliant_network or None,
            device=dict(found) if (found := self.devices[device]) is not None else None, authentication_flow=self.flows[flow],
        )  # fmt: skip


def space_of(access: ConditionalAccess, people: Sequence[Who] | People, policies: Sequence[Policy]) -> Space:
    """The values that these policies, and what privilege is used through, tell apart."""
    filters = [policy.device_filter for policy in policies if policy.device_filter]
    found, all_devices = machines(filters) if filters else ((None,), True)
    flows = any(policy.when.authentication_flows and words.words(policy.when.authentication_flows.transfer_methods) for policy in policies)
    named = frozenset(named_places(policies, access.world.places))
    return Space(
        people=people if isinstance(people, People) else People(access.world.directory, people),
        contexts=tuple(_contexts(access, policies)), platforms=tuple(_platforms(policies)),
        client_apps=CLIENT_APPS,
        spots=spots(access.world.places, named) if named else (), devices=found, flows=(None, *FLOWS) if flows else (None,),
        notes=() if all_devices else ("device filters name too many values to try every device",),
    )  # fmt: skip


def _contexts(access: ConditionalAccess, policies: Sequence[Policy]) -> Iterator[Context]:
    """Resources, the rest of them as one, authentication contexts, user actions."""
    for app in dict.fromkeys((*reference.privileged_apps(), *sorted(_apps(access, policies)))):
        yield Context(kind="app", app=app)
    yield Context(kind="app", app=OTHER_APP)
    contexts = {row.id.lower() for row in access.tenant.rows(c.AUTHENTICATION_CONTEXTS)} | {one for policy in policies for one in policy.resources.contexts}
    contexts |= set(_asked_contexts(access))
    for context in sorted(contexts, key=lambda name: (len(name), name)):
        yield Context(kind="authContext", value=context)
    yield Context(kind="userAction", action=REGISTER_SECURITY_INFO)
    for action in sorted({one for policy in policies for one in policy.resources.actions} - {REGISTER_SECURITY_INFO}):
        yield Context(kind="userAction", action=action)


def _asked_contexts(access: ConditionalAccess) -> Iterator[str]:
    """Contexts that PIM or a protected action asks for."""
    for policy in access.tenant.rows(c.ROLE_MANAGEMENT_POLICIES):
        yield from (rule.claim_value.lower() for rule in told(policy.rules, []) if rule.is_enabled and rule.claim_value)
    for action in access.tenant.rows(c.RESOURCE_ACTIONS):
        if isinstance(action.authentication_context_id, str) and action.authentication_context_id:
            yield action.authentication_context_id.lower()


def _apps(access: ConditionalAccess, policies: Iterable[Policy]) -> Iterator[str]:
    groups = reference.app_groups()
    filtered = False
    for policy in policies:
        listed = policy.resources.included | policy.resources.excluded
        yield from (one for one in listed if "-" in one)
        for group in listed & groups.keys():
            yield from (*groups[group].members, *groups[group].unconfirmed)
        filtered = filtered or policy.resources.filter is not None
    if filtered:
        yield from (key for key, row in access.world.apps.by_app_id.items() if told(row.custom_security_attributes))


def _platforms(policies: Iterable[Policy]) -> Iterator[str]:
    listed = {
        one for policy in policies if (row := policy.when.platforms) for one in words.words([*(row.include_platforms or ()), *(row.exclude_platforms or ())])
    }
    yield from (one for one in PLATFORMS if one != "windowsPhone" or "windowsphone" in listed)


def named_places(policies: Iterable[Policy], places: Places) -> Iterator[str]:
    """Entries of location conditions in lower case, and the locations that `AllTrusted` means."""
    for policy in policies:
        row = policy.when.locations
        for entry in (*(row.include_locations or ()), *(row.exclude_locations or ())) if row else ():
            yield entry.lower()
            if entry.lower() == "alltrusted":
                yield from (key for key, one in places.by_id.items() if one.trusted)


def _label(context: Context) -> str:
    return OTHER if context.app == OTHER_APP else context.name
