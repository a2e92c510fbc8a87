"""The commands as somebody types them."""

import json
import os
import subprocess
import sys

import pytest

from tests.collect.graph import Graph


def assessor(*arguments, **environment):
    command = [sys.executable, "-m", "assessor", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment}, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["collect"], "--out"),
        (["collect", "--out", "x", "--auth", "password"], "--auth"),
        (["collect", "--out", "x", "--auth", "token", "--graph-url", "http://graph.example.org"], "plain http"),
        (["collect", "--out", "x", "--auth", "token"], "ASSESSOR_ACCESS_TOKEN"),
        (["collect", "--out", "x", "--auth", "token", "--only", "roles"], "no such collection"),
        (["collect", "--out", "x", "--auth", "secret", "--secret", "abc"], "unrecognized"),
    ],
)
def test_wrong_use_is_one_line_and_three(arguments, says, tmp_path):
    done = assessor(*[tmp_path / "x" if one == "x" else one for one in arguments], ASSESSOR_ACCESS_TOKEN="")
    assert done.returncode == 3
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_path_goes_to_standard_output_and_all_else_to_standard_error(before, tmp_path, token):
    with Graph(before) as graph:
        done = assessor("collect", "--out", tmp_path / "out", "--auth", "token", "--graph-url", graph.url, "--only", "domains")

    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'out'}\n"
    assert "signed in by token as application" in done.stderr
    assert "domains" in done.stderr
    assert token not in done.stderr


@pytest.mark.usefixtures("token")
def test_quiet_is_quiet(before, tmp_path):
    with Graph(before) as graph:
        assert assessor("collect", "--quiet", "--out", tmp_path / "out", "--auth", "token", "--graph-url", graph.url, "--only", "domains").stderr == ""


@pytest.mark.usefixtures("token")
def test_the_preflight_reads_nothing(before, tmp_path):
    with Graph(before) as graph:
        done = assessor("collect", "--preflight", "--out", tmp_path / "out", "--auth", "token", "--graph-url", graph.url)

    assert done.returncode == 0
    assert "will probably be missing: roleEligibilityScheduleInstances (the token lacks RoleEligibilitySchedule.Read.Directory)" in done.stdout
    assert graph.log == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["text", "json", "markdown", "script", "manifest"])
def test_permissions_are_told_in_every_form(form):
    done = assessor("permissions", "--format", form)
    assert done.returncode == 0, done.stderr
    name, key = "RoleManagement.Read.Directory", "483bed4a-2ad3-4361-a73b-c83ccdbdc53c"
    assert (key if form == "manifest" else name) in done.stdout
    if form in ("json", "manifest"):
        assert json.loads(done.stdout)


def test_the_script_is_a_script(tmp_path):
    (tmp_path / "consent.sh").write_text(assessor("permissions", "--format", "script").stdout)
    assert subprocess.run(["sh", "-n", tmp_path / "consent.sh"], check=False).returncode == 0


def test_help_and_permissions_import_no_network():
    for command in (["--help"], ["collect", "--help"], ["permissions"]):
        script = f"import sys; sys.argv = ['assessor', *{command!r}]\nfrom assessor.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        script += "print('LOADED', [name for name in ('httpx', 'msgraph', 'azure.identity', 'kiota_http') if name in sys.modules])"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.stdout.rstrip().endswith("LOADED []"), (command, done.stdout[-200:], done.stderr[-300:])
