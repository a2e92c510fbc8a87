"""BGA-004: Emergency accounts are drilled."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from assessor import checkkit as kit

from ._accounts import last_sign_in


def _seen(days: float | None, **properties: object) -> kit.Part:
    activity = None if days is None else {"lastSuccessfulSignInDateTime": kit.days(-days)}
    return kit.person("emergency2", **{"signInActivity": activity, **properties})


_TWO = kit.two_break_glass_accounts()


@kit.check(
    id="BGA-004",
    title="Emergency accounts are drilled",
    theme=kit.Theme.BREAK_GLASS,
    severity=kit.Severity.MEDIUM,
    talk=("T03",),
    needs={kit.collection.USERS},
    thresholds=(
        kit.Threshold(name="drilled_days", default=90, unit="days", says="Days within which an emergency account is tried"),
        kit.Threshold(name="lapsed_days", default=180, unit="days", says="Days without a trial after which the check fails rather than partly fails"),
    ),
    remedy=(
        "Sign in with each emergency account at least every 90 days, and after every change of staff or of Conditional Access: fetch the key from the safe, "
        "sign in, see that the alert arrives, write down who did it."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",),
    passes=[
        kit.tenant(_TWO, _seen(30)),
        # ninety days to the day
        kit.tenant(_TWO, _seen(90)),
    ],
    partial=[
        kit.tenant(_TWO, _seen(91)),
        kit.tenant(_TWO, _seen(180)),
        # new, and not tried yet
        kit.tenant(_TWO, _seen(None, createdDateTime=kit.days(-20)))
            .finds("emergency2", "was created on 2026-10-12 and has not been tried yet"),
    ],
    fails=[
        kit.tenant(_TWO, _seen(181)),
        kit.tenant(_TWO, _seen(None))
            .finds("emergency2", "has never signed in, as far as Graph remembers", shows=("signInActivity holds no sign-in",)),
        # somebody tried the password in vain: that is no drill
        kit.tenant(_TWO, kit.person("emergency2", signInActivity={"lastSignInDateTime": kit.days(-1), "lastSuccessfulSignInDateTime": kit.days(-400)})),
        # the customer's own number
        kit.tenant(_TWO, _seen(100), kit.setting("BGA-004", lapsed_days=95)),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.person("ana"))),
        # without P1 Graph says nothing of sign-ins
        ("not_assessed", kit.tenant(
            kit.row(kit.collection.USERS, id=kit.ident("emergency1"), userPrincipalName="emergency1@example.onmicrosoft.com"), kit.break_glass("emergency1"),
        )),
        # never tried: new on its ninetieth day, too; and of one that does not say when it was created nobody can say that it is new
        ("partial", kit.tenant(_TWO, _seen(None, createdDateTime=kit.days(-90)))),
        ("fail", kit.tenant(_TWO, _seen(None, createdDateTime=None))),
    ],
)  # fmt: skip
def emergency_accounts_drilled(case: kit.Case) -> Iterator[kit.Finding]:
    """Keys get lost, batteries die, policies change, and the person who knew the code leaves. An emergency account that nobody has tried for half a year is a
    hope, not a plan.
    """
    for account in case.each(case.resolved.break_glass):
        row = case.user(account.id)
        if row is None or row.sign_in_activity is kit.UNSET:
            case.unknown(kit.collection.USERS, f"when {account.label} last signed in is not in the snapshot (it takes Entra ID P1 and AuditLog.Read.All)")
        else:
            yield from _judged(case, account, row)


def _judged(case: kit.Case, account: kit.Thing, row: kit.User) -> Iterator[kit.Finding]:
    last, created = last_sign_in(row), kit.known(row.created_date_time)
    if last is None:
        is_new = bool(created and created >= _ago(case, "drilled_days"))
        says = f"was created on {created:%Y-%m-%d} and has not been tried yet" if is_new and created else "has never signed in, as far as Graph remembers"
        yield _finding(account, kit.Degree.PARTIAL if is_new else kit.Degree.FAIL, says, "signInActivity holds no sign-in")
    elif last < _ago(case, "drilled_days"):
        degree = kit.Degree.FAIL if last < _ago(case, "lapsed_days") else kit.Degree.PARTIAL
        yield _finding(account, degree, f"was last tried {(case.taken_at - last).days} days ago", f"last sign-in {last:%Y-%m-%d}")


def _ago(case: kit.Case, name: str) -> datetime:
    return case.taken_at - timedelta(days=case.threshold(name))


def _finding(account: kit.Thing, degree: kit.Degree, says: str, observed: str) -> kit.Finding:
    return kit.Finding(degree=degree, subject=account, says=says, evidence=(kit.Evidence(kit.collection.USERS.name, account.id, observed),))
