"""`assessor checks`: the catalogue listed, shown, tested and added to, as an author of a pack does."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessor import assess
from assessor.assess import trial
from assessor.cli import main
from assessor.cli.checks_text import columns

WARNING = "a pack is code; it runs on this machine with your rights"


def assessor(*arguments: object, cwd: Path | None = None, columns: int = 80) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "assessor", *map(str, arguments)]
    environment = {"PATH": "", "COLUMNS": str(columns)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def listed(capsys: pytest.CaptureFixture[str], *filters: str) -> list[str]:
    assert main(["checks", "list", *filters]) == 0
    return [line.split()[0] for line in capsys.readouterr().out.splitlines()]


def test_the_list_holds_every_id_of_the_catalogue(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "list", "--json"]) == 0
    ids = [one["id"] for one in json.loads(capsys.readouterr().out)]
    catalogue = re.findall(r"^\| ([A-Z]+-\d{3}) \|", (shared / "design" / "checks.md").read_text(encoding="utf-8"), re.M)
    assert len(catalogue) == 96
    assert set(catalogue) <= set(ids)


def test_without_a_word_the_checks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--json", "--theme", "break-glass"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == ["BGA-001", "BGA-002", "BGA-003", "BGA-004", "BGA-005"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--theme", "break-glass"), {"BGA-001", "BGA-002", "BGA-003", "BGA-004", "BGA-005"}),
        (("--severity", "critical"), {"GA-002", "BGA-001", "PGR-003", "WID-002"}),
        (("--severity", "critical,info", "--theme", "break-glass,pim-for-groups"), {"BGA-001", "PGR-003", "PGR-012"}),
        (("--talk", "t05", "--severity", "medium"), {"GA-005", "CAP-004"}),
        (("--framework", "scuba MS.AAD.7.6,ms.aad.7.6v1"), {"PIM-001", "PGR-005"}),
        (("--text", "DORMANT disabled"), {"ROLE-006"}),
    ],
)
def test_filters_let_through_what_they_say(capsys: pytest.CaptureFixture[str], filters: tuple[str, ...], expected: set[str]) -> None:
    assert set(listed(capsys, *filters)) == expected


def test_in_a_terminal_the_checks_stand_by_chapters_within_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "75")
    lines = list(columns(assess.load(["builtin"]).only(["BGA-001", "BGA-002", "LIC-001"]).checks))
    assert lines == [
        "\nbreak-glass",
        "  BGA-001  critical  Two emergency accounts exist and are built to last",
        "  BGA-002  high      Conditional Access cannot lock emergency accounts out,",
        "                     and still asks for phishing-resistant MFA",
        "\nlicensing",
        "  LIC-001  high      Everybody who benefits from PIM is licensed",
    ]


def test_filters_that_nothing_passes_give_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys, "--text", "no such words") == []
    assert main(["checks", "list", "--json", "--text", "no such words"]) == 0
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("list", "--theme", "nonsense"), "no loaded check has that theme"),
        (("list", "--severity", "worst"), "worst: no severity; they are critical, high"),
        (("list", "--packs", "nobody"), "no pack of that name is installed"),
        (("show",), "the following arguments are required: ID"),
        (("show", "NOPE-001"), "no check of that id"),
        (("new", "bad"), "a check needs an id of the form ACME-001"),
        (("new", "GA-001"), "the id is taken"),
        (("new", "ACME-001", "--theme", "My Theme"), "is not of the form some-words"),
        (("new", "ACME-001", "--title", 'a"b'), "a title is one line without quotation marks"),
        (("new", "ACME-001", "--title", "a\nb"), "a title is one line without quotation marks"),
    ],
)
def test_wrong_use_is_one_line_and_writes_nothing(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    got = assessor("checks", *arguments, cwd=tmp_path)
    assert (got.returncode, got.stdout, len(got.stderr.splitlines())) == (3, "", 1)
    assert says in got.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_check_is_shown_within_the_width_of_the_terminal(tmp_path: Path) -> None:
    got = assessor("checks", "show", "ROLE-006", columns=60)
    prose = [line for line in got.stdout.splitlines() if "https://" not in line]
    assert max(map(len, prose)) <= 60
    for part in ("dormant_days = 90 (days)", "Why it matters", "User.Read.All", "needed, else no verdict", "fail"):
        assert part in got.stdout


def test_everything_about_a_check_is_there_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "show", "GA-003", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["thresholds"] == [
        {"name": "global_administrators_max", "default": 4, "unit": "people", "says": "Global Administrators, at most", "most": None}
    ]
    assert document["examples"]["fail"] >= 1
    assert "groupMembers" in document["leansOn"]


def test_it_is_shown_how_a_check_is_mended_and_whether_there_is_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "show", "GA-002"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "In the portal, as of 2026-11 1. Entra admin center > ID Governance > Privileged Identity Management" in shown
    assert "Before this, where it is open BGA-001, BGA-003, BGA-002" in shown
    assert "Script offered, with a what-if first: assessor assess SNAPSHOT --checks GA-002 --format plan. For an example: Makes 1 holding eligible" in shown

    assert main(["checks", "show", "BGA-001"]) == 0
    assert "Script none. No script touches an emergency account" in " ".join(capsys.readouterr().out.split())


def test_how_a_check_is_mended_is_there_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "show", "TEN-002", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["carryOut"]
    assert (said["effort"], said["noScript"], len(said["portal"])) == ("small", "", 2)
    assert said["script"]["permissions"] == ["Policy.ReadWrite.Authorization"]
    assert "$WhatIf = $true" in said["script"]["text"]

    assert main(["checks", "show", "LIC-001", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["carryOut"]
    assert (said["script"], said["noScript"], said["after"]) == (None, "Buying is no setting.", ["ROLE-012"])


def test_a_check_whose_pack_gives_no_steps_is_shown_without_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert main(["checks", "new", "--out", str(folder), "ACME-001", "--title", "Everybody sleeps at night", "--theme", "sleep"]) == 0
    assert main(["checks", "show", "--pack", str(folder), "ACME-001", "--json"]) == 0
    assert json.loads(capsys.readouterr().out.partition("\n")[2])["carryOut"] is None


# ---- an author's day ----


def test_a_new_check_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert main(["checks", "new", "--out", str(folder), "ACME-001", "--title", "Everybody sleeps at night", "--theme", "sleep"]) == 0
    (path,) = folder.iterdir()
    assert (path.name, capsys.readouterr().out) == ("acme_001_everybody_sleeps_at_night.py", f"{path}\n")
    (check,) = [one for one in assess.load(["builtin"], [folder]).checks if one.info.pack == "mine"]
    assert (check.info.id, check.info.title, check.info.theme) == ("ACME-001", "Everybody sleeps at night", "sleep")
    assert list(trial.faults(check)) == []
    assert {"pass", "fail", "not_assessed", "not_applicable"} <= {verdict for verdict, _ in check.examples}


def test_an_id_of_the_same_folder_is_taken_without_running_it(tmp_path: Path) -> None:
    (tmp_path / "other.py").write_text('raise SystemExit("run")\ncheck(id="ACME-001")\n')
    got = assessor("checks", "new", "ACME-001", "--out", tmp_path)
    assert (got.returncode, got.stderr) == (3, f"assessor: checks new ACME-001: the id is taken by {tmp_path / 'other.py'}; take the next number\n")


def test_a_pack_is_tested_by_its_own_examples(tmp_path: Path) -> None:
    assessor("checks", "new", "ACME-001", "--out", tmp_path)
    got = assessor("checks", "test", "--pack", tmp_path)
    assert (got.returncode, got.stdout) == (0, "")
    assert got.stderr.splitlines() == [f"assessor: warning: --pack {tmp_path}: {WARNING}", "checks: 1, examples: 6, faults: 0"]


def test_a_check_that_judges_otherwise_than_it_says_is_told_and_exits_1(tmp_path: Path) -> None:
    assessor("checks", "new", "ACME-001", "--out", tmp_path)
    (path,) = tmp_path.glob("*.py")
    path.write_text(path.read_text().replace("is kit.PathClass.PERMANENT", "is kit.PathClass.TIME_BOUND"))
    got = assessor("checks", "test", "--pack", tmp_path, "--quiet")
    assert got.returncode == 1
    assert got.stdout.splitlines() == ["ACME-001: example 3 (fail): judged pass, no finding", "ACME-001: example 4 (fail): judged pass, no finding"]


def test_a_check_that_passes_on_missing_data_is_told(tmp_path: Path) -> None:
    assessor("checks", "new", "ACME-001", "--out", tmp_path)
    (path,) = tmp_path.glob("*.py")
    path.write_text(path.read_text().replace("needs=kit.WAYS,", "needs=kit.WAYS, leans_on={kit.collection.DOMAINS},"))  # and never reads them
    (first, *_) = assessor("checks", "test", "--pack", tmp_path).stdout.splitlines()
    assert first == "ACME-001: passing example 1: without domains (forbidden) judged pass; it must be not_assessed or manual, with a reason"


def test_only_the_checks_of_the_folder_are_tested_or_the_one_that_is_named(tmp_path: Path) -> None:
    assert "checks: 1," in assessor("checks", "test", "GA-001").stderr
    assert "no check of that id" in assessor("checks", "test", "ACME-009").stderr
