"""Policies of the tenant: what everybody may do."""

from __future__ import annotations

from generator.export import Export
from generator.ids import uid

_GUEST_AS_MEMBER, _GUEST_RESTRICTED = ("a0b1b346-4d3e-4e8b-98f8-753987be4970", "2af84b1e-32c8-42b7-82bc-daa82404023b")


def authorization(export: Export, *, tight: bool) -> None:
    """`authorizationPolicy`: open as it came, or tight."""
    export.add(
        "authorizationPolicy",
        {
            "id": "authorizationPolicy",
            "displayName": "Authorization Policy",
            "description": "Used to manage authorization related settings across the company.",
            "allowInvitesFrom": "adminsAndGuestInviters" if tight else "everyone",
            "allowedToSignUpEmailBasedSubscriptions": not tight,
            "allowedToUseSSPR": not tight,
            "allowEmailVerifiedUsersToJoinOrganization": False,
            "allowUserConsentForRiskyApps": False,
            "blockMsolPowerShell": tight,
            "guestUserRoleId": _GUEST_RESTRICTED if tight else _GUEST_AS_MEMBER,
            "defaultUserRolePermissions": {
                "allowedToCreateApps": not tight,
                "allowedToCreateSecurityGroups": not tight,
                "allowedToCreateTenants": not tight,
                "allowedToReadBitlockerKeysForOwnedDevice": not tight,
                "allowedToReadOtherUsers": True,
                "permissionGrantPoliciesAssigned": [] if tight else ["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"],
            },
        },
    )


def consent(export: Export, reviewers: tuple[str, ...]) -> None:
    """The admin consent workflow: on if there are reviewers."""
    export.add(
        "adminConsentRequestPolicy",
        {
            "id": uid("consent", export.tenant_id),
            "isEnabled": bool(reviewers),
            "notifyReviewers": bool(reviewers),
            "remindersEnabled": bool(reviewers),
            "requestDurationInDays": 14,
            "version": 1,
            "reviewers": [{"query": f"/users/{one}", "queryType": "MicrosoftGraph", "queryRoot": None} for one in reviewers],
        },
    )
    for name, text in (
        ("microsoft-user-default-legacy", "Default user consent (legacy)"),
        ("microsoft-user-default-low", "Low-impact permissions"),
        ("microsoft-company-admin", "All consents by an administrator"),
    ):
        export.add("permissionGrantPolicies", {"id": name, "displayName": text, "description": text, "deletedDateTime": None, "includes": [], "excludes": []})


def security_defaults(export: Export) -> None:
    """Off, as Conditional Access is used."""
    export.add(
        "securityDefaults",
        {"id": "00000000-0000-0000-0000-000000000005", "displayName": "Security Defaults", "description": "Security defaults", "isEnabled": False},
    )


def methods(export: Export, *, passkeys: bool) -> None:
    """Authentication methods."""
    base = "#microsoft.graph."
    states = (
        ("Fido2", "fido2", passkeys),
        ("MicrosoftAuthenticator", "microsoftAuthenticator", True),
        ("Sms", "sms", not passkeys),
        ("TemporaryAccessPass", "temporaryAccessPass", passkeys),
    )
    export.add(
        "authenticationMethodsPolicy",
        {
            "id": "authenticationMethodsPolicy",
            "displayName": "Authentication Methods Policy",
            "description": "Methods that may be registered and used",
            "lastModifiedDateTime": "2025-11-03T08:00:00Z",
            "policyVersion": "1.5",
            "policyMigrationState": "migrationComplete" if passkeys else "preMigration",
            "authenticationMethodConfigurations": [
                {"@odata.type": f"{base}{kind}AuthenticationMethodConfiguration", "id": name, "state": "enabled" if on else "disabled", "excludeTargets": []}
                for name, kind, on in states
            ],
        },
    )


def cross_tenant(export: Export) -> None:
    """Microsoft's defaults, no partners."""

    def both(access: str) -> dict:
        return {
            "usersAndGroups": {"accessType": access, "targets": [{"target": "AllUsers", "targetType": "user"}]},
            "applications": {"accessType": access, "targets": [{"target": "AllApplications", "targetType": "application"}]},
        }

    export.add(
        "crossTenantAccessPolicyDefault",
        {
            "id": uid("cross tenant", export.tenant_id),
            "isServiceDefault": True,
            "inboundTrust": {"isMfaAccepted": False, "isCompliantDeviceAccepted": False, "isHybridAzureADJoinedDeviceAccepted": False},
            "b2bCollaborationInbound": both("allowed"),
            "b2bCollaborationOutbound": both("allowed"),
            "b2bDirectConnectInbound": both("blocked"),
            "b2bDirectConnectOutbound": both("blocked"),
        },
    )


def admin_center(export: Export, restricted: bool) -> None:
    """The switch that hides the admin center from end users."""
    export.add("adminUxSetting", {"id": uid("ux", export.tenant_id), "restrictNonAdminAccess": "true" if restricted else "false"})


def synchronization(export: Export) -> None:
    """Features of a synchronised directory."""
    export.add(
        "onPremisesSynchronization",
        {
            "id": export.tenant_id,
            "configuration": {"accidentalDeletionPrevention": {"synchronizationPreventionType": "disabled", "alertThreshold": None}},
            "features": {
                "passwordSyncEnabled": True,
                "passwordWritebackEnabled": False,
                "blockSoftMatchEnabled": False,
                "blockCloudObjectTakeoverThroughHardMatchEnabled": False,
                "userWritebackEnabled": False,
                "deviceWritebackEnabled": False,
            },
        },
    )
