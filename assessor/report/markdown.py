"""report.md: the assessment for a ticket, a wiki or a pull request; short enough to be pasted, what it leaves out is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import UNASSESSED, Severity
from assessor.report import judgement as j
from assessor.report import wording as w
from assessor.report.documents import utc
from assessor.report.findings import acceptance_words
from assessor.report.key_figures import figures_of
from assessor.report.markup import cell, plain
from assessor.report.overridden import overridden
from assessor.report.since import since_view
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment, Finding, Result
    from assessor.report.view import FigureView

MOST = {Severity.CRITICAL: 10, Severity.HIGH: 5, Severity.MEDIUM: 3, Severity.LOW: 2, Severity.INFO: 2}
"""Findings of one check that are listed."""
ROOM = 32_000
"""Characters for lists of findings: with the rest it stays, as a rule, below what a comment on GitHub holds (65,536)."""
SAYS = 280
NAMED = 30
"""Rows of the shorter lists."""
ELSEWHERE = "`findings.xlsx` and `results.json` hold all of them"


def render_markdown(assessment: Assessment) -> str:
    """The report in GitHub's dialect, which wikis and ticket systems read as well."""
    return "\n".join(_lines(assessment)).rstrip() + "\n"


def _lines(assessment: Assessment) -> Iterator[str]:
    yield from _head(assessment)
    yield from _actions(assessment)
    yield from _findings(assessment)
    yield from _accepted(assessment)
    yield from _open(assessment)
    yield from _method(assessment)


def _head(assessment: Assessment) -> Iterator[str]:
    score, light = j.score_of(assessment), j.light_of(assessment)
    when = utc(assessment.snapshot.taken_at)
    yield f"# {w.TITLE}: {plain(shown(assessment.customer, 80) or j.tenant_name(assessment))}\n"
    yield f"Tenant {plain(j.tenant_name(assessment))}, as it was on {w.day(when)}.\n"
    yield f"**{plain(j.verdict_sentence(assessment))}**\n"
    yield "| Score | Grade | Coverage | Verdict |\n|---|---|---|---|"
    value = "not known" if score.number is None else f"{score.number} of 100"
    yield f"| {value} | {score.grade} | {score.coverage} | {light.word}: {cell(light.why)} |\n"
    if score.cap:
        yield f"{plain(score.cap)}\n"
    since = since_view(assessment)
    if since:
        yield f"Since {since.date}: {plain(' '.join(since.sentences))}\n"
    yield from (_figure(one) for one in figures_of(assessment))
    yield from (f"- Engagement file, {plain(shown(one.entry, 80))}: {plain(shown(one.says, SAYS))}" for one in assessment.engagement_problems[:NAMED])
    yield from (f"- Set by the engagement, {plain(name)}: {plain(value)}" for name, value in overridden(assessment))


def _figure(one: FigureView) -> str:
    change = f" {plain(one.change)}." if one.change else ""
    return f"- **{one.value}** {plain(one.label)}. {plain(one.detail)}{change}"


def _actions(assessment: Assessment) -> Iterator[str]:
    yield "\n## What to do first\n"
    actions = j.actions_of(assessment)
    for one in actions:
        yield f"{one.rank}. **{plain(one.title)}** ({plain(one.check)}, {one.severity.name.lower()}, {one.found}). {one.effect} Effort: {one.effort}."
        yield from (f"   {plain(says)}" for says in one.what)
    if not actions:
        yield "No check fails or partly fails among those that could be assessed."
    elif assessment.plan and len(assessment.plan.steps) > len(actions):
        yield f"\n{w.counted(len(assessment.plan.steps) - len(actions), 'more step')}, and how each is done: `plan.md`."


# ---- findings ----


def _findings(assessment: Assessment) -> Iterator[str]:
    """Check by check, the heaviest first, while there is room; the others as a table of counts."""
    results = j.in_order_of_weight(assessment)
    number = sum(one.counts for result in results for one in result.findings)
    fail = "fails or partly fails" if len(results) == 1 else "fail or partly fail"
    yield f"\n## Findings\n\n{w.counted(number, 'finding')} of {w.counted(len(results), 'check')} that {fail}." if results else "\n## Findings\n\nNone."
    room, left = ROOM, list(results)
    while left and (block := "\n".join(_check(left[0]))) and len(block) <= room:
        yield block
        room -= len(block)
        del left[0]
    if left:
        yield f"\n### {w.counted(len(left), 'more check')}, without their findings\n\nThe list ends here to stay short; {ELSEWHERE}.\n"
        yield "| Check | Severity | Verdict | Findings |\n|---|---|---|---|"
        yield from (_row(one) for one in left)


def _check(result: Result) -> list[str]:
    check = result.check
    open_ones = [one for one in result.findings if one.counts]
    most = MOST[check.severity]
    title = f"\n### {plain(check.id)} {plain(shown(check.title, SAYS))}\n"
    marks = f"{w.SEVERITIES[check.severity]} · {w.VERDICTS[result.verdict]} · {w.counted(len(open_ones), 'finding')}\n"
    lines = [title, marks, *(_finding(one) for one in open_ones[:most])]
    if len(open_ones) > most:
        lines.append(f"- … and {len(open_ones) - most:,} more: {ELSEWHERE}.")
    return lines


def _finding(one: Finding) -> str:
    sure = "" if one.confidence == "certain" else f" ({w.CONFIDENCES[one.confidence]})"
    return f"- {plain(shown(one.subject.label, 100))} {plain(shown(one.says, SAYS))}{sure}"


def _row(result: Result) -> str:
    check, number = result.check, sum(one.counts for one in result.findings)
    return f"| {cell(check.id)} {cell(shown(check.title, SAYS))} | {w.SEVERITIES[check.severity]} | {w.VERDICTS[result.verdict]} | {number:,} |"


def _accepted(assessment: Assessment) -> Iterator[str]:
    found = [(result, one) for result in assessment.results for one in result.findings if one.exception]
    if not found:
        return
    yield f"\n## Accepted risks\n\n{w.counted(len(found), 'finding')} under an exception: shown, and not counted.\n"
    for result, one in found[:NAMED]:
        yield f"- {plain(result.check.id)}: {_finding(one)[2:]}: {plain(acceptance_words(one.exception))}"
    if len(found) > NAMED:
        yield f"- … and {len(found) - NAMED:,} more: {ELSEWHERE}."


# ---- what is not known ----


def _open(assessment: Assessment) -> Iterator[str]:
    yield "\n## What could not be assessed\n"
    unknown = [one for one in assessment.results if one.verdict in UNASSESSED]
    if not unknown:
        yield "Everything that should be assessed was."
    else:
        yield "| Check | Severity | Why not |\n|---|---|---|"
        yield from (_unknown(one) for one in unknown[:NAMED])
        if len(unknown) > NAMED:
            yield f"\n… and {len(unknown) - NAMED:,} more: {ELSEWHERE}."
    yield from _missing(assessment)


def _unknown(result: Result) -> str:
    check = result.check
    why = cell(shown(result.reason, SAYS)) or w.VERDICTS[result.verdict]
    return f"| {cell(check.id)} {cell(shown(check.title, SAYS))} | {w.SEVERITIES[check.severity]} | {why} |"


def _missing(assessment: Assessment) -> Iterator[str]:
    """A licence that the tenant lacks hides nothing; everything else may."""
    gone = [one for one in assessment.snapshot.collections if one.status != "collected" and one.reason != "not_licensed"]
    if gone:
        names = [plain(shown(one.name)) for one in gone[:NAMED]]
        more = [f"{len(gone) - NAMED:,} more"] if len(gone) > NAMED else []
        yield f"\nMissing or partial in the snapshot: {w.listed([*names, *more])}."


def _method(assessment: Assessment) -> Iterator[str]:
    facts = assessment.snapshot
    packs = ", ".join(f"{shown(one.name)} {shown(one.version)}" for one in assessment.packs) or "none"
    yield "\n## Method\n"
    yield f"- Snapshot of {w.instant(utc(facts.taken_at))}, {'sealed' if facts.sealed else 'not sealed'}, {plain(shown(facts.digest))}"
    yield f"- {w.counted(len(assessment.results), 'check')} by assessor {plain(shown(assessment.tool_version))}, packs {plain(packs)}"
    yield f"- Engagement file: {plain(shown(assessment.engagement_file)) or 'none'}"
    yield "- Score: 100 · weight earned / weight judged: critical 10, high 6, medium 3, low 1; a partial check earns half; what was not judged is left out."
