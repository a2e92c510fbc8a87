"""Exports of other tools, turned into snapshots."""

from assessor.snapshot.importers.conditional_access import import_conditional_access
from assessor.snapshot.importers.scubagear import ImportReport, import_scubagear

__all__ = ["ImportReport", "import_conditional_access", "import_scubagear"]
