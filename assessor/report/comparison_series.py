"""The series in the machine's document: one entry a snapshot, and where each finding began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.documents import Document, score_document, snapshot_document, thing_document

if TYPE_CHECKING:
    from assessor.model.series import Course, Moment, Series


def series_documents(series: Series) -> list[Document]:
    """`series`: the figures of every snapshot, in order of time."""
    return [_moment(one) for one in series.moments]


def passing_documents(series: Series) -> list[Document]:
    """`passing`: findings that neither the first nor the last snapshot shows."""
    return [
        {
            "key": one.finding.key,
            "check": one.check.id,
            "subject": thing_document(one.finding.subject),
            "says": one.finding.says,
            **course_document(one, series),
        }
        for one in series.passing
    ]


def course_document(course: Course, series: Series) -> Document:
    """`since`: the snapshot from which on it is there; `absentUntil`: the one before it that is surely without it, null if it may be older."""
    return {
        "since": _time(course.since, series),
        "absentUntil": _time(course.absent_until, series),
        "course": [str(one) for one in course.sightings],
    }


def _time(at: int | None, series: Series) -> str | None:
    return None if at is None else _facts(series.moments[at])["takenAt"]


def _facts(one: Moment) -> Document:
    return {name: value for name, value in snapshot_document(one.snapshot).items() if name != "collections"}


def _moment(one: Moment) -> Document:
    return {
        **_facts(one),
        "score": {name: value for name, value in score_document(one.score).items() if name != "themes"},
        "verdicts": {str(word): count for word, count in one.verdicts.items()},
        "people": {"globalAdministrator": {"standing": one.people.standing, "eligible": one.people.eligible, "control": one.people.control}},
        "ways": {str(word): count for word, count in one.ways.items()},
        "waysUnknown": list(one.ways_unknown),
        "findings": {name: getattr(one.findings, name) for name in ("open", "excepted", "unknown", "opened", "fixed", "back")},
    }
