"""Exports of other tools, turned into snapshots."""

from assessor.snapshot.importers.scubagear import ImportReport, import_scubagear

__all__ = ["ImportReport", "import_scubagear"]
