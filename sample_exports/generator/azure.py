"""Azure Resource Manager: logs that leave the tenant, and alerts on them."""

from __future__ import annotations

from generator.export import Export
from generator.ids import uid

_LOGS = (
    "AuditLogs",
    "SignInLogs",
    "NonInteractiveUserSignInLogs",
    "ServicePrincipalSignInLogs",
    "ManagedIdentitySignInLogs",
    "RiskyUsers",
    "UserRiskEvents",
    "MicrosoftGraphActivityLogs",
)


def _resource(export: Export, kind: str, name: str) -> str:
    return f"/subscriptions/{uid('azure', export.tenant_id)}/resourceGroups/rg-security/providers/{kind}/{name}"


def diagnostic_setting(export: Export) -> None:
    """Every log of Entra goes to a workspace."""
    name = "entra-to-log-analytics"
    export.add(
        "azureDiagnosticSettings",
        {
            "id": f"/providers/microsoft.aadiam/diagnosticSettings/{name}",
            "type": "microsoft.aadiam/diagnosticSettings",
            "name": name,
            "properties": {
                "workspaceId": _workspace(export),
                "storageAccountId": None,
                "eventHubAuthorizationRuleId": None,
                "eventHubName": None,
                "logs": [{"category": one, "enabled": True, "retentionPolicy": {"enabled": False, "days": 0}} for one in _LOGS],
            },
        },
    )


def _workspace(export: Export) -> str:
    return _resource(export, "Microsoft.OperationalInsights/workspaces", "log-school-security")


def action_group(export: Export, name: str, mail: str, phone: str) -> str:
    """Who is told; the id."""
    return export.add(
        "azureActionGroups",
        {
            "id": _resource(export, "microsoft.insights/actionGroups", name),
            "type": "Microsoft.Insights/ActionGroups",
            "name": name,
            "location": "Global",
            "properties": {
                "groupShortName": "security",
                "enabled": True,
                "emailReceivers": [{"name": "security mailbox", "emailAddress": mail, "useCommonAlertSchema": True, "status": "Enabled"}],
                "smsReceivers": [{"name": "on call", "countryCode": "49", "phoneNumber": phone, "status": "Enabled"}],
                "webhookReceivers": [],
                "azureAppPushReceivers": [],
                "logicAppReceivers": [],
                "armRoleReceivers": [],
            },
        },
    )


def alert_rule(export: Export, name: str, text: str, query: str, group: str) -> None:
    """A log search that raises an alert as soon as it finds a row."""
    export.add(
        "azureAlertRules",
        {
            "id": _resource(export, "microsoft.insights/scheduledqueryrules", name),
            "type": "microsoft.insights/scheduledqueryrules",
            "name": name,
            "location": "westeurope",
            "properties": {
                "displayName": text,
                "description": text,
                "severity": 0,
                "enabled": True,
                "evaluationFrequency": "PT5M",
                "windowSize": "PT10M",
                "scopes": [_workspace(export)],
                "autoMitigate": False,
                "muteActionsDuration": None,
                "criteria": {
                    "allOf": [
                        {
                            "query": query,
                            "timeAggregation": "Count",
                            "operator": "GreaterThan",
                            "threshold": 0,
                            "failingPeriods": {"numberOfEvaluationPeriods": 1, "minFailingPeriodsToAlert": 1},
                        }
                    ]
                },
                "actions": {"actionGroups": [group]},
            },
        },
    )
