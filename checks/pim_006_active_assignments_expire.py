"""PIM-006: active assignments expire and need MFA and justification."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation

EXPIRES, ASKS = "Expiration_Admin_Assignment", "Enablement_Admin_Assignment"
MFA = "multifactorauthentication"
GA = kit.GLOBAL_ADMINISTRATOR
SYNCHRONISATION = ("d29b2b05-8046-44ba-8758-1e26182fcf32", "a92aed5d-d78a-4d16-b381-09adb37eb3b0")
"""Roles of the accounts that synchronise: nobody activates them, and another check looks at who holds them."""

_PATH_A = kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.two_break_glass_accounts(), kit.role_policy(GA))
_PATH_B = kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins", permanent_active=True))


@kit.check(
    id="PIM-006",
    title="Active assignments expire and need MFA and justification",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs=activation.NEEDS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Turn off permanent active assignment, and require MFA and a justification on active assignment, where people are assigned: ID Governance > "
        "Privileged Identity Management > Groups > the group > Settings > Member, or Microsoft Entra roles > Settings > the role. Leave it on for a role "
        "that only groups and emergency accounts hold: they need it."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        # path A: the group and the emergency accounts must hold the role for good, so the role's own policy has to allow it
        _PATH_A.but(kit.group_policy("admins")),
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, permanent_active=False)),
        # path B: permanent members are its design, and the role's policy is the one that counts
        _PATH_B.but(kit.role_policy(GA, permanent_active=False)),
        # MFA on assignment is told in the notes: Microsoft's default asks for a justification alone
        _PATH_A.but(kit.group_policy("admins", assignment_asks=("Justification", "MultiFactorAuthentication"))),
        # eligibility without end is another rule
        _PATH_A.but(kit.group_policy("admins", permanent_eligible=True)),
        # the owner policy is another check's
        _PATH_A.but(kit.group_policy("admins"), kit.eligible_owner("olga", of="admins"), kit.group_policy("admins", "owner", permanent_active=True)),
        # under one policy MFA is asked for, and under the other it is not
        _PATH_A.but(kit.group_policy("admins", assignment_asks=("Justification", "MultiFactorAuthentication")), kit.standing(GA, to="more"),
                    kit.eligible_member("bob", of="more"), kit.group_policy("more"))
            .tells("No MFA is asked when somebody is assigned actively under: member policy of more. Microsoft's default does not ask for it either."),
    ],
    fails=[
        _PATH_A.but(kit.group_policy("admins", permanent_active=True))
            .finds(
                "member policy of admins", "allows active assignments without end: it leads to Global Administrator for 1 person",
                shows=("Expiration_Admin_Assignment: isExpirationRequired false", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",),
            )
            .tells("No MFA is asked when somebody is assigned actively under: member policy of admins. Microsoft's default does not ask for it either."),
        _PATH_A.but(kit.group_policy("admins", assignment_asks=())),
        _PATH_B.but(kit.role_policy(GA)),
        # people are eligible for the role, nobody holds it, and nothing needs an assignment without end
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA)),
        # somebody holds it until a date: the next assignment may have none
        kit.tenant(kit.time_bound(GA, to="ana"), kit.two_break_glass_accounts(), kit.role_policy(GA)),
        # a standing member of a group that holds the role was assigned under the member policy
        kit.tenant(kit.standing_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", permanent_active=True)),
        # MFA asked, justification not
        _PATH_A.but(kit.group_policy("admins", assignment_asks=("MultiFactorAuthentication",)))
            .finds(
                "member policy of admins", "asks for no justification when somebody is assigned actively: it leads to Global Administrator for 1 person",
                shows=("Enablement_Admin_Assignment: enabledRules without Justification", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # an emergency account in the group is there on purpose, and no row of the others
        kit.tenant(kit.break_glass("emergency1"), kit.standing_member("emergency1", of="admins"), kit.eligible_member("ana", of="admins"),
                   kit.standing(GA, to="admins"), kit.group_policy("admins", permanent_active=True))
            .finds(
                "member policy of admins", "allows active assignments without end: it leads to Global Administrator for 1 person",
                shows=("Expiration_Admin_Assignment: isExpirationRequired false", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # of two people, the one who comes by the group was never assigned under the role's policy
        _PATH_A.but(kit.group_policy("admins"), kit.time_bound(GA, to="bob"))
            .finds("policy of Global Administrator", "allows active assignments without end: it leads to Global Administrator for 1 person")
            .tells(
                "No MFA is asked when somebody is assigned actively under: member policy of admins, policy of Global Administrator. Microsoft's default "
                "does not ask for it either.",
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), kit.role_policy(GA))),
        # eligible people beside emergency accounts that hold it: exempt
        ("not_applicable", kit.tenant(kit.eligible(GA, to="ana"), kit.two_break_glass_accounts(), kit.role_policy(GA))),
        # a service principal cannot activate, so it holds the role for good or not at all
        ("not_applicable", kit.tenant(kit.service_principal("robot"), kit.standing(GA, to="robot"), kit.role_policy(GA))),
        # accounts that synchronise hold their role for good by design
        ("not_applicable", kit.tenant(kit.standing(SYNCHRONISATION[0], to="sync"), kit.role_policy(SYNCHRONISATION[0]))),
        # an activation that runs is no active assignment
        ("not_applicable", kit.tenant(kit.activated(GA, to="ana"), kit.two_break_glass_accounts(), kit.role_policy(GA))),
        # a role that is not privileged keeps Microsoft's default
        ("not_applicable", kit.tenant(kit.eligible("29232cdf-9323-42fd-ade2-1d097af3e4de", to="ana"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(kit.time_bound(GA, to="ana"))),
        ("not_assessed", _PATH_A),
        # a group that is not in PIM has no member policy, and an emergency account is assigned on purpose
        ("not_applicable", kit.tenant(kit.standing(GA, to="admins"), kit.group("admins"), kit.plain_member("ana", of="admins"), kit.role_policy(GA))),
        ("not_applicable", kit.tenant(kit.standing(GA, to="admins"), kit.standing_member("emergency1", of="admins"), kit.break_glass("emergency1"),
                                      kit.group_policy("admins", permanent_active=True), kit.role_policy(GA))),
        ("not_assessed", kit.tenant(kit.standing(GA, to="ana"), kit.role_policy(GA), kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        # the policy came without the rule that tells
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
                                    kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT4H", permanent_active=False),
                                    kit.without_rule(EXPIRES))),
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, permanent_active=False), kit.without_rule(ASKS))
            .tells("the rule Enablement_Admin_Assignment of the policy of Global Administrator is not in the snapshot")),
        # eligible is nobody but an emergency account
        ("not_applicable", kit.tenant(kit.break_glass("emergency1"), kit.eligible(GA, to="emergency1"), kit.role_policy(GA))),
        # who or what holds the role is not in the snapshot: it may be a person, assigned under the role's own policy
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.role_policy(GA), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("nobody knows"), roleDefinitionId=GA, directoryScopeId="/",
            memberType="Direct", assignmentType="Assigned", startDateTime=kit.days(-9), endDateTime=None,
        ))
            .tells(f"whether {kit.ident('nobody knows')}, which holds Global Administrator, is a person is not in the snapshot")),
        # an orphaned assignment is nobody
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.standing(GA, to="ghost"), kit.role_policy(GA))),
        # nor does anybody activate the second role of the synchronisation
        ("not_applicable", kit.tenant(kit.standing(SYNCHRONISATION[1], to="sync"), kit.role_policy(SYNCHRONISATION[1]))),
    ],
)  # fmt: skip
def active_assignments_expire(case: kit.Case) -> Iterator[kit.Finding]:
    """An assignment without end outlives the reason for it, and one without a reason cannot be questioned: both are how a temporary helper stays
    administrator for years, and how an intruder settles in. Judged are the policies under which people are assigned to privileged roles; a role that
    only groups and emergency accounts hold actively must allow what they need and is exempt.
    """
    policies = _assigning(case)
    for one in case.each(policies):
        if faults := [*_faults(case, one.policy)]:
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=one.policy.thing,
                says=f"{' and '.join(says for says, _ in faults)}: it leads to {one.opens}",
                evidence=(*(row for _, row in faults), *one.rows),
            )
    if lax := [one.policy.thing.label for one in policies if one.policy.rule(ASKS) and MFA not in one.policy.asked_on_assignment]:
        case.note(f"No MFA is asked when somebody is assigned actively under: {activation.listed(lax)}. Microsoft's default does not ask for it either.")


def _faults(case: kit.Case, policy: kit.PimPolicy) -> Iterator[tuple[str, kit.Evidence]]:
    if policy.allows_permanent_active is None:
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"whether the {policy.thing.label} allows assignments without end is not in the snapshot")
    elif policy.allows_permanent_active:
        yield "allows active assignments without end", policy.evidence(EXPIRES, "isExpirationRequired false")
    if activation.says_rule(case, policy, ASKS) and "justification" not in policy.asked_on_assignment:
        yield "asks for no justification when somebody is assigned actively", policy.evidence(ASKS, "enabledRules without Justification")


# ---- under which policies people are assigned ----


def _assigning(case: kit.Case) -> tuple[activation.Guarded, ...]:
    roles = [role for role in activation.privileged_roles(case) if role.id not in SYNCHRONISATION]
    return activation.merged(found for role in roles for found in (*_own(case, role), *_of_groups(case, role)))


def _own(case: kit.Case, role: kit.Role) -> Iterator[activation.Guarded]:
    """The role's own policy: where people hold the role, or where they are eligible (themselves or through a group) and nobody needs to hold it."""
    active = [step for step in _into(case, role) if step.state.is_standing]
    people = [step for step in active if _is_person(case, role, step.edge.source)]
    eligible = [one for one in activation.activations(case, role) if one.step.edge.target.kind is kit.Kind.ROLE]
    if not people and (active or not eligible):
        return
    if policy := case.policy_of_role(role):
        whom = {thing.id: thing for thing in (*(step.edge.source for step in people), *(thing for one in eligible for thing in one.people))}
        rows = tuple(row for step in (*people, *(one.step for one in eligible)) for row in step.edge.evidence)
        yield activation.Guarded(policy, (role,), tuple(whom[key] for key in sorted(whom)), rows)


def _is_person(case: kit.Case, role: kit.Role, holder: kit.Thing) -> bool:
    if holder.kind is kit.Kind.UNKNOWN:
        case.unknown(kit.collection.USERS, f"whether {holder.id}, which holds {role.name}, is a person is not in the snapshot")
    return holder.kind is kit.Kind.USER and activation.is_person(case, holder)


def _of_groups(case: kit.Case, role: kit.Role) -> Iterator[activation.Guarded]:
    """The member policies of the groups that hold the role actively, where people are or can become members."""
    for group in (step.edge.source for step in _into(case, role) if step.edge.kind == "HasRole" and step.edge.source.kind is kit.Kind.GROUP):
        people = {key: thing for key, thing in activation.members_of(case, group.id).items() if activation.is_person(case, thing)}
        if people and case.is_in_pim(group.id) and (policy := case.policy_of_group(group.id, "member")):
            rows = tuple(one.evidence for one in case.members(group.id) if not case.is_break_glass(one.principal_id))
            yield activation.Guarded(policy, (role,), tuple(people[key] for key in sorted(people)), rows)


def _into(case: kit.Case, role: kit.Role) -> list[kit.Step]:
    scopes = sorted({scope for role_id, scope in case.targets() if role_id == role.id})
    return [step for scope in scopes for step in case.graph.steps_into(role.thing, scope)]
