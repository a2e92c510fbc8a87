"""CAP-005: Administrators sign in anew often."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessor import checkkit as kit

from . import _signins as signins

_GA, _HELPDESK = kit.GLOBAL_ADMINISTRATOR, "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.two_break_glass_accounts())
_LESSER = kit.together(kit.eligible(_HELPDESK, to="ana"), kit.two_break_glass_accounts())
_NEVER = {"mode": "never", "isEnabled": True}
_MODERN = signins.Part(clients=frozenset({"browser", "mobileAppsAndDesktopClients"}))
_BROWSER = signins.Part(clients=frozenset({"browser"}))


def _hours(value: int, kind: str = "hours", *, is_enabled: bool = True, persistent: bool = False) -> dict[str, Any]:
    frequency = {"value": value, "type": kind, "frequencyInterval": "timeBased", "isEnabled": is_enabled}
    return {"signInFrequency": frequency, "persistentBrowser": None if persistent else _NEVER}


_EVERY_TIME = {"signInFrequency": {"value": None, "type": None, "frequencyInterval": "everyTime", "isEnabled": True}, "persistentBrowser": _NEVER}


@kit.check(
    id="CAP-005",
    title="Administrators sign in anew often",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="sign_in_hours_max", default=4, unit="hours", says="Hours after which a person of tier 0 signs in anew, at most"),
    ),
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies > Session): privileged people but break-glass, all resources, Sign-in "
        "frequency 4 hours or less, Persistent browser session Never persistent. A policy on roles does not see people who are only eligible."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime",
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-persistent-browser",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(4))),
        kit.tenant(_PEOPLE, kit.access_policy("session", users=("ana",), session=_EVERY_TIME)),
        # two policies share the work
        kit.tenant(
            _PEOPLE, kit.access_policy("hours", session=_hours(1, persistent=True)), kit.access_policy("browser", session={"persistentBrowser": _NEVER}),
        ),
        # below tier 0 a day is enough
        kit.tenant(_LESSER, kit.access_policy("session", session=_hours(1, "days"))),
        # what is blocked lasts no time at all
        kit.tenant(
            _PEOPLE, kit.access_policy("no apps", "block", clientAppTypes=["mobileAppsAndDesktopClients"]),
            kit.access_policy("session", clientAppTypes=["browser"], session=_hours(4)),
        ),
    ],
    partial=[kit.tenant(_PEOPLE, kit.access_policy("hours", session=_hours(4, persistent=True)))],
    fails=[
        kit.tenant(_PEOPLE)
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser, from anywhere: the browser may stay signed in when it is "
                    "closed; no policy comes near"
                ),
                degree=kit.Degree.PARTIAL,
            )
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: not asked to sign in anew "
                    "within 4 hours; no policy comes near"
                ),
            ),
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(8)))
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: not asked to sign in anew "
                    "within 4 hours; no policy comes near"
                ),
                distinct="tier0",
            ),
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(1, "days"))),
        kit.tenant(_LESSER, kit.access_policy("mfa", "mfa"))
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: never asked to sign in anew;"
                    " no policy comes near"
                ),
            )
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser, from anywhere: the browser may stay signed in when it is "
                    "closed; no policy comes near"
                ),
                degree=kit.Degree.PARTIAL,
            ),
        # switched off, and still in the object
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(4, is_enabled=False))),
        kit.tenant(_PEOPLE, kit.access_policy("session", users=(), roles=(_GA,), session=_hours(4))),
        kit.tenant(_PEOPLE, kit.access_policy("session", apps=("MicrosoftAdminPortals",), session=_hours(4))),
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(4), state="enabledForReportingButNotEnforced")),
        # the customer's own number
        kit.tenant(_PEOPLE, kit.access_policy("session", session=_hours(4)), kit.setting("CAP-005", sign_in_hours_max=2)),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("session", session=_hours(4), without_groups=("spared",)))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def sign_in_anew(case: kit.Case) -> Iterator[kit.Finding]:
    """A session outlives the sign-in by up to ninety days, and whoever copies it from a browser is the administrator for as long. A short sign-in frequency
    and a browser that forgets bound what a stolen session is worth. Asked of everybody who holds or can activate a privileged role, also before anything is
    active, because the session in which a role is activated began earlier.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    tier0 = signins.holders(case, lambda one: case.role(one.role_id).tier0)
    highest = tuple(who for who in people if who.id.lower() in tier0)
    others = tuple(who for who in people if who.id.lower() not in tier0)
    hours = case.threshold("sign_in_hours_max")
    long = _lasting(case, highest, _within(hours), f"not asked to sign in anew within {hours} hours", "tier0")
    endless = _lasting(case, others, _ever, "never asked to sign in anew", "others")
    yield from signins.first(case, (*long, *endless, *_remembered(case, people)))


def _remembered(case: kit.Case, people: tuple[kit.Who, ...]) -> Iterator[kit.Finding]:
    survey = case.survey(_forgets, people)
    found = signins.gaps(case, survey, _BROWSER.box(survey.space))
    yield from signins.findings(case, found, lambda _: kit.Degree.PARTIAL, "the browser may stay signed in when it is closed", kind="persistentBrowser")


def _lasting(case: kit.Case, people: tuple[kit.Who, ...], proof: signins.Proof, asked: str, kind: str) -> Iterator[kit.Finding]:
    if people:
        survey = case.survey(proof, people)
        yield from signins.findings(case, signins.gaps(case, survey, _MODERN.box(survey.space)), asked=asked, kind=kind)


def _control(policy: kit.AccessPolicy, name: str) -> Mapping[str, Any]:
    found = policy.session.get(name)
    return found if isinstance(found, Mapping) and found.get("isEnabled") else {}


def _frequency(policy: kit.AccessPolicy) -> float | None:
    """Hours; 0 for every time, None where it does not say."""
    found = _control(policy, "signInFrequency")
    if str(found.get("frequencyInterval") or "").lower() == "everytime":
        return 0
    value, kind = found.get("value"), str(found.get("type") or "").lower()
    return value * {"hours": 1.0, "days": 24.0}[kind] if isinstance(value, int) and kind in ("hours", "days") else None


def _within(most: int) -> signins.Proof:
    def proof(policy: kit.AccessPolicy) -> kit.Trit:
        hours = _frequency(policy)
        return kit.Trit(True) if hours is not None and hours <= most else policy.demand.blocks

    return proof


def _ever(policy: kit.AccessPolicy) -> kit.Trit:
    return kit.Trit(True) if _frequency(policy) is not None else policy.demand.blocks


def _forgets(policy: kit.AccessPolicy) -> kit.Trit:
    never = str(_control(policy, "persistentBrowser").get("mode") or "").lower() == "never"
    return kit.Trit(True) if never else policy.demand.blocks
