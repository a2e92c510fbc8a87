"""engagement.toml: every key, every wrong type, and where it is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessor.model.engagement import Answer, Engagement, ExceptionEntry, Thresholds
from assessor.model.errors import EngagementError
from assessor.model.result import EngagementProblem
from assessor.snapshot import find_engagement, read_engagement

WHOLE = """
[engagement]
customer = "School board of Example Valley"
consultant = "Contoso Consulting"
language = "de"
logo = "logo.svg"

[break_glass]
accounts = ["breakglass1@example.onmicrosoft.com", "id1"]
groups = ["g1"]

[sensitive]
users = []
groups = ["g2"]

[thresholds]
global_administrators_max = 3
activation_hours_max = 2
activation_hours_max_other = 7
privileged_assignments_max = 8
unused_eligibility_days = 20

[[exceptions]]
check = "ROLE-004"
subject = "*"
reason = "Migration"
owner = "CISO"
expires = 2027-03-31

[[exceptions]]
check = "GA-001"
subject = "ana@example.org"
expires = "2027-04-01"

[answers."TEN-001"]
answer = "pass"
by = "admin"
on = 2026-11-20T10:00:00Z
"""


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "engagement.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def refusal(file: Path) -> str:
    with pytest.raises(EngagementError) as caught:
        read_engagement(file)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    assert read_engagement(written(tmp_path, WHOLE)) == Engagement(
        file="engagement.toml",
        customer="School board of Example Valley",
        consultant="Contoso Consulting",
        language="de",
        logo="logo.svg",
        break_glass_accounts=("breakglass1@example.onmicrosoft.com", "id1"),
        break_glass_groups=("g1",),
        sensitive_groups=("g2",),
        thresholds=Thresholds(
            global_administrators_max=3, activation_hours_max=2, activation_hours_max_other=7, privileged_assignments_max=8, unused_eligibility_days=20
        ),
        exceptions=(
            ExceptionEntry(check="ROLE-004", subject="*", reason="Migration", owner="CISO", expires=date(2027, 3, 31)),
            ExceptionEntry(check="GA-001", subject="ana@example.org", expires=date(2027, 4, 1)),
        ),
        answers={"TEN-001": Answer(answer="pass", by="admin", on=date(2026, 11, 20))},
        problems=(EngagementProblem("engagement.language", "is de; this version writes English only"),),
    )


def test_english_is_asked_for_without_a_word(tmp_path: Path) -> None:
    assert read_engagement(written(tmp_path, '[engagement]\nlanguage = "en"\n')).problems == ()


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf[engagement]\n", b"# nothing\r\n"])
def test_all_of_it_is_optional(tmp_path: Path, text: bytes) -> None:
    assert read_engagement(written(tmp_path, text)) == Engagement(file="engagement.toml")


def test_what_nobody_knows_is_reported_and_has_no_effect(tmp_path: Path) -> None:
    text = '[break_glas]\naccounts=[]\n[thresholds]\nmax=1\n[[exceptions]]\ncheck="A"\nsubject="*"\nuntil="x"\n[answers.X]\nanswer="fail"\nwho=1\n'
    problems = read_engagement(written(tmp_path, text)).problems
    entries = ("break_glas", "thresholds.max", "exceptions[0].until", "answers.X.who")
    assert problems == tuple(EngagementProblem(entry, "nobody knows this key; it has no effect") for entry in entries)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[engagement]\ncustomer = 1", "engagement.toml: engagement.customer: is not a text"),
        ("[engagement]\nlogo = 1", "engagement.logo: is not a text"),
        ('[engagement]\nlanguage = "fr"', "engagement.language: is 'fr', which is none of en, de"),
        ("engagement = 1", "engagement.toml: engagement: is not a section"),
        ('[break_glass]\naccounts = "a"', "break_glass.accounts: is not a list of texts"),
        ("[break_glass]\naccounts = [1]", "break_glass.accounts[0]: is not a text, or an empty one"),
        ('[sensitive]\nusers = ["a", " "]', "sensitive.users[1]: is not a text, or an empty one"),
        ("[thresholds]\nglobal_administrators_max = 0", "thresholds.global_administrators_max: is 0, and must be a whole number above 0"),
        ('[thresholds]\nactivation_hours_max = "4"', "thresholds.activation_hours_max: is 4, and must be"),
        ("[thresholds]\nactivation_hours_max = 1.5", "thresholds.activation_hours_max: is 1.5, and must be"),
        ("[thresholds]\nunused_eligibility_days = true", "thresholds.unused_eligibility_days: is True, and must be"),
        ('[exceptions]\ncheck = "A"', "exceptions: is not a list of sections"),
        ("exceptions = [1]", "exceptions[0]: is not a section"),
        ('[[exceptions]]\nsubject = "*"', "exceptions[0].check: is missing"),
        ('[[exceptions]]\ncheck = "A"', "exceptions[0].subject: is missing"),
        ('[[exceptions]]\ncheck = "A"\nsubject = "*"\nexpires = "soon"', "exceptions[0].expires: is 'soon', which is no date"),
        ('[[exceptions]]\ncheck = "A"\nsubject = "*"\nexpires = 5', "exceptions[0].expires: is not a date"),
        ('[answers.A]\nanswer = "yes"', "answers.A.answer: is 'yes', which is none of pass, fail, partial"),
        ('[answers.A]\nby = "me"', "answers.A.answer: is missing"),
        ('[answers]\nA = "pass"', "answers.A: is not a section"),
        ("[engagement]\ncustomer = \n", "engagement.toml:2: is not TOML"),
        ("[engagement\n", "engagement.toml:1: is not TOML"),
        (b"\xff\xfe[\x00", "engagement.toml: is not UTF-8"),
        ("a = " + "[" * 100_000, "engagement.toml"),
    ],
)
def test_a_wrong_type_is_one_line_with_file_and_key(tmp_path: Path, text: str | bytes, says: str) -> None:
    assert says in refusal(written(tmp_path, text))


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "nowhere.toml")
    assert "cannot be read" in refusal(tmp_path)


def test_the_given_file_wins(tmp_path: Path) -> None:
    written(tmp_path, "")
    assert find_engagement(tmp_path / "contoso", tmp_path / "other.toml") == tmp_path / "other.toml"


@pytest.mark.parametrize("snapshot", ["contoso", "contoso.zip"])
def test_the_file_beside_the_snapshot_is_found_its_own_one_first(tmp_path: Path, snapshot: str) -> None:
    assert find_engagement(tmp_path / snapshot) is None
    common = written(tmp_path, "")
    assert find_engagement(tmp_path / snapshot) == common
    (tmp_path / "contoso.engagement.toml").write_text("")
    assert find_engagement(tmp_path / snapshot) == tmp_path / "contoso.engagement.toml"


def test_a_file_inside_the_snapshot_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "contoso").mkdir()
    written(tmp_path / "contoso", "")
    assert find_engagement(tmp_path / "contoso") is None


def test_beside_holds_for_a_path_without_a_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "contoso").mkdir()
    file = written(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_engagement(Path("contoso")) == file
    monkeypatch.chdir(tmp_path / "contoso")
    assert find_engagement(Path()) == file
