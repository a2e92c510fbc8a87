"""Five figures before and after, and how much either side could tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.words import Severity, Status
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_view import BarView, ComparedFigureView, SightView, ThemePairView
from assessor.report.documents import rounded, utc
from assessor.report.judgement import failing
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.model.comparison import Comparison
    from assessor.model.result import Assessment, CollectionState, ThemeScore

DASH = "\N{EN DASH}"
MUCH = 0.05
"""A difference in coverage that can move a figure by itself."""
WORST = (Severity.CRITICAL, Severity.HIGH)


def figures(comparison: Comparison) -> tuple[ComparedFigureView, ...]:
    """What a managing director asks for first."""
    sides = comparison.before, comparison.after
    hold, can = "people hold Global Administrator around the clock", "people can become Global Administrator"
    return (
        _as_far_as_seen(comparison, _figure("score of 100", [score_of(side) for side in sides], "More is better.", up=True)),
        _figure(hold, [side.people["globalAdministrator"].standing for side in sides], "Emergency accounts are not counted."),
        _figure(can, [can_become(side) for side in sides], "Standing, eligible, or by controlling something that is."),
        _figure("of privileged access is just in time", [just_in_time(side) for side in sides], "It has to be activated first.", up=True, said=w.percent),
        _as_far_as_seen(
            comparison, _figure("critical or high-severity checks fail", [failing_of(side) for side in sides], "Among those that could be judged.")
        ),
    )


def _as_far_as_seen(comparison: Comparison, figure: ComparedFigureView) -> ComparedFigureView:
    """What looks better because less could be judged, or worse because more could, is neither."""
    before, after = comparison.before.score.coverage, comparison.after.score.coverage
    if before is None or after is None or abs(after - before) < MUCH or figure.mood != ("good" if after < before else "poor"):
        return figure
    return replace(figure, mood="unknown", detail=f"{figure.detail} {'Less' if after < before else 'More'} could be judged than before.")


def _figure(label: str, values: list[float | None], detail: str, *, up: bool = False, said: Callable[[float], str] = "{:,}".format) -> ComparedFigureView:
    before, after = (DASH if one is None else said(one) for one in values)
    unknown = " Not known on one side." if values.count(None) == 1 else " Not known." if values.count(None) == 2 else ""  # both of two
    return ComparedFigureView(before, after, label, detail + unknown, _mood(values[0], values[1], up=up))


def _mood(before: float | None, after: float | None, *, up: bool) -> str:
    if before is None or after is None or before == after:
        return "unknown"
    return "good" if (after > before) == up else "poor"


def score_of(side: Assessment) -> int | None:
    """The score as it is printed."""
    return rounded(side.score.value)


def can_become(side: Assessment) -> int | None:
    """People with any way to Global Administrator; None where one class is not known."""
    count = side.people["globalAdministrator"]
    if count.standing is None or count.eligible is None or count.control is None:
        return None
    return count.standing + count.eligible + count.control


def just_in_time(side: Assessment) -> float | None:
    """Share of holdings of privileged roles that have to be activated first."""
    held = [one for one in side.roles if one.privileged or one.tier0]
    everything = sum(one.eligible + one.standing for one in held)
    return sum(one.eligible for one in held) / everything if everything and side.roles_known else None


def failing_of(side: Assessment) -> int | None:
    """Critical and high-severity checks that fail; None where nothing could be judged."""
    return None if side.score.value is None else failing(side, *WORST)


# ---- how much each side tells ----


def sight_of(comparison: Comparison) -> tuple[SightView, SightView]:
    """Coverage of both sides side by side, and what is missing."""
    return _sight("Before", comparison.before), _sight("After", comparison.after)


def _sight(name: str, side: Assessment) -> SightView:
    coverage = side.score.coverage
    covered = w.percent(coverage)
    bar = BarView(f"{name}: coverage", covered, None if coverage is None else int(coverage * 100 + 0.5), covered)
    missing = [one for one in side.snapshot.collections if one.status != Status.COLLECTED]
    return SightView(name, w.day(utc(side.snapshot.taken_at)), bar, tuple(_missing(one) for one in missing))


def _missing(one: CollectionState) -> str:
    reasons: dict[str, str] = {str(key): words for key, words in w.REASONS.items()}
    why = reasons.get(one.reason or "", shown(one.reason, 120))
    gaps = w.counted(one.gaps, "gap") if one.gaps else "in part"
    state = "missing" if one.status == Status.MISSING else gaps
    return f"{cw.collection_name(one.name)}: {state}{f', {why}' if why else ''}"


def themes(comparison: Comparison) -> tuple[ThemePairView, ...]:
    """The score of every chapter on both sides."""
    one, other = ({score.theme: score for score in side.score.themes} for side in (comparison.before, comparison.after))
    return tuple(ThemePairView(w.theme_name(theme), _bar(one.get(theme)), _bar(other.get(theme))) for theme in dict.fromkeys((*other, *one)))


def _bar(score: ThemeScore | None) -> BarView:
    width = rounded(score.value) if score else None
    name = shown(w.theme_name(score.theme), 60) if score else ""
    return BarView(name, DASH if width is None else str(width), width, w.percent(score.coverage if score else None))
