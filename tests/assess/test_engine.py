"""Verdicts, exceptions, answers and defects: the rules that hold for every check alike."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assessor import checkkit as kit
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit.examples import Part
from assessor.model.engagement import Answer, ExceptionEntry, resolve
from assessor.model.errors import CatalogueError
from assessor.model.result import Result
from assessor.model.words import Degree, ReasonCode, Severity, Verdict

USERS = kit.collection.USERS


def finding(name: str = "ana", degree: Degree = Degree.FAIL, **more: Any) -> kit.Finding:
    thing = kit.Thing(kit.Kind.USER, kit.ident(name), f"{name}@example.onmicrosoft.com")
    return kit.Finding(degree=degree, subject=thing, says="is wrong", evidence=(kit.Evidence("users", thing.id, "seen"),), **more)


def check(function: Callable[[kit.Case], Iterator[kit.Finding]], **more: Any) -> kit.Check:
    function.__doc__ = "Because."
    facts = {"needs": {USERS}, "passes": [kit.tenant()], "fails": [kit.tenant()], "severity": Severity.HIGH, **more}
    return kit.check(id="TEST-001", title="A test", theme="tests", remedy="Mend it.", references=(), **facts)(function)


def yielding(*findings: kit.Finding, **more: Any) -> kit.Check:
    def function(case: kit.Case) -> Iterator[kit.Finding]:
        case.judged()
        yield from findings

    return check(function, **more)


def judged(one: kit.Check, *parts: Part) -> Result:
    tenant, engagement = kit.tenant(*parts).build()
    return judge(one, kit.Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))


def excepted(until: date | None, subject: str = "ana@example.onmicrosoft.com") -> Part:
    return kit.engagement(exceptions=(ExceptionEntry(check="TEST-001", subject=subject, reason="moving", owner="CISO", expires=until),))


def test_any_fail_makes_fail_else_any_partial_makes_partial_else_pass() -> None:
    assert judged(yielding(finding("ana", Degree.PARTIAL), finding("bob"))).verdict is Verdict.FAIL
    assert judged(yielding(finding("ana", Degree.PARTIAL))).verdict is Verdict.PARTIAL
    assert judged(yielding()).verdict is Verdict.PASS


def test_a_check_over_nothing_is_not_applicable() -> None:
    result = judged(check(lambda case: iter(())))
    assert (result.verdict, result.reason_code, result.population) == (Verdict.NOT_APPLICABLE, ReasonCode.NOTHING_TO_JUDGE, 0)


def test_a_finding_of_severity_info_never_changes_a_verdict() -> None:
    assert judged(yielding(finding(severity=Severity.INFO))).verdict is Verdict.PASS


def test_an_accepted_risk_is_shown_and_does_not_count() -> None:
    result = judged(yielding(finding()), excepted(date(2027, 3, 31)))
    assert result.verdict is Verdict.PASS
    assert [one.exception and one.exception.owner for one in result.findings] == ["CISO"]


def test_an_exception_holds_through_its_last_day() -> None:
    assert judged(yielding(finding()), excepted(date(2026, 11, 1))).verdict is Verdict.PASS


def test_an_expired_exception_has_no_effect_and_the_report_says_so() -> None:
    result = judged(yielding(finding()), excepted(date(2026, 10, 31)))
    assert result.verdict is Verdict.FAIL
    assert result.notes == ("The exception for ana@example.onmicrosoft.com (owner CISO) expired on 2026-10-31: the finding counts again.",)


def test_an_exception_can_be_for_everything_that_a_check_finds() -> None:
    assert judged(yielding(finding("ana"), finding("bob")), excepted(None, "*")).verdict is Verdict.PASS


def test_a_needed_collection_that_is_missing_is_named_with_its_reason() -> None:
    result = judged(yielding(finding()), kit.without(USERS, "forbidden"))
    assert (result.verdict, result.reason_code, result.findings) == (Verdict.NOT_ASSESSED, ReasonCode.FORBIDDEN, ())
    assert result.reason == "users could not be read: access was refused; the permission User.Read.All reads it"


def test_what_needs_a_licence_that_the_tenant_lacks_is_not_applicable() -> None:
    reviews = kit.collection.ACCESS_REVIEW_DEFINITIONS
    result = judged(yielding(finding(), needs={reviews}), kit.without(reviews, "not_licensed"))
    assert (result.verdict, result.reason_code) == (Verdict.NOT_APPLICABLE, ReasonCode.NOT_LICENSED)


def test_a_licence_cannot_be_lacking_for_what_needs_none() -> None:
    result = judged(yielding(finding()), kit.without(USERS, "not_licensed"))
    assert (result.verdict, result.reason_code) == (Verdict.NOT_ASSESSED, ReasonCode.MISSING_COLLECTION)


def test_one_refused_endpoint_of_pim_does_not_mean_that_there_is_no_pim() -> None:
    schedules = kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES
    one = yielding(finding(), needs={schedules}, judges_without_pim=True)
    assert judged(one, kit.without(schedules, "not_licensed")).verdict is Verdict.NOT_APPLICABLE
    assert judged(one, kit.without_pim()).verdict is Verdict.FAIL


def test_a_fail_stands_although_something_could_not_be_read() -> None:
    def function(case: kit.Case) -> Iterator[kit.Finding]:
        case.unknown(USERS, "the rest of the users")
        yield finding()

    assert judged(check(function)).verdict is Verdict.FAIL


def test_without_a_fail_what_could_not_be_read_leaves_the_check_undecided_and_what_was_seen_is_told() -> None:
    def function(case: kit.Case) -> Iterator[kit.Finding]:
        case.unknown(USERS, "the rest of the users")
        yield finding(degree=Degree.PARTIAL)

    result = judged(check(function))
    assert (result.verdict, result.reason, result.findings) == (Verdict.NOT_ASSESSED, "the rest of the users", ())
    assert result.notes == ("Seen so far: ana@example.onmicrosoft.com is wrong.",)


def test_a_bug_in_a_check_is_an_error_of_that_check_alone() -> None:
    def function(case: kit.Case) -> Iterator[kit.Finding]:
        yield finding(name=str(1 // 0))

    result = judged(check(function))
    assert (result.verdict, result.reason_code) == (Verdict.ERROR, ReasonCode.CHECK_FAILED)


def test_a_check_cannot_read_what_it_did_not_declare() -> None:
    def function(case: kit.Case) -> Iterator[kit.Finding]:
        case.read(kit.collection.GROUPS)
        yield finding()

    assert "does not declare" in str(judged(check(function)).reason)


def test_two_findings_on_one_thing_become_one_the_worse_with_the_rows_of_both() -> None:
    other = replace(finding(degree=Degree.PARTIAL), evidence=(kit.Evidence("groups", "g", "seen as well"),))
    (one,) = judged(yielding(other, finding())).findings
    assert (one.degree, [row.collection for row in one.evidence]) == (Degree.FAIL, ["users", "groups"])


def test_findings_come_in_the_order_of_their_keys() -> None:
    result = judged(yielding(finding("zoe"), finding("ana"), finding("bob", distinct="b"), finding("bob", distinct="a")))
    assert [one.key for one in result.findings] == sorted(one.key for one in result.findings)


@pytest.mark.parametrize("said", ["pass", "fail", "partial"])
def test_an_answer_decides_where_data_cannot(said: str) -> None:
    result = judged(yielding(asks="Is it so?"), kit.without(USERS), kit.answer("TEST-001", said))
    assert result.verdict == said
    assert result.notes == (f"Answered by an administrator on 2026-11-01: {said}.",)
    assert all(row.collection == "engagement" for one in result.findings for row in one.evidence)


def test_an_answer_never_overrides_data() -> None:
    result = judged(yielding(finding()), kit.engagement(answers={"TEST-001": Answer(answer="pass")}))
    assert result.verdict is Verdict.FAIL
    assert result.notes == ("The engagement answers pass (somebody); the data decides here.",)


def test_a_question_without_an_answer_is_manual() -> None:
    result = judged(yielding(asks="Is it so?"), kit.without(USERS))
    assert (result.verdict, result.reason_code) == (Verdict.MANUAL, ReasonCode.NEEDS_PERSON)


def test_a_finding_without_evidence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without evidence"):
        replace(finding(), evidence=())


def test_a_check_without_a_rationale_is_refused() -> None:
    with pytest.raises(CatalogueError, match="no docstring"):
        kit.check(id="TEST-001", title="t", theme="t", severity=Severity.LOW, remedy="r", references=(), needs=(), passes=[kit.tenant()], fails=[kit.tenant()])(
            lambda case: iter(())
        )
