"""matplotlib made fit for a page: no style attributes, colours that follow the theme, the same bytes every time."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # reads only what matplotlib has just written

from assessor.report.templates import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator

TOKENS = tokens()
SVG = "http://www.w3.org/2000/svg"
INK, MUTED, RULE, PAPER = TOKENS["ink"], TOKENS["muted"], TOKENS["rule"], TOKENS["paper"]
CLASSES = {colour: f"c-{name}" for name, colour in reversed(TOKENS.items())}
"""A page recolours by these classes; the attribute that stands beside each is what paper prints."""
SETTINGS = {
    "svg.hashsalt": "assessor",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.unicode_minus": False,
}
FAMILY = "Report Sans, DejaVu Sans, sans-serif"
"""The font that paper embeds; a page sets its own."""
BAR = 0.56
"""Height of a bar, in rows."""


def drawn(prefix: str, said: str, rows: int, paint: Callable[[Axes], None], *, legend: bool = False) -> str:
    """A figure of the page's width, with room for so many rows; `paint` fills its axes, `said` tells what it shows to whoever does not see it."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    height = 0.3 * rows + (0.9 if legend else 0.5)
    with mpl.rc_context(SETTINGS), warnings.catch_warnings():  # type: ignore[arg-type]  # the stubs know fewer settings than the library
        warnings.simplefilter("ignore")  # a name in a script that the font lacks is still printed by the reader's fonts
        figure = Figure(figsize=(7.2, max(height, 1.2)), layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure.add_subplot())
        return _for_a_page(_saved(figure), prefix, said)


def stacked(axes: Axes, names: Sequence[str], parts: Sequence[tuple[str, str, Sequence[int]]]) -> None:
    """Bars of several parts (label, colour, one value a name); a gap between parts tells them apart in grey print too."""
    start = [0] * len(names)
    for label, colour, values in parts:
        axes.barh(range(len(names)), values, left=start, height=BAR, color=colour, label=label, edgecolor=PAPER, linewidth=0.8)
        start = [a + b for a, b in zip(start, values, strict=True)]
    totals(axes, start)
    list_axis(axes, names)
    legend(axes, len(parts))


def totals(axes: Axes, numbers: Sequence[int]) -> None:
    """The number at the end of each bar; the axis begins at zero."""
    most = max([*numbers, 1])
    axes.set_xlim(0, most * 1.12)
    for row, total in enumerate(numbers):
        axes.text(total + most * 0.015, row, f"{total:,}", va="center", color=INK, fontsize=9)


def list_axis(axes: Axes, names: Sequence[str]) -> None:
    """Names from top to bottom, light vertical rules, no box."""
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0, labelcolor=INK, labelsize=9)
    axes.tick_params(axis="x", length=0, labelcolor=MUTED, labelsize=8)
    axes.xaxis.set_major_locator(_whole_numbers())
    axes.grid(axis="x", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_frame_on(False)


def _whole_numbers() -> Locator:
    """Nobody has half a finding."""
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True, steps=[1, 2, 2.5, 5, 10])


def legend(axes: Axes, columns: int) -> None:
    """Above the bars, in their order."""
    made = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=8.5,
        handlelength=0.9,
        handleheight=0.9,
        borderpad=0,
        columnspacing=1.4,
    )
    for text in made.get_texts():
        text.set_color(INK)


def _saved(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return file.getvalue()


def _for_a_page(svg: bytes, prefix: str, said: str) -> str:
    """Strict pages refuse style attributes, share ids and want a title first."""
    root = ET.fromstring(svg)  # noqa: S314
    for parent in list(root.iter()):
        for child in [one for one in parent if one.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style")]:
            parent.remove(child)
    for element in root.iter():
        _plain(element, prefix)
    root.attrib |= {"class": "chart", "role": "img", "aria-labelledby": f"{prefix}-t", "stroke-linejoin": "round"}
    heading = ET.Element(f"{{{SVG}}}title", {"id": f"{prefix}-t"})
    heading.text = f"Chart: {said} A table has its numbers."
    root.insert(0, heading)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    return ET.tostring(root, encoding="unicode")


def _plain(element: ET.Element, prefix: str) -> None:
    style = element.attrib.pop("style", "")
    for name, value in re.findall(r"\s*([\w-]+)\s*:\s*([^;]+)", style):
        element.attrib |= _font(value) if name == "font" else {name: value.strip()}
    if "font-family" in element.attrib:
        element.set("font-family", FAMILY)
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif value.startswith("#") and name.endswith("href"):
            element.set(name, f"#{prefix}-{value[1:]}")
        else:
            element.set(name, value.replace("url(#", f"url(#{prefix}-"))
    classes = [f"{CLASSES[value]}-{name}" for name in ("fill", "stroke") if (value := element.get(name, "")) in CLASSES]
    if classes:
        element.set("class", " ".join(classes))


def _font(value: str) -> dict[str, str]:
    """The shorthand is no attribute; size and family are."""
    size = re.search(r"([\d.]+)px", value)
    return {"font-family": FAMILY} | ({"font-size": size.group(1)} if size else {})
