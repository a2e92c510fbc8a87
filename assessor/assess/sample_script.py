"""What a remedy's script looks like: written for one of the check's own examples, with nobody's ids in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.assess.trial import judged
from assessor.checkkit.remedy import Job
from assessor.checkkit.study import Study
from assessor.model.engagement import resolve
from assessor.model.plan import Script

if TYPE_CHECKING:
    from assessor.checkkit import Check, Example
    from assessor.checkkit.remedy import Remedy


@dataclass(frozen=True, slots=True)
class SampleScript:
    """A script and the example it was written for."""

    example: Example
    script: Script


def sample_script(check: Check, remedy: Remedy) -> SampleScript | None:
    """Of the first failing example, else partial one, for which the remedy writes all of its script; None where it never writes any."""
    if remedy.script is None:
        return None
    written = ((example, remedy.script(_job(check, example))) for example in (*check.fails, *check.partial))
    found = [SampleScript(example, script) for example, script in written if isinstance(script, Script)]
    return next((one for one in found if not one.script.left_out), found[0] if found else None)


def _job(check: Check, example: Example) -> Job:
    tenant, engagement = example.build()
    findings = tuple(one for one in judged(check, example).findings if one.counts)
    return Job(check.info, findings, Study(tenant, engagement, resolve(engagement, tenant)))
