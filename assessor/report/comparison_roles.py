"""The roles of tier 0 of which somebody lost a way or has a new one, each in a sentence and a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import PathClass
from assessor.report import wording as w
from assessor.report.comparison_graph import SAME, changed_principals, drawn_change, role_changes
from assessor.report.comparison_people import emergency_ids
from assessor.report.comparison_story import who
from assessor.report.comparison_view import ChangedRoleView, UntoldRolesView
from assessor.report.findings import gate_words
from assessor.report.text import shown
from assessor.report.ways import GLOBAL_ADMINISTRATOR, merged_views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.model.comparison import Comparison
    from assessor.model.result import Thing
    from assessor.model.words import Gate
    from assessor.report.comparison_graph import Changed, RoleChange

NAMES = 12
"""Roles that a sentence names."""


def role_views(comparison: Comparison, nodes: int, most: int) -> tuple[tuple[ChangedRoleView, ...], str, UntoldRolesView | None]:
    """Up to `most` roles with at most `nodes` boxes each, Global Administrator first; the others in a sentence; and those that only one side tells."""
    guarded = emergency_ids(comparison)
    told = [(one, changed_principals(one, guarded)) for one in role_changes(comparison)]
    blind = [one for one, _ in told if one.blind]
    changed = [
        (one, them) for one, them in told if not one.blind and any(each.fates - {SAME} or each.before != each.after or _regated(one, each) for each in them)
    ]
    ranked = sorted(changed, key=lambda pair: (pair[0].role.id.lower() != GLOBAL_ADMINISTRATOR, -_moved(pair[1])))
    views = tuple(_view(number, one, them, guarded, nodes) for number, (one, them) in enumerate(ranked[:most], 1))
    left = [one for one, _ in ranked[most:]]
    return views, f"Changed and not drawn: {_names(left)}." if left else "", _untold(blind)


def _untold(blind: list[RoleChange]) -> UntoldRolesView | None:
    """Where one snapshot tells less, a way that it does not show may still be there."""
    if not blind:
        return None
    sentence = f"Only one of the two snapshots tells everything about {_names(blind)}, so nothing is drawn of {'it' if len(blind) == 1 else 'them'}."
    return UntoldRolesView(sentence, tuple(dict.fromkeys(says for one in blind for says in one.blind)))


def _names(them: Sequence[RoleChange]) -> str:
    names = [shown(one.role.label, 60) for one in them[:NAMES]]
    more = len(them) - NAMES
    return w.listed([*names, w.counted(more, "more role")] if more > 0 else names)


def _moved(them: list[Changed]) -> int:
    return sum(one.before != one.after for one in them)


def _view(number: int, change: RoleChange, them: list[Changed], guarded: frozenset[str], nodes: int) -> ChangedRoleView:
    figure = drawn_change(change, guarded, nodes, f"change{number}") if nodes else None
    return ChangedRoleView(
        role=shown(change.role.label, 80),
        over="" if change.scope == "/" else w.where(change.where, change.scope),
        sentence=" ".join((_sentence(them), *_gate_sentences(change, them))),
        drawing=figure.svg if figure else "",
        left_out=figure.left_out if figure else "",
        merged=merged_views(figure),
    )


def _sentence(them: list[Changed]) -> str:
    """How many had a way, and how many have one."""
    before, after = [one.thing for one in them if one.before], [one.thing for one in them if one.after]
    lost = [one.thing for one in them if one.before and not one.after]
    new = [one.thing for one in them if one.after and not one.before]
    had = f"{who(before)} had a way before" if before else "Nobody had a way before"
    have = f"{who(after)} {'has' if len(after) == 1 else 'have'} one now" if after else "nobody has one now"
    parts = [f"{who(lost)} lost {'it' if before else 'one'}" if lost else "", f"{who(new)} {'is' if len(new) == 1 else 'are'} new" if new else ""]
    beside = w.listed([one for one in parts if one])
    aside = " Emergency accounts are among them." if any(one.guarded for one in them) else ""
    return f"{had}, {have}{f': {beside}' if beside else ''}.{aside}"


# ---- the same way, guarded otherwise ----


def _regated(change: RoleChange, one: Changed) -> bool:
    """Whether somebody keeps the class of the way, and something else stands in it."""
    return change.tells_gates and one.before is one.after and one.before not in (None, PathClass.ACTIVATED) and one.gates[0] != one.gates[1]


def _gate_sentences(change: RoleChange, them: list[Changed]) -> Iterator[str]:
    groups: dict[tuple[frozenset[Gate], frozenset[Gate]], list[Thing]] = {}
    for one in them:
        if _regated(change, one):
            groups.setdefault((one.gates[1] - one.gates[0], one.gates[0] - one.gates[1]), []).append(one.thing)
    for (added, removed), who_keeps in sorted(groups.items(), key=lambda pair: (-len(pair[1]), sorted(pair[0][0]))):
        keeps = f"{who(who_keeps)} {'keeps' if len(who_keeps) == 1 else 'keep'} a way of the same kind"
        more = f"now with {gate_words(added)}" if added else ""
        less = f"{'and ' if more else 'now '}without {gate_words(removed)}" if removed else ""
        yield f"{keeps}, {' '.join(part for part in (more, less) if part)}."
