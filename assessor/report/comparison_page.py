"""A comparison as one page and as Markdown: the same views, the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.comparison import FindingChange
from assessor.model.words import PathClass, Severity
from assessor.report import comparison_words as cw
from assessor.report import wording as w
from assessor.report.comparison_figures import figures, sight_of, themes
from assessor.report.comparison_glance import glance
from assessor.report.comparison_judged import Judged
from assessor.report.comparison_objects import object_groups
from assessor.report.comparison_people import people_views
from assessor.report.comparison_roles import role_views
from assessor.report.comparison_story import headline, period, story
from assessor.report.comparison_trend import trend_view
from assessor.report.comparison_view import ComparisonView
from assessor.report.documents import rounded, utc
from assessor.report.findings import LONG, severity_mark
from assessor.report.judgement import tenant_name
from assessor.report.templates import inline, part, policy, rendered, screen_style
from assessor.report.text import shown
from assessor.report.ways import class_mark

if TYPE_CHECKING:
    from assessor.model.comparison import Comparison
    from assessor.model.result import Assessment

NODES, FIGURES = 44, 12
"""Boxes of one drawing, and roles that are drawn, Global Administrator first."""
PEOPLE, MOST = 60, 1500
"""People that stand open, and people on the page at all; the others are one click away, or counted."""


def render_comparison(comparison: Comparison) -> str:
    """The whole comparison as one page."""
    style = screen_style() + part("styles/compare.css")
    script = "".join(part(f"script/{name}.js") for name in ("report", "tables", "filter", "figures", "compare"))
    view = comparison_view(comparison)
    return rendered("compare.html.j2", page=view, policy=policy(style, script), style=inline(style), script=inline(script))


def render_markdown(comparison: Comparison) -> str:
    """The comparison for a ticket or a pull request."""
    from assessor.report.comparison_markdown import markdown

    return markdown(comparison_view(comparison, nodes=0))


def comparison_view(comparison: Comparison, nodes: int = NODES, drawn: int = FIGURES) -> ComparisonView:
    """Everything that it says, in words; `nodes` bounds a drawing, `drawn` how many there are."""
    judged, people = Judged(comparison), people_views(comparison)
    roles, roles_left, roles_untold = role_views(comparison, nodes, drawn)
    same = sum(len(one.checks) for one in judged.still) + len(judged.quiet)
    return ComparisonView(
        language=w.LANGUAGE,
        title=cw.TITLE,
        customer=shown(comparison.after.customer, 80) or tenant_name(comparison.after),
        tenant=tenant_name(comparison.after),
        classification=w.CLASSIFICATION,
        period=period(comparison),
        consultant=shown(comparison.after.consultant, 80),
        headline=headline(comparison),
        story=story(comparison),
        nothing=comparison.is_empty,
        caveats=tuple(shown(one, LONG) for one in comparison.caveats),
        figures=figures(comparison),
        sight=sight_of(comparison),
        glance=glance(comparison),
        trend=trend_view(comparison.series),
        themes=themes(comparison),
        groups=judged.groups,
        still=judged.still,
        quiet=judged.quiet,
        same_count=w.counted(same, "check"),
        severities=tuple(severity_mark(one) for one in Severity),
        changes=tuple(cw.mark(one, cw.FINDINGS) for one in FindingChange if any(each.change is one for each in comparison.findings)),
        roles=roles,
        roles_left=roles_left,
        roles_untold=roles_untold,
        people=people[:PEOPLE],
        people_folded=people[PEOPLE:MOST],
        people_more=w.counted(len(people) - PEOPLE, "more", "more") if len(people) > PEOPLE else "",
        people_left=_left(len(people) - MOST),
        classes=tuple((class_mark(one), w.CLASS_MEANINGS[one]) for one in PathClass),
        objects=object_groups(comparison, by_microsoft=False),
        microsofts=object_groups(comparison, by_microsoft=True),
        not_compared=tuple((_part_name(one.what), shown(_untold(one.says), LONG)) for one in comparison.not_compared),
        facts=_facts(comparison),
    )


def _left(number: int) -> str:
    return f"{w.counted(number, 'more', 'more')} in the machine-readable document." if number > 0 else ""


def _part_name(what: str) -> str:
    name = cw.collection_name(what) if what in cw.COLLECTIONS else shown(what)
    return name[:1].upper() + name[1:]


def _untold(says: str) -> str:
    """Which snapshot lacks it, in words."""
    for side, words in (("before and after: ", "In both snapshots, "), ("before: ", "In the earlier snapshot, "), ("after: ", "In the later snapshot, ")):
        if says.startswith(side):
            return words + says.removeprefix(side)
    return says


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
        ("Set by the engagement", "; ".join(f"{one.check} {one.name} {one.value}, not {one.catalogue}" for one in side.overrides) or "nothing"),
    )
