"""What a tenant cannot tell about itself: the consultant's file, as values (contract: the page on the snapshot)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.result import EngagementProblem, Thing
from assessor.model.tenant import Presence, Tenant, known
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date


_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Numbers that a customer may set."""

    global_administrators_max: int = 4
    activation_hours_max: int = 4
    """Tier 0."""
    activation_hours_max_other: int = 8
    privileged_assignments_max: int = 9
    unused_eligibility_days: int = 30

    def as_dict(self) -> dict[str, int]:
        """By name, for the report."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionEntry:
    """A risk that somebody accepted."""

    check: str
    subject: str
    reason: str | None = None
    owner: str | None = None
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said where no data can tell."""

    answer: str
    """pass, fail or partial."""
    by: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """The engagement file; all of it is optional."""

    file: str | None = None
    customer: str | None = None
    consultant: str | None = None
    language: str | None = None
    break_glass_accounts: tuple[str, ...] = ()
    break_glass_groups: tuple[str, ...] = ()
    sensitive_users: tuple[str, ...] = ()
    sensitive_groups: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    exceptions: tuple[ExceptionEntry, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    problems: tuple[EngagementProblem, ...] = ()
    """What the reader found odd in the file itself (keys it does not know)."""

    @property
    def names(self) -> frozenset[str]:
        """Every id or name that the file mentions, in lower case: the reader of users keeps these."""
        said = (*self.break_glass_accounts, *self.break_glass_groups, *self.sensitive_users, *self.sensitive_groups)
        return frozenset(one.lower() for one in (*said, *(entry.subject for entry in self.exceptions)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The engagement's names found in the tenant."""

    break_glass: tuple[Thing, ...]
    """Users, declared directly or as members of a declared group; by id."""
    break_glass_groups: tuple[Thing, ...]
    sensitive: tuple[Thing, ...]
    problems: tuple[EngagementProblem, ...]


def resolve(engagement: Engagement, tenant: Tenant) -> Resolved:
    """Every entry by id or name; what resolves to nothing becomes a problem, never silence."""
    found = _Finder(tenant)
    accounts = found.each("break_glass.accounts", engagement.break_glass_accounts, found.user)
    groups = found.each("break_glass.groups", engagement.break_glass_groups, found.group)
    sensitive = found.each("sensitive.users", engagement.sensitive_users, found.user)
    sensitive += found.each("sensitive.groups", engagement.sensitive_groups, found.group)
    for number, entry in enumerate(engagement.exceptions):
        if entry.subject != "*":
            found.exists(f"exceptions[{number}]", entry.subject)
    people = {thing.id: thing for thing in (*accounts, *_members(tenant, groups))}
    return Resolved(
        break_glass=tuple(people[key] for key in sorted(people)),
        break_glass_groups=tuple(groups),
        sensitive=tuple(sensitive),
        problems=(*engagement.problems, *found.problems),
    )


def _members(tenant: Tenant, groups: Iterable[Thing]) -> list[Thing]:
    wanted = {group.id.lower() for group in groups}
    ids = [row.id for row in tenant.rows(c.GROUP_MEMBERS) if (row.group_id or "").lower() in wanted]
    return [thing for one in ids if (thing := tenant.principal(one) if one.lower() in tenant.users else _unread(tenant, c.USERS, Kind.USER, one))]


def _unread(tenant: Tenant, collection: c.Collection[Any], kind: Kind, object_id: str) -> Thing | None:
    """What an object id means where the snapshot lacks the collection that it would stand in: it is declared, whoever could be read."""
    return Thing(kind, object_id.lower()) if not tenant.has(collection) and _GUID.fullmatch(object_id) else None


class _Finder:
    """Looks names up and remembers what it did not find."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.problems: list[EngagementProblem] = []
        self._by_upn = {known(user.user_principal_name, "").lower(): key for key, user in tenant.users.items()}
        self._by_name = {known(group.display_name, "").lower(): key for key, group in tenant.groups.items()}

    def user(self, name: str) -> Thing | None:
        key = name.lower() if name.lower() in self.tenant.users else self._by_upn.get(name.lower())
        return self.tenant.principal(key) if key else _unread(self.tenant, c.USERS, Kind.USER, name)

    def group(self, name: str) -> Thing | None:
        key = name.lower() if name.lower() in self.tenant.groups else self._by_name.get(name.lower())
        return self.tenant.principal(key) if key else _unread(self.tenant, c.GROUPS, Kind.GROUP, name)

    def each(self, entry: str, names: Iterable[str], look: Callable[[str], Thing | None]) -> list[Thing]:
        pairs = [(number, name, look(name)) for number, name in enumerate(names)]
        for number, name, thing in pairs:
            if thing is None:
                self._miss(f"{entry}[{number}]", name)
        return [thing for _, _, thing in pairs if thing]

    def exists(self, entry: str, name: str) -> None:
        things = (self.tenant.units, self.tenant.service_principals, _ids(self.tenant, c.ROLE_DEFINITIONS), _ids(self.tenant, c.CONDITIONAL_ACCESS_POLICIES))
        if not (self.user(name) or self.group(name) or any(name.lower() in one for one in things)):
            self._miss(entry, name)

    def _miss(self, entry: str, name: str) -> None:
        self.problems.append(EngagementProblem(entry, self._why(name)))

    def _why(self, name: str) -> str:
        if not self.tenant.has(c.USERS):
            return f"{name} cannot be looked up: the users are not in the snapshot"
        if _GUID.fullmatch(name) and self.tenant.presence(name) is Presence.DELETED:
            return f"{name} does not exist in the tenant any more"
        return f"nobody and nothing of the name or id {name} is in the snapshot"


def _ids(tenant: Tenant, collection: c.Collection[Any]) -> set[str]:
    return {row.id.lower() for row in tenant.rows(collection)}
