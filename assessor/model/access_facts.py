"""What Conditional Access does for privileged people, as an assessment tells it. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.model.result import Thing


@dataclass(frozen=True, slots=True)
class SignInCell:
    """What every sign-in of some people from one platform meets, whatever client, place and device; several together are all asked for."""

    proofs: tuple[str, ...] = ()
    """block, phishing_resistant, mfa, managed_device; none where some sign-in gets through without any."""
    unknown: tuple[str, ...] = ()
    """What would tell more, where the snapshot does not."""


@dataclass(frozen=True, slots=True)
class SignInRow:
    """People whose sign-ins meet the same, one cell a platform."""

    people: tuple[Thing, ...]
    break_glass: bool
    cells: tuple[SignInCell, ...]


@dataclass(frozen=True, slots=True)
class SignInMatrix:
    """Privileged people by platforms, for one resource."""

    resource: str
    """admin_portals or other_apps."""
    platforms: tuple[str, ...]
    rows: tuple[SignInRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicyUse:
    """One policy of Conditional Access, in words."""

    policy: Thing
    state: str
    demands: str
    about: str
    """Resources, contexts or user actions."""
    reached: int
    """Privileged people that it surely means, as they are before they activate anything."""
    maybe: int
    """Privileged people of whom the snapshot does not tell."""


@dataclass(frozen=True, slots=True)
class PhoneStep:
    """One step of activating Global Administrator on a phone."""

    step: str
    degree: str
    """pass, partial, fail, unknown; empty for a step that is a fact only."""
    says: str


@dataclass(frozen=True, slots=True)
class Unproven:
    """Privileged people but break-glass accounts of whom some sign-in proves nothing of the kind."""

    people: int
    without: int
    """For certain."""
    perhaps: int
    """Besides: as far as the snapshot tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFacts:
    """What Conditional Access does for privileged people."""

    missing: str | None = None
    """Why nothing is known; the rest is empty then."""
    people: int = 0
    phishable: Unproven | None = None
    """Who gets in somewhere without phishing-resistant MFA."""
    matrices: tuple[SignInMatrix, ...] = ()
    policies: tuple[AccessPolicyUse, ...] = ()
    gaps: tuple[str, ...] = ()
    walk: tuple[PhoneStep, ...] = ()
    unknown: tuple[str, ...] = ()
