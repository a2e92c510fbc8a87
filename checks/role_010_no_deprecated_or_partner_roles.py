"""ROLE-010: Deprecated and partner roles are unused."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_PARTNER_TIER1_SUPPORT = "4ba39ca4-527c-499a-b93d-d9b492c50246"
_PARTNER_TIER2_SUPPORT = "e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8"
_PARTNER = frozenset({_PARTNER_TIER1_SUPPORT, _PARTNER_TIER2_SUPPORT})
_DEVICE_JOIN = "9c094953-4995-41c8-84c8-3ebb9b32c93f"
_ON_PREMISES_DIRECTORY_SYNC_ACCOUNT = "a92aed5d-d78a-4d16-b381-09adb37eb3b0"


@kit.check(
    id="ROLE-010",
    title="Deprecated and partner roles are unused",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on=roles.ASSIGNMENTS,
    uses={kit.collection.ROLE_DEFINITIONS, kit.collection.ADMINISTRATIVE_UNITS},
    judges_without_pim=True,
    remedy=(
        "Find out what the principal still needs, give it a current role for that, and remove the old assignment. The portal does not show these roles: use "
        "Microsoft Graph Explorer (DELETE on roleManagement/directory/roleAssignments, or adminRemove on the schedule). A partner works through granular "
        "delegated admin privileges (Microsoft 365 admin center > Settings > Partner relationships)."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
        "https://learn.microsoft.com/partner-center/customers/gdap-introduction",
    ),
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # not shown in the portal either, and in use by design: another check judges who is in it
        kit.tenant(kit.standing(_ON_PREMISES_DIRECTORY_SYNC_ACCOUNT, to="sync")),
        # the customer's own role of an old name is matched by id, never by name
        kit.tenant(kit.custom_role("Device Join"), kit.standing(kit.ident("Device Join"), to="ana")),
        # a role younger than the table is no deprecated one
        kit.tenant(
            kit.row(kit.collection.ROLE_DEFINITIONS, id=kit.ident("new role"), displayName="New role", isBuiltIn=True),
            kit.standing(kit.ident("new role"), to="ana"),
        ),
        # a declared emergency account has checks of its own for further roles
        kit.tenant(kit.break_glass("emergency1"), kit.standing(_DEVICE_JOIN, to="emergency1")),
    ],
    fails=[
        kit.tenant(kit.standing(_PARTNER_TIER2_SUPPORT, to="ana")),
        kit.tenant(kit.eligible(_PARTNER_TIER1_SUPPORT, to="ana")),
        kit.tenant(kit.group("helpers"), kit.standing(_PARTNER_TIER2_SUPPORT, to="helpers")),
        kit.tenant(kit.service_principal("robot"), kit.standing(_DEVICE_JOIN, to="robot"))
            .finds(
                "robot", "holds Device Join, a role that Microsoft has deprecated", severity=kit.Severity.MEDIUM,
                distinct="9c094953-4995-41c8-84c8-3ebb9b32c93f:/",
            ),
        # ids in another letter case are the same ids
        kit.tenant(kit.outside_pim(_PARTNER_TIER2_SUPPORT.upper(), to="ana")),
        # the partner's own group is in no tenant but the partner's: Graph does not know the id here
        kit.tenant(kit.deleted("partner group"), kit.standing(_PARTNER_TIER2_SUPPORT, to="partner group"))
            .finds(
                "partner group", (
                    "holds Partner Tier2 Support, a role for the support of resellers that the portal does not show (the id is not in this tenant: a "
                    "partner's, or deleted)"
                ),
            ),
        kit.tenant(kit.without_pim(), kit.outside_pim(_DEVICE_JOIN, to="ana")),
    ],
    other=[
        ("not_applicable", kit.tenant()),
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.gap(kit.collection.ROLE_ASSIGNMENTS, "page", "failed"))),
    ],
)  # fmt: skip
def no_deprecated_or_partner_roles(case: kit.Case) -> Iterator[kit.Finding]:
    """The partner support roles let a reseller's staff reset passwords, up to those of Global Administrators, and no page of the portal lists who has them.
    Deprecated roles are kept by Microsoft for old callers only: nobody reviews them, no documentation says any more what they allow, and an assignment left
    there outlives every clean-up.
    """
    for one in case.but_break_glass(case.each(case.holdings())):
        role = case.role(one.role_id)
        if role.id in _PARTNER or role.status == "deprecated":
            yield _finding(case, one, role)


def _finding(case: kit.Case, one: kit.Holding, role: kit.Role) -> kit.Finding:
    partner = role.id in _PARTNER
    why = "a role for the support of resellers that the portal does not show" if partner else "a role that Microsoft has deprecated"
    who = " (the id is not in this tenant: a partner's, or deleted)" if case.is_deleted(one.principal_id) else ""
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(one.principal_id),
        says=f"{roles.held(case, one)}, {why}{who}",
        evidence=(one.evidence,),
        distinct=f"{one.role_id}:{one.scope}",
        severity=None if partner else kit.Severity.MEDIUM,
    )
