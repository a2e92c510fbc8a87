"""The story of a comparison: a word, one paragraph, and short lists of names. Every sentence is derived."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assessor.model.comparison import CheckChange, FindingChange
from assessor.model.words import Kind, Severity
from assessor.report import wording as w
from assessor.report.comparison_figures import score_of
from assessor.report.comparison_judged import still_open
from assessor.report.comparison_people import LESS, MORE, moved, standing_moves, standing_now
from assessor.report.comparison_view import HeadlineView
from assessor.report.documents import utc
from assessor.report.judgement import tenant_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.model.comparison import Comparison
    from assessor.model.result import Thing

ARROW = "\N{RIGHTWARDS ARROW}"
COVERED = 0.8
"""Coverage from which on a score says something of the whole."""


def period(comparison: Comparison) -> str:
    """From when to when."""
    one, other = (utc(side.snapshot.taken_at) for side in (comparison.before, comparison.after))
    return f"{w.day(one)} {ARROW} {w.day(other)}" if one.date() != other.date() else f"{w.instant(one)} {ARROW} {w.instant(other)}"


class Counts:
    """What became of checks and findings, counted once."""

    def __init__(self, comparison: Comparison) -> None:
        """Count."""
        self.checks = Counter(one.change for one in comparison.checks)
        self.findings = Counter(one.change for one in comparison.findings)

    @property
    def better(self) -> int:
        """Checks that got better."""
        return self.checks[CheckChange.FIXED] + self.checks[CheckChange.IMPROVED]

    @property
    def worse(self) -> int:
        """Checks that got worse."""
        return self.checks[CheckChange.REGRESSED] + self.checks[CheckChange.WORSENED]

    @property
    def new(self) -> int:
        """Findings that surely were not there before."""
        return self.findings[FindingChange.NEW]

    @property
    def back(self) -> int:
        """Findings of a series that had been fixed once."""
        return self.findings[FindingChange.REGRESSED]

    @property
    def fixed(self) -> int:
        """Findings that surely are gone."""
        return self.findings[FindingChange.FIXED]

    @property
    def untold(self) -> int:
        """Findings of which the later snapshot does not tell."""
        return self.findings[FindingChange.NO_LONGER_ASSESSED]


def headline(comparison: Comparison) -> HeadlineView:
    """Better, worse, both or neither, by checks and findings alone: more access is not always worse."""
    count = Counts(comparison)
    if comparison.is_empty:
        return HeadlineView("same", "Nothing changed", "Both snapshots say the same.")
    good = _joined((count.better, "check", "got better", "got better"), (count.fixed, "finding", "is fixed", "are fixed"))
    bad = _joined((count.worse, "check", "got worse", "got worse"), (count.new, "finding", "is new", "are new"), (count.back, "finding", "is back", "are back"))
    if count.untold > count.fixed + count.new + count.back:
        told = w.listed([one for one in (good, bad) if one])
        unknown = f"Of {w.counted(count.untold, 'finding')} nobody can say whether they are still there"
        return HeadlineView("unclear", "Less is known", f"{unknown}; of the rest, {told}." if told else f"{unknown}.")
    if good and bad:
        return _mixed(count, good, bad)
    if good:
        return HeadlineView("better", "Better", f"{good}; nothing got worse.")
    if bad:
        return HeadlineView("worse", "Worse", f"{bad}; nothing got better.")
    return HeadlineView("unclear", "Changed", "No check got better or worse, and no finding is fixed or new.")


def _mixed(count: Counts, good: str, bad: str) -> HeadlineView:
    """Checks weigh more than single findings."""
    if count.worse and not count.better:
        return HeadlineView("worse", "Mostly worse", f"{bad}; {good}.")
    if count.better and not count.worse:
        return HeadlineView("better", "Mostly better", f"{good}; {bad}.")
    return HeadlineView("mixed", "Better and worse", f"{good}; {bad}.")


def _joined(*parts: tuple[int, str, str, str]) -> str:
    return w.listed([f"{w.counted(number, noun)} {one if number == 1 else many}" for number, noun, one, many in parts if number])


def story(comparison: Comparison) -> str:
    """What happened, for somebody with one minute."""
    name = tenant_name(comparison.after)
    if comparison.is_empty:
        return f"Nothing changed in {name}: no check, no finding, no object and no way to a role of tier 0 differs between the {_snapshots(comparison)}."
    count = Counts(comparison)
    turned = (_worse(count), _fixed(count)) if count.worse > count.better else (_fixed(count), _worse(count))
    sentences = (_score(comparison, name), _standing(comparison), *turned, _ways(comparison), _between(comparison), _open(comparison), _sure(comparison, count))
    return " ".join(one for one in sentences if one)


def _snapshots(comparison: Comparison) -> str:
    return "two snapshots" if comparison.series is None else w.counted(len(comparison.series.moments), "snapshot")


def _score(comparison: Comparison, name: str) -> str:
    one, other = score_of(comparison.before), score_of(comparison.after)
    if one is None or other is None:
        return f"The score of {name} cannot be compared: one side could not be judged."
    if comparison.before.tenant.id.lower() != comparison.after.tenant.id.lower():
        return f"The score is {one} of 100 in {tenant_name(comparison.before)} and {other} of 100 in {name}."
    if one == other:
        return f"The score of {name} stayed at {one} of 100."
    return f"The score of {name} {'rose' if other > one else 'fell'} from {one} to {other} of 100."


def _standing(comparison: Comparison) -> str:
    """Who holds a role of tier 0 around the clock."""
    lost, gained = standing_moves(comparison)
    still = standing_now(comparison.after)
    clock = "a role of tier 0 around the clock"
    less = f"{who(lost)} no longer {_hold(lost)}" if lost else ""
    more = f"{who(gained)} now {_hold(gained)}" if gained else ""
    parts = [one for one in ((more, less) if len(gained) > len(lost) else (less, more)) if one]
    if not parts:
        return ""
    words = [f"{one} {'one' if number else clock}{' and did not before' if one == more else ''}" for number, one in enumerate(parts)]
    if not still:
        return f"{'; '.join(words)}; nobody but the emergency accounts still does."
    total = f", {still:,} in all" if still != len(gained) else ""
    return f"{'; '.join(words)}{total}."


def _hold(them: Sequence[Thing]) -> str:
    return "holds" if len(them) == 1 else "hold"


def _fixed(count: Counts) -> str:
    fixed = _joined((count.checks[CheckChange.FIXED], "check", "that failed passes", "that failed pass"))
    improved = count.checks[CheckChange.IMPROVED]
    gone = count.checks[CheckChange.NO_LONGER_APPLICABLE]
    parts = [
        one
        for one in (fixed, f"{improved:,} improved" if improved else "", f"{gone:,} {'has' if gone == 1 else 'have'} nothing left to judge" if gone else "")
        if one
    ]
    findings = f"{w.counted(count.fixed, 'finding')} {'is' if count.fixed == 1 else 'are'} fixed" if count.fixed else ""
    if not parts and not findings:
        return "Nothing was fixed."
    return f"{'; '.join(one for one in (w.listed(parts), findings) if one)}."


def _worse(count: Counts) -> str:
    regressed = _joined((count.checks[CheckChange.REGRESSED], "check", "that passed no longer does", "that passed no longer do"))
    worsened = count.checks[CheckChange.WORSENED]
    noun = "" if regressed else " check" if worsened == 1 else " checks"
    parts = [one for one in (regressed, f"{worsened:,}{noun} that passed in part {'fails' if worsened == 1 else 'fail'} now" if worsened else "") if one]
    new = f"{w.counted(count.new, 'finding')} {'is' if count.new == 1 else 'are'} new" if count.new else ""
    back = f"{w.counted(count.back, 'finding')} that had been fixed {'is' if count.back == 1 else 'are'} back" if count.back else ""
    if not parts and not new and not back:
        return "Nothing is new, and nothing got worse." if not count.untold else "Nothing is known to be new or worse."
    return f"{'; '.join(one for one in (w.listed(parts), new, back) if one)}."


def _ways(comparison: Comparison) -> str:
    """People, not lines: somebody who lost three roles is one."""
    less, more = moved(comparison, LESS), moved(comparison, MORE)
    if not less and not more:
        return ""
    lost = f"{who(less)} lost a way to a role of tier 0 or {_have(less)} a weaker one" if less else ""
    gained = f"{who(more)} gained {'one' if less else 'a way to a role of tier 0'} or {_have(more)} a stronger one" if more else ""
    return f"{'; '.join(one for one in (lost, gained) if one)}."


def _have(them: Sequence[Thing]) -> str:
    return "has" if len(them) == 1 else "have"


def _between(comparison: Comparison) -> str:
    """What only the snapshots between the first and the last show."""
    passing = len(comparison.series.passing) if comparison.series else 0
    return f"{w.counted(passing, 'finding')} came and went in between." if passing else ""


def _open(comparison: Comparison) -> str:
    failing = still_open(comparison)
    if not failing:
        return "No check that could be judged fails now."
    grave = sum(one.check.severity in (Severity.CRITICAL, Severity.HIGH) for one, _ in failing)
    findings = sum(number for _, number in failing)
    weight = f", {grave:,} of them critical or high," if grave and grave < len(failing) else ", all critical or high," if grave else ""
    return f"Still open {'is' if len(failing) == 1 else 'are'} {w.counted(len(failing), 'check')}{weight} with {w.counted(findings, 'finding')}."


def _sure(comparison: Comparison, count: Counts) -> str:
    """How far the two sides may be held against each other."""
    covered = comparison.before.score.coverage, comparison.after.score.coverage
    if covered[0] is None or covered[1] is None:
        return "How much could be judged is not known on one side."
    sides = f"{w.percent(covered[0])} of what should be judged could be before, and {w.percent(covered[1])} after"
    if count.untold:
        are = "it is" if count.untold == 1 else "they are"
        return f"The later snapshot tells less: of {w.counted(count.untold, 'finding')} nobody can say whether {are} still there ({sides})."
    seen_now = count.findings[FindingChange.NEWLY_ASSESSED]
    if seen_now:
        return f"The later snapshot tells more: {w.counted(seen_now, 'finding')} may have been there before ({sides})."
    if min(covered[0], covered[1]) >= COVERED:
        return f"Both sides can be held against each other: {sides}."
    return f"Both sides leave much open: {sides}."


def who(them: Sequence[Thing]) -> str:
    """How many, and of which kind."""
    people = sum(one.kind is Kind.USER for one in them)
    others = len(them) - people
    parts = [w.counted(people, "person", "people") if people else "", w.counted(others, "application") if others else ""]
    return w.listed([one for one in parts if one])
