"""Fonts for paper: free ones that the plotting library carries, embedded, so that a page looks the same on a machine without any."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path

FACES = (
    ("Report Sans", "DejaVuSans.ttf", "normal", "normal"),
    ("Report Sans", "DejaVuSans-Bold.ttf", "bold", "normal"),
    ("Report Mono", "DejaVuSansMono.ttf", "normal", "normal"),
    ("Report Serif", "STIXGeneral.ttf", "normal", "normal"),
)
"""Family, file, weight, style: DejaVu (Bitstream Vera licence) and STIX (SIL Open Font License)."""


@cache
def font_faces() -> str:
    """Style rules that carry the fonts themselves."""
    import matplotlib as mpl

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return "".join(_face(family, folder / file, weight, style) for family, file, weight, style in FACES)


def _face(family: str, file: Path, weight: str, style: str) -> str:
    data = base64.b64encode(file.read_bytes()).decode()
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; src: url("data:font/ttf;base64,{data}"); }}\n'
