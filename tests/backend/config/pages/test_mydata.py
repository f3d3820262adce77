"""A worker sees all data about herself, who read it, takes a copy and has mistakes put right."""

import json
import re

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from backend.access.actor import Actor
from backend.access.models import CorrectionRequest
from backend.accounts import people as persons
from backend.audit.models import Entry
from notifications.models import Event
from tests import cast as people


def reader(cast: people.Cast, key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users[key])
    return client


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found.group(1)


@pytest.mark.requirement("RX.3")
def test_she_sees_her_data_masked_and_who_read_it(cast: people.Cast) -> None:
    with transaction.atomic():
        reviewer = Actor(cast.users["zhao_min"].pk, None, "district_reviewer", "staff")
        persons.reveal(cast.people["li_mei"], "phone", actor=reviewer, purpose="核对联系电话")
    html = reader(cast, "li_mei").get("/me/data/").content.decode()
    part = people.part("li_mei")
    assert "李梅" in html
    assert "第三机床厂工会" in html
    assert part.phone not in html
    assert part.id_number not in html
    assert "区总工会审核人：查看了完整信息，用途：核对联系电话" in html


@pytest.mark.requirement("RX.3")
def test_the_copy_holds_her_data_in_full_and_leaves_a_trace(cast: people.Cast) -> None:
    reply = reader(cast, "li_mei").get("/me/data/copy/")
    copy = json.loads(reply.content)
    part = people.part("li_mei")
    assert copy["identity"]["身份证号"] == part.id_number
    assert copy["identity"]["手机号"] == part.phone
    assert set(copy["parts"]) >= {"困难帮扶", "医疗互助", "消息与设备"}
    assert "attachment" in reply["Content-Disposition"]
    assert reply["Cache-Control"] == "no-store"
    assert Entry.objects.filter(act="person.copy").count() == 1
    assert people.part("chen_ping").phone not in reply.content.decode()


@pytest.mark.requirement("RX.3")
def test_she_asks_for_a_correction_and_the_answer_reaches_her(cast: people.Cast) -> None:
    her = reader(cast, "li_mei")
    form = {
        "field": "phone",
        "wanted": "13900000000",
        "idempotency_key": hidden(her.get("/me/data/").content.decode(), "idempotency_key"),
    }
    for _ in range(2):
        assert her.post("/me/data/", form).status_code == 302
    asked = CorrectionRequest.objects.get()
    assert b"13900000000" not in bytes(asked.wanted_sealed or b"")
    officer = reader(cast, "zhao_min")
    where = f"/console/corrections/{asked.number}/"
    assert where in officer.get("/console/").content.decode()
    page = officer.get(where).content.decode()
    assert "13900000000" in page
    answer = {
        "corrected": "yes",
        "reason": "已按身份证核对更正。",
        "version": hidden(page, "version"),
        "idempotency_key": hidden(page, "idempotency_key"),
    }
    assert officer.post(where, answer).status_code == 302
    assert where not in officer.get("/console/").content.decode()
    assert "已按身份证核对更正。" in her.get("/me/data/").content.decode()
    assert Event.objects.filter(topic="account.correction_answered").count() == 1


def test_a_form_without_an_answer_names_what_is_missing(cast: people.Cast) -> None:
    her = reader(cast, "li_mei")
    reply = her.post("/me/data/", {"field": "phone", "wanted": "", "idempotency_key": "k"})
    assert reply.status_code == 422
    assert '<a href="#id_wanted">请填写“正确的内容”。</a>' in reply.content.decode()
    assert CorrectionRequest.objects.count() == 0


@pytest.mark.requirement("RX.5")
def test_another_unions_officer_neither_sees_nor_opens_the_request(cast: people.Cast) -> None:
    form = {"field": "phone", "wanted": "13900000000", "idempotency_key": "k"}
    reader(cast, "li_mei").post("/me/data/", form)
    where = f"/console/corrections/{CorrectionRequest.objects.get().number}/"
    stranger = reader(cast, "west_reviewer")
    assert where not in stranger.get("/console/").content.decode()
    assert stranger.get(where).status_code == 404


@pytest.mark.requirement("RX.3")
def test_the_same_look_several_times_running_is_one_line(cast: people.Cast) -> None:
    reviewer = Actor(cast.users["zhao_min"].pk, None, "district_reviewer", "staff")
    for _ in range(3):
        with transaction.atomic():
            persons.reveal(cast.people["li_mei"], "phone", actor=reviewer, purpose="核对联系电话")
    html = reader(cast, "li_mei").get("/me/data/").content.decode()
    line = "区总工会审核人：查看了完整信息，用途：核对联系电话（连续 3 次）"
    assert html.count("区总工会审核人：查看了完整信息") == html.count(line) == 1
