"""WID-001: No workload identity holds a tier-0 role."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _apps as apps
from . import _roles as roles

_GA, _HELPDESK, _READER = kit.GLOBAL_ADMINISTRATOR, "729827e3-9c14-49f7-bb1b-9608f156bbb8", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_SYNC = "d29b2b05-8046-44ba-8758-1e26182fcf32"


@kit.check(
    id="WID-001",
    title="No workload identity holds a tier-0 role",
    theme=kit.Theme.WORKLOAD_IDENTITIES,
    severity=kit.Severity.HIGH,
    talk=("T24",),
    needs=kit.WAYS | {kit.collection.SERVICE_PRINCIPALS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUPS},
    judges_without_pim=True,
    remedy=(
        "Take the role away and grant the one Graph permission that the application needs, or the role over one unit. A service principal cannot activate, so "
        "eligibility is no remedy; restrict its sign-ins by Conditional Access for workload identities, and let it sign in with a certificate or a "
        "federated credential."
    ),
    references=(
        "https://learn.microsoft.com/entra/workload-id/workload-identities-overview",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(kit.standing(_GA, to="ana"), kit.service_principal("robot")),
        # an ordinary role; a role that a robot can never activate
        kit.tenant(kit.standing(_GA, to="ana"), kit.service_principal("robot"), kit.standing(_READER, to="robot")),
        kit.tenant(kit.standing(_GA, to="ana"), kit.service_principal("robot"), kit.eligible(_GA, to="robot")),
        # the synchronisation's own application is another check's
        kit.tenant(kit.service_principal("sync"), kit.standing(_SYNC, to="sync"), kit.standing(_GA, to="ana")),
    ],
    fails=[
        kit.tenant(kit.service_principal("robot"), kit.standing(_GA, to="robot"))
            .finds("robot", "is an application and holds Global Administrator", by=("HasRole",), distinct=f"{kit.GLOBAL_ADMINISTRATOR}:/")
            .over(1),
        kit.tenant(kit.service_principal("identity", servicePrincipalType="ManagedIdentity"), kit.standing(_GA, to="identity")),
        # through a group, and where PIM is not there to say so
        kit.tenant(kit.service_principal("robot"), kit.standing_member("robot", of="admins"), kit.standing(_GA, to="admins"))
            .finds("robot", "is an application and holds Global Administrator through admins"),
        kit.tenant(kit.without_pim(), kit.service_principal("robot"), kit.outside_pim(_GA, to="robot")),
        # privileged by Microsoft's label, though not of tier 0
        kit.tenant(kit.service_principal("robot"), kit.standing(_HELPDESK, to="robot"))
            .finds("robot", "is an application and holds Helpdesk Administrator", severity=kit.Severity.MEDIUM),
        kit.tenant(kit.service_principal("robot"), kit.time_bound(_GA, to="robot")),
        # over one unit only, though the role is of tier 0
        kit.tenant(kit.service_principal("robot"), kit.unit("class"), kit.standing(_GA, to="robot", scope=kit.unit_scope("class"))).finds(
            "robot", "is an application and holds Global Administrator over the unit class", severity=kit.Severity.MEDIUM),
        # Microsoft may take its label away; what the role can do stays
        kit.tenant(kit.row(kit.collection.ROLE_DEFINITIONS, id=_GA, templateId=_GA, displayName="Global Administrator", isBuiltIn=True, isPrivileged=False),
                   kit.service_principal("robot"), kit.standing(_GA, to="robot")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.service_principal("robot"))),
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
        # what holds the role may be an application
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="a", principalId=kit.ident("stranger"), roleDefinitionId=_GA, directoryScopeId="/",
            assignmentType="Assigned",
        ))),
        # who owns an application that holds a role holds none: another check's
        ("fail", kit.tenant(kit.application("robot"), kit.standing(_GA, to="robot"), kit.application("keeper"), kit.app_owner("keeper", of="robot")).finds(
            "robot", "is an application and holds Global Administrator").over(1)),
    ],
)  # fmt: skip
def no_workload_in_tier0_roles(case: kit.Case) -> Iterator[kit.Finding]:
    """An application that is administrator signs in without a person, without MFA and at any hour. Its secret lies in a script or a pipeline, and whoever
    reads it there, or owns the application, is administrator too.
    """
    for role_id, scope in ((_GA, "/"), *(one for one in case.targets() if one != (_GA, "/"))):
        role = case.role(role_id)
        if role.id in roles.DIRECTORY_SYNCHRONISATION or not (role.tier0 or roles.is_privileged(case, role)):
            continue
        principals = [one for one in case.ways_to(role_id, scope).principals if one.path_class is not kit.PathClass.CONTROL]
        case.judged(len(principals))
        for one in principals:
            if one.principal.kind is kit.Kind.UNKNOWN:
                case.unknown(kit.collection.SERVICE_PRINCIPALS, f"what {one.principal.id}, which holds {role.name}, is, is not in the snapshot")
            if one.principal.kind is kit.Kind.SERVICE_PRINCIPAL:
                yield _finding(case, one, role, scope)


def _finding(case: kit.Case, one: kit.PrincipalPaths, role: kit.Role, scope: str) -> kit.Finding:
    path = one.paths[0]
    through = f" through {path.edges[0].target.label}" if len(path.edges) > 1 else ""
    where = path.edges[-1].where
    strong = role.tier0 and scope == "/"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=one.principal,
        says=f"is {apps.kind(case, one.principal)} and holds {role.name}{f' over {where}' if where else ''}{through}",
        evidence=path.evidence,
        distinct=f"{role.id}:{scope}",
        severity=None if strong else kit.Severity.MEDIUM,
        path=path.edges,
    )
