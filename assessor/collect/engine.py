"""All chains followed at once, each bucket at its own pace, until the rows name nothing that was not asked for.

Nothing is lost on the way: a chain ends whole, or with the refusal that ended it, and both stand in the journal.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessor.collect.answers import Answer, Meaning, Refusal, meaning, refusal, refused_property, retry_after
from assessor.collect.chain import Chain
from assessor.collect.frontier import Frontier
from assessor.collect.gate import PACES, Gate, Pace
from assessor.collect.pages import NotAPageError, Page, read_page, with_parent
from assessor.collect.signin import GRAPH_TOKEN, SignInError
from assessor.collect.spool import Outcome
from assessor.collect.words import TOGETHER, Bucket, Per
from assessor.model.words import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessor.collect.client import Client
    from assessor.collect.facts import Facts
    from assessor.collect.plan import Plan
    from assessor.collect.spool import Spool

WORKERS = {Bucket.DIRECTORY: 16, Bucket.GOVERNANCE: 12, Bucket.POLICIES: 8, Bucket.CONDITIONAL_ACCESS: 2, Bucket.REPORTS: 4, Bucket.AZURE: 4}
BATCH = 20
_SYNC_EVERY = 2.0
_REFUSALS_ENOUGH = 20
_NOT_TOGETHER = (400, 404, 501)
"""Answers of a Graph that does not know `id in (…)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """When to give up."""

    deadline: float = 3600.0
    """Seconds for one collection, from its first request."""
    tries: int = 8
    """Failures of one page in a row (throttling does not count)."""
    backoff: float = 0.5
    backoff_most: float = 30.0
    restarts: int = 3
    """Of a list whose page tokens end before it does."""


@dataclass(slots=True)
class Lane:
    """One bucket: what waits, its gate, and what it has done."""

    bucket: Bucket
    client: Client
    gate: Gate
    queue: deque[Chain] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    requests: int = 0
    rows: int = 0
    planned: int = 0
    done: int = 0

    def put(self, chain: Chain, *, first: bool = False) -> None:
        """Let it wait for its turn; the next page of a list comes first."""
        (self.queue.appendleft if first else self.queue.append)(chain)
        self.wake.set()

    async def take(self) -> list[Chain]:
        """What to ask for next: one page, or as many small ones as fit a $batch and the pace."""
        while not self.queue:
            self.wake.clear()
            await self.wake.wait()
        taken = [self.queue.popleft()]
        most = max(1, min(BATCH, int(self.gate.rate / taken[0].source.cost)))
        while self.queue and len(taken) < most and _together(taken[0], self.queue[0]):
            taken.append(self.queue.popleft())
        return taken


def _together(first: Chain, other: Chain) -> bool:
    return all(one.source.per is not None and one.together and not one.is_post and not one.source.azure for one in (first, other)) and (
        first.source.version == other.source.version
    )


class Engine:
    """Follows chains until none is left."""

    def __init__(
        self, plan: Plan, facts: Facts, spool: Spool, clients: Mapping[Bucket, Client], *, since: str, is_application: bool,
        patience: Patience | None = None, paces: Mapping[Bucket, Pace] | None = None, jitter: random.Random | None = None,
    ) -> None:  # fmt: skip
        self.patience, self._jitter = patience or Patience(), jitter or random.Random()  # noqa: S311  # spreads retries
        self.lanes = {bucket: Lane(bucket, client, Gate({**PACES, **(paces or {})}[bucket], jitter=jitter)) for bucket, client in clients.items()}
        self.frontier = Frontier(plan, facts, spool, since)
        self.started: dict[str, float] = {}
        self.ended: dict[str, float] = {}
        self.notes: set[str] = set()
        self.statuses: Counter[int] = Counter()
        self._facts, self._spool, self._is_application = facts, spool, is_application
        self._open, self._all_done = 0, asyncio.Event()
        self._closed: dict[str, Refusal] = {}
        self._refusals: Counter[str] = Counter()
        self._good: set[str] = set()
        self._renewed_at, self._good_at = 0.0, 0.0

    async def run(self) -> None:
        """Ask until everything is answered; raises SignInError where nobody is signed in any more."""
        self._go_on()
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(self._work(lane)) for lane in self.lanes.values() for _ in range(WORKERS[lane.bucket])]
        tasks += [asyncio.create_task(self._sync()), asyncio.create_task(self._all_done.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _go_on(self) -> None:
        """Queue what the rows have named meanwhile; nothing named and nothing open is the end."""
        for chain in self.frontier.new_chains():
            self._open += 1
            lane = self.lanes[chain.source.bucket]
            lane.planned += 1
            lane.put(chain)
        if self._open == 0:
            self._all_done.set()

    async def _work(self, lane: Lane) -> None:
        while True:
            chains = [chain for chain in await lane.take() if not self._is_over(chain)]
            if not chains:
                self._go_on()
                continue
            cost = float(sum(chain.source.cost for chain in chains))
            await lane.gate.enter(cost, urgent=chains[0].page > 1)
            sent_at = time.monotonic()
            answers = await self._ask(lane, chains)
            lane.requests += len(chains)
            for chain, answer in zip(chains, answers, strict=True):
                self.statuses[answer.status] += 1
                self._settle(lane, chain, answer, sent_at)
            self._go_on()

    async def _ask(self, lane: Lane, chains: list[Chain]) -> list[Answer]:
        for chain in chains:
            self.started.setdefault(chain.source.collection, time.monotonic())
        if len(chains) == 1:
            return [await lane.client.ask(chains[0].request())]
        return await lane.client.ask_together(chains[0].source.version, [chain.request().url for chain in chains])

    def _is_over(self, chain: Chain) -> bool:
        """Whether there is no point in asking: the answer is known, or the time is up."""
        source = chain.source
        if closed := self._closed.get(source.name):
            self._end(chain, closed)
            return True
        if time.monotonic() - self.started.get(source.collection, time.monotonic()) > self.patience.deadline:
            self._end(chain, Refusal(Reason.FAILED, "deadline", None))
            return True
        return False

    def _settle(self, lane: Lane, chain: Chain, answer: Answer, sent_at: float) -> None:
        share = answer.header("x-ms-throttle-limit-percentage")
        if share:
            with suppress(ValueError):
                lane.gate.nearing(float(share))
        what = meaning(answer, chain.page)
        if what is Meaning.ROWS:
            self._rows(lane, chain, answer)
        elif what is Meaning.THROTTLED:
            lane.gate.refused(sent_at, retry_after(answer))
            lane.put(chain, first=True)
        elif what is Meaning.AGAIN:
            self._again(lane, chain, answer)
        elif what is Meaning.EXPIRED_PAGE:
            self._restart(lane, chain, Refusal(Reason.FAILED, "expired page token", answer.status))
        elif what is Meaning.SIGN_IN:
            self._challenged(lane, chain, answer)
        else:
            self._refused(lane, chain, answer)

    def _rows(self, lane: Lane, chain: Chain, answer: Answer) -> None:
        try:
            page = read_page(answer.body, single=chain.source.single or chain.alone)
            rows = self._finished_rows(chain, page)
            self._facts.learn(chain.source, rows)
        except (NotAPageError, ValueError):
            self._again(lane, chain, Answer(0, fault="the answer is cut off, or no JSON"))
            return
        lane.gate.passed(chain.source.cost)
        lane.rows += len(rows)
        self._good.add(chain.source.name)
        self._good_at = time.monotonic()
        self._spool.page(chain.id, rows)
        chain.tries = chain.challenges = 0
        self._turn(lane, chain, page.next)

    def _turn(self, lane: Lane, chain: Chain, following: str | None) -> None:
        """On to the next page, unless it is one that was read before, or lies elsewhere."""
        if following is None:
            self._end(chain, None)
            return
        mark = hash(following)
        if not lane.client.guard.is_ours(following):
            self._end(chain, Refusal(Reason.FAILED, "next page on another host", None), pages=chain.page)
        elif mark in chain.seen:
            self._restart(lane, chain, Refusal(Reason.FAILED, "next page repeats", None), most=1)
        else:
            chain.seen.add(mark)
            chain.next, chain.page = following, chain.page + 1
            lane.put(chain, first=True)

    def _finished_rows(self, chain: Chain, page: Page) -> list[bytes]:
        field_ = chain.source.parent
        return [with_parent(row, field_, chain.ids[0]) for row in page.rows] if field_ else page.rows

    def _again(self, lane: Lane, chain: Chain, answer: Answer) -> None:
        chain.tries += 1
        if chain.tries >= self.patience.tries:
            self._end(chain, refusal(answer), pages=chain.page - 1)
            return
        wait = min(self.patience.backoff * 2 ** (chain.tries - 1), self.patience.backoff_most) * self._jitter.uniform(0.8, 1.2)
        self._later(max(wait, retry_after(answer) or 0.0), lambda: lane.put(chain, first=True))

    def _restart(self, lane: Lane, chain: Chain, why: Refusal, most: int | None = None) -> None:
        if chain.restarts >= (self.patience.restarts if most is None else most):
            self._end(chain, why, pages=chain.page)
            return
        self._spool.anew(chain.id)
        chain.again()
        lane.put(chain, first=True)

    def _challenged(self, lane: Lane, chain: Chain, answer: Answer) -> None:
        """401: once with a new token and outside of a $batch, where the SDK answers a challenge itself; then it is final."""
        chain.challenges += 1
        chain.together = False
        if chain.challenges == 1:
            if time.monotonic() - self._renewed_at > 5:
                self._renewed_at = time.monotonic()
                lane.client.forget_token()
            lane.put(chain, first=True)
        elif self._good_at > self._renewed_at or chain.source.delegated_only:
            self._refused(lane, chain, answer)
        else:
            mend = f"sign in again ({GRAPH_TOKEN} for --auth token) and go on with --resume"
            raise SignInError("the sign-in", "has ended: Graph no longer takes the token", mend)

    def _refused(self, lane: Lane, chain: Chain, answer: Answer) -> None:
        source = chain.source
        lane.gate.passed(source.cost)
        name = refused_property(answer, tuple(one for one in source.optional if one not in chain.without))
        if name:
            chain.without += (name,)
            self.notes.add(f"{source.collection} without {name}: Graph would not give it")
            self.frontier.without[source.name] = chain.without
            lane.put(chain, first=True)
            return
        if source.per in (Per.USER_ROW, Per.GROUP_ROW) and answer.status in ((404,) if chain.alone else _NOT_TOGETHER):
            self._one_by_one(lane, chain)
            return
        why = refusal(answer, cannot=source.delegated_only and self._is_application)
        self._refusals[source.name] += 1
        never = source.name not in self._good and self._refusals[source.name] >= _REFUSALS_ENOUGH and why.reason is Reason.FORBIDDEN
        if source.per and (why.is_tenant_wide or never):
            self._closed[source.name] = why
        self._end(chain, why, pages=chain.page - 1)

    def _one_by_one(self, lane: Lane, chain: Chain) -> None:
        """This Graph does not take ids together: ask for each; one that is not there is gone, which the frontier sees by itself."""
        if chain.alone:
            self._end(chain, None)
            return
        for one in chain.each_alone():
            if one.id not in self._spool.ends:
                self._open += 1
                lane.planned += 1
                lane.put(one)
        self._open -= 1
        lane.done += 1

    def _end(self, chain: Chain, why: Refusal | None, pages: int = 0) -> None:
        asked = chain.ids if chain.source.per in TOGETHER else ()
        if why is None:
            outcome = Outcome(page=chain.page, asked=asked, without=chain.without)
        else:
            outcome = Outcome(str(why.reason), why.code, why.status, pages, asked, chain.without)
        self._spool.end(chain.id, outcome)
        self.frontier.ended(chain.source, outcome)
        self._open -= 1
        self.lanes[chain.source.bucket].done += 1
        self.ended[chain.source.collection] = time.monotonic()

    def _later(self, seconds: float, then: Callable[[], None]) -> None:
        asyncio.get_running_loop().call_later(seconds, then)

    async def _sync(self) -> None:
        while True:
            await asyncio.sleep(_SYNC_EVERY)
            await asyncio.to_thread(self._spool.sync)
