"""Per check before → after, with what became of its findings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assessor.model.comparison import CheckChange, FindingChange
from assessor.model.series import Course
from assessor.model.words import JUDGED, Severity, Verdict
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_view import CheckGroupView, ComparedCheckView, ComparedFindingView
from assessor.report.documents import utc
from assessor.report.findings import LONG, anchor_of, severity_mark, thing_view
from assessor.report.text import shown
from assessor.report.view import Mark
from assessor.report.ways import ids_on_ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.comparison import ComparedCheck, ComparedFinding, Comparison
    from assessor.model.result import Result

OPEN = 6
"""Findings of a check that stand open: those that call for attention; the others are one click away."""
CALLING = (FindingChange.REGRESSED, FindingChange.NEW, FindingChange.NO_LONGER_ASSESSED, FindingChange.NEWLY_ASSESSED)
OTHER = "other_findings"
STILL = "unchanged"


class Judged:
    """All checks of a comparison as views, in groups."""

    def __init__(self, comparison: Comparison) -> None:
        """Sort them by what became of them."""
        self._tier0 = ids_on_ways(comparison.before) | ids_on_ways(comparison.after)
        self._moments = comparison.series.moments if comparison.series else ()
        self._findings: dict[str, list[ComparedFinding]] = {}
        for one in comparison.findings:
            self._findings.setdefault(one.check.id, []).append(one)
        self._by_group: dict[str, list[ComparedCheck]] = {}
        for check in comparison.checks:
            self._by_group.setdefault(self._group_of(check), []).append(check)
        self.quiet = tuple(self._view(one) for one in self._by_group.get("quiet", ()))
        self.groups = tuple(self._groups((*map(str, cw.CHECK_ORDER[:-1]), OTHER)))
        self.still = tuple(self._groups((STILL,)))

    def _group_of(self, check: ComparedCheck) -> str:
        if check.change is not CheckChange.UNCHANGED:
            return str(check.change)
        found = self._findings.get(check.info.id, ())
        if any(one.change not in (FindingChange.UNCHANGED, FindingChange.EXCEPTED) for one in found):
            return OTHER
        return STILL if found else "quiet"

    def _groups(self, codes: Iterable[str]) -> Iterator[CheckGroupView]:
        for code in codes:
            checks = sorted(self._by_group.get(code, ()), key=lambda one: tuple(Severity).index(one.info.severity))
            if checks:
                name, meaning = cw.GROUPS[code]
                yield CheckGroupView(f"became-{code}", Mark(code, name), meaning, w.counted(len(checks), "check"), tuple(self._view(one) for one in checks))

    def _view(self, one: ComparedCheck) -> ComparedCheckView:
        found = sorted(self._findings.get(one.info.id, ()), key=lambda each: tuple(cw.FINDINGS).index(each.change))
        calling = [each for each in found if each.change in CALLING]
        rest = calling[OPEN:] + [each for each in found if each.change not in CALLING]
        return ComparedCheckView(
            id=shown(one.info.id),
            title=shown(one.info.title, LONG),
            severity=severity_mark(one.info.severity),
            before=_verdict(one.before),
            after=_verdict(one.after),
            reason=shown(_reason(one), LONG),
            counts=finding_counts(found) if calling else "",
            total=finding_counts(found),
            findings=tuple(self._finding(each) for each in calling[:OPEN]),
            folded=tuple(self._finding(each) for each in rest),
            more=_more(rest, beside=bool(calling)),
        )

    def _finding(self, one: ComparedFinding) -> ComparedFindingView:
        finding, subject = one.finding, thing_view(one.finding.subject)
        says = shown(finding.says, LONG)
        on_way = self._tier0 & {finding.subject.id, *(edge.target.id for edge in finding.path)}
        return ComparedFindingView(
            anchor=anchor_of(finding),
            subject=subject,
            says=says.removeprefix(subject.name).strip() or says,
            why="; ".join(part for part in (_why(one), self._since(one.course)) if part),
            change=cw.mark(one.change, cw.FINDINGS),
            severity=severity_mark(finding.severity or one.check.severity),
            tier="0" if on_way else "other",
        )

    def _since(self, course: Course | None) -> str:
        """Where a finding of a series began."""
        if course is None or course.since is None or not self._moments:
            return ""
        began = w.day(utc(self._moments[course.since].taken_at))
        if course.absent_until is None:
            return f"there since {began} or longer"
        return f"it had been fixed, and is back since {began}" if course.is_regressed else f"there since {began}"


def _more(rest: list[ComparedFinding], *, beside: bool) -> str:
    """What is behind the fold; where nothing stands before it, what became of them."""
    if not rest or beside:
        return w.counted(len(rest), "more finding") if rest else ""
    changes = {one.change for one in rest}
    word = {FindingChange.FIXED: "fixed finding", FindingChange.EXCEPTED: "accepted risk"}.get(rest[0].change, "finding") if len(changes) == 1 else ""
    return w.counted(len(rest), word) if word else f"{w.counted(len(rest), 'finding')}: {finding_counts(rest)}"


def _why(one: ComparedFinding) -> str:
    told = one.change in (FindingChange.FIXED, FindingChange.NEW) or (one.change is FindingChange.REGRESSED and one.course is not None)
    return "" if told else shown(one.why, LONG)


def _verdict(result: Result) -> Mark:
    return Mark(result.verdict, w.VERDICTS[result.verdict])


def _reason(one: ComparedCheck) -> str | None:
    """Why a side has no judgement."""
    if one.after.verdict not in JUDGED:
        return one.after.reason
    return one.before.reason if one.before.verdict not in JUDGED else None


def finding_counts(found: Iterable[ComparedFinding]) -> str:
    """11 fixed, 2 still there."""
    count = Counter(one.change for one in found)
    words = {**{change: name.lower() for change, (name, _) in cw.FINDINGS.items()}, FindingChange.UNCHANGED: "still there", FindingChange.EXCEPTED: "accepted"}
    return ", ".join(f"{count[change]:,} {word}" for change, word in words.items() if count[change])


def still_open(comparison: Comparison) -> list[tuple[Result, int]]:
    """Checks that fail or partly fail in the end, the gravest first, with how many findings count."""
    failing = [one.after for one in comparison.checks if one.after.verdict in (Verdict.FAIL, Verdict.PARTIAL)]
    ranked = sorted(failing, key=lambda one: (tuple(Severity).index(one.check.severity), one.verdict is not Verdict.FAIL))
    return [(one, sum(finding.counts for finding in one.findings)) for one in ranked]
