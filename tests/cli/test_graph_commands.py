"""`blast`, `cut` and the exports, as a user types them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def assessor(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_cut_names_removals_and_leaves_nobody(samples: Path) -> None:
    found = json.loads(assessor("cut", samples / "school_before", "--to", "Global Administrator", "--json").stdout)
    assert found["removals"]
    assert found["left"] == []
    assert {"approved", "closed", "standsBehind", "controls", "hidden", "cost"} <= found.keys()
    assert "removals close the way" in assessor("cut", samples / "school_before").stdout


def test_blast_tells_roles_and_what_is_controlled(samples: Path) -> None:
    found = json.loads(assessor("blast", samples / "school_before", "dubois@examplevalley.example", "--json").stdout)
    assert found["roles"][0]["path"]["edges"][0]["kind"] == "AddSecret"
    assert "HR sync (script)" in {thing["name"] for thing in found["standing"]}
    assert "can become" in assessor("blast", samples / "school_before", "dubois@examplevalley.example").stdout


@pytest.mark.parametrize("kind", ["graphml", "opengraph"])
def test_an_export_is_the_same_twice(samples: Path, kind: str) -> None:
    first, second = (assessor("paths", samples / "school_before", "--export", kind) for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == second.stdout != ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("blast", "{}", "nobody at all"),
        ("cut", "{}", "--to", "no such role"),
        ("cut", "{}", "--keep", "nobody"),
        ("paths", "{}", "--export", "dot"),
        ("blast", "{}"),
    ],
)
def test_wrong_use_is_one_line_and_three(samples: Path, arguments: tuple[str, ...]) -> None:
    done = assessor(*(str(samples / "school_before") if one == "{}" else one for one in arguments))
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (3, "", 1)
    assert "Traceback" not in done.stderr
