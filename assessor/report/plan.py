"""The plan and the notes for operators, made into what templates and Markdown print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.model.plan import COST, MOST_PEOPLE, PERSON, Effort
from assessor.model.words import UNASSESSED, Kind
from assessor.report import wording as w
from assessor.report.findings import severity_mark
from assessor.report.text import prose, shown
from assessor.report.view import LinkView, Mark
from assessor.report.view_plan import NoteView, PlanStepView, PlanView, StepLinkView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.model.plan import Effect, OperatorNote, Plan, PlanStep
    from assessor.model.result import Assessment, Thing

NAMES = 8
"""Names that a sentence lists."""
LONG = 400
EFFORTS = {Effort.SMALL: "Small", Effort.MEDIUM: "Medium", Effort.LARGE: "Large"}
NOBODY = "\N{EN DASH}"
UNSAID = "Not said"


def plan_view(assessment: Assessment) -> PlanView | None:
    """The plan in words; None where none was made."""
    plan = assessment.plan
    if plan is None:
        return None
    return PlanView(
        lead=_lead(plan, sum(one.verdict in UNASSESSED for one in assessment.results)),
        order=_order(),
        dated=f"Menus, cmdlets, paths and permissions as of {plan.as_of}; Microsoft moves them. Nothing here is ever carried out by this tool.",
        steps=tuple(_step(one) for one in plan.steps),
        scripts=sum(one.script is not None for one in plan.steps),
    )


def note_views(assessment: Assessment) -> tuple[NoteView, ...]:
    """The notes that apply."""
    return tuple(_note(one) for one in assessment.operator_notes)


def effect_words(effect: Effect) -> str:
    """What a step gives, in sentences, with names."""
    sentences = [_points(effect)]
    if effect.closed:
        sentences.append(f"Closes every way to tier 0 for {_counted(effect.closed)}: {names(effect.closed)}.")
    if effect.rested:
        sentences.append(f"Ends standing access to tier 0 for {_counted(effect.rested)}: {names(effect.rested)}.")
    return " ".join(sentences)


def effort_words(step: PlanStep | None) -> str:
    """How much work a step is, where its remedy says so."""
    return EFFORTS[step.effort] if step and step.effort else UNSAID


def effect_in_short(effect: Effect) -> str:
    """The same without names and without a word of the trade, for whoever reads one page."""
    sentences = [_points(effect)]
    if effect.closed:
        sentences.append(f"{_counted(effect.closed)} can no longer get at the most powerful roles.")
    if effect.rested:
        hold = "holds" if len(effect.rested) == 1 else "hold"
        sentences.append(f"{_counted(effect.rested)} no longer {hold} the most powerful roles around the clock.")
    return " ".join(sentences)


def _points(effect: Effect) -> str:
    gain = "less than a point" if effect.points < 1 else f"about {w.counted(round(effect.points), 'point')}"
    return f"Raises the score by {gain}{' and lifts the cap on the grade' if effect.lifts_cap else ''}."


def _counted(things: Sequence[Thing]) -> str:
    people = all(one.kind is Kind.USER for one in things)
    one, many = ("person", "people") if people else ("person or application", "people and applications")
    return f"{len(things):,} {one if len(things) == 1 else many}"


def names(things: Sequence[Thing]) -> str:
    """The first names, and how many more."""
    first = [shown(one.label, 60) for one in things[:NAMES]]
    more = len(things) - len(first)
    return w.listed([*first, f"{more:,} more"] if more > 0 else first)


def step_anchor(check: str) -> str:
    """A place in the page for a step; the id of a pack's check may hold only what ids hold."""
    return f"step-{re.sub(r'[^A-Za-z0-9-]', '', check)}"


def _lead(plan: Plan, unassessed: int) -> str:
    if not plan.steps:
        nothing = "No check fails or partly fails among those that could be assessed"
        return f"{nothing}; {w.counted(unassessed, 'check')} could not be, and may hide something." if unassessed else f"{nothing}: there is nothing to do."
    steps = f"{w.counted(len(plan.steps), 'step')}."
    if not plan.reaching:
        return steps
    who = "1 person or application" if plan.reaching == 1 else f"{plan.reaching:,} people and applications"
    have = "has" if plan.reaching == 1 else "have"
    least = " The snapshot lacks some of what ways rest on, so there may be more." if plan.incomplete else ""
    now = f"Today {who} besides the emergency accounts {have} a way to tier 0; {_stand(plan.standing)} there without activating anything.{least}"
    then = f"When every step is done whose effect on the ways can be worked out, {_keep(plan.left)} a way and {_stand(plan.left_standing)} there."
    return f"{steps} {now} {then} What is printed with a step is the effect of that step alone."


def _stand(number: int) -> str:
    return f"{number:,} {'stands' if number == 1 else 'stand'}" if number else "nobody stands"


def _keep(number: int) -> str:
    return f"{number:,} {'keeps' if number == 1 else 'keep'}" if number else "nobody keeps"


def _order() -> str:
    costs = ", ".join(f"{COST[one]:g}" for one in Effort)
    return (
        f"Effect against effort: the weight of the check in the score, plus {PERSON:g} for each principal (at most {MOST_PEOPLE}) who "
        f"loses the last way to tier 0 or no longer stands there, divided by {costs} for a small, medium or large effort. What another step waits for "
        "comes before it."
    )


def _step(step: PlanStep) -> PlanStepView:
    check, script = step.check, step.script
    why = prose(check.rationale)
    return PlanStepView(
        rank=step.rank,
        anchor=step_anchor(check.id),
        check=check.id,
        check_anchor=f"check-{check.id}",
        title=shown(check.title, LONG),
        severity=severity_mark(check.severity),
        verdict=Mark(step.verdict, w.VERDICTS[step.verdict]),
        what=prose(check.remedy),
        why=why[0] if why else "",
        concerned=f"{w.counted(step.found, 'finding')}: {names(step.subjects)}" if step.subjects else w.counted(step.found, "finding"),
        effect=effect_words(step.effect),
        points=f"+{step.effect.points:.1f}",
        ways=_ways(step.effect),
        effort=effort_words(step),
        takes=step.takes,
        owner=step.owner or UNSAID,
        before=tuple(StepLinkView(one, step_anchor(one)) for one in step.before),
        caution=step.caution,
        portal=step.portal,
        script=script.text if script else "",
        scopes=", ".join(script.scopes) if script else "",
        changes=script.changes if script else "",
        left_out=script.left_out if script else "",
        no_script=step.no_script,
        verify=step.verify,
        undo=step.undo,
    )


def _ways(effect: Effect) -> str:
    parts = [(len(effect.closed), "loses every way", "lose every way"), (len(effect.rested), "no longer stands", "no longer stand")]
    return w.listed([f"{number:,} {one if number == 1 else many}" for number, one, many in parts if number]) or NOBODY


def _note(note: OperatorNote) -> NoteView:
    links = tuple(LinkView(address, shown(name, 90)) for name, address in note.links if re.fullmatch(r"https://[!-~]+", address))
    return NoteView(title=note.title, why=note.why, says=note.says, links=links, talk=note.talk)
