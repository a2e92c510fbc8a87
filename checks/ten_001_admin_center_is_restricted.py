"""TEN-001: end users cannot open the Entra admin center."""

from collections.abc import Iterator

from assessor import checkkit as kit


def _switch(value: object) -> kit.Part:
    return kit.row(kit.collection.ADMIN_UX_SETTING, id="ux", restrictNonAdminAccess=value)


@kit.check(
    id="TEN-001",
    title="End users cannot open the Entra admin center",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.LOW,
    talk=("T04",),
    needs={kit.collection.ADMIN_UX_SETTING},
    asks="Is access to the Microsoft Entra admin center restricted for users who are no administrators (Users > User settings)?",
    remedy=(
        "Turn on Microsoft Entra admin center > Users > User settings > Restrict access to Microsoft Entra admin center. It hides pages and protects "
        "nothing: for enforcement, block Windows Azure Service Management API for everybody but administrators in Conditional Access, and mind that people "
        "who are merely eligible count as no administrators there."
    ),
    references=("https://learn.microsoft.com/entra/fundamentals/users-default-permissions",),
    passes=[
        kit.tenant(_switch("true")),
        # beta writes the word in either form
        kit.tenant(_switch(True)),
        kit.tenant(_switch("True")),
    ],
    fails=[
        kit.tenant(_switch("false")),
        kit.tenant(_switch(False)),
    ],
    other=[
        # Graph documents no permission for it: asked of a person, never failed silently
        ("manual", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"))),
        ("manual", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING))),
        ("manual", kit.tenant()),
        ("manual", kit.tenant(_switch(None))),
        ("manual", kit.tenant(kit.row(kit.collection.ADMIN_UX_SETTING, id="ux"))),
        ("manual", kit.tenant(_switch("unknownFutureValue"))),
        ("pass", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"), kit.answer("TEN-001", "pass"))),
        ("fail", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"), kit.answer("TEN-001", "fail"))),
        # what was read decides, whatever anybody answers
        ("fail", kit.tenant(_switch("false"), kit.answer("TEN-001", "pass"))),
    ],
)  # fmt: skip
def admin_center_is_restricted(case: kit.Case) -> Iterator[kit.Finding]:
    """Any account, also a stolen one, can leaf through users, groups and roles in the admin center unless this switch is on. Microsoft says plainly that
    it is friction and no security boundary, since the same data can be read in other ways; it keeps the curious out and costs nothing.
    """
    row = next(iter(case.read(kit.collection.ADMIN_UX_SETTING)), None)
    said = str(row.restrict_non_admin_access).lower() if row else ""
    if row is None or said not in ("true", "false"):
        raise kit.NeedsPerson("The snapshot does not say whether access to the Microsoft Entra admin center is restricted (Users > User settings).")
    case.judged()
    if said == "false":
        case.note("A Conditional Access policy that blocks people who are no administrators would be the stronger control; it is not looked at here.")
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=case.tenant_thing(),
            says="leaves the Microsoft Entra admin center open to every user",
            evidence=(kit.Evidence(kit.collection.ADMIN_UX_SETTING.name, row.id or None, "restrictNonAdminAccess false"),),
        )
