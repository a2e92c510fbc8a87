"""Checks and findings on both sides. Missing data never counts as fixed, and what was not looked at before is not new."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.compare.sight import FOUNDATION, Blindness
from assessor.model.comparison import CheckChange, ComparedCheck, ComparedFinding, FindingChange
from assessor.model.words import JUDGED, UNASSESSED, ReasonCode, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.checkkit.declare import Check
    from assessor.compare.sight import Horizon
    from assessor.model.result import Assessment, Finding, Result

_WORDS = {
    (Verdict.FAIL, Verdict.PASS): CheckChange.FIXED,
    (Verdict.PARTIAL, Verdict.PASS): CheckChange.FIXED,
    (Verdict.FAIL, Verdict.PARTIAL): CheckChange.IMPROVED,
    (Verdict.PARTIAL, Verdict.FAIL): CheckChange.WORSENED,
    (Verdict.PASS, Verdict.FAIL): CheckChange.REGRESSED,
    (Verdict.PASS, Verdict.PARTIAL): CheckChange.REGRESSED,
}


_SOMEBODY = re.compile(r"[^\s@:]+@[^\s@:,]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A user principal name, or an id, in lower case."""


def compare_checks(before: Assessment, after: Assessment) -> tuple[ComparedCheck, ...]:
    """Every check with the word of the contract for what became of it."""
    pairs = zip(before.results, after.results, strict=True)  # one catalogue judged both
    return tuple(ComparedCheck(one, other, change_of(one.verdict, other.verdict)) for one, other in pairs)


def change_of(before: Verdict, after: Verdict) -> CheckChange:
    """The word for two verdicts."""
    if (before, after) in _WORDS:
        return _WORDS[before, after]
    kinds = _kind(before), _kind(after)
    if kinds[0] == kinds[1]:
        return CheckChange.UNCHANGED
    if Verdict.NOT_APPLICABLE in (before, after):
        return CheckChange.NO_LONGER_APPLICABLE if after is Verdict.NOT_APPLICABLE else CheckChange.NEWLY_APPLICABLE
    return CheckChange.NO_LONGER_ASSESSED if after in UNASSESSED else CheckChange.NEWLY_ASSESSED


def _kind(verdict: Verdict) -> str:
    return "judged" if verdict in JUDGED else "unassessed" if verdict in UNASSESSED else "not applicable"


def compare_findings(compared: Iterable[ComparedCheck], sides: tuple[Horizon, Horizon], checks: Iterable[Check]) -> tuple[ComparedFinding, ...]:
    """Findings by key, in the order of the catalogue."""
    reads, blind = reads_of(checks), (Blindness.between(*sides), Blindness.between(*reversed(sides)))
    return tuple(found for one in compared for found in _of_check(one, blind, reads.get(one.info.id, frozenset())))


def reads_of(checks: Iterable[Check]) -> dict[str, frozenset[str]]:
    """Names of the collections that each check may read, by its id."""
    return {check.info.id: frozenset(map(str, (*check.needs, *check.leans_on, *check.uses))) for check in checks}


def _of_check(compared: ComparedCheck, blind: tuple[Blindness, Blindness], reads: frozenset[str]) -> Iterator[ComparedFinding]:
    before, after = by_key(compared.before), by_key(compared.after)
    found = {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys()}
    for one, other in sorted(found.values(), key=lambda pair: (pair[1] or pair[0] or _nobody()).key):
        if one and other:
            change, why = _on_both(one, other)
        elif one:
            change, why = _on_one(one, compared.before, compared.after, blind[0], reads, FindingChange.FIXED, FindingChange.NO_LONGER_ASSESSED)
        else:
            assert other is not None  # noqa: S101  # the key comes from one of the two
            change, why = _on_one(other, compared.after, compared.before, blind[1], reads, FindingChange.NEW, FindingChange.NEWLY_ASSESSED)
        yield ComparedFinding(finding=other or one or _nobody(), check=compared.info, change=change, why=why)


def _nobody() -> Finding:
    raise AssertionError("a key without a finding")


def by_key(result: Result) -> dict[str, Finding]:
    """Findings by key in one spelling: Graph writes an id now this way and now that, and what it belongs to is not known to every snapshot."""
    found: dict[str, Finding] = {}
    for one in result.findings:
        check, _, rest = one.key.lower().split(":", 2)
        short = f"{check}:{rest}"
        found[short if short not in found else one.key.lower()] = one
    return found


def _on_both(before: Finding, after: Finding) -> tuple[FindingChange, str | None]:
    if after.exception is not None:
        return FindingChange.EXCEPTED, "the risk is accepted" if before.exception else "the risk is accepted now"
    if before.exception is not None:
        return FindingChange.UNCHANGED, "the risk was accepted, and is no longer"
    if before.degree != after.degree:
        return FindingChange.UNCHANGED, f"was {before.degree}, is {after.degree}"
    return FindingChange.UNCHANGED, None


def _on_one(
    finding: Finding, here: Result, elsewhere: Result, blind: Blindness, reads: frozenset[str], told: FindingChange, untold: FindingChange
) -> tuple[FindingChange, str | None]:
    """A finding that the other side does not have: a change if the other side saw as much, else nothing is known."""
    if why := why_untold(finding, here, elsewhere, blind, reads):
        return untold, why
    gone = told is FindingChange.FIXED
    if finding.exception is not None:
        return FindingChange.EXCEPTED, "the risk was accepted; it is gone" if gone else "the risk is accepted; it was not there before"
    return told, _of_what(elsewhere, gone)


def why_untold(finding: Finding, here: Result, elsewhere: Result, blind: Blindness, reads: frozenset[str]) -> str | None:
    """Why a side without the finding says nothing about it; None if it saw as much as the side that has it."""
    if elsewhere.verdict in UNASSESSED or (elsewhere.verdict is Verdict.NOT_APPLICABLE and elsewhere.reason_code is not ReasonCode.NOTHING_TO_JUDGE):
        return elsewhere.reason or f"the check is {elsewhere.verdict.replace('_', ' ')} on the other side"
    unseen = blind.why(reads | FOUNDATION | {one.collection for one in finding.evidence})
    return unseen or next((one.says for one in elsewhere.unknowns if one not in here.unknowns and _may_be_about(one.says, finding)), None)


def _may_be_about(says: str, finding: Finding) -> bool:
    """Whether what is not known may be the finding: it names something that the finding is about, or nothing that could be told from it."""
    about = f"{finding.subject.label} {finding.key} {' '.join(one.id or '' for one in finding.evidence)}".lower()
    named = _SOMEBODY.findall(says.lower())
    return not named or any(one in about for one in named)


def _of_what(elsewhere: Result, gone: bool) -> str | None:
    if elsewhere.verdict is Verdict.NOT_APPLICABLE:
        return "nothing is left that the check could judge" if gone else "before, there was nothing that the check could judge"
    return "it no longer holds" if gone else "it did not hold before"
