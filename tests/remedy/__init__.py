"""Remedies, the plan, notes for operators and the prompt sheet."""
