"""RMA-001: Sensitive objects live in restricted management units."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _units as u

_VAULT = kit.unit("vault", restricted=True)


def _exclusion(group: str, state: str = "enabled") -> kit.Example:
    users = {"includeUsers": ["All"], "excludeGroups": [kit.ident(group)]}
    return kit.tenant(
        kit.group(group, isAssignableToRole=False), kit.plain_member("emergency1", of=group), kit.break_glass("emergency1"),
        kit.row(kit.collection.CONDITIONAL_ACCESS_POLICIES, id="p", displayName="MFA", state=state, conditions={"users": users}),
    )  # fmt: skip


@kit.check(
    id="RMA-001",
    title="Sensitive objects live in restricted management units",
    theme=kit.Theme.RESTRICTED_MANAGEMENT,
    severity=kit.Severity.HIGH,
    talk=("T10",),
    needs=u.UNITS,
    leans_on={kit.collection.GROUPS, kit.collection.USERS, kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.GROUP_MEMBERS},
    remedy=(
        "Create a restricted management unit (Entra admin center > Entra ID > Roles & admins > Admin units > Add, 'Restricted management administrative "
        "unit' = Yes; it cannot be switched on later), give it scoped administrators of its own, and add the accounts and security groups. Keep PIM groups "
        "out: PIM stops working there."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
    ),
    passes=[
        kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1")),
        kit.tenant(_VAULT, kit.unit_member("pupils", of="vault"), kit.group("pupils", isAssignableToRole=False),
                   kit.engagement(sensitive_groups=(kit.ident("pupils"),))),
        # Graph's own flag on the object says it too
        kit.tenant(kit.person("emergency1", isManagementRestricted=True), kit.break_glass("emergency1")),
        # the break-glass group that policies exclude, inside with its account
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"), kit.unit_member("excluded", of="vault")),
        # a disabled policy leaves nobody out, and a group with others in it is no break-glass group
        _exclusion("excluded", "disabled").but(_VAULT, kit.unit_member("emergency1", of="vault")),
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"), kit.plain_member("ana", of="excluded")),
        # a group that policies leave out and nobody is in, and a policy that names no people at all
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"), kit.unit_member("excluded", of="vault"),
                                   kit.group("nobody", isAssignableToRole=False), kit.access_policy("phones", "mfa", without_groups=("nobody",)),
                                   kit.row(kit.collection.CONDITIONAL_ACCESS_POLICIES, id="robots", state="enabled", conditions={})),
        # a group that policies leave out and that is gone, though its list of members is still there
        kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1"), kit.access_policy("old", "mfa", without_groups=("gone",)),
                   kit.deleted("gone"), kit.row(kit.collection.GROUP_MEMBERS, groupId=kit.ident("gone"), id=kit.ident("emergency1"))),
        # who is in the group that policies leave out could not be read: told, for it may be the emergency accounts'
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"), kit.gap(kit.collection.GROUP_MEMBERS, "excluded"))
            .tells("Who is in excluded, which Conditional Access leaves out, could not be read; it was judged only if it is declared."),
        # role-assignable groups keep lesser administrators out as well, and PIM needs them outside
        kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1"), kit.group("admins"),
                   kit.engagement(sensitive_groups=(kit.ident("admins"),)))
            .tells("admins is role-assignable: that keeps lesser administrators out too, and in a restricted unit PIM could not manage it."),
        # nothing is declared, and somebody put something into a restricted unit
        kit.tenant(_VAULT, kit.unit_member("ana", of="vault"))
            .tells("The engagement file declares nothing as sensitive; 1 objects lie in restricted management units."),
    ],
    partial=[
        kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1", "emergency2"))
            .finds("emergency2", "is a break-glass account and lies in no restricted management unit"),
        # the account is inside, the group that takes it out of every policy is not
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"))
            .finds("excluded", "is sensitive and lies in no restricted management unit"),
        # somebody deleted, who was in the group beside the emergency account, does not make it an ordinary one
        _exclusion("excluded").but(_VAULT, kit.unit_member("emergency1", of="vault"), kit.deleted("ghost"), kit.plain_member("ghost", of="excluded")),
        _exclusion("excluded", "enabledForReportingButNotEnforced").but(_VAULT, kit.unit_member("emergency1", of="vault")),
        # a mail-enabled group cannot be put there
        kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1"),
                   kit.group("board", mailEnabled=True, isAssignableToRole=False), kit.engagement(sensitive_groups=(kit.ident("board"),)))
            .finds("board", "is sensitive and lies in no restricted management unit; as a mail-enabled group it cannot, so its job needs a security group"),
    ],
    fails=[
        kit.tenant(kit.break_glass("emergency1")),
        # an ordinary unit is not a restricted one
        kit.tenant(kit.unit("vault"), kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1")),
        # a unit of which only others are members
        kit.tenant(_VAULT, kit.unit_member("ana", of="vault"), kit.break_glass("emergency1")),
        # a group inside does not take its members with it
        kit.tenant(_VAULT, kit.unit_member("keepers", of="vault"), kit.group("keepers", isAssignableToRole=False),
                   kit.plain_member("emergency1", of="keepers"), kit.break_glass("emergency1")),
        kit.tenant(kit.person("head"), kit.engagement(sensitive_users=("head@example.onmicrosoft.com",))),
    ],
    other=[
        ("not_applicable", kit.tenant()
            .tells("there is nothing in this tenant that the check is about")),
        ("not_applicable", kit.tenant(kit.unit("class"), kit.unit_member("ana", of="class"))),
        # what is declared sensitive is gone
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.engagement(sensitive_users=(kit.ident("ghost"),)))),
        # a restricted unit without anything in it, and nothing declared
        ("not_applicable", kit.tenant(_VAULT)),
        # what is in the restricted unit could not be read
        ("not_assessed", kit.tenant(_VAULT, kit.break_glass("emergency1"), kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "vault"))),
        # which units are restricted was not collected
        ("not_assessed", kit.tenant(kit.row(kit.collection.ADMINISTRATIVE_UNITS, id=kit.ident("vault")), kit.unit_member("emergency1", of="vault"),
                                    kit.break_glass("emergency1"))),
        # Conditional Access tells of more groups, unless there is none
        ("pass", kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1"),
                            kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed"))),
        ("not_assessed", kit.tenant(_VAULT, kit.unit_member("emergency1", of="vault"), kit.break_glass("emergency1"),
                            kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))),
    ],
)  # fmt: skip
def sensitive_objects_restricted(case: kit.Case) -> Iterator[kit.Finding]:
    """Every helpdesk may reset an ordinary account's password, and every group administrator may join the group that all policies leave out. In a
    restricted management unit only administrators named for that unit can: even a Global Administrator has to appoint himself first, and that is logged.
    """
    sensitive = _sensitive(case)
    case.lean_on(kit.collection.GROUPS, kit.collection.USERS)  # their rows tell as well that something lies in a restricted unit
    inside = {one.id.lower() for _, one in u.in_restricted(case)}
    case.judged(len(sensitive) or len(inside))
    if not sensitive and inside:
        case.note(f"The engagement file declares nothing as sensitive; {len(inside)} objects lie in restricted management units.")
    open_ones = [one for one in sensitive.values() if not case.in_restricted_unit(one.id)]
    left = [one for one in open_ones if not _is_guarded_otherwise(case, one)]
    expected = len(sensitive) - len(open_ones) + len(left)
    if not case.unknowns:  # whoever is missing may be in what could not be read
        yield from (_finding(case, one, kit.Degree.FAIL if len(left) == expected else kit.Degree.PARTIAL) for one in left)


def _sensitive(case: kit.Case) -> dict[str, kit.Thing]:
    things = (*case.resolved.sensitive, *case.resolved.break_glass, *case.resolved.break_glass_groups, *_exclusion_groups(case))
    return {one.id.lower(): one for one in things if not case.is_deleted(one.id)}


def _exclusion_groups(case: kit.Case) -> Iterator[kit.Thing]:
    """Groups that policies leave out and that hold break-glass accounts alone."""
    excluded, members = _excluded(case), case.find(kit.collection.GROUP_MEMBERS)
    if excluded is None or members is None:
        gone = case.missing(kit.collection.CONDITIONAL_ACCESS_POLICIES) or case.missing(kit.collection.GROUP_MEMBERS)
        if gone and not gone.is_unlicensed:
            case.unknown(gone.name, f"which groups take break-glass accounts out of Conditional Access is not known: {gone.says}", gone.reason_code)
        return
    inside: dict[str, list[str]] = {group_id: [] for group_id in sorted(excluded)}
    for row in members:
        if (row.group_id or "").lower() in inside and not case.is_deleted(row.id):
            inside[(row.group_id or "").lower()].append(row.id)
    for group_id, people in inside.items():
        if members.gap(group_id):
            case.note(f"Who is in {case.thing(group_id).label}, which Conditional Access leaves out, could not be read; it was judged only if it is declared.")
        elif people and all(case.is_break_glass(one) for one in people):
            yield case.thing(group_id)


def _excluded(case: kit.Case) -> set[str] | None:
    """Ids of the groups that policies leave out, enabled and report-only ones; None where policies are missing."""
    policies = case.find(kit.collection.CONDITIONAL_ACCESS_POLICIES)
    if policies is None:
        return None
    alive = (policy for policy in policies if kit.known(policy.state, "").lower() != "disabled")
    users = (policy.when.users for policy in alive if policy.when.users)
    return {group_id.lower() for one in users for group_id in one.exclude_groups or []}


def _is_guarded_otherwise(case: kit.Case, thing: kit.Thing) -> bool:
    row = case.group(thing.id)
    if row is None or row.is_assignable_to_role is not True:
        return False
    case.note(f"{thing.label} is role-assignable: that keeps lesser administrators out too, and in a restricted unit PIM could not manage it.")
    return True


def _finding(case: kit.Case, thing: kit.Thing, degree: kit.Degree) -> kit.Finding:
    kind = "is a break-glass account" if case.is_break_glass(thing) else "is sensitive"
    row = case.group(thing.id)
    cannot = "; as a mail-enabled group it cannot, so its job needs a security group" if row and row.mail_enabled is True else ""
    return kit.Finding(
        degree=degree,
        subject=thing,
        says=f"{kind} and lies in no restricted management unit{cannot}",
        evidence=(kit.Evidence(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS.name, None, f"no restricted unit lists {thing.label}"),),
    )
