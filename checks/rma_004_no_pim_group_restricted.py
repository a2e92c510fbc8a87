"""RMA-004: No PIM group lies in a restricted unit."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _units as u

_VAULT = kit.unit("vault", restricted=True)


@kit.check(
    id="RMA-004",
    title="No PIM group lies in a restricted unit",
    theme=kit.Theme.RESTRICTED_MANAGEMENT,
    severity=kit.Severity.HIGH,
    talk=("T10",),
    needs=u.UNITS | {kit.collection.PIM_GROUPS},
    leans_on={kit.collection.GROUPS},
    uses={kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES},
    remedy=(
        "Take the group out of the restricted unit (Entra admin center > Entra ID > Roles & admins > Admin units > the unit > Groups > Remove). A "
        "role-assignable group is protected by itself; what belongs in the unit are security groups that PIM does not manage, such as those that Conditional "
        "Access leaves out."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        # an ordinary security group is what such a unit is for
        kit.tenant(_VAULT, kit.pim_group("admins"), kit.group("excluded", isAssignableToRole=False), kit.unit_member("excluded", of="vault")),
        # people in the unit who are members of a PIM group: only the group itself matters
        kit.tenant(_VAULT, kit.eligible_member("ana", of="admins"), kit.unit_member("ana", of="vault")),
        # a PIM group in an ordinary unit
        kit.tenant(_VAULT, kit.pim_group("admins"), kit.unit("class"), kit.unit_member("admins", of="class")),
    ],
    fails=[
        kit.tenant(_VAULT, kit.pim_group("admins"), kit.unit_member("admins", of="vault"))
            .finds("admins", "is managed by PIM and lies in vault, where PIM cannot change its members", shows=("member of a restricted unit",)),
        # not role-assignable, and PIM manages it all the same
        kit.tenant(_VAULT, kit.group("helpers", isAssignableToRole=False), kit.pim_group("helpers"), kit.unit_member("helpers", of="vault")),
        # only a schedule tells that PIM manages it
        kit.tenant(_VAULT, kit.group("admins"), kit.unit_member("admins", of="vault"), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("ana"), accessId="member",
        )),
        # in an ordinary and in a restricted unit at once
        kit.tenant(_VAULT, kit.pim_group("admins"), kit.unit("class"), kit.unit_member("admins", of="class"), kit.unit_member("admins", of="vault")),
        # Graph's own flag on the group
        kit.tenant(_VAULT, kit.group("admins", isManagementRestricted=True), kit.pim_group("admins"))
            .finds("admins", "is managed by PIM and lies in a restricted unit, where PIM cannot change its members", shows=("isManagementRestricted true",)),
        # the flag alone tells, where no restricted unit was seen
        kit.tenant(kit.group("admins", isManagementRestricted=True), kit.pim_group("admins"), kit.pim_group("others")).over(2),
        # one unit could not be read, and the other holds a PIM group
        kit.tenant(_VAULT, kit.pim_group("admins"), kit.unit_member("admins", of="vault"), kit.unit("second", restricted=True),
                   kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "second")),
    ],
    other=[
        # no restricted unit, or no group of PIM's
        ("not_applicable", kit.tenant(kit.pim_group("admins"))),
        ("not_applicable", kit.tenant(_VAULT, kit.group("excluded"), kit.unit_member("excluded", of="vault"))),
        ("not_applicable", kit.tenant(kit.without_pim(), _VAULT)),
        # the only group of PIM's is gone
        ("not_applicable", kit.tenant(_VAULT, kit.deleted("ghost"), kit.row(kit.collection.PIM_GROUPS, id=kit.ident("ghost")))),
        # what PIM manages is a group, also where the groups could not be read
        ("fail", kit.tenant(_VAULT, kit.pim_group("admins"), kit.unit_member("admins", of="vault"), kit.without(kit.collection.GROUPS))),
        ("not_assessed", kit.tenant(_VAULT, kit.pim_group("admins"), kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "vault"))),
    ],
)  # fmt: skip
def no_pim_group_restricted(case: kit.Case) -> Iterator[kit.Finding]:
    """PIM has no rights inside a restricted management unit: nobody can be activated into such a group, or taken out of it when the time is up. Administrators
    are locked out of their roles on the day they need them, and an activation that was running may outlast its end.
    """
    case.lean_on(kit.collection.GROUPS)
    inside = {one.id.lower(): unit for unit, one in u.in_restricted(case)}
    listed = {row.id.lower() for row in case.read(kit.collection.PIM_GROUPS)}
    groups = sorted(one for one in listed | set(inside) if case.thing(one).kind is kit.Kind.GROUP and case.is_in_pim(one))
    flagged = [one for one in groups if case.in_restricted_unit(one)]
    if u.restricted(case) or flagged:
        case.judged(len(groups))
    for one in flagged:
        yield _finding(case, one, inside.get(one))


def _finding(case: kit.Case, group_id: str, unit: kit.Thing | None) -> kit.Finding:
    if unit:
        evidence = kit.Evidence(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS.name, f"{unit.id}/{group_id}", "member of a restricted unit")
    else:
        evidence = kit.Evidence(kit.collection.GROUPS.name, group_id, "isManagementRestricted true")
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(group_id),
        says=f"is managed by PIM and lies in {unit.label if unit else 'a restricted unit'}, where PIM cannot change its members",
        evidence=(evidence,),
    )
