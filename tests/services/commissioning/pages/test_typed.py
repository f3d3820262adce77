"""What somebody typed stays, and each fault is said at its field (R9.3, R9.5, R9.12)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from services.commissioning.models import Call, Contract, Project
from services.commissioning.workflow import bids
from tests.services.commissioning import build, build_contract, build_panel, walk
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import text, visitor
from tests.services.commissioning.visits import browser, send, text_of
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
DESK = "/console/commissioning/projects/{}/"


def call_fields(**changed: str) -> dict[str, str]:
    """Give a call as the buyer fills it in."""
    usual = {
        "mode": "comparison", "text": "面向全市职工。", "planned_persons": "60",
        "planned_sessions": "6", "panel_size": "5",
        "deadline": f"{clock.now() + timedelta(days=12):%Y-%m-%dT%H:%M}",
        "title_1": "方案", "weight_1": "60", "levels_1": "好;中；差",
        "title_3": "团队", "weight_3": "40", "levels_3": "强；弱",
    }  # fmt: skip
    return {**usual, **changed}


def said_at(page: str, field: str) -> str:
    """Give what a page says right at a field; the summary must lead there."""
    assert f'href="#{field}"' in page, field
    around = page.split(f'id="{field}"')
    assert len(around) > 1, field
    found = re.search(r'class="field-error"[^>]*>([^<]+)<', around[1].split("</td>")[0])
    before = re.findall(r'class="field-error" id="' + field + r'-error">([^<]+)<', page)
    return found[1] if found else before[0]


@pytest.mark.requirement("R9.3")
def test_a_call_written_in_two_windows_keeps_what_the_second_typed(story: Story) -> None:
    project = walk.drafted(story)
    page = f"{DESK.format(project.number)}call/"
    buyer = browser(story, "project_buyer")
    hidden = r'name="(version|idempotency_key)" value="([^"]*)"'
    old = dict(re.findall(hidden, text_of(buyer, page)))
    assert send(buyer, page, **call_fields(planned_persons="61")).status_code == 302
    late = buyer.post(page, {**old, **call_fields(text="第二个窗口写了很久的公告。")})
    shown = text(late)
    assert late.status_code == 412
    assert "刚刚被别人更新过。您填的内容还在，没有保存" in shown
    assert "第二个窗口写了很久的公告。</textarea>" in shown
    call = Call.objects.get()
    assert (call.planned_persons, call.text) == (61, "面向全市职工。")
    newer = re.findall(r'name="version" value="(\d+)"', shown)
    assert newer == [str(Project.objects.get().version)]


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"panel_size": "4"}, "id_panel_size", "请填 5 以上的单数。"),
        ({"weight_1": "61"}, "id_weight_1", "权重合计 101，应为 100。"),
        ({"levels_3": "强"}, "id_levels_3", "第 2 条评审标准请分 2 到 6 档"),
        ({"title_3": ""}, "id_title_3", "第 2 条评审标准请写名称"),
        ({"levels_5": "好；差"}, "id_title_5", "第 3 条评审标准请写名称"),
        ({"deadline": "2025-01-01T10:00"}, "id_deadline", "截止时间不能早于"),
    ],
)
def test_what_is_wrong_with_a_call_is_said_at_its_field(
    story: Story, changed: dict[str, str], field: str, words: str
) -> None:
    project = walk.drafted(story)
    page = f"{DESK.format(project.number)}call/"
    answer = send(browser(story, "project_buyer"), page, **call_fields(**changed))
    assert answer.status_code == 422
    assert words in said_at(text(answer), field)
    assert Call.objects.get().planned_persons == 600


def test_the_semicolon_of_either_keyboard_parts_levels(story: Story) -> None:
    project = walk.drafted(story)
    page = f"{DESK.format(project.number)}call/"
    assert send(browser(story, "project_buyer"), page, **call_fields()).status_code == 302
    first = Call.objects.get().criteria.order_by("place")[0]
    assert list(first.levels) == ["好", "中", "差"]


@pytest.mark.requirement("R9.3")
def test_a_refused_amendment_stays_open_with_its_words(story: Story) -> None:
    project = walk.opened(story)
    page = DESK.format(project.number)
    earlier = f"{clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    words = {"text": "增加一场。", "reason": "报名多。", "new_deadline": earlier}
    answer = send(browser(story, "project_approver"), page, f"{page}amend/", **words)
    shown = text(answer)
    opened = shown.split("<summary>发布更正公告并延期")[0].rsplit("<details", 1)[1]
    assert (answer.status_code, " open" in opened) == (422, True)
    assert "增加一场。</textarea>" in shown
    assert "截止时间" in said_at(shown, "id_amend_new_deadline")
    assert not Call.objects.get().amendments.exists()


@pytest.mark.requirement("R9.5")
def test_what_an_application_needs_in_the_end_is_not_called_optional(story: Story) -> None:
    project = walk.opened(story)
    walk.officer(story, "heart")
    provider = browser(story, "feng_xue")
    number = bids.start_bid(project.number, actor=story.world.actor("feng_xue")).number
    page = f"/console/provider/bids/{number}/"
    assert "可不填" not in text_of(provider, page)
    given = {"amount": "100.00", "plan": "每周三晚", "line_2": "人员"}
    answer = send(provider, page, f"{page}submit/", **given)
    shown = text(answer)
    assert answer.status_code == 422
    assert "第 1 行预算请写科目和大于 0 的金额" in said_at(shown, "id_fen_2")
    assert 'value="人员"' in shown


@pytest.fixture
def visit(world: World, settings: Any) -> Callable[..., Any]:
    """Open a page as one of the cast, or send its form."""
    return visitor(world, settings.SESSION_COOKIE_NAME)


@pytest.mark.requirement("R9.12")
def test_a_row_of_a_contract_that_lacks_its_first_cell_is_not_left_out(
    world: World, visit: Callable[..., Any]
) -> None:
    project = build.awarded(world)
    here = f"{DESK.format(project.number)}contract/draft/"
    form = visit("project_buyer", here).context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    for name, value in sent.items():
        if name.endswith("_amount") and isinstance(value, int):
            sent[name] = f"{value // 100}.{value % 100:02d}"
    half = {**sent, "line_8_amount": "1.00", "version": project.version}
    answer = visit("project_buyer", here, half)
    assert answer.status_code == 422
    assert said_at(text(answer), "id_line_8_title") == "请填写“第 8 行科目”。"
    assert not Contract.objects.exists()


@pytest.mark.requirement("R9.13")
def test_a_refused_withholding_keeps_its_reason(world: World, visit: Callable[..., Any]) -> None:
    contract = build_contract.signed(world)
    here = f"{DESK.format(contract.project.number)}contract/"
    stage = build_contract.stage(contract, 1)
    answer = visit(
        "project_approver",
        f"{here}stages/{stage.number}/withhold/",
        {"version": stage.version + 7, "reason": "场地没有落实"},
    )
    shown = text(answer)
    assert answer.status_code == 412
    assert shown.count('value="场地没有落实"') == 1
    assert "<details open><summary>不予支付" in shown
    stage.refresh_from_db()
    assert stage.state == "due"


@pytest.mark.requirement("R9.8")
def test_scores_are_saved_on_the_way_to_the_signature(review: build_panel.Story) -> None:
    build_panel.to_scoring(review)
    seat = review.seats()[0]
    who = review.keys[seat.panelist.user_id]
    own = f"/console/panel/projects/{review.number}/"
    given = {f"{bid}_{place}": f"{tenths / 10:.1f}" for (bid, place), tenths in
             build_panel.points(review, 0).items()}  # fmt: skip
    answer = send(browser(review, who), own, f"{own}scores/", **given, next="check")
    assert (answer.status_code, answer["Location"]) == (302, f"{own}check/")
    last = text(answer.client.get(answer["Location"]))
    assert "还有" not in last.partition("<main")[2].partition("</main>")[0]
