"""TEN-004: Guests see and invite little."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._settings import POLICY, authorization, finding

_AS_MEMBER, _LIMITED, _RESTRICTED = (
    "a0b1b346-4d3e-4e8b-98f8-753987be4970", "10dae51f-b6af-4016-8d66-8c2a99b929b3", "2af84b1e-32c8-42b7-82bc-daa82404023b",
)  # fmt: skip
"""The three that Microsoft offers as a guest's role (users-restrict-guest-permissions)."""

_INVITES = {
    "everyone": (kit.Degree.FAIL, "lets everybody invite guests, guests too"),
    "adminsguestinvitersandallmembers": (kit.Degree.PARTIAL, "lets every member invite guests"),
    "adminsandguestinviters": None,
    "none": None,
}


@kit.check(
    id="TEN-004",
    title="Guests see and invite little",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs={POLICY},
    remedy=(
        "Entra admin center > Entra ID > External Identities > External collaboration settings: set Guest user access to the most restrictive choice, and "
        "Guest invite settings to Only users assigned to specific admin roles. Give Guest Inviter to those who work with outsiders."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/users/users-restrict-guest-permissions",
        "https://learn.microsoft.com/entra/external-id/external-collaboration-settings-configure",
    ),
    passes=[
        kit.tenant(authorization()),
        kit.tenant(authorization(guests=_RESTRICTED.upper(), invites="none")),
        # Microsoft's default for guests: they cannot list the directory
        kit.tenant(authorization(guests=_LIMITED))
            .tells("Guests have Microsoft's limited access: they cannot list the directory, but see the members of their groups. There is a stricter choice."),
    ],
    partial=[kit.tenant(authorization(invites="adminsGuestInvitersAndAllMembers"))
            .finds("Example", "lets every member invite guests", distinct="invites")],
    fails=[
        kit.tenant(authorization(guests=_AS_MEMBER))
            .finds("Example", "lets guests see what members see: all users, groups and roles", distinct="sees"),
        kit.tenant(authorization(invites="everyone")),
        kit.tenant(authorization(invites="everyone", guests=kit.UNSET))
            .finds("Example", "lets everybody invite guests, guests too")
            .tells("Not known: the authorization policy in the snapshot does not say what guests may see."),
    ],
    other=[
        ("not_assessed", kit.tenant(authorization(guests=kit.UNSET))),
        ("not_assessed", kit.tenant(authorization(invites=kit.UNSET))
            .tells("the authorization policy in the snapshot does not say who may invite guests")),
        ("not_assessed", kit.tenant(authorization(invites="unknownFutureValue"))),
        ("not_assessed", kit.tenant(authorization(guests="11111111-2222-4333-8444-555555555555"))),
        ("not_applicable", kit.tenant()),
    ],
)  # fmt: skip
def guests_see_and_invite_little(case: kit.Case) -> Iterator[kit.Finding]:
    """A guest's password and devices are somebody else's affair. A guest who sees what members see reads who the administrators are; one who may invite
    brings in the next.
    """
    for row in case.each(case.read(POLICY)):
        yield from _sees(case, row.guest_user_role_id)
        yield from _invites(case, row.allow_invites_from)


def _sees(case: kit.Case, role_id: object) -> Iterator[kit.Finding]:
    known = role_id.lower() if isinstance(role_id, str) else ""
    if known == _AS_MEMBER:
        yield finding(case, "lets guests see what members see: all users, groups and roles", f"guestUserRoleId {role_id}", "sees")
    elif known == _LIMITED:
        case.note("Guests have Microsoft's limited access: they cannot list the directory, but see the members of their groups. There is a stricter choice.")
    elif known != _RESTRICTED:
        case.unknown(POLICY, "the authorization policy in the snapshot does not say what guests may see")


def _invites(case: kit.Case, said: object) -> Iterator[kit.Finding]:
    word = said.lower() if isinstance(said, str) else ""
    if word not in _INVITES:
        case.unknown(POLICY, "the authorization policy in the snapshot does not say who may invite guests")
    elif judged := _INVITES[word]:
        yield finding(case, judged[1], f"allowInvitesFrom {said}", "invites", judged[0])
