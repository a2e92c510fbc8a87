"""Several snapshots of a tenant in order of time: figures of each, and the course of every finding. Values only, as `assessor.compare` finds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from assessor.model.result import CheckInfo, Finding, Headcount, Score, SnapshotFacts
    from assessor.model.words import PathClass, Verdict


class Sighting(StrEnum):
    """What one snapshot says of a finding."""

    OPEN = "open"
    EXCEPTED = "excepted"
    """It holds, and the risk is accepted."""
    ABSENT = "absent"
    """The snapshot holds all that the finding rested on, and shows none."""
    UNKNOWN = "unknown"
    """The snapshot does not tell: neither fixed nor still there."""


PRESENT = frozenset({Sighting.OPEN, Sighting.EXCEPTED})
"""The finding is there, whether or not its risk is accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Findings at one snapshot; the last three against what earlier snapshots tell of each."""

    open: int
    excepted: int
    unknown: int
    """Seen in another snapshot of the series, and not told by this one."""
    opened: int
    """There now, and surely not before; those that are back are among them."""
    fixed: int
    """There before, and surely not now."""
    back: int
    """Fixed once, and there again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One snapshot of the series, in figures."""

    snapshot: SnapshotFacts
    """Time, digest, scope, seal."""
    score: Score
    """Value, grade, coverage."""
    verdicts: Mapping[Verdict, int]
    """Checks by verdict; every word is there."""
    people: Headcount
    """Global Administrators without break-glass accounts; None where the snapshot does not tell."""
    ways: Mapping[PathClass, int]
    """People with a way to a role of tier 0 by their strongest, each once, without break-glass accounts; who activated counts as eligible."""
    ways_unknown: tuple[str, ...]
    """Why there may be more people with a way; empty where the snapshot tells all of it."""
    findings: Tally

    @property
    def taken_at(self) -> datetime:
        """When it was taken."""
        return self.snapshot.taken_at

    @property
    def with_a_way(self) -> int:
        """People with any way to a role of tier 0; at least so many where `ways_unknown` says something."""
        return sum(self.ways.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A finding through all snapshots."""

    finding: Finding
    """As the latest snapshot that shows it has it."""
    check: CheckInfo
    sightings: tuple[Sighting, ...]
    """One a snapshot, in order of time."""
    keys: frozenset[str]
    """As the snapshots spell its key: one that could not read what somebody is calls him unknown."""

    @property
    def is_present(self) -> bool:
        """Whether the last snapshot shows it."""
        return self.sightings[-1] in PRESENT

    @property
    def absent_until(self) -> int | None:
        """Number of the last snapshot before the present spell that is surely without it; None where it may be older than the series."""
        return next((at for at in reversed(range(len(self.sightings))) if self.sightings[at] is Sighting.ABSENT), None) if self.is_present else None

    @property
    def since(self) -> int | None:
        """Number of the snapshot from which on it is there, as far as is told; None where the last one does not show it."""
        if not self.is_present:
            return None
        begin = 0 if self.absent_until is None else self.absent_until + 1
        return next(at for at in range(begin, len(self.sightings)) if self.sightings[at] in PRESENT)

    @property
    def is_regressed(self) -> bool:
        """Whether the last snapshot shows it open after it was fixed once."""
        until = self.absent_until
        return self.sightings[-1] is Sighting.OPEN and until is not None and any(one in PRESENT for one in self.sightings[:until])


@dataclass(frozen=True, slots=True)
class CheckCourse:
    """A check through all snapshots."""

    check: CheckInfo
    verdicts: tuple[Verdict, ...]
    """One a snapshot, in order of time."""
    is_regressed: bool
    """Passed once, and fails or is partial in the last snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Snapshots of one tenant by the same catalogue and engagement, in order of time."""

    moments: tuple[Moment, ...]
    checks: tuple[CheckCourse, ...]
    """In the order of the catalogue."""
    courses: tuple[Course, ...]
    """Every finding that any of the snapshots shows, in the order of the catalogue, then by key."""

    @property
    def is_flat(self) -> bool:
        """Whether no verdict, no finding and no way differs from one snapshot to the next."""
        words = (*(one.verdicts for one in self.checks), *(one.sightings for one in self.courses))
        return all(len(set(each)) == 1 for each in words) and all(one.ways == self.moments[0].ways for one in self.moments)

    @property
    def passing(self) -> tuple[Course, ...]:
        """Findings that neither the first snapshot nor the last one shows: they came and went."""
        return tuple(one for one in self.courses if one.sightings[0] not in PRESENT and not one.is_present)
