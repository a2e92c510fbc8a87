"""What became of the score since an earlier snapshot, always beside what became of the coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import JUDGED, UNASSESSED
from assessor.report import wording as w
from assessor.report.documents import rounded, utc
from assessor.report.view_summary import SinceView

if TYPE_CHECKING:
    from assessor.model.result import Assessment

JUDGED_ANEW = "The earlier snapshot is judged anew by today's checks and agreements, so its figures may differ from those of its own report."
"""Two reports lie on one table, and the one says nine where the other says that it was ten."""


def since_view(assessment: Assessment) -> SinceView | None:
    """None where there is no earlier snapshot."""
    earlier = assessment.earlier
    if earlier is None:
        return None
    said = (_score(earlier, assessment), _coverage(earlier, assessment), *_lost(earlier, assessment), JUDGED_ANEW)
    return SinceView(w.day(utc(earlier.snapshot.taken_at)), said)


def _score(then: Assessment, now: Assessment) -> str:
    before, after = rounded(then.score.value), rounded(now.score.value)
    if before is None or after is None:
        return "The scores cannot be compared: nothing could be assessed on one side."
    grades = f", the grade from {then.score.grade} to {now.score.grade}" if then.score.grade != now.score.grade else f", the grade stays {now.score.grade}"
    if before == after:
        return f"The score stays at {after} of 100{grades}."
    return f"The score went from {before} to {after} of 100 ({_signed(after - before)}){grades}."


def _coverage(then: Assessment, now: Assessment) -> str:
    before, after = then.score.coverage, now.score.coverage
    if before is None or after is None:
        return "The coverage is not known on one side."
    gained = w.whole_percent(after) - w.whole_percent(before)
    if not gained:
        return f"The coverage stays at {w.percent(after)}."
    caution = "" if gained > 0 else " Less could be seen than before, so part of the change may be what is no longer seen."
    return f"The coverage went from {w.percent(before)} to {w.percent(after)} ({_signed(gained)}).{caution}"


def _lost(then: Assessment, now: Assessment) -> list[str]:
    """Checks that are known on one side only; they count as no change."""
    before, after = ({one.check.id: one.verdict for one in side.results} for side in (then, now))
    lost = sum(before.get(one) in JUDGED and verdict in UNASSESSED for one, verdict in after.items())
    found = sum(before.get(one) in UNASSESSED and verdict in JUDGED for one, verdict in after.items())
    said = [f"{w.counted(lost, 'check')} judged then could not be assessed now: neither better nor worse."] if lost else []
    return said + ([f"{w.counted(found, 'check')} could be judged for the first time: neither better nor worse."] if found else [])


def _signed(number: int) -> str:
    sign = "+" if number > 0 else "\N{MINUS SIGN}"
    return f"{sign}{w.counted(abs(number), 'point')}"
