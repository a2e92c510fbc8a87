"""PIM-009: PIM's own alerts are on and answered."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_ALERTS = kit.collection.ROLE_MANAGEMENT_ALERTS
_NAMES = {
    "toomanyglobaladminsassignedtotenantalert": "There are too many global administrators",
    "rolesassignedoutsidepimalert": "Roles are being assigned outside of PIM",
    "redundantassignmentalert": "Administrators aren't using their privileged roles",
    "stalesigninalert": "Potential stale accounts in a privileged role",
    "nomfaonroleactivationalert": "Roles don't require MFA for activation",
    "sequentialactivationrenewalsalert": "Roles are being activated too frequently",
    "invalidlicensealert": "The organization doesn't have Microsoft Entra ID P2",
}
"""What the portal calls them (pim-how-to-configure-security-alerts)."""


def _alert(name: str = "RedundantAssignmentAlert", *, active: object = False, enabled: object = True, count: int = 0) -> kit.Part:
    configuration = {"isEnabled": enabled} if enabled is not kit.UNSET else None
    return kit.row(_ALERTS, id=f"x_{name}", alertDefinitionId=f"DirectoryRole_{kit.ident('tenant')}_{name}", isActive=active, incidentCount=count,
                   alertConfiguration=configuration)  # fmt: skip


@kit.check(
    id="PIM-009",
    title="PIM's own alerts are on and answered",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.LOW,
    needs={_ALERTS},
    remedy=(
        "Open Privileged Identity Management > Microsoft Entra roles > Alerts: answer each active alert (Fix, or remove what it names), and switch on what is "
        "off under Setting. The alerts cost nothing and look every day."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-configure-security-alerts",),
    passes=[kit.tenant(_alert()), kit.tenant(_alert(), _alert("StaleSignInAlert"))],
    partial=[kit.tenant(_alert(enabled=False)), kit.tenant(_alert(), _alert("StaleSignInAlert", enabled=False))
            .finds(
                "Example", "has the alert \"Potential stale accounts in a privileged role\" switched off", shows=("isEnabled false",),
                distinct="StaleSignInAlert",
            )],
    fails=[
        kit.tenant(_alert(active=True, count=3))
            .finds("Example", "has the alert \"Administrators aren't using their privileged roles\" active and unanswered, with 3 incidents"),
        # a name that nobody here knows is shown as it is
        kit.tenant(_alert("SomethingNewAlert", active=True))
            .finds("Example", "has the alert \"SomethingNewAlert\" active and unanswered"),
        kit.tenant(_alert(active=True), _alert("StaleSignInAlert", enabled=kit.UNSET))
            .finds("Example", "has the alert \"Administrators aren't using their privileged roles\" active and unanswered", shows=("isActive true",))
            .tells("Not known: whether the alert \"Potential stale accounts in a privileged role\" is on and active is not in the snapshot."),
        # Graph sent the definition with it, and what it calls the alert goes before our list of names
        kit.tenant(kit.row(_ALERTS, id="x", alertDefinitionId="DirectoryRole_t_StaleSignInAlert", isActive=True, alertConfiguration={"isEnabled": True},
                           alertDefinition={"displayName": "Accounts that have gone stale"}))
            .finds("Example", "has the alert \"Accounts that have gone stale\" active and unanswered"),
    ],
    other=[
        ("not_applicable", kit.tenant()),
        ("not_assessed", kit.tenant(_alert(active=None))),
        ("not_assessed", kit.tenant(_alert(active=kit.UNSET))),
        ("not_assessed", kit.tenant(_alert(enabled=kit.UNSET))),
        # switched off, it finds nothing: that it is not active says nothing
        ("partial", kit.tenant(_alert(active=False, enabled=False))),
    ],
)  # fmt: skip
def alerts_are_answered(case: kit.Case) -> Iterator[kit.Finding]:
    """PIM looks every day for roles assigned past it, for stale accounts and for too many administrators, and says so on a page that hardly anybody opens. An
    alert that stays active for months is a question that nobody answered; one that is switched off will not ask.
    """
    for row in case.each(case.read(_ALERTS)):
        name = _name(row)
        enabled = row.alert_configuration.get("isEnabled") if isinstance(row.alert_configuration, dict) else None
        if enabled is False:
            yield _finding(case, row, kit.Degree.PARTIAL, f'has the alert "{name}" switched off', "isEnabled false")
        elif row.is_active is True:
            found = f", with {row.incident_count} incidents" if kit.known(row.incident_count) else ""
            yield _finding(case, row, kit.Degree.FAIL, f'has the alert "{name}" active and unanswered{found}', "isActive true")
        elif row.is_active is not False or enabled is not True:
            case.unknown(_ALERTS, f'whether the alert "{name}" is on and active is not in the snapshot')


def _name(row: Any) -> str:
    definition = row.alert_definition if isinstance(row.alert_definition, dict) else {}
    last = str(kit.known(row.alert_definition_id, "") or row.id).rpartition("_")[2]
    return str(definition.get("displayName") or _NAMES.get(last.lower(), last))


def _finding(case: kit.Case, row: Any, degree: kit.Degree, says: str, observed: str) -> kit.Finding:
    distinct = str(kit.known(row.alert_definition_id, "") or row.id).rpartition("_")[2]
    return kit.Finding(degree=degree, subject=case.tenant_thing(), says=says, distinct=distinct, evidence=(kit.Evidence(_ALERTS.name, row.id, observed),))
