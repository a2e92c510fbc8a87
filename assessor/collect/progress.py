"""What a run says of itself while it runs: bars per bucket on a terminal, plain lines elsewhere, nothing where it shall be quiet."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from rich.table import Table

    from assessor.collect.engine import Engine, Lane

_PLAIN_EVERY, _LIVE_EVERY = 5.0, 0.5


@asynccontextmanager
async def shown(engine: Engine, *, quiet: bool) -> AsyncIterator[None]:
    """Show the engine's progress on standard error as long as this lasts."""
    if quiet:
        yield
        return
    task = asyncio.create_task(_live(engine) if sys.stderr.isatty() else _plain(engine))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _plain(engine: Engine) -> None:
    begun = time.monotonic()
    while True:
        await asyncio.sleep(_PLAIN_EVERY)
        for lane in _busy(engine):
            print(line(lane, time.monotonic() - begun), file=sys.stderr, flush=True)


async def _live(engine: Engine) -> None:
    from rich.console import Console
    from rich.live import Live

    begun = time.monotonic()
    with Live(console=Console(stderr=True), transient=True, auto_refresh=False) as live:
        while True:
            live.update(_table(engine, time.monotonic() - begun), refresh=True)
            await asyncio.sleep(_LIVE_EVERY)


def _table(engine: Engine, seconds: float) -> Table:
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    table = Table.grid(padding=(0, 2))
    for lane in _busy(engine):
        table.add_row(lane.bucket, ProgressBar(total=max(lane.planned, 1), completed=lane.done, width=30), line(lane, seconds).partition(": ")[2])
    return table


def line(lane: Lane, seconds: float) -> str:
    """One bucket in one line."""
    rate = lane.requests / seconds if seconds else 0.0
    paused = f", paused for {lane.gate.paused_for:.0f} s" if lane.gate.paused_for else ""
    refused = f", {lane.gate.throttled} throttled" if lane.gate.throttled else ""
    return f"{lane.bucket}: {lane.done} of {lane.planned} lists, {lane.rows} rows, {rate:.1f} requests/s{refused}{paused}"


def _busy(engine: Engine) -> Iterable[Lane]:
    return [lane for lane in engine.lanes.values() if lane.planned]


def summary(rows: Iterable[tuple[str, int | None, float | None, str]], say: Callable[[str], None]) -> None:
    """Collection, rows, seconds and status, one a line."""
    say(f"{'collection':<40}{'rows':>9}{'seconds':>9}  status")
    for name, count, seconds, status in rows:
        say(f"{name:<40}{'' if count is None else count:>9}{'' if seconds is None else f'{seconds:.1f}':>9}  {status}")
