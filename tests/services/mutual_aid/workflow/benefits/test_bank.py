"""The bank's word, line by line: paid, returned, or the whole file refused (R8.29)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from backend.audit.models import Entry
from backend.config.payees import workflow as payees
from backend.kernel.errors import DomainError, Invalid, NotFound, Refused
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import Kind
from backend.ledger.formats import Outcome, Reply, csv_v1
from backend.ledger.models import PaymentBatch, Transfer
from backend.ledger.states import BatchState
from backend.unions import standards
from notifications.models import Event
from notifications.topics import Topic, wording_of
from services.mutual_aid.models import Claim, ClaimStep, Cover
from services.mutual_aid.states import BenefitState, ClaimState
from services.mutual_aid.workflow.benefits import accounts, bank, ordering
from tests.services.mutual_aid.build_benefits import (
    Desk,
    account_of,
    answer,
    due,
    due_of_settlement,
    fresh,
    reply_to,
)

pytestmark = pytest.mark.django_db


def told(topic: Topic) -> list[tuple[int, str]]:
    """Whom a topic was told, and about which number."""
    rows = Event.objects.filter(topic=topic).order_by("id").values_list("person_id", "params")
    return [(person, params["number"]) for person, params in rows]


@pytest.mark.requirement("R8.29")
def test_a_confirmed_line_is_paid_closes_its_claim_and_is_told(desk: Desk) -> None:
    claimed = due(desk, 120_430)
    settled = due_of_settlement(desk, [("li_mei", 700), ("chen_ping", 900)])
    numbers = [claimed.number, *(one.number for one in settled)]
    batch = answer(desk, ordering.order(actor=desk.keeper, benefits=numbers))
    assert batch.state is BatchState.SETTLED
    assert {fresh(one).state for one in (claimed, *settled)} == {BenefitState.PAID}
    assert desk.balances() == (10_000_000 - 122_030, 0, 122_030)
    assert sorted(Transfer.objects.filter(kind=Kind.POST).values_list("amount_fen", flat=True)) == [
        1_600,
        120_430,
    ]
    claim = Claim.objects.get(pk=claimed.claim_id)
    assert (claim.state, claim.version) == (ClaimState.CLOSED, 2)
    assert ClaimStep.objects.get(claim=claim).act == "close"
    people = desk.cast.people
    assert set(told(Topic.MUTUAL_AID_BENEFIT_PAID)) == {
        (people["li_mei"].pk, numbers[0]),
        (people["li_mei"].pk, numbers[1]),
        (people["chen_ping"].pk, numbers[2]),
    }
    assert Cover.objects.get(person=people["li_mei"]).paid_fen == 121_130
    assert book.verify().findings == []


@pytest.mark.requirement("R8.29")
def test_a_returned_line_comes_back_with_its_reason_and_is_paid_to_the_corrected_account(
    desk: Desk,
) -> None:
    whole = due(desk, 1_000)
    shared = due_of_settlement(desk, [("li_mei", 300), ("chen_ping", 400)])
    back = {whole.number: Outcome.RETURNED, shared[0].number: Outcome.RETURNED}
    numbers = [whole.number, *(one.number for one in shared)]
    answer(desk, ordering.order(actor=desk.keeper, benefits=numbers), back)
    assert desk.balances() == (10_000_000 - 1_700, 1_300, 400)
    returned = fresh(whole)
    assert returned.state is BenefitState.RETURNED
    assert returned.unseal("return_reason_sealed") == "户名不符"
    assert Claim.objects.get(pk=whole.claim_id).state is ClaimState.APPROVED
    assert {number for _, number in told(Topic.MUTUAL_AID_BENEFIT_RETURNED)} == set(back)
    assert all("户名" not in str(entry.field_names) for entry in Entry.objects.all())
    changed = account_of(desk, "li_mei", "6222020200111111118")
    type(changed).objects.filter(pk=changed.pk).update(usable_from=None)
    for one in (whole, shared[0]):
        accounts.rebind(
            one.number, actor=desk.actor("payment_confirmer"), version=fresh(one).version
        )
    again = ordering.order(actor=desk.keeper, benefits=list(back))
    assert {one.replaces is not None for one in again.orders.all()} == {True}
    answer(desk, again)
    assert desk.balances() == (10_000_000 - 1_700, 0, 1_700)
    assert fresh(whole).state is BenefitState.PAID
    assert fresh(whole).unseal("return_reason_sealed") == ""
    assert book.verify().findings == []


def test_the_same_reply_twice_is_the_same_as_once(desk: Desk) -> None:
    benefit = due(desk, 1_000)
    batch = ordering.order(actor=desk.keeper, benefits=[benefit.number])
    answer(desk, batch)
    events, before = Event.objects.count(), desk.balances()
    content = csv_v1.write_reply(reply_to(batch))
    bank.import_bank_reply(batch.number, actor=desk.confirmer, content=content)
    assert (Event.objects.count(), desk.balances()) == (events, before)
    assert Cover.objects.get(person=benefit.person).paid_fen == 1_000


def first(reply: Reply, **changes: object) -> Reply:
    """Change the first line of a reply."""
    return replace(reply, lines=[replace(reply.lines[0], **changes), *reply.lines[1:]])  # type: ignore[arg-type]


@pytest.mark.requirement("R8.29")
@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("reply_wrong_batch", lambda reply: replace(reply, batch="FF-20200101-AAAAAA")),
        ("reply_wrong_count", lambda reply: replace(reply, count=9)),
        ("reply_wrong_total", lambda reply: replace(reply, total=Money(3_001))),
        ("reply_line_unknown", lambda reply: first(reply, number="FF-20200101-AAAAAA-000001")),
        ("reply_line_twice", lambda reply: first(reply, number=reply.lines[1].number)),
        ("reply_line_altered", lambda reply: first(reply, last4="0000")),
    ],
)
def test_a_reply_with_one_wrong_line_is_refused_whole(
    desk: Desk, code: str, change: Callable[[Reply], Reply]
) -> None:
    one, two = due(desk, 1_000), due(desk, 2_000, "chen_ping")
    batch = ordering.order(actor=desk.keeper, benefits=[one.number, two.number])
    bank.build_bank_file(batch.number, actor=desk.keeper)
    content = csv_v1.write_reply(change(reply_to(batch)))
    with pytest.raises(Invalid) as caught:
        bank.import_bank_reply(batch.number, actor=desk.confirmer, content=content)
    assert caught.value.code == code
    assert {fresh(one).state, fresh(two).state} == {BenefitState.ORDERED}
    assert desk.balances() == (10_000_000 - 3_000, 3_000, 0)


def test_an_unknown_batch_and_a_stranger_find_nothing(desk: Desk) -> None:
    batch = ordering.order(actor=desk.keeper, benefits=[due(desk, 1_000).number])
    cases: list[tuple[str, str, type[DomainError]]] = [
        ("FF-20200101-AAAAAA", "sun_li", NotFound),
        (batch.number, "li_mei", NotFound),
        (batch.number, "zhou_lan", Refused),
    ]
    for number, who, kind in cases:
        with pytest.raises(kind):
            bank.import_bank_reply(number, actor=desk.actor(who), content=b"")
    assert PaymentBatch.objects.get().state is BatchState.OPEN


@pytest.mark.requirement("R8.31")
def test_the_money_of_the_dead_goes_to_the_heir_who_claimed(desk: Desk) -> None:
    benefit = due(desk, 5_000, "li_mei", heir="chen_ping")
    batch = answer(desk, ordering.order(actor=desk.keeper, benefits=[benefit.number]))
    assert batch.orders.get().person == desk.cast.people["chen_ping"]
    assert told(Topic.MUTUAL_AID_BENEFIT_PAID) == [
        (desk.cast.people["chen_ping"].pk, benefit.number)
    ]


@pytest.mark.requirement("R8.31")
def test_for_an_heir_without_an_account_the_union_keeps_the_one_that_is_configured(
    desk: Desk,
) -> None:
    benefit = due(desk, 5_000, "li_mei", heir="wang_qiang")
    kept = account_of(desk, "restaurant_chair", "6222020200333333334")
    confirmer = desk.actor("payment_confirmer")
    with pytest.raises(DomainError) as caught:
        accounts.rebind(benefit.number, actor=confirmer, version=1)
    assert caught.value.code == "no_verified_account"
    with transaction.atomic():
        standards.enter(
            accounts.HEIR_ACCOUNT,
            desk.cast.unions["district"],
            kept.number,
            valid_from=date(2026, 1, 1),
            unit="收款账户编号",
            source="区总工会关于身故给付代管账户的通知",
            actor=desk.actor("plan_officer"),
        )
    accounts.rebind(benefit.number, actor=confirmer, version=1)
    batch = answer(desk, ordering.order(actor=desk.keeper, benefits=[benefit.number]))
    assert batch.orders.get().payee == kept
    assert fresh(benefit).state is BenefitState.PAID


@pytest.mark.requirement("R8.28")
def test_a_change_of_account_is_told_to_the_old_phone_and_voids_the_decision(desk: Desk) -> None:
    benefit = due(desk, 1_000)
    entered = payees.propose(
        actor=desk.actor("li_mei"), bank="示范银行槐树支行", account="6222020200111111118"
    )
    payees.verify(entered.number, actor=desk.actor("zhao_min"), version=entered.version)
    topics = [Topic.ACCOUNT_PAYEE_PROPOSED, Topic.ACCOUNT_PAYEE_CHANGED]
    told_of = Event.objects.filter(person=benefit.person, topic__in=topics).order_by("id")
    assert list(told_of.values_list("topic", flat=True)) == topics
    assert all(wording_of(topic).texted for topic in topics)
    with pytest.raises(DomainError) as caught:
        ordering.order(actor=desk.keeper, benefits=[benefit.number])
    assert caught.value.code == "payee_changed"
