"""Administrative units, and restricted ones."""

from assessor import checkkit as kit

from . import _objects as objects
from . import _take_away as take
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE
_NO_GOVERNANCE = "PIM and access packages cannot manage a group in a restricted unit: those that they manage stay out."

ADU_001 = kit.Remedy(
    check="ADU-001",
    portal=(
        f"{w.UNITS} > the unit > Properties: Membership type Dynamic User.",
        "Dynamic membership rules: a rule on an attribute that HR or the school register keeps, Validate rules with two known people, Save.",
        "Resume a paused rule on the same page.",
    ),
    effort=SMALL,
    takes="1 hour a unit; the unit's administrators agree",
    owner=w.IDENTITY,
    undo="Set the type back to Assigned: the members of that moment stay.",
    script=objects.resume_rules,
)
ADU_002 = kit.Remedy(
    check="ADU-002",
    portal=(f"{w.UNITS} > the unit > Dynamic membership rules: an attribute that HR or the register keeps; Validate rules first.",),
    effort=SMALL,
    takes="1 hour a unit; whoever keeps the attribute agrees",
    owner=w.IDENTITY,
    undo="Put the old rule back; write it down before.",
    no_script="Which attribute is kept by whom a tool cannot know, and a wrong rule moves people in and out at once.",
)
ADU_003 = kit.Remedy(
    check="ADU-003",
    portal=(
        f"{w.PIM_ROLES} > Assignments: this year's people eligible for the role over the unit, ending with the school year.",
        f"{w.UNITS} > the unit > Roles and administrators: remove who left, and the permanent ones.",
    ),
    effort=SMALL,
    takes="15 minutes a person; the unit's head agrees",
    owner=w.IDENTITY,
    after=("LIC-001",),
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
ADU_004 = kit.Remedy(
    check="ADU-004",
    portal=(
        f"{w.GROUPS} > New group: one role-assignable group a unit; {w.PIM_GROUPS}: put it under management, people as eligible members.",
        f"{w.UNITS} > the unit > Roles and administrators > Add assignments: the group.",
        "Let somebody activate, then remove the people's own roles there.",
    ),
    effort=MEDIUM,
    takes="1 hour a unit; its administrators agree",
    owner=w.IDENTITY,
    after=("LIC-001",),
    undo="Give the people the role again.",
    no_script="The groups are built by hand, once; after that each year is a change of members.",
)
ADU_005 = kit.Remedy(
    check="ADU-005",
    portal=(
        f"{w.UNITS} > the unit: take the account or the group out (for a dynamic unit: change the rule).",
        "Or protect it: a person by membership of a role-assignable group or by a restricted unit.",
    ),
    effort=SMALL,
    takes="30 minutes an object; the unit's administrators are told",
    owner=w.IDENTITY,
    undo="Add it to the unit again.",
    script=objects.out_of_units,
)
ADU_006 = kit.Remedy(
    check="ADU-006",
    portal=(f"{w.UNITS}: delete what nobody needs, give the others administrators, remove roles over units that are gone.",),
    effort=SMALL,
    takes="1 hour; nobody else",
    owner=w.IDENTITY,
    undo="Create the unit again.",
    no_script="For information: nothing is wrong.",
)
RMA_001 = kit.Remedy(
    check="RMA-001",
    portal=(
        f"{w.UNITS} > Add: Restricted management administrative unit = Yes (it cannot be set later).",
        "Roles and administrators: one or two people, through a PIM group, who look after these objects; no Global Administrator.",
        "Users, Groups: add the sensitive ones. Role-assignable groups and groups that PIM manages stay out.",
    ),
    effort=MEDIUM,
    takes="3 hours; the objects' owners and the head of IT agree",
    owner=w.SECURITY,
    after=("BGA-001", "RMA-002"),
    caution=("Everything in the unit can be changed by its own administrators alone: see that there are two.", _NO_GOVERNANCE),
    undo="Take the object out of the unit, or delete the unit; protection ends within 30 minutes.",
    script=objects.into_a_restricted_unit,
)
RMA_002 = kit.Remedy(
    check="RMA-002",
    portal=(
        f"{w.UNITS} > the restricted unit > Roles and administrators: a role (such as Groups Administrator) for a PIM group, its people eligible.",
        "Remove Global Administrators and permanent people from it.",
    ),
    effort=SMALL,
    takes="1 hour a unit; the objects' owners agree",
    owner=w.SECURITY,
    undo="Remove the assignment again.",
    no_script="Who may touch what is most sensitive is a decision about people.",
)
RMA_003 = kit.Remedy(
    check="RMA-003",
    portal=(
        f"{w.UNITS} > a restricted unit with administrators of its own > Groups > Add: the groups that policies name.",
        "A mail-enabled or Microsoft 365 group cannot go there: make a new security group and name that one in the policy.",
    ),
    effort=MEDIUM,
    takes="2 hours; whoever changes these groups today agrees",
    owner=w.IDENTITY,
    after=("RMA-002",),
    caution=("Automation that fills these groups needs a role over the unit from then on.", _NO_GOVERNANCE),
    undo="Take the group out of the unit.",
    script=objects.into_a_restricted_unit,
)
RMA_004 = kit.Remedy(
    check="RMA-004",
    portal=(f"{w.UNITS} > the restricted unit > Groups > Remove: a role-assignable group is protected by itself.",),
    effort=SMALL,
    takes="15 minutes; the unit's administrators are told",
    owner=w.IDENTITY,
    undo="Add it to the unit again.",
    script=objects.out_of_units,
)
RMA_005 = kit.Remedy(
    check="RMA-005",
    portal=(
        f"{w.ENTERPRISE_APPS} > the application > Security > Permissions > Admin consent > the permission > ... > Revoke permission.",
        f"{w.UNITS} > the one unit that it looks after > Roles and administrators: a role for the application.",
    ),
    effort=MEDIUM,
    takes="2 hours and a test; the application's owner agrees",
    owner=w.APPLICATIONS,
    graph="remove",
    undo="Grant the permission again (admin consent); the script prints the request.",
    script=objects.revoke_permissions,
)
