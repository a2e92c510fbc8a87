"""Units, applications, tenant settings and governance of the school before the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import governance, licences, school, settings
from generator.ids import uid
from generator.people import unit, unit_members
from generator.roles import GA, ROLE, holds, may_hold, over

if TYPE_CHECKING:
    from generator.before import School
    from generator.export import Export

_TWO_YEARS_AGO, _LAST_YEAR = "2024-08-19T07:00:00Z", "2025-09-01T07:00:00Z"


def units(out: Export, cast: School, gone_unit: str) -> None:
    """A unit a class, kept by hand; and one restricted unit that nobody can manage."""
    who, students = cast.people, cast.students
    first = unit(out, "class 5A", "Class 5A", "Students of class 5A, added by hand")
    unit_members(out, first, *students["5A"])
    holds(out, who["berg"], "User Administrator", scope=over(first), start=_TWO_YEARS_AGO)
    second = unit(out, "class 5B", "Class 5B", "Paused since the import of 2025", rule='(user.department -eq "Class 5B")', state="Paused")
    unit_members(out, second, *students["5B"][:7])
    may_hold(out, who["haddad"], "Helpdesk Administrator", scope=over(second), start=_LAST_YEAR)
    third = unit(out, "class 6A", "Class 6A (bilingual)", "Whoever set French as language", rule='(user.preferredLanguage -eq "fr-FR")')
    unit_members(out, third, *students["6A"][:6])
    holds(out, who["ortega"], "Authentication Administrator", scope=over(third), start=_LAST_YEAR)
    holds(out, who["brandt"], "Helpdesk Administrator", scope=over(third), start=_TWO_YEARS_AGO)
    empty = unit(out, "class 6B", "Class 6B", "The rule has a typing error", rule='(user.department -eq "Clas 6B")')
    holds(out, who["novak"], "Password Administrator", scope=over(empty), start=_LAST_YEAR)
    staff = unit(out, "staff", "Staff", "For the secretary's password resets")
    unit_members(out, staff, who["albrecht"], who["yildiz"], who["weber"], who["novak"], who["kaya"])
    holds(out, who["rossi"], "Helpdesk Administrator", scope=over(staff), start=_LAST_YEAR)
    unit(out, "class 4Z", "Class 4Z", "Left school in 2024")
    holds(out, who["ortega"], "Helpdesk Administrator", scope=over(gone_unit), start=_TWO_YEARS_AGO)
    restricted = unit(out, "leadership", "Restricted: leadership", "Made once for a demonstration", restricted=True)
    unit_members(out, restricted, who["dubois"], cast.groups["leadership"])
    cast.units |= {"5A": first, "staff": staff, "leadership": restricted}


def applications(out: Export, cast: School) -> None:
    """Automation that can do more than it should."""
    graph = school.graph(out)
    hr, hr_app = school.app(
        out,
        "hr-sync",
        "HR sync (script)",
        secrets=[
            school.secret("script", "2024-02-12T09:00:00Z", "2027-02-12T09:00:00Z"),
            school.secret("first try", "2023-02-01T09:00:00Z", "2024-02-01T09:00:00Z"),
        ],
    )
    for permission in ("User.ReadWrite.All", "AdministrativeUnit.ReadWrite.All"):
        school.permits(out, hr, graph, permission)
    holds(out, hr, "User Administrator", start=_TWO_YEARS_AGO)
    out.add("applicationOwners", {"applicationId": hr_app, "id": cast.people["dubois"], "@odata.type": "#microsoft.graph.user"})
    out.add("servicePrincipalOwners", {"servicePrincipalId": hr, "id": cast.people["dubois"], "@odata.type": "#microsoft.graph.user"})
    flow, _ = school.app(out, "class-rotation", "logic-class-rotation", managed_identity=True)
    school.permits(out, flow, graph, "RoleManagement.ReadWrite.Directory")
    holds(out, flow, "Application Administrator", start=_LAST_YEAR)
    timetable, _ = school.app(out, "timetable", "Timetable viewer")
    school.delegated(out, timetable, graph, "openid profile User.Read Calendars.Read Files.ReadWrite.All")
    out.add(
        "customTaskExtensions",
        {
            "id": uid("extension", out.tenant_id),
            "displayName": "Rotate class administrators",
            "description": "Calls the Logic App at school year end",
            "createdDateTime": "2025-09-01T07:00:00Z",
            "lastModifiedDateTime": "2025-09-01T07:00:00Z",
            "endpointConfiguration": {
                "@odata.type": "#microsoft.graph.logicAppTriggerEndpointConfiguration",
                "logicAppWorkflowName": "logic-class-rotation",
                "resourceGroupName": "rg-school-automation",
                "subscriptionId": uid("azure", out.tenant_id),
            },
            "authenticationConfiguration": None,
            "callbackConfiguration": None,
            "clientConfiguration": None,
        },
    )


def tenant(out: Export, federated: str) -> None:
    """Settings as they came, and too few licences."""
    school.organization(out, synced=True, federated=federated)
    school.subscriptions(out, faculty=25, student=60, p2=5)
    licences.subscription(out, "governance", 10, state="Warning")
    settings.authorization(out, tight=False)
    settings.consent(out, ())
    settings.security_defaults(out)
    settings.methods(out, passkeys=False)
    settings.cross_tenant(out)
    settings.synchronization(out)


def governed(out: Export, cast: School) -> None:
    """One review long ago, a workflow that never ran, a package for everybody; activations of the last month."""
    who = cast.people
    governance.role_review(out, "Global Administrators, once", ROLE[GA], (who["albrecht"],), recurring=False, begins="2025-01-13")
    governance.alerts(
        out,
        active={"TooManyGlobalAdminsAssignedToTenantAlert": 8, "RolesAssignedOutsidePimAlert": 2, "RedundantAssignmentAlert": 6},
        off=("StaleSignInAlert", "NoMfaOnRoleActivationAlert"),
    )
    governance.workflow(out, "Staff leave the school", "leaver", ("Disable user account",), on=False, rule='(employeeType eq "Staff")')
    governance.partner(out, "Example Partner support", GA, "Helpdesk Administrator")
    governance.access_package(out, "Mail administration", cast.groups["mail"], "Exchange-Admins", approvers=(), days=None, review=False)
    governance.access_package(out, "Security operations", cast.groups["security"], "SecOps", approvers=(), days=None, review=False)
    for days in (31, 24, 17, 10, 3):
        governance.activation(out, who["fischer"], ROLE[GA], when=out.time(days=-days, hours=2), role=True, why="work")
    governance.activation(out, who["fischer"], ROLE[GA], when=out.time(minutes=-45), role=True, why="work")
    for hours in (-11, -200):
        governance.activation(out, who["kowal"], cast.groups["mail"], when=out.time(hours=hours), why="Mailbox permissions")
    governance.sorted_audits(out)
