"""What a claimant is shown: asked for, refused, at home, her own data, an estimate, a reading."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.mutual_aid.models import Claim, Rejection
from services.mutual_aid.states import ClaimAct, Outcome
from services.mutual_aid.workflow.claims.advance import advance, decide
from tests import cast
from tests.services.mutual_aid import build, build_claims
from tests.services.mutual_aid.visits import browser, jpeg, send, text
from tests.support import ocr_stub

pytestmark = pytest.mark.django_db


def test_withdrawing_and_taking_consent_back_stand_on_the_page(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client, claim = browser(world, "li_mei"), build_claims.begun(world)
    page = f"/me/claims/{claim.number}/"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(client.get(page))))
    assert client.post(f"{page}consent/withdraw/", hidden).status_code == 302
    assert "请先同意处理健康信息" in text(client.get(page))
    key = {**hidden, "idempotency_key": "another-key-of-hers"}
    assert client.post(f"{page}consent/", key).status_code == 302
    key = {**hidden, "idempotency_key": "a-third-key-of-hers"}
    assert client.post(f"{page}withdraw/", key).status_code == 302
    assert "您已撤回" in text(client.get(page))


def test_an_estimate_says_what_it_is_and_stores_nothing(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    client = browser(world, "li_mei")
    assert "示范市职工住院互助" in text(client.get("/me/estimate/"))
    page = f"/me/estimate/{build.HOSPITAL_NOW}/1/"
    form = {"on": "2026-12-01", "amount": "10000", "offset_unit_supplementary": "2000"}
    shown = text(send(client, page, **form))
    assert "5,600.00" in shown
    assert "这是按您填的情况试算，不是给付决定" in shown
    assert "8,000.00 元按 70% 计算" in shown
    wrong = send(client, f"/me/estimate/{build.HOSPITAL_NOW}/2/", on="2026-12-01", days="8")
    assert (wrong.status_code, "应填 8 个“每天的金额”" in text(wrong)) == (422, True)
    assert Claim.objects.count() == 0
    assert client.get(f"/me/estimate/{build.HOSPITAL_NOW}/9/").status_code == 404


def test_a_returned_claim_shows_the_whole_list_and_its_day(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.submitted(world)
    build_claims.returned(claim, world, date(2026, 12, 1))
    client = browser(world, "li_mei")
    shown = text(client.get(f"/me/claims/{claim.number}/"))
    for words in ("请在 2026年12月1日（周二）前补齐", "请补出院记录。", "单据照片"):
        assert words in shown
    assert "请在 2026年12月1日（周二）前补齐材料" in text(client.get("/me/claims/"))


def test_a_refusal_says_clause_fact_remedy_and_where_to_appeal(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim = build_claims.submitted(world)
    row = Claim.objects.locked(claim.number)
    changed = decide(row, Outcome.REJECTED)
    advance(row, ClaimAct.REJECT, actor=build.actor(world, "zhao_min"), changed=changed)
    told = Rejection(
        claim=row,
        key=row.key,
        clause="计划第六条",
        appeal_to="示范市总工会",
        appeal_until=date(2026, 12, 21),
    )
    told.seal("fact_sealed", "结算单上的日期在保障期外。")
    told.seal("remedy_sealed", "可以补开更正后的结算单。")
    told.save(force_insert=True)
    shown = text(browser(world, "li_mei").get(f"/me/claims/{claim.number}/"))
    for words in (
        "这次没有通过", "计划第六条", "结算单上的日期在保障期外。", "可以补开更正后的结算单。",
        "示范市总工会", "2026年12月21日（周一）前",
    ):  # fmt: skip
        assert words in shown


@pytest.mark.requirement("RX.3")
def test_home_and_her_own_data_show_the_claim(world: cast.Cast) -> None:
    build_claims.covered(world, "li_mei")
    claim, she = build_claims.begun(world), build.actor(world, "li_mei")
    build_claims.filled(claim, she, build_claims.stay(entry=build_claims.STAY))
    client = browser(world, "li_mei")
    home = text(client.get("/me/"))
    for words in ("看病后申领", "住院前先算一算", claim.number, "继续填写"):
        assert words in home
    held = text(client.get("/me/data/"))
    for words in (claim.number, "金额 10,000.00 元", "医保结算单", "开始填写医疗互助申领"):
        assert words in held
    assert claim.number not in text(browser(world, "chen_ping").get("/me/data/"))


def test_a_reading_program_pre_fills_and_saves_nothing(world: cast.Cast, settings: Any) -> None:
    settings.OCR_COMMAND = f"{sys.executable} -I {Path(str(ocr_stub.__file__))} read"
    build_claims.covered(world, "li_mei")
    client, claim = browser(world, "li_mei"), build_claims.begun(world)
    line = build_claims.add(claim, build.actor(world, "li_mei"))
    page = f"/me/claims/{claim.number}/"
    assert send(client, f"{page}photos/", file=jpeg(), document="invoice").status_code == 302
    here = f"{page}lines/{line.number}/"
    assert "读发票" in text(client.get(here))
    photo = claim.photos.get().number
    shown = text(client.post(f"{here}read/", {"photo": photo}))
    for words in ("请逐项核对", "0001234567", "120.00", "2026-03-05"):
        assert words in shown
    line.refresh_from_db()
    assert line.invoice_token is None
