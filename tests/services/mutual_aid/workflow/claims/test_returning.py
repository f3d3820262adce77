"""Returned once with the full list; again only with a reason (R8.23)."""

import pytest

from backend.kernel.errors import Invalid, NotFound, Refused
from notifications.models import Event
from services.mutual_aid.models import ReturnList
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims import review
from services.mutual_aid.workflow.claims.returning import return_incomplete
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

PAPERS = ["settlement_sheet", "id_copy"]


@pytest.mark.requirement("R8.23")
def test_a_claim_comes_back_once_with_everything_that_is_missing(desk: build.Story) -> None:
    claim = build.filed(desk)
    claim = return_incomplete(
        claim.number,
        actor=desk.who("wang_qiang"),
        version=claim.version,
        documents=PAPERS,
        others=[" 第二次住院的 发票 ", ""],
    )
    assert (claim.state, claim.desk, claim.due_on) == (ClaimState.RETURNED, "", None)
    listed = ReturnList.objects.select_related("key").get(claim=claim)
    assert listed.unseal("missing_sealed") == "医保结算单\n身份证照片\n第二次住院的 发票"
    assert (listed.serial, str(listed.answer_by)) == (1, "2026-12-14")
    told = Event.objects.get(topic="mutual_aid.claim_returned")
    assert told.params == {"number": claim.number, "date": "2026年12月14日（周一）"}


@pytest.mark.requirement("R8.23")
def test_a_further_return_needs_a_reason(desk: build.Story) -> None:
    chair = desk.who("wang_qiang")
    claim = build.filed(desk)
    return_incomplete(claim.number, actor=chair, version=claim.version, documents=PAPERS)
    claim = build.submit(desk, claim)
    assert claim.desk == "unit"
    with refused(Invalid, "reason_missing"):
        return_incomplete(
            claim.number, actor=chair, version=claim.version, documents=["bank_card_copy"]
        )
    return_incomplete(
        claim.number,
        actor=chair,
        version=claim.version,
        documents=["bank_card_copy"],
        reason="原卡照片补交后才看出已过期。",
    )
    second = ReturnList.objects.select_related("key").get(claim=claim, serial=2)
    assert second.unseal("reason_sealed") == "原卡照片补交后才看出已过期。"


def test_after_a_return_the_same_people_look_again_and_the_time_starts_anew(
    desk: build.Story,
) -> None:
    claim = build.passed(desk, build.filed(desk))
    claim = return_incomplete(
        claim.number, actor=desk.who("zhao_min"), version=claim.version, documents=PAPERS
    )
    claim = build.submit(desk, claim)
    assert (claim.state, claim.desk) == (ClaimState.SUBMITTED, "unit")
    claim = review.review(claim.number, actor=desk.who("wang_qiang"), version=claim.version)
    assert claim.desk == "district"


def test_a_list_that_says_nothing_usable_is_refused(desk: build.Story) -> None:
    claim = build.filed(desk)
    cases: list[tuple[dict[str, list[str]], str]] = [
        ({}, "nothing_missing"),
        ({"others": ["  "]}, "nothing_missing"),
        ({"documents": ["passport"]}, "unknown_document"),
        ({"others": ["字" * 61]}, "bad_missing"),
        ({"others": [f"第{place}项" for place in range(11)]}, "bad_missing"),
    ]
    for how, code in cases:
        with refused(Invalid, code):
            return_incomplete(
                claim.number, actor=desk.who("wang_qiang"), version=claim.version, **how
            )


def test_only_the_desk_it_lies_on_returns_it(desk: build.Story) -> None:
    claim = build.filed(desk)
    given = {"version": claim.version, "documents": PAPERS}
    with refused(Refused, "not_permitted"):
        return_incomplete(claim.number, actor=desk.who("zhao_min"), **given)
    with refused(NotFound, "not_found"):
        return_incomplete(claim.number, actor=desk.who("bus_chair"), **given)
