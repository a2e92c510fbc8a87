"""Samples and examples judged with a plan, each once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessor import assess
from assessor.checkkit import Example
from assessor.model.engagement import Engagement
from assessor.model.result import Assessment
from assessor.snapshot import find_engagement, read_engagement, read_tenant

SAMPLES = Path(__file__).resolve().parents[2] / "sample_exports"
NAMES = ("school_before", "school_midway", "school_after", "school_partial")
CATALOGUE = assess.load(["builtin"])


@cache
def sample(name: str) -> Assessment:
    """A sample tenant with its plan."""
    file = find_engagement(SAMPLES / name, None)
    engagement = read_engagement(file) if file else Engagement()
    return assess.assess(read_tenant(SAMPLES / name, engagement.names), engagement, CATALOGUE, planned=True)


def planned(example: Example, *checks: str) -> Assessment:
    """An example of the kit with its plan; all checks where none is named."""
    tenant, engagement = example.build()
    return assess.assess(tenant, engagement, CATALOGUE.only(checks) if checks else CATALOGUE, planned=True)


def step(assessment: Assessment, check: str):
    """The step of one check."""
    return next(one for one in assessment.plan.steps if one.check.id == check)
