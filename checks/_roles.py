"""What the checks of privileged roles share: who has a way to which privileged role, and every assignment there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor import checkkit as kit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DIRECTORY_SYNCHRONISATION = frozenset({"d29b2b05-8046-44ba-8758-1e26182fcf32", "a92aed5d-d78a-4d16-b381-09adb37eb3b0"})
"""Directory Synchronization Accounts and On Premises Directory Sync Account: permanent by design, judged by a check of their own."""

ASSIGNMENTS = kit.ROLE_SCHEDULES | {kit.collection.ROLE_ASSIGNMENTS}
"""Every assignment of a role, as PIM knows it and as the flat list does."""

CONTROL: frozenset[kit.Collection[Any]] = frozenset({
    kit.collection.APP_ROLE_ASSIGNMENTS, kit.collection.APPLICATIONS, kit.collection.APPLICATION_OWNERS, kit.collection.SERVICE_PRINCIPALS,
    kit.collection.SERVICE_PRINCIPAL_OWNERS,
})  # fmt: skip
"""What ways of class `control` rest on beside the owners of groups."""

_NAMED = 10
"""So many names stand in a sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Way:
    """One privileged role over one scope, and how one person comes to it."""

    role: kit.Role
    scope: str
    path: kit.Path
    """The strongest one."""

    @property
    def strength(self) -> tuple[bool, bool, int, str, str]:
        """Sorts the most powerful first: tier 0, certainly privileged, held rather than eligible."""
        rank = self.path.path_class.rank if self.path.path_class else 99
        return not self.role.tier0, self.role.privileged is not True, rank, self.role.name, self.scope


@dataclass(frozen=True, slots=True)
class Person:
    """A person, and every privileged role on the way; the most powerful first."""

    thing: kit.Thing
    ways: tuple[Way, ...]

    @property
    def best(self) -> Way:
        """The way that says most."""
        return self.ways[0]

    @property
    def in_words(self) -> str:
        """The best way, and how many roles there are beside it."""
        others = len({way.role.id for way in self.ways} - {self.best.role.id})
        more = f"; and {others} more privileged {'role' if others == 1 else 'roles'}" if others else ""
        return f"{self.best.role.name}: {self.best.path.in_words}{more}"


def privileged_people(case: kit.Case, *, control: bool) -> tuple[Person, ...]:
    """Everybody but break-glass who holds or can become a privileged role; `control` adds those who would first have to change something.

    A check that asks for `control` leans on the owners of groups: without them a fail by another way stands, a pass does not.
    """
    found: dict[str, tuple[kit.Thing, list[Way]]] = {}
    # where nothing could be read there is no target to ask for: what is missing is remembered by asking for one all the same
    for role_id, scope in ((kit.GLOBAL_ADMINISTRATOR, "/"), *case.targets()):
        role = case.role(role_id)
        if role.privileged is False:
            continue
        for one in case.people_to(role_id, scope, sure=control):
            way = Way(role, scope, one.paths[0])
            known = found.setdefault(one.principal.id, (one.principal, []))[1]
            if way not in known and (control or one.path_class is not kit.PathClass.CONTROL):
                known.append(way)
    people = (Person(thing, tuple(sorted(ways, key=lambda way: way.strength))) for thing, ways in found.values() if ways)
    return tuple(sorted(people, key=lambda person: person.thing.id))


def is_privileged(case: kit.Case, role: kit.Role) -> bool:
    """Whether a role is privileged; where nothing tells, the check is left undecided."""
    if role.privileged is None:
        case.unknown(kit.collection.ROLE_DEFINITIONS, f"whether the role {role.name} is privileged is not in the snapshot")
    return role.privileged is True


def user_row(case: kit.Case, person: Person) -> kit.User | None:
    """The person's account; where the snapshot does not hold it, the check is left undecided."""
    row = case.user(person.thing.id)
    if row is None:
        case.unknown(kit.collection.USERS, f"the account of {person.thing.label} is not in the snapshot")
    return row


def names(things: Iterable[str]) -> str:
    """A few names, and how many more there are."""
    all_of_them = list(things)
    rest = len(all_of_them) - _NAMED
    return ", ".join(all_of_them[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def over(case: kit.Case, scope: str) -> str:
    """The scope in words, to follow the name of a role."""
    if scope == "/":
        return ""
    if not scope.startswith("/administrativeUnits/"):
        return f" over {scope}"
    unit = case.unit(scope.rpartition("/")[2])
    return f" over the unit {kit.known(unit.display_name, unit.id) if unit else scope.rpartition('/')[2]}"


def held(case: kit.Case, one: kit.Holding) -> str:
    """What somebody holds, in words."""
    return f"{'is eligible for' if one.state is kit.State.ELIGIBLE else 'holds'} {case.role(one.role_id).name}{over(case, one.scope)}"


def memberships_on_the_way(case: kit.Case) -> Iterator[kit.Membership]:
    """Every membership and ownership of groups that hold a role, and of groups inside them."""
    waiting, seen = list(case.role_holding_groups()), set[str]()
    while waiting:
        group_id = waiting.pop()
        if group_id in seen:
            continue
        seen.add(group_id)
        inside = case.members(group_id)
        waiting += [one.principal_id for one in inside if case.thing(one.principal_id).kind is kit.Kind.GROUP]
        yield from (*inside, *case.members(group_id, "owner"))
