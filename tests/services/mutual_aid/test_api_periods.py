"""The routes of a period: people, renewal, leaving, statements, refunds, certificates."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from services.mutual_aid.models import Batch, Cover, FeeRefund, Line
from services.mutual_aid.states import BatchState, LineState
from tests import cast
from tests.services.mutual_aid import build, plans
from tests.services.mutual_aid.test_api import tus

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
Move = Callable[[date], None]
BASE = "/api/staff/v1/mutual-aid"


@pytest.fixture
def call(world: cast.Cast, client: Client) -> Call:
    """Call an API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(world.users[who])} if who else {}
        if body is None:
            return client.get(path, headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        return client.post(path, body, content_type="application/json", headers=headers)

    return make


def test_people_certificates_and_the_next_period(
    world: cast.Cast, call: Call, tmp_path: Path, move_to: Move
) -> None:
    plans.signed(world)
    rows = [build.of_cast("li_mei"), *build.workers(1)]
    batch = build.in_force(world, build.confirmed(world, tmp_path, rows, plan=plans.ACCIDENT))
    here = f"{BASE}/batches/{batch.number}"
    first = call("wang_qiang", f"{here}/people?limit=1").json()
    second = call("wang_qiang", f"{here}/people?cursor={first['next_cursor']}").json()
    shown = [*first["items"], *second["items"]]
    assert [one["name"] for one in shown] == ["李*", "赵**"]
    assert [(first["has_more"], second["has_more"])] == [(True, False)]
    line = shown[0]["line"]
    paper = call("wang_qiang", f"{here}/people/{line}/certificate").json()
    public = call("", f"/api/public/v1/mutual-aid/certificates/{paper['token']}")
    assert public.json() == {**paper, "asked_on": "2026-11-23"}
    assert (paper["name"], paper["is_valid"]) == ("李*", False)
    own = call("li_mei", f"/api/member/v1/cover/{Cover.objects.first().pk}/certificate")
    assert own.json()["token"] == paper["token"]
    move_to(date(2027, 11, 1))
    made = call("wang_qiang", f"{here}/renewals", {"plan": plans.ACCIDENT})
    assert (made.status_code, made.json()["follows"]) == (201, batch.number)
    left = call("wang_qiang", f"{here}/people/{line}/leave", {"on": "2027-10-31"})
    assert left.json()["state"] == LineState.LEFT_UNIT_COVERED
    dead = call("wang_qiang", f"{here}/people/{line}/death", {"on": "2027-11-01"})
    assert dead.json()["state"] == LineState.DECEASED
    late = call("wang_qiang", f"{here}/additions", {})
    assert (late.status_code, late.json()["code"]) == (409, "joined_too_late")
    for path in ("people", f"people/{line}/certificate"):
        assert call("bus_chair", f"{here}/{path}").status_code == 404
    assert Line.objects.filter(batch__follows=batch).count() == 2


def test_a_statement_and_a_refund_go_over_the_api(
    world: cast.Cast, call: Call, client: Client, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, build.workers(2))
    text = f"日期,金额,付款人,流水号,附言\n2026-11-20,100,某人,YH1,{batch.number}\n合计,100,,,\n"
    upload = tus(client, cast.sign_in(world.users["sun_li"]), text.encode())
    taken = call("sun_li", f"{BASE}/fee-statements", {"upload": upload})
    assert (taken.status_code, taken.json()["matched_count"]) == (201, 1)
    number = taken.json()["number"]
    sheet = call("sun_li", f"{BASE}/fee-statements/{number}").json()
    assert [one["batch"] for one in sheet["matched_lines"]] == [batch.number]
    assert call("sun_li", f"{BASE}/fee-statements").json()["items"][0]["number"] == number
    assert call("wang_qiang", f"{BASE}/fee-statements/{number}").status_code == 403
    here = f"{BASE}/batches/{batch.number}"
    etag = call("zhao_min", here)["ETag"]
    void = call("zhao_min", f"{here}/void-with-refund", {"reason": "报错单位"}, etag=etag)
    assert void.json()["state"] == BatchState.VOID
    (refund,) = call("sun_li", f"{BASE}/refunds").json()["items"]
    sent = call(
        "sun_li",
        f"{BASE}/refunds/{refund['number']}/send",
        {"bank_reference": "TK1"},
        etag=f'"{refund["version"]}"',
    )
    assert (sent.status_code, sent.json()["state"]) == (200, "sent")
    assert FeeRefund.objects.get().sent_by == world.users["sun_li"]


def test_a_member_joins_alone_over_the_api(world: cast.Cast, call: Call) -> None:
    split = [{"payer": "member", "remainder": True}]
    plans.signed(world, entry={"mode": "individual"}, fee={"per_share": 30, "split": split})
    done = call("li_mei", f"/api/member/v1/plans/{plans.ACCIDENT}/join", {"shares": 1})
    assert done.json()["state"] == BatchState.UNIT_CONFIRMED
    (own,) = call("li_mei", "/api/member/v1/plans/applications").json()["items"]
    assert (own["number"], own["due"]["amount_fen"]) == (Batch.objects.get().number, 3_000)
    assert call("wang_qiang", "/api/member/v1/plans/applications").json()["items"] == []
