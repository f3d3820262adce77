"""The worker's pages, without JavaScript: begin, fill in, check, submit, follow, object."""

import io
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from services.hardship.models import Application, Objection
from services.hardship.states import State
from tests import cast
from tests.services.hardship import build


def browser(story: build.Story, part: str) -> Client:
    """Give a browser in which a part of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(story.made.users[part])
    return client


def send(client: Client, url: str, **fields: object) -> int:
    """Send a page's form as a browser would, hidden fields included; gives the status."""
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answer = client.post(url, {**hidden, **fields})
    return answer.status_code


def jpeg() -> SimpleUploadedFile:
    """Give a small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#ccbbaa").save(out, "JPEG")
    return SimpleUploadedFile("证明.jpg", out.getvalue(), "image/jpeg")


@pytest.mark.requirement("R8.34")
def test_she_fills_in_and_submits_by_plain_forms(story: build.Story) -> None:
    client = browser(story, "li_mei")
    ticked = dict.fromkeys(["household", "means_check", "notice", "health"], "on")
    assert send(client, "/me/hardship/", **ticked) == 302
    made = Application.objects.get()
    page = f"/me/hardship/{made.number}/"
    assert "困难原因和情况" in client.get(page).content.decode()
    for screen, answers in (
        ("cause", {"cause": "illness", "situation": "母亲手术。"}),
        ("money", {"annual_income": "36,000", "rigid_expense": "20000", "self_paid": "8000.5"}),
        ("event", {"event_on": ""}),
        ("address", {"address": "槐树街 8 号"}),
    ):
        assert send(client, f"{page}{screen}/", **answers) == 302
    spouse = build.household(story.made)[1]
    added = {"relation": "spouse", "name": spouse.name, "id_number": spouse.id_number}
    assert send(client, f"{page}household/", **added) == 302
    assert send(client, f"{page}photos/", file=jpeg(), kind="proof") == 302
    advised = client.get(f"{page}photos/").content.decode()
    assert "第 1 张（证明材料）：照片太小，字可能看不清。" in advised
    assert "可以重拍一张，也可以就用这张。" in advised
    shown = client.get(f"{page}check/").content.decode()
    assert "母亲手术。" in shown
    assert "36,000.00" in shown
    assert spouse.id_number not in shown
    assert send(client, f"{page}check/") == 302
    made.refresh_from_db()
    assert (made.state, made.self_paid_fen) == (State.SUBMITTED, 800_050)
    status = client.get(page).content.decode()
    assert "已提交，等工会上门走访" in status
    assert "答复" in status


def test_an_incomplete_one_stays_and_says_what_is_missing(story: build.Story) -> None:
    client = browser(story, "li_mei")
    send(client, "/me/hardship/", household="on")
    page = f"/me/hardship/{Application.objects.get().number}/check/"
    text = client.get(page).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    answer = client.post(page, hidden)
    assert answer.status_code == 422
    assert "请至少上传一张证明材料的照片。" in answer.content.decode()


def test_the_same_form_sent_twice_begins_one_application(story: build.Story) -> None:
    client = browser(story, "li_mei")
    page = client.get("/me/hardship/").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    body = {**hidden, "household": "on"}
    first, second = (client.post("/me/hardship/", body) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


@pytest.mark.requirement("RX.5")
@pytest.mark.parametrize(
    "path",
    ["", "cause/", "money/", "event/", "address/", "household/", "photos/", "authorisations/",
     "check/"],
)  # fmt: skip
def test_a_member_of_another_union_finds_nothing_at_any_address(
    story: build.Story, path: str
) -> None:
    number = build.draft(story).number
    answer = browser(story, "chen_ping").get(f"/me/hardship/{number}/{path}")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


@pytest.mark.requirement("R8.42")
def test_the_notice_is_for_signed_in_members_of_the_union_only(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    page = f"/me/hardship/notices/{made.notice.number}/"
    text = browser(story, "wang_qiang").get(page).content.decode()
    assert "李某" in text
    own = cast.part("li_mei")
    for secret in (own.name, own.id_number, own.phone, "4217", "槐树街道 8 号院", "心脏", "孩子甲"):
        assert secret not in text
    assert browser(story, "chen_ping").get(page).status_code == 404
    assert Client().get(page).status_code == 302
    assert Client().get("/me/hardship/notices/").status_code == 302


@pytest.mark.requirement("R8.43")
def test_a_colleague_objects_and_reads_the_outcome(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    client = browser(story, "wang_qiang")
    page = f"/me/hardship/notices/{made.notice.number}/"
    assert send(client, page, text="他家有两套房。") == 302
    assert Objection.objects.get().by_person == story.made.people["wang_qiang"]
    assert "核查中" in client.get(page).content.decode()


@pytest.mark.requirement("R8.45")
def test_a_refusal_reaches_the_applicant_with_reason_and_appeal(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    build.workflow.refuse(
        made.number,
        actor=story.who("wang_qiang"),
        version=made.version,
        reason="家庭人均收入高于标准。",
        clause="认定办法第三条",
    )
    text = browser(story, "li_mei").get(f"/me/hardship/{made.number}/").content.decode()
    for words in (
        "家庭人均收入高于标准。",
        "认定办法第三条",
        "示范市河东区总工会",
        "2026年12月21日",
    ):
        assert words in text


def test_the_home_page_shows_state_steps_and_the_expected_day(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    text = browser(story, "li_mei").get("/me/").content.decode()
    assert made.number in text
    assert "工会已走访" in text
    assert "预计 2027年1月5日（周二）前答复" in text


@pytest.mark.requirement("RX.3")
def test_her_own_data_page_holds_the_application(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    text = browser(story, "li_mei").get("/me/data/").content.decode()
    assert made.number in text
    assert build.household(story.made)[1].id_number not in text
