"""The documentation that is made from the checks: fresh, whole, and true to what the engine says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessor import assess, reference
from assessor import checkkit as kit
from assessor.assess.remedies import remedies
from assessor.assess.sample_script import sample_script
from assessor.checkkit.powershell import parted
from assessor.checkkit.remedy import AS_OF
from assessor.manual.__main__ import main
from assessor.manual.markdown import plain
from assessor.manual.page import page
from assessor.manual.pages import pages, stale

CATALOGUE = assess.load(["builtin"])
REMEDIES = remedies(CATALOGUE)


@pytest.fixture(scope="module")
def made():
    return pages(CATALOGUE)


def test_the_pages_are_fresh(made, root):
    assert stale(root / "docs", made) == [], "run make docs"


@pytest.mark.parametrize("check", CATALOGUE.checks, ids=lambda one: one.info.id)
def test_a_page_says_why_what_to_do_how_it_is_decided_and_what_it_needs(made, check):
    text = made[f"checks/{check.info.id}.md"]

    headings = re.findall(r"^## (.+)$", text, re.M)
    numbers = ["Numbers that a customer may set"] if check.info.thresholds else []
    first = ["Why it matters", "What to do", "How to carry it out", "How it is decided"]
    assert headings == [*first, *numbers, "Data and permissions", "Frameworks", "References"]
    assert all(f"`{one.name}`" in text and f"{one.default} {one.unit}" in text for one in check.info.thresholds)
    assert all(f"`{one}`" in text for one in check.reads)
    assert all(f"`{one}`" in text for one in check.info.permissions)
    assert all(f"<{one}>" in text for one in check.info.references)


@pytest.mark.parametrize("check", CATALOGUE.checks, ids=lambda one: one.info.id)
def test_every_verdict_that_the_examples_show_has_its_heading(made, check):
    headings = {"pass": "It passes", "partial": "It is partial", "fail": "It fails", "not_applicable": "It does not apply", "manual": "It needs a person"}
    shown = re.findall(r"^### (.+)$", made[f"checks/{check.info.id}.md"].partition("\n## How it is decided\n")[2], re.M)

    assert {headings.get(str(verdict), "It cannot be assessed") for verdict, _ in check.examples} == set(shown)


@pytest.mark.parametrize("check", CATALOGUE.checks, ids=lambda one: one.info.id)
def test_a_page_has_every_step_of_the_remedy_and_the_script_or_why_there_is_none(made, check):
    remedy = REMEDIES[check.info.id]
    text = made[f"checks/{check.info.id}.md"]
    chapter = text.partition("\n## How to carry it out\n")[2].partition("\n## ")[0]

    assert all(f"\n{number}. {plain(step)}" in chapter for number, step in enumerate(remedy.portal, 1))
    assert all(plain(said) in chapter for said in (remedy.takes, remedy.owner, remedy.undo, *remedy.caution))
    assert all(f"[{one}]({one}.md)" in chapter for one in remedy.after)
    assert AS_OF in chapter
    if remedy.script:
        assert "Send-Change" in chapter
        assert "Delegated permissions:" in chapter
        assert "Connect-MgGraph" not in chapter, "what all scripts begin with stands in the index alone"
    else:
        assert plain(remedy.no_script) in chapter
        assert "```" not in chapter


def test_the_script_of_a_page_is_what_the_remedy_writes_for_an_example_and_the_index_has_its_opening(made):
    script = sample_script(CATALOGUE.get("GA-002"), REMEDIES["GA-002"]).script
    opening, own = parted(script.text)

    assert own.startswith("$Rows = @(")
    assert opening.endswith("}\n}")
    assert f"```powershell\n{own.rstrip()}\n```" in made["checks/GA-002.md"]
    assert f"```powershell\n{opening}\n```" in made["checks/README.md"]


def test_a_page_without_steps_has_no_chapter_for_them():
    assert "How to carry it out" not in page(CATALOGUE.get("GA-002"))


def test_every_link_between_pages_leads_somewhere(made):
    for name, text in made.items():
        for target in re.findall(r"\]\(([^)#]+\.md)", text):
            parts = [*Path(name).parent.parts, *Path(target).parts]
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            assert "/".join(parts) in made, (name, target)


def test_the_index_has_every_check_under_the_theme_that_its_page_links_to(made):
    text = made["checks/README.md"]
    anchors = {re.sub(r"[^a-z0-9-]", "", one.lower().replace(" ", "-")) for one in re.findall(r"^## (.+)$", text, re.M)}

    assert [one.info.id for one in CATALOGUE.checks] == re.findall(r"^\| \[([A-Z]+-\d+)\]", text, re.M)
    assert {re.search(r"README\.md#([a-z-]+)\)", made[f"checks/{one.info.id}.md"])[1] for one in CATALOGUE.checks} <= anchors


def test_the_table_of_frameworks_has_every_control_and_how_far_it_is_answered(made):
    text = made["frameworks.md"]
    words = {"answers": "wholly", "contributes": "partly", None: "no"}
    for framework in reference.frameworks():
        for control in framework.controls:
            (row,) = re.findall(
                rf"^\| `{re.escape(control.id)}` \|.*$", text.partition(f"\n## {framework.name.replace('&', chr(92) + '&')}\n")[2].partition("\n## ")[0], re.M
            )
            assert row.split(" | ")[2] == words[control.answered]
            assert all(f"checks/{one}.md" in row for one in control.checks)


def declared(**properties):
    facts = {"id": "ACME-007", "title": "Nobody <b>| is</b> here", "theme": "acme-own", "severity": kit.Severity.LOW, "needs": {kit.collection.USERS}}
    facts |= {
        "remedy": "Do `it`.",
        "references": ("https://example.org/a",),
        "passes": [kit.tenant(kit.person("ana"))],
        "fails": [kit.tenant(kit.person("eve"))],
    }

    @kit.check(**{**facts, **properties})
    def nobody_is_here(case):
        """Because *of that*."""
        for user in case.each(case.read(kit.collection.USERS)):
            if user.user_principal_name.startswith("eve"):
                yield kit.Finding(degree=kit.Degree.FAIL, subject=case.thing(user.id), says="is <i>eve</i>", evidence=(kit.Evidence("users", user.id, "eve"),))

    return nobody_is_here


def test_nothing_that_a_pack_says_is_markup():
    text = page(declared())

    assert r"# ACME-007: Nobody \<b\>\| is\</b\> here" in text
    assert r"Because \*of that\*." in text
    assert r"  - → eve is \<i\>eve\</i\>" in text


def test_a_page_of_a_pack_tells_the_frameworks_that_it_declares():
    assert "| acme iso | 1.2, 1.3 |" in page(declared(frameworks={"acme iso": ("1.2", "1.3")}))


def test_a_stale_page_and_one_of_a_check_that_is_gone_are_named(made, tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert main([str(tmp_path), "--check"]) == 0
    (tmp_path / "checks" / "GA-002.md").write_text("old", encoding="utf-8")
    (tmp_path / "checks" / "OLD-001.md").write_text("gone", encoding="utf-8")
    (tmp_path / "checks" / "notes.md").write_text("somebody's own", encoding="utf-8")
    capsys.readouterr()

    assert main([str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().err.splitlines() == ["checks/GA-002.md is stale: run make docs", "checks/OLD-001.md is stale: run make docs"]
    assert main([str(tmp_path)]) == 0
    assert stale(tmp_path, made) == []
    assert (tmp_path / "checks" / "notes.md").exists()


def test_two_runs_give_the_same_bytes(made):
    code = (
        "import sys; from assessor import assess; from assessor.manual.pages import pages; "
        "sys.stdout.write(pages(assess.load(['builtin']))['checks/CAP-007.md'])"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()

    assert again == made["checks/CAP-007.md"]


def test_an_unknown_pack_is_refused_in_one_line(tmp_path, capsys):
    assert main([str(tmp_path), "--packs", "nobody"]) == 3
    assert capsys.readouterr().err == "assessor: --packs nobody: no pack of that name is installed; installed: builtin\n"
