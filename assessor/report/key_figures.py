"""The five key figures, and what became of each since an earlier snapshot: unknown on one side is said, and is never an improvement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.model.words import JUDGED, UNASSESSED, Theme, Verdict
from assessor.report import wording as w
from assessor.report.view import FigureView

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.model.result import Assessment

DASH = "\N{EN DASH}"
MOODS = ("poor", "fair", "good")
FEWEST = 2
"""People who can become Global Administrator: fewer cannot stand in for each other."""
IN_TIME_GOOD, IN_TIME_FAIR = 0.8, 0.5
"""Shares of privileged access that is just in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure of one assessment."""

    value: str
    detail: str
    mood: str = "unknown"
    amount: float | None = None
    """What grows or shrinks; None where it is not known, or not exactly."""
    state: str = ""
    """The figure in words where the number alone says little."""

    @property
    def was(self) -> str:
        """As a later report quotes it."""
        return f"{self.value}, {self.state}" if self.state and self.mood != "unknown" else self.value if self.value != DASH else "not known"


def figures_of(assessment: Assessment) -> tuple[FigureView, ...]:
    """Standing, possible, unproven, emergency, just in time."""
    return tuple(_figure(label, tell, assessment, more_is_better=more) for label, tell, more in FIGURES)


def _figure(label: str, tell: Callable[[Assessment], Told], assessment: Assessment, *, more_is_better: bool) -> FigureView:
    now = tell(assessment)
    label = label.removesuffix("s") if tell is emergency and now.value == "1" else label
    if assessment.earlier is None:
        return FigureView(now.value, label, now.detail, now.mood)
    trend, words = _trend(tell(assessment.earlier), now, more_is_better=more_is_better)
    return FigureView(now.value, label, now.detail, now.mood, change=words, trend=trend)


def _trend(then: Told, now: Told, *, more_is_better: bool) -> tuple[str, str]:
    """The mood decides, and inside one mood the number; no judgement where one side is not known exactly."""
    if then.amount is None or now.amount is None:
        return "unknown", f"Before: {then.was} · cannot be compared"
    if (then.amount, then.mood, then.was) == (now.amount, now.mood, now.was):
        return "same", f"Before: {then.was} · unchanged"
    moods = MOODS.index(now.mood) - MOODS.index(then.mood)
    moved = (now.amount - then.amount) * (1 if more_is_better else -1)
    better = (moods or moved) > 0
    return ("better", f"Before: {then.was} · better") if better else ("worse", f"Before: {then.was} · worse")


def standing(assessment: Assessment) -> Told:
    """People with Global Administrator at every hour."""
    number = assessment.people["globalAdministrator"].standing
    if number is None:
        return Told(value=DASH, detail="Not known: the snapshot does not tell.")
    return Told(value=f"{number:,}", detail="Emergency accounts are not counted. The aim is none.", mood="poor" if number else "good", amount=number)


def possible(assessment: Assessment) -> Told:
    """People who hold Global Administrator, can activate it, or control a way to it."""
    count = assessment.people["globalAdministrator"]
    known = [one for one in (count.standing, count.eligible, count.control) if one is not None]
    if len(known) < 3:
        return Told(value=_at_least(sum(known)) if known else DASH, detail=f"Not {'fully ' if known else ''}known: the snapshot does not tell.")
    total, aim = sum(known), assessment.thresholds.get("global_administrators_max", 4)
    detail = f"{count.standing} standing, {count.eligible} eligible, {count.control} by control. The aim is {FEWEST} to {aim}."
    return Told(value=f"{total:,}", detail=detail, mood="fair" if total < FEWEST else "good" if total <= aim else "poor", amount=total)


def unproven(assessment: Assessment) -> Told:
    """Privileged accounts of which some sign-in goes without phishing-resistant MFA."""
    found = assessment.access.phishable if assessment.access else None
    if assessment.access is None or found is None:
        return Told(value=DASH, detail="Not known: the sign-in policies are not in the snapshot.")
    more = bool(found.perhaps or assessment.access.unknown)
    if not found.people:
        return Told(value=DASH, detail="Not known: no privileged account was found in what was collected.")
    detail = f"Of {w.counted(found.people, 'account')} with a privileged role, held or to be activated."
    if more:
        return Told(value=_at_least(found.without) if found.without else DASH, detail=f"{detail} Not fully known.", mood="poor" if found.without else "unknown")
    return Told(value=f"{found.without:,}", detail=detail, mood="poor" if found.without else "good", amount=found.without)


def emergency(assessment: Assessment) -> Told:
    """State of the break-glass accounts; the amount is the state."""
    number = len(assessment.break_glass)
    verdicts = {one.verdict for one in assessment.results if one.check.theme == Theme.BREAK_GLASS}
    if Verdict.FAIL in verdicts:
        why = "Not in order: at least one check of them fails." if number else "None is declared, so a check of them fails."
        return Told(value=str(number), detail=why, mood="poor", amount=0, state="not in order")
    if not number:
        return Told(value="0", detail="None is declared.")
    if verdicts & UNASSESSED or not verdicts & JUDGED:
        return Told(value=str(number), detail="Declared; not everything about them could be assessed.")
    if Verdict.PARTIAL in verdicts:
        return Told(value=str(number), detail="Declared, with something to improve.", mood="fair", amount=1, state="with something to improve")
    return Told(value=str(number), detail="Declared, and in order.", mood="good", amount=2, state="in order")


def just_in_time(assessment: Assessment) -> Told:
    """Share of holdings of privileged roles that have to be activated first."""
    held = [one for one in assessment.roles if one.privileged or one.tier0]
    eligible, everything = sum(one.eligible for one in held), sum(one.eligible + one.standing for one in held)
    if not assessment.roles_known:
        return Told(value=DASH, detail="Not known: the snapshot does not tell.")
    if not everything:
        return Told(value=DASH, detail="Not known: no privileged role is in use in what was collected.")
    share = eligible / everything
    detail = f"{eligible:,} of {everything:,} holdings of privileged roles have to be activated first."
    mood = "good" if share >= IN_TIME_GOOD else "fair" if share >= IN_TIME_FAIR else "poor"
    return Told(value=w.percent(share), detail=detail, mood=mood, amount=share)


def _at_least(number: int) -> str:
    return f"\N{GREATER-THAN OR EQUAL TO}\N{NO-BREAK SPACE}{number:,}"


FIGURES = (
    ("people hold Global Administrator around the clock", standing, False),
    ("people can become Global Administrator", possible, False),
    ("privileged accounts can sign in without phishing-resistant MFA", unproven, False),
    ("emergency accounts", emergency, True),
    ("of privileged access is just in time", just_in_time, True),
)
"""Label, how it is told, and whether more is better."""

APPENDIX = (
    ("People who hold Global Administrator", "Good: none. Poor: anybody but the emergency accounts."),
    ("People who can become it", f"Good: from {FEWEST} up to the threshold of this engagement. Fair: fewer. Poor: more."),
    (
        "Accounts without phishing-resistant MFA",
        "Good: none. Poor: one or more, on any platform, to the admin portals or to an app that no policy names. Emergency accounts are not counted.",
    ),
    ("Emergency accounts", "Good: every check of them passes. Fair: one passes in part. Poor: one fails."),
    ("Just in time", f"Good: from {w.percent(IN_TIME_GOOD)} of holdings. Fair: from {w.percent(IN_TIME_FAIR)}. Poor: less."),
)
"""What makes a figure good, fair or poor."""
