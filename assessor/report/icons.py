"""One small sign for each gate, as a path in a square of ten; the word always stands beside it."""

from __future__ import annotations

from assessor.model.words import Gate

GATES = {
    Gate.ACTIVATION: "M2 1 9 5 2 9z",
    Gate.APPROVAL: "M0.8 5.4 2.2 4 4 5.8 7.9 1.6 9.2 2.9 4 8.6z",
    Gate.MFA: "M5 0.4 9 2v3C9 7.5 7.2 9 5 9.7 2.8 9 1 7.5 1 5V2z",
    Gate.AUTH_CONTEXT: "M5 1a4 4 0 1 0 .01 0zM5 2.6a2.4 2.4 0 1 1-.01 0zM5 4a1 1 0 1 0 .01 0z",
}
"""Play, tick, shield, target; what only informs (a reason, a ticket) has no sign, for it stops nobody."""


def icon(gate: Gate, x: float, y: float, kind: str, fill: str) -> str:
    """The sign with its upper left corner at a point of the drawing."""
    return f'<path d="{GATES[gate]}" transform="translate({x:.1f} {y:.1f})" class="{kind}" fill="{fill}" fill-rule="evenodd"/>'
