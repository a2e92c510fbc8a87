"""PIM-001: activating tier-0 roles needs approval by at least two people."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation

RULE = "Approval_EndUser_Assignment"
ROLES = (kit.GLOBAL_ADMINISTRATOR, kit.PRIVILEGED_ROLE_ADMINISTRATOR, kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR)
GA = kit.GLOBAL_ADMINISTRATOR

_GUARDED_GROUP = kit.tenant(
    kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", approvers=("paul", "petra")),
    kit.two_break_glass_accounts(),
)  # fmt: skip


def _direct(*parts: kit.Part) -> kit.Example:
    return kit.tenant(kit.eligible(GA, to="ana"), kit.two_break_glass_accounts(), *parts)


@kit.check(
    id="PIM-001",
    title="Activating tier-0 roles needs approval by at least two people",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.HIGH,
    needs=activation.NEEDS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    remedy=(
        "Where people come through a group: ID Governance > Privileged Identity Management > Groups > the group > Settings > Member > Edit: require approval "
        "to activate, and name at least two approvers who do not activate it themselves. Where they are eligible for the role: Microsoft Entra roles > "
        "Settings > the role, the same. For groups nobody approves by default, so an empty list locks everybody out."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        # path A: the group's policy is asked, and the role's own never is
        _GUARDED_GROUP,
        _GUARDED_GROUP.but(kit.role_policy(GA)),
        _direct(kit.role_policy(GA, approvers=("paul", "petra"))),
        # path B: the role's policy is asked, the group's guards nobody
        kit.tenant(
            kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.role_policy(GA, approvers=("paul", "petra")),
            kit.group_policy("admins"),
        ),
        # path C: one of the two approvals is enough, and two would be one too many
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.role_policy(GA),
            kit.group_policy("admins", approvers=("paul", "petra")),
        ),
        # an approver group counts for its members, nested ones too
        _direct(kit.standing_member("paul", of="approvers"), kit.plain_member("inner", of="approvers"), kit.group("inner"),
                kit.plain_member("petra", of="inner"), kit.role_policy(GA, approvers=("approvers",))),
        # nobody is named for a role: holders of the two highest roles decide, and the emergency accounts are among them
        _direct(kit.role_policy(GA, approval=True)),
        # two approvers are known, so an unreadable group beside them does not matter
        _direct(kit.group("approvers"), kit.gap(kit.collection.GROUP_MEMBERS, "approvers"), kit.role_policy(GA, approvers=("paul", "petra", "approvers"))),
        # the owner policy is another check's
        _GUARDED_GROUP.but(kit.eligible_owner("olga", of="admins"), kit.group_policy("admins", "owner")),
        # another role's approval is its own affair
        _GUARDED_GROUP.but(kit.eligible("fe930be7-5e62-47db-91af-98c3a49a38b1", to="bob"), kit.role_policy("fe930be7-5e62-47db-91af-98c3a49a38b1")),
        # approvers in groups that are in each other
        _direct(kit.group("approvers"), kit.group("inner"), kit.plain_member("inner", of="approvers"), kit.plain_member("approvers", of="inner"),
                kit.plain_member("paul", of="inner"), kit.plain_member("petra", of="approvers"), kit.role_policy(GA, approvers=("approvers",))),
        # two approvers are known to be enabled, whatever is not known of a third
        _direct(kit.row(kit.collection.USERS, id=kit.ident("otto"), userPrincipalName="otto@example.onmicrosoft.com"),
                kit.role_policy(GA, approvers=("paul", "petra", "otto"))),
    ],
    partial=[
        _direct(kit.role_policy(GA, approvers=("paul",))),
        _direct(kit.person("petra", accountEnabled=False), kit.role_policy(GA, approvers=("paul", "petra")))
            .finds("policy of Global Administrator", "has a single approver, paul@example.onmicrosoft.com"),
        _direct(kit.deleted("petra"), kit.role_policy(GA, approvers=("paul", "petra"))),
        # those who activate approve for one another
        _direct(kit.eligible(GA, to="bob"), kit.role_policy(GA, approvers=("ana", "bob"))),
        # approval with nobody named: for a group nobody can approve
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", approval=True), kit.two_break_glass_accounts(),
        )
            .finds("member policy of admins", "asks for approval and names nobody: a group has no default approvers, so nobody can activate"),
        _direct(kit.group("nobody"), kit.role_policy(GA, approvers=("nobody",))),
        # for a role the default approvers are the very people who ask
        kit.tenant(kit.eligible(GA, to="ana"), kit.eligible(GA, to="bob"), kit.role_policy(GA, approval=True))
            .finds(
                "policy of Global Administrator", "is by default approved only by people who activate it themselves",
                shows=(
                    "Approval_EndUser_Assignment: isApprovalRequired true, 0 approvers",
                    "eligible, endDateTime 2027-04-30T08:00:00Z",
                    "eligible, endDateTime 2027-04-30T08:00:00Z",
                ),
            )
            .tells(
                "The policy of Global Administrator names no approver: by default whoever is Global Administrator or Privileged Role Administrator decides.",
            ),
        _direct(kit.person("petra", accountEnabled=False), kit.role_policy(GA, approvers=("petra",))).finds(
            "policy of Global Administrator", "asks for an approval that nobody can give: every approver is disabled"),
        # an application and somebody who is gone approve nothing
        _direct(kit.group("approvers"), kit.plain_member("paul", of="approvers"), kit.service_principal("robot"), kit.plain_member("robot", of="approvers"),
                kit.deleted("ghost"), kit.plain_member("ghost", of="approvers"), kit.role_policy(GA, approvers=("approvers",))).finds(
            "policy of Global Administrator", "has a single approver, paul@example.onmicrosoft.com"),
        # an application that holds the role is nobody who approves by default, nor is whoever owns a group and could add himself
        kit.tenant(kit.eligible(GA, to="ana"), kit.service_principal("robot"), kit.standing(GA, to="robot"), kit.role_policy(GA, approval=True))
            .finds("policy of Global Administrator", "is by default approved only by people who activate it themselves"),
        kit.tenant(kit.eligible(GA, to="ana"), kit.standing(GA, to="admins"), kit.group("admins"), kit.owner("olga", of="admins"),
                   kit.owner("otto", of="admins"), kit.role_policy(GA, approval=True))
            .finds("policy of Global Administrator", "is by default approved only by people who activate it themselves"),
    ],
    fails=[
        _direct(kit.role_policy(GA)),
        # approvers are named and approval is off
        _direct(kit.role_policy(GA, approval=False, approvers=("paul", "petra"))),
        # path A: a hardened role policy is never asked
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins"),
            kit.role_policy(GA, approvers=("paul", "petra")),
        ),
        # somebody is activated at this moment, and the way that he came is judged all the same
        kit.tenant(kit.activated(GA, to="ana"), kit.role_policy(GA)),
        kit.tenant(kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana"), kit.role_policy(kit.PRIVILEGED_ROLE_ADMINISTRATOR)),
        # a group as an eligible member: each person activates the outer group, in a circle or not
        kit.tenant(
            kit.group("inner", isAssignableToRole=False), kit.plain_member("ana", of="inner"), kit.eligible_member("inner", of="outer"),
            kit.eligible_member("outer", of="inner"), kit.standing(GA, to="outer"), kit.group_policy("outer"),
            kit.group_policy("inner", approvers=("paul", "petra")),
        ),
        # an approver group cannot be read, and another way needs no approval at all
        _direct(kit.role_policy(GA), kit.eligible_member("bob", of="admins"), kit.standing(GA, to="admins"), kit.group("approvers"),
                kit.gap(kit.collection.GROUP_MEMBERS, "approvers"), kit.group_policy("admins", approvers=("approvers",)))
            .finds(
                "member policy of admins", "asks for an approval that nobody can give: no approver exists",
                degree=kit.Degree.PARTIAL,
                shows=("Approval_EndUser_Assignment: isApprovalRequired true, 1 approver", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",),
            )
            .finds(
                "policy of Global Administrator", "asks for no approval: it opens Global Administrator for 1 person",
                shows=("Approval_EndUser_Assignment: isApprovalRequired false", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # each of the three roles
        kit.tenant(kit.eligible(kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, to="ana"), kit.role_policy(kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR)),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", _direct(kit.role_policy(GA), kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        # nobody activates anything: a policy that guards nobody's way is not judged
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), kit.role_policy(GA))),
        ("not_applicable", kit.tenant(kit.break_glass("emergency1"), kit.eligible(GA, to="emergency1"), kit.role_policy(GA))),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.eligible(GA, to="ghost"), kit.role_policy(GA))),
        ("not_applicable", kit.tenant(kit.service_principal("robot"), kit.eligible_member("robot", of="admins"), kit.standing(GA, to="admins"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", _direct()),  # eligible, and the policy is not in the snapshot
        ("not_assessed", _direct(kit.group("approvers"), kit.gap(kit.collection.GROUP_MEMBERS, "approvers"), kit.role_policy(GA, approvers=("approvers",)))),
        # a group's members could not be read: somebody may come by it, and what is seen to fail fails all the same
        ("not_assessed", _GUARDED_GROUP.but(kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "admins"))),
        ("fail", _GUARDED_GROUP.but(kit.gap(kit.collection.GROUP_MEMBERS, "admins"), kit.eligible(GA, to="bob"), kit.role_policy(GA))),
        # whether the second of two approvers is enabled was not asked for
        ("not_assessed", _direct(kit.person("paul"), kit.row(kit.collection.USERS, id=kit.ident("petra"), userPrincipalName="petra@example.onmicrosoft.com"),
                                 kit.role_policy(GA, approvers=("paul", "petra")))
            .tells("whether petra@example.onmicrosoft.com, who approves, is enabled is not in the snapshot")),
        # the rule that tells of approval is not there, and neither is a verdict
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible(GA, to="ana"), kit.role_policy(GA, approval=True), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("nobody knows"), roleDefinitionId=GA, directoryScopeId="/",
            memberType="Direct", assignmentType="Assigned", startDateTime=kit.days(-9), endDateTime=None,
        ))),
        # the policy came without the rule that tells
        ("not_assessed", _direct(kit.role_policy(GA), kit.without_rule(RULE))),
        # who decides by default cannot be counted while somebody else may be in a group that could not be read
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"), kit.eligible(GA, to="bob"), kit.role_policy(GA, approval=True), kit.group("more"),
                                    kit.standing(GA, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"))
            .tells(
                "groupMembers of more could not be read: access was refused",
                "The policy of Global Administrator names no approver: by default whoever is Global Administrator or Privileged Role Administrator decides.",
            )),
    ],
)  # fmt: skip
def tier0_activation_is_approved(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever takes over an eligible administrator's session activates the role himself if nobody else has to agree. An approval puts a second pair of
    eyes between a stolen account and the tenant; one approver is a single point of failure, and people who approve for one another are one team to
    deceive. It is judged on the policy that is really asked: the group's for eligible members, the role's own for eligible people and groups.
    """
    roles = [role for role in activation.roles_in_use(case) if role.id in ROLES]
    unapproved = activation.left_open(case, roles, lambda _: lambda policy: not activation.says_rule(case, policy, RULE) or policy.requires_approval)
    for one in unapproved:
        yield _finding(one, kit.Degree.FAIL, f"asks for no approval: it opens {one.opens}", "isApprovalRequired false")
    for one in case.each(activation.guarded(case, roles)):
        if one.policy.requires_approval and (fault := _fault(case, one)):
            yield _finding(one, kit.Degree.PARTIAL, fault, f"isApprovalRequired true, {activation.counted(len(one.policy.approvers), 'approver', 'approvers')}")


def _finding(one: activation.Guarded, degree: kit.Degree, says: str, observed: str) -> kit.Finding:
    return kit.Finding(degree=degree, subject=one.policy.thing, says=says, evidence=(one.policy.evidence(RULE, observed), *one.rows))


def _fault(case: kit.Case, one: activation.Guarded) -> str | None:
    if not one.policy.approvers:
        return _fault_of_defaults(case, one)
    named = _fault_of(case, one, activation.approvers(case, one.policy, of_groups=False))
    return named and _fault_of(case, one, activation.approvers(case, one.policy))


def _fault_of_defaults(case: kit.Case, one: activation.Guarded) -> str | None:
    if one.policy.access:
        return "asks for approval and names nobody: a group has no default approvers, so nobody can activate"
    reaches = [case.ways_to(role_id) for role_id in ROLES[:2]]
    holders = {way.principal.id: way.principal for reach in reaches for way in reach.principals if way.path_class is not kit.PathClass.CONTROL}
    people = tuple(thing for thing in holders.values() if thing.kind in (kit.Kind.USER, kit.Kind.UNKNOWN))
    case.note(f"The {one.policy.thing.label} names no approver: by default whoever is Global Administrator or Privileged Role Administrator decides.")
    return None if case.unknowns else _fault_of(case, one, people, "by default ")


def _fault_of(case: kit.Case, one: activation.Guarded, people: tuple[kit.Thing, ...], how: str = "") -> str | None:
    able = {thing.id.lower() for thing in people if _is_enabled(case, thing) is not False}
    if not able:
        return f"asks for an approval that {how}nobody can give: {'every approver is disabled' if people else 'no approver exists'}"
    if able <= {thing.id.lower() for thing in one.people}:
        return f"is {how}approved only by people who activate it themselves"
    if len(able) == 1:
        return f"has {how}a single approver, {next(thing.label for thing in people if thing.id.lower() in able)}"
    _remember_doubt(case, people)
    return None


def _is_enabled(case: kit.Case, thing: kit.Thing) -> bool | None:
    user = case.user(thing.id)
    return None if user is None or user.account_enabled is kit.UNSET else user.account_enabled is not False


def _remember_doubt(case: kit.Case, people: tuple[kit.Thing, ...]) -> None:
    doubtful = [thing for thing in people if _is_enabled(case, thing) is None]
    if sum(_is_enabled(case, thing) is True for thing in people) < 2:
        for thing in doubtful:
            case.unknown(kit.collection.USERS, f"whether {thing.label}, who approves, is enabled is not in the snapshot")
