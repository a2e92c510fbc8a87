"""WID-004: Owners of privileged applications are privileged people."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _apps as apps

_GA, _EXCHANGE = kit.GLOBAL_ADMINISTRATOR, "29232cdf-9323-42fd-ade2-1d097af3e4de"
_USER_ADMIN = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_ROBOT = (kit.application("robot"), kit.standing(_GA, to="robot"))


@kit.check(
    id="WID-004",
    title="Owners of privileged applications are privileged people",
    theme=kit.Theme.WORKLOAD_IDENTITIES,
    severity=kit.Severity.HIGH,
    needs=apps.WORTH | kit.WAYS | {kit.collection.APPLICATIONS, kit.collection.APPLICATION_OWNERS, kit.collection.SERVICE_PRINCIPAL_OWNERS},
    leans_on={kit.collection.GROUP_OWNERS},
    uses={kit.collection.USERS, kit.collection.GROUPS},
    judges_without_pim=True,
    remedy=(
        "Remove the owner from the registration and from the enterprise application (both have a page Owners). Administrators of applications manage "
        "them without "
        "owning them; whoever only has to know about the application belongs into its notes."
    ),
    references=("https://learn.microsoft.com/entra/identity/enterprise-apps/overview-assign-app-owners",),
    passes=[
        kit.tenant(*_ROBOT),
        # applications are judged, and no people
        kit.tenant(*_ROBOT, kit.app_owner("ana", of="robot"), kit.eligible(_GA, to="ana")).over(1),
        kit.tenant(*_ROBOT, kit.sp_owner("ana", of="robot"), kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana")),
        # Microsoft may take its label away; what the role can do stays
        kit.tenant(kit.row(kit.collection.ROLE_DEFINITIONS, id=_GA, templateId=_GA, displayName="Global Administrator", isBuiltIn=True, isPrivileged=False),
                   *_ROBOT, kit.app_owner("ana", of="robot"), kit.eligible(_GA, to="ana")),
        # through a PIM group; a break-glass account; somebody deleted
        kit.tenant(*_ROBOT, kit.app_owner("ana", of="robot"), kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins")),
        kit.tenant(*_ROBOT, kit.break_glass("emergency1"), kit.app_owner("emergency1", of="robot"), kit.deleted("ghost"), kit.app_owner("ghost", of="robot")),
        # an application without power
        kit.tenant(*_ROBOT, kit.application("toy"), kit.app_owner("olga", of="toy")),
        # a privileged role below tier 0 is enough for an application that has no more
        kit.tenant(kit.application("desk"), kit.standing(_USER_ADMIN, to="desk"), kit.app_owner("olga", of="desk"),
                   kit.standing(_USER_ADMIN, to="olga")),
    ],
    fails=[
        kit.tenant(*_ROBOT, kit.app_owner("olga", of="robot"))
            .finds("olga", "owns robot, which is worth the tenant, and holds less than it does", shows=("owner",), distinct=kit.ident("robot")),
        kit.tenant(*_ROBOT, kit.sp_owner("olga", of="robot"))
            .finds("olga", "owns robot, which is worth the tenant, and holds less than it does", shows=("owner",)),
        # privileged, and less than the application
        kit.tenant(*_ROBOT, kit.app_owner("olga", of="robot"), kit.standing(_EXCHANGE, to="olga")),
        # tier 0 by a permission
        kit.tenant(kit.application("robot"), kit.permission("RoleManagement.ReadWrite.Directory", to="robot"), kit.app_owner("olga", of="robot"))
            .finds("olga", "owns robot, which is worth the tenant, and holds less than it does"),
        # worth the tenant, though Microsoft does not label the role as privileged
        kit.tenant(kit.application("robot"), kit.standing("d29b2b05-8046-44ba-8758-1e26182fcf32", to="robot"), kit.app_owner("olga", of="robot")),
        # the strongest role of several counts
        kit.tenant(*_ROBOT, kit.standing("fe930be7-5e62-47db-91af-98c3a49a38b1", to="robot"), kit.app_owner("olga", of="robot"),
                   kit.standing("fe930be7-5e62-47db-91af-98c3a49a38b1", to="olga")),
        # a role of tier 0 over one unit is privileged, and not worth the tenant
        kit.tenant(kit.unit("school"), kit.application("robot"), kit.standing(_GA, to="robot", scope=kit.unit_scope("school")),
                   kit.app_owner("olga", of="robot"))
            .finds("olga", "owns robot, which is privileged, and holds less than it does"),
        # an application that owns a group that holds the role is privileged itself
        kit.tenant(kit.service_principal("toy"), kit.group("admins"), kit.standing(_GA, to="admins"), kit.owner("toy", of="admins"),
                   kit.sp_owner("olga", of="toy"))
            .finds("olga", "owns toy, which is worth the tenant, and holds less than it does"),
        # one that owns an application is not, unless it has another way
        kit.tenant(*_ROBOT, kit.service_principal("toy"), kit.sp_owner("toy", of="robot"), kit.sp_owner("olga", of="toy"))
            .finds("toy", "owns robot, which is worth the tenant, and holds less than it does"),
        kit.tenant(*_ROBOT, kit.service_principal("toy"), kit.sp_owner("toy", of="robot"), kit.sp_owner("olga", of="toy"),
                   kit.group("admins"), kit.standing(_GA, to="admins"), kit.owner("toy", of="admins"))
            .finds("toy", "owns robot, which is worth the tenant, and holds less than it does")
            .finds("olga", "owns toy, which is worth the tenant, and holds less than it does"),
        # an application that owns an application
        kit.tenant(*_ROBOT, kit.service_principal("toy"), kit.sp_owner("toy", of="robot")),
        # power over one unit is less than power over the tenant
        kit.tenant(kit.application("robot"), kit.standing(kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, to="robot"), kit.app_owner("olga", of="robot"),
                   kit.standing(kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, to="olga", scope=kit.unit_scope("class"))),
        # a role without privilege is none; and who owns both the registration and the service principal is found once
        kit.tenant(*_ROBOT, kit.app_owner("olga", of="robot"), kit.sp_owner("olga", of="robot"),
                   kit.standing("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="olga"))
            .finds("olga", "owns robot, which is worth the tenant, and holds less than it does", shows=("owner",)),
        # a privileged role below tier 0 is less than an application of tier 0
        kit.tenant(*_ROBOT, kit.app_owner("olga", of="robot"), kit.standing(_USER_ADMIN, to="olga")),
        # a role without privilege is no match for a lesser application either
        kit.tenant(kit.application("desk"), kit.standing(_USER_ADMIN, to="desk"), kit.app_owner("olga", of="desk"),
                   kit.standing("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="olga"))
            .finds("olga", "owns desk, which is privileged, and holds less than it does"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.application("toy"), kit.app_owner("olga", of="toy"))),
        ("not_assessed", kit.tenant(*_ROBOT, kit.row(
            kit.collection.SERVICE_PRINCIPAL_OWNERS, servicePrincipalId=kit.ident("robot"), id=kit.ident("nobody knows"), **{"@odata.type": "#x"},
        ), kit.scope_privileged())),
    ],
)  # fmt: skip
def owners_are_privileged_people(case: kit.Case) -> Iterator[kit.Finding]:
    """An owner adds a secret and signs in as the application. If the application is administrator, its owner is administrator as well, from an ordinary
    account that nobody guards, and the logs show the application.
    """
    apps_by_id = {kit.known(row.app_id, "").lower(): row.id.lower() for row in case.read(kit.collection.APPLICATIONS)}
    weight = _people(case)
    for sp_id, tier0 in apps.privileged(case).items():
        case.judged()
        row = case.service_principal(sp_id)
        registration = apps_by_id.get(kit.known(row.app_id, "").lower(), "") if row else ""
        for owner, evidence in _owners(case, sp_id, registration):
            if owner.kind is kit.Kind.UNKNOWN:
                case.unknown(kit.collection.USERS, f"who {owner.id}, an owner of {case.thing(sp_id).label}, is, is not in the snapshot")
            elif weight.get(owner.id.lower(), -1) < tier0:
                yield _finding(case, sp_id, owner, evidence, tier0)


def _people(case: kit.Case) -> dict[str, int]:
    """Id of everybody who was given a privileged role → 1 for one of tier 0 over the tenant, 0 for a lesser one; control over something does not count."""
    found: dict[str, int] = {}
    for role_id, scope in ((_GA, "/"), *case.targets()):
        role = case.role(role_id)
        for one in case.ways_to(role_id, scope).principals if role.tier0 or role.privileged is not False else ():
            if one.path_class is not kit.PathClass.CONTROL:
                found[one.principal.id.lower()] = max(found.get(one.principal.id.lower(), 0), int(role.tier0 and scope == "/"))
    return found


def _owners(case: kit.Case, sp_id: str, registration: str) -> Iterator[tuple[kit.Thing, kit.Evidence]]:
    tables = ((kit.collection.SERVICE_PRINCIPAL_OWNERS, sp_id), (kit.collection.APPLICATION_OWNERS, registration))
    seen: set[str] = set()
    for table, parent in tables:
        for row in case.read(table):
            owned = row.service_principal_id or row.application_id or ""
            if owned.lower() == parent and row.id.lower() not in seen and not case.is_deleted(row.id) and not case.is_break_glass(row.id):
                seen.add(row.id.lower())
                yield case.thing(row.id, row.odata_type), kit.Evidence(table.name, f"{owned}/{row.id}", "owner")


def _finding(case: kit.Case, sp_id: str, owner: kit.Thing, evidence: kit.Evidence, tier0: bool) -> kit.Finding:
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=owner,
        says=f"owns {case.thing(sp_id).label}, which {'is worth the tenant' if tier0 else 'is privileged'}, and holds less than it does",
        evidence=(evidence,),
        distinct=sp_id,
    )
