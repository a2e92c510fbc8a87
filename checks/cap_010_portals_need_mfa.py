"""CAP-010: Admin portals and management APIs need MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
_PORTAL, _AZURE = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c", "797f4846-ba00-4fd7-ba43-dac1f8f63013"
_PART = signins.Part(apps=frozenset({_PORTAL, _AZURE}))


@kit.check(
    id="CAP-010",
    title="Admin portals and management APIs need MFA",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    talk=("T15",),
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies): all users but break-glass, the resources Microsoft Admin Portals and "
        "Windows Azure Service Management API, require MFA. Microsoft Graph cannot be named: only a policy for all resources covers it."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/authentication/concept-mandatory-multifactor-authentication",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa")),
        kit.tenant(_PEOPLE, kit.access_policy("portals", "mfa", apps=("MicrosoftAdminPortals", _AZURE))),
        kit.tenant(_PEOPLE, kit.access_policy("portals", "mfa", apps=("MicrosoftAdminPortals",)), kit.access_policy("azure", "block", apps=(_AZURE,))),
    ],
    partial=[
        # administrators are asked, and everybody else is not
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", users=(), groups=("staff",)), kit.plain_member("ana", of="staff")),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        kit.tenant(_PEOPLE, kit.access_policy("portals", "mfa", apps=("MicrosoftAdminPortals",))),
        kit.tenant(_PEOPLE, kit.access_policy("azure", "mfa", apps=(_AZURE,))),
        kit.tenant(_PEOPLE, kit.access_policy("mail", "mfa", apps=("Office365",))),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_apps=(_AZURE,))),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,))),
        kit.tenant(_PEOPLE, kit.access_policy("portals", "mfa", apps=("MicrosoftAdminPortals", _AZURE), platforms=kit.on_phones())),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("mfa", "mfa", without_groups=("spared",)))),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def portals_need_mfa(case: kit.Case) -> Iterator[kit.Finding]:
    """The portals and Azure management are where a stolen password becomes control: roles are activated there, machines made, keys read. Microsoft asks for MFA
    there by itself by now, outside of Conditional Access and in its own time; a policy of one's own decides how strong it is and that it stays. Asked of
    privileged people, and of a member and a guest who are in no group, since rights in Azure need no directory role.
    """
    if signins.guarded_by_defaults(case):
        return
    administrators = signins.administrators(case)
    people = (*administrators, *signins.ORDINARY)
    case.judged(len(people))
    survey = case.survey(kit.Property.MFA, people)
    privileged = (1 << len(administrators)) - 1
    found = signins.gaps(case, survey, _PART.box(survey.space))
    yield from signins.findings(case, found, lambda gap: kit.Degree.FAIL if gap.box[0] & privileged else kit.Degree.PARTIAL)
