"""What an assessment says: findings with evidence, results, score. Values only; nobody counts or judges here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from assessor.model.words import CONFIDENCES, Confidence, Degree, Gate, Kind, PathClass, ReasonCode, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.model.access_facts import AccessFacts
    from assessor.model.listing import PimPolicyUse, RoleHeld
    from assessor.model.plan import OperatorNote, Plan
    from assessor.model.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class Thing:
    """A user, group, role, policy …: what a finding or an edge is about."""

    kind: Kind
    id: str
    name: str | None = None
    """As the tenant spells it; written by strangers, so every format escapes it."""

    @property
    def label(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of the snapshot that a finding rests on."""

    collection: str
    id: str | None
    """Id of the row, parent/child for relations; None for something that is not there."""
    observed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """One step of a way to a role."""

    kind: str
    """Name of the edge in the catalogue of the privilege graph: MemberOf, EligibleMemberOf, HasRole …"""
    source: Thing
    target: Thing
    gates: frozenset[Gate] = frozenset()
    scope: str | None = "/"
    where: str = ""
    """The scope in words ("the unit Class 5A"); empty for the whole tenant."""
    why: str
    """One sentence that says what the edge rests on."""
    evidence: tuple[Evidence, ...] = ()
    end: datetime | None = None
    """When it ends by itself; None for an edge without end."""
    certainty: Confidence = Confidence.CERTAIN
    approvers: tuple[Thing, ...] = ()
    """Who has to agree besides: an AND gate, requester and approver together, and so no edge of its own."""


@dataclass(frozen=True, slots=True)
class Void:
    """Why a path that is drawn does not lead anywhere."""

    rule: str
    says: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way from a principal to a role."""

    path_class: PathClass | None
    """None for a voided path: it gives no class."""
    gates: frozenset[Gate]
    edges: tuple[Edge, ...]
    voided: Void | None = None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The rows of all its edges, each once, in the order of the way."""
        return tuple(dict.fromkeys(row for edge in self.edges for row in edge.evidence))

    @property
    def certainty(self) -> Confidence:
        """That of its weakest edge."""
        return max((edge.certainty for edge in self.edges), key=CONFIDENCES.index, default=Confidence.CERTAIN)

    @property
    def in_words(self) -> str:
        """The reasons of its edges, one after the other."""
        return ", then ".join(edge.why for edge in self.edges)


@dataclass(frozen=True, slots=True)
class PrincipalPaths:
    """A principal and its ways to one role: those that no other beats, strongest first."""

    principal: Thing
    paths: tuple[Path, ...]

    @property
    def path_class(self) -> PathClass | None:
        """Class of the strongest living path; None where all are voided."""
        return min((path.path_class for path in self.paths if path.path_class), key=lambda one: one.rank, default=None)

    @property
    def is_standing(self) -> bool:
        """Whether the strongest path stands without an activation."""
        return self.path_class is not None and self.path_class.is_standing


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something an answer would rest on and the snapshot does not hold."""

    collection: str
    says: str
    code: ReasonCode = ReasonCode.UNKNOWN_DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who can become one role over one scope."""

    role: Thing
    scope: str = "/"
    where: str = ""
    """The scope in words; empty for the whole tenant."""
    principals: tuple[PrincipalPaths, ...] = ()
    """Sorted by kind and id."""
    voided: tuple[PrincipalPaths, ...] = ()
    """Principals with none but voided paths."""
    unknown: tuple[Unknown, ...] = ()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A valid exception on a finding: an accepted risk, still shown."""

    reason: str | None
    owner: str | None
    expires: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One object that a check holds against the tenant."""

    degree: Degree
    subject: Thing
    says: str
    """A sentence whose subject is the object."""
    evidence: tuple[Evidence, ...]
    distinct: str = ""
    """What else tells this finding from others on the same subject (role, scope); never the id of a schedule instance."""
    severity: Severity | None = None
    """None: the check's own."""
    confidence: Confidence = Confidence.CERTAIN
    path: tuple[Edge, ...] = ()
    key: str = ""
    """Given by the engine: check, kind, id and `distinct`."""
    exception: Acceptance | None = None

    def __post_init__(self) -> None:
        """Refuse a finding that rests on nothing."""
        if not self.evidence:
            raise ValueError(f"a finding without evidence: {self.says}")

    @property
    def counts(self) -> bool:
        """Whether it weighs on the verdict."""
        return self.exception is None and self.severity is not Severity.INFO


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInfo:
    """The printable facts of a check."""

    id: str
    title: str
    theme: str
    severity: Severity
    talk: tuple[str, ...] = ()
    frameworks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rationale: str
    remedy: str
    references: tuple[str, ...] = ()
    permissions: tuple[str, ...] = ()
    pack: str = ""
    thresholds: tuple[Threshold, ...] = ()
    """The numbers that it judges by."""
    catalogue_severity: Severity | None = None
    """The catalogue's own where the engagement sets another; `severity` is the one in force."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a person said, where a verdict rests on that."""

    answer: str
    """pass, partial or fail."""
    by: str | None
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A check and what came of it."""

    check: CheckInfo
    verdict: Verdict
    reason: str | None = None
    reason_code: ReasonCode | None = None
    population: int | None = None
    """Over how many objects it judged; None where it did not."""
    findings: tuple[Finding, ...] = ()
    """Sorted by key."""
    notes: tuple[str, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    """What a verdict that other findings prove does not tell; the notes say the same in words."""
    answered: Answered | None = None
    """None where data decided, or nobody did."""


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """The score of one chapter."""

    theme: str
    value: float | None
    coverage: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Exact figures; formats round for print."""

    value: float | None
    """0 to 100; None where nothing was assessed."""
    grade: str | None
    capped_by: str | None
    coverage: float | None
    """0 to 1: share of the weight that rests on evidence."""
    themes: tuple[ThemeScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Headcount:
    """People by their strongest way to a role; None where the snapshot does not tell."""

    standing: int | None
    eligible: int | None
    control: int | None


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack of checks that judged."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class EngagementProblem:
    """An entry of the engagement file that does not do what was meant."""

    entry: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What the engagement sets otherwise than the catalogue."""

    check: str
    name: str
    """severity, or the name of a threshold."""
    says: str
    """The same for people."""
    value: str
    catalogue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionState:
    """How much of one collection the snapshot holds."""

    name: str
    status: str
    count: int | None
    reason: str | None
    endpoint: str | None = None
    http_status: int | None = None
    permission: str | None = None
    gaps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFacts:
    """What an assessment says of the snapshot that it rests on."""

    taken_at: datetime
    digest: str
    """sha256: and 64 hexadecimal digits."""
    sealed: bool
    scope: str | None
    cloud: str | None = None
    collector: str | None = None
    collections: tuple[CollectionState, ...] = ()
    """Sorted by name."""


@dataclass(frozen=True, slots=True)
class TenantFacts:
    """Which tenant it is."""

    id: str
    display_name: str | None
    default_domain: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleUse:
    """One role in use, for the inventory: distinct principals by how they hold it."""

    role: Thing
    privileged: bool | None
    tier0: bool
    standing: int
    eligible: int
    groups: int
    service_principals: int
    scoped: int
    """Assignments over less than the tenant."""
    in_table: bool = True
    """False for a built-in role that the dated table does not know, and for one that nothing defines: what it can do was not considered."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for the cover."""

    media_type: str
    """image/png, image/jpeg or image/svg+xml."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A tenant judged: everything that a report may say."""

    tool_version: str
    packs: tuple[Pack, ...]
    tenant: TenantFacts
    snapshot: SnapshotFacts
    score: Score
    results: tuple[Result, ...]
    """In the order of the catalogue."""
    people: Mapping[str, Headcount]
    """By camelCase role name; `globalAdministrator` is always there."""
    reaches: tuple[Reach, ...] = ()
    """Who can become what, for every role of tier 0."""
    roles: tuple[RoleUse, ...] = ()
    roles_known: bool = True
    """Whether the snapshot holds everything that tells who holds a role."""
    access: AccessFacts | None = None
    """What Conditional Access does for privileged people; None where nobody looked."""
    held: tuple[RoleHeld, ...] = ()
    """Every assignment of a role in force, eligible ones too."""
    pim_policies: tuple[PimPolicyUse, ...] = ()
    engagement_file: str | None = None
    """Name of the file, without its folder; None where there is none."""
    engagement_problems: tuple[EngagementProblem, ...] = ()
    break_glass: tuple[Thing, ...] = ()
    customer: str | None = None
    consultant: str | None = None
    logo: Image | None = None
    thresholds: Mapping[str, int] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    """In the order of the checks."""
    plan: Plan | None = None
    """What to do, in order; None where nobody asked for it."""
    operator_notes: tuple[OperatorNote, ...] = ()
    """What operators of this tenant should know; empty where nobody asked, or nothing applies."""
    earlier: Assessment | None = None
    """The same tenant at an earlier time, judged by the same catalogue and engagement; None where nobody asked for a comparison."""
