"""What a template may see of the privilege graph's drawings and of the table of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view import Mark, ThingView


@dataclass(frozen=True, slots=True)
class MergedView:
    """A box of a drawing that stands for several, and who they are."""

    node: str
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureOfWaysView:
    """A drawing of the privilege graph."""

    drawing: str
    left_out: str
    merged: tuple[MergedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrowdView:
    """A row of the table of everybody: one principal, or several that are equal."""

    principal: ThingView
    count: str
    """How many, in words; empty for one."""
    names: tuple[str, ...]
    note: str
    cells: tuple[Mark | None, ...]
    """Class of the strongest way to each role; None where there is none."""


@dataclass(frozen=True, slots=True)
class EverybodyView:
    """People by roles of tier 0."""

    roles: tuple[str, ...]
    rows: tuple[CrowdView, ...]
    count: str
    merged: bool
    """Whether equal principals share a row."""
