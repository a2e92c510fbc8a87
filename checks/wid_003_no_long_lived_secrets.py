"""WID-003: Privileged applications use no long-lived secrets."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from assessor import checkkit as kit

from . import _apps as apps

_GA = kit.GLOBAL_ADMINISTRATOR


def _robot(*secrets: dict[str, Any], **properties: Any) -> kit.Example:
    return kit.tenant(kit.application("robot", passwordCredentials=list(secrets), **properties), kit.standing(_GA, to="robot"))


@kit.check(
    id="WID-003",
    title="Privileged applications use no long-lived secrets",
    theme=kit.Theme.WORKLOAD_IDENTITIES,
    severity=kit.Severity.MEDIUM,
    needs=apps.WORTH | {kit.collection.APPLICATIONS},
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="secret_days_max", default=180, unit="days", says="Days that a client secret of a privileged application lasts, at most"),
    ),
    remedy=(
        "Let the application sign in with a managed identity, a federated credential or a certificate (App registrations > the application > "
        "Certificates & secrets), "
        "then remove its client secrets, the expired ones as well. An application management policy forbids new ones and limits how long they last."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration",
        "https://learn.microsoft.com/graph/api/resources/applicationauthenticationmethodpolicy",
    ),
    passes=[
        _robot(),
        # a certificate is no secret
        _robot(keyCredentials=[kit.secret(until=700)]),
        _robot(kit.secret(since=-30, until=60)),
        # as long as may be, to the day; and one that does not say when it began
        _robot(kit.secret(since=-30, until=150), {**kit.secret(until=60), "startDateTime": None}),
        # an application without power may be as careless as it likes
        kit.tenant(kit.application("robot"), kit.standing(_GA, to="robot"), kit.application("toy", passwordCredentials=[kit.secret(until=700)])),
        # who merely owns a privileged application is weighed by another check
        kit.tenant(kit.application("robot"), kit.standing(_GA, to="robot"), kit.application("keeper", passwordCredentials=[kit.secret(until=700)]),
                   kit.app_owner("keeper", of="robot")).over(1),
    ],
    fails=[
        _robot(kit.secret(since=-30, until=700))
            .finds("robot", "is privileged and has a client secret that lasts 730 days, until 2028-10-01"),
        _robot(kit.secret(since=-400, until=-30))
            .finds("robot", "is privileged and has a client secret that expired on 2026-10-02", severity=kit.Severity.LOW),
        # it was short, and it is over at this moment
        _robot(kit.secret(since=-30, until=0))
            .finds("robot", "is privileged and has a client secret that expired on 2026-11-01", severity=kit.Severity.LOW),
        # without an end
        _robot(kit.secret(until=None))
            .finds("robot", "is privileged and has a client secret that never ends"),
        _robot(kit.secret(since=-30, until=60), kit.secret(since=-30, until=700, label="other")),
        # two that last too long are two findings
        _robot(kit.secret(until=700), kit.secret(until=800, label="other"))
            .finds("robot", "is privileged and has a client secret that lasts 730 days, until 2028-10-01")
            .finds("robot", "is privileged and has a client secret that lasts 830 days, until 2029-01-09"),
        # privileged by a permission alone, and by membership of a group
        kit.tenant(kit.application("robot", passwordCredentials=[kit.secret(until=700)]), kit.permission("Application.ReadWrite.All", to="robot")),
        kit.tenant(kit.application("robot", passwordCredentials=[kit.secret(until=700)]), kit.standing_member("robot", of="admins"),
                   kit.standing(_GA, to="admins")),
        # on the service principal itself, where the registration's page does not show it
        kit.tenant(kit.service_principal("robot", passwordCredentials=[kit.secret(until=700)]), kit.standing(_GA, to="robot")),
        # the customer's own number
        _robot(kit.secret(since=-10, until=50)).but(kit.setting("WID-003", secret_days_max=30)),
    ],
    other=[
        # the registration's secrets are known, those of the service principal are not
        ("not_assessed", _robot().but(kit.unselected(kit.collection.SERVICE_PRINCIPALS, "passwordCredentials"))),
        ("not_applicable", kit.tenant(kit.application("toy", passwordCredentials=[kit.secret(until=700)]))),
        ("not_assessed", _robot().but(kit.application("robot", passwordCredentials=kit.UNSET), kit.service_principal("robot"))),
        # a role or a permission that is not privileged, Microsoft's own application, one that is gone
        ("not_applicable", kit.tenant(kit.application("toy", passwordCredentials=[kit.secret(until=700)]),
                                      kit.standing("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="toy"))),
        ("not_applicable", kit.tenant(kit.application("toy", passwordCredentials=[kit.secret(until=700)]),
                                      kit.permission("df021288-bdef-4463-88db-98f22de89214", to="toy"))),
        ("not_applicable", kit.tenant(
            kit.service_principal("theirs", appOwnerOrganizationId="F8CDEF31-a31e-4b4a-93e4-5f571e91255a", passwordCredentials=[kit.secret(until=700)]),
            kit.permission("RoleManagement.ReadWrite.Directory", to="theirs"),
        )),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.row(
            kit.collection.APP_ROLE_ASSIGNMENTS, id="x", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("ghost"),
        ))),
    ],
)  # fmt: skip
def no_long_lived_secrets(case: kit.Case) -> Iterator[kit.Finding]:
    """A client secret is a password that no second factor stands behind, copied into scripts, pipelines and tickets. The longer it lives, the more places
    know it; and an expired one shows that nobody looks after the application.
    """
    by_app = {kit.known(row.app_id, "").lower(): row for row in case.read(kit.collection.APPLICATIONS)}
    for sp_id in case.each(apps.privileged(case)):
        row = case.service_principal(sp_id)
        own = by_app.get(kit.known(row.app_id, "").lower()) if row else None
        for table, thing in ((kit.collection.SERVICE_PRINCIPALS, row), (kit.collection.APPLICATIONS, own)):
            if thing is not None:
                yield from _judge(case, sp_id, table, thing)


def _judge(case: kit.Case, sp_id: str, table: kit.Collection[Any], row: Any) -> Iterator[kit.Finding]:
    if row.password_credentials is kit.UNSET:
        case.unknown(table, f"the secrets of {case.thing(sp_id).label} are not in the snapshot")
    for secret in kit.known(row.password_credentials, []):
        start, end = secret.start_date_time or case.taken_at, secret.end_date_time
        over = end is not None and end <= case.taken_at
        if over or end is None or end - start > timedelta(days=case.threshold("secret_days_max")):
            lasts = "never ends" if end is None else f"expired on {end:%Y-%m-%d}" if over else f"lasts {(end - start).days} days, until {end:%Y-%m-%d}"
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=case.thing(sp_id),
                says=f"is privileged and has a client secret that {lasts}",
                evidence=(kit.Evidence(table.name, row.id, f"passwordCredentials {secret.key_id}: {lasts}"),),
                distinct=f"{table.name}:{secret.key_id}",
                severity=kit.Severity.LOW if over else None,
            )
