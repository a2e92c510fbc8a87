"""Every request that the collector makes: the one table behind plan, permission list, documentation and manifest.

Endpoints, permissions and buckets: the design page on the collector, section 4; least privilege is compared with the
public permissions table of Graph by a test, and differences are explained in `note`.
"""

from __future__ import annotations

from assessor.collect.words import FULL, PRIVILEGED, Bucket, Kind, Per, Ref, Source

D, B, C, G, E, AZ = Bucket.DIRECTORY, Bucket.CONDITIONAL_ACCESS, Bucket.REPORTS, Bucket.GOVERNANCE, Bucket.POLICIES, Bucket.AZURE
_ROLES, _PIM = "/roleManagement/directory", "/identityGovernance/privilegedAccess/group"
_ENTITLEMENT, _LIFECYCLE = "/identityGovernance/entitlementManagement", "/identityGovernance/lifecycleWorkflows"
_P2, _P1, _GOV = "P2 or Governance", "P1", "Governance"

USER_SELECT = (
    "id,userPrincipalName,displayName,userType,accountEnabled,onPremisesSyncEnabled,onPremisesImmutableId,createdDateTime,externalUserState,"
    "assignedPlans,assignedLicenses,mail,passwordPolicies,identities,signInActivity,isManagementRestricted"
)
GROUP_SELECT = (
    "id,displayName,description,isAssignableToRole,securityEnabled,mailEnabled,groupTypes,membershipRule,membershipRuleProcessingState,"
    "onPremisesSyncEnabled,visibility,createdDateTime,isManagementRestricted"
)
_ACTION_SELECT = "id,name,description,actionVerb,isPrivileged,authenticationContextId,isAuthenticationContextSettable"
_ROLE_POLICIES = "$filter=scopeId eq '/' and scopeType eq 'DirectoryRole'"
_GROUP_POLICIES = "$filter=scopeId eq '{id}' and scopeType eq 'Group'"
_BY_GROUP = "$filter=groupId eq '{id}'"

_PRINCIPAL = (Ref("principalId"), Ref("directoryScopeId", leads_to_privilege=False))
_GROUP_SCHEDULE = (Ref("groupId", Kind.GROUP), Ref("principalId"))
_APPROVER = "rules.setting.approvalStages."
_APPROVERS = tuple(
    Ref(f"{_APPROVER}{stage}.{member}", kind)
    for stage in ("primaryApprovers", "escalationApprovers")
    for member, kind in (("userId", Kind.USER), ("groupId", Kind.GROUP), ("id", Kind.UNKNOWN))
)
_AUDIENCE = (
    Ref("conditions.users.includeUsers", Kind.USER), Ref("conditions.users.excludeUsers", Kind.USER),
    Ref("conditions.users.includeGroups", Kind.GROUP), Ref("conditions.users.excludeGroups", Kind.GROUP),
    Ref("conditions.clientApplications.includeServicePrincipals", Kind.SERVICE_PRINCIPAL, False),
    Ref("conditions.clientApplications.excludeServicePrincipals", Kind.SERVICE_PRINCIPAL, False),
)  # fmt: skip
_NO_BASIC = "Group.ReadBasic.All leaves out what tells how a group is filled and whether it may hold roles"
_NO_BASIC_USER = "User.ReadBasic.All leaves out licences, sign-in settings and where an account comes from"
_NOT_LISTED = "the public table does not list the path; from the page of the API"

_DIRECTORY = (
    Source(collection="organization", path="/organization", bucket=D, permission="Organization.Read.All", also=("Directory.Read.All", "User.Read.All"),
           lost="the tenant's name, its domains and whether it is synchronised",
           note="the public table calls a permission of device management the least; it reads far more than the tenant's name"),
    Source(collection="subscribedSkus", path="/subscribedSkus", bucket=D, permission="LicenseAssignment.Read.All", cost=3,
           also=("Organization.Read.All", "Directory.Read.All"), lost="which licences the tenant has", note="the public table marks none as the least"),
    Source(collection="domains", path="/domains", bucket=D, permission="Domain.Read.All", also=("Directory.Read.All",), lost="which domains are federated"),
    Source(collection="users", path="/users", query=f"$select={USER_SELECT}", top=500, bucket=D, permission="User.Read.All", also=("Directory.Read.All",),
           scopes=frozenset({FULL}), lost="who anybody is", optional=("signInActivity", "isManagementRestricted"), note=_NO_BASIC_USER),
    Source(collection="users", variant="byId", path="/users", query=f"$filter=id in ({{ids}})&$select={USER_SELECT}", bucket=D, wave=3, per=Per.USER_ROW,
           permission="User.Read.All", also=("Directory.Read.All",), lost="who a privileged person is",
           optional=("signInActivity", "isManagementRestricted"), note=_NO_BASIC_USER),
    Source(collection="groups", path="/groups", query=f"$select={GROUP_SELECT}", top=999, bucket=D, permission="Group.Read.All", also=("Directory.Read.All",),
           scopes=frozenset({FULL}), lost="which groups there are", optional=("isManagementRestricted",), note=_NO_BASIC),
    Source(collection="groups", variant="assignable", path="/groups", query=f"$filter=isAssignableToRole eq true&$select={GROUP_SELECT}", top=999, bucket=D,
           permission="Group.Read.All", also=("Directory.Read.All",), scopes=frozenset({PRIVILEGED}), lost="which groups may hold roles",
           optional=("isManagementRestricted",), note=_NO_BASIC),
    Source(collection="groups", variant="byId", path="/groups", query=f"$filter=id in ({{ids}})&$select={GROUP_SELECT}", bucket=D, wave=2, per=Per.GROUP_ROW,
           permission="Group.Read.All", also=("Directory.Read.All",), lost="what a group is that leads to privilege",
           optional=("isManagementRestricted",), note=_NO_BASIC),
    Source(collection="groupMembers", path="/groups/{id}/members", query="$select=id", top=999, bucket=D, wave=1, per=Per.GROUP, parent="groupId", cost=2,
           permission="GroupMember.Read.All", also=("Group.Read.All", "Directory.Read.All"), refers=(Ref("id"),), lost="who is in a group",
           note="GroupMember.ReadBasic.All is new and leaves out members of groups that hide them; not tried on a live tenant"),
    Source(collection="groupOwners", path="/groups/{id}/owners", query="$select=id", top=999, bucket=D, wave=1, per=Per.GROUP, parent="groupId", cost=1,
           permission="GroupMember.Read.All", also=("Group.Read.All", "Directory.Read.All"), refers=(Ref("id"),), lost="who can fill a group"),
    Source(collection="administrativeUnits", path="/directory/administrativeUnits", bucket=D, permission="AdministrativeUnit.Read.All",
           also=("Directory.Read.All",), lost="which administrative units there are and which are restricted"),
    Source(collection="administrativeUnitMembers", path="/directory/administrativeUnits/{id}/members", query="$select=id", top=999, bucket=D, wave=1,
           per=Per.UNIT, parent="administrativeUnitId", permission="AdministrativeUnit.Read.All", also=("Directory.Read.All",), refers=(Ref("id"),),
           lost="who is protected by a restricted unit"),
    Source(collection="administrativeUnitScopedRoleMembers", path="/directory/administrativeUnits/{id}/scopedRoleMembers", bucket=D, wave=1, per=Per.UNIT,
           gap="administrativeUnitId", permission="RoleManagement.Read.Directory", also=("Directory.Read.All",), refers=(Ref("roleMemberInfo.id"),),
           lost="who administers a unit"),
    Source(collection="servicePrincipals", path="/servicePrincipals", top=999, bucket=D, permission="Application.Read.All", also=("Directory.Read.All",),
           lost="which applications can sign in"),
    Source(collection="applications", path="/applications", top=999, bucket=D, cost=2, permission="Application.Read.All", also=("Directory.Read.All",),
           lost="which applications the tenant registered"),
    Source(collection="servicePrincipalOwners", path="/servicePrincipals/{id}/owners", query="$select=id", top=999, bucket=D, wave=1,
           per=Per.SERVICE_PRINCIPAL, parent="servicePrincipalId", permission="Application.Read.All", also=("Directory.Read.All",), refers=(Ref("id"),),
           lost="who can act as an application"),
    Source(collection="applicationOwners", path="/applications/{id}/owners", query="$select=id", top=999, bucket=D, wave=1, per=Per.APPLICATION,
           parent="applicationId", permission="Application.Read.All", also=("Directory.Read.All",), refers=(Ref("id"),),
           lost="who can give an application a new secret"),
    Source(collection="federatedIdentityCredentials", path="/applications/{id}/federatedIdentityCredentials", bucket=D, wave=1, per=Per.APPLICATION,
           parent="applicationId", permission="Application.Read.All", lost="which outside systems can act as an application"),
    Source(collection="appRoleAssignments", path="/servicePrincipals/{id}/appRoleAssignedTo", top=999, bucket=D, cost=2, wave=1, per=Per.RESOURCE,
           gap="servicePrincipalId", permission="Application.Read.All", also=("Directory.Read.All",),
           refers=(Ref("principalId"), Ref("resourceId", Kind.SERVICE_PRINCIPAL, False)), lost="which applications hold permissions that make administrators"),
    Source(collection="oauth2PermissionGrants", path="/oauth2PermissionGrants", top=999, bucket=D, cost=2, permission="Directory.Read.All",
           refers=(Ref("clientId", Kind.SERVICE_PRINCIPAL, False), Ref("resourceId", Kind.SERVICE_PRINCIPAL, False), Ref("principalId", Kind.USER, False)),
           lost="what applications may do in the name of people"),
    Source(collection="unresolvedIds", path="/directoryObjects/getByIds", bucket=D, cost=3, wave=2, per=Per.UNKNOWN, permission="Directory.Read.All",
           lost="whether an id belongs to something deleted"),
)  # fmt: skip

_PRIVILEGE = (
    Source(collection="roleDefinitions", path=_ROLES + "/roleDefinitions", version="beta", bucket=G, permission="RoleManagement.Read.Directory",
           also=("RoleManagement.Read.All", "Directory.Read.All"), lost="which roles there are and which are privileged"),
    Source(collection="directoryRoles", path="/directoryRoles", bucket=D, permission="RoleManagement.Read.Directory", also=("Directory.Read.All",),
           lost="which role a unit's administrator holds"),
    Source(collection="roleAssignments", path=_ROLES + "/roleAssignments", bucket=G, permission="RoleManagement.Read.Directory", refers=_PRINCIPAL,
           also=("RoleManagement.Read.All", "Directory.Read.All"), lost="who holds a role"),
    Source(collection="roleAssignmentScheduleInstances", path=_ROLES + "/roleAssignmentScheduleInstances", bucket=G, licence=_P2, refers=_PRINCIPAL,
           permission="RoleAssignmentSchedule.Read.Directory", also=("RoleManagement.Read.Directory", "RoleManagement.Read.All"),
           lost="whether a role is held for good, for a time or activated", note=_NOT_LISTED),
    Source(collection="roleEligibilityScheduleInstances", path=_ROLES + "/roleEligibilityScheduleInstances", bucket=G, licence=_P2, refers=_PRINCIPAL,
           permission="RoleEligibilitySchedule.Read.Directory", also=("RoleManagement.Read.Directory", "RoleManagement.Read.All"),
           lost="who can activate a role", note=_NOT_LISTED),
    Source(collection="roleManagementPolicies", path="/policies/roleManagementPolicies", query=_ROLE_POLICIES + "&$expand=rules", bucket=G, licence=_P2,
           permission="RoleManagementPolicy.Read.Directory", also=("RoleManagement.Read.Directory", "RoleManagement.Read.All"), gap="scopeId",
           refers=_APPROVERS, lost="what an activation asks for",
           note="the page of the API names it for both kinds of sign-in; the public table calls RoleManagement.Read.Directory the least for applications"),
    Source(collection="roleManagementPolicies", variant="group", path="/policies/roleManagementPolicies", query=_GROUP_POLICIES + "&$expand=rules", bucket=G,
           wave=1, per=Per.PIM_GROUP, gap="scopeId", licence=_P2, permission="RoleManagementPolicy.Read.AzureADGroup", refers=_APPROVERS,
           lost="what the activation of a group asks for", note="for groups Graph asks for the permission of groups; the public table has the path once"),
    Source(collection="roleManagementPolicyAssignments", path="/policies/roleManagementPolicyAssignments", query=_ROLE_POLICIES, bucket=G, licence=_P2,
           permission="RoleManagementPolicy.Read.Directory", also=("RoleManagement.Read.Directory", "RoleManagement.Read.All"), gap="scopeId",
           lost="which policy belongs to which role",
           note="the page of the API names it for both kinds of sign-in; the public table calls RoleManagement.Read.All the least for applications"),
    Source(collection="roleManagementPolicyAssignments", variant="group", path="/policies/roleManagementPolicyAssignments", query=_GROUP_POLICIES, bucket=G,
           wave=1, per=Per.PIM_GROUP, gap="scopeId", licence=_P2, permission="RoleManagementPolicy.Read.AzureADGroup",
           lost="which policy belongs to which group", note="for groups Graph asks for the permission of groups; the public table has the path once"),
    Source(collection="pimGroups", path=_PIM + "/resources", version="beta", bucket=G, licence=_P2, permission="PrivilegedAccess.Read.AzureADGroup",
           refers=(Ref("id", Kind.GROUP),), lost="which groups are under PIM", note=_NOT_LISTED),
    Source(collection="groupAssignmentScheduleInstances", path=_PIM + "/assignmentScheduleInstances", query=_BY_GROUP, bucket=G, wave=1, per=Per.PIM_GROUP,
           gap="groupId", licence=_P2, permission="PrivilegedAssignmentSchedule.Read.AzureADGroup", refers=_GROUP_SCHEDULE,
           lost="who is in a group for good, for a time or activated", note=_NOT_LISTED),
    Source(collection="groupEligibilityScheduleInstances", path=_PIM + "/eligibilityScheduleInstances", query=_BY_GROUP, bucket=G, wave=1, per=Per.PIM_GROUP,
           gap="groupId", licence=_P2, permission="PrivilegedEligibilitySchedule.Read.AzureADGroup", refers=_GROUP_SCHEDULE,
           lost="who can activate a group", note=_NOT_LISTED),
    Source(collection="resourceActions", path=_ROLES + "/resourceNamespaces/microsoft.directory/resourceActions", version="beta", bucket=G,
           query=f"$select={_ACTION_SELECT}", permission="RoleManagement.Read.Directory", also=("RoleManagement.Read.All",), licence=None,
           lost="which actions are protected", optional=("actionVerb",)),
    Source(collection="roleManagementAlerts", path="/identityGovernance/roleManagementAlerts/alerts", version="beta", bucket=G, licence=_P2,
           query=_ROLE_POLICIES + "&$expand=alertDefinition,alertConfiguration", permission="RoleManagementAlert.Read.Directory",
           lost="what PIM itself warns of"),
)  # fmt: skip

_POLICIES = (
    Source(collection="conditionalAccessPolicies", path="/identity/conditionalAccess/policies", bucket=B, permission="Policy.Read.All", refers=_AUDIENCE,
           lost="what a sign-in must prove"),
    Source(collection="namedLocations", path="/identity/conditionalAccess/namedLocations", bucket=B, permission="Policy.Read.All",
           lost="what a policy calls a location"),
    Source(collection="authenticationContextClassReferences", path="/identity/conditionalAccess/authenticationContextClassReferences", bucket=E,
           permission="AuthenticationContext.Read.All", also=("Policy.Read.ConditionalAccess", "Policy.Read.All"),
           lost="which authentication contexts there are"),
    Source(collection="authenticationStrengthPolicies", path="/policies/authenticationStrengthPolicies", bucket=E,
           permission="Policy.Read.AuthenticationMethod", also=("Policy.Read.All",), lost="what an authentication strength accepts"),
    Source(collection="authenticationMethodsPolicy", path="/policies/authenticationMethodsPolicy", bucket=E, single=True,
           permission="Policy.Read.AuthenticationMethod", also=("Policy.Read.All",), lost="which methods may be registered"),
    Source(collection="authorizationPolicy", path="/policies/authorizationPolicy", bucket=E, single=True, permission="Policy.Read.All",
           lost="what everybody may do"),
    Source(collection="securityDefaults", path="/policies/identitySecurityDefaultsEnforcementPolicy", bucket=E, single=True, permission="Policy.Read.All",
           lost="whether security defaults are on"),
    Source(collection="adminConsentRequestPolicy", path="/policies/adminConsentRequestPolicy", bucket=E, single=True, permission="Policy.Read.All",
           also=("Directory.Read.All",), lost="who decides on requests for consent"),
    Source(collection="permissionGrantPolicies", path="/policies/permissionGrantPolicies", bucket=E, permission="Policy.Read.PermissionGrant",
           lost="what people may consent to"),
    Source(collection="crossTenantAccessPolicyDefault", path="/policies/crossTenantAccessPolicy/default", bucket=E, single=True,
           permission="Policy.Read.All", lost="what is trusted of other tenants", note="the public table marks none as the least"),
    Source(collection="crossTenantAccessPolicyPartners", path="/policies/crossTenantAccessPolicy/partners", bucket=E, permission="Policy.Read.All",
           lost="which tenants are trusted more", note="the public table marks none as the least"),
    Source(collection="adminUxSetting", path="/admin/entra/uxSetting", version="beta", bucket=E, single=True, permission=None, delegated_only=True,
           lost="whether people without a role see the admin center", note=_NOT_LISTED + ", which names no permission that an application could hold"),
    Source(collection="onPremisesSynchronization", path="/directory/onPremisesSynchronization", bucket=E, delegated_only=True,
           permission="OnPremDirectorySynchronization.Read.All", lost="how synchronisation is guarded"),
    Source(collection="delegatedAdminRelationships", path="/tenantRelationships/delegatedAdminRelationships", bucket=E,
           permission="DelegatedAdminRelationship.Read.All", lost="which partners administer the tenant"),
)  # fmt: skip

_GOVERNANCE = (
    Source(collection="accessReviewDefinitions", path="/identityGovernance/accessReviews/definitions", bucket=G, licence=_P2,
           permission="AccessReview.Read.All", lost="whether privilege is reviewed"),
    Source(collection="lifecycleWorkflows", path=_LIFECYCLE + "/workflows", bucket=G, licence=_GOV, permission="LifecycleWorkflows-Workflow.ReadBasic.All",
           also=("LifecycleWorkflows-Workflow.Read.All", "LifecycleWorkflows.Read.All"), lost="what happens when people come and go"),
    Source(collection="customTaskExtensions", path=_LIFECYCLE + "/customTaskExtensions", bucket=G, licence=_GOV,
           permission="LifecycleWorkflows-CustomExt.Read.All", also=("LifecycleWorkflows.Read.All",), lost="which outside programs workflows call"),
    Source(collection="accessPackages", path=_ENTITLEMENT + "/accessPackages", bucket=G, licence=_P2, permission="EntitlementManagement.Read.All",
           lost="which packages hand out groups and roles"),
    Source(collection="accessPackageAssignmentPolicies", path=_ENTITLEMENT + "/assignmentPolicies", bucket=G, licence=_P2,
           permission="EntitlementManagement.Read.All", lost="who may ask for a package and who decides"),
    Source(collection="accessPackageResourceRoleScopes", path=_ENTITLEMENT + "/accessPackages/{id}/resourceRoleScopes", query="$expand=role,scope", bucket=G,
           wave=1, per=Per.PACKAGE, parent="accessPackageId", licence=_P2, permission="EntitlementManagement.Read.All", lost="what a package hands out",
           note=_NOT_LISTED),
    Source(collection="directoryAudits", path="/auditLogs/directoryAudits", query="$filter=loggedByService eq 'PIM' and activityDateTime ge {since}", top=999,
           bucket=C, licence=_P1, permission="AuditLog.Read.All", also=("Directory.Read.All",), clouds=frozenset({"global", "usgov", "usgovdod"}),
           lost="who activated what"),
    Source(collection="userRegistrationDetails", path="/reports/authenticationMethods/userRegistrationDetails", top=999, bucket=C, licence=_P1,
           permission="AuditLog.Read.All", lost="which methods people registered"),
)  # fmt: skip

_INSIGHTS, _RIGHTS = "/subscriptions/{id}/providers/Microsoft.Insights", "/providers/Microsoft.Authorization/roleAssignments"
_AZURE = (
    Source(collection="_subscriptions", path="/subscriptions", query="api-version=2022-12-01", bucket=AZ, azure=True, permission=None,
           lost="which subscriptions there are"),
    Source(collection="azureDiagnosticSettings", path="/providers/microsoft.aadiam/diagnosticSettings", query="api-version=2017-04-01", bucket=AZ, azure=True,
           permission=None, lost="whether sign-ins and audits are kept", note="Azure role: Reader on the provider microsoft.aadiam"),
    Source(collection="azureAlertRules", path=_INSIGHTS + "/scheduledQueryRules", query="api-version=2021-08-01", bucket=AZ, azure=True, wave=1,
           per=Per.SUBSCRIPTION, gap="subscriptionId", permission=None, lost="what raises an alert", note="Azure role: Reader on the subscription"),
    Source(collection="azureActionGroups", path=_INSIGHTS + "/actionGroups", query="api-version=2023-01-01", bucket=AZ, azure=True, wave=1,
           per=Per.SUBSCRIPTION, gap="subscriptionId", permission=None, lost="whom an alert reaches", note="Azure role: Reader on the subscription"),
    Source(collection="azureRoleAssignments", path=_RIGHTS, query="$filter=atScope()&api-version=2022-04-01", bucket=AZ, azure=True, permission=None,
           refers=(Ref("properties.principalId"),), lost="who rules all subscriptions", note="Azure role: Reader at the root scope"),
)  # fmt: skip

SOURCES: tuple[Source, ...] = (*_DIRECTORY, *_PRIVILEGE, *_POLICIES, *_GOVERNANCE, *_AZURE)
BY_NAME = {source.name: source for source in SOURCES}

COLLECTIONS: tuple[str, ...] = tuple(dict.fromkeys(source.collection for source in SOURCES if not source.is_inner))
"""Names of all collections, in the table's order."""

NEEDS: dict[Per, tuple[str, ...]] = {
    Per.GROUP: ("groups", "pimGroups"), Per.PIM_GROUP: ("pimGroups",), Per.UNIT: ("administrativeUnits",),
    Per.APPLICATION: ("applications", "servicePrincipals"), Per.SERVICE_PRINCIPAL: ("servicePrincipals",), Per.RESOURCE: ("servicePrincipals",),
    Per.PACKAGE: ("accessPackages",), Per.SUBSCRIPTION: ("_subscriptions",),
    Per.USER_ROW: ("roleAssignments", "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances", "groupMembers", "groupOwners", "unresolvedIds"),
    Per.GROUP_ROW: ("roleAssignments", "unresolvedIds"), Per.UNKNOWN: (),
}  # fmt: skip
"""Where the ids of a parent come from: what `--only` reads along."""

PARENTS: dict[Per, str] = {
    Per.GROUP: "groups", Per.PIM_GROUP: "pimGroups", Per.UNIT: "administrativeUnits", Per.APPLICATION: "applications",
    Per.SERVICE_PRINCIPAL: "servicePrincipals", Per.RESOURCE: "servicePrincipals", Per.PACKAGE: "accessPackages", Per.SUBSCRIPTION: "_subscriptions",
}  # fmt: skip
"""The collection whose loss is the loss of its children."""

SENSITIVE_APIS = {
    "00000003-0000-0000-c000-000000000000": "Microsoft Graph",
    "00000002-0000-0000-c000-000000000000": "Azure AD Graph",
    "00000002-0000-0ff1-ce00-000000000000": "Exchange Online",
    "00000003-0000-0ff1-ce00-000000000000": "SharePoint Online",
    "0000000a-0000-0000-c000-000000000000": "Intune",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013": "Azure Service Management",
}
"""APIs (appId) whose permissions can make administrators or read everything."""
