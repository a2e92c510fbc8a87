"""TEN-001: end users cannot open the Entra admin center."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit


def _switch(value: object) -> kit.Part:
    return kit.row(kit.collection.ADMIN_UX_SETTING, id="ux", restrictNonAdminAccess=value)


def _portal_block(**properties: Any) -> kit.Part:
    """Everybody but who holds a role is blocked on the portals, unless said otherwise."""
    said = {"apps": ("MicrosoftAdminPortals",), **properties}
    return kit.access_policy("portals", "block", **said)


@kit.check(
    id="TEN-001",
    title="End users cannot open the Entra admin center",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.LOW,
    talk=("T04",),
    needs={kit.collection.ADMIN_UX_SETTING},
    uses={
        kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.NAMED_LOCATIONS, kit.collection.AUTHENTICATION_CONTEXTS, kit.collection.GROUPS,
        kit.collection.GROUP_MEMBERS, kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.ROLE_ASSIGNMENTS,
    },
    asks="Is access to the Entra admin center restricted for users who are no administrators (Users > User settings)?",
    remedy=(
        "Turn on Entra admin center > Entra ID > Users > User settings > Restrict access to Entra admin center. It hides pages and protects nothing: for "
        "enforcement, block Windows Azure Service Management API for everybody but administrators in Conditional Access, and mind that people who are merely "
        "eligible count as no administrators there."
    ),
    references=("https://learn.microsoft.com/entra/fundamentals/users-default-permissions",),
    passes=[
        kit.tenant(_switch("true")),
        # beta writes the word in either form
        kit.tenant(_switch(True)),
        kit.tenant(_switch("True")),
        # the stronger control: nobody but administrators gets a token for the portals, or for Azure management
        kit.tenant(_switch("false"), _portal_block())
            .tells("The switch is off; Conditional Access blocks people without roles, which is the stronger control."),
        kit.tenant(_switch("false"), _portal_block(apps=("797f4846-ba00-4fd7-ba43-dac1f8f63013",), without_groups=("admins",)), kit.group("admins")),
    ],
    fails=[
        kit.tenant(_switch("false"))
            .finds(
                "Example", "leaves the Entra admin center open to every user, and no policy blocks it",
                shows=("restrictNonAdminAccess false", "no policy blocks people without roles on the portals",),
            ),
        kit.tenant(_switch(False)),
        # MFA is no block; neither is a draft, a block on phones, or one for some people
        kit.tenant(_switch("false"), kit.access_policy("mfa", "mfa", apps=("MicrosoftAdminPortals",))),
        kit.tenant(_switch("false"), _portal_block(state="enabledForReportingButNotEnforced")),
        kit.tenant(_switch("false"), _portal_block(platforms=kit.on_phones())),
        kit.tenant(_switch("false"), _portal_block(users=(), groups=("pupils",)), kit.group("pupils")),
        # on a computer everybody gets in; from where people are blocked on a phone was not read, and does not matter
        kit.tenant(_switch("false"), _portal_block(platforms=kit.on_phones(), locations={"includeLocations": ["not read"]}),
                   kit.without(kit.collection.NAMED_LOCATIONS)),
        # nothing is known of policies, and the switch is off
        kit.tenant(_switch("false"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES)).but(kit.answer("TEN-001", "fail")),
    ],
    other=[
        # Graph documents no permission for it: asked of a person, never failed silently
        ("manual", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"))),
        ("manual", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING))),
        ("manual", kit.tenant()
            .tells("The snapshot does not say whether access to the Entra admin center is restricted (Users > User settings).")),
        ("manual", kit.tenant(_switch(None))),
        ("manual", kit.tenant(kit.row(kit.collection.ADMIN_UX_SETTING, id="ux"))),
        ("manual", kit.tenant(_switch("unknownFutureValue"))),
        ("pass", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"), kit.answer("TEN-001", "pass"))),
        ("fail", kit.tenant(kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported"), kit.answer("TEN-001", "fail"))),
        # the switch is off, and whether a policy stands in for it was not read: a person can tell
        ("manual", kit.tenant(_switch("false"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))
            .tells(
                "Access to the Entra admin center is not restricted (Users > User settings), and the policies of Conditional Access, which may "
                "block it as well, are not in the snapshot.",
            )),
        # people are blocked from some place, and which place that is was not read
        ("manual", kit.tenant(_switch("false"), _portal_block(locations={"includeLocations": ["All"], "excludeLocations": ["not read"]}),
                              kit.without(kit.collection.NAMED_LOCATIONS))),
        # what was read decides, whatever anybody answers
        ("fail", kit.tenant(_switch("false"), kit.answer("TEN-001", "pass"))),
    ],
)  # fmt: skip
def admin_center_is_restricted(case: kit.Case) -> Iterator[kit.Finding]:
    """Any account, also a stolen one, can leaf through users, groups and roles in the admin center unless this switch is on. Microsoft says plainly that
    it is friction and no security boundary, since the same data can be read in other ways; it keeps the curious out and costs nothing. A policy of
    Conditional Access that blocks people without roles refuses the token itself, and counts as the stronger control.
    """
    row = next(iter(case.read(kit.collection.ADMIN_UX_SETTING)), None)
    said = str(row.restrict_non_admin_access).lower() if row else ""
    if row is None or said not in ("true", "false"):
        raise kit.NeedsPerson("The snapshot does not say whether access to the Entra admin center is restricted (Users > User settings).")
    case.judged()
    if said == "false" and not _blocked_otherwise(case):
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=case.tenant_thing(),
            says="leaves the Entra admin center open to every user, and no policy blocks it",
            evidence=(
                kit.Evidence(kit.collection.ADMIN_UX_SETTING.name, row.id or None, "restrictNonAdminAccess false"),
                kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, None, "no policy blocks people without roles on the portals"),
            ),
        )


def _blocked_otherwise(case: kit.Case) -> bool:
    """Whether somebody in no group and with no role is blocked on the portals or on Azure management, from wherever he comes."""
    if case.missing(kit.collection.CONDITIONAL_ACCESS_POLICIES):
        raise kit.NeedsPerson(f"{_OFF} the policies of Conditional Access, which may block it as well, are not in the snapshot.")
    found = [case.open_to([_NOBODY], kit.Property.BLOCK, (kit.Context(kind="app", app=app),)) for app in _APPS]
    if any(not one.certain and not one.possible for one in found):
        case.note("The switch is off; Conditional Access blocks people without roles, which is the stronger control.")
        return True
    wants = [want.says for one in found if not one.certain for gap in one.possible for want in gap.missing]
    if wants:
        raise kit.NeedsPerson(f"{_OFF} whether a policy blocks it instead is not known: {wants[0]}.")
    return False


_OFF = "Access to the Entra admin center is not restricted (Users > User settings), and"
_NOBODY = "00000000-0000-4000-8000-00000000beef"
_APPS = ("c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "797f4846-ba00-4fd7-ba43-dac1f8f63013")
