"""Graph writes null where a check expects a value, and leaves out what nobody selected: neither breaks a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from assessor import assess
from assessor.checkkit import Check, Draft, Example, Part
from assessor.checkkit.examples.draft import _ALWAYS, _PARENTS
from assessor.model.words import Verdict
from tests.test_checks import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECKS = assess.load(["builtin"]).checks
STRUCTURE = frozenset({"id", "@odata.type", *_PARENTS})
"""What makes a row the row of something; without it there is no row."""


def without_value(collection: str, name: str, *, absent: bool) -> Part:
    """The property is null in every row, or in none of them."""

    def part(draft: Draft) -> None:
        for row in draft.rows.get(collection, ()):
            if absent:
                row.pop(name, None)
            elif name in row:
                row[name] = None

    return part


def poorer(example: Example) -> Iterator[tuple[str, Example]]:
    """The example once for each property that it has, with null and without it; what the model refuses to read is left out."""
    draft = Draft()
    for part in (*_ALWAYS, *example.parts):
        part(draft)
    for collection, rows in draft.rows.items():
        for name in sorted({name for row in rows for name in row} - STRUCTURE):
            for absent in (False, True):
                made = example.but(without_value(collection, name, absent=absent))
                try:
                    made.build()
                except msgspec.ValidationError:
                    continue
                yield f"{collection}.{name} {'absent' if absent else 'null'}", made


def first_of_each_verdict(check: Check) -> list[Example]:
    return list(dict(reversed(check.examples)).values())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_no_property_that_is_null_or_absent_breaks_a_check(check: Check) -> None:
    for example in first_of_each_verdict(check):
        for which, made in poorer(example):
            result = judged(check, made)
            assert result.verdict is not Verdict.ERROR, f"{which}: {result.reason}"
