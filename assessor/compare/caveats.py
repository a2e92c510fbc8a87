"""What a reader must know of the snapshots as files before he reads what changed: tenant, order, scope, seal, collector, cloud, Microsoft's labels."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from assessor.model import collections as c

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assessor.compare.sides import Side
    from assessor.model.result import Assessment, SnapshotFacts


def caveats(before: Side, after: Side, between: Sequence[Assessment]) -> tuple[str, ...]:
    """In a sentence or two each; none where the snapshots are alike as files."""
    return (*_of_files((before.assessment, *between, after.assessment)), *_of_labels(before, after))


def _of_files(them: Sequence[Assessment]) -> Iterator[str]:
    facts = [one.snapshot for one in them]
    if len({one.tenant.id.lower() for one in them}) > 1:
        yield "These are different tenants: what is called a change is a difference between them."
    if any(one.taken_at > other.taken_at for one, other in pairwise(facts)):
        yield "The snapshot called before was taken later than the one called after."
    if told := _differ(facts, lambda one: one.scope or "privileged"):
        yield f"The scopes differ: {told}. Only a full one holds the whole directory."
    if told := _differ(facts, lambda one: "sealed" if one.sealed else "not sealed"):
        yield f"Not all are sealed: {told}. Files without a seal could have been changed after they were collected."
    if told := _differ(facts, lambda one: one.collector):
        yield f"They were written by different collectors: {told}. One may read what the other does not."
    if told := _differ(facts, lambda one: one.cloud):
        yield f"The clouds differ: {told}."


def _differ(facts: Sequence[SnapshotFacts], of: Callable[[SnapshotFacts], str | None]) -> str:
    """What each snapshot says, where they do not all say the same."""
    values = {of(one) for one in facts} - {None}
    moments = [("before", facts[0]), ("after", facts[-1])] if len(facts) == 2 else [(f"on {one.taken_at:%Y-%m-%d}", one) for one in facts]
    return ", ".join(f"{_safe(of(one) or 'not said')} {when}" for when, one in moments) if len(values) > 1 else ""


def _safe(word: str) -> str:
    """A word of a stranger's manifest: nothing that turns a line round, and no novel."""
    return "".join(letter for letter in word if letter.isprintable())[:60]


def _of_labels(before: Side, after: Side) -> Iterator[str]:
    """Built-in roles whose label differs where both sides have one."""
    one, other = (
        {role.template_id: role for role in side.tenant.rows(c.ROLE_DEFINITIONS) if role.is_built_in is True and isinstance(role.is_privileged, bool)}
        for side in (before, after)
    )
    differ = sorted(_safe(str(other[key].display_name)) for key in one.keys() & other.keys() if one[key].is_privileged != other[key].is_privileged)
    if differ:
        yield (
            f"Between the two, Microsoft changed which built-in roles it calls privileged: {', '.join(differ)}. "
            "A finding that is new or fixed may follow from that, and not from anything done in the tenant."
        )
