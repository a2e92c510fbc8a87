"""Our words for what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor.model.comparison import AccessChange, CheckChange, FindingChange, ObjectChange
from assessor.report.text import shown
from assessor.report.view import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping


TITLE = "Before and after"

CHECKS = {
    CheckChange.FIXED: "Fixed",
    CheckChange.IMPROVED: "Improved",
    CheckChange.WORSENED: "Worsened",
    CheckChange.REGRESSED: "Regressed",
    CheckChange.UNCHANGED: "Unchanged",
    CheckChange.NO_LONGER_ASSESSED: "No longer assessed",
    CheckChange.NEWLY_ASSESSED: "Newly assessed",
    CheckChange.NO_LONGER_APPLICABLE: "No longer applicable",
    CheckChange.NEWLY_APPLICABLE: "Newly applicable",
}
GROUPS = {
    "regressed": ("Regressed", "They passed before, and no longer do."),
    "worsened": ("Worsened", "They passed in part before, and fail now."),
    "no_longer_assessed": ("No longer assessed", "The later snapshot does not tell. Whether they got better or worse cannot be said."),
    "fixed": ("Fixed", "They failed before, wholly or in part, and pass now."),
    "improved": ("Improved", "They failed before, and pass in part now."),
    "newly_assessed": ("Newly assessed", "The earlier snapshot did not tell, so this is no change that anybody made."),
    "no_longer_applicable": ("No longer applicable", "Nothing is left that they could judge."),
    "newly_applicable": ("Newly applicable", "Before, there was nothing that they could judge."),
    "other_findings": ("Same verdict, other findings", "The verdict stayed, but findings came or went."),
    "unchanged": ("Unchanged, still open", "The verdict and every finding are as before."),
}
"""What became of a check, and what that means, in the order of reading."""
CHECK_ORDER = (
    CheckChange.REGRESSED, CheckChange.WORSENED, CheckChange.NO_LONGER_ASSESSED, CheckChange.FIXED, CheckChange.IMPROVED, CheckChange.NEWLY_ASSESSED,
    CheckChange.NO_LONGER_APPLICABLE, CheckChange.NEWLY_APPLICABLE, CheckChange.UNCHANGED,
)  # fmt: skip
FINDINGS = {
    FindingChange.REGRESSED: ("Back again", "They had been fixed once."),
    FindingChange.NEW: ("New", "They were not there before, and the earlier snapshot would have shown them."),
    FindingChange.NO_LONGER_ASSESSED: ("No longer assessed", "They were there before. Whether they still are cannot be said: missing data is not a fix."),
    FindingChange.NEWLY_ASSESSED: ("Newly assessed", "They are there. Whether they were there before cannot be said."),
    FindingChange.UNCHANGED: ("Still there", "They are there on both sides."),
    FindingChange.EXCEPTED: ("Accepted risk", "An exception of the engagement file covers them."),
    FindingChange.FIXED: ("Fixed", "They were there before, and the later snapshot would show them if they still were."),
}
OBJECTS = {ObjectChange.ADDED: "Added", ObjectChange.REMOVED: "Removed", ObjectChange.CHANGED: "Changed", ObjectChange.RENAMED: "Renamed"}
NO_WAY = "no way"
VERBS = {
    "HasRole": ("now holds", "no longer holds"),
    "EligibleFor": ("is now eligible for", "is no longer eligible for"),
    "MemberOf": ("is now a member of", "is no longer a member of"),
    "EligibleMemberOf": ("is now an eligible member of", "is no longer an eligible member of"),
    "EligibleOwnerOf": ("is now an eligible owner of", "is no longer an eligible owner of"),
    "OwnerOf": ("is now an owner of", "is no longer an owner of"),
    "ResetPassword": ("can now reset the password of", "can no longer reset the password of"),
    "SetAuthMethods": ("can now set the sign-in methods of", "can no longer set the sign-in methods of"),
    "EditDynamicRule": ("can now change the rule of", "can no longer change the rule of"),
    "EditAttribute": ("can now write what the rule reads of", "can no longer write what the rule reads of"),
    "FederateDomain": ("can now federate the domain of", "can no longer federate the domain of"),
    "SyncTakeover": ("now synchronises", "no longer synchronises"),
    "AddSecret": ("can now add a secret to", "can no longer add a secret to"),
    "AddOwner": ("can now add an owner to", "can no longer add an owner to"),
    "AddMember": ("can now add members to", "can no longer add members to"),
    "CanAddMember": ("can now add members to", "can no longer add members to"),
    "AppInstance": ("is now the application behind", "is no longer the application behind"),
    "AppPermission": ("now has an application permission that leads to", "no longer has an application permission that leads to"),
    "AssignRole": ("can now assign", "can no longer assign"),
}
"""A step that came, and one that went."""
ACCESS = {AccessChange.GAINED: "Gained", AccessChange.LOST: "Lost", AccessChange.RAISED: "Raised", AccessChange.LOWERED: "Lowered"}
COLLECTIONS = {
    "roleAssignments": "Active role assignments",
    "roleEligibilityScheduleInstances": "Eligible role assignments",
    "groupAssignmentScheduleInstances": "Active assignments to groups in PIM",
    "groupEligibilityScheduleInstances": "Eligible assignments to groups in PIM",
    "roleManagementPolicies": "Activation settings (PIM)",
    "groups": "Groups",
    "groupMembers": "Members of groups",
    "groupOwners": "Owners of groups",
    "administrativeUnits": "Administrative units",
    "administrativeUnitMembers": "Members of administrative units",
    "conditionalAccessPolicies": "Conditional Access policies",
    "namedLocations": "Named locations",
    "authenticationContextClassReferences": "Authentication contexts",
    "authenticationStrengthPolicies": "Authentication strengths",
    "resourceActions": "Protected actions",
    "roleDefinitions": "Roles",
    "subscribedSkus": "Licences",
    "applications": "Applications",
    "applicationOwners": "Owners of applications",
    "servicePrincipalOwners": "Owners of service principals",
    "authorizationPolicy": "Settings for users and guests",
    "adminConsentRequestPolicy": "Requests for consent",
    "securityDefaults": "Security defaults",
    "users": "People",
    "userRegistrationDetails": "Sign-in methods of people",
    "pimGroups": "Groups managed by PIM",
    "servicePrincipals": "Service principals",
    "federatedIdentityCredentials": "Federated credentials of applications",
    "appRoleAssignments": "Application permissions",
    "oauth2PermissionGrants": "Delegated permissions",
    "permissionGrantPolicies": "Consent policies",
    "accessReviewDefinitions": "Access reviews",
    "accessPackages": "Access packages",
    "accessPackageAssignmentPolicies": "Who may ask for access packages",
    "accessPackageResourceRoleScopes": "What access packages give",
    "lifecycleWorkflows": "Lifecycle workflows",
    "customTaskExtensions": "Custom tasks of workflows",
    "roleManagementAlerts": "Alerts of PIM",
    "organization": "The tenant itself",
    "domains": "Domains",
    "authenticationMethodsPolicy": "Authentication methods",
    "crossTenantAccessPolicyDefault": "Access between tenants, default",
    "crossTenantAccessPolicyPartners": "Access between tenants, partners",
    "onPremisesSynchronization": "Directory synchronisation",
    "adminUxSetting": "Admin center for end users",
    "delegatedAdminRelationships": "Partner relationships",
    "azureDiagnosticSettings": "Diagnostic settings",
    "azureAlertRules": "Alert rules",
    "azureActionGroups": "Action groups",
    "azureRoleAssignments": "Azure role assignments",
}
SINGLES = {"adminConsentRequestPolicy": "Requests for consent", "securityDefaults": "Security defaults", "authorizationPolicy": "Settings for users and guests"}
"""Objects of which a tenant has one, and that have no name of their own."""


def mark(change: CheckChange | FindingChange | ObjectChange | AccessChange, words: Mapping[Any, Any]) -> Mark:
    """The change with its word and its colour."""
    word = words[change]
    return Mark(str(change), word if isinstance(word, str) else word[0])


def collection_name(collection: str) -> str:
    """What a collection holds, for people."""
    return COLLECTIONS.get(collection) or _spelt(collection).capitalize()


def _spelt(name: str) -> str:
    return shown(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower(), 120)
