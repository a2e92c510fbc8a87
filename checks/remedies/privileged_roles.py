"""Privileged roles."""

from assessor import checkkit as kit

from . import _settings as settings
from . import _take_away as take
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE

ROLE_001 = kit.Remedy(
    check="ROLE-001",
    portal=(
        f"{w.PIM_ROLES} > Assignments > Eligible assignments > Add assignments: the role for each person, with an end.",
        "Let the person activate once.",
        f"{w.PIM_ROLES} > Assignments > Active assignments: remove the standing one. For members of a group: {w.SAME_PIM_GROUPS} > the group > Assignments.",
    ),
    effort=MEDIUM,
    takes="15 minutes a person, and word to each of them; the head of IT agrees",
    owner=w.IDENTITY,
    after=("BGA-001", "LIC-001"),
    caution=(w.TRY_BREAK_GLASS,),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
ROLE_002 = kit.Remedy(
    check="ROLE-002",
    portal=(f"{w.PIM_ROLES} > Settings > the role > Edit: put each weakened setting back to Microsoft's default or stricter.",),
    effort=SMALL,
    takes="15 minutes a role; nobody else",
    owner=w.IDENTITY,
    undo=w.UNDO_RULE,
    script=settings.defaults,
)
ROLE_003 = kit.Remedy(
    check="ROLE-003",
    portal=(
        f"{w.ENTRA} > Entra ID > Roles & admins > the custom role > Permissions: take the privileged actions out.",
        "Or treat it as privileged: eligible through PIM, reviewed, and written down as an exception with an owner.",
        "Delete custom roles that nobody holds (the role > Delete).",
    ),
    effort=MEDIUM,
    takes="1 hour a role; whoever works with it agrees",
    owner=w.IDENTITY,
    undo="Put the actions back into the role; write them down before.",
    no_script="Which action the work needs only those who do it can say; taking one out breaks the work at once.",
)
ROLE_004 = kit.Remedy(
    check="ROLE-004",
    portal=(
        f"{w.USERS} > New user: a cloud-only account for each administrator, under the onmicrosoft.com name or a managed domain, without mailbox.",
        "A Temporary Access Pass, and the person registers two passkeys at https://aka.ms/mysecurityinfo.",
        f"Give the new account the eligible assignment ({w.PIM_ROLES} or Groups > Assignments), let it activate once.",
        "Remove the role and the memberships from the synchronised account.",
    ),
    effort=LARGE,
    takes="1 hour a person over some weeks; every administrator and the head of IT agree",
    owner=w.HEAD,
    after=("BGA-001", "GA-002"),
    graph="remove",
    undo=w.UNDO_HOLDING,
    no_script="A new account needs its person: a pass handed over and keys registered, before the old one loses anything.",
)
ROLE_005 = kit.Remedy(
    check="ROLE-005",
    portal=(
        "Ask whoever invited the guest what the work is, and until when.",
        f"Where it goes on: a cloud-only account of this tenant for the helper, eligible, with an end ({w.PIM_ROLES} > Add assignments); "
        "or the partner works through granular delegated admin privileges.",
        f"Remove the guest: {w.PIM_ROLES} > Assignments, {w.SAME_PIM_GROUPS} > the group > Assignments, or Entra ID > Groups > the group > Members.",
    ),
    effort=SMALL,
    takes="1 hour a guest; whoever invited them agrees",
    owner=w.IDENTITY,
    after=("BGA-001",),
    graph="remove",
    undo=w.UNDO_HOLDING,
    script=take.take_away,
)
ROLE_006 = kit.Remedy(
    check="ROLE-006",
    portal=(
        "Ask the account's owner or its last manager whether anything still runs under it.",
        f"{w.PIM_ROLES} > Assignments: remove its assignments; {w.SAME_PIM_GROUPS} > the group > Assignments: its memberships.",
    ),
    effort=SMALL,
    takes="15 minutes an account; its manager agrees",
    owner=w.IDENTITY,
    after=("BGA-001",),
    graph="remove",
    undo=w.UNDO_HOLDING,
    script=take.take_away,
)
ROLE_007 = kit.Remedy(
    check="ROLE-007",
    portal=(
        f"{w.PIM_ROLES} > Assignments > Add assignments: what is still needed, eligible, with an end.",
        f"{w.ENTRA} > Entra ID > Roles & admins > the role > Assignments: remove the assignment that was made outside PIM.",
        f"{w.PIM_ROLES} > Alerts > Setting: switch on 'Roles are being assigned outside of Privileged Identity Management'.",
    ),
    effort=SMALL,
    takes="15 minutes an assignment; whoever made it agrees",
    owner=w.IDENTITY,
    after=("BGA-001",),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
ROLE_008 = kit.Remedy(
    check="ROLE-008",
    portal=(
        f"{w.USERS} > Deleted users, and the audit log: see whether the id is a user of yours that was deleted, or a partner's.",
        f"{w.ENTRA} > Entra ID > Roles & admins > the role > Assignments: remove it.",
    ),
    effort=SMALL,
    takes="15 minutes; nobody else",
    owner=w.IDENTITY,
    undo="Not needed: it gives nobody anything.",
    script=take.take_away,
)
ROLE_009 = kit.Remedy(
    check="ROLE-009",
    portal=(
        f"{w.PIM_ROLES} > Assignments, role by role: remove what nobody needs; a role over one administrative unit instead of the tenant; a smaller role.",
    ),
    effort=LARGE,
    takes="a day with the team; the head of IT decides",
    owner=w.HEAD,
    after=("ROLE-012", "ROLE-006"),
    undo=w.UNDO_HOLDING,
    no_script="Which assignments can go is a decision about work, not about a setting.",
)
ROLE_010 = kit.Remedy(
    check="ROLE-010",
    portal=(
        "The portal does not show these roles. Find out what the principal still needs, and give it a current role for that.",
        "Remove the old one with the script, or in Graph Explorer (adminRemove on the schedule).",
        "A partner works through granular delegated admin privileges: Microsoft 365 admin center > Settings > Partner relationships.",
    ),
    effort=SMALL,
    takes="1 hour; the partner is told",
    owner=w.IDENTITY,
    after=("BGA-001",),
    graph="remove",
    undo="Microsoft advises against assigning these roles again; give a current role instead.",
    script=take.take_away,
)
ROLE_011 = kit.Remedy(
    check="ROLE-011",
    portal=(
        f"{w.USERS} > New user: a second, cloud-only account for each administrator of tier 0, with Entra ID P2 and nothing else.",
        "The person registers two passkeys; the eligibility moves to the new account.",
        f"Take it away from the everyday account: {w.PIM_ROLES} or {w.PIM_GROUPS} > Assignments.",
    ),
    effort=LARGE,
    takes="1 hour a person over some weeks; every administrator agrees",
    owner=w.HEAD,
    after=("BGA-001", "LIC-001"),
    graph="remove",
    undo=w.UNDO_HOLDING,
    no_script="A new account needs its person, before the old one loses anything.",
)
ROLE_012 = kit.Remedy(
    check="ROLE-012",
    portal=(
        "Ask each person whether the work still needs it.",
        f"{w.PIM_ROLES} > Assignments > Eligible assignments (or {w.SAME_PIM_GROUPS} > the group > Assignments): remove what is not needed.",
    ),
    effort=SMALL,
    takes="5 minutes a person; the person agrees",
    owner=w.IDENTITY,
    undo="Assign it again: it is eligible within a minute.",
    no_script="Whether somebody will need it is a question, not a setting.",
)
ROLE_013 = kit.Remedy(
    check="ROLE-013",
    portal=(
        "The portal does not show these roles. Find out what the account does; a scanner or printer needs no role, a reader Directory Readers.",
        "Remove the role with the script, or in Graph Explorer.",
    ),
    effort=SMALL,
    takes="1 hour; whoever runs the device or script agrees",
    owner=w.IDENTITY,
    undo="Assign it again through Graph (POST to roleManagement/directory/roleAssignments): the portal does not show the role.",
    caution=("Never take it from the account of Entra Connect or cloud sync: synchronisation stops.",),
    graph="remove",
    script=take.take_away,
)
ROLE_014 = kit.Remedy(
    check="ROLE-014",
    portal=(
        f"{w.ENTRA} > Entra ID > Authentication methods > Policies > Passkey (FIDO2): enable it for the administrators.",
        f"{w.USERS} > the person > Authentication methods > Add: a Temporary Access Pass, handed over in person.",
        "The person registers two passkeys or security keys at https://aka.ms/mysecurityinfo.",
        "Take phone numbers off the account.",
    ),
    effort=MEDIUM,
    takes="30 minutes a person, and about two keys each; every administrator takes part",
    owner=w.IDENTITY,
    undo="Remove the key from the account.",
    no_script="A credential is registered by the person who holds it.",
)
