"""The words of a line: what the step is, and the gates that stand in it as signs with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report import wording as w
from assessor.report.icons import GATES, icon
from assessor.report.paint import PAPER, STROKES, text
from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.words import Gate
    from assessor.report.reduce import Step

LINE = 13
"""Height of a line in a chip."""
CHIP = 22
"""Characters of a line in a chip."""
LETTER = 5.4
"""Width of a letter in a chip, nearly."""
SIGN = 13
"""Room of a gate's sign."""
PLACES = (0.5, 0.36, 0.64, 0.26, 0.74)
"""Where on its edge a chip may sit, best first."""
ASIDE = (0, 1, -1)
"""Then above or below another one."""


Box = tuple[float, float, float, float]


def chip(step: Step, points: list[tuple[float, float]], taken: list[Box]) -> str:
    """The words of an edge on its first stretch, moved along where another chip sits already."""
    lines, signs = words_of(step), signs_of(step)
    wide = max(*(len(one) * LETTER for one in lines), *(_sign_width(row) for row in signs), 0.0) + 8
    x, y = _placed(wide, (len(lines) + len(signs)) * LINE + 4, points, taken)
    kind, ink = f"g-word-{step.style}", STROKES[step.style]
    middle = ' text-anchor="middle" font-size="9.5"'
    words = [text(x + wide / 2, y + 11.5 + LINE * n, one, kind, ink, middle) for n, one in enumerate(lines)]
    gates = [_sign_row(row, x + (wide - _sign_width(row)) / 2, y + LINE * n, step.style) for n, row in enumerate(signs, len(lines))]
    ground = f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{(len(lines) + len(signs)) * LINE + 4}" rx="3" class="g-chip" fill="{PAPER}"/>'
    return "".join((ground, *words, *gates))


def _placed(wide: float, tall: float, points: list[tuple[float, float]], taken: list[Box]) -> tuple[float, float]:
    """The first free place for a chip; the best one where none is free."""
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
    return box[0], box[1]


def _sign_width(row: tuple[Gate, ...]) -> float:
    return sum(SIGN + len(w.GATES[gate]) * LETTER + 4 for gate in row) - 4


def _sign_row(row: tuple[Gate, ...], x: float, y: float, style: str) -> str:
    """Each gate as a sign and its word."""
    parts = []
    for gate in row:
        parts.append(icon(gate, x, y + 3, f"g-word-{style}", STROKES[style]))
        parts.append(text(x + SIGN, y + 11.5, w.GATES[gate], f"g-word-{style}", STROKES[style], ' font-size="9.5"'))
        x += SIGN + len(w.GATES[gate]) * LETTER + 4
    return "".join(parts)


def _eased(t: float) -> float:
    """How far a curve has risen at a part of its width: nearly a smooth step."""
    return t * t * (3 - 2 * t)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[0] + other[2] and other[0] < one[0] + one[2] and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]


def words_of(step: Step) -> list[str]:
    """What the step is, until when and over what."""
    lines = [f"{step.number:,}"] if step.number else [shown(w.edge_name(step.kind), CHIP + 4)]
    lines += ["activated now"] if step.activated else [f"until {step.end}"] if step.end else []
    return lines + ([f"over {step.scope}"] if step.scope else [])


def signs_of(step: Step) -> list[tuple[Gate, ...]]:
    """The gates that stand in it, as many in a row as fit; a gate that only informs is left to the table."""
    rows: list[tuple[Gate, ...]] = []
    for gate in (one for one in GATES if one in step.gates):
        joined = (*rows[-1], gate) if rows else (gate,)
        if rows and _sign_width(joined) <= CHIP * LETTER:
            rows[-1] = joined
        else:
            rows.append((gate,))
    return rows
