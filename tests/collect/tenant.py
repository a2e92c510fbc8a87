"""The data of a fake Graph: a snapshot taken apart into what each address answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

V1, BETA = "/v1.0", "/beta"
ROLES, PIM = "/roleManagement/directory", "/identityGovernance/privilegedAccess/group"
ENTITLEMENT, LIFECYCLE = "/identityGovernance/entitlementManagement", "/identityGovernance/lifecycleWorkflows"

LISTS = {
    V1 + "/organization": "organization", V1 + "/domains": "domains", V1 + "/subscribedSkus": "subscribedSkus", V1 + "/users": "users",
    V1 + "/groups": "groups", V1 + "/servicePrincipals": "servicePrincipals", V1 + "/applications": "applications",
    BETA + ROLES + "/roleDefinitions": "roleDefinitions", V1 + "/directoryRoles": "directoryRoles", V1 + ROLES + "/roleAssignments": "roleAssignments",
    V1 + ROLES + "/roleAssignmentScheduleInstances": "roleAssignmentScheduleInstances",
    V1 + ROLES + "/roleEligibilityScheduleInstances": "roleEligibilityScheduleInstances",
    V1 + "/policies/roleManagementPolicies": "roleManagementPolicies",
    V1 + "/policies/roleManagementPolicyAssignments": "roleManagementPolicyAssignments", BETA + PIM + "/resources": "pimGroups",
    V1 + PIM + "/assignmentScheduleInstances": "groupAssignmentScheduleInstances",
    V1 + PIM + "/eligibilityScheduleInstances": "groupEligibilityScheduleInstances", V1 + "/directory/administrativeUnits": "administrativeUnits",
    V1 + "/identity/conditionalAccess/policies": "conditionalAccessPolicies", V1 + "/identity/conditionalAccess/namedLocations": "namedLocations",
    V1 + "/identity/conditionalAccess/authenticationContextClassReferences": "authenticationContextClassReferences",
    V1 + "/policies/authenticationStrengthPolicies": "authenticationStrengthPolicies", V1 + "/policies/permissionGrantPolicies": "permissionGrantPolicies",
    V1 + "/policies/crossTenantAccessPolicy/partners": "crossTenantAccessPolicyPartners",
    BETA + ROLES + "/resourceNamespaces/microsoft.directory/resourceActions": "resourceActions",
    BETA + "/identityGovernance/roleManagementAlerts/alerts": "roleManagementAlerts",
    V1 + "/identityGovernance/accessReviews/definitions": "accessReviewDefinitions", V1 + LIFECYCLE + "/workflows": "lifecycleWorkflows",
    V1 + LIFECYCLE + "/customTaskExtensions": "customTaskExtensions", V1 + ENTITLEMENT + "/accessPackages": "accessPackages",
    V1 + ENTITLEMENT + "/assignmentPolicies": "accessPackageAssignmentPolicies", V1 + "/auditLogs/directoryAudits": "directoryAudits",
    V1 + "/reports/authenticationMethods/userRegistrationDetails": "userRegistrationDetails",
    V1 + "/oauth2PermissionGrants": "oauth2PermissionGrants", V1 + "/tenantRelationships/delegatedAdminRelationships": "delegatedAdminRelationships",
    V1 + "/directory/onPremisesSynchronization": "onPremisesSynchronization",
    "/providers/microsoft.aadiam/diagnosticSettings": "azureDiagnosticSettings", "/providers/Microsoft.Authorization/roleAssignments": "azureRoleAssignments",
}  # fmt: skip
SINGLE = {
    V1 + "/policies/authenticationMethodsPolicy": "authenticationMethodsPolicy", V1 + "/policies/authorizationPolicy": "authorizationPolicy",
    V1 + "/policies/identitySecurityDefaultsEnforcementPolicy": "securityDefaults",
    V1 + "/policies/adminConsentRequestPolicy": "adminConsentRequestPolicy",
    V1 + "/policies/crossTenantAccessPolicy/default": "crossTenantAccessPolicyDefault", BETA + "/admin/entra/uxSetting": "adminUxSetting",
}  # fmt: skip
OF_PARENT = [
    (re.compile(V1 + r"/groups/([^/]+)/members"), "groupMembers", "groups", "groupId"),
    (re.compile(V1 + r"/groups/([^/]+)/owners"), "groupOwners", "groups", "groupId"),
    (re.compile(V1 + r"/directory/administrativeUnits/([^/]+)/members"), "administrativeUnitMembers", "administrativeUnits", "administrativeUnitId"),
    (re.compile(V1 + r"/directory/administrativeUnits/([^/]+)/scopedRoleMembers"), "administrativeUnitScopedRoleMembers", "administrativeUnits",
     "administrativeUnitId"),
    (re.compile(V1 + r"/servicePrincipals/([^/]+)/owners"), "servicePrincipalOwners", "servicePrincipals", "servicePrincipalId"),
    (re.compile(V1 + r"/servicePrincipals/([^/]+)/appRoleAssignedTo"), "appRoleAssignments", "servicePrincipals", "resourceId"),
    (re.compile(V1 + r"/applications/([^/]+)/owners"), "applicationOwners", "applications", "applicationId"),
    (re.compile(V1 + r"/applications/([^/]+)/federatedIdentityCredentials"), "federatedIdentityCredentials", "applications", "applicationId"),
    (re.compile(V1 + ENTITLEMENT + r"/accessPackages/([^/]+)/resourceRoleScopes"), "accessPackageResourceRoleScopes", "accessPackages", "accessPackageId"),
]  # fmt: skip
TAKEN_OFF = {"groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners", "applicationOwners", "federatedIdentityCredentials",
             "accessPackageResourceRoleScopes"}  # fmt: skip
"""Collections whose rows carry a parent's id that Graph's own rows do not have."""
MOST = {"users": 999, "userRegistrationDetails": 999, "directoryAudits": 1000}
DEMANDED = {
    "roleManagementPolicies": re.compile(r"scopeId eq '([^']+)' and scopeType eq '(\w+)'"),
    "roleManagementPolicyAssignments": re.compile(r"scopeId eq '([^']+)' and scopeType eq '(\w+)'"),
    "groupAssignmentScheduleInstances": re.compile(r"groupId eq '([^']+)'"), "groupEligibilityScheduleInstances": re.compile(r"groupId eq '([^']+)'"),
    "roleManagementAlerts": re.compile(r"scopeId eq '(/)' and scopeType eq 'DirectoryRole'"),
    "directoryAudits": re.compile(r"loggedByService eq '(PIM)' and activityDateTime ge \S+Z"),
}  # fmt: skip
"""Collections that Graph refuses to list without this filter."""


class Refused(Exception):  # noqa: N818  # an answer, not a fault
    """An error of Graph."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(code)


class Tenant:
    """Rows by collection, and by parent."""

    def __init__(self, rows: dict[str, list[dict]], subscription: str = "ee872ec7-0dec-512d-bc37-14f7a60012ff") -> None:
        self.rows = {name: [dict(row) for row in found] for name, found in rows.items()}
        self.subscription = subscription
        self.missing: dict[str, dict] = {}
        self.gaps: dict[tuple[str, str], dict] = {}
        self._index: dict[tuple[str, str], dict[str, list[dict]]] = {}
        self._ready: dict[tuple[str, str | None], list[bytes]] = {}

    @classmethod
    def of_snapshot(cls, folder: Path) -> Tenant:
        """The tenant that this snapshot is of; it refuses what the snapshot's manifest says was refused."""
        made = cls({one.stem: [json.loads(line) for line in one.read_text().splitlines()] for one in folder.glob("*.ndjson")})
        for name, entry in json.loads((folder / "manifest.json").read_text())["collections"].items():
            if entry["status"] == "missing" and entry["reason"] != "not_requested":
                made.missing[name] = entry
            made.gaps.update({(name, gap["value"]): gap for gap in entry.get("gaps", ())})
        return made

    def answer(self, path: str, query: dict[str, str]) -> list[bytes] | dict:
        """All rows of a list, or the one object, as this address answers; Refused as Graph refuses."""
        if path in SINGLE:
            self._refuse(SINGLE[path])
            found = self.rows.get(SINGLE[path]) or [None]
            if found[0] is None:
                raise Refused(404, "ResourceNotFound")
            return found[0]
        if path in LISTS:
            return self._list(LISTS[path], query)
        if path == "/subscriptions":
            return [json.dumps({"subscriptionId": self.subscription}).encode()]
        for suffix, name in (("scheduledQueryRules", "azureAlertRules"), ("actionGroups", "azureActionGroups")):
            if path == f"/subscriptions/{self.subscription}/providers/Microsoft.Insights/{suffix}":
                return self._list(name, query)
        for pattern, name, parents, field in OF_PARENT:
            if found := pattern.fullmatch(path):
                return self._children(name, parents, field, found[1], query)
        if one := re.fullmatch(V1 + r"/(users|groups)/([^/]+)", path):
            if not (found := self._by(one[1], "id").get(one[2])):
                raise Refused(404, "Request_ResourceNotFound")
            return json.loads(_lines(found, query)[0])
        raise Refused(404, "BadRequest", f"Resource not found for the segment {path!r}")

    def by_ids(self, ids: list[str]) -> list[dict]:
        """The answer of getByIds: what exists, whatever it is."""
        kinds = {"users": "user", "groups": "group", "servicePrincipals": "servicePrincipal", "applications": "application",
                 "administrativeUnits": "administrativeUnit"}  # fmt: skip
        found = []
        for name, kind in kinds.items():
            known = self._by(name, "id")
            found += [{"@odata.type": f"#microsoft.graph.{kind}", "id": id_, "displayName": "x"} for id_ in ids if id_ in known]
        return found

    def _refuse(self, name: str, parent: str = "") -> None:
        if entry := self.missing.get(name) or self.gaps.get((name, parent)):
            code = "Authorization_RequestDenied" if entry["reason"] == "forbidden" else "UnknownError"
            raise Refused(entry.get("httpStatus", 403), entry.get("code", code), "the fake Graph's word for it")

    def _list(self, name: str, query: dict[str, str]) -> list[bytes]:
        self._refuse(name)
        filter_ = query.get("$filter", "")
        demanded = DEMANDED.get(name)
        if demanded and not (met := demanded.search(filter_)):
            raise Refused(400, "MissingParameters", "a filter is required")
        if int(query.get("$top", "1")) > MOST.get(name, 999) or (
            name == "users" and "signInActivity" in query.get("$select", "") and int(query.get("$top", "1")) > 500
        ):
            raise Refused(400, "Request_UnsupportedQuery", "Invalid page size")
        if inside := re.search(r"id in \(([^)]*)\)", filter_):
            known = self._by(name, "id")
            rows = [row for id_ in re.findall(r"'([^']*)'", inside[1]) for row in known.get(id_, [])]
            if len(re.findall(r"'([^']*)'", inside[1])) > 15:
                raise Refused(400, "Request_BadRequest", "Too many child clauses")
            return _lines(rows, query)
        if "isAssignableToRole eq true" in filter_:
            return _lines([row for row in self.rows.get(name, []) if row.get("isAssignableToRole")], query)
        if demanded and name in ("groupAssignmentScheduleInstances", "groupEligibilityScheduleInstances"):
            return _lines(self._by(name, "groupId").get(met[1], []), query)
        if demanded and met.lastindex == 2:
            rows = [row for row in self._by(name, "scopeId").get(met[1], []) if row.get("scopeType") == met[2]]
            return _lines(rows if name != "roleManagementPolicies" or "rules" in query.get("$expand", "") else [_but(row, "rules") for row in rows], query)
        if name == "resourceActions" and "$select" not in query:
            return _lines([_but(_but(row, "authenticationContextId"), "isAuthenticationContextSettable") for row in self.rows[name]], query)
        return self._cached(name, query)

    def _cached(self, name: str, query: dict[str, str]) -> list[bytes]:
        key = (name, query.get("$select"))
        if key not in self._ready:
            self._ready[key] = _lines(self.rows.get(name, []), query)
        return self._ready[key]

    def _children(self, name: str, parents: str, field: str, parent: str, query: dict[str, str]) -> list[bytes]:
        self._refuse(name, parent)
        if parent not in self._by(parents, "id"):
            raise Refused(404, "Request_ResourceNotFound", f"Resource '{parent}' does not exist")
        rows = self._by(name, field).get(parent, [])
        return _lines([_but(row, field) for row in rows] if name in TAKEN_OFF else rows, query)

    def _by(self, name: str, field: str) -> dict[str, list[dict]]:
        if (name, field) not in self._index:
            index: dict[str, list[dict]] = {}
            for row in self.rows.get(name, []):
                index.setdefault(row.get(field), []).append(row)
            self._index[name, field] = index
        return self._index[name, field]

    def changed(self) -> None:
        """Forget what was made of the rows: a test changed them."""
        self._index.clear()
        self._ready.clear()


def query_of(text: str) -> dict[str, str]:
    """The options of an address."""
    return {name: values[0] for name, values in parse_qs(text).items()}


def _but(row: dict, field: str) -> dict:
    return {key: value for key, value in row.items() if key != field}


def _lines(rows: list[dict], query: dict[str, str]) -> list[bytes]:
    select = query.get("$select")
    if select:
        wanted = set(select.split(","))
        rows = [{key: value for key, value in row.items() if key in wanted or key.startswith("@odata.")} for row in rows]
    return [json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() for row in rows]
