"""Policies of an example in words: what PIM asks before an activation, and what Conditional Access asks of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.manual.book import Fact, counted, lasting, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.manual.book import Book

_ASKS = {"MultiFactorAuthentication": "MFA", "Justification": "a justification", "Ticketing": "a ticket number"}
_CONTROLS = {
    "mfa": "MFA", "compliantDevice": "a compliant device", "domainJoinedDevice": "a hybrid joined device", "passwordChange": "a new password",
    "approvedApplication": "an approved app", "compliantApplication": "an app with a protection policy",
}  # fmt: skip
_RECIPIENTS = {"Admin": "administrators", "Requestor": "whom it concerns", "Approver": "approvers"}
_EVENTS = {"Admin_Eligibility": "eligibility", "Admin_Assignment": "active assignments", "EndUser_Assignment": "activations"}
_STATES = {"disabled": "off", "enabledForReportingButNotEnforced": "report-only"}


def pim(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What the PIM policy of a role or a group asks."""
    if not row.get("rules"):
        yield Fact("", f"the PIM policy of {_of(book, row)} was read without its rules")
        return
    rules = {one["id"]: one for one in row["rules"]}
    said = [*_activation(book, rules), *_assignment(rules, is_group=row.get("scopeType") == "Group"), *_silence(rules)]
    yield Fact("", f"the PIM policy of {_of(book, row)} {', '.join(said)}")


def _of(book: Book, row: dict[str, Any]) -> str:
    given = next((one for one in book.rows("roleManagementPolicyAssignments") if one.get("policyId") == row["id"]), {})
    of = str(given.get("roleDefinitionId"))
    return f"the {of}s of the group {book.name(row.get('scopeId'))}" if of in ("member", "owner") else book.role(of) if given else "nothing in particular"


def _activation(book: Book, rules: dict[str, dict[str, Any]]) -> Iterator[str]:
    asked = [_ASKS.get(one, one) for one in (rules.get("Enablement_EndUser_Assignment") or {}).get("enabledRules") or ()]
    context = rules.get("AuthenticationContext_EndUser_Assignment") or {}
    if context.get("isEnabled"):
        asked.append(f"the authentication context {context.get('claimValue')}")
    setting = (rules.get("Approval_EndUser_Assignment") or {}).get("setting") or {}
    if setting.get("isApprovalRequired"):
        approvers = [_approver(book, one) for stage in setting.get("approvalStages") or () for one in stage.get("primaryApprovers") or ()]
        asked.append(f"approval by {listed(approvers)}")
    yield f"asks for {listed(asked, few=6)}" if asked else "asks for nothing"
    duration = (rules.get("Expiration_EndUser_Assignment") or {}).get("maximumDuration")
    if duration and duration != "PT8H":
        yield f"lets an activation last {lasting(duration)}"


def _approver(book: Book, one: dict[str, Any]) -> str:
    return f"the group {book.name(one['groupId'])}" if "groupId" in one else book.name(one.get("userId"))


def _assignment(rules: dict[str, dict[str, Any]], *, is_group: bool) -> Iterator[str]:
    """Where it differs from the ordinary: an ordinary role allows what has no end, an ordinary group does not."""
    for kind, words in (("Assignment", "active assignments"), ("Eligibility", "eligibility")):
        has_to_end = (rules.get(f"Expiration_Admin_{kind}") or {}).get("isExpirationRequired")
        if has_to_end is not is_group:
            yield f"{'does not allow' if has_to_end else 'allows'} {words} without end"
    asked = (rules.get("Enablement_Admin_Assignment") or {}).get("enabledRules")
    if asked != ["Justification"]:
        yield f"asks for {listed(_ASKS.get(one, one) for one in asked)} at an active assignment" if asked else "asks for nothing at an active assignment"


def _silence(rules: dict[str, dict[str, Any]]) -> Iterator[str]:
    silent = [one for one in rules.values() if one["id"].startswith("Notification_") and one.get("isDefaultRecipientsEnabled") is False]
    nobody = [one["id"].split("_", 2)[1:] for one in silent if not one.get("notificationRecipients")]
    if len(nobody) == len(_RECIPIENTS) * len(_EVENTS):
        yield "sends no mail at all"
    elif nobody:
        yield f"sends no mail to {listed(f'{_RECIPIENTS[who]} about {_EVENTS[event]}' for who, event in nobody)}"
    if len(silent) > len(nobody):
        yield "sends mail to named recipients only"


# ---- Conditional Access ----


def access(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A policy of Conditional Access."""
    state = _STATES.get(row.get("state", ""), "")
    conditions = row.get("conditions") or {}
    when = "".join(f", {one}" for one in _when(book, conditions))
    asked = " and ".join([*_grant(book, row.get("grantControls") or {}), *_session(row.get("sessionControls") or {})])
    who, what = _who(book, conditions.get("users") or {}), _what(book, conditions.get("applications") or {})
    yield Fact("", f"the policy {row.get('displayName')}{f' ({state})' if state else ''} {asked or 'asks for nothing'} for {who}, at {what}{when}")


def _who(book: Book, users: dict[str, Any]) -> str:
    inside, outside = list(_people(book, users, "include")), list(_people(book, users, "exclude"))
    return f"{listed(inside)}{f' but {listed(outside)}' if outside else ''}"


def _people(book: Book, users: dict[str, Any], side: str) -> Iterator[str]:
    for one in users.get(f"{side}Users") or ():
        yield {"all": "everybody", "none": "nobody"}.get(one.lower()) or ("all guests" if one == "GuestsOrExternalUsers" else book.name(one))
    yield from (book.group(one) for one in users.get(f"{side}Groups") or ())
    yield from (f"the role {book.role(one)}" for one in users.get(f"{side}Roles") or ())


def _what(book: Book, apps: dict[str, Any]) -> str:
    if contexts := apps.get("includeAuthenticationContextClassReferences"):
        return f"the authentication context {listed(contexts)}"
    if actions := apps.get("includeUserActions"):
        return f"the action {listed(actions)}"
    left_out = [book.application(one) for one in apps.get("excludeApplications") or ()]
    inside = listed([book.application(one) for one in apps.get("includeApplications") or ()] or ["no resource that it names"])
    return f"{inside}{f' but {listed(left_out)}' if left_out else ''}"


def _when(book: Book, conditions: dict[str, Any]) -> Iterator[str]:
    clients = conditions.get("clientAppTypes") or ["all"]
    if [one.lower() for one in clients] != ["all"]:
        yield f"from the clients {listed(clients)}"
    for field, words in (("platforms", "on the platforms"), ("locations", "from the places")):
        both = conditions.get(field) or {}
        inside, outside = (both.get(f"{side}{field.capitalize()}") or () for side in ("include", "exclude"))
        name = book.name if field == "locations" else str
        places = [name(one) if len(one) > 30 else one for one in (*inside, *outside)]
        if inside or outside:
            yield f"{words} {listed(places[: len(inside)] or ['all'])}{f' but {listed(places[len(inside) :])}' if outside else ''}"
    for field, words in (("signInRiskLevels", "at the sign-in risk"), ("userRiskLevels", "at the user risk")):
        if conditions.get(field):
            yield f"{words} {listed(conditions[field], 'or')}"
    if methods := (conditions.get("authenticationFlows") or {}).get("transferMethods"):
        yield f"by the flow {methods}"
    if rule := ((conditions.get("devices") or {}).get("deviceFilter") or {}).get("rule"):
        yield f"with the device filter {conditions['devices']['deviceFilter'].get('mode')} {rule}"


def _grant(book: Book, grant: dict[str, Any]) -> Iterator[str]:
    controls = [_CONTROLS.get(one, one) for one in grant.get("builtInControls") or ()]
    if strength := grant.get("authenticationStrength"):
        controls.append(f"the strength {strength.get('displayName') or _strength(book, str(strength.get('id')))}")
    if "block" in controls:
        yield "blocks"
    elif controls:
        yield f"asks for {listed(controls, 'and' if grant.get('operator') == 'AND' else 'or')}"


def _strength(book: Book, key: str) -> str:
    names = {"00000000-0000-0000-0000-000000000002": "MFA", "00000000-0000-0000-0000-000000000003": "passwordless MFA"}
    built_in = {**names, "00000000-0000-0000-0000-000000000004": "phishing-resistant MFA"}
    return built_in[key] if key in built_in and key in reference.strengths().built_in else book.name(key)


def _session(session: dict[str, Any]) -> Iterator[str]:
    often = session.get("signInFrequency") or {}
    if often.get("isEnabled"):
        yield (
            "wants a new sign-in every time"
            if often.get("frequencyInterval") == "everyTime"
            else f"wants a new sign-in every {counted(often.get('value'), str(often.get('type')).removesuffix('s'))}"
        )
    if (browser := session.get("persistentBrowser") or {}).get("isEnabled"):
        yield f"{'never lets' if browser.get('mode') == 'never' else 'lets'} a browser stay signed in"
