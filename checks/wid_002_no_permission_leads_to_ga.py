"""WID-002: No application permission leads to Global Administrator."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _apps as apps

_HARMLESS = "df021288-bdef-4463-88db-98f22de89214"
_MICROSOFT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"


@kit.check(
    id="WID-002",
    title="No application permission leads to Global Administrator",
    theme=kit.Theme.WORKLOAD_IDENTITIES,
    severity=kit.Severity.CRITICAL,
    talk=("T24",),
    needs=apps.GRANTS,
    uses=kit.WAYS | {kit.collection.SERVICE_PRINCIPAL_OWNERS, kit.collection.APPLICATIONS, kit.collection.APPLICATION_OWNERS},
    remedy=(
        "Remove the permission (Entra admin center > Entra ID > Enterprise apps > the application > Permissions > Revoke) and grant the narrowest one that "
        "the application's calls need; a role over one unit often replaces a permission over all. Until then guard the application like a Global "
        "Administrator: no secrets, few owners."
    ),
    references=(
        "https://learn.microsoft.com/graph/permissions-reference",
        "https://learn.microsoft.com/entra/architecture/protect-m365-from-on-premises-attacks",
    ),
    passes=[
        kit.tenant(kit.permission(_HARMLESS, to="robot")),
        # Microsoft's own applications are Microsoft's to guard
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.service_principal("theirs", appOwnerOrganizationId=_MICROSOFT),
                   kit.permission("RoleManagement.ReadWrite.Directory", to="theirs")),
        # the id of a permission means what it means on Microsoft Graph alone
        kit.tenant(kit.service_principal("robot"), kit.service_principal("shop"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("robot"),
            resourceId=kit.ident("shop"),
        )),
        # whoever is deleted uses nothing
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.deleted("ghost"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("ghost"),
        )),
        # granted to a person or a group, a permission lets them use an application, and no more
        kit.tenant(kit.permission(_HARMLESS, to="robot"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("staff"),
            principalType="Group",
        ), kit.group("staff")),
    ],
    fails=[
        kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot"))
            .finds(
                "robot", "is an application with RoleManagement.ReadWrite.Directory: it assigns any role to anybody, itself included", by=("AssignRole",),
                distinct="RoleManagement.ReadWrite.Directory",
            ),
        kit.tenant(kit.service_principal("identity", servicePrincipalType="ManagedIdentity"), kit.permission("AppRoleAssignment.ReadWrite.All", to="identity")),
        # over another application that is administrator, over a group that may activate the role, over an administrator's sign-in
        kit.tenant(kit.permission("Application.ReadWrite.All", to="robot"), kit.service_principal("other"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="other"))
            .finds(
                "robot", (
                    "is an application with Application.ReadWrite.All: it adds a secret to any application or service principal (robot, by the permission "
                    "Application.ReadWrite.All, can add a secret to other, then other holds Global Administrator permanently)"
                ),
                shows=("Application.ReadWrite.All granted", "assignmentType Assigned, endDateTime null",),
            ),
        kit.tenant(kit.permission("Group.ReadWrite.All", to="robot"), kit.group("helpers", isAssignableToRole=False),
                   kit.eligible_member("helpers", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        kit.tenant(kit.permission("UserAuthenticationMethod.ReadWrite.All", to="robot"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="gina")),
        # granted, and no way found today
        kit.tenant(kit.permission("Group.ReadWrite.All", to="robot"))
            .finds(
                "robot", (
                    "is an application with Group.ReadWrite.All: it adds members and owners to groups that are not role-assignable; no way to Global "
                    "Administrator by it was found today"
                ),
                severity=kit.Severity.HIGH,
            ),
        # a way that is merely possible is none: whether it resets an administrator's password is contested
        kit.tenant(kit.permission("User.ReadWrite.All", to="robot"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="gina"))
            .finds("robot", severity=kit.Severity.HIGH, confidence=kit.Confidence.POSSIBLE),
        # a way is as sure as its weakest step
        kit.tenant(kit.permission("Application.ReadWrite.All", to="robot"), kit.permission("RoleEligibilitySchedule.ReadWrite.Directory", to="other"))
            .finds("robot", confidence=kit.Confidence.LIKELY, by=("AddSecret", "AssignRole"))
            .finds("other", confidence=kit.Confidence.LIKELY, by=("AssignRole",)),
        # two that assign roles by themselves: each is as grave as the other
        kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot"), kit.permission("RoleEligibilitySchedule.ReadWrite.Directory", to="robot"))
            .finds("robot", distinct="RoleManagement.ReadWrite.Directory", by=("AssignRole",))
            .finds("robot", distinct="RoleEligibilitySchedule.ReadWrite.Directory", confidence=kit.Confidence.LIKELY),
        # another organisation's application
        kit.tenant(kit.service_principal("theirs", appOwnerOrganizationId="22222222-2222-4222-8222-222222222222"),
                   kit.permission("RoleManagement.ReadWrite.Directory", to="theirs")),
        # two permissions, and by one of them alone there is a way
        kit.tenant(kit.permission("Application.ReadWrite.All", to="robot"), kit.permission("Group.ReadWrite.All", to="robot"), kit.service_principal("other"),
                   kit.standing(kit.GLOBAL_ADMINISTRATOR, to="other")).finds(
            "robot", distinct="Application.ReadWrite.All").finds("robot", distinct="Group.ReadWrite.All", severity=kit.Severity.HIGH),
    ],
    other=[
        # whether it is Microsoft's own was not asked for
        ("not_assessed", kit.tenant(kit.permission("RoleManagement.ReadWrite.Directory", to="robot"),
                                    kit.unselected(kit.collection.SERVICE_PRINCIPALS, "appOwnerOrganizationId"))),
        ("not_applicable", kit.tenant(kit.service_principal("robot"))),
    ],
)  # fmt: skip
def no_permission_leads_to_ga(case: kit.Case) -> Iterator[kit.Finding]:
    """Some application permissions are Global Administrator by another name: one call assigns the role, grants the next permission or resets the right
    person's sign-in. No PIM, no MFA and no approval stands before an application, only its secret.
    """
    ways = {one.principal.id.lower(): one.paths for one in case.ways_to(kit.GLOBAL_ADMINISTRATOR, sure=True).principals}
    for one in apps.grants(case):
        path = _way(ways.get(one.holder.id.lower(), ()), one)
        direct = one.permission.power == "assign_role"
        route = f" ({path.in_words})" if path and not direct else "" if direct else "; no way to Global Administrator by it was found today"
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=one.holder,
            says=f"is {apps.kind(case, one.holder)} with {one.permission.name}: it {one.permission.does}{route}",
            evidence=(one.evidence, *(path.evidence if path else ())),
            distinct=one.permission.name,
            severity=None if direct or path else kit.Severity.HIGH,
            confidence=path.certainty if path else kit.Confidence(one.permission.certainty),
            path=path.edges if path else (),
        )


def _way(paths: tuple[kit.Path, ...], one: apps.Grant) -> kit.Path | None:
    """The way that begins with this very permission."""
    return next((path for path in paths if one.evidence.id in {row.id for row in path.edges[0].evidence}), None)
