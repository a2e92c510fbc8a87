"""Entries of the engagement file that do nothing, or more than a reader would expect: they stand on the first page of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.assess.acceptance import pattern
from assessor.model.engagement import absent
from assessor.model.result import EngagementProblem
from assessor.model.words import UNASSESSED, ReasonCode, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.assess.acceptance import Exceptions
    from assessor.assess.catalogue import Catalogue
    from assessor.model.engagement import Answer, Engagement, ExceptionEntry
    from assessor.model.result import Result
    from assessor.model.tenant import Tenant

_UNKNOWN = "no loaded pack has a check {}"


def for_nothing(engagement: Engagement, catalogue: Catalogue) -> Iterator[EngagementProblem]:
    """Entries for checks that nobody has; one that only does not judge this time is known."""
    for section, ids in (("answers", engagement.answers), ("checks", engagement.checks)):
        for one in sorted(set(ids) - catalogue.known):
            yield EngagementProblem(f"{section}.{one}", _UNKNOWN.format(one))
    for number, entry in enumerate(engagement.exceptions):
        if not any(pattern(entry.check).fullmatch(one) for one in catalogue.known):
            yield EngagementProblem(f"exceptions[{number}].check", _UNKNOWN.format(entry.check))


# ---- exceptions ----


def of_exceptions(
    exceptions: Exceptions, engagement: Engagement, tenant: Tenant, catalogue: Catalogue, results: Sequence[Result]
) -> Iterator[EngagementProblem]:
    """Exceptions that cover nothing, too much or the wrong thing, and those that nobody answers for."""
    idle = [entry.subject for entry, covered in zip(engagement.exceptions, exceptions.covered, strict=True) if not covered and entry.subject != "*"]
    gone = absent(tenant, idle)
    judged = {one.check.id for one in results if _looked(one)}
    for number, (entry, covered) in enumerate(zip(engagement.exceptions, exceptions.covered, strict=True)):
        meant = {one for one in catalogue.known if pattern(entry.check).fullmatch(one)}
        if not meant:
            continue  # told by `for_nothing`
        told = [_weak(entry), _broad(entry), _ambiguous(entry, covered)]
        if not covered:
            told.append(gone.get(entry.subject) or (_idle(exceptions, entry) if meant <= judged else None))
        yield from (EngagementProblem(f"exceptions[{number}]", says) for says in told if says)


def _looked(result: Result) -> bool:
    """Whether the check would have found what there is."""
    return result.verdict not in UNASSESSED and (result.verdict is not Verdict.NOT_APPLICABLE or result.reason_code is ReasonCode.NOTHING_TO_JUDGE)


def _weak(entry: ExceptionEntry) -> str | None:
    lacks = [word for word, value in (("no owner", entry.owner), ("no reason", entry.reason), ("no date on which it ends", entry.expires)) if not value]
    return f"is weak ({entry.check}, {entry.subject}): it has {_and(lacks)}" if lacks else None


def _and(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _broad(entry: ExceptionEntry) -> str | None:
    broad = entry.subject == "*" and "*" in entry.check
    return f"accepts everything that the checks {entry.check} find, also what they find tomorrow" if broad else None


def _ambiguous(entry: ExceptionEntry, covered: set[tuple[str, str]]) -> str | None:
    several = entry.subject != "*" and len(covered) > 1
    return f"covers {len(covered)} objects of the name {entry.subject}; say the id of the one that is meant" if several else None


def _idle(exceptions: Exceptions, entry: ExceptionEntry) -> str:
    ended = f"ended on {entry.expires} and " if exceptions.is_expired(entry) else ""
    return f"{ended}covers nothing ({entry.check}, {entry.subject}): the finding is gone or never was"


# ---- answers ----


def of_answers(engagement: Engagement, results: Sequence[Result]) -> Iterator[EngagementProblem]:
    """Answers of nobody, and answers to what was not asked; nothing is said of checks that do not judge this time."""
    by_id = {one.check.id: one for one in results}
    for check_id, answer in sorted(engagement.answers.items()):
        if check_id in by_id:
            told = (_unsigned(answer), _unasked(by_id[check_id]))
            yield from (EngagementProblem(f"answers.{check_id}", says) for says in told if says)


def _unsigned(answer: Answer) -> str | None:
    lacks = [word for word, value in (("who answered (by)", answer.by), ("when (on)", answer.on)) if not value]
    return f"does not say {_and(lacks)}" if lacks else None


def _unasked(result: Result) -> str | None:
    if result.answered:
        return None
    why = {Verdict.NOT_APPLICABLE: "the check does not apply here", Verdict.ERROR: "the check broke"}
    return f"has no effect: {why.get(result.verdict, f'the data decide {result.check.id} ({result.verdict})')}"
