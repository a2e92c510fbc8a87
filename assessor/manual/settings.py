"""Settings, subscriptions and logs of an example, each in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.manual.book import Fact, ago, lasting, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.manual.book import Book

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
    kinds = {"warning": "in their grace period", "suspended": "suspended", "lockedOut": "locked"}
    count += "".join(f", {number} {words}" for key, words in kinds.items() if (number := (row.get("prepaidUnits") or {}).get(key)))
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
    published = {True: "is published", False: "is not published"}.get(row.get("isAvailable"), "is there, and whether it is published was not read")  # type: ignore[arg-type]
    yield Fact(f"the authentication context {row['id']}", published)


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
    said = {"true": "is restricted by its switch", "false": "is not restricted by its switch"}
    yield Fact("", f"the admin center {said.get(str(row.get('restrictNonAdminAccess')).lower(), 'has a switch that was not read')}")


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
    read = "permissionGrantPoliciesAssigned" in rights or "permissionGrantPolicyIdsAssignedToDefaultUserRole" in row
    yield Fact("", f"users may consent {f'by the policy {listed(own)}' if own else 'to nothing'}" if read else "what users may consent to was not read")
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
    what += "" if str(row.get("result", "success")).lower() == "success" else f" ({row['result']})"
    yield Fact("", f"the audit log tells: {what}{f' by {book.name(by)}' if book.knows(by) else ''}{when}")


def alert(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An alert of PIM's own."""
    name = str(row.get("alertDefinitionId")).rpartition("_")[2].removesuffix("Alert")
    number = row.get("incidentCount") or 0
    said = "is active" if row.get("isActive") else "is quiet" if row.get("isActive") is False else "was not read"
    on = (row.get("alertConfiguration") or {}).get("isEnabled")
    off = "" if on else ", and switched off" if on is False else ", and whether it is on was not read"
    yield Fact(f"PIM's alert {name}", f"{said}{f' and has found {number} times' if number else ''}{off}")
