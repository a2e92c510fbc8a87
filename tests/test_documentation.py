"""What the documents show is what runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessor import assess
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit import Check, Study
from assessor.model.engagement import resolve

ROOT = Path(__file__).parents[1]


def blocks(document: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.S)


def test_the_check_in_contributing_judges_its_own_examples() -> None:
    (code,) = blocks("CONTRIBUTING.md", "python")
    space: dict[str, object] = {"__name__": "role_099"}
    exec(compile(code, "CONTRIBUTING.md", "exec"), space)  # noqa: S102  # the page's own code is what is tested
    (check,) = [value for value in space.values() if isinstance(value, Check)]

    for verdict, example in check.examples:
        tenant, engagement = example.build()
        assert judge(check, Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant)).verdict == verdict


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example pack, built and installed as a stranger would, into a folder of its own."""
    here = tmp_path_factory.mktemp("acme")
    source = here / "source"
    source.mkdir()
    for path in sorted((ROOT / "tests/packs/acme").rglob("*.*")):
        if path.suffix in (".py", ".toml"):
            copy = source / path.relative_to(ROOT / "tests/packs/acme")
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(path.read_bytes())
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--target", str(here / "site"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return here / "site"


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.append({str(site)!r}); from assessor.cli import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)


def test_a_third_party_pack_comes_in_by_the_same_door(acme: Path) -> None:
    lines = run(acme, "checks", "list").stdout.splitlines()
    assert lines[-1].startswith("ACME-001 low")
    assert lines[0].startswith("GA-001")


def test_a_pack_that_is_not_named_is_not_imported(acme: Path) -> None:
    assert "ACME-001" not in run(acme, "checks", "list", "--packs", "builtin").stdout


def test_packs_and_their_versions_stand_in_the_results(acme: Path, samples: Path) -> None:
    got = run(acme, "assess", str(samples / "school_before"), "--format", "json", "--checks", "ACME-001")
    assert '"name": "acme"' in got.stdout or '"name":"acme"' in got.stdout
    assert "1.2.3" in got.stdout


def test_a_pack_brings_the_remedies_of_its_own_checks(acme: Path, samples: Path) -> None:
    plan = run(acme, "assess", str(samples / "school_before"), "--format", "plan", "-o", "-", "--checks", "ACME-001").stdout
    assert "a user principal name that begins with adm" in plan
    assert "A renamed account surprises its owner" in plan


def test_an_id_that_is_claimed_twice_is_refused(acme: Path) -> None:
    (acme / "acme_entra_checks" / "again.py").write_text((ROOT / "tests/packs/acme/acme_entra_checks/acme_001_admin_accounts_are_named_so.py").read_text())
    try:
        got = run(acme, "checks", "list")
    finally:
        (acme / "acme_entra_checks" / "again.py").unlink()
    assert (got.returncode, got.stderr.splitlines()) == (
        3, ["assessor: check ACME-001: is claimed twice, by the packs acme and acme; give each check an id of its own"],
    )  # fmt: skip


def test_an_unknown_pack_is_refused_in_one_line() -> None:
    from assessor.model.errors import CatalogueError

    with pytest.raises(CatalogueError, match="no pack of that name is installed; installed: builtin"):
        assess.load(["nobody"])
