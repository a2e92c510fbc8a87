"""Arguments and exit codes; the one place that joins the rooms of the house. Each command is imported when it is called."""

from assessor.cli.entry import main

__all__ = ["main"]
