"""The first page: the light, the sentence, the figures and what to do first, all derived from the assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.plan import Effect, PlanStep, ordered
from assessor.model.weights import lost, points
from assessor.model.words import Severity, Verdict
from assessor.report import wording as w
from assessor.report.documents import rounded
from assessor.report.plan import effect_in_short, effort_words
from assessor.report.text import prose, shown
from assessor.report.view import ActionView, LightView, Mark, ScoreView

if TYPE_CHECKING:
    from assessor.model.result import Assessment, Result

ACTIONS = 5
RED_BELOW, GREEN_FROM, COVERED_FROM = 60, 90, 0.8
UNSEEN, GUARDED = "Good, as far as is known", "Well guarded"
NOTHING_GRAVE = "no critical or high-severity check fails"
SEEN = f"{w.percent(COVERED_FROM)} of what should be judged could be"

LIGHTS = (
    ("Red", f"A critical check fails, or the score is below {RED_BELOW}."),
    (
        "Amber",
        f"Not red, and the score is below {GREEN_FROM}, or a high-severity check fails, or less than {SEEN}.",
    ),
    (
        "Green",
        f"The score is {GREEN_FROM} or more, no critical or high-severity check fails, and at least {SEEN}.",
    ),
    ("Grey", "Nothing could be assessed."),
)


def light_of(assessment: Assessment) -> LightView:
    """The traffic light by the thresholds that the appendix prints."""
    value, coverage = assessment.score.value, assessment.score.coverage or 0.0
    critical, high = failing(assessment, Severity.CRITICAL), failing(assessment, Severity.HIGH)
    if value is None:
        return LightView("grey", "Not known", "Nothing could be assessed.")
    if critical or value < RED_BELOW:
        return LightView(
            "red",
            "Act now",
            f"{w.counted(critical, 'critical check')} {'fails' if critical == 1 else 'fail'}." if critical else f"The score is below {RED_BELOW}.",
        )
    if high or value < GREEN_FROM:
        return LightView(
            "amber",
            "Gaps to close",
            f"{w.counted(high, 'high-severity check')} {'fails' if high == 1 else 'fail'}." if high else f"The score is below {GREEN_FROM}.",
        )
    if coverage < COVERED_FROM:
        return LightView("amber", UNSEEN, f"Only {w.percent(coverage)} of what should be judged could be.")
    return LightView("green", GUARDED, "No critical or high-severity check fails.")


def verdict_sentence(assessment: Assessment) -> str:
    """The report in one sentence, for somebody with one minute."""
    light, name = light_of(assessment), tenant_name(assessment)
    if light.code == "grey":
        return f"Nothing can be said about {name}: the snapshot holds nothing that a check could judge."
    return f"Privileged access in {name} {_opening(light)}: {_because(light, assessment)}.{_caution(assessment.score.coverage)}"


def _opening(light: LightView) -> str:
    """What the light says; amber for want of data alone names no gap."""
    if light.word == UNSEEN:
        return "is well guarded as far as is known"
    return {"red": "needs action now", "amber": "has gaps that should be closed", "green": "is well guarded"}[light.code]


def _because(light: LightView, assessment: Assessment) -> str:
    """The worse half first: nobody needs action because nobody holds a role."""
    people, fails = _people_clause(assessment), _failing_clause(assessment)
    if light.word in (UNSEEN, GUARDED) or assessment.people["globalAdministrator"].standing:
        return f"{people}, and {fails or NOTHING_GRAVE}"
    reason = fails or light.why.rstrip(".").lower()
    return f"{reason}, though {people}" if assessment.people["globalAdministrator"].standing == 0 else f"{reason}, and {people}"


def _caution(coverage: float | None) -> str:
    """Little coverage belongs into the verdict, whatever its colour."""
    return f" Only {w.percent(coverage)} of what should be judged could be." if coverage is not None and coverage < COVERED_FROM else ""


def _people_clause(assessment: Assessment) -> str:
    standing = assessment.people["globalAdministrator"].standing
    if standing is None:
        return "it is not known how many people hold Global Administrator around the clock"
    who = "nobody but the emergency accounts holds" if standing == 0 else "1 person holds" if standing == 1 else f"{standing:,} people hold"
    return f"{who} Global Administrator around the clock"


def _failing_clause(assessment: Assessment) -> str:
    counts = {"critical": failing(assessment, Severity.CRITICAL), "high-severity": failing(assessment, Severity.HIGH)}
    words = " and ".join(f"{number} {name}" for name, number in counts.items() if number)
    total = sum(counts.values())
    return f"{words} {'check fails' if total == 1 else 'checks fail'}" if words else ""


def failing(assessment: Assessment, *severities: Severity) -> int:
    """How many checks of these severities fail."""
    return sum(one.verdict is Verdict.FAIL and one.check.severity in severities for one in assessment.results)


def tenant_name(assessment: Assessment, limit: int = 80) -> str:
    """The customer as a reader knows the tenant; the id where it has no name."""
    tenant = assessment.tenant
    return shown(tenant.display_name or tenant.default_domain or assessment.customer or tenant.id, limit)


def score_of(assessment: Assessment) -> ScoreView:
    """The score, with what caps it."""
    score = assessment.score
    number = rounded(score.value)
    title = next((one.check.title for one in assessment.results if one.check.id == score.capped_by), "")
    cap = f"The grade is capped at {score.grade} because {score.capped_by} fails: {shown(title)}." if score.capped_by else ""
    covered = 0 if score.coverage is None else int(score.coverage * 100 + 0.5)
    return ScoreView(
        value="\N{EN DASH}" if number is None else str(number),
        number=number,
        grade=score.grade or "\N{EN DASH}",
        cap=cap,
        coverage=w.percent(score.coverage),
        covered=covered,
    )


def in_order_of_weight(assessment: Assessment) -> list[Result]:
    """Results that fail or partly fail, the heaviest first, then those with more findings, then the catalogue's order."""
    open_ones = [one for one in assessment.results if one.verdict in (Verdict.FAIL, Verdict.PARTIAL)]
    return sorted(open_ones, key=lambda one: (-lost(one), -sum(finding.counts for finding in one.findings)))


def actions_of(assessment: Assessment) -> tuple[ActionView, ...]:
    """What to do first: the first steps of the plan; without one, by the same order as far as it goes."""
    return tuple(_action(rank, one, assessment) for rank, one in enumerate(in_order_of_use(assessment)[:ACTIONS], 1))


def in_order_of_use(assessment: Assessment) -> tuple[Result, ...]:
    """Results that fail or partly fail, in the order of the plan."""
    if assessment.plan is None:
        return ordered(assessment.results)
    by_id = {one.check.id: one for one in assessment.results}
    return tuple(by_id[step.check.id] for step in assessment.plan.steps)


def _action(rank: int, result: Result, assessment: Assessment) -> ActionView:
    check, found = result.check, sum(one.counts for one in result.findings)
    return ActionView(
        rank=rank,
        title=shown(check.title),
        check=check.id,
        anchor=f"check-{check.id}",
        what=prose(check.remedy)[:1],
        severity=Mark(check.severity, w.SEVERITIES[check.severity]),
        verdict=Mark(result.verdict, w.VERDICTS[result.verdict]),
        effect=_effect(result, assessment),
        gain=_gain(result, assessment),
        effort=effort_words(_step_of(result, assessment)).lower(),
        found=w.counted(found, "finding"),
    )


def _effect(result: Result, assessment: Assessment) -> str:
    """What it gives; the formula of the points stands in the appendix."""
    step = _step_of(result, assessment)
    return effect_in_short(step.effect if step else _effect_alone(result, assessment))


def _gain(result: Result, assessment: Assessment) -> str:
    """The points alone, for a narrow column."""
    step = _step_of(result, assessment)
    effect = step.effect if step else _effect_alone(result, assessment)
    gain = "less than a point" if effect.points < 1 else f"+{w.counted(round(effect.points), 'point')}"
    return f"{gain}, lifts the cap on the grade" if effect.lifts_cap else gain


def _effect_alone(result: Result, assessment: Assessment) -> Effect:
    """Without a plan nobody worked out whose ways it closes."""
    only = failing(assessment, Severity.CRITICAL) == 1 and result.check.id == assessment.score.capped_by
    return Effect(points=points(result, assessment.results), lifts_cap=only)


def _step_of(result: Result, assessment: Assessment) -> PlanStep | None:
    steps = assessment.plan.steps if assessment.plan else ()
    return next((one for one in steps if one.check.id == result.check.id), None)
