"""Scripts that change rules of PIM's policies. Every rule is read first, changed in what is too weak, and written back whole."""

import re

from assessor import checkkit as kit

from . import _words as w

WORD = kit.powershell.Word
APPROVAL = "Approval_EndUser_Assignment"
ASKED = "Enablement_EndUser_Assignment"
LASTS = "Expiration_EndUser_Assignment"
_RULES = re.compile(
    r"(?:Approval|Enablement|Expiration|AuthenticationContext)_(?:EndUser|Admin)_(?:Assignment|Eligibility)|Notification_[A-Za-z]+_[A-Za-z]+_[A-Za-z]+"
)

_BODY = """
# ---- rule by rule ----
foreach ($Row in $Rows) {
    $Uri = '/v1.0/policies/roleManagementPolicies/{0}/rules/{1}' -f $Row.Policy, $Row.Rule
    $Rule = Invoke-MgGraphRequest -Method GET -Uri $Uri
    [void]$Rule.Remove('@odata.context')
    # the way back: this JSON, sent with PATCH to the same address
    Write-Host ('NOW     {0}' -f $Uri)
    Write-Host ($Rule | ConvertTo-Json -Depth 12)
    switch ($Row.Change) {
        'Ask' {
            $Of = '/v1.0/policies/roleManagementPolicies/{0}/rules/AuthenticationContext_EndUser_Assignment' -f $Row.Policy
            $Context = Invoke-MgGraphRequest -Method GET -Uri $Of
            $Wanted = @($Row.Values | Where-Object { -not ($_ -eq 'MultiFactorAuthentication' -and $Context.isEnabled -and $Row.Rule -like '*EndUser*') })
            if ($Wanted.Count -lt $Row.Values.Count) {
                Write-Warning 'The policy asks for an authentication context, which takes the place of MFA: see that a policy enforces it.'
            }
            $Rule.enabledRules = @(@($Rule.enabledRules) + $Wanted | Where-Object { $_ } | Select-Object -Unique)
        }
        'Last' { $Rule.isExpirationRequired = $true; $Rule.maximumDuration = $Row.Values[0] }
        'End' { $Rule.isExpirationRequired = $true }
        'Notify' { $Rule.isDefaultRecipientsEnabled = $true }
        'Approve' {
            $Rule.setting.isApprovalRequired = $true
            $Rule.setting.approvalMode = 'SingleStage'
            $Stage = @{
                approvalStageTimeOutInDays = 1; isApproverJustificationRequired = $true
                escalationTimeInMinutes = 0; isEscalationEnabled = $false; escalationApprovers = @()
                primaryApprovers = @($Approvers | ForEach-Object { @{ '@odata.type' = '#microsoft.graph.singleUser'; userId = $_ } })
            }
            $Rule.setting.approvalStages = @($Stage)
        }
    }
    Send-Change 'PATCH' $Uri $Rule
}
"""
_APPROVERS = """
# Object ids of two people or more who may approve, who do not activate the same thing themselves, and who have agreed to be asked.
# They take the place of those whom the rule names now.
$Approvers = @()
if (@($Approvers | Select-Object -Unique).Count -lt 2) {
    if (-not $WhatIf) { throw 'Name at least two approvers first. Nothing was changed.' }
    Write-Warning 'Name at least two approvers before you switch $WhatIf off.'
}
foreach ($Id in $Approvers) {
    $User = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/users/{0}?$select=displayName,accountEnabled' -f $Id)
    if (-not $User.accountEnabled) { throw ('This approver is disabled: {0}. Nothing was changed.' -f $Id) }
    if ($BreakGlass -contains $Id) { throw 'An emergency account is no approver. Nothing was changed.' }
}
"""


def approval(job: kit.Job) -> kit.Script | str:
    """Approval on activation; the approvers are left open, for no tool can name them."""
    rows = [_row(policy, name, APPROVAL, "Approve") for policy, name, rule in rules(job) if rule == APPROVAL]
    return _script(job, rows, "asks for approval on activation", before=_APPROVERS, more=("User.Read.All",))


def mfa(job: kit.Job) -> kit.Script | str:
    """MFA on activation."""
    rows = [_row(policy, name, ASKED, "Ask", "MultiFactorAuthentication") for policy, name, rule in rules(job) if rule == ASKED]
    return _script(job, rows, "asks for MFA on activation")


def justification(job: kit.Job) -> kit.Script | str:
    """A justification on activation."""
    rows = [_row(policy, name, ASKED, "Ask", "Justification") for policy, name, rule in rules(job) if rule == ASKED]
    return _script(job, rows, "asks for a justification on activation")


def duration(job: kit.Job) -> kit.Script | str:
    """The longest activation by the thresholds of the engagement: the shorter one for tier 0 and for groups."""
    rows = [_row(policy, name, LASTS, "Last", f"PT{_hours(job, policy)}H") for policy, name, rule in rules(job) if rule == LASTS]
    return _script(job, rows, "shortens the longest activation")


def notifications(job: kit.Job) -> kit.Script | str:
    """Mail to the default recipients."""
    rows = [_row(policy, name, rule, "Notify") for policy, name, rule in rules(job) if rule.startswith("Notification_")]
    return _script(job, rows, "switches the default recipients on")


def on_assignment(job: kit.Job) -> kit.Script | str:
    """Active assignments end, and ask for MFA and a justification; Global Administrator's stay possible for good, for the emergency accounts."""
    own = job.study.policies.of_role(job.study.roles.get(kit.GLOBAL_ADMINISTRATOR).thing)
    rows = []
    for policy, name, rule in rules(job):
        if rule == "Expiration_Admin_Assignment" and (own is None or policy != own.row.id):
            rows.append(_row(policy, name, rule, "End"))
        elif rule == "Enablement_Admin_Assignment":
            rows.append(_row(policy, name, rule, "Ask", "MultiFactorAuthentication", "Justification"))
    return _script(job, rows, "lets active assignments end and asks for MFA and a justification")


def defaults(job: kit.Job) -> kit.Script | str:
    """What is weaker than Microsoft's default, back to it."""
    rows = [row for policy, name, rule in rules(job) if (row := _default(policy, name, rule))]
    return _script(job, rows, "goes back to Microsoft's default")


def rules(job: kit.Job) -> list[tuple[str, str, str]]:
    """(policy id, its name, rule) that the findings rest on, each once."""
    found: dict[tuple[str, str], str] = {}
    for finding in job.findings:
        for row in finding.evidence:
            match = _RULES.match(row.observed)
            if match and row.id and row.collection == kit.collection.ROLE_MANAGEMENT_POLICIES.name:
                found.setdefault((row.id, match.group()), finding.subject.label)
    return [(policy, name, rule) for (policy, rule), name in sorted(found.items())]


def _default(policy: str, name: str, rule: str) -> kit.powershell.Row | None:
    if rule.startswith("Notification_"):
        return _row(policy, name, rule, "Notify")
    if rule == ASKED:
        return _row(policy, name, rule, "Ask", "MultiFactorAuthentication", "Justification")
    if rule == "Enablement_Admin_Assignment":
        return _row(policy, name, rule, "Ask", "Justification")
    return _row(policy, name, rule, "Last", "PT8H") if rule == LASTS else None


def _row(policy: str, name: str, rule: str, change: str, *values: str) -> kit.powershell.Row:
    said: dict[str, kit.powershell.Value] = {"Policy": policy, "Rule": WORD(rule), "Change": WORD(change), "Values": tuple(WORD(one) for one in values)}
    return kit.powershell.Row(name, said)


def _hours(job: kit.Job, policy: str) -> int:
    thresholds = job.study.engagement.thresholds
    return thresholds.activation_hours_max if policy in _strict(job) else thresholds.activation_hours_max_other


def _strict(job: kit.Job) -> set[str]:
    """Policies that guard a role of tier 0, or a group that holds one."""
    policies, strict = job.study.policies, set()
    tier0 = kit.tier0_roles()
    groups = {one.principal_id.lower() for one in job.study.holdings if one.role_id.lower() in tier0}
    for role_id in policies.role_ids:
        guard = policies.of_role(job.study.roles.get(role_id).thing) if role_id in tier0 else None
        strict |= {guard.row.id} if guard else set()
    for row in job.study.tenant.rows(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS):
        if (row.scope_type or "").lower() == "group" and (row.scope_id or "").lower() in groups:
            strict.add(row.policy_id)
    return strict


def _script(job: kit.Job, rows: list[kit.powershell.Row], what: str, before: str = "", more: tuple[str, ...] = ()) -> kit.Script | str:
    if not rows:
        return "The findings are not about a rule that a script could strengthen by itself; decide it in the portal."
    assigned = job.study.tenant.rows(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)
    of_groups = {one.policy_id: one.scope_id or "" for one in assigned if (one.scope_type or "").lower() == "group"}
    scopes = {f"RoleManagementPolicy.ReadWrite.{'AzureADGroup' if row.values['Policy'] in of_groups else 'Directory'}" for row in rows} | set(more)
    policies = len({row.values["Policy"] for row in rows})
    changes = f"In {policies} {'policy' if policies == 1 else 'policies'} of PIM it {what}. Nothing else in them changes."
    role = w.who_runs(job, (of_groups[key] for row in rows if (key := str(row.values["Policy"])) in of_groups))
    return job.script(before + _BODY, rows=rows, scopes=scopes, changes=changes, role=role)
