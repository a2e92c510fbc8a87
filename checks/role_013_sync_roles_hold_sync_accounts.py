"""ROLE-013: Directory synchronisation roles hold only sync accounts."""

import re
from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_SYNC = "d29b2b05-8046-44ba-8758-1e26182fcf32"
_ACCOUNT = re.compile(r"^(sync_[^@]+_[0-9a-f]+|adtoaadsyncserviceaccount[^@]*)@", re.IGNORECASE)
"""Accounts that Entra Connect and cloud sync make for themselves; the wizards choose these names."""
_APPLICATION = re.compile(r"^connectsyncprovisioning_", re.IGNORECASE)
"""The application that newer versions of Entra Connect sign in with."""
_CONNECT = kit.person("sync", userPrincipalName="Sync_SRV01_0a1b2c3d4e5f@example.onmicrosoft.com")


@kit.check(
    id="ROLE-013",
    title="Directory synchronisation roles hold only sync accounts",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    needs=roles.ASSIGNMENTS,
    uses={kit.collection.USERS, kit.collection.SERVICE_PRINCIPALS},
    judges_without_pim=True,
    remedy=(
        "Remove everybody but the account of Entra Connect or cloud sync from the synchronisation roles, by PowerShell or Graph, for the portal does not show "
        "them. People and scanners that only read need Directory Readers, printers need no role at all."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-accounts-permissions",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",
    ),
    passes=[
        kit.tenant(_CONNECT, kit.standing(_SYNC, to="sync")),
        kit.tenant(kit.person("cloud", userPrincipalName="ADToAADSyncServiceAccount@example.onmicrosoft.com"), kit.standing(_SYNC, to="cloud")),
        kit.tenant(kit.service_principal("app", displayName="ConnectSyncProvisioning_SRV01_0a1b2c"), kit.standing(_SYNC, to="app")),
        # who is deleted holds nothing
        kit.tenant(_CONNECT, kit.standing(_SYNC, to="sync"), kit.deleted("ghost"), kit.standing(_SYNC, to="ghost")),
        kit.tenant(kit.without_pim(), _CONNECT, kit.outside_pim(_SYNC, to="sync")),
    ],
    fails=[
        kit.tenant(_CONNECT, kit.standing(_SYNC, to="sync"), kit.standing(_SYNC, to="ana"))
            .finds(
                "ana", "holds Directory Synchronization Accounts and is no account of the synchronisation",
                distinct="d29b2b05-8046-44ba-8758-1e26182fcf32:/",
            ),
        kit.tenant(kit.eligible(_SYNC, to="ana")),
        kit.tenant(kit.group("syncers"), kit.standing(_SYNC, to="syncers")),
        kit.tenant(kit.service_principal("scanner"), kit.standing("a92aed5d-d78a-4d16-b381-09adb37eb3b0", to="scanner")),
        # called like one, and made by hand
        kit.tenant(kit.person("sync", userPrincipalName="sync@example.onmicrosoft.com"), kit.standing(_SYNC, to="sync")),
        # a name that only the display shows
        kit.tenant(kit.person("ana", displayName="On-Premises Directory Synchronization Service Account"), kit.standing(_SYNC, to="ana")),
    ],
    other=[
        # what tells the account is its sign-in name, and nobody asked for it
        ("not_assessed", kit.tenant(_CONNECT, kit.standing(_SYNC, to="sync"), kit.unselected(kit.collection.USERS, "userPrincipalName"))),
        ("not_applicable", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("nobody knows"), roleDefinitionId=_SYNC, assignmentType="Assigned",
        ))),
        # nor for the application's
        ("not_assessed", kit.tenant(kit.service_principal("app"), kit.standing(_SYNC, to="app"),
                                    kit.unselected(kit.collection.SERVICE_PRINCIPALS, "displayName"))),
    ],
)  # fmt: skip
def sync_roles_hold_sync_accounts(case: kit.Case) -> Iterator[kit.Finding]:
    """The synchronisation roles write passwords and attributes of synchronised people through an interface of their own. They are exempt from much, no page
    lists their holders, and a forgotten scanner's account among them is a hidden door to every synchronised administrator.
    """
    for one in case.but_break_glass(case.holdings()):
        if one.role_id not in roles.DIRECTORY_SYNCHRONISATION or case.is_deleted(one.principal_id):
            continue
        case.judged()
        holder = case.thing(one.principal_id)
        if holder.kind is kit.Kind.UNKNOWN:
            case.unknown(kit.collection.USERS, f"who {holder.id}, which {roles.held(case, one)}, is, is not in the snapshot")
        elif not _is_named(case, holder):
            case.unknown(kit.collection.USERS, f"what {holder.label}, which {roles.held(case, one)}, is called is not in the snapshot")
        elif not _is_sync_account(holder):
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=holder,
                says=f"{roles.held(case, one)} and is no account of the synchronisation",
                evidence=(one.evidence,),
                distinct=f"{one.role_id}:{one.scope}",
            )


def _is_named(case: kit.Case, holder: kit.Thing) -> bool:
    """Whether the snapshot holds the name that tells; a person's display name does not."""
    row = case.user(holder.id)
    return holder.name is not None and (row is None or row.user_principal_name is not kit.UNSET)


def _is_sync_account(holder: kit.Thing) -> bool:
    pattern = {kit.Kind.USER: _ACCOUNT, kit.Kind.SERVICE_PRINCIPAL: _APPLICATION}.get(holder.kind)
    return pattern is not None and pattern.match(holder.name or "") is not None
