"""Tenant settings, applications and governance."""

from assessor import checkkit as kit

from . import _objects as objects
from . import _take_away as take
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE

TEN_001 = kit.Remedy(
    check="TEN-001",
    portal=(f"{w.USERS} > User settings > Administration center: Restrict access to Microsoft Entra admin center = Yes.",),
    effort=SMALL,
    takes="15 minutes; owners of groups are told, since they lose the page",
    owner=w.IDENTITY,
    undo="Set it to No.",
    no_script="Microsoft Graph has no supported way to set this switch.",
)
TEN_002 = kit.Remedy(
    check="TEN-002",
    portal=(
        f"{w.USERS} > User settings: Users can register applications = No; Restrict non-admin users from creating tenants = Yes; Users can create security "
        "groups = No.",
        "Application Developer for those who need the first.",
    ),
    effort=SMALL,
    takes="1 hour; developers are told",
    owner=w.IDENTITY,
    undo="Set the switches back.",
    script=objects.members_create_little,
)
TEN_003 = kit.Remedy(
    check="TEN-003",
    portal=(
        f"{w.ENTERPRISE_APPS} > Consent and permissions > User consent settings (the page asks for a Global Administrator): "
        "verified publishers and selected permissions, or Do not allow.",
        "Admin consent settings: Users can request admin consent = Yes, with two reviewers.",
    ),
    effort=SMALL,
    takes="1 hour, then the requests; the reviewers agree",
    owner=w.IDENTITY,
    undo="Set user consent back; consents that were given stay.",
    script=objects.consent_to_little,
)
TEN_004 = kit.Remedy(
    check="TEN-004",
    portal=(
        f"{w.ENTRA} > Entra ID > External Identities > External collaboration settings: Guest user access most restrictive; "
        "Guest invite settings: only users assigned to specific admin roles.",
        "Guest Inviter for those who work with outsiders.",
    ),
    effort=SMALL,
    takes="1 hour; teams that work with guests are told",
    owner=w.IDENTITY,
    undo="Set both back.",
    script=objects.guests_see_little,
)
TEN_005 = kit.Remedy(
    check="TEN-005",
    portal=(f"{w.ENTRA} > Entra ID > Roles & admins: look up each role that is named here.",),
    effort=SMALL,
    takes="15 minutes; nobody else",
    owner=w.IDENTITY,
    undo="Nothing changes.",
    no_script="For information: nothing is wrong.",
)
WID_001 = kit.Remedy(
    check="WID-001",
    portal=(
        f"{w.ENTERPRISE_APPS} > the application > Security > Permissions: the one Graph permission that it needs, or a role over one unit.",
        "Run it once with that.",
        f"{w.ENTRA} > Entra ID > Roles & admins > the role > Assignments: take the role away.",
    ),
    effort=MEDIUM,
    takes="half a day an application, with a test; its owner agrees",
    owner=w.APPLICATIONS,
    after=("BGA-001",),
    caution=("Eligibility is no remedy: an application cannot activate.",),
    graph="remove",
    undo=w.UNDO_HOLDING,
    script=take.take_away,
)
WID_002 = kit.Remedy(
    check="WID-002",
    portal=(
        "Find out with the owner which calls the application makes, and grant the narrowest permission that does, or a role over one unit.",
        "Run it once with that.",
        f"{w.ENTERPRISE_APPS} > the application > Security > Permissions > Admin consent > the wide one > ... > Revoke permission.",
    ),
    effort=MEDIUM,
    takes="half a day an application, with a test; its owner agrees",
    owner=w.APPLICATIONS,
    caution=("Until then guard the application like a Global Administrator: no owners, no secrets, sign-ins watched.",),
    graph="remove",
    undo="Grant the permission again (admin consent); the script prints the request.",
    script=objects.revoke_permissions,
)
WID_003 = kit.Remedy(
    check="WID-003",
    portal=(
        f"{w.REGISTRATIONS} > the application > Certificates & secrets > Federated credentials (or a certificate, or a managed identity).",
        "Run it once with that, then delete the client secrets, expired ones as well.",
    ),
    effort=MEDIUM,
    takes="half a day an application; its owner agrees",
    owner=w.APPLICATIONS,
    undo="Make a new secret; a deleted one does not come back.",
    script=objects.remove_expired_secrets,
)
WID_004 = kit.Remedy(
    check="WID-004",
    portal=(
        f"{w.REGISTRATIONS} > the application > Owners, and Entra ID > Enterprise apps > the application > Owners: remove the person.",
        "Write the person into the application's notes.",
    ),
    effort=SMALL,
    takes="15 minutes an application; the owner is told",
    owner=w.APPLICATIONS,
    graph="remove",
    undo="Add the owner again.",
    script=objects.remove_application_owners,
)
GOV_001 = kit.Remedy(
    check="GOV-001",
    portal=(
        f"{w.PIM_ROLES} > Access reviews > New: each privileged role, quarterly, active and eligible, reviewers who know the people, Auto apply results.",
        f"{w.ENTRA} > ID Governance > Access reviews > New access review: Teams + Groups, each role-holding group.",
    ),
    effort=MEDIUM,
    takes="half a day, then an hour a quarter for each reviewer; they agree",
    owner=w.GOVERNANCE,
    after=("LIC-001",),
    undo="Stop the review.",
    no_script="A review needs reviewers who know the people, and whether Graph's review of a PIM group reaches eligible members is not documented.",
)
GOV_002 = kit.Remedy(
    check="GOV-002",
    portal=(
        f"{w.ENTRA} > ID Governance > Lifecycle workflows > Create workflow: Leaver and Mover templates, on attributes that HR keeps.",
        "Enable schedule; run it on demand for one test account first.",
    ),
    effort=LARGE,
    takes="two days with human resources; needs Entra ID Governance",
    owner=w.GOVERNANCE,
    undo="Disable the schedule.",
    no_script="What happens to people who leave is agreed with human resources first.",
)
GOV_003 = kit.Remedy(
    check="GOV-003",
    portal=(
        "Write down for each automation what it assigns, who owns it, and who can change its code or its Logic App.",
        f"{w.ENTERPRISE_APPS} > the application > Security > Permissions: replace the wide permission by a role over one unit where that will do (WID-002).",
        "Record the rest as an exception with an owner in the engagement file.",
    ),
    effort=MEDIUM,
    takes="half a day an automation; its owner agrees",
    owner=w.APPLICATIONS,
    after=("WID-002",),
    undo="Grant the permission again.",
    no_script="Knowing is the remedy; taking the permission away is the script of WID-002.",
)
GOV_004 = kit.Remedy(
    check="GOV-004",
    portal=(
        f"{w.ENTRA} > ID Governance > Entitlement management > Access packages > the package > Policies > Edit: Require approval, an expiry, and access "
        "reviews.",
        "Or take the privileged group out of the package: Resource roles.",
    ),
    effort=SMALL,
    takes="1 hour a package; its owner and the approvers agree",
    owner=w.GOVERNANCE,
    undo="Put the old values back.",
    no_script="The policy is written back as a whole, with its approvers: a mistake would open or close the package for everybody.",
)
GOV_005 = kit.Remedy(
    check="GOV-005",
    portal=(
        "Microsoft 365 admin center > Settings > Partner relationships > the partner: agree on a new relationship with the roles that the work needs, and "
        "an end.",
        "Terminate the old one, or take Global Administrator out of its auto-extension first.",
    ),
    effort=MEDIUM,
    takes="2 hours; the partner agrees",
    owner=w.HEAD,
    undo="The partner asks for a new relationship.",
    no_script="A relationship is agreed with the partner; a script on this side can only end it.",
)
