"""What a tenant cannot tell about itself: the consultant's file, as values (contract: the page on the snapshot)."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.result import EngagementProblem, Thing
from assessor.model.tenant import Presence, Tenant, known
from assessor.model.thresholds import COMMON
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from assessor.model.thresholds import Threshold
    from assessor.model.words import Severity


_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Numbers of the section `[thresholds]`."""

    global_administrators_max: int = COMMON["global_administrators_max"].default
    activation_hours_max: int = COMMON["activation_hours_max"].default
    """Tier 0."""
    activation_hours_max_other: int = COMMON["activation_hours_max_other"].default
    privileged_assignments_max: int = COMMON["privileged_assignments_max"].default
    unused_eligibility_days: int = COMMON["unused_eligibility_days"].default

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
class CheckSettings:
    """What the engagement sets otherwise for one check."""

    severity: Severity | None = None
    thresholds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """The engagement file; all of it is optional."""

    file: str | None = None
    customer: str | None = None
    consultant: str | None = None
    language: str | None = None
    logo: str | None = None
    """Name of a picture in the folder of the file; nobody judges by it."""
    break_glass_accounts: tuple[str, ...] = ()
    break_glass_groups: tuple[str, ...] = ()
    sensitive_users: tuple[str, ...] = ()
    sensitive_groups: tuple[str, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)
    exceptions: tuple[ExceptionEntry, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    checks: Mapping[str, CheckSettings] = field(default_factory=dict)
    """By id of the check."""
    problems: tuple[EngagementProblem, ...] = ()
    """What the reader found odd in the file itself (keys it does not know)."""

    def threshold(self, check_id: str, wanted: Threshold) -> int:
        """The number in force for a check: its own setting, else that of `[thresholds]`, else the catalogue's."""
        common = self.thresholds.as_dict().get(wanted.name, wanted.default)
        own = self.checks[check_id].thresholds.get(wanted.name, common) if check_id in self.checks else common
        return own if wanted.allows(own) else common

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
    people = {thing.id: thing for thing in (*accounts, *_members(tenant, groups))}
    return Resolved(
        break_glass=tuple(people[key] for key in sorted(people)),
        break_glass_groups=tuple(groups),
        sensitive=tuple(sensitive),
        problems=(*engagement.problems, *found.problems),
    )


def absent(tenant: Tenant, names: Iterable[str]) -> dict[str, str]:
    """Of these ids and names those that mean nothing in the tenant, each with the reason."""
    found = _Finder(tenant)
    return {name: found.why(name) for name in names if not found.exists(name)}


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
        self._display_names = {known(user.display_name, "").lower() for user in tenant.users.values()}
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

    def exists(self, name: str) -> bool:
        tenant = self.tenant
        things = (tenant.units, tenant.service_principals, _ids(tenant, c.ROLE_DEFINITIONS), _ids(tenant, c.CONDITIONAL_ACCESS_POLICIES), {tenant.id.lower()})
        return bool(self.user(name) or self.group(name) or name.lower() in self._display_names or any(name.lower() in one for one in things))

    def _miss(self, entry: str, name: str) -> None:
        self.problems.append(EngagementProblem(entry, self.why(name)))

    def why(self, name: str) -> str:
        if not self.tenant.has(c.USERS):
            return f"{name} cannot be looked up: the users are not in the snapshot"
        if _GUID.fullmatch(name) and self.tenant.presence(name) is Presence.DELETED:
            return f"{name} does not exist in the tenant any more"
        return f"nobody and nothing of the name or id {name} is in the snapshot"


def _ids(tenant: Tenant, collection: c.Collection[Any]) -> set[str]:
    return {row.id.lower() for row in tenant.rows(collection)}
