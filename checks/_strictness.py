"""Two PIM policies held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor import checkkit as kit


def differences(weak: kit.PimPolicy, strict: kit.PimPolicy) -> Iterator[tuple[str, str]]:
    """Rule → what the strict one asks for and the weak one does not; a context stands in for the MFA switch, because PIM has one or the other."""
    longer = (weak.activation_hours or 0) > (strict.activation_hours or float("inf"))
    if strict.requires_approval and not weak.requires_approval:
        yield "Approval_EndUser_Assignment", "no approval"
    if strict.context and not weak.context:
        yield "AuthenticationContext_EndUser_Assignment", f"no authentication context instead of {strict.context}"
    missing = strict.asked_on_activation - weak.asked_on_activation - ({"multifactorauthentication"} if weak.context else set())
    if missing:
        yield "Enablement_EndUser_Assignment", "no " + ", no ".join(sorted(_WORDS.get(one, one) for one in missing))
    if longer:
        yield "Expiration_EndUser_Assignment", f"{weak.activation_hours:g} hours instead of {strict.activation_hours:g}"


_WORDS = {"multifactorauthentication": "MFA", "ticketing": "ticket"}
