"""GOV-003: Automation that can assign roles is known."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _apps as apps

_HARMLESS = "df021288-bdef-4463-88db-98f22de89214"
_ASSIGNS = frozenset({"assign_role", "pim_member"})
_EXTENSION = kit.row(kit.collection.CUSTOM_TASK_EXTENSIONS, id="x", displayName="Rotate", endpointConfiguration={"logicAppWorkflowName": "logic-rotate"})
_LOST = kit.row(
    kit.collection.APP_ROLE_ASSIGNMENTS, id="grant", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("lost"),
    principalType="ServicePrincipal", resourceId=kit.ident("Microsoft Graph"),
)  # fmt: skip
"""RoleManagement.ReadWrite.Directory, granted to an application that the snapshot does not hold."""


@kit.check(
    id="GOV-003",
    title="Automation that can assign roles is known",
    theme=kit.Theme.GOVERNANCE,
    severity=kit.Severity.HIGH,
    talk=("T09", "T24"),
    needs=apps.GRANTS,
    leans_on={kit.collection.CUSTOM_TASK_EXTENSIONS},
    remedy=(
        "Write down who runs the automation and why it needs the permission, as an exception with an owner and a date, and look at it again then. "
        "Better: let it "
        "change memberships of the few groups that it owns, instead of roles."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/trigger-custom-task",
        "https://learn.microsoft.com/graph/permissions-reference",
    ),
    passes=[
        kit.tenant(kit.permission(_HARMLESS, to="robot")),
        # strong, and it assigns no roles: another check's
        kit.tenant(kit.permission("User.ReadWrite.All", to="robot")),
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.service_principal("theirs", appOwnerOrganizationId="f8cdef31-a31e-4b4a-93e4-5f571e91255a"),
                   kit.permission("RoleManagement.ReadWrite.Directory", to="theirs")),
        # no licence for Governance: there can be no extension
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.without(kit.collection.CUSTOM_TASK_EXTENSIONS, "not_licensed")),
        # known: accepted with an owner
        kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot"), kit.engagement(exceptions=(
            kit.ExceptionEntry(check="GOV-003", subject=kit.ident("robot"), reason="rotates class administrators", owner="CISO"),
        ))),
    ],
    partial=[kit.tenant(_EXTENSION), kit.tenant(_EXTENSION, kit.permission(_HARMLESS, to="robot"))],
    fails=[
        kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot")),
        kit.tenant(kit.service_principal("logic-rotate", servicePrincipalType="ManagedIdentity"), _EXTENSION,
                   kit.permission("RoleManagement.ReadWrite.Directory", to="logic-rotate"))
            .finds(
                "logic-rotate", "is a managed identity with RoleManagement.ReadWrite.Directory: it assigns any role to anybody, itself included",
                shows=("RoleManagement.ReadWrite.Directory granted",),
            )
            .finds(
                "Rotate", "is a custom task extension: lifecycle workflows run the Logic App logic-rotate of the customer's own by it",
                degree=kit.Degree.PARTIAL, shows=("endpoint logic-rotate",),
            ),
        kit.tenant(kit.permission("PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", to="robot")),
        kit.tenant(kit.permission("RoleEligibilitySchedule.ReadWrite.Directory", to="robot")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.service_principal("robot"))),
        ("not_assessed", kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.without(kit.collection.CUSTOM_TASK_EXTENSIONS))),
        # whose application it is was not read, or the page with the application itself: Microsoft's own would be no finding
        ("not_assessed", kit.tenant(_LOST, kit.gap(kit.collection.SERVICE_PRINCIPALS, "page"))
            .tells(f"which organisation {kit.ident('lost')} belongs to is not in the snapshot")),
        # all service principals were read, and this one is gone
        ("not_applicable", kit.tenant(_LOST)),
    ],
)  # fmt: skip
def role_automation_is_known(case: kit.Case) -> Iterator[kit.Finding]:
    """What rotates administrators at the turn of the year can make anybody administrator on any other day. Automation of that strength needs an owner, a
    purpose and a date, like a person who holds the role.
    """
    for one in apps.grants(case):
        if one.permission.power in _ASSIGNS:
            says = f"is {apps.kind(case, one.holder)} with {one.permission.name}: it {one.permission.does}"
            yield kit.Finding(degree=kit.Degree.FAIL, subject=one.holder, says=says, evidence=(one.evidence,), distinct=one.permission.name)
    yield from _extensions(case)


def _extensions(case: kit.Case) -> Iterator[kit.Finding]:
    table = kit.collection.CUSTOM_TASK_EXTENSIONS
    missing = case.missing(table)
    if missing and missing.reason_code is not kit.ReasonCode.NOT_LICENSED:
        case.unknown(table, missing.says, missing.reason_code)
    for row in case.each(case.find(table) or ()):
        target = (kit.known(row.endpoint_configuration, {}) or {}).get("logicAppWorkflowName")
        name = kit.known(row.display_name, row.id)
        yield kit.Finding(
            degree=kit.Degree.PARTIAL,
            subject=kit.Thing(kit.Kind.WORKFLOW, row.id, name),
            says=f"is a custom task extension: lifecycle workflows run {f'the Logic App {target}' if target else 'code'} of the customer's own by it",
            evidence=(kit.Evidence(table.name, row.id, f"endpoint {target or 'of the extension'}"),),
        )
