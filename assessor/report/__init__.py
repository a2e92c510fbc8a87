"""An assessment on paper: HTML, PDF, management summary, JSON, CSV. Knows the model and nothing else of the house."""

from assessor.report.documents import encoded, paths_document, paths_documents, results_document, results_json
from assessor.report.text import shown, whole
from assessor.report.writing import FILES, rendered, write_reports

__all__ = ["FILES", "encoded", "paths_document", "paths_documents", "rendered", "results_document", "results_json", "shown", "whole", "write_reports"]
