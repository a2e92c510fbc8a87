"""manifest.json as values, and every clause of the contract that it must keep."""

from __future__ import annotations

from datetime import UTC, datetime  # msgspec reads the annotations
from typing import TYPE_CHECKING, Annotated

import msgspec

from assessor.model.errors import SnapshotError
from assessor.model.table import Gap
from assessor.model.words import Reason, Status
from assessor.snapshot import layout
from assessor.snapshot.content import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.snapshot.store import Store

CLOUDS = ("global", "usgov", "usgovdod", "china")
SCOPES = ("privileged", "full")

_MEND = "see the contract of the snapshot, or have it made again"
_GUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"

Count = Annotated[int, msgspec.Meta(ge=0)]
HttpStatus = Annotated[int, msgspec.Meta(ge=100, le=599)]
_FIRST, _LAST = 2000, 2200
"""Years in which a snapshot may have been taken."""

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-fA-F]{64}\\Z")]


class _Part(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Unknown members are tolerated."""


class GapEntry(_Part, frozen=True, kw_only=True):
    """A parent or page that could not be read."""

    reason: str
    key: str | None = None
    value: str | None = None
    http_status: HttpStatus | None = None


class CollectionEntry(_Part, frozen=True, kw_only=True):
    """What the manifest says of one collection."""

    status: str
    reason: str | None = None
    count: Count | None = None
    bytes: Count | None = None
    sha256: Sha256 | None = None
    endpoint: str | None = None
    code: str | None = None
    http_status: HttpStatus | None = None
    permission: str | None = None
    gaps: list[GapEntry] | None = None

    @property
    def is_there(self) -> bool:
        """Whether a file belongs to it."""
        return self.status != Status.MISSING

    def gaps_as_values(self) -> tuple[Gap, ...]:
        """Its gaps in the house's words."""
        return tuple(Gap(gap.key, gap.value, Reason(gap.reason), gap.http_status) for gap in self.gaps or ())


class Collector(_Part, frozen=True, kw_only=True):
    """The program that wrote the snapshot."""

    name: str
    version: str


class Identity(_Part, frozen=True, kw_only=True):
    """Who asked Graph."""

    kind: str
    id: str | None = None
    permissions: list[str] | None = None


class Manifest(_Part, frozen=True, kw_only=True):
    """The whole manifest."""

    format: str
    version: int
    tenant_id: Annotated[str, msgspec.Meta(pattern=_GUID)]
    taken_at: Annotated[datetime, msgspec.Meta(tz=True)]
    collections: dict[str, CollectionEntry]
    cloud: str | None = None
    scope: str | None = None
    completed_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    collector: Collector | None = None
    identity: Identity | None = None

    @property
    def listed(self) -> dict[str, CollectionEntry]:
        """Entries that a file belongs to, by name."""
        return {name: entry for name, entry in sorted(self.collections.items()) if entry.is_there}

    @property
    def sealed(self) -> bool:
        """Whether every file has a digest; of no file at all, every one has."""
        return all(entry.sha256 for entry in self.listed.values())


class _Head(_Part, frozen=True, kw_only=True):
    """What is looked at before the rest: another format or version may look quite different."""

    format: object = None
    version: object = None


def read_manifest(store: Store, limits: layout.Limits | None = None) -> Manifest:
    """The manifest, well formed as a document; `faults` tells which clauses of the contract it breaks."""
    where = f"{store.where}/{layout.MANIFEST}"
    if layout.MANIFEST not in store.names:
        raise SnapshotError(store.where, f"holds no {layout.MANIFEST}", "give the folder or the .zip of a snapshot")
    text = whole(store, layout.MANIFEST, limits=limits)
    try:
        _check_head(where, msgspec.json.decode(text, type=_Head))
        return _in_utc(where, msgspec.json.decode(text, type=Manifest))
    except msgspec.ValidationError as error:
        raise SnapshotError(where, f"does not keep the contract: {error}", _MEND) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SnapshotError(where, f"is not JSON ({error})", "have the snapshot made again") from None


def _in_utc(where: str, manifest: Manifest) -> Manifest:
    """The days of a report are those of UTC, whatever zone the collector wrote; and days are counted from takenAt in both directions."""
    if not _FIRST <= manifest.taken_at.year <= _LAST:
        raise SnapshotError(where, f"takenAt is {manifest.taken_at.isoformat()}, and no tenant was there to be seen", _MEND)
    return msgspec.structs.replace(manifest, taken_at=manifest.taken_at.astimezone(UTC))


def _check_head(where: str, head: _Head) -> None:
    if head.format != layout.FORMAT:
        raise SnapshotError(where, f"its format is {_shown(head.format)}, not {layout.FORMAT!r}", "give the folder or the .zip of a snapshot")
    is_number = isinstance(head.version, int) and not isinstance(head.version, bool)
    if is_number and head.version > layout.VERSION:  # type: ignore[operator]  # it is a number
        raise SnapshotError(where, f"its version is {head.version}, and this assessor reads {layout.VERSION}", "use a newer assessor")
    if not is_number or head.version != layout.VERSION:
        raise SnapshotError(where, f"its version is {_shown(head.version)}, not {layout.VERSION}", _MEND)


def check(store: Store, manifest: Manifest) -> None:
    """Raise the first fault."""
    for fault in faults(store, manifest):
        raise fault


def faults(store: Store, manifest: Manifest) -> Iterator[SnapshotError]:
    """Every clause that manifest and files break, one after the other."""
    where = f"{store.where}/{layout.MANIFEST}"
    yield from _word(where, "cloud", manifest.cloud, CLOUDS)
    yield from _word(where, "scope", manifest.scope, SCOPES)
    if manifest.completed_at and manifest.completed_at < manifest.taken_at:
        yield SnapshotError(where, "completedAt lies before takenAt", _MEND)
    for name, entry in sorted(manifest.collections.items()):
        yield from _entry_faults(f"{where}: collections.{name[:200]}", name, entry)
    yield from _file_faults(store, manifest)


def files(store: Store) -> dict[str, list[str]]:
    """The files that lie there, by collection; more than one of a collection is a fault."""
    found: dict[str, list[str]] = {}
    for name in store.names:
        if collection := layout.collection_of(name):
            found.setdefault(collection, []).append(name)
    return {name: sorted(ones, key=lambda one: layout.ENDINGS.index(one.removeprefix(name))) for name, ones in found.items()}


def _entry_faults(where: str, name: str, entry: CollectionEntry) -> Iterator[SnapshotError]:
    if not layout.COLLECTION_NAME.fullmatch(name):
        yield SnapshotError(where, "is not the name of a collection", _MEND)
    yield from _word(where, "status", entry.status, tuple(Status))
    yield from _word(where, "reason", entry.reason, tuple(Reason))
    for gap in entry.gaps or ():
        yield from _word(where, "the reason of a gap", gap.reason, tuple(Reason))
    if entry.status == Status.MISSING and entry.reason is None:
        yield SnapshotError(where, "is missing and gives no reason", _MEND)
    if entry.status == Status.PARTIAL and not entry.gaps:
        yield SnapshotError(where, "is partial and lists no gaps", _MEND)
    if entry.status == Status.COLLECTED and (entry.gaps or entry.reason):
        yield SnapshotError(where, "is collected and lists gaps or a reason", "is it partial?")


def _file_faults(store: Store, manifest: Manifest) -> Iterator[SnapshotError]:
    there = files(store)
    for name, entry in sorted(manifest.collections.items()):
        lying = there.get(name, [])
        if not entry.is_there and lying:
            what = f"lies there, and the manifest says that {name} is missing"
            yield SnapshotError(f"{store.where}/{lying[0]}", what, "take the file away, or have the snapshot made again")
        elif entry.is_there and not lying:
            yield SnapshotError(f"{store.where}/{name}.ndjson", f"is not there, and the manifest says that {name} is {entry.status}", "copy the snapshot again")
        elif len(lying) > 1:
            yield SnapshotError(store.where, f"holds {' and '.join(lying)} for one collection", "keep one of them")


def _word(where: str, key: str, value: str | None, allowed: tuple[str, ...]) -> Iterator[SnapshotError]:
    if value is not None and value not in allowed:
        yield SnapshotError(where, f"{key} is {_shown(value)}, which is none of {', '.join(allowed)}", _MEND)


def _shown(value: object) -> str:
    return repr(value)[:100]
