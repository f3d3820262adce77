"""The pages by plain forms: needs, project, call, application, register (R9.1-R9.5, R9.26)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.config.demo.cases import sample_photo
from backend.kernel import clock
from services.commissioning.models import Bid, Need, Organization, Project, Proof, ProofKind
from services.commissioning.states.bids import BidState
from services.commissioning.states.organizations import OrgState, ProofState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import closing
from tests.services.commissioning import walk
from tests.services.commissioning.proof import snapshot
from tests.services.commissioning.visits import browser, send, text_of
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
DESK = "/console/commissioning/"
CALL = {
    "mode": "comparison",
    "text": "面向全市一线职工提供心理咨询服务。",
    "planned_persons": "600",
    "planned_sessions": "60",
    "panel_size": "5",
    "title_1": "服务方案",
    "weight_1": "60",
    "levels_1": "好；中；差",
    "title_2": "团队",
    "weight_2": "40",
    "levels_2": "强；弱",
}
BID = {
    "amount": "180,000.00",
    "persons": "600",
    "sessions": "60",
    "plan": "每周三晚",
    "team": "6 名咨询师",
    "track_record": "1200 人次",
    "line_1": "人员",
    "fen_1": "120000",
    "line_2": "场地",
    "fen_2": "60000",
}


def project_fields(story: Story) -> dict[str, Any]:
    """Give what the buyer fills in for a project."""
    return {
        "union_number": story.world.cast.unions["federation"].number,
        "needs": [walk.need(story).number],
        "title": "一线职工心理关爱服务",
        "kind": "counselling",
        "purpose": "就近、保密的心理咨询。",
        "fund": story.world.fund.number,
        "fund_type": "union",
        "budget": "200,000.00",
    }


def moment(days: int) -> str:
    """Write a moment so many days from now as the browser's picker does."""
    return f"{clock.now() + timedelta(days=days):%Y-%m-%dT%H:%M}"


@pytest.mark.requirement("R9.26")
def test_a_member_suggests_joins_and_takes_back(story: Story) -> None:
    li_mei, page = browser(story, "li_mei"), "/me/needs/"
    assert "还没有人提出需求" in text_of(li_mei, page)
    given = {"kind": "counselling", "title": "下班后能有心理咨询"}
    assert send(li_mei, page, **given).status_code == 302
    need = Need.objects.get()
    text = text_of(li_mei, page)
    assert "1 人需要" in text
    chen_ping = browser(story, "chen_ping")
    voice = f"/me/needs/{need.number}/voice/"
    assert send(chen_ping, page, voice).status_code == 302
    assert "2 人需要" in text_of(chen_ping, page)
    assert send(chen_ping, page, f"/me/needs/{need.number}/take-back/").status_code == 302
    need.refresh_from_db()
    assert need.voices == 1
    assert send(li_mei, page, kind="", title="").status_code == 422
    assert send(li_mei, page, kind="other", title="打我 13800138000").status_code == 422
    assert Need.objects.count() == 1


@pytest.mark.requirement("R9.3", "R9.4", "R9.5")
def test_a_project_by_plain_forms_from_topic_to_checked_application(story: Story) -> None:
    buyer, approver = browser(story, "project_buyer"), browser(story, "project_approver")
    assert "您的范围内还没有委托服务项目" in text_of(buyer, DESK)
    assert send(buyer, f"{DESK}projects/new/", **project_fields(story)).status_code == 302
    project = Project.objects.get()
    page = f"{DESK}projects/{project.number}/"
    assert "还没有写征集公告" in text_of(buyer, page)
    assert 'value="需求契合"' in text_of(buyer, f"{page}call/")
    _write_call(buyer, page)
    assert send(buyer, page, f"{page}submit/").status_code == 302
    assert project.number in text_of(approver, "/console/")
    assert "批准并发布公告" not in text_of(buyer, page)
    assert send(approver, page, f"{page}open/").status_code == 302
    feng_xue = browser(story, "feng_xue")
    assert "一线职工心理关爱服务" in text_of(feng_xue, "/console/provider/")
    _apply(feng_xue, project)
    assert "申报书密封中" in text_of(buyer, page)
    story.pass_deadline(walk.row(project))
    closing.close_due()
    bid = Bid.objects.get()
    assert "申报不足：有效申报 1 家" in text_of(buyer, page)
    sheet = f"{DESK}bids/{bid.number}/"
    assert "每周三晚" in text_of(buyer, sheet)
    assert send(buyer, sheet, f"{sheet}disqualify/", reason="").status_code == 422
    assert send(buyer, sheet, f"{sheet}qualify/").status_code == 302
    bid.refresh_from_db()
    assert bid.state is BidState.QUALIFIED
    assert "资格合格" in text_of(feng_xue, f"/console/provider/bids/{bid.number}/")


def _write_call(buyer: Client, page: str) -> None:
    before = snapshot()
    wrong = send(buyer, f"{page}call/", **{**CALL, "weight_2": "39", "deadline": moment(10)})
    assert wrong.status_code == 422
    assert "现在是 99 分" in wrong.content.decode()
    assert 'value="39"' in wrong.content.decode()
    soon = send(buyer, f"{page}call/", **CALL, deadline=moment(2))
    assert "申报时间至少 5 个工作日" in soon.content.decode()
    assert snapshot() == before
    assert send(buyer, f"{page}call/", **CALL, deadline=moment(10)).status_code == 302


def _apply(feng_xue: Client, project: Project) -> None:
    call = f"/console/provider/calls/{project.number}/"
    assert "好；中；差" in text_of(feng_xue, call)
    begun = send(feng_xue, call, f"{call}start/")
    assert begun.status_code == 302
    page = begun["Location"]
    half = send(feng_xue, page, f"{page}submit/", action=f"{page}save/", plan="先写一半")
    assert half.status_code == 302
    assert "先写一半" in text_of(feng_xue, page)
    missing = send(feng_xue, page, f"{page}submit/", **{**BID, "fen_2": "59999"})
    assert missing.status_code == 422
    assert "预算科目合计 179,999.00 元，应等于报价 180,000.00 元" in missing.content.decode()
    assert send(feng_xue, page, f"{page}submit/", **BID).status_code == 302
    shown = text_of(feng_xue, page)
    assert bytes(Bid.objects.get().receipt or b"").hex() in shown
    assert send(feng_xue, page, f"{page}submit/", **{**BID, "plan": "改过"}).status_code == 302
    assert send(feng_xue, page, f"{page}withdraw/").status_code == 302
    assert send(feng_xue, page, f"{page}submit/", **BID).status_code == 302


@pytest.mark.requirement("R9.3")
def test_amendment_return_cancel_and_a_new_draft_by_plain_forms(story: Story) -> None:
    buyer, approver = browser(story, "project_buyer"), browser(story, "project_approver")
    project = walk.submitted(story)
    page = f"{DESK}projects/{project.number}/"
    assert send(approver, page, f"{page}return/", reason="写清楚服务点").status_code == 302
    assert "审批人退回：写清楚服务点" in text_of(buyer, page)
    changed = {**project_fields(story), "title": "职工心理关爱"}
    changed.pop("union_number")
    assert send(buyer, f"{page}edit/", **changed).status_code == 302
    assert send(buyer, page, f"{page}submit/").status_code == 302
    assert send(approver, page, f"{page}open/").status_code == 302
    given = {"text": "增加服务点", "reason": "漏写"}
    early = send(approver, page, f"{page}amend/", **given, new_deadline=moment(5))
    assert early.status_code == 422
    assert "填更晚的时间" in early.content.decode()
    assert (
        send(approver, page, f"{page}amend/", **given, new_deadline=moment(20)).status_code == 302
    )
    assert "增加服务点" in text_of(buyer, page)
    assert send(buyer, page, f"{page}cancel/", reason="").status_code == 422
    assert send(buyer, page, f"{page}cancel/", reason="经费调整").status_code == 302
    assert walk.row(project).state is ProjectState.CANCELLED
    again = send(buyer, page, f"{page}again/")
    assert again.status_code == 302
    assert "重新征集，原项目" in text_of(buyer, again["Location"])


@pytest.mark.requirement("R9.1", "R9.24")
def test_the_register_by_plain_forms(story: Story) -> None:
    buyer, approver = browser(story, "project_buyer"), browser(story, "project_approver")
    fields = {
        "union_number": story.world.cast.unions["federation"].number,
        "credit_code": "51990100MJ00000041",
        "name": "示范市晨光志愿服务队",
        "kind": "volunteer",
        "registered_with": "示范市民政局",
        "registered_on": "2018-05-04",
    }
    wrong = send(buyer, f"{DESK}organizations/new/", **fields)
    assert wrong.status_code == 422
    assert "统一社会信用代码的校验位不对" in wrong.content.decode()
    fields["credit_code"] = "51990100MJ0000004E"
    assert send(buyer, f"{DESK}organizations/new/", **fields).status_code == 302
    made = Organization.objects.get(credit_code=fields["credit_code"])
    page = f"{DESK}organizations/{made.number}/"
    assert send(approver, page, f"{page}check/").status_code == 302
    held = {
        "held_on": "2026-02-28",
        "title": "义诊",
        "volunteers": "8",
        "hours": "32",
        "served": "9",
    }
    assert send(buyer, page, f"{page}activities/", **held).status_code == 302
    assert "志愿服务共 <strong>32.0</strong> 小时" in text_of(buyer, page)
    assert send(approver, page, f"{page}suspend/", reason="").status_code == 422
    assert send(approver, page, f"{page}suspend/", reason="账目待查").status_code == 302
    assert "组织被暂停申报：账目待查。" in text_of(buyer, page)
    assert send(approver, page, f"{page}restore/", reason="查清").status_code == 302
    made.refresh_from_db()
    assert made.state is OrgState.CHECKED
    assert "晨光" in text_of(buyer, f"{DESK}organizations/?q=晨光")
    assert "没有找到" in text_of(buyer, f"{DESK}organizations/?q=无此")


@pytest.mark.requirement("R9.1")
def test_a_proof_by_plain_forms_from_the_officer_to_the_checker(story: Story) -> None:
    feng_xue, approver = browser(story, "feng_xue"), browser(story, "project_approver")
    page = "/console/provider/organization/"
    file = SimpleUploadedFile("proof.jpg", sample_photo("tax"), content_type="image/jpeg")
    given = {"kind": "tax", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    assert send(feng_xue, page, "/console/provider/proofs/", **given).status_code == 422
    sent = send(feng_xue, page, "/console/provider/proofs/", **given, file=file)
    assert sent.status_code == 302
    proof = Proof.objects.get(state=ProofState.SUBMITTED)
    assert feng_xue.get(f"/console/provider/proofs/{proof.number}/preview/").status_code == 200
    heart = f"{DESK}organizations/{story.world.organizations['heart'].number}/"
    assert approver.get(f"{DESK}proofs/{proof.number}/preview/").status_code == 200
    at = f"{heart}proofs/{proof.number}/"
    assert send(approver, heart, f"{at}refuse/", reason="").status_code == 422
    assert send(approver, heart, f"{at}refuse/", reason="看不清").status_code == 302
    assert "看不清" in text_of(feng_xue, page)


@pytest.mark.requirement("R9.1", "R9.2")
def test_a_proof_that_ran_out_is_not_called_good(story: Story) -> None:
    number = story.world.organizations["heart"].number
    pages = {
        "feng_xue": "/console/provider/organization/",
        "project_buyer": f"/console/commissioning/organizations/{number}/",
    }
    for who, path in pages.items():
        assert "已过期" not in text_of(browser(story, who), path)
    story.move_to(datetime(2028, 1, 3, 10, tzinfo=clock.TZ))
    for who, path in pages.items():
        assert text_of(browser(story, who), path).count("已过期") == len(ProofKind)


def test_an_officer_without_an_organization_is_told_what_to_do(story: Story) -> None:
    story.world.organizations["heart"].officers.update(until="2026-03-01")
    shown = browser(story, "feng_xue").get("/console/provider/")
    assert shown.status_code == 404
    assert "请联系工会登记" in shown.content.decode()


@pytest.mark.requirement("R9.26")
def test_the_officers_list_of_needs_is_ranked(story: Story) -> None:
    buyer, page = browser(story, "project_buyer"), f"{DESK}needs/"
    assert "还没有职工提出需求" in text_of(buyer, page)
    need = walk.need(story)
    given = {"kind": "skills", "title": "电工证培训"}
    union = story.world.cast.unions["federation"].number
    assert send(buyer, page, **given, union_number=union).status_code == 302
    text = text_of(buyer, page)
    assert text.index(need.title) < text.index("电工证培训")
    close = f"{page}{need.number}/close/"
    assert send(buyer, close, reason="已有服务").status_code == 302
    assert "已结束" in text_of(buyer, page)
    auditor = browser(story, "zhou_lan")
    assert "登记别处收集的需求" not in text_of(auditor, page)
