"""The engagement file of a redacted snapshot: whom it means by their pseudonyms, what it sets, and nothing that anybody wrote."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from assessor.model.engagement import Engagement, Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from assessor.snapshot.redact_texts import Texts

_CHECKS = re.compile(r"[A-Z0-9*-]{1,20}", re.IGNORECASE)
_SETTING = re.compile(r"[a-z][a-z0-9_]{0,60}")
_GONE = "redacted"
"""In place of a reason, an owner or who answered: that there was one counts."""


def redacted_engagement(said: Engagement, texts: Texts, kind_of: Callable[[str], str]) -> str:
    """The file, as TOML; `kind_of` says what a display name is the name of."""
    return "\n".join(_lines(said, texts, kind_of)) + "\n"


def _lines(said: Engagement, texts: Texts, kind_of: Callable[[str], str]) -> Iterator[str]:
    yield "# Redacted: people and groups by their pseudonyms; reasons, owners and names are left out."
    if said.language:
        yield from ("", "[engagement]", f"language = {_quoted(said.language)}")
    yield from ("", "[break_glass]", _list("accounts", map(texts.strict, said.break_glass_accounts)))
    yield _list("groups", (texts.name(one, "group") for one in said.break_glass_groups))
    yield from ("", "[sensitive]", _list("users", map(texts.strict, said.sensitive_users)))
    yield _list("groups", (texts.name(one, "group") for one in said.sensitive_groups))
    usual = Thresholds().as_dict()
    yield from ("", "[thresholds]", *(f"{name} = {value}" for name, value in said.thresholds.as_dict().items() if value != usual[name]))
    for entry in said.exceptions:
        if _CHECKS.fullmatch(entry.check):
            subject = entry.subject if entry.subject == "*" else texts.name(entry.subject, kind_of(entry.subject))
            yield from ("", "[[exceptions]]", f"check = {_quoted(entry.check)}", f"subject = {_quoted(subject)}")
            yield from (*_gone("reason", entry.reason), *_gone("owner", entry.owner), *_day("expires", entry.expires))
    yield from _by_check(said)


def _by_check(said: Engagement) -> Iterator[str]:
    for check, answer in said.answers.items():
        if _CHECKS.fullmatch(check):
            yield from ("", f'[answers."{check}"]', f"answer = {_quoted(answer.answer)}", *_gone("by", answer.by), *_day("on", answer.on))
    for check, settings in said.checks.items():
        if _CHECKS.fullmatch(check):
            yield from ("", f'[checks."{check}"]', *([f"severity = {_quoted(settings.severity)}"] if settings.severity else []))
            yield from (f'[checks."{check}".thresholds]', *(f"{name} = {value}" for name, value in settings.thresholds.items() if _SETTING.fullmatch(name)))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(name: str, texts: Iterable[str]) -> str:
    return f"{name} = [{', '.join(map(_quoted, texts))}]"


def _gone(name: str, text: str | None) -> list[str]:
    return [f"{name} = {_quoted(_GONE)}"] if text else []


def _day(name: str, day: date | None) -> list[str]:
    return [f"{name} = {day.isoformat()}"] if day else []
