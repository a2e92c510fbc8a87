"""Scripts that create policies of Conditional Access, always in report-only: nobody is asked or stopped before somebody has looked and switched them on."""

from collections.abc import Callable, Iterable

from assessor import checkkit as kit

SCOPES = ("Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All")
MOST_PEOPLE = 50
"""People whom a script names; more than these belong in a group."""
ALL, PRIVILEGED, ROLE = "All", "Privileged", "Role"
"""Whom a policy is for: everybody, everybody with or on the way to a privileged role, holders of Global Administrator."""
PHISHING_RESISTANT = "@{ operator = 'OR'; authenticationStrength = @{ id = '00000000-0000-0000-0000-000000000004' } }"
MFA = "@{ operator = 'OR'; builtInControls = @('mfa') }"
BLOCK = "@{ operator = 'OR'; builtInControls = @('block') }"
MANAGED = "@{ operator = 'OR'; builtInControls = @('compliantDevice', 'domainJoinedDevice') }"
EVERYTHING = "@{ includeApplications = @('All') }"
PORTALS = "@{ includeApplications = @('MicrosoftAdminPortals', '797f4846-ba00-4fd7-ba43-dac1f8f63013') }"

_PEOPLE = """
# Everybody who held, or could activate, a privileged role in the snapshot, emergency accounts left out. Better: put these people into one
# role-assignable group, keep it up, and name the group here; the ids below are then not used.
$Group = ''
{people}
"""
_NOT_SYNCHRONISATION = """
# Accounts of directory synchronisation cannot do this: see that nobody else holds their role (ROLE-013).
$Users.excludeRoles = @('d29b2b05-8046-44ba-8758-1e26182fcf32')
"""
_USERS = {
    ALL: "$Users = @{ includeUsers = @('All'); excludeUsers = @($BreakGlass) }",
    PRIVILEGED: """if ($Group) { $Users = @{ includeGroups = @($Group); excludeUsers = @($BreakGlass) } }
elseif ($People.Count) { $Users = @{ includeUsers = @($People); excludeUsers = @($BreakGlass) } }
else { throw 'Name the group of privileged people first. Nothing was changed.' }""",
    ROLE: "$Users = @{ includeRoles = @('62e90394-69f5-4237-9190-012177145e10'); excludeUsers = @($BreakGlass) }",
}
_CREATE = """
if (-not $BreakGlass.Count) { throw 'No emergency account to leave out. Nothing was changed.' }
$There = @(Read-All '/v1.0/identity/conditionalAccess/policies?$select=id,displayName,state,conditions')
$There | ForEach-Object { Write-Host ('NOW     {0}  {1}' -f $_.state, ($_.displayName -replace '[^ -~]', '?')) }
"""
_CHOOSE = """
# The authentication context that PIM asks for on the ways to Global Administrator{found}.
$Context = {context}
if ($Context -notmatch '^c[1-9][0-9]?$') {{
    Read-All '/v1.0/identity/conditionalAccess/authenticationContextClassReferences' |
        ForEach-Object {{ Write-Host ('NOW     {{0}}  {{1}}  published: {{2}}' -f $_.id, ($_.displayName -replace '[^ -~]', '?'), $_.isAvailable) }}
    throw 'Choose one of these contexts first. Nothing was changed.'
}}
$Asked = {asked}
if ($Asked -contains $Context) {{ Confirm-Named $Context }}
"""
_NAME = """
# The authentication contexts that PIM asks for, that a policy names, and that nothing enforces.
$Contexts = {contexts}
foreach ($One in $Contexts) {{ Confirm-Named $One }}
"""
_NAMED = """
# Where no policy names the context that PIM asks for, PIM falls back to MFA. A policy that only reports would end that, and then nothing is asked.
function Confirm-Named([string]$Context) {
    $Naming = @($There | Where-Object { $_.conditions.applications.includeAuthenticationContextClassReferences -contains $Context })
    if (-not $Naming.Count) { throw ('No policy names {0}: ask for MFA in PIM first, and build the policy by hand. Nothing was changed.' -f $Context) }
}
"""
_ONE = """
$Policy = @{{
    displayName = '{name}'
    state = 'enabledForReportingButNotEnforced'
    conditions = @{{
        users = $Users
        applications = {applications}
        clientAppTypes = @({clients}){conditions}
    }}{grant}{session}
}}
if ($There | Where-Object {{ $_.displayName -eq $Policy.displayName }}) {{ Write-Warning 'A policy of this name is there already; left alone.' }}
else {{ Send-Change 'POST' '/v1.0/identity/conditionalAccess/policies' $Policy }}
"""
_LATER = """
# The policy only reports. Look at Conditional Access > Insights and reporting for a week, try the emergency accounts, then switch it on in the portal.
"""


def policy(
    name: str, whom: str, *, grant: str = "", applications: str = EVERYTHING, clients: tuple[str, ...] = ("all",), conditions: str = "", session: str = ""
) -> Callable[[kit.Job], kit.Script | str]:
    """A writer of one policy; all texts are ours, what the tenant brings are ids."""
    return policies(whom, [one(name, grant=grant, applications=applications, clients=clients, conditions=conditions, session=session)])


def one(name: str, *, grant: str = "", applications: str = EVERYTHING, clients: tuple[str, ...] = ("all",), conditions: str = "", session: str = "") -> str:
    """The part that creates one policy."""
    return _ONE.format(
        name=f"Assessor: {name}",
        applications=applications,
        clients=", ".join(f"'{each}'" for each in clients),
        conditions=f"\n        {conditions}" if conditions else "",
        grant=f"\n    grantControls = {grant}" if grant else "",
        session=f"\n    sessionControls = {session}" if session else "",
    )


def policies(
    whom: str,
    parts: Iterable[str],
    before: Callable[[kit.Job], str] | None = None,
    unless: Callable[[kit.Job], tuple[str, str]] = lambda _: ("", ""),
) -> Callable[[kit.Job], kit.Script | str]:
    """A writer of several policies for the same people; `before` writes what has to be chosen first, `unless` says (why there is none, what is left out)."""
    created = list(parts)
    asks = any(control in part for part in created for control in (PHISHING_RESISTANT, MFA, MANAGED, "signInFrequency"))

    def write(job: kit.Job) -> kit.Script | str:
        if not any(kit.powershell.is_guid(one) for one, _ in job.break_glass):
            return "No emergency account is declared and found in the tenant: no policy is written without one to leave out (BGA-001)."
        reason, left_out = unless(job)
        if reason:
            return reason
        people = [_people(job) if whom == PRIVILEGED else "", _USERS[whom], _NOT_SYNCHRONISATION if asks else ""]
        body = [*people, _CREATE, before(job) if before else "", *created, _LATER]
        number = "one policy" if len(created) == 1 else f"{len(created)} policies"
        changes = f"Creates {number} of Conditional Access in report-only, the emergency accounts left out."
        text = "\n".join(part.strip("\n") for part in body if part)
        return job.script(text, scopes=SCOPES, changes=changes, left_out=left_out, role="Conditional Access Administrator")

    return write


def _people(job: kit.Job) -> str:
    who, _ = job.study.privileged
    users = job.study.tenant.users
    ids = [(one.id, users[one.id.lower()].user_principal_name or one.id) for one in who if one.id and one.id.lower() in users]
    fit = [(one, str(kit.known(name, one))) for one, name in ids if kit.powershell.is_guid(one)]
    return _PEOPLE.format(people=kit.powershell.listed("People", fit if len(fit) <= MOST_PEOPLE else []))


def on_context(context: str) -> str:
    """The resources of a policy on an authentication context."""
    return f"@{{ includeAuthenticationContextClassReferences = @({context}) }}"


def contexts(job: kit.Job) -> tuple[str, ...]:
    """Authentication contexts that the findings are about, or that the policies of PIM in them ask for."""
    rows = {row.id: row for row in job.study.tenant.rows(kit.collection.ROLE_MANAGEMENT_POLICIES)}
    found = {one.subject.id for one in job.findings if one.subject.kind is kit.Kind.AUTHENTICATION_CONTEXT}
    for finding in job.findings:
        row = rows.get(finding.subject.id)
        for rule in kit.known(row.rules, []) if row else []:
            found |= {rule.claim_value} if rule.is_enabled and rule.claim_value else set()
    return tuple(sorted(one for one in found if one and kit.powershell.is_context(one)))


def contexts_of_global_administrator(job: kit.Job) -> tuple[str, ...]:
    """Contexts that PIM asks for on the ways to Global Administrator: of the role, and of groups that hold it."""
    study = job.study
    own = study.policies.of_role(study.roles.get(kit.GLOBAL_ADMINISTRATOR).thing)
    held = [one.principal_id for one in study.holdings if one.role_id.lower() == kit.GLOBAL_ADMINISTRATOR]
    groups = [study.policies.of_group(study.tenant.principal(one), "member") for one in held if one in study.tenant.groups]
    asked = {one.context for one in (own, *groups) if one}
    return tuple(sorted(one for one in asked if one and kit.powershell.is_context(one)))


def choose_context(job: kit.Job) -> str:
    """The one context that the ways have, or an open question."""
    found = contexts_of_global_administrator(job)
    says = "" if len(found) == 1 else f": {' or '.join(found)}; choose" if found else ": none yet; choose one that is published and used for nothing else"
    chosen = kit.powershell.quoted(found[0]) if len(found) == 1 else "''"
    return _NAMED + _CHOOSE.format(found=says, context=chosen, asked=kit.powershell.quoted(found))


def name_contexts(job: kit.Job) -> str:
    """The contexts of the findings that a policy names."""
    return _NAMED + _NAME.format(contexts=kit.powershell.quoted(tuple(one for one in contexts(job) if _is_named(job, one))))


def no_named_context(job: kit.Job) -> tuple[str, str]:
    """For the contexts of the findings: why there is no script, and which of them are left out."""
    return _unnamed(job, contexts(job))


def no_named_context_of_global_administrator(job: kit.Job) -> tuple[str, str]:
    """The same for the ways to Global Administrator; where PIM asks for no context yet, one is chosen, and no fallback is lost."""
    return _unnamed(job, contexts_of_global_administrator(job)) if contexts_of_global_administrator(job) else ("", "")


def _unnamed(job: kit.Job, wanted: tuple[str, ...]) -> tuple[str, str]:
    lost = [one for one in wanted if not _is_named(job, one)]
    if len(lost) == len(wanted):
        return (
            "No policy names the authentication context, so PIM falls back to MFA. A policy in report-only would end that, and nothing would be asked: "
            "ask for MFA in PIM first, and build and try the policy by hand.",
            "",
        )
    return "", f"{', '.join(lost)}: no policy names it, PIM falls back to MFA there, and a policy in report-only would end that." if lost else ""


def _is_named(job: kit.Job, context: str) -> bool:
    """Whether any policy names it, on or off."""
    return job.study.activations.names(context)
