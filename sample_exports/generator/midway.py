"""The school in the middle of the project: the model stands, and phones are being kept out by trial and error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import after, pilots, pim, roles
from generator.endpoints import AZURE

if TYPE_CHECKING:
    from generator.export import Export

TAKEN_AT = "2026-10-19T06:30:00Z"


def export() -> Export:
    """The tenant on 19 October 2026: what comes after, without monitoring and reviews, and with the pilots."""
    out, cast = after.model(TAKEN_AT)
    pilots.pilots(out, cast.groups["emergency"], pim.approver_group(cast.groups["approvers"], "PIM approvers: Global Administrator"))
    roles.mark_admins(out)
    out.miss("not_requested", *AZURE)
    return out


def engagement() -> str:
    """What the consultant knows of the school."""
    return after.engagement().replace("after the project", "in the middle of the project") + _ANSWERS


_ANSWERS = """
[answers."AUD-001"]
answer = "fail"
by = "Head of IT"
on = 2026-10-19

[answers."AUD-002"]
answer = "fail"
by = "Head of IT"
on = 2026-10-19
"""
"""Nothing of Azure was read, and monitoring does not stand yet."""
