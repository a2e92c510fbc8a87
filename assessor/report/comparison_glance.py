"""Short lists of names for the first page: who, what was fixed, what is worse, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.comparison import CheckChange, ComparedAccess
from assessor.model.words import PathClass, Severity
from assessor.report import wording as w
from assessor.report.comparison_judged import still_open
from assessor.report.comparison_people import standing_moves
from assessor.report.comparison_view import GlanceView
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.model.comparison import ComparedCheck, Comparison
    from assessor.model.result import Thing

MOST = 5
"""Entries of one list."""
PEOPLE, CHECKS, OBJECTS = "#people", "#findings", "#unknown"


def glance(comparison: Comparison) -> tuple[GlanceView, ...]:
    """Lists that have something in them; who and what is open always."""
    lost, gained = standing_moves(comparison)
    better = _changed(comparison, CheckChange.FIXED, CheckChange.IMPROVED)
    worse = _changed(comparison, CheckChange.REGRESSED, CheckChange.WORSENED)
    untold = _untold(comparison)
    failing = [f"{shown(one.check.title, 110)} ({w.counted(number, 'finding')})" for one, number in still_open(comparison)]
    moves = (
        _list("No longer stand in a role of tier 0", _people(lost, comparison, 0), PEOPLE, "Everybody whose ways changed"),
        _list("Stand in a role of tier 0, and did not before", _people(gained, comparison, 1), PEOPLE, "Everybody whose ways changed"),
    )
    every = (
        *(moves if len(lost) >= len(gained) else moves[::-1]),
        _list("Got worse", worse, CHECKS, "All checks"),
        _list("Can no longer be told", untold, OBJECTS, "What could not be compared"),
        _list("Fixed or improved", better, CHECKS, "All checks"),
        _list("Still open", failing, CHECKS, "All checks"),
    )
    return tuple(one for one in every if one.items)


def _list(title: str, items: Sequence[str], href: str, link: str) -> GlanceView:
    more = len(items) - MOST
    return GlanceView(title, f"{len(items):,}", tuple(items[:MOST]), f"and {more:,} more" if more > 0 else "", href, link)


def _people(them: Sequence[Thing], comparison: Comparison, side: int) -> list[str]:
    """The strongest first, each with the role that weighs most."""
    found, wanted = [], {one.id.lower(): list[ComparedAccess]() for one in them}
    for each in comparison.access:
        if each.principal.id.lower() in wanted:
            wanted[each.principal.id.lower()].append(each)
    for one in them:
        holdings = wanted[one.id.lower()]
        classed = [(each.before, each.after)[side] for each in holdings]
        held = [(path_class.rank, each) for path_class, each in zip(classed, holdings, strict=True) if path_class and path_class.is_standing]
        rank, best = min(held, key=lambda pair: (pair[0], not _is_global(pair[1].role.label), pair[1].role.label))
        found.append((rank, not _is_global(best.role.label), one.label.lower(), f"{shown(one.label, 60)}: {shown(best.role.label, 60)}{_until(rank)}"))
    return [words for *_, words in sorted(found)]


def _is_global(role: str) -> bool:
    return role == "Global Administrator"


def _until(rank: int) -> str:
    return ", until a date" if rank == PathClass.TIME_BOUND.rank else ""


def _changed(comparison: Comparison, *changes: CheckChange) -> list[str]:
    found = [one for one in comparison.checks if one.change in changes]
    return [_check(one) for one in sorted(found, key=lambda one: tuple(Severity).index(one.info.severity))]


def _check(one: ComparedCheck) -> str:
    return f"{shown(one.info.title, 110)} ({w.VERDICTS[one.before.verdict].lower()} → {w.VERDICTS[one.after.verdict].lower()})"


def _untold(comparison: Comparison) -> list[str]:
    found = [one for one in comparison.checks if one.change is CheckChange.NO_LONGER_ASSESSED]
    return [f"{shown(one.info.title, 110)} ({w.VERDICTS[one.before.verdict].lower()} before)" for one in found]
