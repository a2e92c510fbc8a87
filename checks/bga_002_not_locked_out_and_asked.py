"""BGA-002: Conditional Access cannot lock emergency accounts out, and still asks for phishing-resistant MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

_APPS = tuple(
    kit.Context(kind="app", app=one)
    for one in ("00000003-0000-0000-c000-000000000000", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c")
)
"""Microsoft Graph, Azure management, the portals: what a tenant is repaired through."""

_DESKTOPS = ("windows", "macOS", "linux")
_BOTH = kit.two_break_glass_accounts()
_NAMES = ("emergency1", "emergency2")
_RESISTANT = {
    "id": "00000000-0000-0000-0000-000000000004", "displayName": "Phishing-resistant MFA",
    "allowedCombinations": ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"],
}  # fmt: skip


def _resistant(name: str = "emergency", state: str = "enabled", users: tuple[str, ...] = _NAMES) -> kit.Part:
    """A dedicated policy with the built-in strength."""

    def part(draft: kit.Draft) -> None:
        conditions = {"users": {"includeUsers": [kit.ident(one) for one in users]}, "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"]}
        grant = {"operator": "OR", "builtInControls": [], "authenticationStrength": _RESISTANT}
        draft.add("conditionalAccessPolicies", id=kit.ident(name), displayName=name, state=state, conditions=conditions, grantControls=grant)

    return part


@kit.check(
    id="BGA-002",
    title="Conditional Access cannot lock emergency accounts out, and still asks for phishing-resistant MFA",
    theme=kit.Theme.BREAK_GLASS,
    severity=kit.Severity.HIGH,
    talk=("T03",),
    needs={kit.collection.CONDITIONAL_ACCESS_POLICIES},
    uses={
        kit.collection.AUTHENTICATION_STRENGTHS, kit.collection.NAMED_LOCATIONS, kit.collection.AUTHENTICATION_CONTEXTS, kit.collection.USERS,
        kit.collection.GROUPS, kit.collection.GROUP_MEMBERS, kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.ROLE_ASSIGNMENTS,
    },
    remedy=(
        "Put the emergency accounts into one group (Entra admin center > Entra ID > Groups) and exclude it from every policy that blocks, asks for a managed "
        "device, or depends on location or risk. Then add one policy for that group alone: all resources, Require authentication strength: "
        "Phishing-resistant MFA. Register a passkey or certificate for each account first, and try it."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
        "https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication",
    ),
    passes=[
        kit.tenant(_BOTH, _resistant()),
        # excluded from what everybody else meets, asked by a policy of their own: no contradiction
        kit.tenant(_BOTH, _resistant(), kit.access_policy("devices", "compliantDevice", without_users=_NAMES)),
        # a second way of meeting a policy that does not hang on a device
        kit.tenant(_BOTH, _resistant(), kit.access_policy("either", "mfa", "compliantDevice")),
        # blocks that leave every modern sign-in from a computer open lock nobody out
        kit.tenant(_BOTH, _resistant(), kit.access_policy("legacy", "block", clientAppTypes=["exchangeActiveSync", "other"])),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("no phones", "block", platforms=kit.on_phones())),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("flows", "block", authenticationFlows={"transferMethods": "deviceCodeFlow"})),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("no mail", "block", apps=("00000002-0000-0ff1-ce00-000000000000",))),
        # what is off or only reports locks nobody out
        kit.tenant(_BOTH, _resistant(), kit.access_policy("block", "block", state="enabledForReportingButNotEnforced")),
        # MFA at home or on risk is MFA
        kit.tenant(_BOTH, _resistant(), kit.access_policy("risk", "mfa", signInRiskLevels=["high"])),
    ],
    partial=[
        # excluded from everything
        kit.tenant(_BOTH),
        kit.tenant(_BOTH, kit.access_policy("everybody", "mfa", without_users=_NAMES)),
        # asked, but for what can be phished
        kit.tenant(_BOTH, kit.access_policy("everybody", "mfa"))
            .finds("emergency1", "is not always asked for phishing-resistant MFA: MFA that can be phished opens it", shows=("no policy asks it for that",))
            .finds("emergency2", "is not always asked for phishing-resistant MFA: MFA that can be phished opens it", shows=("no policy asks it for that",)),
        kit.tenant(_BOTH, _resistant(state="enabledForReportingButNotEnforced")),
        # one of the two
        kit.tenant(_BOTH, _resistant(users=("emergency1",)))
            .finds(
                "emergency2", "is not always asked for phishing-resistant MFA: a password alone opens it", shows=("does not ask it for that: users",),
                distinct="proof",
            ),
    ],
    fails=[
        kit.tenant(_BOTH, _resistant(), kit.access_policy("closed", "block")),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("portals", "block", apps=("MicrosoftAdminPortals",))),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("for admins", "block", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,), signInRiskLevels=["high"]))
            .finds("emergency1", "can be locked out, for it is blocked depending on risk by the policy for admins")
            .finds("emergency2", "can be locked out, for it is blocked depending on risk by the policy for admins"),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("home", "block", locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}))
            .finds("emergency1", "can be locked out, for it is blocked depending on its location by the policy home")
            .finds("emergency2", "can be locked out, for it is blocked depending on its location by the policy home"),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("devices", "compliantDevice"))
            .finds("emergency1", "can be locked out, for it is asked for a compliant device by the policy devices")
            .finds("emergency2", "can be locked out, for it is asked for a compliant device by the policy devices"),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("devices", "compliantDevice", "mfa", operator="AND")),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("risky", "passwordChange", "mfa", operator="AND", userRiskLevels=["high"]))
            .finds("emergency1", "can be locked out, for it is asked for a new password and MFA by the policy risky")
            .finds("emergency2", "can be locked out, for it is asked for a new password and MFA by the policy risky"),
        kit.tenant(_BOTH, _resistant(), kit.access_policy("but one", "block", without_users=("emergency1",)))
            .finds("emergency2", "can be locked out, for it is blocked by the policy but one"),
        # only workstations: the filter is a device all the same
        kit.tenant(_BOTH, _resistant(), kit.access_policy(
            "workstations", "block", devices={"deviceFilter": {"mode": "exclude", "rule": 'device.extensionAttribute1 -eq "PAW"'}},
        ))
            .finds("emergency1", "can be locked out, for it is blocked depending on its device by the policy workstations")
            .finds("emergency2", "can be locked out, for it is blocked depending on its device by the policy workstations"),
        # blocked where the account itself is thought to be at risk
        kit.tenant(_BOTH, _resistant(), kit.access_policy("risky", "block", userRiskLevels=["high"]))
            .finds("emergency1", "can be locked out, for it is blocked depending on risk by the policy risky")
            .finds("emergency2", "can be locked out, for it is blocked depending on risk by the policy risky"),
    ],
    other=[
        # nobody is declared: BGA-001 says so
        ("not_applicable", kit.tenant(kit.access_policy("closed", "block"))),
        # the accounts may be in the group that nobody could read
        ("not_assessed", kit.tenant(_BOTH, kit.scope_privileged(), _resistant(), kit.access_policy("closed", "block", without_groups=("gone",)))),
        # whether the policy that may lock them out is on was not read
        ("not_assessed", kit.tenant(_BOTH, _resistant(), kit.access_policy("devices", "compliantDevice", state="unknownFutureValue"))),
        # whether they are asked hangs on a group that nobody could read; where a computer is asked by no policy it does not matter
        ("not_assessed", kit.tenant(_BOTH, kit.scope_privileged(), kit.access_policy(
            "everybody", strength="00000000-0000-0000-0000-000000000004", without_groups=("elsewhere",)))),
        ("partial", kit.tenant(_BOTH, kit.scope_privileged(), kit.access_policy(
            "everybody", strength="00000000-0000-0000-0000-000000000004", without_groups=("elsewhere",), platforms=kit.on_phones()))),
        # two policies that lock one account out are two findings
        ("fail", kit.tenant(_BOTH, _resistant(), kit.access_policy("closed", "block", without_users=("emergency1",)),
                            kit.access_policy("devices", "compliantDevice", without_users=("emergency1",)))
            .finds("emergency2", "can be locked out, for it is blocked by the policy closed")
            .finds("emergency2", "can be locked out, for it is asked for a compliant device by the policy devices")),
        # to sign in anew every day locks nobody out
        ("pass", kit.tenant(_BOTH, _resistant(), kit.access_policy("daily", session={"signInFrequency": {"isEnabled": True, "type": "days", "value": 1}}))),
    ],
)  # fmt: skip
def not_locked_out_and_asked(case: kit.Case) -> Iterator[kit.Finding]:
    """An emergency account is for the day on which devices, networks or risk scores fail; a policy that hangs on one of them locks out the last way in. To
    leave the accounts out of everything is no answer either: then a password alone opens the tenant. One policy of their own, with a passkey, is both.
    """
    for account in case.each(case.resolved.break_glass):
        locked = list(_locks(case, account))
        yield from locked
        yield from _asked(case, account)


def _locks(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    people = case.access.people(kit.Who(id=account.id))
    for policy in case.access.policies:
        how = _how_it_locks(policy)
        if how is None or policy.is_enforced.value is False or not policy.resources.fit(_APPS).possible:
            continue
        met = (policy.users(people), policy.resources.fit(_APPS))
        if not met[0].possible:
            continue
        if not all(one.yes for one in met) or policy.is_enforced.value is None:
            for want in (*met[0].wants(1), *met[1].wants((1 << len(_APPS)) - 1), *policy.is_enforced.wants):
                case.unknown(want.collection, f"{account.label}: {want.says}")
            continue
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=account,
            says=f"{how} by the policy {policy.label}",
            evidence=(kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, policy.id, f"state {policy.row.state}, means this account"),),
            distinct=policy.id,
        )


def _how_it_locks(policy: kit.AccessPolicy) -> str | None:
    """How a policy stands between an emergency account and a computer; None where it does not."""
    if not _meets_computers(policy):
        return None
    if policy.demand.blocks.value:
        return f"can be locked out, for it is blocked {_depending(policy)}".rstrip()
    if policy.demand.asks.value and not _by_proof_alone(policy):
        return f"can be locked out, for it is asked for {_wanted(policy)}"
    return None


def _meets_computers(policy: kit.AccessPolicy) -> bool:
    """Whether a usual sign-in from a computer can meet it: a modern client, a known platform, no transfer of the session."""
    clients = policy.client_apps(("browser", "mobileAppsAndDesktopClients"))
    return bool(clients.possible and policy.platforms(_DESKTOPS).possible and policy.flows((None,)).possible)


def _by_proof_alone(policy: kit.AccessPolicy) -> bool:
    """Whether somebody with a passkey gets through on any device, from anywhere."""
    proofs = [one.word == "mfa" or one.word.startswith(("strength:", "tou:")) for one in policy.demand.controls]
    return any(proofs) if policy.demand.operator == "OR" else all(proofs)


def _wanted(policy: kit.AccessPolicy) -> str:
    words = [_CONTROLS.get(one.word, one.word) for one in policy.demand.controls]
    return (" or " if policy.demand.operator == "OR" else " and ").join(words)


_CONTROLS = {
    "compliantDevice": "a compliant device", "domainJoinedDevice": "a hybrid-joined device", "mfa": "MFA", "passwordChange": "a new password",
    "approvedApplication": "an approved app", "compliantApplication": "an app with protection", "riskRemediation": "the removal of a risk",
}  # fmt: skip


def _depending(policy: kit.AccessPolicy) -> str:
    when = policy.when
    found = [("its location", when.locations), ("its device", when.devices), ("risk", when.sign_in_risk_levels or when.user_risk_levels)]
    named = [word for word, condition in found if condition]
    return f"depending on {' and '.join(named)}" if named else ""


def _asked(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    """Whether nobody gets through without phishing-resistant MFA."""
    found = case.open_to([account.id], kit.Property.PHISHING_RESISTANT, _APPS)
    for gap in found.possible if not found.certain else ():
        for want in gap.missing:
            case.unknown(want.collection, f"{account.label}: {want.says}")
    if not found.certain:
        return
    near = found.certain[0].nearest
    mfa = case.open_to([account.id], kit.Property.MFA, _APPS)
    much = "a password alone opens it" if mfa.certain else "MFA that can be phished opens it"
    observed = f"does not ask it for that: {near.fails}" if near else "no policy asks it for that"
    yield kit.Finding(
        degree=kit.Degree.PARTIAL,
        subject=account,
        says=f"is not always asked for phishing-resistant MFA: {much}",
        evidence=(kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, near.policy.id if near else None, observed),),
        distinct="proof",
    )
