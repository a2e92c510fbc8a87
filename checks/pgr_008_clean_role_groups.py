"""PGR-008: Role-holding groups are clean."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_GA = kit.GLOBAL_ADMINISTRATOR
_CLEAN = (kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"))


@kit.check(
    id="PGR-008",
    title="Role-holding groups are clean",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.HIGH,
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    judges_without_pim=True,
    remedy=(
        "Build a new cloud-only security group with 'Microsoft Entra roles can be assigned to the group' switched on (Groups > New group; the switch cannot be "
        "set later), assigned membership, no mailbox and no guests; move the people and the roles there, and delete the old one. Replace a group "
        "inside the group by its people."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(*_CLEAN),
        # once synchronised, in the cloud now: false is not true
        kit.tenant(*_CLEAN, kit.group("admins", onPremisesSyncEnabled=False)),
        # a role-assignable security group as eligible member is another check's
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner"), kit.standing_member("ana", of="inner")),
        # an active member group gives its members nothing, so it opens nothing
        kit.tenant(*_CLEAN, kit.group("staff", isAssignableToRole=False, mailEnabled=True), kit.plain_member("staff", of="admins"),
                   kit.person("gast", userType="Guest"), kit.plain_member("gast", of="staff")),
        # an ordinary group, mail-enabled and full of guests, that holds nothing
        kit.tenant(*_CLEAN, kit.group("staff", isAssignableToRole=False, mailEnabled=True), kit.person("gast", userType="Guest"),
                   kit.plain_member("gast", of="staff")),
        kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins"), kit.plain_member("ana", of="admins")),
    ],
    fails=[
        # through eligible nesting an ordinary group opens a role
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner", isAssignableToRole=False),
                   kit.plain_member("ana", of="inner"))
            .finds("inner", "can be activated into admins, which has Global Administrator, and is not role-assignable", shows=("isAssignableToRole false",)),
        # two levels down, in a circle
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner"), kit.eligible_member("deep", of="inner"),
                   kit.group("deep", isAssignableToRole=False), kit.eligible_member("inner", of="deep"), kit.plain_member("ana", of="deep")),
        # synchronised and dynamic groups are eligible members as well
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner", onPremisesSyncEnabled=True))
            .finds(
                "inner", "can be activated into admins, which has Global Administrator, and is synchronised from on premises",
                shows=("onPremisesSyncEnabled true",),
            ),
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner", groupTypes=["DynamicMembership"]))
            .finds("inner", "can be activated into admins, which has Global Administrator, and fills itself by rule", shows=("groupTypes DynamicMembership",)),
        # role-assignable Microsoft 365 group: a mailbox and a team come with it
        kit.tenant(*_CLEAN, kit.group("admins", mailEnabled=True, groupTypes=["Unified"]))
            .finds("admins", "holds Global Administrator and is mail-enabled", shows=("mailEnabled true",)),
        kit.tenant(*_CLEAN, kit.person("gast", userType="Guest"), kit.eligible_member("gast", of="admins"))
            .finds(
                "gast", "comes from another directory and can become a member of admins, which has Global Administrator",
                distinct=kit.ident("admins"),
            ),
        # a member of this tenant by word, with credentials in another
        kit.tenant(*_CLEAN, kit.person("ext", userType="Member", userPrincipalName="ext_partner.example#EXT#@example.onmicrosoft.com"),
                   kit.eligible_member("ext", of="admins")),
        # path B, and over one unit: the group is as much worth
        kit.tenant(kit.unit("school"), kit.eligible(_GA, to="admins", scope=kit.unit_scope("school")), kit.person("gast", userType="guest"),
                   kit.standing_member("gast", of="admins"))
            .finds("gast", "comes from another directory and is a member of admins, which has Global Administrator (scoped)"),
        kit.tenant(kit.without_pim(), kit.group("admins", mailEnabled=True), kit.outside_pim(_GA, to="admins"), kit.plain_member("ana", of="admins")),
        # users are missing, and the group is mail-enabled whoever is in it
        kit.tenant(*_CLEAN, kit.group("admins", mailEnabled=True), kit.without(kit.collection.USERS)),
        # Graph answers null for a group that was never made role-assignable
        kit.tenant(*_CLEAN, kit.group("admins", isAssignableToRole=None)).finds("admins", "holds Global Administrator and is not role-assignable"),
    ],
    other=[
        # a member whose account was not read may be a guest
        ("not_assessed", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group("admins"), kit.gap(kit.collection.USERS, "page"), kit.row(
            kit.collection.GROUP_MEMBERS, **{"@odata.type": "#microsoft.graph.user"}, groupId=kit.ident("admins"), id=kit.ident("lost"),
        ))),
        # neither the type nor the sign-in name alone says that somebody is no guest
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"),
                                    kit.unselected(kit.collection.USERS, "userPrincipalName"))),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="ana"))),
        ("not_assessed", kit.tenant(*_CLEAN, kit.without(kit.collection.USERS))),
        # a property that was not selected
        ("not_assessed", kit.tenant(*_CLEAN, kit.group("admins", mailEnabled=kit.UNSET))),
        ("not_assessed", kit.tenant(*_CLEAN, kit.person("ana", userType=kit.UNSET))),
        ("not_assessed", kit.tenant(*_CLEAN, kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
        # a group of break-glass accounts alone
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins", mailEnabled=True), kit.plain_member("emergency1", of="admins"),
                                      kit.break_glass("emergency1"))),
        # whether it is role-assignable was not collected: not known is not no
        ("not_assessed", kit.tenant(*_CLEAN, kit.group("admins", isAssignableToRole=kit.UNSET))),
        # a group inside of which the snapshot holds no more than that it is one
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.person("ana"), kit.group("admins"), kit.standing(_GA, to="admins"), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("inner"), accessId="member",
        ), kit.row(kit.collection.GROUP_MEMBERS, groupId=kit.ident("inner"), id=kit.ident("ana"), **{"@odata.type": "#microsoft.graph.user"}))
            .tells(f"the group {kit.ident('inner')} is not in the snapshot")),
    ],
)  # fmt: skip
def clean_role_groups(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever may edit a group that leads to a role may hand out the role. Only role-assignable groups keep lesser administrators out; a synchronised
    group is edited on premises, a dynamic one by whoever writes an attribute, a mail-enabled one brings owners, guests and a mailbox, and a guest's
    credentials are guarded by another directory.
    """
    judged: dict[str, str] = {}
    for group, holdings in g.role_holders(case):
        roles = g.names(case, holdings)
        judged.setdefault(group.id, f"holds {roles}" if g.active(holdings) else f"is eligible for {roles}")
        for one in g.everybody(case, group.id):
            if one.thing.kind is kit.Kind.GROUP:
                judged.setdefault(one.thing.id, f"can be activated into {group.label}, which has {roles},")
        yield from _outsiders(case, group, roles)
    for group_id in case.each(sorted(judged)):
        yield from _dirt(case, group_id, judged[group_id])


def _dirt(case: kit.Case, group_id: str, leads: str) -> Iterator[kit.Finding]:
    faults = dict(_faults(case, group_id))
    if faults:
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=case.thing(group_id),
            says=f"{leads} and {', '.join(faults.values())}",
            evidence=tuple(kit.Evidence(kit.collection.GROUPS.name, group_id, observed) for observed in faults),
        )


def _faults(case: kit.Case, group_id: str) -> Iterator[tuple[str, str]]:
    row = case.group(group_id)
    if row is None:
        case.unknown(kit.collection.GROUPS, f"the group {group_id} is not in the snapshot")
        return
    for value in (row.is_assignable_to_role, row.on_premises_sync_enabled, row.group_types, row.mail_enabled):
        if value is kit.UNSET:
            case.unknown(kit.collection.GROUPS, f"a property of {case.thing(group_id).label} that the check reads was not collected")
    if row.is_assignable_to_role in (False, None):  # null is Graph's word for a group that is not
        yield "isAssignableToRole false", "is not role-assignable"
    if row.on_premises_sync_enabled is True:
        yield "onPremisesSyncEnabled true", "is synchronised from on premises"
    if "dynamicmembership" in {one.lower() for one in kit.known(row.group_types, [])}:
        yield "groupTypes DynamicMembership", "fills itself by rule"
    if row.mail_enabled is True:
        yield "mailEnabled true", "is mail-enabled"


def _outsiders(case: kit.Case, group: kit.Thing, roles: str) -> Iterator[kit.Finding]:
    if missing := case.missing(kit.collection.USERS):
        case.unknown(kit.collection.USERS, missing.says, missing.reason_code)
        return
    for one in g.people(case, group.id):
        if g.is_external(case, one.thing):
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=one.thing,
                says=f"comes from another directory and {'is' if one.is_standing else 'can become'} a member of {group.label}, which has {roles}",
                evidence=one.rows,
                distinct=group.id,
            )
