"""Colours and elements that all drawings of the privilege graph are made of; classes let the page's style recolour them."""

from __future__ import annotations

from html import escape

from assessor.report.templates import tokens

TOKENS = tokens()
FONT = "Report Sans, DejaVu Sans, sans-serif"
INK, MUTED, PAPER, RULE, EDGE = TOKENS["ink"], TOKENS["muted"], TOKENS["paper"], TOKENS["rule"], TOKENS["edge"]
STROKES = {
    "standing": TOKENS["critical"], "eligible": TOKENS["accent"], "control": TOKENS["violet"], "void": TOKENS["muted"],
    "lost": TOKENS["high"], "new": TOKENS["accent"], "same": TOKENS["muted"],
}  # fmt: skip
DASHES = {"eligible": "7 4", "control": "2 4", "void": "1 3", "lost": "6 4"}
WIDTHS = {"new": 3.2, "same": 1.1}
"""What a drawing of a change makes bold and what it makes quiet."""


def text(x: float, y: float, words: str, kind: str, fill: str, more: str = "") -> str:
    """Words at a point; `more` are further attributes."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" fill="{fill}"{more}>{escape(words)}</text>'


def line(path: str, style: str, more: str = "") -> str:
    """A path in the style of its class."""
    dash = f' stroke-dasharray="{DASHES[style]}"' if style in DASHES else ""
    return f'<path d="{path}" class="g-edge-{style}" fill="none" stroke="{STROKES[style]}" stroke-width="{WIDTHS.get(style, 1.6)}"{dash}{more}/>'
