"""Markdown: texts in which nothing is markup, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.markup import plain as escaped
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONG = 4000


def plain(text: str) -> str:
    """A text as it is, on one line; a pack's author is a stranger, too."""
    return escaped(shown(" ".join(text.split()), LONG))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown already."""
    lines = (f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
    return "\n".join(lines)
