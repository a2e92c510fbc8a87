"""GA-003: Two to four people can become Global Administrator."""

from collections.abc import Iterator

from assessor import checkkit as kit

_NAMED = 10
"""So many people are told by name in the notes; the rest is counted."""


def _eligible_people(number: int) -> kit.Example:
    return kit.tenant(*(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to=f"person{i}") for i in range(number)), kit.two_break_glass_accounts())


@kit.check(
    id="GA-003",
    title="Two to four people can become Global Administrator",
    theme=kit.Theme.GLOBAL_ADMINISTRATORS,
    severity=kit.Severity.HIGH,
    talk=("T01",),
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on=kit.WAYS | {kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUP_OWNERS},
    judges_without_pim=True,
    thresholds=(kit.COMMON["global_administrators_max"],),
    remedy=(
        "Give people the narrower role that their work needs, and keep two to four for Global Administrator. Remove eligibility as well as active "
        "assignments, and look into every group on the way, nested ones included."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",),
    frameworks={"scuba": ("MS.AAD.7.1v1",)},
    passes=[
        _eligible_people(2),
        _eligible_people(4),
        # one person by three ways is one person
        kit.tenant(
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="bob"), kit.two_break_glass_accounts(),
        ),
        # an owner can make himself one: told in the notes, not counted
        kit.tenant(
            *(kit.eligible_member(f"person{i}", of="admins") for i in range(4)), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
            kit.owner("olga", of="admins"), kit.two_break_glass_accounts(),
        )
            .tells(
                "olga@example.onmicrosoft.com is not counted but can make themselves Global Administrator: olga@example.onmicrosoft.com is an owner of "
                "admins permanently and can add members, then admins holds Global Administrator permanently.",
            ),
    ],
    fails=[
        _eligible_people(1)
            .finds(
                "Example", "has one person besides break-glass accounts who can become Global Administrator; nobody can stand in",
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "no further person on any way to Global Administrator",),
            ),
        _eligible_people(5)
            .finds(
                "Example", (
                    "has 5 people who are or can become Global Administrator; at most 4 should be: person0@example.onmicrosoft.com, "
                    "person4@example.onmicrosoft.com, person1@example.onmicrosoft.com, person3@example.onmicrosoft.com, person2@example.onmicrosoft.com"
                ),
            ),
        # eligible by a group inside a group, over two activations
        kit.tenant(
            *(kit.standing_member(f"person{i}", of="inner") for i in range(5)), kit.eligible_member("inner", of="outer"),
            kit.group("inner", isAssignableToRole=False), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="outer"), kit.two_break_glass_accounts(),
        ),
        kit.tenant(kit.without_pim(), *(kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to=f"person{i}") for i in range(6)), kit.two_break_glass_accounts()),
    ],
    other=[
        ("not_assessed", _eligible_people(2).but(kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))),
        ("not_assessed", _eligible_people(1).but(
            kit.group("more"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"),
        )),
        ("fail", _eligible_people(5).but(kit.group("more"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"))),
    ],
)  # fmt: skip
def two_to_four_people(case: kit.Case) -> Iterator[kit.Finding]:
    """Every further Global Administrator is a further account whose loss is the loss of the tenant; a single one cannot fall ill. Microsoft advises fewer
    than five people, and counting means people, over every way: direct, through groups, nested, standing or eligible.
    """
    people = case.people_to(kit.GLOBAL_ADMINISTRATOR)
    counted = [one for one in people if one.path_class is not kit.PathClass.CONTROL]
    case.judged()
    _tell_of_control(case, [one for one in people if one.path_class is kit.PathClass.CONTROL])
    most = case.threshold("global_administrators_max")
    if len(counted) > most:
        yield _too_many(case, counted, most)
    elif len(counted) < 2 and not case.unknowns:  # what could not be read may hold the second person
        yield _too_few(case, counted)


def _tell_of_control(case: kit.Case, people: list[kit.PrincipalPaths]) -> None:
    for one in people[:_NAMED]:
        can = "may be able to" if one.paths[0].certainty is kit.Confidence.POSSIBLE else "can"
        case.note(f"{one.principal.label} is not counted but {can} make themselves Global Administrator: {one.paths[0].in_words}.")
    if len(people) > _NAMED:
        case.note(f"{len(people) - _NAMED} more people are not counted but can make themselves Global Administrator by control over somebody or something.")


def _too_many(case: kit.Case, counted: list[kit.PrincipalPaths], most: int) -> kit.Finding:
    names = ", ".join(one.principal.label for one in counted[:10])
    more = f" and {len(counted) - 10} more" if len(counted) > 10 else ""
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.tenant_thing(),
        says=f"has {len(counted)} people who are or can become Global Administrator; at most {most} should be: {names}{more}",
        evidence=tuple(dict.fromkeys(row for one in counted for row in one.paths[0].evidence)),
    )


def _too_few(case: kit.Case, counted: list[kit.PrincipalPaths]) -> kit.Finding:
    rows = tuple(row for one in counted for row in one.paths[0].evidence)
    nobody = kit.Evidence(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES.name, None, "no further person on any way to Global Administrator")
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.tenant_thing(),
        says=f"has {('nobody', 'one person')[len(counted)]} besides break-glass accounts who can become Global Administrator; nobody can stand in",
        evidence=(*rows, nobody),
    )
