"""Habits of the repository that no linter knows."""

import os
import re
import shutil
import subprocess
import tomllib

import pytest

MACHINE = re.compile(r"(?<![\w.~-])/(?:wor[k]|roo[t]|far[m]|hom[e]/\w+|User[s]/\w+|tm[p]/\w+)/")
"""A folder of somebody's machine. The brackets keep this line from finding itself."""

REGISTRY = re.compile(r"pypi\.or[g]|pythonhosted\.or[g]|registry\.npmjs\.or[g]|proxy\.golang\.or[g]|(?:extra-)?index-ur[l]|find-link[s]", re.IGNORECASE)
"""Where packages come from is the business of whoever installs them."""

TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "MANIFEST.in", "Makefile", "README.md", "assessor", "checks", "constraints.txt",
    "docs", "pyproject.toml", "report_templates", "sample_exports", "tests",
}  # fmt: skip


@pytest.fixture(scope="module")
def files(root):
    """What is committed, or would be."""
    if not (root / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs git and a clone: a source archive does not say what is committed")
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return [root / name for name in listed if name and (root / name).is_file()]


def lines_that_match(files, root, pattern):
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a font, a zip, a sample in UTF-16
        for number, line in enumerate(text.splitlines(), start=1):
            if pattern.search(line):
                yield f"{file.relative_to(root)}:{number}: {line.strip()[:120]}"


def test_no_file_names_a_folder_of_one_machine(files, root):
    assert list(lines_that_match(files, root, MACHINE)) == []


def test_no_file_names_a_package_registry(files, root):
    assert list(lines_that_match(files, root, REGISTRY)) == []


@pytest.mark.parametrize("line", ["see /wor" + "k/main", "'/tm" + "p/x/y'", "cd /ho" + "me/ana/src"])
def test_the_pattern_of_machines_finds_one(line):
    assert MACHINE.search(line)


@pytest.mark.parametrize("line", ["https://graph.example/work/items", "assessor/work/", "/usr/bin/env", "~/work/"])
def test_the_pattern_of_machines_leaves_addresses_alone(line):
    assert not MACHINE.search(line)


def test_the_top_of_the_tree_holds_what_was_agreed(files, root):
    assert {file.relative_to(root).parts[0] for file in files} <= TOP


@pytest.mark.skipif(os.name == "nt", reason="Windows has no run bit")
@pytest.mark.parametrize("script", [".ci/run", ".ci/bootstrap"])
def test_scripts_can_be_run(root, script):
    assert os.access(root / script, os.X_OK)


def test_every_constraint_is_one_exact_version(root):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]

    assert [line for line in kept if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []
    assert kept == sorted(kept, key=str.lower)


def test_every_package_that_the_project_names_has_a_constraint(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    pinned = {line.partition("==")[0].lower() for line in (root / "constraints.txt").read_text(encoding="utf-8").splitlines()}

    assert {re.split(r"[<>=!~\[; ]", one)[0].lower() for one in named} <= pinned


def test_the_readme_begins_with_make_demo_and_make_test(root):
    commands = re.findall(r"\bmake [a-z]+", (root / "README.md").read_text(encoding="utf-8"))

    assert commands[:2] == ["make demo", "make test"]


def test_the_pipeline_runs_the_command_that_the_readme_gives_for_tests(root):
    steps = (root / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert "make test" in steps
    assert "make lint" in steps
