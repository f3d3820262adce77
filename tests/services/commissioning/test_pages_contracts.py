"""The pages of a contract, without JavaScript: both sides, the keeper, the approver."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.kernel import clock
from backend.ledger.models import PaymentBatch
from services.commissioning import queries
from services.commissioning.models import Contract, ContractChange, Project
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import contracts
from tests.services.commissioning import build, build_contract
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Visit, text, visitor

pytestmark = pytest.mark.django_db
PROJECT = "/console/commissioning/projects/{}/contract/"
PROVIDED = "/console/provider/projects/{}/"


@pytest.fixture
def visit(world: World, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    return visitor(world, settings.SESSION_COOKIE_NAME)


@pytest.mark.requirement("R9.12")
def test_the_draft_begins_from_the_usual_terms_and_is_signed_by_two_sides(
    world: World, visit: Visit
) -> None:
    project = build.awarded(world)
    here = PROJECT.format(project.number)
    assert "购买方还没有起草协议" in text(visit("zhou_lan", here))
    assert visit("project_buyer", here)["Location"] == f"{here}draft/"
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
