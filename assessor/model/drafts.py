"""What a snapshot suggests for its engagement file; nothing of it is declared before a person says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from assessor.model.result import TenantFacts, Thing
    from assessor.model.thresholds import Threshold


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something that may be meant, with what speaks for it and what against."""

    thing: Thing
    reasons: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can tell of this tenant."""

    check: str
    title: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementDraft:
    """Everything that an engagement file of one tenant may say."""

    tenant: TenantFacts
    taken_on: date
    break_glass: tuple[Candidate, ...]
    break_glass_groups: tuple[Candidate, ...]
    sensitive_users: tuple[Candidate, ...]
    sensitive_groups: tuple[Candidate, ...]
    unknown: tuple[str, ...]
    """What the snapshot lacks of the things that tell candidates."""
    questions: tuple[Question, ...]
    thresholds: tuple[tuple[str, Threshold], ...]
    """Id of a check, and a number that it judges by."""
