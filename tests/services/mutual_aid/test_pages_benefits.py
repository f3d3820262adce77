"""The payment desk without JavaScript: list, batch, reply, getting money back, the fund."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.ledger.formats import Outcome, csv_v1
from backend.ledger.models import PaymentBatch
from services.mutual_aid import queries
from services.mutual_aid.states import BenefitState
from tests import cast
from tests.services.mutual_aid.build_benefits import (
    Desk,
    account_of,
    answer,
    desk_of,
    due,
    fresh,
    reply_to,
)

pytestmark = pytest.mark.django_db
Visit = Callable[..., Any]


@pytest.fixture
def desk(world: cast.Cast) -> Desk:
    """A funded plan; 李梅 has an account."""
    made = desk_of(world)
    account_of(made, "li_mei")
    return made


@pytest.fixture
def visit(desk: Desk, settings: Any) -> Visit:
    """Open a page as one of the cast, or send its form."""
    count = iter(range(1000))

    def go(who: str, path: str, form: dict[str, Any] | None = None) -> Any:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.cast.users[who])
        if form is None:
            return client.get(path)
        return client.post(path, {"idempotency_key": f"form-key-{next(count):08d}", **form})

    return go


def text(answer: Any) -> str:
    return str(answer.content.decode())


def plans_offered(page: str) -> list[str]:
    """The plans whose benefits can be ordered all at once."""
    return re.findall(r'<option value="([^"]+)">', page)


@pytest.mark.requirement("R8.29")
def test_the_keeper_orders_and_sends_and_another_takes_the_reply_in(
    desk: Desk, visit: Visit
) -> None:
    benefit, other = due(desk, 120_430), due(desk, 50_000, "chen_ping")
    page = text(visit("sun_li", "/console/benefits/"))
    assert "1,204.30" in page
    assert "领款人还没有核实过的收款账户" in page
    assert f'aria-label="选 {other.number}" disabled' in page
    assert f'aria-label="选 {benefit.number}">' in page
    refused = visit("sun_li", "/console/benefits/order/", {"benefit": [other.number]})
    assert (refused.status_code, "还没有核准的收款账户" in text(refused)) == (409, True)
    sent = visit("sun_li", "/console/benefits/order-all/", {"plan": desk.plan.code})
    here = sent["Location"]
    batch = PaymentBatch.objects.get(count=1)
    assert "撤下全部账户变了的" in text(visit("sun_li", here))
    file = visit("sun_li", f"{here}file/", {})
    assert file["Content-Disposition"] == f'attachment; filename="{batch.number}.csv"'
    wrong = visit(
        "payment_confirmer", f"{here}reply/", {"reply": SimpleUploadedFile("a.csv", b"x")}
    )
    assert (wrong.status_code, fresh(benefit).state) == (422, BenefitState.ORDERED)
    content = csv_v1.write_reply(reply_to(batch))
    assert "批次里有您下单的付款" in text(visit("sun_li", here))
    own = visit("sun_li", f"{here}reply/", {"reply": SimpleUploadedFile("a.csv", content)})
    assert (own.status_code, fresh(benefit).state) == (403, BenefitState.ORDERED)
    assert "导入回单</button>" in text(visit("payment_confirmer", here))
    reply = SimpleUploadedFile("a.csv", content)
    assert visit("payment_confirmer", f"{here}reply/", {"reply": reply}).status_code == 302
    assert "银行已入账" in text(visit("sun_li", here))
    assert fresh(benefit).state is BenefitState.PAID
    assert plans_offered(text(visit("sun_li", "/console/benefits/"))) == [desk.plan.code]
    assert batch.number in text(visit("zhou_lan", "/console/benefits/batches/"))


@pytest.mark.requirement("R8.30")
def test_money_is_asked_back_by_two_and_comes_back(desk: Desk, visit: Visit) -> None:
    benefit = due(desk, 1_000)
    visit("sun_li", "/console/benefits/order/", {"benefit": [benefit.number]})
    answer(desk, PaymentBatch.objects.get())
    here = f"/console/benefits/{benefit.number}/"
    form = {"amount": "10.00", "reason": "付错", "version": str(fresh(benefit).version)}
    assert visit("sun_li", f"{here}demand/", form).status_code == 302
    assert "确认追回" not in text(visit("sun_li", here))
    assert "确认追回" in text(visit("district_approver", here))
    assert "追回待确认" in {one.state for one in items(desk, "district_approver")}
    visit("district_approver", f"{here}recoveries/1/confirm/", {"version": "1"})
    assert benefit.number in text(visit("sun_li", "/console/benefits/recoveries/"))
    empty = visit("sun_li", f"{here}recoveries/1/repay/", {"version": "2", "amount": "x"})
    assert empty.status_code == 422
    back = {
        "version": "2",
        "amount": "10.00",
        "bank_reference": "T1",
        "received_on": "2026-11-20",
    }
    assert visit("sun_li", f"{here}recoveries/1/repay/", back).status_code == 302
    assert fresh(benefit).state is BenefitState.RECOVERED
    page = text(visit("sun_li", f"/console/mutual-aid/funds/{desk.plan.code}/?period=2026Q4"))
    assert "100,000.00" in page
    assert (
        visit("sun_li", f"/console/mutual-aid/funds/{desk.plan.code}/?period=x").status_code == 422
    )
    assert desk.plan.title in text(visit("sun_li", "/console/mutual-aid/funds/"))


def items(desk: Desk, who: str) -> list[Any]:
    """What waits for an officer."""
    return list(queries.queue_items(desk.actor(who)))


@pytest.mark.requirement("R8.28")
def test_returned_lines_and_changed_accounts_stand_in_the_queue(desk: Desk, visit: Visit) -> None:
    benefit = due(desk, 1_000)
    assert [one.state for one in items(desk, "sun_li")] == ["有给付待付款"]
    visit("sun_li", "/console/benefits/order/", {"benefit": [benefit.number]})
    answer(desk, PaymentBatch.objects.get(), {benefit.number: Outcome.RETURNED})
    assert [one.state for one in items(desk, "sun_li")] == ["银行退回"]
    account_of(desk, "li_mei", "6222020200111111118")
    assert [one.state for one in items(desk, "payment_confirmer")] == ["收款账户待核准"]
    here = f"/console/benefits/{benefit.number}/"
    assert "核准付到新账户" in text(visit("payment_confirmer", here))
    done = visit("payment_confirmer", f"{here}rebind/", {"version": str(fresh(benefit).version)})
    assert done.status_code == 302
    assert "以后才能付款" in text(visit("sun_li", here))
    assert visit("wang_qiang", here).status_code in {403, 404}
