"""findings.xlsx: the place of the full lists, a sheet each, for filtering, sorting and handing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import UNASSESSED, Verdict
from assessor.report import judgement as j
from assessor.report import wording as w
from assessor.report.documents import rounded, utc
from assessor.report.key_figures import figures_of
from assessor.report.overridden import overridden
from assessor.report.sheets import Column, Sheet, workbook_bytes
from assessor.report.text import shown
from assessor.report.view import Mark
from assessor.report.workbook_access import access_sheets
from assessor.report.workbook_findings import check_sheet, evidence_sheet, finding_sheet, full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment
    from assessor.report.sheets import Cell

NAMED = 12
"""Things that are not known and named in the overview; all stand in their own sheets."""


def render_xlsx(assessment: Assessment) -> bytes:
    """The workbook of an assessment."""
    sheets = (overview_sheet(assessment), finding_sheet(assessment), evidence_sheet(assessment), check_sheet(assessment), *access_sheets(assessment))
    author = shown(assessment.consultant, 120) or f"assessor {assessment.tool_version}"
    return workbook_bytes(sheets, f"{w.TITLE}: {j.tenant_name(assessment)}", author, utc(assessment.snapshot.taken_at))


def overview_sheet(assessment: Assessment) -> Sheet:
    """What was judged, what came of it, what nobody knows."""
    rows = (*_result(assessment), *_unknown(assessment), *_set(assessment), *_source(assessment), *_contents())
    return Sheet("Overview", j.verdict_sentence(assessment), (Column("Part", 18), Column("What", 50, wraps=True), Column("Value", 100, wraps=True)), rows)


def _result(assessment: Assessment) -> Iterator[tuple[Cell, ...]]:
    score, light = assessment.score, j.light_of(assessment)
    value = "nothing could be assessed" if score.value is None else f"{rounded(score.value)} of 100, grade {score.grade}"
    yield "Result", "Verdict", f"{light.word}: {light.why}"
    yield "Result", "Score", value
    if cap := j.score_of(assessment).cap:
        yield "Result", "Cap", cap
    yield "Result", "Coverage", f"{w.percent(score.coverage)} of what should be judged could be"
    for verdict in Verdict:
        yield "Result", Mark(verdict, w.VERDICTS[verdict]), w.counted(sum(one.verdict is verdict for one in assessment.results), "check")
    for figure in figures_of(assessment):
        yield "Figure", figure.label, f"{figure.value}: {figure.detail}{f' {figure.change}.' if figure.change else ''}"
    for theme in score.themes:
        value = "not known" if theme.value is None else f"{rounded(theme.value)} of 100"
        yield "Score by theme", full(w.theme_name(theme.theme)), f"{value}, coverage {w.percent(theme.coverage)}"


def _unknown(assessment: Assessment) -> Iterator[tuple[Cell, ...]]:
    """Missing is not empty: what no list can hold is said here."""
    checks = [one for one in assessment.results if one.verdict in UNASSESSED]
    missing = [one for one in assessment.snapshot.collections if one.status != "collected"]
    yield "Not known", "Checks without a verdict", f"{len(checks):,}, each with its reason in the sheet Checks" if checks else "none"
    for one in checks[:NAMED]:
        yield "Not known", full(f"{one.check.id} {one.check.title}"), full(one.reason)
    yield "Not known", "Data missing or partial", f"{w.counted(len(missing), 'collection')}, in the sheet Collections" if missing else "none"
    for problem in assessment.engagement_problems:
        yield "Not known", f"Engagement file, {full(problem.entry)}", full(problem.says)


def _set(assessment: Assessment) -> Iterator[tuple[Cell, ...]]:
    """What a person set or said, and no data."""
    for name, value in overridden(assessment):
        yield "Set by the engagement", full(name), full(value)
    for one in assessment.results:
        if one.answered:
            said = f"{one.answered.answer}, by {full(one.answered.by) or 'nobody named'}, {w.day(one.answered.on) if one.answered.on else 'no date'}"
            yield "Answered by a person", full(f"{one.check.id} {one.check.title}"), said


def _source(assessment: Assessment) -> Iterator[tuple[Cell, ...]]:
    tenant, facts = assessment.tenant, assessment.snapshot
    yield "Source", "Customer", full(assessment.customer) or "not said"
    yield "Source", "Tenant", f"{j.tenant_name(assessment)} ({full(tenant.id)})"
    yield "Source", "Default domain", full(tenant.default_domain) or "not known"
    yield "Source", "Snapshot taken", w.instant(utc(facts.taken_at))
    yield "Source", "Scope", full(facts.scope) or "not said"
    yield "Source", "Sealed", "yes" if facts.sealed else "no: files could have been changed after they were collected"
    yield "Source", "Digest", full(facts.digest)
    yield "Source", "Engagement file", full(assessment.engagement_file) or "none"
    yield "Source", "Assessor", full(assessment.tool_version)
    yield "Source", "Packs of checks", ", ".join(f"{full(one.name)} {full(one.version)}" for one in assessment.packs) or "none"


def _contents() -> Iterator[tuple[Cell, ...]]:
    for name, says in (
        ("Findings", "One row a finding, accepted risks too"),
        ("Evidence", "One row for each row of the snapshot that a finding rests on"),
        ("Checks", "Every check with its verdict, or the reason why it has none"),
        ("People × roles", "Everybody who can become administrator, by role of tier 0"),
        ("Ways to tier 0", "The same, one row a principal and role, with the way in words"),
        ("Assignments", "Who holds, or is eligible for, which role"),
        ("PIM policies", "What an activation asks for, role by role and group by group"),
        ("Conditional Access", "Every policy and how many privileged people it reaches"),
        ("Roles in use", "How each role is held"),
        ("Collections", "What the snapshot holds, and what it lacks and why"),
    ):
        yield "Contents", name, says
