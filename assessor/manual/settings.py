"""Settings, subscriptions, logs and governance of an example, each in a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.manual.book import Fact, ago, counted, lasting, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.manual.book import Book

_UNITS = {"daily": "day", "weekly": "week", "absoluteMonthly": "month", "relativeMonthly": "month", "absoluteYearly": "year", "relativeYearly": "year"}
_POWERS = {"member": "membership", "owner": "ownership"}
_CONSENT = "managepermissiongrantsforself."
_GUESTS = {
    "a0b1b346-4d3e-4e8b-98f8-753987be4970": "see what members see",
    "10dae51f-b6af-4016-8d66-8c2a99b929b3": "have limited access",
    "2af84b1e-32c8-42b7-82bc-daa82404023b": "see only themselves",
}
_CREATE = {"allowedToCreateApps": "applications", "allowedToCreateSecurityGroups": "security groups", "allowedToCreateTenants": "tenants"}
_DESTINATIONS = {
    "workspaceId": "the workspace",
    "storageAccountId": "a storage account",
    "eventHubAuthorizationRuleId": "an event hub",
    "marketplacePartnerId": "a partner",
}


def subscription(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A subscription: units, plans, and whether it lives."""
    units, status = (row.get("prepaidUnits") or {}).get("enabled"), row.get("capabilityStatus")
    count = "" if units is None else f", with {units} unit{'' if units == 1 else 's'}"
    alive = "" if status == "Enabled" else f", and its status is {status}" if status else ", and its status was not read"
    yield Fact(f"the subscription {row.get('skuPartNumber')}", f"carries {listed(_plan(book, one) for one in row.get('servicePlans') or ())}{count}{alive}")


def _plan(book: Book, one: dict[str, Any]) -> str:
    off = "" if one.get("provisioningStatus", "Success") == "Success" else f" ({one['provisioningStatus']})"
    return f"{book.plan(str(one.get('servicePlanId')))}{off}"


def custom_role(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A role of the customer's own, or one that the dated table does not know."""
    if row.get("isBuiltIn") and reference.builtin_role(str(row.get("templateId"))):
        return
    actions = [one for block in row.get("rolePermissions") or () for one in block.get("allowedResourceActions") or ()]
    kind = "built-in role" if row.get("isBuiltIn") else "custom role"
    marked = ", which Microsoft calls privileged" if row.get("isPrivileged") else ""
    yield Fact(f"the {kind} {row.get('displayName')}", f"{f'allows {listed(actions)}' if actions else 'is there'}{marked}")


def context(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An authentication context."""
    yield Fact(f"the authentication context {row['id']}", f"is {'' if row.get('isAvailable') else 'not '}published")


def strength(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An authentication strength of the customer's own."""
    yield Fact(f"the strength {row.get('displayName')}", f"allows {listed(row.get('allowedCombinations') or (), 'or')}")


def action(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An action that can be protected."""
    name = str(row.get("name") or row["id"]).removeprefix("microsoft.directory/")
    if "authenticationContextId" in row:
        key = row["authenticationContextId"]
        yield Fact(f"the action {name}", f"is protected by the authentication context {key}" if key else "is not protected")
    else:
        yield Fact(f"the action {name}", f"is {'' if row.get('isPrivileged') else 'not '}privileged")


def defaults(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Security defaults."""
    yield Fact("", f"security defaults are {'on' if row.get('isEnabled') else 'off'}")


def admin_center(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """The switch that keeps users out of the admin center."""
    yield Fact("", f"the admin center is {'' if str(row.get('restrictNonAdminAccess')).lower() == 'true' else 'not '}restricted by its switch")


def consent_requests(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Whether users can ask an administrator for consent."""
    said = row.get("isEnabled")
    yield Fact("", "whether users can ask for consent was not read" if said is None else f"users can{'' if said else 'not'} ask an administrator for consent")


def authorization(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What everybody and every guest may do."""
    rights = row.get("defaultUserRolePermissions") or {}
    made = [name for key, name in _CREATE.items() if rights.get(key)]
    unread = [name for key, name in _CREATE.items() if rights.get(key) is None]
    yield Fact("", f"users may create {listed(made) if made else 'nothing'}{f', and for {listed(unread)} it was not read' if unread else ''}")
    assigned = rights.get("permissionGrantPoliciesAssigned") or row.get("permissionGrantPolicyIdsAssignedToDefaultUserRole") or ()
    own = [one.lower().removeprefix(_CONSENT) for one in assigned if one.lower().startswith(_CONSENT)]
    yield Fact("", f"users may consent {f'by the policy {listed(own)}' if own else 'to nothing'}")
    key = row.get("guestUserRoleId")
    yield Fact("", f"guests {_GUESTS.get(str(key).lower(), f'have the unknown role {key}' if key else 'have a role that was not read')}")
    yield Fact("", f"who may invite guests: {row.get('allowInvitesFrom') or 'not read'}")
    if row.get("allowUserConsentForRiskyApps") is not False:
        yield Fact("", f"consent to risky applications is {'open' if row.get('allowUserConsentForRiskyApps') else 'not said'}")


def domain(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A domain that is federated; others say nothing."""
    if row.get("authenticationType") != "Managed":
        yield Fact(f"the domain {row['id']}", f"is {str(row.get('authenticationType') or 'of a kind that was not read').lower()}")


# ---- logs and alerts ----


def diagnostic(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Which logs go where."""
    facts = row.get("properties") or {}
    sent = [str(one.get("category") or one.get("categoryGroup")) for one in facts.get("logs") or () if one.get("enabled")]
    where = [f"{name} {_last(facts[key])}" if key == "workspaceId" else name for key, name in _DESTINATIONS.items() if facts.get(key)]
    yield Fact(f"the diagnostic setting {row.get('name')}", f"sends {listed(sent, few=4) if sent else 'no log'} to {listed(where) if where else 'nowhere'}")


def alert_rule(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A rule of Azure Monitor."""
    facts = row.get("properties") or {}
    queries = [str(one.get("query")) for one in (facts.get("criteria") or {}).get("allOf") or ()] if isinstance(facts.get("criteria"), dict) else []
    calls = (facts.get("actions") or {}).get("actionGroups") if isinstance(facts.get("actions"), dict) else None
    off = "" if facts.get("enabled") else "is off, "
    asked = book.named(listed(queries)) if queries else "nothing that was read"
    watched = listed(map(_last, facts.get("scopes") or ["no workspace"]))
    yield Fact(f"the alert rule {row.get('name')}", f"{off}asks {watched}: {asked}; it calls {listed(map(str, calls)) if calls else 'nobody'}{_dulled(facts)}")


def _dulled(facts: dict[str, Any]) -> str:
    """What keeps a rule from firing at once and every time."""
    some = (
        [one.get("threshold") for one in (facts.get("criteria") or {}).get("allOf") or () if one.get("threshold")]
        if isinstance(facts.get("criteria"), dict)
        else []
    )
    said = [f"at more than {listed(map(str, some))} events"] if some else []
    said += [f"then silent for {lasting(facts['muteActionsDuration'])}"] if facts.get("muteActionsDuration") else []
    return f", {', '.join(said)}" if said else ""


def _last(path: object) -> str:
    return str(path).rstrip("/").rpartition("/")[2]


def action_group(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Whom an alert reaches."""
    facts = row.get("properties") or {}
    reached = [_receiver(one) for key, value in facts.items() if key.endswith("Receivers") for one in value or ()]
    yield Fact(f"the action group {row.get('name')}", f"{'' if facts.get('enabled') else 'is off and '}reaches {listed(reached)}")


def _receiver(one: dict[str, Any]) -> str:
    status = one.get("status", "Enabled")
    return f"{one.get('name')}{'' if status == 'Enabled' else f' ({status})'}"


def audit(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An event of the audit log."""
    by = ((row.get("initiatedBy") or {}).get("user") or {}).get("id")
    when = f", {ago(row['activityDateTime'])}" if row.get("activityDateTime") else ""
    on = [book.target(str(one.get("id"))) for one in row.get("targetResources") or ()]
    what = f"{row.get('activityDisplayName') or row.get('operationType')}{f' on {listed(on)}' if on else ''}"
    yield Fact("", f"the audit log tells: {what}{f' by {book.name(by)}' if book.knows(by) else ''}{when}")


def alert(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An alert of PIM's own."""
    name = str(row.get("alertDefinitionId")).rpartition("_")[2].removesuffix("Alert")
    number = row.get("incidentCount") or 0
    said = "is active" if row.get("isActive") else "is quiet" if row.get("isActive") is False else "was not read"
    off = ", and switched off" if (row.get("alertConfiguration") or {}).get("isEnabled") is False else ""
    yield Fact(f"PIM's alert {name}", f"{said}{f' and has found {number} times' if number else ''}{off}")


# ---- governance ----


def review(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An access review."""
    scope = row.get("scope") or {}
    of = [one.get("query") for one in (scope, *(scope.get("resourceScopes") or ()), *(scope.get("principalScopes") or ())) if one.get("query")]
    settings = row.get("settings") or {}
    again = ((settings.get("recurrence") or {}).get("pattern") or {}) if isinstance(settings.get("recurrence"), dict) else {}
    often = (
        f"comes back every {counted(again.get('interval'), _UNITS.get(str(again['type']), str(again['type'])))}" if again.get("type") else "does not come back"
    )
    by = f", by {listed(dict.fromkeys(_meant(book, one) for one in row['reviewers']))}" if row.get("reviewers") else ""
    status = "" if row.get("status") in ("InProgress", None) else f", status {row['status']}"
    yield Fact(f"a review of {listed(dict.fromkeys(_meant(book, {'query': one}) for one in of)) if of else 'nothing'}", f"{often}{by}{status}")


def _meant(book: Book, one: dict[str, Any]) -> str:
    """What a query of a review is about: the role or group in it, else as it is written."""
    query = str(one.get("query"))
    key = re.search(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", query)
    kind = " (who can activate it)" if "EligibilitySchedule" in query else " (who has it)" if "AssignmentSchedule" in query else ""
    return f"{book.target(key[0]) if book.knows(key[0]) else 'somebody'}{kind}" if key else query.removeprefix("/v1.0").strip("/") or "nothing"


def workflow(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A lifecycle workflow."""
    said = f"is {'enabled' if row.get('isEnabled') else 'not enabled'} and {'scheduled' if row.get('isSchedulingEnabled') else 'not scheduled'}"
    rule = ((row.get("executionConditions") or {}).get("scope") or {}).get("rule")
    gone = ", and deleted" if row.get("deletedDateTime") else ""
    yield Fact(f"the {row.get('category') or 'unknown'} workflow {row.get('displayName') or row['id']}", f"{said}{f', for {rule}' if rule else ''}{gone}")


def package(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What an access package hands out."""
    kind, scope = str((row.get("role") or {}).get("displayName") or "").lower(), row.get("scope") or {}
    yield Fact("the access package", f"hands out {_POWERS.get(kind, 'something')} of {book.target(str(scope.get('originId')))}")


def package_policy(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Under which conditions an access package is given."""
    approval = (row.get("requestApprovalSettings") or {}).get("isApprovalRequiredForAdd")
    expiration = row.get("expiration") or {}
    ends = (
        lasting(expiration["duration"]) if expiration.get("duration") else expiration.get("endDateTime") or expiration.get("type") or "an end that is not said"
    )
    reviews = "with" if (row.get("reviewSettings") or {}).get("isEnabled") else "without"
    asked = "with approval" if approval else "without approval" if approval is False else "approval not said"
    yield Fact(
        "the access package",
        f"is given to {row.get('allowedTargetScope')}, {asked}, {'without end' if ends == 'noExpiration' else f'for {ends}'}, {reviews} reviews",
    )


def partner(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A relationship with a partner."""
    held = [book.role(one.get("roleDefinitionId")) for one in (row.get("accessDetails") or {}).get("unifiedRoles") or ()]
    yield Fact(f"the partner relationship {row.get('displayName')} ({row.get('status')})", f"gives {listed(held) if held else 'no role that was read'}")
