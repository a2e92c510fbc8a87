"""From findings to a verdict: any fail → fail, else any partial → partial, else pass; no data is neither."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.result import Finding, Result
from assessor.model.words import SEVERITIES, Degree, ReasonCode, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.checkkit.case import Case
    from assessor.checkkit.declare import Check
    from assessor.model.result import Unknown
    from assessor.model.table import Missing

_NAMED = 3
"""So many missing things are named in a reason; the rest is counted."""


def named(check: Check, finding: Finding) -> Finding:
    """The finding with its key and a severity of its own."""
    extra = f":{finding.distinct}" if finding.distinct else ""
    key = f"{check.info.id}:{finding.subject.kind}:{finding.subject.id}{extra}"
    return replace(finding, key=key, severity=finding.severity or check.info.severity)


def merged(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each key once, by key: of two findings on one thing the worse one stands, with the rows of both."""
    found: dict[str, Finding] = {}
    for finding in findings:
        other = found.get(finding.key)
        worse, milder = (finding, other) if other is None or _badness(finding) < _badness(other) else (other, finding)
        rows = tuple(dict.fromkeys((*worse.evidence, *(milder.evidence if milder else ()))))
        found[finding.key] = replace(worse, evidence=rows)
    return tuple(found[key] for key in sorted(found))


def _badness(finding: Finding) -> tuple[bool, int]:
    return finding.degree is not Degree.FAIL, SEVERITIES.index(finding.severity) if finding.severity else 0


def settle(check: Check, case: Case, findings: tuple[Finding, ...]) -> Result:
    """The verdict over findings whose exceptions were applied."""
    counting = {finding.degree for finding in findings if finding.counts}
    if Degree.FAIL not in counting and case.unknowns:
        return _undecided(check, case, findings)
    population = max(case.population, len({(one.subject.kind, one.subject.id) for one in findings}))
    if not population:
        reason = "there is nothing in this tenant that the check is about"
        return Result(
            check=check.info, verdict=Verdict.NOT_APPLICABLE, reason=reason, reason_code=ReasonCode.NOTHING_TO_JUDGE, population=0, notes=tuple(case.notes)
        )
    verdict = Verdict.FAIL if Degree.FAIL in counting else Verdict.PARTIAL if counting else Verdict.PASS
    notes = (*case.notes, *(f"Not known: {one.says}." for one in case.unknowns))
    return Result(check=check.info, verdict=verdict, population=population, findings=findings, notes=notes, unknowns=tuple(case.unknowns))


def _undecided(check: Check, case: Case, findings: tuple[Finding, ...]) -> Result:
    # what was seen so far is told as notes: a finding that counts would make a verdict
    seen = tuple(f"Seen so far: {finding.subject.label} {finding.says}." for finding in findings if finding.counts)
    shown = tuple(finding for finding in findings if not finding.counts)
    codes = {one.code for one in case.unknowns}
    return Result(
        check=check.info,
        verdict=Verdict.NOT_ASSESSED,
        reason=_sentence([one.says for one in case.unknowns]),
        reason_code=codes.pop() if len(codes) == 1 else ReasonCode.UNKNOWN_DATA,
        findings=shown,
        notes=(*case.notes, *seen),
    )


def unassessed(check: Check, case: Case, missing: list[Missing]) -> Result:
    """Why a check whose needs are not met has no verdict; it names what is missing."""
    reason = _sentence([one.says for one in missing])
    unlicensed = all(one.is_unlicensed for one in missing)
    if check.asks:
        verdict, code, reason = Verdict.MANUAL, ReasonCode.NEEDS_PERSON, f"{check.asks} ({reason})"
    elif unlicensed:
        verdict, code = Verdict.NOT_APPLICABLE, ReasonCode.NOT_LICENSED
    else:
        verdict, code = Verdict.NOT_ASSESSED, next(one.reason_code for one in missing if not one.is_unlicensed)
    return Result(check=check.info, verdict=verdict, reason=reason, reason_code=code, notes=tuple(case.notes))


def _sentence(parts: list[str]) -> str:
    rest = len(parts) - _NAMED
    return "; ".join(parts[:_NAMED]) + (f"; and {rest} more" if rest > 0 else "")


def unknown_words(unknowns: Iterable[Unknown]) -> list[str]:
    """What is not known, as sentences."""
    return [one.says for one in unknowns]
