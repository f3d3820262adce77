"""A drawn claim needs one opinion more, by a person who takes no other step."""

from backend.kernel.errors import Conflict, Invalid, Refused
from backend.unions.models import Standard
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims.approval import approve
from services.mutual_aid.workflow.claims.sampling import second_look
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused


def draw(share: str) -> None:
    Standard.objects.filter(code="mutual_aid.sample_share").update(value=share)


def test_a_drawn_claim_waits_for_the_opinion_of_another_person(desk: build.Story) -> None:
    draw("1")
    claim = build.passed(desk, build.filed(desk))
    assert claim.is_sampled
    reviewer, second = desk.who("zhao_min"), desk.who("second_reviewer")
    with refused(Conflict, "second_look_missing"):
        approve(claim.number, actor=reviewer, version=claim.version)
    with refused(Refused, "not_permitted"):
        second_look(claim.number, actor=desk.who("wang_qiang"), version=claim.version, opinion="x")
    with refused(Invalid, "reason_missing"):
        second_look(claim.number, actor=second, version=claim.version, opinion=" ")
    claim = second_look(claim.number, actor=second, version=claim.version, opinion="单据相符。")
    with refused(Conflict, "looked_already"):
        second_look(claim.number, actor=reviewer, version=claim.version, opinion="x")
    with refused(Refused, "not_independent"):
        approve(claim.number, actor=second, version=claim.version)
    claim = approve(claim.number, actor=reviewer, version=claim.version)
    assert claim.state is ClaimState.APPROVED


def test_a_claim_that_was_not_drawn_takes_no_extra_opinion(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    with refused(Conflict, "not_drawn"):
        second_look(claim.number, actor=desk.who("zhao_min"), version=claim.version, opinion="x")


def test_where_the_unit_alone_decides_the_draw_comes_with_the_submission(
    desk: build.Story,
) -> None:
    draw("1")
    version = build.adopt(
        desk,
        {"kind": "ratio", "item": "inpatient", "base": "loss", "rate": "0.5"},
        claim={"levels": ["unit"]},
    )
    claim = build.filed(desk, under=build.cover(desk, plan=version.number))
    with refused(Conflict, "second_look_missing"):
        approve(claim.number, actor=desk.who("wang_qiang"), version=claim.version)
    claim = second_look(
        claim.number, actor=desk.who("zhao_min"), version=claim.version, opinion="单据相符。"
    )
    claim = approve(claim.number, actor=desk.who("wang_qiang"), version=claim.version)
    assert claim.benefit.amount_fen == 500_000
