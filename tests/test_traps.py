"""Every trap that touches a check is one of its examples: the table of them is kept true."""

import re

import pytest

from tests.conftest import ROOT

ROWS = [(number, shown) for number, shown in re.findall(r"^\| (D?\d+) \|[^|]*\|(.*)\|$", (ROOT / "tests/traps.md").read_text(encoding="utf-8"), re.MULTILINE)]
SHOWN = [(number, *found) for number, shown in ROWS for found in re.findall(r"([A-Z]{2,4}-\d{3}) \"([^\"]+)\"", shown)]


def remarks(check_id: str) -> str:
    """What stands beside the examples of a check."""
    (file,) = (ROOT / "checks").glob(f"{check_id.lower().replace('-', '_')}_*.py")
    return " ".join(line.strip(" #") for line in file.read_text(encoding="utf-8").splitlines() if line.strip().startswith("#"))


def test_the_table_names_every_trap() -> None:
    assert [number for number, _ in ROWS] == [*map(str, range(1, 46)), *(f"D{number}" for number in range(1, 29))]
    assert {number for number, shown in ROWS if "none needed" not in shown} == {number for number, *_ in SHOWN}


@pytest.mark.parametrize(("trap", "check_id", "words"), SHOWN)
def test_the_example_that_shows_a_trap_is_there(trap: str, check_id: str, words: str) -> None:
    assert words in remarks(check_id)
