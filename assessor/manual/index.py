"""The index of all checks, and how a page is to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.manual.carry_out import how_a_script_begins
from assessor.manual.markdown import plain, table
from assessor.report import wording as w

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.checkkit import Check
    from assessor.checkkit.remedy import Remedy

_INTRODUCTION = """\
# The checks

{number} checks, each with a page of its own. The pages are made from the checks themselves by `make docs`; a test sees that they are fresh. What of public
frameworks they answer: [frameworks.md](../frameworks.md).

## How to read a page

* **Why it matters** is what the report prints: what an attacker does with it. **What to do** is what an administrator does on Monday.
* **How to carry it out** has the same in steps: the menus with the month in which they were looked up, the work, who does it, what comes first, and the
  way back. A script is shown where one can be written safely; else the page says why there is none.
* **How it is decided** shows small tenants and what the check says of them. Unless something else is said, people are ordinary: cloud-only members who
  signed in three days ago. Groups can hold roles, PIM policies allow what Microsoft's do, and everything that is not mentioned was read and is empty. "Two
  emergency accounts stand by" means two that are declared, cloud-only and permanent Global Administrators.
* A check yields findings, and they give the verdict: one that fails makes the check fail; without one, a partial one makes it partial; without any, it
  passes. A finding under an accepted risk is shown and does not count.
* **Missing is not empty**: what was not read is never taken for "none". The table of data says what becomes of a check where a collection is missing.
"""


def index(checks: Sequence[Check], remedies: Mapping[str, Remedy]) -> str:
    """The index in Markdown: how to read a page, a table a theme in the order of the catalogue, and what all scripts have in common."""
    themes = dict.fromkeys(one.info.theme for one in checks)
    blocks = [_INTRODUCTION.format(number=len(checks)).rstrip()]
    for theme in themes:
        blocks += [f"## {plain(w.theme_name(theme))}", _table([one for one in checks if one.info.theme == theme])]
    return "\n\n".join([*blocks, *how_a_script_begins(checks, remedies)]) + "\n"


def _table(checks: Sequence[Check]) -> str:
    infos = [one.info for one in checks]
    return table(("Check", "What it says", "Severity"), [(f"[{one.id}]({one.id}.md)", plain(one.title), w.SEVERITIES[one.severity].lower()) for one in infos])
