"""Who verifies accounts binds a benefit anew without a right to read benefits (least privilege)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from backend.access.permissions import Permission
from backend.access.roles import GRANTS, Role
from backend.audit.models import Entry
from services.mutual_aid import queries
from services.mutual_aid.models import Benefit
from tests import cast
from tests.services.mutual_aid.build_benefits import Desk, account_of, desk_of, due, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.28")]
Call = Callable[..., Any]
BASE = "/api/staff/v1/mutual-aid/benefits"
NEW_CARD = "6222020200111111118"


@pytest.fixture
def desk(world: cast.Cast) -> Desk:
    """A funded plan; 李梅 has an account."""
    made = desk_of(world)
    account_of(made, "li_mei")
    return made


@pytest.fixture
def waiting(desk: Desk) -> Benefit:
    """A benefit whose account changed after the decision; the confirmer verified the new one."""
    benefit = due(desk, 120_430)
    account_of(desk, "li_mei", NEW_CARD, by="payment_confirmer")
    return benefit


@pytest.fixture
def call(desk: Desk, client: Client) -> Call:
    """Call the staff API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, *, etag: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(desk.cast.users[who])}
        if not etag:
            return client.get(f"{BASE}{path}", headers=headers)
        headers |= {"Idempotency-Key": f"test-key-{next(count):08d}", "If-Match": etag}
        return client.post(f"{BASE}{path}", {}, content_type="application/json", headers=headers)

    return make


def test_the_district_reviewer_binds_what_he_may_not_read(
    desk: Desk, waiting: Benefit, call: Call
) -> None:
    assert Permission.MUTUAL_AID_BENEFIT_READ not in GRANTS[Role.DISTRICT_REVIEWER]
    listed = call("zhao_min", "/to-bind")
    assert listed.json()["items"] == [
        {
            "number": waiting.number,
            "version": 1,
            "payee_name": "李*",
            "union_name": "第三机床厂工会",
            "plan_title": desk.plan.title,
            "old_account": str(waiting.payee),
            "new_account": "示范银行河东支行 尾号 1118",
            "proposed_by_me": False,
        }
    ]
    assert "120430" not in listed.content.decode()
    assert call("zhao_min", "/to-pay").status_code == 403
    done = call("zhao_min", f"/{waiting.number}/rebind", etag='"1"')
    assert done.status_code == 200, done.content
    bound = fresh(waiting)
    assert (bound.bound_by, bound.version) == (desk.cast.users["zhao_min"], 2)
    assert Entry.objects.filter(act="mutual_aid.benefit.rebind").count() == 1
    assert call("zhao_min", "/to-bind").json()["items"] == []


def test_another_district_and_other_posts_reach_nothing(
    desk: Desk, waiting: Benefit, call: Call
) -> None:
    assert call("west_reviewer", "/to-bind").json()["items"] == []
    assert call("west_reviewer", f"/{waiting.number}/rebind", etag='"1"').status_code == 404
    assert call("wang_qiang", "/to-bind").status_code == 403
    assert call("li_mei", f"/{waiting.number}/rebind", etag='"1"').status_code == 403
    Benefit.objects.filter(pk=waiting.pk).update(state="cancelled")
    assert call("zhao_min", f"/{waiting.number}/rebind", etag='"1"').status_code == 404
    assert (fresh(waiting).bound_by, fresh(waiting).version) == (None, 1)
    assert not Entry.objects.filter(act="mutual_aid.benefit.rebind").exists()


def test_the_page_has_one_form_for_each_and_the_queue_leads_to_it(
    desk: Desk, waiting: Benefit
) -> None:
    items = list(queries.queue_items(desk.actor("zhao_min")))
    assert [(one.state, one.url) for one in items] == [
        ("收款账户待核准", "/console/benefits/to-bind/")
    ]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.cast.users["zhao_min"])
    page = client.get("/console/benefits/to-bind/").content.decode()
    assert (waiting.number in page, "尾号 1118" in page, "1,204.30" in page) == (True, True, False)
    address = f"/console/benefits/{waiting.number}/bind/"
    stale = client.post(address, {"version": "7", "idempotency_key": "form-key-00000001"})
    assert stale.status_code == 412
    assert fresh(waiting).bound_by is None
    done = client.post(address, {"version": "1", "idempotency_key": "form-key-00000002"})
    assert done.status_code == 302
    assert "现在没有等待核准账户的给付" in client.get("/console/benefits/to-bind/").content.decode()
