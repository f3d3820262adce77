"""The pages of delivery, without JavaScript: the screen, a worker, a station, a report."""

from datetime import timedelta
from typing import Any

import pytest

from backend.kernel import clock
from services.commissioning.models import (
    Confirmation,
    Rating,
    Report,
    ReportPhoto,
    Session,
    Spending,
)
from services.commissioning.states.delivery import ReportState
from tests import cast
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Visit, picture, text, visitor

pytestmark = pytest.mark.django_db
PROVIDED = "/console/provider/projects/{}/"


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    return visitor(world, settings.SESSION_COOKIE_NAME)


@pytest.mark.requirement("R9.16")
def test_a_worker_scans_the_screen_and_confirms(world: World, visit: Visit) -> None:
    contract, now = build_contract.signed(world), clock.now()
    own = PROVIDED.format(contract.project.number)
    form = "%Y-%m-%dT%H:%M"
    planned = visit(
        "feng_xue",
        f"{own}sessions/",
        {
            "title": "团体辅导",
            "place": "服务站",
            "starts_at": (now + timedelta(minutes=10)).strftime(form),
            "ends_at": (now + timedelta(minutes=70)).strftime(form),
        },
    )
    assert planned.status_code == 302, text(planned)
    session = Session.objects.get()
    here = f"/console/provider/sessions/{session.number}/"
    opened = visit("feng_xue", f"{here}open/", {"version": 1})
    assert opened["Location"] == f"{here}screen/"
    screen = visit("feng_xue", f"{here}screen/")
    drawn = text(screen).split("<svg")[1].split(">")[0]
    assert "viewBox" in drawn
    assert "width" not in drawn  # it fits a phone as well as a hall
    assert 1 <= int(screen["Refresh"]) <= 30
    address = screen.context["shown"].address.partition("/me/")[2]
    asked = visit("li_mei", f"/me/{address}")
    assert (asked.status_code, "确认我在场" in text(asked)) == (200, True)
    assert not Confirmation.objects.exists()
    code = build_contract.code_of(session)
    done = visit("li_mei", "/me/services/confirm/", {"number": session.number, "code": code})
    assert "已确认，您参加了这次服务" in text(done)
    wrong = visit(
        "wang_qiang", "/me/services/confirm/", {"number": session.number, "code": "00000000"}
    )
    assert (wrong.status_code, "验证码不对" in text(wrong)) == (422, True)
    worker = cast.part("chen_ping")
    station = visit(
        "liu_yang",
        "/console/commissioning/confirm/",
        {"number": session.number, "name": "张三", "id_number": worker.id_number},
    )
    assert (station.status_code, "没有找到这位会员" in text(station)) == (404, True)


@pytest.mark.requirement("R9.16")
def test_the_session_is_closed_and_rated_by_who_was_there(world: World, visit: Visit) -> None:
    session = build_contract.opened(world, build_contract.signed(world))
    here = f"/console/provider/sessions/{session.number}/"
    code = build_contract.code_of(session)
    visit("li_mei", "/me/services/confirm/", {"number": session.number, "code": code})
    closed = visit("feng_xue", f"{here}close/", {"version": 2, "provider_count": 4})
    assert closed.status_code == 302, text(closed)
    assert "占承接组织计数的 25.00%（95% 区间" in text(visit("feng_xue", here))
    mine = f"/me/services/{session.number}/"
    assert "可以评价" in text(visit("li_mei", "/me/services/"))
    assert "不记名" in text(visit("li_mei", mine))
    assert visit("wang_qiang", mine).status_code == 404
    assert visit("li_mei", f"{mine}rate/", {"stars": "5", "words": ""}).status_code == 302
    assert Rating.objects.get().stars == 5
    assert "您已经评价过了" in text(visit("li_mei", mine))
    again = visit("li_mei", f"{mine}rate/", {"stars": "1"})
    assert (again.status_code, Rating.objects.count()) == (409, 1)


@pytest.mark.requirement("R9.14")
def test_a_report_is_written_on_one_screen_and_handed_in(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    own = PROVIDED.format(contract.project.number)
    today = clock.today()
    begun = visit(
        "feng_xue",
        f"{own}reports/",
        {
            "period_start": (today - timedelta(days=29)).isoformat(),
            "period_end": today.isoformat(),
        },
    )
    assert begun.status_code == 302, text(begun)
    here = begun["Location"]
    zero = visit(
        "feng_xue",
        f"{here}spendings/",
        {"line": "1", "amount": "0", "spent_on": today.isoformat(), "words": "劳务"},
    )
    assert (zero.status_code, "支出金额不能是零" in text(zero)) == (422, True)
    spent = visit(
        "feng_xue",
        f"{here}spendings/",
        {
            "line": "1",
            "amount": "1,200.50",
            "spent_on": today.isoformat(),
            "words": "劳务",
            "file": picture(),
        },
    )
    assert spent.status_code == 302, text(spent)
    photo = visit("feng_xue", f"{here}photos/", {"file": picture("b.jpg", "hall")})
    assert photo.status_code == 302, text(photo)
    assert (Spending.objects.get().amount_fen, ReportPhoto.objects.count()) == (120_050, 1)
    said = {"persons": "12", "sessions": "1", "words": "办了一场。", "stated_0": "8"}
    saved = visit("feng_xue", f"{here}save/", {**said, "version": Report.objects.get().version})
    assert saved.status_code == 302, text(saved)
    later = {**said, "persons": "13", "version": Report.objects.get().version}
    empty = visit("feng_xue", f"{here}submit/", {**later, "words": ""})
    assert (empty.status_code, "请填写进展说明" in text(empty)) == (422, True)
    assert Report.objects.get().state is ReportState.DRAFT
    later["version"] = Report.objects.get().version
    handed = visit("feng_xue", f"{here}submit/", later)
    assert handed.status_code == 302, text(handed)
    report = Report.objects.get()
    assert (report.state, report.persons) == (ReportState.SUBMITTED, 13)


@pytest.mark.requirement("R9.14")
def test_a_report_is_checked_beside_its_papers(world: World, visit: Visit) -> None:
    report = build_contract.begun(world, build_contract.signed(world))
    spending = {"line": "1", "amount": "1,200.50", "words": "劳务", "file": picture()}
    visit(
        "feng_xue",
        f"/console/provider/reports/{report.number}/spendings/",
        {**spending, "spent_on": report.period_start.isoformat()},
    )
    build_contract.submitted(world, report)
    number = Report.objects.get().number
    assert number in text(visit("project_buyer", "/console/commissioning/reports/"))
    desk = f"/console/commissioning/reports/{number}/"
    page = visit("project_buyer", desk)
    assert ("1,200.50" in text(page), "按计划开展团体辅导。" in text(page)) == (True, True)
    voucher = Spending.objects.get().voucher
    assert voucher is not None
    paper = visit("project_buyer", f"{desk}papers/{voucher.number}/preview/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "image/jpeg")
    foreign = visit(
        "second_officer", f"/console/provider/reports/{number}/papers/{voucher.number}/preview/"
    )
    assert foreign.status_code == 404
    back = visit(
        "project_buyer", f"{desk}return/", {"version": Report.objects.get().version, "words": ""}
    )
    assert (back.status_code, Report.objects.get().state) == (422, ReportState.SUBMITTED)
    done = visit("project_buyer", f"{desk}confirm/", {"version": Report.objects.get().version})
    assert (done.status_code, Report.objects.get().state) == (302, ReportState.CONFIRMED)


@pytest.mark.requirement("R9.14")
def test_a_photograph_used_twice_is_shown_side_by_side(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    first = build_contract.begun(world, contract, ago=60)
    second = build_contract.begun(world, contract, ago=30)
    for report in (first, second):
        here = f"/console/provider/reports/{report.number}/"
        sent = visit("feng_xue", f"{here}photos/", {"file": picture(words="hall")})
        assert sent.status_code == 302, text(sent)
        build_contract.submitted(world, report)
    assert "有材料疑似重复使用" in text(visit("project_buyer", "/console/commissioning/reports/"))
    page = text(visit("project_buyer", f"/console/commissioning/reports/{second.number}/"))
    assert "疑似重复使用的材料" in page
    assert f"报告 {first.number}　完全相同" in page
    assert ReportPhoto.objects.get(report=second).seems_reused
    # Who may not check sees the flag on the paper, but no comparison.
    auditor = text(visit("zhou_lan", f"/console/commissioning/reports/{second.number}/"))
    assert "疑似重复使用的材料" not in auditor
