"""A comparison as Markdown. Names in a tenant are written by strangers: nothing in them is markup here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.report.comparison_trend_view import TrendView
    from assessor.report.comparison_view import CheckGroupView, ComparedCheckView, ComparedFindingView, ComparisonView, FieldView, ObjectGroupView, PersonView

MOST = 40
"""Lines of one list; the page and the machine's document hold all."""
_SAME = "Nothing changed."
_QUIET = frozenset({"fixed", "unchanged", "excepted"})
"""Findings that a table counts and nobody has to read one by one."""


def markdown(view: ComparisonView) -> str:
    """All parts, one after the other."""
    return "\n".join(_lines(view)).rstrip() + "\n"


def _lines(view: ComparisonView) -> Iterator[str]:
    yield f"# {plain(view.title)}: {plain(view.customer)}"
    yield f"\n{view.period}\n"
    yield f"**{view.headline.word}.** {plain(view.headline.why)}\n"
    yield f"{plain(view.story)}\n"
    yield from (f"> {plain(one)}\n" for one in view.caveats)
    yield "| | Before | After |\n|---|---|---|"
    yield from (f"| {one.label} | {one.before} | {one.after} |" for one in view.figures)
    yield f"| of what should be judged could be | {view.sight[0].bar.value} | {view.sight[1].bar.value} |"
    if view.trend:
        yield "\n## All snapshots\n"
        yield from _trend(view.trend)
    yield "\n## Checks\n"
    yield from (line for one in view.groups for line in _group(one))
    yield f"{view.same_count} unchanged." if view.groups else _SAME
    yield "\n## Who can become what\n"
    yield from _people((*view.people, *view.people_folded))
    yield "\n## Settings and objects\n"
    yield from (line for one in view.objects for line in _objects(one))
    if not view.objects:
        yield _SAME
    if view.microsofts:
        yield "\n### By Microsoft, not by anybody in the tenant\n"
        yield from (line for one in view.microsofts for line in _objects(one))
    yield "\n## What could not be compared\n"
    yield from (f"- {plain(what)}: {plain(says)}" for what, says in view.not_compared)
    if not view.not_compared:
        yield "Everything that both snapshots hold was compared, and neither holds less than the other."


def _trend(trend: TrendView) -> Iterator[str]:
    yield f"{plain(trend.sentence)}\n"
    yield f"| | {' | '.join(trend.head)} |\n|---|{'---|' * len(trend.head)}"
    yield from (f"| {' | '.join(map(plain, row))} |" for row in trend.rows)
    for title, lines in (("Came back", trend.back), *((f"{one.when}: {one.count}", one.lines) for one in trend.begun)):
        if lines:
            yield f"\n### {plain(title)}\n"
            yield from _most([f"- {plain(one)}" for one in lines])


def _group(group: CheckGroupView) -> Iterator[str]:
    yield f"### {group.change.name} ({group.count})\n\n{group.meaning}\n"
    yield "| Check | Severity | Before | After | Findings |\n|---|---|---|---|---|"
    yield from (f"| {one.id} {plain(one.title)} | {one.severity.name} | {one.before.name} | {one.after.name} | {one.total} |" for one in group.checks)
    yield ""
    calling = [_finding(check, one) for check in group.checks for one in (*check.findings, *check.folded) if one.change.code not in _QUIET]
    yield from _most(calling)
    if calling:
        yield ""


def _finding(check: ComparedCheckView, one: ComparedFindingView) -> str:
    return f"- {one.change.name}: {check.id}: {plain(one.subject.name)} {plain(one.says)}{f' ({plain(one.why)})' if one.why else ''}"


def _people(them: Sequence[PersonView]) -> Iterator[str]:
    if not them:
        yield _SAME
        return
    yield "| Who | Role | Before | After | Because |\n|---|---|---|---|---|"
    yield from _most([line for one in them for line in _person(one)])


def _person(one: PersonView) -> Iterator[str]:
    who = plain(one.principal.name) + (f" ({one.note.rstrip('.').lower()})" if one.note else "")
    for move in one.moves:
        yield f"| {who} | {plain(', '.join(move.roles))} | {move.before.name} | {move.after.name} | {plain('; '.join(move.because))} |"


def _objects(group: ObjectGroupView) -> Iterator[str]:
    yield f"### {plain(group.title)} ({group.count})\n"
    yield from _most([_object_line(one.change.name, one.name, one.detail, one.fields) for one in (*group.objects, *group.folded)])
    yield ""


def _object_line(change: str, name: str, detail: str, fields: Sequence[FieldView]) -> str:
    said = "; ".join(_field(one) for one in fields)
    return f"- {change}: {plain(name)}{f', {plain(detail)}' if detail else ''}{f' ({said})' if said else ''}"


def _field(one: FieldView) -> str:
    if one.gone or one.come:
        return plain(one.name) + "".join(f" {sign} {plain(', '.join(them))}" for sign, them in (("\N{MINUS SIGN}", one.gone), ("+", one.come)) if them)
    return f"{plain(one.name)}: {plain(one.before)} → {plain(one.after)}"


def _most(lines: list[str]) -> Iterator[str]:
    yield from lines[:MOST]
    if len(lines) > MOST:
        yield f"\n… and {len(lines) - MOST:,} more."
