"""What to do about what was found: effects on the ways to tier 0, the plan, and notes for operators. Nothing here is ever carried out."""

from assessor.remedy.notes import operator_notes
from assessor.remedy.plan import plan_of

__all__ = ["operator_notes", "plan_of"]
