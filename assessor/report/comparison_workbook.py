"""compare.xlsx: everything that changed, a sheet for each kind of change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.comparison import CheckChange
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_figures import figures
from assessor.report.comparison_people import emergency_ids
from assessor.report.comparison_settings import field_view
from assessor.report.comparison_story import period, story
from assessor.report.documents import rounded, utc
from assessor.report.findings import severity_mark
from assessor.report.judgement import tenant_name
from assessor.report.sheets import Column, Sheet, workbook_bytes
from assessor.report.view import Mark
from assessor.report.ways import class_mark
from assessor.report.workbook_findings import full

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.comparison import ComparedAccess, ComparedCheck, ComparedFinding, ComparedObject, Comparison, FieldChange
    from assessor.model.result import Assessment
    from assessor.model.words import PathClass
    from assessor.report.sheets import Cell

_NOTHING = Mark("", "no way")


def render_comparison_xlsx(comparison: Comparison) -> bytes:
    """The workbook of a comparison."""
    sheets = (_summary(comparison), _checks(comparison), _findings(comparison), _objects(comparison), _access(comparison), _not_compared(comparison))
    author = full(comparison.after.consultant) or f"assessor {comparison.after.tool_version}"
    return workbook_bytes(sheets, f"{cw.TITLE}: {tenant_name(comparison.after)}", author, utc(comparison.after.snapshot.taken_at))


def _summary(comparison: Comparison) -> Sheet:
    columns = (Column("What", 46), Column("Before", 50, wraps=True), Column("After", 50, wraps=True), Column("Note", 60, wraps=True))
    sides = [_side(one) for one in (comparison.before, comparison.after)]
    facts = [(name, value, other, "") for (name, value), (_, other) in zip(*sides, strict=True)]
    counted = [(one.label, one.before, one.after, one.detail) for one in figures(comparison)]
    caveats = [("Mind", "", "", full(one)) for one in comparison.caveats]
    return Sheet("Summary", f"{period(comparison)}. {story(comparison)}", columns, [*counted, *facts, *caveats])


def _side(side: Assessment) -> Iterator[tuple[str, str]]:
    facts = side.snapshot
    yield "Tenant", f"{tenant_name(side)} ({full(side.tenant.id)})"
    yield "Taken", w.instant(utc(facts.taken_at))
    yield "Score", "nothing could be assessed" if side.score.value is None else f"{rounded(side.score.value)} of 100, grade {side.score.grade}"
    yield "Coverage", w.percent(side.score.coverage)
    yield "Scope", full(facts.scope) or "not said"
    yield "Sealed", "yes" if facts.sealed else "no"
    yield "Collections that are missing or partial", f"{sum(one.status != 'collected' for one in facts.collections):,}"
    yield "Digest", full(facts.digest)
    yield "Engagement file", full(side.engagement_file) or "none"


def _checks(comparison: Comparison) -> Sheet:
    columns = (
        Column("Check", 11), Column("Title", 60, wraps=True), Column("Theme", 24), Column("Severity", 12), Column("Before", 16), Column("After", 16),
        Column("Change", 20), Column("Reason before", 44, wraps=True), Column("Reason after", 44, wraps=True),
    )  # fmt: skip
    changed = sum(one.change is not CheckChange.UNCHANGED for one in comparison.checks)
    how = "none changed its verdict" if not changed else "1 changed its verdict" if changed == 1 else f"{changed:,} changed their verdict"
    says = f"{w.counted(len(comparison.checks), 'check')} put to both snapshots; {how}."
    return Sheet("Checks", says, columns, [_check(one) for one in comparison.checks])


def _check(one: ComparedCheck) -> tuple[Cell, ...]:
    verdicts = (Mark(side.verdict, w.VERDICTS[side.verdict]) for side in (one.before, one.after))
    change = cw.mark(one.change, cw.CHECKS)
    theme, severity = full(w.theme_name(one.info.theme)), severity_mark(one.info.severity)
    return one.info.id, full(one.info.title), theme, severity, *verdicts, change, full(one.before.reason), full(one.after.reason)


def _findings(comparison: Comparison) -> Sheet:
    columns = (
        Column("Check", 11), Column("Title", 44, wraps=True), Column("Severity", 12), Column("Change", 18), Column("Kind", 18), Column("Name", 38),
        Column("Id", 38), Column("Says", 70, wraps=True), Column("Why", 50, wraps=True), Column("Key", 50),
    )  # fmt: skip
    counts = [(sum(one.change is change for one in comparison.findings), words[0].lower()) for change, words in cw.FINDINGS.items()]
    parts = w.listed([f"{number:,} {word}" for number, word in counts if number])
    says = f"{w.counted(len(comparison.findings), 'finding')} that at least one side holds{f': {parts}' if parts else ''}."
    return Sheet("Findings", says, columns, [_finding(one) for one in comparison.findings])


def _finding(one: ComparedFinding) -> tuple[Cell, ...]:
    subject, check = one.finding.subject, one.check
    what = w.kind_name(subject.kind), full(subject.name), full(subject.id), full(one.finding.says)
    severity = severity_mark(one.finding.severity or check.severity)
    return check.id, full(check.title), severity, cw.mark(one.change, cw.FINDINGS), *what, full(one.why), full(one.finding.key)


def _objects(comparison: Comparison) -> Sheet:
    """One row a field that differs; an object that came or went without fields has one row."""
    columns = (
        Column("Part of the tenant", 34), Column("Change", 12), Column("Name", 42), Column("Kind", 20), Column("Id", 38), Column("To or in", 40),
        Column("Over", 26), Column("Field", 46, wraps=True), Column("Before", 44, wraps=True), Column("After", 44, wraps=True), Column("Went", 36, wraps=True),
        Column("Came", 36, wraps=True), Column("By Microsoft", 11), Column("Note", 36, wraps=True),
    )  # fmt: skip
    rows = [_object(one, field, comparison) for one in comparison.objects for field in (one.fields or (None,))]
    says = f"{w.counted(len(comparison.objects), 'changed object')} of the tenant, one row a field." if rows else "No object of the tenant changed."
    return Sheet("Objects", says, columns, rows)


def _object(one: ComparedObject, field: FieldChange | None, comparison: Comparison) -> tuple[Cell, ...]:
    (_, first), *others = one.things
    said = field_view(field, comparison.names) if field else None
    return (
        cw.collection_name(one.collection),
        cw.mark(one.change, cw.OBJECTS),
        full(first.label),
        w.kind_name(first.kind),
        full(first.id),
        ", ".join(full(thing.label) for _, thing in others),
        "" if one.scope is None else "the tenant" if one.scope == "/" else full(w.where(one.where, one.scope, 400)),
        *((said.name, said.before, said.after, "\n".join(said.gone), "\n".join(said.come)) if said else ("", "", "", "", "")),
        "yes" if one.by_microsoft else "",
        full(one.note),
    )


def _access(comparison: Comparison) -> Sheet:
    columns = (
        Column("Name", 40), Column("Kind", 18), Column("Id", 38), Column("Break-glass", 11), Column("Role", 34), Column("Over", 26), Column("Change", 12),
        Column("Before", 18), Column("After", 18), Column("Because", 90, wraps=True),
    )  # fmt: skip
    guarded = emergency_ids(comparison)
    says = f"{w.counted(len(comparison.access), 'change')} of somebody's strongest way to a role of tier 0; an activation that happens to run is none."
    none = "Nobody's way to a role of tier 0 changed; an activation that happens to run is none."
    return Sheet("Access", says if comparison.access else none, columns, [_way(one, guarded) for one in comparison.access])


def _way(one: ComparedAccess, guarded: frozenset[str]) -> tuple[Cell, ...]:
    return (
        full(one.principal.label),
        w.kind_name(one.principal.kind),
        full(one.principal.id),
        "yes" if one.principal.id.lower() in guarded else "",
        full(one.role.label),
        "the tenant" if one.scope == "/" else full(w.where(one.where, one.scope, 400)),
        cw.mark(one.change, cw.ACCESS),
        _class(one.before),
        _class(one.after),
        "\n".join(full(edge.why) for edge in one.because),
    )


def _class(path_class: PathClass | None) -> Mark:
    return class_mark(path_class) if path_class else _NOTHING


def _not_compared(comparison: Comparison) -> Sheet:
    rows = [(cw.collection_name(one.what) if one.what in cw.COLLECTIONS else full(one.what), full(one.says)) for one in comparison.not_compared]
    everything = "Everything that both snapshots hold was compared, and neither holds less than the other."
    says = f"{w.counted(len(rows), 'part')} of the tenant about which the two snapshots do not tell a change." if rows else everything
    return Sheet("Not compared", says, (Column("What", 44), Column("Why", 100, wraps=True)), rows)
