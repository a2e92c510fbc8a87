"""A fake Graph: a real HTTP server on this machine that answers, pages, batches, throttles and fails like the real one.

Written by hand from Graph's documentation and the project's design; it shares no code with the collector, so that a mistake
in the collector's table is a failing test.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from tests.collect.tenant import Refused, Tenant, query_of

Headers = dict[str, str]


@dataclass
class Reply:
    """An answer; `cut` closes the connection after so many bytes of the body."""

    status: int
    body: bytes = b""
    headers: Headers = field(default_factory=dict)
    cut: int | None = None


@dataclass
class Fault:
    """What happens to some requests instead of, or to, the right answer."""

    match: str
    """A regular expression on method, path and query (decoded)."""
    make: Callable[[Reply], Reply]
    times: int = 1
    skip: int = 0

    def hits(self, line: str) -> bool:
        """Whether this request is struck; counts down."""
        if self.times <= 0 or not re.search(self.match, line):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.times -= 1
        return True


def each_counts_one(_: str) -> float:
    """The cost of a request where requests are counted."""
    return 1.0


@dataclass
class Limit:
    """A token bucket."""

    match: str
    rate: float
    capacity: float
    retry_after: str | None = "1"
    cost: Callable[[str], float] = each_counts_one
    level: float = 0.0
    spent: float = 0.0
    at: float = 0.0

    def take(self, line: str) -> bool:
        """Whether this request is let through."""
        now = time.monotonic()
        self.level = self.capacity if not self.at else min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        cost = self.cost(line)
        if self.level < cost:
            return False
        self.level -= cost
        self.spent += cost
        return True


def error(status: int, code: str, message: str = "", headers: Headers | None = None) -> Callable[[Reply], Reply]:
    """A fault that answers with this error."""
    body = json.dumps({"error": {"code": code, "message": message}}).encode()
    return lambda _: Reply(status, body, headers or {})


class Graph:
    """The server; `with Graph(tenant) as graph:` and then `graph.url`."""

    def __init__(self, tenant: Tenant, *, page_size: int | None = None, latency: float = 0.0, faults: list[Fault] | None = None,
                 limits: list[Limit] | None = None, token: str | None = None) -> None:  # fmt: skip
        self.tenant, self.page_size, self.latency, self.token = tenant, page_size, latency, token
        self.faults, self.limits = faults or [], limits or []
        self.log: list[str] = []
        """Method, path and query of every request and part of a $batch."""
        self.outer = 0
        self.refused = 0
        self.heads: list[str] = []
        self.authorizations: list[str] = []
        self.challenge: str | None = None
        """Where set: the token that is wanted after a claims challenge."""
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self.url = ""

    @property
    def azure_url(self) -> str:
        """The same server under the name that its Azure has."""
        return self.url.replace("127.0.0.1", "localhost")

    def __enter__(self) -> Graph:
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.run(self.main())

    async def main(self, announce: Callable[[str], None] | None = None) -> None:
        """Serve until stopped."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, limit=8 * 2**20)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._ready.set()
        if announce:
            announce(self.url)
        await self._stop.wait()
        server.close()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                method, target, headers = _parsed(head)
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                self.outer += 1
                self.heads.append(f"{method} {target}")
                self.authorizations.append(headers.get("authorization", ""))
                if self.latency:
                    await asyncio.sleep(self.latency)
                reply = self._reply(method, target, headers, body)
                writer.write(_written(reply))
                await writer.drain()
                if reply.cut is not None:
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    def _reply(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        path = urlsplit(target).path
        if method == "POST" and path.endswith("/$batch"):
            return self._batch(path.removesuffix("/$batch"), headers, body)
        return self._one(method, target, headers, body)

    def _batch(self, version: str, headers: Headers, body: bytes) -> Reply:
        self.log.append(f"POST {version}/$batch")
        if struck := self._fault(f"POST {version}/$batch", Reply(200)):
            return struck
        parts = json.loads(body)["requests"]
        if len(parts) > 20 or len({part["id"] for part in parts}) != len(parts):
            return error(400, "BadRequest", "too many parts")(Reply(0))
        answers = []
        for part in reversed(parts):  # Graph keeps no order
            reply = self._one(part["method"], version + part["url"], headers, b"")
            inner = reply.body.decode() if reply.status < 600 else "null"
            answers.append(f'{{"id":"{part["id"]}","status":{reply.status},"headers":{json.dumps(reply.headers)},"body":{inner or "null"}}}')
        return Reply(200, f'{{"responses":[{",".join(answers)}]}}'.encode())

    def _one(self, method: str, target: str, headers: Headers, body: bytes) -> Reply:
        line = f"{method} {unquote(target)}"
        self.log.append(line)
        if (refusal := self._unauthorized(headers)) or (refusal := self._throttled(line)):
            return refusal
        try:
            reply = self._right(method, target, body)
        except Refused as refused:
            reply = error(refused.status, refused.code, refused.message)(Reply(0))
        return self._fault(line, reply) or reply

    def _unauthorized(self, headers: Headers) -> Reply | None:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        if self.challenge and given != self.challenge:
            return Reply(401, b'{"error":{"code":"InvalidAuthenticationToken"}}',
                         {"WWW-Authenticate": 'Bearer realm="", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="'})  # fmt: skip
        if self.token and not self.challenge and given != self.token:
            return error(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")(Reply(0))
        return None

    def _throttled(self, line: str) -> Reply | None:
        for limit in self.limits:
            if re.search(limit.match, line):
                if limit.take(line):
                    return None
                self.refused += 1
                wait = {"Retry-After": limit.retry_after} if limit.retry_after else {}
                return error(429, "TooManyRequests", "", wait)(Reply(0))
        return None

    def _fault(self, line: str, reply: Reply) -> Reply | None:
        for fault in self.faults:
            if fault.hits(line):
                return fault.make(reply)
        return None

    def _right(self, method: str, target: str, body: bytes) -> Reply:
        parts = urlsplit(target)
        if method == "POST" and parts.path == "/v1.0/directoryObjects/getByIds":
            ids = json.loads(body)["ids"]
            if len(ids) > 1000:
                raise Refused(400, "Request_BadRequest", "too many ids")
            return Reply(200, json.dumps({"value": self.tenant.by_ids(ids)}).encode())
        if method != "GET":
            raise Refused(405, "MethodNotAllowed")
        path, query = unquote(parts.path), query_of(parts.query)
        found = self.tenant.answer(path, query)
        if isinstance(found, dict):
            return Reply(200, json.dumps({"@odata.context": f"{self.url}/$metadata", **found}).encode())
        return self._page(parts.path, parts.query, query, found)

    def _page(self, path: str, text: str, query: dict[str, str], rows: list[bytes]) -> Reply:
        start = int(query.get("$skiptoken", "0"))
        most = int(query.get("$top", "100"))
        size = min(most, self.page_size or most)
        head = b'{"@odata.context":"' + self.url.encode() + b'/$metadata"'
        if start + size < len(rows):
            others = re.sub(r"&?(?:\$|%24)skiptoken=\d+", "", text)
            root = self.url if path.startswith(("/v1.0", "/beta")) else self.azure_url
            next_ = f"{root}{path}?{others}{'&' if others else ''}$skiptoken={start + size}"
            name = '"nextLink"' if not path.startswith(("/v1.0", "/beta")) else '"@odata.nextLink"'
            head += f",{name}:{json.dumps(next_)}".encode()
        return Reply(200, head + b',"value":[' + b",".join(rows[start : start + size]) + b"]}")


def _parsed(head: bytes) -> tuple[str, str, Headers]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    return method, target, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}


def _written(reply: Reply) -> bytes:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(reply.body)), **reply.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    body = reply.body if reply.cut is None else reply.body[: reply.cut]
    return f"HTTP/1.1 {reply.status} x\r\n{lines}\r\n".encode() + body
