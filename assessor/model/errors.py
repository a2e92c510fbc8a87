"""Errors that a user can mend. The command line prints each as one line and exits with 3."""


class AssessorError(Exception):
    """What is wrong, where, and the mend, in one line; never a traceback."""

    def __init__(self, where: str, what: str, mend: str) -> None:
        self.where, self.what, self.mend = where, what, mend
        super().__init__(f"{where}: {what}; {mend}")


class SnapshotError(AssessorError):
    """A snapshot that cannot be read as it is."""


class EngagementError(AssessorError):
    """An engagement file that cannot be read as it is."""


class CatalogueError(AssessorError):
    """A pack of checks that cannot be used."""


class ReportError(AssessorError):
    """A report that cannot be written."""


class UsageError(AssessorError):
    """A command that was called wrongly."""
