"""Two snapshots of a tenant, or a series of them: what changed, for whom, and because of what. All are judged before; nobody judges here."""

from assessor.compare.series import Judged, series_of
from assessor.compare.sides import Side, compare

__all__ = ["Judged", "Side", "compare", "series_of"]
