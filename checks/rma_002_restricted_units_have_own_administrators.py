"""RMA-002: Restricted units have their own administrators, and no Global Administrator among them."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g
from . import _units as u

_GA, _HELPDESK = kit.GLOBAL_ADMINISTRATOR, "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_VAULT, _OVER = kit.unit("vault", restricted=True), kit.unit_scope("vault")
_UNTOLD = kit.row(kit.collection.ADMINISTRATIVE_UNITS, id=kit.ident("vault"), displayName="vault")
_KEPT = (_VAULT, kit.standing(_HELPDESK, to="keepers", scope=_OVER), kit.group("keepers"), kit.eligible_member("ana", of="keepers"))


@kit.check(
    id="RMA-002",
    title="Restricted units have their own administrators, and no Global Administrator among them",
    theme=kit.Theme.RESTRICTED_MANAGEMENT,
    severity=kit.Severity.MEDIUM,
    talk=("T10",),
    needs={kit.collection.ADMINISTRATIVE_UNITS} | g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses=u.DELEGATIONS,
    judges_without_pim=True,
    remedy=(
        "Give a PIM group a role over the restricted unit (Entra admin center > Entra ID > Roles & admins > Admin units > the unit > Roles and "
        "administrators) and make the people who look after its members eligible for the group. Leave Global Administrators out: they could take objects out "
        "of the unit, and are seen doing it."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management",),
    passes=[
        kit.tenant(*_KEPT),
        kit.tenant(_VAULT, kit.eligible(_HELPDESK, to="ana", scope=_OVER)),
        # somebody who is only eligible for Global Administrator
        kit.tenant(*_KEPT, kit.eligible(_GA, to="ana")),
        # an activation that happens to run is not standing
        kit.tenant(_VAULT, kit.activated(_HELPDESK, to="ana", scope=_OVER)),
        # an ordinary unit beside it needs none
        kit.tenant(*_KEPT, kit.unit("class")),
    ],
    partial=[
        kit.tenant(_VAULT, kit.standing(_HELPDESK, to="ana", scope=_OVER))
            .finds(
                "ana", "holds Helpdesk Administrator over the restricted unit vault permanently",
                distinct=f"{kit.ident('vault')}:729827e3-9c14-49f7-bb1b-9608f156bbb8",
            ),
        kit.tenant(*_KEPT, kit.standing(_HELPDESK, to="bob", scope=_OVER)),
    ],
    fails=[
        # frozen: nobody can change anything in it
        kit.tenant(_VAULT)
            .finds(
                "vault", "is a restricted unit and nobody administers it: what lies in it cannot be changed",
                shows=("isMemberManagementRestricted true", "no role over vault",),
            ),
        kit.tenant(*_KEPT, kit.unit("second", restricted=True)),
        # whoever is deleted administers nothing
        kit.tenant(_VAULT, kit.deleted("ghost"), kit.standing(_HELPDESK, to="ghost", scope=_OVER)),
        # a standing Global Administrator, directly, through the group, until a date
        kit.tenant(_VAULT, kit.standing(_HELPDESK, to="ana", scope=_OVER), kit.standing(_GA, to="ana"))
            .finds("ana", "administers the restricted unit vault and stands as Global Administrator", distinct=kit.ident("vault")),
        kit.tenant(*_KEPT, kit.standing(_GA, to="ana"))
            .finds("ana", "administers the restricted unit vault through keepers and stands as Global Administrator"),
        kit.tenant(*_KEPT, kit.time_bound(_GA, to="ana")),
        kit.tenant(kit.without_pim(), _VAULT),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.unit("class"), kit.standing(_HELPDESK, to="ana", scope=kit.unit_scope("class")))),
        # somebody has a role over the unit, and nobody knows who
        ("not_assessed", kit.tenant(_VAULT, kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="e", principalId=kit.ident("stranger"), roleDefinitionId=_HELPDESK, directoryScopeId=_OVER,
        ))),
        ("not_assessed", kit.tenant(_UNTOLD, kit.standing(_HELPDESK, to="ana", scope=_OVER))),
    ],
)  # fmt: skip
def restricted_units_have_own_administrators(case: kit.Case) -> Iterator[kit.Finding]:
    """Only roles over the unit itself reach what lies in a restricted unit. Without anybody who holds one, a forgotten password or a stolen phone stays as it
    is; and where a standing Global Administrator runs the unit, it keeps nobody out that it was made to keep out.
    """
    delegations = u.delegations(case)
    standing = {one.principal.id.lower(): one for one in case.people_to(_GA) if one.is_standing}
    for unit in case.each(u.restricted(case)):
        held = delegations.get(unit.id.lower(), ())
        if not held:
            evidence = kit.Evidence(kit.collection.ROLE_ASSIGNMENTS.name, None, f"no role over {unit.label}")
            says = "is a restricted unit and nobody administers it: what lies in it cannot be changed"
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=unit,
                says=says,
                evidence=(kit.Evidence(kit.collection.ADMINISTRATIVE_UNITS.name, unit.id, "isMemberManagementRestricted true"), evidence),
            )
        for one in held:
            yield from _judge(case, unit, one, standing)


def _judge(case: kit.Case, unit: kit.Thing, one: kit.Holding, standing: dict[str, kit.PrincipalPaths]) -> Iterator[kit.Finding]:
    holder = case.thing(one.principal_id)
    people = [inside.thing for inside in g.people(case, holder.id)] if holder.kind is kit.Kind.GROUP else [holder]
    strong = [person for person in people if person.id.lower() in standing]
    for person in strong:
        through = f" through {holder.label}" if holder.kind is kit.Kind.GROUP else ""
        rows = (one.evidence, *standing[person.id.lower()].paths[0].evidence)
        says = f"administers the restricted unit {unit.label}{through} and stands as Global Administrator"
        yield kit.Finding(degree=kit.Degree.FAIL, subject=person, says=says, evidence=rows, distinct=unit.id)
    if holder.kind is kit.Kind.UNKNOWN:
        case.unknown(kit.collection.USERS, f"who {holder.id}, which has a role over {unit.label}, is, is not in the snapshot")
    if not strong and holder.kind is kit.Kind.USER and one.state is kit.State.PERMANENT:
        says = f"holds {case.role(one.role_id).name} over the restricted unit {unit.label} permanently"
        yield kit.Finding(degree=kit.Degree.PARTIAL, subject=holder, says=says, evidence=(one.evidence,), distinct=f"{unit.id}:{one.role_id}")
