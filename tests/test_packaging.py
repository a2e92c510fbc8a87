"""What is installed is what lies in the tree."""

import importlib.util
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

HOMES = {"assessor": "assessor", "checks": "assessor.checks", "report_templates": "assessor.report_templates"}
"""Folder in the tree → the package it is installed as."""

SAMPLES = "assessor.sample_exports"
"""Data for `assessor demo`; what made them stays in the tree."""

FOLDERS = {**HOMES, "sample_exports": SAMPLES}


@pytest.fixture(scope="module")
def setuptools_table(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Built from a copy, without asking an index: a build in the tree would take up what an earlier one left behind."""
    if not importlib.util.find_spec("setuptools"):
        pytest.skip("needs setuptools in this environment, as `make test` puts it there")
    work = tmp_path_factory.mktemp("wheel")
    source = work / "source"
    source.mkdir()
    for name in (*FOLDERS, "pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        (source / name).symlink_to(root / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", work / "out", source]
    built = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    assert built.returncode == 0, built.stderr
    (made,) = (work / "out").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def packages_in_the_tree(root):
    for folder, package in HOMES.items():
        for marker in (root / folder).rglob("__init__.py"):
            inner = marker.parent.relative_to(root / folder).parts
            yield ".".join((package, *inner))


def package_data(root, table):
    """Path in the wheel → path in the tree, of every file that a pattern of package data finds."""
    folders = {package: folder for folder, package in FOLDERS.items()}
    for package, patterns in table["package-data"].items():
        folder = root / folders.get(package, package.replace(".", "/"))
        for pattern in patterns:
            for found in folder.glob(pattern):
                yield f"{package.replace('.', '/')}/{found.relative_to(folder).as_posix()}"


def test_the_list_of_packages_is_the_tree(root, setuptools_table):
    assert setuptools_table["packages"] == sorted([SAMPLES, *packages_in_the_tree(root)])


def test_every_python_file_of_the_tree_is_in_the_wheel(root, names):
    for folder, package in HOMES.items():
        expected = {f"{package.replace('.', '/')}/{one.relative_to(root / folder).as_posix()}" for one in (root / folder).rglob("*.py")}
        assert expected <= names


def test_every_file_of_package_data_is_in_the_wheel(root, setuptools_table, names):
    expected = set(package_data(root, setuptools_table))

    assert "assessor/reference/data/builtin_roles.json" in expected
    assert expected <= names


def test_every_file_of_the_templates_and_tables_is_package_data(root, setuptools_table):
    """A font or a style sheet of a new kind would work in the tree and be missing where the tool is installed."""
    data = set(package_data(root, setuptools_table))

    for folder, package in (("report_templates", "assessor/report_templates"), ("assessor/reference/data", "assessor/reference/data")):
        files = {one for one in (root / folder).rglob("*") if one.is_file() and one.suffix not in {".py", ".pyc"}}
        assert {f"{package}/{one.relative_to(root / folder).as_posix()}" for one in files} <= data


def test_nothing_but_the_package_stands_at_the_top_of_the_wheel(names):
    tops = {Path(name).parts[0] for name in names}

    assert [top for top in sorted(tops) if not top.endswith(".dist-info")] == ["assessor"]


def test_the_wheel_answers_from_another_folder(wheel, tmp_path):
    """With this environment's libraries, and without its way into the tree (`-S` reads no .pth file)."""
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    libraries = [path for path in sys.path if Path(path).name == "site-packages"]
    start = f"import sys; sys.path[:0] = {[str(installed), *libraries]!r}; sys.argv[0] = 'assessor'; from assessor.cli import main; sys.exit(main())"

    answer = subprocess.run([sys.executable, "-I", "-S", "-c", start, "--help"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert answer.returncode == 0, answer.stderr
    assert "assess" in answer.stdout
