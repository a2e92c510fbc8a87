"""What paper leaves out: a cap on rows, with everything beyond it counted in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.model.words import Degree, Status
from assessor.report import wording as w
from assessor.report.judgement import in_order_of_weight, tenant_name
from assessor.report.page import page_view
from assessor.report.text import shown
from assessor.report.view import EvidenceView

if TYPE_CHECKING:
    from assessor.model.result import Assessment
    from assessor.report.view import CheckView, CollectionView, FindingView, PageView, PrincipalView, ReachView
    from assessor.report.view_access import AccessView

NODES, FIGURES = 18, 5
"""Nodes of a figure that still fit a page; roles that are drawn, Global Administrator first."""
COLUMNS = 5
"""Columns of a figure whose words can still be read on paper."""
WORST, FINDINGS, EVIDENCE = 12, 6, 3
"""Checks printed in full, findings of each, and rows of evidence of each finding."""
PRINCIPALS, WAYS = (60, 12), (2, 1)
"""Principals, and ways of each: to the first role, and to each other one, up to `REACHES` roles."""
REACHES, ROWS, PROBLEMS = 10, 150, 12
"""Roles with a table of ways; rows of any other table; entries of the engagement file."""
STEPS = 15
"""Steps of the remediation plan."""
CLASSES, POLICIES = 12, 40
"""Classes of people in a table of sign-ins; policies of Conditional Access."""
NAME = 48
"""Characters of a name on the cover and in the running heads."""
REASON, NOTES = 150, 3
"""Characters of a reason in a table of checks; notes of a check that is printed in full."""
ELSEWHERE = "in the HTML report"
LISTED = "in the HTML report and in findings.xlsx"
"""Where the complete lists stand."""
PLANNED = "in plan.md and in the HTML report"
"""Where the complete plan stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperView:
    """A page view cut to what somebody leafs through."""

    page: PageView
    worst: tuple[CheckView, ...]
    others: tuple[CheckView, ...]
    complete: str
    """The collections that are complete, in a sentence; the others have a table."""
    left_out: tuple[str, ...]
    """What is not printed, by kind."""
    plan_caption: str = ""
    plan_more: str = ""
    """Where the rest of the plan stands, counted; empty where there are no steps."""
    elsewhere: str = LISTED


def paper_view(assessment: Assessment) -> PaperView:
    """The same facts as the page, the long lists cut."""
    page = page_view(assessment, NODES, FIGURES)
    views = {check.id: check for theme in page.themes for check in theme.checks}
    ranked = [views[one.check.id] for one in in_order_of_weight(assessment)]
    worst = tuple(_few_notes(_cut_findings(one), NOTES) for one in ranked[:WORST])
    others = tuple(_few_notes(one, 0) for one in ranked[WORST : WORST + ROWS])
    complete = [one for one in page.collections if one.status.code == Status.COLLECTED]
    page = replace(page, collections=tuple(one for one in page.collections if one.status.code != Status.COLLECTED))
    cut = replace(
        page,
        customer=shown(assessment.customer, NAME) or tenant_name(assessment, NAME),
        reaches=tuple(_cut_ways(number, one) for number, one in enumerate(page.reaches[:REACHES])),
        access=_cut_access(page.access),
        roles=page.roles[:ROWS],
        accepted=page.accepted[:ROWS],
        passed=tuple(_few_notes(one, 0) for one in page.passed[:ROWS]),
        not_assessed=tuple(_few_notes(one, 2) for one in page.not_assessed[:ROWS]),
        not_applicable=tuple(_few_notes(one, 0) for one in page.not_applicable[:ROWS]),
        collections=page.collections[:ROWS],
        problems=page.problems[:PROBLEMS],
        plan=replace(page.plan, steps=page.plan.steps[:STEPS]) if page.plan else None,
    )
    caption, more = _plan_words(len(page.plan.steps) if page.plan else 0)
    return PaperView(
        page=cut,
        worst=worst,
        others=others,
        complete=_complete(complete),
        left_out=_left_out(page, ranked, others),
        plan_caption=caption,
        plan_more=more,
    )


def _plan_words(steps: int) -> tuple[str, str]:
    """Caption of the table, and what stands elsewhere: paper has neither scripts nor menus."""
    if not steps:
        return "", ""
    how = f"How each is done, by menu or by script, how to verify and how to undo it stands {PLANNED}."
    if steps <= STEPS:
        return "All steps, in the order in which to take them", how
    more = f"{w.counted(steps - STEPS, 'more step')} {'is' if steps == STEPS + 1 else 'are'} listed there."
    return f"The first {STEPS} of {steps:,} steps, in the order in which to take them", f"{how} {more}"


def _complete(collections: list[CollectionView]) -> str:
    names = w.listed([f"{one.name} ({one.count})" for one in collections])
    return f"{w.counted(len(collections), 'collection is', 'collections are')} complete; the number of rows stands beside each: {names}." if names else ""


def _few_notes(check: CheckView, most: int) -> CheckView:
    """Paper has no room for every note, nor for a reason that fills half a page."""
    more = len(check.notes) - most
    said = (f"{w.counted(more, 'more note' if most else 'note')} {ELSEWHERE}.",) if more > 0 else ()
    return replace(check, reason=few_reasons(check.reason), notes=(*(f"Note: {one}" for one in check.notes[:most]), *said))


def few_reasons(reason: str) -> str:
    """As many as fit, the rest counted: a reason is never cut in its middle while another one can be left out."""
    parts = reason.split("; ")
    counted = re.fullmatch(r"and (\d+) more", parts[-1])
    parts, more = (parts[:-1], int(counted[1])) if counted else (parts, 0)
    fit = [one for number, one in enumerate(parts) if not number or len("; ".join(parts[: number + 1])) <= REASON]
    left = len(parts) - len(fit) + more
    return "; ".join((*(shown(one, REASON) for one in fit), *((f"and {left} more",) if left else ())))


def _cut_access(access: AccessView) -> AccessView:
    """Classes of people and policies up to a bound each, the rest counted."""
    most = max((len(one.rows) for one in access.matrices), default=0) - CLASSES
    lists = ((most, "class", "classes", "of people"), (len(access.policies) - POLICIES, "policy", "policies", ""))
    said = [f"{w.counted(number, one, many)} {more}".strip() for number, one, many, more in lists if number > 0]
    return replace(
        access,
        matrices=tuple(replace(one, rows=one.rows[:CLASSES]) for one in access.matrices),
        policies=access.policies[:POLICIES],
        more=f"{w.listed(said)} more: {ELSEWHERE}." if said else "",
    )


def _cut_findings(check: CheckView) -> CheckView:
    every = sorted(check.findings + check.folded, key=lambda one: (bool(one.accepted), one.degree.code != Degree.FAIL))
    more = len(every) - FINDINGS
    return replace(
        check,
        findings=tuple(_cut_evidence(one) for one in every[:FINDINGS]),
        folded=(),
        more=f"{w.counted(more, 'more finding')} of this kind {'is' if more == 1 else 'are'} listed {LISTED}." if more > 0 else "",
    )


def _cut_evidence(finding: FindingView) -> FindingView:
    more = len(finding.evidence) - EVIDENCE
    said = EvidenceView(w.counted(more, "more row"), "", ELSEWHERE)
    return replace(finding, evidence=(*finding.evidence[:EVIDENCE], said)) if more > 0 else finding


def _cut_ways(number: int, reach: ReachView) -> ReachView:
    every, room, ways = reach.principals + reach.folded, PRINCIPALS[min(number, 1)], WAYS[min(number, 1)]
    more = len(every) - room
    said = f"{w.counted(more, 'more principal')} {'is' if more == 1 else 'are'} listed {ELSEWHERE}." if more > 0 else ""
    cut = replace(reach, principals=tuple(_few_ways(one, ways) for one in every[:room]), folded=(), more=said, voided=reach.voided[:room])
    wide = f"Not drawn here: the longest way has {reach.columns - 1} steps, too many for a page. The drawing stands {ELSEWHERE}; the table says the same."
    return replace(cut, drawing="", left_out=wide) if reach.columns > COLUMNS and reach.drawing else cut


def _few_ways(principal: PrincipalView, most: int) -> PrincipalView:
    more = len(principal.ways) - most
    note = f"{principal.note} {w.counted(more, 'more way')} {ELSEWHERE}.".strip()
    return replace(principal, ways=principal.ways[:most], note=note) if more > 0 else principal


def _left_out(page: PageView, ranked: list[CheckView], others: tuple[CheckView, ...]) -> tuple[str, ...]:
    """Every kind of thing that stands elsewhere, with its number."""
    lists = (
        (len(page.reaches) - REACHES, "role", "of tier 0"),
        (len(page.roles) - ROWS, "role", "in use"),
        (len(page.accepted) - ROWS, "accepted risk", ""),
        (len(page.passed) - ROWS, "check", "in order"),
        (len(page.not_assessed) - ROWS, "check", "that could not be assessed"),
        (len(page.not_applicable) - ROWS, "check", "that does not apply"),
        (len(page.collections) - ROWS, "collection", ""),
        (len(page.problems) - PROBLEMS, "entry", "of the engagement file"),
        (len(ranked) - WORST - len(others), "failing check", ""),
    )
    said = [f"{w.counted(number, one, 'entries' if one == 'entry' else None)} {more}".strip() for number, one, more in lists if number > 0]
    found = sum(len(one.findings) + len(one.folded) for one in ranked[WORST:])
    said += [f"{w.counted(found, 'finding')} of the checks that are only listed"] if found else []
    said += [f"{w.counted(sum(len(one.findings) + len(one.folded) for one in page.informed), 'finding')} for information"] if page.informed else []
    return tuple(said)
