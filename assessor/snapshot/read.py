"""A snapshot on disk as a `Tenant`: one pass over every file, sealed or refused by name, and only those held who matter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from assessor.model import collections as c
from assessor.model import rows
from assessor.model.errors import SnapshotError
from assessor.model.result import CollectionState, SnapshotFacts
from assessor.model.table import Missing, Table
from assessor.model.tenant import Tenant
from assessor.model.words import Reason, Status
from assessor.snapshot import layout, manifest, who_matters
from assessor.snapshot.content import Seal, blocks, content
from assessor.snapshot.rowreader import Batch, Choice, RowReader
from assessor.snapshot.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path
    from types import TracebackType

_AGAIN = "the file was changed or damaged: copy the snapshot again, or have it made again"


class _Anything(rows.Row, frozen=True, kw_only=True):
    """A row of a collection that this version does not know: an object, whatever is in it."""


class _Name(rows.Row, frozen=True, kw_only=True):
    """As much of a user as tells whether it matters."""

    id: str
    user_principal_name: str | None = None


def open_snapshot(path: Path, limits: layout.Limits | None = None) -> Snapshot:
    """The snapshot in this folder or .zip, its manifest checked; SnapshotError names the file, what is wrong and the mend."""
    store = open_store(path, limits)
    try:
        listed = manifest.read_manifest(store, limits)
        manifest.check(store, listed)
    except BaseException:
        store.close()
        raise
    return Snapshot(store, listed, limits)


def read_tenant(path: Path, engagement_names: frozenset[str] = frozenset(), limits: layout.Limits | None = None) -> Tenant:
    """All that a check may ask for; of users only those who matter or whose id or UPN (lower case) is among the names."""
    with open_snapshot(path, limits) as snapshot:
        return snapshot.tenant(engagement_names)


class Snapshot:
    """An open snapshot; use it in a `with`."""

    def __init__(self, store: Store, listed: manifest.Manifest, limits: layout.Limits | None = None) -> None:
        """Open already; `open_snapshot` makes one."""
        self.store, self.manifest, self._limits = store, listed, limits
        self.seals: dict[str, Seal] = {}
        """What was read of each collection's file."""
        there = manifest.files(store)
        self.files = {name: there[name][0] for name in listed.listed}
        """Name of the file, by collection."""

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of the files."""
        self.store.close()

    def batches(self, name: str, row: type[c.R], choice: Choice[Any] | None = None) -> Iterator[Batch[c.R]]:
        """Rows of one collection, some at a time, as this type; after the last, the file's digest, length and count were compared."""
        seal, count = None if name in self.seals else Seal(), 0
        for batch in RowReader(row, self._limits, choice).batches(self.store, self.files[name], seal):
            count += batch.count
            yield batch
        if seal:
            self._compare(name, seal, count)
            self.seals[name] = seal

    def objects(self, name: str) -> Iterator[dict[str, Any]]:
        """Rows of one collection with everything that is in them, checked as `batches` does."""
        for batch in self.batches(name, dict[str, Any]):  # type: ignore[type-var]  # no row of ours: whatever the file holds
            yield from batch.rows

    def lines(self, name: str) -> Iterator[bytes]:
        """Every line of a collection's .ndjson as it lies there (UTF-8), not checked."""
        where = f"{self.store.where}/{self.files[name]}"
        for block in blocks(content(self.store, self.files[name], limits=self._limits), where, self._limits):
            yield from filter(bytes.strip, block.lines)

    def tenant(self, keep: frozenset[str] = frozenset()) -> Tenant:
        """Everything; `keep` are ids and names in lower case that are held although no privilege leads to them."""
        reading = _Reading(self, frozenset(one.lower() for one in keep))
        tables = reading.tables()
        return Tenant(
            id=self.manifest.tenant_id,
            taken_at=self.manifest.taken_at,
            facts=self.facts(reading.counts),
            scope=self.manifest.scope or "privileged",
            tables=tables,
        )

    def facts(self, counts: dict[str, int]) -> SnapshotFacts:
        """What an assessment says of its snapshot, after every file was read."""
        maker = self.manifest.collector
        return SnapshotFacts(
            taken_at=self.manifest.taken_at,
            digest=layout.snapshot_digest({name: seal.content_sha256 for name, seal in self.seals.items()}),
            sealed=self.manifest.sealed,
            scope=self.manifest.scope,
            cloud=self.manifest.cloud,
            collector=f"{maker.name} {maker.version}" if maker else None,
            collections=tuple(self._state(name, counts.get(name)) for name in sorted({*c.BY_NAME, *self.manifest.collections})),
        )

    def _state(self, name: str, count: int | None) -> CollectionState:
        entry = self.manifest.collections.get(name) or _not_listed(name)
        return CollectionState(
            name=name, status=str(Status(entry.status)), count=count, reason=entry.reason, endpoint=entry.endpoint,
            http_status=entry.http_status, permission=entry.permission, gaps=len(entry.gaps or ()),
        )  # fmt: skip

    def missing(self, name: str) -> Missing:
        """Why a collection is not there."""
        entry = self.manifest.collections.get(name) or _not_listed(name)
        return Missing(name, Reason(entry.reason or Reason.NOT_REQUESTED), entry.code, entry.http_status, entry.permission)

    def _compare(self, name: str, seal: Seal, count: int) -> None:
        entry, where = self.manifest.collections[name], f"{self.store.where}/{self.files[name]}"
        if entry.bytes is not None and entry.bytes != seal.length:
            raise SnapshotError(where, f"has {seal.length} bytes, and the manifest says {entry.bytes}", _AGAIN)
        if entry.sha256 is not None and entry.sha256.lower() != seal.sha256:
            raise SnapshotError(where, "its SHA-256 is not the manifest's", _AGAIN)
        if self.manifest.sealed and entry.count is not None and entry.count != count:
            raise SnapshotError(where, f"has {count} rows, and the manifest says {entry.count}", _AGAIN)


def _not_listed(name: str) -> manifest.CollectionEntry:
    known = c.BY_NAME.get(name)
    return manifest.CollectionEntry(status=Status.MISSING, reason=Reason.NOT_REQUESTED, permission=known.permission if known else None)


class _Reading:
    """One reading of all files: first those that tell who matters, then memberships, then people."""

    def __init__(self, snapshot: Snapshot, keep: frozenset[str]) -> None:
        self._snapshot, self._keep = snapshot, keep
        self._tables: dict[str, Table[Any] | Missing] = {}
        self.counts: dict[str, int] = {}
        """Rows in each file."""

    def tables(self) -> dict[str, Table[Any] | Missing]:
        """Every collection of the contract and every other one that is listed."""
        there = self._snapshot.files
        for name in sorted({*c.BY_NAME, *self._snapshot.manifest.collections} - set(there)):
            self._tables[name] = self._snapshot.missing(name)
        for name in sorted(set(there) - {c.USERS.name, c.GROUP_MEMBERS.name, c.USER_REGISTRATION_DETAILS.name}):
            self._whole(name)
        if c.GROUP_MEMBERS.name in there:
            self._group_members()
        self._people(there)
        return self._tables

    def _whole(self, name: str) -> None:
        """All rows of a collection; those of an unknown one are checked and counted, and not held."""
        known = c.BY_NAME.get(name)
        self._hold(name, known.row if known else _Anything, None if known else Choice(_Anything, _nobody))

    def _group_members(self) -> None:
        """Memberships of groups that matter, and of people whom the consultant names; a second pass only where the first found more of either."""
        groups = who_matters.group_ids(self._tables)
        matter = who_matters.groups_that_matter(self._tables, (), self._keep)
        self._members_of(matter, groups)
        people = self._named_people()
        nested = [row for row in self._held(c.GROUP_MEMBERS) if who_matters.is_group_child(row, groups)]
        more = who_matters.groups_that_matter(self._tables, nested, self._keep)
        if more - matter or people:
            self._members_of(more, groups, people)

    def _members_of(self, matter: frozenset[str], groups: frozenset[str], people: frozenset[str] = frozenset()) -> None:
        def is_wanted(row: rows.Relation) -> bool:
            return (row.group_id or "").lower() in matter or who_matters.is_group_child(row, groups) or row.id.lower() in people

        def is_of_group(row: rows.Relation) -> bool:
            return (row.group_id or "").lower() in matter or who_matters.is_group_child(row, groups)

        self._hold(c.GROUP_MEMBERS.name, rows.Relation, Choice(rows.Relation, is_wanted if people else is_of_group))

    def _named_people(self) -> frozenset[str]:
        """Ids of people whom the consultant names, by id, by name, or as members of a group: all their memberships are held."""
        if not self._keep:
            return frozenset()
        found = {row.id.lower() for row in self._held(c.GROUP_MEMBERS) if (row.group_id or "").lower() in self._keep}
        names = frozenset(one for one in self._keep if "@" in one)
        if names and c.USERS.name in self._snapshot.files:
            for batch in self._snapshot.batches(c.USERS.name, _Name, Choice(_Name, lambda row: _upn(row) in names)):
                found |= {row.id.lower() for row in batch.rows}
        return self._keep | found

    def _people(self, there: Collection[str]) -> None:
        """Two readings of a line: id and name of everybody, the rest only of those who matter."""
        matter = who_matters.people_that_matter(self._tables, self._held(c.GROUP_MEMBERS), self._keep)
        matters = Choice(_Name, lambda row: row.id.lower() in matter or _upn(row) in matter)
        for one in (collection for collection in (c.USERS, c.USER_REGISTRATION_DETAILS) if collection.name in there):
            self._hold(one.name, one.row, matters)
            table = self._tables[one.name]
            if isinstance(table, Table) and table.total is not None:
                self._tables[one.name] = replace(table, sought=matter)

    def _held(self, collection: c.Collection[c.R]) -> tuple[c.R, ...]:
        table = self._tables.get(collection.name)
        return table.rows if isinstance(table, Table) else ()

    def _hold(self, name: str, row: type[c.R], choice: Choice[Any] | None = None) -> None:
        held, total = list[c.R](), 0
        for batch in self._snapshot.batches(name, row, choice):
            total += batch.count
            held += batch.rows
        gaps = self._snapshot.manifest.collections[name].gaps_as_values()
        self.counts[name] = total
        self._tables[name] = Table(name, _once(held), gaps, total if len(held) < total else None)


def _nobody(row: _Anything) -> bool:
    return not isinstance(row, _Anything)


def _upn(row: _Name | rows.User) -> str:
    return row.user_principal_name.lower() if isinstance(row.user_principal_name, str) else ""


def _once(held: list[c.R]) -> tuple[c.R, ...]:
    """Without rows that two pages of an answer both held; two different rows of one id both stay."""
    if held and isinstance(held[0], rows.Relation):
        return tuple(dict.fromkeys(held))
    first: dict[str, c.R] = {}
    kept = []
    for row in held:
        key = getattr(row, "id", "")
        if key and first.setdefault(key, row) is not row and first[key] == row:
            continue
        kept.append(row)
    return tuple(kept)
