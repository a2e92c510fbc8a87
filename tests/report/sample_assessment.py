"""Assessments by hand: what the reports are tried on without a snapshot, an engine or a check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

from assessor.model import result as m
from assessor.model.plan import Effect, Effort, Plan, PlanStep, ordered
from assessor.model.weights import points
from assessor.model.words import Confidence, Degree, Gate, Kind, PathClass, ReasonCode, Severity, Verdict

TAKEN_AT = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
UNTIL = datetime(2027, 1, 31, tzinfo=UTC)
GA_ROLE = m.Thing(Kind.ROLE, "62e90394-69f5-4237-9190-012177145e10", "Global Administrator")
PRA_ROLE = m.Thing(Kind.ROLE, "e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator")
PAA_ROLE = m.Thing(Kind.ROLE, "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator")
WEIGHT = {"critical": 10, "high": 6, "medium": 3, "low": 1, "info": 0}
CREDIT = {"pass": 1.0, "partial": 0.5, "fail": 0.0}
LEARN = "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices"

CATALOGUE = """
GA-001|Global Administrator is reached through PIM groups|global-administrators|high|T01 T22
GA-002|Only break-glass accounts hold Global Administrator permanently|global-administrators|critical|T03
GA-003|Two to four people can become Global Administrator|global-administrators|high|T01
GA-004|Activating Global Administrator is blocked on mobile devices|global-administrators|high|T05
ROLE-001|No permanent active assignment of privileged roles|privileged-roles|high|T03
ROLE-004|Privileged accounts are cloud-only|privileged-roles|high|
ROLE-006|No disabled or dormant account holds a privileged role|privileged-roles|medium|
ROLE-009|Privileged assignments are few|privileged-roles|low|T25
ROLE-012|Eligible roles are used|privileged-roles|low|T20
PIM-001|Activating tier-0 roles needs approval by at least two people|pim-settings|high|
PIM-002|Activation needs MFA or an enforced authentication context|pim-settings|high|T05
PIM-004|Activation lasts hours, not days|pim-settings|medium|
PIM-005|Activation asks for a justification|pim-settings|low|
PGR-001|Groups that hold roles are managed by PIM for Groups|pim-for-groups|high|T01 T13
PGR-003|Nobody can add themselves as owner of a role-holding group|pim-for-groups|critical|T13
PGR-005|The group's own PIM settings guard as well as the role's|pim-for-groups|high|T13
PGR-008|Role-holding groups are clean|pim-for-groups|high|
ADU-001|Delegated units fill themselves by rule|administrative-units|medium|T07
ADU-003|Unit administrators rotate|administrative-units|medium|T08
RMA-001|Sensitive objects live in restricted management units|restricted-management|high|T10
CAP-001|Privileged people always sign in with phishing-resistant MFA|conditional-access|high|
CAP-007|No sign-in of a privileged person goes without MFA|conditional-access|high|
CAP-013|Risky sign-ins of privileged people are stopped|conditional-access|medium|
PAC-001|Changing Conditional Access is a protected action|protected-actions|high|T06
BGA-001|Two emergency accounts exist and are built to last|break-glass|critical|T03
BGA-003|Emergency accounts have phishing-resistant credentials|break-glass|high|T03
BGA-004|Emergency accounts are drilled|break-glass|medium|T03
LIC-001|Everybody who benefits from PIM is licensed|licensing|high|T18
AUD-001|Entra logs leave the tenant|auditing|high|T11 T20
TEN-001|End users cannot open the Entra admin center|tenant-settings|low|T04
TEN-005|Role inventory|tenant-settings|info|T25
WID-002|No application permission leads to Global Administrator|workload-identities|critical|T24
GOV-002|Joiner, mover, leaver reach administrators|governance|low|T09
"""

RATIONALE = """A standing administrator is worth phishing at any hour: whoever has the session has the tenant, without another step and
without a trace that anybody would notice.

An eligible one must first be activated. That leaves an entry in the audit log, ends by itself after some hours, and can ask for approval."""
REMEDY = """Portal: open Microsoft Entra admin center, Identity Governance, Privileged Identity Management, Groups. Give the person an eligible
membership of the group that holds the role, with approval by two people. Test the emergency accounts, then remove the standing assignment.

PowerShell: New-MgIdentityGovernancePrivilegedAccessGroupEligibilityScheduleRequest -BodyParameter $eligible"""


def uid(number: int) -> str:
    """A made-up object id."""
    return f"{number:08x}-0000-4000-8000-{number:012x}"


def person(name: str, number: int) -> m.Thing:
    """A made-up user."""
    return m.Thing(Kind.USER, uid(number), name)


ANA, BEN, CARLA = person("ana.keller@school.example", 1), person("ben.ott@school.example", 2), person("carla.vogt@school.example", 3)
HELPDESK = person("helpdesk01@school.example", 9)
ROOM = m.Thing(Kind.SERVICE_PRINCIPAL, uid(77), "Timetable sync")
BREAK_GLASS = (person("bg-one@school.onmicrosoft.com", 901), person("bg-two@school.onmicrosoft.com", 902))
ADMINS = m.Thing(Kind.GROUP, uid(500), "PIM-GlobalAdministrators")
INNER = m.Thing(Kind.GROUP, uid(501), "Teachers with extra duties")


def edge(kind: str, source: m.Thing, target: m.Thing, *gates: Gate, end: datetime | None = None) -> m.Edge:
    """One step with a reason that can be read aloud."""
    why = f"{source.label} {kind} {target.label}"
    return m.Edge(kind=kind, source=source, target=target, gates=frozenset(gates), why=why, end=end)


def way(path_class: PathClass, *edges: m.Edge) -> m.Path:
    """A living path over these edges."""
    return m.Path(path_class, frozenset().union(*(one.gates for one in edges)), edges)


ACTIVATE = (Gate.ACTIVATION, Gate.MFA, Gate.JUSTIFICATION)
GUARDED = (Gate.ACTIVATION, Gate.APPROVAL, Gate.AUTH_CONTEXT)


def _ways_to_ga() -> list[m.PrincipalPaths]:
    holds = edge("HasRole", ADMINS, GA_ROLE)
    many = [person(f"teacher{n:02}@school.example", 100 + n) for n in range(12)]
    entries = [
        m.PrincipalPaths(ANA, (way(PathClass.PERMANENT, edge("HasRole", ANA, GA_ROLE)),)),
        m.PrincipalPaths(BEN, (way(PathClass.PERMANENT, edge("MemberOf", BEN, ADMINS), holds),)),
        m.PrincipalPaths(CARLA, (way(PathClass.TIME_BOUND, edge("HasRole", CARLA, GA_ROLE, end=UNTIL)),)),
        m.PrincipalPaths(HELPDESK, (way(PathClass.CONTROL, edge("ResetPassword", HELPDESK, CARLA), edge("HasRole", CARLA, GA_ROLE, end=UNTIL)),)),
        m.PrincipalPaths(ROOM, (way(PathClass.CONTROL, edge("AppPermission", ROOM, GA_ROLE)),)),
    ]
    entries += [m.PrincipalPaths(one, (way(PathClass.PERMANENT, edge("HasRole", one, GA_ROLE)),)) for one in BREAK_GLASS]
    entries += [m.PrincipalPaths(one, (way(PathClass.ELIGIBLE, edge("EligibleMemberOf", one, ADMINS, *GUARDED), holds),)) for one in many[:5]]
    nested = edge("EligibleMemberOf", INNER, ADMINS, *ACTIVATE)
    entries += [m.PrincipalPaths(one, (way(PathClass.ELIGIBLE, edge("MemberOf", one, INNER), nested, holds),)) for one in many[5:]]
    return sorted(entries, key=lambda one: (one.principal.kind, one.principal.id))


def bad_reaches() -> tuple[m.Reach, ...]:
    """Who can become what in the school before its project."""
    operator = person("dora.lang@school.example", 4)
    eligible = way(PathClass.ELIGIBLE, edge("EligibleFor", operator, PRA_ROLE, *ACTIVATE))
    void = m.Path(
        None,
        frozenset(),
        (edge("AddMember", HELPDESK, ADMINS), edge("HasRole", ADMINS, GA_ROLE)),
        m.Void("role_assignable", "role-assignable groups are protected from Helpdesk Administrators"),
    )
    return (
        m.Reach(role=GA_ROLE, principals=tuple(_ways_to_ga()), unknown=(m.Unknown("federatedIdentityCredentials", "permission was refused"),)),
        m.Reach(
            role=PAA_ROLE, voided=(m.PrincipalPaths(HELPDESK, (replace(void, edges=(edge("AddMember", HELPDESK, INNER), edge("HasRole", INNER, PAA_ROLE))),)),)
        ),
        m.Reach(role=PRA_ROLE, principals=(m.PrincipalPaths(operator, (eligible,)),)),
    )


def finding(check: str, subject: m.Thing, says: str, degree: Degree = Degree.FAIL, **more: object) -> m.Finding:
    """A finding with one row of evidence and the key that the engine would give."""
    distinct = str(more.pop("distinct", ""))
    key = ":".join(part for part in (check, subject.kind, subject.id, distinct) if part)
    evidence = more.pop("evidence", (m.Evidence("roleAssignmentScheduleInstances", f"i-{subject.id}", "assignmentType Assigned, endDateTime null"),))
    return m.Finding(degree=degree, subject=subject, says=says, evidence=evidence, key=key, distinct=distinct, **more)  # type: ignore[arg-type]


def bad_findings() -> dict[str, list[m.Finding]]:
    """What the checks hold against the school, by check."""
    teachers = [person(f"teacher{n:02}@school.example", 100 + n) for n in range(12)]
    rule = m.Thing(Kind.PIM_POLICY, "Group_" + uid(500), "PIM-GlobalAdministrators (member)")
    policy = m.Thing(Kind.POLICY, uid(600), "CA01 Require MFA for administrators")
    accepted = m.Acceptance("Contract with the vendor runs until spring", "Head of IT", date(2027, 3, 31))
    path = (edge("MemberOf", BEN, ADMINS), edge("HasRole", ADMINS, GA_ROLE))
    return {
        "GA-001": [
            finding("GA-001", ANA, "holds Global Administrator directly and permanently"),
            finding("GA-001", CARLA, "holds Global Administrator directly until 31 January 2027", Degree.PARTIAL),
        ],
        "GA-002": [
            finding("GA-002", ANA, "holds Global Administrator with no end date"),
            finding("GA-002", BEN, "is a standing member of PIM-GlobalAdministrators, which holds Global Administrator", path=path),
        ],
        "GA-003": [
            finding("GA-003", m.Thing(Kind.TENANT, uid(999), "Riverside School"), "has 15 people who can become Global Administrator; 4 are wanted at most")
        ],
        "GA-004": [
            finding("GA-004", one, "can activate Global Administrator from an iPhone: no policy blocks it", confidence=Confidence.LIKELY)
            for one in teachers[:7]
        ],
        "ROLE-001": [
            finding("ROLE-001", person(f"clerk{n}@school.example", 300 + n), "holds User Administrator with no end date", distinct="role") for n in range(9)
        ],
        "ROLE-006": [
            finding("ROLE-006", person("former.head@school.example", 41), "is disabled and still eligible for Exchange Administrator", Degree.PARTIAL)
        ],
        "PIM-001": [
            finding(
                "PIM-001",
                rule,
                "lets a member activate without anybody's approval",
                evidence=(
                    m.Evidence("roleManagementPolicies", "Group_1", "isApprovalRequired false"),
                    m.Evidence("roleManagementPolicyAssignments", None, "no approver was found for accessId member"),
                ),
            )
        ],
        "PIM-004": [finding("PIM-004", rule, "lets an activation last 24 hours; 4 are wanted at most")],
        "PGR-001": [finding("PGR-001", INNER, "holds a role and is not managed by PIM", Degree.PARTIAL, severity=Severity.MEDIUM)],
        "PGR-003": [
            finding(
                "PGR-003",
                HELPDESK,
                "owns PIM-GlobalAdministrators and can make anybody a member",
                path=(edge("OwnerOf", HELPDESK, ADMINS), edge("HasRole", ADMINS, GA_ROLE)),
            )
        ],
        "PGR-008": [finding("PGR-008", INNER, "is filled by a rule on an attribute that members change themselves", confidence=Confidence.POSSIBLE)],
        "ADU-003": [finding("ADU-003", person("class5a.admin@school.example", 71), "is User Administrator of the unit Class 5a without end", Degree.PARTIAL)],
        "RMA-001": [finding("RMA-001", one, "lies in no restricted management unit", Degree.PARTIAL) for one in BREAK_GLASS],
        "CAP-001": [finding("CAP-001", policy, "asks for any second factor; a relayed SMS code satisfies it", Degree.PARTIAL)],
        "CAP-007": [
            finding(
                "CAP-007",
                ANA,
                "signs in from the school network with a password alone",
                evidence=(m.Evidence("conditionalAccessPolicies", uid(600), "excludes the location School network"),),
            )
        ],
        "PAC-001": [
            finding(
                "PAC-001",
                m.Thing(Kind.RESOURCE_ACTION, "microsoft.directory/conditionalAccessPolicies/delete", "Delete Conditional Access policy"),
                "is not a protected action",
            )
        ],
        "BGA-001": [
            finding(
                "BGA-001",
                m.Thing(Kind.UNKNOWN, "bg-three@school.example"),
                "is declared as an emergency account and does not exist",
                evidence=(m.Evidence("engagement", None, "break_glass.accounts[2]: nobody of that name"),),
            )
        ],
        "BGA-004": [finding("BGA-004", BREAK_GLASS[1], "has not signed in for 214 days")],
        "TEN-005": [finding("TEN-005", GA_ROLE, "is held by 20 principals", Degree.PARTIAL, severity=Severity.INFO)],
        "WID-002": [
            finding(
                "WID-002",
                ROOM,
                "holds RoleManagement.ReadWrite.Directory and can make itself Global Administrator",
                path=(edge("AppPermission", ROOM, GA_ROLE),),
                exception=accepted,
            )
        ],
    }


REFUSED = {
    "ROLE-012": (Verdict.NOT_ASSESSED, "The audit log could not be read: permission was refused.", ReasonCode.FORBIDDEN),
    "LIC-001": (Verdict.NOT_ASSESSED, "The list of licences is not in the snapshot.", ReasonCode.MISSING_COLLECTION),
    "AUD-001": (Verdict.MANUAL, "Diagnostic settings live in Azure; a person has to look them up.", ReasonCode.NEEDS_PERSON),
    "TEN-001": (Verdict.ERROR, "The check stopped with an error: KeyError.", ReasonCode.CHECK_FAILED),
    "GOV-002": (Verdict.NOT_APPLICABLE, "The tenant has no Governance licence, so there are no workflows.", ReasonCode.NOTHING_TO_JUDGE),
    "ADU-001": (Verdict.NOT_APPLICABLE, "No administrative unit is delegated.", ReasonCode.NOTHING_TO_JUDGE),
}


def check_infos() -> list[m.CheckInfo]:
    """The excerpt of the catalogue that the samples use."""
    rows = [line.split("|") for line in CATALOGUE.strip().splitlines()]
    return [
        m.CheckInfo(
            id=r[0],
            title=r[1],
            theme=r[2],
            severity=Severity(r[3]),
            talk=tuple(r[4].split()),
            rationale=RATIONALE,
            remedy=REMEDY,
            references=(LEARN,),
            permissions=("RoleManagement.Read.Directory",),
            frameworks={"scuba": ("MS.AAD.7.4v1",)},
            pack="builtin",
        )
        for r in rows
    ]


def judged(check: m.CheckInfo, findings: list[m.Finding], notes: tuple[str, ...] = ()) -> m.Result:
    """A result by the engine's rule."""
    degrees = {one.degree for one in findings if one.counts}
    verdict = Verdict.FAIL if Degree.FAIL in degrees else Verdict.PARTIAL if degrees else Verdict.PASS
    return m.Result(check=check, verdict=verdict, population=max(1, len(findings)) * 3, findings=tuple(sorted(findings, key=lambda one: one.key)), notes=notes)


def refused(check: m.CheckInfo, verdict: Verdict, reason: str, code: ReasonCode) -> m.Result:
    """A result without a judgement."""
    return m.Result(check=check, verdict=verdict, reason=reason, reason_code=code, population=0 if verdict is Verdict.NOT_APPLICABLE else None)


def scored(results: tuple[m.Result, ...]) -> m.Score:
    """The contract's formula, so that the checker of the contract agrees."""
    value, coverage = _summed(results)
    free = None if value is None else next((g for g, least in (("A", 90), ("B", 75), ("C", 60), ("D", 40)) if value >= least), "E")
    critical = [one.check.id for one in results if one.check.severity == "critical" and one.verdict == "fail"]
    grade = max(free, "D") if free and critical else free
    themes = dict.fromkeys(one.check.theme for one in results)
    parts = tuple(m.ThemeScore(theme, *_summed([one for one in results if one.check.theme == theme])) for theme in themes)
    return m.Score(value=value, grade=grade, capped_by=critical[0] if grade != free else None, coverage=coverage, themes=parts)


def _summed(results: tuple[m.Result, ...] | list[m.Result]) -> tuple[float | None, float | None]:
    assessed = sum(WEIGHT[one.check.severity] for one in results if one.verdict in CREDIT)
    left = sum(WEIGHT[one.check.severity] for one in results if one.verdict in ("not_assessed", "manual", "error"))
    earned = sum(WEIGHT[one.check.severity] * CREDIT[one.verdict] for one in results if one.verdict in CREDIT)
    return (100 * earned / assessed if assessed else None), (assessed / (assessed + left) if assessed + left else None)


def snapshot(**more: object) -> m.SnapshotFacts:
    """A snapshot with a collection of each status."""
    states = tuple(
        m.CollectionState(
            name=name,
            status=status,
            count=count,
            reason=reason,
            endpoint="/" + name,
            permission=permission,
            http_status=403 if reason == "forbidden" else 200,
            gaps=gaps,
        )
        for name, status, count, reason, permission, gaps in (
            ("administrativeUnits", "collected", 4, None, "AdministrativeUnit.Read.All", 0),
            ("conditionalAccessPolicies", "collected", 11, None, "Policy.Read.All", 0),
            ("directoryAudits", "missing", None, "forbidden", "AuditLog.Read.All", 0),
            ("federatedIdentityCredentials", "missing", None, "forbidden", "Application.Read.All", 0),
            ("groupMembers", "partial", 310, "failed", "GroupMember.Read.All", 3),
            ("roleAssignmentScheduleInstances", "collected", 42, None, "RoleManagement.Read.Directory", 0),
            ("roleManagementPolicies", "collected", 140, None, "RoleManagement.Read.Directory", 0),
            ("roleManagementPolicyAssignments", "collected", 140, None, "RoleManagement.Read.Directory", 0),
            ("subscribedSkus", "missing", None, "not_requested", "Organization.Read.All", 0),
            ("users", "collected", 1240, None, "User.Read.All", 0),
        )
    )
    facts = m.SnapshotFacts(
        taken_at=TAKEN_AT, digest="sha256:" + "5f" * 32, sealed=True, scope="privileged", cloud="global", collector="assessor 0.1.0", collections=states
    )
    return replace(facts, **more)  # type: ignore[arg-type]


def roles() -> tuple[m.RoleUse, ...]:
    """An inventory of eight roles."""
    names = (
        "Global Administrator",
        "Privileged Role Administrator",
        "User Administrator",
        "Exchange Administrator",
        "Helpdesk Administrator",
        "Reports Reader",
        "Security Reader",
        "Class mentor (custom)",
    )
    return tuple(
        m.RoleUse(
            role=m.Thing(Kind.ROLE, uid(800 + n), name),
            privileged=n < 5 if n < 7 else None,
            tier0=n < 2,
            standing=(6, 0, 9, 1, 3, 2, 4, 1)[n],
            eligible=(12, 1, 2, 5, 0, 0, 1, 0)[n],
            groups=(1, 0, 0, 1, 1, 0, 0, 1)[n],
            service_principals=int(n == 0),
            scoped=3 * int(n == 2),
        )
        for n, name in enumerate(names)
    )


def assembled(results: tuple[m.Result, ...], **more: object) -> m.Assessment:
    """An assessment around results."""
    facts = {
        "tool_version": "0.1.0",
        "packs": (m.Pack("builtin", "0.1.0"),),
        "tenant": m.TenantFacts(uid(999), "Riverside School", "school.onmicrosoft.com"),
        "snapshot": snapshot(),
        "score": scored(results),
        "results": results,
        "people": {"globalAdministrator": m.Headcount(3, 12, 1)},
        "roles": roles(),
        "break_glass": BREAK_GLASS,
        "customer": "Riverside School Trust",
        "consultant": "Nordwind Consulting",
        "engagement_file": "engagement.toml",
        "thresholds": {
            "global_administrators_max": 4,
            "activation_hours_max": 4,
            "activation_hours_max_other": 8,
            "privileged_assignments_max": 9,
            "unused_eligibility_days": 30,
        },
    } | more
    return m.Assessment(**facts)  # type: ignore[arg-type]


def bad() -> m.Assessment:
    """The school before its project: much fails, some of it is not known."""
    held = bad_findings()
    notes = {
        "GA-003": ("One person is of class control and is not counted.",),
        "WID-002": ("The exception of 2025 for Library app has expired and has no effect.",),
    }
    results = tuple(refused(one, *REFUSED[one.id]) if one.id in REFUSED else judged(one, held.get(one.id, []), notes.get(one.id, ())) for one in check_infos())
    problems = (m.EngagementProblem("break_glass.accounts[2]", "nobody and nothing of the name or id bg-three@school.example is in the snapshot"),)
    return assembled(results, reaches=bad_reaches(), engagement_problems=problems)


def good() -> m.Assessment:
    """The same school after it: everything passes and everything is known."""
    results = tuple(judged(one, []) for one in check_infos())
    two = tuple(
        m.PrincipalPaths(one, (way(PathClass.ELIGIBLE, edge("EligibleMemberOf", one, ADMINS, *GUARDED), edge("HasRole", ADMINS, GA_ROLE)),))
        for one in (ANA, BEN)
    )
    standing = tuple(m.PrincipalPaths(one, (way(PathClass.PERMANENT, edge("HasRole", one, GA_ROLE)),)) for one in BREAK_GLASS)
    complete = tuple(replace(one, status="collected", count=one.count or 3, reason=None, gaps=0) for one in snapshot().collections)
    inventory = tuple(replace(one, standing=2 if one.tier0 else 0, eligible=2) for one in roles()[:3])
    return assembled(
        results,
        reaches=(m.Reach(role=GA_ROLE, principals=two + standing),),
        people={"globalAdministrator": m.Headcount(0, 2, 0)},
        roles=inventory,
        snapshot=snapshot(collections=complete),
    )


def empty() -> m.Assessment:
    """Nothing was collected: no verdict, no score, no people."""
    results = tuple(refused(one, Verdict.NOT_ASSESSED, "Nothing that it needs is in the snapshot.", ReasonCode.MISSING_COLLECTION) for one in check_infos())
    missing = tuple(replace(one, status="missing", count=None, reason="forbidden") for one in snapshot().collections)
    unknown = (m.Unknown("roleAssignments", "permission was refused"),)
    return assembled(
        results,
        people={"globalAdministrator": m.Headcount(None, None, None)},
        roles=(),
        break_glass=(),
        customer=None,
        consultant=None,
        engagement_file=None,
        thresholds={},
        tenant=m.TenantFacts(uid(999), None, None),
        snapshot=snapshot(collections=missing, sealed=False, scope=None),
        reaches=(m.Reach(role=GA_ROLE, unknown=unknown),),
    )


NASTY = (
    "</script><img src=x onerror=alert(1)>",
    "{{7*7}}{% raw %}${7*7}",
    '=cmd|"/C calc"!A0',
    "\u202egnp.exe\u202c\u2066x\u2069",
    "zero\u200bwidth\u200d\ufeff",
    "NUL\x00 and \x07bell\x1b[31m\r\n\tline",
    "half \ud800 a pair \udfff",
    "W" * 10_000,
    "a b " * 2_500,
    '"><svg onload=alert(1)><style>*{display:none}</style>',
    "javascript:alert(1)",
    "$\\frac{1}{0}$ \\def",
    "\N{GRINNING FACE} \u0645\u062f\u064a\u0631 \u7ba1\u7406\u5458",
)


def hostile() -> m.Assessment:
    """Every name in the tenant was chosen by somebody who wants to be seen."""
    things = [m.Thing(Kind.USER, uid(n) if n % 2 else name, name) for n, name in enumerate(NASTY, 2000)]
    group = m.Thing(Kind.GROUP, uid(1), NASTY[0])
    role = replace(GA_ROLE, name=NASTY[10])
    ways = sorted(
        (m.PrincipalPaths(one, (way(PathClass.ELIGIBLE, edge("EligibleMemberOf", one, group, *ACTIVATE), edge("HasRole", group, role)),)) for one in things),
        key=lambda one: (one.principal.kind, one.principal.id),
    )
    path = ways[0].paths[0].edges
    rows = [
        finding(
            "GA-002",
            one,
            one.name or "",
            evidence=(m.Evidence("users", one.id, one.name or ""),),
            path=path,
            exception=m.Acceptance(one.name, one.name, None) if n % 4 == 3 else None,
        )
        for n, one in enumerate(things)
    ]
    results = tuple(judged(one, rows if one.id == "GA-002" else [], tuple(NASTY)) for one in check_infos()[:6])
    inventory = tuple(
        m.RoleUse(role=replace(one, kind=Kind.ROLE), privileged=True, tier0=False, standing=1, eligible=1, groups=0, service_principals=0, scoped=0)
        for one in things
    )
    return assembled(
        results,
        reaches=(m.Reach(role=role, principals=tuple(ways)),),
        roles=inventory,
        customer=NASTY[7],
        consultant=NASTY[3],
        tenant=m.TenantFacts(uid(999), NASTY[0], NASTY[3]),
        break_glass=(things[3],),
        engagement_file=NASTY[3],
        engagement_problems=tuple(m.EngagementProblem("break_glass.accounts[0]", one) for one in NASTY),
    )


def huge(findings: int = 2_000) -> m.Assessment:
    """A tenant whose lists have no end."""
    infos = check_infos()
    share = findings // len(infos) + 1
    results = tuple(judged(one, _crowd(one, share)) for one in infos)
    return replace(assembled(results, roles=_many_roles()), reaches=(_wide_reach(400, GA_ROLE), _wide_reach(60, PRA_ROLE)))


def _crowd(check: m.CheckInfo, people: int) -> list[m.Finding]:
    """Findings of an information check are information."""
    severity = Severity.INFO if check.severity == "info" else None
    return [
        finding(check.id, person(f"user{n:05}@school.example", 10_000 + n), "holds User Administrator with no end date", severity=severity)
        for n in range(people)
    ]


def _many_roles() -> tuple[m.RoleUse, ...]:
    return tuple(replace(roles()[0], role=m.Thing(Kind.ROLE, uid(7_000 + n), f"Custom role {n:03}"), tier0=False) for n in range(300))


def _wide_reach(people: int, role: m.Thing) -> m.Reach:
    """Everybody through a group of their own: nothing can be merged."""
    entries = []
    for n in range(people):
        one, group = person(f"user{n:05}@school.example", 10_000 + n), m.Thing(Kind.GROUP, uid(50_000 + n), f"Project group {n:03}")
        entries.append(m.PrincipalPaths(one, (way(PathClass.ELIGIBLE, edge("EligibleMemberOf", one, group, *ACTIVATE), edge("HasRole", group, role)),)))
    return m.Reach(role=role, principals=tuple(entries))


def chained(length: int) -> m.Reach:
    """One person behind a chain of groups."""
    chain = [ANA, *(m.Thing(Kind.GROUP, uid(60_000 + n), f"Step {n}") for n in range(length)), GA_ROLE]
    edges = [edge("HasRole" if b is GA_ROLE else "MemberOf", a, b) for a, b in pairwise(chain)]
    return m.Reach(role=GA_ROLE, principals=(m.PrincipalPaths(ANA, (way(PathClass.PERMANENT, *edges),)),))


SAMPLES = {"bad": bad, "good": good, "empty": empty, "hostile": hostile, "huge": huge}


def planned(assessment: m.Assessment, *efforts: Effort) -> m.Assessment:
    """With a plan of everything that is open; the first steps ask for these efforts, of the others nobody said."""
    open_ones = ordered(assessment.results)
    asked = [*efforts, *([None] * (len(open_ones) - len(efforts)))]
    steps = [_step(rank, one, effort, assessment) for rank, (one, effort) in enumerate(zip(open_ones, asked, strict=True), 1)]
    return replace(assessment, plan=Plan(as_of="2026-11", steps=tuple(steps)))


def _step(rank: int, result: m.Result, effort: Effort | None, assessment: m.Assessment) -> PlanStep:
    return PlanStep(
        rank=rank,
        check=result.check,
        verdict=result.verdict,
        found=sum(one.counts for one in result.findings),
        subjects=tuple(dict.fromkeys(one.subject for one in result.findings)),
        effect=Effect(points=points(result, assessment.results)),
        effort=effort,
        takes="2 hours; nobody else",
        owner="Head of IT",
        before=(),
        caution=(),
        portal=("Entra admin center > Roles",),
        script=None,
        no_script="it is a choice",
        verify=f"{result.check.id} passes",
        undo="give it back",
    )
