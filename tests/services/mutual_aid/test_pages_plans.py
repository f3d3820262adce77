"""Plans on the desk by plain forms: load, propose, sign, compare, try."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from services.mutual_aid.models import DryRun, PlanVersion
from services.mutual_aid.queries import dry_runs as queries
from services.mutual_aid.rules.reading import MAX_PACK_BYTES
from services.mutual_aid.workflow import dry_running, dry_runs
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.plan_browser import browser, press, send
from tests.services.mutual_aid.rules.packs import raw_pack

NEW = "/console/mutual-aid/plans/new/"
RATIO = {"kind": "ratio", "item": "inpatient", "title": "住院", "base": "oop", "rate": "0.5"}


def load(client: Client, *benefits: dict[str, Any], **fields: Any) -> Any:
    raw = raw_pack(*benefits, **{"verified": True, **fields})
    file = SimpleUploadedFile("plan.json", json.dumps(raw).encode())
    return send(client, NEW, sponsor="GH-0001", pack=file)


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_file_that_does_not_fit_is_refused_on_the_page_with_its_place(desk: build.Story) -> None:
    officer = browser(desk.made, "plan_officer")
    before = PlanVersion.objects.count()
    failing = [{"in": {"inpatient": ["10"]}, "out": "6.00"}]
    refused = load(officer, RATIO, vectors=failing)
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "/vectors/0（算例第 1 项）：算例应得 6.00，算出 5.00。" in shown
    assert "文件没有载入，原有计划没有任何改动。" in shown
    large = SimpleUploadedFile("plan.json", b" " * (MAX_PACK_BYTES + 1))
    assert send(officer, NEW, sponsor="GH-0001", pack=large).status_code == 422
    assert send(officer, NEW, sponsor="GH-0001").status_code == 422
    assert PlanVersion.objects.count() == before


@pytest.mark.requirement("R8.2")
def test_propose_and_sign_are_plain_forms_of_two_persons(desk: build.Story) -> None:
    officer, approver = browser(desk.made, "plan_officer"), browser(desk.made, "plan_approver")
    load(officer, RATIO, exclusions=[{"code": "abroad", "text": "境外就医不付"}])
    page = text(officer, "/console/mutual-aid/plans/TEST-1/")
    for shown in ("未核定，不能付款", "境外就医不付", "相符", "载入", "提请批准", "还没有试算过"):
        assert shown in page
    assert "/approve/" not in page
    assert press(officer, "TEST-1", "propose", reason="").status_code == 422
    assert press(officer, "TEST-1", "propose", reason="新计划。").status_code == 302
    assert "有 1 个计划版本等您批准" in text(approver, "/console/mutual-aid/plans/")
    assert "TEST-1" in text(approver, "/console/")
    assert press(approver, "TEST-1", "decline", reason="").status_code == 422
    assert press(approver, "TEST-1", "approve", opinion="同意。").status_code == 302
    page = text(approver, "/console/mutual-aid/plans/TEST-1/")
    for shown in ("已核定", "批准施行", "同意。"):
        assert shown in page
    assert "境外就医不付" in text(browser(desk.made, "li_mei"), "/me/plans/TEST-1/")
    assert "撤回 TEST-1" not in page
    assert press(officer, "TEST-1", "ask-withdrawal", reason="印错了。").status_code == 302
    assert "待撤回" in text(approver, "/console/")
    assert "撤回 TEST-1" in text(approver, "/console/mutual-aid/plans/TEST-1/")
    assert press(approver, "TEST-1", "withdraw", reason="印错了。").status_code == 302
    assert PlanVersion.objects.get(number="TEST-1").state == "withdrawn"


def test_a_refused_step_shows_the_version_again_with_the_reason(desk: build.Story) -> None:
    officer = browser(desk.made, "plan_officer")
    build.adopt(desk, RATIO)
    load(officer, {**RATIO, "rate": "0.6"}, version=2, valid_from="2026-07-01")
    build.approved(desk, under=build.cover(desk, plan="TEST-1"))
    refused = press(officer, "TEST-1.v2", "propose", reason="提高。")
    assert refused.status_code == 409
    assert "已经有按另一版本核定的" in refused.content.decode()
    assert "提高。" in refused.content.decode()


@pytest.mark.requirement("R8.1")
def test_two_versions_stand_side_by_side_differences_first(desk: build.Story) -> None:
    officer = browser(desk.made, "plan_officer")
    load(officer, RATIO)
    load(officer, {**RATIO, "rate": "0.6"}, version=2, valid_from="2027-01-01")
    path = "/console/mutual-aid/plans/TEST-1.v2/compare/?with=TEST-1"
    assert path in text(officer, "/console/mutual-aid/plans/TEST-1.v2/").replace("&amp;", "&")
    page = text(officer, path)
    assert "有 3 处不同" in page
    assert "住院 · 比例" in page
    assert "主办单位" not in page
    assert "主办单位" in text(officer, f"{path}&all=1")
    same = text(officer, "/console/mutual-aid/plans/TEST-1/compare/?with=TEST-1")
    assert "两个版本内容相同" in same
    assert "有 3 处不同" in text(officer, "/console/mutual-aid/plans/TEST-1.v2/compare/")
    nothing = officer.get("/console/mutual-aid/plans/TEST-1/compare/?with=TEST-9")
    assert nothing.status_code == 404


@pytest.mark.requirement("R8.1")
def test_a_trial_shows_progress_then_who_gains_and_loses(desk: build.Story) -> None:
    officer, signer = browser(desk.made, "plan_officer"), desk.who("plan_approver")
    number = build.adopt(desk, RATIO, claim={"levels": ["district"]}).number
    claim = build.approved(desk, build.Stay(entry="100"), under=build.cover(desk, plan=number))
    load(officer, {**RATIO, "rate": "0.25"}, version=2, valid_from="2027-01-01")
    first, last = queries.last_year()
    assert (first, last) == (date(2025, 1, 1), date(2025, 12, 31))
    assert f'value="{first}"' in text(officer, "/console/mutual-aid/plans/TEST-1.v2/")
    assert press(officer, "TEST-1.v2", "try", first_day="x", last_day="").status_code == 422
    days = {"first_day": "2026-01-01", "last_day": "2026-12-31"}
    sent = press(officer, "TEST-1.v2", "try", **days)
    path = sent["Location"]
    waiting = text(officer, path)
    assert 'http-equiv="refresh"' in waiting
    assert "已算 0%" in waiting
    assert press(officer, "TEST-1.v2", "try", **days).status_code == 409
    dry_running.run_dry(DryRun.objects.get().number)
    page = text(officer, path)
    for shown in ("一共少付", "25.00", claim.number, "1 件，共", "变化最大的十件"):
        assert shown in page
    assert f"/console/claims/{claim.number}/" not in page
    assert 'http-equiv="refresh"' not in page
    assert "已算完" in text(officer, "/console/mutual-aid/plans/TEST-1.v2/")
    assert browser(desk.made, "zhao_min").get(path).status_code == 404
    empty = dry_runs.ask("TEST-1.v2", actor=signer, first_day=first, last_day=last)
    dry_running.run_dry(empty.number)
    nothing = text(officer, f"/console/mutual-aid/trials/{empty.number}/")
    assert "这段时间没有核定过申领或结算" in nothing
