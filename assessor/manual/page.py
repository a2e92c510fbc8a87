"""The page of one check, made from the check itself: its declaration, its examples as the engine judges them, and the table of frameworks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.assess.catalogue import BUILT_IN
from assessor.collect.table import SOURCES
from assessor.manual.carry_out import carry_out
from assessor.manual.judged import told
from assessor.manual.markdown import plain, table
from assessor.model.thresholds import COMMON
from assessor.model.words import Severity, Verdict
from assessor.report import wording as w
from assessor.report.text import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.checkkit import Check
    from assessor.checkkit.remedy import Remedy
    from assessor.manual.judged import Told
    from assessor.model.collections import Collection

_MOST = {Verdict.FAIL: 12, Verdict.PARTIAL: 8, Verdict.PASS: 10}
_FEW = 4
"""Examples of the other verdicts: they resemble each other."""
_BEGIN = frozenset(["a", "an", "and", "guests", "in", "nothing", "security", "somebody", "the", "two", "users", "whether", "who"])
"""Words of ours at the beginning of a scene."""
_HEADINGS = {
    Verdict.FAIL: "It fails",
    Verdict.PARTIAL: "It is partial",
    Verdict.PASS: "It passes",
    Verdict.NOT_APPLICABLE: "It does not apply",
    Verdict.NOT_ASSESSED: "It cannot be assessed",
    Verdict.MANUAL: "It needs a person",
    Verdict.ERROR: "It fails to run",
}


def page(check: Check, remedy: Remedy | None = None) -> str:
    """The whole page in Markdown; `remedy` is how the check is mended, where its pack says it step by step."""
    info = check.info
    blocks = [
        f"# {info.id}: {plain(info.title)}",
        _line(check),
        "## Why it matters",
        *map(plain, prose(info.rationale)),
        "## What to do",
        *map(plain, prose(info.remedy)),
    ]
    return "\n\n".join([*blocks, *carry_out(remedy, check), *_decided(check), *_numbers(check), *_data(check), *_frameworks(check), *_references(check)]) + "\n"


def anchor(theme: str) -> str:
    """Where the index has the heading of a theme."""
    return "".join(one for one in w.theme_name(theme).lower().replace(" ", "-") if one.isalnum() or one == "-")


def _line(check: Check) -> str:
    info = check.info
    theme = f"[{plain(w.theme_name(info.theme))}](README.md#{anchor(info.theme)})"
    talk = [f"statement{'s' if len(info.talk) > 1 else ''} {', '.join(info.talk)} of the talk"] if info.talk else []
    pack = [] if info.pack == BUILT_IN else [f"pack {plain(info.pack)}"]
    scored = ["never changes the score"] if info.severity is Severity.INFO else []
    return " · ".join(["[All checks](README.md)", theme, f"severity **{w.SEVERITIES[info.severity].lower()}**", *scored, *talk, *pack])


# ---- how it is decided ----


def _decided(check: Check) -> Iterator[str]:
    yield "## How it is decided"
    yield "Each example is a small tenant; behind the arrow stands what the check says of it. [How to read them](README.md#how-to-read-a-page)."
    examples = told(check)
    for verdict, heading in _HEADINGS.items():
        if these := [one for one in examples if one.verdict is verdict]:
            yield f"### {heading}"
            yield from _section(_chosen(these, _MOST.get(verdict, _FEW)))
            yield from _left_out(check, len(these) - _MOST.get(verdict, _FEW))


def _section(these: list[Told]) -> Iterator[str]:
    """The examples of one verdict; what is so in each of them is said once."""
    shared = [said for said in these[0].scene if all(said in one.scene for one in these)] if len(these) > 1 else []
    if any(len(one.scene) == len(shared) for one in these):
        shared = []  # one of them would be left with nothing to tell
    if shared:
        yield f"In each of these, {plain('; '.join(shared))}."
    yield "\n".join(line for one in these for line in _example(one, shared))


def _chosen(these: list[Told], most: int) -> list[Told]:
    """The plainest first, then those of which the author says why they are there."""
    wanted = sorted(range(len(these)), key=lambda at: (at > 0 and not these[at].caption, at))[:most]
    return [these[at] for at in sorted(wanted)]


def _example(one: Told, shared: list[str]) -> Iterator[str]:
    caption = f"*{plain(one.caption[:1].upper() + one.caption[1:].rstrip('.:'))}.* " if one.caption else ""
    yield f"- {caption}{plain(_capital('; '.join(said for said in one.scene if said not in shared)))}."
    yield from (f"  - → {plain(said)}" for said in one.outcome)


def _left_out(check: Check, number: int) -> Iterator[str]:
    if number > 0:
        where = f"`checks/{check.judge.__module__.rpartition('.')[2]}.py`" if check.info.pack == BUILT_IN else "the pack"
        yield f"{number} more in {where}."


def _capital(text: str) -> str:
    """A sentence begins with a capital; the name of an account stays as it is written."""
    return text[:1].upper() + text[1:] if text.partition(" ")[0] in _BEGIN else text


# ---- numbers, data, frameworks, references ----


def _numbers(check: Check) -> Iterator[str]:
    """What a customer may set, and where; nothing for a check that judges by no number."""
    info = check.info
    if info.thresholds:
        yield "## Numbers that a customer may set"
        rows = [(f"`{one.name}`", plain(one.says), f"{one.default} {plain(one.unit)}", f"`{_place(info.id, one.name)}`") for one in info.thresholds]
        yield table(("Name", "What it bounds", "Here", "Section of the engagement file"), rows)


def _place(check_id: str, name: str) -> str:
    return "[thresholds]" if name in COMMON else f'[checks."{check_id}".thresholds]'


def _data(check: Check) -> Iterator[str]:
    yield "## Data and permissions"
    rows = [
        *_rows(check.needs, "not assessed"),
        *_rows(check.leans_on, "never a pass; a fail that the rest proves stands"),
        *_rows(check.uses - check.needs - check.leans_on, "judged without it, and said where it matters"),
    ]
    yield table(("Collection", "What it tells", "Permission", "Where it is missing"), rows)
    if check.asks:
        yield f"Where the data cannot tell, a person is asked: {plain(check.asks)}"
    if check.judges_without_pim:
        yield "In a tenant without PIM the flat list of assignments stands in for its schedules: what is active there is permanent."


def _rows(collections: Iterable[Collection[Any]], without: str) -> list[tuple[str, ...]]:
    return [(f"`{one}`", plain(_tells(one)), f"`{one.permission}`" if one.permission else "none", without) for one in sorted(collections, key=str)]


def _tells(collection: Collection[Any]) -> str:
    """What the collector says is lost without it."""
    said = [source.lost for source in SOURCES if source.collection == collection.name and source.lost]
    return said[0] if said else "ids that could not be resolved" if collection.name == "unresolvedIds" else ""


def _frameworks(check: Check) -> Iterator[str]:
    if check.info.pack != BUILT_IN:
        rows = [(plain(reference.framework_name(key)), plain(", ".join(ids)), "") for key, ids in sorted(check.info.frameworks.items())]
    else:
        rows = [
            (f"{one.name} {one.version}", f"**{control.id}** {plain(control.asks)}", "wholly" if control.checks[check.info.id] == "answers" else "partly")
            for one in reference.frameworks()
            for control in one.controls
            if check.info.id in control.checks
        ]
    yield "## Frameworks"
    yield (
        table(("Framework", "Control, in words of our own", "Answered"), rows)
        if rows
        else "None of the frameworks in [the table](../frameworks.md) asks for this."
    )


def _references(check: Check) -> Iterator[str]:
    yield "## References"
    yield "\n".join(f"- <{one}>" for one in check.info.references) or "None."
