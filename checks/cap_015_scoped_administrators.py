"""CAP-015: Scoped and custom-role administrators are covered too."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_HELPDESK = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
_SCOPED = kit.together(kit.unit("class"), kit.standing(_HELPDESK, to="ana", scope=kit.unit_scope("class")), kit.two_break_glass_accounts())
_CUSTOM = kit.together(kit.custom_role("Own"), kit.standing(kit.ident("Own"), to="ana"), kit.two_break_glass_accounts())
_ROLES = kit.access_policy("roles", "mfa", users=(), roles=(_HELPDESK, kit.GLOBAL_ADMINISTRATOR))
_PART = signins.Part()


@kit.check(
    id="CAP-015",
    title="Scoped and custom-role administrators are covered too",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES | {kit.collection.ADMINISTRATIVE_UNITS},
    judges_without_pim=True,
    remedy=(
        "Name these people in the policy besides the roles (Entra admin center > Entra ID > Conditional Access > Policies > Users): by the group that holds "
        "the role, or by all users. The list of roles there means built-in roles over the whole tenant, and nothing else."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/manage-roles-portal",
    ),
    passes=[
        kit.tenant(_SCOPED, kit.access_policy("mfa", "mfa")),
        kit.tenant(_SCOPED, _ROLES, kit.access_policy("hers", "mfa", users=("ana",))),
        kit.tenant(_CUSTOM, _ROLES, kit.access_policy("mfa", "mfa")),
        # the same person holds the role over the whole tenant as well
        kit.tenant(_SCOPED, kit.standing(_HELPDESK, to="ana"), _ROLES),
        # that no policy covers anybody is told by CAP-007
        kit.tenant(_SCOPED, kit.access_policy("mail", "mfa", apps=("Office365",))),
    ],
    fails=[
        kit.tenant(_SCOPED, _ROLES)
            .finds(
                "ana", "administers by Helpdesk Administrator over the unit class, which the policy roles does not see, and signs in without MFA",
                shows=("assignmentType Assigned, endDateTime null", "names roles, which count only built in and over the whole tenant",),
            ),
        kit.tenant(_CUSTOM, _ROLES)
            .finds(
                "ana", "administers by Own, a custom role, which the policy roles does not see, and signs in without MFA",
                shows=("assignmentType Assigned, endDateTime null", "names roles, which count only built in and over the whole tenant",),
            ),
        kit.tenant(
            kit.unit("class"), kit.eligible_member("ana", of="helpers"), kit.standing(_HELPDESK, to="helpers", scope=kit.unit_scope("class")), _ROLES,
        ),
        kit.tenant(_SCOPED, _ROLES, kit.access_policy("hers", "mfa", users=("ana",), state="disabled")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_HELPDESK, to="ana"), _ROLES)),
        ("not_assessed", kit.tenant(_SCOPED, _ROLES, kit.group("staff"), kit.gap(kit.collection.GROUP_MEMBERS, "staff"), kit.access_policy(
            "staff", "mfa", users=(), groups=("staff",),
        ))),
    ],
)  # fmt: skip
def scoped_administrators(case: kit.Case) -> Iterator[kit.Finding]:
    """A policy on directory roles does not see who holds such a role over an administrative unit only, nor who holds a role of one's own making: the portal
    offers no warning, and the person signs in with a password while everybody believes that administrators are covered.
    """
    if signins.guarded_by_defaults(case):
        return
    directory = case.resting.world.directory
    held = {key: one for one in directory.holdings if _unseen(case, one) for key in signins.behind(directory, one)}
    privileged_ids = {who.id.lower() for who in case.privileged()} - signins.only_synchronise(case)
    people = tuple(kit.Who(id=key) for key in sorted(held) if _is_person(case, key, privileged_ids))
    case.judged(len(people))
    if not people:
        return
    survey = case.survey(kit.Property.MFA, people)
    yield from signins.first(case, _uncovered(case, survey, people, held))


def _uncovered(case: kit.Case, survey: kit.Survey, people: tuple[kit.Who, ...], held: dict[str, kit.Holding]) -> Iterator[kit.Finding]:
    found = signins.gaps(case, survey, _PART.box(survey.space))
    for at, who in enumerate(people):
        gap = next((gap for gap in found.certain if gap.box[0] >> at & 1), None)
        policy = _role_targeted(case, survey, gap, held[who.id.lower()]) if gap else None
        if policy:
            yield _finding(case, who, held[who.id.lower()], policy)


def _unseen(case: kit.Case, one: kit.Holding) -> bool:
    role = case.role(one.role_id)
    return (one.scope != "/" or role.built_in is False) and (role.privileged is not False or role.built_in is False)


def _is_person(case: kit.Case, key: str, privileged: set[str]) -> bool:
    known = case.thing(key).kind is kit.Kind.USER or key in privileged
    return known and not case.is_break_glass(key) and not case.is_deleted(key)


def _role_targeted(case: kit.Case, survey: kit.Survey, gap: kit.SignInGap, one: kit.Holding) -> kit.AccessPolicy | None:
    """An enabled policy that would cover some of the gap if it saw the role: one that names it, or any role where the role is a custom one."""
    custom = case.role(one.role_id).built_in is False
    for read in survey.reads:
        users = read.policy.when.users if read.policy else None
        roles = {case.resting.world.directory.role_key(role) for role in (users.include_roles if users else None) or ()}
        seen = one.role_id in roles or "all" in roles or (custom and roles)
        if read.doubt.value and seen and all(side & yes for side, yes in zip(gap.box[1:], read.yes[1:], strict=True)):
            return read.policy
    return None


def _finding(case: kit.Case, who: kit.Who, one: kit.Holding, policy: kit.AccessPolicy) -> kit.Finding:
    unit = case.unit(one.unit_id) if one.unit_id else None
    over = f" over the unit {kit.known(unit.display_name, unit.id)}" if unit else f" over {one.scope}" if one.scope != "/" else ", a custom role"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(who.id),
        says=f"administers by {case.role(one.role_id).name}{over}, which the policy {policy.label} does not see, and signs in without MFA",
        evidence=(one.evidence, kit.Evidence("conditionalAccessPolicies", policy.id, "names roles, which count only built in and over the whole tenant")),
    )
