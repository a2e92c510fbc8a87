"""Graph's objects as the checks read them: the properties that matter, typed; everything else stays on disk.

A property that is absent is `UNSET` ("not known", it may not have been selected); `None` is Graph's own null.
Unknown properties and unknown enumeration members are tolerated. Names are Graph's in snake case.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

__all__ = ["UNSET", "Row", "UnsetType"]

Known = UnsetType
"""`str | None | Known`: the property may be absent, and then nobody knows it."""

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with its zone: one without would not compare with the snapshot's, so the reader refuses it."""

_ODD_NAMES = {"odata_type": "@odata.type"}


def _graph_name(field: str) -> str:
    head, *rest = field.split("_")
    return _ODD_NAMES.get(field) or head + "".join(part.capitalize() for part in rest)


class Row(msgspec.Struct, rename=_graph_name, frozen=True, kw_only=True):
    """Any object or part of one."""


class Thingish(Row, frozen=True, kw_only=True):
    """An object of which only the id matters here."""

    id: str = ""
    display_name: str | None | Known = UNSET


# ---- the tenant ----


class VerifiedDomain(Row, frozen=True, kw_only=True):
    """A domain as the organisation lists it."""

    name: str = ""
    is_default: bool | None = None
    is_initial: bool | None = None


class Organization(Row, frozen=True, kw_only=True):
    """The tenant itself."""

    id: str
    display_name: str | None = None
    on_premises_sync_enabled: bool | None | Known = UNSET
    verified_domains: list[VerifiedDomain] = []


class Domain(Row, frozen=True, kw_only=True):
    """A domain; `id` is its name."""

    id: str
    is_initial: bool | None = None
    is_default: bool | None = None
    is_verified: bool | None = None
    authentication_type: str | None | Known = UNSET


class PrepaidUnits(Row, frozen=True, kw_only=True):
    """Units of a subscription by state."""

    enabled: int | None = None
    suspended: int | None = None
    warning: int | None = None
    locked_out: int | None = None


class ServicePlan(Row, frozen=True, kw_only=True):
    """A plan inside a subscription."""

    service_plan_id: str | None = None
    service_plan_name: str | None = None
    provisioning_status: str | None = None


class SubscribedSku(Row, frozen=True, kw_only=True):
    """A subscription."""

    id: str = ""
    sku_id: str | None = None
    sku_part_number: str | None = None
    capability_status: str | None | Known = UNSET
    consumed_units: int | None = None
    prepaid_units: PrepaidUnits | None = None
    service_plans: list[ServicePlan] = []


# ---- principals ----


class AssignedPlan(Row, frozen=True, kw_only=True):
    """A plan that a user has."""

    service_plan_id: str | None = None
    capability_status: str | None = None
    service: str | None = None


class AssignedLicense(Row, frozen=True, kw_only=True):
    """A subscription that a user has."""

    sku_id: str | None = None


class SignInActivity(Row, frozen=True, kw_only=True):
    """When a user last signed in."""

    last_sign_in_date_time: Moment | None = None
    last_non_interactive_sign_in_date_time: Moment | None = None
    last_successful_sign_in_date_time: Moment | None = None


class ObjectIdentity(Row, frozen=True, kw_only=True):
    """An identity that a user signs in with."""

    sign_in_type: str | None = None
    issuer: str | None = None


class User(Row, frozen=True, kw_only=True):
    """A person's account."""

    id: str
    user_principal_name: str | None | Known = UNSET
    display_name: str | None | Known = UNSET
    user_type: str | None | Known = UNSET
    account_enabled: bool | None | Known = UNSET
    on_premises_sync_enabled: bool | None | Known = UNSET
    on_premises_immutable_id: str | None | Known = UNSET
    created_date_time: Moment | None | Known = UNSET
    external_user_state: str | None | Known = UNSET
    assigned_plans: list[AssignedPlan] | None | Known = UNSET
    assigned_licenses: list[AssignedLicense] | None | Known = UNSET
    mail: str | None | Known = UNSET
    password_policies: str | None | Known = UNSET
    identities: list[ObjectIdentity] | None | Known = UNSET
    sign_in_activity: SignInActivity | None | Known = UNSET
    is_management_restricted: bool | None | Known = UNSET


class Group(Row, frozen=True, kw_only=True):
    """A group."""

    id: str
    display_name: str | None | Known = UNSET
    description: str | None | Known = UNSET
    is_assignable_to_role: bool | None | Known = UNSET
    security_enabled: bool | None | Known = UNSET
    mail_enabled: bool | None | Known = UNSET
    group_types: list[str] | None | Known = UNSET
    membership_rule: str | None | Known = UNSET
    membership_rule_processing_state: str | None | Known = UNSET
    on_premises_sync_enabled: bool | None | Known = UNSET
    visibility: str | None | Known = UNSET
    created_date_time: Moment | None | Known = UNSET
    is_management_restricted: bool | None | Known = UNSET


class Credential(Row, frozen=True, kw_only=True):
    """A secret or a certificate of an application, without its value."""

    key_id: str | None = None
    display_name: str | None = None
    start_date_time: Moment | None = None
    end_date_time: Moment | None = None


class ServicePrincipal(Row, frozen=True, kw_only=True):
    """An application's or a managed identity's account in this tenant."""

    id: str
    app_id: str | None | Known = UNSET
    display_name: str | None | Known = UNSET
    service_principal_type: str | None | Known = UNSET
    account_enabled: bool | None | Known = UNSET
    app_owner_organization_id: str | None | Known = UNSET
    sign_in_audience: str | None | Known = UNSET
    custom_security_attributes: dict[str, Any] | None | Known = UNSET
    password_credentials: list[Credential] | None | Known = UNSET
    key_credentials: list[Credential] | None | Known = UNSET


class Application(Row, frozen=True, kw_only=True):
    """An application registered in this tenant."""

    id: str
    app_id: str | None | Known = UNSET
    display_name: str | None | Known = UNSET
    password_credentials: list[Credential] | None | Known = UNSET
    key_credentials: list[Credential] | None | Known = UNSET


class AppRoleAssignment(Row, frozen=True, kw_only=True):
    """A permission of an API that a service principal (or a person, or a group) was granted."""

    id: str = ""
    app_role_id: str = ""
    principal_id: str = ""
    principal_type: str | None = None
    resource_id: str | None = None


# ---- roles and PIM ----


class RolePermission(Row, frozen=True, kw_only=True):
    """Actions that a role allows."""

    allowed_resource_actions: list[str] | None = None


class RoleDefinition(Row, frozen=True, kw_only=True):
    """A role, built-in or custom."""

    id: str
    template_id: str | None = None
    display_name: str | None = None
    is_built_in: bool | None | Known = UNSET
    is_enabled: bool | None | Known = UNSET
    is_privileged: bool | None | Known = UNSET
    role_permissions: list[RolePermission] | None | Known = UNSET


class DirectoryRole(Row, frozen=True, kw_only=True):
    """A role that was used in this tenant; its id is the tenant's own."""

    id: str
    role_template_id: str | None = None


class RoleAssignment(Row, frozen=True, kw_only=True):
    """An active assignment; this list cannot tell a permanent from an activated one."""

    id: str
    principal_id: str
    role_definition_id: str
    directory_scope_id: str | None = None
    app_scope_id: str | None = None


class RoleScheduleInstance(Row, frozen=True, kw_only=True):
    """An active or eligible assignment as PIM knows it."""

    id: str
    principal_id: str
    role_definition_id: str
    directory_scope_id: str | None = None
    app_scope_id: str | None = None
    member_type: str | None = None
    start_date_time: Moment | None = None
    end_date_time: Moment | None = None
    assignment_type: str | None = None


class PolicyRule(Row, frozen=True, kw_only=True):
    """A rule of a PIM policy; which properties it has depends on its kind."""

    id: str
    odata_type: str | None = None
    enabled_rules: list[str] | None = None
    is_expiration_required: bool | None = None
    maximum_duration: str | None = None
    is_enabled: bool | None = None
    claim_value: str | None = None
    setting: ApprovalSettings | None = None
    is_default_recipients_enabled: bool | None = None
    notification_recipients: list[str] | None = None
    notification_level: str | None = None
    recipient_type: str | None = None


class Approver(Row, frozen=True, kw_only=True):
    """One entry of an approval stage: a user or a group."""

    odata_type: str | None = None
    id: str | None = None
    user_id: str | None = None
    group_id: str | None = None
    description: str | None = None


class ApprovalStage(Row, frozen=True, kw_only=True):
    """A stage of an approval."""

    primary_approvers: list[Approver] | None = None
    escalation_approvers: list[Approver] | None = None


class ApprovalSettings(Row, frozen=True, kw_only=True):
    """How an activation is approved."""

    is_approval_required: bool | None = None
    approval_mode: str | None = None
    approval_stages: list[ApprovalStage] | None = None


class RoleManagementPolicy(Row, frozen=True, kw_only=True):
    """A PIM policy with its rules."""

    id: str
    display_name: str | None = None
    scope_id: str | None = None
    scope_type: str | None = None
    last_modified_date_time: Moment | None | Known = UNSET
    rules: list[PolicyRule] | None | Known = UNSET


class RoleManagementPolicyAssignment(Row, frozen=True, kw_only=True):
    """Which policy guards which role, or which access to which group."""

    id: str
    policy_id: str
    role_definition_id: str | None = None
    scope_id: str | None = None
    scope_type: str | None = None


class GroupScheduleInstance(Row, frozen=True, kw_only=True):
    """An active or eligible membership or ownership as PIM for Groups knows it."""

    id: str = ""
    group_id: str
    principal_id: str
    access_id: str | None = None
    member_type: str | None = None
    start_date_time: Moment | None = None
    end_date_time: Moment | None = None
    assignment_type: str | None = None


# ---- relations ----


class Relation(Row, frozen=True, kw_only=True):
    """A row of a relation: the child, and its parent by one of these names."""

    id: str
    odata_type: str | None = None
    group_id: str | None = None
    administrative_unit_id: str | None = None
    service_principal_id: str | None = None
    application_id: str | None = None


class RoleMemberInfo(Row, frozen=True, kw_only=True):
    """Who holds a scoped role."""

    id: str | None = None
    display_name: str | None = None


class ScopedRoleMember(Row, frozen=True, kw_only=True):
    """An active role over an administrative unit; `role_id` is the directoryRole's id, not the template's."""

    id: str = ""
    administrative_unit_id: str
    role_id: str
    role_member_info: RoleMemberInfo | None = None


class AdministrativeUnit(Row, frozen=True, kw_only=True):
    """An administrative unit."""

    id: str
    display_name: str | None | Known = UNSET
    membership_type: str | None | Known = UNSET
    membership_rule: str | None | Known = UNSET
    membership_rule_processing_state: str | None | Known = UNSET
    is_member_management_restricted: bool | None | Known = UNSET
    visibility: str | None | Known = UNSET


# ---- the rest of what this catalogue reads ----


class UnresolvedId(Row, frozen=True, kw_only=True):
    """An id that something refers to and Graph does not know."""

    id: str
    referenced_by: str | list[str] | None = None
    http_status: int | None = None
