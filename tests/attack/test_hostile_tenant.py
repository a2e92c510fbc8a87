"""What a hostile tenant writes reaches every reader as text and as nothing else: all formats of a report and of a comparison, and the terminal."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import subprocess
import tomllib
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as Xml

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from assessor import assess
from assessor.assess.drafting import draft
from assessor.cli import main
from assessor.compare import Side, compare
from assessor.model.engagement import Engagement
from assessor.report import rendered, rendered_comparison
from assessor.report.engagement_file import engagement_file
from assessor.snapshot import open_snapshot, read_engagement
from tests.compare.snapshots import catalogue, copy_of, edited
from tests.remedy.shell import code_of, is_balanced, tokens
from tests.report.conftest import browser
from tests.report.read_back import opened
from tests.report.test_html import Elements

from .hostile import ATTACKS, hostile_copy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

__all__ = ["browser"]

Render = "Callable[[str], bytes]"
PDFTOTEXT = shutil.which("pdftotext")
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co"}
MARKDOWN = {"h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong", "code", "pre", "a"}


@pytest.fixture(scope="module")
def folder(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile tenant three times: before, midway, after."""
    base = tmp_path_factory.mktemp("hostile")
    for turn, name in enumerate(("before", "midway", "after")):
        hostile_copy(samples / f"school_{name}", base / name, turn=5 * turn)
    return base


@pytest.fixture(scope="module")
def sides(folder: Path) -> dict[str, Side]:
    """Each judged once, with a plan."""
    return {name: _side(folder / name) for name in ("before", "midway", "after")}


def _side(path: Path) -> Side:
    snapshot = open_snapshot(path)
    tenant = snapshot.tenant(frozenset())
    return Side(snapshot, tenant, assess.assess(tenant, Engagement(), catalogue(), planned=True))


@pytest.fixture(scope="module")
def report(sides: dict[str, Side]) -> Any:
    """Every format of the report, each made once; the summary of `after` looks back on `before`."""
    return _Once(lambda form: rendered(replace(sides["before"].assessment), form))


@pytest.fixture(scope="module")
def later(sides: dict[str, Side]) -> Any:
    """The report that looks back."""
    now = replace(sides["after"].assessment, earlier=sides["before"].assessment)
    return _Once(lambda form: rendered(now, form))


@pytest.fixture(scope="module")
def comparison(sides: dict[str, Side]) -> Any:
    """Two hostile snapshots held against each other."""
    found = compare(sides["before"], sides["after"], catalogue().checks)
    return _Once(lambda form: rendered_comparison(found, form))


@pytest.fixture(scope="module")
def series(sides: dict[str, Side]) -> Any:
    """Three of them, which show a trend."""
    found = compare(sides["before"], sides["after"], catalogue().checks, [sides["midway"].judged])
    return _Once(lambda form: rendered_comparison(found, form))


class _Once:
    def __init__(self, make: Callable[[str], bytes]) -> None:
        self._make, self._made = make, dict[str, bytes]()

    def __call__(self, form: str) -> bytes:
        if form not in self._made:
            self._made[form] = self._make(form)
        return self._made[form]


@pytest.fixture(params=["report", "later", "comparison", "series"])
def document(request: pytest.FixtureRequest) -> Any:
    """One after the other."""
    return request.getfixturevalue(request.param)


def hidden(text: str, allowed: str = "\n") -> set[str]:
    """Characters that steer a reader's program, or that nobody sees."""
    return {f"U+{ord(one):04X}" for one in set(text) - set(allowed) if unicodedata.category(one) in HIDDEN}


def strings(value: Any) -> Iterator[str]:
    """Every text of a JSON document."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value


# ---- pages and paper ----


def test_the_attacks_are_in_the_page(report: Any, comparison: Any) -> None:
    """Without this every other test here could pass on a report that shows no name."""
    for made in (report, comparison):
        words = "".join(Elements(made("html").decode()).words)
        found = [one for one in ATTACKS if one.isprintable() and len(one) < 100 and one in words]
        assert len(found) > 12


def test_no_name_adds_an_element_or_an_address(document: Any) -> None:
    page = Elements(document("html").decode())
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1
    assert not {"img", "iframe", "object", "embed", "base", "foreignobject"} & set(tags)
    for tag, given in page.tags:
        assert "style" not in given, (tag, given)
        assert not [one for one in given if one.startswith("on")], (tag, given)
        assert re.match(r"#|https://|$", given.get("href") or ""), (tag, given)
        assert "evil.example" not in (given.get("href") or ""), given
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))


def test_the_page_hides_nothing(document: Any) -> None:
    page = Elements(document("html").decode())
    assert hidden("".join(page.words)) == set()
    assert hidden("".join(value or "" for _, given in page.tags for value in given.values())) == set()


def test_a_browser_shows_the_page_and_nothing_happens(browser: Browser, document: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(document("html"))
    context = browser.new_context()
    tab, asked, said = context.new_page(), [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    tab.goto(file.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.wait_for_timeout(300)
    context.close()
    assert asked == [file.as_uri()]
    assert said == []


@pytest.mark.parametrize("form", ["pdf", "summary"])
def test_the_paper_of_a_report_is_made_and_hides_nothing(later: Any, form: str) -> None:
    _is_paper(later(form))


def test_the_paper_of_a_comparison_is_made_and_hides_nothing(series: Any) -> None:
    _is_paper(series("pdf"))


def _is_paper(content: bytes) -> None:
    assert hidden(_words_on_paper(content), "\n\f\u202b\u202c") == set()
    reader = PdfReader(io.BytesIO(content))
    assert hidden("".join(str(value) for value in (reader.metadata or {}).values())) == set()
    root = reader.trailer["/Root"]
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    assert "/AA" not in root
    links = [one.get_object().get("/A", {}).get("/URI") for page in reader.pages for one in page.get("/Annots", ())]
    assert not [one for one in links if one and not str(one).startswith("https://")]
    assert not [one for one in links if one and "evil.example" in str(one)]


def _words_on_paper(content: bytes) -> str:
    """As poppler reads them, which puts marks of its own around words in Arabic."""
    if PDFTOTEXT is None:
        pytest.skip("no pdftotext on this machine")
    return subprocess.run([PDFTOTEXT, "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


# ---- tables ----


def test_a_workbook_holds_no_formula_and_no_link(document: Any) -> None:
    content = document("xlsx")
    for sheet in opened(content).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                assert cell.hyperlink is None, cell.coordinate
    parts = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in parts.namelist() if "external" in name.lower() or name.endswith(".bin")]
    for name in parts.namelist():
        Xml.fromstring(parts.read(name))  # noqa: S314  # our own document


def test_no_cell_of_the_table_is_a_formula_and_none_hides_anything(report: Any) -> None:
    text = report("csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert hidden(text, "\r\n") == set()
    assert all("\n" not in cell and "\r" not in cell for row in rows for cell in row)


# ---- Markdown ----


@pytest.mark.parametrize(("name", "form"), [("report", "md"), ("report", "plan"), ("later", "plan"), ("comparison", "md"), ("series", "md")])
def test_markdown_holds_no_markup_but_ours(request: pytest.FixtureRequest, name: str, form: str) -> None:
    text = request.getfixturevalue(name)(form).decode()
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    tags = Elements(page).tags
    assert {tag for tag, _ in tags} <= MARKDOWN
    assert not [given for _, given in tags if not re.match(r"https://learn\.microsoft\.com/|https://[\w.]+/|$", given.get("href") or "")]
    assert "evil.example" not in "".join(given.get("href") or "" for _, given in tags)
    assert hidden(text) == set()


@pytest.mark.parametrize(("name", "form"), [("report", "md"), ("report", "plan"), ("comparison", "md"), ("series", "md")])
def test_markdown_calls_nobody_and_links_nothing_by_itself(request: pytest.FixtureRequest, name: str, form: str) -> None:
    text = request.getfixturevalue(name)(form).decode()
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    words = html.unescape(re.sub(r"<(code|pre)\b.*?</\1>|<[^>]*>", "", page, flags=re.DOTALL))
    assert not re.findall(r"(?<![\w#])@everyone|(?<!\w)#\d+\b", words)
    assert "http://evil.example" not in re.sub(r"`[^`\n]*`", "", text)


def scripts(text: str) -> list[str]:
    """What stands in fences, as a Markdown reader finds them."""
    return [one.content for one in MarkdownIt("commonmark").parse(text) if one.type == "fence"]


def test_no_name_is_code_in_a_script_of_the_plan(report: Any) -> None:
    text = report("plan").decode()
    found = scripts(text)
    assert len(found) > 20
    marks = re.compile(r"~\d+|Stop-Computer|Invoke-Expression|Remove-Item x|alert\(1\)|\[31m|evil\.example")
    for script in found:
        assert is_balanced(script)
        assert marks.search(code_of(script)) is None
        assert not [one for one in tokens(script) if one.kind == "string" and marks.search(one.text)]
        for one in tokens(script):
            assert one.kind != "comment" or hidden(one.text, "") == set()


def test_a_fence_ends_where_the_script_ends(report: Any) -> None:
    text = report("plan").decode()
    assert not [one for one in scripts(text) if re.search(r"^#{1,3} \d+\. [A-Z]+-\d", one, re.MULTILINE)]
    assert len(scripts(text)) == len(re.findall(r"^`{3,}powershell$", text, re.MULTILINE))


def test_prompts_hold_names_as_quoted_words_only(report: Any) -> None:
    text = report("prompts").decode()
    assert hidden(text) == set()
    assert "Ignore all former" not in text
    bare = re.sub(r'"[\w.@-]*"', "", text)
    assert not re.search(r"~\d|<|alert\(|evil", bare)


# ---- documents for programs ----


def test_json_is_json_that_every_reader_takes(document: Any) -> None:
    for text in strings(json.loads(document("json"))):
        text.encode()


def test_sarif_and_junit_are_well_formed_and_hide_nothing(report: Any) -> None:
    assert hidden("".join(strings(json.loads(report("sarif"))))) == set()
    root = Xml.fromstring(report("junit"))  # noqa: S314  # our own document
    said = [*(one.text or "" for one in root.iter()), *(value for one in root.iter() for value in one.attrib.values())]
    assert hidden("".join(said)) == set()


# ---- the terminal ----


@pytest.mark.parametrize(
    "words",
    [
        ("paths",), ("paths", "--to", "Global Administrator"), ("paths", "--json"), ("paths", "--export", "opengraph"), ("cut",), ("cut", "--json"), ("gaps",),
        ("gaps", "--json"), ("gaps", "--property", "block"), ("snapshot", "info"), ("snapshot", "info", "--json"), ("snapshot", "verify"),
        ("engagement", "init", "-o", "-"), ("blast", "{user}"), ("blast", "{user}", "--json"), ("paths", "--from", "{user}"), ("whatif", "--user", "{user}"),
        ("whatif", "--user", "{user}", "--activate", "Global Administrator"), ("whatif", "--user", "{user}", "--json"),
        ("blast", "\x1b[31m\nx"), ("paths", "--to", "\u202e\x9b"), ("paths", "--from", "a\r\nb" * 900), ("cut", "--keep", "\x07,\x08"),
        ("whatif", "--user", "\udcff"), ("assess", "--checks", "\x1b]0;x\x07", "--format", "json"), ("assess", "--packs", "\x1b\n", "--format", "json"),
    ],
    ids=lambda words: " ".join(words)[:40].encode("ascii", "backslashreplace").decode(),
)  # fmt: skip
def test_nothing_that_a_command_says_steers_the_terminal(folder: Path, capfdbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]) -> None:
    inner = 2 if words[0] in ("snapshot", "engagement") else 1
    line = [*words[:inner], str(folder / "before"), *(_somebody(folder) if one == "{user}" else one for one in words[inner:])]
    code = main(line)
    out, err = capfdbinary.readouterr()
    assert hidden(out.decode()) == set()
    assert hidden(err.decode()) == set()
    assert code in (0, 3)
    if code == 3:
        assert out == b""
        assert len(err.splitlines()) == 1


def _somebody(folder: Path) -> str:
    """Whoever has an id that is none."""
    rows = [json.loads(line) for line in (folder / "before" / "users.ndjson").read_text(encoding="utf-8").splitlines()]
    return next(str(row["id"]) for row in rows if row["id"].startswith("<b>"))


def test_a_graph_for_other_tools_is_well_formed_and_joins_nobody(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    main(["paths", str(folder / "before"), "--export", "graphml"])
    root = Xml.fromstring(capfdbinary.readouterr().out)  # noqa: S314  # our own document
    ids = [one.get("id") for one in root.iter("{http://graphml.graphdrawing.org/xmlns}node")]
    assert len(ids) == len(set(ids)) > 50
    assert hidden("".join(one.text or "" for one in root.iter())) == set()


# ---- the engagement file ----


def test_a_new_engagement_file_declares_nothing_and_can_be_taken_at_its_word(sides: dict[str, Side], tmp_path: Path) -> None:
    found = draft(sides["before"].tenant, catalogue())
    assert found.break_glass or found.sensitive_groups
    content = engagement_file(found).decode()
    assert hidden(content) == set()
    assert [value for value in tomllib.loads(content).values() if value] == []
    said = tmp_path / "said.toml"
    said.write_text(re.sub(r"(?m)^# (?!----)", "", content).replace('answer = ""', 'answer = "pass"'), encoding="utf-8")
    told = read_engagement(said)
    assert {one.thing.id for one in found.sensitive_groups} <= set(told.sensitive_groups)


# ---- roles that are called like ours ----


@pytest.mark.parametrize(
    "words", [("paths", "--to", "Global Administrator"), ("cut",), ("whatif", "--user", "adler@examplevalley.example", "--activate", "Global Administrator")]
)
def test_a_role_that_calls_itself_global_administrator_is_taken_for_none(tmp_path: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    custom = {"id": "00000000-1111-4222-8333-444444444444", "templateId": "00000000-1111-4222-8333-444444444444", "isBuiltIn": False, "isEnabled": True}
    folder = copy_of("school_before", tmp_path / "twice")
    edited(folder, "roleDefinitions", lambda rows: [{**custom, "displayName": "Global Administrator"}, *rows])
    assert main([words[0], str(folder), *words[1:]]) == 3
    out, err = capfd.readouterr()
    assert out == ""
    assert "2 roles have that name; say which by its id: 00000000-1111" in err


def test_a_role_that_the_tenant_calls_otherwise_is_found_by_microsofts_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = copy_of("school_before", tmp_path / "renamed")
    edited(folder, "roleDefinitions", lambda rows: [{**one, "displayName": f"x{one['displayName']}"} for one in rows])
    assert main(["paths", str(folder), "--to", "global administrator"]) == 0
    assert "xGlobal Administrator" in capfd.readouterr().out
