"""Rate groups on the console and on the member's own page, without JavaScript and over the API."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from backend.kernel.identifiers import uuid7
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.queries import queue_items
from services.mutual_aid.states import GroupState
from tests import cast
from tests.services.mutual_aid import build_groups as build
from tests.services.mutual_aid.build import actor

pytestmark = pytest.mark.django_db
DESK = "/console/mutual-aid/groups/"
Open = Callable[[str], Client]


@pytest.fixture
def browser(world: cast.Cast, settings: Any) -> Open:
    """Give a signed-in browser of somebody of the cast."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[key])
        return client

    return signed_in


def form(**fields: object) -> dict[str, object]:
    return {"idempotency_key": str(uuid7()), **fields}


def test_one_officer_records_another_confirms_and_the_member_reads_it(
    world: cast.Cast, browser: Open
) -> None:
    officer, approver = browser("plan_officer"), browser("plan_approver")
    who = cast.part("li_mei")
    sent = form(
        group="model_worker", basis="劳模证书", name=who.name, id_number=who.id_number,
        first_day="2026-01-01", last_day="",
    )  # fmt: skip
    assert officer.post(f"{DESK}record/", sent).headers["Location"] == DESK
    made = GroupStanding.objects.get()
    page = officer.get(DESK).content.decode()
    assert (who.id_number in page, who.name in page, "确认选中的" in page) == (False, False, False)
    assert "照顾身份" in {one.category for one in queue_items(actor(world, "plan_approver"))}
    page = approver.get(f"{DESK}{made.number}/").content.decode()
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    approver.post(f"{DESK}{made.number}/confirm/", form(version=version[1]))
    assert build.fresh(made).state is GroupState.CONFIRMED
    own = browser("li_mei").get("/me/cover/").content.decode()
    assert ("我的照顾身份" in own, "劳动模范" in own) == (True, True)
    assert "我的照顾身份" not in browser("chen_ping").get("/me/cover/").content.decode()


def test_a_list_says_which_lines_were_not_taken_and_names_nobody(
    world: cast.Cast, browser: Open
) -> None:
    officer = browser("plan_officer")
    who = cast.part("li_mei")
    lines = f"{who.id_number},{who.name},2026-01-01\n{who.id_number},张三,2026-01-01,2026-06-30"
    sent = form(group="model_worker", basis="名单", people=lines)
    page = officer.post(f"{DESK}record-list/", sent).content.decode()
    assert ("登记了 1 人" in page, "第 2 行：没有找到这位职工" in page) == (True, True)
    assert (who.id_number in page, "张三" in page) == (False, False)
    wrong = form(group="model_worker", basis="名单", people="没有逗号")
    reply = officer.post(f"{DESK}record-list/", wrong)
    assert (reply.status_code, "第 1 行应写成" in reply.content.decode()) == (422, True)
    number = GroupStanding.objects.get().number
    chosen = form(standing=[number])
    browser("plan_approver").post(f"{DESK}confirm/", chosen)
    assert GroupStanding.objects.get().state is GroupState.CONFIRMED


def test_the_same_over_the_api(world: cast.Cast, client: Client) -> None:
    who = cast.part("li_mei")

    def send(key: str, path: str, body: object = None, version: int = 1) -> Any:
        headers = {
            "X-Session-Token": cast.sign_in(world.users[key]),
            "Idempotency-Key": str(uuid7()),
            "If-Match": f'"{version}"',
        }
        where = f"/api/staff/v1/mutual-aid/groups{path}"
        return client.post(
            where, json.dumps(body), content_type="application/json", headers=headers
        )

    made = send(
        "zhao_min",
        "",
        {
            "id_number": who.id_number,
            "name": who.name,
            "group": "model_worker",
            "basis": "证书",
            "first_day": "2026-01-01",
        },
    )
    assert (made.status_code, who.id_number in made.content.decode()) == (201, False)
    number = made.json()["number"]
    assert send("zhao_min", f"/{number}/confirm").status_code == 403
    assert send("plan_approver", f"/{number}/confirm", version=9).status_code == 412
    done = send("plan_approver", f"/{number}/confirm")
    assert (done.status_code, done.json()["state"]) == (200, "confirmed")
    token = {"X-Session-Token": cast.sign_in(world.users["li_mei"])}
    own = client.get("/api/member/v1/mutual-aid/groups", headers=token).json()
    assert [one["group_label"] for one in own["items"]] == ["劳动模范"]
    listed = client.get(
        "/api/staff/v1/mutual-aid/groups",
        headers={"X-Session-Token": cast.sign_in(world.users["plan_officer"])},
    ).json()
    assert [one["number"] for one in listed["items"]] == [number]
