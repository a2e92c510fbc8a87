"""Conditional Access as Graph writes it: policies, named locations, contexts, strengths.

Shapes: microsoftgraph/msgraph-metadata v1.0 (2026-08). Conditions keep Graph's own map beside the typed one: a member that
this version does not know must make an answer unknown, and a typed row alone would not show it.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from assessor.model.rows import Known, Moment, Row


class ExternalTenants(Row, frozen=True, kw_only=True):
    """Which home tenants a condition on guests means: all, or those listed."""

    membership_kind: str | None = None
    members: list[str] | None = None


class GuestsOrExternalUsers(Row, frozen=True, kw_only=True):
    """Guests by type; the types are one string, joined by commas."""

    guest_or_external_user_types: str | None = None
    external_tenants: ExternalTenants | None = None


class ConditionalAccessUsers(Row, frozen=True, kw_only=True):
    """Whom a Conditional Access policy names."""

    include_users: list[str] | None = None
    exclude_users: list[str] | None = None
    include_groups: list[str] | None = None
    exclude_groups: list[str] | None = None
    include_roles: list[str] | None = None
    exclude_roles: list[str] | None = None
    include_guests_or_external_users: GuestsOrExternalUsers | None = None
    exclude_guests_or_external_users: GuestsOrExternalUsers | None = None


class Filter(Row, frozen=True, kw_only=True):
    """A rule in the filter language, and whether what it finds is meant or left out."""

    mode: str | None = None
    rule: str | None = None


class ConditionalAccessApplications(Row, frozen=True, kw_only=True):
    """Resources, user actions or authentication contexts."""

    include_applications: list[str] | None = None
    exclude_applications: list[str] | None = None
    include_user_actions: list[str] | None = None
    include_authentication_context_class_references: list[str] | None = None
    application_filter: Filter | None = None


class ConditionalAccessClientApplications(Row, frozen=True, kw_only=True):
    """Workload identities."""

    include_service_principals: list[str] | None = None
    exclude_service_principals: list[str] | None = None
    service_principal_filter: Filter | None = None


class ConditionalAccessPlatforms(Row, frozen=True, kw_only=True):
    """Platforms, as the device claims them."""

    include_platforms: list[str] | None = None
    exclude_platforms: list[str] | None = None


class ConditionalAccessLocations(Row, frozen=True, kw_only=True):
    """Named locations by id, `All`, `AllTrusted`."""

    include_locations: list[str] | None = None
    exclude_locations: list[str] | None = None


class ConditionalAccessDevices(Row, frozen=True, kw_only=True):
    """A filter on the device's registration."""

    device_filter: Filter | None = None


class AuthenticationFlows(Row, frozen=True, kw_only=True):
    """Transfer methods: one string, joined by commas."""

    transfer_methods: str | None = None


class ConditionalAccessConditions(Row, frozen=True, kw_only=True):
    """When a Conditional Access policy applies."""

    users: ConditionalAccessUsers | None = None
    applications: ConditionalAccessApplications | None = None
    client_applications: ConditionalAccessClientApplications | None = None
    platforms: ConditionalAccessPlatforms | None = None
    client_app_types: list[str] | None = None
    locations: ConditionalAccessLocations | None = None
    devices: ConditionalAccessDevices | None = None
    authentication_flows: AuthenticationFlows | None = None
    sign_in_risk_levels: list[str] | None = None
    user_risk_levels: list[str] | None = None
    service_principal_risk_levels: list[str] | None = None
    insider_risk_levels: str | list[str] | None = None


class AuthenticationStrength(Row, frozen=True, kw_only=True):
    """A strength, as its own collection or a policy spells it out."""

    id: str
    display_name: str | None | Known = UNSET
    policy_type: str | None | Known = UNSET
    requirements_satisfied: str | None | Known = UNSET
    allowed_combinations: list[str] | None | Known = UNSET


class GrantControls(Row, frozen=True, kw_only=True):
    """What a Conditional Access policy asks for."""

    operator: str | None = None
    built_in_controls: list[str] | None = None
    custom_authentication_factors: list[str] | None = None
    terms_of_use: list[str] | None = None
    authentication_strength: AuthenticationStrength | None = None


class ConditionalAccessPolicy(Row, frozen=True, kw_only=True):
    """A Conditional Access policy. Conditions and controls keep Graph's own shape beside the typed one, so that a member that nobody here knows is seen."""

    id: str
    display_name: str | None | Known = UNSET
    state: str | None | Known = UNSET
    conditions: dict[str, Any] | None | Known = UNSET
    grant_controls: dict[str, Any] | None | Known = UNSET
    session_controls: dict[str, Any] | None | Known = UNSET
    partial_enablement_strategy: Any | Known = UNSET
    template_id: str | None | Known = UNSET
    created_date_time: Moment | None | Known = UNSET
    modified_date_time: Moment | None | Known = UNSET

    def __post_init__(self) -> None:
        """Refuse what is not shaped as Graph shapes it while the reader still knows the line."""
        _ = self.when, self.grants

    @property
    def when(self) -> ConditionalAccessConditions:
        """Its conditions, typed; empty ones where it has none."""
        return msgspec.convert(self.conditions or {}, ConditionalAccessConditions)

    @property
    def grants(self) -> GrantControls | None:
        """Its grant controls, typed; None where it asks for nothing."""
        return msgspec.convert(self.grant_controls, GrantControls) if self.grant_controls else None


class IpRange(Row, frozen=True, kw_only=True):
    """A range of addresses."""

    odata_type: str | None = None
    cidr_address: str | None = None
    lower_address: str | None = None
    upper_address: str | None = None


class NamedLocation(Row, frozen=True, kw_only=True):
    """A named location: addresses, countries or the compliant network."""

    id: str
    odata_type: str | None = None
    display_name: str | None | Known = UNSET
    is_trusted: bool | None | Known = UNSET
    ip_ranges: list[IpRange] | None = None
    countries_and_regions: list[str] | None = None
    include_unknown_countries_and_regions: bool | None = None
    country_lookup_method: str | None = None


class AuthenticationContext(Row, frozen=True, kw_only=True):
    """An authentication context, c1 to c99."""

    id: str
    display_name: str | None | Known = UNSET
    is_available: bool | None | Known = UNSET


class ResourceAction(Row, frozen=True, kw_only=True):
    """An action that a role can allow."""

    id: str = ""
    name: str | None = None
    is_privileged: bool | None | Known = UNSET
    authentication_context_id: str | None | Known = UNSET
    is_authentication_context_settable: bool | None | Known = UNSET
