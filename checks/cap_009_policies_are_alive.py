"""CAP-009: Policies are alive."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.person("ana"), kit.two_break_glass_accounts())
_REPORT_ONLY = "enabledForReportingButNotEnforced"


@kit.check(
    id="CAP-009",
    title="Policies are alive",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.LOW,
    needs=signins.NEEDS | {kit.collection.GROUPS},
    leans_on={kit.collection.GROUP_MEMBERS},
    uses=signins.USES | kit.WAYS | {kit.collection.UNRESOLVED_IDS},
    remedy=(
        "Go through the list (Entra admin center > Entra ID > Conditional Access > Policies): turn on what was meant to be on, delete what nobody needs, and "
        "take ids that no longer exist out of includes and excludes."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-report-only",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-policies",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa")),
        kit.tenant(_PEOPLE, kit.access_policy("staff", "mfa", users=(), groups=("staff",)), kit.plain_member("ana", of="staff")),
        # a role that nobody has active at the moment is not nobody
        kit.tenant(_PEOPLE, kit.access_policy("roles", "mfa", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,))),
        # people who can become members count
        kit.tenant(_PEOPLE, kit.access_policy("staff", "mfa", users=(), groups=("staff",)), kit.eligible_member("ana", of="staff")),
        # an id that the snapshot merely does not hold is not deleted
        kit.tenant(_PEOPLE, kit.scope_privileged(), kit.access_policy("mfa", "mfa", without_groups=("elsewhere",))),
        # a policy for workloads means no person and is alive
        kit.tenant(kit.access_policy("robots", "block", users=("None",), clientApplications={"includeServicePrincipals": ["ServicePrincipalsInMyTenant"]})),
        # about a user action, a context, or what a filter picks: that is a resource
        kit.tenant(_PEOPLE, kit.access_policy("context", "mfa", context="c1")),
        kit.tenant(_PEOPLE, *(kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id=key, displayName=key, state="enabled", grantControls={"operator": "OR", "builtInControls": ["mfa"]},
            conditions={"clientAppTypes": ["all"], "users": {"includeUsers": ["All"]}, "applications": about},
        ) for key, about in (
            ("registration", {"includeUserActions": ["urn:user:registersecurityinfo"]}),
            ("filter", {"includeApplications": [], "applicationFilter": {"mode": "include", "rule": 'CustomSecurityAttribute.A_b -eq "c"'}}),
        ))),
    ],
    partial=[
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa"), kit.access_policy("draft", "mfa", state="disabled"))
            .finds("draft", "is off", shows=("state disabled",), distinct="state"),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa"), kit.access_policy("pilot", "mfa", state=_REPORT_ONLY))
            .finds("pilot", "only reports: nothing is enforced", shows=("state enabledForReportingButNotEnforced",), distinct="state"),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_groups=("gone",)), kit.deleted("gone"))
            .finds("mfa", distinct="deleted", shows=("1 ids are deleted",)),
    ],
    fails=[
        kit.tenant(_PEOPLE, kit.access_policy("nobody", "mfa", users=("None",)))
            .finds("nobody", "is on and means nobody", shows=("nobody is left of its includes but for its excludes",), distinct="people"),
        kit.tenant(_PEOPLE, kit.access_policy("empty", "mfa", users=(), groups=("staff",)), kit.group("staff")),
        kit.tenant(_PEOPLE, kit.access_policy("gone", "mfa", users=(), groups=("gone",)), kit.deleted("gone"))
            .finds("gone", degree=kit.Degree.PARTIAL, shows=("1 ids are deleted",))
            .finds("gone", "is on and means nobody", shows=("nobody is left of its includes but for its excludes",)),
        # everybody who is in is out again
        kit.tenant(_PEOPLE, kit.access_policy("ana", "mfa", users=("ana",), without_users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("nothing", "mfa", apps=("None",)))
            .finds("nothing", "is on and is about no resource", shows=("no application, user action or context is included",), distinct="resources"),
    ],
    other=[
        ("not_applicable", kit.tenant(_PEOPLE)),
        ("not_assessed", kit.tenant(
            _PEOPLE, kit.group("staff"), kit.gap(kit.collection.GROUP_MEMBERS, "staff"), kit.access_policy("staff", "mfa", users=(), groups=("staff",)),
        )),
    ],
)  # fmt: skip
def policies_are_alive(case: kit.Case) -> Iterator[kit.Finding]:
    """A list full of drafts and leftovers hides what is really on, and a policy whose group was deleted or emptied protects nobody while its name says that it
    does. An exclude that points at nothing is litter; an include that does is a hole.
    """
    if missing := case.missing(kit.collection.GROUP_MEMBERS):
        case.unknown(kit.collection.GROUP_MEMBERS, missing.says)
    for policy in case.each(case.resting.policies):
        yield from _state(policy)
        if policy.is_enforced.value:
            yield from _empty(case, policy)
        yield from _gone(case, policy)


def _state(policy: kit.AccessPolicy) -> Iterator[kit.Finding]:
    if policy.is_enforced.value is False:
        says = "only reports: nothing is enforced" if policy.is_report_only else "is off"
        yield _finding(policy, kit.Degree.PARTIAL, says, f"state {policy.row.state}", "state")


def _empty(case: kit.Case, policy: kit.AccessPolicy) -> Iterator[kit.Finding]:
    about = policy.resources
    if not (about.included - {"none"} or about.actions or about.contexts or about.filter):
        yield _finding(policy, kit.Degree.FAIL, "is on and is about no resource", "no application, user action or context is included", "resources")
    elif not policy.workloads.is_for_workloads and not _means_somebody(case, policy):
        yield _finding(policy, kit.Degree.FAIL, "is on and means nobody", "nobody is left of its includes but for its excludes", "people")


def _means_somebody(case: kit.Case, policy: kit.AccessPolicy) -> bool:
    """Whether anybody is meant, or may be; who is eligible for membership counts, and so does a role."""
    users, directory = policy.when.users, case.resting.world.directory
    if users is None:
        return False
    words = {one.lower() for one in users.include_users or ()} - {"none"}
    if "all" in words or "guestsorexternalusers" in words or users.include_roles or users.include_guests_or_external_users:
        return True
    circles = [directory.members(one, eligible=True) for one in users.include_groups or ()]
    for want in (want for circle in circles for want in circle.wants):
        case.unknown(want.collection, want.says)
    unread = case.missing(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES) if users.include_groups else None
    unread = None if unread and unread.is_unlicensed else unread
    unknown = bool(unread) or any(circle.wants for circle in circles)
    out = {one.lower() for one in users.exclude_users or ()}.union(*(directory.members(one).ids for one in users.exclude_groups or ()))
    inside = words.union(*(circle.ids for circle in circles)) - out
    somebody = any(not case.is_deleted(one) and not directory.is_group(one) for one in inside)
    if unread and not somebody:
        case.unknown(unread.name, f"whether anybody can be activated into a group of {policy.label} is not known: {unread.says}", unread.reason_code)
    return unknown or somebody


def _gone(case: kit.Case, policy: kit.AccessPolicy) -> Iterator[kit.Finding]:
    users = policy.when.users
    lists = (users.include_users, users.exclude_users, users.include_groups, users.exclude_groups) if users else ()
    gone = sorted({one.lower() for listed in lists for one in listed or () if "-" in one and case.is_deleted(one)})
    if gone:
        yield _finding(policy, kit.Degree.PARTIAL, f"names what no longer exists: {signins.named(gone)}", f"{len(gone)} ids are deleted", "deleted")


def _finding(policy: kit.AccessPolicy, degree: kit.Degree, says: str, observed: str, distinct: str) -> kit.Finding:
    return kit.Finding(
        degree=degree,
        subject=kit.Thing(kit.Kind.POLICY, policy.id, policy.label),
        says=says,
        evidence=(kit.Evidence("conditionalAccessPolicies", policy.id, observed),),
        distinct=distinct,
    )
