"""A commented engagement file: every line that would say something is a comment, so that nothing is declared until a person takes a # away."""

from __future__ import annotations

import json
import textwrap
from datetime import timedelta
from typing import TYPE_CHECKING

from assessor.model.thresholds import COMMON
from assessor.report.text import shown, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.model.drafts import Candidate, EngagementDraft, Question

_WIDTH = 118
_LONGEST = 600


def engagement_file(draft: EngagementDraft) -> bytes:
    """The file. Names are written by strangers: no character of one ends a comment or a string."""
    return whole("\n".join((*_head(draft), *_accounts(draft), *_sensitive(draft), *_numbers(draft), *_exception(draft), *_answers(draft)))).encode() + b"\n"


def _head(draft: EngagementDraft) -> Iterator[str]:
    name = draft.tenant.display_name or draft.tenant.default_domain or draft.tenant.id
    yield from _said(f"What the tenant {name} ({draft.tenant.id}) cannot tell about itself, begun from its snapshot of {draft.taken_on}.")
    yield from _said(
        "Nothing is declared yet: take the # and the space after it away from the lines that are right; lines that begin with #: are for reading. Lay the "
        "file beside the snapshot, as SNAPSHOT.engagement.toml or engagement.toml, or name it with --engagement. An entry that does nothing is told on the "
        "first page of the report."
    )
    if draft.unknown:
        yield from _said(f"Candidates may be missing below, for the snapshot does not tell everything: {'; '.join(draft.unknown)}.")
    yield "\n[engagement]"
    yield f"# customer = {_text(shown(name))}"
    yield '# consultant = "your name"'
    yield '# language = "en"'


def _accounts(draft: EngagementDraft) -> Iterator[str]:
    yield from _chapter("Emergency (break-glass) accounts")
    yield from _said(
        "They are left out where checks count people, and judged by checks of their own. Ask the customer which they are: whoever names an account like one, "
        "or leaves it out of policies, can make it look like one. Groups declare their members."
    )
    yield "[break_glass]"
    yield from _choice("accounts", draft.break_glass, "no account looks like one")
    yield from _choice("groups", draft.break_glass_groups, "no group that policies leave out holds such accounts alone")


def _sensitive(draft: EngagementDraft) -> Iterator[str]:
    yield from _chapter("Sensitive people and groups")
    yield from _said(
        "What a helpdesk must not touch: heads, personnel, groups that open confidential data. RMA-001 asks whether a restricted unit guards them."
    )
    yield "[sensitive]"
    yield from _choice("users", draft.sensitive_users, "nobody lies in a restricted management unit")
    yield from _choice("groups", draft.sensitive_groups, "no group looks like it")


def _choice(key: str, candidates: Iterable[Candidate], nobody: str) -> Iterator[str]:
    """A list as comments, an id a line with its name and what speaks for and against it."""
    found = list(candidates)
    if not found:
        yield f"# {key} = []  # {nobody}"
        return
    yield f"# {key} = ["
    yield from (f"#   {_text(one.thing.id)},  # {_why(one)}" for one in found)
    yield "# ]"


def _why(one: Candidate) -> str:
    doubts = f"; but {', '.join(one.doubts)}" if one.doubts else ""
    return shown(f"{shown(one.thing.label, 120)}: {', '.join(one.reasons)}{doubts}", _LONGEST)


def _numbers(draft: EngagementDraft) -> Iterator[str]:
    users = {name: [check for check, one in draft.thresholds if one.name == name] for name in COMMON}
    yield from _chapter("Thresholds and severities, as the catalogue has them")
    yield from _said("What is set otherwise is told in the report. A severity weighs in the score; none turns a check off.")
    yield "[thresholds]"
    for one in COMMON.values():
        yield f"# {one.name} = {one.default}  # {one.says} ({', '.join(users[one.name]) or 'no loaded check'})"
    yield ""
    for check_id in dict.fromkeys(check for check, one in draft.thresholds if one.name not in COMMON):
        yield f'# [checks."{check_id}".thresholds]'
        yield from (f"# {one.name} = {one.default}  # {shown(one.says)}" for check, one in draft.thresholds if check == check_id)
    yield '\n# [checks."ROLE-009"]\n# severity = "medium"  # critical, high, medium, low or info'


def _exception(draft: EngagementDraft) -> Iterator[str]:
    yield from _chapter("Accepted risks")
    yield from _said("One block each, as many as there are. Shown with owner and date, not counted, and of no effect after the date.")
    yield "# [[exceptions]]"
    yield '# check = "ROLE-004"     # or "ROLE-*"'
    yield '# subject = "object id"  # or a user principal name, a name, or "*" for everybody'
    yield '# reason = "why the risk is taken"'
    yield '# owner = "who takes it"'
    yield f"# expires = {draft.taken_on + timedelta(days=180)}"


def _answers(draft: EngagementDraft) -> Iterator[str]:
    number = len(draft.questions)
    yield from _chapter("Questions that only a person can answer")
    if not number:
        yield from _said("None: the snapshot tells everything that the checks ask of this tenant.")
        return
    yield from _said(
        "The checks found no data to decide on. Write pass, fail or partial, and who said so and when; without an answer the check has no verdict."
    )
    for one in draft.questions:
        yield from _question(one, draft)


def _question(one: Question, draft: EngagementDraft) -> Iterator[str]:
    yield ""
    yield from _said(f"{one.check}: {one.title}")
    yield from _said(one.asks)
    yield f'# [answers."{one.check}"]'
    yield '# answer = ""  # pass, fail or partial'
    yield '# by = ""'
    yield f"# on = {draft.taken_on}"


# ---- comments and strings ----


def _chapter(title: str) -> Iterator[str]:
    yield f"\n\n# ---- {title} ----"


def _said(text: str) -> Iterator[str]:
    """A sentence as comments; no line of it begins like one that could be taken in."""
    yield from textwrap.wrap(shown(text, 4000), _WIDTH, initial_indent="#: ", subsequent_indent="#: ")


def _text(value: str) -> str:
    """A string of TOML: JSON's escapes are its own, but for the one that JSON leaves out."""
    return json.dumps(whole(value), ensure_ascii=False).replace("\x7f", "\\u007f")
