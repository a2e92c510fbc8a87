"""Wrong use ends with 3, one line that says what, where and the mend, an empty standard output, and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.cli import main

ADLER = "adler@examplevalley.example"
MANIFEST = '{"format":"entra-assessor-snapshot","version":1,"tenantId":"322252ff-13b8-57da-9b8c-ce08a39f3c99","takenAt":"%s","collections":%s}'
PLACES = {
    "a_file": "x",
    "told.toml": "[engagement]\ncustomer = 'x'\n",
    "half.zip": "PK\x03\x04",
    "torn/manifest.json": "{",
    "list/manifest.json": "[]",
    "newer/manifest.json": MANIFEST.replace('"version":1', '"version":99') % ("2026-01-01T00:00:00Z", "{}"),
    "unzoned/manifest.json": MANIFEST % ("2026-01-01T00:00:00", "{}"),
    "typed/manifest.json": MANIFEST % ("2026-01-01T00:00:00Z", '{"users":3}'),
    "outside/manifest.json": MANIFEST % ("2026-01-01T00:00:00Z", '{"../../etc/passwd":{"status":"collected"}}'),
    "antique/manifest.json": MANIFEST % ("0001-01-01T00:00:00+14:00", "{}"),
    "endless/manifest.json": MANIFEST % ("9999-12-31T23:59:59Z", "{}"),
    "broken/manifest.json": MANIFEST.replace('c99"', 'c99\\n"') % ("2026-01-01T00:00:00Z", "{}"),
    "empty/manifest.json": MANIFEST % ("2026-01-01T00:00:00Z", "{}"),
}
SNAPSHOTS = ("nowhere", "a_file", "half.zip", "torn", "list", "newer", "unzoned", "typed", "antique", "endless", "broken", "/dev/null", "/dev/zero")
READERS = (
    "assess {} --format json", "assess AFTER --before {} --format json", "compare BEFORE {} --format md", "compare {} MIDWAY AFTER --format json", "paths {}",
    "blast {} x", "cut {}", "gaps {}", f"whatif {{}} --user {ADLER}", "snapshot info {}", "snapshot verify {}", "engagement init {} -o -",
)  # fmt: skip
WRONG = (
    "nope", "--nope", "assess", "assess BEFORE AFTER", "compare BEFORE", "snapshot", "engagement", "checks nope", "collect",
    "assess BEFORE --format nope", "assess BEFORE --format ,", "assess BEFORE --format html,json -o -", "assess BEFORE --checks NOPE --format json",
    "assess BEFORE --checks , --format json", "assess BEFORE --packs nope --format json", "assess BEFORE --packs , --format json",
    "assess BEFORE --pack nowhere --format json", "assess BEFORE --pack a_file --format json", "assess BEFORE --fail-on nope",
    "assess BEFORE --language de", "assess outside --format json",
    "assess BEFORE --format csv -o a_file", "assess BEFORE --format csv -o a_file/x", "assess BEFORE --format csv -o /dev/null",
    "assess BEFORE --format json --engagement nowhere", "assess BEFORE --format json --engagement half.zip", "assess BEFORE --format json --engagement empty",
    "assess AFTER --before PARTIAL --format json", "assess BEFORE --before AFTER --format json",
    "compare BEFORE PARTIAL --format json", "compare BEFORE AFTER --format sarif", "compare BEFORE AFTER --format md,json -o -",
    "compare BEFORE AFTER -o a_file --format md", "compare BEFORE AFTER --fail-on nope", "compare BEFORE AFTER --format md --checks NOPE",
    "paths BEFORE --to nope", "paths BEFORE --scope /administrativeUnits/x", "paths BEFORE --to 62e90394-69f5-4237-9190-012177145e10 --scope nope",
    "paths BEFORE --from nope", "paths BEFORE --from ''", "paths BEFORE --json --export graphml", "blast BEFORE nope", "blast BEFORE ''",
    "cut BEFORE --keep nope",
    "cut BEFORE --to nope", "gaps BEFORE --property nope",
    "whatif BEFORE", "whatif BEFORE --user nope", "whatif BEFORE --service-principal nope", f"whatif BEFORE --user {ADLER} --ip 999",
    f"whatif BEFORE --user {ADLER} --platform beos", f"whatif BEFORE --user {ADLER} --client x", f"whatif BEFORE --user {ADLER} --device isCompliant",
    f"whatif BEFORE --user {ADLER} --auth-context zz", f"whatif BEFORE --user {ADLER} --sign-in-risk hihg", f"whatif BEFORE --user {ADLER} --user-risk x",
    f"whatif BEFORE --user {ADLER} --insider-risk high", f"whatif BEFORE --user {ADLER} --flow x", f"whatif BEFORE --user {ADLER} --app Ofice365",
    f"whatif BEFORE --user {ADLER} --user-action x", f"whatif BEFORE --user {ADLER} --activate x", f"whatif BEFORE --user {ADLER} --country Germany",
    f"whatif BEFORE --user {ADLER} --requests a_file", "whatif BEFORE --requests nowhere", "whatif BEFORE --requests a_file", "whatif BEFORE --requests empty",
    "checks show NOPE-001", "checks test NOPE-001", "checks list --theme nope", "checks list --severity nope", "checks list --theme ,",
    "checks new x", "checks new GA-002", "checks new ../X-001", "checks new ACME-001 -o a_file", "checks new ACME-001 --theme 'A b'",
    "engagement init BEFORE", "engagement init BEFORE -o told.toml", "engagement init BEFORE -o empty --force", "engagement init BEFORE -o a_file/x",
    "engagement init BEFORE -o /dev/null --force", "snapshot import scubagear nowhere --out made", "snapshot import scubagear a_file --out made",
    "snapshot import conditional-access a_file --out made", "collect -o made --auth nope", "collect -o a_file --auth token", "demo -o a_file",
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with everything that is no snapshot."""
    for name, content in PLACES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASSESSOR_ACCESS_TOKEN", raising=False)
    return tmp_path


def words(line: str, samples: Path) -> list[str]:
    import shlex

    return [str(samples / f"school_{one.lower()}") if one in ("BEFORE", "MIDWAY", "AFTER", "PARTIAL") else one for one in shlex.split(line)]


def ended(line: list[str]) -> int:
    try:
        return main(line)
    except SystemExit as error:
        return int(error.code or 0)


def refused(line: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> str:
    before = sorted(place.rglob("*"))
    code = ended(words(line, samples))
    out, err = capfd.readouterr()
    assert (code, out, len(err.splitlines())) == (3, "", 1), (code, out[:200], err[-2000:])
    assert sorted(place.rglob("*")) == before
    return err


@pytest.mark.parametrize("line", WRONG)
def test_wrong_use_is_one_line_and_leaves_nothing(line: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    said = refused(line, samples, place, capfd)
    assert "; " in said
    assert "Traceback" not in said


@pytest.mark.parametrize("snapshot", SNAPSHOTS)
def test_what_is_no_snapshot_is_refused_by_every_command(snapshot: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if snapshot.startswith("/dev") and os.name == "nt":
        pytest.skip("Windows has no such devices")
    for line in READERS:
        assert snapshot in refused(line.format(snapshot), samples, place, capfd)


ENGAGEMENTS = (
    "[engagement]\ncustomer = 3", "engagement = 3", "x = ", "\0", "a = " + "[" * 5000, '[engagement]\nlanguage = "xx"', '[engagement]\nlogo = "/etc/passwd"',
    "[thresholds]\nglobal_administrators_max = -1", '[thresholds]\nglobal_administrators_max = "4"', "[thresholds]\nglobal_administrators_max = 1.5",
    "[thresholds]\nglobal_administrators_max = true", "[thresholds]\nunused_eligibility_days = 0", "[thresholds]\nactivation_hours_max = nan",
    '[checks."GA-002"]\nseverity = "awful"', '[checks."GA-002"]\nthresholds = 3', "checks = 3", "[checks]\nGA-002 = 3",
    '[checks."ROLE-006".thresholds]\ndormant_days = -5', "[[exceptions]]\ncheck = 3", '[[exceptions]]\ncheck = "GA-002"', "[exceptions]\na = 1",
    '[[exceptions]]\ncheck = "GA-002"\nsubject = "*"\nreason = "r"\nowner = "o"\nexpires = "never"', '[answers."TEN-001"]\nanswer = "maybe"',
    '[answers]\nTEN-001 = "pass"', '[break_glass]\naccounts = "x"', "[break_glass]\naccounts = [3]",
)  # fmt: skip


@pytest.mark.parametrize("content", ENGAGEMENTS, ids=range(len(ENGAGEMENTS)))
def test_an_engagement_file_that_is_not_as_it_should_be_is_refused(content: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "told.toml").write_text(content, encoding="utf-8")
    assert "told.toml" in refused("assess BEFORE --checks GA-002 --format json --engagement told.toml", samples, place, capfd) or "logo" in content


def test_an_engagement_file_without_end_is_refused(samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("no device without an end")
    assert "is larger than" in refused("assess BEFORE --format json --engagement /dev/zero", samples, place, capfd)


@pytest.mark.parametrize(
    "content",
    [
        "[thresholds]\nnope = 3", '[checks."NOPE-001"]\nseverity = "low"', '[checks."GA-002"]\nnope = 1', '[checks."GA-002".thresholds]\nnope = 1',
        "[nope]\na = 1",
        '[answers."NOPE-001"]\nanswer = "pass"\nby = "x"\non = 2026-01-01', '[[exceptions]]\ncheck = "["\nsubject = "*"\nreason = "r"\nowner = "o"',
        '[break_glass]\naccounts = ["\\u001b[31m"]',
    ],
)  # fmt: skip
def test_an_entry_without_effect_is_told_and_not_dropped(content: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import json

    (place / "told.toml").write_text(content, encoding="utf-8")
    assert ended(words("assess BEFORE --checks GA-002 --format json --engagement told.toml", samples)) == 0
    assert json.loads(capfd.readouterr().out)["engagement"]["problems"]


# ---- packs ----


@pytest.mark.parametrize(
    "code",
    [
        "import sys; sys.exit(0)",
        "raise RuntimeError('a\\nb\\x1b[31m')",
        "1/0",
        "def f(:",
        "class E(BaseException): pass\nraise E('x')",
        "import not_there",
        "\0",
    ],
)
def test_a_pack_that_cannot_be_imported_is_refused(code: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "pack").mkdir()
    (place / "pack" / "one.py").write_text(code, encoding="utf-8")
    assert ended(words("assess BEFORE --pack pack --format json", samples)) == 3
    out, err = capfd.readouterr()
    assert out == ""
    warning, error = err.splitlines()
    assert "a pack is code" in warning
    assert "cannot be imported" in error


@pytest.mark.parametrize("code", ["import sys; sys.exit(0)", "raise GeneratorExit", "raise BaseException('x')", "raise RuntimeError('x')", "yield 3"])
def test_a_check_of_a_pack_that_breaks_costs_neither_the_report_nor_the_exit_code(
    code: str, samples: Path, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import json

    assert ended(["checks", "new", "ACME-001", "-o", "pack", "--quiet"]) == 0
    _written_into(place / "pack", f"print('noise'); {code}")
    capfd.readouterr()
    assert ended(words("assess BEFORE --pack pack --checks ACME-001 --format json --strict", samples)) == 2
    (check,) = json.loads(capfd.readouterr().out)["checks"]
    assert check["verdict"] == "error"


def _written_into(folder: Path, code: str) -> None:
    """The code, first in what judges."""
    (file,) = folder.glob("acme_001*.py")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith("def ")) + 2
    file.write_text("".join((*lines[:place], f"    {code}\n", *lines[place:])), encoding="utf-8")


def test_a_new_check_never_takes_the_place_of_a_file(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert ended(["checks", "new", "ACME-001", "-o", "pack", "--quiet"]) == 0
    (file,) = (place / "pack").glob("acme_001*.py")
    file.write_text("# mine\n", encoding="utf-8")
    capfd.readouterr()
    assert ended(["checks", "new", "ACME-001", "-o", "pack"]) == 3
    assert file.read_text(encoding="utf-8") == "# mine\n"


# ---- what a shell does to a program ----


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize(
    "line", ["--version", "checks list", "checks list --json", "permissions", "snapshot info AFTER", "assess AFTER --format json --checks GA-002", "cut AFTER"]
)
def test_a_full_disk_is_told_in_one_line(line: str, samples: Path) -> None:
    with open("/dev/full", "wb") as full:
        got = subprocess.run([sys.executable, "-m", "assessor", *words(line, samples)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (got.returncode, len(got.stderr.splitlines())) == (3, 1), got.stderr


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_closed_standard_output_is_told_and_a_closed_standard_error_spoils_nothing(samples: Path) -> None:
    told = subprocess.run(["sh", "-c", f"'{sys.executable}' -m assessor checks list >&-"], capture_output=True, text=True, check=False)
    assert (told.returncode, len(told.stderr.splitlines())) == (3, 1), told.stderr
    line = f"'{sys.executable}' -m assessor assess '{samples / 'school_after'}' --checks GA-002 --format json --verbose 2>&-"
    quiet = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert quiet.returncode == 0
    assert quiet.stdout.startswith("{")


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_reader_that_goes_away_is_no_error(samples: Path) -> None:
    line = f"'{sys.executable}' -m assessor paths '{samples / 'school_before'}' --json | head -1"
    got = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert got.stderr == ""
    assert len(got.stdout.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("line", ["--help", "paths BEFORE", "gaps BEFORE", "checks list", "cut BEFORE", f"whatif BEFORE --user {ADLER}"])
def test_a_console_that_lacks_a_sign_has_it_spelt_out(line: str, encoding: str, samples: Path) -> None:
    """Where output of Windows goes into a pipe, it has the old code page."""
    shell = {**os.environ, "PYTHONIOENCODING": encoding}
    got = subprocess.run([sys.executable, "-m", "assessor", *words(line, samples)], capture_output=True, check=False, env=shell)
    assert (got.returncode, got.stderr) == (0, b"")
    assert got.stdout.decode(encoding)
