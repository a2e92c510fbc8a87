"""A series of snapshots: each figure over the dates, where each open finding began, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.report import wording as w
from assessor.report.comparison_trend_view import BegunView, CheckCourseView, MultipleView, TrendView
from assessor.report.documents import rounded, utc
from assessor.report.findings import severity_mark
from assessor.report.multiples import drawn_line
from assessor.report.text import shown
from assessor.report.view import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assessor.model.series import CheckCourse, Course, Moment, Series

LINES, NAMES, CHECKS, MOST = 12, 3, 120, 300
"""Checks of one beginning, subjects of a line, rows of the table of verdicts, findings of one list."""
DASH = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that every snapshot gives."""

    name: str
    value: Callable[[Moment], float | None]
    top: float | None = None
    """The end of the scale; None: the largest value."""
    percent: bool = False

    def said(self, value: float | None) -> str:
        """The value with its unit."""
        return DASH if value is None else w.percent(value) if self.percent else f"{value:,.0f}"


MEASURES = (
    Measure("Score", lambda one: rounded(one.score.value), 100),
    Measure("Coverage", lambda one: one.score.coverage, 1, percent=True),
    Measure("Global Administrators around the clock", lambda one: one.people.standing),
    Measure("People with a way to a role of tier 0", lambda one: one.with_a_way),
    Measure("Open findings", lambda one: one.findings.open),
)


def trend_view(series: Series | None) -> TrendView | None:
    """The chapter; None where only two snapshots are compared."""
    if series is None:
        return None
    dates = _dates(series.moments)
    return TrendView(
        sentence=_sentence(series),
        multiples=tuple(_multiple(number, one, series.moments, dates) for number, one in enumerate(MEASURES, 1)),
        head=dates,
        rows=tuple((one.name, *(one.said(one.value(moment)) for moment in series.moments)) for one in MEASURES) + _tallies(series.moments),
        unknown=_unknown(series.moments, dates),
        begun=tuple(_begun(series, dates)),
        back=_listed([one for one in series.courses if one.is_regressed]),
        passing=_listed(series.passing),
        passing_count=f"{len(series.passing):,}",
        checks=tuple(_check(one) for one in [one for one in series.checks if len(set(one.verdicts)) > 1][:CHECKS]),
    )


def _dates(moments: Sequence[Moment]) -> tuple[str, ...]:
    """Days, and the hour too where two snapshots are of one day."""
    days = [w.day(utc(one.taken_at)) for one in moments]
    return tuple(days) if len(set(days)) == len(days) else tuple(w.instant(utc(one.taken_at)) for one in moments)


def _sentence(series: Series) -> str:
    first, last = (utc(series.moments[at].taken_at) for at in (0, -1))
    said = f"{w.counted(len(series.moments), 'snapshot')} from {w.day(first)} to {w.day(last)}, all judged by the same checks and the same engagement file."
    return f"{said} Nothing changed from one to the next." if series.is_flat else said


def _tallies(moments: Sequence[Moment]) -> tuple[tuple[str, ...], ...]:
    names = (("Findings that opened", "opened"), ("Findings that were fixed", "fixed"), ("Findings that came back", "back"), ("Findings not told", "unknown"))
    return tuple(
        (name, DASH if key != "unknown" else f"{moments[0].findings.unknown:,}", *(f"{getattr(one.findings, key):,}" for one in moments[1:]))
        for name, key in names
    )


def _unknown(moments: Sequence[Moment], dates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{date}: {shown(says, 200)}" for one, date in zip(moments, dates, strict=True) for says in one.ways_unknown)


# ---- small multiples ----


def _multiple(number: int, measure: Measure, moments: Sequence[Moment], dates: tuple[str, ...]) -> MultipleView:
    values = [measure.value(one) for one in moments]
    top = measure.top or max([one for one in values if one is not None], default=1) or 1
    days = [utc(one.taken_at).timestamp() for one in moments]
    sentence = _course(measure, values)
    title = f"{measure.name}: {', '.join(f'{date} {measure.said(value)}' for date, value in zip(dates, values, strict=True))}"
    short = [f"{utc(one.taken_at).day} {w.MONTHS[utc(one.taken_at).month - 1][:3]} {utc(one.taken_at).year}" for one in moments]
    points = [(day, value, measure.said(value)) for day, value in zip(days, values, strict=True)]
    return MultipleView(measure.name, sentence, drawn_line(f"trend{number}", title, points, (short[0], short[-1]), top))


def _course(measure: Measure, values: Sequence[float | None]) -> str:
    """From the first known value to the last, and the turn between them."""
    known = [one for one in values if one is not None]
    missing = len(values) - len(known)
    beside = f" Not known at {w.counted(missing, 'snapshot')}." if missing else ""
    if not known:
        return "Not known at any snapshot."
    first, last = known[0], known[-1]
    if len(set(known)) == 1:
        return f"It stayed at {measure.said(first)}.{beside}"
    if first == last:
        return f"It is at {measure.said(last)} again, after {measure.said(max(known, key=lambda one: abs(one - first)))} in between.{beside}"
    return f"It {'rose' if last > first else 'fell'} from {measure.said(first)} to {measure.said(last)}{_turn(measure, known)}.{beside}"


def _turn(measure: Measure, known: Sequence[float]) -> str:
    """A value in between that lies outside both ends."""
    low, high = min(known), max(known)
    ends = known[0], known[-1]
    if high > max(ends):
        return f", with {measure.said(high)} in between"
    return f", with {measure.said(low)} in between" if low < min(ends) else ""


# ---- findings ----


def _begun(series: Series, dates: tuple[str, ...]) -> Iterable[BegunView]:
    """The latest beginning first: what crept in lately is what a reader can still undo."""
    for at in reversed(range(len(series.moments))):
        found = [one for one in series.courses if one.since == at]
        if found:
            yield _begun_at(dates[at], found)


def _begun_at(when: str, found: list[Course]) -> BegunView:
    older = sum(one.absent_until is None for one in found)
    name = f"Since {when}, or longer" if older == len(found) else f"Since {when}"
    by_check: dict[str, list[Course]] = {}
    for one in found:
        by_check.setdefault(one.check.id, []).append(one)
    lines = [_of_check(ones) for ones in by_check.values()]
    return BegunView(name, w.counted(len(found), "finding"), tuple(lines[:LINES]), w.counted(len(lines) - LINES, "more check") if len(lines) > LINES else "")


def _of_check(ones: Sequence[Course]) -> str:
    names = [shown(one.finding.subject.label, 60) for one in ones[:NAMES]]
    more = len(ones) - NAMES
    listed = w.listed([*names, f"{more:,} more"] if more > 0 else names)
    informing = "" if any(one.finding.counts for one in ones) else ", for information"
    return f"{shown(ones[0].check.id)} {shown(ones[0].check.title, 120)}: {listed}{informing}"


def _listed(them: Sequence[Course]) -> tuple[str, ...]:
    """Up to a bound, the rest counted."""
    more = len(them) - MOST
    return (*(_line(one) for one in them[:MOST]), *([f"and {w.counted(more, 'more finding')} in the machine-readable document"] if more > 0 else []))


def _line(one: Course) -> str:
    label, says = shown(one.finding.subject.label, 80), shown(one.finding.says, 240)
    return f"{shown(one.check.id)}: {says if says.startswith(label) else f'{label} {says}'}"


def _check(one: CheckCourse) -> CheckCourseView:
    marks = tuple(Mark(verdict, w.VERDICTS[verdict]) for verdict in one.verdicts)
    return CheckCourseView(shown(one.check.id), shown(one.check.title, 160), severity_mark(one.check.severity), marks, one.is_regressed)
