"""The console of the fund keeper: what she sees and enters, and who sees nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from backend.ledger import book, payments
from backend.ledger.models import Fund, Receipt, Transfer
from tests import cast
from tests.backend.ledger.conftest import ACCOUNT, Counter

Reserve = Callable[..., Transfer]


@pytest.fixture
def browse(counter: Counter, client: Client) -> Callable[..., Any]:
    """Open or send a page as one of the cast."""

    def make(who: str, name: str, *parts: str, send: dict[str, str] | None = None) -> Any:
        client.cookies["zhijia_session"] = cast.sign_in(counter.cast.users[who])
        address = reverse(name, args=parts)
        return client.get(address) if send is None else client.post(address, send)

    return make


def receipt(**changes: str) -> dict[str, str]:
    """A filled-in form."""
    return {
        "idempotency_key": "receipt-form-1",
        "amount": "1,204.30",
        "payer": "示范市财政局",
        "reference": "拨款〔2026〕7号",
        "received_on": "2026-03-02",
    } | changes


def test_the_fund_keeper_sees_what_is_left(counter: Counter, browse: Callable[..., Any]) -> None:
    page = browse("sun_li", "ledger-funds").content.decode()
    assert "困难帮扶资金" in page
    assert "10,000.00" in page
    page = browse("sun_li", "ledger-fund", counter.fund.number).content.decode()
    assert "年初拨款" in page
    assert "登记收款" in page


def test_money_that_came_in_is_entered_once_however_often_the_form_is_sent(
    counter: Counter, browse: Callable[..., Any]
) -> None:
    for _ in range(2):
        reply = browse("sun_li", "ledger-take-in", counter.fund.number, send=receipt())
        assert reply.status_code == 302
    assert counter.balances() == (1_120_430, 1_120_430, 0, 0)
    transfer = Transfer.objects.get(because_type="ledger.receipt")
    assert transfer.because_id == Receipt.objects.get().pk
    again = browse(
        "sun_li", "ledger-take-in", counter.fund.number, send=receipt(idempotency_key="other-key")
    )
    assert again.status_code == 409
    assert "已经登记过，不能重复入账" in again.content.decode()
    assert counter.balances() == (1_120_430, 1_120_430, 0, 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("amount", "1.234", "最多两位小数"),
        ("amount", "0", "金额必须大于零。"),
        ("amount", "-5", "金额必须大于零。"),
        ("payer", "", "请填写付款方。"),
        ("received_on", "2099-01-01", "到账日期不能晚于今天"),
        ("received_on", "3月2日", "日期应写成"),
    ],
)
def test_a_wrong_receipt_says_what_is_wrong_and_moves_nothing(
    counter: Counter, browse: Callable[..., Any], field: str, value: str, words: str
) -> None:
    reply = browse("sun_li", "ledger-take-in", counter.fund.number, send=receipt(**{field: value}))
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)


def test_a_fund_is_opened_and_a_taken_code_is_refused(
    counter: Counter, browse: Callable[..., Any]
) -> None:
    union = counter.cast.unions["federation"].number
    form = {
        "idempotency_key": "open-form-1",
        "union_number": union,
        "code": "ZXZJ",
        "name": "专项资金",
        "kind": "central",
        "earmarked": "生活救助",
    }
    reply = browse("sun_li", "ledger-fund-new", send=form)
    fund = Fund.objects.get(code="ZXZJ")
    assert (reply.status_code, reply["Location"]) == (302, f"/console/funds/{fund.number}/")
    assert (fund.name, fund.kind, fund.earmarked) == ("专项资金", "central", "生活救助")
    reply = browse("sun_li", "ledger-fund-new", send=form | {"idempotency_key": "open-form-2"})
    assert reply.status_code == 422
    assert Fund.objects.filter(code="ZXZJ").count() == 1


def test_a_frozen_fund_is_released_only_when_the_recount_is_clean(
    counter: Counter, browse: Callable[..., Any]
) -> None:
    with transaction.atomic():
        book.freeze(counter.fund, actor=counter.actor("zhou_lan"), reason="账目不符")
    page = browse("sun_li", "ledger-fund", counter.fund.number).content.decode()
    assert "已冻结" in page
    reply = browse(
        "sun_li", "ledger-unfreeze", counter.fund.number, send={"idempotency_key": "unfreeze-1"}
    )
    assert reply.status_code == 302
    counter.fund.refresh_from_db()
    assert not counter.fund.is_frozen


def test_a_batch_shows_masked_names_and_last_digits_only(
    counter: Counter, reserve: Reserve, browse: Callable[..., Any]
) -> None:
    transfer, keeper = reserve(200_000), counter.actor("sun_li")
    with transaction.atomic():
        batch = payments.open_batch(counter.fund, purpose="accounts.person", actor=keeper)
        payments.order(
            transfer,
            payee=counter.payee,
            approved_digest=bytes(counter.payee.digest),
            batch=batch,
            actor=keeper,
        )
    assert batch.number in browse("sun_li", "ledger-batches").content.decode()
    page = browse("sun_li", "ledger-batch", batch.number).content.decode()
    assert "李*" in page
    assert "尾号 3445" in page
    assert "2,000.00" in page
    assert ACCOUNT not in page
    assert "李梅" not in page


@pytest.mark.parametrize("who", ["li_mei", "chen_ping", "wang_qiang", "wu_tong"])
def test_others_see_no_fund_and_enter_nothing(
    counter: Counter, browse: Callable[..., Any], who: str
) -> None:
    for name, parts, send in (
        ("ledger-fund-new", (), None),
        ("ledger-take-in", (counter.fund.number,), receipt()),
        ("ledger-unfreeze", (counter.fund.number,), {"idempotency_key": "unfreeze-2"}),
    ):
        assert browse(who, name, *parts, send=send).status_code == 403
    assert browse(who, "ledger-fund", counter.fund.number).status_code in {403, 404}
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)


def test_a_fund_that_does_not_exist_is_not_found(browse: Callable[..., Any]) -> None:
    assert browse("sun_li", "ledger-fund", "0" * 36).status_code == 404
