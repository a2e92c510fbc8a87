"""What a consultant declares, for examples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assessor.checkkit.examples.draft import TAKEN_AT, Draft, Part, ident, together
from assessor.checkkit.examples.people import ensure
from assessor.checkkit.examples.roles import standing
from assessor.model.engagement import Answer, CheckSettings


def break_glass(*names: str) -> Part:
    """Declared emergency accounts; declares only."""

    def part(draft: Draft) -> None:
        for name in names:
            ensure(draft, name)
        accounts = (*draft.engagement.break_glass_accounts, *(ident(name) for name in names))
        draft.engagement = replace(draft.engagement, break_glass_accounts=accounts)

    return part


def two_break_glass_accounts() -> Part:
    """Two declared emergency accounts as Microsoft wants them: cloud-only, of the initial domain, permanent Global Administrators."""
    names = ("emergency1", "emergency2")
    return together(break_glass(*names), *(standing("62e90394-69f5-4237-9190-012177145e10", to=name) for name in names))


def engagement(**properties: Any) -> Part:
    """Fields of the engagement, by the names of the model."""

    def part(draft: Draft) -> None:
        draft.engagement = replace(draft.engagement, **properties)

    return part


def setting(check_id: str, **thresholds: int) -> Part:
    """Thresholds of one check as the customer sets them."""
    return lambda draft: engagement(checks={**draft.engagement.checks, check_id: CheckSettings(thresholds=thresholds)})(draft)


def answer(check_id: str, said: str) -> Part:
    """A manual answer."""
    return lambda draft: engagement(answers={**draft.engagement.answers, check_id: Answer(answer=said, by="an administrator", on=TAKEN_AT.date())})(draft)
