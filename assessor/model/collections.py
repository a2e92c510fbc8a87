"""The collections of a snapshot, once: name, row type, and how rows hang together.

Reader, writer, checks and documentation all take them from here (contract: the page on the snapshot).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from assessor.model import access_rows, governance_rows, report_rows, rows, tenant_rows

R = TypeVar("R", bound=rows.Row)


@dataclass(frozen=True, slots=True)
class Collection(Generic[R]):
    """One file of a snapshot."""

    name: str
    row: type[R]
    single: bool = False
    """Answers with one object."""
    parent: str | None = None
    """The field of a row that names its parent: the `key` of a gap."""
    permission: str | None = None
    """The least-privileged permission that reads it."""

    def __str__(self) -> str:
        """Its name."""
        return self.name


def _things(*names: str) -> tuple[Collection[rows.Thingish], ...]:
    return tuple(Collection(name, rows.Thingish) for name in names)


ORGANIZATION = Collection("organization", rows.Organization, single=True, permission="Organization.Read.All")
DOMAINS = Collection("domains", rows.Domain, permission="Domain.Read.All")
SUBSCRIBED_SKUS = Collection("subscribedSkus", rows.SubscribedSku, permission="LicenseAssignment.Read.All")
USERS = Collection("users", rows.User, permission="User.Read.All")
GROUPS = Collection("groups", rows.Group, permission="Group.Read.All")
SERVICE_PRINCIPALS = Collection("servicePrincipals", rows.ServicePrincipal, permission="Application.Read.All")
APPLICATIONS = Collection("applications", rows.Application, permission="Application.Read.All")
ROLE_DEFINITIONS = Collection("roleDefinitions", rows.RoleDefinition, permission="RoleManagement.Read.Directory")
DIRECTORY_ROLES = Collection("directoryRoles", rows.DirectoryRole, permission="RoleManagement.Read.Directory")
ROLE_ASSIGNMENTS = Collection("roleAssignments", rows.RoleAssignment, permission="RoleManagement.Read.Directory")
ROLE_ASSIGNMENT_SCHEDULE_INSTANCES = Collection(
    "roleAssignmentScheduleInstances", rows.RoleScheduleInstance, permission="RoleAssignmentSchedule.Read.Directory"
)
ROLE_ELIGIBILITY_SCHEDULE_INSTANCES = Collection(
    "roleEligibilityScheduleInstances", rows.RoleScheduleInstance, permission="RoleEligibilitySchedule.Read.Directory"
)
ROLE_MANAGEMENT_POLICIES = Collection("roleManagementPolicies", rows.RoleManagementPolicy, parent="scopeId", permission="RoleManagementPolicy.Read.Directory")
ROLE_MANAGEMENT_POLICY_ASSIGNMENTS = Collection(
    "roleManagementPolicyAssignments", rows.RoleManagementPolicyAssignment, parent="scopeId", permission="RoleManagementPolicy.Read.Directory"
)
PIM_GROUPS = Collection("pimGroups", rows.Thingish, permission="PrivilegedAccess.Read.AzureADGroup")
GROUP_ASSIGNMENT_SCHEDULE_INSTANCES = Collection(
    "groupAssignmentScheduleInstances", rows.GroupScheduleInstance, parent="groupId", permission="PrivilegedAssignmentSchedule.Read.AzureADGroup"
)
GROUP_ELIGIBILITY_SCHEDULE_INSTANCES = Collection(
    "groupEligibilityScheduleInstances", rows.GroupScheduleInstance, parent="groupId", permission="PrivilegedEligibilitySchedule.Read.AzureADGroup"
)
GROUP_MEMBERS = Collection("groupMembers", rows.Relation, parent="groupId", permission="GroupMember.Read.All")
GROUP_OWNERS = Collection("groupOwners", rows.Relation, parent="groupId", permission="GroupMember.Read.All")
ADMINISTRATIVE_UNITS = Collection("administrativeUnits", rows.AdministrativeUnit, permission="AdministrativeUnit.Read.All")
ADMINISTRATIVE_UNIT_MEMBERS = Collection("administrativeUnitMembers", rows.Relation, parent="administrativeUnitId", permission="AdministrativeUnit.Read.All")
ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS = Collection(
    "administrativeUnitScopedRoleMembers", rows.ScopedRoleMember, parent="administrativeUnitId", permission="RoleManagement.Read.Directory"
)
CONDITIONAL_ACCESS_POLICIES = Collection("conditionalAccessPolicies", access_rows.ConditionalAccessPolicy, permission="Policy.Read.All")
NAMED_LOCATIONS = Collection("namedLocations", access_rows.NamedLocation, permission="Policy.Read.All")
AUTHENTICATION_CONTEXTS = Collection("authenticationContextClassReferences", access_rows.AuthenticationContext, permission="AuthenticationContext.Read.All")
AUTHENTICATION_STRENGTHS = Collection("authenticationStrengthPolicies", access_rows.AuthenticationStrength, permission="Policy.Read.AuthenticationMethod")
RESOURCE_ACTIONS = Collection("resourceActions", access_rows.ResourceAction, permission="RoleManagement.Read.Directory")
ACCESS_REVIEW_DEFINITIONS = Collection("accessReviewDefinitions", governance_rows.AccessReviewDefinition, permission="AccessReview.Read.All")
ADMIN_UX_SETTING = Collection("adminUxSetting", tenant_rows.AdminUxSetting, single=True)
SECURITY_DEFAULTS = Collection("securityDefaults", tenant_rows.SecurityDefaults, single=True, permission="Policy.Read.All")
UNRESOLVED_IDS = Collection("unresolvedIds", rows.UnresolvedId)
SERVICE_PRINCIPAL_OWNERS = Collection("servicePrincipalOwners", rows.Relation, parent="servicePrincipalId", permission="Application.Read.All")
APPLICATION_OWNERS = Collection("applicationOwners", rows.Relation, parent="applicationId", permission="Application.Read.All")
APP_ROLE_ASSIGNMENTS = Collection("appRoleAssignments", rows.AppRoleAssignment, permission="Application.Read.All")
AUTHORIZATION_POLICY = Collection("authorizationPolicy", tenant_rows.AuthorizationPolicy, single=True, permission="Policy.Read.All")
ADMIN_CONSENT_REQUEST_POLICY = Collection("adminConsentRequestPolicy", tenant_rows.AdminConsentRequestPolicy, single=True, permission="Policy.Read.All")
ACCESS_PACKAGES = Collection("accessPackages", tenant_rows.AccessPackage, permission="EntitlementManagement.Read.All")
ACCESS_PACKAGE_ASSIGNMENT_POLICIES = Collection(
    "accessPackageAssignmentPolicies", tenant_rows.AccessPackageAssignmentPolicy, permission="EntitlementManagement.Read.All"
)
ACCESS_PACKAGE_RESOURCE_ROLE_SCOPES = Collection(
    "accessPackageResourceRoleScopes", tenant_rows.AccessPackageResourceRoleScope, parent="accessPackageId", permission="EntitlementManagement.Read.All"
)
DELEGATED_ADMIN_RELATIONSHIPS = Collection(
    "delegatedAdminRelationships", tenant_rows.DelegatedAdminRelationship, permission="DelegatedAdminRelationship.Read.All"
)
USER_REGISTRATION_DETAILS = Collection("userRegistrationDetails", report_rows.UserRegistrationDetails, permission="AuditLog.Read.All")
CUSTOM_TASK_EXTENSIONS = Collection("customTaskExtensions", governance_rows.CustomTaskExtension, permission="LifecycleWorkflows-CustomExt.Read.All")
LIFECYCLE_WORKFLOWS = Collection("lifecycleWorkflows", governance_rows.LifecycleWorkflow, permission="LifecycleWorkflows-Workflow.ReadBasic.All")
DIRECTORY_AUDITS = Collection("directoryAudits", governance_rows.DirectoryAudit, permission="AuditLog.Read.All")
ROLE_MANAGEMENT_ALERTS = Collection("roleManagementAlerts", governance_rows.RoleManagementAlert, permission="RoleManagementAlert.Read.Directory")
AZURE_DIAGNOSTIC_SETTINGS = Collection("azureDiagnosticSettings", governance_rows.AzureResource)
AZURE_ALERT_RULES = Collection("azureAlertRules", governance_rows.AzureResource)
AZURE_ACTION_GROUPS = Collection("azureActionGroups", governance_rows.AzureResource)

ALL: tuple[Collection[Any], ...] = (
    ORGANIZATION, DOMAINS, SUBSCRIBED_SKUS, USERS, GROUPS, SERVICE_PRINCIPALS, APPLICATIONS, ROLE_DEFINITIONS, DIRECTORY_ROLES,
    ROLE_ASSIGNMENTS, ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, ROLE_MANAGEMENT_POLICIES,
    ROLE_MANAGEMENT_POLICY_ASSIGNMENTS, PIM_GROUPS, GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, GROUP_ELIGIBILITY_SCHEDULE_INSTANCES,
    GROUP_MEMBERS, GROUP_OWNERS, ADMINISTRATIVE_UNITS, ADMINISTRATIVE_UNIT_MEMBERS, ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS,
    CONDITIONAL_ACCESS_POLICIES, NAMED_LOCATIONS, AUTHENTICATION_CONTEXTS, AUTHENTICATION_STRENGTHS, RESOURCE_ACTIONS,
    ACCESS_REVIEW_DEFINITIONS, ADMIN_UX_SETTING, SECURITY_DEFAULTS, UNRESOLVED_IDS,
    SERVICE_PRINCIPAL_OWNERS, APPLICATION_OWNERS, APP_ROLE_ASSIGNMENTS, CUSTOM_TASK_EXTENSIONS,
    AUTHORIZATION_POLICY, ADMIN_CONSENT_REQUEST_POLICY, ACCESS_PACKAGES, ACCESS_PACKAGE_ASSIGNMENT_POLICIES,
    ACCESS_PACKAGE_RESOURCE_ROLE_SCOPES, DELEGATED_ADMIN_RELATIONSHIPS, USER_REGISTRATION_DETAILS,
    LIFECYCLE_WORKFLOWS, DIRECTORY_AUDITS, ROLE_MANAGEMENT_ALERTS, AZURE_DIAGNOSTIC_SETTINGS, AZURE_ALERT_RULES, AZURE_ACTION_GROUPS,
    # in the contract, not read by a check of this catalogue yet: kept, sealed and counted
    *_things(
        "permissionGrantPolicies", "crossTenantAccessPolicyPartners", "oauth2PermissionGrants",
        "federatedIdentityCredentials", "onPremisesSynchronization", "azureRoleAssignments",
    ),
    *(
        Collection(name, rows.Thingish, single=True)
        for name in ("authenticationMethodsPolicy", "crossTenantAccessPolicyDefault")
    ),
)  # fmt: skip

BY_NAME = {collection.name: collection for collection in ALL}
