"""Statistical charts by matplotlib, made fit for a page: no style attributes, colours that follow the theme, the same bytes every time."""

from __future__ import annotations

import io
import logging
import re
import warnings
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET  # reads only what matplotlib has just written

from assessor.model.words import Severity, Verdict
from assessor.report import wording as w
from assessor.report.text import shown
from assessor.report.view import ChartView, ThemeView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import Locator

    from assessor.model.result import Assessment, RoleUse

SVG = "http://www.w3.org/2000/svg"
INK, MUTED, RULE, BAR, TRACK = "#1b2430", "#55606f", "#d9dee5", "#0b5c7d", "#e6eaef"
SEVERITY = {Severity.CRITICAL: "#a1121f", Severity.HIGH: "#c2560c", Severity.MEDIUM: "#b98a00", Severity.LOW: "#4d86b3"}
STANDING, ELIGIBLE = "#a1121e", "#0b5c7e"
CLASSES = {
    INK: "c-ink",
    MUTED: "c-muted",
    RULE: "c-rule",
    BAR: "c-bar",
    TRACK: "c-track",
    STANDING: "c-standing",
    ELIGIBLE: "c-eligible",
    **{colour: f"c-{severity}" for severity, colour in SEVERITY.items()},
}
"""A page recolours by these classes; the attribute that stands beside each is what paper prints."""
SETTINGS = {
    "svg.hashsalt": "assessor",
    "svg.fonttype": "none",
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.unicode_minus": False,
}
ROLES = 12
FAMILY = "Report Sans, DejaVu Sans, sans-serif"
"""The font that paper embeds; a page sets its own."""


def chart_views(assessment: Assessment, themes: Sequence[ThemeView]) -> tuple[ChartView, ...]:
    """The charts of a report; one that would show nothing is not drawn."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its remarks on folders and fonts are no news to a reader of reports
    views = [_score_by_theme(themes), _findings_by_severity(assessment, themes), _standing_against_eligible(assessment)]
    return tuple(view for view in views if view)


def _score_by_theme(themes: Sequence[ThemeView]) -> ChartView | None:
    rated = [one for one in themes if one.width is not None]
    if not rated:
        return None
    weakest = min(rated, key=lambda one: one.width or 0)
    sentence = f"Weakest: {weakest.name}, {weakest.value} of 100. The grey bar is the coverage: the share of each theme that could be assessed."
    return ChartView(
        "Score by theme",
        sentence,
        _drawn("chart-score", "Score by theme", 0.36 * len(themes) + 0.5, lambda axes: _bars_with_coverage(axes, themes)),
        ("Theme", "Score", "Coverage"),
        tuple((one.name, one.value, one.coverage) for one in themes),
    )


def _bars_with_coverage(axes: Axes, themes: Sequence[ThemeView]) -> None:
    rows = range(len(themes))
    axes.barh(rows, [one.covered for one in themes], height=0.62, color=TRACK)
    axes.barh(rows, [one.width or 0 for one in themes], height=0.3, color=BAR)
    for row, one in zip(rows, themes, strict=True):
        axes.text(102, row, one.value if one.width is not None else "not assessed", va="center", color=INK, fontsize=9)
    _list_axis(axes, [one.name for one in themes])
    axes.set_xlim(0, 122)
    axes.set_xticks([0, 25, 50, 75, 100])


def _findings_by_severity(assessment: Assessment, themes: Sequence[ThemeView]) -> ChartView | None:
    counts = {one.name: _severities(assessment, one.name) for one in themes}
    counts = {name: row for name, row in counts.items() if sum(row.values())}
    if not counts:
        return None
    total, most = sum(sum(row.values()) for row in counts.values()), max(counts, key=lambda name: sum(counts[name].values()))
    sentence = (
        f"{w.counted(total, 'finding')} that count; most of them, {sum(counts[most].values()):,}, in {most}. Accepted risks and information are not counted."
    )
    return ChartView(
        "Findings by severity",
        sentence,
        _drawn("chart-findings", "Findings by severity", 0.36 * len(counts) + 0.9, lambda axes: _stacked(axes, counts)),
        ("Theme", *(w.SEVERITIES[each] for each in SEVERITY)),
        tuple((name, *(str(n) for n in row.values())) for name, row in counts.items()),
    )


def _severities(assessment: Assessment, theme: str) -> dict[Severity, int]:
    found = [
        f.severity or one.check.severity
        for one in assessment.results
        if w.theme_name(one.check.theme) == theme and one.verdict in (Verdict.FAIL, Verdict.PARTIAL)
        for f in one.findings
        if f.counts
    ]
    return {each: found.count(each) for each in SEVERITY}


def _stacked(axes: Axes, counts: dict[str, dict[Severity, int]]) -> None:
    start = [0] * len(counts)
    for severity, colour in SEVERITY.items():
        values = [row[severity] for row in counts.values()]
        axes.barh(range(len(counts)), values, left=start, height=0.56, color=colour, label=w.SEVERITIES[severity])
        start = [a + b for a, b in zip(start, values, strict=True)]
    _totals(axes, start)
    _list_axis(axes, list(counts))
    _legend(axes, 4)


def _standing_against_eligible(assessment: Assessment) -> ChartView | None:
    used = sorted(
        (one for one in assessment.roles if (one.privileged or one.tier0) and one.standing + one.eligible),
        key=lambda one: (-one.standing - one.eligible, one.role.id),
    )
    if not used:
        return None
    shown_roles, standing, eligible = used[:ROLES], sum(one.standing for one in used), sum(one.eligible for one in used)
    left = f" The {len(shown_roles)} most used of {len(used)} privileged roles are shown." if len(used) > ROLES else ""
    sentence = f"{standing:,} standing against {eligible:,} eligible holdings of privileged roles.{left}"
    return ChartView(
        "Standing against eligible",
        sentence,
        _drawn("chart-roles", "Standing against eligible by role", 0.36 * len(shown_roles) + 0.9, lambda axes: _pairs(axes, shown_roles)),
        ("Role", "Standing", "Eligible"),
        tuple((shown(one.role.label, 80), str(one.standing), str(one.eligible)) for one in shown_roles),
    )


def _pairs(axes: Axes, roles: Sequence[RoleUse]) -> None:
    rows, standing = range(len(roles)), [one.standing for one in roles]
    axes.barh(rows, standing, height=0.56, color=STANDING, label="Standing")
    axes.barh(rows, [one.eligible for one in roles], left=standing, height=0.56, color=ELIGIBLE, label="Eligible")
    _totals(axes, [one.standing + one.eligible for one in roles])
    _list_axis(axes, [shown(one.role.label, 34) for one in roles])
    _legend(axes, 2)


def _totals(axes: Axes, totals: Sequence[int]) -> None:
    most = max([*totals, 1])
    axes.set_xlim(0, most * 1.12)
    for row, total in enumerate(totals):
        axes.text(total + most * 0.015, row, f"{total:,}", va="center", color=INK, fontsize=9)


def _list_axis(axes: Axes, names: list[str]) -> None:
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


def _legend(axes: Axes, columns: int) -> None:
    legend = axes.legend(
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
    for text in legend.get_texts():
        text.set_color(INK)


def _drawn(prefix: str, title: str, height: float, paint: Callable[[Axes], None]) -> str:
    """A figure of the page's width; `paint` fills its axes."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS), warnings.catch_warnings():  # type: ignore[arg-type]  # the stubs know fewer settings than the library
        warnings.simplefilter("ignore")  # a name in a script that the font lacks is still printed by the reader's fonts
        figure = Figure(figsize=(7.2, max(height, 1.3)), layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure.add_subplot())
        return _for_a_page(_saved(figure), prefix, title)


def _saved(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return file.getvalue()


def _for_a_page(svg: bytes, prefix: str, title: str) -> str:
    """Strict pages refuse style attributes, share ids and want a title first."""
    root = ET.fromstring(svg)  # noqa: S314
    for parent in list(root.iter()):
        for child in [one for one in parent if one.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style")]:
            parent.remove(child)
    for element in root.iter():
        _plain(element, prefix)
    root.attrib |= {"class": "chart", "role": "img", "aria-labelledby": f"{prefix}-t", "stroke-linejoin": "round"}
    heading = ET.Element(f"{{{SVG}}}title", {"id": f"{prefix}-t"})
    heading.text = f"Chart: {title}. A table has its numbers."
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
