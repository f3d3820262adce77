"""A rejection says clause, fact, remedy, and where and until when to appeal."""

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from services.mutual_aid.models import Benefit, Rejection
from services.mutual_aid.states import ClaimState
from services.mutual_aid.workflow.claims.rejection import reject
from services.mutual_aid.workflow.claims.suspension import resume, suspend
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.proof_review import refused

SAID = {"clause": "claim", "fact": "出院已超过 180 天。", "remedy": "有不可抗力证明的，可以申诉。"}


@pytest.mark.parametrize(
    ("levels", "who", "appeal_to"),
    [([], "wang_qiang", "槐树街道总工会"), (["unit"], "zhao_min", "示范市总工会")],
)
def test_a_rejection_is_whole_and_names_the_next_union_up(
    desk: build.Story, levels: list[str], who: str, appeal_to: str
) -> None:
    claim = build.passed(desk, build.filed(desk), levels)
    claim = reject(claim.number, actor=desk.who(who), version=claim.version, **SAID)
    found = Rejection.objects.select_related("key").get(claim=claim)
    assert (claim.state, claim.desk) == (ClaimState.REJECTED, "")
    assert found.clause == (
        "《示范市职工住院互助》申领规定：申领期限：出院后 180 天内；"
        "审核：单位工会核实、区级审核；办理时限：材料齐全后 10 个工作日"
    )
    assert found.unseal("fact_sealed") == SAID["fact"]
    assert found.unseal("remedy_sealed") == SAID["remedy"]
    assert (found.appeal_to, str(found.appeal_until)) == (appeal_to, "2026-12-21")
    told = Event.objects.get(topic="mutual_aid.claim_rejected")
    assert (told.person, told.params) == (claim.person, {"number": claim.number})
    assert not Benefit.objects.exists()


def test_nothing_is_rejected_without_clause_fact_and_remedy(desk: build.Story) -> None:
    claim = build.filed(desk)
    given = {"actor": desk.who("wang_qiang"), "version": claim.version}
    for change, code in (
        ({"clause": "nothing"}, "unknown_clause"),
        ({"fact": " "}, "reason_missing"),
        ({"remedy": ""}, "reason_missing"),
    ):
        with refused(Invalid, code):
            reject(claim.number, **{**SAID, **change}, **given)
    with refused(NotFound, "not_found"):
        reject(claim.number, **{**given, **SAID, "actor": desk.who("bus_chair")})


def test_an_investigation_stops_the_clock_and_the_review_begins_anew(desk: build.Story) -> None:
    reviewer = desk.who("zhao_min")
    claim = build.passed(desk, build.filed(desk))
    with refused(Refused, "not_permitted"):
        suspend(claim.number, actor=desk.who("wang_qiang"), version=claim.version, reason="x")
    with refused(Invalid, "reason_missing"):
        suspend(claim.number, actor=reviewer, version=claim.version, reason=" ")
    claim = suspend(claim.number, actor=reviewer, version=claim.version, reason="发票存疑。")
    assert (claim.state, claim.desk, claim.due_on) == (ClaimState.SUSPENDED, "", None)
    with refused(Invalid, "reason_missing"):
        resume(claim.number, actor=reviewer, version=claim.version, finding="")
    claim = resume(claim.number, actor=reviewer, version=claim.version, finding="发票属实。")
    assert (claim.state, claim.desk) == (ClaimState.SUBMITTED, "unit")
    assert str(claim.due_on) == "2026-12-07"
    assert build.passed(desk, claim).desk == "district"
    topics = list(Event.objects.order_by("pk").values_list("topic", flat=True))
    assert topics[-3:-1] == ["mutual_aid.claim_suspended", "mutual_aid.claim_reviewed"]


def test_an_investigated_claim_is_rejected_by_who_may_suspend(desk: build.Story) -> None:
    claim = build.passed(desk, build.filed(desk))
    reviewer = desk.who("zhao_min")
    claim = suspend(claim.number, actor=reviewer, version=claim.version, reason="发票存疑。")
    with refused(Refused, "not_permitted"):
        reject(claim.number, actor=desk.who("wang_qiang"), version=claim.version, **SAID)
    claim = reject(claim.number, actor=desk.who("second_reviewer"), version=claim.version, **SAID)
    assert claim.state is ClaimState.REJECTED
    with refused(Conflict, "wrong_state"):
        reject(claim.number, actor=reviewer, version=claim.version, **SAID)
