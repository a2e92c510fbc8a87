"""One plan for the tenant: every check that fails or partly fails, the most useful step first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.checkkit.remedy import AS_OF, Job
from assessor.model.plan import Effect, Order, Plan, PlanStep, Script, ordered
from assessor.model.weights import points
from assessor.model.words import Severity, Verdict
from assessor.remedy.effects import Ways, given_back, takes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.checkkit.remedy import Note, Remedy
    from assessor.checkkit.study import Study
    from assessor.graph.removal import Removal
    from assessor.model.plan import OperatorNote
    from assessor.model.result import Result, Thing


_VERIFY = "Collect a new snapshot and assess it: {} passes once all of the above is done and switched on."


@dataclass(frozen=True, slots=True)
class _Draft:
    """A step before its place is known."""

    result: Result
    job: Job
    remedy: Remedy | None
    effect: Effect


def plan_of(study: Study, results: Sequence[Result], remedies: Mapping[str, Remedy], capped_by: str | None = None) -> Plan:
    """The plan; `capped_by` is the check that caps the grade.

    Each effect is that of its step alone; what all of them leave is worked out once more at the end.
    """
    ways = Ways(study)
    critical = [one.check.id for one in results if one.check.severity is Severity.CRITICAL and one.verdict is Verdict.FAIL]
    capping = capped_by if critical == [capped_by] else None
    drafts = {one.check.id: _draft(study, ways, one, points(one, results), remedies.get(one.check.id)) for one in ordered(results)}
    drafts = {key: replace(one, effect=replace(one.effect, lifts_cap=key == capping)) for key, one in drafts.items()}
    order = Order(
        people={key: len(one.effect.closed) + len(one.effect.rested) for key, one in drafts.items()},
        efforts={key: one.remedy.effort for key, one in drafts.items() if one.remedy},
        before={key: one.remedy.after for key, one in drafts.items() if one.remedy},
    )
    steps = tuple(_step(rank, drafts[one.check.id], drafts) for rank, one in enumerate(ordered(results, order), 1))
    left = _after_all(ways, drafts)
    return Plan(
        as_of=AS_OF,
        steps=steps,
        reaching=len(ways.now.everybody),
        left=left[0],
        standing=len(ways.now.standing),
        left_standing=left[1],
        incomplete=ways.now.incomplete,
    )


def operator_notes(study: Study, results: Sequence[Result], notes: Sequence[Note]) -> tuple[OperatorNote, ...]:
    """Those that apply to this tenant, in the order in which their packs want them read."""
    written = (one.write(study, results) for one in sorted(notes, key=lambda one: one.place))
    return tuple(note for note in written if note)


def _draft(study: Study, ways: Ways, result: Result, gain: float, remedy: Remedy | None) -> _Draft:
    job = Job(result.check, tuple(one for one in result.findings if one.counts), study)
    taken = takes(remedy, job)
    closed, rested = ways.gained(ways.after(taken, given_back(remedy, job))) if remedy and taken else ((), ())
    return _Draft(result, job, remedy, Effect(points=gain, closed=closed, rested=rested))


def _after_all(ways: Ways, drafts: Mapping[str, _Draft]) -> tuple[int, int]:
    """(principals with a way, those that stand) when every step is done whose removals are known."""
    removals: list[Removal] = []
    eligible: set[str] = set()
    gone: set[str] = set()
    for one in drafts.values():
        taken = takes(one.remedy, one.job)
        back = given_back(one.remedy, one.job) if one.remedy and taken else frozenset()
        removals += taken
        eligible |= back
        gone |= {removal.source.id.lower() for removal in taken} - back
    left = ways.after(removals, frozenset(eligible - gone)) if removals else ways.now
    return len(left.everybody), len(left.standing)


def _step(rank: int, draft: _Draft, drafts: Mapping[str, _Draft]) -> PlanStep:
    remedy, result = draft.remedy, draft.result
    script, no_script = _script(draft)
    return PlanStep(
        rank=rank,
        check=result.check,
        verdict=result.verdict,
        found=len(draft.job.findings),
        subjects=_subjects(draft.job),
        effect=draft.effect,
        effort=remedy.effort if remedy else None,
        takes=remedy.takes if remedy else "",
        owner=remedy.owner if remedy else "",
        before=tuple(one for one in remedy.after if one in drafts) if remedy else (),
        caution=remedy.caution if remedy else (),
        portal=remedy.portal if remedy else (),
        script=script,
        no_script=no_script,
        verify=f"{_VERIFY.format(result.check.id)} To look at it alone: assessor assess SNAPSHOT --checks {result.check.id}",
        undo=remedy.undo if remedy else "",
    )


def _script(draft: _Draft) -> tuple[Script | None, str]:
    if draft.remedy is None:
        return None, "The pack that brought this check says no more than its remedy."
    try:
        written = draft.remedy.script(draft.job) if draft.remedy.script else draft.remedy.no_script
    except Exception as bug:  # as in the engine: a bug in one remedy must not cost the report
        written = f"The script of this remedy could not be written ({type(bug).__name__}: {bug})."
    return (written, "") if isinstance(written, Script) else (None, written)


def _subjects(job: Job) -> tuple[Thing, ...]:
    return tuple({(one.subject.kind, one.subject.id): one.subject for one in job.findings}.values())
