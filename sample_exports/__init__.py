"""Snapshots to try; `assessor demo` reads them from the installed package."""
