"""PGR-003: Nobody can add themselves as owner of a role-holding group."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_GA, _USER_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"
_CAN_ASSIGN_ROLES = (_GA, kit.PRIVILEGED_ROLE_ADMINISTRATOR)
_JIT_GROUP = (kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"))


@kit.check(
    id="PGR-003",
    title="Nobody can add themselves as owner of a role-holding group",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.CRITICAL,
    talk=("T13",),
    needs=g.READS | {kit.collection.GROUP_OWNERS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses=g.UNITS,
    judges_without_pim=True,
    remedy=(
        "Remove the owners of role-holding groups (Entra admin center > Entra ID > Groups > the group > Owners, and Privileged Identity Management > Groups "
        "> the group > Assignments > Owner for eligible ones). Global Administrators and Privileged Role Administrators manage such a group without owning "
        "it. Keep the owner settings in PIM as strict as the member settings, for an owner can be appointed again."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(*_JIT_GROUP),
        # the owner is a standing Global Administrator anyway
        kit.tenant(*_JIT_GROUP, kit.standing(_GA, to="olga"), kit.owner("olga", of="admins")),
        kit.tenant(*_JIT_GROUP, kit.time_bound(_GA, to="olga"), kit.eligible_owner("olga", of="admins")),
        # whoever assigns roles as a standing Privileged Role Administrator gains nothing as owner
        kit.tenant(*_JIT_GROUP, kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="olga"), kit.owner("olga", of="admins")),
        # tenant-wide power covers the same role over one unit
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.standing(_USER_ADMIN, to="olga"),
                   kit.owner("olga", of="desk")),
        # an owner who is gone, a break-glass account, and an owner of a group that holds nothing
        kit.tenant(*_JIT_GROUP, kit.deleted("ghost"), kit.owner("ghost", of="admins"), kit.break_glass("emergency1"), kit.owner("emergency1", of="admins"),
                   kit.group("staff"), kit.owner("olga", of="staff")),
        # in a restricted unit an owner changes nobody's membership (PIM does not work there either: that is another check)
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.owner("olga", of="admins"), kit.unit("vault", restricted=True),
                   kit.unit_member("admins", of="vault"))
            .tells(
                "olga@example.onmicrosoft.com is an owner of admins, which gives nothing: admins lies in a restricted management unit: neither PIM nor an"
                " owner changes its members.",
            ),
        # groups without PIM and without owners
        kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins")),
        # a group as eligible owner, of people who all stand in that power
        kit.tenant(*_JIT_GROUP, kit.group("keepers", isAssignableToRole=False), kit.plain_member("olga", of="keepers"), kit.standing(_GA, to="olga"),
                   kit.eligible_owner("keepers", of="admins")),
    ],
    partial=[
        # ownership goes round the activation, its approval and its end
        kit.tenant(*_JIT_GROUP, kit.owner("ana", of="admins")),
        kit.tenant(*_JIT_GROUP, kit.eligible(_GA, to="olga"), kit.eligible_owner("olga", of="admins"))
            .finds(
                "olga", (
                    "is an eligible owner of admins and can add themselves for good, past the activation that they otherwise need: the group has Global "
                    "Administrator"
                ),
                by=("EligibleOwnerOf", "HasRole",),
                distinct=kit.ident("admins"),
            ),
        # activated at this moment is eligible, not standing
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("ana", of="admins"), kit.owner("ana", of="admins")),
    ],
    fails=[
        kit.tenant(*_JIT_GROUP, kit.owner("olga", of="admins")),
        kit.tenant(*_JIT_GROUP, kit.eligible_owner("olga", of="admins")),
        # path B: a new member of the group may activate its role
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.owner("olga", of="admins")),
        # power over one unit is not power over the tenant
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk"), kit.standing(_USER_ADMIN, to="olga", scope=kit.unit_scope("school")),
                   kit.owner("olga", of="desk")),
        # a standing holder of one of the group's roles who lacks the other
        kit.tenant(kit.standing(_GA, to="admins"), kit.standing(_USER_ADMIN, to="admins"), kit.standing(_USER_ADMIN, to="olga"),
                   kit.owner("olga", of="admins"))
            .finds("olga", "is an owner of admins and can add themselves: the group has Global Administrator, User Administrator", by=("OwnerOf", "HasRole",)),
        # a service principal as owner needs no activation, and whoever holds its secret owns the group, its own roles or not
        kit.tenant(*_JIT_GROUP, kit.service_principal("robot"), kit.owner("robot", of="admins"))
            .finds("robot", "is an owner of admins and can add it: the group has Global Administrator"),
        kit.tenant(*_JIT_GROUP, kit.service_principal("robot"), kit.standing(_GA, to="robot"), kit.owner("robot", of="admins")),
        kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins"), kit.owner("olga", of="admins")),
        # a group as eligible owner: everybody in it
        kit.tenant(*_JIT_GROUP, kit.group("keepers", isAssignableToRole=False), kit.plain_member("olga", of="keepers"),
                   kit.eligible_owner("keepers", of="admins"))
            .finds(
                "keepers", "is an eligible owner of admins and can add its members: the group has Global Administrator",
                by=("EligibleOwnerOf", "HasRole",),
            ),
        # a group that holds no privileged role over the tenant is worth less
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.owner("olga", of="desk")).finds(
            "olga", "is an owner of desk and can add themselves: the group has User Administrator (scoped)", severity=kit.Severity.HIGH,
            by=("OwnerOf", "HasRole")),
        # of two roles the one over the whole tenant shows the way
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.standing(_GA, to="desk"),
                   kit.owner("olga", of="desk"), kit.owner("otto", of="desk")).finds(
            "olga", "is an owner of desk and can add themselves: the group has Global Administrator, User Administrator (scoped)",
        ).finds("otto", "is an owner of desk and can add themselves: the group has Global Administrator, User Administrator (scoped)"),
        # units were not read: in a restricted one the owner changes nothing
        kit.tenant(*_JIT_GROUP, kit.owner("olga", of="admins"), kit.without(kit.collection.ADMINISTRATIVE_UNITS)).finds(
            "olga", "is an owner of admins and can add themselves: the group has Global Administrator", confidence=kit.Confidence.LIKELY),
        # the way that is shown ends at the role over the whole tenant, before one over a unit, and at tier 0 before a lesser role
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")),
                   kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="desk"), kit.owner("olga", of="desk"))
            .finds("olga", by=("OwnerOf", "EligibleFor")),
        kit.tenant(kit.standing("29232cdf-9323-42fd-ade2-1d097af3e4de", to="desk"), kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="desk"),
                   kit.owner("olga", of="desk"))
            .finds("olga", by=("OwnerOf", "EligibleFor")),
        # each owner's way is that owner's own
        kit.tenant(*_JIT_GROUP, kit.owner("olga", of="admins"), kit.eligible_owner("otto", of="admins"))
            .finds("olga", by=("OwnerOf", "HasRole"))
            .finds("otto", by=("EligibleOwnerOf", "HasRole")),
        # the group holds its role and is eligible for it as well: the stronger way is shown
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible(_GA, to="admins"), kit.owner("olga", of="admins"))
            .finds("olga", by=("OwnerOf", "HasRole")),
        # worth the tenant, though Microsoft does not label the role; and a privileged one below tier 0
        kit.tenant(kit.group("desk"), kit.standing("d29b2b05-8046-44ba-8758-1e26182fcf32", to="desk"), kit.owner("olga", of="desk"))
            .finds("olga", "is an owner of desk and can add themselves: the group has Directory Synchronization Accounts"),
        kit.tenant(kit.group("desk"), kit.standing(_USER_ADMIN, to="desk"), kit.owner("olga", of="desk"))
            .finds("olga", "is an owner of desk and can add themselves: the group has User Administrator"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.group("staff"), kit.owner("olga", of="staff"))),
        ("not_assessed", kit.tenant(*_JIT_GROUP, kit.gap(kit.collection.GROUP_OWNERS, "admins"))),
        ("fail", kit.tenant(*_JIT_GROUP, kit.group("more"), kit.standing(_GA, to="more"), kit.gap(kit.collection.GROUP_OWNERS, "more"),
                            kit.owner("olga", of="admins"))),
        # an owner of whom the snapshot holds nothing may be anybody
        ("not_assessed", kit.tenant(*_JIT_GROUP, kit.scope_privileged(), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("nobody knows"), accessId="owner",
        ))),
    ],
)  # fmt: skip
def owners_of_role_groups(case: kit.Case) -> Iterator[kit.Finding]:
    """An owner adds members, himself first, without holding any role: no approval stops it and PIM is not asked. Whoever takes over a forgotten owner's
    account, or the secret of an application that owns the group, has the group's roles with it. Owners who hold the same power anyway gain nothing.
    """
    for group, holdings in case.each(g.role_holders(case)):
        for one in case.members(group.id, "owner"):
            owner = case.thing(one.principal_id, one.odata_type)
            if case.is_deleted(owner.id) or case.is_break_glass(owner):
                continue
            if void := case.void_of(one):
                case.note(f"{owner.label} is an owner of {group.label}, which gives nothing: {void.says}.")
            elif owner.kind is kit.Kind.UNKNOWN:
                case.unknown(kit.collection.USERS, f"who {owner.id}, an owner of {group.label}, is, is not in the snapshot")
            elif degree := _degree(case, owner, holdings):
                yield _finding(case, group, holdings, owner, one, degree)


def _degree(case: kit.Case, owner: kit.Thing, holdings: tuple[kit.Holding, ...]) -> kit.Degree | None:
    if owner.kind is kit.Kind.SERVICE_PRINCIPAL:
        return kit.Degree.FAIL
    people = [one.thing for one in g.people(case, owner.id)] if owner.kind is kit.Kind.GROUP else [owner]
    degrees = {_gain(case, person, one) for person in people for one in g.strongest(holdings)}
    return kit.Degree.FAIL if kit.Degree.FAIL in degrees else kit.Degree.PARTIAL if kit.Degree.PARTIAL in degrees else None


def _gain(case: kit.Case, person: kit.Thing, power: kit.Holding) -> kit.Degree | None:
    """What ownership adds to the person's own ways to the role: all of it, the way round an activation, or nothing."""
    same = {(power.role_id, power.scope), (power.role_id, "/")}
    more = {(role_id, "/") for role_id in _CAN_ASSIGN_ROLES}
    classes = {one for target in sorted(same | more) for one in _classes(case, person, *target)}
    if any(one.is_standing for one in classes):
        return None
    return kit.Degree.PARTIAL if classes else kit.Degree.FAIL


def _classes(case: kit.Case, person: kit.Thing, role_id: str, scope: str) -> Iterator[kit.PathClass]:
    for one in case.ways_to(role_id, scope).principals:
        if one.principal.id.lower() == person.id.lower():
            yield from (path.path_class for path in one.paths if path.path_class and path.path_class is not kit.PathClass.CONTROL)


def _finding(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...], owner: kit.Thing, one: kit.Membership, degree: kit.Degree) -> kit.Finding:
    kind = "an eligible" if one.state in g.JIT else "an"
    who = "its members" if owner.kind is kit.Kind.GROUP else "it" if owner.kind is kit.Kind.SERVICE_PRINCIPAL else "themselves"
    round_about = " for good, past the activation that they otherwise need" if degree is kit.Degree.PARTIAL else ""
    return kit.Finding(
        degree=degree,
        subject=owner,
        says=f"is {kind} owner of {group.label} and can add {who}{round_about}: the group has {g.names(case, holdings)}",
        evidence=(one.evidence, *g.rows(holdings)),
        distinct=group.id,
        severity=g.severity(case, holdings, kit.Severity.HIGH),
        confidence=g.confidence(case),
        path=_path(case, group, holdings, one),
    )


def _path(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...], one: kit.Membership) -> tuple[kit.Edge, ...]:
    """The ownership, and the group's first role: a tenant-wide one if it has any."""
    first = sorted(g.strongest(holdings), key=lambda held: (held.scope != "/", not case.role(held.role_id).tier0, held.role_id))[0]
    owns = [step.edge for step in case.graph.steps_into(group) if one.evidence in step.edge.evidence]
    holds = [step.edge for step in case.graph.steps_into(case.role(first.role_id).thing, first.scope) if first.evidence in step.edge.evidence]
    return (*owns, *holds)
