"""The chapter on Conditional Access: words, marks, and what strangers wrote."""

from dataclasses import replace

from assessor.model import access_facts as a
from assessor.model import result as m
from assessor.model.words import Kind
from assessor.report.access import access_view
from assessor.report.html import render_html
from assessor.report.paper import paper_view

from . import sample_assessment as samples

ANA = m.Thing(Kind.USER, "1", "ana@example.org")


def facts(*cells: a.SignInCell, people: tuple[m.Thing, ...] = (ANA,)) -> a.AccessFacts:
    row = a.SignInRow(people, False, cells)
    return a.AccessFacts(people=len(people), matrices=(a.SignInMatrix("admin_portals", ("windows",) * len(cells), (row,)),))


def test_a_cell_says_what_is_asked_and_never_guesses() -> None:
    cells = (
        a.SignInCell(), a.SignInCell(("mfa",)), a.SignInCell(("phishing_resistant", "managed_device")), a.SignInCell(("block",)),
        a.SignInCell((), ("who is in a group",)),
    )  # fmt: skip

    marks = access_view(facts(*cells)).matrices[0].rows[0].cells

    assert [one.name for one in marks] == ["Nothing", "MFA", "Phishing-resistant MFA and managed device", "Blocked", "Not known"]
    assert [one.code for one in marks] == ["open", "some", "strong", "blocked", "unsure"]


def test_without_policies_the_chapter_is_one_sentence() -> None:
    for nothing in (None, a.AccessFacts(missing="conditionalAccessPolicies could not be read")):
        page = render_html(replace(samples.bad(), access=nothing))

        chapter = page[page.index('<section id="access">') : page.index('<section id="findings"')]
        assert "its policies are not in the snapshot" in chapter
        assert "<table" not in chapter


def test_names_of_strangers_stay_text() -> None:
    evil = m.Thing(Kind.USER, "2", "<script>alert(1)</script>\u202e")
    policy = a.AccessPolicyUse(policy=evil, state="<b>", demands="<i>", about="<u>", reached=1, maybe=0)
    access = replace(facts(a.SignInCell(), people=(evil,)), policies=(policy,), gaps=("<gap>",), walk=(a.PhoneStep("The way", "", "<walk>"),))

    page = render_html(replace(samples.bad(), access=access))

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert not any(f"<{one}>" in page for one in ("gap", "walk"))


def test_paper_counts_what_it_leaves_out() -> None:
    policies = tuple(
        a.AccessPolicyUse(policy=m.Thing(Kind.POLICY, str(n), f"p{n}"), state="on", demands="blocks", about="all resources", reached=1, maybe=0)
        for n in range(45)
    )

    access = paper_view(replace(samples.bad(), access=replace(facts(a.SignInCell()), policies=policies))).page.access

    assert len(access.policies) == 40
    assert access.more.startswith("5 policies more")
