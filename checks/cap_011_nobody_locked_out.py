"""CAP-011: No portal block locks out people who are only eligible."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _signins as signins

_GA = kit.GLOBAL_ADMINISTRATOR
_ROLE = kit.together(kit.eligible(_GA, to="ana"), kit.two_break_glass_accounts())
_PATH_A = kit.together(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.two_break_glass_accounts())
_PATH_B = kit.together(kit.standing_member("ana", of="admins"), kit.eligible(_GA, to="admins"), kit.two_break_glass_accounts())
_PORTAL, _AZURE = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "797f4846-ba00-4fd7-ba43-dac1f8f63013"
_PLACES = {_PORTAL: "the Entra and Azure portals", _AZURE: "Azure management, which the portals rest on"}
_PORTALS = ("MicrosoftAdminPortals", _AZURE)
_EVERYWHERE = signins.Part(clients=frozenset({"browser", "mobileAppsAndDesktopClients"}))


@kit.check(
    id="CAP-011",
    title="No portal block locks out people who are only eligible",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    talk=("T15",),
    needs=signins.NEEDS | {kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES},
    leans_on=kit.WAYS | {kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses=signins.USES,
    remedy=(
        "Exclude from the block (Entra admin center > Entra ID > Conditional Access > Policies) a group in which everybody stands who is eligible for "
        "anything, for good and not by PIM. Excluding the role does not help, nor does excluding the PIM group where membership is what gets activated: "
        "nobody is in it before. To keep others away, hide the admin center by its own switch instead (TEN-001)."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-activate-role",
    ),
    passes=[
        kit.tenant(_ROLE),
        kit.tenant(_ROLE, kit.access_policy("portals", "block", apps=_PORTALS, without_users=("ana",))),
        # on path B membership stands and the role is activated: the group is known before
        kit.tenant(_PATH_B, kit.access_policy("portals", "block", apps=_PORTALS, without_groups=("admins",))),
        # a block of some sign-ins locks nobody out
        kit.tenant(_ROLE, kit.access_policy("no phones", "block", platforms=kit.on_phones())),
        kit.tenant(_ROLE, kit.access_policy("old", "block", clientAppTypes=["exchangeActiveSync", "other"])),
        kit.tenant(_ROLE, kit.access_policy("portals", "block", apps=_PORTALS, state="enabledForReportingButNotEnforced")),
        kit.tenant(_ROLE, kit.access_policy("portals", "mfa", apps=_PORTALS)),
        # whoever holds the role for good needs no activation
        kit.tenant(_ROLE, kit.access_policy("portals", "block", apps=_PORTALS, without_users=("ana",)), kit.standing(_GA, to="ben")),
    ],
    fails=[
        # the role is not active yet when it is needed
        kit.tenant(_ROLE, kit.access_policy("portals", "block", apps=_PORTALS, without_roles=(_GA,))),
        # nor is the membership on path A
        kit.tenant(_PATH_A, kit.access_policy("portals", "block", apps=_PORTALS, without_groups=("admins",))),
        # an activation that happens to run saves nobody tomorrow
        kit.tenant(
            kit.activated_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.two_break_glass_accounts(),
            kit.access_policy("portals", "block", apps=_PORTALS, without_groups=("admins",)),
        ),
        kit.tenant(kit.activated(_GA, to="ana"), kit.access_policy("portals", "block", apps=_PORTALS, without_roles=(_GA,))),
        kit.tenant(_ROLE, kit.access_policy("azure", "block", apps=(_AZURE,)))
            .finds(
                "ana", "is only eligible, and is blocked from Azure management, which the portals rest on, where the activation is done, by azure",
                shows=("blocks before anything is active",),
            ),
        kit.tenant(_ROLE, kit.access_policy("all", "block", without_users=("emergency1", "emergency2")))
            .finds(
                "ana", (
                    "is only eligible, and is blocked from the Entra and Azure portals and Azure management, which the portals rest on, where the activation "
                    "is done, by all"
                ),
                shows=("blocks before anything is active",),
            ),
        # two halves of a block
        kit.tenant(
            _ROLE, kit.access_policy("phones", "block", platforms=kit.on_phones()),
            kit.access_policy("rest", "block", platforms={"includePlatforms": ["all"], "excludePlatforms": ["android", "iOS"]}),
        ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_GA, to="ana"), kit.access_policy("portals", "block", apps=_PORTALS))),
        ("not_assessed", kit.tenant(_ROLE, kit.group("spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"), kit.access_policy(
            "portals", "block", apps=_PORTALS, without_groups=("spared",),
        ))),
    ],
)  # fmt: skip
def nobody_locked_out(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever is eligible counts as an ordinary user until the activation, and a block for ordinary users takes the portals away in which the activation is
    done. It shows on the day when somebody has to help at once, and then the block is lifted in haste, or somebody is made a permanent administrator. Locked
    out is who gets in by no modern client from any place; Graph, PowerShell and the mobile app may stay open where only portals are blocked.
    """
    people = _eligible(case)
    case.judged(len(people))
    survey = case.survey(kit.Property.BLOCK, people)
    if people:
        yield from _locked_out(case, survey, people)


def _locked_out(case: kit.Case, survey: kit.Survey, people: tuple[kit.Who, ...]) -> Iterator[kit.Finding]:
    closed = {app: _shut(case, survey, app) for app in _PLACES}
    shut = [(at, apps) for at in range(len(people)) if (apps := [app for app, bits in closed.items() if bits >> at & 1])]
    for at, apps in signins.some(case, shut):
        yield _finding(case, survey, at, people[at], apps)


def _shut(case: kit.Case, survey: kit.Survey, app: str) -> int:
    """Of whom every sign-in to the resource is blocked, as bits; who that is not known of is remembered and left out."""
    found = survey.who(signins.Part(apps=frozenset({app}), clients=_EVERYWHERE.clients).box(survey.space))
    for want in found.wants:
        case.unknown(want.collection, want.says)
    return survey.space.full[0] & ~found.open & ~found.maybe


def _eligible(case: kit.Case) -> tuple[kit.Who, ...]:
    """Who has to activate something, role or group, before being an administrator; break-glass left out."""
    found: dict[str, str] = {}
    for role_id, scope in case.targets():
        for chain in case.chains_to(role_id, scope):
            if chain.activations:
                found[chain.principal.id.lower()] = chain.principal.id
    case.ways_to(kit.GLOBAL_ADMINISTRATOR)
    lists: list[kit.Collection[Any]] = sorted(kit.WAYS, key=str)
    for collection in lists:
        if missing := case.missing(collection):
            case.unknown(collection, missing.says)
    return tuple(kit.Who(id=found[key]) for key in sorted(found))


def _finding(case: kit.Case, survey: kit.Survey, at: int, who: kit.Who, closed: list[str]) -> kit.Finding:
    parts = [(1 << at, *signins.Part(apps=frozenset({app}), clients=_EVERYWHERE.clients).box(survey.space)[1:]) for app in closed]
    reads = [read for read in survey.reads if read.policy and read.doubt.value]
    whole = [read.policy for read in reads if any(all(side & ~yes == 0 for side, yes in zip(part, read.yes, strict=True)) for part in parts)]
    some = [read.policy for read in reads if any(all(side & yes for side, yes in zip(part, read.yes, strict=True)) for part in parts)]
    blocks = [policy for policy in whole or some if policy]
    names = signins.named(policy.label for policy in blocks)
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(who.id),
        says=f"is only eligible, and is blocked from {' and '.join(_PLACES[app] for app in closed)}, where the activation is done, by {names}",
        evidence=tuple(kit.Evidence("conditionalAccessPolicies", policy.id, "blocks before anything is active") for policy in blocks),
    )
