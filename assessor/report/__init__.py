"""An assessment on paper and as data: HTML, PDF, management summary, JSON, CSV, XLSX, Markdown, SARIF, JUnit. Knows the model and nothing else of the house."""

from assessor.report.comparison_writing import comparison_in_a_line, rendered_comparison, write_comparison
from assessor.report.documents import encoded, paths_document, paths_documents, results_document, results_json
from assessor.report.text import shown, whole
from assessor.report.writing import FILES, rendered, write_reports

__all__ = [
    "FILES",
    "comparison_in_a_line",
    "encoded",
    "paths_document",
    "paths_documents",
    "rendered",
    "rendered_comparison",
    "results_document",
    "results_json",
    "shown",
    "whole",
    "write_comparison",
    "write_reports",
]
