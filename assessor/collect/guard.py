"""Nothing but reading leaves this machine: the last stop of the pipeline lets through GET, $batch of GETs and getByIds.

It stands behind the SDK's own middleware, so that a redirect or a retry passes it, too; and it knows one host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

_VERSION = r"(?:/v1\.0|/beta)"
_BATCH = re.compile(_VERSION + r"/\$batch")
_BY_IDS = re.compile(_VERSION + r"/directoryObjects/getByIds")


class NotReadingError(Exception):
    """A request that would write, or that would go elsewhere. It never happens; if it does, nothing is sent."""


class _Part(msgspec.Struct):
    method: str
    url: str
    body: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Batch(msgspec.Struct):
    requests: list[_Part]


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be sent below one root."""

    root: str
    """Scheme, host and port: `https://graph.microsoft.com`."""

    def check(self, method: str, url: str, body: bytes) -> None:
        """Raise NotReadingError unless this request only reads, and goes to the root."""
        if not self.is_ours(url):
            raise NotReadingError("a request to another host than the one that was chosen")
        if method == "GET":
            return
        path = urlsplit(url).path
        if method == "POST" and _BY_IDS.fullmatch(self._below_root(path)):
            return
        if method == "POST" and _BATCH.fullmatch(self._below_root(path)) and _only_gets(body):
            return
        raise NotReadingError(f"a request that is no reading: {method} {path}")

    def is_ours(self, url: str) -> bool:
        """Whether the address lies below the root: the same scheme, host and port."""
        ours, theirs = urlsplit(self.root), urlsplit(url)
        try:
            same = (ours.scheme, ours.hostname, ours.port) == (theirs.scheme, theirs.hostname, theirs.port)
        except ValueError:
            return False
        return same and theirs.username is None and theirs.path.startswith(ours.path)

    def _below_root(self, path: str) -> str:
        return path.removeprefix(urlsplit(self.root).path.rstrip("/"))


def _only_gets(body: bytes) -> bool:
    try:
        parts = msgspec.json.decode(body, type=_Batch).requests
    except msgspec.DecodeError:
        return False
    return all(part.method == "GET" and part.url.startswith("/") and not part.url.startswith("//") and part.body is msgspec.UNSET for part in parts)
