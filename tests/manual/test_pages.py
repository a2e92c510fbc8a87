"""The documentation that is made from the checks: fresh, whole, and true to what the engine says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessor import assess, reference
from assessor import checkkit as kit
from assessor.manual.__main__ import main
from assessor.manual.index import index
from assessor.manual.page import page
from assessor.manual.pages import pages, stale

CATALOGUE = assess.load(["builtin"])


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
    assert headings == ["Why it matters", "What to do", "How it is decided", *numbers, "Data and permissions", "Frameworks", "References"]
    assert all(f"`{one.name}`" in text and f"{one.default} {one.unit}" in text for one in check.info.thresholds)
    assert all(f"`{one}`" in text for one in check.reads)
    assert all(f"`{one}`" in text for one in check.info.permissions)
    assert all(f"<{one}>" in text for one in check.info.references)


@pytest.mark.parametrize("check", CATALOGUE.checks, ids=lambda one: one.info.id)
def test_every_verdict_that_the_examples_show_has_its_heading(made, check):
    headings = {"pass": "It passes", "partial": "It is partial", "fail": "It fails", "not_applicable": "It does not apply", "manual": "It needs a person"}
    shown = re.findall(r"^### (.+)$", made[f"checks/{check.info.id}.md"], re.M)

    assert {headings.get(str(verdict), "It cannot be assessed") for verdict, _ in check.examples} == set(shown)


def test_every_link_between_pages_leads_somewhere(made):
    for name, text in made.items():
        for target in re.findall(r"\]\(([^)#]+\.md)", text):
            parts = [*Path(name).parent.parts, *Path(target).parts]
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            assert "/".join(parts) in made, (name, target)


def test_the_index_has_every_check_under_the_theme_that_its_page_links_to(made):
    text = index(CATALOGUE.checks)
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
        "import sys; from assessor import assess; from assessor.manual.page import page; c = assess.load(['builtin']); sys.stdout.write(page(c.get('CAP-007')))"
    )
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()

    assert again == made["checks/CAP-007.md"]


def test_an_unknown_pack_is_refused_in_one_line(tmp_path, capsys):
    assert main([str(tmp_path), "--packs", "nobody"]) == 3
    assert capsys.readouterr().err == "assessor: --packs nobody: no pack of that name is installed; installed: builtin\n"
