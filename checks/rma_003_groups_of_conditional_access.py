"""RMA-003: Groups that Conditional Access depends on cannot be edited by lesser administrators."""

from collections.abc import Iterator

from assessor import checkkit as kit

_PLAIN = kit.group("left out", isAssignableToRole=False)
_EXCLUDES = kit.access_policy("everybody", "mfa", without_groups=("left out",))
_INCLUDES = kit.access_policy("some", "mfa", users=(), groups=("left out",))
_VAULT = kit.unit("vault", restricted=True)


@kit.check(
    id="RMA-003",
    title="Groups that Conditional Access depends on cannot be edited by lesser administrators",
    theme=kit.Theme.RESTRICTED_MANAGEMENT,
    severity=kit.Severity.HIGH,
    talk=("T10",),
    needs={kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.GROUPS},
    uses={kit.collection.ADMINISTRATIVE_UNITS, kit.collection.ADMINISTRATIVE_UNIT_MEMBERS},
    remedy=(
        "Put each of these groups into a restricted management administrative unit (Entra admin center > Entra ID > Roles & admins > Admin units) and name "
        "one or two administrators for that unit; only security groups can go there. A group that PIM manages must not: create it as role-assignable "
        "instead. Neither can be switched on for a mail-enabled group, so make a new security group for the policy."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-restricted-management",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
    ),
    passes=[
        # role-assignable, or in a restricted unit: either will do
        kit.tenant(kit.group("left out"), _EXCLUDES),
        kit.tenant(_VAULT, _PLAIN, kit.unit_member("left out", of="vault"), _EXCLUDES),
        kit.tenant(kit.group("left out", isAssignableToRole=False, isManagementRestricted=True), _EXCLUDES),
        # a policy that is off depends on nothing
        kit.tenant(kit.group("left out"), _EXCLUDES, kit.group("other", isAssignableToRole=False),
                   kit.access_policy("old", "mfa", without_groups=("other",), state="disabled")),
        # a group that is gone cannot be edited; CAP-009 says so
        kit.tenant(kit.group("left out"), _EXCLUDES, kit.access_policy("old", "mfa", without_groups=("gone",))),
        # a role-assignable group needs no unit, whatever could be read of units
        kit.tenant(kit.group("left out"), _EXCLUDES, kit.without(kit.collection.ADMINISTRATIVE_UNITS)),
    ],
    fails=[
        kit.tenant(_PLAIN, _EXCLUDES),
        kit.tenant(_PLAIN, _INCLUDES)
            .finds(
                "left out", "is included by some, and is neither role-assignable nor in a restricted management unit",
                severity=kit.Severity.MEDIUM, shows=("includeGroups", "isAssignableToRole false or null",),
            ),
        kit.tenant(_PLAIN, kit.access_policy("some", "mfa", without_groups=("left out",), state="enabledForReportingButNotEnforced"))
            .finds("left out", "is left out by some, and is neither role-assignable nor in a restricted management unit"),
        # left out by one policy and included by another: leaving out is the graver one, and its policy is named
        kit.tenant(_PLAIN, _EXCLUDES, _INCLUDES)
            .finds(
                "left out", "is left out by everybody, and is neither role-assignable nor in a restricted management unit",
                shows=("includeGroups", "excludeGroups", "isAssignableToRole false or null"),
            ),
        # neither protection can be switched on for a mail-enabled group
        kit.tenant(kit.group("left out", isAssignableToRole=False, mailEnabled=True), _EXCLUDES)
            .finds(
                "left out", (
                    "is left out by everybody, and is neither role-assignable nor in a restricted management unit; as a mail-enabled group it can be neither"
                ),
            ),
        # in a restricted unit there are others, and all of it could be read
        kit.tenant(_VAULT, _PLAIN, _EXCLUDES, kit.unit_member("emergency1", of="vault")),
        # an ordinary unit keeps nobody out
        kit.tenant(kit.unit("desk"), _PLAIN, kit.unit_member("left out", of="desk"), _EXCLUDES),
        # the group that holds it may be guarded, the one inside is not a matter of the policy: the group itself is
        kit.tenant(_PLAIN, kit.group("inner"), kit.plain_member("inner", of="left out"), _EXCLUDES),
        # one is guarded, the other not
        kit.tenant(_PLAIN, kit.group("guarded"), _EXCLUDES, kit.access_policy("some", "mfa", users=(), groups=("guarded",))),
        # an ordinary unit of which nobody knows what lies in it does not matter
        kit.tenant(kit.unit("class"), _PLAIN, _EXCLUDES, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "class")),
    ],
    other=[
        # policies name no group
        ("not_applicable", kit.tenant(kit.access_policy("everybody", "mfa"))),
        ("not_applicable", kit.tenant()),
        # what lies in which unit could not be read: nobody can say that it lies in none
        ("not_assessed", kit.tenant(_PLAIN, _EXCLUDES, kit.without(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS))),
        ("not_assessed", kit.tenant(_PLAIN, _EXCLUDES, kit.without(kit.collection.ADMINISTRATIVE_UNITS))),
        ("not_assessed", kit.tenant(_VAULT, _PLAIN, _EXCLUDES, kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "vault"))),
        ("not_assessed", kit.tenant(kit.row(kit.collection.GROUPS, id=kit.ident("left out"), displayName="left out"), _EXCLUDES)),
        # the group is not in a snapshot of what is privileged
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.access_policy("some", "mfa", users=(), groups=("elsewhere",)))),
        ("not_assessed", kit.tenant(kit.unit("class"), _PLAIN, _EXCLUDES, kit.gap(kit.collection.ADMINISTRATIVE_UNITS, "page"))),
    ],
)  # fmt: skip
def groups_of_conditional_access(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever may edit a group that a policy leaves out can leave himself out, and whoever may edit one that it includes can take his victim's account out.
    For an ordinary group that is every group administrator, user administrator, owner and many an application; none of them shows in the policy.
    """
    for group_id, policies in case.each(_named(case)):
        thing = case.thing(group_id)
        if not _is_guarded(case, thing):
            yield _finding(case, thing, policies)


def _named(case: kit.Case) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Group id → (policy id, its name, how it names the group), of policies that are on or report; groups that are gone left out."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for policy in sorted(case.read(kit.collection.CONDITIONAL_ACCESS_POLICIES), key=lambda one: one.id):
        users = policy.when.users
        if users is None or str(kit.known(policy.state, "")).lower() == "disabled":
            continue
        for how, groups in (("excludeGroups", users.exclude_groups), ("includeGroups", users.include_groups)):
            for one in groups or ():
                found.setdefault(one.lower(), []).append((policy.id, kit.known(policy.display_name) or policy.id, how))
    return [(key, found[key]) for key in sorted(found) if not case.is_deleted(key)]


def _is_guarded(case: kit.Case, thing: kit.Thing) -> bool:
    """True also where it is not known; that is remembered."""
    row = case.group(thing.id)
    if row is None:
        case.unknown(kit.collection.GROUPS, f"the group {thing.label}, which a policy names, is not in the snapshot")
        return True
    if row.is_assignable_to_role is True:
        return True
    if row.is_assignable_to_role is kit.UNSET:
        case.unknown(kit.collection.GROUPS, f"whether {thing.label} is role-assignable is not in the snapshot")
        return True
    before = len(case.unknowns)
    if case.in_restricted_unit(thing.id):
        del case.unknowns[before:]  # what is missing of units does not matter for this one
        return True
    return _may_be_in_a_unit(case)


def _may_be_in_a_unit(case: kit.Case) -> bool:
    """Whether a restricted unit whose members were not read may hold it."""
    members = case.find(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS)
    units = case.find(kit.collection.ADMINISTRATIVE_UNITS)
    if members is None or units is None:
        return True  # `in_restricted_unit` has remembered it
    for unit in units:
        lost = members.gap(unit.id)
        if unit.is_member_management_restricted is not False and lost:
            case.unknown(members.name, f"what lies in the restricted unit {case.thing(unit.id).label}: {lost.says(members.name)}")
            return True
    return any(gap.key == "page" for table in (members, units) for gap in table.gaps)


def _finding(case: kit.Case, thing: kit.Thing, policies: list[tuple[str, str, str]]) -> kit.Finding:
    excluded = [one for one in policies if one[2] == "excludeGroups"]
    row = case.group(thing.id)
    names = list(dict.fromkeys(name for _, name, _ in excluded or policies))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    mail = "; as a mail-enabled group it can be neither" if row and row.mail_enabled is True else ""
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=thing,
        says=f"is {'left out' if excluded else 'included'} by {shown}, and is neither role-assignable nor in a restricted management unit{mail}",
        evidence=(
            *(kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, policy, how) for policy, _, how in dict.fromkeys(policies)),
            kit.Evidence(kit.collection.GROUPS.name, thing.id, "isAssignableToRole false or null"),
        ),
        severity=None if excluded else kit.Severity.MEDIUM,
    )
