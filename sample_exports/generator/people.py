"""Users, groups and administrative units."""

from __future__ import annotations

from generator.export import Export
from generator.ids import GROUP, SERVICE_PRINCIPAL, USER, uid
from generator.licences import assigned_licenses, assigned_plans

PASSKEY = ("passKeyDeviceBound", "windowsHelloForBusiness")
APP = ("microsoftAuthenticatorPush", "softwareOneTimePasscode")
PHONE = ("mobilePhone",)
_MFA = {"passKeyDeviceBound", "fido2SecurityKey", "windowsHelloForBusiness", "microsoftAuthenticatorPush", "softwareOneTimePasscode", "mobilePhone"}


def person(
    export: Export,
    handle: str,
    name: str,
    upn: str,
    *,
    licences: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
    mail: bool = False,
    synced: bool | None = None,
    enabled: bool = True,
    guest: bool = False,
    created: str = "2021-08-16T07:00:00Z",
    last_seen: float | None = 1,
    issuer: str | None = None,
) -> str:
    """A user with sign-in activity and registration details; the id."""
    key = uid("user", handle)
    seen = None if last_seen is None else export.time(days=-last_seen)
    export.add(
        "users",
        {
            "id": key,
            "userPrincipalName": upn,
            "displayName": name,
            "userType": "Guest" if guest else "Member",
            "accountEnabled": enabled,
            "onPremisesSyncEnabled": synced,
            "onPremisesImmutableId": uid("anchor", handle)[:22] + "==" if synced is not None else None,
            "createdDateTime": created,
            "externalUserState": "Accepted" if guest else None,
            "assignedPlans": assigned_plans(licences, created),
            "assignedLicenses": assigned_licenses(licences),
            "mail": _mail(upn, guest) if mail else None,
            "passwordPolicies": None if synced else "None",
            "identities": [_identity(upn, guest, issuer)],
            "signInActivity": _activity(seen, uid("sign-in", handle)),
            "isManagementRestricted": False,
        },
    )
    if enabled:
        _registration(export, key, name, upn, guest, methods)
    return key


def _mail(upn: str, guest: bool) -> str:
    return upn.split("#EXT#")[0].replace("_", "@", 1) if guest else upn


def _identity(upn: str, guest: bool, issuer: str | None) -> dict:
    if guest:
        return {"signInType": "federated", "issuer": "ExternalAzureAD", "issuerAssignedId": None}
    return {"signInType": "userPrincipalName", "issuer": issuer or upn.rsplit("@", 1)[1], "issuerAssignedId": upn}


def _activity(seen: str | None, request: str) -> dict | None:
    if seen is None:
        return None
    return {
        "lastSignInDateTime": seen,
        "lastSignInRequestId": request,
        "lastNonInteractiveSignInDateTime": seen,
        "lastNonInteractiveSignInRequestId": request,
        "lastSuccessfulSignInDateTime": seen,
        "lastSuccessfulSignInRequestId": request,
    }


def _registration(export: Export, key: str, name: str, upn: str, guest: bool, methods: tuple[str, ...]) -> None:
    capable = bool(set(methods) & _MFA)
    export.add(
        "userRegistrationDetails",
        {
            "id": key,
            "userPrincipalName": upn,
            "userDisplayName": name,
            "userType": "guest" if guest else "member",
            "isAdmin": False,
            "isSsprRegistered": capable,
            "isSsprEnabled": not guest,
            "isSsprCapable": capable and not guest,
            "isMfaRegistered": capable,
            "isMfaCapable": capable,
            "isPasswordlessCapable": bool(set(methods) & {"passKeyDeviceBound", "fido2SecurityKey", "windowsHelloForBusiness"}),
            "methodsRegistered": list(methods),
            "isSystemPreferredAuthenticationMethodEnabled": True,
            "systemPreferredAuthenticationMethods": [],
            "userPreferredMethodForSecondaryAuthentication": "none",
            "lastUpdatedDateTime": export.time(hours=-6),
        },
    )


def group(
    export: Export,
    handle: str,
    name: str,
    description: str,
    *,
    assignable: bool = False,
    rule: str | None = None,
    mail: bool = False,
    synced: bool | None = None,
    created: str = "2023-02-06T09:00:00Z",
) -> str:
    """A group; the id."""
    kinds = (["Unified"] if mail else []) + (["DynamicMembership"] if rule else [])
    return export.add(
        "groups",
        {
            "id": uid("group", handle),
            "displayName": name,
            "description": description,
            "isAssignableToRole": assignable,
            "securityEnabled": True,
            "mailEnabled": mail,
            "groupTypes": kinds,
            "membershipRule": rule,
            "membershipRuleProcessingState": "On" if rule else None,
            "onPremisesSyncEnabled": synced,
            "visibility": "Private",
            "createdDateTime": created,
            "isManagementRestricted": False,
        },
    )


def members(export: Export, group_id: str, *ids: str) -> None:
    """Plain members of a group."""
    export.add("groupMembers", *({"groupId": group_id, "id": one, "@odata.type": type_of(export, one)} for one in ids))


def owners(export: Export, group_id: str, *ids: str) -> None:
    """Owners of a group."""
    export.add("groupOwners", *({"groupId": group_id, "id": one, "@odata.type": type_of(export, one)} for one in ids))


def type_of(export: Export, key: str) -> str:
    """The `@odata.type` of a principal."""
    for name, kind in (("groups", GROUP), ("servicePrincipals", SERVICE_PRINCIPAL)):
        if any(row["id"] == key for row in export.rows[name]):
            return kind
    return USER


def unit(export: Export, handle: str, name: str, description: str, *, rule: str | None = None, state: str | None = None, restricted: bool = False) -> str:
    """An administrative unit; the id."""
    return export.add(
        "administrativeUnits",
        {
            "id": uid("unit", handle),
            "deletedDateTime": None,
            "displayName": name,
            "description": description,
            "visibility": None,
            "membershipType": "Dynamic" if rule else "Assigned",
            "membershipRule": rule,
            "membershipRuleProcessingState": (state or "On") if rule else None,
            "isMemberManagementRestricted": restricted,
        },
    )


def unit_members(export: Export, unit_id: str, *ids: str) -> None:
    """Members of a unit; a restricted unit marks them."""
    restricted = export.find("administrativeUnits", unit_id)["isMemberManagementRestricted"]
    for one in ids:
        kind = type_of(export, one)
        export.add("administrativeUnitMembers", {"administrativeUnitId": unit_id, "id": one, "@odata.type": kind})
        if restricted:
            export.find("groups" if kind == GROUP else "users", one)["isManagementRestricted"] = True
