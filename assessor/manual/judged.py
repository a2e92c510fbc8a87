"""The examples of a check, judged by the engine: what is told of them is what really comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit.study import Study
from assessor.manual.captions import captions
from assessor.manual.scene import scene
from assessor.model.engagement import resolve
from assessor.model.words import Kind, Verdict

if TYPE_CHECKING:
    from assessor.checkkit import Check, Example
    from assessor.model.result import Finding, Result

_FINDINGS = 3
_AT_HOME = "@example.onmicrosoft.com"
"""Everybody in an example has it in his name."""


@dataclass(frozen=True, slots=True)
class Told:
    """An example in words."""

    verdict: Verdict
    caption: str
    scene: tuple[str, ...]
    outcome: tuple[str, ...]
    """What the findings say, the reason where there is no verdict, or the notes of a pass."""


def told(check: Check) -> tuple[Told, ...]:
    """Every example of the check, in their order."""
    return tuple(_told(check, example, caption) for (_, example), caption in zip(check.examples, captions(check), strict=True))


def _told(check: Check, example: Example, caption: str) -> Told:
    tenant, engagement = example.build()
    result = judge(check, Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))
    return Told(result.verdict, caption, scene(example), tuple(one.replace(_AT_HOME, "") for one in _outcome(result)))


def _outcome(result: Result) -> tuple[str, ...]:
    if not result.findings:
        return (result.reason,) if result.reason else result.notes
    told = list(dict.fromkeys(_finding(one) for one in result.findings))
    return (*told[:_FINDINGS], *([f"and {len(told) - _FINDINGS} more"] if len(told) > _FINDINGS else ()))


def _finding(one: Finding) -> str:
    name = "the tenant" if one.subject.kind is Kind.TENANT else one.subject.label
    accepted = " (an accepted risk)" if one.exception else ""
    return f"{name} {one.says.removeprefix(name).strip()}{accepted}"
