"""Copies of the samples with one thing changed, and comparisons of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

from assessor import assess
from assessor.compare import Judged, Side, compare
from assessor.model.comparison import Comparison
from assessor.model.engagement import Engagement
from assessor.snapshot import Snapshot, open_snapshot, read_engagement

SAMPLES = Path(__file__).resolve().parents[2] / "sample_exports"
Row = dict[str, Any]


@cache
def catalogue() -> Any:
    """Our checks, loaded once."""
    return assess.load(None)


@cache
def engagement() -> Engagement:
    """One engagement for every comparison here."""
    return read_engagement(SAMPLES / "school_after.engagement.toml")


def compared(before: Path, *others: Path, by: Engagement | None = None) -> Comparison:
    """All judged, and the first and the last held against each other."""
    with ExitStack() as stack:
        first, *between, last = (_side(stack.enter_context(open_snapshot(path)), by or engagement()) for path in (before, *others))
        return compare(first, last, catalogue().checks, [one.judged for one in between])


def judged(path: Path, by: Engagement | None = None) -> Judged:
    """One snapshot as a series keeps it."""
    with open_snapshot(path) as snapshot:
        return _side(snapshot, by or engagement()).judged


def _side(snapshot: Snapshot, by: Engagement) -> Side:
    tenant = snapshot.tenant(by.names)
    return Side(snapshot, tenant, assess.assess(tenant, by, catalogue()))


def copy_of(sample: str, to: Path) -> Path:
    """A copy without seals, so that rows may change."""
    shutil.copytree(SAMPLES / sample, to)
    manifest = json.loads((to / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["collections"].values():
        for key in ("sha256", "bytes", "count"):
            entry.pop(key, None)
    _write(to, manifest)
    return to


def _write(folder: Path, manifest: Any) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def without(folder: Path, collection: str, reason: str = "forbidden") -> Path:
    """The collection could not be read."""
    (folder / f"{collection}.ndjson").unlink()
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["collections"][collection] = {"status": "missing", "reason": reason, "httpStatus": 403}
    _write(folder, manifest)
    return folder


def dated(folder: Path, moment: str) -> Path:
    """The snapshot as if it were taken then."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["takenAt"] = moment
    manifest.pop("completedAt", None)
    _write(folder, manifest)
    return folder


def rows_of(folder: Path, collection: str) -> list[Row]:
    """Rows as they lie there."""
    return [json.loads(line) for line in (folder / f"{collection}.ndjson").read_text(encoding="utf-8").splitlines()]


def edited(folder: Path, collection: str, change: Callable[[list[Row]], list[Row] | None]) -> Path:
    """The collection with its rows changed, in place or anew."""
    rows = rows_of(folder, collection)
    rows = change(rows) or rows
    (folder / f"{collection}.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder
