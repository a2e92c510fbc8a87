"""GA-005: Using an activated Global Administrator is restricted on mobile devices."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._phones import nearest

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.role_policy(_GA), kit.two_break_glass_accounts())
_GROUP = kit.together(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.group_policy("admins"), kit.two_break_glass_accounts())


@kit.check(
    id="GA-005",
    title="Using an activated Global Administrator is restricted on mobile devices",
    theme=kit.Theme.GLOBAL_ADMINISTRATORS,
    severity=kit.Severity.MEDIUM,
    talk=("T05",),
    needs={*kit.WAYS, kit.collection.CONDITIONAL_ACCESS_POLICIES},
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={
        kit.collection.GROUP_OWNERS, kit.collection.NAMED_LOCATIONS, kit.collection.AUTHENTICATION_CONTEXTS,
        kit.collection.GROUPS, *kit.POLICIES,
    },
    remedy=(
        "Add a policy on the directory role Global Administrator (here the role is right, since it is active): all resources, platforms Android and iOS, "
        "Block; or require a compliant device on every platform. Exclude the break-glass accounts."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("no phones", "block", users=(), roles=(_GA,), platforms=kit.on_phones())),
        kit.tenant(_GROUP, kit.access_policy("no phones", "block", users=(), roles=(_GA,), platforms=kit.on_phones())),
        kit.tenant(_GROUP, kit.access_policy("no phones", "block", users=(), groups=("admins",), platforms=kit.on_phones())),
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", "domainJoinedDevice", users=(), roles=(_GA,))),
    ],
    partial=[kit.tenant(_PEOPLE, kit.access_policy("iOS alone", "block", users=(), roles=(_GA,), platforms={"includePlatforms": ["iOS"]}))],
    fails=[
        kit.tenant(_PEOPLE)
            .finds(
                "ana", "can use Global Administrator on an Android phone that nobody manages, once it is active; no policy comes near",
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "no policy stops it",),
            ),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa")),
        # a guard of the activation is none of the use
        kit.tenant(_PEOPLE, kit.access_policy("no phones", "block", context="c1", platforms=kit.on_phones())),
        kit.tenant(_PEOPLE, kit.access_policy("portals", "block", users=(), roles=(_GA,), apps=("MicrosoftAdminPortals",), platforms=kit.on_phones())),
        kit.tenant(_PEOPLE, kit.access_policy("test", "block", users=(), roles=(_GA,), platforms=kit.on_phones(), state="disabled"))
            .finds(
                "ana", (
                    "can use Global Administrator on an Android phone that nobody manages, once it is active; nearest is the policy test, but for not being "
                    "on"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "does not stop it: policyNotEnabled",), by=("EligibleFor",),
            ),
        kit.tenant(kit.standing(_GA, to="ana"), kit.two_break_glass_accounts()),
    ],
    other=[
        # whether a group that nobody knows takes the person out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.scope_privileged(), kit.access_policy(
            "no phones", "block", users=(), roles=(_GA,), platforms=kit.on_phones(), without_groups=("gone",),
        ))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
    ],
)  # fmt: skip
def no_use_on_phones(case: kit.Case) -> Iterator[kit.Finding]:
    """The authentication context guards the moment of activation alone: once Global Administrator is active, any device and any session of the person has
    it. A second policy, on the role itself, keeps phones out while it is used.
    """
    # whoever would first have to change something has no role to use yet
    for one in case.each(one for one in case.people_to(_GA) if one.path_class is not kit.PathClass.CONTROL):
        proof = case.use_proof(one.principal, _GA)
        if proof.outcome is kit.Outcome.UNKNOWN:
            for want in proof.unknown:
                case.unknown(want.collection, f"{one.principal.label}: {want.says}")
        elif proof.outcome in (kit.Outcome.NOT_BLOCKED, kit.Outcome.ONE_PLATFORM):
            yield _finding(one, proof)


def _finding(one: kit.PrincipalPaths, proof: kit.PhoneProof) -> kit.Finding:
    alone = proof.outcome is kit.Outcome.ONE_PLATFORM
    near = proof.nearest
    phone = "an iPhone" if proof.witness and proof.witness.platform == "iOS" else "an Android phone"
    return kit.Finding(
        degree=kit.Degree.PARTIAL if alone else kit.Degree.FAIL,
        subject=one.principal,
        says=f"can use Global Administrator on {phone} that nobody manages, once it is active; {nearest(proof)}",
        evidence=(
            *one.paths[0].evidence,
            kit.Evidence("conditionalAccessPolicies", near.policy.id if near else None, f"does not stop it: {near.fails}" if near else "no policy stops it"),
        ),
        path=one.paths[0].edges,
    )
