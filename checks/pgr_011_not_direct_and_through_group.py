"""PGR-011: No role is held directly and through a group at once."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_GA, _USER_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"
_BY_GROUP = (kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"))


@kit.check(
    id="PGR-011",
    title="No role is held directly and through a group at once",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.LOW,
    talk=("T22",),
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    judges_without_pim=True,
    remedy=(
        "Keep the way through the group and remove the person's own assignment (ID Governance > Privileged Identity Management > Microsoft Entra roles > "
        "Assignments), after the group's way was tried once."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(*_BY_GROUP),
        # another role directly
        kit.tenant(*_BY_GROUP, kit.eligible(_USER_ADMIN, to="ana")),
        # somebody else directly
        kit.tenant(*_BY_GROUP, kit.eligible(_GA, to="bob")),
        # the same role over another scope is another thing
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk"), kit.eligible_member("ana", of="desk"),
                   kit.eligible(_USER_ADMIN, to="ana", scope=kit.unit_scope("school"))),
        # path B while the role is activated: the activation stands in the person's name and is the group's all the same
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="running", principalId=kit.ident("ana"), roleDefinitionId=_GA, directoryScopeId="/",
            memberType="Direct", assignmentType="Activated", endDateTime=kit.days(1),
        ), kit.row(kit.collection.ROLE_ASSIGNMENTS, id="flat", principalId=kit.ident("ana"), roleDefinitionId=_GA, directoryScopeId="/")),
        # PIM lists what comes through the group in the person's name, and says so
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="by group", principalId=kit.ident("ana"), roleDefinitionId=_GA, directoryScopeId="/",
            memberType="Group",
        )),
        # in a group inside a role-assignable group, which gives nothing
        kit.tenant(*_BY_GROUP, kit.group("staff"), kit.plain_member("bob", of="staff"), kit.plain_member("staff", of="admins"), kit.eligible(_GA, to="bob")),
        # an emergency account may have both
        kit.tenant(*_BY_GROUP, kit.break_glass("emergency1"), kit.standing(_GA, to="emergency1"), kit.eligible_member("emergency1", of="admins")),
    ],
    fails=[
        kit.tenant(*_BY_GROUP, kit.eligible(_GA, to="ana"))
            .finds(
                "ana", "is eligible for Global Administrator directly, and can have it through admins as well",
                distinct=f"{kit.GLOBAL_ADMINISTRATOR}:/",
            ),
        kit.tenant(*_BY_GROUP, kit.standing(_GA, to="ana")),
        kit.tenant(*_BY_GROUP, kit.outside_pim(_GA, to="ana")),
        # the letter case of a scope does not matter
        kit.tenant(kit.unit("school"), kit.eligible(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.standing_member("ana", of="desk"),
                   kit.eligible(_USER_ADMIN, to="ana", scope=f"/administrativeUnits/{kit.ident('school').upper()}")),
        # through a group inside the group
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner", isAssignableToRole=False),
                   kit.plain_member("ana", of="inner"), kit.eligible(_GA, to="ana"))
            .finds("ana", "is eligible for Global Administrator directly, and can have it through admins as well"),
        kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins"), kit.plain_member("ana", of="admins"),
                   kit.outside_pim(_GA, to="ana"))
            .finds("ana", "holds Global Administrator directly, and has it through admins as well"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="ana"))),
        ("not_assessed", kit.tenant(*_BY_GROUP, kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
        ("not_assessed", kit.tenant(*_BY_GROUP, kit.group("more"), kit.eligible(_GA, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"))),
    ],
)  # fmt: skip
def not_direct_and_through_group(case: kit.Case) -> Iterator[kit.Finding]:
    """Two ways to one role are one too many: the direct one goes by the role's settings and round the group's approval, and it stays when the person leaves the
    group. Whoever reviews the group then believes that the access is gone.
    """
    direct = {(one.principal_id, one.role_id, one.scope): one for one in case.holdings() if one.state not in (kit.State.ACTIVATED, kit.State.ACTIVE)}
    people = set()
    for group, holdings in g.role_holders(case):
        for one in g.people(case, group.id):
            people.add(one.thing.id)
            for power in g.strongest(holdings):
                if own := direct.get((one.thing.id.lower(), power.role_id, power.scope)):
                    yield _finding(case, one, group, own, power)
    case.judged(len(people))


def _finding(case: kit.Case, one: g.Inside, group: kit.Thing, own: kit.Holding, power: kit.Holding) -> kit.Finding:
    over = "" if own.scope == "/" else f" over {own.scope}"
    how = "is eligible for" if own.state is kit.State.ELIGIBLE else "holds"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=one.thing,
        says=f"{how} {case.role(own.role_id).name}{over} directly, and {'has' if one.is_standing else 'can have'} it through {group.label} as well",
        evidence=(own.evidence, *one.rows, power.evidence),
        distinct=f"{own.role_id}:{own.scope}",
    )
