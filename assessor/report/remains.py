"""What stays when the first actions are done: residual risk, what is not known, what was accepted and ends soon."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.model.weights import CREDIT, WEIGHT
from assessor.model.words import JUDGED, UNASSESSED, Severity, Verdict
from assessor.report import wording as w
from assessor.report.judgement import ACTIONS, COVERED_FROM, failing, in_order_of_use
from assessor.report.text import shown
from assessor.report.view_summary import RemainsView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from assessor.model.result import Acceptance, Assessment, Finding, Result

SOON = timedelta(days=90)
NAMED = 3
"""Accepted risks that end soon and are named; themes that are named."""


def remains_of(assessment: Assessment) -> tuple[RemainsView, ...]:
    """Three paragraphs, each with at least one sentence."""
    return (
        RemainsView("Risk that is left", tuple(_residual(assessment))),
        RemainsView("What is not known", tuple(_unknown(assessment))),
        RemainsView("What was accepted", tuple(_accepted(assessment))),
    )


def _residual(assessment: Assessment) -> list[str]:
    first = {one.check.id for one in in_order_of_use(assessment)[:ACTIONS]}
    if not first:
        known = assessment.score.value is not None
        return ["Nothing fails among what could be assessed." if known else "Not known: nothing could be assessed."]
    after = replace(assessment, results=tuple(replace(one, verdict=Verdict.PASS) if one.check.id in first else one for one in assessment.results))
    counts = {"critical": failing(after, Severity.CRITICAL), "high-severity": failing(after, Severity.HIGH)}
    words = w.listed([f"{number} {name}" for name, number in counts.items() if number])
    total = sum(counts.values())
    left = f"{words} {'check still fails' if total == 1 else 'checks still fail'}" if total else "no critical or high-severity check fails any more"
    done = "the first action is" if len(first) == 1 else f"the first {len(first)} actions are"
    coverage = assessment.score.coverage
    seen = f", over the {w.percent(coverage)} that could be assessed" if coverage is not None and coverage < COVERED_FROM else ""
    return [f"When {done} done, {left}; the score is then about {_score(after.results)} of 100{seen}."]


def _score(results: Iterable[Result]) -> int:
    judged = [one for one in results if one.verdict in JUDGED]
    weight = sum(WEIGHT[one.check.severity] for one in judged)
    return round(100 * sum(WEIGHT[one.check.severity] * CREDIT[one.verdict] for one in judged) / weight) if weight else 0


def _unknown(assessment: Assessment) -> list[str]:
    gone = [one for one in assessment.results if one.verdict in UNASSESSED]
    if not gone:
        return ["Everything that should be assessed was."]
    grave = sum(one.check.severity in (Severity.CRITICAL, Severity.HIGH) for one in gone)
    serious = f", {grave:,} of them critical or high-severity" if grave else ""
    people = sum(one.verdict is Verdict.MANUAL for one in gone)
    refused = sum(one.status == "missing" and one.reason == "forbidden" for one in assessment.snapshot.collections)
    said = [f"{w.counted(len(gone), 'check')} could not be assessed{serious}, {_where(gone)}: problems may be hidden there."]
    said += [_asked(people, len(gone))] if people else []
    return said + ([f"{w.counted(refused, 'kind')} of data could not be read: the permission was refused."] if refused else [])


def _asked(people: int, gone: int) -> str:
    """Part of those that were counted a sentence before, never more of them."""
    who = "It" if people == gone == 1 else "All of them" if people == gone else f"{people:,} of them"
    return f"{who} {'waits' if people == 1 else 'wait'} for an answer that only a person can give."


def _where(gone: Sequence[Result]) -> str:
    """The themes that most of them belong to."""
    counts = Counter(shown(w.theme_name(one.check.theme), 60) for one in gone)
    if len(counts) == 1:
        return f"in {next(iter(counts))}"
    most = w.listed([f"{name} ({number})" for name, number in counts.most_common(NAMED)])
    return f"mostly in {most}" if len(counts) > NAMED else f"in {most}"


def _accepted(assessment: Assessment) -> list[str]:
    taken = [(one, finding, finding.exception) for one in assessment.results for finding in one.findings if finding.exception]
    if not taken:
        return ["No risk is accepted."]
    dated = sorted(((accepted.expires, finding.key, one, finding, accepted) for one, finding, accepted in taken if accepted.expires), key=lambda one: one[:2])
    until = assessment.snapshot.taken_at.date() + SOON
    soon = [row for row in dated if row[0] <= until]
    ends = _ends(len(soon), [row[0] for row in dated], len(taken) - len(dated))
    said = [f"{w.counted(len(taken), 'risk')} {'is' if len(taken) == 1 else 'are'} accepted: {ends}."]
    return said + [_one(result, finding, accepted) for _, _, result, finding, accepted in soon[:NAMED]]


def _ends(soon: int, dates: Sequence[date], endless: int) -> str:
    parts = [f"{soon:,} of them until a date within {SOON.days} days"] if soon else []
    parts += [f"none ends within {SOON.days} days, the first on {w.day(dates[0])}"] if dates and not soon else []
    return "; ".join((*parts, *([f"{endless:,} without an end date"] if endless else [])))


def _one(result: Result, finding: Finding, accepted: Acceptance) -> str:
    end = w.day(accepted.expires) if accepted.expires else "no date"
    aim = f"\N{LEFT DOUBLE QUOTATION MARK}{shown(result.check.title, 90)}\N{RIGHT DOUBLE QUOTATION MARK}"
    return f"Until {end}: {shown(finding.subject.label, 60)}, against {aim}, accepted by {shown(accepted.owner, 60) or 'nobody named'}."
