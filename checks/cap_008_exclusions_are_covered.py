"""CAP-008: Exclusions are few and covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import checkkit as kit

from . import _signins as signins

if TYPE_CHECKING:
    from collections.abc import Iterator

_PEOPLE = kit.together(kit.person("ana"), kit.person("ben"), kit.two_break_glass_accounts())
_BUT_ANA = kit.access_policy("mfa", "mfa", without_users=("ana", "emergency1"))


@kit.check(
    id="CAP-008",
    title="Exclusions are few and covered",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS,
    leans_on={kit.collection.GROUP_MEMBERS},
    uses=signins.USES | kit.WAYS,
    remedy=(
        "Take people out of the exclusion (Entra admin center > Entra ID > Conditional Access > Policies > Users > Exclude), or give them a policy of their "
        "own that asks for as much. Keep one exclusion group for the break-glass accounts alone, and review it."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups",
        "https://learn.microsoft.com/entra/id-governance/conditional-access-exclusion",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_users=("emergency1", "emergency2"))),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_groups=("bg",)), kit.group("bg"), kit.plain_member("emergency1", of="bg")),
        # covered by another policy that asks for as much
        kit.tenant(_PEOPLE, _BUT_ANA, kit.access_policy("hers", "mfa", users=("ana",)))
            .tells("Beside break-glass, excluded from some policy and covered by others: ana@example.onmicrosoft.com."),
        kit.tenant(_PEOPLE, _BUT_ANA, kit.access_policy("hers", strength="00000000-0000-0000-0000-000000000004", users=("ana",))),
        # a block of named resources says by its excludes who may use them
        kit.tenant(_PEOPLE, kit.access_policy("portals", "block", apps=("MicrosoftAdminPortals",), without_users=("ana",)), kit.access_policy("mfa", "mfa")),
        # excluded from what would not have meant her anyway
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", users=("ben",), without_users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("test", "mfa", without_users=("ana",), state="disabled"), kit.access_policy("mfa", "mfa"))
            .over(1),
        # of a policy's people who are left out, those who are gone and those who are not there at all are nobody
        kit.tenant(_PEOPLE, kit.deleted("ghost"), kit.access_policy("mfa", "mfa", without_users=("ghost",))),
        # covered by another policy that asks for the same device, or blocks the same client
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", without_users=("ana",)),
                   kit.access_policy("hers", "compliantDevice", users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=["other"], without_users=("ana",)),
                   kit.access_policy("hers", "block", clientAppTypes=["other"], users=("ana",))),
    ],
    fails=[
        kit.tenant(_PEOPLE, _BUT_ANA),
        kit.tenant(_PEOPLE, _BUT_ANA, kit.access_policy("hers", "mfa", users=("ana",), apps=("Office365",)))
            .over(2)
            .finds("ana", "is excluded from the policy mfa, and no other policy asks the same of these sign-ins"),
        # a demand of another kind is no cover
        kit.tenant(_PEOPLE, _BUT_ANA, kit.access_policy("hers", "compliantDevice", users=("ana",))),
        # covered only by a policy that is not on
        kit.tenant(_PEOPLE, _BUT_ANA, kit.access_policy("hers", "mfa", users=("ana",), state="enabledForReportingButNotEnforced")),
        # by a group inside the group
        kit.tenant(
            _PEOPLE, kit.group("inner"), kit.plain_member("ana", of="inner"), kit.plain_member("inner", of="spared"),
            kit.access_policy("mfa", "mfa", without_groups=("spared",)),
        )
            .finds("ana", "is excluded from the policy mfa, and no other policy asks the same of these sign-ins"),
        kit.tenant(_PEOPLE, kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.access_policy("mfa", "mfa", without_roles=(kit.GLOBAL_ADMINISTRATOR,))),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=["other"], without_users=("ana",)))
            .finds("ana", "is excluded from the policy old, and no other policy blocks the same sign-ins"),
        # guests, by Graph's old word and by its new one
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_users=("GuestsOrExternalUsers",)))
            .finds(
                "Example", "lets guests pass who are excluded from the policy mfa, and no other policy asks the same of these sign-ins",
                shows=("excludes guests",),
            ),
        kit.tenant(_PEOPLE, kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id="p", displayName="mfa", state="enabled",
            grantControls={"operator": "OR", "builtInControls": ["mfa"]},
            conditions={"clientAppTypes": ["all"], "applications": {"includeApplications": ["All"]}, "users": {
                "includeUsers": ["All"], "excludeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "b2bCollaborationGuest", "externalTenants": None},
            }},
        )),
        # MFA is no device
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", without_users=("ana",)), kit.access_policy("mfa", "mfa")),
    ],
    other=[
        ("not_applicable", kit.tenant(_PEOPLE)),
        ("not_assessed", kit.tenant(_PEOPLE, kit.group("spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"), kit.access_policy(
            "mfa", "mfa", without_groups=("spared",),
        ))),
    ],
)  # fmt: skip
def exclusions_are_covered(case: kit.Case) -> Iterator[kit.Finding]:
    """An exclusion is made in a hurry, for somebody who cannot get in, and stays; whoever manages the group decides who may go without. Looked at is everybody
    whom a policy would mean but for its excludes, by name, group, role or kind of guest: either another policy asks the same of the same sign-ins, or the
    exclusion is a hole. Break-glass accounts are what exclusions are for.
    """
    policies = [one for one in case.resting.policies if one.is_enforced.value and one.demand.asks.value and not _says_who_may(one)]
    case.judged(len(policies))
    if missing := case.missing(kit.collection.GROUP_MEMBERS):
        case.unknown(kit.collection.GROUP_MEMBERS, missing.says)
    people = _excluded(case, policies)
    holes, covered = list[tuple[kit.AccessPolicy, kit.Who]](), set[kit.Who]()
    for policy in policies if people else ():
        spared, open_ = _holes(case, policy, people)
        holes += [(policy, people[at]) for at in signins.indexes(open_)]
        covered |= {people[at] for at in signins.indexes(spared & ~open_)}
    if covered:
        names = signins.named(signins.label(case, who) for who in sorted(covered, key=lambda who: who.id))
        case.note(f"Beside break-glass, excluded from some policy and covered by others: {names}.")
    for policy, who in signins.some(case, holes):
        yield _finding(case, policy, who)


def _says_who_may(policy: kit.AccessPolicy) -> bool:
    """A block of named resources: its excludes are the people who may use them (CAP-011 even asks for such)."""
    return bool(policy.demand.blocks.value) and "all" not in policy.resources.included and not policy.resources.contexts


def _excluded(case: kit.Case, policies: list[kit.AccessPolicy]) -> tuple[kit.Who, ...]:
    """Everybody but break-glass and synchronisation whom some policy excludes; for kinds of guests one guest who is in no group."""
    directory = case.resting.world.directory
    ids, guests = set[str](), False
    for users in (policy.when.users for policy in policies if policy.when.users):
        words = {one.lower() for one in users.exclude_users or ()}
        guests = guests or "guestsorexternalusers" in words or users.exclude_guests_or_external_users is not None
        ids |= words - {"guestsorexternalusers", "all", "none"}
        circles = [directory.members(one) for one in users.exclude_groups or ()] + [directory.role_holders(one) for one in users.exclude_roles or ()]
        for circle in circles:
            ids |= circle.ids
            for want in circle.wants:
                case.unknown(want.collection, want.says)
    people = sorted(one for one in ids if case.thing(one).kind in (kit.Kind.USER, kit.Kind.UNKNOWN) and not case.is_deleted(one))
    machines = signins.only_synchronise(case)
    left = tuple(kit.Who(id=one) for one in people if not case.is_break_glass(one) and one not in machines)
    return (*left, kit.ANY_GUEST) if guests else left


def _holes(case: kit.Case, policy: kit.AccessPolicy, people: tuple[kit.Who, ...]) -> tuple[int, int]:
    """Who is excluded from a policy, and of whom no other policy asks the same."""
    survey = case.survey(_wanted(policy), people)
    read = next((one for one in survey.reads if one.policy is policy), None)
    bits = kit.spared(survey.space.people, policy.when.users).yes
    if not bits or read is None or not read.doubt.value:
        return 0, 0
    found = survey.who((bits, *read.yes[1:]))
    for want in found.wants:
        if want.collection not in signins.UNKNOWABLE:
            case.unknown(want.collection, want.says)
    return bits, found.open


def _wanted(policy: kit.AccessPolicy) -> kit.Property | signins.Proof:
    """What another policy has to do instead: whether it is strong enough is the subject of CAP-001."""
    for wanted in (kit.Property.BLOCK, kit.Property.MFA, kit.Property.MANAGED_DEVICE):
        if policy.demand.proves(wanted).value:
            return wanted
    return signins.asks


def _finding(case: kit.Case, policy: kit.AccessPolicy, who: kit.Who) -> kit.Finding:
    guest = who == kit.ANY_GUEST
    what = "blocks the same sign-ins" if policy.demand.blocks.value else "asks the same of these sign-ins"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.tenant_thing() if guest else case.thing(who.id),
        says=f"{'lets guests pass who are' if guest else 'is'} excluded from the policy {policy.label}, and no other policy {what}",
        evidence=(kit.Evidence("conditionalAccessPolicies", policy.id, f"excludes {'guests' if guest else who.id}"),),
        distinct=policy.id,
    )
