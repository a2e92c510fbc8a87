"""plan.md: the remediation plan to copy into a ticket. Names in a tenant are written by strangers: nothing in them is markup here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report import wording as w
from assessor.report.documents import utc
from assessor.report.judgement import tenant_name
from assessor.report.markup import fenced, plain
from assessor.report.plan import note_views, plan_view
from assessor.report.text import shown, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment
    from assessor.report.view_plan import NoteView, PlanStepView

_NONE = "No plan was made with this assessment."


def plan_markdown(assessment: Assessment) -> bytes:
    """The whole plan."""
    return (whole("\n".join(_lines(assessment))).rstrip() + "\n").encode()


def _lines(assessment: Assessment) -> Iterator[str]:
    plan = plan_view(assessment)
    customer = shown(assessment.customer, 80) or tenant_name(assessment)
    yield f"# Remediation plan: {plain(customer)}"
    yield f"\nTenant {plain(shown(assessment.tenant.id))}, as of {w.instant(utc(assessment.snapshot.taken_at))}. {w.CLASSIFICATION}.\n"
    if plan is None:
        yield _NONE
        return
    yield plain(plan.lead)
    if plan.steps:
        yield f"\n{plain(plan.order)}\n\n{plain(plan.dated)}\n"
        yield "| # | Check | Step | Score | Ways to tier 0 | Effort | Owner | Before this |\n|---:|---|---|---:|---|---|---|---|"
        yield from (_row(one) for one in plan.steps)
    for step in plan.steps:
        yield from _step(step)
    yield from _notes(note_views(assessment))


def _row(one: PlanStepView) -> str:
    before = ", ".join(each.check for each in one.before) or "\N{EN DASH}"
    cells = (str(one.rank), one.check, plain(one.title), one.points, one.ways, one.effort, plain(one.owner), before)
    return f"| {' | '.join(cells)} |"


def _step(one: PlanStepView) -> Iterator[str]:
    yield f"\n## {one.rank}. {one.check} {plain(one.title)}\n"
    yield f"{one.verdict.name}, {one.severity.name.lower()} severity. {plain(one.effect)}\n"
    yield from (f"- **{name}:** {plain(text)}" for name, text in _facts(one) if text)
    yield from _numbered("In the portal", one.portal)
    if one.script:
        yield f"\n**As a script.** {plain(one.changes)} Delegated permissions: {plain(one.scopes)}."
        yield "\nIt reads first, and changes nothing while `$WhatIf` is `$true`."
        if one.left_out:
            yield f"\nNot in the script: {plain(one.left_out)}"
        yield f"\n{fenced(one.script)}"
    else:
        yield f"\n**No script.** {plain(one.no_script)}"
    yield f"\n**Verify.** {plain(one.verify)}"
    if one.undo:
        yield f"\n**Undo.** {plain(one.undo)}"


def _facts(one: PlanStepView) -> tuple[tuple[str, str], ...]:
    return (
        ("What", " ".join(one.what)),
        ("Why", one.why),
        ("For whom", one.concerned),
        ("Effort", f"{one.effort}: {one.takes}" if one.takes else one.effort),
        ("Owner", one.owner),
        ("Before this", ", ".join(each.check for each in one.before)),
        ("Mind", " ".join(one.caution)),
    )


def _numbered(title: str, steps: tuple[str, ...]) -> Iterator[str]:
    if steps:
        yield f"\n**{title}.**\n"
        yield from (f"{number}. {plain(text)}" for number, text in enumerate(steps, 1))


def _notes(notes: tuple[NoteView, ...]) -> Iterator[str]:
    if notes:
        yield "\n## Notes for operators"
    for one in notes:
        yield f"\n### {plain(one.title)}\n\n{plain(one.why)}\n"
        yield from (f"- {plain(text)}" for text in one.says)
        yield from (f"- {plain(link.text)}: <{link.href}>" for link in one.links)
