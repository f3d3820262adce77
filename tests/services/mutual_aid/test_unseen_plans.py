"""A plan of each kind that no code has seen: from its file to the fen, by API and by pages."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, PlanVersion
from services.mutual_aid.rules.pack import Kind
from tests import cast
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.plan_browser import browser, press, send
from tests.services.mutual_aid.unseen import UNSEEN, Unseen

API = "/api/staff/v1"


class Caller:
    """The staff API as one of the cast; each write gets a key of its own."""

    def __init__(self, desk: build.Story, client: Client) -> None:
        self.desk = desk
        self.client = client
        self.count = 0

    def post(self, who: str, path: str, body: Any, *, etag: str = "") -> Any:
        """Send a body; a pack goes as the bytes of its file."""
        self.count += 1
        headers = {
            "X-Session-Token": cast.sign_in(self.desk.made.users[who]),
            "Idempotency-Key": f"unseen-key-{self.count:08d}",
        }
        if etag:
            headers["If-Match"] = etag
        return self.client.post(
            f"{API}{path}", body, content_type="application/json", headers=headers
        )


def claim_of(desk: build.Story, number: str, plan: Unseen) -> build.Claim:
    """File a claim of the plan's item by a covered member, once the fund has money."""
    version = PlanVersion.objects.select_related("plan__fund").get(number=number)
    build.fund(version, desk)
    stay = build.Stay(item=plan.item, entry=plan.entry)
    return build.filed(desk, stay, under=build.cover(desk, plan=number))


def paid(claim: build.Claim) -> Money:
    return Benefit.objects.get(claim=claim).amount


def test_there_is_one_plan_of_each_kind() -> None:
    assert {plan.raw["benefits"][0]["kind"] for plan in UNSEEN} == {str(kind) for kind in Kind}


@pytest.mark.requirement("R8.1")
@pytest.mark.parametrize("plan", UNSEEN, ids=lambda plan: plan.raw["code"])
def test_it_works_through_the_api(desk: build.Story, client: Client, plan: Unseen) -> None:
    call = Caller(desk, client)
    content = json.dumps(plan.raw, ensure_ascii=False)
    loaded = call.post("plan_officer", "/mutual-aid/plans?sponsor=GH-0001", content)
    assert (loaded.status_code, loaded.json()["state"]) == (201, "loaded")
    number = loaded.json()["number"]
    path = f"/mutual-aid/plans/{number}"
    assert call.post("plan_officer", f"{path}/propose", {"reason": "新计划。"}).status_code == 200
    signed = call.post("plan_approver", f"{path}/approve", {"opinion": "同意。"})
    assert (signed.status_code, signed.json()["pays"]) == (200, True)
    claim = claim_of(desk, number, plan)
    done = call.post("zhao_min", f"/claims/{claim.number}/approve", {}, etag=f'"{claim.version}"')
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert paid(claim) == Money.from_yuan(plan.pays)


@pytest.mark.requirement("R8.1")
@pytest.mark.parametrize("plan", UNSEEN, ids=lambda plan: plan.raw["code"])
def test_it_works_through_the_pages(desk: build.Story, plan: Unseen) -> None:
    officer, approver = browser(desk.made, "plan_officer"), browser(desk.made, "plan_approver")
    file = SimpleUploadedFile("plan.json", json.dumps(plan.raw).encode())
    loaded = send(officer, "/console/mutual-aid/plans/new/", sponsor="GH-0001", pack=file)
    number = plan.raw["code"]
    assert (loaded.status_code, loaded["Location"]) == (302, f"/console/mutual-aid/plans/{number}/")
    assert press(officer, number, "propose", reason="新计划。").status_code == 302
    assert press(approver, number, "approve", opinion="").status_code == 302
    page = approver.get(f"/console/mutual-aid/plans/{number}/").content.decode()
    assert "已核定" in page
    assert plan.raw["benefits"][0]["title"] in page
    claim = claim_of(desk, number, plan)
    screen = f"/console/claims/{claim.number}/"
    reviewer = browser(desk.made, "zhao_min")
    assert send(reviewer, screen, to=f"{screen}approve/").status_code == 302
    assert paid(claim) == Money.from_yuan(plan.pays)
