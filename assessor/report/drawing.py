"""The privilege graph as layered SVG of our own: the same figure on a screen and on paper, without a library and without script."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from assessor.model.words import Gate, Kind
from assessor.report import wording as w
from assessor.report.layout import GAP, NODE_HEIGHT, NODE_WIDTH, Layout, laid_out
from assessor.report.reduce import Node, Picture, Step, reduced
from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.result import Reach

FONT = "Report Sans, DejaVu Sans, sans-serif"
MARGIN = 12
LEGEND, LEGEND_WIDTH = 40, 540
LINE = 13
"""Height of a line in a chip."""
CHIP = 22
"""Characters of a line in a chip."""
INK, MUTED, PAPER, RULE = "#1b2430", "#55606e", "#ffffff", "#c3cad3"
STROKES = {"standing": "#a1121f", "eligible": "#0b5c7d", "control": "#6b3fa0"}
DASHES = {"standing": "", "eligible": "7 4", "control": "2 4"}
LEGEND_WORDS = {"standing": "solid: stands", "eligible": "dashed: has to be activated", "control": "dotted: control over the next"}
PLACES = (0.5, 0.36, 0.64, 0.26, 0.74)
"""Where on its edge a chip may sit, best first."""
CROWD = 6
"""Edges into one node that may carry the same words."""
ASIDE = (0, 1, -1)
"""Then above or below another one."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, and in words what it does not show."""

    svg: str
    left_out: str
    columns: int


Box = tuple[float, float, float, float]


def draw(reach: Reach, break_glass: frozenset[str], prefix: str, most: int) -> Figure:
    """Who can become one role, with at most `most` nodes; `prefix` keeps ids apart where several figures share a page."""
    picture = reduced(reach, break_glass, most)
    layout = laid_out(picture)
    role = shown(reach.role.label, 60)
    width, height = max(layout.width, LEGEND_WIDTH) + 2 * MARGIN, layout.height + 2 * MARGIN + LEGEND
    said = f"Ways to {role}: {len(reach.principals) - picture.hidden} principals drawn from left to right; the table beside it says the same."
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" aria-labelledby="{prefix}-t" width="{width}" height="{height:.0f}" '
        f'viewBox="0 0 {width} {height:.0f}" font-family="{FONT}" font-size="11"><title id="{prefix}-t">{escape(said)}</title>'
    )
    inner = "".join((_heads(layout), _edges(picture, layout, prefix), *(_node(one, layout) for one in picture.nodes.values()), _legend(layout)))
    return Figure(f'{head}{_arrows(prefix)}<g transform="translate({MARGIN} {MARGIN})">{inner}</g></svg>', _left_out(picture), len(layout.columns))


def _left_out(picture: Picture) -> str:
    if not picture.hidden:
        return ""
    left = f"{w.counted(picture.hidden, 'principal')} with weaker ways {'is' if picture.hidden == 1 else 'are'}"
    return f"{left} not drawn, to keep the figure readable; the table lists them."


def _text(x: float, y: float, text: str, kind: str, fill: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" fill="{fill}"{more}>{escape(text)}</text>'


def _heads(layout: Layout) -> str:
    names = ["Who", *["Through"] * (len(layout.columns) - 2), "Role"]
    step = NODE_WIDTH + GAP
    return "".join(_text(n * step, 12, name.upper(), "g-muted", MUTED, ' font-size="10" letter-spacing="1"') for n, name in enumerate(names))


def _arrows(prefix: str) -> str:
    """One head a class: a marker does not take the colour of its line everywhere."""
    one = (
        '<marker id="{p}-{s}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0.6 8 4 0 7.4z" class="g-head-{s}" fill="{c}"/></marker>'
    )
    return f"<defs>{''.join(one.format(p=prefix, s=style, c=stroke) for style, stroke in STROKES.items())}</defs>"


def _node(node: Node, layout: Layout) -> str:
    x, y = layout.left(node.key), layout.at[node.key] - NODE_HEIGHT / 2
    first, second = _label(node)
    style = _style_of(node)
    bar = f'<rect x="{x}" y="{y:.1f}" width="4" height="{NODE_HEIGHT}" class="g-bar-{style}" fill="{STROKES.get(style, INK)}"/>'
    shape = f'<rect x="{x}" y="{y:.1f}" width="{NODE_WIDTH}" height="{NODE_HEIGHT}" rx="3" class="g-node" fill="{PAPER}" stroke="{RULE}"/>'
    names = ", ".join(shown(one.label, 60) for one in node.things[:12])
    words = _text(x + 13, y + 18, first, "g-ink", INK, ' font-weight="bold"') + _text(x + 13, y + 33, second, "g-muted", MUTED, ' font-size="9.5"')
    return f"<g><title>{escape(names)}</title>{shape}{bar}{words}</g>"


def _style_of(node: Node) -> str:
    if node.path_class is None:
        return "role" if node.key[0] == Kind.ROLE else "group"
    return "standing" if node.path_class.is_standing else "control" if node.path_class == "control" else "eligible"


def _label(node: Node) -> tuple[str, str]:
    kind, many = Kind(node.key[0]), len(node.things)
    standing = w.CLASSES[node.path_class] if node.path_class else ""
    if many == 1:
        mark = "\N{BLACK DIAMOND} break-glass" if node.break_glass else w.KINDS[kind]
        return _short(node.things[0].label, 22), shown(", ".join(part for part in (mark, standing) if part), 30)
    mark = " \N{BLACK DIAMOND} break-glass" if node.break_glass else ""
    return f"{many} {w.KINDS_MANY.get(kind, w.KINDS[kind])}{mark}", f"{standing}, e.g. {_short(node.things[0].label, 12)}"


def _short(name: str, limit: int) -> str:
    """A name for a box: of a long sign-in name the part that tells people apart."""
    first, at, _ = name.partition("@")
    return f"{shown(first, limit - 2)}@\N{HORIZONTAL ELLIPSIS}" if at and len(name) > limit else shown(name, limit)


def _edges(picture: Picture, layout: Layout, prefix: str) -> str:
    taken: list[Box] = []
    lines, chips = [], []
    crowded = _crowded(picture)
    for step in picture.steps:
        points = _points(step, layout)
        lines.append(_line(_curve(points), step.style, f' marker-end="url(#{prefix}-{step.style})"'))
        if (step.target, *_chip_lines(step)) not in crowded:
            chips.append(_chip(step, points, taken))
    return "".join((*lines, *chips))


def _crowded(picture: Picture) -> set[tuple[object, ...]]:
    """The same plain words on many edges into one node would hide the edges; the line's style and the table say it."""
    words = Counter((step.target, *_chip_lines(step)) for step in picture.steps if not step.gates)
    return {each for each, number in words.items() if number > CROWD}


def _line(path: str, style: str, more: str = "") -> str:
    dash = f' stroke-dasharray="{DASHES[style]}"' if DASHES[style] else ""
    return f'<path d="{path}" class="g-edge-{style}" fill="none" stroke="{STROKES[style]}" stroke-width="1.6"{dash}{more}/>'


def _points(step: Step, layout: Layout) -> list[tuple[float, float]]:
    """Right side of the source, both sides of every bend, left side of the target."""
    points = [(layout.left(step.source) + NODE_WIDTH, layout.at[step.source])]
    for bend in layout.bends[step]:
        points += [(layout.left(bend), layout.at[bend]), (layout.left(bend) + NODE_WIDTH, layout.at[bend])]
    return [*points, (layout.left(step.target), layout.at[step.target])]


def _curve(points: list[tuple[float, float]]) -> str:
    """Curves over the gaps, straight lines through the columns."""
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for number in range(1, len(points)):
        (x0, y0), (x1, y1) = points[number - 1], points[number]
        bend = GAP * 0.45
        path += f"C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}" if number % 2 else f"L{x1:.1f} {y1:.1f}"
    return path


def _chip(step: Step, points: list[tuple[float, float]], taken: list[Box]) -> str:
    """The words of an edge on its first stretch, moved along where another chip sits already."""
    lines = _chip_lines(step)
    wide, tall = max(len(one) for one in lines) * 5.4 + 8, len(lines) * LINE + 4
    (x0, y0), (x1, y1) = points[0], points[1]
    lift = tall / 2 + 3 if abs(y1 - y0) < tall else 0  # over a flat line, on a steep one: the line's own style has to be seen
    boxes = [
        (
            min(max(x0 + (x1 - x0) * t - wide / 2, x0 + 3), max(x0 + 3, x1 - wide - 9)),
            y0 + (y1 - y0) * _eased(t) - tall / 2 - lift + aside * (tall + 2),
            wide,
            tall,
        )
        for aside in ASIDE
        for t in PLACES
    ]
    box = next((one for one in boxes if not any(_overlap(one, other) for other in taken)), boxes[0])
    taken.append(box)
    x, y, _, _ = box
    ground = f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall}" rx="3" class="g-chip" fill="{PAPER}"/>'
    words = [
        _text(x + wide / 2, y + 11.5 + LINE * n, one, f"g-word-{step.style}", STROKES[step.style], ' text-anchor="middle" font-size="9.5"')
        for n, one in enumerate(lines)
    ]
    return ground + "".join(words)


def _eased(t: float) -> float:
    """How far a curve has risen at a part of its width: nearly a smooth step."""
    return t * t * (3 - 2 * t)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[0] + other[2] and other[0] < one[0] + one[2] and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def _chip_lines(step: Step) -> list[str]:
    """What the step is, then the gates that stand in it; a gate that only informs is left to the table."""
    gates = [name for gate, name in w.GATES.items() if gate in step.gates and gate not in (Gate.JUSTIFICATION, Gate.TICKET)]
    lines = [shown(w.edge_name(step.kind), CHIP + 4)]
    lines += ["activated now"] if step.activated else [f"until {step.end}"] if step.end else []
    lines += [f"over {step.scope}"] if step.scope else []
    if gates:
        lines += textwrap.wrap(" + ".join(gates), CHIP)
    return lines


def _legend(layout: Layout) -> str:
    y, x, parts = layout.height + 26, 0.0, []
    for style, words in LEGEND_WORDS.items():
        parts.append(_line(f"M{x:.1f} {y:.1f}h34", style))
        parts.append(_text(x + 40, y + 4, words, "g-muted", MUTED, ' font-size="10.5"'))
        x += 56 + len(words) * 6.1
    return "".join(parts)
