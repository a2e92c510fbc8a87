"""Two snapshots of a tenant: what changed, for whom, and because of what. Both are judged before; nobody judges here."""

from assessor.compare.sides import Side, compare

__all__ = ["Side", "compare"]
