"""The browser of the reports' tests opens the pages of a comparison as well."""

from tests.report.conftest import browser

__all__ = ["browser"]
