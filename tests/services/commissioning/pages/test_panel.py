"""The panel's pages: the whole story by plain forms, and what each of them shows to whom."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from backend.kernel import clock
from services.commissioning.models import Panelist, Seat
from services.commissioning.queries import panel
from services.commissioning.queries.panel_part import panel_part
from services.commissioning.states.projects import ProjectState
from tests import cast
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story, points


def browser(review: Story, key: str = "") -> Client:
    """Give a browser in which a part of the cast is signed in."""
    client = Client()
    if key:
        token = cast.sign_in(review.world.cast.users[key])
        client.cookies[settings.SESSION_COOKIE_NAME] = token
    return client


def text(client: Client, path: str) -> str:
    """Read a page that is there."""
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def send(client: Client, page: str, to: str, **fields: Any) -> int:
    """Send the form of a page that goes to an address, hidden fields included."""
    shown = text(client, page)
    assert f'action="{to}"' in shown, f"{page} has no form to {to}"
    form = shown.split(f'action="{to}"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(to, {**hidden, **fields}).status_code


def key_of(review: Story, seat: Seat) -> str:
    """Give the part of the cast that holds a seat."""
    return review.keys[seat.panelist.user_id]


def fields_of(scores: dict[tuple[str, int], int]) -> dict[str, str]:
    """Give scores as one types them."""
    return {f"{bid}_{place}": f"{tenths / 10:.1f}" for (bid, place), tenths in scores.items()}


def test_the_whole_story_goes_by_plain_forms(review: Story) -> None:
    desk = f"/console/commissioning/projects/{review.number}/panel/"
    own = f"/console/panel/projects/{review.number}/"
    buyer = browser(review, "project_buyer")
    assert "抽取评审组 5 人" in text(buyer, desk)
    assert send(buyer, desk, f"{desk}draw/") == 302
    assert "作回避声明。" in text(buyer, desk)
    first = browser(review, key_of(review, review.seats()[0]))
    shown = text(first, own)
    assert "我与以上组织没有这些关系" in shown
    assert "heart的方案" not in shown
    assert send(first, own, f"{own}step-back/", reason="") == 422
    tied = {"reason": "曾在该组织任职。", "organization": "51990100MJ00000028"}
    assert send(first, own, f"{own}step-back/", **tied) == 422
    told = {**tied, "kind": "employment", "since": "2024-05-01"}
    assert send(first, own, f"{own}step-back/", **told) == 302
    listed = text(first, "/console/panel/")
    assert "示范市明灯职工成长促进会　三年内任职" in listed
    assert "您本人申报" in listed
    assert "您已回避这个项目" in text(first, own)
    for seat in review.seats():
        assert send(browser(review, key_of(review, seat)), own, f"{own}declare/") == 302
    review.pass_days(5)
    buyer = browser(review, "project_buyer")
    assert send(buyer, desk, f"{desk}clear/") == 302
    assert send(buyer, desk, f"{desk}open-scoring/") == 302
    for nth, seat in enumerate(review.seats()):
        mine, scores = browser(review, key_of(review, seat)), points(review, nth)
        assert "heart的方案" in text(mine, own)
        wrong = {**fields_of(scores), next(iter(fields_of(scores))): "20.55"}
        assert send(mine, own, f"{own}scores/", **wrong) == 422
        assert send(mine, own, f"{own}scores/", **fields_of(scores)) == 302
        assert "签字后不能修改，也不能撤回。" in text(mine, f"{own}check/")
        assert send(mine, f"{own}check/", f"{own}sign/") == 302
        assert "您已签字，评分不能再改。" in text(mine, own)
    assert review.project.state is ProjectState.RANKED
    last = browser(review, key_of(review, review.seats()[0]))
    assert send(last, own, f"{own}dissent/", text="报价偏低。") == 302
    assert "报价偏低。" in text(last, f"{own}report/")
    review.pass_days(5)
    buyer = browser(review, "project_buyer")
    assert "报价偏低。" in text(buyer, f"{desk}report/")
    assert send(buyer, desk, f"{desk}notice/") == 302
    review.pass_days(9)
    approver = browser(review, "project_approver")
    assert "公示期满，待确定承接组织" in text(approver, "/console/")
    assert send(approver, desk, f"{desk}award/") == 302
    assert review.project.state is ProjectState.AWARDED


def test_a_score_that_was_typed_wrong_says_which_and_keeps_the_rest(review: Story) -> None:
    own = f"/console/panel/projects/{review.number}/"
    seat = build_panel.to_scoring(review).seats()[0]
    mine, typed = browser(review, key_of(review, seat)), fields_of(points(review, 0))
    wrong = {**typed, next(iter(typed)): "25"}
    shown = text(mine, own)
    form = shown.split(f'action="{own}scores/"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = mine.post(f"{own}scores/", {**hidden, **wrong})
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“需求契合”请填 0 到 20 的分数，最多一位小数。" in said
    assert list(typed.values())[1] in said
    saved = Seat.objects.get(pk=seat.pk)
    assert saved.scores_sealed is None


@pytest.mark.requirement("R9.7")
def test_an_applicant_sees_the_panel_and_objects_by_form(review: Story) -> None:
    page = f"/console/provider/projects/{review.number}/panel/"
    build_panel.declare(build_panel.draw(review))
    seat = review.seats()[0]
    officer = browser(review, "feng_xue")
    name = cast.part(key_of(review, seat)).name
    assert name in text(officer, page)
    to = f"{page}seats/{seat.number}/object/"
    assert send(officer, page, to, text="") == 422
    assert send(officer, page, to, text="她是明灯的理事。") == 302
    assert "她是明灯的理事。" in text(officer, page)
    desk = f"/console/commissioning/projects/{review.number}/panel/"
    assert "她是明灯的理事。" not in text(browser(review, "project_buyer"), desk)
    approver = browser(review, "project_approver")
    assert review.number in text(approver, "/console/commissioning/objections/")
    assert "她是明灯的理事。" in text(approver, desk)
    number = review.project.objections.get().number
    dismiss = f"{desk}objections/{number}/dismiss/"
    assert send(approver, desk, dismiss, reason="") == 422
    assert send(approver, desk, dismiss, reason="不是理事。") == 302
    assert "不是理事。" in text(officer, page)


@pytest.mark.requirement("R9.11")
def test_a_member_reads_the_result_and_objects_by_form(review: Story) -> None:
    page = f"/me/services/results/{review.number}/"
    build_panel.to_ranked(review)
    assert browser(review, "li_mei").get(page).status_code == 404
    review.pass_days(5)
    review.step(build_panel.result.open_notice, "project_buyer")
    member = browser(review, "li_mei")
    assert "示范市明灯职工成长促进会" in text(member, page)
    assert send(member, page, page, text="去年没有做完。") == 302
    assert "您提出的异议" in text(member, page)


def test_the_first_place_withdraws_by_form(review: Story) -> None:
    build_panel.to_notice(review)
    page = f"/console/provider/projects/{review.number}/panel/"
    officer = browser(review, "second_officer")
    assert "第 1 名，99.00 分" in text(officer, page)
    assert send(officer, page, f"{page}decline/", reason="人手不足。") == 302
    assert review.project.state is ProjectState.RANKED


def test_an_approver_keeps_the_pool_by_form(review: Story) -> None:
    Panelist.objects.filter(number="PS-0001").delete()
    page = "/console/commissioning/pool/"
    approver = browser(review, "project_approver")
    assert "在库 7 人，其中专家 5 人" in text(approver, page)
    user = review.world.cast.users["zheng_he"].number
    given = {"union_number": "GH-0001", "user": user, "kind": "expert", "field": "心理学"}
    assert send(approver, page, f"{page}enter/", **{**given, "field": ""}) == 422
    assert send(approver, page, f"{page}enter/", **given) == 302
    assert send(approver, page, f"{page}PS-0002/rest/") == 302
    assert "在库 7 人，其中专家 5 人" in text(approver, page)
    assert "登记入库" not in text(browser(review, "project_buyer"), page)


def test_a_panel_that_can_not_be_filled_says_what_to_do(review: Story) -> None:
    resting = Panelist.objects.filter(number__in=["PS-0005", "PS-0006", "PS-0008"])
    resting.update(is_active=False)
    build_panel.draw(review)
    seat = review.seats()[0]
    own = f"/console/panel/projects/{review.number}/"
    mine = browser(review, key_of(review, seat))
    assert send(mine, own, f"{own}step-back/", reason="同学。") == 302
    desk = f"/console/commissioning/projects/{review.number}/panel/"
    buyer = browser(review, "project_buyer")
    assert "补充评审人库" in text(buyer, desk)
    assert send(buyer, desk, f"{desk}redraw/") == 409
    resting.update(is_active=True)
    assert send(buyer, desk, f"{desk}redraw/") == 302
    assert "重抽名单已在" in text(buyer, desk)
    assert "名单已在" in render_to_string(
        "commissioning/portal/panel_part.html", {"panel": panel_part(review.project)}
    )
    assert send(buyer, desk, f"{desk}draw/") == 302
    assert len(review.seats()) == 5


@pytest.mark.requirement("R9.23")
def test_the_public_part_names_the_panel_only_with_the_notice(review: Story) -> None:
    def shown() -> str:
        part = panel_part(review.project)
        return render_to_string("commissioning/portal/panel_part.html", {"panel": part})

    names = [cast.part(review.keys[one.user_id]).name for one in build_panel.pool_of(review.world)]
    organizations = [one.name for one in review.world.organizations.values()]
    assert "专家不少于三分之二" in shown()
    build_panel.to_ranked(review)
    before = shown()
    assert not any(name in before for name in (*names, *organizations))
    review.pass_days(5)
    review.step(build_panel.result.open_notice, "project_buyer")
    after = shown()
    sitting = {cast.part(key_of(review, seat)).name for seat in review.seats()}
    assert {name for name in names if name in after} == sitting
    assert all(name in after for name in organizations)
    notice = panel.notice_of(review.project)
    assert notice is not None
    assert clock.day_words(notice.until) in after


def test_anybody_takes_the_verifier_along(review: Story) -> None:
    answer = browser(review).get("/open/verify/panel.py")
    assert answer.status_code == 200
    assert b"def recompute(" in answer.content


@pytest.mark.requirement("RX.5")
def test_strangers_find_no_page(review: Story) -> None:
    build_panel.to_notice(review)
    paths = {
        f"/console/commissioning/projects/{review.number}/panel/": ("west_reviewer", 403),
        f"/console/panel/projects/{review.number}/": ("second_officer", 403),
        f"/console/provider/projects/{review.number}/panel/": ("zheng_he", 403),
        "/console/commissioning/objections/": ("project_buyer", 403),
        "/console/commissioning/projects/WT-2026-999999/panel/": ("project_buyer", 404),
        "/console/panel/projects/WT-2026-999999/": ("zheng_he", 404),
        "/console/provider/projects/WT-2026-999999/panel/": ("feng_xue", 404),
        "/me/services/results/WT-2026-999999/": ("li_mei", 404),
    }
    for path, (key, status) in paths.items():
        assert browser(review, key).get(path).status_code == status, path
