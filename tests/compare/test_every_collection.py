"""Each collection of a snapshot: one changed row shows as exactly that object, a row that came or went as that one, and noise as nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assessor.model.collections import ALL
from assessor.model.comparison import ComparedObject, Comparison, ObjectChange

from .snapshots import SAMPLES, Row, both_ways, compared, copy_of, edited, holding, rows_of, without

NOT_OBJECTS = {
    "directoryRoles": "which roles were ever used",
    "directoryAudits": "events, not objects",
    "unresolvedIds": "tells that something is gone; what it was in tells the change",
    "roleManagementPolicyAssignments": "tells what a policy guards",
    "administrativeUnitScopedRoleMembers": "the same assignments as roleAssignments, told there",
}
ELSEWHERE = {
    "roleAssignments", "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances", "groupAssignmentScheduleInstances",
    "groupEligibilityScheduleInstances", "roleManagementPolicies", "groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners",
    "applicationOwners", "pimGroups", "appRoleAssignments", "userRegistrationDetails", "azureRoleAssignments",
}  # fmt: skip
"""Rows without a field of their own that could change, or whose change has a test of its own."""

CHANGED: dict[str, tuple[str, Any, str]] = {
    "organization": ("onPremisesSyncEnabled", False, "onPremisesSyncEnabled"),
    "domains": ("authenticationType", "Federated", "authenticationType"),
    "subscribedSkus": ("capabilityStatus", "Suspended", "capabilityStatus"),
    "users": ("accountEnabled", "other", "accountEnabled"),
    "groups": ("membershipRule", '(user.city -eq "Paris")', "membershipRule"),
    "servicePrincipals": ("accountEnabled", False, "accountEnabled"),
    "applications": ("signInAudience", "AzureADMultipleOrgs", "signInAudience"),
    "roleDefinitions": ("isEnabled", False, "isEnabled"),
    "administrativeUnits": ("isMemberManagementRestricted", "other", "isMemberManagementRestricted"),
    "conditionalAccessPolicies": ("state", "enabledForReportingButNotEnforced", "state"),
    "namedLocations": ("isTrusted", "other", "isTrusted"),
    "authenticationContextClassReferences": ("isAvailable", "other", "isAvailable"),
    "authenticationStrengthPolicies": ("allowedCombinations", ["password,sms"], "allowedCombinations"),
    "resourceActions": ("authenticationContextId", "c9", "authenticationContextId"),
    "accessReviewDefinitions": ("reviewers", [{"query": "/users/nobody", "queryType": "MicrosoftGraph"}], "reviewers"),
    "adminUxSetting": ("restrictNonAdminAccess", "false", "restrictNonAdminAccess"),
    "securityDefaults": ("isEnabled", True, "isEnabled"),
    "authorizationPolicy": ("allowInvitesFrom", "everyone", "allowInvitesFrom"),
    "adminConsentRequestPolicy": ("isEnabled", False, "isEnabled"),
    "accessPackages": ("isHidden", True, "isHidden"),
    "accessPackageAssignmentPolicies": ("reviewSettings", {"isEnabled": False}, "reviewSettings.isEnabled"),
    "accessPackageResourceRoleScopes": ("scope", "Renamed", "scope.displayName"),
    "lifecycleWorkflows": ("isEnabled", False, "isEnabled"),
    "customTaskExtensions": ("description", "something else", "description"),
    "delegatedAdminRelationships": ("status", "terminated", "status"),
    "roleManagementAlerts": ("isActive", "other", "isActive"),
    "azureDiagnosticSettings": ("properties", {"logs": [{"category": "AuditLogs", "enabled": False}]}, "properties.logs.AuditLogs.enabled"),
    "azureAlertRules": ("location", "northeurope", "location"),
    "azureActionGroups": ("location", "Germany", "location"),
    "permissionGrantPolicies": ("includes", [{"id": "a", "permissionType": "delegated"}], "includes.a.permissionType"),
    "crossTenantAccessPolicyPartners": ("isServiceProvider", True, "isServiceProvider"),
    "crossTenantAccessPolicyDefault": ("inboundTrust", {"isMfaAccepted": True}, "inboundTrust.isMfaAccepted"),
    "oauth2PermissionGrants": ("scope", "openid Directory.ReadWrite.All", "scope"),
    "federatedIdentityCredentials": ("issuer", "https://elsewhere.example", "issuer"),
    "onPremisesSynchronization": ("features", {"passwordSyncEnabled": "other"}, "features.passwordSyncEnabled"),
    "authenticationMethodsPolicy": ("policyMigrationState", "preMigration", "policyMigrationState"),
}
MADE: dict[str, Row] = {
    "crossTenantAccessPolicyPartners": {"tenantId": "5f2d3a44-1111-4a1a-8b2b-000000000001", "isServiceProvider": False},
    "azureRoleAssignments": {
        "id": "/providers/x/roleAssignments/1",
        "properties": {"principalId": "f6100e56-b968-5e8a-a4f3-9eb4fad88778", "roleDefinitionId": "/providers/x/roleDefinitions/owner", "scope": "/"},
    },
}
"""Rows of collections that no sample fills."""


def filled(collection: str, to: Path) -> tuple[Path, Path]:
    """Two copies that hold at least one row."""
    known = [name for name in ("school_after", "school_before") if (SAMPLES / name / f"{collection}.ndjson").is_file() and rows_of(SAMPLES / name, collection)]
    made = [copy_of(known[0] if known else "school_after", to / side) for side in ("one", "other")]
    for folder in made if not known else ():
        holding(folder, collection, [MADE[collection]])
    return made[0], made[1]


def objects_of(found: Comparison, collection: str) -> list[ComparedObject]:
    assert {one.collection for one in found.objects} <= {collection}
    return list(found.objects)


def otherwise(now: Any, value: Any) -> Any:
    """Another value than now: the given one, the opposite of a truth value, or fields of an object."""
    if value == "other":
        return not now
    if value == "Renamed":
        return {**now, "displayName": value}
    return {**now, **{name: otherwise(now.get(name), inner) for name, inner in value.items()}} if isinstance(value, dict) and isinstance(now, dict) else value


def test_each_collection_is_compared_or_left_out_for_a_reason() -> None:
    assert {one.name for one in ALL} == CHANGED.keys() | NOT_OBJECTS.keys() | ELSEWHERE


@pytest.mark.parametrize("collection", sorted(CHANGED))
def test_a_changed_field_shows_as_exactly_that_object(collection: str, tmp_path: Path) -> None:
    field, value, told = CHANGED[collection]
    one, other = filled(collection, tmp_path)
    row = rows_of(one, collection)[0]

    def change(rows: list[Row]) -> None:
        rows[0][field] = otherwise(rows[0].get(field), value)

    (found,) = objects_of(compared(one, edited(other, collection, change)), collection)
    assert found.change is ObjectChange.CHANGED
    assert told in [each.name for each in found.fields]
    identity = {str(row.get(name, "")).lower() for name in ("id", "tenantId", "clientId", "applicationId", "accessPackageId", "alertDefinitionId")}
    assert found.things[0][1].id.lower() in identity


@pytest.mark.parametrize("collection", sorted((CHANGED.keys() | {"pimGroups", "appRoleAssignments", "azureRoleAssignments"}) - {"users"}))
def test_a_row_that_is_not_there_any_more_is_removed_and_the_other_way_round_added(collection: str, tmp_path: Path) -> None:
    one, other = filled(collection, tmp_path)
    if collection in {"groups", "servicePrincipals", "applications", "administrativeUnits"}:  # one on which nothing else rests
        for folder in (one, other):
            edited(folder, collection, lambda rows: [*rows, {"id": "0f0f0f0f-0000-4000-8000-000000000001", "displayName": "Alone"}])
    there, back = both_ways(one, edited(other, collection, lambda rows: rows[:-1]))
    for found, change in ((there, ObjectChange.REMOVED), (back, ObjectChange.ADDED)):
        assert [(each.collection, each.change) for each in found.objects if each.collection == collection] == [(collection, change)]


@pytest.mark.parametrize("collection", sorted(CHANGED.keys() | {"pimGroups", "appRoleAssignments"}))
def test_what_one_side_lacks_is_named_and_shows_nothing(collection: str, tmp_path: Path) -> None:
    one, other = filled(collection, tmp_path)
    found = compared(one, without(other, collection))
    assert [each for each in found.objects if each.collection == collection] == []
    assert any(each.what == collection and each.says.startswith("after: ") for each in found.not_compared)


NOISE: dict[str, Row] = {
    "roleManagementAlerts": {"lastScannedDateTime": "2030-01-01T00:00:00Z"},
    "lifecycleWorkflows": {"nextScheduleRunDateTime": "2030-01-01T00:00:00Z", "version": 99},
    "accessReviewDefinitions": {"status": "Initializing", "lastModifiedDateTime": "2030-01-01T00:00:00Z"},
    "conditionalAccessPolicies": {"modifiedDateTime": "2030-01-01T00:00:00Z"},
    "organization": {"onPremisesLastSyncDateTime": "2030-01-01T00:00:00Z"},
    "users": {"signInActivity": {"lastSignInDateTime": "2026-11-16T06:00:00Z"}, "passwordPolicies": "None"},
    "subscribedSkus": {"servicePlans": []},
    "appRoleAssignments": {"id": "renewed", "principalDisplayName": "spelt otherwise"},
    "oauth2PermissionGrants": {"id": "renewed", "expiryTime": "2030-01-01T00:00:00Z"},
    "domains": {"availabilityStatus": "AvailableImmediately"},
}


@pytest.mark.parametrize("collection", sorted(NOISE))
def test_noise_is_no_change(collection: str, tmp_path: Path) -> None:
    one, other = filled(collection, tmp_path)

    def stir(rows: list[Row]) -> None:
        for row in rows:
            row |= {name: value for name, value in NOISE[collection].items() if name in row}

    assert compared(one, edited(other, collection, stir)).objects == ()
