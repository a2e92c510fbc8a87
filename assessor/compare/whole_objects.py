"""Objects of one collection by their own key: what came, went, got another name or changed, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.compare.fields import differences, flat, unsaid
from assessor.compare.lines import rows_in
from assessor.compare.reading import WIDE
from assessor.model.comparison import ComparedObject, FieldChange, NotCompared, ObjectChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.kind import ObjectKind
    from assessor.compare.lines import Lines, Row
    from assessor.compare.reading import Blind, Pair
    from assessor.model.tenant import Tenant

    Rows = tuple[list[Row], list[Row]]

_SIDES = ("before", "after")


def compare_kind(pair: Pair, kind: ObjectKind, tenants: tuple[Tenant, Tenant], given: Rows | None = None) -> Iterator[ComparedObject]:
    """All objects of a collection that differ, or of the given rows of it; the pair notes what cannot be told."""
    lines = pair.lines(kind.collection) if given is None else None
    one, other = ({kind.key_of(row): row for row in rows} for rows in given or _unlike(lines))
    kept = {kind.key_of(row) for row in rows_in(lines.common())} if lines and one.keys() != other.keys() else set[str]()
    absent = tuple(_Absence(pair, kind, side, blind, tenants[side]) for side, blind in enumerate(pair.gaps(kind.collection)))
    for key in sorted((one.keys() | other.keys()) - kept):
        here, there = one.get(key), other.get(key)
        if here and there:
            yield from _changed(pair, kind, here, there)
        elif there and absent[0].is_sure(there):
            yield _single(kind, there, ObjectChange.ADDED)
        elif here and absent[1].is_sure(here):
            yield _single(kind, here, ObjectChange.REMOVED)
    for each in absent:
        each.tell()


def _unlike(lines: Lines | None) -> Rows:
    one, other = (rows_in(each) for each in (lines.unlike if lines else ([], [])))
    return one, other


class _Absence:
    """Whether what a side does not hold was not there: a privileged scope leaves out what no privilege leads to."""

    def __init__(self, pair: Pair, kind: ObjectKind, side: int, blind: Blind, tenant: Tenant) -> None:
        self._pair, self._kind, self._side, self._blind, self._tenant = pair, kind, side, blind, tenant
        self._out_of_view = 0

    def is_sure(self, row: Row) -> bool:
        """Counts what is out of view."""
        kind = self._kind
        if self._blind.to(str(row.get(kind.parent) or "")) if kind.parent else self._blind.wholly:
            return False
        if self._is_in_view(row):
            return True
        self._out_of_view += 1
        return False

    def _is_in_view(self, row: Row) -> bool:
        kind, at = self._kind, self._tenant.taken_at.isoformat()[:19]
        if self._pair.is_whole(self._side, kind.collection):
            return True
        if kind.parents:
            parent = str(row.get(kind.parent or "") or "").lower()
            return any(one.id.lower() == parent for one in self._tenant.rows(kind.parents))
        if kind.collection not in WIDE or (self._pair.is_ours(self._side) and kind.in_every_scope(row)):
            return True
        created = row.get("createdDateTime")
        return (isinstance(created, str) and created[:19] > at) or str(row.get("id", "")).lower() in self._tenant.gone

    def tell(self) -> None:
        """A note on what nobody can tell."""
        if self._out_of_view:
            says = f"{_SIDES[self._side]}: {self._out_of_view:,} that only the other snapshot holds, since the scope of this one is privileged"
            self._pair.notes.append(NotCompared(self._kind.collection, says))


def _changed(pair: Pair, kind: ObjectKind, before: Row, after: Row) -> Iterator[ComparedObject]:
    if all(before.get(name) == after.get(name) for name in (before.keys() | after.keys()) - kind.ignored):
        return
    found = differences(flat(before, kind.ignored, kind.shapes), flat(after, kind.ignored, kind.shapes))
    differ = {one.name for one in found}
    fields = tuple(one for one in found if kind.follows.get(one.name) not in differ and _is_told(pair, kind, one, before, after))
    if not fields:
        return
    names = {one.name for one in fields}
    renamed = names <= kind.name_fields and bool(names - {"mailNickname"})
    theirs = kind.is_microsofts(before) and kind.is_microsofts(after) and not any(name.partition(".")[0] in kind.customers for name in names)
    yield ComparedObject(
        collection=kind.collection,
        change=ObjectChange.RENAMED if renamed else ObjectChange.CHANGED,
        things=kind.things(after),
        fields=fields,
        by_microsoft=theirs,
    )


def _is_told(pair: Pair, kind: ObjectKind, change: FieldChange, before: Row, after: Row) -> bool:
    """Whether both sides know the field: one that no row of a side has was not read there, and is not null."""
    for side, (value, row) in enumerate(((change.before, before), (change.after, after))):
        absent = unsaid(row, change.name) if value is None else None
        if absent and not pair.mentions(side, kind.collection, absent):
            pair.notes.append(NotCompared(kind.collection, f"{_SIDES[side]}: {absent} was not read"))
            return False
    return True


def _single(kind: ObjectKind, row: Row, change: ObjectChange) -> ComparedObject:
    values = flat(row, kind.ignored, kind.shapes)
    sides = ((None, values.get(name)) if change is ObjectChange.ADDED else (values.get(name), None) for name in kind.told)
    fields = tuple(FieldChange(name, *pair) for name, pair in zip(kind.told, sides, strict=True) if pair != (None, None))
    return ComparedObject(collection=kind.collection, change=change, things=kind.things(row), fields=fields, by_microsoft=kind.is_microsofts(row))
