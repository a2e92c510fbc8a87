"""The files of a snapshot on disk, and what a tenant is in them: read, written, checked, sealed."""

from assessor.snapshot.engagement import find_engagement, read_engagement
from assessor.snapshot.info import SnapshotInfo, read_info
from assessor.snapshot.logo import read_logo
from assessor.snapshot.read import Snapshot, open_snapshot, read_tenant
from assessor.snapshot.redact import Redacted, read_key, redact_snapshot
from assessor.snapshot.verify import Problem, verify
from assessor.snapshot.write import Header, Part, write_snapshot

__all__ = [
    "Header",
    "Part",
    "Problem",
    "Redacted",
    "Snapshot",
    "SnapshotInfo",
    "find_engagement",
    "open_snapshot",
    "read_engagement",
    "read_info",
    "read_key",
    "read_logo",
    "read_tenant",
    "redact_snapshot",
    "verify",
    "write_snapshot",
]
