"""ADU-003: Unit administrators rotate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessor import checkkit as kit

from . import _groups as g
from . import _units as u

_USER_ADMIN, _HELPDESK = "fe930be7-5e62-47db-91af-98c3a49a38b1", "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_FOREVER = 9000
"""From this year on an end date is Graph's way to say that there is none."""
_UNIT, _SCOPE = kit.unit("class"), kit.unit_scope("class")
_GROUP = kit.standing(_USER_ADMIN, to="desk", scope=_SCOPE)


@dataclass(frozen=True)
class _Post:
    """One person, one role over one unit, by one way."""

    person: kit.Thing
    unit_id: str
    role_id: str
    standing: bool
    start: datetime | None
    ends: bool
    via: kit.Thing | None
    rows: tuple[kit.Evidence, ...]


@kit.check(
    id="ADU-003",
    title="Unit administrators rotate",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.MEDIUM,
    talk=("T08",),
    needs=kit.ROLE_SCHEDULES,
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={*u.DELEGATIONS, *g.READS, kit.collection.ADMINISTRATIVE_UNITS},
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="held_days_max", default=400, unit="days", says="Days after which somebody has administered a unit for too long"),
    ),
    remedy=(
        "Give the scoped role to a role-assignable group that PIM manages, and make this year's people eligible members with an end at the close of the school "
        "year (Privileged Identity Management > Groups > the group > Assignments > Add assignments). Renew by hand or by an access review; remove who left "
        "under Admin units > the unit > Roles and administrators."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/manage-roles-portal",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/administrative-units",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-assign-member-owner",
    ),
    passes=[
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE)),
        # the group's own scoped role may stand: its members end
        kit.tenant(_UNIT, _GROUP, kit.eligible_member("ana", of="desk")),
        kit.tenant(_UNIT, _GROUP, kit.activated_member("ana", of="desk")),
        # path B: the members stand, the role over the unit is eligible and ends
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="desk", scope=_SCOPE), kit.standing_member("ana", of="desk")),
        kit.tenant(_UNIT, kit.activated(_USER_ADMIN, to="ana", scope=_SCOPE)),
        kit.tenant(_UNIT, kit.time_bound(_USER_ADMIN, to="ana", scope=_SCOPE)),
        # 400 days to the day
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, since=-400)),
        # a permanent administrator of the whole tenant, of a unit that was deleted, and one who was deleted himself are other checks'
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE), kit.standing(_USER_ADMIN, to="bob"),
                   kit.standing(_USER_ADMIN, to="eva", scope=kit.unit_scope("gone")), kit.deleted("ghost"), kit.standing(_HELPDESK, to="ghost", scope=_SCOPE)),
        # a break-glass account stands on purpose; a service principal does not go with the school year
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE), kit.break_glass("emergency1"),
                   kit.standing(_USER_ADMIN, to="emergency1", scope=_SCOPE), kit.service_principal("robot"), kit.standing(_HELPDESK, to="robot", scope=_SCOPE)),
    ],
    partial=[
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, until=None)),
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, since=-401)),
        kit.tenant(_UNIT, _GROUP, kit.eligible_member("ana", of="desk", until=None))
            .finds(
                "ana", "has User Administrator over class through desk and is eligible without an end",
                distinct=f"fe930be7-5e62-47db-91af-98c3a49a38b1:{kit.ident('class')}",
            ),
        kit.tenant(_UNIT, _GROUP, kit.eligible_member("ana", of="desk", since=-500)),
        # Graph's other way to say that there is no end
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, until=2_547_048)),
        # path B without an end on either side
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="desk", scope=_SCOPE, until=None), kit.standing_member("ana", of="desk")),
        # the customer's own number
        kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, since=-40), kit.setting("ADU-003", held_days_max=30)),
    ],
    fails=[
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="ana", scope=_SCOPE))
            .finds("ana", "has User Administrator over class and is permanently active"),
        kit.tenant(_UNIT, kit.time_bound(_USER_ADMIN, to="ana", scope=_SCOPE, until=2_547_048))
            .finds("ana", "has User Administrator over class and is permanently active"),
        # two faults at once: the graver one decides
        kit.tenant(_UNIT, kit.person("ana", accountEnabled=False), kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE, until=None))
            .finds("ana", "has User Administrator over class and is a disabled account, is eligible without an end"),
        # eligible and permanent at once: the stronger counts
        kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="ana", scope=_SCOPE), kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE)),
        kit.tenant(_UNIT, kit.outside_pim(_USER_ADMIN, to="ana", scope=_SCOPE)),
        # a standing member of the group is a permanent administrator of the unit
        kit.tenant(_UNIT, _GROUP, kit.standing_member("ana", of="desk")),
        kit.tenant(_UNIT, _GROUP, kit.group("desk"), kit.plain_member("ana", of="desk")),
        kit.tenant(_UNIT, kit.person("ana", accountEnabled=False), kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE))
            .finds("ana", "has User Administrator over class and is a disabled account"),
        kit.tenant(_UNIT, kit.person("gast", userType="Guest"), _GROUP, kit.eligible_member("gast", of="desk")),
        kit.tenant(_UNIT, kit.person("ext", userPrincipalName="ext_partner.example#EXT#@example.onmicrosoft.com"),
                   kit.eligible(_USER_ADMIN, to="ext", scope=_SCOPE))
            .finds("ext_partner.example#EXT#@example.onmicrosoft.com", "has User Administrator over class and comes from another directory"),
        # without PIM nobody can be given a role until a date
        kit.tenant(kit.without_pim(), _UNIT, kit.outside_pim(_USER_ADMIN, to="ana", scope=_SCOPE)),
        # not all units were read: nobody can say that this one is gone
        kit.tenant(kit.gap(kit.collection.ADMINISTRATIVE_UNITS, "page"), kit.standing(_USER_ADMIN, to="ana", scope=kit.unit_scope("elsewhere"))),
    ],
    other=[
        # somebody has a role over the unit, and nobody can tell which
        ("not_assessed", kit.tenant(kit.unit("class"), kit.person("ana"), kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS, id="x", administrativeUnitId=kit.ident("class"), roleId="nobody-knows",
            roleMemberInfo={"id": kit.ident("ana")},
        ))),
        ("not_applicable", kit.tenant(_UNIT, kit.standing(_USER_ADMIN, to="ana"))),
        ("not_assessed", kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE), kit.without(kit.collection.USERS))),
        ("not_assessed", kit.tenant(_UNIT, kit.person("ana", accountEnabled=kit.UNSET), kit.eligible(_USER_ADMIN, to="ana", scope=_SCOPE))),
        # that she is a person is known from the list of members alone
        ("not_assessed", kit.tenant(_UNIT, kit.eligible(_USER_ADMIN, to="desk", scope=_SCOPE), kit.group("desk"), kit.plain_member("ana", of="desk"),
                                    kit.without(kit.collection.USERS))),
        ("not_assessed", kit.tenant(_UNIT, _GROUP, kit.eligible_member("ana", of="desk"), kit.gap(kit.collection.GROUP_MEMBERS, "desk"))),
        ("fail", kit.tenant(_UNIT, kit.standing(_HELPDESK, to="bob", scope=_SCOPE), _GROUP, kit.eligible_member("ana", of="desk"),
                            kit.gap(kit.collection.GROUP_MEMBERS, "desk"))),
    ],
)  # fmt: skip
def unit_administrators_rotate(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever runs a class or a branch this year does not run it next year, and nobody tells the directory: a role over a unit cannot be given by rule. Without
    an end date last year's teachers go on resetting passwords of children whom they no longer teach, and accounts that were closed or lent keep the right.
    """
    case.tell_unmapped()
    posts = [post for post in _posts(case) if post.person.kind is kit.Kind.USER]
    case.judged(len({(post.person.id, post.unit_id, post.role_id) for post in posts}))
    for post in posts:
        faults = list(_faults(case, post))
        if faults:
            yield _finding(case, post, faults)


def _posts(case: kit.Case) -> Iterator[_Post]:
    for unit_id, holdings in u.delegations(case).items():
        for one in holdings:
            holder = case.thing(one.principal_id)
            if holder.kind is kit.Kind.GROUP:
                yield from _through(case, unit_id, holder, one)
            elif one.state not in (kit.State.ACTIVATED, kit.State.ACTIVE):  # what is activated is eligible as well
                standing = one.state is not kit.State.ELIGIBLE
                yield _Post(_told(case, holder), unit_id, one.role_id, standing, one.start, _ends(one.end), None, (one.evidence,))


def _told(case: kit.Case, holder: kit.Thing) -> kit.Thing:
    if holder.kind is kit.Kind.UNKNOWN:
        case.unknown(kit.collection.USERS, f"who {holder.id}, who has a role over a unit, is, is not in the snapshot")
    return holder


def _through(case: kit.Case, unit_id: str, group: kit.Thing, power: kit.Holding) -> Iterator[_Post]:
    """The group's people: their way ends with its first part that ends, and began when they came."""
    for one in g.people(case, group.id):
        if one.is_known:
            ends = any(_ends(end) for end in (power.end, *(link.end for link in one.chain)))
            standing = one.is_standing and power.state is not kit.State.ELIGIBLE
            yield _Post(one.thing, unit_id, power.role_id, standing, one.chain[0].start, ends, group, (*one.rows, power.evidence))


def _ends(end: datetime | None) -> bool:
    return end is not None and end.year < _FOREVER


def _faults(case: kit.Case, post: _Post) -> Iterator[tuple[kit.Degree, str]]:
    user = case.user(post.person.id)
    if user is None or user.account_enabled is kit.UNSET:
        case.unknown(kit.collection.USERS, f"whether the account of {post.person.label} is enabled is not in the snapshot")
    elif user.account_enabled is False:
        yield kit.Degree.FAIL, "is a disabled account"
    if g.is_external(case, post.person):
        yield kit.Degree.FAIL, "comes from another directory"
    if not post.ends:
        yield (kit.Degree.FAIL, "is permanently active") if post.standing else (kit.Degree.PARTIAL, "is eligible without an end")
    if post.start and case.taken_at - post.start > timedelta(days=case.threshold("held_days_max")):
        yield kit.Degree.PARTIAL, f"has been there since {post.start:%Y-%m-%d}"


def _finding(case: kit.Case, post: _Post, faults: list[tuple[kit.Degree, str]]) -> kit.Finding:
    unit, role = u.thing(case, post.unit_id), case.role(post.role_id)
    via = f" through {post.via.label}" if post.via else ""
    return kit.Finding(
        degree=kit.Degree.FAIL if any(degree is kit.Degree.FAIL for degree, _ in faults) else kit.Degree.PARTIAL,
        subject=post.person,
        says=f"has {role.name} over {unit.label}{via} and {', '.join(says for _, says in faults)}",
        evidence=post.rows,
        distinct=f"{post.role_id}:{post.unit_id}",
    )
