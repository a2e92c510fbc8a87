"""Severities and thresholds that the engagement sets otherwise than the catalogue: put into force, and told wherever they weigh."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.result import EngagementProblem, Override
from assessor.model.words import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.checkkit.declare import Check
    from assessor.model.engagement import CheckSettings, Engagement


def applied(check: Check, engagement: Engagement) -> Check:
    """The check with the severity that the engagement gives it. Information stays information: raised, it would earn points for nothing."""
    settings, own = engagement.checks.get(check.info.id), check.info.severity
    wanted = settings.severity if settings else None
    if wanted is None or wanted is own or own is Severity.INFO:
        return check
    return replace(check, info=replace(check.info, severity=wanted, catalogue_severity=own))


def overrides(check: Check, engagement: Engagement) -> Iterator[Override]:
    """What is in force for an applied check and differs from the catalogue."""
    info = check.info
    if info.catalogue_severity:
        yield Override(check=info.id, name="severity", says="Severity", value=str(info.severity), catalogue=str(info.catalogue_severity))
    for one in info.thresholds:
        value = engagement.threshold(info.id, one)
        if value != one.default:
            yield Override(check=info.id, name=one.name, says=one.says, value=str(value), catalogue=str(one.default))


def sentence(one: Override) -> str:
    """An override as a note of its check."""
    weightless = " The check is judged and shown, and weighs nothing in the score." if one.value == Severity.INFO else ""
    return f"{one.says}: set to {one.value} by the engagement, the catalogue says {one.catalogue}.{weightless}"


def strange(checks: Iterable[Check], engagement: Engagement) -> Iterator[EngagementProblem]:
    """Settings that do nothing, and those that a reader should know of before anything else."""
    by_id = {one.info.id: one for one in checks}
    for check_id, settings in sorted(engagement.checks.items()):
        if check_id in by_id:
            yield from _of_severity(by_id[check_id], settings)
            yield from _of_thresholds(by_id[check_id], settings)


def _of_severity(check: Check, settings: CheckSettings) -> Iterator[EngagementProblem]:
    entry, severity = f"checks.{check.info.id}.severity", check.info.severity
    if severity is Severity.INFO and check.info.catalogue_severity:
        says = f"the engagement takes {check.info.id} out of the score: the check is judged and shown, and weighs nothing"
        yield EngagementProblem(entry, f"{says}; the catalogue says {check.info.catalogue_severity}")
    elif severity is Severity.INFO and settings.severity not in (None, Severity.INFO):
        yield EngagementProblem(entry, f"has no effect: {check.info.id} informs and judges nothing that could weigh")


def _of_thresholds(check: Check, settings: CheckSettings) -> Iterator[EngagementProblem]:
    known = {one.name: one for one in check.info.thresholds}
    for name, value in settings.thresholds.items():
        entry = f"checks.{check.info.id}.thresholds.{name}"
        if name not in known:
            has = f"only {', '.join(known)}" if known else "no threshold"
            yield EngagementProblem(entry, f"has no effect: {check.info.id} has {has}")
        elif not known[name].allows(value):
            yield EngagementProblem(entry, f"is {value} and has no effect: more than {known[name].most} makes no sense")
