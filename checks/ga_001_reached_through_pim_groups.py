"""GA-001: Global Administrator is reached through PIM groups."""

from collections.abc import Iterator

from assessor import checkkit as kit


@kit.check(
    id="GA-001",
    title="Global Administrator is reached through PIM groups",
    theme=kit.Theme.GLOBAL_ADMINISTRATORS,
    severity=kit.Severity.HIGH,
    talk=("T01", "T22"),
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on=kit.WAYS | {kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Create a role-assignable group, enable it in PIM (ID Governance > Privileged Identity Management > Groups), make the people eligible members, give "
        "the group Global Administrator as an active assignment, and then remove the people's own assignments. Test the break-glass accounts first."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts()),
        # somebody is activated at this moment: that is the design, not a standing membership
        kit.tenant(kit.activated_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts()),
        # path B: standing members of a group that is merely eligible
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts()),
        # a service principal cannot be reached through an eligible membership; other checks judge it
        kit.tenant(
            kit.service_principal("robot"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="robot"),
            kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
        ),
        # whoever owns the group would first have to add himself: no member, and another check's
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.owner("olga", of="admins")).over(1),
    ],
    partial=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
            .finds("ana", "is eligible for Global Administrator directly, without a group that PIM manages", by=("EligibleFor",)),
        kit.tenant(kit.time_bound(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
            .finds("ana", "holds Global Administrator directly, without a group that PIM manages"),
        kit.tenant(kit.activated(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
    ],
    fails=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.standing_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts())
            .finds(
                "ana", (
                    "stands in a group that holds Global Administrator: ana@example.onmicrosoft.com is a member of admins permanently, then admins holds "
                    "Global Administrator permanently"
                ),
            ),
        # in the group's list and in no schedule: added outside PIM, hence standing
        kit.tenant(kit.pim_group("admins"), kit.plain_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # until a date in the group, and the role for good: standing all the same
        kit.tenant(kit.time_bound_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.two_break_glass_accounts()).over(1),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
        )),
    ],
)  # fmt: skip
def reached_through_pim_groups(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever is a direct Global Administrator shares one setting with every other one. A role-assignable group under PIM has a policy of its own,
    can be approved by its own people, and leaves the role itself to the group: nobody has to be in the tenant's most powerful list to work.
    """
    # whoever would first have to change something is no member of anything yet
    for one in case.each(one for one in case.people_to(kit.GLOBAL_ADMINISTRATOR) if one.path_class is not kit.PathClass.CONTROL):
        for path in one.paths:
            if degree := _degree(path):
                yield kit.Finding(degree=degree, subject=one.principal, says=_says(path), evidence=path.evidence, path=path.edges)


def _degree(path: kit.Path) -> kit.Degree | None:
    direct = len(path.edges) == 1
    if path.path_class is kit.PathClass.PERMANENT:
        return kit.Degree.FAIL
    if path.path_class is kit.PathClass.TIME_BOUND:
        # time-bound in the group that holds the role is standing; time-bound in the role itself is on its way out
        return kit.Degree.PARTIAL if direct else kit.Degree.FAIL
    return kit.Degree.PARTIAL if direct and path.path_class in (kit.PathClass.ELIGIBLE, kit.PathClass.ACTIVATED) else None


def _says(path: kit.Path) -> str:
    if len(path.edges) > 1:
        return f"stands in a group that holds Global Administrator: {path.in_words}"
    how = "is eligible for" if path.path_class is kit.PathClass.ELIGIBLE else "holds"
    return f"{how} Global Administrator directly, without a group that PIM manages"
