"""ADU-002: Membership rules use attributes that members cannot change."""

import re
from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _roles as roles
from . import _units as u

_USER_ADMIN, _HELPDESK = "fe930be7-5e62-47db-91af-98c3a49a38b1", "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_WRITERS = frozenset({_USER_ADMIN, "c4e39bd9-1100-46d3-8c65-fb160da0071f", kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR})
"""Roles that can be given over a unit and write people's attributes (users/basic/update): User, Authentication and Privileged Authentication Administrator."""
_WRITE = "microsoft.directory/users/basic/update"
_OWN = frozenset({"mobilephone", "businessphones", "othermails", "preferredlanguage", "aboutme", "interests", "skills", "schools", "responsibilities"})
"""What people write on their own account page or by Graph (default user permissions)."""
_FIXED = frozenset(
    {"objectid", "usertype", "accountenabled", "dirsyncenabled", "createddatetime", "assignedplans", "userprincipalname", "onpremisessecurityidentifier"}
)
"""What a scoped administrator of attributes does not write."""
_ATTRIBUTE = re.compile(r"\buser\.(\w+)", re.IGNORECASE)


def _class(rule: str, *parts: kit.Part) -> kit.Example:
    unit = kit.unit("class", membershipType="Dynamic", membershipRule=rule, membershipRuleProcessingState="On")
    return kit.tenant(unit, kit.unit_member("pupil", of="class"), *parts)


def _over(role: str) -> kit.Part:
    return kit.eligible(role, to="ana", scope=kit.unit_scope("class"))


@kit.check(
    id="ADU-002",
    title="Membership rules use attributes that members cannot change",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.HIGH,
    talk=("T07",),
    needs=u.UNITS,
    leans_on=kit.ROLE_SCHEDULES | {kit.collection.ROLE_ASSIGNMENTS},
    uses=u.DELEGATIONS | {kit.collection.USERS, kit.collection.ROLE_DEFINITIONS},
    judges_without_pim=True,
    remedy=(
        "Write the rule (Entra admin center > Entra ID > Roles & admins > Admin units > the unit > Dynamic membership rules) on an attribute that the "
        "register of pupils or HR keeps, and give the unit's administrators a role that does not write it, such as Helpdesk or Password Administrator."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/admin-units-members-dynamic",
        "https://learn.microsoft.com/entra/fundamentals/users-default-permissions",
    ),
    passes=[
        _class('(user.department -eq "4b")', _over(_HELPDESK)),
        # nobody runs the unit
        _class('(user.department -eq "4b")'),
        # its administrators write attributes, and the rule reads none of those
        _class('(user.userType -eq "Member")', _over(_USER_ADMIN)),
        # over another unit, and a rule that devices are taken by beside it
        _class('(user.department -eq "4b")', kit.unit("other"), kit.eligible(_USER_ADMIN, to="ana", scope=kit.unit_scope("other"))),
        # kept on premises, where the member does not write it
        _class('(user.preferredLanguage -eq "fr")', kit.person("pupil", onPremisesSyncEnabled=True)),
        # a role of the customer's own that reads people
        _class('(user.department -eq "4b")', kit.custom_role("Reader", rolePermissions=[
            {"allowedResourceActions": ["microsoft.directory/users/standard/read"]}]), _over(kit.ident("Reader"))),
        # a group that was put there before the unit had a rule writes nothing
        _class('(user.preferredLanguage -eq "fr")', kit.person("pupil", onPremisesSyncEnabled=True), kit.group("staff"), kit.unit_member("staff", of="class")),
    ],
    partial=[
        _class('(user.department -eq "4b")', _over(_USER_ADMIN)),
        _class('(user.extensionAttribute1 -eq "4b")', _over("c4e39bd9-1100-46d3-8c65-fb160da0071f")),
        _class('(user.department -eq "4b")', kit.custom_role("Clerk", rolePermissions=[
            {"allowedResourceActions": ["microsoft.directory/users/standard/read", _WRITE]}]), _over(kit.ident("Clerk"))),
        # one attribute that nobody writes does not guard the other
        _class('(user.userType -eq "Member") and (user.department -eq "4b")', _over(_USER_ADMIN)),
        # in a PIM group, whose members activate
        _class('(user.department -eq "4b")', kit.standing(_USER_ADMIN, to="helpers", scope=kit.unit_scope("class")), kit.eligible_member("ana", of="helpers"))
            .finds(
                "class", "fills itself by department, which its own administrators may write (helpers)",
                shows=("membershipRule (user.department -eq \"4b\")", "assignmentType Assigned, endDateTime null",),
            ),
    ],
    fails=[
        _class('(user.preferredLanguage -eq "fr")'),
        _class('(user.department -eq "4b") and (USER.mobilePhone -startsWith "+49")', _over(_USER_ADMIN)),
        # one of two members is kept in the cloud
        _class('(user.preferredLanguage -eq "fr")', kit.person("pupil", onPremisesSyncEnabled=True), kit.unit_member("bob", of="class")),
        # whether members are synchronised was not asked for; one who is kept in the cloud makes it certain
        _class('(user.preferredLanguage -eq "fr")', kit.unselected(kit.collection.USERS, "onPremisesSyncEnabled")).finds(
            "class", "fills itself by preferredLanguage, which members write themselves", confidence=kit.Confidence.LIKELY),
        _class('(user.preferredLanguage -eq "fr")', kit.unselected(kit.collection.USERS, "onPremisesSyncEnabled"), kit.unit_member("bob", of="class")).finds(
            "class", "fills itself by preferredLanguage, which members write themselves"),
        # who is in the unit was read, and nothing else of the people
        _class('(user.preferredLanguage -eq "fr")').but(kit.without(kit.collection.USERS)).finds(
            "class", "fills itself by preferredLanguage, which members write themselves", confidence=kit.Confidence.LIKELY),
        # formerly synchronised is cloud
        _class('(user.otherMails -any (_ -contains "x"))', kit.person("pupil", onPremisesSyncEnabled=False)),
    ],
    other=[
        # who runs the unit was not read
        ("not_assessed", _class('(user.department -eq "4b")', _over(_HELPDESK)).but(kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))),
        # its administrators hold a role that nothing describes, or one of which nobody read what it may do
        ("not_assessed", _class('(user.department -eq "4b")', _over("99999999-0000-4000-8000-000000000003"))),
        ("not_assessed", _class('(user.department -eq "4b")', kit.custom_role("Clerk"), _over(kit.ident("Clerk")))),
        # how the unit is filled, or by which rule, was not collected
        ("not_assessed", kit.tenant(kit.unit("class", membershipType=kit.UNSET, membershipRule='(user.department -eq "4b")'))),
        ("not_assessed", kit.tenant(kit.unit("class", membershipType="Dynamic", membershipRule=kit.UNSET))),
        # a unit that is filled by hand has no rule, or one that does not count any more
        ("not_applicable", kit.tenant(kit.unit("class", membershipRule=kit.UNSET))),
        ("not_applicable", kit.tenant(kit.unit("class", membershipRule='(user.preferredLanguage -eq "fr")'))),
        # it is to fill itself, and has no rule yet
        ("not_applicable", kit.tenant(kit.unit("class", membershipType="Dynamic"))),
        ("not_applicable", kit.tenant(kit.unit("class"), kit.unit_member("pupil", of="class"))),
        ("not_applicable", kit.tenant(kit.unit("labs", membershipType="Dynamic", membershipRule='(device.displayName -startsWith "LAB")'))),
    ],
)  # fmt: skip
def rules_on_guarded_attributes(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever writes the attribute chooses the unit: a member leaves the reach of his administrators, or an administrator moves somebody into it and resets
    the password. A rule is as strong as the attribute that it reads.
    """
    delegations = u.delegations(case)
    for unit in case.read(kit.collection.ADMINISTRATIVE_UNITS):
        read = _read(case, unit)
        if not read:
            continue
        case.judged()
        own = [one for one in read if one.lower() in _OWN]
        kept = _kept_on_premises(case, unit.id) if own else True
        if not kept:
            # the exemption has to be proven: of members whom the snapshot does not hold it is likely that they write their own
            sure = kit.Confidence.LIKELY if kept is None else kit.Confidence.CERTAIN
            yield _finding(case, unit.id, kit.Degree.FAIL, f"fills itself by {', '.join(own)}, which members write themselves", confidence=sure)
        elif writers := _writers(case, delegations.get(unit.id.lower(), ()), read):
            names = roles.names(sorted({case.thing(one.principal_id).label for one in writers}))
            says = f"fills itself by {', '.join(read)}, which its own administrators may write ({names})"
            yield _finding(case, unit.id, kit.Degree.PARTIAL, says, tuple(one.evidence for one in writers))


def _read(case: kit.Case, unit: Any) -> tuple[str, ...]:
    """The attributes of people that the unit's rule reads; none without a rule, and where the snapshot does not tell, which is remembered."""
    is_dynamic = kit.known(unit.membership_type, "").lower() == "dynamic"
    if unit.membership_type is kit.UNSET or (is_dynamic and unit.membership_rule is kit.UNSET):
        case.unknown(kit.collection.ADMINISTRATIVE_UNITS, f"by which rule {u.thing(case, unit.id).label} is filled is not in the snapshot")
    return tuple(dict.fromkeys(_ATTRIBUTE.findall(kit.known(unit.membership_rule, "")))) if is_dynamic else ()


def _kept_on_premises(case: kit.Case, unit_id: str) -> bool | None:
    """Whether every member's attributes come from on premises, which a unit that is empty cannot claim; None where the snapshot does not tell."""
    rows = [case.user(one.id) for one in u.members(case, unit_id) or () if one.kind is kit.Kind.USER]
    synchronised = [row.on_premises_sync_enabled if row else kit.UNSET for row in rows]
    if any(one is not kit.UNSET and one is not True for one in synchronised):
        return False
    return None if kit.UNSET in synchronised else bool(synchronised)


def _writers(case: kit.Case, held: tuple[kit.Holding, ...], read: tuple[str, ...]) -> list[kit.Holding]:
    if all(one.lower() in _FIXED for one in read):
        return []
    for role in (case.role(one.role_id) for one in held):
        if role.built_in is None or (role.built_in is False and role.definition and role.definition.role_permissions is kit.UNSET):
            case.unknown(kit.collection.ROLE_DEFINITIONS, f"what the role {role.name} may write is not in the snapshot")
    return [one for one in held if _writes(case.role(one.role_id))]


def _writes(role: kit.Role) -> bool:
    if role.built_in is not False:
        return role.id in _WRITERS
    parts = kit.known(role.definition.role_permissions, []) if role.definition else []
    return any(action.lower() == _WRITE for part in parts for action in part.allowed_resource_actions or [])


def _finding(
    case: kit.Case, unit_id: str, degree: kit.Degree, says: str, rows: tuple[kit.Evidence, ...] = (), confidence: kit.Confidence = kit.Confidence.CERTAIN
) -> kit.Finding:
    row = case.unit(unit_id)
    rule = kit.Evidence(kit.collection.ADMINISTRATIVE_UNITS.name, unit_id, f"membershipRule {kit.known(row.membership_rule, '') if row else ''}")
    return kit.Finding(degree=degree, subject=u.thing(case, unit_id), says=says, evidence=(rule, *rows), confidence=confidence)
