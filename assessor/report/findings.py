"""Checks and findings as a template sees them."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from assessor import reference
from assessor.model.result import Path, PrincipalPaths, Reach
from assessor.model.words import Degree, Gate, Severity, Verdict
from assessor.report import wording as w
from assessor.report.drawing import drawn_picture
from assessor.report.reduce import reduced
from assessor.report.text import prose, shown, whole
from assessor.report.view import CheckView, EvidenceView, FindingView, LinkView, Mark, StepView, ThingView, WayView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Acceptance, CheckInfo, Edge, Evidence, Finding, Result, Thing

LONG = 400
"""Characters of a sentence or of what was observed."""
DRAWN = 6
"""Ways of a check's findings that are drawn; a way of one step is told by its words."""
FOLD = 12
"""Findings of a check that stand open; the others are one click away."""


def check_view(result: Result, tier0: frozenset[str] = frozenset(), drawn: int = DRAWN, step: str = "") -> CheckView:
    """A result with all its findings; `tier0` are the ids on a way to a role of tier 0, `drawn` bounds the drawings, `step` is its place in the plan."""
    check = result.check
    ways = [one for one in result.findings if len(one.path) > 1]
    pictured = {one.key for one in ways[:drawn]}
    findings = tuple(finding_view(one, check, tier0, drawn=one.key in pictured) for one in result.findings)
    return CheckView(
        id=check.id,
        anchor=f"check-{check.id}",
        title=shown(check.title, LONG),
        theme=w.theme_name(check.theme),
        severity=severity_mark(check.severity),
        verdict=Mark(result.verdict, w.VERDICTS[result.verdict]),
        reason=shown(result.reason, LONG),
        reason_name=w.REASON_CODES[result.reason_code] if result.reason_code else "",
        judged=_judged(result),
        found=_found(result),
        rationale=prose(check.rationale),
        remedy=prose(check.remedy),
        references=_links(check.references),
        tags=_tags(check),
        permissions=", ".join(shown(one) for one in check.permissions),
        notes=tuple(shown(one, LONG) for one in result.notes),
        findings=findings[:FOLD],
        folded=findings[FOLD:],
        step=step,
        undrawn=_undrawn(len(ways) - len(pictured)) if drawn else "",
        more=f"{w.counted(len(findings) - FOLD, 'more finding')}" if len(findings) > FOLD else "",
    )


def _undrawn(number: int) -> str:
    return f"The ways of {w.counted(number, 'more finding')} are told in words and not drawn, to keep the page small." if number > 0 else ""


def finding_view(finding: Finding, check: CheckInfo, tier0: frozenset[str] = frozenset(), *, drawn: bool = False) -> FindingView:
    """One finding; the subject's name is not said twice."""
    subject, says = thing_view(finding.subject), shown(finding.says, LONG)
    severity = finding.severity or check.severity
    return FindingView(
        anchor=anchor_of(finding),
        key=shown(finding.key),
        degree=Mark(finding.degree, w.DEGREES[finding.degree]),
        severity=severity_mark(severity),
        confidence=w.CONFIDENCES[finding.confidence],
        subject=subject,
        says=says.removeprefix(subject.name).strip() or says,
        evidence=tuple(_evidence(one) for one in finding.evidence),
        way=way_view(finding.path) if finding.path else None,
        drawing=_drawing(finding) if drawn else "",
        tier="0" if tier0 & {finding.subject.id, *(edge.target.id for edge in finding.path)} else "other",
        accepted=acceptance_words(finding.exception),
    )


def _drawing(finding: Finding) -> str:
    """The way of one finding, small, by the code that draws the large ones."""
    start, role = finding.path[0].source, finding.path[-1].target
    gates = frozenset[Gate]().union(*(edge.gates for edge in finding.path))
    entry = PrincipalPaths(start, (Path(None, gates, finding.path),))
    said = f"The way from {shown(start.label, 60)} to {shown(role.label, 60)}, from left to right; the words above it say the same."
    return drawn_picture(reduced(Reach(role=role, principals=(entry,)), frozenset(), len(finding.path) + 1), said, anchor_of(finding), small=True).svg


def anchor_of(finding: Finding) -> str:
    """A place in the page that stays from run to run; the key may hold anything, its digest does not."""
    check = re.sub(r"[^A-Za-z0-9-]", "", finding.key.partition(":")[0])
    return f"finding-{check}-{sha256(whole(finding.key).encode()).hexdigest()[:10]}"


def thing_view(thing: Thing, limit: int = 100) -> ThingView:
    """A thing by name; the id stands beside it unless it is the name."""
    name = shown(thing.label, limit)
    return ThingView(w.kind_name(thing.kind), name or "\N{EN DASH}", "" if shown(thing.id, limit) == name else shown(thing.id, limit))


def way_view(edges: Iterable[Edge]) -> WayView:
    """A way, step by step."""
    chain = tuple(edges)
    return WayView(thing_view(chain[0].source), tuple(_step(one) for one in chain))


def gate_words(gates: Iterable[str]) -> str:
    """Gates in the vocabulary's order, joined as they add up."""
    there = set(gates)
    return " + ".join(name for gate, name in w.GATES.items() if gate in there)


def severity_mark(severity: Severity) -> Mark:
    """The severity with its word."""
    return Mark(severity, w.SEVERITIES[severity])


def acceptance_words(exception: Acceptance | None) -> str:
    """An accepted risk: why, who, until when; what nobody wrote down is said as well."""
    if exception is None:
        return ""
    until = f"until {w.day(exception.expires)}" if exception.expires else "without an end date"
    return f"{shown(exception.reason, LONG) or 'no reason given'} (accepted by {shown(exception.owner) or 'nobody named'}, {until})"


def _step(edge: Edge) -> StepView:
    until = f", until {w.day(edge.end)}" if edge.end else ""
    over = f", over {w.where(edge.where, edge.scope)}" if edge.scope not in ("/", None) else ""
    return StepView(w.edge_name(edge.kind) + until + over, gate_words(edge.gates), w.kind_name(edge.target.kind), shown(edge.target.label, 60))


def _evidence(row: Evidence) -> EvidenceView:
    return EvidenceView(shown(row.collection), shown(row.id, 120) if row.id else "looked for, not there", shown(row.observed, LONG))


def _links(references: tuple[str, ...]) -> tuple[LinkView, ...]:
    """Only https leads out of the report; anything else a pack may say is dropped."""
    return tuple(LinkView(one, shown(one.removeprefix("https://"), 90)) for one in references if re.fullmatch(r"https://[!-~]+", one))


def _tags(check: CheckInfo) -> tuple[str, ...]:
    frameworks = (f"{reference.framework_name(key)} {', '.join(check.frameworks[key])}" for key in sorted(check.frameworks))
    return tuple(shown(one, LONG) for one in (*(f"Talk {one}" for one in check.talk), *frameworks))


def _judged(result: Result) -> str:
    return "" if result.population is None else f"{w.counted(result.population, 'object')} judged"


def _found(result: Result) -> str:
    """Findings that count, by degree; accepted and informing ones beside them."""
    counting = [one for one in result.findings if one.counts]
    failed = sum(one.degree is Degree.FAIL for one in counting)
    accepted = sum(one.exception is not None for one in result.findings)
    informed = len(result.findings) - len(counting) - accepted
    parts = [(failed, "failing"), (len(counting) - failed, "partial"), (accepted, "accepted"), (informed, "for information")]
    words = w.listed([f"{n:,} {word}" for n, word in parts if n])
    return words or ("no findings" if result.verdict in (Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL) else "")
