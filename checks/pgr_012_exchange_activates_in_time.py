"""PGR-012: Exchange, SharePoint and Purview roles activate in time."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _groups as g

_EXCHANGE, _SHAREPOINT = "29232cdf-9323-42fd-ade2-1d097af3e4de", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c"
_SLOW = frozenset({_EXCHANGE, _SHAREPOINT, "17315797-102d-40b4-93e0-432062caca18", "e6d1a23a-da11-4be4-9570-befc86d067a7"})
"""Exchange, SharePoint, Compliance and Compliance Data Administrator: their services learn of group memberships late."""


@kit.check(
    id="PGR-012",
    title="Exchange, SharePoint and Purview roles activate in time",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.INFO,
    talk=("T13",),
    needs=g.READS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    judges_without_pim=True,
    remedy=(
        "For these roles let people be standing members of the group and the group eligible for the role, or make people eligible for the role directly: an "
        "activation of the role reaches the services within minutes, one of a group membership may take up to a day."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",),
    passes=[
        kit.tenant(kit.eligible(_EXCHANGE, to="mail"), kit.standing_member("ana", of="mail")),
        # told as information, never judged
        kit.tenant(kit.standing(_EXCHANGE, to="mail"), kit.eligible_member("ana", of="mail"))
            .finds(
                "mail", "gives Exchange Administrator by an activated membership, which its services may learn of only hours later",
                degree=kit.Degree.PARTIAL,
                distinct="29232cdf-9323-42fd-ade2-1d097af3e4de:/",
            ),
        # of an activation that runs and the eligibility behind it the eligibility is shown
        kit.tenant(kit.standing(_SHAREPOINT, to="sites"), kit.activated_member("ana", of="sites"))
            .finds(
                "sites", "gives SharePoint Administrator by an activated membership, which its services may learn of only hours later",
                shows=("assignmentType Assigned, endDateTime null", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z"),
            ),
        # whoever stands in the group has the role already
        kit.tenant(kit.standing(_EXCHANGE, to="mail"), kit.standing_member("ana", of="mail")).finds_nothing(),
        # Purview's two roles are as slow
        kit.tenant(kit.standing("17315797-102d-40b4-93e0-432062caca18", to="purview"), kit.standing("e6d1a23a-da11-4be4-9570-befc86d067a7", to="purview"),
                   kit.eligible_member("ana", of="purview"))
            .finds(
                "purview", "gives Compliance Administrator by an activated membership, which its services may learn of only hours later",
                degree=kit.Degree.PARTIAL,
            )
            .finds(
                "purview", "gives Compliance Data Administrator by an activated membership, which its services may learn of only hours later",
                degree=kit.Degree.PARTIAL,
            ),
    ],
    other=[
        ("not_assessed", kit.tenant(kit.standing(_EXCHANGE, to="mail"), kit.eligible_member("ana", of="mail"),
                                    kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "mail"))),
        ("not_applicable", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.eligible_member("ana", of="admins"))),
        ("not_applicable", kit.tenant(kit.eligible(_EXCHANGE, to="ana"))),
    ],
)  # fmt: skip
def exchange_activates_in_time(case: kit.Case) -> Iterator[kit.Finding]:
    """Exchange, SharePoint and Purview copy group memberships at their own pace. Whoever activates a membership waits, activates again, and in the end asks
    for a standing assignment: a role that is slow to activate becomes one that is never put down.
    """
    for group, holdings in g.role_holders(case):
        slow = [one for one in g.strongest(holdings) if one.role_id in _SLOW]
        case.judged(len(slow))
        inside = [one for one in g.people(case, group.id) if one.activations]
        for one in g.active(slow) if inside else ():
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=group,
                says=f"gives {case.role(one.role_id).name} by an activated membership, which its services may learn of only hours later",
                evidence=(one.evidence, *inside[0].rows),
                distinct=f"{one.role_id}:{one.scope}",
            )
