"""Access reviews, PIM alerts, workflows, access packages and the audit log of PIM."""

from __future__ import annotations

from generator.export import Export
from generator.ids import uid
from generator.roles import ROLE

_QUERY = "#microsoft.graph.accessReviewQueryScope"


def _query(query: str) -> dict:
    return {"@odata.type": _QUERY, "query": query, "queryType": "MicrosoftGraph", "queryRoot": None}


def role_review(export: Export, name: str, role: str, reviewers: tuple[str, ...], *, recurring: bool = True, begins: str = "2026-10-05") -> str:
    """A review of who holds, or may hold, a role; the id."""
    scope = {
        "@odata.type": "#microsoft.graph.principalResourceMembershipsScope",
        "principalScopes": [_query("/users"), _query("/groups")],
        "resourceScopes": [_query(f"/roleManagement/directory/roleDefinitions/{role}")],
    }
    return _review(export, name, scope, reviewers, recurring, begins)


def group_review(export: Export, name: str, group_id: str, reviewers: tuple[str, ...], *, recurring: bool = True, begins: str = "2026-10-05") -> str:
    """A review of the members of a group, the eligible ones too; the id."""
    return _review(export, name, _query(f"/v1.0/groups/{group_id}/transitiveMembers/microsoft.graph.user"), reviewers, recurring, begins)


def _review(export: Export, name: str, scope: dict, reviewers: tuple[str, ...], recurring: bool, begins: str) -> str:
    pattern = {"type": "absoluteMonthly", "interval": 3, "month": 0, "dayOfMonth": 5, "daysOfWeek": [], "firstDayOfWeek": "sunday", "index": "first"}
    span = {"type": "noEnd", "numberOfOccurrences": 0, "recurrenceTimeZone": None, "startDate": begins, "endDate": None}
    return export.add(
        "accessReviewDefinitions",
        {
            "id": uid("review", export.tenant_id, name),
            "displayName": name,
            "createdDateTime": f"{begins}T08:00:00Z",
            "lastModifiedDateTime": f"{begins}T08:00:00Z",
            "status": "InProgress" if recurring else "Completed",
            "descriptionForAdmins": name,
            "descriptionForReviewers": None,
            "createdBy": None,
            "scope": scope,
            "instanceEnumerationScope": None,
            "reviewers": [{"query": f"/users/{one}", "queryType": "MicrosoftGraph", "queryRoot": None} for one in reviewers],
            "fallbackReviewers": [],
            "additionalNotificationRecipients": [],
            "stageSettings": [],
            "settings": {
                "mailNotificationsEnabled": True,
                "reminderNotificationsEnabled": True,
                "justificationRequiredOnApproval": True,
                "defaultDecisionEnabled": True,
                "defaultDecision": "Deny",
                "instanceDurationInDays": 14,
                "autoApplyDecisionsEnabled": True,
                "recommendationsEnabled": True,
                "recurrence": {"pattern": pattern, "range": span} if recurring else None,
                "applyActions": [],
            },
        },
    )


_ALERTS = (
    "TooManyGlobalAdminsAssignedToTenantAlert",
    "RolesAssignedOutsidePimAlert",
    "RedundantAssignmentAlert",
    "StaleSignInAlert",
    "NoMfaOnRoleActivationAlert",
    "SequentialActivationRenewalsAlert",
    "InvalidLicenseAlert",
)


def alerts(export: Export, *, active: dict[str, int] | None = None, off: tuple[str, ...] = ()) -> None:
    """PIM's own alerts; `active` by name with the number of incidents."""
    for name in _ALERTS:
        key, count = f"DirectoryRole_{export.tenant_id}_{name}", (active or {}).get(name, 0)
        export.add(
            "roleManagementAlerts",
            {
                "id": key,
                "alertDefinitionId": key,
                "scopeId": "/",
                "scopeType": "DirectoryRole",
                "isActive": bool(count),
                "incidentCount": count,
                "lastModifiedDateTime": export.time(days=-20),
                "lastScannedDateTime": export.time(hours=-5),
                "alertConfiguration": {
                    "@odata.type": f"#microsoft.graph.{name[0].lower()}{name[1:]}Configuration",
                    "id": key,
                    "alertDefinitionId": key,
                    "scopeId": "/",
                    "scopeType": "DirectoryRole",
                    "isEnabled": name not in off,
                },
            },
        )


def workflow(export: Export, name: str, category: str, tasks: tuple[str, ...], *, on: bool, rule: str) -> None:
    """A lifecycle workflow."""
    export.add(
        "lifecycleWorkflows",
        {
            "id": uid("workflow", export.tenant_id, name),
            "displayName": name,
            "description": name,
            "category": category,
            "isEnabled": on,
            "isSchedulingEnabled": on,
            "createdDateTime": "2026-06-08T08:00:00Z",
            "lastModifiedDateTime": "2026-06-08T08:00:00Z",
            "nextScheduleRunDateTime": export.time(hours=2) if on else None,
            "deletedDateTime": None,
            "version": 1,
            "executionConditions": {
                "@odata.type": "#microsoft.graph.identityGovernance.triggerAndScopeBasedConditions",
                "scope": {"@odata.type": "#microsoft.graph.identityGovernance.ruleBasedSubjectSet", "rule": rule},
                "trigger": {
                    "@odata.type": "#microsoft.graph.identityGovernance.timeBasedAttributeTrigger",
                    "timeBasedAttribute": "employeeLeaveDateTime",
                    "offsetInDays": 0,
                }
                if category == "leaver"
                else {"@odata.type": "#microsoft.graph.identityGovernance.attributeChangeTrigger", "triggerAttributes": [{"name": "department"}]},
            },
            "tasks": [{"id": uid("task", name, one), "displayName": one, "category": category, "isEnabled": True, "continueOnError": False} for one in tasks],
        },
    )


def access_package(export: Export, name: str, group_id: str, group_name: str, *, approvers: tuple[str, ...], days: int | None, review: bool) -> None:
    """A package that makes its holder a member of a group."""
    package, policy = uid("package", export.tenant_id, name), uid("package policy", export.tenant_id, name)
    times = {"createdDateTime": "2025-02-03T08:00:00Z", "modifiedDateTime": "2025-02-03T08:00:00Z"}
    export.add("accessPackages", {"id": package, "displayName": name, "description": name, "isHidden": False, **times})
    stage = {
        "durationBeforeAutomaticDenial": "P14D",
        "isApproverJustificationRequired": True,
        "isEscalationEnabled": False,
        "primaryApprovers": [{"@odata.type": "#microsoft.graph.singleUser", "userId": one, "description": None} for one in approvers],
        "fallbackPrimaryApprovers": [],
        "escalationApprovers": [],
    }
    export.add(
        "accessPackageAssignmentPolicies",
        {
            "id": policy,
            "displayName": "Everybody may ask" if not approvers else "With approval",
            "description": "",
            "allowedTargetScope": "allMemberUsers",
            "specificAllowedTargets": [],
            **times,
            "expiration": {"type": "afterDuration" if days else "noExpiration", "duration": f"P{days}D" if days else None, "endDateTime": None},
            "requestApprovalSettings": {
                "isApprovalRequiredForAdd": bool(approvers),
                "isApprovalRequiredForUpdate": bool(approvers),
                "isRequestorJustificationRequired": True,
                "stages": [stage] if approvers else [],
            },
            "reviewSettings": {"isEnabled": review, "expirationBehavior": "removeAccess", "isSelfReview": False} if review else None,
            "accessPackage": {"id": package, "displayName": name},
        },
    )
    export.add(
        "accessPackageResourceRoleScopes",
        {
            "accessPackageId": package,
            "id": uid("package role", package, group_id),
            "createdDateTime": times["createdDateTime"],
            "role": {"id": uid("resource role", group_id), "displayName": "Member", "originSystem": "AadGroup", "originId": f"Member_{group_id}"},
            "scope": {"id": uid("resource scope", group_id), "displayName": group_name, "originSystem": "AadGroup", "originId": group_id, "isRootScope": True},
        },
    )


def partner(export: Export, name: str, *roles: str) -> None:
    """A partner's relationship (granular delegated admin privileges) over this tenant; it extends itself."""
    export.add(
        "delegatedAdminRelationships",
        {
            "id": f"{uid('partner', export.tenant_id, name)}-{uid('customer', export.tenant_id)}",
            "displayName": name,
            "duration": "P730D",
            "autoExtendDuration": "P180D",
            "status": "active",
            "customer": {"tenantId": export.tenant_id, "displayName": "Example Valley School Board"},
            "accessDetails": {"unifiedRoles": [{"roleDefinitionId": ROLE.get(one, one)} for one in roles]},
            "createdDateTime": "2025-06-02T08:00:00Z",
            "activatedDateTime": "2025-06-03T08:00:00Z",
            "endDateTime": "2027-06-03T08:00:00Z",
            "lastModifiedDateTime": "2025-06-03T08:00:00Z",
        },
    )


def activation(export: Export, user_id: str, target: str, *, when: str, role: bool = False, why: str = "Planned work", owner: bool = False) -> None:
    """An activation in the audit log: of a role (`target` is a role definition) or of a group's membership."""
    person = export.find("users", user_id)
    thing = export.find("roleDefinitions" if role else "groups", target)
    what = {
        "id": target if role else uid("group role", target, str(owner)),
        "displayName": thing["displayName"] if role else ("Owner" if owner else "Member"),
        "type": "Role",
        "modifiedProperties": [],
    }
    group = [] if role else [{"id": target, "displayName": thing["displayName"], "type": "Group", "modifiedProperties": []}]
    key = uid("audit", user_id, target, when)
    who = {"id": user_id, "displayName": person["displayName"], "userPrincipalName": person["userPrincipalName"]}
    export.add(
        "directoryAudits",
        {
            "id": f"PIM_{key}",
            "category": "RoleManagement" if role else "GroupManagement",
            "correlationId": uid("correlation", key),
            "result": "success",
            "resultReason": why,
            "activityDisplayName": "Add member to role completed (PIM activation)",
            "activityDateTime": when,
            "loggedByService": "PIM",
            "operationType": "ActivateRole",
            "initiatedBy": {"user": {**who, "ipAddress": "192.0.2.17"}, "app": None},
            "targetResources": [
                what,
                {"id": uid("request", key), "displayName": None, "type": "Request", "modifiedProperties": []},
                {**who, "type": "User", "modifiedProperties": []},
                *group,
            ],
            "additionalDetails": [
                {"key": "RoleDefinitionOriginId", "value": target if role else "member"},
                {"key": "Justification", "value": why},
                {"key": "StartTime", "value": when},
            ],
        },
    )


def sorted_audits(export: Export) -> None:
    """Newest first, as Graph answers."""
    export.rows["directoryAudits"].sort(key=lambda row: (row["activityDateTime"], row["id"]), reverse=True)
