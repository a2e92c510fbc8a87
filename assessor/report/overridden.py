"""What the engagement sets otherwise than the catalogue, in words: every report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.result import Assessment


def overridden(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """What, and how it is set."""
    return tuple((f"{shown(one.check)}: {shown(one.says)}", f"{one.value}; the catalogue says {one.catalogue}") for one in assessment.overrides)
