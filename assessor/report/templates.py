"""Templates, styles and script of the reports, and the policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FOLDER = "assessor.report_templates"


@cache
def environment() -> Environment:
    """Every value is escaped, every name has to be there."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=PackageLoader(FOLDER, ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.globals["tokens"] = tokens()
    made.filters["own_svg"] = Markup  # pictures that this package drew; every name in them is escaped there
    return made


def rendered(template: str, **values: object) -> str:
    """A template with its values."""
    return environment().get_template(template).render(**values)


@cache
def part(name: str) -> str:
    """A style or a script as it lies in the folder of templates."""
    return files(FOLDER).joinpath(name).read_text(encoding="utf-8")


@cache
def tokens() -> dict[str, str]:
    """The light palette, as #rrggbb by name: read from the one file that names colours, never written down twice."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part("styles/tokens.css")))


def screen_style() -> str:
    """Both palettes and the style of the page."""
    dark = part("styles/dark.css")
    system = f'@media (prefers-color-scheme: dark) {{\n:root:not([data-theme="light"]) {{\n{dark}}}\n}}\n'
    chosen = f':root[data-theme="dark"] {{\n{dark}}}\n'
    paper = f"@media print {{\n{part('styles/tokens.css').replace(':root {', ':root, :root[data-theme] {')}}}\n"
    return part("styles/tokens.css") + f"@media screen {{\n{system}{chosen}}}\n" + paper + part("styles/screen.css") + part("styles/summary_screen.css")


def report_script() -> str:
    """All parts of the report's script, in the order in which they need each other."""
    return "".join(part(f"script/{name}.js") for name in ("report", "tables", "filter", "figures"))


def policy(style: str, script: str) -> str:
    """A Content-Security-Policy that allows these two texts and nothing from anywhere."""
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def inline(text: str) -> Markup:
    """A style or script of ours, for the element that its digest names."""
    from markupsafe import Markup

    return Markup(text)  # noqa: S704  # our own files, never a tenant's words


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
