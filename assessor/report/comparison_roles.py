"""The roles of tier 0 of which somebody lost a way or has a new one, each in a sentence and a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report import wording as w
from assessor.report.comparison_graph import changed_principals, drawn_change, role_changes
from assessor.report.comparison_people import emergency_ids
from assessor.report.comparison_story import who
from assessor.report.comparison_view import ChangedRoleView
from assessor.report.text import shown
from assessor.report.ways import GLOBAL_ADMINISTRATOR, merged_views

if TYPE_CHECKING:
    from assessor.model.comparison import Comparison
    from assessor.report.comparison_graph import Changed, RoleChange


def role_views(comparison: Comparison, nodes: int, most: int) -> tuple[tuple[ChangedRoleView, ...], str]:
    """Up to `most` roles with at most `nodes` boxes each, Global Administrator first; and the others in a sentence."""
    guarded = emergency_ids(comparison)
    told = [(one, changed_principals(one, guarded)) for one in role_changes(comparison)]
    changed = [(one, them) for one, them in told if any(each.fates - {"same"} or each.before != each.after for each in them) or one.blind]
    ranked = sorted(changed, key=lambda pair: (pair[0].role.id.lower() != GLOBAL_ADMINISTRATOR, bool(pair[0].blind), -_moved(pair[1])))
    views = tuple(_view(number, one, them, guarded, nodes) for number, (one, them) in enumerate(ranked[:most], 1))
    left = [shown(one.role.label, 60) for one, _ in ranked[most:]]
    return views, f"Changed and not drawn: {w.listed(left[:20])}{f' and {len(left) - 20:,} more' if len(left) > 20 else ''}." if left else ""


def _moved(them: list[Changed]) -> int:
    return sum(one.before != one.after for one in them)


def _view(number: int, change: RoleChange, them: list[Changed], guarded: frozenset[str], nodes: int) -> ChangedRoleView:
    figure = drawn_change(change, guarded, nodes, f"change{number}") if nodes and not change.blind else None
    return ChangedRoleView(
        role=shown(change.role.label, 80),
        over="" if change.scope == "/" else w.where(change.where, change.scope),
        sentence=_sentence(them) if not change.blind else "Only one of the two snapshots tells everything about this role, so nothing is drawn.",
        drawing=figure.svg if figure else "",
        left_out=figure.left_out if figure else "",
        merged=merged_views(figure),
        blind=change.blind,
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
