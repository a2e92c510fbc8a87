"""ROLE-009: Privileged assignments are few."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_GA, _READERS = kit.GLOBAL_ADMINISTRATOR, "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_USER_ADMINISTRATOR, _HELPDESK = "fe930be7-5e62-47db-91af-98c3a49a38b1", "729827e3-9c14-49f7-bb1b-9608f156bbb8"


def _eligible(number: int, role: str = _USER_ADMINISTRATOR, scope: str = "/") -> kit.Part:
    return kit.together(*(kit.eligible(role, to=f"admin{at}", scope=scope) for at in range(number)))


@kit.check(
    id="ROLE-009",
    title="Privileged assignments are few",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.LOW,
    talk=("T25",),
    needs=kit.WAYS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={kit.collection.ROLE_DEFINITIONS, kit.collection.GROUPS},
    judges_without_pim=True,
    thresholds=(kit.COMMON["privileged_assignments_max"],),
    remedy=(
        "Go through Privileged Identity Management > Microsoft Entra roles > Assignments role by role: remove what nobody needs, give a role over an "
        "administrative unit instead of the tenant, and a smaller role instead of Global Administrator. Gather people in a group that holds the role."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",),
    passes=[
        kit.tenant(_eligible(9)),
        # one group is one assignment, however many are in it
        kit.tenant(kit.standing(_USER_ADMINISTRATOR, to="admins"), *(kit.eligible_member(f"admin{at}", of="admins") for at in range(12))),
        # power over a unit is no power over the tenant, and a role that is not privileged none at all
        kit.tenant(kit.unit("school"), _eligible(12, scope=kit.unit_scope("school")), kit.eligible(_USER_ADMINISTRATOR, to="ana")),
        kit.tenant(_eligible(12, _READERS), kit.eligible(_USER_ADMINISTRATOR, to="ana")),
        # held for good and eligible as well: one person, one role
        kit.tenant(_eligible(9), kit.standing(_USER_ADMINISTRATOR, to="admin0")),
        # one of two is not more than half; break-glass accounts are no part of it
        kit.tenant(kit.two_break_glass_accounts(), kit.eligible(_GA, to="ana"), kit.eligible(_USER_ADMINISTRATOR, to="ben")),
        kit.tenant(_eligible(9), kit.deleted("ghost"), kit.standing(_USER_ADMINISTRATOR, to="ghost")),
        # who owns a group could make himself a member, and is none
        kit.tenant(kit.eligible(_USER_ADMINISTRATOR, to="ana"), kit.eligible_member("ben", of="admins"), kit.standing(_GA, to="admins"),
                   kit.owner("olga", of="admins")),
    ],
    partial=[
        kit.tenant(kit.eligible(_GA, to="ana"), kit.eligible(_GA, to="ben"), kit.eligible(_USER_ADMINISTRATOR, to="eva"))
            .finds("Example", "has 2 people who can be Global Administrator among 3 with a privileged role: more than half", distinct="share"),
    ],
    fails=[
        kit.tenant(_eligible(10)),
        kit.tenant(_eligible(9), kit.standing(_HELPDESK, to="eva")),
        kit.tenant(_eligible(5), kit.engagement(thresholds=kit.Thresholds(privileged_assignments_max=4)))
            .finds("Example", "has 5 assignments of privileged roles over the whole tenant, and 4 are enough", distinct="number"),
        kit.tenant(kit.without_pim(), *(kit.outside_pim(_USER_ADMINISTRATOR, to=f"admin{at}") for at in range(10))),
    ],
    other=[
        # what was assigned past PIM stands in the flat list alone
        ("not_assessed", kit.tenant(_eligible(9), kit.without(kit.collection.ROLE_ASSIGNMENTS))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.eligible(_READERS, to="ana"))),
    ],
)  # fmt: skip
def privileged_assignments_are_few(case: kit.Case) -> Iterator[kit.Finding]:
    """Every assignment is an account that is worth stealing, and somebody who has to be licensed, reviewed and trained. Microsoft advises fewer than ten. Where
    most of the administrators are Global Administrators, nobody has asked what their work needs.
    """
    people = roles.privileged_people(case, control=False)
    found = {(one.principal_id, one.role_id): one for one in case.but_break_glass(case.holdings()) if _counts(case, one)}
    case.judged(len(found))
    most = case.threshold("privileged_assignments_max")
    if len(found) > most:
        yield kit.Finding(
            degree=kit.Degree.FAIL, subject=case.tenant_thing(), distinct="number",
            says=f"has {len(found)} assignments of privileged roles over the whole tenant, and {most} are enough",
            evidence=tuple(found[key].evidence for key in sorted(found)),
        )  # fmt: skip
    yield from _mostly_global(case, people)


def _counts(case: kit.Case, one: kit.Holding) -> bool:
    return one.scope == "/" and not case.is_deleted(one.principal_id) and roles.is_privileged(case, case.role(one.role_id))


def _mostly_global(case: kit.Case, people: tuple[roles.Person, ...]) -> Iterator[kit.Finding]:
    ways = {one.thing.id: [way for way in one.ways if way.role.id == _GA] for one in people}
    among = [one for one in people if ways[one.thing.id]]
    if len(people) > 1 and len(among) * 2 > len(people):
        yield kit.Finding(
            degree=kit.Degree.PARTIAL, subject=case.tenant_thing(), distinct="share",
            says=f"has {len(among)} people who can be Global Administrator among {len(people)} with a privileged role: more than half",
            evidence=tuple(dict.fromkeys(row for one in among for row in ways[one.thing.id][0].path.evidence)),
        )  # fmt: skip
