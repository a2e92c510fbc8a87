"""Copies of the samples with one thing changed, and comparisons of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from assessor import assess
from assessor.compare import Judged, Side, compare
from assessor.model.comparison import Comparison
from assessor.model.engagement import Engagement
from assessor.snapshot import open_snapshot, read_engagement

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
    first, *between, last = (side_of(path, by or engagement()) for path in (before, *others))
    return compare(first, last, catalogue().checks, [one.judged for one in between])


def both_ways(one: Path, other: Path) -> tuple[Comparison, Comparison]:
    """Each judged once, and held against each other there and back."""
    sides = side_of(one, engagement()), side_of(other, engagement())
    return compare(sides[0], sides[1], catalogue().checks), compare(sides[1], sides[0], catalogue().checks)


def judged(path: Path, by: Engagement | None = None) -> Judged:
    """One snapshot as a series keeps it."""
    return side_of(path, by or engagement()).judged


def side_of(path: Path, by: Engagement) -> Side:
    """A snapshot, read and judged; the samples once for all tests."""
    return _sample(path) if path.parent == SAMPLES and by is engagement() else _side(path, by)


@cache
def _sample(path: Path) -> Side:
    return _side(path, engagement())


def _side(path: Path, by: Engagement) -> Side:
    snapshot = open_snapshot(path)
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


def holding(folder: Path, collection: str, rows: list[Row]) -> Path:
    """The collection, read whole, with these rows."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["collections"][collection] = {"status": "collected"}
    _write(folder, manifest)
    (folder / f"{collection}.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def scoped(folder: Path, scope: str, collector: str = "another") -> Path:
    """The snapshot as if that scope had been collected, by a program of that name."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"scope": scope, "collector": {"name": collector, "version": "1"}}
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
    made = change(rows)
    rows = rows if made is None else made
    (folder / f"{collection}.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder
