"""Exceptions and answers: what they cover, and what is said of those that cover nothing, too much or the wrong thing."""

from datetime import date

import pytest

from assessor import assess
from assessor import checkkit as kit
from assessor.model.engagement import Answer, ExceptionEntry
from assessor.model.result import Answered, Assessment
from assessor.model.words import Verdict
from assessor.report.documents import results_document
from assessor.report.html import render_html

CATALOGUE = assess.load(["builtin"])
GA = kit.GLOBAL_ADMINISTRATOR
ANA = "ana@example.onmicrosoft.com"
DISABLED = kit.tenant(kit.person("ana", accountEnabled=False, displayName="Ana Ribeiro"), kit.eligible(GA, to="ana"))
SIGNED = {"reason": "moving", "owner": "CISO", "expires": date(2027, 3, 31)}


def excepted(check: str = "ROLE-006", subject: str = ANA, **more: object) -> ExceptionEntry:
    return ExceptionEntry(check=check, subject=subject, **{**SIGNED, **more})  # type: ignore[arg-type]


def judged(example: kit.Example, *checks: str, **engagement: object) -> Assessment:
    tenant, found = example.but(kit.engagement(file="engagement.toml", **engagement)).build()
    return assess.assess(tenant, found, CATALOGUE.only(checks or ["ROLE-006"]))


def problems(got: Assessment) -> list[tuple[str, str]]:
    return [(one.entry, one.says) for one in got.engagement_problems]


@pytest.mark.parametrize("subject", [ANA, ANA.upper(), kit.ident("ana"), "Ana Ribeiro", "*"])
@pytest.mark.parametrize("check", ["ROLE-006", "role-006", "ROLE-*"])
def test_an_exception_is_by_check_or_kind_of_checks_and_by_id_name_or_everybody(check: str, subject: str) -> None:
    got = judged(DISABLED, exceptions=(excepted(check, subject),))
    assert got.results[0].verdict is Verdict.PASS
    assert got.results[0].findings[0].exception is not None


@pytest.mark.parametrize(
    ("check", "subject"), [("ROLE-005", ANA), ("GA-*", ANA), ("ROLE-00", ANA), ("ROLE.*", ANA), ("ROLE-006", "ana@*"), ("ROLE-006", "ana")]
)
def test_an_exception_covers_nothing_else(check: str, subject: str) -> None:
    assert judged(DISABLED, exceptions=(excepted(check, subject),)).results[0].verdict is Verdict.FAIL


def test_an_exception_that_covers_something_is_no_problem() -> None:
    assert problems(judged(DISABLED, exceptions=(excepted(),))) == []


def test_an_exception_that_covers_nothing_is_reported() -> None:
    got = judged(DISABLED, "ROLE-006", "ROLE-005", exceptions=(excepted(), excepted("ROLE-005")))
    assert problems(got) == [("exceptions[1]", f"covers nothing (ROLE-005, {ANA}): the finding is gone or never was")]


def test_an_exception_for_what_is_not_there_any_more_covers_nothing() -> None:
    got = judged(kit.tenant(kit.person("ana")), exceptions=(excepted(),))
    assert got.results[0].verdict is Verdict.NOT_APPLICABLE
    assert problems(got) == [("exceptions[0]", f"covers nothing (ROLE-006, {ANA}): the finding is gone or never was")]


def test_an_expired_exception_that_covers_nothing_says_both() -> None:
    got = judged(DISABLED, "ROLE-005", exceptions=(excepted("ROLE-005", expires=date(2026, 1, 31)),))
    assert problems(got)[0][1].startswith("ended on 2026-01-31 and covers nothing")


def test_an_expired_exception_that_would_cover_something_is_told_by_its_check_alone() -> None:
    got = judged(DISABLED, exceptions=(excepted(expires=date(2026, 1, 31)),))
    assert problems(got) == []
    assert "expired on 2026-01-31" in got.results[0].notes[0]


@pytest.mark.parametrize("check", ["ROLE-005", "ROLE-*", "*"])
def test_nothing_is_said_of_an_exception_whose_checks_did_not_all_judge_this_time(check: str) -> None:
    left_out = judged(kit.tenant(kit.person("ana"), kit.eligible(GA, to="ana")), "ROLE-006", exceptions=(excepted(check),))
    assert problems(left_out) == []
    blind = judged(kit.tenant(kit.person("ana"), kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)), "ROLE-006", exceptions=(excepted(),))
    assert blind.results[0].verdict is Verdict.NOT_ASSESSED
    assert problems(blind) == []


def test_an_exception_for_somebody_who_is_not_there_is_reported_as_before() -> None:
    (one,) = problems(judged(DISABLED, exceptions=(excepted(subject="nobody@example.org"),)))
    assert one == ("exceptions[0]", "nobody and nothing of the name or id nobody@example.org is in the snapshot")


def test_a_subject_of_any_kind_that_a_finding_names_is_somebody() -> None:
    few = kit.tenant(kit.eligible(GA, to="ana"))
    (result,) = judged(few, "GA-003").results
    assert result.findings[0].subject.kind is kit.Kind.TENANT
    got = judged(few, "GA-003", exceptions=(excepted("GA-003", result.findings[0].subject.id),))
    assert (got.results[0].verdict, problems(got)) == (Verdict.PASS, [])


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"owner": None}, "it has no owner"),
        ({"owner": ""}, "it has no owner"),
        ({"reason": None, "expires": None}, "it has no reason and no date on which it ends"),
        ({"owner": None, "reason": None, "expires": None}, "it has no owner, no reason and no date on which it ends"),
    ],
)
def test_an_exception_without_owner_reason_or_end_is_weak(more: dict[str, object], says: str) -> None:
    assert problems(judged(DISABLED, exceptions=(excepted(**more),))) == [("exceptions[0]", f"is weak (ROLE-006, {ANA}): {says}")]


def test_an_exception_for_everybody_and_many_checks_is_reported() -> None:
    (one,) = problems(judged(DISABLED, exceptions=(excepted("ROLE-*", "*"),)))
    assert one == ("exceptions[0]", "accepts everything that the checks ROLE-* find, also what they find tomorrow")


def test_a_name_that_several_bear_is_reported() -> None:
    twins = DISABLED.but(kit.person("eve", accountEnabled=False, displayName="Ana Ribeiro"), kit.eligible(GA, to="eve"))
    (one,) = problems(judged(twins, exceptions=(excepted(subject="Ana Ribeiro"),)))
    assert one == ("exceptions[0]", "covers 2 objects of the name Ana Ribeiro; say the id of the one that is meant")


# ---- answers ----

BLIND = kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))
SAID = Answer(answer="fail", by="the administrator", on=date(2026, 10, 1))


def test_an_answer_stands_in_the_results_with_who_and_when() -> None:
    got = judged(BLIND, "TEN-001", answers={"TEN-001": SAID})
    assert got.results[0].answered == Answered(answer="fail", by="the administrator", on=date(2026, 10, 1))
    assert results_document(got)["checks"][0]["answer"] == {"answer": "fail", "by": "the administrator", "on": "2026-10-01"}
    assert problems(got) == []


def test_an_exception_covers_what_was_answered_too() -> None:
    got = judged(BLIND, "TEN-001", answers={"TEN-001": SAID}, exceptions=(excepted("TEN-001", "*"),))
    assert (got.results[0].verdict, problems(got)) == (Verdict.PASS, [])
    late = judged(BLIND, "TEN-001", answers={"TEN-001": SAID}, exceptions=(excepted("TEN-001", "*", expires=date(2026, 1, 31)),))
    assert late.results[0].verdict is Verdict.FAIL
    assert "expired on 2026-01-31" in late.results[0].notes[-1]


def test_an_answer_of_nobody_is_reported() -> None:
    got = judged(BLIND, "TEN-001", answers={"TEN-001": Answer(answer="pass")})
    assert problems(got) == [("answers.TEN-001", "does not say who answered (by) and when (on)")]


def test_an_answer_to_what_data_decide_is_reported() -> None:
    got = judged(DISABLED, answers={"ROLE-006": SAID})
    assert problems(got) == [("answers.ROLE-006", "has no effect: the data decide ROLE-006 (fail)")]


def test_an_answer_to_what_does_not_apply_is_reported() -> None:
    assert problems(judged(kit.tenant(), answers={"ROLE-006": SAID})) == [("answers.ROLE-006", "has no effect: the check does not apply here")]


def test_nothing_is_said_of_an_answer_to_a_check_that_does_not_judge_this_time() -> None:
    assert problems(judged(DISABLED, "ROLE-005", answers={"ROLE-006": Answer(answer="pass")})) == []


def test_all_of_it_stands_in_the_report() -> None:
    got = judged(BLIND, "TEN-001", answers={"TEN-001": SAID}, exceptions=(excepted("TEN-001", "nobody"), excepted("TEN-001", "*", owner=None)))
    page = render_html(got)
    first = page[: page.index('id="first"')]
    assert "nobody and nothing of the name or id nobody" in first
    assert "is weak (TEN-001, *): it has no owner" in first
    chapter = page[page.index('<section id="accepted"') :]
    assert "moving (accepted by nobody named, until 31 March 2027)" in chapter
    assert "What people answered" in chapter
    assert "the administrator</td><td>1 October 2026" in chapter
