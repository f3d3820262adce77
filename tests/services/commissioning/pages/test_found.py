"""Who finds what from the desk: each wait by its name and day, each judge the papers (R9.17)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from services.commissioning.models import Project, Report, ResultObjection
from services.commissioning.queries import queue_items
from services.commissioning.queries.contract_draft import sign_by
from services.commissioning.workflow import acceptance, cancelling, objections, report_checks
from tests.services.commissioning import build, build_contract, build_panel, build_verdict, walk
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import text, visitor
from tests.services.commissioning.visits import browser, text_of
from tests.services.commissioning.walk import Story

pytestmark = pytest.mark.django_db
Visit = Callable[..., Any]
OWN = "/console/provider/projects/{}/"
PROJECT = "/console/commissioning/projects/{}/"


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    return visitor(world, settings.SESSION_COOKIE_NAME)


@pytest.mark.requirement("R9.12")
def test_a_contract_waits_with_the_last_day_to_sign_it(world: World) -> None:
    project = build.awarded(world)
    last = sign_by(Project.objects.get())
    buyer = {one.state: one for one in queue_items(world.actor("project_buyer"))}
    assert buyer["待起草协议"].due == last
    build_contract.drafted(world, project)
    (own,) = queue_items(world.actor("feng_xue"))
    assert (own.state, own.due, own.who) == ("协议待确认", last, project.title)
    build_contract.agreed(world, Project.objects.get())
    approver = {one.state: one for one in queue_items(world.actor("project_approver"))}
    assert approver["协议待签署"].due == last


@pytest.mark.requirement("R9.14")
def test_a_final_report_that_came_back_is_called_one(world: World) -> None:
    contract = build_contract.signed(world)
    project = contract.project
    build_contract.account(world)
    build_contract.answered(
        world, build_contract.ordered(world, build_contract.approved(world, contract))
    )
    build_contract.reported(world, contract, ago=65)
    build_verdict.midterm(world, contract)
    final = build_contract.begun(world, contract, is_final=True, ago=31)
    assert [one.state for one in queue_items(world.actor("feng_xue"))] == ["终期报告：草稿"]
    final = build_contract.submitted(world, final)
    report_checks.return_report(
        final.number,
        actor=world.actor("project_buyer"),
        version=final.version,
        words="请补签到表。",
    )
    (found,) = queue_items(world.actor("feng_xue"))
    assert (found.state, found.who) == ("终期报告：已退回补正", project.title)


@pytest.mark.requirement("R9.17", "R9.19")
def test_the_provider_reads_what_to_put_right_and_by_when(world: World, visit: Visit) -> None:
    project = build_verdict.finished(world)
    own = OWN.format(project.number)
    assert "<h2>结论</h2>" not in text(visit("feng_xue", own))
    day = clock.today() + timedelta(days=20)
    acceptance.ask_rectification(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=project.version,
        opinion="缺三场签到表。",
        rectify_by=day,
    )
    (found,) = queue_items(world.actor("feng_xue"))
    assert (found.state, found.due, found.url) == ("整改中", day, own)
    assert [one for one in queue_items(world.actor("second_officer")) if one.url == own] == []
    shown = text(visit("feng_xue", own))
    assert "缺三场签到表。" in shown
    assert f"整改截止 {day.year}年{day.month}月{day.day}日" in shown


@pytest.mark.requirement("R9.17")
def test_the_judge_is_led_to_report_contract_and_opinions(world: World, visit: Visit) -> None:
    project = build_verdict.finished(world)
    here = PROJECT.format(project.number)
    final = Report.objects.get(is_final=True).number
    shown = text(visit("acceptance_officer", f"{here}verdict/"))
    ways = set(re.findall(r'href="([^"]+)"', shown))
    wanted = {
        f"/console/commissioning/reports/{final}/",
        f"{here}contract/",
        f"{here}contract/#opinions",
    }
    assert wanted <= ways
    for way in wanted:
        assert visit("acceptance_officer", way.partition("#")[0]).status_code == 200
    assert 'id="opinions"' in text(visit("acceptance_officer", f"{here}contract/"))


@pytest.mark.requirement("R9.20")
def test_a_cost_is_written_with_both_its_decimals(world: World, visit: Visit) -> None:
    project = build_verdict.finished(world)
    verdict = text(visit("zhou_lan", f"{PROJECT.format(project.number)}verdict/"))
    row = next(one for one in verdict.split("<tr>") if "（元）</td>" in one or "（元）" in one)
    planned, delivered = re.findall(r'data-label="(?:计划|实际)">([^<]*)<', row)
    assert re.fullmatch(r"[\d,]+\.\d\d", planned), planned
    assert re.fullmatch(r"[\d,]+\.\d\d", delivered), delivered
    contract = text(visit("zhou_lan", f"{PROJECT.format(project.number)}contract/"))
    assert f">{planned} 元<" in contract


@pytest.mark.requirement("R9.11")
def test_an_objection_names_the_union_that_owes_the_answer(review: build_panel.Story) -> None:
    build_panel.to_notice(review)
    objections.object_to_result(
        review.number, actor=review.world.actor("li_mei"), text="评分依据不清。"
    )
    found = [
        one for one in queue_items(review.world.actor("project_approver"))
        if one.state == "评审结果的异议待答复"
    ]  # fmt: skip
    assert [(one.union, one.due) for one in found] == [
        ("示范市总工会", ResultObjection.objects.get().answer_by)
    ]


@pytest.mark.requirement("R9.5")
def test_an_application_to_a_cancelled_project_is_not_called_sealed(story: Story) -> None:
    project = walk.opened(story)
    bid = walk.bid(story, project, "heart")
    provider = browser(story, "feng_xue")
    assert "已提交，密封中" in text_of(provider, "/console/provider/")
    cancelling.cancel_project(
        project.number,
        actor=story.world.actor("project_buyer"),
        version=walk.row(project).version,
        reason="需求有变。",
    )
    for path in ("/console/provider/", f"/console/provider/bids/{bid.number}/"):
        shown = text_of(provider, path)
        assert "项目已取消，没有开封" in shown
        assert "密封中" not in shown


def test_the_queue_is_searched_by_the_name_of_a_project(story: Story) -> None:
    project = walk.submitted(story)
    approver = browser(story, "project_approver")
    assert project.number in text_of(approver, f"/console/?q={project.title[2:5]}")
    assert project.number not in text_of(approver, "/console/?q=没有这个项目")


def test_the_list_of_projects_is_narrowed_to_a_stage(story: Story) -> None:
    project = walk.drafted(story)
    buyer = browser(story, "project_buyer")
    desk = "/console/commissioning/"
    assert '<option value="topic" selected>立项</option>' in text_of(buyer, f"{desk}?state=topic")
    assert project.number in text_of(buyer, f"{desk}?state=topic")
    none = text_of(buyer, f"{desk}?state=archived")
    assert project.number not in none
    assert "现在没有到这个阶段的项目。" in none


@pytest.mark.requirement("R9.4")
def test_opened_applications_stand_before_what_was_announced(story: Story) -> None:
    project = walk.closed(story)
    shown = text_of(browser(story, "project_buyer"), PROJECT.format(project.number))
    assert shown.index("<h2>申报书</h2>") < shown.index("<h2>立项</h2>")


def test_an_officer_finds_her_messages_and_the_way_back(story: Story) -> None:
    walk.submitted(story)
    approver = browser(story, "project_approver")
    head = text_of(approver, "/console/").split("</header>")[0]
    assert 'href="/me/inbox/"' in head
    assert 'href="/console/"' in text_of(approver, "/me/inbox/").split("</header>")[0]
    member = text_of(browser(story, "li_mei"), "/me/inbox/").split("</header>")[0]
    assert 'href="/console/"' not in member


@pytest.mark.requirement("R9.12")
def test_a_milestone_whose_day_has_come_is_not_called_early(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    days = list(contract.milestones.order_by("place").values_list("due_on", flat=True))
    wanted = ["已到期，待认定" if day <= clock.today() else "未到期" for day in days]
    assert set(wanted) == {"已到期，待认定", "未到期"}
    for who, path in (
        ("zhou_lan", f"{PROJECT.format(contract.project.number)}contract/"),
        ("feng_xue", OWN.format(contract.project.number)),
    ):
        part = text(visit(who, path)).split("<h2>履约节点</h2>")[1].split("</section>")[0]
        assert re.findall("已到期，待认定|未到期", part) == wanted
