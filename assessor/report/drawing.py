"""The privilege graph as layered SVG of our own: the same figure on a screen and on paper, without a library and without script."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from assessor.model.words import Kind
from assessor.report import wording as w
from assessor.report.chips import Box, chip, signs_of, words_of
from assessor.report.layout import GAP, NODE_HEIGHT, NODE_WIDTH, TOP, Layout, laid_out
from assessor.report.paint import EDGE, FONT, INK, MUTED, PAPER, STROKES, line, text
from assessor.report.reduce import Node, Picture, Step, reduced, style_of
from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.result import Reach
    from assessor.report.reduce import Key

MARGIN = 12
LEGEND = 40
SMALLER = ' font-size="10"'
WIDE = 24
"""Characters of a name on one line of its box."""
NAMES = 300
"""Names of one box that the list beside the drawing holds."""
LEGEND_WORDS = {
    "standing": "solid: stands",
    "eligible": "dashed: has to be activated",
    "control": "dotted: control over the next",
    "void": "fine dots with a cross: a protection closes it",
    "lost": "dashed: was there, is gone",
    "new": "bold: is new",
    "same": "thin: was there and still is",
}
HEADS = {"void": "M1 1 7 7M7 1 1 7"}
"""A cross instead of an arrow."""
CROWD = 6
"""Edges into one node that may carry the same words."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A box that stands for several."""

    node: str
    """Its number in the drawing."""
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, in words what it does not show, and who is behind a box that stands for several."""

    svg: str
    left_out: str
    columns: int
    merged: tuple[Merged, ...] = ()


def draw(reach: Reach, break_glass: frozenset[str], prefix: str, most: int) -> Figure:
    """Who can become one role, with at most `most` nodes; `prefix` keeps ids apart where several figures share a page."""
    picture = reduced(reach, break_glass, most)
    drawn = w.counted(len(reach.principals) - picture.hidden, "principal")
    return drawn_picture(picture, f"Ways to {shown(reach.role.label, 60)}: {drawn} drawn from left to right; the table beside it says the same.", prefix)


def drawn_picture(picture: Picture, said: str, prefix: str, *, small: bool = False) -> Figure:
    """A reduced graph as SVG; a `small` one goes without headings and legend."""
    layout = laid_out(picture)
    order = _numbers(layout)
    styles = [style for style in STROKES if any(step.style == style for step in picture.steps)]
    width = max(layout.width, 0 if small else _legend_width(styles)) + 2 * MARGIN
    top = TOP - 6 if small else 0
    height = layout.height - top + 2 * MARGIN + (0 if small else LEGEND)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" role="img" aria-labelledby="{prefix}-t" aria-describedby="{prefix}-d" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" font-family="{FONT}" font-size="11"><title id="{prefix}-t">{escape(said)}</title>'
        f'<desc id="{prefix}-d">{_described(picture, styles)}</desc>'
    )
    boxes = "".join(_node(picture.nodes[key], layout, number) for key, number in order.items())
    frame = "" if small else _heads(layout)
    inner = f"{frame}{_edges(picture, layout, prefix, order)}{boxes}{'' if small else _legend(layout, styles)}"
    svg = f'{head}{_arrows(prefix, styles)}<g transform="translate({MARGIN} {MARGIN - top})">{inner}</g></svg>'
    return Figure(svg, _left_out(picture), len(layout.columns), _merged(picture, order))


def _numbers(layout: Layout) -> dict[Key, int]:
    """Boxes in reading order: column by column, from above."""
    slots = [slot for column in layout.columns for slot in sorted(column, key=lambda one: layout.at[one]) if len(slot) == 2]
    return {(slot[0], slot[1]): number for number, slot in enumerate(slots)}


def _described(picture: Picture, styles: list[str]) -> str:
    """What the lines mean, for whoever does not see them."""
    lines = "; ".join(LEGEND_WORDS[style] for style in styles)
    return f"{w.counted(len(picture.nodes), 'box', 'boxes')} and {w.counted(len(picture.steps), 'line')}. Lines, {lines}."


def _merged(picture: Picture, order: dict[Key, int]) -> tuple[Merged, ...]:
    many = [(number, picture.nodes[key]) for key, number in order.items() if len(picture.nodes[key].things) > 1]
    return tuple(Merged(str(number), _label(node)[0], _names(node)) for number, node in many)


def _names(node: Node) -> tuple[str, ...]:
    more = len(node.things) - NAMES
    return (*(shown(one.label, 80) for one in node.things[:NAMES]), *([f"and {w.counted(more, 'more', 'more')}"] if more > 0 else []))


def _left_out(picture: Picture) -> str:
    if not picture.hidden:
        return ""
    left = f"{w.counted(picture.hidden, 'principal')} with weaker ways {'is' if picture.hidden == 1 else 'are'}"
    return f"{left} not drawn, to keep the figure readable; the table lists them."


def _heads(layout: Layout) -> str:
    names = ["Who", *["Through"] * (len(layout.columns) - 2), "Role"]
    step = NODE_WIDTH + GAP
    return "".join(text(n * step, 12, name.upper(), "g-muted", MUTED, ' font-size="10" letter-spacing="1"') for n, name in enumerate(names))


def _arrows(prefix: str, styles: list[str]) -> str:
    """One head a class: a marker does not take the colour of its line everywhere."""
    return f"<defs>{''.join(_arrow(prefix, style) for style in styles)}</defs>"


def _arrow(prefix: str, style: str) -> str:
    shape = (
        f'd="{HEADS[style]}" fill="none" stroke="{STROKES[style]}" stroke-width="1.6"' if style in HEADS else f'd="M0 0.6 8 4 0 7.4z" fill="{STROKES[style]}"'
    )
    return (
        f'<marker id="{prefix}-{style}" viewBox="0 0 8 8" refX="7.4" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path class="g-head-{style}" {shape}/></marker>'
    )


def _node(node: Node, layout: Layout, number: int) -> str:
    x, y = layout.left(node.key), layout.at[node.key] - NODE_HEIGHT / 2
    first, second = _label(node)
    style = _style_of(node)
    bar = f'<rect x="{x}" y="{y:.1f}" width="4" height="{NODE_HEIGHT}" class="g-bar-{style}" fill="{STROKES.get(style, INK)}"/>'
    shape = f'<rect x="{x}" y="{y:.1f}" width="{NODE_WIDTH}" height="{NODE_HEIGHT}" rx="3" class="g-node" fill="{PAPER}" stroke="{EDGE}"/>'
    names = ", ".join(shown(one.label, 60) for one in node.things[:12])
    both = style == "role" and second != w.KINDS[Kind.ROLE]  # a name on two lines
    bold = f' font-weight="bold"{SMALLER if both else ""}'
    words = text(x + 13, y + 18, first, "g-ink", INK, bold)
    words += text(x + 13, y + 33, second, "g-ink", INK, bold) if both else text(x + 13, y + 33, second, "g-muted", MUTED, ' font-size="9.5"')
    return f'<g class="g-box" data-node="{number}" data-class="{node.path_class or ""}"><title>{escape(f"{names}: {second}")}</title>{shape}{bar}{words}</g>'


def _style_of(node: Node) -> str:
    if node.path_class is None:
        return "role" if node.key[0] == Kind.ROLE else "group"
    return style_of(node.path_class)


def _label(node: Node) -> tuple[str, str]:
    kind, many = Kind(node.key[0]), len(node.things)
    standing = node.note or (w.CLASSES[node.path_class] if node.path_class else "")
    if kind is Kind.ROLE and len(node.things[0].label) > WIDE:
        return _two_lines(shown(node.things[0].label, 2 * WIDE + 2))
    if many == 1:
        mark = "\N{BLACK DIAMOND} break-glass" if node.break_glass else w.KINDS[kind]
        said = node.note if node.note and not node.break_glass else ", ".join(part for part in (mark, standing) if part)
        return _short(node.things[0].label, WIDE), shown(said, 34)
    mark = " \N{BLACK DIAMOND} break-glass" if node.break_glass else ""
    example = "" if node.note else f", e.g. {_short(node.things[0].label, 12)}"
    return f"{many} {w.KINDS_MANY.get(kind, w.KINDS[kind])}{mark}", f"{standing}{example}"


def _two_lines(name: str) -> tuple[str, str]:
    """A long name over both lines of its box."""
    first, *rest = textwrap.wrap(name, WIDE + 2)
    return first, " ".join(rest)


def _short(name: str, limit: int) -> str:
    """A name for a box: of a long sign-in name the part that tells people apart."""
    first, at, _ = name.partition("@")
    return f"{shown(first, limit - 2)}@\N{HORIZONTAL ELLIPSIS}" if at and len(name) > limit else shown(name, limit)


def _edges(picture: Picture, layout: Layout, prefix: str, order: dict[Key, int]) -> str:
    taken: list[Box] = []
    lines, chips = [], []
    crowded = _crowded(picture)
    for step in picture.steps:
        points = _points(step, layout)
        ends = f' data-from="{order[step.source]}" data-to="{order[step.target]}"'
        gates = f' data-gates="{" ".join(sorted(step.gates))}"'
        lines.append(line(_curve(points), step.style, f'{ends}{gates} marker-end="url(#{prefix}-{step.style})"'))
        if (step.target, *words_of(step), *signs_of(step)) not in crowded:
            chips.append(f'<g class="g-words"{ends}>{chip(step, points, taken)}</g>')
    return "".join((*lines, *chips))


def _crowded(picture: Picture) -> set[tuple[object, ...]]:
    """The same plain words on many edges into one node would hide the edges; the line's style and the table say it."""
    words = Counter((step.target, *words_of(step), *signs_of(step)) for step in picture.steps if not signs_of(step))
    return {each for each, number in words.items() if number > CROWD}


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


def _legend_width(styles: list[str]) -> float:
    return sum(56 + len(LEGEND_WORDS[style]) * 6.1 for style in styles)


def _legend(layout: Layout, styles: list[str]) -> str:
    """Only the lines that the drawing has."""
    y, x, parts = layout.height + 26, 0.0, []
    for style in styles:
        parts.append(line(f"M{x:.1f} {y:.1f}h34", style))
        parts.append(text(x + 40, y + 4, LEGEND_WORDS[style], "g-muted", MUTED, ' font-size="10.5"'))
        x += 56 + len(LEGEND_WORDS[style]) * 6.1
    return "".join(parts)
