"""What a source of the table can be said to be: whose throttle it shares, whose id its address carries, what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Bucket(StrEnum):
    """Requests that Graph throttles together; each bucket has one gate (design: the collector, throttling)."""

    DIRECTORY = "directory"
    CONDITIONAL_ACCESS = "conditional access"
    REPORTS = "reports"
    GOVERNANCE = "governance"
    POLICIES = "policies"
    AZURE = "azure"


class Per(StrEnum):
    """Whose id the address of a source carries: one request for each of them, or for some of them together."""

    GROUP = "group"
    PIM_GROUP = "group under PIM"
    UNIT = "administrative unit"
    APPLICATION = "application"
    SERVICE_PRINCIPAL = "service principal"
    RESOURCE = "sensitive API"
    PACKAGE = "access package"
    SUBSCRIPTION = "subscription"
    GROUP_ROW = "group by id"
    USER_ROW = "user by id"
    UNKNOWN = "id of unknown kind"


TOGETHER = {Per.GROUP_ROW: 15, Per.USER_ROW: 15, Per.UNKNOWN: 1000}
"""Ids in one request, where one request asks for several: Graph's limits of `in` and of getByIds."""


class Kind(StrEnum):
    """What an id is, as far as it is known."""

    USER = "user"
    GROUP = "group"
    SERVICE_PRINCIPAL = "servicePrincipal"
    OTHER = "other"
    UNKNOWN = "unknown"
    GONE = "gone"


KINDS = {
    "#microsoft.graph.user": Kind.USER,
    "#microsoft.graph.group": Kind.GROUP,
    "#microsoft.graph.serviceprincipal": Kind.SERVICE_PRINCIPAL,
}
"""`@odata.type` in lower case → kind; anything else is OTHER (devices, contacts)."""

PRIVILEGED, FULL = "privileged", "full"
BOTH = frozenset({PRIVILEGED, FULL})
ALL_CLOUDS = frozenset({"global", "usgov", "usgovdod", "china"})


@dataclass(frozen=True, slots=True)
class Ref:
    """Where in a row the ids of other objects stand."""

    path: str
    """Members from the top, divided by dots; a list on the way is walked."""
    kind: Kind = Kind.UNKNOWN
    leads_to_privilege: bool = True
    """False for mere mentions: the client of a delegated grant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One family of requests: the address, what it takes, and what it means if it is refused."""

    collection: str
    path: str
    """Below the version; `{id}` stands for the id of `per`, `{ids}` for some of them in quotes."""
    bucket: Bucket
    permission: str | None
    """Least-privileged, application and delegated alike."""
    lost: str
    """What cannot be said without it."""
    variant: str = ""
    version: str = "v1.0"
    query: str = ""
    """Below `?`, as a person would write it."""
    top: int | None = None
    wave: int = 0
    per: Per | None = None
    parent: str | None = None
    """The field that every row gets from the id of `per`."""
    gap: str | None = None
    """The key of a gap, where it is not `parent`."""
    also: tuple[str, ...] = ()
    """Other permissions that read it as well."""
    licence: str | None = None
    """P1, P2 or Governance, where Graph answers only with it."""
    cost: int = 1
    """Resource units (directory) or requests."""
    scopes: frozenset[str] = BOTH
    clouds: frozenset[str] = ALL_CLOUDS
    single: bool = False
    refers: tuple[Ref, ...] = ()
    delegated_only: bool = False
    azure: bool = False
    note: str = ""
    """Why its permission is not what the public table calls the least."""
    optional: tuple[str, ...] = field(default=())
    """Selected properties that Graph may refuse to a tenant or version; the rows are then read without them."""

    @property
    def name(self) -> str:
        """Of its own, for journals and gates."""
        return f"{self.collection}:{self.variant}" if self.variant else self.collection

    @property
    def endpoint(self) -> str:
        """As the manifest tells it."""
        return self.path if self.azure else f"/{self.version}{self.path}"

    @property
    def gap_key(self) -> str:
        """The key of a gap in the rows of one parent."""
        return self.gap or self.parent or "id"

    @property
    def is_inner(self) -> bool:
        """Whether it serves the run alone and is no collection of the snapshot."""
        return self.collection.startswith("_")
