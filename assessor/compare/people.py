"""People who matter to privilege on either side: their accounts and registered methods. Of everybody else, a name where one is asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.compare import shapes
from assessor.compare.kind import ObjectKind, itself
from assessor.compare.whole_objects import compare_kind
from assessor.model import collections as c
from assessor.model import rows
from assessor.model.table import Missing
from assessor.model.tenant import known
from assessor.model.words import Kind
from assessor.snapshot.rowreader import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.reading import Pair
    from assessor.compare.sides import Side
    from assessor.compare.whole_objects import Rows
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
        """At most one reading of the users of each side; `named` are ids in lower case."""
        self._tenants = before.tenant, after.tenant
        self._sides = before, after
        self._matter = before.tenant.users.keys() | after.tenant.users.keys()
        later = _found(after, c.USERS, self._matter | named)
        self._found = _found(before, c.USERS, self._matter | (named - later.keys())), later

    @cached_property
    def names(self) -> dict[str, str]:
        """Name by id in lower case; the later side's where both have one."""
        both = (row for found in self._found for row in found.values())
        return {row.id.lower(): name for row in both if (name := known(row.user_principal_name) or known(row.display_name))}

    def differences(self, pair: Pair) -> Iterator[ComparedObject]:
        """Accounts that came, went or changed, of those who matter on either side; methods of those whom both sides know."""
        if pair.both_have(_USERS.collection):
            mine = tuple({key: row for key, row in found.items() if key in self._matter} for found in self._found)
            yield from compare_kind(pair, _USERS, self._tenants, _unlike(mine[0], mine[1]))
        if pair.both_have(_METHODS.collection):
            yield from compare_kind(pair, _METHODS, self._tenants, self._methods())

    def _methods(self) -> Rows:
        """The report leaves out whom it pleases: only those who are in both."""
        wanted = {row.id.lower() for side in self._sides for row in side.tenant.rows(c.USER_REGISTRATION_DETAILS)}
        one, other = (_found(side, c.USER_REGISTRATION_DETAILS, wanted) for side in self._sides)
        both = one.keys() & other.keys()
        return _unlike({key: one[key] for key in both}, {key: other[key] for key in both})


def _found(side: Side, collection: c.Collection[Any], wanted: set[str]) -> dict[str, Any]:
    """Rows by id in lower case: those that the tenant holds, the others read in a stream, since a tenant has many more than matter."""
    table = side.tenant.table(collection)
    if isinstance(table, Missing):
        return {}
    found = {row.id.lower(): row for row in table.rows if row.id.lower() in wanted}
    lacking = wanted - found.keys() - (table.sought or frozenset())  # who was looked for and is not held is not in the file
    if lacking and table.total is not None:
        choice = Choice(_Id, lambda row: row.id.lower() in lacking)
        for batch in side.snapshot.batches(collection.name, collection.row, choice):
            found |= {row.id.lower(): row for row in batch.rows}
    return found


def _unlike(one: dict[str, Any], other: dict[str, Any]) -> Rows:
    """Rows as Graph spells them, without those that are alike on both sides; what is absent stays absent."""
    before = [msgspec.to_builtins(row) for key, row in sorted(one.items()) if key not in other or not _is_alike(row, other[key])]
    after = [msgspec.to_builtins(row) for key, row in sorted(other.items()) if key not in one or not _is_alike(row, one[key])]
    return before, after


def _is_alike(one: rows.Row, other: rows.Row) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in one.__struct_fields__ if name != "sign_in_activity")
