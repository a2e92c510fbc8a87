"""A small line over dates as SVG of our own: points with their numbers, a scale from zero, gaps where nothing is known."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from assessor.report.paint import FONT, INK, MUTED, RULE, TOKENS, text

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 300, 132
LEFT, RIGHT, TOP, FLOOR = 22, 278, 26, 104
LINE = TOKENS["accent"]
Point = tuple[float, float | None, str]
"""When, the value, and the value in words."""


def drawn_line(prefix: str, title: str, points: Sequence[Point], ends: tuple[str, str], top: float) -> str:
    """One figure; `ends` are the first and the last date, `top` is the end of the scale."""
    placed = [(_across(one[0], points), _up(one[1], top), one[2]) for one in points]
    lines = "".join(_stretch(one, other) for one, other in pairwise(placed))
    floor = f'<path d="M{LEFT - 10} {FLOOR}H{RIGHT + 10}" class="c-rule-stroke" fill="none" stroke="{RULE}"/>'
    dates = text(LEFT - 10, HEIGHT - 8, ends[0], "g-muted", MUTED, ' font-size="10"')
    dates += text(RIGHT + 10, HEIGHT - 8, ends[1], "g-muted", MUTED, ' font-size="10" text-anchor="end"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="multiple" role="img" aria-labelledby="{prefix}-t" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" font-size="11"><title id="{prefix}-t">{escape(title)}</title>'
        f"{floor}{lines}{''.join(_point(*one) for one in placed)}{dates}</svg>"
    )


def _across(moment: float, points: Sequence[Point]) -> float:
    first, last = points[0][0], points[-1][0]
    share = (moment - first) / (last - first) if last > first else 0.5
    return LEFT + share * (RIGHT - LEFT)


def _up(value: float | None, top: float) -> float | None:
    return None if value is None else FLOOR - min(1.0, value / top) * (FLOOR - TOP)


def _stretch(one: tuple[float, float | None, str], other: tuple[float, float | None, str]) -> str:
    """No line over a gap: what nobody knows is not drawn."""
    if one[1] is None or other[1] is None:
        return ""
    return f'<path d="M{one[0]:.1f} {one[1]:.1f}L{other[0]:.1f} {other[1]:.1f}" class="t-line" fill="none" stroke="{LINE}" stroke-width="2"/>'


def _point(x: float, y: float | None, words: str) -> str:
    more = ' font-size="11" font-weight="bold" text-anchor="middle"'
    if y is None:
        return text(x, FLOOR - 6, "?", "g-muted", MUTED, more)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" class="t-dot" fill="{LINE}"/>{text(x, y - 9, words, "g-ink", INK, more)}'
