"""PGR-015: Role-assignable groups are used."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_LIMIT = 500
"""A tenant may have so many role-assignable groups (Microsoft, directory-service-limits-restrictions)."""


@kit.check(
    id="PGR-015",
    title="Role-assignable groups are used",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.LOW,
    talk=("T22",),
    needs=kit.ROLE_SCHEDULES | {kit.collection.GROUPS, kit.collection.PIM_GROUPS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses=kit.GROUP_SCHEDULES | {kit.collection.CONDITIONAL_ACCESS_POLICIES},
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="used_percent_max", default=80, unit="percent", says="Share of the possible role-assignable groups, in percent, at most", most=100),
    ),
    remedy="Give the group the role that it was made for, or delete it. A tenant has room for 500 role-assignable groups, and the property cannot be removed.",
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",),
    passes=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group("admins")),
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group("admins")),
        kit.tenant(kit.group("admins"), kit.pim_group("admins")),
        # only a schedule tells that PIM manages it
        kit.tenant(kit.group("admins"), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("ana"), accessId="member",
        )),
        # made role-assignable so that lesser administrators cannot edit whom policies leave out
        kit.tenant(kit.group("left out"), kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id="p", displayName="MFA", state="enabled",
            conditions={"users": {"includeUsers": ["All"], "excludeGroups": [kit.ident("left out")]}},
        )),
        # a policy that does not say for whom it is names no group
        kit.tenant(kit.group("admins"), kit.pim_group("admins"), kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id="p", displayName="draft", state="disabled", conditions={"users": None},
        )),
    ],
    fails=[
        kit.tenant(kit.group("forgotten"))
            .finds("forgotten", "is role-assignable, and holds no role, is not managed by PIM and stands in no policy", shows=("isAssignableToRole true",)),
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group("admins"), kit.group("forgotten")),
        # a role whose assignment has ended is none
        kit.tenant(kit.time_bound(kit.GLOBAL_ADMINISTRATOR, to="admins", until=-1), kit.group("admins"), kit.without(kit.collection.ROLE_ASSIGNMENTS)),
        kit.tenant(lambda draft: kit.together(*(kit.pim_group(f"g{number}") for number in range(401)))(draft)),
        # the customer's own number
        kit.tenant(*(kit.pim_group(f"g{number}") for number in range(6)), kit.setting("PGR-015", used_percent_max=1)),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.group("staff", isAssignableToRole=False))),
        # where else the group may be used was not read
        ("not_assessed", kit.tenant(kit.group("forgotten"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))),
        ("not_assessed", kit.tenant(kit.group("forgotten"), kit.without(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))),
        ("fail", kit.tenant(kit.group("forgotten"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed"))),
    ],
)  # fmt: skip
def role_assignable_groups_are_used(case: kit.Case) -> Iterator[kit.Finding]:
    """A role-assignable group without a role waits for one: its members were chosen for something that nobody remembers, and the day somebody gives it a role
    they all have it. The tenant's room for such groups is limited, too.
    """
    assignable = [row for row in case.read(kit.collection.GROUPS) if row.is_assignable_to_role is True]
    used = set(case.role_holding_groups()) | _named_by_policies(case) | {one.id.lower() for one in case.resolved.break_glass_groups}
    uses: tuple[kit.Collection[Any], ...] = (*kit.GROUP_SCHEDULES, kit.collection.CONDITIONAL_ACCESS_POLICIES)
    unread = [one for one in uses if _is_unread(case, one)]
    for row in case.each(assignable):
        if row.id.lower() not in used and not case.is_in_pim(row.id):
            if unread:
                case.lean_on(*unread)
                continue
            says = "is role-assignable, and holds no role, is not managed by PIM and stands in no policy"
            evidence = kit.Evidence(kit.collection.GROUPS.name, row.id, "isAssignableToRole true")
            yield kit.Finding(degree=kit.Degree.FAIL, subject=case.thing(row.id), says=says, evidence=(evidence,))
    if 100 * len(assignable) > _LIMIT * case.threshold("used_percent_max"):
        says = f"has {len(assignable)} role-assignable groups of the {_LIMIT} that a tenant may have"
        evidence = kit.Evidence(kit.collection.GROUPS.name, None, f"{len(assignable)} rows with isAssignableToRole true")
        yield kit.Finding(degree=kit.Degree.FAIL, subject=case.tenant_thing(), says=says, evidence=(evidence,))


def _is_unread(case: kit.Case, collection: kit.Collection[Any]) -> bool:
    """Whether a use of the group may stand in what could not be read; where the tenant lacks the licence, nothing stands there."""
    missing = case.missing(collection)
    return missing is not None and not missing.is_unlicensed


def _named_by_policies(case: kit.Case) -> set[str]:
    found: set[str] = set()
    for policy in case.find(kit.collection.CONDITIONAL_ACCESS_POLICIES) or ():
        users = policy.when.users
        for ids in (users.include_groups, users.exclude_groups) if users else ():
            found.update(one.lower() for one in ids or ())
    return found
