"""A comparison as Markdown. Names in a tenant are written by strangers: nothing in them is markup here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.report.comparison_view import AccessView, ComparedFindingView, ComparisonView, FieldView, FindingGroupView, ObjectGroupView

MOST = 40
"""Lines of one list; the page and the machine's document hold all."""
_SAME = "Nothing changed."


def markdown(view: ComparisonView) -> str:
    """All parts, one after the other."""
    return "\n".join(_lines(view)).rstrip() + "\n"


def _lines(view: ComparisonView) -> Iterator[str]:
    yield f"# {plain(view.title)}: {plain(view.customer)}"
    yield f"\n{view.period}\n"
    yield from (f"{plain(one)}\n" for one in view.story)
    yield from (f"> {plain(one)}\n" for one in view.caveats)
    yield "| | Before | After |\n|---|---|---|"
    yield from (f"| {one.label} | {one.before} | {one.after} |" for one in view.figures)
    yield "\n## Checks\n"
    yield from _checks(view)
    yield "\n## Findings\n"
    yield from (line for one in view.findings for line in _findings(one))
    if not view.findings:
        yield _SAME
    yield "\n## Who can become what\n"
    yield from _access("Gained or raised", view.more_access)
    yield from _access("Lost or lowered", view.less_access)
    if not (view.more_access or view.less_access):
        yield _SAME
    yield "\n## Objects\n"
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


def _checks(view: ComparisonView) -> Iterator[str]:
    if not view.checks:
        yield _SAME
        return
    yield "| Check | Severity | Before | After | Change |\n|---|---|---|---|---|"
    yield from (f"| {one.id} {plain(one.title)} | {one.severity.name} | {one.before.name} | {one.after.name} | {one.change.name} |" for one in view.checks)
    yield f"\n{view.same_count} unchanged."


def _findings(group: FindingGroupView) -> Iterator[str]:
    yield f"### {group.change.name} ({group.count})\n\n{group.meaning}\n"
    yield from _most([f"- {check.id}: {_finding(one)}" for check in group.checks for one in check.findings])
    yield ""


def _finding(one: ComparedFindingView) -> str:
    return f"{plain(one.subject.name)} {plain(one.says)}{f' ({plain(one.why)})' if one.why else ''}"


def _access(title: str, them: Sequence[AccessView]) -> Iterator[str]:
    if them:
        yield f"### {title}\n\n| Who | Role | Before | After | Because |\n|---|---|---|---|---|"
        yield from _most([_access_line(one) for one in them])
        yield ""


def _access_line(one: AccessView) -> str:
    because = "; ".join(f"{plain(way.start.name)} {', '.join(f'{plain(step.edge)} {plain(step.name)}' for step in way.steps)}" for way in one.because)
    role = plain(one.role) + (f" over {plain(one.over)}" if one.over else "")
    who = plain(one.principal.name) + (f" ({one.note})" if one.note else "")
    return f"| {who} | {role} | {one.before.name} | {one.after.name} | {because} |"


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
