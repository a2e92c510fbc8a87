"""PGR-004: No group nested as eligible member opens a role-holding group."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g
from . import _roles as roles

_GA, _GROUPS_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fdd7a751-b60b-444a-984c-02652fe8fa1c"
_ORDINARY = kit.group("helpers", isAssignableToRole=False)
_NESTED = (kit.standing(_GA, to="admins"), kit.eligible_member("helpers", of="admins"), kit.plain_member("bob", of="helpers"))


@kit.check(
    id="PGR-004",
    title="No group nested as eligible member opens a role-holding group",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.HIGH,
    talk=("T13",),
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUP_OWNERS} | g.UNITS,
    judges_without_pim=True,
    remedy=(
        "Make the people themselves eligible for the role-holding group (Privileged Identity Management > Groups > the group > Assignments > "
        "Eligible) and remove "
        "the inner group. Where a group has to stay inside, let it be role-assignable: only Privileged Role Administrators and its owners change its "
        "members then."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
    ),
    passes=[
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins")),
        # a group inside by its own list gives its members nothing in a role-assignable one
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group("inner"), kit.plain_member("inner", of="admins")),
        # the outer group holds no role
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), _ORDINARY, kit.eligible_member("helpers", of="staff")),
        # PIM does not work in a restricted unit, so nobody can activate through the inner group
        kit.tenant(_ORDINARY, *_NESTED, kit.group("admins"), kit.unit("vault", restricted=True), kit.unit_member("admins", of="vault")),
    ],
    partial=[kit.tenant(kit.group("helpers"), *_NESTED)
            .finds("helpers", "is an eligible member of admins, which has Global Administrator; it is role-assignable", distinct=kit.ident("admins"))],
    fails=[
        kit.tenant(_ORDINARY, *_NESTED),
        kit.tenant(kit.group("helpers", isAssignableToRole=None), *_NESTED, kit.standing(_GROUPS_ADMIN, to="greta"))
            .finds(
                "helpers", (
                    "is an eligible member of admins, which has Global Administrator; it is not role-assignable, and Groups Administrator can put anybody "
                    "into it"
                ),
                shows=(
                    "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",
                    "isAssignableToRole none",
                    "assignmentType Assigned, endDateTime null",
                ),
            ),
        # empty today: whoever edits it fills it
        kit.tenant(_ORDINARY, kit.standing(_GA, to="admins"), kit.eligible_member("helpers", of="admins")),
        # the outer group is itself only eligible for the role
        kit.tenant(_ORDINARY, kit.eligible(_GA, to="admins"), kit.eligible_member("helpers", of="admins")),
        # an ordinary group inside a protected one that is nested, by PIM again
        kit.tenant(kit.group("helpers"), *_NESTED, kit.group("deep", isAssignableToRole=False), kit.eligible_member("deep", of="helpers"))
            .finds("deep", "is nested in admins, which has Global Administrator; it is not role-assignable, so whoever edits groups can put anybody into it")
            .finds("helpers", "is an eligible member of admins, which has Global Administrator; it is role-assignable", degree=kit.Degree.PARTIAL),
        # two groups that nest each other end
        kit.tenant(_ORDINARY, *_NESTED, kit.group("admins"), kit.eligible_member("admins", of="helpers"))
            .finds(
                "helpers", (
                    "is an eligible member of admins, which has Global Administrator; it is not role-assignable, so whoever edits groups can put anybody into"
                    " it"
                ),
            ),
        # no privileged role over the tenant; and whether the group lies in a restricted unit was not read
        kit.tenant(_ORDINARY, kit.unit("school"), kit.standing(_GROUPS_ADMIN, to="desk", scope=kit.unit_scope("school")),
                   kit.eligible_member("helpers", of="desk")).finds("helpers", severity=kit.Severity.MEDIUM),
        kit.tenant(_ORDINARY, *_NESTED, kit.without(kit.collection.ADMINISTRATIVE_UNITS)).finds("helpers", confidence=kit.Confidence.LIKELY),
        # the inner group fills itself by rule, so its owner adds nobody
        kit.tenant(kit.group("helpers", isAssignableToRole=False, groupTypes=["DynamicMembership"]), *_NESTED, kit.owner("olga", of="helpers"))
            .finds(
                "helpers", (
                    "is an eligible member of admins, which has Global Administrator; it is not role-assignable, so whoever edits groups can put anybody into"
                    " it"
                ),
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(_ORDINARY, kit.eligible_member("helpers", of="staff"))),
        ("not_assessed", kit.tenant(kit.group("helpers", isAssignableToRole=kit.UNSET), *_NESTED)),
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"),
                                    kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "admins"))),
        # a group inside of which the snapshot holds no more than that it is one
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.standing(_GA, to="admins"), kit.group("admins"), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("inner"), accessId="member",
        ), kit.row(kit.collection.GROUP_MEMBERS, groupId=kit.ident("inner"), id=kit.ident("ana"), **{"@odata.type": "#microsoft.graph.user"}))
            .tells(f"whether {kit.ident('inner')}, nested in admins, is role-assignable is not in the snapshot")),
    ],
)  # fmt: skip
def no_nested_eligible_group(case: kit.Case) -> Iterator[kit.Finding]:
    """A role-assignable group admits no group as a member, but PIM admits one as an eligible member. Everybody in the inner group can then activate the
    role, and an ordinary group is edited by many: group, user and identity governance administrators, applications, owners, sometimes by a rule.
    """
    for group, holdings in case.each(g.role_holders(case)):
        for one in g.everybody(case, group.id):
            if one.thing.kind is kit.Kind.GROUP and one.thing.id.lower() != group.id.lower():
                yield from _judge(case, group, holdings, one)


def _judge(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...], inner: g.Inside) -> Iterator[kit.Finding]:
    row = case.group(inner.thing.id)
    if row is None or row.is_assignable_to_role is kit.UNSET:
        case.unknown(kit.collection.GROUPS, f"whether {inner.thing.label}, nested in {group.label}, is role-assignable is not in the snapshot")
        return
    protected = row.is_assignable_to_role is True
    who = "" if protected else _editors(case, inner.thing)
    says = f"is {'an eligible member of' if len(inner.chain) == 1 else 'nested in'} {group.label}, which has {g.names(case, holdings)}"
    yield kit.Finding(
        degree=kit.Degree.PARTIAL if protected else kit.Degree.FAIL,
        subject=inner.thing,
        says=f"{says}; it is {'' if protected else 'not '}role-assignable{who}",
        evidence=(
            *inner.rows,
            kit.Evidence(kit.collection.GROUPS.name, row.id, f"isAssignableToRole {str(row.is_assignable_to_role).lower()}"),
            *g.rows(holdings),
        ),
        distinct=group.id,
        severity=g.severity(case, holdings, kit.Severity.MEDIUM),
        confidence=g.confidence(case),
    )


def _editors(case: kit.Case, inner: kit.Thing) -> str:
    steps = [one for one in case.graph.steps_into(inner, abuse=True) if one.is_control and one.voided is None]
    labels = sorted({one.edge.source.label for one in steps})
    return f", and {roles.names(labels)} can put anybody into it" if labels else ", so whoever edits groups can put anybody into it"
