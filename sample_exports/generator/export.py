"""A tenant in the making: rows by collection, and the sealed snapshot they become."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from generator.endpoints import ENDPOINTS, PERMISSIONS
from generator.ids import shifted, uid


class Export:
    """Rows of one tenant at one moment."""

    def __init__(self, tenant: str, taken_at: str) -> None:
        self.tenant_id = uid("tenant", tenant)
        self.taken_at = taken_at
        self.rows: dict[str, list[dict]] = {name: [] for name in ENDPOINTS}
        self._missing: dict[str, dict] = {}
        self._gaps: dict[str, list[dict]] = {}

    def time(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> str:
        """A moment before (negative) or after the snapshot was taken."""
        return shifted(self.taken_at, days=days, hours=hours, minutes=minutes)

    def add(self, collection: str, *rows: dict) -> str:
        """Put rows into a collection; the id of the last one."""
        self.rows[collection].extend(rows)
        return rows[-1].get("id", "") if rows else ""

    def find(self, collection: str, key: str) -> dict:
        """The row of that id."""
        return next(row for row in self.rows[collection] if row["id"] == key)

    def miss(self, reason: str, *collections: str, status: int | None = None, code: str | None = None) -> None:
        """Say that collections could not be read."""
        for name in collections:
            permission = ENDPOINTS[name][1]
            entry = {"status": "missing", "reason": reason, "code": code, "httpStatus": status, "permission": permission if reason == "forbidden" else None}
            self._missing[name] = {key: value for key, value in entry.items() if value is not None}
            self.rows[name] = []

    def gap(self, collection: str, key: str, value: str, reason: str, status: int) -> None:
        """Say that one parent of a collection could not be read."""
        self._gaps.setdefault(collection, []).append({"key": key, "value": value, "reason": reason, "httpStatus": status})

    def write(self, folder: Path) -> None:
        """The snapshot as files, with the manifest last."""
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        collections = {name: self.collection(folder, name) for name in sorted(ENDPOINTS)}
        manifest = {
            "format": "entra-assessor-snapshot",
            "version": 1,
            "tenantId": self.tenant_id,
            "cloud": "global",
            "scope": "full",
            "takenAt": self.taken_at,
            "completedAt": self.time(minutes=3),
            "collector": {"name": "assessor", "version": "0.1.0"},
            "identity": {"kind": "application", "id": uid("collector", self.tenant_id), "permissions": PERMISSIONS},
            "collections": collections,
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (folder / "manifest.json").write_bytes(text.encode())

    def collection(self, folder: Path, name: str) -> dict:
        """Write one collection; its entry in the manifest."""
        endpoint = {"endpoint": ENDPOINTS[name][0]}
        if name in self._missing:
            return self._missing[name] | endpoint
        lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in self.rows[name]]
        data = "".join(lines).encode()
        (folder / f"{name}.ndjson").write_bytes(data)
        entry = {
            "status": "partial" if name in self._gaps else "collected",
            "count": len(lines),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        } | endpoint
        return entry | ({"gaps": self._gaps[name]} if name in self._gaps else {})
