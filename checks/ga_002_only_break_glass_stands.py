"""GA-002: Only break-glass accounts hold Global Administrator permanently."""

from collections.abc import Iterator

from assessor import checkkit as kit


@kit.check(
    id="GA-002",
    title="Only break-glass accounts hold Global Administrator permanently",
    theme=kit.Theme.GLOBAL_ADMINISTRATORS,
    severity=kit.Severity.CRITICAL,
    talk=("T03",),
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on={kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_MEMBERS, kit.collection.ROLE_ASSIGNMENTS},
    judges_without_pim=True,
    remedy=(
        "Replace each standing assignment by an eligible one that asks for approval (Privileged Identity Management > Microsoft Entra roles > "
        "Assignments > Add assignments), after two break-glass accounts were created, tested and declared."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(kit.two_break_glass_accounts()),
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.activated(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # a role for good in a group whose members have to activate themselves is the design
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts()),
        kit.tenant(kit.service_principal("robot"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="robot"), kit.two_break_glass_accounts()),
        kit.tenant(kit.deleted("ghost"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ghost"), kit.two_break_glass_accounts()),
    ],
    partial=[
        kit.tenant(kit.time_bound(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
            .finds("ana", "stands as Global Administrator until a date", by=("HasRole",))
            .over(3),
        kit.tenant(kit.break_glass("emergency1"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="emergency1"))
            .finds(
                "Example", "has one break-glass account declared; there should be two that hold Global Administrator permanently",
                shows=("break_glass.accounts names fewer than two accounts of this tenant",),
            ),
    ],
    fails=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.standing_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts())
            .finds("ana", "is Global Administrator at any hour, with no end date, as a member of admins"),
        kit.tenant(kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # eligible and permanent at once: the strongest counts
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # without PIM every active assignment is permanent
        kit.tenant(kit.without_pim(), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # one account of a group is not readable, and another stands all the same
        kit.tenant(
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
            kit.pim_group("admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"), kit.two_break_glass_accounts(),
        ),
    ],
    other=[
        ("not_assessed", kit.tenant(
            kit.group("admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
            kit.two_break_glass_accounts(),
        )),
        # nobody knows what it is that stands there
        ("not_assessed", kit.tenant(
            kit.scope_privileged(), kit.two_break_glass_accounts(), kit.row(
                kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("somebody"), roleDefinitionId=kit.GLOBAL_ADMINISTRATOR,
                directoryScopeId="/", memberType="Direct", assignmentType="Assigned", startDateTime=kit.days(-9), endDateTime=None,
            ),
        )),
        ("not_assessed", kit.tenant(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES), kit.two_break_glass_accounts())),
    ],
)  # fmt: skip
def only_break_glass_stands(case: kit.Case) -> Iterator[kit.Finding]:
    """A standing Global Administrator is worth phishing at any hour: whoever has the session has the tenant. An eligible one must first be activated,
    which leaves a trace and can ask for approval. Emergency accounts stand on purpose and are left out.
    """
    for one in case.people_to(kit.GLOBAL_ADMINISTRATOR):
        if one.is_standing:
            yield _standing(one)
    case.judged(1 + len(case.resolved.break_glass))  # the tenant, and the accounts that may stand
    if len(case.resolved.break_glass) < 2:
        yield kit.Finding(
            degree=kit.Degree.PARTIAL,
            subject=case.tenant_thing(),
            says=f"has {_counted(len(case.resolved.break_glass))} declared; there should be two that hold Global Administrator permanently",
            evidence=(kit.Evidence("engagement", None, "break_glass.accounts names fewer than two accounts of this tenant"),),
        )


def _counted(number: int) -> str:
    return ("no break-glass account", "one break-glass account")[number]


def _through(path: kit.Path) -> str:
    return f", as a member of {path.edges[0].target.label}" if len(path.edges) > 1 else ""


def _standing(one: kit.PrincipalPaths) -> kit.Finding:
    strongest = one.paths[0]
    permanent = strongest.path_class is kit.PathClass.PERMANENT
    return kit.Finding(
        degree=kit.Degree.FAIL if permanent else kit.Degree.PARTIAL,
        subject=one.principal,
        says=f"{'is Global Administrator at any hour, with no end date' if permanent else 'stands as Global Administrator until a date'}{_through(strongest)}",
        evidence=strongest.evidence,
        path=strongest.edges,
    )
