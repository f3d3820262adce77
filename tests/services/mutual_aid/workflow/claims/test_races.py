"""Two at once: one wins, the other hears it, and the money moves once."""

import pytest

from backend.ledger.models import Balance
from services.mutual_aid.models import Benefit, ClaimStep
from services.mutual_aid.workflow.claims import review
from services.mutual_aid.workflow.claims.approval import approve
from tests.services.hardship.test_races import race
from tests.services.mutual_aid import build_claims_review as build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("R8.24")
def test_of_two_reviewers_at_once_one_decides_and_two_claims_keep_the_cap(
    transactional_db: None, desk: build.Story
) -> None:
    big = build.Stay(entry="20000")
    claims = [build.passed(desk, build.filed(desk, big)) for _ in range(2)]
    both = [desk.who("zhao_min"), desk.who("second_reviewer")]
    first = claims[0]
    acts = [lambda who=who: approve(first.number, actor=who, version=first.version) for who in both]
    assert race(*acts) == ["done", "stale_version"]
    assert ClaimStep.objects.filter(claim=first, act="approve").count() == 1
    assert Balance.objects.get(fund__mutual_aid_plan=first.cover.plan_id).reserved_fen == 1_400_000
    third = build.passed(desk, build.filed(desk, big))
    acts = [
        lambda claim=claim, who=who: approve(claim.number, actor=who, version=claim.version)
        for claim, who in zip([claims[1], third], both, strict=True)
    ]
    assert race(*acts) == ["done", "done"]
    # 20,000 a period: 14,000 went to the first claim, 6,000 to one of these, nothing to the other.
    assert sorted(Benefit.objects.values_list("amount_fen", flat=True)) == [600_000, 1_400_000]


def test_of_two_chairs_at_once_one_passes_the_claim_on(
    transactional_db: None, desk: build.Story
) -> None:
    claim = build.passed(desk, build.filed(desk), [])
    chair = desk.who("wang_qiang")
    acts = [
        lambda: review.review(claim.number, actor=chair, version=claim.version) for _ in range(2)
    ]
    assert race(*acts) == ["done", "stale_version"]
    assert build.row(claim.number).desk == "district"
