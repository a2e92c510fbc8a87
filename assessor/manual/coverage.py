"""Which controls of public frameworks are answered, by which checks, and which are not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import reference
from assessor.manual.markdown import plain, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.checkkit import Check
    from assessor.reference import Control, Framework

_WORDS = {"answers": "wholly", "contributes": "partly", None: "no"}
_INTRODUCTION = """\
# Frameworks

What the checks say about public frameworks, as far as these are about privileged access. Made from `assessor/reference/data/frameworks.json` by `make docs`.

* **wholly**: a pass of the check in bold shows that the control is met in this tenant, as far as its note says. **partly**: the checks judge a part of it.
* Ids are the frameworks' own. What a control asks is said in words of ours: read the framework for what it demands to the letter.
* Nothing here is a certificate. A framework asks for procedures and people as well, and a snapshot shows neither.
"""


def coverage(checks: Sequence[Check]) -> str:
    """The page in Markdown."""
    frameworks = reference.frameworks()
    summary = table(("Framework", "Version", "Controls listed", "Wholly", "Partly", "Not"), [_summary(one) for one in frameworks])
    blocks = [_INTRODUCTION.rstrip(), summary, *(block for one in frameworks for block in _section(one)), *_asked_for_by_none(checks)]
    return "\n\n".join(blocks) + "\n"


def _summary(one: Framework) -> tuple[str, ...]:
    said = [control.answered for control in one.controls]
    numbers = (str(said.count(kind)) for kind in ("answers", "contributes", None))
    return (f"[{plain(one.name)}](#{one.name.lower().replace(' ', '-').replace('&', '')})", f"{one.version} ({one.date})", str(len(said)), *numbers)


def _section(one: Framework) -> tuple[str, ...]:
    facts = f"{plain(one.title)}, {plain(one.version)} of {one.date}. {plain(one.part)}"
    rows = [(f"`{control.id}`", plain(control.asks), _WORDS[control.answered], _checks(control), plain(control.note)) for control in one.controls]
    table_of_controls = table(("Control", "What it asks, in words of our own", "Answered", "By", "Note"), rows)
    return (f"## {plain(one.name)}", facts, table_of_controls, f"Source: {plain(one.source)}. Licence: {plain(one.licence)}.")


def _checks(control: Control) -> str:
    links = {check_id: f"[{check_id}](checks/{check_id}.md)" for check_id in control.checks}
    return ", ".join(
        f"**{links[one]}**" if control.checks[one] == "answers" else links[one] for one in sorted(links, key=lambda key: (control.checks[key], key))
    )


def _asked_for_by_none(checks: Sequence[Check]) -> tuple[str, ...]:
    asked = reference.controls_by_check()
    rest = [one.info for one in checks if one.info.id not in asked]
    lines = "\n".join(f"- [{one.id}](checks/{one.id}.md) {plain(one.title)}" for one in rest)
    return ("## Checks that no framework asks for", lines) if rest else ()
