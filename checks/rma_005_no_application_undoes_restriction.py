"""RMA-005: No application can undo restricted management."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _apps as apps

_UNDO = frozenset(
    {"AdministrativeUnit.ReadWrite.All", "RoleManagement.ReadWrite.Directory", "RoleAssignmentSchedule.ReadWrite.Directory", "AppRoleAssignment.ReadWrite.All"}
)
"""Takes objects out of a unit; gives itself a role over it; grants itself either."""
_HARMLESS = "df021288-bdef-4463-88db-98f22de89214"


@kit.check(
    id="RMA-005",
    title="No application can undo restricted management",
    theme=kit.Theme.RESTRICTED_MANAGEMENT,
    severity=kit.Severity.MEDIUM,
    talk=("T10",),
    needs=apps.GRANTS,
    remedy=(
        "Remove the permission (Entra admin center > Entra ID > Enterprise apps > the application > Permissions) and give the application a role over the "
        "one unit that it has to look after."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management",
        "https://learn.microsoft.com/graph/permissions-reference",
    ),
    passes=[
        kit.tenant(kit.permission(_HARMLESS, to="robot")),
        kit.tenant(kit.permission("User.ReadWrite.All", to="robot")),
        # Microsoft's own application, and the same id on another API
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.service_principal("theirs", appOwnerOrganizationId="f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
                   kit.permission("AdministrativeUnit.ReadWrite.All", to="theirs")),
        kit.tenant(kit.service_principal("robot"), kit.service_principal("shop"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="5eb59dd3-1da2-4329-8733-9dabdc435916", principalId=kit.ident("robot"),
            resourceId=kit.ident("shop"),
        )),
    ],
    fails=[
        kit.tenant(kit.permission("AdministrativeUnit.ReadWrite.All", to="robot")),
        kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot"))
            .finds(
                "robot", "is an application with RoleManagement.ReadWrite.Directory: it assigns any role to anybody, itself included",
                distinct="RoleManagement.ReadWrite.Directory",
            ),
        kit.tenant(kit.service_principal("logic", servicePrincipalType="ManagedIdentity"), kit.permission("AdministrativeUnit.ReadWrite.All", to="logic")),
        # an id in capitals
        kit.tenant(kit.service_principal("robot"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="5EB59DD3-1DA2-4329-8733-9DABDC435916", principalId=kit.ident("robot"),
        )),
    ],
    other=[
        # whether it is Microsoft's own was not asked for
        ("not_assessed", kit.tenant(kit.permission("AdministrativeUnit.ReadWrite.All", to="robot"),
                                    kit.unselected(kit.collection.SERVICE_PRINCIPALS, "appOwnerOrganizationId"))),
        ("not_applicable", kit.tenant(kit.service_principal("robot"))),
    ],
)  # fmt: skip
def no_application_undoes_restriction(case: kit.Case) -> Iterator[kit.Finding]:
    """A restricted unit keeps even strong applications out, until one takes the object out of the unit or gives itself a role over it. Whoever steals that
    application's secret needs two calls, and the protection of the most sensitive accounts is gone.
    """
    for one in apps.grants(case):
        if one.permission.name in _UNDO:
            says = f"is {apps.kind(case, one.holder)} with {one.permission.name}: it {one.permission.does}"
            yield kit.Finding(degree=kit.Degree.FAIL, subject=one.holder, says=says, evidence=(one.evidence,), distinct=one.permission.name)
