"""PIM for Groups."""

from assessor import checkkit as kit

from . import _settings as settings
from . import _take_away as take
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE
_ROLE = f"{w.PIM_ROLES} > Settings > the role > Edit > Activation"
_GROUP = f"{w.PIM_GROUPS} > the group > Settings > Member (and Owner) > Edit > Activation"

PGR_001 = kit.Remedy(
    check="PGR-001",
    portal=(
        f"{w.PIM_GROUPS} > Discover groups: put each role-holding group under management; set its Member and Owner settings.",
        f"{w.PIM_GROUPS} > the group > Assignments > Add assignments: the people as eligible members.",
        "Then remove their standing membership there.",
    ),
    effort=MEDIUM,
    takes="1 hour a group; its members agree",
    owner=w.IDENTITY,
    after=("BGA-001", "LIC-001"),
    caution=(w.TRY_BREAK_GLASS,),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
PGR_002 = kit.Remedy(
    check="PGR-002",
    portal=(
        "Decide for each group: eligible members of a group that holds the role actively (A), or standing members of a group that is eligible (B; for "
        "Exchange, SharePoint "
        "and Purview roles).",
        f"Change the other half: the group's assignment under {w.PIM_ROLES} > Assignments, the people's under {w.SAME_PIM_GROUPS} > the group > Assignments.",
    ),
    effort=MEDIUM,
    takes="1 hour a group; its members are told",
    owner=w.IDENTITY,
    after=("BGA-001", "PGR-005"),
    caution=("Change one half at a time, and never both to active: that would make everybody stand.",),
    undo=w.UNDO_HOLDING,
    no_script="It is a decision about the model, and between the two halves everybody could stand: do it by hand, group by group.",
)
PGR_003 = kit.Remedy(
    check="PGR-003",
    portal=(
        f"{w.PIM_GROUPS} > the group > Assignments > Eligible and Active: remove the owners.",
        f"{w.GROUPS} > the group > Owners: remove what is left. The last owner (a user) cannot be removed: make a Privileged Role Administrator of tier 0 "
        "the owner first.",
    ),
    effort=SMALL,
    takes="30 minutes a group; the owners are told",
    owner=w.IDENTITY,
    graph="remove",
    undo="Add the owner again under Owners.",
    script=take.take_away,
)
PGR_004 = kit.Remedy(
    check="PGR-004",
    portal=(
        f"{w.PIM_GROUPS} > the outer group > Assignments > Eligible: add the people who need it themselves, as eligible members.",
        "Remove the inner group from the same list.",
    ),
    effort=SMALL,
    takes="1 hour; the members of the inner group agree",
    owner=w.IDENTITY,
    after=("BGA-001",),
    caution=("The script takes the inner group away and nothing else: give the people who need it an eligible membership of their own first.",),
    graph="remove",
    undo=w.UNDO_HOLDING,
    script=take.take_away,
)
PGR_005 = kit.Remedy(
    check="PGR-005",
    portal=(f"{_GROUP}: approval by two people or an enforced authentication context, MFA, justification, and no longer than the role's own setting.",),
    effort=SMALL,
    takes="30 minutes a group; the approvers agree",
    owner=w.IDENTITY,
    after=("PIM-003",),
    undo=w.UNDO_RULE,
    script=settings.approval,
)
PGR_006 = kit.Remedy(
    check="PGR-006",
    portal=(f"{w.PIM_GROUPS} > the group > Settings > Owner > Edit: the same as for Member; better, have no owners.",),
    effort=SMALL,
    takes="15 minutes a group; nobody else",
    owner=w.IDENTITY,
    after=("PGR-003",),
    undo="Put the old values back under Settings > Owner.",
    no_script="Where nobody is an owner the setting guards nothing; see PGR-003 first. Two policies side by side are compared best in the portal.",
)
PGR_007 = kit.Remedy(
    check="PGR-007",
    portal=(
        "Keep the approval where the people are known, mostly at the group, and clear it at the other: "
        f"{w.PIM_ROLES} > Settings, or {w.SAME_PIM_GROUPS} > Settings.",
    ),
    effort=SMALL,
    takes="30 minutes; the approvers are told",
    owner=w.IDENTITY,
    after=("PGR-002",),
    undo="Ask for approval again in the same place.",
    no_script="Taking an approval away weakens something; see first that nobody else comes through that one alone.",
)
PGR_008 = kit.Remedy(
    check="PGR-008",
    portal=(
        f"{w.GROUPS} > New group: a role-assignable security group without mail, with the same people eligible in PIM.",
        "Give it the role, then take the role and the nesting from the old group.",
        "Guests inside: remove them, or give them an account of this tenant (ROLE-005).",
    ),
    effort=MEDIUM,
    takes="2 hours a group; its members agree",
    owner=w.IDENTITY,
    after=("BGA-001", "PGR-004"),
    undo="Give the old group the role again.",
    no_script="A group cannot be made role-assignable or lose its mail later: a new one is built by hand, once.",
)
PGR_009 = kit.Remedy(
    check="PGR-009",
    portal=(
        f"{w.PIM_GROUPS} > the group > Assignments > Eligible > Update: an end for each, within a year.",
        f"Or {w.ENTRA} > ID Governance > Access reviews > New access review: Teams + Groups, the group, quarterly.",
    ),
    effort=MEDIUM,
    takes="1 hour, then half an hour a quarter; the reviewers agree",
    owner=w.IDENTITY,
    undo="Extend before it ends.",
    no_script="Either an end or a review will do, and a review needs reviewers who know the people: choose one by hand.",
)
PGR_010 = kit.Remedy(
    check="PGR-010",
    portal=(
        f"{w.GROUPS} > New group: one role-assignable group for each job; put it under PIM and make the people eligible.",
        "Give each its role, let somebody activate, then take the roles from the bundle.",
    ),
    effort=MEDIUM,
    takes="2 hours a bundle; its members agree",
    owner=w.IDENTITY,
    after=("BGA-001", "PGR-001"),
    undo="Give the bundle the role again.",
    no_script="Which jobs there are is a decision; the groups are built by hand, once.",
)
PGR_011 = kit.Remedy(
    check="PGR-011",
    portal=(f"Keep the way through the group, and remove the person's own: {w.PIM_ROLES} > Assignments.",),
    effort=SMALL,
    takes="10 minutes a person; the person is told",
    owner=w.IDENTITY,
    after=("BGA-001",),
    undo=w.UNDO_HOLDING,
    no_script="Taking the direct one away is the script of GA-002 or ROLE-001; whether the group is the way to keep is for a person to say.",
)
PGR_012 = kit.Remedy(
    check="PGR-012",
    portal=(
        f"Make the people standing members and the group eligible: {w.PIM_GROUPS} and {w.SAME_PIM_ROLES} > Assignments; harden the role's own settings first.",
    ),
    effort=SMALL,
    takes="1 hour a group; its members are told",
    owner=w.IDENTITY,
    undo=w.UNDO_HOLDING,
    no_script="For information: nothing is wrong, activation is only slow.",
)
PGR_013 = kit.Remedy(
    check="PGR-013",
    portal=(
        f"{w.PIM_GROUPS} > the group > Assignments > Add assignments: eligible, if the person still needs it.",
        f"{w.GROUPS} > the group > Members: remove the person who was added there. Look in the audit log who added them, and with what.",
    ),
    effort=SMALL,
    takes="15 minutes a person; the person is told",
    owner=w.IDENTITY,
    after=("BGA-001",),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
PGR_014 = kit.Remedy(
    check="PGR-014",
    portal=(
        f"{w.GROUPS} > the group > Members (or Owners): see whether the person is still there an hour after the end; remove them.",
        "An owner who was the last one stays for good: add another owner first.",
    ),
    effort=SMALL,
    takes="15 minutes; nobody else",
    owner=w.IDENTITY,
    undo="Activate again.",
    no_script="Often it cleans itself up within hours; look before you remove.",
)
PGR_015 = kit.Remedy(
    check="PGR-015",
    portal=(f"{w.GROUPS} > the group: ask the owner, then Delete. There are 500 role-assignable groups in a tenant at most.",),
    effort=SMALL,
    takes="15 minutes a group; its owner agrees",
    owner=w.IDENTITY,
    undo="Create it again; a deleted security group does not come back with its id.",
    no_script="Deleting a group cannot be undone.",
)
