"""What an engagement file of a tenant may say: who looks like what, and what only a person can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.assess.acceptance import Exceptions
from assessor.assess.candidates import Candidates
from assessor.assess.engine import judge
from assessor.checkkit.study import Study
from assessor.model import collections as c
from assessor.model.drafts import EngagementDraft, Question
from assessor.model.engagement import Engagement, resolve
from assessor.model.table import Missing
from assessor.model.words import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.assess.catalogue import Catalogue
    from assessor.model.tenant import Tenant


_RESTS_ON: tuple[c.Collection[Any], ...] = (
    c.USERS,
    c.GROUPS,
    c.GROUP_MEMBERS,
    c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
    c.CONDITIONAL_ACCESS_POLICIES,
    c.ADMINISTRATIVE_UNITS,
    c.ADMINISTRATIVE_UNIT_MEMBERS,
)
"""What tells who looks like what."""


def draft(tenant: Tenant, catalogue: Catalogue) -> EngagementDraft:
    """Worked out without any engagement, as if nobody had said anything yet."""
    nothing = Engagement()
    study = Study(tenant, nothing, resolve(nothing, tenant))
    suggested = Candidates(study)
    accounts = suggested.accounts()
    groups = suggested.account_groups(accounts)
    return EngagementDraft(
        tenant=tenant.organization,
        taken_on=tenant.taken_at.date(),
        break_glass=accounts,
        break_glass_groups=groups,
        sensitive_users=suggested.sensitive_users(accounts),
        sensitive_groups=suggested.sensitive_groups(groups),
        unknown=tuple(table.says for one in _RESTS_ON if isinstance(table := tenant.table(one), Missing)),
        questions=tuple(_questions(study, catalogue)),
        thresholds=tuple((check.info.id, one) for check in catalogue.checks for one in check.info.thresholds),
    )


def _questions(study: Study, catalogue: Catalogue) -> Iterator[Question]:
    exceptions = Exceptions(study.engagement, study.tenant)
    for check in catalogue.checks:
        result = judge(check, study, exceptions)
        if result.verdict is Verdict.MANUAL:
            yield Question(check=check.info.id, title=check.info.title, asks=result.reason or "")
        elif result.verdict is Verdict.NOT_ASSESSED and check.asks:
            yield Question(check=check.info.id, title=check.info.title, asks=f"{check.asks} ({result.reason})")
