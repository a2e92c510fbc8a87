"""Conditional Access: policies, contexts, strengths, named locations, protected actions."""

from __future__ import annotations

from generator.export import Export
from generator.ids import uid

PORTALS, AZURE_MANAGEMENT = "MicrosoftAdminPortals", "797f4846-ba00-4fd7-ba43-dac1f8f63013"
REGISTER_INFO, REGISTER_DEVICE = "urn:user:registersecurityinfo", "urn:user:registerdevice"
KNOWN_PLATFORMS = ("android", "iOS", "windows", "macOS", "linux")
STRENGTH_MFA, STRENGTH_PASSWORDLESS, STRENGTH_PHISHING_RESISTANT = (f"00000000-0000-0000-0000-00000000000{number}" for number in (2, 3, 4))
_RESISTANT = ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"]
_PASSWORDLESS = [*_RESISTANT, "deviceBasedPush"]
_ANY_MFA = [
    *_PASSWORDLESS,
    "temporaryAccessPassOneTime",
    "temporaryAccessPassMultiUse",
    "password,microsoftAuthenticatorPush",
    "password,softwareOath",
    "password,hardwareOath",
    "password,sms",
    "password,voice",
    "federatedMultiFactor",
    "microsoftAuthenticatorPush,federatedSingleFactor",
    "softwareOath,federatedSingleFactor",
    "hardwareOath,federatedSingleFactor",
    "sms,federatedSingleFactor",
    "voice,federatedSingleFactor",
]
_STRENGTHS = {
    STRENGTH_MFA: ("Multifactor authentication", _ANY_MFA),
    STRENGTH_PASSWORDLESS: ("Passwordless MFA", _PASSWORDLESS),
    STRENGTH_PHISHING_RESISTANT: ("Phishing-resistant MFA", _RESISTANT),
}


def strength(key: str) -> dict:
    """One of the three built-in strengths."""
    name, combinations = _STRENGTHS[key]
    return {
        "id": key,
        "createdDateTime": "2021-12-01T00:00:00Z",
        "modifiedDateTime": "2021-12-01T00:00:00Z",
        "displayName": name,
        "description": None,
        "policyType": "builtIn",
        "requirementsSatisfied": "mfa",
        "allowedCombinations": combinations,
        "combinationConfigurations": [],
    }


def users(
    *,
    everybody: bool = False,
    include: tuple[str, ...] = (),
    groups: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    not_groups: tuple[str, ...] = (),
    not_roles: tuple[str, ...] = (),
    not_users: tuple[str, ...] = (),
) -> dict:
    """`conditions.users`."""
    return {
        "includeUsers": ["All"] if everybody else list(include),
        "excludeUsers": list(not_users),
        "includeGroups": list(groups),
        "excludeGroups": list(not_groups),
        "includeRoles": list(roles),
        "excludeRoles": list(not_roles),
        "includeGuestsOrExternalUsers": None,
        "excludeGuestsOrExternalUsers": None,
    }


def apps(*include: str) -> dict:
    """Resources."""
    return _applications(includeApplications=list(include or ("All",)))


def actions(*include: str) -> dict:
    """User actions."""
    return _applications(includeUserActions=list(include))


def contexts(*include: str) -> dict:
    """Authentication contexts."""
    return _applications(includeAuthenticationContextClassReferences=list(include))


def _applications(**what: list[str]) -> dict:
    empty = {"includeApplications": [], "excludeApplications": [], "includeUserActions": [], "includeAuthenticationContextClassReferences": []}
    return empty | what | {"applicationFilter": None}


def platforms(*include: str, without: tuple[str, ...] = ()) -> dict:
    """Device platforms."""
    return {"includePlatforms": list(include), "excludePlatforms": list(without)}


def grant(*controls: str, operator: str = "OR", by: str | None = None) -> dict:
    """Grant controls, or an authentication strength."""
    return {
        "operator": operator,
        "builtInControls": list(controls),
        "customAuthenticationFactors": [],
        "termsOfUse": [],
        "authenticationStrength": strength(by) if by else None,
    }


def session(*, hours: int | None = None, every_time: bool = False, never_persistent: bool = False) -> dict:
    """Session controls."""
    frequency = None
    if hours or every_time:
        frequency = {
            "value": hours,
            "type": "hours" if hours else None,
            "authenticationType": "primaryAndSecondaryAuthentication",
            "frequencyInterval": "timeBased" if hours else "everyTime",
            "isEnabled": True,
        }
    return {
        "disableResilienceDefaults": None,
        "applicationEnforcedRestrictions": None,
        "cloudAppSecurity": None,
        "signInFrequency": frequency,
        "persistentBrowser": {"mode": "never", "isEnabled": True} if never_persistent else None,
    }


def policy(
    export: Export,
    name: str,
    who: dict,
    what: dict,
    *,
    grants: dict | None = None,
    sessions: dict | None = None,
    state: str = "enabled",
    on: dict | None = None,
    clients: tuple[str, ...] = ("all",),
    flows: str | None = None,
    places: dict | None = None,
    devices: dict | None = None,
    sign_in_risk: tuple[str, ...] = (),
    user_risk: tuple[str, ...] = (),
    created: str = "2024-03-04T10:00:00Z",
) -> str:
    """A policy; the id."""
    conditions = {
        "users": who,
        "applications": what,
        "clientAppTypes": list(clients),
        "platforms": on,
        "locations": places,
        "devices": devices,
        "clientApplications": None,
        "signInRiskLevels": list(sign_in_risk),
        "userRiskLevels": list(user_risk),
        "servicePrincipalRiskLevels": [],
        "insiderRiskLevels": None,
        "authenticationFlows": {"transferMethods": flows} if flows else None,
    }
    return export.add(
        "conditionalAccessPolicies",
        {
            "id": uid("conditional access", export.tenant_id, name),
            "templateId": None,
            "displayName": name,
            "createdDateTime": created,
            "modifiedDateTime": None,
            "state": state,
            "deletedDateTime": None,
            "conditions": conditions,
            "grantControls": grants,
            "sessionControls": sessions,
        },
    )


def context(export: Export, key: str, name: str, description: str, *, published: bool = True) -> None:
    """An authentication context."""
    export.add("authenticationContextClassReferences", {"id": key, "displayName": name, "description": description, "isAvailable": published})


def ip_location(export: Export, handle: str, name: str, *ranges: str, trusted: bool) -> str:
    """A named location of addresses; the id."""
    kind = {True: "#microsoft.graph.iPv6CidrRange", False: "#microsoft.graph.iPv4CidrRange"}
    return export.add(
        "namedLocations",
        {
            "@odata.type": "#microsoft.graph.ipNamedLocation",
            "id": uid("location", export.tenant_id, handle),
            "displayName": name,
            "createdDateTime": "2023-01-09T08:00:00Z",
            "modifiedDateTime": "2023-01-09T08:00:00Z",
            "deletedDateTime": None,
            "isTrusted": trusted,
            "ipRanges": [{"@odata.type": kind[":" in one], "cidrAddress": one} for one in ranges],
        },
    )


def country_location(export: Export, handle: str, name: str, *countries: str) -> str:
    """A named location of countries; the id."""
    return export.add(
        "namedLocations",
        {
            "@odata.type": "#microsoft.graph.countryNamedLocation",
            "id": uid("location", export.tenant_id, handle),
            "displayName": name,
            "createdDateTime": "2023-01-09T08:00:00Z",
            "modifiedDateTime": "2023-01-09T08:00:00Z",
            "deletedDateTime": None,
            "countriesAndRegions": list(countries),
            "includeUnknownCountriesAndRegions": False,
            "countryLookupMethod": "clientIpAddress",
        },
    )


_ACTIONS = (  # object, action, verb, privileged, can be protected
    ("conditionalAccessPolicies", "basic/update", "PATCH", True, True),
    ("conditionalAccessPolicies", "create", "POST", True, True),
    ("conditionalAccessPolicies", "delete", "DELETE", True, True),
    ("conditionalAccessPolicies", "standard/read", "GET", False, False),
    ("resourceNamespaces/resourceActions", "authenticationContext/update", "POST", True, True),
    ("deletedItems", "delete", "DELETE", True, True),
    ("namedLocations", "basic/update", "PATCH", False, True),
    ("namedLocations", "create", "POST", False, True),
    ("namedLocations", "delete", "DELETE", False, True),
    ("crossTenantAccessPolicy/default", "b2bCollaboration/update", "PATCH", True, True),
    ("crossTenantAccessPolicy/partners", "create", "POST", True, True),
    ("crossTenantAccessPolicy/partners", "delete", "DELETE", True, True),
    ("users", "password/update", "PATCH", True, False),
    ("users", "create", "POST", False, False),
    ("users", "standard/read", "GET", False, False),
    ("groups", "members/update", "PATCH", False, False),
    ("applications", "credentials/update", "PATCH", True, False),
    ("roleAssignments", "allProperties/allTasks", "PATCH", True, False),
    ("devices", "standard/read", "GET", False, False),
    ("bitlockerKeys", "key/read", "GET", True, False),
)
CORE_PROTECTED = (
    "conditionalAccessPolicies/basic/update",
    "conditionalAccessPolicies/create",
    "conditionalAccessPolicies/delete",
    "resourceNamespaces/resourceActions/authenticationContext/update",
)
EXTENDED_PROTECTED = ("deletedItems/delete", "namedLocations/basic/update", "namedLocations/create", "namedLocations/delete")


def resource_actions(export: Export, protected: tuple[str, ...], by: str | None) -> None:
    """Actions of the directory, some of them protected by an authentication context."""
    for thing, action, verb, privileged, settable in _ACTIONS:
        name = f"{thing}/{action}"
        export.add(
            "resourceActions",
            {
                "id": f"microsoft.directory-{name}-{verb.lower()}".replace("/", "-"),
                "name": f"microsoft.directory/{name}",
                "actionVerb": verb,
                "description": None,
                "isPrivileged": privileged,
                "authenticationContextId": by if name in protected else None,
                "isAuthenticationContextSettable": settable,
            },
        )


def strengths(export: Export) -> None:
    """The built-in strengths."""
    export.add("authenticationStrengthPolicies", *(strength(key) for key in _STRENGTHS))
