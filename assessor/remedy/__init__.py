"""What to do about what was found: effects on the ways to tier 0, and the plan. Nothing here is ever carried out."""

from assessor.remedy.plan import operator_notes, plan_of

__all__ = ["operator_notes", "plan_of"]
