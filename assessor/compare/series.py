"""Snapshots in order of time: figures of each, where every finding began, what was fixed and came back, what was not known in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING

from assessor.compare.access import strongest, unknown_ways
from assessor.compare.judged import by_key, reads_of, why_untold
from assessor.compare.sight import Blindness
from assessor.model.comparison import ComparedFinding, FindingChange
from assessor.model.series import PRESENT, CheckCourse, Course, Moment, Series, Sighting, Tally
from assessor.model.words import PATH_CLASSES, Kind, PathClass, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from assessor.checkkit.declare import Check
    from assessor.compare.sight import Horizon
    from assessor.model.result import Assessment, Finding, Result


@dataclass(frozen=True, slots=True)
class Judged:
    """What a series keeps of a snapshot: how it was judged and how far it sees, and none of its rows."""

    assessment: Assessment
    horizon: Horizon


def series_of(them: Sequence[Judged], checks: Iterable[Check]) -> Series:
    """The series of snapshots that these checks judged, in order of time."""
    courses = tuple(_courses(them, reads_of(checks)))
    results = zip(*(one.assessment.results for one in them), strict=True)  # one catalogue judged all
    return Series(
        moments=tuple(_moment(one, _tally(courses, at)) for at, one in enumerate(them)),
        checks=tuple(_check(each) for each in results),
        courses=courses,
    )


def with_courses(findings: Iterable[ComparedFinding], series: Series) -> tuple[ComparedFinding, ...]:
    """Findings of the first and the last snapshot, told by all that lies between them."""
    courses = {key: one for one in series.courses for key in one.keys}
    return tuple(_told(one, courses[one.finding.key], series) for one in findings)


def _told(one: ComparedFinding, course: Course, series: Series) -> ComparedFinding:
    """Back after it was fixed; or new after all, where the first snapshot does not tell and a later one does."""
    until = course.absent_until
    if until is None or one.change is FindingChange.EXCEPTED:
        return replace(one, course=course)
    day = f"{series.moments[until].taken_at:%Y-%m-%d}"
    if course.is_regressed:
        return replace(one, course=course, change=FindingChange.REGRESSED, why=f"it was fixed by {day}, and is back")
    return replace(one, course=course, change=FindingChange.NEW, why=f"it did not hold on {day}")


# ---- checks ----


def _check(results: Sequence[Result]) -> CheckCourse:
    verdicts = tuple(one.verdict for one in results)
    back = verdicts[-1] in (Verdict.FAIL, Verdict.PARTIAL) and Verdict.PASS in verdicts
    return CheckCourse(results[0].check, verdicts, back)


# ---- findings ----


def _courses(them: Sequence[Judged], reads: Mapping[str, frozenset[str]]) -> Iterator[Course]:
    """Each finding with what every snapshot says of it."""

    @cache
    def blind(elsewhere: int, here: int) -> Blindness:
        return Blindness.between(them[here].horizon, them[elsewhere].horizon)

    for results in zip(*(one.assessment.results for one in them), strict=True):
        check, findings = results[0].check, [by_key(each) for each in results]
        seen_by_key = {key: {at: found for at, each in enumerate(findings) if (found := each.get(key))} for key in {key for each in findings for key in each}}
        for seen in sorted(seen_by_key.values(), key=lambda seen: min(one.key for one in seen.values())):
            sightings = tuple(_sighting(seen, at, results, reads.get(check.id, frozenset()), partial(blind, at)) for at in range(len(them)))
            keys = frozenset(one.key for one in seen.values())
            yield Course(finding=seen[max(seen)], check=check, sightings=sightings, keys=keys)


def _sighting(seen: Mapping[int, Finding], at: int, results: Sequence[Result], reads: frozenset[str], blind: Callable[[int], Blindness]) -> Sighting:
    """Absent only where this snapshot sees as much as one that shows the finding."""
    if found := seen.get(at):
        return Sighting.EXCEPTED if found.exception else Sighting.OPEN
    told = any(why_untold(one, results[there], results[at], blind(there), reads) is None for there, one in seen.items())
    return Sighting.ABSENT if told else Sighting.UNKNOWN


# ---- figures of one snapshot ----


def _moment(one: Judged, tally: Tally) -> Moment:
    judged = one.assessment
    verdicts = Counter(each.verdict for each in judged.results)
    return Moment(
        snapshot=judged.snapshot,
        score=judged.score,
        verdicts={word: verdicts[word] for word in Verdict},
        people=judged.people["globalAdministrator"],
        ways=_ways(judged),
        ways_unknown=tuple(dict.fromkeys(each.says for reach in judged.reaches for each in unknown_ways(one.horizon, reach))),
        findings=tally,
    )


def _ways(judged: Assessment) -> dict[PathClass, int]:
    """People by their strongest way to any role of tier 0."""
    emergency = {one.id.lower() for one in judged.break_glass}
    best: dict[str, PathClass] = {}
    for entry in (each for reach in judged.reaches for each in reach.principals if each.principal.kind is Kind.USER):
        key, path = entry.principal.id.lower(), strongest(entry)
        if path and path.path_class and key not in emergency:
            lasting = PathClass.ELIGIBLE if path.path_class is PathClass.ACTIVATED else path.path_class
            best[key] = min(best.get(key, lasting), lasting, key=lambda word: word.rank)
    count = Counter(best.values())
    return {word: count[word] for word in PATH_CLASSES if word is not PathClass.ACTIVATED}


def _tally(courses: Iterable[Course], at: int) -> Tally:
    here = Counter(one.sightings[at] for one in courses)
    steps = Counter(step for one in courses for step in _steps(one.sightings, at))
    return Tally(
        open=here[Sighting.OPEN], excepted=here[Sighting.EXCEPTED], unknown=here[Sighting.UNKNOWN],
        opened=steps["opened"], fixed=steps["fixed"], back=steps["back"],
    )  # fmt: skip


def _steps(sightings: Sequence[Sighting], at: int) -> Iterator[str]:
    """What became of a finding here, against the last earlier snapshot that tells of it."""
    before = [one for one in sightings[:at] if one is not Sighting.UNKNOWN]
    if not before:
        return
    if sightings[at] in PRESENT and before[-1] is Sighting.ABSENT:
        yield "opened"
        if any(one in PRESENT for one in before):
            yield "back"
    if sightings[at] is Sighting.ABSENT and before[-1] in PRESENT:
        yield "fixed"
