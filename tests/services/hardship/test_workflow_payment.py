"""Ordering payments and taking in the bank's reply."""

from dataclasses import replace

import pytest

from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.ledger import book
from backend.ledger.formats.lines import Outcome
from services.hardship import workflow
from services.hardship.models import Grant
from services.hardship.queries import lists
from services.hardship.states import GrantState, State
from tests.services.hardship import build
from tests.services.hardship.proof import refused
from tests.services.hardship.test_workflow_story import reply_to


def approved(story: build.Story) -> Grant:
    return Grant.objects.get(application=build.at(State.DISTRICT_APPROVED, story))


def test_a_payment_counts_only_when_the_reply_confirms_its_line(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    workflow.import_bank_reply(
        batch.number, actor=story.who("payment_confirmer"), content=reply_to(batch, Outcome.WORKING)
    )
    grant.refresh_from_db()
    assert (grant.state, grant.paid_on) == (GrantState.ORDERED, None)
    workflow.import_bank_reply(
        batch.number, actor=story.who("payment_confirmer"), content=reply_to(batch, Outcome.PAID)
    )
    grant.refresh_from_db()
    assert (grant.state, str(grant.paid_on)) == (GrantState.PAID, "2026-12-01")


def test_an_altered_reply_is_refused_whole(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    content = reply_to(batch, Outcome.PAID).replace(b"2000.00", b"2000.01")
    with refused(Invalid, "reply_line_altered"):
        workflow.import_bank_reply(
            batch.number, actor=story.who("payment_confirmer"), content=content
        )


def test_a_grant_is_ordered_once(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    workflow.order_payments(actor=keeper, grants=[grant.number])
    with refused(Conflict, "already_ordered"):
        workflow.order_payments(actor=keeper, grants=[grant.number])


def test_the_work_list_shows_what_waits_and_what_came_back(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    assert [one.state for one in lists.grants_to_pay(keeper)] == ["approved"]
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    assert lists.grants_to_pay(keeper) == []
    workflow.build_bank_file(batch.number, actor=keeper)
    workflow.import_bank_reply(
        batch.number,
        actor=story.who("payment_confirmer"),
        content=reply_to(batch, Outcome.RETURNED, "账号已销户"),
    )
    line = lists.grants_to_pay(keeper)[0]
    assert (line.state, line.return_reason, line.applicant) == ("returned", "账号已销户", "李*")


def test_a_payment_whose_account_changed_is_taken_out_and_the_others_go_to_the_bank(
    story: build.Story,
) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    order = batch.orders.get()
    with refused(Invalid, "reason_missing"):
        workflow.take_out(batch.number, actor=keeper, order=order.number, reason=" ")
    for part in ("chen_ping", "west_reviewer", "li_mei"):
        with refused(NotFound, "not_found"):
            workflow.take_out(batch.number, actor=story.who(part), order=order.number, reason="x")
    PayeeAccount.objects.filter(pk=order.payee_id).update(state=PayeeState.REPLACED)
    with refused(Conflict, "payee_changed"):
        workflow.build_bank_file(batch.number, actor=keeper)
    workflow.take_out(batch.number, actor=keeper, order=order.number, reason="收款账户变了。")
    grant.refresh_from_db()
    assert (grant.state, grant.payment_order) == (GrantState.APPROVED, None)
    batch.refresh_from_db()
    assert batch.total_fen == 0
    assert book.verify().findings == []


def test_what_has_gone_to_the_bank_is_not_taken_out(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(batch.number, actor=keeper)
    with refused(Conflict, "wrong_state"):
        workflow.take_out(
            batch.number, actor=keeper, order=batch.orders.get().number, reason="太迟了。"
        )


def test_what_was_taken_out_is_ordered_again(story: build.Story) -> None:
    grant, keeper = approved(story), story.who("sun_li")
    batch = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.take_out(
        batch.number, actor=keeper, order=batch.orders.get().number, reason="先放一放。"
    )
    again = workflow.order_payments(actor=keeper, grants=[grant.number])
    workflow.build_bank_file(again.number, actor=keeper)
    workflow.import_bank_reply(
        again.number, actor=story.who("payment_confirmer"), content=reply_to(again, Outcome.PAID)
    )
    grant.refresh_from_db()
    assert grant.state is GrantState.PAID
    assert book.verify().findings == []


def test_nothing_chosen_and_foreign_grants_are_refused(story: build.Story) -> None:
    grant = approved(story)
    with refused(Invalid, "nothing_chosen"):
        workflow.order_payments(actor=story.who("sun_li"), grants=[])
    for part in ("chen_ping", "west_reviewer", "wang_qiang"):
        with refused(NotFound, "not_found"):
            workflow.order_payments(actor=story.who(part), grants=[grant.number])


@pytest.mark.requirement("R8.44")
def test_who_approved_does_not_pay(story: build.Story) -> None:
    grant = approved(story)
    both = replace(
        story.who("zhao_min"), posts=(*story.who("zhao_min").posts, *story.who("sun_li").posts)
    )
    with refused(Refused, "not_independent"):
        workflow.order_payments(actor=both, grants=[grant.number])


def test_a_receipt_comes_after_the_money(story: build.Story) -> None:
    grant = approved(story)
    with refused(Conflict, "wrong_state"):
        workflow.acknowledge_receipt(grant.application.number, actor=story.who("li_mei"))
    with refused(NotFound, "not_found"):
        workflow.acknowledge_receipt(grant.application.number, actor=story.who("chen_ping"))
