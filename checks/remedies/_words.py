"""Words that many remedies share: who does it, and where the pages are."""

from collections.abc import Iterable

from assessor import checkkit as kit

IDENTITY = "Identity team"
HEAD = "Head of IT"
SECURITY = "Whoever answers for information security"
APPLICATIONS = "Owner of the application, with the identity team"
DEVICES = "Device management, with the identity team"
PURCHASING = "Licence management"
GOVERNANCE = "Identity governance, with human resources"

ENTRA = "Entra admin center"
PIM = f"{ENTRA} > ID Governance > Privileged Identity Management"
PIM_ROLES = f"{PIM} > Microsoft Entra roles"
PIM_GROUPS = f"{PIM} > Groups"
SAME_PIM_ROLES = "Privileged Identity Management > Microsoft Entra roles"
SAME_PIM_GROUPS = "Privileged Identity Management > Groups"
"""The same where a step has said already in which center it is."""
POLICIES = f"{ENTRA} > Entra ID > Conditional Access > Policies"
UNITS = f"{ENTRA} > Entra ID > Roles & admins > Admin units"
USERS = f"{ENTRA} > Entra ID > Users"
GROUPS = f"{ENTRA} > Entra ID > Groups"
ENTERPRISE_APPS = f"{ENTRA} > Entra ID > Enterprise apps"
REGISTRATIONS = f"{ENTRA} > Entra ID > App registrations"

TRY_BREAK_GLASS = "Sign in with both emergency accounts, from a clean device, the same day and before anything is taken away."
REPORT_ONLY = "Leave the policy in report-only for a week, read Conditional Access > Insights and reporting, then switch it on."
SECOND_WINDOW = "Keep a second browser signed in as a Global Administrator while you switch the policy on, and try the emergency accounts right after."
UNDO_POLICY = "Set the policy back to Off or Report-only; it takes effect at the next sign-in."
UNDO_CONTEXT = "Ask for Azure MFA instead of the context in PIM first, then switch the policy off: in the other order PIM asks for nothing."
UNDO_RULE = "The script prints each rule before it changes it: put the old values back in the portal, or PATCH the printed JSON."
UNDO_HOLDING = "Assign it again in PIM, with an end; who held what is in the report and in PIM's Resource audit."


def who_runs(job: kit.Job, groups: Iterable[str]) -> str:
    """The role for scripts about PIM: it manages role-assignable groups; other groups need a second one."""
    found = (job.study.tenant.groups.get(one.lower()) for one in groups)
    plain = any(one is not None and kit.known(one.is_assignable_to_role, True) is not True for one in found)
    return "Privileged Role Administrator" + (" and Groups Administrator" if plain else "")
