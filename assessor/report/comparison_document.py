"""The machine's document of a comparison, as the contract spells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.comparison_series import course_document, passing_documents, series_documents
from assessor.report.documents import Document, edge_document, encoded, rounded, score_document, snapshot_document, tenant_document, thing_document

if TYPE_CHECKING:
    from assessor.model.comparison import ComparedAccess, ComparedFinding, ComparedObject, Comparison
    from assessor.model.result import Assessment
    from assessor.model.series import Series


def comparison_json(comparison: Comparison) -> bytes:
    """compare.json: the same bytes for the same comparison."""
    return encoded(comparison_document(comparison))


def comparison_document(comparison: Comparison) -> Document:
    """The document of `compare --format json`."""
    before, after = rounded(comparison.before.score.value), rounded(comparison.after.score.value)
    document: Document = {
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "score": {"before": before, "after": after, "delta": None if before is None or after is None else after - before},
        "checks": [
            {"id": one.info.id, "before": str(one.before.verdict), "after": str(one.after.verdict), "change": str(one.change)} for one in comparison.checks
        ],
        "findings": [_finding(one, comparison.series) for one in comparison.findings],
        "objects": [_object(one) for one in comparison.objects],
        "access": [_access(one) for one in comparison.access],
        "notCompared": [{"what": one.what, "says": one.says} for one in comparison.not_compared],
        "caveats": list(comparison.caveats),
    }
    if comparison.series:
        document |= {"series": series_documents(comparison.series), "passing": passing_documents(comparison.series)}
    return document


def _side(assessment: Assessment) -> Document:
    return {
        "tenant": tenant_document(assessment.tenant),
        "snapshot": snapshot_document(assessment.snapshot),
        "score": score_document(assessment.score),
    }


def _finding(one: ComparedFinding, series: Series | None) -> Document:
    return {
        "key": one.finding.key,
        "change": str(one.change),
        "check": one.check.id,
        "subject": thing_document(one.finding.subject),
        "says": one.finding.says,
        "why": one.why,
        **(course_document(one.course, series) if one.course and series else {}),
    }


def _object(one: ComparedObject) -> Document:
    what: Document = {part: thing_document(thing) for part, thing in one.things}
    if one.scope is not None:
        what["scope"] = one.scope
    if one.note:
        what["note"] = one.note
    return {
        "collection": one.collection,
        "change": str(one.change),
        "byMicrosoft": one.by_microsoft,
        "what": what,
        "fields": [{"name": field.name, "before": field.before, "after": field.after} for field in one.fields],
    }


def _access(one: ComparedAccess) -> Document:
    return {
        "principal": thing_document(one.principal),
        "role": thing_document(one.role),
        "scope": one.scope,
        "change": str(one.change),
        "before": str(one.before) if one.before else None,
        "after": str(one.after) if one.after else None,
        "because": [edge_document(edge) for edge in one.because],
    }
