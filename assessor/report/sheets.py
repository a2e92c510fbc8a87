"""A workbook for Excel and its kin: values in, bytes out. Every text stays text, and the same values give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, TypeAlias

from assessor.report.paint import TOKENS
from assessor.report.text import for_xml
from assessor.report.view import Mark

if TYPE_CHECKING:
    from datetime import datetime

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Cell: TypeAlias = str | int | float | Mark | None
"""A number is a number; a mark is a word with its colour; None is an empty cell."""

ROWS, CHARACTERS = 1_048_576, 32_767
"""What a sheet and a cell hold at most."""
HEAD = 2
"""Rows above the first value: what the sheet is, and the names of its columns."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "nan_inf_to_errors": False}
# in memory: nothing of a tenant lies in a folder for temporary files, and every part of the zip carries the same time
_BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_RULE = {"bottom": 1, "bottom_color": TOKENS["rule"]}
_MEASURE = 120
"""Characters of a line of the sentence over a sheet, about."""
_LINE, _LINES = 13.5, 5
"""Points of a line, and lines of a row that are shown; a longer text is read in the cell. Not every reader fits rows by itself."""
_RED, _ORANGE, _YELLOW, _BLUE, _GREEN, _VIOLET = ((TOKENS[name], TOKENS[f"{name}-soft"]) for name in ("critical", "high", "medium", "low", "good", "violet"))
_GREY = (TOKENS["muted"], TOKENS["soft"])
_COLOURS = {
    "critical": _RED, "fail": _RED, "missing": _RED, "regressed": _RED, "permanent": _RED,
    "high": _ORANGE, "error": _ORANGE, "worsened": _ORANGE, "new": _ORANGE, "time_bound": _ORANGE, "gained": _ORANGE, "raised": _ORANGE,
    "medium": _YELLOW, "partial": _YELLOW, "activated": _YELLOW, "improved": _YELLOW, "renamed": _YELLOW, "changed": _YELLOW,
    "low": _BLUE, "eligible": _BLUE, "eligible_twice": _BLUE, "added": _BLUE,
    "pass": _GREEN, "collected": _GREEN, "fixed": _GREEN, "lost": _GREEN, "lowered": _GREEN,
    "control": _VIOLET, "excepted": _VIOLET,
}  # fmt: skip
"""The same words have the same colours as in the report (its design tokens); whatever is not here is grey."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its width in characters, and whether long texts break into lines."""

    title: str
    width: float = 16
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: what it is in a sentence, its columns, its rows."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    kept: int = 0
    """Columns on the left that stay in sight."""


def workbook_bytes(sheets: Sequence[Sheet], title: str, author: str, made: datetime) -> bytes:
    """The workbook; `made` stands for the time of writing, which nobody is asked for."""
    from xlsxwriter.workbook import Workbook

    content = io.BytesIO()
    book = Workbook(content, _OPTIONS)
    moment = made.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": cell_text(title, 255), "author": cell_text(author, 255), "created": moment})
    styles = _Styles(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, styles)
    book.close()
    return content.getvalue()


def cell_text(text: str, limit: int = CHARACTERS) -> str:
    """A text that a cell can hold: no lone surrogate, nothing that XML forbids, and a word on what was cut."""
    plain = for_xml(text)
    if len(plain) * 2 <= limit or _units(plain) <= limit:
        return plain
    note = f"\N{HORIZONTAL ELLIPSIS} (cut here: {len(plain):,} characters)"
    return _first(plain, limit - _units(note)) + note


def _units(text: str) -> int:
    """Characters as Excel counts them: one beyond the first plane is two."""
    return len(text.encode("utf-16-le")) // 2


def _first(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore")


class _Styles:
    """Formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._made = book, dict[tuple[str, bool], Any]()
        self.says = book.add_format({**_BASE, "font_size": 11, "font_color": TOKENS["ink"], "valign": "vcenter", "text_wrap": True})
        self.head = book.add_format(
            {**_BASE, "bold": True, "font_color": TOKENS["paper"], "bg_color": TOKENS["accent"], "text_wrap": True, "valign": "vcenter"}
        )

    def of(self, code: str, wraps: bool) -> Format:
        """For a word with a colour, or with none."""
        key = code, wraps
        if key not in self._made:
            ink, paper = _COLOURS.get(code, _GREY)
            colour = {"font_color": ink, "bg_color": paper, "bold": not wraps} if code else {}
            self._made[key] = self._book.add_format({**_BASE, **_RULE, **colour, "text_wrap": wraps})
        return self._made[key]


def _write(page: Worksheet, sheet: Sheet, styles: _Styles) -> None:
    room = ROWS - HEAD
    rows, left = sheet.rows[:room], len(sheet.rows) - room
    says = f"{sheet.says} {left:,} more rows are left out here, for a sheet holds no more." if left > 0 else sheet.says
    _head(page, sheet, says, styles)
    formats = [styles.of("", column.wraps) for column in sheet.columns]
    for number, row in enumerate(rows, HEAD):
        lines = 1
        for place, (value, column, plain) in enumerate(zip(row, sheet.columns, formats, strict=True)):
            words = _cell(page, number, place, value, styles.of(value.code, column.wraps) if isinstance(value, Mark) else plain)
            lines = max(lines, _lines(words, column.width)) if column.wraps and lines < _LINES else lines
        if lines > 1:
            page.set_row(number, _LINE * lines)
    page.autofilter(HEAD - 1, 0, HEAD - 1 + len(rows), len(sheet.columns) - 1)


def _cell(page: Worksheet, row: int, place: int, value: Cell, look: Format) -> str:
    """Write a value as what it is; the words that were written."""
    if isinstance(value, int | float):
        page.write_number(row, place, value, look)
        return ""
    words = cell_text(value.name if isinstance(value, Mark) else value or "")
    if words:
        page.write_string(row, place, words, look)
    else:
        page.write_blank(row, place, None, look)
    return words


def _lines(words: str, width: float) -> int:
    """How many lines a text takes in its column, as many as are shown at most; a character is as wide as an average one."""
    room = max(1, int(width * 1.1))
    return min(_LINES, sum(-(-len(line) // room) or 1 for line in words.split("\n", _LINES)))


def _head(page: Worksheet, sheet: Sheet, says: str, styles: _Styles) -> None:
    """What the sheet is stands in the first row, the names of the columns in the second, and both stay in sight."""
    _sentence(page, sheet.columns, cell_text(says), styles.says)
    page.set_row(1, 30)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(1, place, cell_text(column.title), styles.head)
    page.freeze_panes(HEAD, sheet.kept)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0, 1)
    page.set_footer("&L&A&R&P / &N")


def _sentence(page: Worksheet, columns: Sequence[Column], words: str, look: Format) -> None:
    """Over as many columns as a line of text is wide, and not over the whole of a wide table."""
    over, width = 0, 0.0
    while over < len(columns) and width < _MEASURE:
        width += columns[over].width
        over += 1
    page.set_row(0, _LINE * (_lines(words, width * 0.9) + 0.6))
    if over > 1:
        page.merge_range(0, 0, 0, over - 1, "", look)
    page.write_string(0, 0, words, look)
