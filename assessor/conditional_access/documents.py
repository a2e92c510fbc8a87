"""Answers as the contract's `whatif --json` writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.conditional_access.grants import Property

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.conditional_access.activate import Activation
    from assessor.conditional_access.decide import Answer
    from assessor.conditional_access.fit import Want


def answer_document(request_id: str, answer: Answer) -> dict[str, Any]:
    """The line for a sign-in."""
    return {
        "id": request_id,
        "decision": str(answer.decision),
        "requires": list(answer.requires),
        "perPolicy": dict(answer.per_policy),
        "reportOnly": list(answer.report_only),
        "mfaGuaranteed": bool(answer.guarantees(Property.MFA).value),
        "session": {key: dict(value) for key, value in answer.session.items()},
        "unknown": wants_document(answer.unknown),
    }


def activation_document(request_id: str, activation: Activation) -> dict[str, Any]:
    """The line for an activation."""
    return {
        "id": request_id,
        "decision": str(activation.decision),
        "resourceLeg": str(activation.resource_leg),
        "acLeg": str(activation.context_leg),
        "acRequires": list(activation.context_requires),
        "fallbackMfa": activation.fallback_mfa,
        "unknown": wants_document(activation.unknown),
    }


def wants_document(wants: Iterable[Want]) -> list[dict[str, str]]:
    """What to collect, each once."""
    return [{"collection": one.collection, "says": one.says} for one in dict.fromkeys(wants)]
