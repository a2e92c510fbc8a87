"""CAP-006: Privileged people use managed devices."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
_PART = signins.Part()


@kit.check(
    id="CAP-006",
    title="Privileged people use managed devices",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies > Grant): privileged people but break-glass, all resources, Require "
        "device to be marked as compliant (or Microsoft Entra hybrid joined), and no other control that would do instead. Leave the registration of devices "
        "out."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/devices/overview",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-grant",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice")),
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", "domainJoinedDevice", users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("both", "mfa", "compliantDevice", operator="AND")),
        # every device but the administrators' own is blocked
        kit.tenant(
            _PEOPLE, kit.access_policy("unmanaged", "block", devices={"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}}),
            kit.access_policy("managed", "compliantDevice"),
        ),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        kit.tenant(_PEOPLE, kit.access_policy("mfa or device", "mfa", "compliantDevice")),
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,))),
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", apps=("Office365",))),
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", platforms={"includePlatforms": ["windows"]})),
        # a managed app is no managed device
        kit.tenant(_PEOPLE, kit.access_policy("app", "compliantApplication")),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("managed", "compliantDevice", without_groups=("spared",)))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def managed_devices(case: kit.Case) -> Iterator[kit.Finding]:
    """The best sign-in is worth nothing on a device that somebody else controls: the session is taken from it afterwards. Administration belongs on devices
    that the organisation keeps, updates and can wipe. Judged are sign-ins to resources, before anything is activated; a device has to be registered before it
    can be managed, so the registration is left out.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    survey = case.survey(kit.Property.MANAGED_DEVICE, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
