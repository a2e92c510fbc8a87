"""The commands as a user types them: in a process of their own, from another folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def assessor(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assessor", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, **environment})


def test_json_alone_goes_to_standard_output_and_messages_do_not(samples: Path, tmp_path: Path) -> None:
    got = assessor("assess", samples / "school_before", "--format", "json", cwd=tmp_path)
    assert got.returncode == 0
    assert json.loads(got.stdout)["score"]["grade"] in "ABCDE"
    assert list(tmp_path.iterdir()) == []


def test_the_whole_job_from_another_folder(samples: Path, tmp_path: Path) -> None:
    got = assessor("assess", samples / "school_after", "--out", tmp_path / "out", "--format", "html,json,csv", cwd=tmp_path)
    assert got.returncode == 0, got.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["findings.csv", "report.html", "results.json"]
    assert "score " in got.stderr


def test_two_runs_give_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assessor("assess", samples / "school_before", "--out", tmp_path / name, "--format", "html,json,csv")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize(("severity", "code"), [("critical", 1), ("info", 1)])
def test_findings_at_or_over_fail_on_are_told_by_the_exit_code(samples: Path, severity: str, code: int) -> None:
    assert assessor("assess", samples / "school_before", "--format", "json", "--fail-on", severity).returncode == code


def test_a_clean_tenant_passes_fail_on(samples: Path) -> None:
    assert assessor("assess", samples / "school_after", "--format", "json", "--fail-on", "low").returncode == 0


def test_strict_tells_that_something_could_not_be_assessed(samples: Path) -> None:
    assert assessor("assess", samples / "school_partial", "--format", "json", "--strict").returncode == 2
    assert assessor("assess", samples / "school_partial", "--format", "json").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess",),
        ("assess", "nowhere"),
        ("assess", "nowhere", "--format", "bogus"),
        ("assess", "nowhere", "--fail-on", "bogus"),
        ("paths", "nowhere"),
        ("snapshot", "info", "nowhere"),
        ("snapshot", "import", "scubagear", "nowhere", "--out", "x"),
        ("checks", "show", "NOPE-999"),
        ("checks", "show"),
        ("bogus",),
    ],
)
def test_wrong_use_is_one_line_and_exit_3(arguments: tuple[str, ...], tmp_path: Path) -> None:
    got = assessor(*arguments, cwd=tmp_path)
    assert (got.returncode, got.stdout, len(got.stderr.splitlines())) == (3, "", 1), got.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_role_or_principal_is_refused(samples: Path) -> None:
    assert "no role of that name or id" in assessor("paths", samples / "school_before", "--to", "Emperor").stderr
    assert "nobody of that name or id" in assessor("paths", samples / "school_before", "--from", "nobody@example.org").stderr


def test_paths_of_one_role_is_one_document_and_of_all_an_array(samples: Path) -> None:
    one = json.loads(assessor("paths", samples / "school_before", "--to", "global administrator", "--json").stdout)
    everything = json.loads(assessor("paths", samples / "school_before", "--json").stdout)
    assert one["target"]["name"] == "Global Administrator"
    assert everything[0]["target"]["name"] == "Global Administrator"


def test_the_table_of_paths_is_plain_where_nobody_looks_at_a_terminal(samples: Path) -> None:
    got = assessor("paths", samples / "school_before", "--to", "62e90394-69f5-4237-9190-012177145e10")
    assert "\x1b[" not in got.stdout
    assert "permanent" in got.stdout


def test_a_reader_that_goes_away_ends_the_command_quietly(samples: Path) -> None:
    command = f"{sys.executable} -m assessor paths '{samples / 'school_before'}' --json | head -c 10"
    got = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert got.stderr == ""


def test_an_interrupt_is_one_line_and_exit_130_and_leaves_nothing_half_written(samples: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assessor", "assess", str(samples / "school_before"), "--out", str(tmp_path / "out"), "--verbose"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    while not process.stderr.readline().startswith("judging"):
        pass  # not while modules are imported: there Python itself can lose an interrupt, in a callback of the import's lock
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT)  # a shell calls both 130; Python ends so where the interrupt met an exec, as of a dataclass
    assert errors.splitlines()[-1] == "assessor: interrupted"
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".part", ".tmp")]


def test_a_damaged_snapshot_is_refused_by_file(samples: Path, tmp_path: Path) -> None:
    shutil.copytree(samples / "school_after", tmp_path / "copy")
    path = tmp_path / "copy" / "users.ndjson"
    path.write_bytes(path.read_bytes()[:-10])
    got = assessor("assess", tmp_path / "copy", "--format", "json")
    assert (got.returncode, len(got.stderr.splitlines())) == (3, 1)
    assert "users.ndjson" in got.stderr


def test_the_demo_leaves_its_reports(tmp_path: Path) -> None:
    got = assessor("demo", "--out", tmp_path / "demo", cwd=tmp_path)
    assert got.returncode == 0, got.stderr
    names = {str(path.relative_to(tmp_path / "demo")) for path in (tmp_path / "demo").rglob("*") if path.is_file()}
    assert {"report.html", "results.json", "findings.csv", "after/report.html", "after/results.json", "compare.html", "compare.json"} <= names


def test_help_imports_no_network_plotting_or_pdf_package() -> None:
    code = "import sys\nfrom assessor.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules), file=sys.stderr)"
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for package in ("matplotlib", "weasyprint", "jinja2", "networkx", "msgraph", "httpx", "requests", "rich", "msgspec"):
        assert f"'{package}'" not in got.stderr, package


def test_every_command_of_the_readme_is_one(samples: Path) -> None:
    readme = (samples.parent / "README.md").read_text(encoding="utf-8")
    for line in readme.splitlines():
        words = line.split("#")[0].split("|")[0].split()
        if line.startswith("    assessor "):
            names = [word for word in words[1:] if word.islower() and word.isalpha()]
            assert assessor(*names[: 2 if names[0] in ("snapshot",) else 1], "--help").returncode == 0, line


def test_a_role_that_is_held_over_a_unit_only_is_not_called_nobodys(samples: Path) -> None:
    got = assessor("paths", samples / "school_after", "--to", "Helpdesk Administrator")
    assert "nobody found over this scope" in got.stdout
    assert "held over less than the tenant, too, and not shown here: the unit " in got.stderr
