"""What a template may see: small frozen values, every word already chosen, every stranger's string already made fit to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view_access import AccessView
    from assessor.report.view_figures import EverybodyView, FigureOfWaysView, MergedView
    from assessor.report.view_plan import NoteView, PlanView
    from assessor.report.view_summary import AxisView, RemainsView, SinceView


@dataclass(frozen=True, slots=True)
class Mark:
    """A word with the class that colours it; the template adds the sign, so colour never stands alone."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ThingView:
    """An object of the tenant."""

    kind: str
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A row of the snapshot."""

    collection: str
    id: str
    observed: str


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a way: what it is, what stands in it, where it leads."""

    edge: str
    gates: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class WayView:
    """A way from a principal to a role."""

    start: ThingView
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding."""

    anchor: str
    key: str
    degree: Mark
    severity: Mark
    confidence: str
    subject: ThingView
    says: str
    evidence: tuple[EvidenceView, ...]
    way: WayView | None
    drawing: str
    """The way as SVG of our own; empty where words do."""
    tier: str
    """0 where the finding is about something on a way to a role of tier 0, else other."""
    accepted: str
    """Why, by whom and until when the risk is accepted; empty where it is not."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to documentation; https only."""

    href: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A check and what came of it."""

    id: str
    anchor: str
    title: str
    theme: str
    severity: Mark
    verdict: Mark
    reason: str
    reason_name: str
    judged: str
    """Over how many objects, in words."""
    found: str
    """How many findings, in words."""
    rationale: tuple[str, ...]
    remedy: tuple[str, ...]
    references: tuple[LinkView, ...]
    tags: tuple[str, ...]
    """Statements of the talk and frameworks."""
    permissions: str
    notes: tuple[str, ...]
    findings: tuple[FindingView, ...]
    """The first ones."""
    folded: tuple[FindingView, ...] = ()
    """The others, behind a fold."""
    more: str = ""
    """What is behind the fold, or what a format left out, counted in words."""
    undrawn: str = ""
    """How many ways are told and not drawn; empty where none."""
    step: str = ""
    """Anchor of its step in the plan; empty where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeView:
    """A chapter of the catalogue."""

    anchor: str
    name: str
    value: str
    width: int | None
    """0 to 100 for a bar; None where nothing was assessed."""
    coverage: str
    covered: int
    passed: int
    partial: int
    failed: int
    open: int
    """Checks that could not be assessed."""
    checks: tuple[CheckView, ...]
    """Those that fail or partly fail."""


@dataclass(frozen=True, slots=True)
class FigureView:
    """One key figure: a number, what it counts, what it means."""

    value: str
    label: str
    detail: str
    mood: str
    """good, fair, poor or unknown."""
    change: str = ""
    """The earlier figure and what became of it; empty where there is no earlier snapshot."""
    trend: str = ""
    """better, worse, same or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One thing to do first."""

    rank: int
    title: str
    check: str
    anchor: str
    severity: Mark
    verdict: Mark
    what: tuple[str, ...]
    effect: str
    gain: str
    """The effect for a narrow column."""
    effort: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreView:
    """The number, its grade and what limits it."""

    value: str
    number: int | None
    grade: str
    cap: str
    """Empty where no cap changed the grade."""
    coverage: str
    covered: int


@dataclass(frozen=True, slots=True)
class LightView:
    """The traffic light: a colour never without its word."""

    code: str
    """red, amber, green or grey."""
    word: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalView:
    """A principal and its ways to one role, strongest first."""

    principal: ThingView
    path_class: Mark
    gates: str
    ways: tuple[WayView, ...]
    note: str
    """Break-glass; or why the ways lead nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachView:
    """Who can become one role."""

    anchor: str
    role: str
    scope: str
    sentence: str
    counts: tuple[int, ...]
    """Principals by class, strongest first, in the order of the page's classes."""
    columns: int
    """Of the drawing: steps of the longest way, and one."""
    drawing: str
    """SVG of our own, or empty where nobody can."""
    left_out: str
    merged: tuple[MergedView, ...]
    closed: str
    """The ways that a protection closes, drawn; empty where there is none."""
    closed_left_out: str
    principals: tuple[PrincipalView, ...]
    folded: tuple[PrincipalView, ...]
    voided: tuple[PrincipalView, ...]
    unknown: tuple[str, ...]
    more: str = ""
    """What is behind the fold, or what a format left out, counted in words."""


@dataclass(frozen=True, slots=True)
class RoleView:
    """A row of the inventory."""

    name: str
    standing_of: str
    """tier 0, privileged, not privileged, not known."""
    standing: int
    eligible: int
    groups: int
    service_principals: int
    scoped: int


@dataclass(frozen=True, slots=True)
class CollectionView:
    """How much of one collection there is."""

    name: str
    status: Mark
    count: str
    reason: str
    permission: str


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart of the plotting library: heading, sentence, picture, and its numbers for whoever does not see it."""

    title: str
    sentence: str
    picture: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    told: bool = False
    """Whether another table of the chapter has the same numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """Everything a report says."""

    language: str
    title: str
    customer: str
    tenant: str
    tenant_line: str
    """The tenant beside the customer: no name is said twice."""
    tenant_id: str
    domain: str
    consultant: str
    classification: str
    date: str
    instant: str
    verdict: str
    light: LightView
    score: ScoreView
    figures: tuple[FigureView, ...]
    problems: tuple[tuple[str, str], ...]
    """Entries of the engagement file that do nothing, and why."""
    actions: tuple[ActionView, ...]
    themes: tuple[ThemeView, ...]
    found: str
    """How many findings count, and how many are shown beside them."""
    passed: tuple[CheckView, ...]
    not_assessed: tuple[CheckView, ...]
    not_applicable: tuple[CheckView, ...]
    accepted: tuple[tuple[CheckView, FindingView], ...]
    answers: tuple[tuple[str, str, str, str, str], ...]
    """Check, title, answer, by whom, when."""
    informed: tuple[CheckView, ...]
    """Checks that pass and still say something: information that changes no verdict."""
    expired: tuple[str, ...]
    counts: tuple[tuple[Mark, int], ...]
    """How many checks of each verdict."""
    reaches: tuple[ReachView, ...]
    overview: FigureOfWaysView | None
    everybody: EverybodyView | None
    quiet: str
    """Roles of tier 0 that nobody reaches, in a sentence; empty where there is none."""
    missing: tuple[str, ...]
    """What ways to every role would rest on and the snapshot lacks."""
    access: AccessView
    roles: tuple[RoleView, ...]
    collections: tuple[CollectionView, ...]
    refused: tuple[str, ...]
    """Permissions that were missing."""
    charts: tuple[ChartView, ...]
    facts: tuple[tuple[str, str], ...]
    """Method: what, and its value."""
    thresholds: tuple[tuple[str, str], ...]
    overrides: tuple[tuple[str, str], ...]
    """What the engagement sets otherwise, and how."""
    classes: tuple[tuple[Mark, str], ...]
    gates: tuple[tuple[str, str], ...]
    gate_words: tuple[tuple[str, str], ...]
    """Gates that a drawing shows: the machine's word and ours."""
    severities: tuple[Mark, ...]
    lights: tuple[tuple[str, str], ...]
    """What makes the light red, amber or green."""
    figure_moods: tuple[tuple[str, str], ...] = ()
    """What makes a key figure good, fair or poor."""
    since: SinceView | None = None
    axes: tuple[AxisView, ...] = ()
    scale: str = ""
    """What the bars of the axes mean."""
    remains: tuple[RemainsView, ...] = ()
    logo: str = ""
    """The picture of the cover as an address that holds it; empty where there is none."""
    left_out: str = ""
    """What this format left out as a whole, in words."""
    plan: PlanView | None = None
    """None where no plan was made."""
    operator_notes: tuple[NoteView, ...] = ()
