"""PGR-001: Groups that hold roles are managed by PIM for Groups."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_GA = kit.GLOBAL_ADMINISTRATOR


@kit.check(
    id="PGR-001",
    title="Groups that hold roles are managed by PIM for Groups",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.HIGH,
    talk=("T01", "T13"),
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.PIM_GROUPS, kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS},
    remedy=(
        "Bring the group under PIM (ID Governance > Privileged Identity Management > Groups > Discover groups > Manage groups), harden its member and owner "
        "settings, make its people eligible members (Assignments > Add assignments > Eligible) and remove their standing membership once they have activated "
        "for the first time. A group cannot be taken out of PIM again."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-discover-groups",
    ),
    passes=[
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins")),
        # the role for good, the members just in time, one of them at this moment: the design
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("ana", of="admins")),
        # path B: standing members of a group that has to activate the role
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins")),
        # the list of PIM's groups is an API that comes and goes: a schedule of the group proves as much, and so does a policy
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.without(kit.collection.PIM_GROUPS, "not_found")),
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.group_policy("admins"), kit.without(kit.collection.PIM_GROUPS)),
        # break-glass accounts stand on purpose
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.standing_member("emergency1", of="admins"),
                   kit.break_glass("emergency1")),
        # somebody who is gone, and a group that a role-assignable group takes no members from
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.deleted("ghost"), kit.standing_member("ghost", of="admins")),
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group("inner"), kit.standing_member("bob", of="inner"),
                   kit.plain_member("inner", of="admins")),
    ],
    fails=[
        # one group is declared as that of the emergency accounts, and another is none
        kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.standing(_GA, to="more"), kit.standing_member("bob", of="more"),
                   kit.engagement(break_glass_groups=(kit.ident("admins"),)))
            .finds("bob", "is permanently in more and so has Global Administrator without activating anything"),
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"))
            .finds(
                "admins", "holds Global Administrator and is not managed by PIM for Groups",
                shows=("PIM does not list the group", "assignmentType Assigned, endDateTime null",),
            ),
        kit.tenant(kit.standing(_GA, to="admins"), kit.standing_member("ana", of="admins"))
            .finds("ana", "is permanently in admins and so has Global Administrator without activating anything", distinct=kit.ident("admins")),
        kit.tenant(kit.standing(_GA, to="admins"), kit.time_bound_member("ana", of="admins"))
            .finds("ana", "is until a set date in admins and so has Global Administrator without activating anything"),
        # eligible and standing at once: the stronger counts
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.standing_member("ana", of="admins")),
        # in the group's list and in no schedule: added outside PIM
        kit.tenant(kit.standing(_GA, to="admins"), kit.pim_group("admins"), kit.plain_member("ana", of="admins")),
        # one group could not be read, and another fails all the same
        kit.tenant(kit.standing(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.group("more"), kit.standing(_GA, to="more"),
                   kit.pim_group("more"), kit.gap(kit.collection.GROUP_MEMBERS, "more")),
        # the list of PIM's groups is missing, but the policies of groups were read, and this one has neither policy nor schedule
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.group_policy("others"), kit.without(kit.collection.PIM_GROUPS))
            .finds(
                "admins", "holds Global Administrator and is not managed by PIM for Groups",
                confidence=kit.Confidence.LIKELY,
                shows=("no schedule and no policy of the group, while those of other groups were read", "assignmentType Assigned, endDateTime null",),
            ),
        # eligible for its role and not in PIM: its members still activate the role
        kit.tenant(kit.eligible(_GA, to="admins"), kit.group("admins"), kit.plain_member("ana", of="admins")).finds(
            "admins", "is eligible for Global Administrator and is not managed by PIM for Groups", severity=kit.Severity.MEDIUM),
        # an ordinary group inside, whose people stand, by a membership that ends
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins", isAssignableToRole=False), kit.group("inner", isAssignableToRole=False),
                   kit.plain_member("ana", of="inner"), kit.time_bound_member("inner", of="admins"))
            .finds("ana", "is until a set date in admins and so has Global Administrator without activating anything"),
    ],
    other=[
        # a member of whom the snapshot does not tell what it is
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.scope_privileged(), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("nobody knows"), accessId="member",
        ))
            .tells(f"whether {kit.ident('nobody knows')}, a member of admins, is a person is not in the snapshot")),
        # emergency accounts alone, in a group inside the group
        ("not_applicable", kit.tenant(
            kit.group("admins", isAssignableToRole=False), kit.standing(_GA, to="admins"), kit.group("inner", isAssignableToRole=False),
            kit.plain_member("inner", of="admins"), kit.plain_member("emergency1", of="inner"), kit.break_glass("emergency1"),
        )),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="ana"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="admins"), kit.group("admins"), kit.plain_member("ana", of="admins"))),
        # a group of emergency accounts alone
        ("not_applicable", kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.plain_member("emergency1", of="admins"),
                                      kit.break_glass("emergency1"))),
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.without(kit.collection.PIM_GROUPS))),
        ("not_assessed", kit.tenant(
            kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.gap(kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, "admins"),
        )),
        # the policies were read, but for this group's; or there is none of any group, as if nobody had asked
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.group_policy("others"),
                                    kit.gap(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS, "admins"), kit.without(kit.collection.PIM_GROUPS))),
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.role_policy(_GA),
                                    kit.without(kit.collection.PIM_GROUPS))),
        # declared as a group of emergency accounts, whoever else is in it
        ("not_applicable", kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.plain_member("ana", of="admins"),
                                      kit.engagement(break_glass_groups=(kit.ident("admins"),)))),
        # neither the list of PIM's groups nor any of its policies was read
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.without(kit.collection.PIM_GROUPS),
                                    kit.without(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS))),
    ],
)  # fmt: skip
def groups_in_pim(case: kit.Case) -> Iterator[kit.Finding]:
    """A group that holds a role is a door to it, and whoever is in the group for good walks through unasked: no activation, no approval, no end, and a stolen
    session is an administrator's at once. PIM for Groups makes membership something that people ask for and that ends by itself. A group that is only
    eligible for its role is the other sound design: its members may stand, for they still activate the role.
    """
    for group, holdings in case.each(g.role_holders(case)):
        if not _has_policy(case, group.id) and not case.is_in_pim(group.id):
            yield from _not_managed(case, group, holdings)
        if held := g.active(holdings):
            yield from _standing(case, group, held)


def _has_policy(case: kit.Case, group_id: str) -> bool:
    return group_id.lower() in _groups_with_policy(case)


def _groups_with_policy(case: kit.Case) -> set[str]:
    rows = case.find(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS) or ()
    return {(row.scope_id or "").lower() for row in rows if (row.scope_type or "").lower() == "group"}


def _not_managed(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...]) -> Iterator[kit.Finding]:
    listed = case.missing(kit.collection.PIM_GROUPS) is None
    if not listed and not _were_asked(case, group.id):
        return  # the case remembers that the list is missing
    observed = "PIM does not list the group" if listed else "no schedule and no policy of the group, while those of other groups were read"
    only_eligible = not g.active(holdings)
    yield kit.Finding(
        degree=kit.Degree.FAIL,
        subject=group,
        says=f"{'is eligible for' if only_eligible else 'holds'} {g.names(case, holdings)} and is not managed by PIM for Groups",
        evidence=(kit.Evidence(kit.collection.PIM_GROUPS.name, None, observed), *g.rows(holdings)),
        severity=kit.Severity.MEDIUM if only_eligible else None,  # the role itself still has to be activated
        confidence=kit.Confidence.CERTAIN if listed else kit.Confidence.LIKELY,
    )


def _were_asked(case: kit.Case, group_id: str) -> bool:
    policies = case.find(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)
    return policies is not None and policies.gap(group_id) is None and bool(_groups_with_policy(case))


def _standing(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...]) -> Iterator[kit.Finding]:
    for one in g.people(case, group.id):
        if not one.is_standing:
            continue
        ends = any(link.state is kit.State.TIME_BOUND for link in one.chain)
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=one.thing,
            says=f"is {'until a set date' if ends else 'permanently'} in {group.label} and so has {g.names(case, held)} without activating anything",
            evidence=(*one.rows, *g.rows(held)),
            distinct=group.id,
        )
