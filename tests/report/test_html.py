"""The page: safe, readable by everybody, asking for nothing."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from assessor.report.html import render_html
from assessor.report.templates import part

from .rendered import held_against_contract, page
from .sample_assessment import NASTY, SAMPLES, bad, huge


class Elements(HTMLParser):
    """Tags with their attributes, and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._quiet += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_holds_the_contract(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(page(name), encoding="utf-8")
    held_against_contract("html", file)


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_give_the_same_page(name: str) -> None:
    assert render_html(SAMPLES[name]()) == page(name)


def test_the_policy_names_exactly_the_style_and_the_script_of_the_page() -> None:
    policy = re.search(r'Security-Policy" content="([^"]+)"', page("bad"))
    assert policy
    for kind in ("style", "script"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page("bad"), re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src &#39;sha256-{digest}&#39;" in policy[1].replace("'", "&#39;")
    assert "unsafe" not in policy[1]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_element_carries_a_style_a_handler_or_a_foreign_address(name: str) -> None:
    for tag, given in Elements(page(name)).tags:
        assert "style" not in given, tag
        assert not [one for one in given if one.startswith("on")], tag
        assert not (given.get("href") or "#").startswith(("http:", "javascript:", "data:", "//")), tag


def test_a_hostile_name_adds_no_element() -> None:
    tags = [tag for tag, _ in Elements(page("hostile")).tags]
    assert tags.count("script") == 1
    assert tags.count("style") == 1
    assert "img" not in tags


@pytest.mark.parametrize("text", [one for one in NASTY if one.isprintable() and len(one) < 60])
def test_a_hostile_name_is_printed_as_it_is(text: str) -> None:
    assert any(text in word for word in Elements(page("hostile")).words)


def test_nothing_invisible_reaches_the_page() -> None:
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", page("hostile"))


def test_every_table_has_a_caption_and_heads_with_scope() -> None:
    tags = [tag for tag, _ in Elements(page("bad")).tags]
    assert tags.count("table") == tags.count("caption")
    assert all(given.get("scope") in ("col", "row") for tag, given in Elements(page("bad")).tags if tag == "th")


def test_every_id_stands_once_and_every_link_inside_leads_somewhere() -> None:
    for name in SAMPLES:
        tags = Elements(page(name)).tags
        ids = [given["id"] for _, given in tags if given.get("id")]
        assert len(ids) == len(set(ids)), name
        assert {(given.get("href") or "")[1:] for tag, given in tags if tag == "a" and (given.get("href") or "").startswith("#")} <= set(ids), name


def test_every_finding_has_a_place_and_is_there_without_script() -> None:
    anchors = [given["id"] for _, given in Elements(page("huge")).tags if (given.get("id") or "").startswith("finding-")]
    assert len(anchors) == sum(len(one.findings) for one in huge().results)


def test_what_could_not_be_assessed_is_said_even_when_it_is_nothing() -> None:
    assert "Everything was: each check that applies" in page("good")
    assert "Checks without a judgement" in page("bad")
    assert "AuditLog.Read.All, for directoryAudits" in page("bad")


def test_the_first_page_names_entries_of_the_engagement_file_that_do_nothing() -> None:
    first = page("bad").partition('id="first"')[0]
    assert "break_glass.accounts[2]" in first


def test_an_accepted_risk_is_shown_with_reason_owner_and_date() -> None:
    assert "Contract with the vendor runs until spring (accepted by Head of IT, until 31 March 2027)" in page("bad")


def test_nothing_assessed_gives_no_number_and_no_praise() -> None:
    words = " ".join(Elements(page("empty")).words)
    assert "Nothing can be said about" in words
    assert "well guarded" not in words.lower().partition("method")[0]


def test_a_page_of_many_findings_is_quick_and_small() -> None:
    start = time.process_time()
    text = render_html(huge(20_000))
    assert time.process_time() - start < 15  # the budget is 3 s on a quiet machine
    assert len(text) < 25_000_000


def test_the_script_is_short_and_writes_text_only() -> None:
    script = part("script/report.js")
    assert len(script.splitlines()) <= 120
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|\bimport\b", script)


def _tokens(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


WORDS = ("ink", "muted", "accent", "critical", "high", "medium", "low", "good", "violet")


@pytest.mark.parametrize("palette", ["tokens", "dark"])
@pytest.mark.parametrize("word", WORDS)
def test_words_stand_out_from_every_ground_they_are_printed_on(palette: str, word: str) -> None:
    colours = _tokens(part("styles/tokens.css")) | (_tokens(part("styles/dark.css")) if palette == "dark" else {})
    for ground in ("paper", "soft", *([f"{word}-soft"] if f"{word}-soft" in colours else [])):
        assert _contrast(colours[word], colours[ground]) >= 4.5, ground


@pytest.mark.parametrize("palette", ["tokens", "dark"])
@pytest.mark.parametrize("mark", ["edge", "focus", "chart-high", "chart-medium", "chart-low", "chart-eligible", "violet", "accent", "critical"])
def test_marks_and_controls_stand_out_from_the_paper(palette: str, mark: str) -> None:
    colours = _tokens(part("styles/tokens.css")) | (_tokens(part("styles/dark.css")) if palette == "dark" else {})
    assert _contrast(colours[mark], colours["paper"]) >= 3


def test_parts_of_a_bar_differ_in_lightness_where_paper_prints_them_in_grey() -> None:
    colours = _tokens(part("styles/tokens.css"))
    for parts in (("critical", "chart-high", "chart-medium", "chart-low"), ("critical", "chart-eligible")):
        assert all(_contrast(one, other) >= 1.25 and _luminance(one) < _luminance(other) for one, other in pairwise(colours[name] for name in parts))


def test_colours_are_named_in_one_place() -> None:
    root = Path(__file__).resolve().parents[2]
    files = [*(root / "report_templates").rglob("*.*"), *(root / "assessor" / "report").glob("*.py")]
    texts = {str(one.relative_to(root)): one.read_text() for one in files if one.suffix in (".css", ".j2", ".js", ".py")}
    strangers = {name for name, text in texts.items() if re.search(r"#[0-9a-fA-F]{6}\b", text)}
    assert strangers == {"report_templates/styles/dark.css", "report_templates/styles/tokens.css"}


def test_both_palettes_name_the_same_colours() -> None:
    assert _tokens(part("styles/dark.css")).keys() == _tokens(part("styles/tokens.css")).keys()


def test_the_sample_is_not_changed_by_being_printed() -> None:
    before = bad()
    render_html(before)
    assert before == bad()
