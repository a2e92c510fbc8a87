"""ADU-004: Units are delegated through PIM groups."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g
from . import _units as u

_USER_ADMIN, _HELPDESK = "fe930be7-5e62-47db-91af-98c3a49a38b1", "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_UNIT, _SCOPE = kit.unit("class"), kit.unit_scope("class")
_BY_GROUP = (_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.eligible_member("ana", of="desk"))


@kit.check(
    id="ADU-004",
    title="Units are delegated through PIM groups",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.MEDIUM,
    talk=("T23",),
    needs=kit.ROLE_SCHEDULES | kit.GROUP_SCHEDULES | {kit.collection.GROUPS},
    leans_on={kit.collection.GROUP_MEMBERS, kit.collection.ROLE_ASSIGNMENTS},
    uses={*u.DELEGATIONS, kit.collection.ADMINISTRATIVE_UNITS},
    remedy=(
        "Create one role-assignable group per unit, enable it in PIM (Privileged Identity Management > Groups), make the people eligible members, give the "
        "group the scoped role (Entra admin center > Entra ID > Roles & admins > Admin units > the unit > Roles and administrators) and remove the people's "
        "own."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/manage-roles-portal",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(*_BY_GROUP),
        # a member who is activated at this moment is an eligible one
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.activated_member("ana", of="desk")),
        # path B: the members stand and activate the role over the unit, which then shows in their own name
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="desk", scope=_SCOPE), kit.standing_member("ana", of="desk"), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="running", principalId=kit.ident("ana"), roleDefinitionId=_USER_ADMIN,
            directoryScopeId=_SCOPE, memberType="Direct", assignmentType="Activated", endDateTime=kit.days(1),
        )),
        # not over a unit, over a deleted one, by a deleted principal, by a break-glass account, by a service principal
        kit.tenant(*_BY_GROUP, kit.standing(_USER_ADMIN, to="bob"), kit.standing(_USER_ADMIN, to="eva", scope=kit.unit_scope("gone")),
                   kit.deleted("ghost"), kit.standing(_HELPDESK, to="ghost", scope=_SCOPE), kit.break_glass("emergency1"),
                   kit.standing(_HELPDESK, to="emergency1", scope=_SCOPE), kit.service_principal("robot"), kit.standing(_HELPDESK, to="robot", scope=_SCOPE)),
    ],
    partial=[
        kit.tenant(*_BY_GROUP, kit.eligible(_HELPDESK, to="bob", scope=_SCOPE)),
        # the same role once by the group and once by hand
        kit.tenant(*_BY_GROUP, kit.standing(_USER_ADMIN, to="bob", scope=_SCOPE))
            .finds(
                "bob", "holds User Administrator over class in person, not as a role-assignable group with eligible members",
                distinct=f"fe930be7-5e62-47db-91af-98c3a49a38b1:{kit.ident('class')}",
            ),
    ],
    fails=[
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="ana", scope=_SCOPE)),
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE))
            .finds("ana", "is eligible for User Administrator over class in person, not as a role-assignable group with eligible members"),
        # role-assignable, and everybody in it stands
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.standing_member("ana", of="desk"))
            .finds("desk", "holds User Administrator over class as a group whose members all stand, not as a role-assignable group with eligible members"),
        # nobody in it
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.group("desk"))
            .finds("desk", "holds User Administrator over class as a group without members, not as a role-assignable group with eligible members"),
        # eligible for its ownership only
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.group("desk"), kit.eligible_owner("ana", of="desk")),
        kit.tenant(*_BY_GROUP, kit.group("desk", isAssignableToRole=False))
            .finds("desk", "holds User Administrator over class as a group that is not role-assignable, not as a role-assignable group with eligible members"),
        # one unit as it should be does not make up for another
        kit.tenant(*_BY_GROUP, kit.unit("other"), kit.standing(_USER_ADMIN, to="bob", scope=kit.unit_scope("other"))),
    ],
    other=[
        ("not_applicable", kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="ana"))),
        ("not_applicable", kit.tenant(kit.without_pim(), _UNIT, kit.outside_pim(_USER_ADMIN, to="ana", scope=_SCOPE))),
        ("not_assessed", kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE), kit.pim_group("desk"),
                                    kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "desk"))),
        ("not_assessed", kit.tenant(*_BY_GROUP, kit.group("desk", isAssignableToRole=kit.UNSET))),
        # beside a group that may be as it should, somebody who holds the role in person is no proof that nothing is
        ("not_assessed", kit.tenant(*_BY_GROUP, kit.group("desk", isAssignableToRole=kit.UNSET), kit.standing(_HELPDESK, to="bob", scope=_SCOPE))),
        # somebody has a role over the unit, and nobody knows whether it is a person or a group, or which role it is
        ("not_assessed", kit.tenant(_UNIT, kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="e", principalId=kit.ident("stranger"), roleDefinitionId=_HELPDESK, directoryScopeId=_SCOPE,
        ))),
        ("not_assessed", kit.tenant(_UNIT, kit.person("bob"), kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS, id="x", administrativeUnitId=kit.ident("class"), roleId="nobody-knows",
            roleMemberInfo={"id": kit.ident("bob")},
        ))),
    ],
)  # fmt: skip
def units_through_pim_groups(case: kit.Case) -> Iterator[kit.Finding]:
    """Delegation that lasts needs a place where people come and go: a role-assignable group holds the role over the unit, and its eligible members activate it
    for the hour in which they need it. A role in a person's own name has neither an end nor a reviewer, and is found only by whoever opens that very unit.
    """
    case.tell_unmapped()
    for unit_id, holdings in u.delegations(case).items():
        judged = {one: _fault(case, one) for one in holdings if _counts(case, one)}
        case.judged(len(judged))
        known = {one: fault for one, fault in judged.items() if fault is not None}
        # one of which the snapshot does not tell may be as it should
        some_follow = "" in known.values() or len(known) < len(judged)
        for one, fault in known.items():
            if fault:
                yield _finding(case, unit_id, one, fault, kit.Degree.PARTIAL if some_follow else kit.Degree.FAIL)


def _counts(case: kit.Case, one: kit.Holding) -> bool:
    kind = case.thing(one.principal_id).kind
    if kind is kit.Kind.UNKNOWN:
        case.unknown(kit.collection.USERS, f"what {one.principal_id}, which has a role over a unit, is, is not in the snapshot")
    # what a person activated shows in his own name, by a group or not; the eligibility behind it is judged
    return kind is kit.Kind.GROUP or (kind is kit.Kind.USER and one.state not in (kit.State.ACTIVATED, kit.State.ACTIVE))


def _fault(case: kit.Case, one: kit.Holding) -> str | None:
    """What is wrong with an assignment: nothing (""), something, or None where the snapshot does not tell."""
    row = case.group(one.principal_id)
    if row is None:
        return "in person"
    if row.is_assignable_to_role is kit.UNSET:
        case.unknown(kit.collection.GROUPS, f"whether {case.thing(one.principal_id).label} is role-assignable is not in the snapshot")
        return None
    if row.is_assignable_to_role is not True:
        return "as a group that is not role-assignable"
    return _members(case, one)


def _members(case: kit.Case, one: kit.Holding) -> str | None:
    inside = g.everybody(case, one.principal_id)
    if any(member.activations or one.state is kit.State.ELIGIBLE for member in inside):
        return ""
    if any(case.read(schedules).gap(one.principal_id) for schedules in kit.GROUP_SCHEDULES):
        return None  # whoever is eligible may be in what could not be read
    return "as a group whose members all stand" if inside else "as a group without members"


def _finding(case: kit.Case, unit_id: str, one: kit.Holding, fault: str, degree: kit.Degree) -> kit.Finding:
    held = "is eligible for" if one.state is kit.State.ELIGIBLE else "holds"
    return kit.Finding(
        degree=degree,
        subject=case.thing(one.principal_id),
        says=f"{held} {case.role(one.role_id).name} over {u.thing(case, unit_id).label} {fault}, not as a role-assignable group with eligible members",
        evidence=(one.evidence,),
        distinct=f"{one.role_id}:{unit_id}",
    )
