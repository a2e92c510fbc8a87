"""Scripts for applications, administrative units, authentication contexts and the tenant's own settings."""

from assessor import checkkit as kit

WORD = kit.powershell.Word
GRAPH_ROLE = "Application Administrator or Cloud Application Administrator"

_PERMISSIONS = """
# Before you set $WhatIf to $false: the owner of each application has agreed, and knows which of its calls will fail. The way back is printed for each.
foreach ($Row in $Rows) {
    $Granted = @(Read-All ('/v1.0/servicePrincipals/{0}/appRoleAssignments' -f $Row.Application) | Where-Object { $_.appRoleId -eq $Row.Permission })
    Write-Host ('NOW     {0} holds {1} {2} time(s)' -f $Row.Application, $Row.Permission, $Granted.Count)
    foreach ($One in $Granted) {
        $Back = @{ principalId = $One.principalId; resourceId = $One.resourceId; appRoleId = $One.appRoleId }
        Write-Host ('BACK    POST /v1.0/servicePrincipals/{0}/appRoleAssignments {1}' -f $Row.Application, ($Back | ConvertTo-Json -Compress))
        Send-Change 'DELETE' ('/v1.0/servicePrincipals/{0}/appRoleAssignments/{1}' -f $Row.Application, $One.id)
    }
}
"""
_SECRETS = """
foreach ($Row in $Rows) {
    $App = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/applications/{0}?$select=id,passwordCredentials' -f $Row.Application)
    $Key = $App.passwordCredentials | Where-Object { $_.keyId -eq $Row.Key }
    if (-not $Key) { Write-Host 'NOW     the secret is gone already'; continue }
    Write-Host ('NOW     secret {0} ends {1}' -f $Row.Key, $Key.endDateTime)
    # a secret that still works is left alone: something signs in with it
    if ([datetime]$Key.endDateTime -ge (Get-Date)) { Write-Warning 'This secret has not expired; left alone.'; continue }
    Send-Change 'POST' ('/v1.0/applications/{0}/removePassword' -f $Row.Application) @{ keyId = $Row.Key }
}
"""
_OWNERS = """
foreach ($Row in $Rows) {
    if ($BreakGlass -contains $Row.Owner) { throw 'An emergency account is in the list. Nothing was changed.' }
    $Service = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/servicePrincipals/{0}?$select=id,appId' -f $Row.Application)
    $Places = @('/v1.0/servicePrincipals/{0}' -f $Row.Application)
    $Registered = @(Read-All ('/v1.0/applications?$filter=appId eq ''{0}''&$select=id' -f $Service.appId))
    if ($Registered.Count) { $Places += '/v1.0/applications/{0}' -f $Registered[0].id }
    foreach ($Place in $Places) {
        $Owns = @(Read-All ($Place + '/owners?$select=id') | Where-Object { $_.id -eq $Row.Owner })
        Write-Host ('NOW     {0} is owned by {1}: {2}' -f $Place, $Row.Owner, [bool]$Owns.Count)
        if ($Owns.Count) { Send-Change 'DELETE' ($Place + '/owners/{0}/$ref' -f $Row.Owner) }
    }
}
"""
_RESUME = """
foreach ($Row in $Rows) {
    $Unit = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/directory/administrativeUnits/{0}' -f $Row.Unit)
    Write-Host ('NOW     {0}: {1}' -f $Unit.membershipRuleProcessingState, $Unit.membershipRule)
    if ($Unit.membershipRule -and $Unit.membershipRuleProcessingState -ne 'On') {
        Send-Change 'PATCH' ('/v1.0/directory/administrativeUnits/{0}' -f $Row.Unit) @{ membershipRuleProcessingState = 'On' }
    }
}
"""
_OUT = """
foreach ($Row in $Rows) {
    $Inside = @(Read-All ('/v1.0/directory/administrativeUnits/{0}/members?$select=id' -f $Row.Unit) | Where-Object { $_.id -eq $Row.Member })
    Write-Host ('NOW     {0} lies in {1}: {2}' -f $Row.Member, $Row.Unit, [bool]$Inside.Count)
    if ($BreakGlass -contains $Row.Member) { throw 'An emergency account is in the list. Nothing was changed.' }
    $Unit = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/directory/administrativeUnits/{0}?$select=id,membershipType' -f $Row.Unit)
    if ($Unit.membershipType -eq 'Dynamic') { Write-Warning 'This unit fills itself: change its rule instead.'; continue }
    if ($Inside.Count) { Send-Change 'DELETE' ('/v1.0/directory/administrativeUnits/{0}/members/{1}/$ref' -f $Row.Unit, $Row.Member) }
}
"""
_IN = """
# The object id of a restricted management unit that has administrators of its own. Create it in the portal: the switch cannot be set later.
$Unit = {unit}
if (-not $Unit) {
    Read-All '/v1.0/directory/administrativeUnits?$select=id,displayName,isMemberManagementRestricted' | Where-Object { $_.isMemberManagementRestricted } |
        ForEach-Object { Write-Host ('NOW     {0}  {1}' -f $_.id, ($_.displayName -replace '[^ -~]', '?')) }
    throw 'Name the restricted unit first. Nothing was changed.'
}
$Read = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/directory/administrativeUnits/{0}?$select=id,displayName,isMemberManagementRestricted' -f $Unit)
if (-not $Read.isMemberManagementRestricted) { throw 'This unit does not restrict the management of its members. Nothing was changed.' }
$Administrators = @(Read-All ('/v1.0/directory/administrativeUnits/{0}/scopedRoleMembers' -f $Unit))
Write-Host ('NOW     {0} has {1} administrators of its own' -f $Unit, $Administrators.Count)
if (-not $Administrators.Count) { throw 'The unit has no administrator: what lies in it could not be changed by anybody. Nothing was changed.' }
$Members = @(Read-All ('/v1.0/directory/administrativeUnits/{0}/members?$select=id' -f $Unit) | ForEach-Object { $_.id })
foreach ($Row in $Rows) {
    if ($Members -contains $Row.Group) { Write-Host ('NOW     {0} is in it already' -f $Row.Group); continue }
    $Group = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/groups/{0}?$select=id,isAssignableToRole,securityEnabled,mailEnabled' -f $Row.Group)
    if ($Group.isAssignableToRole -or $Group.mailEnabled -or -not $Group.securityEnabled) {
        Write-Warning ('{0} is not a plain security group; left alone.' -f $Row.Group)
        continue
    }
    $Reference = 'https://{0}/v1.0/groups/{1}' -f ([uri](Get-MgEnvironment -Name (Get-MgContext).Environment).GraphEndpoint).Host, $Row.Group
    Send-Change 'POST' ('/v1.0/directory/administrativeUnits/{0}/members/$ref' -f $Unit) @{ '@odata.id' = $Reference }
}
"""
_PUBLISH = """
foreach ($Row in $Rows) {
    $Context = Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/identity/conditionalAccess/authenticationContextClassReferences/{0}' -f $Row.Context)
    Write-Host ('NOW     {0} is published: {1}' -f $Row.Context, $Context.isAvailable)
    if (-not $Context.isAvailable) {
        Send-Change 'PATCH' ('/v1.0/identity/conditionalAccess/authenticationContextClassReferences/{0}' -f $Row.Context) @{ isAvailable = $true }
    }
}
"""
_SETTINGS = """
$Now = Invoke-MgGraphRequest -Method GET -Uri '/v1.0/policies/authorizationPolicy'
Write-Host ($Now | ConvertTo-Json -Depth 6)
{body}
Send-Change 'PATCH' '/v1.0/policies/authorizationPolicy' $Change
"""
_CONSENT = """# Only what users may consent to for themselves is changed; what owners of resources may do is kept as it is.
$Kept = @($Now.defaultUserRolePermissions.permissionGrantPoliciesAssigned | Where-Object { $_ -notlike 'ManagePermissionGrantsForSelf.*' })
$Change = @{ defaultUserRolePermissions = @{ permissionGrantPoliciesAssigned = @($Kept + 'ManagePermissionGrantsForSelf.microsoft-user-default-low') } }"""
_MEMBERS_MAY = ("allowedToCreateApps", "allowedToCreateSecurityGroups", "allowedToCreateTenants")


def revoke_permissions(job: kit.Job) -> kit.Script | str:
    """Application permissions that the findings name, with the way back printed."""
    grants = {row.id: row for row in job.study.tenant.rows(kit.collection.APP_ROLE_ASSIGNMENTS)}
    named = [(finding, grants[row.id]) for finding in job.findings for row in finding.evidence if row.id in grants]
    rows = [
        kit.powershell.Row(f"{one.subject.label} - {one.distinct}", {"Application": one.subject.id, "Permission": str(grant.app_role_id)})
        for one, grant in named
    ]
    if not rows:
        return "The findings are not about a permission that was granted to an application."
    return job.script(_PERMISSIONS, rows=rows, scopes=("Application.Read.All", "AppRoleAssignment.ReadWrite.All"), changes=_revoked(len(rows)))


def remove_expired_secrets(job: kit.Job) -> kit.Script | str:
    """Client secrets that do not work any more; those that do are a person's business."""
    rows, left = [], 0
    for finding in job.findings:
        place, _, key = finding.distinct.partition(":")
        if place == "applications" and _expired(job, key):
            rows += [kit.powershell.Row(finding.subject.label, {"Application": row.id, "Key": key}) for row in finding.evidence if row.id][:1]
        else:
            left += 1
    if not rows:
        return "Every secret that was found still works, or lies where a script must not look for it: give the application another way to sign in first."
    says = f"Secrets that still work: {left}. Give the application another way to sign in first." if left else ""
    return job.script(
        _SECRETS, rows=rows, scopes=("Application.ReadWrite.All",), changes="Removes client secrets that have expired.", left_out=says, role=GRAPH_ROLE
    )


def remove_application_owners(job: kit.Job) -> kit.Script | str:
    """Owners of the registration and of the enterprise application."""
    rows = [kit.powershell.Row(f"{one.subject.label}", {"Owner": one.subject.id, "Application": one.distinct}) for one in job.findings]
    changes = "Takes the ownership of privileged applications away."
    return job.script(_OWNERS, rows=rows, scopes=("Application.ReadWrite.All",), changes=changes, role=GRAPH_ROLE)


def resume_rules(job: kit.Job) -> kit.Script | str:
    """Membership rules that are paused; a unit that is filled by hand needs somebody who writes a rule."""
    paused = [one for one in job.findings if _is_paused(job, one.subject.id)]
    rows = [kit.powershell.Row(one.subject.label, {"Unit": one.subject.id}) for one in paused]
    if not rows:
        return "No rule is paused: what is missing is a rule, and only somebody who knows the attributes can write it."
    left = f"{len(job.findings) - len(rows)} units need a rule or members, not a switch." if len(job.findings) > len(rows) else ""
    return job.script(_RESUME, rows=rows, scopes=("AdministrativeUnit.ReadWrite.All",), changes="Resumes membership rules that are paused.", left_out=left)


def out_of_units(job: kit.Job) -> kit.Script | str:
    """What does not belong into a unit."""
    listed = [(one.subject.label, row.id) for one in job.findings for row in one.evidence if row.id and row.collection == "administrativeUnitMembers"]
    pairs = [(label, *row.partition("/")[::2]) for label, row in listed]
    rows = [kit.powershell.Row(label, {"Unit": unit, "Member": member}) for label, unit, member in pairs]
    if not rows:
        return "The snapshot does not say in which unit these objects lie."
    return job.script(_OUT, rows=rows, scopes=("AdministrativeUnit.ReadWrite.All",), changes="Takes objects out of administrative units.")


def into_a_restricted_unit(job: kit.Job) -> kit.Script | str:
    """Groups into a restricted unit that somebody names; accounts, and above all emergency accounts, are left to a person."""
    groups = [one for one in job.findings if one.subject.kind is kit.Kind.GROUP and one.subject.id.lower() not in job.study.memberships.in_pim]
    rows = [kit.powershell.Row(one.subject.label, {"Group": one.subject.id}) for one in groups]
    if not rows:
        return (
            "No group is concerned that could go there: PIM cannot manage one in such a unit, and accounts go there by hand, since an administrator who is "
            "wrong there locks people out."
        )
    left = len(job.findings) - len(rows)
    says = f"Objects: {left}. An account is put there by hand, with care; a group that PIM manages stays out." if left else ""
    scopes = ("AdministrativeUnit.ReadWrite.All", "GroupMember.Read.All", "RoleManagement.Read.Directory")
    body = _IN.replace("{unit}", _only_restricted_unit(job))
    return job.script(body, rows=rows, scopes=scopes, changes="Adds security groups to a restricted management unit.", left_out=says)


def _only_restricted_unit(job: kit.Job) -> str:
    """The one that the tenant has, or nothing where somebody has to choose."""
    found = [key for key, unit in job.study.tenant.units.items() if kit.known(unit.is_member_management_restricted, False) is True]
    return kit.powershell.quoted(found[0]) if len(found) == 1 and kit.powershell.is_guid(found[0]) else "''"


def publish_contexts(job: kit.Job) -> kit.Script | str:
    """Contexts that are in use and not published."""
    rows_of = {row.id: row for row in job.study.tenant.rows(kit.collection.AUTHENTICATION_CONTEXTS)}
    hidden = [one.subject for one in job.findings if one.subject.id in rows_of and rows_of[one.subject.id].is_available is False]
    rows = [kit.powershell.Row(one.label, {"Context": one.id}) for one in hidden]
    if not rows:
        return "No context that is in use is unpublished; whether an unused one is still wanted is for a person to say."
    role = "Conditional Access Administrator"
    return job.script(
        _PUBLISH, rows=rows, scopes=("AuthenticationContext.ReadWrite.All",), changes="Publishes authentication contexts that are in use.", role=role
    )


def members_create_little(job: kit.Job) -> kit.Script | str:
    """Only the switches that the findings are about."""
    wanted = [one.distinct for one in job.findings if one.distinct in _MEMBERS_MAY]
    switches = "; ".join(f"{name} = $false" for name in wanted)
    return _settings(job, f"$Change = @{{ defaultUserRolePermissions = @{{ {switches} }} }}" if wanted else "", "Switches off what every user may create.")


def guests_see_little(job: kit.Job) -> kit.Script | str:
    """Guests as the most restricted kind, invitations by administrators and guest inviters only."""
    said = {one.distinct for one in job.findings}
    parts = [
        "guestUserRoleId = '2af84b1e-32c8-42b7-82bc-daa82404023b'" if "sees" in said else "",
        "allowInvitesFrom = 'adminsAndGuestInviters'" if "invites" in said else "",
    ]
    change = "; ".join(part for part in parts if part)
    return _settings(job, f"$Change = @{{ {change} }}" if change else "", "Restricts what guests see and who invites them.")


def consent_to_little(job: kit.Job) -> kit.Script | str:
    """Consent of users limited to verified publishers and permissions of low impact."""
    consent = [one for one in job.findings if one.distinct != "workflow"]
    left = "The requests for consent are switched on in the portal, since only a person can name the reviewers." if len(consent) < len(job.findings) else ""
    return _settings(job, _CONSENT if consent else "", "Limits what users may consent to for themselves.", left)


def _settings(job: kit.Job, body: str, changes: str, left_out: str = "") -> kit.Script | str:
    if not body:
        return left_out or "The findings are not about a switch that a script could set."
    scopes = ("Policy.ReadWrite.Authorization",)
    return job.script(_SETTINGS.replace("{body}", body), scopes=scopes, changes=changes, left_out=left_out, role="Privileged Role Administrator")


def _revoked(number: int) -> str:
    return "Revokes 1 permission of an application." if number == 1 else f"Revokes {number} permissions of applications."


def _expired(job: kit.Job, key: str) -> bool:
    secrets = (one for app in job.study.tenant.rows(kit.collection.APPLICATIONS) for one in kit.known(app.password_credentials, []) or [])
    return any(one.key_id == key and one.end_date_time and one.end_date_time < job.study.tenant.taken_at for one in secrets)


def _is_paused(job: kit.Job, unit_id: str) -> bool:
    unit = job.study.tenant.units.get(unit_id.lower())
    return bool(unit and (kit.known(unit.membership_rule_processing_state, "") or "").lower() == "paused")
