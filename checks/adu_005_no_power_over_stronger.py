"""ADU-005: No unit gives its administrators power over stronger accounts."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _units as u

_GA, _HELPDESK = kit.GLOBAL_ADMINISTRATOR, "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_AUTH, _GROUPS = "c4e39bd9-1100-46d3-8c65-fb160da0071f", "fdd7a751-b60b-444a-984c-02652fe8fa1c"
_OVER = kit.eligible(_HELPDESK, to="desk", scope=kit.unit_scope("staff"))
_IN = kit.unit_member("olga", of="staff")
_WAYS_ROUND: frozenset[kit.Collection[Any]] = frozenset({
    kit.collection.GROUP_OWNERS, kit.collection.SERVICE_PRINCIPALS, kit.collection.SERVICE_PRINCIPAL_OWNERS, kit.collection.APPLICATION_OWNERS,
    kit.collection.USERS,
})  # fmt: skip
"""What tells who comes to a role by owning something, and who is protected."""
_OWNS = (kit.service_principal("robot"), kit.standing(_GA, to="robot"), kit.sp_owner("olga", of="robot"))


@kit.check(
    id="ADU-005",
    title="No unit gives its administrators power over stronger accounts",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.MEDIUM,
    needs=u.UNITS | kit.WAYS | {kit.collection.GROUPS},
    leans_on=_WAYS_ROUND | {kit.collection.ROLE_ASSIGNMENTS},
    uses=u.DELEGATIONS,
    judges_without_pim=True,
    remedy=(
        "Take the account or group out of the unit (Entra admin center > Entra ID > Roles & admins > Admin units > the unit), or protect it: people by "
        "membership of a role-assignable group or by a restricted unit, groups by making them role-assignable anew."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/administrative-units",
    ),
    passes=[
        # whoever stands in a role is protected from every role over a unit
        kit.tenant(_OVER, kit.unit_member("gina", of="staff"), kit.standing(_GA, to="gina")),
        # a member of a role-assignable group is, too
        kit.tenant(_OVER, *_OWNS, _IN, kit.group("any"), kit.standing_member("olga", of="any")),
        # somebody who leads nowhere, and a strong one in another unit
        kit.tenant(_OVER, kit.unit_member("pupil", of="staff"), *_OWNS, kit.unit_member("olga", of="other")),
        # a role over the unit that resets nobody
        kit.tenant(kit.eligible("4d6ac14f-3453-41d0-bef9-a3e0c569773a", to="desk", scope=kit.unit_scope("staff")), *_OWNS, _IN),
        # emergency accounts in a restricted unit are where they belong
        kit.tenant(kit.unit("staff", restricted=True), _OVER, kit.two_break_glass_accounts(), kit.unit_member("emergency1", of="staff")),
        # what somebody may do over the whole tenant, or over another unit, is no power of this one
        kit.tenant(kit.eligible("4d6ac14f-3453-41d0-bef9-a3e0c569773a", to="desk", scope=kit.unit_scope("staff")), *_OWNS, _IN,
                   kit.eligible(_HELPDESK, to="hotline"), kit.unit("branch"), kit.eligible(_HELPDESK, to="visitor", scope=kit.unit_scope("branch"))),
        # strong over one unit only, by a role that is not of tier 0, or an emergency account outside any restricted unit
        kit.tenant(_OVER, _IN, kit.service_principal("robot"), kit.standing(_HELPDESK, to="robot"), kit.sp_owner("olga", of="robot"), kit.unit("staff")),
        kit.tenant(_OVER, _IN, kit.unit("staff"), kit.service_principal("robot"), kit.standing(_GA, to="robot", scope=kit.unit_scope("staff")),
                   kit.sp_owner("olga", of="robot")),
        kit.tenant(_OVER, _IN, *_OWNS, kit.break_glass("olga")),
    ],
    partial=[
        # only eligible: whether that protects is contested, so it never fails alone
        kit.tenant(_OVER, kit.unit_member("ana", of="staff"), kit.eligible(_GA, to="ana")),
    ],
    fails=[
        kit.tenant(_OVER, *_OWNS, _IN)
            .finds(
                "olga", (
                    "leads to Global Administrator and lies in staff: Helpdesk Administrator over the unit staff can reset the password of "
                    "olga@example.onmicrosoft.com, where no second factor stands in the way"
                ),
                confidence=kit.Confidence.LIKELY,
                shows=("member of the unit", "its actions include the power to reset password", "stands in no role",),
                distinct=kit.ident("staff"),
            ),
        kit.tenant(kit.eligible(_AUTH, to="desk", scope=kit.unit_scope("staff")), *_OWNS, _IN)
            .finds(
                "olga", (
                    "leads to Global Administrator and lies in staff: Authentication Administrator over the unit staff can set a sign-in method of "
                    "olga@example.onmicrosoft.com"
                ),
                shows=("member of the unit", "its actions include the power to set methods", "stands in no role",),
            ),
        # through a group that may activate a role
        kit.tenant(kit.eligible(_GROUPS, to="desk", scope=kit.unit_scope("staff")), kit.group("helpers", isAssignableToRole=False),
                   kit.standing(_GA, to="admins"), kit.eligible_member("helpers", of="admins"), kit.unit_member("helpers", of="staff"))
            .finds(
                "helpers", "leads to Global Administrator and lies in staff: Groups Administrator over the unit staff can add members to helpers",
                shows=("member of the unit", "its actions include the power to add member", "isAssignableToRole false",),
            ),
        # the restricted unit's own administrator
        kit.tenant(kit.unit("staff", restricted=True), _OVER, *_OWNS, _IN),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.unit("staff"), *_OWNS, _IN)),
        # nobody runs a unit: who is strong does not matter, and need not be known
        ("not_applicable", kit.tenant(kit.unit("staff"), _IN, kit.group("admins"), kit.standing(_GA, to="admins"),
                                      kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
        ("not_assessed", kit.tenant(kit.unit("staff"), _OVER, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "staff"))),
    ],
)  # fmt: skip
def no_power_over_stronger(case: kit.Case) -> Iterator[kit.Finding]:
    """A role over a unit looks small. If somebody in the unit can become administrator of the tenant and is not protected, whoever runs the unit resets that
    person's password, and the small role is the large one.
    """
    held = u.delegations(case)
    case.lean_on(*_WAYS_ROUND)
    strong = _strong(case) if held else {}
    for unit_id in held:
        members = u.members(case, unit_id)
        case.judged(len(held[unit_id]))
        for member in members or ():
            if member.id.lower() in strong and not case.is_break_glass(member):
                yield from _over(case, unit_id, member, strong[member.id.lower()])


def _strong(case: kit.Case) -> dict[str, kit.Thing]:
    """Id of everybody and every group on a way to a tier-0 role over the tenant → the role."""
    found: dict[str, kit.Thing] = {}
    for role_id, scope in case.targets():
        role = case.role(role_id)
        for one in case.ways_to(role_id, scope).principals if role.tier0 and scope == "/" else ():
            for path in one.paths:
                for edge in path.edges:
                    if edge.source.kind in (kit.Kind.USER, kit.Kind.GROUP):
                        found.setdefault(edge.source.id.lower(), role.thing)
    return found


def _over(case: kit.Case, unit_id: str, member: kit.Thing, role: kit.Thing) -> Iterator[kit.Finding]:
    here = f"/administrativeunits/{unit_id}".lower()
    steps = [one for one in case.graph.steps_into(member, abuse=True) if (one.edge.scope or "").lower() == here and one.voided is None]
    best = min(steps, key=lambda one: list(kit.Confidence).index(one.edge.certainty), default=None)
    if best is None:
        return
    contested = best.edge.certainty is kit.Confidence.POSSIBLE
    unit, table = u.thing(case, unit_id), kit.collection.ADMINISTRATIVE_UNIT_MEMBERS.name
    yield kit.Finding(
        degree=kit.Degree.PARTIAL if contested else kit.Degree.FAIL,
        subject=member,
        says=f"leads to {role.label} and lies in {unit.label}: {best.edge.why}",
        evidence=(kit.Evidence(table, f"{unit.id}/{member.id}", "member of the unit"), *best.edge.evidence),
        distinct=unit_id,
        confidence=best.edge.certainty,
    )
