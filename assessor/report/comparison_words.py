"""Our words for what changed, and the readable form of a field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from assessor.model.comparison import AccessChange, CheckChange, FindingChange, ObjectChange
from assessor.report.comparison_view import FieldView
from assessor.report.text import shown
from assessor.report.view import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.model.comparison import FieldChange

TITLE = "Before and after"
NOTHING = "not set"
END = "end date time"
"""How the field of an end date is spelt."""

CHECKS = {
    CheckChange.FIXED: "Fixed",
    CheckChange.IMPROVED: "Improved",
    CheckChange.WORSENED: "Worsened",
    CheckChange.REGRESSED: "Regressed",
    CheckChange.UNCHANGED: "Unchanged",
    CheckChange.NO_LONGER_ASSESSED: "No longer assessed",
    CheckChange.NEWLY_ASSESSED: "Newly assessed",
    CheckChange.NO_LONGER_APPLICABLE: "No longer applicable",
    CheckChange.NEWLY_APPLICABLE: "Newly applicable",
}
CHECK_ORDER = (
    CheckChange.REGRESSED, CheckChange.WORSENED, CheckChange.NO_LONGER_ASSESSED, CheckChange.NO_LONGER_APPLICABLE, CheckChange.NEWLY_ASSESSED,
    CheckChange.NEWLY_APPLICABLE, CheckChange.IMPROVED, CheckChange.FIXED, CheckChange.UNCHANGED,
)  # fmt: skip
FINDINGS = {
    FindingChange.NEW: ("New", "They were not there before, and the earlier snapshot would have shown them."),
    FindingChange.REGRESSED: ("Back again", "They had been fixed once."),
    FindingChange.NO_LONGER_ASSESSED: ("No longer assessed", "They were there before. Whether they still are cannot be said: missing data is not a fix."),
    FindingChange.NEWLY_ASSESSED: ("Newly assessed", "They are there. Whether they were there before cannot be said."),
    FindingChange.FIXED: ("Fixed", "They were there before, and the later snapshot would show them if they still were."),
    FindingChange.EXCEPTED: ("Accepted risks", "An exception of the engagement file covers them."),
    FindingChange.UNCHANGED: ("Unchanged", "They are there on both sides."),
}
OBJECTS = {ObjectChange.ADDED: "Added", ObjectChange.REMOVED: "Removed", ObjectChange.CHANGED: "Changed", ObjectChange.RENAMED: "Renamed"}
ACCESS = {AccessChange.GAINED: "Gained", AccessChange.LOST: "Lost", AccessChange.RAISED: "Raised", AccessChange.LOWERED: "Lowered"}
COLLECTIONS = {
    "roleAssignments": "Active role assignments",
    "roleEligibilityScheduleInstances": "Eligible role assignments",
    "groupAssignmentScheduleInstances": "Active assignments to groups in PIM",
    "groupEligibilityScheduleInstances": "Eligible assignments to groups in PIM",
    "roleManagementPolicies": "Activation settings (PIM)",
    "groups": "Groups",
    "groupMembers": "Members of groups",
    "groupOwners": "Owners of groups",
    "administrativeUnits": "Administrative units",
    "administrativeUnitMembers": "Members of administrative units",
    "conditionalAccessPolicies": "Conditional Access policies",
    "namedLocations": "Named locations",
    "authenticationContextClassReferences": "Authentication contexts",
    "authenticationStrengthPolicies": "Authentication strengths",
    "resourceActions": "Protected actions",
    "roleDefinitions": "Roles",
    "subscribedSkus": "Licences",
    "applications": "Applications",
    "applicationOwners": "Owners of applications",
    "servicePrincipalOwners": "Owners of service principals",
    "authorizationPolicy": "Settings for users and guests",
    "adminConsentRequestPolicy": "Requests for consent",
    "securityDefaults": "Security defaults",
}
_LEVELS = {"EndUser_Assignment": "activation", "Admin_Eligibility": "eligible assignment", "Admin_Assignment": "active assignment"}
_RULES = {
    "Expiration": "duration",
    "Enablement": "requirements",
    "Approval": "approval",
    "AuthenticationContext": "authentication context",
    "Notification_Admin": "notification of administrators",
    "Notification_Requestor": "notification of the assigned",
    "Notification_Approver": "notification of approvers",
}
_RULE = re.compile(r"^(Expiration|Enablement|Approval|AuthenticationContext|Notification_(?:Admin|Requestor|Approver))_(EndUser_Assignment|Admin_\w+)\.(.+)$")
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONG = 300


def mark(change: CheckChange | FindingChange | ObjectChange | AccessChange, words: Mapping[Any, Any]) -> Mark:
    """The change with its word and its colour."""
    word = words[change]
    return Mark(str(change), word if isinstance(word, str) else word[0])


def collection_name(collection: str) -> str:
    """What a collection holds, for people."""
    return COLLECTIONS.get(collection) or _spelt(collection).capitalize()


def field_view(change: FieldChange, names: Mapping[str, str]) -> FieldView:
    """A field before and after; lists by what went and what came."""
    if isinstance(change.before or [], list) and isinstance(change.after or [], list):
        before, after = (dict.fromkeys(_value(one, names) for one in side or []) for side in (change.before, change.after))
        gone, come = tuple(one for one in before if one not in after), tuple(one for one in after if one not in before)
        return FieldView(_field_name(change.name), ", ".join(before) or NOTHING, ", ".join(after) or NOTHING, gone, come)
    return FieldView(_field_name(change.name), _value(change.before, names), _value(change.after, names))


def _field_name(name: str) -> str:
    rule = _RULE.match(name)
    if rule:
        return f"{_LEVELS.get(rule[2], shown(rule[2], 40))}, {_RULES[rule[1]]}: {_spelt(rule[3])}"
    return _spelt(name)


def _spelt(name: str) -> str:
    words = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", part).lower() for part in name.split(".")]
    return shown(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(words), 120)


def _value(value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return shown(_GUID.sub(lambda found: names.get(found[0].lower(), found[0]), text), _LONG) or "empty"
