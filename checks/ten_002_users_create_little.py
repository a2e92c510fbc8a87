"""TEN-002: Users cannot create applications, tenants and security groups."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._settings import POLICY, authorization, finding

_RIGHTS = {
    "allowed_to_create_apps": ("allowedToCreateApps", "lets every user register applications, and whoever registers one owns it and its secrets"),
    "allowed_to_create_tenants": ("allowedToCreateTenants", "lets every user create tenants, of which nobody else knows"),
    "allowed_to_create_security_groups": ("allowedToCreateSecurityGroups", "lets every user create security groups, which others may take for official ones"),
}


@kit.check(
    id="TEN-002",
    title="Users cannot create applications, tenants and security groups",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs={POLICY},
    remedy=(
        "Entra admin center > Entra ID > Users > User settings: set Users can register applications to No, Restrict non-admin users from creating tenants to "
        "Yes, Users can create security groups to No. Give Application Developer to those who need the first."
    ),
    references=(
        "https://learn.microsoft.com/entra/fundamentals/users-default-permissions",
        "https://learn.microsoft.com/graph/api/resources/defaultuserrolepermissions",
    ),
    passes=[kit.tenant(authorization())],
    fails=[
        kit.tenant(authorization(allowedToCreateApps=True))
            .finds("Example", "lets every user register applications, and whoever registers one owns it and its secrets"),
        kit.tenant(authorization(allowedToCreateTenants=True))
            .finds("Example", "lets every user create tenants, of which nobody else knows"),
        kit.tenant(authorization(allowedToCreateSecurityGroups=True))
            .finds("Example", "lets every user create security groups, which others may take for official ones"),
        # one is open for certain, another is not known
        kit.tenant(authorization(allowedToCreateApps=True, allowedToCreateTenants=kit.UNSET)),
    ],
    other=[
        ("not_assessed", kit.tenant(authorization(allowedToCreateTenants=kit.UNSET))),
        ("not_assessed", kit.tenant(authorization(allowedToCreateApps=None))),
        ("not_assessed", kit.tenant(kit.row(POLICY, id="authorizationPolicy"))
            .tells(
                "the authorization policy in the snapshot does not say allowedToCreateApps; the authorization policy in the snapshot does not say "
                "allowedToCreateTenants; the authorization policy in the snapshot does not say allowedToCreateSecurityGroups",
            )),
        ("not_applicable", kit.tenant()),
    ],
)  # fmt: skip
def users_create_little(case: kit.Case) -> Iterator[kit.Finding]:
    """By default anybody may register an application, which then asks colleagues for consent under the organisation's own name; a tenant or a group made
    beside the administrators is guarded by nobody. What a stolen everyday account may create is where an attacker settles.
    """
    for row in case.each(case.read(POLICY)):
        for field, (name, says) in _RIGHTS.items():
            allowed = getattr(row.default_user_role_permissions, field, kit.UNSET)
            if allowed is True:
                yield finding(case, says, f"defaultUserRolePermissions.{name} true", name)
            elif allowed is not False:
                case.unknown(POLICY, f"the authorization policy in the snapshot does not say {name}")
