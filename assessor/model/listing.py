"""Rows of the full lists: who holds which role, and what PIM asks for. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from assessor.model.result import Evidence, Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleHeld:
    """One principal, one role, one scope."""

    principal: Thing
    role: Thing
    privileged: bool | None
    tier0: bool
    scope: str
    """`/`, `/administrativeUnits/{id}` or `/{id}` of an object."""
    where: str
    """The scope in words; empty for the whole tenant."""
    state: str
    """permanent, time_bound, activated, eligible; active where the snapshot does not tell which."""
    start: datetime | None
    end: datetime | None
    outside_pim: bool
    """Active, and PIM's schedules were read and do not know it."""
    break_glass: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PimPolicyUse:
    """What PIM asks for before a role, or a group's membership or ownership, is active."""

    policy: Thing
    guards: Thing
    access: str
    """member or owner for a group's policy; empty for a role's."""
    privileged: bool | None
    tier0: bool
    mfa: bool | None
    """Here and below: None where the snapshot does not hold the rule."""
    context: str | None
    """The authentication context that an activation asks for, enforced or not; None where it asks for none."""
    approval: bool | None
    approvers: tuple[Thing, ...]
    justification: bool | None
    ticket: bool | None
    hours: float | None
    """The longest activation."""
    permanent_active: bool | None
    """Whether an active assignment may have no end."""
    permanent_eligible: bool | None
