"""A payment to an organization's account: the same orders, file and reply as a person's."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import F, Value
from django.test import Client

from backend.accounts import organizations, payees
from backend.accounts.models import PayeeAccount
from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from backend.ledger import payments, verify
from backend.ledger.formats import Outcome
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import OrderState
from tests import cast
from tests.backend.ledger.conftest import Counter
from tests.backend.ledger.test_payments import reply_to, settle, submit

Reserve = Callable[..., Transfer]
NAME = "槐树街道社区服务中心"
ACCOUNT = "0200001009000012345"


@pytest.fixture
def account(counter: Counter) -> PayeeAccount:
    """The verified account of an organization that the federation keeps."""
    with transaction.atomic():
        centre = organizations.register(
            "91350100M000100Y43",
            NAME,
            union=counter.cast.unions["federation"],
            actor=counter.actor("wang_qiang"),
        )
        entered = payees.propose(
            centre, bank="示范银行槐树支行", account=ACCOUNT, actor=counter.actor("wang_qiang")
        )
        return payees.verify(entered, actor=counter.actor("zhao_min"))


def opened(counter: Counter, *, is_bulk: bool = False) -> PaymentBatch:
    """An empty batch."""
    with transaction.atomic():
        return payments.open_batch(
            counter.fund,
            purpose="accounts.person",
            actor=counter.actor("sun_li"),
            is_bulk=is_bulk,
        )


def ordered(counter: Counter, transfer: Transfer, account: PayeeAccount) -> PaymentBatch:
    """A batch with one order to the organization."""
    batch, keeper = opened(counter), counter.actor("sun_li")
    with transaction.atomic():
        payments.order(
            transfer,
            payee=account,
            approved_digest=bytes(account.digest),
            batch=batch,
            actor=keeper,
            remark="委托服务",
        )
    batch.refresh_from_db()
    return batch


def test_the_bank_reads_the_full_name_and_account_of_an_organization(
    counter: Counter, reserve: Reserve, account: PayeeAccount
) -> None:
    batch = ordered(counter, reserve(300_000), account)
    text = submit(counter, batch).decode("utf-8-sig").splitlines()
    assert text[5] == (
        f'"{batch.number}-0001","{NAME}","{ACCOUNT}","示范银行槐树支行","3000.00","委托服务"'
    )
    assert submit(counter, batch).decode("utf-8-sig").splitlines() == text
    read = Entry.objects.filter(act="accounts:payee:read_full", subject_id=str(account.pk))
    assert list(read.values_list("person_id", flat=True)) == [None, None]
    assert not Entry.objects.filter(act="person.reveal").exists()


def test_a_confirmed_line_is_paid_and_everything_still_agrees(
    counter: Counter, reserve: Reserve, account: PayeeAccount
) -> None:
    batch = ordered(counter, reserve(300_000), account)
    submit(counter, batch)
    (changed,) = settle(counter, batch, reply_to(batch, Outcome.PAID))
    assert (changed.state, changed.person, changed.payee_name) == (OrderState.CONFIRMED, None, NAME)
    assert counter.balances() == (1_000_000, 700_000, 0, 300_000)
    assert verify.verify().ok


def test_a_returned_line_is_ordered_again_to_the_corrected_account(
    counter: Counter, reserve: Reserve, account: PayeeAccount
) -> None:
    transfer = reserve(300_000)
    batch = ordered(counter, transfer, account)
    submit(counter, batch)
    (back,) = settle(counter, batch, reply_to(batch, Outcome.RETURNED))
    assert list(payments.returned_orders()) == [back]
    again = ordered(counter, transfer, account).orders.get()
    assert again.replaces == back
    assert counter.balances() == (1_000_000, 700_000, 300_000, 0)


def test_an_account_that_changed_since_the_approval_is_not_paid(
    counter: Counter, reserve: Reserve, account: PayeeAccount
) -> None:
    transfer = reserve(300_000)
    with transaction.atomic():
        organizations.rename(account.holder, "另一家中心", actor=counter.actor("zhao_min"))  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refusal:
        ordered(counter, transfer, account)
    assert refusal.value.code == "payee_changed"
    assert not PaymentOrder.objects.exists()


def test_organizations_are_ordered_in_bulk_too(
    counter: Counter, reserve: Reserve, account: PayeeAccount
) -> None:
    transfer = reserve(300_000)
    rows = Transfer.objects.filter(pk=transfer.pk).annotate(
        share=Value(0), payee=Value(account.pk), approved=Value(bytes(account.digest))
    )
    chosen = rows.values_list("pk", "share", "payee", "approved", F("amount_fen"))
    with transaction.atomic():
        batch = payments.order_many(
            opened(counter, is_bulk=True), chosen, actor=counter.actor("sun_li")
        )
    assert (batch.count, batch.total_fen) == (1, 300_000)
    assert f'"{NAME}"' in submit(counter, batch).decode()
    assert verify.verify().ok


def test_the_batch_page_names_the_organization(
    counter: Counter, reserve: Reserve, account: PayeeAccount, client: Client
) -> None:
    batch = ordered(counter, reserve(300_000), account)
    client.cookies["zhijia_session"] = cast.sign_in(counter.cast.users["sun_li"])
    shown = client.get(f"/console/payment-batches/{batch.number}/").content.decode()
    assert NAME in shown
    assert ACCOUNT not in shown
