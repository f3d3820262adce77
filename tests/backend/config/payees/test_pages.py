"""The pages of bank accounts, as a worker and an officer meet them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from tests.backend.config.payees.conftest import ACCOUNT, BANK, OTHER
from tests.cast import part

Reader = Callable[[str], Client]
MINE = "/me/account/"
STAFF = "/console/payee-accounts/"


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found.group(1)


def typed(html: str, **changed: str) -> dict[str, str]:
    given = {"bank": BANK, "account": ACCOUNT, "account_again": ACCOUNT}
    return {**given, "idempotency_key": hidden(html, "idempotency_key"), **changed}


@pytest.mark.requirement("RX.1")
def test_she_agrees_first_enters_then_and_sees_it_masked(reader: Reader) -> None:
    her = reader("li_mei")
    page = her.get(MINE).content.decode()
    for point in ("用途", "谁能看到", "保存多久"):
        assert f"<dt>{point}</dt>" in page
    assert 'name="account"' not in page
    agreed = {
        "agreed": "on",
        "notice_version": hidden(page, "notice_version"),
        "idempotency_key": hidden(page, "idempotency_key"),
    }
    assert her.post(f"{MINE}consent/", agreed)["Location"] == MINE
    page = her.get(MINE).content.decode()
    for _ in range(2):
        assert her.post(MINE, typed(page))["Location"] == MINE
    assert PayeeAccount.objects.count() == 1
    page = her.get(MINE).content.decode()
    assert "收款账户正在核实" in page
    assert "待核实" in page
    assert ACCOUNT not in page


def test_two_different_numbers_enter_nothing(reader: Reader, verified: PayeeAccount) -> None:
    her = reader("li_mei")
    page = her.get(MINE).content.decode()
    assert "新账户核实满 24 小时才能收款" in page
    reply = her.post(MINE, typed(page, account=OTHER, account_again=ACCOUNT))
    assert reply.status_code == 422
    assert "两次填写的账号不一样" in reply.content.decode()
    assert PayeeAccount.objects.get() == verified


def test_without_the_tick_there_is_no_consent(reader: Reader) -> None:
    her = reader("li_mei")
    page = her.get(MINE).content.decode()
    form = {"notice_version": hidden(page, "notice_version"), "idempotency_key": "k"}
    assert her.post(f"{MINE}consent/", form).status_code == 422


@pytest.mark.requirement("RX.2")
def test_the_officer_opens_the_number_for_a_purpose_and_verifies(
    reader: Reader, waiting: PayeeAccount
) -> None:
    officer = reader("zhao_min")
    where = f"{STAFF}{waiting.number}/"
    assert where in officer.get("/console/").content.decode()
    assert where in officer.get(STAFF).content.decode()
    page = officer.get(where).content.decode()
    assert ACCOUNT[:8] not in page
    assert officer.post(f"{where}reveal/", {"purpose": ""}).status_code == 422
    opened = officer.post(f"{where}reveal/", {"purpose": "核对银行卡"})
    assert "6222 0200 0000 0012 345" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert Entry.objects.filter(act="payee.reveal").count() == 1
    form = {"version": "1", "idempotency_key": hidden(page, "idempotency_key")}
    assert officer.post(f"{where}verify/", form)["Location"] == STAFF
    waiting.refresh_from_db()
    assert waiting.state is PayeeState.VERIFIED
    told = reader("li_mei").get("/me/data/").content.decode()
    assert "查看了完整的银行账号，用途：核对银行卡" in told


def test_a_refusal_needs_a_reason_and_shows_it_to_her(
    reader: Reader, waiting: PayeeAccount
) -> None:
    officer = reader("zhao_min")
    where = f"{STAFF}{waiting.number}/refuse/"
    form = {"version": "1", "idempotency_key": "k-1", "reason": ""}
    assert officer.post(where, form).status_code == 422
    assert officer.post(where, {**form, "reason": "户名不是本人"})["Location"] == STAFF
    page = reader("li_mei").get(MINE).content.decode()
    assert "收款账户没有通过核实" in page
    assert "户名不是本人" in page


def test_a_chair_enters_for_a_member_and_does_not_see_the_work_list(reader: Reader) -> None:
    chair = reader("wang_qiang")
    assert chair.get(STAFF).status_code == 403
    page = chair.get(f"{STAFF}new/").content.decode()
    form = typed(page, name="李梅", id_number=part("li_mei").id_number, signed_on="2026-01-05")
    reply = chair.post(f"{STAFF}new/", form)
    assert reply.status_code == 200
    assert "尾号 2345" in reply.content.decode()
    assert PayeeAccount.objects.get().person.display_name == "李*"


@pytest.mark.requirement("RX.1")
def test_taking_the_consent_back_ends_the_account(reader: Reader, verified: PayeeAccount) -> None:
    her = reader("li_mei")
    form = {"idempotency_key": "k-2"}
    assert her.post(f"{MINE}consent/withdraw/", form)["Location"] == MINE
    verified.refresh_from_db()
    assert verified.state is PayeeState.REPLACED
    assert "您还没有登记收款账户" in her.get(MINE).content.decode()
