"""As much of PowerShell's grammar as tells code, strings and comments apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = "'\u2018\u2019\u201a\u201b"
"""PowerShell takes typographic quotes for quotes."""
PAIRS = {")": "(", "}": "{", "]": "["}


@dataclass(frozen=True)
class Token:
    """A piece of a script."""

    kind: str
    """code, string, comment."""
    text: str


def tokens(script: str) -> Iterator[Token]:
    """Code character by character, strings and comments whole; raises `ValueError` for a string without an end, and for a backtick or a here-string."""
    at = 0
    while at < len(script):
        one = script[at]
        if one == "#":
            end = min((found for found in (script.find("\n", at), script.find("\r", at)) if found >= 0), default=len(script))
            yield Token("comment", script[at:end])
            at = end
        elif one in QUOTES or one in '"\u201c\u201d\u201e':
            end = _end_of_string(script, at)
            yield Token("string", script[at + 1 : end])
            at = end + 1
        else:
            if one == "`" or script.startswith(("@'", '@"', "<#"), at):
                raise ValueError(f"a backtick, a here-string or a block comment at {script[at : at + 40]!r}")
            yield Token("code", one)
            at += 1


def _end_of_string(script: str, at: int) -> int:
    quote, end = script[at], at + 1
    while end < len(script):
        if script[end] == quote and script[end + 1 : end + 2] == quote:
            end += 2
        elif script[end] == quote:
            return end
        else:
            end += 1
    raise ValueError(f"a string without an end: {script[at : at + 40]!r}")


def code_of(script: str) -> str:
    """The script without comments, every string as ''."""
    return "".join({"code": one.text, "string": "''", "comment": ""}[one.kind] for one in tokens(script))


def is_balanced(script: str) -> bool:
    """Whether every bracket that opens closes."""
    waiting: list[str] = []
    for one in code_of(script):
        if one in PAIRS.values():
            waiting.append(one)
        elif one in PAIRS and (not waiting or waiting.pop() != PAIRS[one]):
            return False
    return not waiting
