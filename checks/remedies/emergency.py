"""Emergency accounts, licences and auditing."""

from assessor import checkkit as kit

from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE
_NEVER = "No script touches an emergency account: a mistake there is found out on the day it is needed."
_SYNTHETIC = "The way to Azure is not part of Microsoft Graph, and what it costs depends on the volume: set it up by hand."

BGA_001 = kit.Remedy(
    check="BGA-001",
    portal=(
        f"{w.USERS} > New user: two accounts under the tenant's onmicrosoft.com name, long random passwords that are kept apart.",
        f"{w.PIM_ROLES} > Assignments > Add assignments: Global Administrator, Active, Permanently assigned, for each.",
        "Two passkeys for each, in two safes (BGA-003). Name the accounts under [break_glass] in the engagement file.",
        "Sign in with both.",
    ),
    effort=MEDIUM,
    takes="half a day, and four security keys; the head of IT and the management agree",
    owner=w.HEAD,
    undo="Keep the old account until both new ones have been tried.",
    no_script=_NEVER,
)
BGA_002 = kit.Remedy(
    check="BGA-002",
    portal=(
        f"{w.GROUPS} > New group: a security group of the emergency accounts; put it into a restricted unit (RMA-003).",
        f"{w.POLICIES}: exclude the group from every policy that blocks, asks for a managed device, or depends on place or risk.",
        "One policy for the group alone: all resources, authentication strength Phishing-resistant MFA.",
        "Sign in with both accounts.",
    ),
    effort=SMALL,
    takes="2 hours; the head of IT agrees",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-003"),
    undo="Take the group out of the exclusions again, and switch its own policy off.",
    no_script=_NEVER,
)
BGA_003 = kit.Remedy(
    check="BGA-003",
    portal=(
        f"{w.USERS} > the account > Authentication methods > Add: a Temporary Access Pass.",
        "Sign in with it at https://aka.ms/mysecurityinfo, register two security keys, put them into two safes.",
        "Take phone numbers and apps of single people off the account.",
    ),
    effort=SMALL,
    takes="2 hours and four keys; the keepers of the safes agree",
    owner=w.HEAD,
    after=("BGA-001",),
    undo="Remove the key from the account.",
    no_script=_NEVER,
)
BGA_004 = kit.Remedy(
    check="BGA-004",
    portal=(
        "Fetch a key from the safe, sign in with each account, see that the alert arrives, write down who did it and when. Every 90 days, and after every "
        "change of staff.",
    ),
    effort=SMALL,
    takes="1 hour a quarter; two people",
    owner=w.HEAD,
    after=("BGA-001", "BGA-003"),
    undo="Nothing changes.",
    no_script="A drill is done by people.",
)
BGA_005 = kit.Remedy(
    check="BGA-005",
    portal=(f"{w.USERS} > the account > Groups, Assigned roles, Licenses: nothing but Global Administrator and the group that policies exclude; no mailbox.",),
    effort=SMALL,
    takes="1 hour; whoever reads that mailbox agrees",
    owner=w.IDENTITY,
    undo="Assign the licence again.",
    no_script=_NEVER,
)
LIC_001 = kit.Remedy(
    check="LIC-001",
    portal=(
        "Microsoft 365 admin center > Billing > Licenses: as many Entra ID P2 or Governance as people benefit (the finding counts them).",
        "Or take eligibility away from who does not need it (ROLE-012), and count again.",
        f"{w.USERS} > the person > Licenses, or a group that licenses its members.",
    ),
    effort=SMALL,
    takes="1 hour, and the price; purchasing agrees",
    owner=w.PURCHASING,
    after=("ROLE-012",),
    undo="Reduce the number at the next renewal.",
    no_script="Buying is no setting.",
)
LIC_002 = kit.Remedy(
    check="LIC-002",
    portal=("Microsoft 365 admin center > Billing > Your products: renew the subscription, or see that another one carries PIM on.",),
    effort=SMALL,
    takes="1 hour, and the price; purchasing agrees",
    owner=w.PURCHASING,
    undo="Not needed.",
    no_script="Buying is no setting. When the licence ends, eligible assignments go and active time-bound ones become permanent.",
)
AUD_001 = kit.Remedy(
    check="AUD-001",
    portal=(
        f"{w.ENTRA} > Entra ID > Monitoring & health > Diagnostic settings > Add diagnostic setting: AuditLogs, SignInLogs, NonInteractiveUserSignInLogs, "
        "ServicePrincipalSignInLogs, ManagedIdentitySignInLogs, MicrosoftGraphActivityLogs.",
        "Send them to a Log Analytics workspace or storage account in a subscription that administrators of the tenant cannot empty.",
    ),
    effort=MEDIUM,
    takes="half a day, and Azure by volume; the owner of the subscription and data protection agree",
    owner=w.SECURITY,
    undo="Delete the diagnostic setting.",
    no_script=_SYNTHETIC,
)
AUD_002 = kit.Remedy(
    check="AUD-002",
    portal=(
        "Azure portal > Monitor > Alerts > Create > Alert rule: a log search over SigninLogs for the emergency accounts' object ids, every five minutes, "
        "above 0 rows.",
        "A second one over AuditLogs for the sensitive objects.",
        "An action group that reaches somebody outside the tenant: a text message, a call, another mailbox. Set it off once a year.",
    ),
    effort=MEDIUM,
    takes="half a day, and Azure by volume; whoever is woken agrees",
    owner=w.SECURITY,
    after=("AUD-001", "BGA-001"),
    undo="Disable the rule.",
    no_script=_SYNTHETIC,
)
AUD_003 = kit.Remedy(
    check="AUD-003",
    portal=(f"{w.ENTRA} > Entra ID > Monitoring & health > Diagnostic settings: keep AuditLogs for longer than the 30 days of Entra (7 without P1).",),
    effort=SMALL,
    takes="1 hour, and Azure by volume",
    owner=w.SECURITY,
    after=("AUD-001",),
    undo="Delete the diagnostic setting.",
    no_script=_SYNTHETIC,
)
