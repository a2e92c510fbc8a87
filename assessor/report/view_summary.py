"""What a template may see of the management summary: words and widths, nothing to count."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisView:
    """One axis of maturity: some themes of the catalogue under a name that needs no explanation."""

    name: str
    holds: str
    """The themes that it takes in."""
    value: str
    width: int | None
    """0 to 100 for a bar; None where nothing was assessed."""
    coverage: str
    thin: bool
    """Whether so little of it could be assessed that the value says little."""
    before: str
    """The earlier value; empty where there is no earlier snapshot."""
    before_width: int | None


@dataclass(frozen=True, slots=True)
class SinceView:
    """What became of the score since an earlier snapshot."""

    date: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemainsView:
    """One paragraph of what stays: its heading and its sentences."""

    name: str
    sentences: tuple[str, ...]
