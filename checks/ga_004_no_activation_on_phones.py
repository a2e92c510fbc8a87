"""GA-004: Activating Global Administrator is blocked on mobile devices."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._phones import nearest, sign_in

_ORDER = (
    kit.Outcome.BLOCKED, kit.Outcome.SPOOFABLE, kit.Outcome.ONE_PLATFORM, kit.Outcome.MANAGED, kit.Outcome.UNKNOWN, kit.Outcome.NOT_BLOCKED,
)  # fmt: skip
"""Best first: a chain is as good as its best guarded activation, a person as bad as the worst chain."""

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.two_break_glass_accounts(), kit.auth_context("c1"))
_ROLE = kit.role_policy(_GA, context="c1")
_BLOCK = kit.access_policy("no phones", "block", context="c1", platforms=kit.on_phones())
_GROUP = kit.together(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.two_break_glass_accounts(), kit.auth_context("c1"))


@kit.check(
    id="GA-004",
    title="Activating Global Administrator is blocked on mobile devices",
    theme=kit.Theme.GLOBAL_ADMINISTRATORS,
    severity=kit.Severity.HIGH,
    talk=("T05",),
    needs={*kit.WAYS, *kit.POLICIES, kit.collection.CONDITIONAL_ACCESS_POLICIES},
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={
        kit.collection.GROUP_OWNERS, kit.collection.NAMED_LOCATIONS, kit.collection.AUTHENTICATION_CONTEXTS,
        kit.collection.GROUPS,
    },
    remedy=(
        "Create and publish an authentication context (Entra admin center > Entra ID > Conditional Access > Authentication contexts), ask for it on "
        "activation in the PIM settings of every group and role on a way to Global Administrator, and add a policy: all users but the break-glass accounts, "
        "that context, platforms Android and iOS, Block. Never scope it to the role or group that is activated: nobody is in it yet. A device filter that "
        "spares the administrators' workstations alone cannot be spoofed."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-unknown-unsupported",
    ),
    passes=[
        kit.tenant(_PEOPLE, _ROLE, _BLOCK),
        kit.tenant(_GROUP, kit.group_policy("admins", context="c1"), _BLOCK),
        # all resources on phones: no context is needed
        kit.tenant(_PEOPLE, kit.role_policy(_GA), kit.access_policy("no phones", "block", platforms=kit.on_phones())),
        # hybrid join exists on Windows alone
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("hybrid", "domainJoinedDevice", context="c1")),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy(
            "workstations", "block", context="c1", devices={"deviceFilter": {"mode": "exclude", "rule": 'device.extensionAttribute1 -eq "PAW"'}},
        )),
        # path C: the membership is activated first, and its policy asks for the context
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.eligible(_GA, to="admins"), kit.two_break_glass_accounts(), kit.auth_context("c1"),
                   kit.group_policy("admins", context="c1"), kit.role_policy(_GA), _BLOCK),
    ],
    partial=[
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("iOS alone", "block", context="c1", platforms={"includePlatforms": ["iOS"]}))
            .finds(
                "ana", (
                    "is blocked on one kind of phone only: can activate Global Administrator on an Android phone, in a browser; nearest is the policy iOS "
                    "alone, but for its platforms (ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "does not block: devicePlatform",),
            ),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("Android alone", "block", context="c1", platforms={"includePlatforms": ["android"]}))
            .finds(
                "ana", (
                    "is blocked on one kind of phone only: can activate Global Administrator on an iPhone, in a browser; nearest is the policy Android "
                    "alone, but for its platforms (ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
            ),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("managed", "compliantDevice", context="c1"))
            .finds(
                "ana", (
                    "is asked for a managed device instead of being blocked: can activate Global Administrator on an Android phone, in a browser; no policy "
                    "comes near (ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "no enabled policy blocks this sign-in",),
            ),
    ],
    fails=[
        kit.tenant(_PEOPLE, _ROLE)
            .finds(
                "ana", (
                    "can activate Global Administrator on an Android phone, in a browser; no policy comes near (ana@example.onmicrosoft.com is eligible for "
                    "Global Administrator)"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "no enabled policy blocks this sign-in",),
            ),
        kit.tenant(_PEOPLE, kit.role_policy(_GA, approval=True), _BLOCK),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("on the role", "block", users=(), roles=(_GA,), context="c1", platforms=kit.on_phones())),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("test", "block", context="c1", platforms=kit.on_phones(), state="enabledForReportingButNotEnforced"))
            .finds(
                "ana", (
                    "can activate Global Administrator on an Android phone, in a browser; nearest is the policy test, but for not being on "
                    "(ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "does not block: policyNotEnabled",),
            ),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("all but ana", "block", context="c1", without_users=("ana",), platforms=kit.on_phones())),
        # a browser is blocked, and the app is not
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy("browsers", "block", context="c1", platforms=kit.on_phones(), clientAppTypes=["browser"]))
            .finds(
                "ana", (
                    "can activate Global Administrator on an Android phone, in a native app; nearest is the policy browsers, but for its client types "
                    "(ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
            ),
        # a filter on devices leaves those open that it does not mean: what says that it is managed, or what nobody knows
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy(
            "unmanaged", "block", context="c1", platforms=kit.on_phones(), devices={"deviceFilter": {"mode": "include", "rule": "device.isCompliant -ne True"}},
        ))
            .finds(
                "ana", (
                    "can activate Global Administrator on an Android phone with isCompliant True, in a browser; nearest is the policy unmanaged, but for its "
                    "devices (ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
            ),
        kit.tenant(_PEOPLE, _ROLE, kit.access_policy(
            "managed", "block", context="c1", platforms=kit.on_phones(), devices={"deviceFilter": {"mode": "include", "rule": "device.isCompliant -eq True"}},
        ))
            .finds(
                "ana", (
                    "can activate Global Administrator on an Android phone that is not registered, in a browser; nearest is the policy managed, but for its "
                    "devices (ana@example.onmicrosoft.com is eligible for Global Administrator)"
                ),
            ),
        # the context stands on the role, and the people come by the group
        kit.tenant(_GROUP, _ROLE, kit.group_policy("admins"), _BLOCK),
        # the second way of the same person is open
        kit.tenant(_GROUP, kit.eligible(_GA, to="ana"), kit.role_policy(_GA), kit.group_policy("admins", context="c1"), _BLOCK),
        # whoever may become owner can add himself
        kit.tenant(_PEOPLE, _ROLE, _BLOCK, kit.standing(_GA, to="admins"), kit.eligible_owner("ben", of="admins"), kit.group_policy("admins", "owner"))
            .finds(
                "ben", (
                    "can activate Global Administrator on an Android phone, in a browser; nearest is the policy no phones, but for the resources it is for "
                    "(ben@example.onmicrosoft.com is an eligible owner of admins and can add members, then admins holds Global Administrator permanently)"
                ),
                shows=(
                    "accessId owner, eligible, endDateTime 2027-04-30T08:00:00Z",
                    "assignmentType Assigned, endDateTime null",
                    "does not block: application",
                ),
                by=("EligibleOwnerOf", "HasRole",),
            )
            .tells("Activation is blocked by the platform that a device claims: whoever claims another one gets through. A device filter would be robust."),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_PEOPLE, _ROLE, _BLOCK, kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_assessed", kit.tenant(_PEOPLE, kit.auth_context("c2", published=False), kit.role_policy(_GA, context="c2"), kit.access_policy(
            "no phones", "block", context="c2", platforms=kit.on_phones(),
        ))),
        # whether the context is published was not read
        ("not_assessed", kit.tenant(_PEOPLE, _ROLE, _BLOCK, kit.without(kit.collection.AUTHENTICATION_CONTEXTS))),
    ],
)  # fmt: skip
def no_activation_on_phones(case: kit.Case) -> Iterator[kit.Finding]:
    """A phone is lost, shared and rarely managed as an administrator's workstation is. PIM can ask for an authentication context when somebody activates
    Global Administrator, and a policy on that context can block phones. The proof covers every client, place, device and flow, on every way by which a
    person can activate himself; it says nothing of using the role afterwards (GA-005).
    """
    worst: dict[str, tuple[kit.Chain, kit.PhoneProof]] = {}
    for chain in case.chains_to(_GA):
        proof = min((case.phone_proof(chain.principal, policy) for policy in chain.activations), key=_badness)
        if chain.principal.id not in worst or _badness(worst[chain.principal.id][1]) < _badness(proof):
            worst[chain.principal.id] = (chain, proof)
    if any(policy and policy.context for chain, _ in worst.values() for policy in chain.activations):
        case.lean_on(kit.collection.AUTHENTICATION_CONTEXTS)
    for chain, proof in case.each(worst[key] for key in sorted(worst)):
        yield from _judged(case, chain, proof)


def _badness(proof: kit.PhoneProof) -> int:
    return _ORDER.index(proof.outcome)


def _judged(case: kit.Case, chain: kit.Chain, proof: kit.PhoneProof) -> Iterator[kit.Finding]:
    if proof.outcome is kit.Outcome.UNKNOWN:
        for want in proof.unknown:
            case.unknown(want.collection, f"{chain.principal.label}: {want.says}")
    elif proof.outcome is kit.Outcome.SPOOFABLE:
        case.note("Activation is blocked by the platform that a device claims: whoever claims another one gets through. A device filter would be robust.")
    elif proof.outcome is not kit.Outcome.BLOCKED:
        degree = kit.Degree.FAIL if proof.outcome is kit.Outcome.NOT_BLOCKED else kit.Degree.PARTIAL
        yield kit.Finding(
            degree=degree, subject=chain.principal, says=_says(case, chain, proof), evidence=(*chain.evidence, *_evidence(proof)), path=chain.edges
        )


_WHY = {
    kit.Outcome.NOT_BLOCKED: "can activate Global Administrator",
    kit.Outcome.ONE_PLATFORM: "is blocked on one kind of phone only: can activate Global Administrator",
    kit.Outcome.MANAGED: "is asked for a managed device instead of being blocked: can activate Global Administrator",
}


def _says(case: kit.Case, chain: kit.Chain, proof: kit.PhoneProof) -> str:
    return f"{_WHY[proof.outcome]} {sign_in(case, proof)}; {nearest(proof)} ({chain.in_words})"


def _evidence(proof: kit.PhoneProof) -> tuple[kit.Evidence, ...]:
    if proof.nearest is None:
        return (kit.Evidence("conditionalAccessPolicies", None, "no enabled policy blocks this sign-in"),)
    return (kit.Evidence("conditionalAccessPolicies", proof.nearest.policy.id, f"does not block: {proof.nearest.fails}"),)
