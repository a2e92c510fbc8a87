"""Policies of the tenant, access packages and partners, as Graph writes them; see `rows` for what absent and null mean."""

from __future__ import annotations

from typing import Any

from assessor.model.rows import UNSET, Known, Row


class DefaultUserRolePermissions(Row, frozen=True, kw_only=True):
    """What everybody may do without a role."""

    allowed_to_create_apps: bool | None | Known = UNSET
    allowed_to_create_security_groups: bool | None | Known = UNSET
    allowed_to_create_tenants: bool | None | Known = UNSET
    permission_grant_policies_assigned: list[str] | None | Known = UNSET
    """Names of consent policies after a dot: what people may consent to."""


class AuthorizationPolicy(Row, frozen=True, kw_only=True):
    """What members and guests may do."""

    id: str = ""
    allow_invites_from: str | None | Known = UNSET
    allow_user_consent_for_risky_apps: bool | None | Known = UNSET
    guest_user_role_id: str | None | Known = UNSET
    default_user_role_permissions: DefaultUserRolePermissions | None | Known = UNSET
    permission_grant_policy_ids_assigned_to_default_user_role: list[str] | None | Known = UNSET
    """Where the beta says what v1.0 says among the permissions."""


class AdminConsentRequestPolicy(Row, frozen=True, kw_only=True):
    """Whether people can ask an administrator for consent."""

    id: str = ""
    is_enabled: bool | None | Known = UNSET


class AccessPackage(Row, frozen=True, kw_only=True):
    """Something that people can ask for."""

    id: str
    display_name: str | None | Known = UNSET


class AccessPackageAssignmentPolicy(Row, frozen=True, kw_only=True):
    """Who can ask for a package, who approves, and for how long; settings keep Graph's own shape."""

    id: str
    display_name: str | None | Known = UNSET
    allowed_target_scope: str | None | Known = UNSET
    expiration: dict[str, Any] | None | Known = UNSET
    request_approval_settings: dict[str, Any] | None | Known = UNSET
    review_settings: dict[str, Any] | None | Known = UNSET
    access_package: AccessPackage | None | Known = UNSET


class AccessPackageResourceRoleScope(Row, frozen=True, kw_only=True):
    """What a package hands out: a role (member, owner) of a resource."""

    access_package_id: str
    id: str = ""
    role: dict[str, Any] | None | Known = UNSET
    scope: dict[str, Any] | None | Known = UNSET


class DelegatedAdminRelationship(Row, frozen=True, kw_only=True):
    """Granular delegated admin privileges of a partner over a customer."""

    id: str
    display_name: str | None | Known = UNSET
    status: str | None | Known = UNSET
    customer: dict[str, Any] | None | Known = UNSET
    access_details: dict[str, Any] | None | Known = UNSET
    auto_extend_duration: str | None | Known = UNSET


class AdminUxSetting(Row, frozen=True, kw_only=True):
    """The switch that hides the Entra admin center; Graph documents no permission that can read it."""

    id: str = ""
    restrict_non_admin_access: str | bool | None | Known = UNSET


class SecurityDefaults(Row, frozen=True, kw_only=True):
    """Microsoft's baseline for tenants without Conditional Access."""

    id: str = ""
    is_enabled: bool | None | Known = UNSET
