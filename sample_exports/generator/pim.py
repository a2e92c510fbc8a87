"""PIM policies: the 17 rules of Graph for every role and every group."""

from __future__ import annotations

from dataclasses import dataclass

from generator.export import Export
from generator.ids import uid
from generator.roles import ROLE

_TYPE = "#microsoft.graph.unifiedRoleManagementPolicy"
MFA, WHY = "MultiFactorAuthentication", "Justification"


@dataclass(frozen=True)
class Settings:
    """What the portal shows as the settings of a role or of a group's members or owners."""

    longest: str = "PT8H"
    on_activation: tuple[str, ...] = (MFA, WHY)
    context: str | None = None
    context_off: str | None = None
    """A context that was chosen while the rule is off."""
    approvers: tuple[dict, ...] | None = None
    """None: no approval. Empty: approval by the default approvers."""
    eligible_ends: bool = False
    active_ends: bool = False
    on_assignment: tuple[str, ...] = (WHY,)
    silent: bool = False
    """Administrators are not told of activations and assignments."""


ROLE_DEFAULT = Settings()
GROUP_DEFAULT = Settings(on_activation=(WHY,), eligible_ends=True, active_ends=True)


def approver_group(group_id: str, name: str) -> dict:
    """A group of approvers."""
    return {"@odata.type": "#microsoft.graph.groupMembers", "groupId": group_id, "description": name}


def approver(user_id: str, name: str) -> dict:
    """A single approver."""
    return {"@odata.type": "#microsoft.graph.singleUser", "userId": user_id, "description": name}


def role_policy(export: Export, role: str, settings: Settings = ROLE_DEFAULT, *, modified: str | None = None, by: str | None = None) -> None:
    """The policy of a directory role; untouched ones have no date of modification."""
    role_id = ROLE.get(role, role)
    key = f"DirectoryRole_{export.tenant_id}_{uid('policy', export.tenant_id, role_id)}"
    _policy(export, key, "DirectoryRole", "/", role_id, settings, modified, by)


def group_policies(export: Export, group_id: str, member: Settings, owner: Settings, *, modified: str | None = None, by: str | None = None) -> None:
    """The two policies of a PIM group."""
    for access, settings in (("member", member), ("owner", owner)):
        key = f"Group_{group_id}_{uid('policy', group_id, access)}"
        _policy(export, key, "Group", group_id, access, settings, modified, by)


def _policy(export: Export, key: str, kind: str, scope: str, target: str, settings: Settings, modified: str | None, by: str | None) -> None:
    export.add(
        "roleManagementPolicies",
        {
            "id": key,
            "displayName": kind,
            "description": kind,
            "isOrganizationDefault": False,
            "scopeId": scope,
            "scopeType": kind,
            "lastModifiedDateTime": modified,
            "lastModifiedBy": {"displayName": by, "id": None},
            "rules": _rules(settings),
        },
    )
    export.add("roleManagementPolicyAssignments", {"id": f"{key}_{target}", "policyId": key, "roleDefinitionId": target, "scopeId": scope, "scopeType": kind})


def _rules(settings: Settings) -> list[dict]:
    return [
        _expiration("Expiration_Admin_Eligibility", "Admin", "Eligibility", settings.eligible_ends, "P365D"),
        _enablement("Enablement_Admin_Eligibility", "Admin", "Eligibility", ()),
        *_notifications("Admin", "Eligibility", silent=False),
        _expiration("Expiration_Admin_Assignment", "Admin", "Assignment", settings.active_ends, "P180D"),
        _enablement("Enablement_Admin_Assignment", "Admin", "Assignment", settings.on_assignment),
        *_notifications("Admin", "Assignment", silent=settings.silent),
        _expiration("Expiration_EndUser_Assignment", "EndUser", "Assignment", True, settings.longest),
        _enablement("Enablement_EndUser_Assignment", "EndUser", "Assignment", settings.on_activation),
        _approval(settings.approvers),
        {
            "@odata.type": _TYPE + "AuthenticationContextRule",
            "id": "AuthenticationContext_EndUser_Assignment",
            "isEnabled": settings.context is not None,
            "claimValue": settings.context or settings.context_off,
            "target": _target("EndUser", "Assignment"),
        },
        *_notifications("EndUser", "Assignment", silent=settings.silent),
    ]


def _target(caller: str, level: str) -> dict:
    return {"caller": caller, "operations": ["all"], "level": level, "inheritableSettings": [], "enforcedSettings": []}


def _expiration(key: str, caller: str, level: str, required: bool, longest: str) -> dict:
    return {"@odata.type": _TYPE + "ExpirationRule", "id": key, "isExpirationRequired": required, "maximumDuration": longest, "target": _target(caller, level)}


def _enablement(key: str, caller: str, level: str, asked: tuple[str, ...]) -> dict:
    return {"@odata.type": _TYPE + "EnablementRule", "id": key, "enabledRules": list(asked), "target": _target(caller, level)}


def _notifications(caller: str, level: str, *, silent: bool) -> list[dict]:
    end = "EndUser_Assignment" if caller == "EndUser" else f"Admin_{level}"
    return [
        {
            "@odata.type": _TYPE + "NotificationRule",
            "id": f"Notification_{who}_{end}",
            "notificationType": "Email",
            "recipientType": who,
            "notificationLevel": "All",
            "isDefaultRecipientsEnabled": not (silent and who == "Admin"),
            "notificationRecipients": [],
            "target": _target(caller, level),
        }
        for who in ("Admin", "Requestor", "Approver")
    ]


def _approval(approvers: tuple[dict, ...] | None) -> dict:
    stage = {
        "approvalStageTimeOutInDays": 1,
        "isApproverJustificationRequired": True,
        "escalationTimeInMinutes": 0,
        "isEscalationEnabled": False,
        "primaryApprovers": list(approvers or ()),
        "escalationApprovers": [],
    }
    setting = {
        "isApprovalRequired": approvers is not None,
        "isApprovalRequiredForExtension": False,
        "isRequestorJustificationRequired": True,
        "approvalMode": "SingleStage",
        "approvalStages": [stage],
    }
    return {"@odata.type": _TYPE + "ApprovalRule", "id": "Approval_EndUser_Assignment", "target": _target("EndUser", "Assignment"), "setting": setting}
