"""Our own words, in one place: what the machine's words are called on paper (a second language starts here)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.model.words import Confidence, Degree, Gate, Kind, PathClass, Reason, ReasonCode, Severity, Status, Theme, Verdict
from assessor.report.text import shown

if TYPE_CHECKING:
    from datetime import date, datetime

LANGUAGE = "en"
TITLE = "Privileged access assessment"
CLASSIFICATION = "Confidential"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")

VERDICTS = {
    Verdict.PASS: "Pass",
    Verdict.PARTIAL: "Partial",
    Verdict.FAIL: "Fail",
    Verdict.NOT_APPLICABLE: "Not applicable",
    Verdict.NOT_ASSESSED: "Not assessed",
    Verdict.MANUAL: "Needs a person",
    Verdict.ERROR: "Check failed to run",
}
SEVERITIES = {Severity.CRITICAL: "Critical", Severity.HIGH: "High", Severity.MEDIUM: "Medium", Severity.LOW: "Low", Severity.INFO: "Information"}
DEGREES = {Degree.FAIL: "Fail", Degree.PARTIAL: "Partial"}
CONFIDENCES = {Confidence.CERTAIN: "certain", Confidence.LIKELY: "likely", Confidence.POSSIBLE: "possible"}
STATUSES = {Status.COLLECTED: "Complete", Status.PARTIAL: "Partial", Status.MISSING: "Missing"}
REASONS = {
    Reason.NOT_LICENSED: "the tenant has no licence for it",
    Reason.FORBIDDEN: "permission was refused",
    Reason.NOT_FOUND: "the service did not know it",
    Reason.FAILED: "the request failed",
    Reason.NOT_REQUESTED: "it was not asked for",
    Reason.UNSUPPORTED: "this cloud does not offer it",
}
REASON_CODES = {
    ReasonCode.MISSING_COLLECTION: "Data missing",
    ReasonCode.NOT_LICENSED: "Not licensed",
    ReasonCode.FORBIDDEN: "Permission missing",
    ReasonCode.NOTHING_TO_JUDGE: "Nothing to judge",
    ReasonCode.NEEDS_PERSON: "Needs a person",
    ReasonCode.UNKNOWN_DATA: "Unknown data",
    ReasonCode.CHECK_FAILED: "Check failed to run",
}
CLASSES = {
    PathClass.PERMANENT: "permanent",
    PathClass.TIME_BOUND: "time-bound",
    PathClass.ACTIVATED: "activated now",
    PathClass.ELIGIBLE: "eligible",
    PathClass.ELIGIBLE_TWICE: "eligible, two steps",
    PathClass.CONTROL: "by control",
}
CLASS_MEANINGS = {
    PathClass.PERMANENT: "Holds the role at every hour, without an end. Nothing has to be activated.",
    PathClass.TIME_BOUND: "Holds the role at every hour until a date.",
    PathClass.ACTIVATED: "Has activated the role; it ends by itself within hours. Not counted as standing.",
    PathClass.ELIGIBLE: "Can activate the role: one step that leaves a trace and can ask for proof or approval.",
    PathClass.ELIGIBLE_TWICE: "Can activate the role in two steps: first a group membership, then the role.",
    PathClass.CONTROL: "Does not hold the role, but controls something that does: an owner, a password reset, an application permission, a rule.",
}
GATES = {
    Gate.ACTIVATION: "activation",
    Gate.APPROVAL: "approval",
    Gate.MFA: "MFA",
    Gate.AUTH_CONTEXT: "auth context",
    Gate.JUSTIFICATION: "justification",
    Gate.TICKET: "ticket",
}
GATE_MEANINGS = {
    Gate.ACTIVATION: "The person has to activate the access first.",
    Gate.APPROVAL: "Somebody else has to agree.",
    Gate.MFA: "Multifactor authentication is asked for at activation; a session that already proved it satisfies this.",
    Gate.AUTH_CONTEXT: "Authentication context: a Conditional Access policy guards the activation, and is really enforced for this person.",
    Gate.JUSTIFICATION: "A reason has to be written down. It informs, it does not stop anybody.",
    Gate.TICKET: "A ticket number has to be given. Nobody checks it.",
}
KINDS = {
    Kind.USER: "person",
    Kind.GROUP: "group",
    Kind.SERVICE_PRINCIPAL: "service principal",
    Kind.APPLICATION: "application",
    Kind.ROLE: "role",
    Kind.ADMINISTRATIVE_UNIT: "administrative unit",
    Kind.POLICY: "Conditional Access policy",
    Kind.PIM_POLICY: "PIM policy",
    Kind.AUTHENTICATION_CONTEXT: "authentication context",
    Kind.RESOURCE_ACTION: "protected action",
    Kind.PERMISSION: "permission",
    Kind.LICENSE: "licence",
    Kind.DOMAIN: "domain",
    Kind.ACCESS_REVIEW: "access review",
    Kind.WORKFLOW: "workflow",
    Kind.ACCESS_PACKAGE: "access package",
    Kind.RELATIONSHIP: "partner relationship",
    Kind.TENANT: "tenant",
    Kind.UNKNOWN: "unknown object",
}
KINDS_MANY = {
    Kind.USER: "people", Kind.GROUP: "groups", Kind.SERVICE_PRINCIPAL: "service principals", Kind.APPLICATION: "applications",
    Kind.UNKNOWN: "unknown objects",
}  # fmt: skip
THEMES = {
    Theme.GLOBAL_ADMINISTRATORS: "Global Administrators",
    Theme.PRIVILEGED_ROLES: "Privileged roles",
    Theme.PIM_SETTINGS: "Activation settings (PIM)",
    Theme.PIM_FOR_GROUPS: "PIM for Groups",
    Theme.ADMINISTRATIVE_UNITS: "Administrative units",
    Theme.RESTRICTED_MANAGEMENT: "Restricted management",
    Theme.CONDITIONAL_ACCESS: "Conditional Access",
    Theme.PROTECTED_ACTIONS: "Protected actions",
    Theme.BREAK_GLASS: "Break-glass accounts",
    Theme.LICENSING: "Licensing",
    Theme.AUDITING: "Auditing and alerting",
    Theme.TENANT_SETTINGS: "Tenant settings",
    Theme.WORKLOAD_IDENTITIES: "Workload identities",
    Theme.GOVERNANCE: "Governance",
}
EDGES = {
    "MemberOf": "standing member",
    "EligibleMemberOf": "eligible member",
    "EligibleOwnerOf": "eligible owner",
    "OwnerOf": "owner",
    "HasRole": "holds the role",
    "EligibleFor": "eligible for the role",
    "ResetPassword": "can reset the password",
    "SetAuthMethods": "can set sign-in methods",
    "EditDynamicRule": "can change its rule",
    "EditAttribute": "can write what its rule reads",
    "FederateDomain": "can federate the domain",
    "SyncTakeover": "writes what is synchronised",
    "AddSecret": "can add a secret",
    "AddOwner": "can add an owner",
    "AddMember": "can add members",
    "CanAddMember": "can add members",
    "AppInstance": "application behind it",
    "AppPermission": "application permission",
    "AssignRole": "can assign the role",
}


def theme_name(theme: str) -> str:
    """The chapter as a heading; a pack's own theme is spelt from its word."""
    return THEMES.get(Theme(theme), theme) if theme in set(Theme) else theme.replace("-", " ").capitalize()


def kind_name(kind: str) -> str:
    """What a thing is, for people."""
    return KINDS[Kind(kind)] if kind in set(Kind) else kind


def edge_name(kind: str) -> str:
    """What a step is, for people."""
    return EDGES.get(kind) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).lower()


def where(words: str, scope: str | None, limit: int = 60) -> str:
    """The scope in the tenant's words, else as Graph writes it."""
    return shown(words.removeprefix("the "), limit) if words else scope_name(scope or "/", limit)


def scope_name(scope: str, limit: int = 60) -> str:
    """A scope as Graph writes it, for people; its name is not told."""
    kind, _, rest = scope.strip("/").partition("/")
    return f"unit {shown(rest, limit - 5)}" if kind == "administrativeUnits" and rest else shown(scope, limit)


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 finding, 12 findings, 2,000 findings."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(moment: date) -> str:
    """24 November 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def instant(moment: datetime) -> str:
    """24 November 2026, 10:32 UTC; the moment comes in UTC."""
    return f"{day(moment)}, {moment:%H:%M} UTC"


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def percent(share: float | None) -> str:
    """93 %, or that it is not known; only all is 100 % and only nothing is 0 %."""
    return "not known" if share is None else f"{whole_percent(share)}\N{NO-BREAK SPACE}%"


def whole_percent(share: float) -> int:
    """The number alone, so that a difference fits the two that it stands between."""
    nearest = int(share * 100 + 0.5)
    return nearest if share in (0, 1) else min(99, max(1, nearest))
