"""A large tenant's Conditional Access: policies are random and restrict more than real ones do, and each has an exclusion group of its own."""

from __future__ import annotations

import random
from typing import Any

ROLES = (
    "62e90394-69f5-4237-9190-012177145e10",
    "e8611ab8-c189-46e8-94e1-60213ab1f814",
    "194ae4cb-b126-40b2-bd5b-6091b380977d",
    "fe930be7-5e62-47db-91af-98c3a49a38b1",
)
GROUPS = 40
APPS = ["All"] * 6 + ["Office365", "MicrosoftAdminPortals", "797f4846-ba00-4fd7-ba43-dac1f8f63013", *(f"{k:08}-1111-4111-8111-111111111111" for k in range(10))]
PLATFORMS = [
    {"includePlatforms": ["android", "iOS"]},
    {"includePlatforms": ["all"], "excludePlatforms": ["windows", "macOS"]},
    {"includePlatforms": ["windows"]},
]
RULES = ["device.isCompliant -eq True", 'device.trustType -eq "ServerAD"', 'device.extensionAttribute1 -eq "SAW"']
CONTROLS = [["mfa"]] * 5 + [["block"], ["compliantDevice"], ["mfa", "compliantDevice"]]


def large(policies: int, people: int, seed: int = 1) -> dict[str, list[dict[str, Any]]]:
    """The rows of a large tenant, the same for the same numbers."""
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    users = [f"user-{k:05}" for k in range(people)]
    inside = {f"grp-{k}": chance.sample(users, max(1, people // chance.choice([2, 5, 10, 50]))) for k in range(GROUPS)}
    inside |= {f"own-{k}": chance.sample(users, min(5, people)) for k in range(policies)}
    held = [{"id": f"h{k}", "principalId": user, "roleDefinitionId": ROLES[k % 4], "directoryScopeId": "/"} for k, user in enumerate(users)]
    return {
        "users": [{"id": user, "userPrincipalName": f"{user}@example.org", "userType": "Member"} for user in users],
        "groups": [{"id": group} for group in inside],
        "groupMembers": [{"groupId": group, "id": user, "@odata.type": "#microsoft.graph.user"} for group, members in inside.items() for user in members],
        "roleAssignments": held[::7],
        "roleAssignmentScheduleInstances": [],
        "roleEligibilityScheduleInstances": held,
        "groupAssignmentScheduleInstances": [],
        "servicePrincipals": [],
        "namedLocations": list(_locations()),
        "conditionalAccessPolicies": [_policy(chance, k) for k in range(policies)],
        "roleManagementPolicies": [
            {"id": "rp", "scopeType": "DirectoryRole", "rules": [{"id": "AuthenticationContext_EndUser_Assignment", "isEnabled": True, "claimValue": "c1"}]}
        ],
        "roleManagementPolicyAssignments": [{"id": "ra", "policyId": "rp", "roleDefinitionId": ROLES[0], "scopeId": "/", "scopeType": "DirectoryRole"}],
    }


def _locations() -> Any:
    for k in range(8):
        ranges = [{"cidrAddress": f"10.{k}.{part}.0/24"} for part in range(20)]
        yield {"id": f"loc-{k}", "@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": k % 2 == 0, "ipRanges": ranges}
    yield {"id": "home", "@odata.type": "#microsoft.graph.countryNamedLocation", "countriesAndRegions": ["DE", "AT"], "countryLookupMethod": "clientIpAddress"}


def _policy(chance: random.Random, number: int) -> dict[str, Any]:
    who: dict[str, Any] = {"excludeGroups": ["grp-39", f"own-{number}"]}
    kind = chance.random()
    if kind < 0.35:
        who["includeUsers"] = ["All"]
    elif kind < 0.7:
        who["includeGroups"] = [f"grp-{chance.randrange(GROUPS)}"]
    else:
        who["includeRoles"] = chance.sample(ROLES, 2)
    conditions: dict[str, Any] = {"users": who, "applications": {"includeApplications": [chance.choice(APPS)]}}
    offered = {
        "platforms": (0.3, chance.choice(PLATFORMS)),
        "clientAppTypes": (0.25, chance.choice([["browser"], ["exchangeActiveSync", "other"], ["browser", "mobileAppsAndDesktopClients"]])),
        "locations": (0.2, {"includeLocations": ["All"], "excludeLocations": [chance.choice(["AllTrusted", "loc-0", "home"])]}),
        "devices": (0.12, {"deviceFilter": {"mode": chance.choice(["include", "exclude"]), "rule": chance.choice(RULES)}}),
        "authenticationFlows": (0.05, {"transferMethods": "deviceCodeFlow"}),
    }
    conditions |= {name: value for name, (share, value) in offered.items() if chance.random() < share}
    state = chance.choice(["enabled"] * 7 + ["disabled", "enabledForReportingButNotEnforced"])
    grant = {"operator": chance.choice(["OR", "AND"]), "builtInControls": chance.choice(CONTROLS)}
    return {"id": f"pol-{number:03}", "displayName": f"CA{number:03}", "state": state, "conditions": conditions, "grantControls": grant}
