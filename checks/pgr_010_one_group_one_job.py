"""PGR-010: One group, one job."""

from collections import Counter
from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_GA = kit.GLOBAL_ADMINISTRATOR
_USER_ADMIN, _HELPDESK, _GROUPS_ADMIN = "fe930be7-5e62-47db-91af-98c3a49a38b1", "729827e3-9c14-49f7-bb1b-9608f156bbb8", "fdd7a751-b60b-444a-984c-02652fe8fa1c"
_OF_TIER0 = kit.PRIVILEGED_ROLE_ADMINISTRATOR, kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR
_MOST = 8
_SMALL = (
    _USER_ADMIN, _HELPDESK, _GROUPS_ADMIN, "4d6ac14f-3453-41d0-bef9-a3e0c569773a", "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    "5d6b6bb7-de71-4623-b4af-96380a352509", "69091246-20e8-4a56-aa4d-066075b2a7a8", "17315797-102d-40b4-93e0-432062caca18",
    "95e79109-95c0-4d8e-aee3-d01accf2d47b",
)  # fmt: skip
"""Nine roles of no tier 0."""


@kit.check(
    id="PGR-010",
    title="One group, one job",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    talk=("T22",),
    needs=kit.ROLE_SCHEDULES | {kit.collection.GROUPS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="roles_max", default=8, unit="roles", says="Roles of one group, at most"),
    ),
    remedy=(
        "Split the bundle: one role-assignable group per role, or per task with roles of one tier, each with PIM settings that fit it. Give Global "
        "Administrator a group of its own, since it contains everything else. Change the roles under Entra admin center > Entra ID > Groups > the group > "
        "Assigned roles."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("admins"))
            .tells("Roles per group: 1 group of one role (1:1), 0 groups of several (1:n)."),
        # several roles of one tier for one task
        kit.tenant(kit.group("desk"), kit.standing(_USER_ADMIN, to="desk"), kit.standing(_HELPDESK, to="desk")),
        kit.tenant(kit.group("core"), *(kit.standing(role, to="core") for role in _OF_TIER0)),
        # one role over two units, active here and eligible there, is one role
        kit.tenant(kit.unit("north"), kit.unit("south"), kit.group("desk"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("north")),
                   kit.eligible(_USER_ADMIN, to="desk", scope=kit.unit_scope("south"))),
        # eight roles are a persona
        kit.tenant(kit.group("desk"), *(kit.standing(role, to="desk") for role in _SMALL[:_MOST])),
        # a person with many roles is no bundle
        kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.standing(_GA, to="ana"), kit.standing(_USER_ADMIN, to="ana")),
    ],
    partial=[kit.tenant(kit.group("desk"), *(kit.standing(role, to="desk") for role in _SMALL))
            .finds(
                "desk", (
                    "bundles 9 roles; more than 8 are hardly one job (Compliance Administrator, Global Reader, Groups Administrator, Guest Inviter, Helpdesk "
                    "Administrator, License Administrator, Security Reader, Teams Administrator and 1 more)"
                ),
                severity=kit.Severity.LOW,
            ),
        # the customer's own number
        kit.tenant(kit.group("desk"), *(kit.standing(role, to="desk") for role in _SMALL[:3]), kit.setting("PGR-010", roles_max=2)),
    ],
    fails=[
        kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.standing(_USER_ADMIN, to="admins"))
            .finds("admins", "bundles Global Administrator, which contains everything else, with 1 other role (Global Administrator, User Administrator)")
            .tells("Roles per group: 0 groups of one role (1:1), 1 group of several (1:n); 2 roles: 1 group."),
        # with a role of the same tier it is no better: Global Administrator contains it
        kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="admins")),
        kit.tenant(kit.group("mixed"), kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="mixed"), kit.standing(_HELPDESK, to="mixed"))
            .finds(
                "mixed", (
                    "bundles roles of tier 0 with lesser ones, Privileged Role Administrator with Helpdesk Administrator for one (Helpdesk Administrator, "
                    "Privileged Role Administrator)"
                ),
            ),
        # the lesser one is named, in whatever order their ids stand
        kit.tenant(kit.group("mixed"), kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="mixed"), kit.standing(_USER_ADMIN, to="mixed"))
            .finds(
                "mixed", (
                    "bundles roles of tier 0 with lesser ones, Privileged Role Administrator with User Administrator for one (Privileged Role Administrator, "
                    "User Administrator)"
                ),
            ),
        # an eligible role and one over a unit count as well
        kit.tenant(kit.unit("school"), kit.group("mixed"), kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="mixed"),
                   kit.standing(_HELPDESK, to="mixed", scope=kit.unit_scope("school"))),
        # without PIM the flat list tells which group holds what
        kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins"), kit.outside_pim(_HELPDESK, to="admins")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_GA, to="ana"))),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.standing(_GA, to="ghost"), kit.standing(_HELPDESK, to="ghost"))),
        # without PIM's schedules the flat list has to be there
        ("not_assessed", kit.tenant(kit.without_pim(), kit.group("admins"), kit.without(kit.collection.ROLE_ASSIGNMENTS))),
        ("not_assessed", kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.without(kit.collection.GROUPS))),
        # who is in the group does not matter here
        ("pass", kit.tenant(kit.group("admins"), kit.standing(_GA, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
    ],
)  # fmt: skip
def one_group_one_job(case: kit.Case) -> Iterator[kit.Finding]:
    """A member activates the whole bundle for whichever of its roles the work needs, under one setting for all of them. Mixed tiers hand tier 0 to people who
    reset passwords, or burden the helpdesk with tier 0's approvals until somebody loosens them; beside Global Administrator every other role is idle.
    """
    sizes: Counter[int] = Counter()
    for group, holdings in case.each(g.role_holders(case)):
        roles = [case.role(role_id) for role_id in sorted({one.role_id for one in holdings})]
        sizes[len(roles)] += 1
        if fault := _fault(roles, case.threshold("roles_max")):
            yield _finding(case, group, holdings, *fault)
    if sizes:
        case.note(_histogram(sizes))


def _fault(roles: list[kit.Role], most: int) -> tuple[kit.Degree, kit.Severity | None, str] | None:
    upper = [role for role in roles if role.tier0]
    if len(roles) > 1 and any(role.id == _GA for role in roles):
        return kit.Degree.FAIL, None, f"bundles Global Administrator, which contains everything else, with {_count(len(roles) - 1, 'other role')}"
    if upper and len(upper) < len(roles):
        lower = next(role for role in roles if not role.tier0)
        return kit.Degree.FAIL, None, f"bundles roles of tier 0 with lesser ones, {upper[0].name} with {lower.name} for one"
    if len(roles) > most:
        return kit.Degree.PARTIAL, kit.Severity.LOW, f"bundles {len(roles)} roles; more than {most} are hardly one job"
    return None


def _finding(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...], degree: kit.Degree, severity: kit.Severity | None, says: str) -> kit.Finding:
    listed = g.names(case, holdings, most=_MOST)
    return kit.Finding(degree=degree, subject=group, says=f"{says} ({listed})", evidence=g.rows(holdings), severity=severity)


def _histogram(sizes: Counter[int]) -> str:
    several = [f"{_count(number, 'role')}: {_count(sizes[number], 'group')}" for number in sorted(sizes) if number > 1]
    of_one = f"{_count(sizes[1], 'group')} of one role (1:1)"
    return f"Roles per group: {of_one}, {_count(sum(sizes.values()) - sizes[1], 'group')} of several (1:n)" + (f"; {', '.join(several)}." if several else ".")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
