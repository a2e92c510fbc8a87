"""findings.sarif: SARIF 2.1.0 for code scanning and everything else that reads it (OASIS, sarif-v2.1.0-errata01).

What counts, decided once: a result is a finding and nothing else, for GitHub makes an alert of every result, whatever its `kind`. What could not be
judged is a notification of the run. GitHub refuses a whole file for one result without a file, so each result points at the file of the snapshot that
its first row of evidence lies in, always by the same relative name; the line means nothing, and the object itself is the logical location.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from assessor.model.words import JUDGED, Degree, Severity, Verdict
from assessor.report import wording as w
from assessor.report.documents import SCHEMA_VERSION, Document, encoded, rounded, utc
from assessor.report.findings import acceptance_words
from assessor.report.markup import plain
from assessor.report.text import prose, shown, whole

if TYPE_CHECKING:
    from assessor.model.result import Assessment, CheckInfo, Evidence, Finding, Result

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note", Severity.INFO: "none"}
WEIGHTS = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""`security-severity` as GitHub reads it: over 9 critical, from 7 high, from 4 medium, over 0 low; nothing for what only informs."""
_TAGS, _DESCRIPTION, _SAYS, _ROWS = 10, 1000, 1000, 20
"""What GitHub shows of tags, how long it lets a description be, and what is kept of a sentence and of rows of evidence."""


def render_sarif(assessment: Assessment) -> bytes:
    """One run over one tenant."""
    places = {one.check.id: number for number, one in enumerate(assessment.results)}
    run = {
        "tool": {"driver": _driver(assessment)},
        "automationDetails": {"id": f"assessor/{shown(assessment.tenant.id)}/"},
        "invocations": [_invocation(assessment, places)],
        "results": [_result(one, result, places) for result in assessment.results for one in result.findings],
        "properties": _properties(assessment),
    }
    return encoded({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


# ---- the catalogue ----


def _driver(assessment: Assessment) -> Document:
    version = assessment.tool_version
    semantic = {"semanticVersion": version} if re.fullmatch(r"\d+\.\d+\.\d+", version) else {}
    reasons = [{"id": str(code), "shortDescription": {"text": name}} for code, name in w.REASON_CODES.items()]
    return {"name": "assessor", "version": version, **semantic, "rules": [_rule(one.check) for one in assessment.results], "notifications": reasons}


def _rule(check: CheckInfo) -> Document:
    links = [one for one in check.references if re.fullmatch(r"https://[!-~]+", one)]
    weight = {"security-severity": WEIGHTS[check.severity]} if check.severity in WEIGHTS else {}
    return {
        "id": check.id,
        "name": "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", check.title)) or check.id,
        "shortDescription": {"text": message(check.title)},
        "fullDescription": {"text": message(" ".join(prose(check.rationale)), _DESCRIPTION)},
        "help": {"text": message("\n\n".join((*prose(check.rationale), *prose(check.remedy), *links)), 8000), "markdown": _help(check, links)},
        **({"helpUri": links[0]} if links else {}),
        "defaultConfiguration": {"level": LEVELS[check.severity]},
        "properties": {"tags": _tags(check), "precision": "high", **weight, "pack": check.pack},
    }


def _help(check: CheckInfo, links: list[str]) -> str:
    why, remedy = ("\n\n".join(plain(one) for one in prose(text)) for text in (check.rationale, check.remedy))
    sources = "\n".join(f"- <{one}>" for one in links)
    return f"{why}\n\n## What to do\n\n{remedy}" + (f"\n\n## Sources\n\n{sources}" if sources else "")


def _tags(check: CheckInfo) -> list[str]:
    frameworks = [f"{name}/{one}" for name in sorted(check.frameworks) for one in check.frameworks[name]]
    return list(dict.fromkeys(shown(one, 60) for one in ("security", check.theme, *frameworks, *(f"talk/{one}" for one in check.talk))))[:_TAGS]


# ---- findings ----


def _result(one: Finding, result: Result, places: dict[str, int]) -> Document:
    severity = one.severity or result.check.severity
    return {
        "ruleId": result.check.id,
        "ruleIndex": places[result.check.id],
        "kind": "informational" if severity is Severity.INFO else "fail",
        "level": _level(one, severity),
        "message": {"text": message(f"{shown(one.subject.label)} {one.says.rstrip('.')}.", _SAYS)},
        "locations": [_location(one)],
        "relatedLocations": [_row(row) for row in one.evidence[:_ROWS]],
        "partialFingerprints": {"findingKey/v1": shown(one.key, 4000), "primaryLocationLineHash": f"{_hash(one.key)}:1"},
        **({"suppressions": [_suppression(one)]} if one.exception else {}),
        "properties": _of_finding(one, severity),
    }


def _level(one: Finding, severity: Severity) -> str:
    """That of the severity; what only partly fails is no error."""
    level = LEVELS[severity]
    return "warning" if one.degree is Degree.PARTIAL and level == "error" else level


def _location(one: Finding) -> Document:
    kind, name = str(one.subject.kind), shown(one.subject.label)
    where = {"name": name, "fullyQualifiedName": f"{kind}/{shown(one.subject.id)}", "kind": kind}
    return {"physicalLocation": _file(one.evidence[0]), "logicalLocations": [where]}


def _row(row: Evidence) -> Document:
    name = f"{shown(row.collection)}/{shown(row.id)}" if row.id else shown(row.collection)
    return {
        "physicalLocation": _file(row),
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "row" if row.id else "absent"}],
        "message": {"text": message(row.observed, _SAYS)},
    }


def _file(row: Evidence) -> Document:
    """A name that is the same from run to run, however the snapshot is packed; a name of a pack cannot leave the folder."""
    name = "engagement.toml" if row.collection == "engagement" else f"{re.sub(r'[^A-Za-z0-9]', '', row.collection) or 'unknown'}.ndjson"
    return {"artifactLocation": {"uri": f"snapshot/{name}"}, "region": {"startLine": 1}}


def _hash(key: str) -> str:
    return sha256(whole(key).encode()).hexdigest()[:16]


def _suppression(one: Finding) -> Document:
    return {"kind": "external", "status": "accepted", "justification": acceptance_words(one.exception)}


def _of_finding(one: Finding, severity: Severity) -> Document:
    more = len(one.evidence) - _ROWS
    left_out = {"rowsLeftOut": more} if more > 0 else {}
    return {"severity": str(severity), "degree": str(one.degree), "confidence": str(one.confidence), "rowsOfEvidence": len(one.evidence), **left_out}


# ---- what is not known ----


def _invocation(assessment: Assessment, places: dict[str, int]) -> Document:
    open_ones = [one for one in assessment.results if one.verdict not in JUDGED]
    return {
        "executionSuccessful": True,
        "toolConfigurationNotifications": [_notification(one, places) for one in open_ones if one.verdict is not Verdict.ERROR],
        "toolExecutionNotifications": [_notification(one, places) for one in open_ones if one.verdict is Verdict.ERROR],
    }


_OPEN = {Verdict.NOT_ASSESSED: "warning", Verdict.MANUAL: "note", Verdict.ERROR: "error", Verdict.NOT_APPLICABLE: "none"}


def _notification(result: Result, places: dict[str, int]) -> Document:
    check = result.check
    said = f"{check.id} ({check.title}): {w.VERDICTS[result.verdict].lower()}. {result.reason or ''}"
    return {
        **({"descriptor": {"id": str(result.reason_code)}} if result.reason_code else {}),
        "level": _OPEN[result.verdict],
        "message": {"text": message(said.strip(), _SAYS)},
        "associatedRule": {"id": check.id, "index": places[check.id]},
    }


def _properties(assessment: Assessment) -> Document:
    facts, score = assessment.snapshot, assessment.score
    return {
        "schemaVersion": SCHEMA_VERSION,
        "tenantId": shown(assessment.tenant.id),
        "takenAt": utc(facts.taken_at).isoformat().replace("+00:00", "Z"),
        "digest": facts.digest,
        "score": rounded(score.value),
        "coverage": None if score.coverage is None else round(score.coverage, 2),
        "checks": {str(verdict): sum(one.verdict is verdict for one in assessment.results) for verdict in Verdict},
    }


def message(text: str, limit: int = 400) -> str:
    """A plain-text message: brackets would begin a link, braces a placeholder (sections 3.11.5 and 3.11.6)."""
    visible = "\n\n".join(shown(one, limit) for one in text.split("\n\n"))
    return re.sub(r"([{}])", r"\1\1", re.sub(r"([\\\[\]])", r"\\\1", visible))
