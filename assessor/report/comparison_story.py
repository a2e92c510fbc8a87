"""The story of a comparison in one paragraph and five figures, every sentence derived."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assessor.model.comparison import AccessChange, CheckChange, FindingChange
from assessor.model.words import Kind
from assessor.report import wording as w
from assessor.report.comparison_view import ComparedFigureView
from assessor.report.documents import rounded, utc
from assessor.report.judgement import tenant_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from assessor.model.comparison import Comparison
    from assessor.model.result import Assessment, Thing

DASH = "\N{EN DASH}"
ARROW = "\N{RIGHTWARDS ARROW}"


def period(comparison: Comparison) -> str:
    """From when to when."""
    one, other = (utc(side.snapshot.taken_at) for side in (comparison.before, comparison.after))
    return f"{w.day(one)} {ARROW} {w.day(other)}" if one.date() != other.date() else f"{w.instant(one)} {ARROW} {w.instant(other)}"


def story(comparison: Comparison) -> str:
    """What happened, for somebody with one minute."""
    name = tenant_name(comparison.after)
    if comparison.is_empty:
        return f"Nothing changed in {name}: no check, no finding, no object and no way to a role of tier 0 differs between the two snapshots."
    return " ".join(one for one in (_score(comparison, name), _standing(comparison), _checks(comparison), _findings(comparison), _access(comparison)) if one)


def _score(comparison: Comparison, name: str) -> str:
    one, other = (rounded(side.score.value) for side in (comparison.before, comparison.after))
    covered = comparison.before.score.coverage, comparison.after.score.coverage
    beside = (
        f"with {w.percent(covered[1])} of what should be judged covered on both sides"
        if covered[0] == covered[1]
        else f"while coverage went from {w.percent(covered[0])} to {w.percent(covered[1])}"
    )
    if one is None or other is None:
        return f"The score of {name} cannot be compared: one side could not be judged, {beside}."
    if one == other:
        return f"The score of {name} stayed at {one} of 100, {beside}."
    return f"The score of {name} {'rose' if other > one else 'fell'} from {one} to {other} of 100, {beside}."


def _standing(comparison: Comparison) -> str:
    one, other = (side.people["globalAdministrator"].standing for side in (comparison.before, comparison.after))
    if one is None or other is None:
        return "How many people hold Global Administrator around the clock cannot be compared."
    if one == other:
        return f"{_people(other)} Global Administrator around the clock, as before."
    before = "nobody but they did" if one == 0 else "1 person did" if one == 1 else f"{one:,} people did"
    return f"{_people(other)} Global Administrator around the clock; before, {before if other == 0 or one else 'nobody but the emergency accounts did'}."


def _people(number: int) -> str:
    return "Nobody but the emergency accounts holds" if number == 0 else "1 person holds" if number == 1 else f"{number:,} people hold"


def _checks(comparison: Comparison) -> str:
    count = Counter(one.change for one in comparison.checks)
    parts = [
        (count[CheckChange.FIXED], "fixed"),
        (count[CheckChange.IMPROVED], "improved"),
        (count[CheckChange.REGRESSED], "regressed"),
        (count[CheckChange.WORSENED], "worsened"),
        (count[CheckChange.NO_LONGER_ASSESSED], "no longer assessed"),
        (count[CheckChange.NEWLY_ASSESSED], "newly assessed"),
    ]
    said = [(number, word) for number, word in parts if number]
    if not said:
        return "No check changed its verdict."
    total = len(comparison.checks)
    return f"Of {w.counted(total, 'check')}, {w.listed([f'{number:,} {_be(number)} {word}' for number, word in said])}."


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _findings(comparison: Comparison) -> str:
    count = Counter(one.change for one in comparison.findings)
    fixed, new, untold = count[FindingChange.FIXED], count[FindingChange.NEW], count[FindingChange.NO_LONGER_ASSESSED]
    first = f"{w.counted(fixed, 'finding')} {_be(fixed)} fixed" if fixed else "No finding is fixed"
    second = f"{new:,} {_be(new)} new" if new else "none is new"
    third = f"; of {untold:,} the later snapshot no longer tells" if untold else ""
    return f"{first} and {second}{third}."


def _access(comparison: Comparison) -> str:
    """People, not lines: somebody who lost three roles is one."""
    emergency = emergency_ids(comparison)
    counted = [one for one in comparison.access if one.principal.id.lower() not in emergency]
    less = {one.principal for one in counted if one.change in (AccessChange.LOST, AccessChange.LOWERED)}
    more = {one.principal for one in counted if one.change in (AccessChange.GAINED, AccessChange.RAISED)}
    if not less and not more:
        return "Nobody's way to a role of tier 0 changed, emergency accounts aside." if emergency else "Nobody's way to a role of tier 0 changed."
    lost = f"{_who(less)} lost a way to a role of tier 0, or {_have(less)} a weaker one"
    gained = f"{_who(more)} gained {'one' if less else 'a way to a role of tier 0'}, or {_have(more)} a stronger one"
    aside = ", emergency accounts aside" if len(counted) < len(comparison.access) else ""
    return f"{'; '.join(part for part, there in ((lost, less), (gained, more)) if there)}{aside}."


def emergency_ids(comparison: Comparison) -> frozenset[str]:
    """Ids of the break-glass accounts of either side, in lower case."""
    return frozenset(one.id.lower() for side in (comparison.before, comparison.after) for one in side.break_glass)


def _who(them: Collection[Thing]) -> str:
    if all(one.kind is Kind.USER for one in them):
        return w.counted(len(them), "person", "people")
    return w.counted(len(them), "person or application", "people and applications")


def _have(them: Collection[Thing]) -> str:
    return "has" if len(them) == 1 else "have"


def figures(comparison: Comparison) -> tuple[ComparedFigureView, ...]:
    """Five figures on both sides."""
    sides = comparison.before, comparison.after
    covered = [side.score.coverage for side in sides]
    shares, mood = [w.percent(one) for one in covered], _mood(covered[0], covered[1], up=True)
    standing = [side.people["globalAdministrator"].standing for side in sides]
    hold, can = "people hold Global Administrator around the clock", "people can become Global Administrator"
    return (
        _figure("score of 100", [rounded(side.score.value) for side in sides], "More is better.", up=True),
        ComparedFigureView(shares[0], shares[1], "of what should be judged could be", "The score says nothing about the rest.", mood),
        _figure(hold, standing, "Emergency accounts are not counted."),
        _figure(can, [_can_become(side) for side in sides], "Standing, eligible, or by controlling something that is."),
        _figure("open findings", [_open(side) for side in sides], "Accepted risks are not counted."),
    )


def _figure(label: str, values: list[int | None], detail: str, *, up: bool = False) -> ComparedFigureView:
    before, after = (DASH if one is None else f"{one:,}" for one in values)
    unknown = " Not known on one side." if None in values else ""
    return ComparedFigureView(before, after, label, detail + unknown, _mood(values[0], values[1], up=up))


def _mood(before: float | None, after: float | None, *, up: bool) -> str:
    if before is None or after is None or before == after:
        return "unknown"
    return "good" if (after > before) == up else "poor"


def _can_become(assessment: Assessment) -> int | None:
    count = assessment.people["globalAdministrator"]
    if count.standing is None or count.eligible is None or count.control is None:
        return None
    return count.standing + count.eligible + count.control


def _open(assessment: Assessment) -> int:
    return sum(finding.exception is None for one in assessment.results for finding in one.findings)
