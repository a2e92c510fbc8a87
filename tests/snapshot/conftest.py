"""Small snapshots to read: rows in, a folder out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TENANT = "0a0a0a0a-0000-0000-0000-000000000001"

Make = Callable[..., Path]


def as_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() + b"\n" for row in rows)


@pytest.fixture
def snapshot_of(tmp_path: Path) -> Make:
    """A sealed snapshot of collections: rows, or the bytes of a file under its full name; `manifest` overrides the top, `entries` one collection each."""

    def make(
        collections: dict[str, Any] | None = None, /, *, manifest: dict[str, Any] | None = None, entries: dict[str, Any] | None = None, sealed: bool = True
    ) -> Path:
        folder = tmp_path / "contoso"
        folder.mkdir()
        listed: dict[str, Any] = {}
        for name, content in (collections or {}).items():
            collection, dot, _ = name.partition(".")
            raw = content if isinstance(content, bytes) else as_lines(content)
            (folder / (name if dot else f"{name}.ndjson")).write_bytes(raw)
            listed[collection] = {"status": "collected"}
            if sealed:
                listed[collection] |= {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
            if isinstance(content, list):
                listed[collection]["count"] = len(content)
        for collection, entry in (entries or {}).items():
            listed[collection] = {**listed.get(collection, {}), **entry}
        whole = {"format": "entra-assessor-snapshot", "version": 1, "tenantId": TENANT, "takenAt": "2026-11-24T08:00:00Z", "collections": listed}
        whole |= manifest or {}
        (folder / "manifest.json").write_text(json.dumps({key: value for key, value in whole.items() if value is not ...}, default=str), encoding="utf-8")
        return folder

    return make
