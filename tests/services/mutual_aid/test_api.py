"""Mutual aid over the two APIs, from an empty batch to a member's cover."""

from base64 import b64encode
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from services.mutual_aid.models import Batch, Cover, Upload
from services.mutual_aid.workflow import reading
from tests import cast
from tests.services.mutual_aid import build
from tests.services.mutual_aid.roster.files import HEADER, workbook

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]
MoveTo = Callable[[date], None]
NEW = {"plan": build.HOSPITAL, "union": "GH-0005", "headcount": 2, "female_headcount": 2}


@pytest.fixture
def call(world: cast.Cast, client: Client) -> Call:
    """Call an API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "") -> Any:
        headers = {"X-Session-Token": cast.sign_in(world.users[who])}
        if body is None:
            return client.get(path, headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        return client.post(path, body, content_type="application/json", headers=headers)

    return make


def tus(client: Client, token: str, content: bytes) -> str:
    """Upload a workbook in two pieces; gives the number of the upload."""
    words = {"filename": "名单.xlsx", "media": "workbook"}
    notes = ",".join(f"{key} {b64encode(word.encode()).decode()}" for key, word in words.items())
    headers = {"X-Session-Token": token, "Tus-Resumable": "1.0.0", "Upload-Metadata": notes}
    size = {"Upload-Length": str(len(content))}
    path = "/api/staff/v1/uploads"
    where = client.post(path, headers=headers | size)["Location"]
    half = len(content) // 2
    for offset, piece in ((0, content[:half]), (half, content[half:])):
        answer = client.patch(
            where,
            piece,
            content_type="application/offset+octet-stream",
            headers=headers | {"Upload-Offset": str(offset)},
        )
        assert answer.status_code == 204, answer.content
    return str(where.rsplit("/", 1)[-1])


def test_a_batch_goes_from_roster_to_cover(
    world: cast.Cast, call: Call, client: Client, tmp_path: Path
) -> None:
    base = "/api/staff/v1/mutual-aid/batches"
    opened = call("wang_qiang", base, NEW)
    assert (opened.status_code, opened.json()["state"]) == (201, "draft")
    here = f"{base}/{opened.json()['number']}"
    rows = [build.of_cast("li_mei"), *build.workers(1), ("王强2", "1", "2")]
    content = workbook(tmp_path / "roster.xlsx", [HEADER, *rows]).read_bytes()
    sealed = tus(client, cast.sign_in(world.users["wang_qiang"]), content)
    sent = call("wang_qiang", f"{here}/roster", {"upload": sealed})
    assert (sent.status_code, sent.json()["state"]) == (202, "queued")
    reading.read_upload(sent.json()["number"])
    result = call("wang_qiang", f"/api/staff/v1/mutual-aid/rosters/{sent.json()['number']}").json()
    assert (result["upload"]["state"], result["upload"]["kept_count"]) == ("read", 2)
    assert [(row["row_number"], len(row["problems"])) for row in result["rows"]] == [(4, 3)]
    fee = {"amount": {"amount_fen": 10_000}, "bank_reference": "YH-1"}
    steps = [
        ("wang_qiang", "confirm-unit", {}),
        ("sun_li", "fees", fee),
        ("zhao_min", "confirm-upper", {}),
        ("zhao_min", "put-in-force", {}),
    ]
    for who, step, body in steps:
        etag = call(who, here)["ETag"]
        answer = call(who, f"{here}/{step}", body, etag=etag)
        assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "in_force"
    assert call("li_mei", "/api/member/v1/cover").json() == {
        "items": [
            {
                "plan": build.HOSPITAL,
                "title": "示范市职工住院互助",
                "first_day": "2027-01-01",
                "last_day": "2027-12-31",
                "waiting_until": None,
                "waiting_days_left": 0,
                "shares": 1,
                "cap_left": {"amount_fen": 2_000_000, "currency": "CNY"},
                "life_left": None,
                "cover": Cover.objects.get(person=world.people["li_mei"]).pk,
            }
        ]
    }


def test_who_is_not_covered_gets_an_empty_list(call: Call) -> None:
    assert call("li_mei", "/api/member/v1/cover").json() == {"items": []}


def test_a_waiting_period_is_given_with_its_last_day_and_the_days_left_by_business_time(
    world: cast.Cast, call: Call, tmp_path: Path, move_to: MoveTo
) -> None:
    rows = [build.of_cast("li_mei")]
    build.in_force(world, build.confirmed(world, tmp_path, rows, plan=build.WOMEN))
    (item,) = call("li_mei", "/api/member/v1/cover").json()["items"]
    assert (item["first_day"], item["waiting_until"]) == ("2026-11-24", "2026-12-23")
    left = {}
    for day in (date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 23), date(2026, 12, 24)):
        move_to(day)
        (item,) = call("li_mei", "/api/member/v1/cover").json()["items"]
        left[f"{day:%m-%d}"] = item["waiting_days_left"]
    assert left == {"11-23": 30, "11-24": 30, "12-23": 1, "12-24": 0}


@pytest.mark.requirement("R8.3")
def test_joining_alone_is_answered_with_409_and_a_clear_sentence(call: Call) -> None:
    answer = call("li_mei", f"/api/member/v1/plans/{build.HOSPITAL}/join", {})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_individual")
    assert "由单位统一办理" in answer.json()["detail"]
    assert Batch.objects.count() == 0


def test_members_see_the_signed_plans_and_officers_all(call: Call) -> None:
    numbers = [one["number"] for one in call("li_mei", "/api/member/v1/plans").json()["items"]]
    assert numbers == ["DEMO-F-2026", "DEMO-HOSP-2026", "DEMO-HOSP-2026.v2", "DEMO-MED-2026"]
    staff = call("plan_officer", "/api/staff/v1/mutual-aid/plans").json()["items"]
    assert all(one["pays"] for one in staff)


def test_a_batch_of_another_union_does_not_exist(
    world: cast.Cast, call: Call, tmp_path: Path
) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei")])
    here = f"/api/staff/v1/mutual-aid/batches/{batch.number}"
    upload = Upload.objects.get()
    for who in ("bus_chair", "west_reviewer"):
        assert call(who, here).status_code == 404
        assert call(who, f"/api/staff/v1/mutual-aid/rosters/{upload.number}").status_code == 404
    assert call("li_mei", here).status_code == 403
    refused = call("bus_chair", f"{here}/confirm-unit", {}, etag=f'"{batch.version}"')
    assert refused.status_code == 404
    assert call("bus_chair", "/api/staff/v1/mutual-aid/batches", NEW).status_code == 404
    assert Batch.objects.count() == 1


def test_a_stale_version_changes_nothing(world: cast.Cast, call: Call, tmp_path: Path) -> None:
    batch = build.confirmed(world, tmp_path, [build.of_cast("li_mei")])
    here = f"/api/staff/v1/mutual-aid/batches/{batch.number}"
    body = {"reason": "缺社保结算单"}
    assert call("zhao_min", f"{here}/return", body, etag='"1"').status_code == 412
    assert call("zhao_min", f"{here}/return", body).status_code == 428
    assert build.fresh(batch).version == batch.version


def test_a_roster_sent_twice_under_one_key_is_taken_once(
    world: cast.Cast, client: Client, tmp_path: Path
) -> None:
    batch = build.open_batch(world)
    content = workbook(tmp_path / "roster.xlsx", [HEADER, build.of_cast("li_mei")]).read_bytes()
    headers = {
        "X-Session-Token": cast.sign_in(world.users["wang_qiang"]),
        "Idempotency-Key": "same-key-00000001",
    }
    path = f"/api/staff/v1/mutual-aid/batches/{batch.number}/roster"
    body = {"upload": tus(client, headers["X-Session-Token"], content)}
    first, second = (
        client.post(path, body, content_type="application/json", headers=headers) for _ in range(2)
    )
    assert second.content == first.content
    assert second["Idempotency-Replayed"] == "true"
    assert Upload.objects.count() == 1
    assert Cover.objects.count() == 0
