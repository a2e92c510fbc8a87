"""What a check is: a frozen value made from a function that judges."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from assessor.model.errors import CatalogueError
from assessor.model.result import CheckInfo, Finding
from assessor.model.words import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.checkkit.case import Case
    from assessor.checkkit.examples import Example
    from assessor.checkkit.remedy import Remedy
    from assessor.model.collections import Collection
    from assessor.model.thresholds import Threshold

Judge: TypeAlias = "Callable[[Case], Iterator[Finding]]"

_ID = re.compile(r"[A-Z]{2,6}-[0-9]{3}")
_THEME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Check:
    """The printable facts, what it needs, its own examples, and the function that yields findings."""

    info: CheckInfo
    needs: frozenset[Collection[Any]]
    """Without one of these it is not assessed."""
    leans_on: frozenset[Collection[Any]]
    """Without one of these it never passes; a fail that the rest proves stands."""
    uses: frozenset[Collection[Any]]
    """It reads these where they are there, and says itself what it makes of their absence."""
    asks: str | None
    """What a person has to answer where data cannot tell; makes the check manual instead of not assessed."""
    judges_without_pim: bool
    """Where PIM is not licensed the flat lists stand in: nothing can be activated, so what is active is permanent."""
    passes: tuple[Example, ...]
    partial: tuple[Example, ...]
    fails: tuple[Example, ...]
    other: tuple[tuple[str, Example], ...]
    """(verdict, example) for the rest: not_applicable, not_assessed, manual."""
    judge: Judge
    carry_out: Remedy | None = None
    """How it is mended, where the check says so itself; the built-in pack keeps that in a package of its own."""

    @property
    def reads(self) -> frozenset[Collection[Any]]:
        """Everything it may read."""
        return self.needs | self.leans_on | self.uses

    @property
    def examples(self) -> tuple[tuple[str, Example], ...]:
        """(expected verdict, example) for all of them."""
        said = (("pass", self.passes), ("partial", self.partial), ("fail", self.fails))
        return (*((verdict, one) for verdict, ones in said for one in ones), *self.other)


def check(
    *,
    id: str,  # noqa: A002  # the catalogue's own word
    title: str,
    theme: str,
    severity: Severity,
    remedy: str,
    references: Iterable[str],
    needs: Iterable[Collection[Any]],
    passes: Iterable[Example] = (),
    fails: Iterable[Example] = (),
    partial: Iterable[Example] = (),
    other: Iterable[tuple[str, Example]] = (),
    leans_on: Iterable[Collection[Any]] = (),
    uses: Iterable[Collection[Any]] = (),
    talk: Iterable[str] = (),
    frameworks: Mapping[str, tuple[str, ...]] | None = None,
    asks: str | None = None,
    thresholds: Iterable[Threshold] = (),
    judges_without_pim: bool = False,
    carry_out: Remedy | None = None,
) -> Callable[[Judge], Check]:
    """Turn a judging function into a `Check`; registers nothing. The docstring is the rationale that the report prints.

    Raises `CatalogueError` for a declaration that could not be shown or tested.
    """

    def declare(judge: Judge) -> Check:
        wanted, leaned, wished = frozenset(needs), frozenset(leans_on) - frozenset(needs), frozenset(uses)
        info = CheckInfo(
            id=id, title=title, theme=str(theme), severity=severity, talk=tuple(talk), frameworks=dict(frameworks or {}),
            rationale=inspect.cleandoc(judge.__doc__ or "").replace("\n\n", "\v").replace("\n", " ").replace("\v", "\n\n"),
            remedy=remedy, references=tuple(references), thresholds=tuple(thresholds),
            permissions=tuple(sorted({one.permission for one in wanted | leaned if one.permission})),
        )  # fmt: skip
        made = Check(
            info=info, needs=wanted, leans_on=leaned, uses=wished, asks=asks, judges_without_pim=judges_without_pim, passes=tuple(passes),
            partial=tuple(partial), fails=tuple(fails), other=tuple(other), judge=judge, carry_out=carry_out,
        )  # fmt: skip
        _refuse_what_cannot_be_shown(made)
        return made

    return declare


def _refuse_what_cannot_be_shown(one: Check) -> None:
    faults = {
        "its id is not of the form AB-123": not _ID.fullmatch(one.info.id),
        "its theme is not of the form some-words": not _THEME.fullmatch(one.info.theme),
        "two of its thresholds have one name": len({each.name for each in one.info.thresholds}) < len(one.info.thresholds),
        "the catalogue's own number for a threshold is not allowed": not all(each.allows(each.default) for each in one.info.thresholds),
        "it has no docstring: that is the rationale of the report": not one.info.rationale,
        "it has no title or no remedy": not (one.info.title and one.info.remedy),
        "its way to be carried out names another check": one.carry_out is not None and one.carry_out.check != one.info.id,
        "a reference is not an https address": not all(url.startswith("https://") for url in one.info.references),
        "it has no example that passes": not (one.passes or one.info.severity is Severity.INFO),
        "it has no example that fails or is partial": not (one.fails or one.partial or one.info.severity is Severity.INFO),
    }
    for fault, found in faults.items():
        if found:
            raise CatalogueError(f"check {one.info.id}", fault, "mend its declaration")
