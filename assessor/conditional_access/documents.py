"""Answers and gaps as the contract's `whatif --json` and `gaps --json` write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.conditional_access.fit import indexes
from assessor.conditional_access.grants import Property
from assessor.conditional_access.signin import document
from assessor.conditional_access.spaces import NAMES
from assessor.model.tenant import known as told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.conditional_access.activate import Activation
    from assessor.conditional_access.decide import Answer
    from assessor.conditional_access.fit import Want
    from assessor.conditional_access.gaps import Gap, Gaps


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


def gaps_document(gaps: Gaps) -> dict[str, Any]:
    """The whole document for one property."""
    labels = gaps.space.labels
    return {
        "property": str(gaps.wanted),
        "dimensions": labels,
        "certain": [_gap_document(one, gaps, labels) for one in gaps.certain],
        "possible": [{**_gap_document(one, gaps, labels), "missing": sorted({want.collection for want in one.missing})} for one in gaps.possible],
        "notes": list(gaps.notes),
        "unknown": wants_document(gaps.unknown),
    }


def _gap_document(gap: Gap, gaps: Gaps, labels: dict[str, list[Any]]) -> dict[str, Any]:
    """A side that holds every value is left out."""
    made: dict[str, Any] = {}
    for name, side, full in zip(NAMES, gap.box, gaps.space.full, strict=True):
        if name in labels and side != full:
            made[name] = [labels[name][at] for at in indexes(side)]
    policy = gap.nearest.policy if gap.nearest else None
    made["witness"] = document(gap.witness)
    made["nearestPolicy"] = {"id": policy.id, "name": told(policy.row.display_name), "fails": gap.nearest.fails} if policy and gap.nearest else None
    return made
