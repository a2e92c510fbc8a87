"""What a template may see of Conditional Access."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.report.view import Mark


@dataclass(frozen=True, slots=True)
class SignInRowView:
    """People whose sign-ins meet the same."""

    count: str
    names: tuple[str, ...]
    """The first ones, and how many more."""
    cells: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Sign-ins of privileged people to one resource."""

    caption: str
    platforms: tuple[str, ...]
    rows: tuple[SignInRowView, ...]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """One policy of Conditional Access."""

    name: str
    state: Mark
    demands: str
    about: str
    reach: str


@dataclass(frozen=True, slots=True)
class WalkView:
    """One step of an activation on a phone."""

    step: str
    mark: Mark | None
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessView:
    """What Conditional Access does for privileged people."""

    sentence: str
    """Everything, where there are no data."""
    known: bool
    matrices: tuple[MatrixView, ...] = ()
    gaps: tuple[str, ...] = ()
    walk: tuple[WalkView, ...] = ()
    policies: tuple[PolicyView, ...] = ()
    unknown: tuple[str, ...] = ()
    more: str = ""
    """What a format left out, counted in words."""
