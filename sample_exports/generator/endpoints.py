"""Where each collection comes from and which read permission it takes: what a collector writes into the manifest."""

_V1, _BETA = "/v1.0", "/beta"
_ROLES, _PIM_GROUPS = "/roleManagement/directory", "/identityGovernance/privilegedAccess/group"
_ENTITLEMENT = "/identityGovernance/entitlementManagement"

ENDPOINTS = {
    "organization": (_V1 + "/organization", "Organization.Read.All"),
    "domains": (_V1 + "/domains", "Domain.Read.All"),
    "subscribedSkus": (_V1 + "/subscribedSkus", "LicenseAssignment.Read.All"),
    "users": (_V1 + "/users", "User.Read.All"),
    "groups": (_V1 + "/groups", "Group.Read.All"),
    "servicePrincipals": (_V1 + "/servicePrincipals", "Application.Read.All"),
    "applications": (_V1 + "/applications", "Application.Read.All"),
    "roleDefinitions": (_BETA + _ROLES + "/roleDefinitions", "RoleManagement.Read.Directory"),
    "directoryRoles": (_V1 + "/directoryRoles", "RoleManagement.Read.Directory"),
    "roleAssignments": (_V1 + _ROLES + "/roleAssignments", "RoleManagement.Read.Directory"),
    "roleAssignmentScheduleInstances": (_V1 + _ROLES + "/roleAssignmentScheduleInstances", "RoleAssignmentSchedule.Read.Directory"),
    "roleEligibilityScheduleInstances": (_V1 + _ROLES + "/roleEligibilityScheduleInstances", "RoleEligibilitySchedule.Read.Directory"),
    "roleManagementPolicies": (_V1 + "/policies/roleManagementPolicies", "RoleManagementPolicy.Read.Directory"),
    "roleManagementPolicyAssignments": (_V1 + "/policies/roleManagementPolicyAssignments", "RoleManagementPolicy.Read.AzureADGroup"),
    "pimGroups": (_BETA + _PIM_GROUPS + "/resources", "PrivilegedAccess.Read.AzureADGroup"),
    "groupAssignmentScheduleInstances": (_V1 + _PIM_GROUPS + "/assignmentScheduleInstances", "PrivilegedAssignmentSchedule.Read.AzureADGroup"),
    "groupEligibilityScheduleInstances": (_V1 + _PIM_GROUPS + "/eligibilityScheduleInstances", "PrivilegedEligibilitySchedule.Read.AzureADGroup"),
    "groupMembers": (_V1 + "/groups/{id}/members", "GroupMember.Read.All"),
    "groupOwners": (_V1 + "/groups/{id}/owners", "GroupMember.Read.All"),
    "administrativeUnits": (_V1 + "/directory/administrativeUnits", "AdministrativeUnit.Read.All"),
    "administrativeUnitMembers": (_V1 + "/directory/administrativeUnits/{id}/members", "AdministrativeUnit.Read.All"),
    "administrativeUnitScopedRoleMembers": (_V1 + "/directory/administrativeUnits/{id}/scopedRoleMembers", "RoleManagement.Read.Directory"),
    "conditionalAccessPolicies": (_V1 + "/identity/conditionalAccess/policies", "Policy.Read.All"),
    "namedLocations": (_V1 + "/identity/conditionalAccess/namedLocations", "Policy.Read.All"),
    "authenticationContextClassReferences": (
        _V1 + "/identity/conditionalAccess/authenticationContextClassReferences", "AuthenticationContext.Read.All"),
    "authenticationStrengthPolicies": (_V1 + "/policies/authenticationStrengthPolicies", "Policy.Read.AuthenticationMethod"),
    "authenticationMethodsPolicy": (_V1 + "/policies/authenticationMethodsPolicy", "Policy.Read.AuthenticationMethod"),
    "authorizationPolicy": (_V1 + "/policies/authorizationPolicy", "Policy.Read.All"),
    "adminConsentRequestPolicy": (_V1 + "/policies/adminConsentRequestPolicy", "Policy.Read.All"),
    "permissionGrantPolicies": (_V1 + "/policies/permissionGrantPolicies", "Policy.Read.PermissionGrant"),
    "crossTenantAccessPolicyDefault": (_V1 + "/policies/crossTenantAccessPolicy/default", "Policy.Read.All"),
    "crossTenantAccessPolicyPartners": (_V1 + "/policies/crossTenantAccessPolicy/partners", "Policy.Read.All"),
    "securityDefaults": (_V1 + "/policies/identitySecurityDefaultsEnforcementPolicy", "Policy.Read.All"),
    "resourceActions": (_BETA + _ROLES + "/resourceNamespaces/microsoft.directory/resourceActions", "RoleManagement.Read.Directory"),
    "roleManagementAlerts": (_BETA + "/identityGovernance/roleManagementAlerts/alerts", "RoleManagementAlert.Read.Directory"),
    "accessReviewDefinitions": (_V1 + "/identityGovernance/accessReviews/definitions", "AccessReview.Read.All"),
    "lifecycleWorkflows": (_V1 + "/identityGovernance/lifecycleWorkflows/workflows", "LifecycleWorkflows-Workflow.ReadBasic.All"),
    "customTaskExtensions": (_V1 + "/identityGovernance/lifecycleWorkflows/customTaskExtensions", "LifecycleWorkflows-CustomExt.Read.All"),
    "accessPackages": (_V1 + _ENTITLEMENT + "/accessPackages", "EntitlementManagement.Read.All"),
    "accessPackageAssignmentPolicies": (_V1 + _ENTITLEMENT + "/assignmentPolicies", "EntitlementManagement.Read.All"),
    "accessPackageResourceRoleScopes": (_V1 + _ENTITLEMENT + "/accessPackages/{id}/resourceRoleScopes", "EntitlementManagement.Read.All"),
    "directoryAudits": (_V1 + "/auditLogs/directoryAudits", "AuditLog.Read.All"),
    "userRegistrationDetails": (_V1 + "/reports/authenticationMethods/userRegistrationDetails", "AuditLog.Read.All"),
    "appRoleAssignments": (_V1 + "/servicePrincipals/{id}/appRoleAssignedTo", "Application.Read.All"),
    "oauth2PermissionGrants": (_V1 + "/oauth2PermissionGrants", "Directory.Read.All"),
    "servicePrincipalOwners": (_V1 + "/servicePrincipals/{id}/owners", "Application.Read.All"),
    "applicationOwners": (_V1 + "/applications/{id}/owners", "Application.Read.All"),
    "federatedIdentityCredentials": (_V1 + "/applications/{id}/federatedIdentityCredentials", "Application.Read.All"),
    "delegatedAdminRelationships": (_V1 + "/tenantRelationships/delegatedAdminRelationships", "DelegatedAdminRelationship.Read.All"),
    "unresolvedIds": (_V1 + "/directoryObjects/getByIds", "Directory.Read.All"),
    "adminUxSetting": (_BETA + "/admin/entra/uxSetting", None),
    "onPremisesSynchronization": (_V1 + "/directory/onPremisesSynchronization", "OnPremDirectorySynchronization.Read.All"),
    "azureDiagnosticSettings": ("/providers/microsoft.aadiam/diagnosticSettings", None),
    "azureAlertRules": ("/subscriptions/{id}/providers/Microsoft.Insights/scheduledQueryRules", None),
    "azureActionGroups": ("/subscriptions/{id}/providers/Microsoft.Insights/actionGroups", None),
    "azureRoleAssignments": ("/subscriptions/{id}/providers/Microsoft.Authorization/roleAssignments", None),
}
AZURE = ("azureDiagnosticSettings", "azureAlertRules", "azureActionGroups", "azureRoleAssignments")
P2_ONLY = (
    "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances", "roleManagementPolicies", "roleManagementPolicyAssignments",
    "pimGroups", "groupAssignmentScheduleInstances", "groupEligibilityScheduleInstances", "roleManagementAlerts",
)
GOVERNANCE_ONLY = (
    "accessReviewDefinitions", "lifecycleWorkflows", "customTaskExtensions", "accessPackages", "accessPackageAssignmentPolicies",
    "accessPackageResourceRoleScopes",
)
PERMISSIONS = sorted({permission for _, permission in ENDPOINTS.values() if permission})
