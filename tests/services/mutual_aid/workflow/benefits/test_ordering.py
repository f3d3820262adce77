"""What is due goes into a batch of the plan's fund, and what may not be paid does not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from backend.ledger import book
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import OrderState
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import BenefitState
from services.mutual_aid.workflow.benefits import accounts, bank, giving_up, ordering
from tests.services.mutual_aid.build_benefits import (
    Desk,
    account_of,
    due,
    due_of_settlement,
    fresh,
)

pytestmark = pytest.mark.django_db


def refused(
    code: str, kind: type[DomainError], act: object, *args: object, **words: object
) -> None:
    """Expect a refusal of this code, and no order anywhere."""
    before = PaymentOrder.objects.count()
    with pytest.raises(kind) as caught:
        act(*args, **words)  # type: ignore[operator]
    assert caught.value.code == code
    assert PaymentOrder.objects.count() == before


@pytest.mark.requirement("R8.28")
def test_chosen_benefits_go_to_the_accounts_bound_at_the_decision(desk: Desk) -> None:
    first, second = due(desk, 120_430), due(desk, 50_000, "chen_ping")
    shared = due_of_settlement(desk, [("li_mei", 700), ("chen_ping", 900)])
    numbers = [one.number for one in (first, second, *shared)]
    batch = ordering.order(actor=desk.keeper, benefits=numbers)
    assert (batch.count, batch.total_fen, batch.fund) == (4, 172_030, desk.plan.fund)
    orders = PaymentOrder.objects.filter(batch=batch).order_by("number")
    assert {one.payee_id for one in orders} == {first.payee_id, second.payee_id}
    assert {fresh(one).state for one in (first, second, *shared)} == {BenefitState.ORDERED}
    assert fresh(shared[0]).payment_order is not None
    assert desk.balances()[1] == 172_030
    assert Entry.objects.filter(act="mutual_aid.benefit.order").count() == 4
    assert book.verify().findings == []


def test_everything_of_a_plan_is_ordered_at_once_and_the_rest_stays_on_the_list(desk: Desk) -> None:
    due(desk, 1_000)
    lines = due_of_settlement(desk, [("chen_ping", 200), ("wang_qiang", 300), ("li_mei", 400)])
    batch = ordering.order_all(desk.plan.code, actor=desk.keeper)
    assert (batch.count, batch.total_fen) == (3, 1_600)
    assert fresh(lines[1]).state is BenefitState.DUE
    refused("nothing_to_pay", Conflict, ordering.order_all, desk.plan.code, actor=desk.keeper)
    assert book.verify().findings == []


def test_choosing_many_sends_no_more_statements_than_choosing_two(desk: Desk) -> None:
    counts = []
    for count in (2, 5):
        numbers = [due(desk, 1_000 + place).number for place in range(count)]
        with CaptureQueriesContext(connection) as sent:
            batch = ordering.order(actor=desk.keeper, benefits=numbers)
        assert batch.count == count
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_benefit_is_ordered_once(desk: Desk) -> None:
    benefit = due(desk, 1_000)
    ordering.order(actor=desk.keeper, benefits=[benefit.number])
    refused("wrong_state", Conflict, ordering.order, actor=desk.keeper, benefits=[benefit.number])
    assert PaymentBatch.objects.count() == 1


@pytest.mark.requirement("R8.28")
def test_a_changed_account_voids_the_decision_until_another_person_binds_it_anew(
    desk: Desk,
) -> None:
    benefit = due(desk, 1_000)
    changed = account_of(desk, "li_mei", "6222020200111111118")
    refused("payee_changed", Conflict, ordering.order, actor=desk.keeper, benefits=[benefit.number])
    refused(
        "not_permitted",
        Refused,
        accounts.rebind,
        benefit.number,
        actor=desk.keeper,
        version=benefit.version,
    )
    bound = accounts.rebind(
        benefit.number, actor=desk.actor("payment_confirmer"), version=benefit.version
    )
    assert (bound.payee, bytes(bound.payee_digest or b"")) == (changed, bytes(changed.digest))
    refused("payee_cooling", Conflict, ordering.order, actor=desk.keeper, benefits=[benefit.number])
    PayeeAccount.objects.filter(pk=changed.pk).update(usable_from=None)
    batch = ordering.order(actor=desk.keeper, benefits=[benefit.number])
    assert batch.orders.get().payee == changed
    assert book.verify().findings == []


def test_an_account_that_came_later_is_bound_by_another_person(desk: Desk) -> None:
    benefit = due(desk, 1_000, "wang_qiang")
    assert benefit.payee is None
    refused("no_account", Conflict, ordering.order, actor=desk.keeper, benefits=[benefit.number])
    confirmer = desk.actor("payment_confirmer")
    refused(
        "no_verified_account",
        Conflict,
        accounts.rebind,
        benefit.number,
        actor=confirmer,
        version=1,
    )
    account_of(desk, "wang_qiang", "6222020200111111118")
    accounts.rebind(benefit.number, actor=confirmer, version=1)
    refused("account_bound", Conflict, accounts.rebind, benefit.number, actor=confirmer, version=2)
    assert ordering.order(actor=desk.keeper, benefits=[benefit.number]).count == 1


def test_an_account_that_changes_after_ordering_is_taken_out_and_the_others_go(desk: Desk) -> None:
    first, second = due(desk, 1_000), due(desk, 2_000, "chen_ping")
    batch = ordering.order(actor=desk.keeper, benefits=[first.number, second.number])
    account_of(desk, "li_mei", "6222020200111111118")
    refused("payee_changed", Conflict, bank.build_bank_file, batch.number, actor=desk.keeper)
    left = ordering.take_out_changed(batch.number, actor=desk.keeper)
    assert (left.total_fen, fresh(first).state) == (2_000, BenefitState.DUE)
    content = bank.build_bank_file(batch.number, actor=desk.keeper).content.decode("utf-8-sig")
    assert '"笔数","1"' in content
    assert "2000" not in content
    assert "20.00" in content
    assert book.verify().findings == []


def test_one_payment_is_taken_out_with_a_reason_and_ordered_again(desk: Desk) -> None:
    first, second = due(desk, 1_000), due(desk, 2_000, "chen_ping")
    batch = ordering.order(actor=desk.keeper, benefits=[first.number, second.number])
    order = batch.orders.order_by("number")[0].number
    refused(
        "reason_missing",
        Invalid,
        ordering.take_out,
        batch.number,
        actor=desk.keeper,
        order=order,
        reason=" ",
    )
    ordering.take_out(batch.number, actor=desk.keeper, order=order, reason="先核对")
    assert batch.orders.filter(state=OrderState.CANCELLED).count() == 1
    due_again = Benefit.objects.get(state=BenefitState.DUE)
    again = ordering.order(actor=desk.keeper, benefits=[due_again.number])
    assert again.count == 1
    assert book.verify().findings == []


def test_four_eyes_and_reach(desk: Desk) -> None:
    own = due(desk, 1_000, "sun_li", payee=account_of(desk, "sun_li", "6222020200222222226"))
    refused("own_case", Refused, ordering.order, actor=desk.keeper, benefits=[own.number])
    reserved = due(desk, 1_000, by="sun_li")
    refused("four_eyes", Refused, ordering.order, actor=desk.keeper, benefits=[reserved.number])
    foreign = due(desk, 1_000)
    refused(
        "not_found",
        NotFound,
        ordering.order,
        actor=desk.actor("wang_qiang"),
        benefits=[foreign.number],
    )
    refused("nothing_chosen", Invalid, ordering.order, actor=desk.keeper, benefits=[])


def test_what_is_given_up_is_available_again(desk: Desk) -> None:
    whole = due(desk, 1_000)
    shared = due_of_settlement(desk, [("li_mei", 300), ("li_mei", 400)])
    approver = desk.actor("district_approver")
    giving_up.give_up(whole.number, actor=approver, version=1, reason="重复申领")
    giving_up.give_up(shared[0].number, actor=approver, version=1, reason="数据更正")
    available, reserved, spent = desk.balances()
    assert (available, reserved, spent) == (10_000_000 - 400, 400, 0)
    assert fresh(whole).state is fresh(shared[0]).state is BenefitState.CANCELLED
    batch = ordering.order_all(desk.plan.code, actor=desk.keeper)
    assert (batch.count, batch.total_fen) == (1, 400)
    refused(
        "wrong_state",
        Conflict,
        giving_up.give_up,
        shared[1].number,
        actor=approver,
        version=2,
        reason="不付了",
    )
    assert book.verify().findings == []


def test_a_replaced_account_alone_pays_nothing(desk: Desk) -> None:
    benefit = due(desk, 1_000)
    PayeeAccount.objects.filter(pk=benefit.payee_id).update(state=PayeeState.REPLACED)
    refused("nothing_to_pay", Conflict, ordering.order_all, desk.plan.code, actor=desk.keeper)
