"""ROLE-001: No permanent active assignment of privileged roles."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_HELPDESK_ADMINISTRATOR = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
_DIRECTORY_SYNCHRONIZATION_ACCOUNTS = "d29b2b05-8046-44ba-8758-1e26182fcf32"


@kit.check(
    id="ROLE-001",
    title="No permanent active assignment of privileged roles",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    talk=("T03",),
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on={kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_MEMBERS, kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ROLE_DEFINITIONS, kit.collection.ADMINISTRATIVE_UNITS},
    judges_without_pim=True,
    remedy=(
        "Give each person an eligible assignment in place of the active one (Entra admin center > ID Governance > Privileged Identity Management > Microsoft "
        "Entra roles > Assignments > Add assignments), or make them eligible members of a role-assignable group that holds the role; then "
        "remove the standing assignment, or the standing membership of the group. Test the break-glass accounts before the last Global Administrator goes."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-add-role-to-user",
    ),
    passes=[
        # whoever would first have to change something holds nothing: that owners were not read does not matter
        kit.tenant(
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts(), kit.group("admins"),
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_OWNERS, "admins"),
        ),
        kit.tenant(kit.two_break_glass_accounts()),
        kit.tenant(kit.eligible(_USER_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # somebody is activated at this moment: the flat list shows it as if it stood
        kit.tenant(kit.activated(_USER_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # the group holds the role for good, its members activate themselves: the design, and the group is no person
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins")),
        kit.tenant(kit.activated_member("ana", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins")),
        # path B: standing members of a group that is merely eligible
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(_USER_ADMINISTRATOR, to="admins")),
        # an end date makes it no permanent one: told in the notes
        kit.tenant(kit.time_bound(_USER_ADMINISTRATOR, to="ana"))
            .tells("Active until a set date, which is not permanent and not counted here: ana@example.onmicrosoft.com (User Administrator)."),
        # not privileged
        kit.tenant(kit.standing(_REPORTS_READER, to="ana"), kit.two_break_glass_accounts()),
        # service principals cannot activate anything; other checks judge them
        kit.tenant(kit.service_principal("robot"), kit.standing(_USER_ADMINISTRATOR, to="robot"), kit.two_break_glass_accounts()),
        # permanent by design, even where the tenant labels the role privileged
        kit.tenant(
            kit.row(kit.collection.ROLE_DEFINITIONS, id=_DIRECTORY_SYNCHRONIZATION_ACCOUNTS, isBuiltIn=True, isPrivileged=True),
            kit.standing(_DIRECTORY_SYNCHRONIZATION_ACCOUNTS, to="sync"), kit.eligible(_USER_ADMINISTRATOR, to="ana"),
        ),
        # an orphaned assignment is nobody
        kit.tenant(kit.deleted("ghost"), kit.standing(_USER_ADMINISTRATOR, to="ghost"), kit.eligible(_USER_ADMINISTRATOR, to="ana")),
        # a custom role that grants nothing privileged
        kit.tenant(
            kit.custom_role("reader", isPrivileged=False), kit.standing(kit.ident("reader"), to="ana"), kit.eligible(_USER_ADMINISTRATOR, to="ana"),
        ),
        # an owner could make himself a member, and holds nothing as he is
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.owner("olga", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins")).over(1),
    ],
    partial=[
        # over a unit: not tenant-wide
        kit.tenant(kit.unit("school"), kit.standing(_HELPDESK_ADMINISTRATOR, to="ana", scope=kit.unit_scope("school")))
            .finds(
                "ana", "holds Helpdesk Administrator over the unit school directly, with no end date", severity=kit.Severity.MEDIUM, by=("HasRole",),
                distinct=f"729827e3-9c14-49f7-bb1b-9608f156bbb8:/administrativeUnits/{kit.ident('school')}",
            ),
        kit.tenant(
            kit.unit("school"), kit.standing_member("ana", of="helpers"),
            kit.standing(_HELPDESK_ADMINISTRATOR, to="helpers", scope=kit.unit_scope("school")),
        ),
        # a restricted unit holds what somebody meant to protect
        kit.tenant(kit.unit("vault", restricted=True), kit.standing("fe930be7-5e62-47db-91af-98c3a49a38b1", to="ana", scope=kit.unit_scope("vault"))).finds(
            "ana", "holds User Administrator over the unit vault directly, with no end date"),
        # a unit of which the snapshot holds nothing but its id
        kit.tenant(kit.standing(_HELPDESK_ADMINISTRATOR, to="ana", scope=kit.unit_scope("school")))
            .finds(
                "ana", f"holds Helpdesk Administrator over the unit {kit.ident('school')} directly, with no end date", severity=kit.Severity.MEDIUM,
            ),
    ],
    fails=[
        kit.tenant(kit.standing(_USER_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.standing_member("ana", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins"))
            .finds(
                "ana", (
                    "can use User Administrator at any hour, with no end date: ana@example.onmicrosoft.com is a member of admins permanently, then admins "
                    "holds User Administrator permanently"
                ),
            ),
        # eligible and permanent at once: "active minus eligible" would hide it
        kit.tenant(kit.eligible(_USER_ADMINISTRATOR, to="ana"), kit.standing(_USER_ADMINISTRATOR, to="ana")),
        # with an end over one unit and without one over the tenant
        kit.tenant(kit.time_bound(_USER_ADMINISTRATOR, to="ana", scope=kit.unit_scope("school")), kit.standing(_USER_ADMINISTRATOR, to="ana")),
        # assigned outside PIM: no schedule, hence for good
        kit.tenant(kit.outside_pim(_USER_ADMINISTRATOR, to="ana")),
        # without PIM every active assignment is permanent
        kit.tenant(kit.without_pim(), kit.outside_pim(_USER_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # the tenant's own label wins: a custom role with a privileged action
        kit.tenant(kit.custom_role("resetter", isPrivileged=True), kit.standing(kit.ident("resetter"), to="ana"))
            .finds("ana", "holds resetter directly, with no end date"),
        # a synchronisation account with more than its role
        kit.tenant(kit.standing(_DIRECTORY_SYNCHRONIZATION_ACCOUNTS, to="sync"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="sync")),
        # a group cannot be read, and somebody else stands all the same
        kit.tenant(kit.standing(_USER_ADMINISTRATOR, to="ana"), kit.standing(_USER_ADMINISTRATOR, to="admins"), kit.group("admins"),
                   kit.gap(kit.collection.GROUP_MEMBERS, "admins")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_REPORTS_READER, to="ana"))),
        ("not_assessed", kit.tenant(
            kit.group("admins"), kit.standing(_USER_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
            kit.two_break_glass_accounts(),
        )),
        # a custom role of which nothing tells whether it is privileged
        ("not_assessed", kit.tenant(kit.custom_role("helper"), kit.standing(kit.ident("helper"), to="ana"), kit.two_break_glass_accounts())),
        # no PIM and no flat list either: nothing is known
        ("not_assessed", kit.tenant(kit.without_pim(), kit.without(kit.collection.ROLE_ASSIGNMENTS), kit.two_break_glass_accounts())),
        # nobody knows who or what stands there
        ("not_assessed", kit.tenant(kit.standing(_USER_ADMINISTRATOR, to="ana"), kit.without(kit.collection.USERS))),
    ],
)  # fmt: skip
def no_permanent_assignment(case: kit.Case) -> Iterator[kit.Finding]:
    """A permanent assignment works for whoever steals the session, at night, on holiday, and years after the task was done. An eligible one has to be
    activated first, which asks for a reason, leaves a trace and ends after hours. Emergency accounts stand on purpose; service principals and
    synchronisation accounts cannot activate anything and have checks of their own.
    """
    case.judged(len(case.resolved.break_glass))
    ending: list[str] = []
    for person in case.each(roles.privileged_people(case, control=False)):
        for way in person.ways:
            if way.role.id in roles.DIRECTORY_SYNCHRONISATION:
                continue
            if way.path.path_class is kit.PathClass.TIME_BOUND:
                ending.append(f"{person.thing.label} ({way.role.name}{roles.over(case, way.scope)})")
            elif way.path.path_class is kit.PathClass.PERMANENT and roles.is_privileged(case, way.role):
                yield _finding(case, person, way)
    if ending:
        case.note(f"Active until a set date, which is not permanent and not counted here: {roles.names(ending)}.")


def _finding(case: kit.Case, person: roles.Person, way: roles.Way) -> kit.Finding:
    where = roles.over(case, way.scope)
    role = f"{way.role.name}{where}"
    says = f"holds {role} directly, with no end date" if len(way.path.edges) == 1 else f"can use {role} at any hour, with no end date: {way.path.in_words}"
    return kit.Finding(
        degree=kit.Degree.PARTIAL if where else kit.Degree.FAIL,
        subject=person.thing,
        says=says,
        evidence=way.path.evidence,
        distinct=f"{way.role.id}:{way.scope}",
        severity=kit.Severity.MEDIUM if where and not _is_restricted(case, way.scope) else None,
        path=way.path.edges,
    )


def _is_restricted(case: kit.Case, scope: str) -> bool:
    # a restricted unit holds what somebody meant to protect: its administrators are no lesser ones
    unit = case.unit(scope.rpartition("/")[2])
    return unit is not None and unit.is_member_management_restricted is True
