"""AUD-001: Entra logs leave the tenant."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation
from . import _logs as logs

_SETTINGS = kit.collection.AZURE_DIAGNOSTIC_SETTINGS
_CORE, _ALL = (logs.SIGN_INS, logs.AUDITS), (logs.SIGN_INS, logs.AUDITS, *logs.OTHER_SIGN_INS)
_GRAPH = "MicrosoftGraphActivityLogs"


@kit.check(
    id="AUD-001",
    title="Entra logs leave the tenant",
    theme=kit.Theme.AUDITING,
    severity=kit.Severity.HIGH,
    talk=("T11", "T20"),
    needs={_SETTINGS},
    asks=(
        "Are the sign-in and audit logs of Entra exported to a Log Analytics workspace, a storage account, an event hub or a SIEM "
        "(Monitoring & health > Diagnostic settings)?"
    ),
    remedy=(
        "Add a diagnostic setting (Entra admin center > Entra ID > Monitoring & health > Diagnostic settings) that sends AuditLogs, SignInLogs, "
        "NonInteractiveUserSignInLogs, ServicePrincipalSignInLogs and ManagedIdentitySignInLogs to a workspace or a storage account that administrators of "
        "the tenant cannot empty. What it costs depends on the volume."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/monitoring-health/howto-configure-diagnostic-settings",
        "https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention",
    ),
    passes=[
        kit.tenant(logs.setting(*_ALL, _GRAPH)),
        # what calls Graph is told as a note: it is much, and not every tenant can pay for it
        kit.tenant(logs.setting(*_ALL)),
        # anywhere outside the tenant will do
        kit.tenant(logs.setting(*_ALL, storageAccountId="/subscriptions/s/storageAccounts/logs")),
        kit.tenant(logs.setting(*_ALL, eventHubAuthorizationRuleId="/subscriptions/s/authorizationRules/root")),
        kit.tenant(logs.setting(*_ALL, marketplacePartnerId="/subscriptions/s/partner")),
        # several settings add up, and Azure's spelling varies
        kit.tenant(logs.setting(*_CORE, name="one"), logs.setting(*(one.lower() for one in logs.OTHER_SIGN_INS), name="two")),
        # all categories at once
        kit.tenant(logs.setting(logs=[{"category": None, "categoryGroup": "allLogs", "enabled": True}])),
    ],
    partial=[
        # one of the two
        kit.tenant(logs.setting(logs.AUDITS)),
        kit.tenant(logs.setting(*_ALL, off=(logs.AUDITS,))),
        # most sign-ins of today are not interactive, and robots have a log of their own
        kit.tenant(logs.setting(*_CORE)),
        kit.tenant(logs.setting(*_ALL, off=("NonInteractiveUserSignInLogs",))),
        kit.tenant(logs.setting(*_ALL, off=("ServicePrincipalSignInLogs",))),
        kit.tenant(logs.setting(*_ALL, off=("ManagedIdentitySignInLogs",)))
            .finds(
                "Example", "does not export ManagedIdentitySignInLogs",
                severity=kit.Severity.MEDIUM,
                shows=("auditlogs, noninteractiveusersigninlogs, serviceprincipalsigninlogs, signinlogs enabled, sent to logs",),
            ),
    ],
    fails=[
        # Azure was asked, and there is none
        kit.tenant()
            .finds("Example", "exports neither the sign-in logs nor the audit logs", shows=("no diagnostic setting",))
            .tells("MicrosoftGraphActivityLogs, which tells who called Microsoft Graph, are not exported."),
        kit.tenant(logs.setting(*_ALL, off=_ALL)),
        kit.tenant(logs.setting("RiskyUsers", "UserRiskEvents")),
        # switched on, and sent nowhere
        kit.tenant(logs.setting(*_ALL, workspaceId="")),
        # a group of categories that this version does not know, sent nowhere
        kit.tenant(logs.setting(logs=[{"categoryGroup": "audit", "enabled": True}], workspaceId="")),
        # what was read decides, whatever anybody answers
        kit.tenant(kit.answer("AUD-001", "pass")),
    ],
    other=[
        # Azure was not asked: a person can tell, and nobody is failed silently
        ("manual", kit.tenant(kit.without(_SETTINGS, "not_requested"))),
        ("manual", kit.tenant(kit.without(_SETTINGS))),
        ("pass", kit.tenant(kit.without(_SETTINGS, "not_requested"), kit.answer("AUD-001", "pass"))),
        ("fail", kit.tenant(kit.without(_SETTINGS, "not_requested"), kit.answer("AUD-001", "fail"))),
        # read without what would tell what is sent
        ("manual", kit.tenant(kit.row(_SETTINGS, id="entra", name="entra"))
            .tells("The snapshot does not hold all that the diagnostic settings say: are the sign-in and audit logs of Entra exported?")),
        # a group of categories that this version does not know may hold what lacks
        ("manual", kit.tenant(logs.setting(logs=[{"categoryGroup": "audit", "enabled": True}]))),
        ("manual", kit.tenant(kit.gap(_SETTINGS, "page"))),
    ],
)  # fmt: skip
def logs_leave_the_tenant(case: kit.Case) -> Iterator[kit.Finding]:
    """Entra keeps sign-ins and audit events for a month, without a paid plan for a week; most intrusions are found later than that. What is sent elsewhere
    can still be read then, and only what is sent elsewhere can raise an alert.
    """
    table = case.read(_SETTINGS)
    found = logs.exports(table)
    lacking = [one for one in _ALL if not any(export.sends(one) for export in found)]
    if lacking:
        _ask_where_unknown(table, found)
    case.judged()
    if not any(export.sends(_GRAPH) for export in found):
        case.note(f"{_GRAPH}, which tells who called Microsoft Graph, are not exported.")
    if lacking:
        yield _finding(case, lacking, found)


def _ask_where_unknown(table: kit.Table, found: tuple[logs.Export, ...]) -> None:  # type: ignore[type-arg]  # any rows
    """What was read does not show everything that is sent: a person can tell."""
    strange = {group for export in found if export.destinations for group in export.groups - {logs.EVERYTHING.lower()}}
    if table.gaps or strange or len(found) < len(table.rows):
        raise kit.NeedsPerson("The snapshot does not hold all that the diagnostic settings say: are the sign-in and audit logs of Entra exported?")


def _finding(case: kit.Case, lacking: list[str], found: tuple[logs.Export, ...]) -> kit.Finding:
    core = [one for one in _CORE if one in lacking]
    nothing = kit.Evidence(_SETTINGS.name, None, "no diagnostic setting")
    says = f"does not export {activation.listed(lacking, 5)}" if len(core) < len(_CORE) else "exports neither the sign-in logs nor the audit logs"
    return kit.Finding(
        degree=kit.Degree.FAIL if len(core) == len(_CORE) else kit.Degree.PARTIAL,
        subject=case.tenant_thing(),
        says=says,
        evidence=tuple(export.evidence for export in found) or (nothing,),
        severity=None if core else kit.Severity.MEDIUM,
    )
