"""PIM policies for examples: an untouched one by Microsoft's defaults, changed where a part says so."""

from __future__ import annotations

from typing import Any

from assessor.checkkit.examples.draft import Draft, Part, days, ident
from assessor.checkkit.examples.people import ensure, ensure_group
from assessor.checkkit.examples.roles import define

_KINDS = ("Admin", "Requestor", "Approver")
_EVENTS = ("Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment")


def role_policy(role: str, **settings: Any) -> Part:
    """The PIM policy of a role; see `_rules` for the settings."""

    def part(draft: Draft) -> None:
        define(draft, role)
        _add(draft, f"role policy {role}", {"permanent_active": True, "permanent_eligible": True, "mfa": True, **settings}, "/", "DirectoryRole", role)

    return part


def group_policy(group: str, access: str = "member", **settings: Any) -> Part:
    """The member or owner policy of a group that PIM manages."""

    def part(draft: Draft) -> None:
        group_id = ensure_group(draft, group)
        draft.add("pimGroups", id=group_id)
        _add(draft, f"{access} policy {group}", {"permanent_active": False, "permanent_eligible": False, **settings}, group_id, "Group", access)

    return part


def without_rule(*rule_ids: str) -> Part:
    """The policies so far came without these rules."""

    def part(draft: Draft) -> None:
        for policy in draft.rows.get("roleManagementPolicies", ()):
            policy["rules"] = [rule for rule in policy["rules"] if rule["id"] not in rule_ids]

    return part


def _add(draft: Draft, name: str, settings: dict[str, Any], scope: str, kind: str, of: str) -> None:
    modified = settings.pop("modified", None)
    approvers = [ensure(draft, one) for one in settings.get("approvers", ())]
    rules = _rules(**{**settings, "approvers": [_approver(draft, one) for one in approvers]})
    draft.add("roleManagementPolicies", id=ident(name), scopeId=scope, scopeType=kind, lastModifiedDateTime=days(modified) if modified else None, rules=rules)
    draft.add("roleManagementPolicyAssignments", id=ident(f"assignment of {name}"), policyId=ident(name), roleDefinitionId=of, scopeId=scope, scopeType=kind)


def _approver(draft: Draft, principal: str) -> dict[str, Any]:
    if draft.has("groups", principal):
        return {"@odata.type": "#microsoft.graph.groupMembers", "groupId": principal}
    return {"@odata.type": "#microsoft.graph.singleUser", "userId": principal}


def _rules(
    *, duration: str = "PT8H", mfa: bool = False, justification: bool = True, ticket: bool = False, approval: bool | None = None,
    approvers: list[dict[str, Any]] | None = None, context: str | None = None, permanent_active: bool, permanent_eligible: bool,
    assignment_asks: tuple[str, ...] = ("Justification",), silent: tuple[str, ...] = (), recipients: tuple[str, ...] = (),
) -> list[dict[str, Any]]:  # fmt: skip
    """The 17 rules. `silent`: ids of notification rules without default recipients; `recipients` are then their only ones."""
    asked = [word for word, wanted in (("MultiFactorAuthentication", mfa), ("Justification", justification), ("Ticketing", ticket)) if wanted]
    wanted = bool(approvers) if approval is None else approval
    stages = [{"primaryApprovers": approvers or []}] if wanted else []
    return [
        _rule("Expiration_EndUser_Assignment", "Expiration", isExpirationRequired=True, maximumDuration=duration),
        _rule("Enablement_EndUser_Assignment", "Enablement", enabledRules=asked),
        _rule("AuthenticationContext_EndUser_Assignment", "AuthenticationContext", isEnabled=context is not None, claimValue=context),
        _rule("Approval_EndUser_Assignment", "Approval", setting={"isApprovalRequired": wanted, "approvalMode": "SingleStage", "approvalStages": stages}),
        _rule("Expiration_Admin_Eligibility", "Expiration", isExpirationRequired=not permanent_eligible, maximumDuration="P365D"),
        _rule("Enablement_Admin_Eligibility", "Enablement", enabledRules=[]),
        _rule("Expiration_Admin_Assignment", "Expiration", isExpirationRequired=not permanent_active, maximumDuration="P180D"),
        _rule("Enablement_Admin_Assignment", "Enablement", enabledRules=list(assignment_asks)),
        *(_notification(f"Notification_{kind}_{event}", kind, silent, recipients) for kind in _KINDS for event in _EVENTS),
    ]


def _notification(rule_id: str, kind: str, silent: tuple[str, ...], recipients: tuple[str, ...]) -> dict[str, Any]:
    is_silent = rule_id in silent
    return _rule(
        rule_id, "Notification", recipientType=kind, notificationLevel="All", isDefaultRecipientsEnabled=not is_silent,
        notificationRecipients=list(recipients) if is_silent else [],
    )  # fmt: skip


def _rule(rule_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    return {"@odata.type": f"#microsoft.graph.unifiedRoleManagementPolicy{kind}Rule", "id": rule_id, **properties}
