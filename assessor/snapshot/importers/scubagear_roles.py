"""ScubaGear's `privileged_roles`: roles with their assignments and PIM rules nested in them, taken apart into collections."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from assessor.snapshot.importers.dotnet import graph, listed

Object = dict[str, Any]

_ROLE_SOURCE = "Directory Role"
_OTHER_ROLES = ("page", "roles that ScubaGear does not call highly privileged")


@dataclass(slots=True)
class Read:
    """Rows of one collection, and what of it is not known."""

    endpoint: str
    gaps: list[tuple[str, str]]
    rows: list[Object] = field(default_factory=list)


def collections(privileged: list[Object], tenant: str, known: Set[str] = frozenset()) -> tuple[dict[str, Read], list[str]]:
    """Rows by collection, and notes on what could not be told; `known` are ids of principals that are no groups."""
    reader = _Roles(tenant, frozenset(one.lower() for one in known))
    for role in privileged:
        reader.role(role)
    return {name: read for name, read in reader.found.items() if name not in reader.optional or read.rows}, reader.notes


class _Roles:
    """Gathers the rows of all roles."""

    optional = frozenset({"groups", "pimGroups", "groupMembers", "groupAssignmentScheduleInstances"})
    """Only there where some group is known; without rows they were not asked for."""

    def __init__(self, tenant: str, known: frozenset[str]) -> None:
        self._tenant, self._known = tenant, known
        self._policies: set[str] = set()
        self.notes: list[str] = []
        roles, policies = "/beta/roleManagement/directory", "/beta/policies"
        self.found = {
            "roleDefinitions": Read(f"{roles}/roleDefinitions", [_OTHER_ROLES]),
            "roleAssignmentScheduleInstances": Read(f"{roles}/roleAssignmentScheduleInstances", [_OTHER_ROLES]),
            "roleManagementPolicies": Read(f"{policies}/roleManagementPolicies", [_OTHER_ROLES]),
            "roleManagementPolicyAssignments": Read(f"{policies}/roleManagementPolicyAssignments", [_OTHER_ROLES]),
            "groups": Read("/beta/groups", [("page", "groups that hold no highly privileged role")]),
            "pimGroups": Read("/beta/privilegedAccess/aadGroups/resources", [("page", "groups that hold no highly privileged role")]),
            "groupMembers": Read("/beta/groups/{id}/members", [("page", "members who hold no highly privileged role through the group")]),
            "groupAssignmentScheduleInstances": Read(
                "/beta/identityGovernance/privilegedAccess/group/assignmentScheduleInstances", [("page", "groups that hold no highly privileged role")]
            ),
        }

    def role(self, role: Object) -> None:
        """One role with all that is nested in it."""
        template = str(role["RoleTemplateId"])
        self._add("roleDefinitions", {"id": template, "templateId": template, "displayName": role.get("DisplayName")})
        assignments = [graph(one) for one in listed(role.get("Assignments"))]
        for one in assignments:
            self._assignment(one)
        own = [rule for rule in listed(role.get("Rules")) if rule.get("RuleSourceType") == _ROLE_SOURCE]
        self._policy(f"DirectoryRole_{self._tenant}_{template}", own, "/", template)
        self._groups_policies(role, assignments)

    def _assignment(self, one: Object) -> None:
        if "groupId" in one and "accessId" in one:
            self._add("groupAssignmentScheduleInstances", one)
            return
        self._add("roleAssignmentScheduleInstances", one)
        origin = _origin(one)
        if str(one.get("memberType")).lower() == "group" and origin and origin != str(one.get("principalId")).lower():
            self._add("groupMembers", {"groupId": origin, "id": one["principalId"]})

    def _policy(self, key: str, rules: list[Object], scope: str, role: str) -> None:
        """A policy and its assignment; their ids are made up here, for the export has none."""
        if rules and key not in self._policies:
            self._policies.add(key)
            kind = "DirectoryRole" if scope == "/" else "Group"
            self._add("roleManagementPolicies", {"id": key, "scopeId": scope, "scopeType": kind, "rules": [_rule(one) for one in rules]})
            guards = {"policyId": key, "roleDefinitionId": role, "scopeId": scope, "scopeType": kind}
            self._add("roleManagementPolicyAssignments", {"id": f"{key}_{role}", **guards})

    def _groups_policies(self, role: Object, assignments: list[Object]) -> None:
        """Rules that ScubaGear adds to a role because a group under PIM holds it: the policy of membership in that group."""
        by_group: dict[str, list[Object]] = {}
        for rule in listed(role.get("Rules")):
            if rule.get("RuleSourceType") != _ROLE_SOURCE:
                by_group.setdefault(str(rule.get("RuleSource")), []).append(rule)
        holders = {str(one["principalId"]) for one in assignments if one.get("principalId") and one["principalId"].lower() not in self._known}
        for name, rules in by_group.items():
            if len(holders) == len(by_group) == 1:
                self._group(next(iter(holders)), name, rules)
            else:
                self._nameless(role, name, rules)

    def _group(self, group: str, name: str, rules: list[Object]) -> None:
        self._add("groups", {"id": group, "displayName": name})
        self._add("pimGroups", {"id": group, "displayName": name})
        self._policy(f"Group_{group}_member", rules, group, "member")

    def _nameless(self, role: Object, name: str, rules: list[Object]) -> None:
        """The policy of a group whose id the export does not tell: its rules are kept, and guard nobody."""
        key = f"Group_{name}_member"
        if key not in self._policies:
            self._policies.add(key)
            self._add("roleManagementPolicies", {"id": key, "displayName": name, "scopeType": "Group", "rules": [_rule(one) for one in rules]})
            self.found["roleManagementPolicyAssignments"].gaps.append(("scopeId", name))
        self.notes.append(f"the group {name!r} holds {role.get('DisplayName')}; the export does not tell which of the role's principals it is")

    def _add(self, collection: str, row: Object) -> None:
        rows = self.found[collection].rows
        if row not in rows:
            rows.append(row)


def _rule(rule: Object) -> Object:
    """Graph's own rule, without where ScubaGear took it from."""
    return {key: value for key, value in graph(rule).items() if key not in ("ruleSource", "ruleSourceType")}


def _origin(one: Object) -> str | None:
    """The principal of the assignment that this one comes from: its id holds role and principal, as GUIDs in base64."""
    text = str(one.get("roleAssignmentOriginId") or "").rpartition("-")[0]
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return str(uuid.UUID(bytes_le=raw[16:32])) if len(raw) >= 32 else None
    except (ValueError, binascii.Error):
        return None
