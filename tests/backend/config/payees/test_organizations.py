"""An organization's account on the desk of who verifies accounts: same list, same four eyes."""

import re
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from backend.access.actor import Actor
from backend.accounts import organizations, payees
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from notifications.models import Event
from tests.cast import Cast

NAME = "槐树街道社区服务中心"
ACCOUNT = "0200001009000012345"
STAFF = "/console/payee-accounts/"


@pytest.fixture
def centre(cast: Cast, as_actor: Callable[[str], Actor]) -> PayeeAccount:
    """An account that 王强 entered for an organization kept by the district."""
    actor = as_actor("wang_qiang")
    with transaction.atomic():
        found = organizations.register(
            "91350100M000100Y43", NAME, union=cast.unions["district"], actor=actor
        )
        return payees.propose(found, bank="示范银行槐树支行", account=ACCOUNT, actor=actor)


def test_it_waits_under_its_full_name_and_is_verified_by_another_person(
    reader: Callable[[str], Client], centre: PayeeAccount
) -> None:
    desk = reader("zhao_min")
    assert NAME in desk.get(STAFF).content.decode()
    page = desk.get(f"{STAFF}{centre.number}/").content.decode()
    assert "已对照开户证明" in page
    assert "本人" not in page
    assert ACCOUNT not in page
    shown = desk.post(f"{STAFF}{centre.number}/reveal/", {"purpose": "与开户证明核对"})
    assert "0200 0010 0900 0012 345" in shown.content.decode()
    hidden = dict(re.findall(r'name="(idempotency_key|version)" value="([^"]*)"', page))
    assert desk.post(f"{STAFF}{centre.number}/verify/", hidden)["Location"] == STAFF
    centre.refresh_from_db()
    assert centre.state is PayeeState.VERIFIED
    assert not Event.objects.exists()


def test_it_is_out_of_reach_elsewhere_and_for_who_entered_it(
    reader: Callable[[str], Client], call: Callable[..., object], centre: PayeeAccount
) -> None:
    assert NAME not in reader("wang_qiang").get(STAFF).content.decode()
    reply = call("wang_qiang", "POST", f"/api/staff/v1/payee-accounts/{centre.number}/verify")
    assert getattr(reply, "status_code", 0) in {403, 404, 428}
    centre.refresh_from_db()
    assert centre.state is PayeeState.PROPOSED
