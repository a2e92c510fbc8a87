"""Small tenants for tests: rows as Graph writes them, and short ways to say a policy and a sign-in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from assessor.conditional_access import ConditionalAccess, SignIn
from assessor.model import collections as c
from assessor.model.result import SnapshotFacts
from assessor.model.table import Gap, Missing, Table
from assessor.model.tenant import Tenant
from assessor.model.words import Reason

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
GRAPH = "00000003-0000-0000-c000-000000000000"
EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)

PLAIN: dict[str, list[dict[str, Any]]] = {
    "users": [{"id": one, "userPrincipalName": f"{one}@example.org", "userType": "Member", "identities": []} for one in ("ana", "ben", "eve", "glass")],
    "groups": [{"id": "admins", "displayName": "Admins"}, {"id": "inner", "displayName": "Inner"}, {"id": "spared", "displayName": "Spared"}],
    "groupMembers": [
        {"groupId": "admins", "id": "inner", "@odata.type": "#microsoft.graph.group"},
        {"groupId": "inner", "id": "ana", "@odata.type": "#microsoft.graph.user"},
        {"groupId": "spared", "id": "glass", "@odata.type": "#microsoft.graph.user"},
    ],
    "roleAssignments": [{"id": "a1", "principalId": "ben", "roleDefinitionId": GLOBAL_ADMINISTRATOR, "directoryScopeId": "/"}],
    "roleAssignmentScheduleInstances": [],
    "roleEligibilityScheduleInstances": [
        {"id": f"e-{one}", "principalId": one, "roleDefinitionId": GLOBAL_ADMINISTRATOR, "directoryScopeId": "/"} for one in ("ana", "eve", "glass")
    ],
    "groupAssignmentScheduleInstances": [],
    "groupEligibilityScheduleInstances": [],
    "servicePrincipals": [],
    "namedLocations": [
        {"id": "hq", "@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": True, "ipRanges": [{"cidrAddress": "198.51.100.0/24"}]},
        {"id": "wide", "@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": False, "ipRanges": [{"cidrAddress": "198.51.0.0/16"}]},
        {"id": "nl", "@odata.type": "#microsoft.graph.countryNamedLocation", "countriesAndRegions": ["NL"], "countryLookupMethod": "clientIpAddress"},
    ],
    "authenticationContextClassReferences": [{"id": "c1", "isAvailable": True}],
    "authenticationStrengthPolicies": [],
    "conditionalAccessPolicies": [],
}


def tenant_of(rows: dict[str, list[dict[str, Any]] | None], gaps: dict[str, str] | None = None, scope: str = "privileged") -> Tenant:
    """A tenant of these rows; None for a collection that is missing, `gaps` are parents that could not be read."""
    tables: dict[str, Any] = {}
    for name, items in rows.items():
        if items is None:
            tables[name] = Missing(name, Reason.FORBIDDEN)
            continue
        known = c.BY_NAME[name]
        lost = (Gap(known.parent, (gaps or {})[name], Reason.FORBIDDEN),) if name in (gaps or {}) else ()
        tables[name] = Table(name, tuple(msgspec.convert(item, known.row) for item in items), lost)
    facts = SnapshotFacts(taken_at=NOW, digest="", sealed=False, scope=scope, cloud=None, collector=None, collections=())
    return Tenant(id="t", taken_at=NOW, facts=facts, scope=scope, tables=tables)


def access(*policies: dict[str, Any], gaps: dict[str, str] | None = None, **rows: Any) -> ConditionalAccess:
    """The plain tenant with these policies; other collections by keyword."""
    return ConditionalAccess.of(tenant_of({**PLAIN, "conditionalAccessPolicies": list(policies), **rows}, gaps))


def policy(key: str = "P", *controls: str, state: str = "enabled", operator: str = "OR", **conditions: Any) -> dict[str, Any]:
    """A policy for all people and all resources unless conditions say otherwise; no controls: no grant."""
    made = {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"], **conditions}
    grant = {"operator": operator, "builtInControls": list(controls)} if controls else None
    return {"id": key, "displayName": key, "state": state, "conditions": made, "grantControls": grant}


def sign_in(user: str = "ana", app: str = GRAPH, user_of: dict[str, Any] | None = None, **fields: Any) -> SignIn:
    """A sign-in with the contract's field names."""
    made = {"user": user_of or {"id": user}, "context": {"kind": "app", "app": app}, **fields}
    return msgspec.convert(made, SignIn)
