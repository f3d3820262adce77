"""The pages of a contract, without JavaScript: both sides, the keeper, a worker, a station."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.config.demo.cases import sample_photo
from backend.kernel import clock
from backend.ledger.models import PaymentBatch
from services.commissioning import queries
from services.commissioning.models import (
    Confirmation,
    Contract,
    ContractChange,
    Project,
    Rating,
    Report,
    ReportPhoto,
    Session,
    Spending,
)
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import contracts
from tests import cast
from tests.services.commissioning import build, build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
Visit = Callable[..., Any]
PROJECT = "/console/commissioning/projects/{}/contract/"
PROVIDED = "/console/provider/projects/{}/"


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form with a fresh key."""
    count = iter(range(10_000))

    def go(who: str, path: str, form: dict[str, Any] | None = None) -> Any:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.cast.users[who])
        if form is None:
            return client.get(path)
        return client.post(path, {"idempotency_key": f"form-key-{next(count):08d}", **form})

    return go


def text(answer: Any) -> str:
    return str(answer.content.decode())


def picture(name: str = "a.jpg", words: str = "voucher") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample_photo(words), "image/jpeg")


@pytest.mark.requirement("R9.12")
def test_the_draft_begins_from_the_usual_terms_and_is_signed_by_two_sides(
    world: World, visit: Visit
) -> None:
    project = build.awarded(world)
    here = PROJECT.format(project.number)
    page = visit("project_buyer", f"{here}draft/")
    form = page.context["form"]
    sent = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    for name, value in sent.items():
        if name.endswith("_amount") and isinstance(value, int):
            sent[name] = f"{value // 100}.{value % 100:02d}"
    assert "180,000.00" in text(page)
    short = visit(
        "project_buyer",
        f"{here}draft/",
        {**sent, "line_1_amount": "179999.99", "version": project.version},
    )
    assert (short.status_code, "与中选报价 180,000.00 元不一致" in text(short)) == (422, True)
    assert not Contract.objects.exists()
    done = visit("project_buyer", f"{here}draft/", {**sent, "version": project.version})
    assert done.status_code == 302, text(done)
    contract = Contract.objects.get()
    assert contract.amount_fen == 18_000_000
    own = PROVIDED.format(project.number)
    assert "请确认协议草案" in text(visit("feng_xue", own))
    assert visit("second_officer", own).status_code == 404
    assert visit("feng_xue", f"{own}agree/", {"version": 1}).status_code == 302
    signed = visit("project_approver", f"{here}sign/", {"version": 2})
    assert signed.status_code == 302, text(signed)
    assert Project.objects.get().state is ProjectState.IN_PROGRESS
    assert "条件已到，待核准" in text(visit("zhou_lan", here))


@pytest.mark.requirement("R9.13")
def test_a_stage_goes_from_due_to_paid_on_the_pages(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    here = PROJECT.format(contract.project.number)
    own = PROVIDED.format(contract.project.number)
    entered = visit(
        "feng_xue",
        f"{own}account/",
        {"bank": "示范银行槐树支行", "account": "0200 0010 0900 0001"},
    )
    assert entered.status_code == 302, text(entered)
    assert "待另一人核实" in text(visit("feng_xue", own))
    stage = build_contract.stage(contract, 1)
    refused = visit(
        "project_approver", f"{here}stages/{stage.number}/approve/", {"version": stage.version}
    )
    assert (refused.status_code, "还没有核实过的收款账户" in text(refused)) == (409, True)
    build_contract.account(world, last="0009")
    done = visit(
        "project_approver", f"{here}stages/{stage.number}/approve/", {"version": stage.version}
    )
    assert done.status_code == 302, text(done)
    page = text(visit("sun_li", "/console/commissioning/payments/"))
    assert "90,000.00" in page
    sent = visit("sun_li", "/console/commissioning/payments/order/", {"stage": [stage.number]})
    assert sent.status_code == 302, text(sent)
    there = sent["Location"]
    batch = PaymentBatch.objects.get()
    assert "示范市心桥社会工作服务中心" in text(visit("payment_confirmer", there))
    visit("payment_confirmer", f"{there}file/", {})
    reply = SimpleUploadedFile("a.csv", build_contract.reply(batch))
    assert visit("payment_confirmer", f"{there}reply/", {"reply": reply}).status_code == 302
    assert "已支付" in text(visit("feng_xue", own))
    assert Contract.objects.get().paid_fen == 9_000_000


@pytest.mark.requirement("R9.16")
def test_a_worker_scans_the_screen_confirms_and_rates(world: World, visit: Visit) -> None:
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
    assert "<svg" in text(screen)
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
    closed = visit("feng_xue", f"{here}close/", {"version": 2, "provider_count": 4})
    assert closed.status_code == 302, text(closed)
    assert "占机构计数的 25.00%（95% 区间" in text(visit("feng_xue", here))
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
def test_a_report_is_written_on_one_screen_and_checked(world: World, visit: Visit) -> None:
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
    saved = visit(
        "feng_xue",
        f"{here}save/",
        {
            "version": Report.objects.get().version,
            "persons": "12",
            "sessions": "1",
            "words": "办了一场。",
            "stated_0": "8",
        },
    )
    assert saved.status_code == 302, text(saved)
    handed = visit("feng_xue", f"{here}submit/", {"version": Report.objects.get().version})
    assert handed.status_code == 302, text(handed)
    number = Report.objects.get().number
    assert number in text(visit("project_buyer", "/console/commissioning/reports/"))
    desk = f"/console/commissioning/reports/{number}/"
    page = visit("project_buyer", desk)
    assert ("1,200.50" in text(page), "办了一场。" in text(page)) == (True, True)
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


@pytest.mark.requirement("R9.15")
def test_a_change_is_asked_and_decided_on_the_pages(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    own, here = (
        PROVIDED.format(contract.project.number),
        PROJECT.format(contract.project.number),
    )
    asked = visit(
        "feng_xue",
        f"{own}changes/",
        {
            "version": Contract.objects.get().version,
            "kind": "line_transfer",
            "from_place": "2",
            "to_place": "1",
            "amount": "20000",
            "reason": "场地免费",
        },
    )
    assert asked.status_code == 302, text(asked)
    change = ContractChange.objects.get()
    assert "审批：预算科目：场地与物料 → 人员费用" in text(visit("project_approver", here))
    refused = visit(
        "project_approver",
        f"{here}changes/{change.number}/refuse/",
        {"version": 1, "answer": ""},
    )
    assert refused.status_code == 422
    done = visit(
        "project_approver",
        f"{here}changes/{change.number}/approve/",
        {"version": 1, "answer": "同意"},
    )
    assert done.status_code == 302
    assert "60,000.00 元，人员费用" in text(visit("zhou_lan", here))


@pytest.mark.requirement("R9.13")
def test_the_midterm_and_the_end_are_acts_of_the_approver(world: World, visit: Visit) -> None:
    contract = build_contract.signed(world)
    here = PROJECT.format(contract.project.number)
    build_contract.reported(world, contract)
    opened = visit(
        "project_approver",
        f"{here}midterm/",
        {
            "version": Contract.objects.get().version,
            "words": "进度正常",
            "act_1": "meet",
            "met_on_1": (clock.today() - timedelta(days=6)).isoformat(),
            "said_1": "三十场完成",
            "act_2": "",
        },
    )
    assert opened.status_code == 302, text(opened)
    assert Project.objects.get().state is ProjectState.MIDTERM
    assert visit("project_buyer", f"{here}terminate/", {}).status_code == 403
    ended = visit(
        "project_approver",
        f"{here}terminate/",
        {"version": Contract.objects.get().version, "reason": "机构注销"},
    )
    assert ended.status_code == 302, text(ended)
    assert Project.objects.get().state is ProjectState.TERMINATED


def test_what_waits_stands_on_each_desk(world: World) -> None:
    def waiting(who: str) -> list[str]:
        return [one.state for one in queries.queue_items(world.actor(who))]

    project = build.awarded(world)
    assert "待起草协议" in waiting("project_buyer")
    build_contract.drafted(world, project)
    assert waiting("feng_xue") == ["协议待确认"]
    assert waiting("second_officer") == []
    contract = build_contract.agreed(world, Project.objects.get())
    assert waiting("feng_xue") == []
    assert "协议待签署" in waiting("project_approver")
    contracts.sign_contract(
        contract.number, actor=world.actor("project_approver"), version=contract.version
    )
    assert waiting("project_approver") == ["第1期付款待核准"]
    build_contract.account(world)
    build_contract.approved(world, contract)
    assert waiting("sun_li") == ["第1期待付款"]
    report = build_contract.begun(world, contract)
    assert waiting("feng_xue") == ["进展报告：草稿"]
    build_contract.submitted(world, report)
    assert waiting("project_buyer") == ["进展报告待核对"]
