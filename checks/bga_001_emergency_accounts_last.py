"""BGA-001: two emergency accounts exist and are built to last."""

from collections.abc import Iterator

from assessor import checkkit as kit

GA = kit.GLOBAL_ADMINISTRATOR
_MICROSOFTS_OWN = (".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn")
_EVERYDAY_LICENCE = {"assignedLicenses": [{"skuId": "11111111-2222-4333-8444-555555555555"}]}


def _built(name: str, **properties: object) -> kit.Example:
    """A second account beside a good one."""
    return kit.tenant(
        kit.break_glass("emergency1", name), kit.standing(GA, to="emergency1"), kit.person(name, **properties), kit.standing(GA, to=name),
        kit.row(kit.collection.DOMAINS, id="example.org", isInitial=False, isDefault=False, isVerified=True, authenticationType="Managed"),
        kit.row(kit.collection.DOMAINS, id="federated.example", isInitial=False, isDefault=False, isVerified=True, authenticationType="Federated"),
    )  # fmt: skip


def _only_declared(*parts: kit.Part) -> kit.Example:
    """A second account that is declared and holds what the parts say."""
    return kit.tenant(kit.break_glass("emergency1", "emergency2"), kit.standing(GA, to="emergency1"), *parts)


@kit.check(
    id="BGA-001",
    title="Two emergency accounts exist and are built to last",
    theme=kit.Theme.BREAK_GLASS,
    severity=kit.Severity.CRITICAL,
    talk=("T03",),
    needs={kit.collection.USERS, kit.collection.DOMAINS, kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUPS, kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_MEMBERS},
    judges_without_pim=True,
    remedy=(
        "Create two cloud-only accounts under the tenant's own onmicrosoft.com name (Entra admin center > Entra ID > Users > New user), give each of them "
        "Global Administrator as a permanent active assignment (Privileged Identity Management > Microsoft Entra roles > Assignments), register a passkey or "
        "certificate for each, and name them in the engagement file."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",),
    passes=[
        kit.tenant(kit.two_break_glass_accounts()),
        # permanent by standing membership of a group that holds the role is permanent
        _only_declared(kit.standing_member("emergency2", of="emergency"), kit.standing(GA, to="emergency")),
        # declared as a group
        kit.tenant(
            kit.group("emergency"), kit.standing_member("e1", of="emergency"), kit.standing_member("e2", of="emergency"), kit.standing(GA, to="emergency"),
            kit.engagement(break_glass_groups=(kit.ident("emergency"),)),
        ),
        # without PIM every active assignment is permanent
        kit.tenant(kit.without_pim(), kit.break_glass("e1", "e2"), kit.outside_pim(GA, to="e1"), kit.outside_pim(GA, to="e2")),
        # false means that the account was synchronised once and is not any more
        _built("emergency2", onPremisesSyncEnabled=False),
        # eligible as well: the strongest counts
        kit.tenant(kit.two_break_glass_accounts(), kit.eligible(GA, to="emergency2")),
        # the tenant's own first domain, whatever its name
        kit.tenant(
            kit.break_glass("e1", "e2"), kit.standing(GA, to="e1"), kit.person("e2", userPrincipalName="e2@first.example"), kit.standing(GA, to="e2"),
            kit.row(kit.collection.DOMAINS, id="First.example", isInitial=True, isDefault=False, isVerified=True, authenticationType="Managed"),
        ),
    ],
    partial=[
        kit.tenant(kit.break_glass("emergency1"), kit.standing(GA, to="emergency1"))
            .finds(
                "Example", "has a single emergency account; if it is lost nobody is left",
                shows=("break_glass names 1 account of this tenant; two are wanted",),
                distinct="count",
            ),
        _built("emergency2", userPrincipalName="emergency2@example.org")
            .finds(
                "emergency2", "is named under example.org, which can be lost or federated, instead of the tenant's own onmicrosoft.com name",
                distinct="domain", shows=("userPrincipalName ends with example.org",),
            ),
    ],
    fails=[
        # nobody is declared; whoever looks like one is suggested, and never taken for one
        kit.tenant(kit.standing(GA, to="ana")),
        kit.tenant(kit.person("ana", **_EVERYDAY_LICENCE), kit.standing(GA, to="ana"))
            .finds("Example", "has no declared emergency account", shows=("break_glass names 0 accounts of this tenant; two are wanted",))
            .over(1),
        # an entry that resolves to nothing, beside two that do
        kit.tenant(
            kit.two_break_glass_accounts(),
            kit.engagement(break_glass_accounts=(kit.ident("emergency1"), kit.ident("emergency2"), "breakglass3@example.onmicrosoft.com")),
        )
            .finds(
                "Example", (
                    "has an emergency account declared that cannot be found: nobody and nothing of the name or id breakglass3@example.onmicrosoft.com is in "
                    "the snapshot"
                ),
                shows=("nobody and nothing of the name or id breakglass3@example.onmicrosoft.com is in the snapshot",),
                distinct="break_glass.accounts[2]",
            ),
        _built("emergency2", onPremisesSyncEnabled=True)
            .finds(
                "emergency2", "is synchronised from on premises: it fails with the directory there", shows=("onPremisesSyncEnabled true",),
                distinct="cloud",
            ),
        _built("emergency2", accountEnabled=False)
            .finds("emergency2", "is disabled", shows=("accountEnabled false",), distinct="enabled"),
        _built("emergency2", userPrincipalName="emergency2@federated.example")
            .finds(
                "emergency2", "signs in through the federated domain federated.example: it fails with the identity provider there",
                shows=("federated.example: authenticationType Federated",),
                distinct="domain",
            ),
        _built("guest", userType="Guest", userPrincipalName="guest_other.example#EXT#@example.onmicrosoft.com")
            .finds(
                "guest_other.example#EXT#@example.onmicrosoft.com", "is a guest: its sign-in belongs to somebody else", distinct="guest",
                shows=("userType Guest",),
            ),
        # eligible, or until a date, or activated at this moment: not there when PIM is not
        _only_declared(kit.eligible(GA, to="emergency2"))
            .finds(
                "emergency2", (
                    "does not hold Global Administrator permanently, only like this: emergency2@example.onmicrosoft.com is eligible for Global "
                    "Administrator"
                ),
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z",), by=("EligibleFor",),
                distinct=kit.GLOBAL_ADMINISTRATOR,
            ),
        _only_declared(kit.time_bound(GA, to="emergency2")),
        _only_declared(kit.activated(GA, to="emergency2")),
        _only_declared()
            .finds(
                "emergency2", "does not hold Global Administrator permanently, nor in any other way",
                shows=("no permanent active assignment of Global Administrator",),
            ),
        # another role for good does not help
        _only_declared(kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="emergency2")),
        # without PIM, and not in the flat list either
        kit.tenant(kit.without_pim(), kit.break_glass("e1", "e2"), kit.outside_pim(GA, to="e1")),
        # a group's members cannot be read, and an account is disabled all the same
        _built("emergency2", accountEnabled=False).but(
            kit.group("more"), kit.standing(GA, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"),
        ),
        # a guest by the one sign or the other
        _built("guest", userType="guest").finds("guest", "is a guest: its sign-in belongs to somebody else", shows=("userType guest",)),
        _built("guest", userPrincipalName="guest_other.example#Ext#@example.onmicrosoft.com")
            .finds("guest", "is a guest: its sign-in belongs to somebody else", shows=("userType Member",)),
        # eligible through a group that nobody stands in
        kit.tenant(kit.break_glass("emergency1", "emergency2"), kit.standing(GA, to="emergency1"), kit.standing(GA, to="admins"),
                   kit.eligible_member("emergency2", of="admins")),
    ],
    other=[
        # it may hold the role by the group that could not be read
        ("not_assessed", _only_declared(kit.group("more"), kit.standing(GA, to="more"), kit.gap(kit.collection.GROUP_MEMBERS, "more"))),
        # declared as a group whose members could not be read
        ("not_assessed", kit.tenant(
            kit.group("emergency"), kit.engagement(break_glass_groups=(kit.ident("emergency"),)), kit.gap(kit.collection.GROUP_MEMBERS, "emergency"),
        )),
        # without PIM the flat list is all there is
        ("not_assessed", kit.tenant(kit.without_pim(), kit.without(kit.collection.ROLE_ASSIGNMENTS), kit.break_glass("e1", "e2"))),
        # properties that were not selected
        ("not_assessed", kit.tenant(
            kit.two_break_glass_accounts(),
            kit.row(kit.collection.USERS, id=kit.ident("emergency3"), userPrincipalName="emergency3@example.onmicrosoft.com"),
            kit.break_glass("emergency3"), kit.standing(GA, to="emergency3"),
        )
            .tells(
                "whether emergency3@example.onmicrosoft.com is synchronised is not in the snapshot; whether emergency3@example.onmicrosoft.com is enabled"
                " is not in the snapshot",
            )),
        # a domain that the snapshot does not list
        ("not_assessed", _built("emergency2", userPrincipalName="emergency2@elsewhere.example")),
        # whether the domain is federated was not asked for
        ("not_assessed", kit.tenant(
            kit.break_glass("e1", "e2"), kit.standing(GA, to="e1"), kit.person("e2", userPrincipalName="e2@example.org"), kit.standing(GA, to="e2"),
            kit.row(kit.collection.DOMAINS, id="example.org", isInitial=False, isDefault=False, isVerified=True),
        )),
        # a group may give the role, and the groups were not read
        ("not_assessed", _only_declared(kit.without(kit.collection.GROUPS))),
        # suggested is only who stands for good, in the cloud, enabled, under Microsoft's own name and without a licence
        ("fail", kit.tenant(
            kit.standing(GA, to="ana"), kit.person("synced", onPremisesSyncEnabled=True), kit.standing(GA, to="synced"),
            kit.person("off", accountEnabled=False), kit.standing(GA, to="off"), kit.person("own", userPrincipalName="own@example.org"),
            kit.standing(GA, to="own"), kit.eligible(GA, to="late"),
        ).tells(
            "ana@example.onmicrosoft.com may be meant as an emergency account: a permanent Global Administrator, cloud-only, without a licence. "
            "Declare it if it is one.",
        )),
        # neither is somebody with a licence, who works with the account
        ("fail", kit.tenant(kit.standing(GA, to="ana"), kit.person("eva", **_EVERYDAY_LICENCE), kit.standing(GA, to="eva")).tells(
            "ana@example.onmicrosoft.com may be meant as an emergency account: a permanent Global Administrator, cloud-only, without a licence. "
            "Declare it if it is one.",
        )),
        # a second name of Microsoft's cannot be lost either
        ("pass", _built("emergency2", userPrincipalName="emergency2@second.onmicrosoft.com")),
    ],
)  # fmt: skip
def emergency_accounts_last(case: kit.Case) -> Iterator[kit.Finding]:
    """When federation, synchronisation, PIM or a Conditional Access policy fails, an account that depends on none of them is the only way back into the
    tenant. One account can be lost; one that is synchronised, federated, disabled or merely eligible fails together with what it was meant to outlast.
    """
    accounts = case.resolved.break_glass
    case.judged(1 + len(accounts))
    yield from _unresolved(case)
    for group in case.resolved.break_glass_groups:
        case.members(group.id)  # remembers a group that could not be read: it may hold the accounts
    if len(accounts) < 2 and not case.unknowns:
        yield _too_few(case, len(accounts))
    if not accounts:
        _suggest(case)
    permanent = _permanent(case)
    for account in accounts:
        if user := case.user(account.id):
            yield from _faults(case, account, user)
        if account.id.lower() not in permanent:
            yield from _not_permanent(case, account)


def _unresolved(case: kit.Case) -> Iterator[kit.Finding]:
    for problem in case.resolved.problems:
        if problem.entry.startswith("break_glass"):
            yield kit.Finding(
                degree=kit.Degree.FAIL, subject=case.tenant_thing(), says=f"has an emergency account declared that cannot be found: {problem.says}",
                distinct=problem.entry, evidence=(kit.Evidence("engagement", problem.entry, problem.says),),
            )  # fmt: skip


def _too_few(case: kit.Case, number: int) -> kit.Finding:
    says = "has a single emergency account; if it is lost nobody is left" if number else "has no declared emergency account"
    return kit.Finding(
        degree=kit.Degree.PARTIAL if number else kit.Degree.FAIL, subject=case.tenant_thing(), says=says, distinct="count",
        evidence=(kit.Evidence("engagement", None, f"break_glass names {number} account{'' if number == 1 else 's'} of this tenant; two are wanted"),),
    )  # fmt: skip


# ---- one account ----


def _faults(case: kit.Case, account: kit.Thing, user: kit.User) -> Iterator[kit.Finding]:
    name = str(kit.known(user.user_principal_name, ""))
    if user.on_premises_sync_enabled is True:
        yield _fault(account, "cloud", "is synchronised from on premises: it fails with the directory there", "onPremisesSyncEnabled true")
    if user.account_enabled is False:
        yield _fault(account, "enabled", "is disabled", "accountEnabled false")
    if str(kit.known(user.user_type, "")).lower() == "guest" or "#ext#" in name.lower():
        yield _fault(account, "guest", "is a guest: its sign-in belongs to somebody else", f"userType {kit.known(user.user_type)}")
    for field, what in ((user.on_premises_sync_enabled, "is synchronised"), (user.account_enabled, "is enabled"), (user.user_principal_name, "is federated")):
        if field is kit.UNSET:
            case.unknown(kit.collection.USERS, f"whether {account.label} {what} is not in the snapshot")
    yield from _by_domain(case, account, name.rpartition("@")[2].lower())


def _by_domain(case: kit.Case, account: kit.Thing, domain: str) -> Iterator[kit.Finding]:
    row = next((one for one in case.read(kit.collection.DOMAINS) if one.id.lower() == domain), None)
    own = domain.endswith(_MICROSOFTS_OWN) or bool(row and row.is_initial)
    if own or not domain:
        return
    if row is None or row.authentication_type in (kit.UNSET, None):
        case.unknown(kit.collection.DOMAINS, f"whether the domain {domain} of {account.label} is federated is not in the snapshot")
    elif str(row.authentication_type).lower() == "federated":
        says = f"signs in through the federated domain {domain}: it fails with the identity provider there"
        yield _fault(account, "domain", says, f"{domain}: authenticationType Federated", kit.collection.DOMAINS.name, row.id)
        return
    says = f"is named under {domain}, which can be lost or federated, instead of the tenant's own onmicrosoft.com name"
    yield _fault(account, "domain", says, f"userPrincipalName ends with {domain}", degree=kit.Degree.PARTIAL)


def _fault(
    account: kit.Thing, distinct: str, says: str, observed: str, collection: str = "users", row_id: str | None = None, degree: kit.Degree = kit.Degree.FAIL
) -> kit.Finding:
    return kit.Finding(degree=degree, subject=account, says=says, distinct=distinct, evidence=(kit.Evidence(collection, row_id or account.id, observed),))


# ---- permanence ----


def _permanent(case: kit.Case) -> frozenset[str]:
    """Who holds Global Administrator for good, directly or as a standing member of a group."""
    ways = case.ways_to(GA).principals
    return frozenset(one.principal.id.lower() for one in ways if one.path_class is kit.PathClass.PERMANENT)


def _not_permanent(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    if case.missing(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES) and case.missing(kit.collection.ROLE_ASSIGNMENTS):
        return  # neither of the two lists: already remembered
    reach = case.ways_to(GA)
    if gone := case.missing(kit.collection.GROUPS):
        case.unknown(gone.name, f"whether {account.label} holds Global Administrator through a group is not known: {gone.says}", gone.reason_code)
        return
    # without a licence for PIM the flat list tells all
    if doubts := [one for one in reach.unknown if _bears_on_standing(one.collection) and one.code is not kit.ReasonCode.NOT_LICENSED]:
        for doubt in doubts:
            case.unknown(doubt.collection, f"whether {account.label} holds Global Administrator permanently is not known: {doubt.says}", doubt.code)
        return
    paths = next((one.paths for one in reach.principals if one.principal.id.lower() == account.id.lower()), ())
    nothing = kit.Evidence(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES.name, None, "no permanent active assignment of Global Administrator")
    how = f"only like this: {paths[0].in_words}" if paths else "nor in any other way"
    yield kit.Finding(
        degree=kit.Degree.FAIL, subject=account, says=f"does not hold Global Administrator permanently, {how}", distinct=GA,
        evidence=paths[0].evidence if paths else (nothing,), path=paths[0].edges if paths else (),
    )  # fmt: skip


def _bears_on_standing(collection: str) -> bool:
    standing = (kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_MEMBERS)
    return collection in {one.name for one in standing}


# ---- suggestions ----


def _suggest(case: kit.Case) -> None:
    """By facts alone, never by name: permanent Global Administrator, cloud-only, of Microsoft's own domain, without a licence."""
    for key in sorted(_permanent(case)):
        user = case.user(key)
        if user and _looks_like_one(user):
            name = kit.known(user.user_principal_name, user.id)
            case.note(f"{name} may be meant as an emergency account: a permanent Global Administrator, cloud-only, without a licence. Declare it if it is one.")


def _looks_like_one(user: kit.User) -> bool:
    own = str(kit.known(user.user_principal_name, "")).lower().endswith(_MICROSOFTS_OWN)
    return own and user.on_premises_sync_enabled is not True and user.account_enabled is not False and user.assigned_licenses in ([], None)
