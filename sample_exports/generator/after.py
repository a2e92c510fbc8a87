"""The school after the project: the talk's model, and everything that the catalogue asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator import after_access, azure, governance, pim, roles, school, settings
from generator.endpoints import AZURE
from generator.export import Export
from generator.ids import uid
from generator.people import PASSKEY, group, members, person, unit, unit_members
from generator.roles import GA, ROLE, belongs, holds, may_belong, may_hold, onboard, over

TAKEN_AT = "2026-11-16T06:30:00Z"
BEGIN, YEAR_END = "2026-10-05T08:00:00Z", "2027-07-31T22:00:00Z"
BREAK_GLASS = ("bg-alpha", "bg-bravo")
_GLOBAL = ("albrecht", "menon", "yildiz")
_READERS = ("lund", "park", "adler", "kowal", "fischer", "virtanen")
_SUPPORT = ("dubois", "kaya")
_APPROVERS = ("dubois", "adler", "kowal")


@dataclass
class School:
    """The cast by handle, and the groups that later steps refer to."""

    staff: dict[str, str]
    students: dict[str, list[str]]
    admin: dict[str, str] = field(default_factory=dict)
    break_glass: list[str] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    activations: list[tuple[str, str, bool]] = field(default_factory=list)
    """Who may activate what: user, group or role, whether it is a role."""

    @property
    def approvers(self) -> tuple[str, ...]:
        """Everyday accounts that approve and review."""
        return tuple(self.staff[one] for one in _APPROVERS)


def export() -> Export:
    """The tenant on 16 November 2026."""
    out, cast = model(TAKEN_AT)
    _governance(out, cast)
    _monitoring(out, cast)
    roles.mark_admins(out)
    out.miss("not_requested", AZURE[-1])
    return out


def model(taken_at: str) -> tuple[Export, School]:
    """Who may become what, and what guards it; reviews and monitoring come last."""
    out = school.start(taken_at)
    cast = _people(out)
    _units_and_groups(out, cast)
    _role_groups(out, cast)
    _mail_administrators(out, cast)
    _role_policies(out)
    after_access.policies(out, cast.groups["emergency"], cast.groups["people"], tuple(ROLE[name] for name in roles.PRIVILEGED))
    _tenant(out, cast)
    _applications(out)
    return out, cast


def engagement() -> str:
    """What the consultant knows of the school."""
    first, second = (f"{one}@{school.INITIAL}" for one in BREAK_GLASS)
    return f'''# The school after the project. Everybody and everything in it is invented.
[engagement]
customer = "Example Valley School Board"
consultant = "Example Consulting"
language = "en"

[break_glass]
accounts = ["{first}", "{second}"]
groups = ["{uid("group", "emergency")}"]  # the group that policies exclude

[sensitive]
users = ["{school.daily_upn("kaya")}", "{school.daily_upn("stein")}"]
groups = ["{uid("group", "sensitive")}"]  # Student support (confidential)
'''


def _people(out: Export) -> School:
    extra = dict.fromkeys(_APPROVERS, ("p2", "governance"))
    cast = School(school.staff(out, synced=False, extra=extra), school.students(out, synced=False))
    for number, handle in enumerate((*_GLOBAL, *_READERS, *_SUPPORT)):
        name = school.STAFF[handle].split(" (")[0]
        cast.admin[handle] = person(
            out,
            f"adm.{handle}",
            f"{name} (administration)",
            f"adm.{handle}@{school.INITIAL}",
            licences=("p2", "governance"),
            methods=PASSKEY,
            created="2026-09-28T08:00:00Z",
            last_seen=0.05 + number / 4,
        )
    for label, handle in school.CLASSES.items():
        name = school.STAFF[handle].split(" (")[0]
        cast.admin[handle] = person(
            out,
            f"cls.{handle}",
            f"{name} (class administration {label})",
            f"cls.{handle}@{school.INITIAL}",
            licences=("p2", "governance"),
            methods=PASSKEY,
            created="2026-09-28T08:00:00Z",
            last_seen=3,
        )
    for number, handle in enumerate(BREAK_GLASS):
        cast.break_glass.append(
            person(
                out,
                handle,
                f"Emergency access {handle[3:]}",
                f"{handle}@{school.INITIAL}",
                methods=("fido2SecurityKey",),
                created="2026-09-21T08:00:00Z",
                last_seen=18 + number,
            )
        )
    return cast


def _units_and_groups(out: Export, cast: School) -> None:
    school.organization(out, synced=False)
    school.subscriptions(out, faculty=25, student=60, p2=20, governance=20)
    school.staff_group(out, cast.staff)
    for label in school.CLASSES:
        rule = f'(user.department -eq "Class {label}") and (user.userType -eq "Member")'
        cast.units[label] = unit(out, f"class {label}", f"Class {label}", f"Students of class {label}; department is written by HR alone", rule=rule)
        unit_members(out, cast.units[label], *cast.students[label])
        materials = group(out, f"materials {label}", f"Class {label} materials", "Teams and files of the class", mail=True)
        members(out, materials, *cast.students[label], cast.staff[school.CLASSES[label]])
    sensitive = group(out, "sensitive", "Student support (confidential)", "Opens the confidential files of student support")
    members(out, sensitive, cast.staff["kaya"], cast.staff["stein"])
    emergency = group(out, "emergency", "CA exclusion: emergency access", "Break-glass accounts, excluded from policies that could lock them out")
    members(out, emergency, *cast.break_glass)
    people = group(out, "people", "CA: privileged people", "Every account that may activate a role")
    members(out, people, *cast.admin.values())
    approving = group(out, "approvers", "PIM approvers: Global Administrator", "Approve activations; none of them can ask for one")
    members(out, approving, *cast.approvers)
    cast.groups |= {"sensitive": sensitive, "emergency": emergency, "people": people, "approvers": approving}
    cast.units["support"] = unit(out, "support", "Sensitive student support", "Restricted: only its own administrators manage it", restricted=True)
    unit_members(out, cast.units["support"], sensitive, cast.staff["kaya"], cast.staff["stein"])
    cast.units["control"] = unit(out, "control", "Emergency access and control groups", "Restricted: break-glass and what policies rest on", restricted=True)
    unit_members(out, cast.units["control"], *cast.break_glass, emergency, people, approving)


def _pim_group(out: Export, cast: School, handle: str, name: str, text: str, member: pim.Settings) -> str:
    """A role-assignable group under PIM without owners; whoever could own it would be guarded just as well."""
    key = group(out, handle, name, text, assignable=True, created="2026-09-28T09:00:00Z")
    onboard(out, key)
    pim.group_policies(out, key, member, member, modified="2026-10-01T09:00:00Z", by="Ines Albrecht (administration)")
    cast.groups[handle] = key
    return key


def _may_join(out: Export, cast: School, group_id: str, *handles: str) -> None:
    for handle in handles:
        may_belong(out, group_id, cast.admin[handle], start=BEGIN, end=YEAR_END)
        cast.activations.append((cast.admin[handle], group_id, False))


def _guarded(hours: int, approvers: dict | None = None) -> pim.Settings:
    return pim.Settings(
        longest=f"PT{hours}H",
        on_activation=(pim.WHY,),
        context="c1",
        approvers=(approvers,) if approvers else None,
        eligible_ends=True,
        active_ends=True,
        on_assignment=(pim.MFA, pim.WHY),
    )


def _role_groups(out: Export, cast: School) -> None:
    for account in cast.break_glass:
        holds(out, account, GA, start="2026-09-21T08:30:00Z")
    approving = pim.approver_group(cast.groups["approvers"], "PIM approvers: Global Administrator")
    platform = _pim_group(out, cast, "ga-platform", "PIM-GA-Platform", "Global Administrator for the platform team", _guarded(2, approving))
    identity = _pim_group(out, cast, "ga-identity", "PIM-GA-Identity", "Global Administrator for identity work", _guarded(1, approving))
    for one in (platform, identity):
        holds(out, one, GA, start=BEGIN)
    _may_join(out, cast, platform, "albrecht", "menon")
    _may_join(out, cast, identity, "yildiz")
    # one activation runs while the snapshot is taken: it is not standing
    belongs(out, platform, cast.admin["menon"], kind="activated", start=out.time(minutes=-25), end=out.time(minutes=95))

    readers = _pim_group(out, cast, "security-readers", "PIM-Security-Readers", "Reads security settings and the device inventory", _guarded(8))
    inventory = roles.custom_role(out, "inventory", "Device inventory reader", "microsoft.directory/devices/standard/read")
    holds(out, readers, "Security Reader", start=BEGIN)
    holds(out, readers, inventory, start=BEGIN)
    _may_join(out, cast, readers, *_READERS)
    for label, handle in school.CLASSES.items():
        admins = _pim_group(out, cast, f"class-{label}", f"PIM-Class-{label}", f"Resets passwords in class {label}; rotates every school year", _guarded(8))
        holds(out, admins, "Helpdesk Administrator", scope=over(cast.units[label]), start=BEGIN)
        _may_join(out, cast, admins, handle)
    support = _pim_group(out, cast, "support-admins", "PIM-Student-Support", "Manages the restricted unit of student support", _guarded(4))
    for role in ("User Administrator", "Groups Administrator"):
        holds(out, support, role, scope=over(cast.units["support"]), start=BEGIN)
    _may_join(out, cast, support, *_SUPPORT)
    control = _pim_group(out, cast, "control-admins", "PIM-Control-Groups", "Manages the groups that policies rest on", _guarded(2))
    holds(out, control, "Groups Administrator", scope=over(cast.units["control"]), start=BEGIN)
    _may_join(out, cast, control, "adler", "kowal")


def _mail_administrators(out: Export, cast: School) -> None:
    """The other way round (path B), as Exchange is slow to see a group's activation: members stand, the role is activated."""
    key = _pim_group(out, cast, "exchange", "PIM-Exchange", "Exchange Administrator, activated as a role", _guarded(4))
    may_hold(out, key, "Exchange Administrator", start=BEGIN, end=YEAR_END)
    for handle in ("park", "virtanen"):
        belongs(out, key, cast.admin[handle], start=BEGIN, end=YEAR_END)
        cast.activations.append((cast.admin[handle], ROLE["Exchange Administrator"], True))


def _role_policies(out: Export) -> None:
    """Built-in roles keep Microsoft's defaults, but for Exchange: its activation runs through the role's own policy."""
    used = {row["roleDefinitionId"] for name in ("roleAssignments", "roleEligibilityScheduleInstances") for row in out.rows[name]}
    exchange = ROLE["Exchange Administrator"]
    for role in sorted({ROLE[name] for name in roles.PRIVILEGED} | used):
        if role == exchange:
            pim.role_policy(out, role, _guarded(4), modified="2026-10-01T09:30:00Z", by="Ines Albrecht (administration)")
        else:
            pim.role_policy(out, role)


def _tenant(out: Export, cast: School) -> None:
    settings.authorization(out, tight=True)
    settings.consent(out, cast.approvers)
    settings.security_defaults(out)
    settings.methods(out, passkeys=True)
    settings.cross_tenant(out)
    settings.admin_center(out, restricted=True)


def _applications(out: Export) -> None:
    graph = school.graph(out)
    hr, application = school.app(out, "hr-sync", "SchoolHub HR provisioning")
    school.permits(out, hr, graph, "SynchronizationData-User.Upload")
    out.add(
        "federatedIdentityCredentials",
        {
            "applicationId": application,
            "id": uid("federated", application),
            "name": "schoolhub-production",
            "issuer": "https://identity.schoolhub.example",
            "subject": "tenant:examplevalley:provisioning",
            "audiences": ["api://AzureADTokenExchange"],
            "description": "The HR system signs in without a secret",
        },
    )
    timetable, _ = school.app(out, "timetable", "Timetable viewer")
    school.delegated(out, timetable, graph, "openid profile User.Read Calendars.Read")


def _governance(out: Export, cast: School) -> None:
    reviewers = cast.approvers[1:]
    for name in (GA, "Security Reader", "Helpdesk Administrator", "User Administrator", "Groups Administrator", "Exchange Administrator"):
        governance.role_review(out, f"Quarterly: {name}", ROLE[name], reviewers)
    for row in out.rows["pimGroups"]:
        governance.group_review(out, f"Quarterly: {out.find('groups', row['id'])['displayName']}", row["id"], reviewers)
    governance.alerts(out)
    governance.workflow(
        out,
        "Staff change class or leave a function",
        "mover",
        ("Remove user from selected groups", "Send email to manager"),
        on=True,
        rule='(employeeType eq "Staff")',
    )
    governance.workflow(
        out,
        "Staff leave the school",
        "leaver",
        ("Disable user account", "Remove user from all groups", "Remove all licenses"),
        on=True,
        rule='(employeeType eq "Staff")',
    )
    materials = uid("group", "materials 5A")
    governance.access_package(out, "Guest teacher, class 5A", materials, "Class 5A materials", approvers=cast.approvers[:1], days=180, review=True)
    for number, (user, target, is_role) in enumerate(cast.activations):
        why = "Class administration" if target in {cast.groups[f"class-{one}"] for one in school.CLASSES} else "Planned change"
        for days in (2 + number % 5, 16 + number % 7):
            governance.activation(out, user, target, when=out.time(days=-days, hours=number % 6), role=is_role, why=why)
    governance.activation(out, cast.admin["menon"], cast.groups["ga-platform"], when=out.time(minutes=-25), why="Change 4711: renew domain settings")
    governance.activation(out, cast.admin["albrecht"], cast.groups["ga-platform"], when=out.time(days=-30, hours=-3), why="Role groups set up")
    governance.sorted_audits(out)


def _monitoring(out: Export, cast: School) -> None:
    azure.diagnostic_setting(out)
    told = azure.action_group(out, "ag-security", "security-alerts@oncall.example", "5550100")
    accounts = ", ".join(f'"{one}"' for one in cast.break_glass)
    azure.alert_rule(out, "alert-break-glass", "A break-glass account signed in", f"SigninLogs | where UserId in ({accounts})", told)
    names = ", ".join(
        f'"{one}"'
        for one in (
            *cast.break_glass,
            cast.groups["emergency"],
            cast.groups["people"],
            cast.groups["approvers"],
            cast.groups["sensitive"],
            cast.staff["kaya"],
            cast.staff["stein"],
            cast.units["support"],
            cast.units["control"],
        )
    )
    azure.alert_rule(
        out,
        "alert-sensitive-objects",
        "A sensitive object or its restricted unit was changed",
        f"AuditLogs | mv-expand TargetResources | where tostring(TargetResources.id) in ({names})",
        told,
    )
