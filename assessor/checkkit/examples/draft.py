"""Small tenants for examples: a check is documented and tested by them. Parts are put together, Graph's own shapes come out.

    kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())

Every collection of the catalogue is there and empty unless a part says otherwise, so an example names only what it is about.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import msgspec

from assessor.checkkit.examples.expected import Expected, unexpected
from assessor.model import collections as c
from assessor.model.engagement import Engagement
from assessor.model.result import Result, SnapshotFacts
from assessor.model.rows import UNSET
from assessor.model.table import Gap, Missing, Table
from assessor.model.tenant import Tenant
from assessor.model.words import Confidence, Degree, Reason, Severity

TAKEN_AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
"""When every example's snapshot was taken."""

TENANT_ID = "11111111-1111-4111-8111-111111111111"
_NAMES = uuid.UUID("6f5902ac-237f-4d3f-9d0a-2b1d1f1f1f1f")


@dataclass
class Draft:
    """A tenant being put together: rows in Graph's own shape by collection."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    missing: dict[str, Missing] = field(default_factory=dict)
    gaps: dict[str, list[Gap]] = field(default_factory=dict)
    engagement: Engagement = field(default_factory=Engagement)
    scope: str = "full"

    def add(self, collection: str, **row: Any) -> None:
        """One row, unless one of the same id is there."""
        rows = self.rows.setdefault(collection, [])
        if "id" not in row or not any(_same(row, other) for other in rows):
            rows.append(row)

    def has(self, collection: str, row_id: str) -> bool:
        """Whether a row of that id is there."""
        return any(row.get("id") == row_id for row in self.rows.get(collection, []))


_PARENTS = ("groupId", "administrativeUnitId", "servicePrincipalId", "applicationId")


def _same(row: dict[str, Any], other: dict[str, Any]) -> bool:
    return row["id"] == other.get("id") and all(row.get(key) == other.get(key) for key in _PARENTS)


Part: TypeAlias = Callable[[Draft], None]


@dataclass(frozen=True, eq=False)
class Example:
    """Parts of a tenant; made into one when it is asked for. What is expected of it beside the verdict stands with it."""

    parts: tuple[Part, ...]
    expected: tuple[Expected, ...] | None = None
    """Its findings, all of them; None: whichever."""
    told: tuple[str, ...] = ()
    """All sentences beside the findings: notes, and the reason why there is no verdict; empty: whichever."""
    judged: int | None = None
    """Over how many objects the check judges; None: whichever."""

    def draft(self) -> Draft:
        """What its parts put into a tenant, in Graph's own shape."""
        draft = Draft()
        for part in self.parts:
            part(draft)
        return draft

    def build(self) -> tuple[Tenant, Engagement]:
        """The tenant and the engagement that goes with it."""
        draft = Draft()
        for part in (*_ALWAYS, *self.parts):
            part(draft)
        return _tenant(draft), draft.engagement

    def but(self, *parts: Part) -> Example:
        """The same tenant with something added or taken away; what was expected of the first is not expected of it."""
        return Example((*self.parts, *parts))

    def finds(
        self, subject: str, says: str | None = None, *, degree: Degree | None = None, severity: Severity | None = None,
        confidence: Confidence = Confidence.CERTAIN, shows: tuple[str, ...] | None = None, by: tuple[str, ...] | None = None,
        distinct: str | None = None,
    ) -> Example:  # fmt: skip
        """The same, with one more finding that is expected; with the first, no finding is welcome that is not.

        `subject` is a name of the example or a label, `says` the whole sentence. Degree and severity are the verdict's and the check's own
        unless said otherwise; `shows` is what was observed in each row that the finding rests on, `by` the kinds of edges on its way,
        `distinct` what its key says beside the subject.
        """
        return replace(self, expected=(*(self.expected or ()), Expected(subject, ident(subject), says, degree, severity, confidence, shows, distinct, by)))

    def finds_nothing(self) -> Example:
        """The same, where no finding is expected, not even one of severity info."""
        return replace(self, expected=())

    def tells(self, *sentences: str) -> Example:
        """The same, where these sentences are expected beside the findings, and no others, word for word: notes, and the reason."""
        return replace(self, told=(*self.told, *sentences))

    def over(self, number: int) -> Example:
        """The same, where the check is expected to judge so many objects."""
        return replace(self, judged=number)

    def differences(self, result: Result) -> list[str]:
        """What a result says otherwise than the example expects, the verdict left out."""
        beside = {one for one in (result.reason, *result.notes) if one}
        untold = [f"told: {sorted(beside)}, not {sorted(self.told)}"] if self.told and beside != set(self.told) else []
        over = [f"judged {result.population}, not {self.judged}"] if self.judged not in (None, result.population) else []
        return [*(unexpected(self.expected, result) if self.expected is not None else ()), *untold, *over]


def tenant(*parts: Part) -> Example:
    """An example made of parts."""
    return Example(parts)


def _tenant(draft: Draft) -> Tenant:
    tables: dict[str, Table[Any] | Missing] = {}
    for related in (row for name in _RELATIONS for row in draft.rows.get(name, []) if row.get("@odata.type") in (None, *TYPES.values())):
        related["@odata.type"] = type_of(draft, related["id"])  # what was mentioned first may have been declared a group later
    for collection in c.ALL:
        rows = tuple(msgspec.convert(row, collection.row) for row in draft.rows.get(collection.name, []))
        tables[collection.name] = draft.missing.get(collection.name) or Table(collection.name, rows, tuple(draft.gaps.get(collection.name, ())))
    facts = SnapshotFacts(taken_at=TAKEN_AT, digest="sha256:" + "0" * 64, sealed=True, scope=draft.scope)
    return Tenant(TENANT_ID, TAKEN_AT, facts, draft.scope, tables)


def ident(name: str) -> str:
    """The object id of a name in every example."""
    return str(uuid.uuid5(_NAMES, name))


def days(number: float) -> str:
    """A moment that many days after (or before) the snapshot, as Graph writes it."""
    return (TAKEN_AT + timedelta(days=number)).isoformat().replace("+00:00", "Z")


def row(collection: c.Collection[Any] | str, **properties: Any) -> Part:
    """Any row, in Graph's names; what is `UNSET` is left out, as Graph leaves out what nobody asked for."""
    said = {name: value for name, value in properties.items() if value is not UNSET}
    return lambda draft: draft.add(str(collection), **said)


def without(collection: c.Collection[Any], reason: str = "forbidden") -> Part:
    """The collection is missing from the snapshot."""

    def part(draft: Draft) -> None:
        draft.missing[collection.name] = Missing(collection.name, Reason(reason), permission=collection.permission)

    return part


def without_pim() -> Part:
    """A tenant without the licence for PIM: every endpoint of PIM says so."""
    return together(*(without(one, "not_licensed") for one in PIM_COLLECTIONS))


PIM_COLLECTIONS: tuple[c.Collection[Any], ...] = (
    c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES,
    c.ROLE_MANAGEMENT_POLICIES,
    c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS,
    c.PIM_GROUPS,
)


def gap(collection: c.Collection[Any], parent: str, reason: str = "forbidden") -> Part:
    """The children of one parent could not be read."""
    found = Gap(collection.parent or "page", ident(parent), Reason(reason), 403)
    return lambda draft: draft.gaps.setdefault(collection.name, []).append(found)


def unselected(collection: c.Collection[Any], *properties: str) -> Part:
    """Nobody asked Graph for these properties: they are absent from every row so far, which is not null."""

    def part(draft: Draft) -> None:
        for one in draft.rows.get(collection.name, ()):
            for name in properties:
                one.pop(name, None)

    return part


def scope_privileged() -> Part:
    """A snapshot of scope `privileged`: an id that is not there is not known, rather than deleted."""

    def part(draft: Draft) -> None:
        draft.scope = "privileged"

    return part


def together(*parts: Part) -> Part:
    """Several parts as one."""

    def part(draft: Draft) -> None:
        for one in parts:
            one(draft)

    return part


def type_of(draft: Draft, principal: str) -> str:
    """What Graph calls the kind of a principal; a person where nothing was said."""
    return next((kind for name, kind in TYPES.items() if draft.has(name, principal)), "#microsoft.graph.user")


_RELATIONS = ("groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners", "applicationOwners")
TYPES = {"users": "#microsoft.graph.user", "groups": "#microsoft.graph.group", "servicePrincipals": "#microsoft.graph.servicePrincipal"}


_ALWAYS: tuple[Part, ...] = (
    row("organization", id=TENANT_ID, displayName="Example", verifiedDomains=[{"name": "example.onmicrosoft.com", "isDefault": True, "isInitial": True}]),
    row("domains", id="example.onmicrosoft.com", isInitial=True, isDefault=True, isVerified=True, authenticationType="Managed"),
)
