"""Colours and elements that all drawings of the privilege graph are made of; classes let the page's style recolour them."""

from __future__ import annotations

from html import escape

from assessor.report.templates import tokens

TOKENS = tokens()
FONT = "Report Sans, DejaVu Sans, sans-serif"
INK, MUTED, PAPER, EDGE = TOKENS["ink"], TOKENS["muted"], TOKENS["paper"], TOKENS["edge"]
STROKES = {"standing": TOKENS["critical"], "eligible": TOKENS["accent"], "control": TOKENS["violet"], "void": TOKENS["muted"]}
DASHES = {"standing": "", "eligible": "7 4", "control": "2 4", "void": "1 3"}


def text(x: float, y: float, words: str, kind: str, fill: str, more: str = "") -> str:
    """Words at a point; `more` are further attributes."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" fill="{fill}"{more}>{escape(words)}</text>'


def line(path: str, style: str, more: str = "") -> str:
    """A path in the style of its class."""
    dash = f' stroke-dasharray="{DASHES[style]}"' if DASHES[style] else ""
    return f'<path d="{path}" class="g-edge-{style}" fill="none" stroke="{STROKES[style]}" stroke-width="1.6"{dash}{more}/>'
