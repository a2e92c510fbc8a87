"""GOV-004: Access packages do not hand out privilege unguarded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _groups as g

_PACKAGES, _POLICIES, _SCOPES = (
    kit.collection.ACCESS_PACKAGES, kit.collection.ACCESS_PACKAGE_ASSIGNMENT_POLICIES, kit.collection.ACCESS_PACKAGE_RESOURCE_ROLE_SCOPES,
)  # fmt: skip
_GA, _READER = kit.GLOBAL_ADMINISTRATOR, "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_HOLDS = kit.together(kit.standing(_GA, to="admins"), kit.pim_group("admins"))
_NOBODY_ASKS = frozenset({"notspecified"})
"""Scopes of requestors that stand for assignments by an administrator alone."""


def _package(*, group: str = "admins", system: str = "AadGroup", **policy: Any) -> kit.Part:
    """A package that hands out membership of a group: approved and for half a year unless said otherwise."""
    settings = {
        "allowedTargetScope": "allMemberUsers", "expiration": {"type": "afterDuration", "duration": "P180D"}, "reviewSettings": None,
        "requestApprovalSettings": {"isApprovalRequiredForAdd": True, "stages": [{"primaryApprovers": [{"userId": "x"}]}]},
    }  # fmt: skip
    return kit.together(
        kit.row(_PACKAGES, id="package", displayName="Administration"),
        kit.row(_SCOPES, accessPackageId="package", id="scope", role={"originSystem": system, "displayName": "Member"},
                scope={"originSystem": system, "originId": kit.ident(group) if system == "AadGroup" else group}),
        kit.row(_POLICIES, id="policy", displayName="Who may ask", **{"accessPackage": {"id": "package"}, **settings, **policy}),
    )  # fmt: skip


_UNLABELLED = kit.row(
    kit.collection.ROLE_DEFINITIONS, id=kit.GLOBAL_ADMINISTRATOR, templateId=kit.GLOBAL_ADMINISTRATOR, displayName="Global Administrator", isBuiltIn=True,
    isPrivileged=False,
)  # fmt: skip
_OPEN = {"isApprovalRequiredForAdd": False, "stages": []}
_FOREVER = {"type": "noExpiration"}


@kit.check(
    id="GOV-004",
    title="Access packages do not hand out privilege unguarded",
    theme=kit.Theme.GOVERNANCE,
    severity=kit.Severity.HIGH,
    needs={_PACKAGES, _POLICIES, _SCOPES, *g.READS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ROLE_DEFINITIONS},
    remedy=(
        "Entra admin center > ID Governance > Entitlement management > Access packages > the package > Policies: require approval by people who cannot ask "
        "themselves, set an expiry and a recurring access review. Better: take the group out of the package and let PIM hand out the privilege."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-approval-policy",
        "https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-lifecycle-policy",
    ),
    passes=[
        kit.tenant(_HOLDS, _package()),
        # it does not end by itself, and is reviewed
        kit.tenant(_HOLDS, _package(expiration=_FOREVER, reviewSettings={"isEnabled": True})),
        # nobody can ask: administrators assign it, to an end
        kit.tenant(_HOLDS, _package(allowedTargetScope="notSpecified", requestApprovalSettings=_OPEN)),
    ],
    partial=[
        kit.tenant(_HOLDS, _package(expiration=_FOREVER))
            .finds(
                "Administration", "hands out membership of admins, and with it Global Administrator, without an end and without a review",
                shows=("expiration noExpiration, no review", "hands out membership of admins, and with it Global Administrator",),
                distinct="policy/end",
            ),
        kit.tenant(_HOLDS, _package(expiration=_FOREVER, reviewSettings={"isEnabled": False})),
    ],
    fails=[
        kit.tenant(_HOLDS, _package(requestApprovalSettings=_OPEN)),
        kit.tenant(_HOLDS, _package(requestApprovalSettings=None)),
        # approval is on and nobody is named
        kit.tenant(_HOLDS, _package(requestApprovalSettings={"isApprovalRequiredForAdd": True, "stages": []})),
        # membership of a group that is eligible for the role, and of one inside it
        kit.tenant(kit.group("admins"), kit.eligible(_GA, to="admins"), _package(requestApprovalSettings=_OPEN)),
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("inner", isAssignableToRole=False), kit.eligible_member("inner", of="admins"),
                   _package(group="inner", requestApprovalSettings=_OPEN)),
        # groups that lie in each other
        kit.tenant(
            _HOLDS, kit.group("inner", isAssignableToRole=False), kit.eligible_member("inner", of="admins"), kit.plain_member("inner", of="other"),
            kit.group("other", isAssignableToRole=False), kit.plain_member("other", of="inner"), _package(group="other", requestApprovalSettings=_OPEN),
        ),
        # a role of the directory itself, handed out by the package
        kit.tenant(_package(group=_GA, system="DirectoryRole", requestApprovalSettings=_OPEN))
            .finds(
                "Administration", "hands out Global Administrator, to whoever may ask and with nobody's approval",
                shows=("requestApprovalSettings ask for nobody's approval", "hands out Global Administrator",),
                distinct="policy/approval",
            ),
        # a group inside one that opens a role, beside an ordinary one
        kit.tenant(_HOLDS, kit.eligible("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="admins"), _package(requestApprovalSettings=_OPEN)).finds(
            "Administration", "hands out membership of admins, and with it Global Administrator, to whoever may ask and with nobody's approval",
                shows=("requestApprovalSettings ask for nobody's approval", "hands out membership of admins, and with it Global Administrator",),
                distinct="policy/approval",
            ),
        # approvers are named, and approval is off
        kit.tenant(_HOLDS, _package(requestApprovalSettings={"isApprovalRequiredForAdd": False, "stages": [{"primaryApprovers": [{"userId": "x"}]}]})),
        # a privileged role below tier 0
        kit.tenant(kit.group("desk"), kit.standing("fe930be7-5e62-47db-91af-98c3a49a38b1", to="desk"), _package(group="desk", requestApprovalSettings=_OPEN)),
        kit.tenant(_package(group="fe930be7-5e62-47db-91af-98c3a49a38b1", system="DirectoryRole", requestApprovalSettings=_OPEN))
            .finds(
                "Administration", "hands out User Administrator, to whoever may ask and with nobody's approval",
                shows=("requestApprovalSettings ask for nobody's approval", "hands out User Administrator",),
                distinct="policy/approval",
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(_HOLDS)),
        # a package of an ordinary group, and one of a group with a role that is not privileged
        ("not_applicable", kit.tenant(kit.group("class", isAssignableToRole=False), _package(group="class", requestApprovalSettings=_OPEN))),
        ("not_applicable", kit.tenant(kit.standing(_READER, to="admins"), _package(requestApprovalSettings=_OPEN))),
        # no policy: nobody can get it
        ("not_applicable", kit.tenant(_HOLDS, kit.row(_PACKAGES, id="package", displayName="Administration"), kit.row(
            _SCOPES, accessPackageId="package", id="scope", scope={"originSystem": "AadGroup", "originId": kit.ident("admins")},
        ))),
        ("not_assessed", kit.tenant(_HOLDS, _package(requestApprovalSettings=kit.UNSET))),
        ("not_assessed", kit.tenant(_HOLDS, _package(expiration=kit.UNSET))
            .tells("whether what the policy policy hands out ends or is reviewed is not in the snapshot")),
        ("not_assessed", kit.tenant(_HOLDS, _package(), kit.gap(_SCOPES, "other"))),
        # a role that is not privileged, and people in a group are no groups
        ("not_applicable", kit.tenant(_package(group=_READER, system="DirectoryRole", requestApprovalSettings=_OPEN))),
        ("not_assessed", kit.tenant(_HOLDS, _package(expiration=_FOREVER, reviewSettings=kit.UNSET))),
        # whether it is reviewed does not matter where it ends
        ("pass", kit.tenant(_HOLDS, _package(reviewSettings=kit.UNSET))),
        # to which package the policy belongs was not read
        ("not_assessed", kit.tenant(_HOLDS, _package(accessPackage=None))),
        # Microsoft may take its label away; what the role can do stays
        ("fail", kit.tenant(_UNLABELLED, _HOLDS, _package(requestApprovalSettings=_OPEN))),
        ("fail", kit.tenant(_UNLABELLED, _package(group=kit.GLOBAL_ADMINISTRATOR, system="DirectoryRole", requestApprovalSettings=_OPEN))),
    ],
)  # fmt: skip
def access_packages_are_guarded(case: kit.Case) -> Iterator[kit.Finding]:
    """A package hands out what lies in it to whoever asks. With a role-holding group inside and nobody to say no, every member of staff is one form away from
    being an administrator, past PIM; without an end or a review the privilege stays when the task is long done.
    """
    packages = {row.id.lower(): str(kit.known(row.display_name, row.id) or row.id) for row in case.read(_PACKAGES)}
    handed = _handed_out(case)
    for policy in case.read(_POLICIES):
        package = getattr(policy.access_package, "id", None)
        if package is None:
            case.unknown(_POLICIES, f"which package the policy {policy.id} belongs to is not in the snapshot")
        elif handed_out := handed.get(package.lower()):
            case.judged()
            yield from _judged(case, kit.Thing(kit.Kind.ACCESS_PACKAGE, package, packages.get(package.lower(), package)), handed_out, policy)


# ---- what a package hands out ----


def _handed_out(case: kit.Case) -> dict[str, list[tuple[str, kit.Evidence]]]:
    """Package in lower case → the privilege in it, in words, with the row."""
    table, opens, found = case.read(_SCOPES), _opening_groups(case), dict[str, list[tuple[str, kit.Evidence]]]()
    if table.gaps:
        case.unknown(_SCOPES, table.gaps[0].says(table.name, None), table.gaps[0].reason_code)
    for row in table:
        what = _privilege(case, row.scope if isinstance(row.scope, dict) else {}, opens)
        if what:
            evidence = kit.Evidence(_SCOPES.name, row.id or None, f"hands out {what}")
            found.setdefault(row.access_package_id.lower(), []).append((what, evidence))
    return found


def _privilege(case: kit.Case, scope: dict[str, Any], opens: dict[str, str]) -> str:
    origin = str(scope.get("originId") or "").lower()
    if str(scope.get("originSystem") or "").lower() == "directoryrole":
        role = case.role(origin)
        return role.name if role.privileged or role.tier0 else ""
    return f"membership of {case.thing(origin).label}, and with it {opens[origin]}" if origin in opens else ""


def _opening_groups(case: kit.Case) -> dict[str, str]:
    """Groups that hold a privileged role, or whose members can come to one, with its name."""
    found: dict[str, str] = {}
    for group_id, holdings in sorted(case.role_holding_groups().items()):
        strong = [one for one in holdings if case.role(one.role_id).tier0 or case.role(one.role_id).privileged]
        if strong:
            name = g.names(case, strong)
            for key in (group_id.lower(), *(one.thing.id.lower() for one in g.everybody(case, group_id) if one.thing.kind is kit.Kind.GROUP)):
                found.setdefault(key, name)
    return found


# ---- how it is guarded ----


def _judged(case: kit.Case, package: kit.Thing, handed: list[tuple[str, kit.Evidence]], policy: Any) -> Iterator[kit.Finding]:
    rows, what = tuple(row for _, row in handed), " and ".join(sorted({words for words, _ in handed}))
    if not _is_approved(case, policy):
        seen = kit.Evidence(_POLICIES.name, policy.id, "requestApprovalSettings ask for nobody's approval")
        yield _finding(package, policy, kit.Degree.FAIL, f"hands out {what}, to whoever may ask and with nobody's approval", (seen, *rows))
    if not _ends_or_is_reviewed(case, policy):
        seen = kit.Evidence(_POLICIES.name, policy.id, "expiration noExpiration, no review")
        yield _finding(package, policy, kit.Degree.PARTIAL, f"hands out {what}, without an end and without a review", (seen, *rows), "end")


def _finding(package: kit.Thing, policy: Any, degree: kit.Degree, says: str, evidence: tuple[kit.Evidence, ...], part: str = "approval") -> kit.Finding:
    return kit.Finding(degree=degree, subject=package, says=says, evidence=evidence, distinct=f"{policy.id}/{part}")


def _is_approved(case: kit.Case, policy: Any) -> bool:
    if str(kit.known(policy.allowed_target_scope, "")).lower() in _NOBODY_ASKS:
        return True
    settings = policy.request_approval_settings
    if settings is kit.UNSET:
        case.unknown(_POLICIES, f"whether the policy {policy.id} asks for approval is not in the snapshot")
        return True
    return isinstance(settings, dict) and settings.get("isApprovalRequiredForAdd") is True and bool(settings.get("stages"))


def _ends_or_is_reviewed(case: kit.Case, policy: Any) -> bool:
    review, expiration = policy.review_settings, policy.expiration
    if isinstance(review, dict) and review.get("isEnabled") is True:
        return True
    if expiration is kit.UNSET or (review is kit.UNSET and _is_endless(expiration)):
        case.unknown(_POLICIES, f"whether what the policy {policy.id} hands out ends or is reviewed is not in the snapshot")
        return True
    return not _is_endless(expiration)


def _is_endless(expiration: object) -> bool:
    return not isinstance(expiration, dict) or str(expiration.get("type") or "").lower() in ("", "noexpiration", "notspecified")
