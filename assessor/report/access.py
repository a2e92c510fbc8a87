"""Conditional Access as a template sees it: words chosen, names fit to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report import wording as w
from assessor.report.text import shown
from assessor.report.view import Mark
from assessor.report.view_access import AccessView, MatrixView, PolicyView, SignInRowView, WalkView

if TYPE_CHECKING:
    from assessor.model.access_facts import AccessFacts, AccessPolicyUse, PhoneStep, SignInCell, SignInMatrix, SignInRow

NAMES = 4
"""Names of a class of people; the rest is counted."""
_PLATFORMS = {"windows": "Windows", "linux": "Linux", "iOS": "iPhone, iPad", "android": "Android", "unknown": "Not recognised"}
_CAPTIONS = {
    "admin_portals": "What every sign-in to the admin portals meets at least, by people and platform",
    "other_apps": "What every sign-in to an app that no policy names meets at least",
}
_PROOFS = {"phishing_resistant": "phishing-resistant MFA", "mfa": "MFA", "managed_device": "managed device"}
STATES = {"on": Mark("collected", "On"), "off": Mark("missing", "Off"), "report-only": Mark("partial", "Report-only")}
_DEGREES = {"pass": Mark("pass", "Good"), "partial": Mark("partial", "Partly"), "fail": Mark("fail", "Open"), "unknown": Mark("unsure", "Not known")}


def access_view(facts: AccessFacts | None) -> AccessView:
    """The chapter; one sentence where nothing was read."""
    if facts is None or facts.missing:
        why = f": {shown(facts.missing, 240)}" if facts and facts.missing else ""
        return AccessView(sentence=f"Nothing can be said of Conditional Access, for its policies are not in the snapshot{why}.", known=False)
    return AccessView(
        sentence=_sentence(facts),
        known=True,
        matrices=tuple(_matrix(one) for one in facts.matrices),
        gaps=tuple(shown(one, 600) for one in facts.gaps),
        walk=tuple(_step(one) for one in facts.walk),
        policies=tuple(_policy(one, facts.people) for one in facts.policies),
        unknown=tuple(shown(one, 240) for one in facts.unknown),
    )


def _sentence(facts: AccessFacts) -> str:
    if not facts.people:
        return "Nobody was found who holds, or can activate, a privileged role."
    on = sum(one.state == "on" for one in facts.policies)
    return (
        f"{w.counted(len(facts.policies), 'policy', 'policies')}, {on:,} of them on, put to every modern sign-in of "
        f"{w.counted(facts.people, 'privileged person', 'privileged people')}: from any place and device, before anything is activated, so a policy on a role "
        "does not reach somebody who is only eligible for it. A cell says what is always asked, however the person comes."
    )


def _matrix(matrix: SignInMatrix) -> MatrixView:
    return MatrixView(
        _CAPTIONS.get(matrix.resource, shown(matrix.resource)),
        tuple(_PLATFORMS.get(one, shown(one, 40)) for one in matrix.platforms),
        tuple(_row(one) for one in matrix.rows),
    )


def _row(row: SignInRow) -> SignInRowView:
    names = tuple(shown(one.label, 60) for one in row.people[:NAMES])
    more = len(row.people) - NAMES
    kind = ("emergency account", "emergency accounts") if row.break_glass else ("person", "people")
    listed = (*names, f"and {more:,} more") if more > 0 else names
    return SignInRowView(w.counted(len(row.people), *kind), listed, tuple(_cell(one) for one in row.cells))


def _cell(cell: SignInCell) -> Mark:
    if "block" in cell.proofs:
        return Mark("blocked", "Blocked")
    words = " and ".join(_PROOFS.get(one, shown(one)) for one in cell.proofs)
    if words:
        strong = "phishing_resistant" in cell.proofs or len(cell.proofs) > 1
        return Mark("strong" if strong else "some", words[0].upper() + words[1:])
    return Mark("unsure", "Not known") if cell.unknown else Mark("open", "Nothing")


def _policy(use: AccessPolicyUse, people: int) -> PolicyView:
    maybe = f", {use.maybe:,} not known" if use.maybe else ""
    reach = "all" if people and use.reached == people else f"{use.reached:,} of {people:,}{maybe}"
    state = STATES.get(use.state, Mark("unsure", shown(use.state, 40) or "Not known"))
    return PolicyView(shown(use.policy.label, 90), state, shown(use.demands, 160), shown(use.about, 160), reach)


def _step(step: PhoneStep) -> WalkView:
    return WalkView(step.step, _DEGREES.get(step.degree), shown(step.says, 700))
