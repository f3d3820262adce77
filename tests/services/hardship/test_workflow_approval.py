"""Approval, refusal, and who may not decide."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.accounts.models import PayeeAccount
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from backend.kernel.money import Money
from backend.ledger.models import Balance
from services.hardship import workflow
from services.hardship.models import Grant, OpenFile, Refusal
from services.hardship.queries import queue_items
from services.hardship.states import STAFF_LABELS, GrantState, State
from tests.services.hardship import build
from tests.services.hardship.proof import refused


@pytest.mark.requirement("R8.51")
def test_approval_reserves_the_money_for_the_account_of_today(story: build.Story) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    grant = Grant.objects.select_related("payee", "transfer").get(application=made)
    assert (grant.state, grant.fund, grant.amount_fen) == (GrantState.APPROVED, story.fund, 200_000)
    assert bytes(grant.payee_digest) == bytes(grant.payee.digest)
    assert grant.transfer.amount_fen == 200_000
    balance = Balance.objects.get(fund=story.fund)
    assert (balance.available_fen, balance.reserved_fen) == (9_800_000, 200_000)


@pytest.mark.parametrize(
    ("amount", "code"),
    [("3000", "over_noticed_band"), ("2999.99", ""), ("0", "bad_amount")],
)
def test_the_amount_stays_in_the_noticed_band(story: build.Story, amount: str, code: str) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    if not code:
        build.approve(made.number, story, amount=Money.from_yuan(amount))
        assert build.row(made.number).grant.amount_fen == 299_999
        return
    kind = Invalid if code == "bad_amount" else Conflict
    with refused(kind, code):
        build.approve(made.number, story, amount=Money.from_yuan(amount))


def test_without_a_verified_account_nothing_is_approved(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    PayeeAccount.objects.update(state="replaced")
    with refused(Conflict, "no_verified_account"):
        build.approve(made.number, story)


def test_a_fund_that_is_short_or_foreign_pays_nothing(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    with refused(NotFound, "fund_not_found"):
        build.approve(made.number, story, fund="NIX")
    Balance.objects.filter(fund=story.fund).update(available_fen=100, received_fen=100)
    with refused(Conflict, "fund_short"):
        build.approve(made.number, story)


def test_an_approval_on_an_older_version_is_stale(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    with refused(Stale, "stale_version"):
        build.approve(made.number, story, version=made.version - 1)


@pytest.mark.requirement("R8.44")
def test_nobody_takes_two_steps_of_the_chain(story: build.Story) -> None:
    """The chair also holds the district's post: the second step is still somebody else's."""
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    both = replace(
        story.who("wang_qiang"),
        posts=(*story.who("wang_qiang").posts, *story.who("zhao_min").posts),
    )
    with refused(Refused, "not_independent") as refusal:
        build.approve(made.number, story, actor=both)
    assert "前一道" in refusal.value.message


@pytest.mark.requirement("R8.44")
def test_a_reviewer_does_not_approve_her_own_case(story: build.Story) -> None:
    build.give_account(story.made, "zhao_min", "9911")
    own = replace(story, worker="zhao_min", reviewer="second_reviewer")
    made = build.draft(own)
    number = made.number
    workflow.submit(number, actor=own.who("zhao_min"), version=made.version)
    with refused(Refused, "not_independent"):
        workflow.refuse(
            number,
            actor=story.who("zhao_min"),
            version=build.row(number).version,
            reason="不符。",
            clause="第三条",
        )


@pytest.mark.requirement("R8.45")
@pytest.mark.parametrize(
    ("stands", "who"),
    [
        (State.SUBMITTED, "wang_qiang"),
        (State.VISITED, "wang_qiang"),
        (State.RECOMMENDED, "zhao_min"),
        (State.CHECKED, "zhao_min"),
        (State.NOTICE, "zhao_min"),
    ],
)
def test_a_refusal_has_a_written_reason_and_an_appeal_route(
    story: build.Story, stands: State, who: str
) -> None:
    made = build.at(stands, story)
    given = {"actor": story.who(who), "version": made.version}
    with refused(Invalid, "reason_missing"):
        workflow.refuse(made.number, reason="", clause="第三条", **given)
    with refused(Invalid, "reason_missing"):
        workflow.refuse(made.number, reason="收入高于标准。", clause=" ", **given)
    workflow.refuse(made.number, reason="收入高于标准。", clause="认定办法第三条", **given)
    refusal = Refusal.objects.get(application=made)
    assert (refusal.unseal("reason_sealed"), refusal.clause) == ("收入高于标准。", "认定办法第三条")
    assert refusal.appeal_to == "示范市河东区总工会"
    assert str(refusal.appeal_until) == "2026-12-21"
    assert not OpenFile.objects.exists()
    assert build.row(made.number).state is State.REFUSED


def test_a_changed_account_voids_the_approval_of_the_payee(story: build.Story) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    build.give_account(story.made, "li_mei", "8888")
    grant = Grant.objects.get(application=made)
    keeper = story.who("sun_li")
    with refused(Conflict, "payee_changed"):
        workflow.order_payments(actor=keeper, grants=[grant.number])
    assert [line.state for line in queue_items(story.who("zhao_min"))] == [
        STAFF_LABELS[State.DISTRICT_APPROVED],
        "收款账户变了，待重新核准",
    ]
    workflow.reapprove_payee(
        made.number, actor=story.who("zhao_min"), version=grant.version, opinion="已核对新账户。"
    )
    grant.refresh_from_db()
    assert str(grant.payee) == "示范银行河东支行 尾号 8888"
    with refused(Conflict, "payee_cooling"):
        workflow.order_payments(actor=keeper, grants=[grant.number])
    story.move_to(clock.today() + timedelta(days=2))
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    assert (batch.count, batch.total_fen) == (1, 200_000)


def test_officers_of_another_district_find_nothing_to_approve(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    story.move_to(build.date(2026, 12, 1))
    for stranger in ("west_reviewer", "bus_chair", "chen_ping"):
        with refused(NotFound, "not_found"):
            build.approve(made.number, story, actor=story.who(stranger))
