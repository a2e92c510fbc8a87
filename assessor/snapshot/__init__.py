"""The files of a snapshot on disk, and what a tenant is in them: read, written, checked, sealed."""

from assessor.snapshot.read import Snapshot, open_snapshot, read_tenant

__all__ = ["Snapshot", "open_snapshot", "read_tenant"]
