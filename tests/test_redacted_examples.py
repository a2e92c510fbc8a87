"""A redacted tenant is judged as the tenant itself: every example of every check, under pseudonyms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from assessor import assess
from assessor.assess.trial import judged
from assessor.checkkit import Check, Draft, Part
from assessor.checkkit.examples.draft import TENANT_ID
from assessor.model.result import Result
from assessor.snapshot.redact_microsoft import known_ids, vocabulary
from assessor.snapshot.redact_names import Pseudonyms
from assessor.snapshot.redact_rows import Rows
from assessor.snapshot.redact_texts import Texts

CHECKS = assess.load(["builtin"]).checks
KEY = b"only for these tests, 32 bytes.."


class _Rows:
    """The rows of a draft, asked for as those of a snapshot are."""

    def __init__(self, draft: Draft) -> None:
        self.files, self._rows = draft.rows, draft.rows

    def objects(self, name: str) -> Iterator[dict[str, Any]]:
        yield from self._rows[name]


def redacted() -> Part:
    """Everything under pseudonyms, the engagement with it."""

    def part(draft: Draft) -> None:
        rows: Any = _Rows(draft)
        names = Pseudonyms(KEY, known_ids(rows) | {TENANT_ID.replace("-", "")})  # an example's tenant is called so whatever its rows say
        texts = Texts(names, vocabulary(rows))
        for name, listed in draft.rows.items():
            made = Rows(texts, name)
            listed[:] = [made.redacted(row) for row in listed]
        for name, gaps in draft.gaps.items():
            draft.gaps[name] = [replace(one, value=texts.composed(one.value)) if one.value else one for one in gaps]
        said = draft.engagement
        draft.engagement = replace(
            said,
            break_glass_accounts=tuple(map(texts.strict, said.break_glass_accounts)),
            break_glass_groups=tuple(map(texts.strict, said.break_glass_groups)),
            sensitive_users=tuple(map(texts.strict, said.sensitive_users)),
            sensitive_groups=tuple(map(texts.strict, said.sensitive_groups)),
            exceptions=tuple(replace(one, subject=texts.strict(one.subject)) for one in said.exceptions),
        )

    return part


def gist(result: Result) -> tuple[Any, ...]:
    """What must not change: ids and names do, and with them which of several equal ways is shown."""
    found = Counter((one.degree, one.severity, one.confidence, one.subject.kind) for one in result.findings)
    return result.verdict, result.reason_code, result.population, found, len(result.notes)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_a_redacted_tenant_is_judged_as_the_tenant_itself(check: Check) -> None:
    examples = enumerate((example for _, example in check.examples), 1)
    pairs = [(number, gist(judged(check, example)), gist(judged(check, example.but(redacted())))) for number, example in examples]
    assert [(number, before, after) for number, before, after in pairs if before != after] == []
