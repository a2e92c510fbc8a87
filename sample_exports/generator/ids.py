"""Ids and times that are the same in every run."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

_NAMESPACE = UUID("5c1e0000-0000-4000-8000-5a3b1e000001")
USER, GROUP, SERVICE_PRINCIPAL = "#microsoft.graph.user", "#microsoft.graph.group", "#microsoft.graph.servicePrincipal"


def uid(*words: str) -> str:
    """The id of something, made from what it is."""
    return str(uuid5(_NAMESPACE, " / ".join(words)))


def shifted(instant: str, *, days: float = 0, hours: float = 0, minutes: float = 0) -> str:
    """An instant later (or earlier) than another, in Graph's form."""
    moment = datetime.fromisoformat(instant) + timedelta(days=days, hours=hours, minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
