"""Everybody's roles at once: the closure of people × roles over nested groups, with one bit a role.

The ways of `assessor.graph.ways` tell how; this tells only whether, for a whole tenant in one pass: roles run down through the
groups that lead to one (cycles end because a mask only grows), and memberships are gone through once. Standard library only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence


def closure(
    holders: Iterable[tuple[Hashable, int]], memberships: Sequence[tuple[Hashable, Hashable]], groups: Mapping[Hashable, object]
) -> dict[Hashable, int]:
    """Whoever holds a role, by assignment or through groups → roles as bits.

    `holders`: (principal, number of the role); `memberships`: (member, group); `groups`: every group by id.
    """
    masks: dict[Hashable, int] = {}
    for principal, role in holders:
        masks[principal] = masks.get(principal, 0) | 1 << role
    _down(masks, memberships, groups)
    led = {key: mask for key, mask in masks.items() if key in groups}
    for member, group in memberships:
        if group in led and member not in groups:
            masks[member] = masks.get(member, 0) | led[group]
    return masks


def _down(masks: dict[Hashable, int], memberships: Iterable[tuple[Hashable, Hashable]], groups: Mapping[Hashable, object]) -> None:
    """Roles of a group to the groups inside it, to a fixpoint; at most as many rounds through an edge as there are roles."""
    inside: dict[Hashable, list[Hashable]] = {}
    for member, group in memberships:
        if member in groups:
            inside.setdefault(group, []).append(member)
    waiting = [key for key in masks if key in groups]
    while waiting:
        group = waiting.pop()
        for member in inside.get(group, ()):
            merged = masks.get(member, 0) | masks[group]
            if merged != masks.get(member, 0):
                masks[member] = merged
                waiting.append(member)
