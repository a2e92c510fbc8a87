"""HTML made into PDF: no network, no file, no clock; a plain word where the machine lacks a library."""

from __future__ import annotations

import logging
from typing import Any

from assessor.model.errors import ReportError

APT = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
VARIANT = "pdf/ua-1"


def pressed(page: str) -> bytes:
    """The page as tagged PDF; the same page gives the same bytes."""
    engine = _engine()
    fetcher = engine.urls.URLFetcher(allowed_protocols={"data"})
    made = engine.HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant=VARIANT)
    return bytes(made)


def _engine() -> Any:
    """WeasyPrint needs libraries of the system, and says so only when it is imported."""
    try:
        import weasyprint  # type: ignore[import-untyped]  # carries no types
        import weasyprint.urls  # type: ignore[import-untyped]
    except (OSError, ImportError) as error:
        lacks = str(error).splitlines()[0] if str(error) else "a library"
        raise ReportError("PDF", f"WeasyPrint cannot start here ({lacks})", f"install what it needs, on Debian: {APT}") from error
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # remarks on style rules are for us, not for whoever asks for a report
    return weasyprint
