"""Scripts that take roles, memberships and ownerships away, or put eligible ones in their place first."""

from assessor import checkkit as kit

from . import _words as w

ROLE_SCOPES = ("RoleAssignmentSchedule.ReadWrite.Directory", "RoleEligibilitySchedule.ReadWrite.Directory", "RoleManagement.Read.Directory")
GROUP_SCOPES = ("PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", "GroupMember.Read.All")
OUTSIDE = {
    "role": ("RoleManagement.ReadWrite.Directory",),
    "member": ("GroupMember.ReadWrite.All", "RoleManagement.ReadWrite.Directory"),
    "owner": ("Group.ReadWrite.All", "RoleManagement.ReadWrite.Directory"),
}
"""To delete what PIM does not know; for a role-assignable group the second one besides."""
ENOUGH = 2
"""Emergency accounts without which nobody is taken out of tier 0."""

_READ = """
# ---- what is held today, in every form ----
function Find-Now($Row) {
    if ($Row.Family -eq 'role') {
        $Base = '/v1.0/roleManagement/directory/'
        $Of = '?$filter=principalId eq ''{0}'' and roleDefinitionId eq ''{1}''' -f $Row.Principal, $Row.Target
        @{
            Active   = @(Read-All ($Base + 'roleAssignmentSchedules' + $Of) | Where-Object { $_.directoryScopeId -eq $Row.Scope } |
                    Where-Object { $_.assignmentType -eq 'Assigned' -and $_.memberType -ne 'Group' })
            Eligible = @(Read-All ($Base + 'roleEligibilitySchedules' + $Of) | Where-Object { $_.directoryScopeId -eq $Row.Scope } |
                    Where-Object { $_.memberType -ne 'Group' })
            Outside  = @(Read-All ($Base + 'roleAssignments' + $Of) | Where-Object { $_.directoryScopeId -eq $Row.Scope })
        }
    }
    else {
        $Base = '/v1.0/identityGovernance/privilegedAccess/group/'
        $Of = '?$filter=groupId eq ''{0}'' and principalId eq ''{1}''' -f $Row.Target, $Row.Principal
        @{
            Active   = @(Read-All ($Base + 'assignmentSchedules' + $Of) | Where-Object { $_.accessId -eq $Row.Family -and $_.memberType -ne 'group' } |
                    Where-Object { $_.assignmentType -eq 'assigned' })
            Eligible = @(Read-All ($Base + 'eligibilitySchedules' + $Of) | Where-Object { $_.accessId -eq $Row.Family -and $_.memberType -ne 'group' })
            Outside  = @(Read-All ('/v1.0/groups/{0}/{1}s?$select=id' -f $Row.Target, $Row.Family) | Where-Object { $_.id -eq $Row.Principal })
        }
    }
}
"""
_REQUEST = """
# ---- requests to PIM ----
function Send-Request($Row, [string]$Kind, [string]$Action, [string]$Why) {
    # $Kind is Eligibility or Assignment
    $Body = @{ action = $Action; principalId = $Row.Principal; justification = $Why }
    if ($Row.Family -eq 'role') {
        $Body.roleDefinitionId = $Row.Target
        $Body.directoryScopeId = $Row.Scope
        $Uri = '/v1.0/roleManagement/directory/role{0}ScheduleRequests' -f $Kind
    }
    else {
        $Body.groupId = $Row.Target
        $Body.accessId = $Row.Family
        $Uri = '/v1.0/identityGovernance/privilegedAccess/group/{0}ScheduleRequests' -f $Kind.ToLower()
    }
    if ($Action -eq 'adminAssign') {
        # for a year; what is taken away needs no dates
        $Year = @{ type = 'afterDuration'; duration = 'P365D' }
        $Body.scheduleInfo = @{ startDateTime = (Get-Date).ToUniversalTime().ToString('o'); expiration = $Year }
    }
    Send-Change 'POST' $Uri $Body
}
"""
_GUARD = """
# ---- never the last way in ----
foreach ($Row in $Rows) {
    if ($BreakGlass -contains $Row.Principal) { throw 'An emergency account is in the list. Nothing was changed.' }
}
"""
_LAST = """
$Holders = @(Read-All '/v1.0/roleManagement/directory/roleAssignmentSchedules?$filter=roleDefinitionId eq ''62e90394-69f5-4237-9190-012177145e10''')
$Sure = @($Holders | Where-Object {
        $BreakGlass -contains $_.principalId -and $_.directoryScopeId -eq '/' -and
        $_.assignmentType -eq 'Assigned' -and $_.scheduleInfo.expiration.type -eq 'noExpiration'
    } | ForEach-Object { $_.principalId } | Select-Object -Unique)
$Sure = @($Sure | Where-Object { (Invoke-MgGraphRequest -Method GET -Uri ('/v1.0/users/{0}?$select=accountEnabled' -f $_)).accountEnabled })
Write-Host ('{0} enabled emergency accounts hold Global Administrator for good.' -f $Sure.Count)
if ($Sure.Count -lt 2) { throw 'Fewer than two. Set them up and try them first. Nothing was changed.' }
"""
_TAKE = """
# ---- one after the other ----
foreach ($Row in $Rows) {
    $Now = Find-Now $Row
    Write-Host ('{0} of {1} for {2}: active {3}, eligible {4}, in the flat list {5}' -f
        $Row.Family, $Row.Target, $Row.Principal, $Now.Active.Count, $Now.Eligible.Count, $Now.Outside.Count)
    if ($Row.Replace -and -not $Now.Eligible.Count) {
        Send-Request $Row 'Eligibility' 'adminAssign' 'Eligible instead of standing'
        if (-not $WhatIf) {
            $Now = Find-Now $Row
            if (-not $Now.Eligible.Count) {
                Write-Warning 'The eligible assignment is not there yet. Nothing is taken away: run again in ten minutes.'
                continue
            }
        }
    }
    if ($Row.Keep) { Write-Warning 'The standing one stays until there are two emergency accounts.'; continue }
    if ($Row.Outside -and $Now.Outside.Count) {
        if ($Row.Family -eq 'role') {
            foreach ($One in $Now.Outside) { Send-Change 'DELETE' ('/v1.0/roleManagement/directory/roleAssignments/{0}' -f $One.id) }
        }
        else { Send-Change 'DELETE' ('/v1.0/groups/{0}/{1}s/{2}/$ref' -f $Row.Target, $Row.Family, $Row.Principal) }
    }
    elseif ($Now.Active.Count) { Send-Request $Row 'Assignment' 'adminRemove' 'Taken away after the assessment' }
    if (-not $Row.Replace -and $Now.Eligible.Count) { Send-Request $Row 'Eligibility' 'adminRemove' 'Taken away after the assessment' }
}
"""


def take_away(job: kit.Job) -> kit.Script | str:
    """Takes it away in every form in which it is held, also where PIM knows nothing of it."""
    return _written(job, replace=False)


def make_eligible(job: kit.Job) -> kit.Script | str:
    """An eligible assignment first, seen to be there, and only then the standing one goes. Disabled accounts and guests get none."""
    return _written(job, replace=True)


def _written(job: kit.Job, *, replace: bool) -> kit.Script | str:
    if job.study.tenant.is_without_pim:
        return "The tenant has no licence for PIM, whose interface the script would use, and nobody can be made eligible: remove by hand what is not needed."
    held = [one for one in job.removals if one.family in ("role", "member", "owner")]
    guarded = {one.key for one in held if one.family != "owner" and job.opens_tier0(one)}
    safe = len(job.break_glass) >= ENOUGH
    kept = {one.key for one in held if one.key in guarded and not safe}
    rows = [one for one in held if one.key not in kept or (replace and job.can_be_eligible(one.source))]
    if not rows:
        return _too_few(job) if held else "What these findings are about is not held in a way that a script could find again; take it away by hand."
    return job.script(
        _READ + _REQUEST + _GUARD + (_LAST if safe and any(one.key in guarded for one in rows) else "") + _TAKE,
        rows=[_row(job, one, replace=replace, keep=one.key in kept) for one in rows],
        scopes=_scopes(job, rows, kept, guarded=bool(guarded) and safe),
        changes=_changes(len(rows), replace=replace),
        role=w.who_runs(job, (one.target.id for one in rows if one.family != "role")),
        left_out=f"{_removals(len(kept))} out of tier 0. {_too_few(job)}" if kept else "",
    )


def _row(job: kit.Job, one: kit.Removal, *, replace: bool, keep: bool) -> kit.powershell.Row:
    says = f"{one.source.label} - {one.target.label}"
    values: dict[str, kit.powershell.Value] = {
        "Family": kit.powershell.Word(one.family),
        "Principal": one.source.id,
        "Target": one.target.id,
        "Scope": one.scope,
    }
    return kit.powershell.Row(says, {**values, "Replace": replace and job.can_be_eligible(one.source), "Outside": _is_outside(job, one), "Keep": keep})


def _is_outside(job: kit.Job, one: kit.Removal) -> bool:
    """Whether PIM does not know of it (or of whom it is given to), so that it is deleted where it stands."""
    if one.source.kind is kit.Kind.UNKNOWN:
        return True
    study, who, what = job.study, one.source.id.lower(), one.target.id.lower()
    if one.family == "role":
        return any(held.outside_pim for held in study.holdings if (held.principal_id, held.role_id.lower(), held.scope) == (who, what, one.scope))
    access: kit.Access = "owner" if one.family == "owner" else "member"
    found = [held for held in study.memberships.of(what, access) if held.principal_id == who]
    return what not in study.memberships.in_pim or any(held.outside_pim for held in found)


def _scopes(job: kit.Job, rows: list[kit.Removal], kept: set[tuple[str, ...]], *, guarded: bool) -> set[str]:
    """The least that do: to delete what PIM does not know takes more, and is asked for only where there is such a row."""
    taken = [one for one in rows if one.key not in kept]
    needed = {scope for one in taken if _is_outside(job, one) for scope in OUTSIDE[one.family]}
    needed |= set(ROLE_SCOPES) if guarded or any(one.family == "role" for one in rows) else set()
    needed |= set(GROUP_SCOPES) if any(one.family != "role" for one in rows) else set()
    needed |= {"User.Read.All"} if guarded else set()
    return {one for one in needed if one.replace(".Read.", ".ReadWrite.") == one or one.replace(".Read.", ".ReadWrite.") not in needed}


def _changes(number: int, *, replace: bool) -> str:
    what = "1 holding" if number == 1 else f"{number} holdings"
    return f"Makes {what} eligible for a year, and then takes the standing ones away, as far as it is safe." if replace else f"Takes {what} away."


def _removals(number: int) -> str:
    return "1 removal that leads" if number == 1 else f"{number} removals that lead"


def _too_few(job: kit.Job) -> str:
    number = {0: "No emergency account is", 1: "Only one emergency account is"}.get(len(job.break_glass), "")
    return f"{number} declared in the engagement file and found in the tenant: no script takes anybody out of tier 0 before there are two (BGA-001)."
