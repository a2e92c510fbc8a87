"""ADU-001: Delegated units fill themselves by rule."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _units as u

_USER_ADMIN = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_RULE: dict[str, Any] = {"membershipType": "Dynamic", "membershipRule": '(user.department -eq "4b")', "membershipRuleProcessingState": "On"}
_OVER_CLASS = kit.eligible(_USER_ADMIN, to="ana", scope=kit.unit_scope("class"))
_PUPIL = kit.unit_member("pupil", of="class")


def _class(**properties: Any) -> kit.Example:
    return kit.tenant(kit.unit("class", **{**_RULE, **properties}), _OVER_CLASS, _PUPIL)


@kit.check(
    id="ADU-001",
    title="Delegated units fill themselves by rule",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.MEDIUM,
    talk=("T07",),
    needs=u.UNITS,
    leans_on=kit.ROLE_SCHEDULES | {kit.collection.ROLE_ASSIGNMENTS},
    uses=kit.ROLE_SCHEDULES | u.DELEGATIONS,
    judges_without_pim=True,
    remedy=(
        "Open the unit (Entra admin center > Entra ID > Roles & admins > Admin units > the unit > Properties), set the membership type to Dynamic User and "
        "write a rule on an attribute that HR or the school register keeps; resume a paused rule there. Changing the type keeps the members until the rule "
        "has run."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-members-dynamic",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/administrative-units",
    ),
    passes=[
        _class(),
        _class(membershipType="dynamic", membershipRuleProcessingState="on"),
        # a unit beside it that nobody runs may be as it likes
        _class().but(kit.unit("archive"), kit.unit_member("old", of="archive")),
        # only the unit's own list tells that it is delegated, and which role it is does not matter
        kit.tenant(kit.unit("class", **_RULE), _PUPIL, kit.without(kit.collection.DIRECTORY_ROLES), kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS, id="s", administrativeUnitId=kit.ident("class"), roleId="r",
            roleMemberInfo={"id": kit.ident("ana")},
        ), kit.person("ana")),
    ],
    partial=[
        _class(membershipType="Assigned", membershipRule=None)
            .finds("class", "is delegated and is filled by hand", shows=("membershipType Assigned, 1 members", "eligible, endDateTime 2027-04-30T08:00:00Z",)),
        # Graph's own null means assigned
        _class(membershipType=None, membershipRule=None)
            .finds("class", "is delegated and is filled by hand", shows=("membershipType null, 1 members", "eligible, endDateTime 2027-04-30T08:00:00Z",)),
        # whether a rule runs does not matter where there is none
        _class(membershipType="Assigned", membershipRule=None, membershipRuleProcessingState=kit.UNSET),
        # one filled by hand beside one that fills itself
        _class().but(kit.unit("other"), kit.unit_member("bob", of="other"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("other"))),
    ],
    fails=[
        _class(membershipRuleProcessingState="Paused")
            .finds("class", "is delegated and is filled by a rule that does not run"),
        # the rule matches nobody
        kit.tenant(kit.unit("class", **_RULE), _OVER_CLASS)
            .finds(
                "class", "is delegated and has administrators and no members",
                shows=("membershipType Dynamic, no members", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # nobody in it, and Graph's own null for assigned
        kit.tenant(kit.unit("class", membershipType=None), _OVER_CLASS)
            .finds(
                "class", "is delegated and has administrators and no members",
                shows=("membershipType null, no members", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        kit.tenant(kit.unit("class"), _OVER_CLASS),
        # without PIM every scoped role is in the flat list
        kit.tenant(kit.without_pim(), kit.unit("class", **{**_RULE, "membershipRuleProcessingState": "Paused"}), _PUPIL,
                   kit.outside_pim(_USER_ADMIN, to="ana", scope=kit.unit_scope("class"))),
        # a paused rule is one, whoever else could not be read
        _class(membershipRuleProcessingState="Paused").but(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)),
    ],
    other=[
        ("not_applicable", kit.tenant()),
        ("not_applicable", kit.tenant(kit.unit("class"), _PUPIL)),
        # a restricted unit is filled by hand on purpose, and groups cannot join by rule
        ("not_applicable", kit.tenant(kit.unit("class", restricted=True), _OVER_CLASS, _PUPIL)),
        ("not_applicable", kit.tenant(kit.unit("class"), _OVER_CLASS, kit.group("staff"), kit.unit_member("staff", of="class"))),
        ("not_applicable", kit.tenant(kit.unit("class"), _OVER_CLASS, _PUPIL, kit.group("staff"), kit.unit_member("staff", of="class"))),
        # a unit of devices
        ("not_applicable", kit.tenant(kit.unit("class", **{**_RULE, "membershipRule": '(device.model -eq "X")', "membershipRuleProcessingState": "Paused"}),
                                      _OVER_CLASS)),
        # its only administrator is gone, its scope is a deleted unit, or a break-glass account holds it
        ("not_applicable", kit.tenant(kit.unit("class"), _PUPIL, kit.deleted("ghost"),
                                      kit.standing(_USER_ADMIN, to="ghost", scope=kit.unit_scope("class")))),
        ("not_applicable", kit.tenant(_OVER_CLASS)),
        ("not_applicable", kit.tenant(kit.unit("class"), _PUPIL, kit.break_glass("ana"), _OVER_CLASS)),
        ("not_assessed", kit.tenant(kit.unit("class", **_RULE), _OVER_CLASS, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "class"))),
        ("not_assessed", _class().but(kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))),
        # what lies in a unit that is filled by hand could not be read: it may hold groups, which cannot join by rule
        ("not_assessed", kit.tenant(kit.unit("class"), _OVER_CLASS, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "class"))),
        # devices by their rule, though what lies in the unit could not be read
        ("not_assessed", kit.tenant(kit.unit("class", **{**_RULE, "membershipRule": '(device.model -eq "X")', "membershipRuleProcessingState": "Paused"}),
                                    _OVER_CLASS, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "class"))),
        # neither was how the unit is filled
        ("not_assessed", _class(membershipType=kit.UNSET)),
        # nothing lies in it but a device
        ("not_applicable", kit.tenant(kit.unit("labs"), kit.eligible(_USER_ADMIN, to="ana", scope=kit.unit_scope("labs")), kit.scope_privileged(), kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, administrativeUnitId=kit.ident("labs"), id=kit.ident("lab pc"),
            **{"@odata.type": "#microsoft.graph.device"},
        ))),
        # whether the rule runs was not collected
        ("not_assessed", kit.tenant(_OVER_CLASS, _PUPIL, kit.unit("class", **{**_RULE, "membershipRuleProcessingState": kit.UNSET}))),
        # whoever is listed is gone, or an emergency account, or nobody; or the unit is gone
        ("not_applicable", kit.tenant(kit.unit("class", **_RULE), _PUPIL, kit.person("ana"), kit.deleted("ghost"), kit.break_glass("emergency1"), *(kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS, id=f"s{who}", administrativeUnitId=kit.ident(where), roleId="r", roleMemberInfo=member,
        ) for who, where, member in (
            (1, "class", {"id": kit.ident("ghost")}), (2, "class", {"id": kit.ident("emergency1")}), (3, "class", None), (4, "gone", {"id": kit.ident("ana")}),
            (5, "class", {"displayName": "nobody"}),
        )))),
    ],
)  # fmt: skip
def units_fill_themselves(case: kit.Case) -> Iterator[kit.Finding]:
    """A scoped role reaches exactly those who are in the unit, so a list kept by hand is a list of permissions kept by hand: who left the class is still in it,
    and a head who was put there by mistake can have the password reset by a class teacher. A rule on an attribute that the register keeps does not forget.
    """
    for unit_id in _delegated(case):
        unit = case.unit(unit_id)
        if u.is_restricted(case, unit_id) is not False or unit is None:
            continue
        inside = u.members(case, unit_id)
        if not _is_of_users(unit, inside):
            continue
        case.judged()
        if found := _judge(case, unit_id, unit, inside):
            yield found


def _delegated(case: kit.Case) -> list[str]:
    listed = case.find(kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS) or ()
    holders = ((row.administrative_unit_id.lower(), row.role_member_info.id) for row in listed if row.role_member_info and row.role_member_info.id)
    flat = {unit_id for unit_id, holder in holders if not case.is_deleted(holder) and not case.is_break_glass(holder)}
    return sorted(one for one in flat | set(u.delegations(case)) if not u.is_gone(case, one))


def _is_of_users(unit: Any, inside: tuple[kit.Thing, ...] | None) -> bool:
    """By what lies in it; by its rule where nothing does, or where that could not be read."""
    if not inside:
        return "device." not in kit.known(unit.membership_rule, "").lower()
    kinds = {one.kind for one in inside}
    return kit.Kind.GROUP not in kinds and kit.Kind.USER in kinds


def _judge(case: kit.Case, unit_id: str, unit: Any, inside: tuple[kit.Thing, ...] | None) -> kit.Finding | None:
    kind, state = kit.known(unit.membership_type, ""), unit.membership_rule_processing_state
    is_dynamic = kind.lower() == "dynamic"
    if (unit.membership_type is kit.UNSET) or (is_dynamic and state is kit.UNSET):
        case.unknown(kit.collection.ADMINISTRATIVE_UNITS, f"how {u.thing(case, unit_id).label} is filled is not in the snapshot")
        return None
    if is_dynamic and kit.known(state, "").lower() != "on":
        return _finding(case, unit_id, kit.Degree.FAIL, "is filled by a rule that does not run", f"membershipRuleProcessingState {state}")
    if inside is not None and not inside:
        return _finding(case, unit_id, kit.Degree.FAIL, "has administrators and no members", f"membershipType {kind or 'null'}, no members")
    if inside and not is_dynamic:
        return _finding(case, unit_id, kit.Degree.PARTIAL, "is filled by hand", f"membershipType {kind or 'null'}, {len(inside)} members")
    return None


def _finding(case: kit.Case, unit_id: str, degree: kit.Degree, says: str, observed: str) -> kit.Finding:
    unit, holders = u.thing(case, unit_id), u.delegations(case).get(unit_id, ())
    rows = tuple(one.evidence for one in holders)
    return kit.Finding(
        degree=degree,
        subject=unit,
        says=f"is delegated and {says}",
        evidence=(kit.Evidence(kit.collection.ADMINISTRATIVE_UNITS.name, unit.id, observed), *rows),
    )
