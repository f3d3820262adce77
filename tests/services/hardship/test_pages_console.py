"""The officers' pages: queue, review screen, decisions, payment."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.accounts.models import PayeeAccount
from backend.ledger.formats.lines import Outcome
from backend.ledger.models import PaymentBatch
from services.hardship.models import Grant
from services.hardship.states import GrantState, State
from tests import cast
from tests.services.hardship import build
from tests.services.hardship.test_pages_portal import browser
from tests.services.hardship.test_workflow_story import reply_to


def decide(client: Client, number: str, act: str, **fields: object) -> int:
    """Send one form of the review screen with its hidden fields; gives the status."""
    page = client.get(f"/console/hardship/{number}/").content.decode()
    form = page.split(f'action="/console/hardship/{number}/{act}/"')[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(f"/console/hardship/{number}/{act}/", {**hidden, **fields}).status_code


@pytest.mark.requirement("RX.2")
def test_the_review_screen_masks_persons_and_shows_what_can_be_done(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    text = browser(story, "wang_qiang").get(f"/console/hardship/{made.number}/").content.decode()
    own = cast.part("li_mei")
    assert "李*" in text
    assert "推荐给上级工会" in text
    for secret in (own.name, own.id_number, own.phone):
        assert secret not in text


def test_the_decisions_go_by_plain_forms(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    chair, reviewer = browser(story, "wang_qiang"), browser(story, "zhao_min")
    number = made.number
    assert decide(chair, number, "recommend", kind="", amount="x", opinion="") == 422
    said = {"kind": "medical", "amount": "2,000", "opinion": "属实。"}
    assert decide(chair, number, "recommend", **said) == 302
    assert decide(reviewer, number, "start-check") == 302
    assert decide(reviewer, number, "record-check", agrees="yes", finding="一致。") == 302
    assert decide(chair, number, "notice") == 302
    waiting = reviewer.get(f"/console/hardship/{number}/").content.decode()
    assert "公示到 2026年11月30日（周一）才满" in waiting
    story.move_to(build.date(2026, 12, 1))
    reviewer = browser(story, "zhao_min")
    given = {"amount": "2000", "fund": story.fund.number, "opinion": "同意。"}
    assert decide(reviewer, number, "approve", **given) == 302
    assert build.row(number).state is State.DISTRICT_APPROVED
    assert decide(reviewer, number, "file") == 302
    assert build.row(number).state is State.ON_FILE


def test_the_keeper_orders_and_hands_over_the_file_and_another_takes_in_the_reply(
    story: build.Story,
) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    client = browser(story, "sun_li")
    page = client.get("/console/hardship/payments/").content.decode()
    assert "待付款 1 笔" in page
    key = re.findall(r'name="idempotency_key" value="([^"]*)"', page)[0]
    body = {"idempotency_key": key, "grant": Grant.objects.get().number}
    answer = client.post("/console/hardship/payments/order/", body)
    batch = PaymentBatch.objects.get()
    assert answer["Location"] == f"/console/hardship/batches/{batch.number}/"
    file = client.post(f"/console/hardship/batches/{batch.number}/file/")
    assert (file.status_code, file["Content-Disposition"].split(";")[0]) == (200, "attachment")
    assert "批次里有您下单的付款" in client.get(answer["Location"]).content.decode()
    client = browser(story, "payment_confirmer")
    key = re.findall(
        r'name="idempotency_key" value="([^"]*)"', client.get(answer["Location"]).content.decode()
    )[0]
    sent = SimpleUploadedFile("回单.csv", reply_to(batch, Outcome.PAID), "text/csv")
    answer = client.post(
        f"/console/hardship/batches/{batch.number}/reply/",
        {"idempotency_key": key, "reply": sent},
    )
    assert answer.status_code == 302
    assert Grant.objects.get(application=made).state is GrantState.PAID


def test_the_queue_shows_each_desk_its_own(story: build.Story) -> None:
    made = build.at(State.RECOMMENDED, story)
    for part, sees in (("zhao_min", True), ("wang_qiang", False), ("west_reviewer", False)):
        text = browser(story, part).get("/console/").content.decode()
        assert (made.number in text) is sees


@pytest.mark.requirement("RX.5")
@pytest.mark.parametrize("stranger", ["west_reviewer", "bus_chair"])
def test_officers_of_another_district_get_404(story: build.Story, stranger: str) -> None:
    made = build.at(State.NOTICE, story)
    photo = made.evidence.first()
    assert photo is not None
    client = browser(story, stranger)
    for path in (
        f"{made.number}/",
        f"{made.number}/photos/{photo.number}/preview/",
        f"notices/{made.notice.number}/sheet/",
    ):
        assert client.get(f"/console/hardship/{path}").status_code == 404


def test_members_stay_outside_the_console(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    for path in ("", f"{made.number}/", "payments/", "new/"):
        assert browser(story, "li_mei").get(f"/console/hardship/{path}").status_code == 403


def test_the_printed_sheet_holds_the_allow_list(story: build.Story) -> None:
    made = build.at(State.NOTICE, story)
    page = f"/console/hardship/notices/{made.notice.number}/sheet/"
    text = browser(story, "wang_qiang").get(page).content.decode()
    assert "李某" in text
    assert cast.part("li_mei").name not in text


def test_a_masked_value_is_opened_for_a_purpose(story: build.Story) -> None:
    made = build.at(State.VISITED, story)
    page = f"/console/hardship/{made.number}/reveal/"
    client = browser(story, "zhao_min")
    answer = client.post(page, {"field": "phone", "purpose": "约走访时间"})
    assert cast.part("li_mei").phone in answer.content.decode()
    assert cast.part("li_mei").phone not in client.get(page).content.decode()


@pytest.mark.requirement("R8.28")
def test_a_changed_account_is_said_and_approved_anew_on_the_page(story: build.Story) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    build.give_account(story.made, "li_mei", "8888")
    keeper = browser(story, "sun_li").get("/console/hardship/payments/").content.decode()
    assert "核准之后收款账户变了，要由审批人重新核准。" in keeper
    reviewer = browser(story, "zhao_min")
    assert decide(reviewer, made.number, "reapprove-payee", opinion="已核对新账户。") == 302
    page = reviewer.get(f"/console/hardship/{made.number}/").content.decode()
    assert "尾号 8888" in page
    assert "以后才能付款" in page
    assert "reapprove-payee" not in page


def test_a_case_without_a_verified_account_says_so_and_where_to_enter_one(
    story: build.Story,
) -> None:
    made = build.at(State.RECOMMENDED, story)
    PayeeAccount.objects.update(state="replaced")
    page = browser(story, "wang_qiang").get(f"/console/hardship/{made.number}/").content.decode()
    assert "申请人还没有核实过的本人收款账户。" in page
    assert "/console/payee-accounts/new/" in page
    own = browser(story, "li_mei").get(f"/me/hardship/{made.number}/").content.decode()
    assert '<a class="button" href="/me/account/">登记收款账户</a>' in own
