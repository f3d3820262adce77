"""The routes of bank accounts: keys, versions, masks and the shape of what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts.models import PayeeAccount
from backend.config.payees import notice
from tests.backend.config.payees.conftest import ACCOUNT, BANK

Call = Callable[..., Any]
MINE = "/api/member/v1/payee-accounts"
STAFF = "/api/staff/v1/payee-accounts"


def test_from_the_notice_to_a_verified_account(call: Call) -> None:
    shown = call("li_mei", "GET", f"{MINE}/consent").json()
    assert shown["notice_version"] == notice.VERSION
    assert [part["name"] for part in shown["notice"]][:3] == ["用途", "谁能看到", "保存多久"]
    assert shown["given_at"] is None
    agreed = call("li_mei", "POST", f"{MINE}/consent", {"notice_version": notice.VERSION})
    assert agreed.json()["given_at"] is not None
    entered = call("li_mei", "POST", MINE, {"bank": BANK, "account": "6222 0200 0000 0012 345"})
    assert entered.status_code == 201
    body = entered.json()
    assert (body["state"], body["account_last4"]) == ("proposed", "2345")
    assert ACCOUNT not in entered.content.decode()
    line = call("zhao_min", "GET", STAFF).json()["items"][0]
    assert (line["number"], line["holder"]) == (body["number"], "李*")
    assert (line["by_holder"], line["is_change"]) == (True, False)
    assert ACCOUNT not in str(line)
    one = call("zhao_min", "GET", f"{STAFF}/{body['number']}")
    done = call("zhao_min", "POST", f"{STAFF}/{body['number']}/verify", match=one["ETag"])
    assert (done.status_code, done.json()["state"], done["ETag"]) == (200, "verified", '"2"')
    mine = call("li_mei", "GET", MINE).json()["items"]
    assert [row["state_label"] for row in mine] == ["已核实"]


@pytest.mark.requirement("RX.6")
def test_a_repeated_request_enters_one_account(call: Call) -> None:
    call("li_mei", "POST", f"{MINE}/consent", {"notice_version": notice.VERSION})
    sent = [
        call("li_mei", "POST", MINE, {"bank": BANK, "account": ACCOUNT}, key="once")
        for _ in range(2)
    ]
    assert sent[0].content == sent[1].content
    assert sent[1]["Idempotency-Replayed"] == "true"
    assert PayeeAccount.objects.count() == 1


def test_a_decision_needs_the_version_that_was_read(call: Call, waiting: PayeeAccount) -> None:
    where = f"{STAFF}/{waiting.number}/verify"
    assert call("zhao_min", "POST", where).status_code == 428
    assert call("zhao_min", "POST", where, match='"7"').status_code == 412
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == ("proposed", 1)


def test_what_is_no_account_number_names_the_field(call: Call) -> None:
    call("li_mei", "POST", f"{MINE}/consent", {"notice_version": notice.VERSION})
    reply = call("li_mei", "POST", MINE, {"bank": BANK, "account": "12x"})
    assert (reply.status_code, reply["Content-Type"]) == (422, "application/problem+json")
    assert reply.json()["errors"][0]["pointer"] == "/account"
    assert PayeeAccount.objects.count() == 0


@pytest.mark.requirement("RX.2")
def test_the_full_number_is_given_for_a_purpose_only(call: Call, waiting: PayeeAccount) -> None:
    where = f"{STAFF}/{waiting.number}/reveal"
    assert call("zhao_min", "POST", where, {"purpose": ""}).status_code == 422
    opened = call("zhao_min", "POST", where, {"purpose": "核对银行卡"})
    assert opened.json() == {"holder": "李梅", "account": ACCOUNT}
    assert opened["Cache-Control"] == "no-store"


@pytest.mark.requirement("RX.1")
def test_the_consent_is_taken_back_by_one_request(call: Call, verified: PayeeAccount) -> None:
    assert call("li_mei", "POST", f"{MINE}/consent/withdraw").status_code == 204
    verified.refresh_from_db()
    assert verified.state == "replaced"
    assert call("li_mei", "GET", f"{MINE}/consent").json()["given_at"] is None
