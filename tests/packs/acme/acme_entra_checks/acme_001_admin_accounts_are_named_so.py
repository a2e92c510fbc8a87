"""ACME-001: Accounts of administrators can be told by their name."""

from collections.abc import Iterator

from assessor import checkkit as kit


@kit.check(
    id="ACME-001",
    title="Accounts of administrators can be told by their name",
    theme="naming",
    severity=kit.Severity.LOW,
    needs=kit.WAYS | {kit.collection.USERS},
    remedy="Rename the account so that it begins with adm-, and tell its owner.",
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",),
    passes=[kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="adm-ana"))],
    fails=[kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))],
    carry_out=kit.Remedy(
        check="ACME-001",
        portal=("Entra admin center > Entra ID > Users > the account > Properties: a user principal name that begins with adm-.",),
        effort=kit.Effort.SMALL,
        takes="10 minutes an account; its owner agrees",
        owner="Identity team",
        undo="Give the account its old name.",
        no_script="A renamed account surprises its owner: talk first.",
    ),
)
def named_so(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever reads a log at three in the morning should see at once that an administrator's account was used."""
    for one in case.each(case.people_to(kit.GLOBAL_ADMINISTRATOR)):
        if not one.principal.label.lower().startswith("adm-"):
            says = "can become Global Administrator and is not called adm-…"
            yield kit.Finding(degree=kit.Degree.FAIL, subject=one.principal, says=says, evidence=one.paths[0].evidence)
