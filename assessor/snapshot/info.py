"""What a snapshot says of itself, for a person who was handed one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.model.table import Table
from assessor.snapshot.read import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from assessor.model.result import SnapshotFacts, TenantFacts
    from assessor.model.table import Gap
    from assessor.snapshot import layout


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotInfo:
    """Values for print; age is not among them, for nothing here looks at a clock."""

    tenant: TenantFacts
    snapshot: SnapshotFacts
    completed_at: datetime | None
    identity: str | None
    """Kind and id of who asked Graph."""
    permissions: tuple[str, ...]
    gaps: Mapping[str, tuple[Gap, ...]]
    """By collection; only those that have some."""
    files: Mapping[str, str]
    """Name of the file, by collection."""


def read_info(path: Path, limits: layout.Limits | None = None) -> SnapshotInfo:
    """All of it; every file is read, so a damaged one is refused (SnapshotError)."""
    with open_snapshot(path, limits) as snapshot:
        tenant = snapshot.tenant()
        asker = snapshot.manifest.identity
        return SnapshotInfo(
            tenant=tenant.organization,
            snapshot=tenant.facts,
            completed_at=snapshot.manifest.completed_at,
            identity=" ".join(filter(None, (asker.kind, asker.id))) if asker else None,
            permissions=tuple(asker.permissions or ()) if asker else (),
            gaps={name: table.gaps for name, table in sorted(tenant.tables.items()) if isinstance(table, Table) and table.gaps},
            files=snapshot.files,
        )
