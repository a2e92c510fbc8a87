"""PGR-002: Eligibility sits in one place, on purpose."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assessor import checkkit as kit

from . import _groups as g

_GA, _USER_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"


@dataclass(frozen=True)
class _Way:
    """One person, one group, one role, one scope."""

    inside: g.Inside
    group: kit.Thing
    holding: kit.Holding

    @property
    def word(self) -> str:
        """A, B, C or standing, as the talk has them."""
        activations = self.inside.activations + (self.holding.state is kit.State.ELIGIBLE)
        return "standing" if not activations else "C" if activations > 1 else "A" if self.inside.activations else "B"

    @property
    def rows(self) -> tuple[kit.Evidence, ...]:
        """The memberships and the role."""
        return (*self.inside.rows, self.holding.evidence)


@kit.check(
    id="PGR-002",
    title="Eligibility sits in one place, on purpose",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    talk=("T13",),
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Decide per role where people activate: the membership (eligible members of a group that holds the role: one approval for the whole bundle, settings "
        "per team) or the role (standing members of a group that is eligible: each role on its own, and the better choice for Exchange, SharePoint and "
        "Purview). Then change the other assignments in Privileged Identity Management > Groups or > Microsoft Entra roles, and drop the second activation."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-assign-member-owner",
    ),
    passes=[
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins")),
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins")),
        # A for one role and B for another is a choice, not a mixture
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.eligible(_USER_ADMIN, to="desk"),
                   kit.standing_member("bob", of="desk"))
            .tells(
                "Ways to roles, each person, group, role and scope once: 1 by eligible membership of an active group (A), 1 by membership of an eligible "
                "group (B), 0 with two activations (C), 0 standing; 0 roles are held directly.",
            ),
        # an activation that happens to run is still A
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("ana", of="admins"), kit.eligible_member("bob", of="admins")),
        # path B while the role is activated: the person shows up with the role, the group stays merely eligible
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.activated(_GA, to="ana")),
        # a break-glass account stands on purpose
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.standing_member("emergency1", of="admins"),
                   kit.break_glass("emergency1")),
        # on path B the running activation stands in the person's name: it is no role held directly, as those of Bob and Eva are
        kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.eligible(_GA, to="bob"), kit.eligible(_GA, to="eva"), kit.row(
            kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, id="running", principalId=kit.ident("ana"), roleDefinitionId=_GA, directoryScopeId="/",
            memberType="Direct", assignmentType="Activated", endDateTime=kit.days(1),
        ))
            .tells(
                "Ways to roles, each person, group, role and scope once: 0 by eligible membership of an active group (A), 1 by membership of an eligible "
                "group (B), 0 with two activations (C), 0 standing; 2 roles are held directly.",
            ),
    ],
    partial=[
        # path C: the membership and then the role
        kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"))
            .finds(
                "admins", "leads ana@example.onmicrosoft.com to Global Administrator only by two activations, one after the other",
                distinct=f"{kit.GLOBAL_ADMINISTRATOR}:/",
            )
            .tells(
                "Ways to roles, each person, group, role and scope once: 0 by eligible membership of an active group (A), 0 by membership of an eligible "
                "group (B), 1 with two activations (C), 0 standing; 0 roles are held directly.",
            ),
        # A by one group and B by another, one role
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.eligible(_GA, to="desk"),
                   kit.standing_member("bob", of="desk")),
        # a group inside the group: two activations as well
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("inner", of="admins"), kit.group("inner", isAssignableToRole=False),
                   kit.eligible_member("ana", of="inner")),
        # one finding for all who come by the group
        kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.eligible_member("bob", of="admins"))
            .finds("admins", "leads 2 people to Global Administrator only by two activations, one after the other"),
    ],
    fails=[
        kit.tenant(kit.standing(_GA, to="admins"), kit.standing_member("ana", of="admins"))
            .finds("ana", "stands in admins, which holds Global Administrator: nothing has to be activated", distinct=kit.ident("admins"))
            .tells(
                "Ways to roles, each person, group, role and scope once: 0 by eligible membership of an active group (A), 0 by membership of an eligible "
                "group (B), 0 with two activations (C), 1 standing; 0 roles are held directly.",
            ),
        # eligible and standing at once: the stronger counts
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.standing_member("ana", of="admins")),
        # the group holds the role actively and is eligible for it as well
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins")),
        # over one unit only, and standing all the same
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.standing_member("ana", of="desk")),
        # held directly as well, by somebody who is activated and somebody who stands: that is another check's
        kit.tenant(kit.standing(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.standing(_GA, to="bob"), kit.activated(_GA, to="eva"))
            .finds("ana", "stands in admins, which holds Global Administrator: nothing has to be activated")
            .tells(
                (
                    "Ways to roles, each person, group, role and scope once: 0 by eligible membership of an active group (A), 0 by membership of an eligible "
                    "group (B), 0 with two activations (C), 1 standing; 2 roles are held directly."
                ),
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="ana"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="admins"), kit.group("admins"))),
        ("not_assessed", kit.tenant(
            kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "admins"),
        )),
    ],
)  # fmt: skip
def eligibility_in_one_place(case: kit.Case) -> Iterator[kit.Finding]:
    """Eligible membership of an active group, or standing membership of an eligible group: both are sound, each has its own policy, audit trail and delay.
    Used side by side for one role they leave nobody sure which setting guards it, and the weaker one is the one that an attacker takes. Both at once
    make people activate twice; neither leaves them standing.
    """
    ways = [way for group, holdings in g.role_holders(case) for way in _ways(case, group, holdings)]
    case.judged(len(ways))
    if ways:
        case.note(_histogram(case, ways))
    yield from _standing(case, ways)
    yield from _twice(case, ways)
    yield from _mixed(case, ways)


def _ways(case: kit.Case, group: kit.Thing, holdings: tuple[kit.Holding, ...]) -> Iterator[_Way]:
    held = g.strongest(holdings)
    for one in g.people(case, group.id):
        if one.is_known:
            yield from (_Way(one, group, holding) for holding in held)


def _histogram(case: kit.Case, ways: list[_Way]) -> str:
    number = Counter(way.word for way in ways)
    direct = {(one.principal_id, one.role_id, one.scope) for one in case.but_break_glass(case.holdings()) if _is_direct(case, one)}
    return (
        f"Ways to roles, each person, group, role and scope once: {number['A']} by eligible membership of an active group (A), {number['B']} by membership of "
        f"an eligible group (B), {number['C']} with two activations (C), {number['standing']} standing; {len(direct)} roles are held directly."
    )


def _is_direct(case: kit.Case, one: kit.Holding) -> bool:
    return case.thing(one.principal_id).kind is kit.Kind.USER and one.state is not kit.State.ACTIVATED


def _standing(case: kit.Case, ways: list[_Way]) -> Iterator[kit.Finding]:
    found = _by(ways, "standing", lambda way: (way.group.id, way.inside.thing.id))
    for same in found:
        roles = g.names(case, (way.holding for way in same))
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=same[0].inside.thing,
            says=f"stands in {same[0].group.label}, which holds {roles}: nothing has to be activated",
            evidence=_rows(same),
            distinct=same[0].group.id,
        )


def _twice(case: kit.Case, ways: list[_Way]) -> Iterator[kit.Finding]:
    for same in _by(ways, "C", lambda way: (way.group.id, way.holding.role_id, way.holding.scope)):
        first = same[0]
        yield kit.Finding(
            degree=kit.Degree.PARTIAL,
            subject=first.group,
            says=f"leads {_people(same)} to {case.role(first.holding.role_id).name} only by two activations, one after the other",
            evidence=_rows(same),
            distinct=f"{first.holding.role_id}:{first.holding.scope}",
        )


def _mixed(case: kit.Case, ways: list[_Way]) -> Iterator[kit.Finding]:
    for role_id in sorted({way.holding.role_id for way in ways}):
        sides = {word: [way for way in ways if way.holding.role_id == role_id and way.word == word] for word in ("A", "B")}
        if all(sides.values()):
            groups = {word: ", ".join(sorted({way.group.label for way in side})) for word, side in sides.items()}
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=case.role(role_id).thing,
                says=f"is reached in two ways: by eligible membership of {groups['A']}, and by membership of {groups['B']}, which is eligible for the role",
                evidence=_rows([*sides["A"], *sides["B"]]),
            )


def _by(ways: list[_Way], word: str, key: Callable[[_Way], tuple[str, ...]]) -> list[list[_Way]]:
    found: dict[tuple[str, ...], list[_Way]] = {}
    for way in ways:
        if way.word == word:
            found.setdefault(key(way), []).append(way)
    return [found[one] for one in sorted(found)]


def _people(ways: list[_Way]) -> str:
    number = len({way.inside.thing.id for way in ways})
    return ways[0].inside.thing.label if number == 1 else f"{number} people"


def _rows(ways: list[_Way]) -> tuple[kit.Evidence, ...]:
    return tuple(dict.fromkeys(row for way in ways for row in way.rows))
