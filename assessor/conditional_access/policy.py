"""One policy, read once: which sign-ins it applies to, and what it asks of them.

Microsoft, building-conditional-access-policies (2024-03): a policy applies if all its conditions do; those that it does not have
restrict nothing. A condition that this version does not know leaves it open whether the policy applies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.conditional_access import words
from assessor.conditional_access.devices import DeviceFilter
from assessor.conditional_access.directory import Directory
from assessor.conditional_access.fit import NOTHING, YES, Fit, Trit, Want, everything, fit_of, unknown_all
from assessor.conditional_access.grants import Strengths, demand_of
from assessor.conditional_access.people import People, users_fit
from assessor.conditional_access.places import Places
from assessor.conditional_access.resources import Apps, Resources
from assessor.conditional_access.strange import holds_something, strange_members
from assessor.conditional_access.workloads import Workloads
from assessor.model import collections as c
from assessor.model.access_rows import ConditionalAccessConditions, ConditionalAccessDevices, ConditionalAccessLocations, ConditionalAccessPlatforms
from assessor.model.rows import Row
from assessor.model.tenant import known as told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from assessor.conditional_access.devices import Device
    from assessor.conditional_access.signin import Context, Place, Workload
    from assessor.model.access_rows import ConditionalAccessPolicy
    from assessor.model.tenant import Tenant

ENABLED, REPORT_ONLY, DISABLED = "enabled", "enabledforreportingbutnotenforced", "disabled"
_POLICIES = c.CONDITIONAL_ACCESS_POLICIES.name
_RETIRED = frozenset({"deviceStates"})
_PARTS: tuple[tuple[str, type[Row]], ...] = (
    ("platforms", ConditionalAccessPlatforms),
    ("locations", ConditionalAccessLocations),
    ("devices", ConditionalAccessDevices),
)


@dataclass(frozen=True, slots=True)
class Values:
    """Sign-ins by their parts: some values of each dimension. One sign-in has one of each; a gap is looked for among many."""

    contexts: Sequence[Context]
    people: People | None = None
    workloads: Sequence[Workload] = ()
    platforms: Sequence[str] = ("unknown",)
    client_apps: Sequence[str] = ("browser",)
    places: Sequence[Place] = ()
    devices: Sequence[Device] = (None,)
    flows: Sequence[str | None] = (None,)
    sign_in_risk: str | None = None
    user_risk: str | None = None
    service_principal_risk: str | None = None
    insider_risk: str | None = None


class World:
    """What all policies of a tenant share: directory, applications, locations, strengths."""

    def __init__(self, tenant: Tenant, activated: Mapping[str, frozenset[str]] | None = None) -> None:
        """Indexes; nothing is judged. `activated` as the directory takes it."""
        self.tenant, self.directory = tenant, Directory(tenant, activated)
        self.apps, self.places, self.strengths = Apps(tenant), Places(tenant), Strengths(tenant)


class Policy:
    """One Conditional Access policy, read once and put to many sign-ins."""

    def __init__(self, row: ConditionalAccessPolicy, world: World) -> None:
        """Typed parts and the names of members that nobody here knows."""
        self.row, self.world, self.when = row, world, row.when
        self.id, self.label = row.id, told(row.display_name) or row.id
        self._raw: Mapping[str, Any] = told(row.conditions, {})
        self.demand = demand_of(row, world.strengths, self.label)
        self.session: Mapping[str, Any] = {name: one for name, one in told(row.session_controls, {}).items() if "@" not in name and holds_something(one)}
        self.resources = Resources(world.apps, self.when.applications, self._raw.get("applications"), self.label)
        self.workloads = Workloads(world.tenant, self.when.client_applications, self._raw.get("clientApplications"), self.label)

    # ---- state ----

    @cached_property
    def state(self) -> str:
        """In lower case."""
        return str(told(self.row.state, "")).lower()

    @property
    def is_report_only(self) -> bool:
        """Evaluated and written down, never enforced; not evaluated for user actions (concept-conditional-access-report-only, 2025-03)."""
        return self.state == REPORT_ONLY and not self.resources.actions

    @cached_property
    def is_enforced(self) -> Trit:
        """Whether it counts; partial enablement is not documented [U]."""
        if self.state in (DISABLED, REPORT_ONLY):
            return Trit(False)
        if self.state != ENABLED:
            return Trit.unknown(_POLICIES, f"{self.label} is in the state {self.row.state}, which this version does not know")
        if holds_something(told(self.row.partial_enablement_strategy)):
            return Trit.unknown(_POLICIES, f"{self.label} is enabled in part (partialEnablementStrategy), which is not documented")
        return YES

    # ---- conditions ----

    def fits(self, values: Values) -> Iterator[tuple[str, Fit]]:
        """(Graph's name of the condition, which values meet it), for one condition after the other."""
        yield self._who(values)
        yield _context_reason(values.contexts), self.resources.fit(values.contexts)
        yield "devicePlatform", self.platforms(values.platforms)
        yield "clientApps", self.client_apps(values.client_apps)
        yield "location", self.locations(values.places)
        yield "devices", self.devices(values.devices)
        yield "authenticationFlow", self.flows(values.flows)
        yield from self._risks(values)
        yield "notEnoughInformation", self._strange()

    def _who(self, values: Values) -> tuple[str, Fit]:
        if values.people is not None:
            return "users", self.users(values.people)
        return "workloadIdentities", self.workloads.fit(values.workloads)

    def users(self, people: People) -> Fit:
        """Whom it means; nobody where it is for workloads."""
        return NOTHING if self.workloads.is_for_workloads else users_fit(people, self.when.users, self._raw.get("users"), self.label)

    def platforms(self, values: Sequence[str]) -> Fit:
        """Platforms; no condition is any."""
        row = self.when.platforms
        return _or_all(values, None if row is None else lambda value: words.platform(row, value, self.label))

    def client_apps(self, values: Sequence[str]) -> Fit:
        """Client types."""
        return fit_of(values, lambda value: words.client_app(self.when.client_app_types, value, self.label))

    def locations(self, values: Sequence[Place]) -> Fit:
        """Places; no condition, or one that includes and excludes nothing, is anywhere."""
        row = self.when.locations
        empty = row is None or not (row.include_locations or row.exclude_locations)
        return _or_all(values, None if row is None or empty else lambda value: self.world.places.matches(row, value, self.label))

    @cached_property
    def device_filter(self) -> DeviceFilter | None:
        """The filter on devices, read once."""
        row = self.when.devices.device_filter if self.when.devices else None
        return DeviceFilter(row, self.label) if row else None

    def devices(self, values: Sequence[Device]) -> Fit:
        """Devices."""
        return _or_all(values, self.device_filter.matches if self.device_filter else None)

    def flows(self, values: Sequence[str | None]) -> Fit:
        """Transfer methods."""
        row = self.when.authentication_flows
        return _or_all(values, None if row is None else lambda value: words.flow(row.transfer_methods, value, f"the flows of {self.label}"))

    def _risks(self, values: Values) -> Iterator[tuple[str, Fit]]:
        when, label = self.when, self.label
        yield "signInRisk", fit_of((values.sign_in_risk,), lambda one: words.risk(when.sign_in_risk_levels, one, f"the sign-in risk of {label}"))
        yield "userRisk", fit_of((values.user_risk,), lambda one: words.risk(when.user_risk_levels, one, f"the user risk of {label}"))
        yield "signInRisk", fit_of((values.service_principal_risk,), lambda one: words.risk(when.service_principal_risk_levels, one, f"the risk of {label}"))
        yield "insiderRisk", fit_of((values.insider_risk,), lambda one: words.insider_risk(when.insider_risk_levels, one, f"the insider risk of {label}"))

    def _strange(self) -> Fit:
        found = everything(1)
        for name in self.strange:
            found &= unknown_all(1, Want(_POLICIES, f"{self.label} has the condition {name}, which this version does not know"))
        return found

    @cached_property
    def strange(self) -> tuple[str, ...]:
        """Conditions that nobody here knows; those of users, applications and workloads are dealt with where they stand."""
        found = list(strange_members(self._raw, ConditionalAccessConditions, _RETIRED if not holds_something(self._raw.get("deviceStates")) else frozenset()))
        for name, typed in _PARTS:
            found += [f"{name}.{one}" for one in strange_members(self._raw.get(name), typed)]
        return tuple(found)


def _or_all(values: Sequence[object], asked: Callable[..., Trit] | None) -> Fit:
    return everything(len(values)) if asked is None else fit_of(values, asked)


def _context_reason(contexts: Sequence[Context]) -> str:
    kinds = {one.kind for one in contexts}
    return {"app": "application", "userAction": "userActions", "authContext": "authenticationContext"}[kinds.pop()] if len(kinds) == 1 else "application"


def policies_of(tenant: Tenant, world: World) -> tuple[Policy, ...]:
    """Every policy of the tenant, by id; raises `Unavailable` where they are missing."""
    return tuple(Policy(row, world) for row in sorted(tenant.read(c.CONDITIONAL_ACCESS_POLICIES), key=lambda row: row.id))
