"""Into a group: who edits its members, its rule, or the attributes that its rule reads.

Microsoft, groups-concept: members of role-assignable groups are changed by Privileged Role Administrators and owners alone;
no permission for groups does it, but PIM's own do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.graph.voids import in_restricted_unit
from assessor.model import collections as c
from assessor.model.result import Evidence, Thing, Void
from assessor.model.rows import UNSET
from assessor.model.tenant import known
from assessor.model.words import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.actors import Actor
    from assessor.graph.room import Draw, Room
    from assessor.model.rows import Group

_ATTRIBUTE = re.compile(r"\buser\.(\w+)", re.IGNORECASE)


def into_group(room: Room, group_id: str) -> Iterator[Draw]:
    """Everybody who can put somebody into this group without owning it."""
    row = room.tenant.groups.get(group_id)
    if row is None:
        return
    group = room.tenant.principal(group_id)
    for actor in room.actors.with_power("add_member", *(("add_member_unified",) if _is_unified(row) else ("add_member_security",))):
        if room.covers(actor, group_id):
            yield _add_member(room, actor, group, row)
    if group_id in room.memberships.in_pim:
        yield from _through_pim(room, group)
    if is_dynamic(row) and row.is_assignable_to_role is not True:
        yield from _by_rule(room, group, row)


def is_dynamic(row: Group) -> bool:
    """Whether the group fills itself."""
    return "dynamicmembership" in {one.lower() for one in known(row.group_types, [])}


def _is_unified(row: Group) -> bool:
    return "unified" in {one.lower() for one in known(row.group_types, [])}


def attributes(rule: str | None) -> tuple[str, ...]:
    """The attributes of a person that a membership rule reads."""
    return tuple(dict.fromkeys(_ATTRIBUTE.findall(rule or "")))


def _add_member(room: Room, actor: Actor, group: Thing, row: Group) -> Draw:
    unsure = row.is_assignable_to_role is UNSET
    return room.draw(
        "AddMember", actor, group, (group.kind, group.id.lower()), f"{actor.said} can add members to {group.label}",
        certainty=Confidence.POSSIBLE if unsure else Confidence.CERTAIN, evidence=(_shown(row),), void=_void(group, row) or room.restriction(actor, group),
    )  # fmt: skip


def _void(group: Thing, row: Group) -> Void | None:
    if row.is_assignable_to_role is True:
        return Void("role_assignable", f"{group.label} is role-assignable: only its owners and Privileged Role Administrators change its members")
    if row.on_premises_sync_enabled is True:
        return Void("synced", f"{group.label} is synchronised: its members are changed on premises")
    return Void("dynamic", f"{group.label} fills itself by rule: nobody can add a member") if is_dynamic(row) else None


def _shown(row: Group) -> Evidence:
    word = "null" if row.is_assignable_to_role in (None, UNSET) else str(row.is_assignable_to_role).lower()
    return Evidence(c.GROUPS.name, row.id, f"isAssignableToRole {word}")


def _through_pim(room: Room, group: Thing) -> Iterator[Draw]:
    restricted = in_restricted_unit(room.tenant, group.id)
    void = Void("restricted_unit", f"{group.label} lies in a restricted management unit, where PIM changes nobody's membership") if restricted else None
    for actor in room.actors.with_power("pim_member"):
        does = actor.permission.does if actor.permission else ""
        why = f"{actor.said} {does}: {group.label} among them"
        evidence = (
            Evidence(c.PIM_GROUPS.name, group.id, "managed by PIM")
            if any(one.id.lower() == group.id.lower() for one in room.tenant.rows(c.PIM_GROUPS))
            else None
        )
        yield room.draw("AddMember", actor, group, (group.kind, group.id.lower()), why, evidence=(evidence,) if evidence else (), void=void)


def _by_rule(room: Room, group: Thing, row: Group) -> Iterator[Draw]:
    node, evidence = (group.kind, group.id.lower()), (Evidence(c.GROUPS.name, row.id, "fills itself by rule"),)
    for actor in room.actors.with_power("edit_rule", *(() if _is_unified(row) else ("edit_rule_security",))):
        if room.covers(actor, group.id):
            why = f"{actor.said} can change the rule by which {group.label} fills itself"
            yield room.draw("EditDynamicRule", actor, group, node, why, evidence=evidence, void=room.restriction(actor, group))
    read = attributes(known(row.membership_rule))
    for actor in room.actors.with_power("write_attributes") if read else ():
        if actor.scope == "/":  # over a unit: whoever lies in it, which the rule does not tell
            why = f"{actor.said} can write {', '.join(read[:3])}, which the rule of {group.label} reads"
            yield room.draw("EditAttribute", actor, group, node, why, certainty=Confidence.LIKELY, evidence=evidence)
