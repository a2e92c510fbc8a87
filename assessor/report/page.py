"""An assessment made into the values that templates print: the one place where a report counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import reference
from assessor.model.thresholds import COMMON
from assessor.model.words import UNASSESSED, Gate, PathClass, Severity, Status, Verdict
from assessor.report import judgement as j
from assessor.report import wording as w
from assessor.report.access import access_view
from assessor.report.charts import chart_views
from assessor.report.documents import rounded, utc
from assessor.report.findings import DRAWN, check_view, severity_mark
from assessor.report.icons import GATES as DRAWN_GATES
from assessor.report.key_figures import APPENDIX, figures_of
from assessor.report.logo import logo_address
from assessor.report.maturity import axes_of, scale_of
from assessor.report.overridden import overridden
from assessor.report.overview import everybody, overview_figure
from assessor.report.plan import note_views, plan_view, step_anchor
from assessor.report.remains import remains_of
from assessor.report.since import since_view
from assessor.report.text import shown
from assessor.report.view import CheckView, CollectionView, FindingView, Mark, PageView, RoleView, ThemeView
from assessor.report.view_figures import FigureOfWaysView
from assessor.report.ways import class_mark, ids_on_ways, in_order, merged_views, missing_everywhere, quiet_sentence, reach_views

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Assessment, CollectionState, Result, RoleUse, ThemeScore

GRAPH_NODES = 90
"""Nodes of one figure on a screen; the design allows 150, but nobody follows as many."""


def page_view(assessment: Assessment, nodes: int = GRAPH_NODES, figures: int | None = None, *, charts: bool = True) -> PageView:
    """Everything a report says; `nodes` and `figures` bound the drawings, `charts` asks for those of the plotting library."""
    tenant, when = assessment.tenant, utc(assessment.snapshot.taken_at)
    tier0 = ids_on_ways(assessment)
    steps = {one.check.id: step_anchor(one.check.id) for one in (assessment.plan.steps if assessment.plan else ())}
    checks = [(one, check_view(one, tier0, DRAWN if nodes else 0, steps.get(one.check.id, ""))) for one in assessment.results]
    themes = _themes(assessment, checks)
    return PageView(
        language=w.LANGUAGE,
        title=w.TITLE,
        customer=shown(assessment.customer, 80) or j.tenant_name(assessment),
        tenant=j.tenant_name(assessment),
        tenant_line=_tenant_line(assessment),
        tenant_id=shown(tenant.id),
        domain=shown(tenant.default_domain, 80),
        consultant=shown(assessment.consultant, 80),
        classification=w.CLASSIFICATION,
        date=w.day(when),
        instant=w.instant(when),
        verdict=j.verdict_sentence(assessment),
        light=j.light_of(assessment),
        score=j.score_of(assessment),
        figures=figures_of(assessment),
        problems=tuple((shown(one.entry, 80), shown(one.says, 240)) for one in assessment.engagement_problems),
        actions=j.actions_of(assessment),
        themes=themes,
        found=_found(assessment),
        passed=_having(checks, Verdict.PASS),
        not_assessed=_having(checks, *UNASSESSED),
        not_applicable=_having(checks, Verdict.NOT_APPLICABLE),
        accepted=_accepted(checks),
        informed=tuple(view for one, view in checks if one.verdict is Verdict.PASS and any(f.exception is None for f in one.findings)),
        expired=_expired(checks),
        answers=_answers(assessment),
        counts=_counts(assessment),
        reaches=reach_views(assessment, nodes, figures),
        overview=_overview(assessment, nodes),
        everybody=everybody(in_order(assessment), _guarded(assessment)),
        quiet=quiet_sentence(assessment),
        missing=missing_everywhere(assessment),
        access=access_view(assessment.access),
        roles=tuple(_role(one) for one in assessment.roles),
        collections=tuple(_collection(one) for one in assessment.snapshot.collections),
        refused=_refused(assessment),
        charts=chart_views(assessment, themes) if charts else (),
        facts=_facts(assessment),
        thresholds=_thresholds(assessment),
        overrides=overridden(assessment),
        classes=tuple((class_mark(one), w.CLASS_MEANINGS[one]) for one in PathClass),
        gates=tuple((w.GATES[one], w.GATE_MEANINGS[one]) for one in Gate),
        gate_words=tuple((one, w.GATES[one]) for one in DRAWN_GATES),
        severities=tuple(severity_mark(one) for one in Severity),
        lights=j.LIGHTS,
        figure_moods=APPENDIX,
        since=since_view(assessment),
        axes=axes_of(assessment),
        scale=scale_of(assessment),
        remains=remains_of(assessment),
        logo=logo_address(assessment.logo),
        plan=plan_view(assessment),
        operator_notes=note_views(assessment),
    )


def _tenant_line(assessment: Assessment) -> str:
    name, domain = j.tenant_name(assessment), shown(assessment.tenant.default_domain, 80)
    same = name == (shown(assessment.customer, 80) or name)
    return domain if same and domain else ", ".join(dict.fromkeys(one for one in (name, domain) if one))


def _found(assessment: Assessment) -> str:
    """Everything that the chapter lists, so that its number can be held against those of charts and summaries."""
    checks = j.in_order_of_weight(assessment)
    if not checks:
        return ""
    every = [finding for one in checks for finding in one.findings]
    counted, accepted = sum(one.counts for one in every), sum(one.exception is not None for one in every)
    beside = [(accepted, "accepted risk"), (len(every) - counted - accepted, "piece of information")]
    fail = "fails or partly fails" if len(checks) == 1 else "fail or partly fail"
    said = f"{w.counted(counted, 'finding')} of {w.counted(len(checks), 'check')} that {fail}."
    extra = w.listed([w.counted(number, one, "pieces of information" if one[0] == "p" else None) for number, one in beside if number])
    return f"{said} Beside them {extra}: shown, and not counted." if extra else said


def _guarded(assessment: Assessment) -> frozenset[str]:
    return frozenset(one.id for one in assessment.break_glass)


def _overview(assessment: Assessment, nodes: int) -> FigureOfWaysView | None:
    figure = overview_figure(in_order(assessment), _guarded(assessment), "overview") if nodes else None
    return FigureOfWaysView(figure.svg, figure.left_out, merged_views(figure)) if figure else None


def _having(checks: list[tuple[Result, CheckView]], *verdicts: Verdict) -> tuple[CheckView, ...]:
    return tuple(view for one, view in checks if one.verdict in verdicts)


def _accepted(checks: list[tuple[Result, CheckView]]) -> tuple[tuple[CheckView, FindingView], ...]:
    return tuple((view, finding) for _, view in checks for finding in view.findings if finding.accepted)


def _answers(assessment: Assessment) -> tuple[tuple[str, str, str, str, str], ...]:
    """Check, title, answer, by whom and when, of every verdict that rests on what somebody said."""
    said = [(one.check, one.answered) for one in assessment.results if one.answered]
    return tuple(
        (shown(check.id), shown(check.title), w.VERDICTS[Verdict(it.answer)], shown(it.by) or "nobody named", w.day(it.on) if it.on else "no date")
        for check, it in said
    )


def _expired(checks: list[tuple[Result, CheckView]]) -> tuple[str, ...]:
    """Expired exceptions are told in the notes of their checks; here they stand together."""
    return tuple(f"{view.id}: {note}" for _, view in checks for note in view.notes if "exception" in note.lower())


def _themes(assessment: Assessment, checks: list[tuple[Result, CheckView]]) -> tuple[ThemeView, ...]:
    """In the order of the score; within a theme the heaviest loss first."""
    rank = {id(one): number for number, one in enumerate(j.in_order_of_weight(assessment))}
    return tuple(
        _theme(score, sorted((pair for pair in checks if pair[0].check.theme == score.theme), key=lambda pair: rank.get(id(pair[0]), 0)))
        for score in assessment.score.themes
    )


def _theme(score: ThemeScore, checks: list[tuple[Result, CheckView]]) -> ThemeView:
    verdicts = [one.verdict for one, _ in checks]
    width = rounded(score.value)
    return ThemeView(
        anchor=f"theme-{shown(score.theme, 40)}",
        name=shown(w.theme_name(score.theme), 60),
        value="\N{EN DASH}" if width is None else str(width),
        width=width,
        coverage=w.percent(score.coverage),
        covered=int((score.coverage or 0) * 100 + 0.5),
        passed=verdicts.count(Verdict.PASS),
        partial=verdicts.count(Verdict.PARTIAL),
        failed=verdicts.count(Verdict.FAIL),
        open=sum(one in UNASSESSED for one in verdicts),
        checks=_having(checks, Verdict.FAIL, Verdict.PARTIAL),
    )


def _counts(assessment: Assessment) -> tuple[tuple[Mark, int], ...]:
    return tuple((Mark(each, w.VERDICTS[each]), sum(one.verdict is each for one in assessment.results)) for each in Verdict)


def _role(use: RoleUse) -> RoleView:
    rank = "tier 0" if use.tier0 else {True: "privileged", False: "not privileged", None: "not known"}[use.privileged]
    rank += "" if use.in_table else f"; not in the table of {reference.as_of('builtin_roles')}"
    return RoleView(shown(use.role.label, 80), rank, use.standing, use.eligible, use.groups, use.service_principals, use.scoped)


def _collection(state: CollectionState) -> CollectionView:
    reason = w.REASONS.get(state.reason, shown(state.reason)) if state.reason else ""  # type: ignore[call-overload]  # a StrEnum key, asked by its word
    gaps = w.counted(state.gaps, "gap") if state.gaps else ""
    said = w.listed([part for part in (gaps, reason) if part])
    count = "\N{EN DASH}" if state.count is None else f"{state.count:,}"
    return CollectionView(shown(state.name), Mark(state.status, w.STATUSES[Status(state.status)]), count, said, shown(state.permission))


def _refused(assessment: Assessment) -> tuple[str, ...]:
    refused = [one for one in assessment.snapshot.collections if one.reason == "forbidden"]
    by_permission: dict[str, list[str]] = {}
    for one in refused:
        by_permission.setdefault(shown(one.permission) or "a permission that the snapshot does not name", []).append(shown(one.name))
    return tuple(f"{permission}, for {w.listed(names)}" for permission, names in sorted(by_permission.items()))


def _facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    facts, tenant = assessment.snapshot, assessment.tenant
    packs = ", ".join(f"{shown(one.name)} {shown(one.version)}" for one in assessment.packs) or "none"
    sealed = "Yes: every file has a digest in the manifest." if facts.sealed else "No: files could have been changed after they were collected."
    scope = {"privileged": "privileged: everything that privilege rests on", "full": "full: the whole directory"}.get(facts.scope or "", "not said")
    return (
        ("Tenant", f"{j.tenant_name(assessment)} ({shown(tenant.id)})"),
        ("Default domain", shown(tenant.default_domain) or "not known"),
        ("Snapshot taken", w.instant(utc(facts.taken_at))),
        ("Scope", scope),
        ("Cloud", shown(facts.cloud) or "not said"),
        ("Collector", shown(facts.collector) or "not said"),
        ("Digest", shown(facts.digest)),
        ("Sealed", sealed),
        ("Assessor", shown(assessment.tool_version)),
        ("Packs of checks", packs),
        ("Engagement file", shown(assessment.engagement_file) or "none"),
        ("Checks", _checks_words(assessment)),
        *_compared_with(assessment),
    )


def _compared_with(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """The earlier snapshot, so that a comparison can be made again."""
    if assessment.earlier is None:
        return ()
    then = assessment.earlier.snapshot
    return (("Compared with", f"Snapshot of {w.instant(utc(then.taken_at))}, {shown(then.digest)}; judged by the same checks and engagement file"),)


def _checks_words(assessment: Assessment) -> str:
    by_severity = [(sum(one.check.severity is each for one in assessment.results), w.SEVERITIES[each].lower()) for each in Severity]
    return f"{len(assessment.results)}: {w.listed([f'{n} {name}' for n, name in by_severity if n])}" if assessment.results else "none"


def _thresholds(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    return tuple((COMMON[name].says if name in COMMON else shown(name), str(number)) for name, number in _sorted(assessment.thresholds.items()))


def _sorted(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    order = list(COMMON)
    return sorted(pairs, key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair[0]))
