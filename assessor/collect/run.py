"""The whole job: sign in, say what will come, ask, and put the snapshot where it belongs by one rename."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from assessor import __version__
from assessor.collect import plan as plans
from assessor.collect import progress
from assessor.collect.client import Client
from assessor.collect.engine import Engine, Patience
from assessor.collect.facts import Facts
from assessor.collect.finish import Amounts
from assessor.collect.signin import AZURE_TOKEN, SignIn, has_azure_token, tokens
from assessor.collect.spool import Spool
from assessor.collect.token import Claims, read_claims
from assessor.collect.words import Bucket
from assessor.model.errors import SnapshotError, UsageError
from assessor.model.table import Missing
from assessor.snapshot import Header, Part, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from assessor.collect.clouds import Cloud
    from assessor.collect.gate import Pace
    from assessor.collect.signin import Tokens

DAYS = 30
"""How far back logs are read: as long as Graph keeps them with P1 or P2."""

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a run is told."""

    out: Path
    how: SignIn
    cloud: Cloud
    scope: str = "privileged"
    only: tuple[str, ...] = ()
    azure: bool = False
    resume: bool = False
    quiet: bool = False
    patience: Patience = field(default_factory=Patience)
    paces: Mapping[Bucket, Pace] | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def half(self) -> Path:
        """Where an unfinished run lies."""
        place = self.out.absolute()
        return place.with_name(f"{place.name}.partial")


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of a run: name, rows, seconds and status of each collection, and remarks."""

    rows: tuple[tuple[str, int | None, float | None, str], ...]
    notes: tuple[str, ...]
    statuses: dict[int, int]
    """HTTP status → answers; 0 for none at all."""


def collect(settings: Settings) -> Collected:
    """Collect; what was read is kept in `NAME.partial` where this ends by an error, an interrupt or a kill."""
    if settings.resume and settings.half.exists() and settings.out.exists():
        Spool(settings.half).remove()  # killed between the last rename and this
        return Collected((), ("the snapshot was finished before",), {})
    _check_place(settings)
    return asyncio.run(_collect(settings))


def preflight(settings: Settings, say: Callable[[str], None]) -> None:
    """Sign in, and say what a run would ask for and be refused; nothing is read."""

    async def look() -> None:
        credential = tokens(settings.how, settings.cloud)
        try:
            _tell_plan(_plan(settings), await _claims(settings, credential), settings, say)
        finally:
            await credential.close()

    asyncio.run(look())


async def _collect(settings: Settings) -> Collected:
    plan = _plan(settings)
    spool, credential = Spool(settings.half), tokens(settings.how, settings.cloud)
    try:
        return await _signed_in(settings, plan, spool, credential)
    finally:
        spool.close()
        await credential.close()


async def _signed_in(settings: Settings, plan: plans.Plan, spool: Spool, credential: Tokens) -> Collected:
    claims = await _claims(settings, credential)
    if not settings.quiet:
        _tell_plan(plan, claims, settings, _to_stderr)
    begun = _begin(settings, spool, claims)
    facts = Facts(settings.scope)
    since = _stamp(datetime.fromisoformat(begun) - timedelta(days=DAYS))
    clients = _clients(settings, credential)
    engine = Engine(
        plan, facts, spool, clients, since=since, is_application=claims.is_application, patience=settings.patience, paces=settings.paces
    )  # fmt: skip
    try:
        async with progress.shown(engine, quiet=settings.quiet):
            await engine.run()
    finally:
        for client in set(clients.values()):
            await client.close()
    return _write(settings, plan, facts, spool, engine, claims, begun)


def _plan(settings: Settings) -> plans.Plan:
    return plans.make(plans.Choice(scope=settings.scope, cloud=settings.cloud.name, only=settings.only, azure=settings.azure))


async def _claims(settings: Settings, credential: Tokens) -> Claims:
    return read_claims((await credential.get_token(settings.cloud.graph_scope)).token)


def _check_place(settings: Settings) -> None:
    out, half = settings.out, settings.half
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise SnapshotError(str(out), "is there already", "give another name, or take it away first")
    if half.exists() and not settings.resume:
        raise UsageError(str(half), "holds an unfinished run", "go on with --resume, or take it away first")
    if settings.azure and not has_azure_token(settings.how):
        raise UsageError("--azure", f"{AZURE_TOKEN} is not set", "put a token for Azure Resource Manager into it, or leave out --azure")


def _begin(settings: Settings, spool: Spool, claims: Claims) -> str:
    """The moment that the snapshot is of: now, or when the run began that is gone on with."""
    options: dict[str, object] = {
        "scope": settings.scope, "only": sorted(settings.only), "azure": settings.azure, "cloud": settings.cloud.name,
        "graph": settings.cloud.graph, "tenant": claims.tenant, "version": __version__,
    }  # fmt: skip
    if not spool.has_begun:
        spool.remove()
        taken_at = _stamp(settings.now())
        spool.begin({**options, "takenAt": taken_at})
        return taken_at
    for scrap in settings.out.parent.glob(f".{settings.out.name}.*.partial"):
        shutil.rmtree(scrap) if scrap.is_dir() else scrap.unlink()  # of a run that was killed while it wrote the snapshot
    kept = spool.resume()
    for name, value in options.items():
        if kept.get(name) != value:
            raise UsageError(str(settings.half), f"was begun with {name} {kept.get(name)}, not {value}", "say the same as then, or take it away")
    return str(kept["takenAt"])


def _clients(settings: Settings, credential: Tokens) -> dict[Bucket, Client]:
    graph = Client(settings.cloud.graph, settings.cloud.graph_scope, credential)
    made: dict[Bucket, Client] = {bucket: graph for bucket in Bucket if bucket is not Bucket.AZURE}
    if settings.azure:
        made[Bucket.AZURE] = Client(settings.cloud.azure, settings.cloud.azure_scope, credential)
    return made


def _write(settings: Settings, plan: plans.Plan, facts: Facts, spool: Spool, engine: Engine, claims: Claims, begun: str) -> Collected:
    tenant = _tenant(spool, claims, settings)
    spool.finished()
    header = Header(
        tenant_id=tenant, taken_at=begun, completed_at=_stamp(max(settings.now(), datetime.fromisoformat(begun))), cloud=settings.cloud.name,
        scope=settings.scope, collector={"name": "assessor", "version": __version__}, identity=_identity(claims, settings),
    )  # fmt: skip
    counts: dict[str, int] = {}
    parts = {name: _counted(name, part, counts) for name, part in Amounts(plan, facts, spool, settings.scope).parts().items()}
    write_snapshot(settings.out, header, parts)
    spool.remove()
    rows = tuple((name, counts.get(name), _seconds(engine, name), _status(part)) for name, part in parts.items())
    return Collected(rows, tuple(sorted(engine.notes)), dict(engine.statuses))


def _counted(name: str, part: Part | Missing, counts: dict[str, int]) -> Part | Missing:
    def rows(of: Part) -> Iterator[Mapping[str, object] | bytes]:
        counts[name] = 0
        for row in of.rows:
            counts[name] += 1
            yield row

    return part if isinstance(part, Missing) else replace(part, rows=rows(part))


def _seconds(engine: Engine, name: str) -> float | None:
    begun, ended = engine.started.get(name), engine.ended.get(name)
    return ended - begun if begun is not None and ended is not None else None


def _status(part: Part | Missing) -> str:
    if isinstance(part, Missing):
        status = f", HTTP {part.http_status}" if part.http_status else ""
        return f"missing: {part.reason.replace('_', ' ')}{status}{f', {part.permission} reads it' if part.reason == 'forbidden' and part.permission else ''}"
    return f"partial: {len(part.gaps)} gaps" if part.gaps else "collected"


class _Id(msgspec.Struct):
    id: str = ""


def _tenant(spool: Spool, claims: Claims, settings: Settings) -> str:
    """Graph's own word for the tenant, else the token's, else the user's."""
    for row in spool.rows(("organization", "")):
        if _GUID.fullmatch(found := msgspec.json.decode(row, type=_Id).id):
            return found
    for guess in (claims.tenant, settings.how.tenant):
        if guess and _GUID.fullmatch(guess):
            return guess
    raise UsageError("--tenant", "neither Graph nor the token tells which tenant this is", "say --tenant ID and go on with --resume")


def _identity(claims: Claims, settings: Settings) -> dict[str, object]:
    known = {"id": claims.identity, "permissions": None if claims.permissions is None else sorted(claims.permissions)}
    return {"kind": claims.kind or settings.how.kind, **{key: value for key, value in known.items() if value is not None}}


def _tell_plan(plan: plans.Plan, claims: Claims, settings: Settings, say: Callable[[str], None]) -> None:
    granted = "permissions are not told by the token" if claims.permissions is None else f"{len(claims.permissions)} permissions"
    who = " ".join(filter(None, (claims.kind, claims.identity))) or "somebody whom the token does not name"
    say(f"signed in by {settings.how.kind} as {who}: {granted}; cloud {settings.cloud.name}, scope {settings.scope}")
    if claims.permissions:
        say(f"the token has: {', '.join(sorted(claims.permissions))}")
    if plan.along:
        say(f"read along, because others hang on them: {', '.join(plan.along)}")
    for source, why in plans.refused(plan, claims):
        say(f"will probably be missing: {source.collection} ({why}); without it nobody can say {source.lost}")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _to_stderr(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
