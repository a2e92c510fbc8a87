"""Strangers' text in Markdown: nothing in it is markup, a link, a mention or a reference, whoever shows it."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~&$])|([@#!])")
_GUEST = re.compile(r"#EXT#@(?=[\w-]+\.\w)")
_CALLS = re.compile(r"(?<!\w)[@#!](?=\w)")
_LINKS = re.compile(r"(?<=[A-Za-z]):(?=//)|(?<=\bwww)\.(?=\w)", re.IGNORECASE)
_BLOCK = re.compile(r"^(\s*)([-+](?=\s|-*\s*$)|=(?==*\s*$)|\d{1,9}(?=[.)](?:\s|$)))")
"""What begins a list, underlines a heading or draws a rule, at the beginning of a line."""


def plain(text: str) -> str:
    """A text in which nothing is markup.

    A backslash keeps `@name`, `#12` and `!12` from being markup, but not from calling a person or naming an issue, for that is looked up later, in
    what people see; in a code span it is not.
    """
    calls = {found.start() for found in _CALLS.finditer(text)} - {found.end() - 1 for found in _GUEST.finditer(text)}
    pieces = []
    for place, sign in enumerate(text):
        pieces.append(f"`{sign}`" if place in calls else f"\\{sign}" if _MARKUP.match(sign) else sign)
    return _unlinked("".join(pieces))


def cell(text: str) -> str:
    """The same in a table, where a line ends the row."""
    return " ".join(plain(text).split())


def fenced(script: str) -> str:
    """A block of PowerShell behind a fence that is longer than any run of backticks inside."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", script)), default=0))
    return f"{fence}powershell\n{script.rstrip()}\n{fence}"


def _unlinked(text: str) -> str:
    """No address turns into a link by itself, and no beginning of a line into a list or a heading."""
    return _BLOCK.sub(_escaped_start, _LINKS.sub(r"\\\g<0>", text))


def _escaped_start(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
