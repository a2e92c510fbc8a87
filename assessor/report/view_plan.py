"""What a template may see of the plan and of the notes for operators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view import LinkView, Mark


@dataclass(frozen=True, slots=True)
class StepLinkView:
    """Another step of the plan."""

    check: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStepView:
    """One step, every word chosen."""

    rank: int
    anchor: str
    check: str
    check_anchor: str
    title: str
    severity: Mark
    verdict: Mark
    what: tuple[str, ...]
    why: str
    concerned: str
    """Names, the first ones, and how many more."""
    effect: str
    points: str
    """For a column: +2.5."""
    ways: str
    """For a column: who loses the last way, who no longer stands; a dash where nobody."""
    effort: str
    takes: str
    owner: str
    before: tuple[StepLinkView, ...]
    caution: tuple[str, ...]
    portal: tuple[str, ...]
    script: str
    """Empty where there is only the portal."""
    scopes: str
    changes: str
    left_out: str
    no_script: str
    verify: str
    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The plan."""

    lead: str
    order: str
    dated: str
    steps: tuple[PlanStepView, ...]
    scripts: int


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note for operators."""

    title: str
    why: str
    says: tuple[str, ...]
    links: tuple[LinkView, ...]
    talk: str
