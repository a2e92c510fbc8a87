"""People who matter to privilege on either side: their accounts and registered methods. Of everybody else, a name where one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from assessor.compare import shapes
from assessor.compare.kind import ObjectKind, itself
from assessor.compare.whole_objects import compare_kind
from assessor.model import collections as c
from assessor.model import rows
from assessor.model.words import Kind
from assessor.snapshot.rowreader import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.reading import Pair, Row
    from assessor.compare.sides import Side
    from assessor.model.comparison import ComparedObject

_USERS = ObjectKind(
    collection=c.USERS.name,
    parts=itself(Kind.USER, "userPrincipalName"),
    ignored=frozenset({"signInActivity"}),
    shapes={"assignedLicenses": shapes.each("skuId"), "assignedPlans": shapes.plans, "identities": shapes.identities, "passwordPolicies": shapes.unless_none},
    follows={"assignedPlans": "assignedLicenses"},
    also_names=frozenset({"displayName", "mail"}),
)
_METHODS = ObjectKind(collection=c.USER_REGISTRATION_DETAILS.name, parts=itself(Kind.USER, None), follows={"isMfaCapable": "methodsRegistered"})


class _Id(rows.Row, frozen=True, kw_only=True):
    """As much of a row as tells whose it is."""

    id: str


class People:
    """Accounts on both sides: those that the tenants hold, and those that only the other side holds or somebody asks the name of."""

    def __init__(self, before: Side, after: Side, named: set[str]) -> None:
        """One reading of the users of each side; `named` are ids in lower case."""
        self._sides = before, after
        matter = before.tenant.users.keys() | after.tenant.users.keys()
        self._found = tuple(_rows(side, c.USERS, side.tenant.users, matter | named) for side in self._sides)
        self._matter = matter

    @property
    def names(self) -> dict[str, str]:
        """Name by id in lower case; the later side's where both have one."""
        return {key: name for found in self._found for key, row in found.items() if (name := row.get("userPrincipalName") or row.get("displayName"))}

    def differences(self, pair: Pair) -> Iterator[ComparedObject]:
        """Accounts that came, went or changed, of those who matter on either side; methods of those whom both sides know."""
        tenants = self._sides[0].tenant, self._sides[1].tenant
        if pair.both_have(_USERS.collection):
            yield from compare_kind(pair, _USERS, tenants, self._of(self._matter))
        if pair.both_have(_METHODS.collection):
            yield from compare_kind(pair, _METHODS, tenants, self._methods())

    def _of(self, ids: set[str]) -> tuple[list[Row], list[Row]]:
        one, other = ([row for key, row in found.items() if key in ids] for found in self._found)
        return one, other

    def _methods(self) -> tuple[list[Row], list[Row]]:
        """The report leaves out whom it pleases: only those who are in both."""
        held = [{row.id.lower(): row for row in side.tenant.rows(c.USER_REGISTRATION_DETAILS)} for side in self._sides]
        found = [_rows(side, c.USER_REGISTRATION_DETAILS, mine, held[0].keys() | held[1].keys()) for side, mine in zip(self._sides, held, strict=True)]
        both = found[0].keys() & found[1].keys()
        one, other = ([each[key] for key in sorted(both)] for each in found)
        return one, other


def _rows(side: Side, collection: c.Collection[Any], held: dict[str, Any], wanted: set[str]) -> dict[str, Row]:
    """Rows by id in lower case: those that the tenant holds, the others read in a stream, since a tenant has many more than matter."""
    found = {key: _as_written(row) for key, row in held.items()}
    lacking = wanted - held.keys()
    if lacking and collection.name in side.snapshot.files:
        choice = Choice(_Id, lambda row: row.id.lower() in lacking)
        for batch in side.snapshot.batches(collection.name, collection.row, choice):
            found |= {row.id.lower(): _as_written(row) for row in batch.rows}
    return found


def _as_written(row: rows.Row) -> Row:
    """As Graph spells it; what is absent stays absent."""
    made: Row = msgspec.to_builtins(row)
    return made
