"""A workbook read back by another library than the one that wrote it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

HEAD = 2
"""The row that names the columns."""


def opened(content: bytes) -> Workbook:
    """With everything that is in it, formulas too."""
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book: Workbook, name: str) -> list[Mapping[str, object]]:
    """The rows of a sheet by the names of its columns."""
    head, *rows = book[name].iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def says(book: Workbook, name: str) -> str:
    """The sentence over a sheet."""
    return str(book[name]["A1"].value)
