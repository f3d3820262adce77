"""Agree, enter, verify, change: what is stored, who is told, and what a refusal leaves alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.access.actor import Actor
from backend.accounts import payees
from backend.accounts.models import Consent, PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from backend.config.payees import notice, queries, workflow
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused, Stale
from notifications.models import Event
from tests import cast as people
from tests.backend.config.payees.conftest import ACCOUNT, BANK, OTHER

As = Callable[[str], Actor]


def topics() -> list[str]:
    return list(Event.objects.order_by("id").values_list("topic", flat=True))


def for_li_mei(days_hence: int = 0, **changed: Any) -> dict[str, Any]:
    part = people.part("li_mei")
    given = {"id_number": part.id_number, "name": part.name, "bank": BANK, "account": ACCOUNT}
    return {**given, "signed_on": clock.today() + timedelta(days=days_hence), **changed}


@pytest.mark.requirement("RX.1")
def test_nothing_is_stored_before_the_consent_to_the_notice_that_stands(as_actor: As) -> None:
    with pytest.raises(Refused, match="consent_missing"):
        workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=ACCOUNT)
    with pytest.raises(Conflict, match="notice_changed"):
        workflow.agree(actor=as_actor("li_mei"), notice_version="bank-2020-1")
    assert (PayeeAccount.objects.count(), Consent.objects.count()) == (0, 0)
    given = workflow.agree(actor=as_actor("li_mei"), notice_version=notice.VERSION)
    assert (given.purpose, given.channel) == ("bank", "online")


def test_the_first_account_pays_at_once_and_texts_nobody(verified: PayeeAccount) -> None:
    assert verified.usable_from == verified.verified_at
    assert verified.version == 2
    assert topics() == ["account.payee_verified"]


@pytest.mark.requirement("R8.28")
def test_a_change_is_told_twice_and_waits_a_day_before_it_is_paid(
    verified: PayeeAccount, as_actor: As
) -> None:
    second = workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=OTHER)
    assert payees.verified(second.person) == verified
    second = workflow.verify(second.number, actor=as_actor("zhao_min"), version=1)
    assert second.verified_at is not None
    assert second.usable_from == second.verified_at + timedelta(hours=24)
    verified.refresh_from_db()
    assert (verified.state, verified.version) == (PayeeState.REPLACED, 3)
    assert topics()[1:] == ["account.payee_proposed", "account.payee_changed"]
    assert "6222" not in str(list(Event.objects.values_list("params", flat=True)))


def test_a_mistyped_account_makes_way_for_the_next_one(waiting: PayeeAccount, as_actor: As) -> None:
    second = workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=OTHER)
    waiting.refresh_from_db()
    assert (waiting.state, second.state) == (PayeeState.REPLACED, PayeeState.PROPOSED)
    with pytest.raises(Stale):
        workflow.verify(waiting.number, actor=as_actor("zhao_min"), version=1)
    done = workflow.verify(second.number, actor=as_actor("zhao_min"), version=1)
    assert done.usable_from == done.verified_at


def test_the_same_account_is_not_entered_again(verified: PayeeAccount, as_actor: As) -> None:
    with pytest.raises(Conflict, match="same_account"):
        workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=ACCOUNT)
    assert PayeeAccount.objects.get() == verified


@pytest.mark.requirement("RX.1")
def test_taking_the_consent_back_stops_every_account(verified: PayeeAccount, as_actor: As) -> None:
    workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=OTHER)
    workflow.withdraw(actor=as_actor("li_mei"))
    states = set(PayeeAccount.objects.values_list("state", flat=True))
    assert states == {PayeeState.REPLACED}
    assert payees.verified(verified.person) is None
    with pytest.raises(Refused, match="consent_missing"):
        workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=OTHER)


def test_a_chair_enters_for_a_member_with_paper_consent_and_another_verifies(
    as_actor: As,
) -> None:
    entered = workflow.propose_for(actor=as_actor("wang_qiang"), **for_li_mei())
    assert Consent.objects.get().channel == "paper"
    assert entered.reason.startswith("工会代为登记，纸质同意书")
    assert topics() == ["account.payee_proposed"]
    done = workflow.verify(entered.number, actor=as_actor("zhao_min"), version=1)
    assert (done.proposed_by_id, done.verified_by_id) == (
        as_actor("wang_qiang").user_id,
        as_actor("zhao_min").user_id,
    )


@pytest.mark.parametrize(
    ("who", "changed", "code"),
    [
        ("bus_chair", {}, "member_not_found"),
        ("wang_qiang", {"name": "李美"}, "member_not_found"),
        ("wang_qiang", {"id_number": people.part("chen_ping").id_number}, "member_not_found"),
        ("wang_qiang", {"account": "123"}, "bad_account"),
        ("wang_qiang", {"days_hence": 1}, "signed_later"),
    ],
)
def test_on_behalf_only_for_a_member_of_ones_own_who_is_named_rightly(
    as_actor: As, who: str, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        workflow.propose_for(actor=as_actor(who), **for_li_mei(**changed))
    assert refusal.value.code == code
    assert (PayeeAccount.objects.count(), Consent.objects.count()) == (0, 0)


def test_nobody_enters_his_own_account_over_the_officers_door(as_actor: As) -> None:
    part = people.part("wang_qiang")
    given = for_li_mei(id_number=part.id_number, name=part.name)
    with pytest.raises(Refused, match="own_case"):
        workflow.propose_for(actor=as_actor("wang_qiang"), **given)
    assert PayeeAccount.objects.count() == 0


@pytest.mark.requirement("RX.2")
def test_the_full_number_is_opened_for_a_purpose_and_leaves_a_trace(
    waiting: PayeeAccount, as_actor: As
) -> None:
    with pytest.raises(Invalid, match="purpose_missing"):
        workflow.reveal(waiting.number, actor=as_actor("zhao_min"), purpose=" ")
    assert not Entry.objects.filter(act__contains="reveal").exists()
    opened = workflow.reveal(waiting.number, actor=as_actor("zhao_min"), purpose="核对银行卡")
    assert (opened.holder, opened.account) == ("李梅", ACCOUNT)
    entry = Entry.objects.get(act="payee.reveal")
    assert (entry.person_id, entry.purpose) == (waiting.person_id, "核对银行卡")
    assert Entry.objects.get(act="person.reveal").field_names == ["name"]


@pytest.mark.requirement("RX.5")
def test_an_officer_elsewhere_neither_sees_opens_nor_verifies(
    waiting: PayeeAccount, as_actor: As
) -> None:
    stranger = as_actor("west_reviewer")
    with pytest.raises(NotFound):
        workflow.reveal(waiting.number, actor=stranger, purpose="看看")
    with pytest.raises(NotFound):
        workflow.verify(waiting.number, actor=stranger, version=1)
    with pytest.raises(NotFound):
        workflow.refuse(waiting.number, actor=stranger, version=1, reason="不对")
    assert queries.waiting_page(stranger)["items"] == []
    waiting.refresh_from_db()
    assert waiting.state is PayeeState.PROPOSED


def test_nobody_verifies_her_own_and_it_is_not_in_her_work_list(as_actor: As) -> None:
    zhao_min = as_actor("zhao_min")
    workflow.agree(actor=zhao_min, notice_version=notice.VERSION)
    own = workflow.propose(actor=zhao_min, bank=BANK, account=ACCOUNT)
    assert queries.queue_items(zhao_min) == []
    with pytest.raises(Refused, match="same_person"):
        workflow.verify(own.number, actor=zhao_min, version=1)
    assert [item.number for item in queries.queue_items(as_actor("second_reviewer"))] == [
        own.number[-12:]
    ]


def test_a_refusal_carries_its_reason_and_is_told(waiting: PayeeAccount, as_actor: As) -> None:
    with pytest.raises(Invalid, match="reason_missing"):
        workflow.refuse(waiting.number, actor=as_actor("zhao_min"), version=1, reason=" ")
    done = workflow.refuse(
        waiting.number, actor=as_actor("zhao_min"), version=1, reason="户名不是本人"
    )
    assert (done.state, done.reason, done.version) == (PayeeState.REFUSED, "户名不是本人", 2)
    assert topics() == ["account.payee_refused"]
