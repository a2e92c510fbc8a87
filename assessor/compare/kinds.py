"""Which collections are compared object by object, by which key, and which of their fields are Microsoft's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.compare import shapes
from assessor.compare.kind import ObjectKind, Part, always, at, itself
from assessor.graph.abuse_apps import MICROSOFT_TENANTS
from assessor.model import collections as c
from assessor.model.words import Kind

if TYPE_CHECKING:
    from assessor.compare.lines import Row


def _built_in(row: Row) -> bool:
    return row.get("isBuiltIn") is True or str(row.get("policyType", "")).lower() == "builtin"


def _first_party(row: Row) -> bool:
    return str(row.get("appOwnerOrganizationId") or "").lower() in MICROSOFT_TENANTS


def _consent_of_microsoft(row: Row) -> bool:
    return str(row.get("id", "")).lower().startswith("microsoft-")


def _assignable(row: Row) -> bool:
    return row.get("isAssignableToRole") is True


def _the_tenant(_row: Row) -> str:
    return "the tenant"


def _alert(row: Row) -> str:
    name = at(row, "alertDefinition.displayName")
    return str(name) if name else str(row.get("alertDefinitionId", "")).rpartition("_")[2]


_CREDENTIALS = {"passwordCredentials": shapes.credentials, "keyCredentials": shapes.credentials}
_ACCESS = (
    ObjectKind(collection=c.GROUPS.name, parts=itself(Kind.GROUP), in_every_scope=_assignable),
    ObjectKind(collection=c.PIM_GROUPS.name, parts=itself(Kind.GROUP)),
    ObjectKind(collection=c.ADMINISTRATIVE_UNITS.name, parts=itself(Kind.ADMINISTRATIVE_UNIT)),
    ObjectKind(collection=c.CONDITIONAL_ACCESS_POLICIES.name, parts=itself(Kind.POLICY)),
    ObjectKind(collection=c.NAMED_LOCATIONS.name, parts=itself(Kind.UNKNOWN)),
    ObjectKind(collection=c.AUTHENTICATION_CONTEXTS.name, parts=itself(Kind.AUTHENTICATION_CONTEXT)),
    ObjectKind(collection=c.AUTHENTICATION_STRENGTHS.name, parts=itself(Kind.UNKNOWN), is_microsofts=_built_in),
    ObjectKind(
        collection=c.RESOURCE_ACTIONS.name,
        parts=itself(Kind.RESOURCE_ACTION, "name"),
        is_microsofts=always,
        customers=frozenset({"authenticationContextId"}),
    ),
    ObjectKind(
        collection=c.ROLE_DEFINITIONS.name,
        parts=itself(Kind.ROLE),
        shapes={"rolePermissions": shapes.permissions},
        is_microsofts=_built_in,
        customers=frozenset({"isEnabled"}),
    ),
    ObjectKind(collection=c.SUBSCRIBED_SKUS.name, key=("skuId",), parts=itself(Kind.LICENSE, "skuPartNumber"), ignored=frozenset({"id", "servicePlans"})),
)
_APPLICATIONS = (
    ObjectKind(
        collection=c.APPLICATIONS.name,
        parts=itself(Kind.APPLICATION),
        ignored=frozenset({"info", "verifiedPublisher"}),
        shapes={**_CREDENTIALS, "appRoles": shapes.each("value"), "requiredResourceAccess": shapes.by("resourceAppId")},
    ),
    ObjectKind(
        collection=c.SERVICE_PRINCIPALS.name,
        parts=itself(Kind.SERVICE_PRINCIPAL),
        ignored=frozenset({"info", "verifiedPublisher"}),
        shapes={**_CREDENTIALS, "appRoles": shapes.each("value"), "oauth2PermissionScopes": shapes.each("value")},
        is_microsofts=_first_party,
        customers=frozenset({"accountEnabled", "appRoleAssignmentRequired", "passwordCredentials", "keyCredentials", "notes", "customSecurityAttributes"}),
    ),
    ObjectKind(
        collection="federatedIdentityCredentials",
        key=("applicationId", "id"),
        parts=(Part("application", Kind.APPLICATION, "applicationId"), Part("credential", Kind.UNKNOWN, "id", "name")),
        told=("issuer", "subject"),
        parent="applicationId",
        parents=c.APPLICATIONS,
    ),
    ObjectKind(
        collection=c.APP_ROLE_ASSIGNMENTS.name,
        key=("principalId", "resourceId", "appRoleId"),
        parts=(
            Part("principal", Kind.UNKNOWN, "principalId"),
            Part("permission", Kind.PERMISSION, "appRoleId"),
            Part("resource", Kind.SERVICE_PRINCIPAL, "resourceId"),
        ),
        ignored=frozenset({"id", "principalDisplayName", "resourceDisplayName", "principalType"}),
        parent="resourceId",
    ),
    ObjectKind(
        collection="oauth2PermissionGrants",
        key=("clientId", "consentType", "principalId", "resourceId"),
        parts=(
            Part("client", Kind.SERVICE_PRINCIPAL, "clientId"),
            Part("resource", Kind.SERVICE_PRINCIPAL, "resourceId"),
            Part("principal", Kind.USER, "principalId"),
        ),
        ignored=frozenset({"id", "startTime", "expiryTime"}),
        shapes={"scope": shapes.words},
        told=("consentType", "scope"),
    ),
    ObjectKind(
        collection="permissionGrantPolicies",
        parts=itself(Kind.UNKNOWN),
        shapes={"includes": shapes.by("id"), "excludes": shapes.by("id")},
        is_microsofts=_consent_of_microsoft,
    ),
)
_TENANT = (
    ObjectKind(
        collection=c.ORGANIZATION.name,
        parts=itself(Kind.TENANT),
        ignored=frozenset({"assignedPlans", "provisionedPlans", "verifiedDomains", "directorySizeQuota", "onPremisesLastPasswordSyncDateTime"}),
    ),
    ObjectKind(collection=c.DOMAINS.name, parts=itself(Kind.DOMAIN, "id"), ignored=frozenset({"availabilityStatus", "state"})),
    ObjectKind(collection=c.AUTHORIZATION_POLICY.name, key=(), parts=itself(Kind.TENANT)),
    ObjectKind(collection=c.SECURITY_DEFAULTS.name, key=(), parts=itself(Kind.TENANT)),
    ObjectKind(collection="authenticationMethodsPolicy", key=(), parts=itself(Kind.TENANT), shapes={"authenticationMethodConfigurations": shapes.by("id")}),
    ObjectKind(
        collection=c.ADMIN_CONSENT_REQUEST_POLICY.name,
        key=(),
        parts=itself(Kind.TENANT, _the_tenant),
        ignored=frozenset({"id"}),
        shapes={"reviewers": shapes.each("query")},
    ),
    ObjectKind(collection="crossTenantAccessPolicyDefault", key=(), parts=itself(Kind.TENANT, _the_tenant), ignored=frozenset({"id"})),
    ObjectKind(collection="crossTenantAccessPolicyPartners", key=("tenantId",), parts=itself(Kind.UNKNOWN, "tenantId", "tenantId")),
    ObjectKind(collection="onPremisesSynchronization", parts=itself(Kind.TENANT, _the_tenant), ignored=frozenset({"currentExportData"})),
    ObjectKind(collection=c.ADMIN_UX_SETTING.name, key=(), parts=itself(Kind.TENANT, _the_tenant), ignored=frozenset({"id"})),
    ObjectKind(
        collection=c.DELEGATED_ADMIN_RELATIONSHIPS.name,
        parts=itself(Kind.RELATIONSHIP),
        ignored=frozenset({"activatedDateTime"}),
        shapes={"accessDetails.unifiedRoles": shapes.each("roleDefinitionId")},
        told=("status", "accessDetails.unifiedRoles"),
    ),
)
_QUERIES = {name: shapes.each("query") for name in ("reviewers", "fallbackReviewers", "scope.principalScopes", "scope.resourceScopes")}
_GOVERNANCE = (
    ObjectKind(
        collection=c.ROLE_MANAGEMENT_ALERTS.name,
        key=("scopeId", "alertDefinitionId"),
        parts=itself(Kind.UNKNOWN, _alert, "alertDefinitionId"),
        ignored=frozenset({"id", "alertDefinition", "alertIncidents"}),
    ),
    ObjectKind(
        collection=c.ACCESS_REVIEW_DEFINITIONS.name,
        parts=itself(Kind.ACCESS_REVIEW),
        ignored=frozenset({"instances", "backupReviewers"}),
        shapes={**_QUERIES, "status": shapes.review_status},
    ),
    ObjectKind(
        collection=c.LIFECYCLE_WORKFLOWS.name, parts=itself(Kind.WORKFLOW), ignored=frozenset({"nextScheduleRunDateTime"}), shapes={"tasks": shapes.tasks}
    ),
    ObjectKind(collection=c.CUSTOM_TASK_EXTENSIONS.name, parts=itself(Kind.UNKNOWN)),
    ObjectKind(collection=c.ACCESS_PACKAGES.name, parts=itself(Kind.ACCESS_PACKAGE)),
    ObjectKind(
        collection=c.ACCESS_PACKAGE_ASSIGNMENT_POLICIES.name,
        parts=(*itself(Kind.UNKNOWN), Part("accessPackage", Kind.ACCESS_PACKAGE, "accessPackage.id", "accessPackage.displayName")),
        ignored=frozenset({"accessPackage", "catalog"}),
    ),
    ObjectKind(
        collection=c.ACCESS_PACKAGE_RESOURCE_ROLE_SCOPES.name,
        key=("accessPackageId", "role.originId", "scope.originId"),
        parts=(
            Part("accessPackage", Kind.ACCESS_PACKAGE, "accessPackageId"),
            Part("resource", Kind.UNKNOWN, "scope.originId", "scope.displayName"),
            Part("role", Kind.UNKNOWN, "role.originId", "role.displayName"),
        ),
        ignored=frozenset({"id"}),
        parent="accessPackageId",
    ),
)
_LOGS = {"properties.logs": shapes.by("category")}
_AZURE = (
    ObjectKind(collection=c.AZURE_DIAGNOSTIC_SETTINGS.name, parts=itself(Kind.UNKNOWN, "name"), shapes=_LOGS),
    ObjectKind(collection=c.AZURE_ALERT_RULES.name, parts=itself(Kind.UNKNOWN, "name"), ignored=frozenset({"systemData"})),
    ObjectKind(collection=c.AZURE_ACTION_GROUPS.name, parts=itself(Kind.UNKNOWN, "name"), ignored=frozenset({"systemData"})),
    ObjectKind(
        collection="azureRoleAssignments",
        key=("properties.principalId", "properties.roleDefinitionId", "properties.scope"),
        parts=(Part("principal", Kind.UNKNOWN, "properties.principalId"), Part("role", Kind.UNKNOWN, "properties.roleDefinitionId")),
        ignored=frozenset({"id", "name", "createdOn", "updatedOn", "updatedBy", "systemData"}),
        told=("properties.scope",),
    ),
)
KINDS = (*_ACCESS, *_APPLICATIONS, *_TENANT, *_GOVERNANCE, *_AZURE)


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One collection of parents and children."""

    name: str
    parent: str
    part: str
    """What the parent is called in an object's description."""
    child: str
    parents: Kind


RELATIONS = (
    RelationKind(c.GROUP_MEMBERS.name, "groupId", "group", "member", Kind.GROUP),
    RelationKind(c.GROUP_OWNERS.name, "groupId", "group", "owner", Kind.GROUP),
    RelationKind(c.ADMINISTRATIVE_UNIT_MEMBERS.name, "administrativeUnitId", "administrativeUnit", "member", Kind.ADMINISTRATIVE_UNIT),
    RelationKind(c.SERVICE_PRINCIPAL_OWNERS.name, "servicePrincipalId", "servicePrincipal", "owner", Kind.SERVICE_PRINCIPAL),
    RelationKind(c.APPLICATION_OWNERS.name, "applicationId", "application", "owner", Kind.APPLICATION),
)
ORDER = (
    c.ROLE_ASSIGNMENTS.name, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES.name, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES.name,
    c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES.name, c.ROLE_MANAGEMENT_POLICIES.name, c.USERS.name, c.USER_REGISTRATION_DETAILS.name,
    c.GROUPS.name, c.GROUP_MEMBERS.name, c.GROUP_OWNERS.name, c.PIM_GROUPS.name, c.ADMINISTRATIVE_UNITS.name, c.ADMINISTRATIVE_UNIT_MEMBERS.name,
    c.CONDITIONAL_ACCESS_POLICIES.name, c.NAMED_LOCATIONS.name, c.AUTHENTICATION_CONTEXTS.name, c.AUTHENTICATION_STRENGTHS.name,
    c.RESOURCE_ACTIONS.name, c.APPLICATIONS.name, c.APPLICATION_OWNERS.name, c.SERVICE_PRINCIPALS.name, c.SERVICE_PRINCIPAL_OWNERS.name,
    "federatedIdentityCredentials", c.APP_ROLE_ASSIGNMENTS.name, "oauth2PermissionGrants", "permissionGrantPolicies",
    c.ACCESS_REVIEW_DEFINITIONS.name, c.ACCESS_PACKAGES.name, c.ACCESS_PACKAGE_ASSIGNMENT_POLICIES.name,
    c.ACCESS_PACKAGE_RESOURCE_ROLE_SCOPES.name, c.LIFECYCLE_WORKFLOWS.name, c.CUSTOM_TASK_EXTENSIONS.name, c.ROLE_MANAGEMENT_ALERTS.name,
    c.ORGANIZATION.name, c.DOMAINS.name, c.AUTHORIZATION_POLICY.name, c.SECURITY_DEFAULTS.name, "authenticationMethodsPolicy",
    c.ADMIN_CONSENT_REQUEST_POLICY.name, "crossTenantAccessPolicyDefault", "crossTenantAccessPolicyPartners", "onPremisesSynchronization",
    c.ADMIN_UX_SETTING.name, c.DELEGATED_ADMIN_RELATIONSHIPS.name, c.AZURE_DIAGNOSTIC_SETTINGS.name, c.AZURE_ALERT_RULES.name,
    c.AZURE_ACTION_GROUPS.name, "azureRoleAssignments", c.ROLE_DEFINITIONS.name, c.SUBSCRIBED_SKUS.name,
)  # fmt: skip
"""Who holds what first, then what guards it, then everything else."""
