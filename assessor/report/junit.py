"""junit.xml: a test case for each check, for what shows test results (Azure DevOps, GitLab, Jenkins)."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from assessor.model.words import Verdict
from assessor.report import wording as w
from assessor.report.documents import utc
from assessor.report.findings import acceptance_words
from assessor.report.judgement import tenant_name
from assessor.report.text import for_xml, prose, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment, Finding, Result

MOST = 50
"""Findings of a check that are named."""
_OUTCOMES = {
    Verdict.FAIL: "failure", Verdict.PARTIAL: "failure", Verdict.ERROR: "error",
    Verdict.NOT_ASSESSED: "skipped", Verdict.MANUAL: "skipped", Verdict.NOT_APPLICABLE: "skipped",
}  # fmt: skip
"""A test knows no half: what partly fails is a failure, and says so. What could not be judged is skipped, never passed."""


def render_junit(assessment: Assessment) -> bytes:
    """The document; its times are those of the snapshot, and nothing took any."""
    stamp = f"{utc(assessment.snapshot.taken_at):%Y-%m-%dT%H:%M:%S}"
    root = Xml.Element("testsuites", {"name": for_xml(f"{w.TITLE}: {tenant_name(assessment)}"), **_counts(assessment.results), "time": "0"})
    themes = list(dict.fromkeys(one.check.theme for one in assessment.results))
    by_theme = sorted(assessment.results, key=lambda one: themes.index(one.check.theme))
    for theme, results in groupby(by_theme, key=lambda one: one.check.theme):
        ones = tuple(results)
        suite = Xml.SubElement(root, "testsuite", {"name": for_xml(w.theme_name(theme)), **_counts(ones), "timestamp": stamp, "time": "0"})
        suite.extend(_case(one) for one in ones)
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'.encode()


def _counts(results: tuple[Result, ...]) -> dict[str, str]:
    found = Counter(_OUTCOMES.get(one.verdict, "pass") for one in results)
    return {"tests": str(len(results)), "failures": str(found["failure"]), "errors": str(found["error"]), "skipped": str(found["skipped"])}


def _case(result: Result) -> Xml.Element:
    check = result.check
    case = Xml.Element("testcase", classname=for_xml(check.theme), name=for_xml(f"{check.id} {check.title}"), time="0")
    outcome = _OUTCOMES.get(result.verdict)
    if outcome == "failure":
        inner = Xml.SubElement(case, "failure", message=for_xml(_in_a_line(result)), type=for_xml(f"{result.verdict}, {check.severity}"))
        inner.text = for_xml("\n".join(_details(result)))
    elif outcome:
        said = for_xml(f"{w.VERDICTS[result.verdict]}: {shown(result.reason, 2000)}")
        Xml.SubElement(case, outcome, {"message": said, **({"type": str(result.verdict)} if outcome == "error" else {})})
    if beside := "\n".join(_beside(result)):
        Xml.SubElement(case, "system-out").text = for_xml(beside)
    return case


def _in_a_line(result: Result) -> str:
    number = sum(one.counts for one in result.findings)
    partly = " (partly fails)" if result.verdict is Verdict.PARTIAL else ""
    return f"{w.SEVERITIES[result.check.severity]}: {w.counted(number, 'finding')}{partly}"


def _details(result: Result) -> Iterator[str]:
    open_ones = [one for one in result.findings if one.counts]
    yield from (f"- {_said(one)}" for one in open_ones[:MOST])
    if len(open_ones) > MOST:
        yield f"- and {len(open_ones) - MOST:,} more"
    yield ""
    yield from (f"What to do: {one}" for one in prose(result.check.remedy)[:1])


def _said(one: Finding) -> str:
    severity = f"[{one.severity}] " if one.severity else ""
    return f"{severity}{shown(one.subject.label)} {shown(one.says, 2000)}"


def _beside(result: Result) -> Iterator[str]:
    """What does not count and should be seen all the same."""
    for one in [one for one in result.findings if not one.counts][:MOST]:
        yield f"Accepted: {_said(one)}: {acceptance_words(one.exception)}" if one.exception else f"For information: {_said(one)}"
    yield from (shown(one, 2000) for one in result.notes)
