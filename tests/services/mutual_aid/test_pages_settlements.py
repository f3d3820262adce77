"""The settlement as officers see it: pages without JavaScript, and the same over the API."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.kernel.identifiers import uuid7
from services.mutual_aid.models import Benefit, DataFile, Settlement
from services.mutual_aid.queries.settled_receipt import settled_receipt
from services.mutual_aid.queries.settlements import queue_items
from services.mutual_aid.states import SettlementState
from services.mutual_aid.workflow.settlements.computing import settle
from services.mutual_aid.workflow.settlements.reading import read_file
from tests import cast
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk, cover_of, desk_of

DESK = "/console/settlements/"
ROWS = [("li_mei", "outpatient", 1, "3800.03"), ("wang_qiang", "outpatient", 1, "1")]
Open = Callable[[str], Client]


@pytest.fixture
def desk(world: cast.Cast, tmp_path: Path, settings: Any) -> Desk:
    """李梅 is covered; the fund has money."""
    settings.FILES_DIR = tmp_path / "files"
    made = desk_of(world)
    cover_of(made, "li_mei")
    return made


@pytest.fixture
def browser(desk: Desk, settings: Any) -> Open:
    """Give a signed-in browser of somebody of the cast."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.cast.users[key])
        return client

    return signed_in


def form(**fields: object) -> dict[str, object]:
    """Add what every form carries."""
    return {"idempotency_key": str(uuid7()), **fields}


def test_an_officer_sends_a_file_and_another_approves_what_it_came_to(
    desk: Desk, browser: Open
) -> None:
    officer, approver = browser("plan_officer"), browser("plan_approver")
    assert "交入数据文件" in officer.get(DESK).content.decode()
    content = SimpleUploadedFile("数据.csv", build.content(ROWS))
    reply = officer.post(
        f"{DESK}send/", form(plan=build.PLAN, quarter="2026Q4", content=content, rows="", total="")
    )
    file = DataFile.objects.get()
    assert reply.headers["Location"] == f"{DESK}files/{file.number}/"
    page = officer.get(reply.headers["Location"]).content.decode()
    assert ("正在读取" in page, 'http-equiv="refresh"' in page) == (True, True)
    read_file(file.number)
    page = officer.get(f"{DESK}files/{file.number}/").content.decode()
    assert "收了 1 行，1 行没有收" in page
    listed = officer.get(f"{DESK}files/{file.number}/refused.csv").content.decode()
    assert listed.splitlines()[1].startswith("2,此人在这一年没有参加这个计划")
    officer.post(f"{DESK}files/{file.number}/settle/", form())
    number = Settlement.objects.get().number
    assert settle(number) is not None
    page = approver.get(f"{DESK}{number}/").content.decode()
    assert "批准并预留 400.01 元" in page
    assert "李" not in page
    assert [item.number for item in queue_items(build.approver(desk))] == [number]
    assert queue_items(build.maker(desk)) == []
    version = Settlement.objects.get().version
    assert officer.post(f"{DESK}{number}/approve/", form(version=version)).status_code == 403
    reply = approver.post(f"{DESK}{number}/approve/", form(version=version))
    assert (reply.status_code, settle(number) is not None) == (302, True)
    assert Settlement.objects.get().state is SettlementState.ISSUED
    page = officer.get(DESK).content.decode()
    assert ("已生成给付，待付款" in page, "400.01" in page) == (True, True)


def test_the_same_over_the_api_and_cancelled(desk: Desk) -> None:
    token = cast.sign_in(desk.cast.users["plan_officer"])
    file = build.read(desk, build.content(ROWS))

    def call(method: str, path: str, body: object = None, version: int = 0) -> Any:
        extra = {"HTTP_IDEMPOTENCY_KEY": str(uuid7()), "HTTP_IF_MATCH": f'"{version}"'}
        extra["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return Client().generic(
            method,
            f"/api/staff/v1/mutual-aid/{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            **extra,
        )

    shown = call("GET", f"data-files/{file.number}").json()
    assert (shown["state"], shown["good_count"], shown["refused_count"]) == ("read", 1, 1)
    refused = call("GET", f"data-files/{file.number}/refused").json()["items"]
    assert [(row["row_number"], row["code"]) for row in refused] == [(2, "no_cover")]
    made = call("POST", "settlements", {"data_file": file.number})
    assert made.status_code == 201
    number = made.json()["number"]
    settle(number)
    shown = call("GET", f"settlements/{number}").json()
    assert (shown["state"], shown["amount"]["amount_fen"]) == ("computed", 40_001)
    assert [band["count"] for band in shown["bands"]] == [1]
    reply = call("POST", f"settlements/{number}/cancel", {"reason": "数据要重报"}, shown["version"])
    assert (reply.status_code, reply.json()["state"]) == (200, "cancelled")
    assert [one["state"] for one in call("GET", "settlements").json()["items"]] == ["cancelled"]
    assert [one["number"] for one in call("GET", "data-files").json()["items"]] == [file.number]
    assert not Benefit.objects.exists()


@pytest.mark.requirement("R8.19")
def test_the_receipt_shows_base_deductible_and_rate_in_plain_chinese(desk: Desk) -> None:
    first = build.content([("li_mei", "outpatient", 1, "2800")])
    build.issued(desk, build.computed(desk, build.read(desk, first, "2026Q3")))
    second = build.content([("li_mei", "outpatient", 1, "3800.03")])
    build.issued(desk, build.computed(desk, build.read(desk, second, "2026Q4")))
    benefit = Benefit.objects.select_related("plan_version").order_by("pk").last()
    assert benefit is not None
    receipt = settled_receipt(benefit)
    assert receipt is not None
    words = [clause["words"] for line in receipt["lines"] for clause in line["clauses"]]
    assert words[:3] == [
        "门诊本期累计计入费用 3,800.03 元",
        "起付线 1,800.00 元，超过的部分是 2,000.03 元",
        "2,000.03 元按 20% 计算",
    ]
    assert receipt["words"] == [
        "到现在应付合计 400.01 元",
        "本期以前已付 200.00 元",
        "这次付 200.01 元",
    ]
    benefit.facts = {"events": {"outpatient": ["3800.00"]}}
    with pytest.raises(ValueError, match="does not follow"):
        settled_receipt(benefit)
