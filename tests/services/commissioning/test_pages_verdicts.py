"""The pages of verdict, disputes and audit, without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.kernel import clock
from services.commissioning.models import Acceptance, Dispute, Evaluation
from services.commissioning.queries import verdict_queue
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import public_face
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Visit, text, visitor

pytestmark = pytest.mark.django_db
HERE = "/console/commissioning/projects/{}/verdict/"


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    return visitor(world, settings.SESSION_COOKIE_NAME)


@pytest.mark.requirement("R9.16", "R9.18")
def test_the_judge_accepts_and_evaluates_from_one_page(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    here = HERE.format(project.number)
    page = text(visit("acceptance_officer", here))
    assert "12 人次评价，均分 5（满分 5）" in page
    assert "按现在的数据计算，100 分" in page
    empty = visit("acceptance_officer", f"{here}accept/", {"version": project.version})
    assert (empty.status_code, "请填写“验收意见”" in text(empty)) == (422, True)
    assert not Acceptance.objects.exists()
    form = {"version": project.version, "opinion": "服务到位。"}
    assert visit("acceptance_officer", f"{here}accept/", form).status_code == 302
    asked = text(visit("acceptance_officer", here))
    assert "不到 60 分，末期款不予支付，承接组织 2 年内不能申报" in asked
    assert "60 分以上不到 80 分，30 天内整改" in asked
    form = {"version": bv.row(project).version, "words": ""}
    assert visit("acceptance_officer", f"{here}evaluate/", form).status_code == 302
    assert Evaluation.objects.get().band == "excellent"
    assert "100 分，“优”" in text(visit("acceptance_officer", here))


def test_who_bought_reads_why_she_may_not_judge(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    stage = project.contract.stages.get(place=1)
    stage.approved_by = world.cast.users["acceptance_officer"]
    stage.save(update_fields=["approved_by"])
    page = text(visit("acceptance_officer", HERE.format(project.number)))
    assert "您经办过这个项目的采购、付款或报告" in page
    assert "验收通过</button>" not in page


def test_a_medium_verdict_is_closed_from_the_page(world: World, visit: Visit) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    project = bv.row(made.contract.project)
    here = HERE.format(project.number)
    assert "核查整改" in text(visit("acceptance_officer", here))
    form = {"version": project.version, "is_done": "yes", "words": "已补足。"}
    assert visit("acceptance_officer", f"{here}rectified/", form).status_code == 302
    assert "已整改到位：已补足。" in text(visit("acceptance_officer", here))


def test_rectification_is_asked_from_the_page(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    last = clock.today() + timedelta(days=10)
    form = {"version": project.version, "opinion": "补记录。", "rectify_by": last.isoformat()}
    here = HERE.format(project.number)
    assert visit("acceptance_officer", f"{here}rectify/", form).status_code == 302
    assert bv.row(project).state is ProjectState.RECTIFYING


@pytest.mark.requirement("R9.22")
def test_a_dispute_is_made_and_answered_from_the_pages(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    own = f"/console/provider/projects/{project.number}/disputes/"
    assert "还没有提出异议" in text(visit("feng_xue", own))
    assert visit("second_officer", own).status_code == 404
    form = {"figure": "persons", "claimed": "13 人", "words": "一人签在纸上。"}
    assert visit("feng_xue", own, form).status_code == 302
    dispute = Dispute.objects.get()
    desk = "/console/commissioning/disputes/"
    assert "认为应是“13 人”" in text(visit("project_approver", desk))
    answer = {"version": dispute.version, "answer": "纸质签到不计。"}
    done = visit("project_approver", f"{desk}{dispute.number}/dismiss/", answer)
    assert done.status_code == 302
    assert "没有待答复的异议" in text(visit("project_approver", desk))
    assert "答复：纸质签到不计。" in text(visit("feng_xue", own))


@pytest.mark.requirement("R9.22")
def test_an_upheld_dispute_leads_the_judge_to_evaluate_again(world: World, visit: Visit) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    dispute = bv.disputed(world, made.contract)
    desk = "/console/commissioning/disputes/"
    assert "认定的数字，异议成立时填（整数）" in text(visit("project_approver", desk))
    form = {"version": dispute.version, "answer": "核对签到表，机构有理。"}
    refused = visit("project_approver", f"{desk}{dispute.number}/uphold/", form)
    assert (refused.status_code, "请填写认定的数字" in text(refused)) == (422, True)
    form["ruled"] = "24"
    done = visit("project_approver", f"{desk}{dispute.number}/uphold/", form)
    assert done.status_code == 302
    waiting = verdict_queue.items(world.actor("acceptance_officer"))
    assert "异议成立，待重新评价" in [one.state for one in waiting]
    project = bv.row(made.contract.project)
    here = HERE.format(project.number)
    page = text(visit("acceptance_officer", here))
    assert "按 87.5 分重新评价" in page
    assert "等待重新评价" in page
    again = {"version": project.version, "words": ""}
    assert visit("acceptance_officer", f"{here}reevaluate/", again).status_code == 302
    page = text(visit("acceptance_officer", here))
    assert "87.5 分，“良”" in page
    assert "（75 分，“中”）已被取代" in page
    assert "重新评价</button>" not in page
    public = text(visit("li_mei", f"/projects/{project.number}/"))
    assert "认定为 24" in public
    assert "的评价已被取代：原 75 分，等次“中”" in public


def test_the_auditor_reads_steps_and_books(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    page = text(visit("zhou_lan", f"/console/commissioning/projects/{project.number}/audit/"))
    assert "数字和账簿一致" in page
    assert '协议记已支付 <span class="money">90,000.00' in page
    assert "提交终期报告" in page


def test_the_auditor_reads_what_a_release_is_about_in_chinese(world: World, visit: Visit) -> None:
    project = bv.finished(world)
    public_face.settle(project.number)
    page = text(visit("zhou_lan", f"/console/commissioning/projects/{project.number}/audit/"))
    assert "立项（planning）、协议（contract）、履约（implementation）" in page


def test_what_waits_stands_in_the_queue_of_who_does_it(world: World) -> None:
    project = bv.finished(world)

    def waiting(key: str) -> list[str]:
        return [one.state for one in verdict_queue.items(world.actor(key))]

    assert waiting("acceptance_officer") == ["待验收"]
    assert waiting("project_buyer") == []
    bv.accepted(world, project)
    public_face.settle(project.number)
    found = verdict_queue.items(world.actor("acceptance_officer"))
    last = clock.add_working_days(clock.today(), 20)
    assert [(one.state, one.due) for one in found] == [("待绩效评价", last)]


@pytest.mark.requirement("R9.20")
def test_the_public_page_says_how_late_it_is(
    world: World, client: Client, move_to_moment: Any
) -> None:
    made = bv.accepted(world)
    project = bv.row(made.contract.project)
    public_face.settle(project.number)
    due = clock.add_working_days(clock.today(), 20)
    move_to_moment(clock.start_of(due + timedelta(days=4)))
    page = client.get(f"/projects/{project.number}/").content.decode()
    assert "到现在逾期 4 天" in page


@pytest.mark.requirement("R9.16", "R9.22")
def test_every_page_of_a_project_is_reached_by_a_link_from_the_home_of_its_reader(
    world: World, visit: Visit
) -> None:
    project = bv.finished(world)
    public_face.settle(project.number)
    own = f"/console/commissioning/projects/{project.number}/"
    provided = f"/console/provider/projects/{project.number}/"
    desk = "/console/commissioning/"
    public = f"/projects/{project.number}/"
    for who, page, there in (
        ("acceptance_officer", desk, own),
        ("acceptance_officer", own, f"{own}verdict/"),
        ("zhou_lan", own, f"{own}audit/"),
        ("zhou_lan", own, public),
        ("project_approver", desk, f"{desk}objections/"),
        ("project_approver", desk, f"{desk}disputes/"),
        ("feng_xue", provided, f"{provided}disputes/"),
        ("feng_xue", provided, public),
    ):
        assert f'href="{there}"' in text(visit(who, page)), (who, page, there)
        assert visit(who, there).status_code == 200, (who, there)
