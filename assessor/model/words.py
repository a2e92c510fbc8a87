"""The words that a reader of a report sees, each spelt once (design: the contract of results.json and paths)."""

from enum import StrEnum


class Verdict(StrEnum):
    """What the engine says of a check; the last four carry a reason."""

    PASS = "pass"  # noqa: S105
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    MANUAL = "manual"
    ERROR = "error"


JUDGED = frozenset({Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL})
"""Verdicts that rest on evidence and count in the score."""

UNASSESSED = frozenset({Verdict.NOT_ASSESSED, Verdict.MANUAL, Verdict.ERROR})
"""Verdicts that lower the coverage."""


class Severity(StrEnum):
    """How bad it is, strongest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


SEVERITIES = tuple(Severity)


class Degree(StrEnum):
    """What one finding amounts to."""

    FAIL = "fail"
    PARTIAL = "partial"


class Confidence(StrEnum):
    """How sure a finding is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


CONFIDENCES = tuple(Confidence)
"""Surest first."""


class ReasonCode(StrEnum):
    """Why a check has no verdict on the evidence."""

    MISSING_COLLECTION = "missing_collection"
    NOT_LICENSED = "not_licensed"
    FORBIDDEN = "forbidden"
    NOTHING_TO_JUDGE = "nothing_to_judge"
    NEEDS_PERSON = "needs_person"
    UNKNOWN_DATA = "unknown_data"
    CHECK_FAILED = "check_failed"


class PathClass(StrEnum):
    """How a principal comes to a role, strongest first."""

    PERMANENT = "permanent"
    TIME_BOUND = "time_bound"
    ACTIVATED = "activated"
    ELIGIBLE = "eligible"
    ELIGIBLE_TWICE = "eligible_twice"
    CONTROL = "control"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return PATH_CLASSES.index(self)

    @property
    def is_standing(self) -> bool:
        """Permanent or time-bound; an activation that happens to run is not standing."""
        return self in (PathClass.PERMANENT, PathClass.TIME_BOUND)


PATH_CLASSES = tuple(PathClass)


class Gate(StrEnum):
    """What stands in the way of an activation."""

    ACTIVATION = "activation"
    APPROVAL = "approval"
    MFA = "mfa"
    AUTH_CONTEXT = "auth_context"
    JUSTIFICATION = "justification"
    TICKET = "ticket"


COMPARED_GATES = frozenset({Gate.ACTIVATION, Gate.APPROVAL, Gate.MFA, Gate.AUTH_CONTEXT})
"""Gates that count when two paths are compared; the other two only inform."""


class Kind(StrEnum):
    """What a finding or an edge can be about."""

    USER = "user"
    GROUP = "group"
    SERVICE_PRINCIPAL = "servicePrincipal"
    APPLICATION = "application"
    ROLE = "role"
    ADMINISTRATIVE_UNIT = "administrativeUnit"
    POLICY = "policy"
    PIM_POLICY = "pimPolicy"
    AUTHENTICATION_CONTEXT = "authenticationContext"
    RESOURCE_ACTION = "resourceAction"
    PERMISSION = "permission"
    LICENSE = "license"
    DOMAIN = "domain"
    ACCESS_REVIEW = "accessReview"
    WORKFLOW = "workflow"
    ACCESS_PACKAGE = "accessPackage"
    RELATIONSHIP = "relationship"
    TENANT = "tenant"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """How much of a collection the snapshot holds."""

    COLLECTED = "collected"
    PARTIAL = "partial"
    MISSING = "missing"


class Reason(StrEnum):
    """Why a collection, or a part of it, is not there."""

    NOT_LICENSED = "not_licensed"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    FAILED = "failed"
    NOT_REQUESTED = "not_requested"
    UNSUPPORTED = "unsupported"


class Theme(StrEnum):
    """Chapters of the catalogue, in its order; packs may add their own."""

    GLOBAL_ADMINISTRATORS = "global-administrators"
    PRIVILEGED_ROLES = "privileged-roles"
    PIM_SETTINGS = "pim-settings"
    PIM_FOR_GROUPS = "pim-for-groups"
    ADMINISTRATIVE_UNITS = "administrative-units"
    RESTRICTED_MANAGEMENT = "restricted-management"
    CONDITIONAL_ACCESS = "conditional-access"
    PROTECTED_ACTIONS = "protected-actions"
    BREAK_GLASS = "break-glass"
    LICENSING = "licensing"
    AUDITING = "auditing"
    TENANT_SETTINGS = "tenant-settings"
    WORKLOAD_IDENTITIES = "workload-identities"
    GOVERNANCE = "governance"
