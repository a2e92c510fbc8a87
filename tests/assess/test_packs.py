"""Packs that are folders: what they may do, what they may not, and what is said of one that is broken."""

import json
import py_compile
import subprocess
import sys
from pathlib import Path

import pytest

from assessor import assess
from assessor.model.errors import CatalogueError

CHECK = '''
from assessor import checkkit as kit

@kit.check(
    id="{id}", title="A check", theme="{theme}", severity=kit.Severity.LOW, needs=(kit.collection.USERS,), remedy="Mend it.", references=(),
    passes=[kit.tenant(kit.person("ana"))], fails=[kit.tenant(kit.person("ana", accountEnabled=False))],
)
def one(case):
    """Because."""
    for user in case.each(case.read(kit.collection.USERS)):
        if user.account_enabled is False:
            yield kit.Finding(degree=kit.Degree.FAIL, subject=case.thing(user.id), says="is off", evidence=(kit.Evidence("users", user.id, "off"),))
'''


def pack(folder: Path, id: str = "HERE-001", theme: str = "naming", **files: str) -> Path:  # noqa: A002  # the catalogue's own word
    """A folder with one check and more files; `a__b` is the file a/b."""
    folder.mkdir(parents=True)
    (folder / "one.py").write_text(CHECK.format(id=id, theme=theme))
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def refusal(*folders: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        assess.load(["builtin"], folders)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(str(folders[-1]), "PACK")


def assessor(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_checks_of_a_folder_come_after_ours_with_their_own_theme(tmp_path: Path) -> None:
    catalogue = assess.load(["builtin"], [pack(tmp_path / "mine")])
    last = catalogue.checks[-1].info
    assert (last.id, last.theme, last.pack) == ("HERE-001", "naming", "mine")
    assert "HERE-001" in catalogue.known


def test_the_version_of_a_folder_is_its_own_word_or_else_a_digest_of_its_files(tmp_path: Path) -> None:
    said = pack(tmp_path / "said", __init__='__version__ = "1.2"\n')
    silent = pack(tmp_path / "silent", id="HERE-002")
    versions = [one.version for one in assess.load(["builtin"], [said, silent]).packs[1:]]
    assert versions[0] == "1.2"
    assert versions[1].startswith("sha256:")
    (silent / "words.txt").write_text("a word that the check may read")
    assert assess.load(["builtin"], [silent]).packs[-1].version not in versions


def test_modules_of_one_name_in_two_packs_do_not_collide_and_import_their_neighbours(tmp_path: Path) -> None:
    for name in ("one", "two"):
        pack(tmp_path / name, id=f"{name.upper()}-001", _words=f'SAYS = "{name}"\n', more="from ._words import SAYS\n")
    before = list(sys.path)
    catalogue = assess.load(["builtin"], [tmp_path / "one", tmp_path / "two"])
    assert [one.info.id for one in catalogue.checks[-2:]] == ["ONE-001", "TWO-001"]
    assert sys.path == before
    assert "more" not in sys.modules
    assert {module.SAYS for name, module in list(sys.modules.items()) if name.startswith("assessor_local_pack_") and name.endswith(".more")} >= {"one", "two"}


def test_a_pack_that_was_changed_is_imported_anew(tmp_path: Path) -> None:
    folder = pack(tmp_path / "mine")
    assess.load(["builtin"], [folder])
    (folder / "one.py").write_text(CHECK.format(id="HERE-007", theme="naming"))
    assert assess.load(["builtin"], [folder]).checks[-1].info.id == "HERE-007"


def test_what_runs_is_the_source_of_which_the_digest_is_made_and_no_compiled_file(tmp_path: Path) -> None:
    folder = pack(tmp_path / "mine", id="EVIL-001")
    py_compile.compile(str(folder / "one.py"), doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    (folder / "one.py").write_text(CHECK.format(id="HERE-001", theme="naming"))
    assert assess.load(["builtin"], [folder]).checks[-1].info.id == "HERE-001"


def test_no_compiled_file_is_left_in_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = pack(tmp_path / "mine")
    assess.load(["builtin"], [folder])
    assert [path.name for path in folder.rglob("*")] == ["one.py"]


def test_one_folder_given_twice_is_one_pack(tmp_path: Path) -> None:
    folder = pack(tmp_path / "mine")
    assert len(assess.load(["builtin"], [folder, folder / ".." / "mine"]).packs) == 2


def test_an_id_that_two_packs_claim_names_both(tmp_path: Path) -> None:
    assert (
        refusal(pack(tmp_path / "mine", id="GA-001")) == "check GA-001: is claimed twice, by the packs builtin and mine; leave one out, or give one another id"
    )


@pytest.mark.parametrize("name", ["mine", "builtin"])
def test_no_two_packs_have_one_name(tmp_path: Path, name: str) -> None:
    folders = pack(tmp_path / "a" / name), pack(tmp_path / "b" / name, id="HERE-002")
    assert refusal(*folders) == f"pack {name}: is the name of two packs; rename the folder: a report names its packs"


def test_a_folder_cannot_call_itself_builtin_where_ours_is_left_out(tmp_path: Path) -> None:
    from assessor.assess.catalogue import _refuse_one_name

    with pytest.raises(CatalogueError, match="builtin"):
        _refuse_one_name(["acme", "builtin"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\ny = nothing\n", "more.py:2: NameError: name 'nothing' is not defined"),
        ("x = 1\n\nif x\n", "more.py:3: SyntaxError: expected ':'"),
        ("import json\njson.loads('{')\n", "more.py:2: JSONDecodeError: "),
        ("import one\n", "more.py:1: ModuleNotFoundError: No module named 'one'"),
        ("raise SystemExit(0)\n", "more.py:1: SystemExit: 0"),
        (CHECK.format(id="bad", theme="naming"), "more.py:4: check bad: its id is not of the form AB-123"),
        (CHECK.format(id="HERE-002", theme="My Theme"), "more.py:4: check HERE-002: its theme is not of the form some-words"),
    ],
)
def test_a_pack_that_cannot_be_imported_is_one_line_with_file_and_line(tmp_path: Path, text: str, says: str) -> None:
    assert refusal(pack(tmp_path / "mine", more=text)).startswith(f"--pack PACK: cannot be imported ({says}")


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty") == "--pack PACK: holds no check; give the folder whose modules hold the checks"
    assert refusal(tmp_path / "nowhere") == "--pack PACK: is not a folder; give the folder whose modules hold the checks"


def test_a_folder_much_too_large_is_refused_before_it_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessor.assess.local.MOST_FILES", 1)
    assert "holds too much" in refusal(pack(tmp_path / "mine", more="raise ValueError\n"))


@pytest.mark.parametrize("more", [(), ("--quiet",)])
def test_a_pack_is_announced_on_standard_error_judges_and_stands_in_the_results(tmp_path: Path, samples: Path, more: tuple[str, ...]) -> None:
    folder = pack(tmp_path / "mine", more='print("hello")\n')
    got = assessor("assess", samples / "school_before", "--format", "json", "--pack", folder, *more)
    assert got.stderr.splitlines()[0] == f"assessor: warning: --pack {folder}: a pack is code; it runs on this machine with your rights"
    document = json.loads(got.stdout)
    assert [one["name"] for one in document["tool"]["packs"]] == ["builtin", "mine"]
    assert (document["checks"][-1]["id"], document["checks"][-1]["verdict"]) == ("HERE-001", "fail")
    assert document["score"]["themes"][-1]["theme"] == "naming"


def test_a_comparison_tells_what_the_engagement_sets(tmp_path: Path, samples: Path) -> None:
    (tmp_path / "engagement.toml").write_text('[checks."ROLE-009"]\nseverity = "high"\n')
    command = ("compare", samples / "school_before", samples / "school_after", "--format", "html", "--out", "-", "--engagement", tmp_path / "engagement.toml")
    assert "ROLE-009 severity high, not low" in assessor(*command).stdout


def test_a_comparison_is_judged_by_the_pack_too(tmp_path: Path, samples: Path) -> None:
    folder = pack(tmp_path / "mine")
    got = assessor("compare", samples / "school_before", samples / "school_after", "--format", "json", "--pack", folder)
    assert json.loads(got.stdout)["checks"][-1]["id"] == "HERE-001"
