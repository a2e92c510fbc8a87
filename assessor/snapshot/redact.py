"""A snapshot that can be shared: the same tenant, judged the same, without anything that tells whose it is."""

from __future__ import annotations

import json
import os
import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.errors import SnapshotError
from assessor.model.table import Missing
from assessor.model.words import Reason
from assessor.snapshot.read import open_snapshot
from assessor.snapshot.redact_engagement import redacted_engagement
from assessor.snapshot.redact_microsoft import known_ids, vocabulary
from assessor.snapshot.redact_names import Pseudonyms
from assessor.snapshot.redact_rows import Rows, named_collections
from assessor.snapshot.redact_texts import Texts
from assessor.snapshot.write import Header, Part, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from assessor.model.engagement import Engagement, ExceptionEntry
    from assessor.snapshot.manifest import CollectionEntry
    from assessor.snapshot.read import Snapshot

KEY_BYTES = 32
_KEY_MOST = 1 << 20


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was done."""

    renamed: tuple[str, ...]
    """New names of collections that the contract does not list."""
    was_sealed: bool
    """Whether the snapshot that was read had a digest of every file; the one that is written has."""


def read_key(path: Path) -> bytes:
    """The key of this file, all its bytes; SnapshotError where there are too few to be a secret."""
    mend = f"give a file of {KEY_BYTES} random bytes or more"
    try:
        with path.open("rb") as stream:
            key = stream.read(_KEY_MOST)
    except OSError as error:
        raise SnapshotError(str(path), f"cannot be read ({error.strerror or type(error).__name__})", mend) from None
    if len(key) < KEY_BYTES:
        raise SnapshotError(str(path), f"has {len(key)} bytes, and a key has at least {KEY_BYTES}", mend)
    return key


def redact_snapshot(
    path: Path, out: Path, *, key: bytes | None = None, map_to: Path | None = None, engagement: tuple[Engagement, Path] | None = None
) -> Redacted:
    """Write the redacted snapshot, a folder or a .zip, sealed; without a key one is made up and forgotten.

    `map_to` takes what became of what; `engagement` is what the consultant said, and where to write it redacted. Both files are for
    their owner alone. SnapshotError in one line; then nothing is left behind.
    """
    if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
        raise SnapshotError(str(out), "lies in the snapshot itself", "give a path beside it")
    told: dict[str, str] | None = None if map_to is None else {}
    with open_snapshot(path) as snapshot, ExitStack() as files:
        work = Redaction(snapshot, Pseudonyms(key or secrets.token_bytes(KEY_BYTES), known_ids(snapshot), told))
        if map_to:
            files.enter_context(_beside(map_to, lambda: json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n"))
        if engagement:
            said, where = engagement
            files.enter_context(_beside(where, lambda: redacted_engagement(said, work.texts, work.kinds(said.exceptions))))
        write_snapshot(out, work.header(), work.parts())
        return Redacted(work.renamed, snapshot.manifest.sealed)


class Redaction:
    """One snapshot being redacted."""

    def __init__(self, snapshot: Snapshot, names: Pseudonyms) -> None:
        """Files are read when their rows are asked for."""
        self._snapshot, self._names = snapshot, names
        self.texts = Texts(names, vocabulary(snapshot))

    @property
    def renamed(self) -> tuple[str, ...]:
        """New names of collections that the contract does not list."""
        return tuple(self._name(one) for one in sorted(self._snapshot.manifest.collections) if one not in c.BY_NAME)

    def header(self) -> Header:
        """The manifest's head: ids and permissions of who asked stay as far as they are Microsoft's, times stay."""
        said = self._snapshot.manifest
        maker, asker = said.collector, said.identity
        return Header(
            tenant_id=self._names.id(said.tenant_id), taken_at=_stamp(said.taken_at), completed_at=_stamp(said.completed_at) if said.completed_at else None,
            cloud=said.cloud, scope=said.scope,
            collector={"name": self.texts.value(maker.name), "version": _version(maker.version)} if maker else None,
            identity={
                "kind": self.texts.value(asker.kind), **({"id": self.texts.composed(asker.id)} if asker.id else {}),
                "permissions": [self.texts.composed(one) for one in asker.permissions or ()],
            } if asker else None,
        )  # fmt: skip

    def parts(self) -> dict[str, Part | Missing]:
        """Every collection that is listed."""
        return {self._name(name): self._part(name, entry) for name, entry in self._snapshot.manifest.collections.items()}

    def kinds(self, entries: Iterable[ExceptionEntry]) -> Callable[[str], str]:
        """What each display name among these subjects is the name of: as the rows were, so must the exception be called."""
        wanted = {one.subject.casefold() for one in entries}
        found: dict[str, str] = {}
        for collection, kind in named_collections():
            for row in self._snapshot.objects(collection) if wanted and collection in self._snapshot.files else ():
                name = str(row.get("displayName")).casefold()
                if name in wanted:
                    found.setdefault(name, kind)
        return lambda name: found.get(name.casefold(), "name")

    def _name(self, collection: str) -> str:
        return collection if collection in c.BY_NAME else f"unknown{self._names.tag(collection)}"

    def _part(self, name: str, entry: CollectionEntry) -> Part | Missing:
        endpoint = self._said(entry.endpoint)
        if not entry.is_there:
            reason = Reason(entry.reason or Reason.NOT_REQUESTED)
            return Missing(self._name(name), reason, self._said(entry.code), entry.http_status, self._said(entry.permission), endpoint)
        gaps = tuple(replace(gap, key=self._said(gap.key), value=self._said(gap.value)) for gap in entry.gaps_as_values())
        return Part(rows=self._rows(name), endpoint=endpoint, gaps=gaps, permission=self._said(entry.permission))

    def _said(self, text: str | None) -> str | None:
        return None if text is None else self.texts.composed(text)

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        made = Rows(self.texts, name)
        try:
            for row in self._snapshot.objects(name):
                yield made.redacted(row)
        except RecursionError:
            where = f"{self._snapshot.store.where}/{self._snapshot.files[name]}"
            raise SnapshotError(where, "a line is nested too deeply", "copy the snapshot again, or have it made again") from None


@contextmanager
def _beside(path: Path, text: Callable[[], str]) -> Iterator[None]:
    """A file that is there from the start, so that nothing is written which it could not go with; after an error it is gone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise SnapshotError(str(path), f"cannot be made ({error.strerror or type(error).__name__})", "give the name of a file that is not there yet") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as stream:
            yield
            stream.write(text())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _stamp(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _version(text: str) -> str:
    return text if text.replace(".", "").isdigit() and len(text) < 20 else "0"
