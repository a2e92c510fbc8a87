"""PIM settings."""

from assessor import checkkit as kit

from . import _access as access
from . import _settings as settings
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE
_ROLE = f"{w.PIM_ROLES} > Settings > the role > Edit > Activation"
_GROUP = f"{w.PIM_GROUPS} > the group > Settings > Member (and Owner) > Edit > Activation"
_SAME_GROUP = f"{w.SAME_PIM_GROUPS} > the group > Settings > Member (and Owner) > Edit > Activation"

PIM_001 = kit.Remedy(
    check="PIM-001",
    portal=(
        f"{_ROLE}: Require approval to activate, and at least two approvers. For a group: {_SAME_GROUP}.",
        "Choose approvers who cannot activate the same thing, in different teams if there are, and tell them.",
    ),
    effort=SMALL,
    takes="1 hour; two approvers and everybody who activates agree",
    owner=w.IDENTITY,
    after=("BGA-001",),
    caution=("Approvers have to answer at the hours at which you activate: agree on that first.",),
    undo=w.UNDO_RULE,
    script=settings.approval,
)
PIM_002 = kit.Remedy(
    check="PIM-002",
    portal=(f"{_ROLE}: On activation, require: Azure MFA, or an authentication context that an enabled policy enforces. For a group: {_SAME_GROUP}.",),
    effort=SMALL,
    takes="30 minutes; nobody else",
    owner=w.IDENTITY,
    after=("PIM-003", "ROLE-014"),
    caution=("Everybody who activates needs a registered method for MFA.",),
    undo=w.UNDO_RULE,
    script=settings.mfa,
)
PIM_003 = kit.Remedy(
    check="PIM-003",
    portal=(
        f"{_ROLE}: On activation, require: Azure MFA instead of the context, until its policy is on. For a group: {_SAME_GROUP}.",
        f"{w.ENTRA} > Entra ID > Conditional Access > Authentication contexts: the context, Publish to apps.",
        f"{w.POLICIES}: one policy on the context for all users but the emergency accounts (never for the role or group that is being activated), "
        "with the authentication strength Phishing-resistant MFA. Look with What If at everybody who activates, then switch it on.",
        "Ask for the context in PIM again, and let one person activate. Or leave it at MFA.",
    ),
    effort=SMALL,
    takes="2 hours; everybody who activates is told",
    owner=w.IDENTITY,
    after=("BGA-001", "ROLE-014"),
    caution=("While a policy on the context is off or only reports, PIM asks for nothing at all, not even the MFA that it falls back to without one.",),
    undo=w.UNDO_CONTEXT,
    script=access.policies(
        access.ALL,
        [
            access.one("Activation needs phishing-resistant MFA", grant=access.PHISHING_RESISTANT, applications=access.on_context("$Contexts")),
        ],
        before=access.name_contexts,
        unless=access.no_named_context,
    ),
)
PIM_004 = kit.Remedy(
    check="PIM-004",
    portal=(f"{_ROLE}: Activation maximum duration, as long as the work takes. For a group: {_SAME_GROUP}.",),
    effort=SMALL,
    takes="15 minutes a role or group; those who activate are told",
    owner=w.IDENTITY,
    undo=w.UNDO_RULE,
    script=settings.duration,
)
PIM_005 = kit.Remedy(
    check="PIM-005",
    portal=(f"{_ROLE}: Require justification on activation. For a group: {_SAME_GROUP}.",),
    effort=SMALL,
    takes="15 minutes; nobody else",
    owner=w.IDENTITY,
    undo=w.UNDO_RULE,
    script=settings.justification,
)
PIM_006 = kit.Remedy(
    check="PIM-006",
    portal=(
        f"{w.PIM_ROLES} > Settings > the role > Edit > Assignment: clear Allow permanent active assignment; "
        "Require Azure MFA and Require justification on active assignment.",
        f"For a group: {w.SAME_PIM_GROUPS} > the group > Settings > Member > Edit > Assignment.",
    ),
    effort=SMALL,
    takes="15 minutes a policy; nobody else",
    owner=w.IDENTITY,
    after=("GA-002", "ROLE-001"),
    caution=("The role of the emergency accounts has to allow permanent assignments: leave Global Administrator's own policy as it is.",),
    undo=w.UNDO_RULE,
    script=settings.on_assignment,
)
PIM_007 = kit.Remedy(
    check="PIM-007",
    portal=(f"{w.PIM_ROLES} > Settings > the role > Edit > Notification: default recipients on, and one mailbox that somebody reads besides.",),
    effort=SMALL,
    takes="15 minutes a policy; whoever reads the mail agrees",
    owner=w.IDENTITY,
    undo=w.UNDO_RULE,
    script=settings.notifications,
)
PIM_008 = kit.Remedy(
    check="PIM-008",
    portal=(
        f"{w.PIM_ROLES} > Assignments > Eligible assignments > Update: an end for each, within a year.",
        f"Or {w.PIM_ROLES} > Access reviews > New: the role, quarterly, with reviewers who know the people.",
        f"{w.PIM_ROLES} > Settings > the role > Edit > Assignment: clear Allow permanent eligible assignment.",
    ),
    effort=MEDIUM,
    takes="2 hours, then an hour a quarter; the reviewers agree",
    owner=w.IDENTITY,
    undo="Extend the assignment before it ends; PIM reminds by mail.",
    no_script="Either an end or a review will do, and a review needs reviewers who know the people: choose one by hand.",
)
PIM_009 = kit.Remedy(
    check="PIM-009",
    portal=(
        f"{w.PIM_ROLES} > Alerts: open each active one, act on its incidents or dismiss it with a reason.",
        f"{w.PIM_ROLES} > Alerts > Setting: switch on those that are off.",
    ),
    effort=SMALL,
    takes="1 hour; nobody else",
    owner=w.IDENTITY,
    undo="Switch the alert off again.",
    no_script="An alert is answered by reading it; its interface in Graph is beta.",
)
