"""What an assessment tells of Conditional Access."""

from pathlib import Path

import pytest

from assessor import checkkit as kit
from assessor.assess.access import access_facts
from assessor.cli.judging import read
from assessor.model.access_facts import AccessFacts, Unproven
from assessor.model.engagement import resolve


def told(*parts: kit.Part) -> AccessFacts:
    tenant, engagement = kit.tenant(*parts).build()
    return access_facts(kit.Study(tenant, engagement, resolve(engagement, tenant)))


ANA = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.role_policy(kit.GLOBAL_ADMINISTRATOR))


def test_a_cell_is_what_every_sign_in_meets() -> None:
    found = told(ANA, kit.access_policy("mfa", "mfa"), kit.access_policy("no phones", "block", platforms=kit.on_phones()))

    windows, *_, ios, android, unknown = found.matrices[0].rows[0].cells
    assert (windows.proofs, ios.proofs, android.proofs, unknown.proofs) == (("mfa",), ("block",), ("block",), ("mfa",))
    assert not found.gaps


def test_a_policy_on_the_role_does_not_reach_who_is_only_eligible() -> None:
    found = told(ANA, kit.access_policy("admins", "mfa", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,)))

    assert all(cell.proofs == () for cell in found.matrices[0].rows[0].cells)
    assert found.policies[0].reached == 0
    assert "without MFA" in found.gaps[0]


def test_what_cannot_be_known_is_not_nothing() -> None:
    found = told(ANA, kit.scope_privileged(), kit.access_policy("mfa", "mfa", without_groups=("gone",)))

    assert all(cell.unknown and not cell.proofs for cell in found.matrices[0].rows[0].cells)
    assert not found.gaps
    assert found.policies[0].maybe == 1


def test_the_walk_ends_in_words_for_the_phone() -> None:
    found = told(ANA, kit.access_policy("no phones", "block", platforms=kit.on_phones()))

    assert [one.step for one in found.walk] == ["The way", "What PIM asks for", "Activating it on a phone", "Using it on a phone"]
    assert [one.degree for one in found.walk] == ["", "partial", "pass", "pass"]


def test_without_the_policies_there_is_a_reason_and_nothing_else() -> None:
    found = told(ANA, kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))

    assert found.missing
    assert (found.matrices, found.policies, found.walk) == ((), (), ())


def test_people_who_get_in_without_phishing_resistant_mfa_are_counted_once() -> None:
    eligible = [kit.eligible(kit.GLOBAL_ADMINISTRATOR, to=name) for name in ("ana", "ben")]
    found = told(*eligible, kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.access_policy("mfa", "mfa"))

    assert found.phishable == Unproven(people=2, without=2, perhaps=0)


def test_whoever_is_blocked_or_proves_enough_everywhere_is_not_counted() -> None:
    found = told(ANA, kit.access_policy("block", "block"))

    assert found.phishable == Unproven(people=1, without=0, perhaps=0)


def test_a_doubt_about_a_proof_is_counted_apart() -> None:
    found = told(ANA, kit.scope_privileged(), kit.access_policy("block", "block", without_groups=("gone",)))

    assert found.phishable == Unproven(people=1, without=0, perhaps=1)


@pytest.mark.parametrize("name", ["school_before", "school_midway", "school_after"])
def test_the_count_agrees_with_the_table_of_sign_ins(samples: Path, name: str) -> None:
    tenant, engagement = read(samples / name, None)
    facts = access_facts(kit.Study(tenant, engagement, resolve(engagement, tenant)))
    weak = {
        person.id
        for matrix in facts.matrices
        for row in matrix.rows
        if not row.break_glass and not all({"block", "phishing_resistant"} & set(cell.proofs) for cell in row.cells)
        for person in row.people
    }
    assert facts.phishable is not None
    assert (facts.phishable.without, facts.phishable.perhaps) == (len(weak), 0)
