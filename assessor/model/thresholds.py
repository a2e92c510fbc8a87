"""Numbers that checks judge by and a customer may set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One number: whole and above 0, compared as the check says."""

    name: str
    """As the engagement file spells it."""
    default: int
    unit: str
    """What is counted: days, hours, people, percent."""
    says: str
    """What it bounds, as a heading: no full stop."""
    most: int | None = None
    """The largest value that makes sense; None where there is none."""

    def allows(self, value: int) -> bool:
        """Whether a customer may set it so."""
        return value >= 1 and (self.most is None or value <= self.most)


COMMON: dict[str, Threshold] = {
    one.name: one
    for one in (
        Threshold(name="global_administrators_max", default=4, unit="people", says="Global Administrators, at most"),
        Threshold(name="activation_hours_max", default=4, unit="hours", says="Hours of an activation of a tier-0 role, at most"),
        Threshold(name="activation_hours_max_other", default=8, unit="hours", says="Hours of an activation of another role, at most"),
        Threshold(name="privileged_assignments_max", default=9, unit="assignments", says="Privileged assignments, at most"),
        Threshold(name="unused_eligibility_days", default=30, unit="days", says="Days after which an eligibility counts as unused"),
    )
}
"""Those of the section `[thresholds]`, by name; a check that judges by one declares it."""
