"""The claimant's pages, without JavaScript: begin, fill in, photograph, check, submit, follow."""

import re

import pytest

from services.mutual_aid.models import Claim
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.states import ClaimState
from tests import cast
from tests.services.mutual_aid import build, build_claims
from tests.services.mutual_aid.visits import browser, jpeg, send, text

pytestmark = pytest.mark.django_db


BEGIN = {"plan": build.HOSPITAL_NOW, "event_on": "2026-11-02", "health": "on"}
LINE = {
    "happened_on": "2026-11-02",
    "ended_on": "2026-11-09",
    "amount": "10,000",
    "offset_unit_supplementary": "2000",
    "invoice_number": "0123456789",
    "invoice_amount": "10000",
    "invoice_on": "2026-11-09",
}


def test_she_claims_by_plain_forms_from_her_phone(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client = browser(world, "li_mei")
    assert "看病后，可以在这里申领" in text(client.get("/me/claims/"))
    begun = send(client, "/me/claims/new/", **BEGIN)
    claim = Claim.objects.get()
    page = f"/me/claims/{claim.number}/"
    assert (begun.status_code, begun["Location"]) == (302, page)
    for words in ("事件", "申领项目", "单据照片", "核对并提交", "待填"):
        assert words in text(client.get(page))
    assert send(client, f"{page}event/", event_on="2026-11-02", note="肺炎住院").status_code == 302
    assert "住院" in text(client.get(f"{page}lines/"))
    assert send(client, f"{page}lines/add/1/", **LINE).status_code == 302
    assert "最晚申领" in text(client.get(f"{page}lines/"))
    for document in ("settlement_sheet", "id_copy", "bank_card_copy"):
        sent = send(client, f"{page}photos/", file=jpeg(), document=document)
        assert sent.status_code == 302
    shown = text(client.get(f"{page}check/"))
    for words in ("肺炎住院", "10,000.00 元", "2,000.00 元", "2027年5月8日（周六） 24 时"):
        assert words in shown
    assert "还差" not in shown
    assert send(client, f"{page}check/").status_code == 302
    claim.refresh_from_db()
    assert claim.state is ClaimState.SUBMITTED
    status = text(client.get(page))
    assert "预计 2026年12月7日（周一）前答复" in status
    assert "单位工会核实" in status
    assert "区总工会审核并核定" in status
    assert claim.number in text(client.get("/me/claims/"))


def test_a_wrong_entry_is_shown_at_its_field(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client, claim = browser(world, "li_mei"), build_claims.begun(world)
    page = f"/me/claims/{claim.number}/lines/add/"
    wrong = send(client, f"{page}2/", **{**LINE, "days": "8", "offset_unit_supplementary": ""})
    assert wrong.status_code == 422
    assert "改填“每天的金额”共 8 个" in text(wrong)
    assert 'id="id_amount-error"' in text(wrong)
    outside = send(client, f"{page}1/", **{**LINE, "happened_on": "2025-12-31"})
    assert outside.status_code == 422
    assert "不在“示范市职工住院互助”的保障期内" in text(outside)
    half = send(client, f"{page}1/", **{**LINE, "invoice_on": ""})
    assert "填了发票就请填全，还差“开票日期”。" in text(half)
    assert claim.lines.count() == 0


def test_a_line_is_changed_and_removed(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client, claim = browser(world, "li_mei"), build_claims.begun(world)
    answers = build_claims.stay(item="observation", entry={"days": 8, "daily": ["1.50"] * 8})
    line = build_claims.add(claim, build.actor(world, "li_mei"), answers)
    page = f"/me/claims/{claim.number}/lines/{line.number}/"
    assert "1.50\n1.50" in text(client.get(page))
    daily = "\n".join(["2"] * 8)
    changed = send(client, page, happened_on="2026-11-02", days="8", daily=daily)
    assert changed.status_code == 302
    entry = claims_mine.my_claim(
        claim.number, build.actor(world, "li_mei")
    ).lines[0].entry  # fmt: skip
    assert entry == {"days": 8, "daily": ["2.00"] * 8}
    here = f"/me/claims/{claim.number}/lines/"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(client.get(here))))
    assert client.post(f"{page}remove/", hidden).status_code == 302
    assert claim.lines.count() == 0


@pytest.mark.requirement("RX.6")
def test_the_same_form_sent_twice_is_one_draft(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client = browser(world, "li_mei")
    page = text(client.get("/me/claims/new/"))
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    first, second = (client.post("/me/claims/new/", {**hidden, **BEGIN}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Claim.objects.count() == 1


@pytest.mark.requirement("R8.23")
def test_an_incomplete_claim_stays_and_names_what_is_missing(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client, claim = browser(world, "li_mei"), build_claims.begun(world)
    answer = send(client, f"/me/claims/{claim.number}/check/")
    assert answer.status_code == 422
    assert "缺“医保结算单”，请拍照上传。" in text(answer)
    assert build_claims.fresh(claim).state is ClaimState.DRAFT


def test_covers_that_need_no_claim_say_so(world: cast.Cast) -> None:
    build_claims.covered_by_automatic(world)
    shown = text(browser(world, "li_mei").get("/me/claims/new/"))
    assert "示范市在职职工医疗互助：按医保结算数据自动计算并打款，不用申领。" in shown
    assert 'name="plan"' not in shown


def test_family_heir_and_steward_begin_by_their_own_pages(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    own = cast.part("li_mei")
    person = {"name": own.name, "id_number": own.id_number}
    sister = browser(world, "chen_ping")
    begun = send(sister, "/me/claims/new/family/", **BEGIN, **person, relation="姐妹", file=jpeg())
    assert begun.status_code == 302
    assert "姐妹" in text(sister.get(f"{begun['Location']}check/"))
    heir = send(sister, "/me/claims/new/heir/", **BEGIN, **person, relation="子女")
    assert heir.status_code == 302
    shown = text(sister.get(f"{heir['Location']}photos/"))
    assert "死亡证明" in shown
    assert "亲属关系证明" in shown
    chair = browser(world, "wang_qiang")
    filed = send(
        chair, "/console/mutual-aid/file-claim/", **BEGIN, **person, union_number="GH-0005"
    )
    assert filed.status_code == 302
    assert Claim.objects.filter(claimant_kind="steward").count() == 1
    assert "我替别人办的" in text(sister.get("/me/claims/"))
    wrong = send(
        sister, "/me/claims/new/heir/", **BEGIN, **{**person, "name": "李红"}, relation="子女"
    )
    assert (wrong.status_code, "没有找到这位职工当天的这项保障" in text(wrong)) == (422, True)


@pytest.mark.requirement("RX.5")
def test_a_foreign_claim_is_404_at_every_address(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, she = build_claims.begun(world), build.actor(world, "li_mei")
    claim = build_claims.filled(claim, she)
    line, photo = claim.lines.get().number, claim.photos.order_by("id")[0].number
    stranger = browser(world, "chen_ping")
    for path in (
        "", "event/", "lines/", "lines/add/1/", f"lines/{line}/", "photos/",
        f"photos/{photo}/thumb/", "check/",
    ):  # fmt: skip
        answer = stranger.get(f"/me/claims/{claim.number}/{path}")
        assert (path, answer.status_code) == (path, 404)
    form = {"idempotency_key": "a-key-for-a-stranger", "version": "1"}
    for number, path in enumerate(
        (f"lines/{line}/remove/", f"photos/{photo}/remove/", "check/", "withdraw/", "consent/",
         "consent/withdraw/")
    ):  # fmt: skip
        key = {**form, "idempotency_key": f"a-key-for-a-stranger-{number}"}
        answer = stranger.post(f"/me/claims/{claim.number}/{path}", key)
        assert (path, answer.status_code) == (path, 404)
    assert (claim.lines.count(), claim.photos.count()) == (1, 3)
