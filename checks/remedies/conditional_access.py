"""Conditional Access and protected actions."""

from assessor import checkkit as kit

from . import _access as access
from . import _objects as objects
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE
_AFTER = ("BGA-001", "BGA-002")
_ON = (w.REPORT_ONLY, w.SECOND_WINDOW)
_GROUP = f"{w.GROUPS}: one role-assignable group of everybody who has or can activate a privileged role. A policy on roles does not see who is only eligible."
_RISK = "@{ operator = 'OR'; builtInControls = @('mfa') }"

CAP_001 = kit.Remedy(
    check="CAP-001",
    portal=(
        _GROUP,
        f"{w.POLICIES} > New policy: that group, emergency accounts excluded; all resources; Grant: Require authentication strength, Phishing-resistant MFA.",
    ),
    effort=MEDIUM,
    takes="2 hours and two weeks of report-only; every administrator has keys first",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-003", "ROLE-014"),
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Privileged people, phishing-resistant MFA", access.PRIVILEGED, grant=access.PHISHING_RESISTANT),
)
CAP_002 = kit.Remedy(
    check="CAP-002",
    portal=(
        f"{w.ENTRA} > Entra ID > Monitoring & health > Sign-in logs, filter Client app: who still comes that way?",
        f"{w.POLICIES} > New policy: all users, emergency accounts excluded; all resources; Client apps: Exchange ActiveSync clients, Other clients; Block "
        "access.",
    ),
    effort=SMALL,
    takes="2 hours and a week of report-only; owners of old devices and scanners agree",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Block legacy authentication", access.ALL, grant=access.BLOCK, clients=("exchangeActiveSync", "other")),
)
CAP_003 = kit.Remedy(
    check="CAP-003",
    portal=(
        f"{w.POLICIES} > New policy: all users (at least the privileged), emergency accounts excluded; all resources; "
        "Conditions > Authentication flows: Device code flow, Authentication transfer; Block access.",
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; owners of meeting-room devices and scripts agree",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy(
        "Block device code and transfer",
        access.PRIVILEGED,
        grant=access.BLOCK,
        conditions="authenticationFlows = @{ transferMethods = 'deviceCodeFlow,authenticationTransfer' }",
    ),
)
CAP_004 = kit.Remedy(
    check="CAP-004",
    portal=(
        _GROUP,
        f"{w.POLICIES} > New policy: that group, emergency accounts excluded; all resources; Device platforms: include any device, "
        "exclude Android, iOS, Windows, macOS, Linux; Block access.",
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; nobody else",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy(
        "Privileged people, no unknown platforms",
        access.PRIVILEGED,
        grant=access.BLOCK,
        conditions="platforms = @{ includePlatforms = @('all'); excludePlatforms = @('android', 'iOS', 'windows', 'macOS', 'linux') }",
    ),
)
CAP_005 = kit.Remedy(
    check="CAP-005",
    portal=(_GROUP, f"{w.POLICIES} > New policy: that group; all resources; Session: Sign-in frequency 4 hours, Persistent browser session never."),
    effort=SMALL,
    takes="1 hour and a week of report-only; the administrators are told",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy(
        "Privileged people sign in anew",
        access.PRIVILEGED,
        session="@{ signInFrequency = @{ isEnabled = $true; type = 'hours'; value = 4; authenticationType = 'primaryAndSecondaryAuthentication'; "
        "frequencyInterval = 'timeBased' }; persistentBrowser = @{ isEnabled = $true; mode = 'never' } }",
    ),
)
CAP_006 = kit.Remedy(
    check="CAP-006",
    portal=(
        "Every administrator gets a managed device first: compliant in Intune, or hybrid joined.",
        _GROUP,
        f"{w.POLICIES} > New policy: that group, emergency accounts excluded; all resources; Grant: compliant device or hybrid joined device, one of them.",
    ),
    effort=LARGE,
    takes="a device for each administrator, and weeks of report-only; the head of IT pays and agrees",
    owner=w.DEVICES,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Privileged people, managed devices", access.PRIVILEGED, grant=access.MANAGED),
)
CAP_007 = kit.Remedy(
    check="CAP-007",
    portal=(
        _GROUP,
        f"{w.POLICIES} > New policy: that group, emergency accounts excluded; all resources, all clients, all places; Grant: Require multifactor "
        "authentication.",
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; the administrators are told",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Privileged people, MFA everywhere", access.PRIVILEGED, grant=access.MFA),
)
CAP_008 = kit.Remedy(
    check="CAP-008",
    portal=(
        f"{w.POLICIES} > each policy > Users > Exclude: nobody but the emergency accounts; who had trouble gets help instead.",
        "Where an exclusion has to stay: a second policy that asks the same of these people in another way, and an end date in the engagement file.",
    ),
    effort=MEDIUM,
    takes="30 minutes a person; each of them agrees",
    owner=w.IDENTITY,
    after=_AFTER,
    undo="Exclude the person again.",
    no_script="Why somebody was excluded only a person knows; taking it away can lock them out.",
)
CAP_009 = kit.Remedy(
    check="CAP-009",
    portal=(
        f"{w.POLICIES}: switch on what was only meant to be tried, after a look at Insights and reporting; delete what is off for good.",
        "Take deleted users, groups and roles out of the others.",
    ),
    effort=SMALL,
    takes="30 minutes a policy; whoever wrote it agrees",
    owner=w.IDENTITY,
    after=_AFTER,
    undo=w.UNDO_POLICY,
    no_script="Whether a policy was meant to be on is not in its data; switching one on can lock people out.",
)
CAP_010 = kit.Remedy(
    check="CAP-010",
    portal=(
        f"{w.POLICIES} > New policy: all users, emergency accounts excluded; Microsoft Admin Portals and Windows Azure Service Management API; Require MFA.",
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; nobody else",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Admin portals need MFA", access.ALL, grant=access.MFA, applications=access.PORTALS),
)
CAP_011 = kit.Remedy(
    check="CAP-011",
    portal=(
        f"{w.POLICIES} > the policy that blocks the portals > Users > Exclude: a group of everybody who is eligible (not the role, and not a group that one "
        "is only eligible for).",
        "Let one eligible person activate afterwards.",
    ),
    effort=SMALL,
    takes="1 hour; nobody else",
    owner=w.IDENTITY,
    undo="Take the group out of the exclusions.",
    no_script="The block protects the portals from everybody else: change its exclusions by hand, and look at who is in the group.",
)
CAP_012 = kit.Remedy(
    check="CAP-012",
    portal=(
        f"{w.ENTRA} > Entra ID > Overview > Properties > Manage security defaults: either on, without Conditional Access, or off.",
        f"Where they are off, policies that do at least the same: {w.POLICIES} > New policy from template, Secure foundation.",
    ),
    effort=MEDIUM,
    takes="3 hours; the head of IT agrees",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=("Switch the policies on before the defaults go off.",),
    undo="Switch security defaults on again.",
    no_script="Between the one and the other the tenant is open: do it by hand, in this order.",
)
CAP_013 = kit.Remedy(
    check="CAP-013",
    portal=(
        _GROUP,
        f"{w.POLICIES} > New policy: that group; Sign-in risk medium and high; Grant: Require multifactor authentication, sign-in frequency every time.",
        "A second one: User risk high; Grant: Require password change (with MFA), or Block access. Never both risks in one policy.",
    ),
    effort=SMALL,
    takes="2 hours and a week of report-only; needs Entra ID P2",
    owner=w.IDENTITY,
    after=(*_AFTER, "LIC-001"),
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policies(
        access.PRIVILEGED,
        [
            access.one(
                "Privileged people, risky sign-ins",
                grant=_RISK,
                conditions="signInRiskLevels = @('high', 'medium')",
                session="@{ signInFrequency = @{ isEnabled = $true; authenticationType = 'primaryAndSecondaryAuthentication'; "
                "frequencyInterval = 'everyTime' } }",
            ),
            access.one("Privileged people at risk", grant=access.BLOCK, conditions="userRiskLevels = @('high')"),
        ],
    ),
)
CAP_014 = kit.Remedy(
    check="CAP-014",
    portal=(f"{w.POLICIES} > New policy: all users, emergency accounts excluded; all resources; Grant: Require multifactor authentication.",),
    effort=LARGE,
    takes="a day, and weeks of registering; everybody in the organisation",
    owner=w.HEAD,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Everybody with MFA", access.ALL, grant=access.MFA),
)
CAP_015 = kit.Remedy(
    check="CAP-015",
    portal=(
        _GROUP,
        f"{w.POLICIES} > each policy that names roles > Users > Include: that group besides. Policies on roles do not see roles over a unit, nor custom ones.",
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; these administrators are told",
    owner=w.IDENTITY,
    after=_AFTER,
    caution=_ON,
    undo=w.UNDO_POLICY,
    script=access.policy("Privileged people, MFA everywhere", access.PRIVILEGED, grant=access.MFA),
)
PAC_001 = kit.Remedy(
    check="PAC-001",
    portal=(
        "First an authentication context with an enabled policy on it that asks for phishing-resistant MFA or a fresh sign-in, one emergency account "
        "excluded (PAC-002).",
        f"{w.ENTRA} > Entra ID > Roles & admins > Protected actions > Add protected actions: update, create and delete Conditional Access policies, "
        "and update authentication context of actions.",
    ),
    effort=SMALL,
    takes="2 hours; whoever changes policies, by hand or by script, agrees",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-002", "PAC-002"),
    caution=("Without an enabled policy on the context, whoever tries is asked again and again: policies could then not be changed at all.",),
    undo="Remove the context under Protected actions. Who is asked again and again opens Conditional Access at https://aka.ms/MSALProtectedActions instead.",
    no_script="Done in the wrong order it locks everybody out of changing policies, and its interface in Graph is beta.",
)
PAC_002 = kit.Remedy(
    check="PAC-002",
    portal=(
        f"{w.POLICIES}: one enabled policy on the context, all users, one emergency account excluded; Grant: authentication strength Phishing-resistant MFA; "
        "Session: Sign-in frequency, Every time.",
        "Look with What If at everybody who does these actions, switch it on the same day, and change something small with a key.",
    ),
    effort=SMALL,
    takes="2 hours; whoever does these actions is told",
    owner=w.IDENTITY,
    after=(*_AFTER, "ROLE-014"),
    caution=("While no policy on the context is on, nobody can do the protected action: report-only is no rehearsal here.", w.SECOND_WINDOW),
    undo="Remove the context under Protected actions first, then switch the policy off: in the other order nobody can do these actions.",
    no_script="A policy in report-only does not help here: until it is on, the protected action stays closed to everybody. Build and try it by hand.",
)
PAC_003 = kit.Remedy(
    check="PAC-003",
    portal=(f"{w.ENTRA} > Entra ID > Conditional Access > Authentication contexts: publish what is in use, delete what nothing names.",),
    effort=SMALL,
    takes="30 minutes; nobody else",
    owner=w.IDENTITY,
    undo="Clear Publish to apps again.",
    script=objects.publish_contexts,
)
