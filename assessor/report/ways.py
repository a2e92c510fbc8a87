"""Who can become what: the ways to each role of tier 0 as a template sees them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.words import Gate, Kind, PathClass
from assessor.report import wording as w
from assessor.report.drawing import draw
from assessor.report.findings import gate_words, thing_view, way_view
from assessor.report.text import shown
from assessor.report.view import Mark, PrincipalView, ReachView
from assessor.report.view_figures import MergedView

if TYPE_CHECKING:
    from assessor.model.result import Assessment, Path, PrincipalPaths, Reach
    from assessor.report.drawing import Figure

WAYS_SHOWN = 4
"""Ways of one principal that a table prints; the machine's document has all."""
FOLD = 25
"""Principals of a role that stand open; the others are one click away."""
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"


def quiet_sentence(assessment: Assessment) -> str:
    """Roles with nothing to show, in one sentence instead of a chapter each."""
    names = [shown(one.role.label, 80) for one in assessment.reaches if not _tells(one)]
    return f"Nobody can become {w.listed(names)}." if names else ""


def in_order(assessment: Assessment) -> list[Reach]:
    """Roles that somebody has a way to, or had if nothing closed it; Global Administrator first."""
    return sorted(filter(_tells, assessment.reaches), key=lambda one: (one.role.id.lower() != GLOBAL_ADMINISTRATOR, not one.principals))


def _tells(reach: Reach) -> bool:
    return bool(reach.principals or reach.voided or reach.unknown)


def class_mark(path_class: PathClass | None) -> Mark:
    """The class with its word; a voided way has none."""
    return Mark(path_class, w.CLASSES[path_class]) if path_class else Mark("voided", "leads nowhere")


def ids_on_ways(assessment: Assessment) -> frozenset[str]:
    """Roles of tier 0, whoever has a living way to one, and what the ways go through."""
    found = {one.role.id for one in assessment.reaches}
    for reach in assessment.reaches:
        for entry in reach.principals:
            found.update(edge.source.id for path in entry.paths if path.path_class for edge in path.edges)
    return frozenset(found)


def reach_views(assessment: Assessment, nodes: int, figures: int | None = None) -> tuple[ReachView, ...]:
    """Global Administrator first; roles that somebody reaches are drawn, up to `figures` of them."""
    guarded = frozenset(one.id for one in assessment.break_glass)
    ordered = in_order(assessment)
    room = len(ordered) if figures is None else figures
    return tuple(_reach(number, one, guarded, nodes if number <= room else 0) for number, one in enumerate(ordered, 1))


def _reach(number: int, reach: Reach, guarded: frozenset[str], nodes: int) -> ReachView:
    figure = draw(reach, guarded, f"way{number}", nodes) if nodes and reach.principals else None
    closed = draw(replace(reach, principals=reach.voided), guarded, f"closed{number}", nodes) if nodes and reach.voided else None
    ranked = sorted(reach.principals, key=lambda one: (one.path_class or PathClass.CONTROL).rank)
    rows = tuple(_principal(one, guarded) for one in ranked)
    return ReachView(
        anchor=f"role-{number}-{re.sub(r'[^a-z0-9-]', '', reach.role.id.lower())[:40]}",
        role=shown(reach.role.label, 80),
        scope="" if reach.scope == "/" else w.where(reach.where, reach.scope),
        sentence=_sentence(reach, guarded),
        counts=tuple(sum(one.path_class is each for one in reach.principals) for each in PathClass),
        wide=bool(figure and figure.columns > 3),
        drawing=figure.svg if figure else "",
        left_out=figure.left_out if figure else "",
        merged=merged_views(figure),
        closed=closed.svg if closed else "",
        closed_left_out=closed.left_out if closed else "",
        principals=rows[:FOLD],
        folded=rows[FOLD:],
        more=w.counted(len(rows) - FOLD, "more principal") if len(rows) > FOLD else "",
        voided=tuple(_voided(one) for one in reach.voided),
        unknown=tuple(f"{shown(one.collection)}: {shown(one.says)}" for one in reach.unknown),
    )


def merged_views(figure: Figure | None) -> tuple[MergedView, ...]:
    """Who is behind each box that stands for several."""
    return tuple(MergedView(one.node, one.label, one.names) for one in figure.merged) if figure else ()


def _sentence(reach: Reach, guarded: frozenset[str]) -> str:
    """How many come how; an empty list is never said to be all."""
    if not reach.principals:
        return "Nobody was found in what the snapshot holds." if reach.unknown else "Nobody can."
    counts = [(sum(one.path_class is each for one in reach.principals), w.CLASSES[each]) for each in PathClass]
    people = sum(one.principal.kind is Kind.USER for one in reach.principals)
    others = len(reach.principals) - people
    who = w.listed(
        [words for n, words in ((people, w.counted(people, "person", "people")), (others, w.counted(others, "other identity", "other identities"))) if n]
    )
    emergency = sum(one.principal.id in guarded for one in reach.principals)
    beside = f" {w.counted(emergency, 'emergency account')} among them." if emergency else ""
    return f"{who}: {w.listed([f'{n:,} {word}' for n, word in counts if n])}.{beside}"


def _principal(entry: PrincipalPaths, guarded: frozenset[str]) -> PrincipalView:
    living = [path for path in entry.paths if path.path_class]
    more = len(living) - WAYS_SHOWN
    notes = ["Break-glass account."] if entry.principal.id in guarded else []
    notes += [f"{w.counted(more, 'more way')} in the machine-readable document."] if more > 0 else []
    return PrincipalView(
        principal=thing_view(entry.principal),
        path_class=class_mark(entry.path_class),
        gates=gate_words(best.gates) if (best := strongest(entry)) else "",
        ways=tuple(way_view(path.edges) for path in living[:WAYS_SHOWN]),
        note=" ".join(notes),
    )


def _voided(entry: PrincipalPaths) -> PrincipalView:
    reasons = dict.fromkeys(shown(path.voided.says, 200) for path in entry.paths if path.voided)
    return PrincipalView(
        principal=thing_view(entry.principal),
        path_class=class_mark(None),
        gates="",
        ways=tuple(way_view(path.edges) for path in entry.paths[:WAYS_SHOWN]),
        note="; ".join(reasons),
    )


def strongest(entry: PrincipalPaths) -> Path | None:
    """The least guarded of the strongest ways; None where none leads anywhere."""
    living = (path for path in entry.paths if path.path_class)
    return min(living, key=lambda path: ((path.path_class or PathClass.CONTROL).rank, len(path.gates - {Gate.JUSTIFICATION, Gate.TICKET})), default=None)
