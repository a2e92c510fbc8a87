"""What an answer of Graph means: rows, a wait, another try, or a refusal in the words of the manifest.

The codes come from public code and documentation (design: the collector, section 4); a code that nobody has seen
is kept as it came, never guessed.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum, auto

import msgspec

from assessor.model.words import Reason

TRANSIENT = frozenset({408, 500, 502, 503, 504, 509})
_NOT_LICENSED = ("aadpremiumlicenserequired", "nonpremiumtenant", "licenserequired", "notlicensed")
_NO_LICENCE_SAID = re.compile(r"premium (p1 |p2 |2 )?licen[cs]e|governance licen[cs]e|not licen[cs]ed|non-?premium tenant", re.IGNORECASE)
_NOT_THERE = re.compile(r"not onboarded|not applicable to target tenant|resource not found for the segment", re.IGNORECASE)
_PROPERTY = re.compile(r"property named '([A-Za-z]+)'|propert(?:y|ies) '?([A-Za-z]+)'?", re.IGNORECASE)


class Meaning(Enum):
    """What to do next."""

    ROWS = auto()
    THROTTLED = auto()
    AGAIN = auto()
    EXPIRED_PAGE = auto()
    SIGN_IN = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as it came, or the failure to get one (status 0)."""

    status: int
    body: bytes = b""
    headers: dict[str, str] | None = None
    """Names in lower case."""
    fault: str | None = None
    """A transport failure, in one line without addresses."""

    def header(self, name: str) -> str | None:
        """A header by its lower-case name."""
        return (self.headers or {}).get(name)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not given."""

    reason: Reason
    code: str | None = None
    status: int | None = None
    message: str = ""

    @property
    def is_tenant_wide(self) -> bool:
        """Whether asking for another parent can only be answered the same."""
        return self.reason is Reason.NOT_LICENSED


class _Error(msgspec.Struct):
    code: str = ""
    message: str = ""


class _Body(msgspec.Struct):
    error: _Error | str | None = None


_DECODER = msgspec.json.Decoder(_Body)


def meaning(answer: Answer, page: int) -> Meaning:
    """What to do with this answer to the request for this page (the first is 1)."""
    if answer.status == 0 or answer.status in TRANSIENT:
        return Meaning.AGAIN
    if 200 <= answer.status < 300:
        return Meaning.ROWS
    if answer.status == 429:
        return Meaning.THROTTLED
    if answer.status == 401:
        return Meaning.SIGN_IN
    return Meaning.EXPIRED_PAGE if page > 1 and _is_expired(answer) else Meaning.REFUSED


def refusal(answer: Answer, *, cannot: bool = False) -> Refusal:
    """The refusal in the manifest's words; `cannot`: this kind of identity is never answered there."""
    error = _error(answer)
    status = answer.status or None
    return Refusal(_reason(answer.status, error, cannot), error.code or None, status, error.message or answer.fault or "")


def retry_after(answer: Answer, now: float | None = None) -> float | None:
    """Seconds to wait, from either form of Retry-After; None where there is none that can be read."""
    text = (answer.header("retry-after") or "").strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - (time.time() if now is None else now))
    except ValueError:
        return None


def refused_property(answer: Answer, optional: tuple[str, ...]) -> str | None:
    """One of the optional properties that this refusal is about, so that the rows can be had without it."""
    if answer.status not in (400, 403):
        return None
    error = _error(answer)
    named = {(one or other).lower() for one, other in _PROPERTY.findall(error.message)}
    for name in optional:
        if name.lower() in named or name.lower() in error.message.lower():
            return name
    sign_ins = "signInActivity" in optional and _reason(answer.status, error, False) is Reason.NOT_LICENSED
    return "signInActivity" if sign_ins else None


def _reason(status: int, error: _Error, cannot: bool) -> Reason:
    code = error.code.lower()
    if any(one in code for one in _NOT_LICENSED) or _NO_LICENCE_SAID.search(error.message):
        return Reason.NOT_LICENSED
    if cannot and status in (400, 401, 403, 404, 405, 501):
        return Reason.UNSUPPORTED
    if status in (401, 403) or code in {"authorization_requestdenied", "permissionscopenotgranted", "accessdenied"}:
        return Reason.FORBIDDEN
    if status in (404, 410) or _NOT_THERE.search(error.message):
        return Reason.NOT_FOUND
    return Reason.UNSUPPORTED if status in (405, 501) else Reason.FAILED


def _is_expired(answer: Answer) -> bool:
    error = _error(answer)
    said = f"{error.code} {error.message}".lower()
    return "expiredpagetoken" in said or ("token" in said and ("expired" in said or "skip" in said)) or answer.status == 410


def _error(answer: Answer) -> _Error:
    try:
        found = _DECODER.decode(answer.body).error
    except msgspec.DecodeError:
        return _Error()
    return found if isinstance(found, _Error) else _Error(found or "")
