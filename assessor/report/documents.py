"""The machine's documents: results.json and paths, as the contract spells them."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.model.words import Gate
from assessor.report.text import whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from assessor.model.result import (
        Acceptance,
        Answered,
        Assessment,
        Edge,
        Evidence,
        Finding,
        Path,
        PrincipalPaths,
        Reach,
        Result,
        Score,
        SnapshotFacts,
        TenantFacts,
        Thing,
    )

Document = dict[str, Any]
SCHEMA_VERSION = 1
_STEERS = re.compile("[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]")
"""Controls and invisible signs: JSON may write each of them as an escape, and a terminal does not act on that."""


def results_json(assessment: Assessment) -> bytes:
    """results.json: the same bytes for the same assessment."""
    return encoded(results_document(assessment))


def encoded(document: object) -> bytes:
    """JSON in UTF-8 that every reader takes and that a terminal can show: no lone surrogate, no NaN, nothing that steers or hides, a line end at the end."""
    plain = whole(json.dumps(document, ensure_ascii=False, allow_nan=False))  # indented by the one who does it fast
    seen = plain if plain.isascii() and "\x7f" not in plain else _STEERS.sub(_escaped, plain)
    return (msgspec.json.format(seen, indent=1) + "\n").encode()


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def results_document(assessment: Assessment) -> Document:
    """The document of `assess --format json`."""
    tenant = assessment.tenant
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tool": {"name": "assessor", "version": assessment.tool_version, "packs": [{"name": p.name, "version": p.version} for p in assessment.packs]},
        "tenant": tenant_document(tenant),
        "snapshot": snapshot_document(assessment.snapshot),
        "score": score_document(assessment.score),
        "checks": [_check(one) for one in assessment.results],
        "people": {role: {"standing": n.standing, "eligible": n.eligible, "control": n.control} for role, n in assessment.people.items()},
        "engagement": _engagement(assessment),
    }


def paths_documents(reaches: Iterable[Reach]) -> list[Document]:
    """The document of `paths --json` for every role of tier 0."""
    return [paths_document(one) for one in reaches]


def paths_document(reach: Reach) -> Document:
    """The document of `paths --to ROLE --json`."""
    document: Document = {
        "target": {**thing_document(reach.role), "scope": reach.scope},
        "principals": [_principal(one) for one in reach.principals],
    }
    if reach.voided:
        document["voided"] = [_principal(one) for one in reach.voided]
    if reach.unknown:
        document["unknown"] = [{"collection": one.collection, "reason": one.says} for one in reach.unknown]
    return document


def utc(moment: datetime) -> datetime:
    """In UTC; a moment that does not say its zone is taken for UTC, as the manifest writes it."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _stamp(moment: datetime) -> str:
    return utc(moment).isoformat().replace("+00:00", "Z")


def tenant_document(tenant: TenantFacts) -> Document:
    """Which tenant it is."""
    return {"id": tenant.id, "displayName": tenant.display_name, "defaultDomain": tenant.default_domain}


def snapshot_document(facts: SnapshotFacts) -> Document:
    """What an assessment says of its snapshot."""
    return {
        "takenAt": _stamp(facts.taken_at),
        "digest": facts.digest,
        "sealed": facts.sealed,
        "scope": facts.scope,
        "collections": [{"name": one.name, "status": str(one.status), "count": one.count, "reason": one.reason} for one in facts.collections],
    }


def score_document(score: Score) -> Document:
    """The score, rounded for print."""
    return {
        "value": rounded(score.value),
        "grade": score.grade,
        "cappedBy": score.capped_by,
        "coverage": _share(score.coverage),
        "themes": [{"theme": one.theme, "value": rounded(one.value), "coverage": _share(one.coverage)} for one in score.themes],
    }


def rounded(value: float | None) -> int | None:
    """A whole number, halves upwards; for print only, the grade goes by the exact value."""
    return None if value is None else math.floor(value + 0.5)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _check(result: Result) -> Document:
    check = result.check
    return {
        "id": check.id,
        "title": check.title,
        "theme": check.theme,
        "severity": str(check.severity),
        "verdict": str(result.verdict),
        "reason": result.reason,
        "reasonCode": str(result.reason_code) if result.reason_code else None,
        "population": result.population,
        "talk": list(check.talk),
        "frameworks": {name: list(check.frameworks[name]) for name in sorted(check.frameworks)},
        "rationale": check.rationale,
        "remedy": check.remedy,
        "references": list(check.references),
        "notes": list(result.notes),
        "findings": [_finding(one, result) for one in result.findings],
        **_answer(result.answered),
    }


def _finding(finding: Finding, result: Result) -> Document:
    return {
        "key": finding.key,
        "degree": str(finding.degree),
        "severity": str(finding.severity or result.check.severity),
        "confidence": str(finding.confidence),
        "subject": thing_document(finding.subject),
        "says": finding.says,
        "evidence": [_evidence(one) for one in finding.evidence],
        "path": [edge_document(one) for one in finding.path],
        "exception": _acceptance(finding.exception),
    }


def _evidence(row: Evidence) -> Document:
    return {"collection": row.collection, "id": row.id, "observed": row.observed}


def _answer(answered: Answered | None) -> Document:
    """Where a verdict rests on a person: who and when."""
    return {"answer": {"answer": answered.answer, "by": answered.by, "on": answered.on.isoformat() if answered.on else None}} if answered else {}


def _acceptance(exception: Acceptance | None) -> Document | None:
    if exception is None:
        return None
    return {"reason": exception.reason, "owner": exception.owner, "expires": exception.expires.isoformat() if exception.expires else None}


def _engagement(assessment: Assessment) -> Document | None:
    problems = [{"entry": one.entry, "says": one.says} for one in assessment.engagement_problems]
    if not (assessment.engagement_file or problems):
        return None
    overrides = [{"check": one.check, "name": one.name, "value": one.value, "catalogue": one.catalogue} for one in assessment.overrides]
    return {"file": assessment.engagement_file, "problems": problems, "overrides": overrides}


def thing_document(thing: Thing) -> Document:
    """A principal, role or whatever else, as the contract writes it."""
    return {"kind": str(thing.kind), "id": thing.id, "name": thing.name}


def _principal(entry: PrincipalPaths) -> Document:
    strongest = entry.path_class
    return {
        "principal": thing_document(entry.principal),
        "standing": entry.is_standing,
        "class": str(strongest) if strongest else None,
        "paths": [path_value(one) for one in entry.paths],
    }


def path_value(path: Path) -> Document:
    """A path as the contract writes it, with its certainty."""
    return {
        "class": str(path.path_class) if path.path_class else None,
        "gates": _gates(path.gates),
        "voided": {"rule": path.voided.rule, "says": path.voided.says} if path.voided else None,
        "certainty": str(path.certainty),
        "edges": [edge_document(one) for one in path.edges],
    }


def edge_document(edge: Edge) -> Document:
    """A step of a way."""
    return {
        "kind": edge.kind,
        "source": thing_document(edge.source),
        "target": thing_document(edge.target),
        "gates": _gates(edge.gates),
        "scope": edge.scope,
        "why": edge.why,
        "certainty": str(edge.certainty),
        "approvers": [thing_document(one) for one in edge.approvers],
    }


def _gates(gates: frozenset[Gate]) -> list[str]:
    """In the order of the vocabulary: a set has none."""
    return [str(gate) for gate in Gate if gate in gates]
