"""How a check is mended, step by step, and what its script looks like: written for one of the check's own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.assess.sample_script import sample_script
from assessor.checkkit import powershell
from assessor.checkkit.remedy import AS_OF
from assessor.manual.markdown import plain
from assessor.manual.scene import scene
from assessor.report.markup import fenced

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assessor.assess.sample_script import SampleScript
    from assessor.checkkit import Check
    from assessor.checkkit.remedy import Remedy
    from assessor.model.plan import Script

HEADING = "How to carry it out"
HOW_A_SCRIPT_BEGINS = "How a script begins"
_OFFERED = (
    "A plan (`assessor assess SNAPSHOT --format plan`) holds it with the ids of your own tenant. It reads first, and changes nothing while `$WhatIf` is "
    "`$true`; this tool never runs it. Every script begins with "
    f"[the same lines](README.md#{HOW_A_SCRIPT_BEGINS.lower().replace(' ', '-')})"
)
_INTRODUCTION = """\
Where a check has a script, its page shows what is the script's own, as it is written for one of the check's examples; the ids are made up. Above that stands
in every script what is printed here: who it is for, the switch, the emergency accounts that it keeps away from, the sign-in with the permissions that it needs,
and two functions. All changes go through the second one. Take a script out of a plan, never from these pages."""


def carry_out(remedy: Remedy | None, check: Check) -> Iterator[str]:
    """The blocks of Markdown; none for a check whose pack says no more than its remedy in prose."""
    if remedy is None:
        return
    yield f"## {HEADING}"
    yield "\n".join(f"- **{name}:** {said}" for name, said in _facts(remedy) if said)
    yield f"### In the portal, as of {AS_OF}"
    yield "\n".join(f"{number}. {plain(step)}" for number, step in enumerate(remedy.portal, 1))
    yield "### As a script" if remedy.script else "### No script"
    yield from _script(sample_script(check, remedy)) if remedy.script else [plain(remedy.no_script)]


def how_a_script_begins(checks: Sequence[Check], remedies: Mapping[str, Remedy]) -> Iterator[str]:
    """The chapter of the index; nothing where no check has a script."""
    written = (sample_script(one, remedies[one.info.id]) for one in checks if one.info.id in remedies)
    if first := next((one for one in written if one), None):
        yield f"## {HOW_A_SCRIPT_BEGINS}"
        yield _INTRODUCTION
        yield fenced(powershell.parted(first.script.text)[0])


def _facts(remedy: Remedy) -> tuple[tuple[str, str], ...]:
    first = ", ".join(f"[{one}]({one}.md)" for one in remedy.after)
    return (
        ("Effort", f"{remedy.effort}: {plain(remedy.takes)}."),
        ("Who does it", plain(remedy.owner)),
        ("First, where it is open", first),
        ("Mind", plain(" ".join(remedy.caution))),
        ("The way back", plain(remedy.undo)),
    )


def _script(sample: SampleScript | None) -> Iterator[str]:
    if sample is None:
        yield f"{_OFFERED}. It is written only where the tenant gives it what it needs."
        return
    script = sample.script
    yield f"{_OFFERED}; what is its own stands here, as written for an example: *{plain('; '.join(scene(sample.example)))}*."
    yield "\n".join(f"- **{name}:** {said}" for name, said in _of_script(script) if said)
    yield fenced(powershell.parted(script.text)[1])


def _of_script(script: Script) -> tuple[tuple[str, str], ...]:
    scopes = ", ".join(f"`{one}`" for one in script.scopes)
    return (
        ("What it does", plain(script.changes)),
        ("What it leaves out", plain(script.left_out)),
        ("Who runs it", plain(script.role)),
        ("Delegated permissions", scopes),
    )
