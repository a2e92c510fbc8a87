"""A comparison as one page and as Markdown: the same views, the same words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assessor.model.comparison import AccessChange, CheckChange, FindingChange, ObjectChange
from assessor.model.words import PATH_CLASSES, Verdict
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_story import emergency_ids, figures, period, story
from assessor.report.comparison_view import (
    AccessView,
    BarView,
    ComparedCheckView,
    ComparedFindingView,
    ComparisonView,
    FieldView,
    FindingGroupView,
    FindingsOfCheckView,
    ObjectGroupView,
    ObjectView,
    ThemePairView,
)
from assessor.report.documents import rounded, utc
from assessor.report.findings import LONG, severity_mark, thing_view, way_view
from assessor.report.judgement import tenant_name
from assessor.report.templates import inline, part, policy, rendered, screen_style
from assessor.report.text import shown
from assessor.report.view import Mark
from assessor.report.ways import class_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.comparison import ComparedAccess, ComparedCheck, ComparedFinding, ComparedObject, Comparison
    from assessor.model.result import Assessment, Result, ThemeScore
    from assessor.model.words import PathClass

FOLD = 15
"""Objects of a collection that stand open; the others are one click away."""
_RELATIONS = {"groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners", "applicationOwners"}
_NAMES = 8
"""Members or owners of one parent that a line names."""


def render_comparison(comparison: Comparison) -> str:
    """The whole comparison as one page."""
    style, script = screen_style() + part("styles/compare.css"), part("script/report.js")
    view = comparison_view(comparison)
    return rendered("compare.html.j2", page=view, policy=policy(style, script), style=inline(style), script=inline(script))


def render_markdown(comparison: Comparison) -> str:
    """The comparison for a ticket or a pull request."""
    from assessor.report.comparison_markdown import markdown

    return markdown(comparison_view(comparison))


def comparison_view(comparison: Comparison) -> ComparisonView:
    """Everything that it says, in words."""
    checks = sorted(comparison.checks, key=lambda one: cw.CHECK_ORDER.index(one.change))
    same = [one for one in checks if one.change is CheckChange.UNCHANGED]
    groups = tuple(_finding_groups(comparison))
    quiet = {str(FindingChange.UNCHANGED), str(FindingChange.EXCEPTED)}
    access = sorted(comparison.access, key=_access_order)
    emergency = emergency_ids(comparison)
    customers = [one for one in comparison.objects if not one.by_microsoft]
    return ComparisonView(
        language=w.LANGUAGE,
        title=cw.TITLE,
        customer=shown(comparison.after.customer, 80) or tenant_name(comparison.after),
        classification=w.CLASSIFICATION,
        period=period(comparison),
        consultant=shown(comparison.after.consultant, 80),
        story=(story(comparison),),
        caveats=comparison.caveats,
        figures=figures(comparison),
        themes=_themes(comparison),
        checks=tuple(_check(one) for one in checks if one.change is not CheckChange.UNCHANGED),
        same_checks=tuple(_check(one) for one in same),
        same_count=w.counted(len(same), "check"),
        findings=tuple(one for one in groups if one.change.code not in quiet),
        same_findings=tuple(one for one in groups if one.change.code in quiet),
        more_access=tuple(_access(one, emergency) for one in access if one.change in (AccessChange.GAINED, AccessChange.RAISED)),
        less_access=tuple(_access(one, emergency) for one in access if one.change in (AccessChange.LOST, AccessChange.LOWERED)),
        objects=tuple(_object_groups(comparison, customers)),
        microsofts=tuple(_object_groups(comparison, [one for one in comparison.objects if one.by_microsoft])),
        not_compared=tuple((_part_name(one.what), shown(one.says, LONG)) for one in comparison.not_compared),
        facts=_facts(comparison),
    )


def _part_name(what: str) -> str:
    return cw.collection_name(what) if what in cw.COLLECTIONS else shown(what)


def _themes(comparison: Comparison) -> tuple[ThemePairView, ...]:
    sides = [{one.theme: one for one in side.score.themes} for side in (comparison.before, comparison.after)]
    return tuple(ThemePairView(w.theme_name(theme), _bar(sides[0].get(theme)), _bar(sides[1].get(theme))) for theme in dict.fromkeys((*sides[1], *sides[0])))


def _bar(score: ThemeScore | None) -> BarView:
    width = rounded(score.value) if score else None
    name = shown(w.theme_name(score.theme), 60) if score else ""
    return BarView(name, "\N{EN DASH}" if width is None else str(width), width, w.percent(score.coverage if score else None))


# ---- checks and findings ----


def _check(one: ComparedCheck) -> ComparedCheckView:
    reason = one.after.reason if one.after.verdict not in (Verdict.PASS, Verdict.FAIL, Verdict.PARTIAL) else one.before.reason
    return ComparedCheckView(
        id=shown(one.info.id),
        title=shown(one.info.title, LONG),
        severity=severity_mark(one.info.severity),
        before=_verdict(one.before),
        after=_verdict(one.after),
        change=cw.mark(one.change, cw.CHECKS),
        reason=shown(reason, LONG),
    )


def _verdict(result: Result) -> Mark:
    return Mark(result.verdict, w.VERDICTS[result.verdict])


def _finding_groups(comparison: Comparison) -> Iterator[FindingGroupView]:
    for change, (_, meaning) in cw.FINDINGS.items():
        found = [one for one in comparison.findings if one.change is change]
        if found:
            checks = tuple(_of_check(list(ones)) for _, ones in groupby(found, key=lambda one: one.check.id))
            yield FindingGroupView(cw.mark(change, cw.FINDINGS), meaning, w.counted(len(found), "finding"), checks)


def _of_check(found: list[ComparedFinding]) -> FindingsOfCheckView:
    check = found[0].check
    return FindingsOfCheckView(
        id=shown(check.id),
        title=shown(check.title, LONG),
        severity=severity_mark(check.severity),
        count=w.counted(len(found), "finding"),
        findings=tuple(_finding(one) for one in found),
    )


def _finding(one: ComparedFinding) -> ComparedFindingView:
    subject, says = thing_view(one.finding.subject), shown(one.finding.says, LONG)
    plain = one.change in (FindingChange.FIXED, FindingChange.NEW)
    return ComparedFindingView(subject, says.removeprefix(subject.name).strip() or says, "" if plain else shown(one.why, LONG))


# ---- access ----


def _access_order(one: ComparedAccess) -> tuple[str, str, str, str]:
    return (one.principal.label.lower(), one.principal.id, one.role.label.lower(), one.scope)


def _access(one: ComparedAccess, emergency: frozenset[str]) -> AccessView:
    return AccessView(
        principal=thing_view(one.principal),
        note="emergency account" if one.principal.id.lower() in emergency else "",
        role=shown(one.role.label, 80),
        over=w.where(one.where, one.scope) if one.scope != "/" else "",
        before=_class(one.before),
        after=_class(one.after),
        change=cw.mark(one.change, cw.ACCESS),
        because=tuple(way_view((edge,)) for edge in one.because),
    )


def _class(path_class: PathClass | None) -> Mark:
    return class_mark(path_class) if path_class in PATH_CLASSES else Mark("not_applicable", "no way")


# ---- objects ----


def _object_groups(comparison: Comparison, objects: list[ComparedObject]) -> Iterator[ObjectGroupView]:
    for collection, ones in groupby(objects, key=lambda one: one.collection):
        found = list(ones)
        edited_first = sorted(found, key=lambda one: one.change not in (ObjectChange.CHANGED, ObjectChange.RENAMED))
        views = tuple(_relation_views(found) if collection in _RELATIONS else (_object(one, comparison) for one in edited_first))
        more = w.counted(len(views) - FOLD, "more line") if len(views) > FOLD else ""
        yield ObjectGroupView(cw.collection_name(collection), _counts(found), views[:FOLD], views[FOLD:], more)


def _counts(found: list[ComparedObject]) -> str:
    parts = [(sum(one.change is change for one in found), word.lower()) for change, word in cw.OBJECTS.items()]
    return w.listed([f"{number:,} {word}" for number, word in parts if number])


def _object(one: ComparedObject, comparison: Comparison) -> ObjectView:
    first, *others = (thing for _, thing in one.things)
    parts = [w.kind_name(first.kind) if others else "", *(f"{w.kind_name(other.kind)} {shown(other.label, 80)}" for other in others), shown(one.note)]
    if one.scope not in (None, "/"):
        parts.append(f"over {w.where(one.where, one.scope)}")
    fields = tuple(cw.field_view(field, comparison.names) for field in one.fields)
    if one.change in (ObjectChange.ADDED, ObjectChange.REMOVED):
        parts += [_held(field, one.change) for field in fields]
        fields = ()
    return ObjectView(cw.mark(one.change, cw.OBJECTS), shown(first.label, 100), ", ".join(part for part in parts if part), fields)


def _held(field: FieldView, change: ObjectChange) -> str:
    """How something was held that went, or is held that came."""
    value = field.after if change is ObjectChange.ADDED else field.before
    return f"until {value}" if field.name == cw.END else value.replace("_", "-")


def _relation_views(found: Iterable[ComparedObject]) -> Iterator[ObjectView]:
    """One line a parent: who came and who went."""
    for _, ones in groupby(found, key=lambda one: one.things[0][1].id.lower()):
        both = list(ones)
        come = tuple(_names([one for one in both if one.change is ObjectChange.ADDED]))
        gone = tuple(_names([one for one in both if one.change is ObjectChange.REMOVED]))
        part = both[0].things[1][0]
        field = FieldView(f"{part}s", "", "", gone, come)
        yield ObjectView(cw.mark(ObjectChange.CHANGED, cw.OBJECTS), shown(both[0].things[0][1].label, 100), "", (field,))


def _names(found: list[ComparedObject]) -> Iterator[str]:
    labels = sorted((one.things[1][1].label for one in found), key=str.lower)
    yield from (shown(one, 80) for one in labels[:_NAMES])
    if len(found) > _NAMES:
        yield f"{len(found) - _NAMES:,} more"


# ---- both sides ----


def _facts(comparison: Comparison) -> tuple[tuple[str, str, str], ...]:
    one, other = _of_side(comparison.before), _of_side(comparison.after)
    return tuple((name, here, there) for (name, here), (_, there) in zip(one, other, strict=True))


def _of_side(side: Assessment) -> tuple[tuple[str, str], ...]:
    facts = side.snapshot
    missing = sum(one.status == "missing" for one in facts.collections)
    partial = sum(one.status == "partial" for one in facts.collections)
    packs = ", ".join(f"{shown(one.name)} {shown(one.version)}" for one in side.packs)
    return (
        ("Tenant", f"{tenant_name(side)} ({shown(side.tenant.id)})"),
        ("Taken", w.instant(utc(facts.taken_at))),
        ("Score", "\N{EN DASH}" if side.score.value is None else f"{rounded(side.score.value)} of 100, grade {side.score.grade}"),
        ("Coverage", w.percent(side.score.coverage)),
        ("Scope", shown(facts.scope) or "privileged"),
        ("Sealed", "yes" if facts.sealed else "no"),
        ("Collections", f"{len(facts.collections) - missing - partial} complete, {partial} partial, {missing} missing"),
        ("Collector", shown(facts.collector) or "not said"),
        ("Digest", shown(facts.digest)),
        ("Judged by", f"assessor {shown(side.tool_version)}, packs {packs}"),
        ("Engagement file", shown(side.engagement_file) or "none"),
    )
