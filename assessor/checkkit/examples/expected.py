"""What an example expects beside its verdict: the findings themselves, and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.model.words import Confidence, Degree, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Finding, Result


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding, in the words of the example."""

    subject: str
    """The name of whom or what it is about in the example, or its label."""
    id: str
    """The object id of that name."""
    says: str | None
    degree: Degree | None
    """None: by the verdict."""
    severity: Severity | None
    """None: the check's own."""
    confidence: Confidence
    shows: tuple[str, ...] | None
    """What was observed in each row that it rests on; None: whatever."""
    distinct: str | None
    """What tells it from other findings on the same subject, in its key; None: whatever."""
    by: tuple[str, ...] | None
    """The kinds of the edges of its way, as the privilege graph calls them; None: whichever."""

    def meets(self, finding: Finding, result: Result) -> bool:
        """Whether a finding is the one that was expected."""
        degree = self.degree or (Degree(result.verdict) if result.verdict in (Verdict.FAIL, Verdict.PARTIAL) else finding.degree)
        return (
            (finding.subject.label == self.subject or finding.subject.id == self.id)
            and self.says in (None, finding.says)
            and (degree, self.severity or result.check.severity, self.confidence) == (finding.degree, finding.severity, finding.confidence)
            and self.shows in (None, tuple(row.observed for row in finding.evidence))
            and self.distinct in (None, finding.distinct)
            and self.by in (None, tuple(edge.kind for edge in finding.path))
        )


def unexpected(expected: Iterable[Expected], result: Result) -> list[str]:
    """What was not found, and what was found besides."""
    left = list(result.findings)
    lacking = []
    for one in expected:
        if met := next((finding for finding in left if one.meets(finding, result)), None):
            left.remove(met)
        else:
            lacking.append(f"not found: {one}")
    return [*lacking, *(f"found besides: {one.degree} {one.severity} {one.confidence} {one.subject.label} {one.says}" for one in left)]
