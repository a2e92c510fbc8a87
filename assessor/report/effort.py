"""How much an action asks for, as far as data tell: the number of objects that have to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.report import wording as w

if TYPE_CHECKING:
    from assessor.model.result import Result

FEW, MANY = 3, 10
WORDS = ("small", "medium", "large")
APPENDIX = f"The number of objects to change: small below {FEW}, medium below {MANY}, else large. How long one takes, only the people who do it can tell."


@dataclass(frozen=True, slots=True)
class Effort:
    """What stands between now and the aim."""

    rank: int
    """0 small, 1 medium, 2 large."""
    objects: int

    @property
    def words(self) -> str:
        """For a table."""
        return f"{WORDS[self.rank].capitalize()} ({w.counted(self.objects, 'object')})"


def effort_of(result: Result) -> Effort:
    """By the objects that findings are about, each once; accepted ones are left alone."""
    objects = max(1, len({(one.subject.kind, one.subject.id) for one in result.findings if one.counts}))
    return Effort(0 if objects < FEW else 1 if objects < MANY else 2, objects)
