"""One gate per throttle bucket: everybody who asks in it leaves at the gate's rate, and all wait when Graph says so.

Why not the SDK's retry: it gives up under lasting throttling and loses rows (design: the collector, section 1).
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass

from assessor.collect.words import Bucket

_CUT_FIRST, _CUT = 0.5, 0.75
_GROW_FIRST, _GROW, _GROW_NEAR, _GROW_FIXED = 0.25, 0.03, 0.004, 0.1
_NEAR = 0.9
_BACKOFF, _BACKOFF_MOST = 0.5, 30.0
_EASE_FROM = 0.8
_QUICK = 50.0
"""Units a second from which one page more is not felt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a bucket begins, and whether its limit is published."""

    rate: float
    """Units a second."""
    burst: float
    fixed: bool = False
    """The limit is published: never go over it."""


PACES: dict[Bucket, Pace] = {
    Bucket.DIRECTORY: Pace(rate=200, burst=40),
    Bucket.CONDITIONAL_ACCESS: Pace(rate=0.98, burst=1, fixed=True),
    Bucket.REPORTS: Pace(rate=0.49, burst=5, fixed=True),
    Bucket.GOVERNANCE: Pace(rate=10, burst=10),
    Bucket.POLICIES: Pace(rate=10, burst=15),
    Bucket.AZURE: Pace(rate=10, burst=10),
}
"""Published limits, a fiftieth below them because wires are not even, and careful beginnings where none is published.

Source: the design page on the collector, section 3.
"""


class Gate:
    """Rate and pause of one bucket."""

    def __init__(self, pace: Pace, *, jitter: random.Random | None = None) -> None:
        self._pace, self.rate = pace, pace.rate
        self._next, self._paused_until, self._generation = 0.0, 0.0, 0
        self._known: float | None = None
        self._cut_at, self._eased_at, self._refusals, self._limited = 0.0, 0.0, 0, False
        self._jitter = jitter or random.Random()  # noqa: S311  # spreads requests; no secret
        self.throttled = 0

    @property
    def paused_for(self) -> float:
        """Seconds until requests leave again; 0 where they do."""
        return max(0.0, self._paused_until - time.monotonic())

    async def enter(self, cost: float, *, urgent: bool = False) -> float:
        """Wait for the turn of so many units; returns when it came.

        The next page of a list is urgent: where the gate is quick it waits for pauses alone, and those behind it a little longer.
        """
        while True:
            now, generation = time.monotonic(), self._generation
            start = max(self._next, now - max(0.0, self._pace.burst - cost) / self.rate)
            self._next = start + cost / self.rate
            slot = max(self._paused_until, now if urgent and self.rate >= _QUICK else start)
            if slot <= now:
                return now
            self._limited = self._limited or slot > self._paused_until
            await asyncio.sleep(slot - now)
            if generation == self._generation:
                return time.monotonic()

    def passed(self, cost: float) -> None:
        """Graph answered: a little faster, where the gate is what holds requests back."""
        self._refusals = 0
        if self._limited:
            self._limited = self._next > time.monotonic()
            self.rate = min(self.rate + self._growth() * cost, self._pace.rate if self._pace.fixed else float("inf"))

    def refused(self, sent_at: float, retry_after: float | None) -> None:
        """429: all wait, and go on slower; requests that left before the last cut tell nothing new."""
        now = time.monotonic()
        self.throttled += 1
        if sent_at >= self._cut_at:
            self._refusals += 1
            first = self._known is None
            self._known = self.rate
            self.rate = max(self.rate * (_CUT_FIRST if first and not self._pace.fixed else _CUT), self._pace.rate / 50)
            self._cut_at = now
        wait = retry_after if retry_after is not None else min(_BACKOFF * 2**self._refusals, _BACKOFF_MOST)
        self._pause(now + wait * self._jitter.uniform(1.0, 1.1))

    def nearing(self, share: float) -> None:
        """Graph tells how much of the limit is used: go slower before it refuses."""
        now = time.monotonic()
        if share >= _EASE_FROM and now - self._eased_at > 1:
            self._known, self._eased_at = self.rate, now
            self.rate *= max(0.5, min(1.0, 0.95 / share))

    def _growth(self) -> float:
        if self._pace.fixed:
            return self._pace.rate * _GROW_FIXED
        if self._known is None:
            return _GROW_FIRST
        return _GROW if self.rate < self._known * _NEAR else _GROW_NEAR

    def _pause(self, until: float) -> None:
        if until > self._paused_until:
            self._paused_until = until
            self._generation += 1
            self._next = max(until, time.monotonic())
