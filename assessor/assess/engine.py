"""A check put to a tenant. Only here a verdict is given, and missing data, break-glass and exceptions are one mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import __version__
from assessor.assess.acceptance import Exceptions
from assessor.assess.access import access_facts
from assessor.assess.inventory import roles_in_use, tier0_reaches
from assessor.assess.listing import pim_policies, roles_held
from assessor.assess.people import headcounts, is_known
from assessor.assess.score import score
from assessor.assess.verdict import merged, named, settle, unassessed
from assessor.checkkit.case import Case
from assessor.checkkit.questions import NeedsPerson
from assessor.checkkit.study import Study
from assessor.model.engagement import resolve
from assessor.model.result import Assessment, EngagementProblem, Result
from assessor.model.table import Missing, Unavailable
from assessor.model.words import ReasonCode, Verdict

if TYPE_CHECKING:
    from assessor.assess.catalogue import Catalogue
    from assessor.checkkit.declare import Check
    from assessor.model.engagement import Engagement
    from assessor.model.tenant import Tenant


def assess(tenant: Tenant, engagement: Engagement, catalogue: Catalogue) -> Assessment:
    """Every check of the catalogue put to the tenant, with score, headcount and the ways to every role of tier 0."""
    resolved = resolve(engagement, tenant)
    study = Study(tenant, engagement, resolved)
    exceptions = Exceptions(engagement, tenant)
    results = tuple(judge(check, study, exceptions) for check in catalogue.checks)
    return Assessment(
        tool_version=__version__,
        packs=catalogue.packs,
        tenant=tenant.organization,
        snapshot=tenant.facts,
        score=score(results),
        results=results,
        people=headcounts(study),
        reaches=tier0_reaches(study),
        roles=roles_in_use(study),
        roles_known=all(is_known(tenant, bucket) for bucket in ("standing", "eligible")),
        access=access_facts(study),
        held=roles_held(study),
        pim_policies=pim_policies(study),
        engagement_file=engagement.file,
        engagement_problems=(*resolved.problems, *_entries_for_nothing(engagement, catalogue)),
        break_glass=resolved.break_glass,
        customer=engagement.customer,
        consultant=engagement.consultant,
        thresholds=engagement.thresholds.as_dict(),
    )


def judge(check: Check, study: Study, exceptions: Exceptions) -> Result:
    """One check's result."""
    case = Case(study, check)
    missing = _missing(check, study)
    return _answered(check, study, unassessed(check, case, missing) if missing else _run(check, case, exceptions))


def _missing(check: Check, study: Study) -> list[Missing]:
    tables = [study.tenant.table(one) for one in sorted(check.needs, key=str)]
    gone = [one for one in tables if isinstance(one, Missing)]
    return [one for one in gone if not (check.judges_without_pim and study.tenant.is_without_pim and one.is_unlicensed)]


def _run(check: Check, case: Case, exceptions: Exceptions) -> Result:
    try:
        findings = [named(check, finding) for finding in check.judge(case)]
    except Unavailable as signal:
        return unassessed(check, case, [signal.missing])
    except NeedsPerson as question:
        return Result(check=check.info, verdict=Verdict.MANUAL, reason=str(question), reason_code=ReasonCode.NEEDS_PERSON, notes=tuple(case.notes))
    except Exception as bug:  # the one broad except of the house: a bug in one check must not cost the report
        says = f"the check itself broke ({type(bug).__name__}: {bug})"
        return Result(check=check.info, verdict=Verdict.ERROR, reason=says, reason_code=ReasonCode.CHECK_FAILED)
    accepted = tuple(exceptions.applied(check, finding) for finding in merged(findings))
    exceptions.tell_expired(check, case, accepted)
    return settle(check, case, accepted)


def _answered(check: Check, study: Study, result: Result) -> Result:
    from assessor.assess.answers import answered

    answer = study.engagement.answers.get(check.info.id)
    return answered(check, study, result, answer) if answer else result


def _entries_for_nothing(engagement: Engagement, catalogue: Catalogue) -> list[EngagementProblem]:
    says = "this version has no check {}"
    answers = [EngagementProblem(f"answers.{one}", says.format(one)) for one in sorted(set(engagement.answers) - catalogue.known)]
    entries = [(number, entry) for number, entry in enumerate(engagement.exceptions) if entry.check != "*"]
    strange = [EngagementProblem(f"exceptions[{number}].check", says.format(one.check)) for number, one in entries if one.check.upper() not in catalogue.known]
    return [*answers, *strange]
