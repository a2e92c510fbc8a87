"""Global Administrators."""

from assessor import checkkit as kit

from . import _access as access
from . import _take_away as take
from . import _words as w

SMALL, MEDIUM, LARGE = kit.Effort.SMALL, kit.Effort.MEDIUM, kit.Effort.LARGE

GA_001 = kit.Remedy(
    check="GA-001",
    portal=(
        f"{w.GROUPS} > New group: Security, 'Microsoft Entra roles can be assigned to the group' = Yes (it cannot be set later), no owner, no members.",
        f"{w.PIM_GROUPS} > Discover groups: put the group under management. Settings > Member: approval, authentication context or MFA, one to four hours. "
        "Settings > Owner: the same.",
        f"{w.PIM_GROUPS} > the group > Assignments > Add assignments: each person as eligible Member, with an end.",
        f"{w.PIM_ROLES} > Roles > Global Administrator > Add assignments: the group, Active, no end.",
        "Let one person activate the membership and see that the role arrives. Then remove the direct assignments under Assignments > Active and Eligible.",
    ),
    effort=MEDIUM,
    takes="4 to 8 hours, spread over a week; the Global Administrators and the head of IT agree",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-003", "BGA-002", "PIM-003"),
    caution=(w.TRY_BREAK_GLASS, "Have somebody else than the person concerned approve the first activation."),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    no_script="The group cannot be made role-assignable later, and its settings decide whether it guards anything: build it by hand, once. "
    "Taking the standing assignments away is the script of GA-002 and ROLE-001.",
)
GA_002 = kit.Remedy(
    check="GA-002",
    portal=(
        f"{w.PIM_ROLES} > Assignments > Eligible assignments > Add assignments: Global Administrator for each person, with an end "
        "(better: eligible membership of the PIM group that holds the role).",
        "Let each person activate once and sign out and in.",
        f"{w.PIM_ROLES} > Assignments > Active assignments: remove the standing ones, one by one. For members of a group: {w.SAME_PIM_GROUPS} > the group > "
        "Assignments.",
    ),
    effort=SMALL,
    takes="2 to 4 hours; the people concerned and the head of IT agree",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-003", "BGA-002"),
    caution=(w.TRY_BREAK_GLASS,),
    graph="eligible",
    undo=w.UNDO_HOLDING,
    script=take.make_eligible,
)
GA_003 = kit.Remedy(
    check="GA-003",
    portal=(
        "Go through the list of people in this report (Who can become what > Global Administrator) with the head of IT; two to four names stay.",
        f"Give the others the smaller role that their work needs: {w.PIM_ROLES} > Assignments > Add assignments.",
        f"Remove their way to Global Administrator: {w.PIM_ROLES} > Assignments, or {w.SAME_PIM_GROUPS} > the group > Assignments.",
    ),
    effort=MEDIUM,
    takes="1 hour a person, most of it talking; the head of IT decides who stays",
    owner=w.HEAD,
    after=("BGA-001", "GA-002"),
    caution=(w.TRY_BREAK_GLASS,),
    undo=w.UNDO_HOLDING,
    no_script="Who stays is a decision about people. The command 'assessor cut' shows the smallest set of removals that leaves only those whom you keep.",
)
GA_004 = kit.Remedy(
    check="GA-004",
    portal=(
        f"{w.ENTRA} > Entra ID > Conditional Access > Authentication contexts: one context for this, published to apps.",
        f"{w.POLICIES} > New policy: all users but the emergency accounts; target resources: that authentication context; conditions: device platforms "
        "Android and iOS; "
        "Block access.",
        f"When the policy is on: {w.PIM_GROUPS} > each group that leads to the role > Settings > Member (and Owner) > On activation, require: that "
        "authentication context. "
        f"The same for the role itself: {w.SAME_PIM_ROLES} > Settings > Global Administrator.",
    ),
    effort=MEDIUM,
    takes="2 hours and a week of report-only; everybody who activates on a phone agrees",
    owner=w.IDENTITY,
    after=("BGA-001", "BGA-002", "PIM-003"),
    undo=w.UNDO_CONTEXT,
    caution=(
        "The policy comes first, the setting in PIM last: while a policy on the context is off or only reports, PIM asks for nothing at all, not even the MFA "
        "that it falls back to without one.",
        "All users, never the role or the group: at the moment of activation the person has neither.",
        "Where PIM asks for the context already, leave the policy in report-only for a week; where it does not yet, reports stay empty: look with What If.",
    ),
    script=access.policies(
        access.ALL,
        [
            access.one(
                "Block activation of tier 0 on phones",
                grant=access.BLOCK,
                applications=access.on_context("$Context"),
                conditions="platforms = @{ includePlatforms = @('android', 'iOS') }",
            ),
        ],
        before=access.choose_context,
        unless=access.no_named_context_of_global_administrator,
    ),
)
GA_005 = kit.Remedy(
    check="GA-005",
    portal=(
        f"{w.POLICIES} > New policy: directory role Global Administrator, emergency accounts excluded; all resources; device platforms Android and iOS; "
        "Block access "
        "(or Require device to be marked as compliant).",
        w.REPORT_ONLY,
    ),
    effort=SMALL,
    takes="1 hour and a week of report-only; the Global Administrators agree",
    owner=w.IDENTITY,
    after=("BGA-001",),
    undo=w.UNDO_POLICY,
    caution=(w.SECOND_WINDOW,),
    script=access.policy(
        "No Global Administrator on phones", access.ROLE, grant=access.BLOCK, conditions="platforms = @{ includePlatforms = @('android', 'iOS') }"
    ),
)
