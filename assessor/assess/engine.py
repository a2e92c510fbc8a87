"""A check put to a tenant. Only here a verdict is given, and missing data, break-glass and exceptions are one mechanism."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from dataclasses import replace
from typing import TYPE_CHECKING

from assessor import __version__
from assessor.assess.acceptance import Exceptions
from assessor.assess.access import access_facts
from assessor.assess.answers import answered
from assessor.assess.entries import for_nothing, of_answers, of_exceptions
from assessor.assess.inventory import roles_in_use, tier0_reaches
from assessor.assess.listing import pim_policies, roles_held
from assessor.assess.overrides import applied, overrides, sentence, strange
from assessor.assess.people import headcounts, is_known
from assessor.assess.score import score
from assessor.assess.verdict import merged, named, settle, unassessed
from assessor.checkkit.case import Case
from assessor.checkkit.questions import NeedsPerson
from assessor.checkkit.study import Study
from assessor.model.engagement import resolve
from assessor.model.result import Assessment, Result, Score
from assessor.model.table import Missing, Unavailable
from assessor.model.words import ReasonCode, Verdict

if TYPE_CHECKING:
    from assessor.assess.catalogue import Catalogue
    from assessor.checkkit.declare import Check
    from assessor.model.engagement import Engagement
    from assessor.model.plan import OperatorNote, Plan
    from assessor.model.tenant import Tenant


def assess(tenant: Tenant, engagement: Engagement, catalogue: Catalogue, *, planned: bool = False) -> Assessment:
    """Every check of the catalogue put to the tenant, with score, headcount and the ways to every role of tier 0; `planned` adds what to do about it."""
    resolved = resolve(engagement, tenant)
    study = Study(tenant, engagement, resolved)
    exceptions = Exceptions(engagement, tenant)
    checks = tuple(applied(check, engagement) for check in catalogue.checks)
    results = tuple(judge(check, study, exceptions) for check in checks)
    scored = score(results)
    plan, notes = _what_to_do(study, results, catalogue, scored) if planned else (None, ())
    return Assessment(
        tool_version=__version__,
        packs=catalogue.packs,
        tenant=tenant.organization,
        snapshot=tenant.facts,
        score=scored,
        results=results,
        people=headcounts(study),
        reaches=tier0_reaches(study),
        roles=roles_in_use(study),
        roles_known=all(is_known(tenant, bucket) for bucket in ("standing", "eligible")),
        access=access_facts(study),
        held=roles_held(study),
        pim_policies=pim_policies(study),
        engagement_file=engagement.file,
        engagement_problems=(
            *resolved.problems,
            *for_nothing(engagement, catalogue),
            *strange(checks, engagement),
            *of_exceptions(exceptions, engagement, tenant, catalogue, results),
            *of_answers(engagement, results),
        ),
        break_glass=resolved.break_glass,
        customer=engagement.customer,
        consultant=engagement.consultant,
        thresholds=engagement.thresholds.as_dict(),
        overrides=tuple(one for check in checks for one in overrides(check, engagement)),
        plan=plan,
        operator_notes=notes,
    )


def _what_to_do(study: Study, results: tuple[Result, ...], catalogue: Catalogue, scored: Score) -> tuple[Plan, tuple[OperatorNote, ...]]:
    """Imported here: a document for programs pays nothing for it."""
    from assessor.assess.remedies import notes, remedies
    from assessor.remedy import operator_notes, plan_of

    return plan_of(study, results, remedies(catalogue), scored.capped_by), operator_notes(study, results, notes(catalogue))


def judge(check: Check, study: Study, exceptions: Exceptions) -> Result:
    """One check's result."""
    case = Case(study, check)
    missing = _missing(check, study)
    result = unassessed(check, case, missing) if missing else _run(check, case, exceptions)
    if answer := study.engagement.answers.get(check.info.id):
        result = answered(check, study, result, answer, exceptions)
    return replace(result, notes=(*map(sentence, overrides(check, study.engagement)), *result.notes))


def _missing(check: Check, study: Study) -> list[Missing]:
    tables = [study.tenant.table(one) for one in sorted(check.needs, key=str)]
    gone = [one for one in tables if isinstance(one, Missing)]
    return [one for one in gone if not (check.judges_without_pim and study.tenant.is_without_pim and one.is_unlicensed)]


def _run(check: Check, case: Case, exceptions: Exceptions) -> Result:
    try:
        with redirect_stdout(sys.stderr):  # standard output belongs to the results
            findings = [named(check, finding) for finding in check.judge(case)]
    except Unavailable as signal:
        return unassessed(check, case, [signal.missing])
    except NeedsPerson as question:
        return Result(check=check.info, verdict=Verdict.MANUAL, reason=str(question), reason_code=ReasonCode.NEEDS_PERSON, notes=tuple(case.notes))
    except KeyboardInterrupt:
        raise
    except BaseException as bug:  # the one broad except of the house: neither a bug in one check nor its sys.exit(0) may cost the report
        says = f"the check itself broke ({type(bug).__name__}: {bug})"
        return Result(check=check.info, verdict=Verdict.ERROR, reason=says, reason_code=ReasonCode.CHECK_FAILED)
    accepted = tuple(exceptions.applied(check, finding) for finding in merged(findings))
    for note in exceptions.expired(check, accepted):
        case.note(note)
    return settle(check, case, accepted)
