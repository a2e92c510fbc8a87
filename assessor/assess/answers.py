"""Answers of people, where no data can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.assess.verdict import named
from assessor.model.result import Answered, Evidence, Finding, Result, Thing
from assessor.model.words import Confidence, Degree, Kind, Verdict

if TYPE_CHECKING:
    from assessor.assess.acceptance import Exceptions
    from assessor.checkkit.declare import Check
    from assessor.checkkit.study import Study
    from assessor.model.engagement import Answer

_OPEN = frozenset({Verdict.MANUAL, Verdict.NOT_ASSESSED})


def answered(check: Check, study: Study, result: Result, answer: Answer, exceptions: Exceptions) -> Result:
    """The result by the answer where it was open; where data decided, data stands and a note says so."""
    who = f"{answer.by or 'somebody'}{f' on {answer.on}' if answer.on else ''}"
    if result.verdict not in _OPEN:
        return replace(result, notes=(*result.notes, f"The engagement answers {answer.answer} ({who}); the data decides here."))
    found = (exceptions.applied(check, _finding(check, study, answer, who)),) if answer.answer != "pass" else ()
    return replace(
        result,
        verdict=Verdict(answer.answer) if any(one.counts for one in found) else Verdict.PASS,
        reason=None,
        reason_code=None,
        population=1,
        findings=tuple(sorted((*result.findings, *found), key=lambda one: one.key)),
        notes=(*result.notes, f"Answered by {who}: {answer.answer}.", *exceptions.expired(check, found)),
        answered=Answered(answer=answer.answer, by=answer.by, on=answer.on),
    )


def _finding(check: Check, study: Study, answer: Answer, who: str) -> Finding:
    facts = study.tenant.organization
    return named(
        check,
        Finding(
            degree=Degree(answer.answer),
            subject=Thing(Kind.TENANT, facts.id, facts.display_name),
            says=f"was answered with {answer.answer} by {who}",
            evidence=(Evidence("engagement", f"answers.{check.info.id}", f"answer {answer.answer}"),),
            confidence=Confidence.LIKELY,
        ),
    )
