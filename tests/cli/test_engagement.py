"""`assessor engagement init`: everything is suggested, nothing is declared, and no name gets out of its comment."""

import json
import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor import assess
from assessor import checkkit as kit
from assessor.assess.drafting import draft
from assessor.cli import main
from assessor.model.engagement import Engagement, resolve
from assessor.model.errors import EngagementError
from assessor.report.engagement_file import engagement_file
from assessor.snapshot import read_engagement, read_tenant

CATALOGUE = assess.load(["builtin"])
NAMES = ("school_before", "school_midway", "school_after", "school_partial")
GA = kit.GLOBAL_ADMINISTRATOR


def drafted(*parts: kit.Part) -> str:
    tenant, _ = kit.tenant(*parts).build()
    return engagement_file(draft(tenant, CATALOGUE.only(["GA-003", "TEN-001", "ROLE-006"]))).decode()


def taken_in(text: str) -> str:
    """As if a person had taken every # away that is meant to be."""
    return re.sub(r"^# (?!----)", "", text, flags=re.M)


def without_engagement(document: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in document.items() if key != "engagement"}


@pytest.fixture
def sample(request: pytest.FixtureRequest, samples: Path, tmp_path: Path) -> Path:
    """A sample without the engagement file that lies beside it."""
    return Path(shutil.copytree(samples / request.param, tmp_path / request.param))


@pytest.mark.parametrize("sample", NAMES, indirect=True)
def test_the_file_reads_back_and_changes_no_verdict(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(sample), "--format", "json"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert main(["engagement", "init", str(sample)]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == sample.with_name(f"{sample.name}.engagement.toml")
    assert replace(read_engagement(path), file=None) == Engagement()
    assert main(["assess", str(sample), "--format", "json"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert after["engagement"] == {"file": path.name, "problems": [], "overrides": []}
    assert without_engagement(after) == without_engagement(before)


@pytest.mark.parametrize("sample", NAMES, indirect=True)
def test_every_candidate_resolves_once_it_is_taken_in(sample: Path, tmp_path: Path) -> None:
    tenant = read_tenant(sample, frozenset())
    text = taken_in(engagement_file(draft(tenant, CATALOGUE)).decode())
    path = tmp_path / "taken.toml"
    path.write_text(text[: text.index("# ---- Thresholds")])
    engagement = read_engagement(path)
    assert engagement.break_glass_accounts
    assert resolve(engagement, tenant).problems == ()
    assert tomllib.loads(text)["thresholds"] == Engagement().thresholds.as_dict()


def test_the_declared_accounts_of_the_sample_are_the_likeliest_candidates(samples: Path) -> None:
    found = draft(read_tenant(samples / "school_after", frozenset()), CATALOGUE)
    assert [one.thing.label.partition("@")[0] for one in found.break_glass] == ["bg-alpha", "bg-bravo"]
    assert [one.thing.label for one in found.break_glass_groups] == ["CA exclusion: emergency access"]
    assert not {one.thing.id for one in found.break_glass} & {one.thing.id for one in found.sensitive_users}


def test_what_speaks_against_a_candidate_is_told_too() -> None:
    text = drafted(kit.person("breakglass", accountEnabled=False, onPremisesSyncEnabled=True), kit.eligible(GA, to="breakglass"))
    (line,) = [one for one in text.splitlines() if "breakglass@" in one]
    assert line.endswith("; but no permanent Global Administrator, disabled, synchronised from on premises")
    assert "cloud-only" not in line


def test_what_is_not_known_is_no_sign() -> None:
    known = kit.row(kit.collection.USERS, id=kit.ident("breakglass"), userPrincipalName="breakglass@example.onmicrosoft.com")
    (line,) = [one for one in drafted(known, kit.standing(GA, to="breakglass")).splitlines() if "breakglass@" in one]
    assert "cloud-only" not in line
    assert "licence" not in line


def test_an_ordinary_administrator_is_no_candidate() -> None:
    licence = {"assignedLicenses": [{"skuId": "11111111-2222-4333-8444-555555555555"}]}
    assert "no account looks like one" in drafted(kit.person("ana", **licence), kit.standing(GA, to="ana"))


def test_what_the_snapshot_lacks_is_told() -> None:
    assert "Candidates may be missing below" in drafted(kit.without(kit.collection.USERS))
    assert "Candidates may be missing below" not in drafted()


def test_the_questions_are_those_that_nobody_else_answers() -> None:
    text = drafted(kit.without(kit.collection.ADMIN_UX_SETTING), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))
    assert re.findall(r'^# \[answers\."(.*)"\]$', text, re.M) == ["TEN-001"]
    assert "Is access to the Entra admin center restricted" in text


def test_an_answer_that_was_taken_in_and_not_filled_in_is_refused(tmp_path: Path) -> None:
    text = drafted(kit.without(kit.collection.ADMIN_UX_SETTING), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))
    (tmp_path / "a.toml").write_text(text.replace('# [answers."TEN-001"]\n# answer', '[answers."TEN-001"]\nanswer'))
    with pytest.raises(EngagementError, match=r"TEN-001\.answer: is missing"):
        read_engagement(tmp_path / "a.toml")


HOSTILE = [
    'eve\n[break_glass]\naccounts = ["eve@example.org"]\n#',
    'eve", "eve@example.org", # \r\n]\n',
    "eve\u2028accounts = []\u2029\x85\x00\x7f\u202egnp\ud800",
    "\\u0022]\\n'''\"\"\"",
    "x" * 5000 + "\n[thresholds]",
]


def read_back(text: str, tmp_path: Path) -> Engagement:
    path = tmp_path / "engagement.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return replace(read_engagement(path), file=None)


def hostile(name: str) -> str:
    user = {
        "id": kit.ident("eve"),
        "userPrincipalName": f"breakglass{name}@example.onmicrosoft.com",
        "displayName": f"emergency {name}",
        "assignedLicenses": [],
    }
    group = {"id": kit.ident("board"), "displayName": f"confidential {name}"}
    organization = {"id": "o", "displayName": name, "verifiedDomains": []}
    rows = (kit.row("users", **user), kit.row("groups", **group), kit.row("organization", **organization))
    return drafted(*rows, kit.standing(GA, to="eve"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_never_leaves_its_comment(name: str, tmp_path: Path) -> None:
    text = hostile(name)
    assert read_back(text, tmp_path) == Engagement()
    taken = tomllib.loads(taken_in(text))
    assert (taken["break_glass"]["accounts"], taken["sensitive"]["groups"]) == ([kit.ident("eve")], [kit.ident("board")])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_somebody_is_called_nothing_is_declared(tmp_path: Path, name: str) -> None:
    assert read_back(hostile(name), tmp_path) == Engagement()


def test_a_file_that_is_there_is_not_written_over(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("# mine\n")
    command = ["engagement", "init", str(samples / "school_after"), "--out", str(path)]
    assert main(command) == 3
    assert capsys.readouterr().err == f"assessor: {path}: is there already; say --force to write over it, or another --out\n"
    assert path.read_text() == "# mine\n"
    assert main([*command, "--force"]) == 0
    assert "[break_glass]" in path.read_text()


def test_it_goes_to_standard_output_too(samples: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["engagement", "init", str(samples / "school_after"), "--out", "-"]) == 0
    captured = capfdbinary.readouterr()
    assert tomllib.loads(captured.out.decode()).keys() == {"engagement", "break_glass", "sensitive", "thresholds"}
    assert b"candidates: " in captured.err
