"""From the final report to the archive over the API, every public byte beside the ledger."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pytest
from django.test import Client
from pytest_django import Settings

from backend.kernel import clock
from services.commissioning import feed_writing
from services.commissioning.feeds.ocds.checks import files
from services.commissioning.feeds.ocds.numbers import decode, yuan
from services.commissioning.models import Acceptance, Dispute, Evaluation, Project
from services.commissioning.queries import reconcile
from services.commissioning.queries.books import ledger_paid_fen
from services.commissioning.rules.figures import written
from services.commissioning.states.projects import ProjectState
from services.commissioning.states.verdicts import AnswerState
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import Call, caller

pytestmark = pytest.mark.django_db
ON = "/commissioning/projects/{}{}"


@pytest.fixture(autouse=True)
def published(tmp_path: Path, settings: Settings) -> Path:
    """A published folder of its own for each test."""
    settings.PUBLISHED_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def call(world: World, client: Client) -> Call:
    """Call the API as one of the cast."""
    return caller(world, client)


def _tag(project: Project) -> str:
    return f'"{bv.row(project).version}"'


def _public(client: Client, path: str = "") -> Any:
    return client.get(f"/api/public/v1/projects{path}").json()


@pytest.mark.requirement("R9.16", "R9.17", "R9.18", "R9.19", "R9.20", "R9.22", "R9.25")
def test_from_the_final_report_to_the_archive(
    world: World, call: Call, client: Client, published: Path
) -> None:
    bv.sign_forms(world)
    project = bv.finished(world)
    judge, number = "acceptance_officer", project.number
    desk = call(judge, ON.format(number, "/verdict")).json()
    assert (desk["points"], desk["ratings"], desk["is_final_checked"]) == ("100", 12, True)
    assert set(desk["may"]) == {"accept", "rectify"}
    answer = call(judge, ON.format(number, "/accept"), {"opinion": "可以"}, etag=_tag(project))
    assert (answer.status_code, answer.json()["ratings"]) == (201, 12)
    answer = call(judge, ON.format(number, "/evaluate"), {"words": "好"}, etag=_tag(project))
    assert (answer.status_code, answer.json()["band"]) == (201, "excellent")
    feed_writing.drain()
    assert bv.row(project).state is ProjectState.PUBLISHED
    bc.answered(world, bc.ordered(world, bc.approved(world, project.contract, 2)))
    bc.answered(world, bc.ordered(world, bc.approved(world, project.contract, 3)))
    feed_writing.drain()
    _every_public_byte_is_true(client, project, published)
    answer = call("project_buyer", ON.format(number, "/archive"), {}, etag=_tag(project))
    assert (answer.status_code, answer.json()["state"]) == (200, "archived")
    assert bv.row(project).state is ProjectState.ARCHIVED


def _every_public_byte_is_true(client: Client, project: Project, published: Path) -> None:
    paid = ledger_paid_fen(bv.row(project).contract)
    assert paid == 18_000_000
    shown = _public(client, f"/{project.number}")
    money = {one["code"]: one["value"] for one in shown["money"]}
    assert money["paid_fen"] == written("paid_fen", paid)
    page = (published / f"pages/projects/{project.number}/index.html").read_text("utf-8")
    assert money["paid_fen"] in page
    corrected = {(one["what"], one["old"], one["new"]) for one in shown["corrections"]}
    assert ("已支付", "90,000.00 元", "180,000.00 元") in corrected
    record = decode(
        (published / f"open/ocds/records/ocds-abcdef-{project.number}.json").read_bytes()
    )
    contract = record["records"][0]["compiledRelease"]["contracts"][0]
    spend = contract["implementation"]["financialProgress"]["totalSpend"]["amount"]
    assert spend == yuan(paid) == Decimal("180000.00")
    assert "已支付 180,000.00 元" in (published / "feeds/projects.atom").read_text("utf-8")

    def read(path: str) -> IO[bytes] | None:
        place = published / "open" / path
        return place.open("rb") if place.is_file() else None

    assert files.files(read)[1] == []
    assert reconcile.reconcile() == (1, [])


@pytest.mark.requirement("R9.22")
def test_a_dispute_goes_from_the_provider_to_its_answer_and_stands_in_public(
    world: World, call: Call, client: Client
) -> None:
    project = bv.finished(world)
    made = call(
        "feng_xue",
        f"/provider/contracts/{project.contract.number}/disputes",
        {"figure": "persons", "claimed": "13", "words": "一人签在纸上。"},
    )
    assert made.status_code == 201
    waiting = call("project_approver", "/commissioning/disputes").json()["items"]
    assert [one["figure_label"] for one in waiting] == ["实际服务人数（职工确认）"]
    uphold, etag = f"/commissioning/disputes/{waiting[0]['number']}/uphold", waiting[0]["version"]
    without = call("project_approver", uphold, {"answer": "机构有理。"}, etag=f'"{etag}"')
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/ruled")
    assert Dispute.objects.get().state is AnswerState.OPEN
    answered = call(
        "project_approver", uphold, {"answer": "机构有理。", "ruled": "13"}, etag=f'"{etag}"'
    )
    assert (answered.status_code, answered.json()["state"]) == (200, "upheld")
    lines = {
        one["code"]: one["disputes"] for one in _public(client, f"/{project.number}")["quantity"]
    }
    assert [one["answer"] for one in lines["persons"]] == ["机构有理。"]
    assert [(one["ruled"], one["is_pending"]) for one in lines["persons"]] == [("13", False)]


@pytest.mark.requirement("R9.22")
def test_an_upheld_dispute_is_followed_by_another_evaluation_over_the_api(
    world: World, call: Call, client: Client
) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    project = bv.row(made.contract.project)
    bv.upheld(world, made.contract, "persons", "24")
    again = ON.format(project.number, "/reevaluate")
    assert call("project_approver", again, {}, etag=_tag(project)).status_code == 403
    desk = call("acceptance_officer", ON.format(project.number, "/verdict")).json()
    assert ("reevaluate" in desk["may"], desk["points"]) == (True, "87.5")
    answer = call("acceptance_officer", again, {"words": "按认定。"}, etag=_tag(project))
    assert (answer.status_code, answer.json()["band"]) == (201, "good")
    verdict = _public(client, f"/{project.number}")["verdict"]
    assert (verdict["points"], verdict["band_label"]) == ("87.5", "良")
    assert [(one["points"], one["band_label"]) for one in verdict["earlier"]] == [("75", "中")]


@pytest.mark.requirement("R9.17")
@pytest.mark.parametrize("who", ["project_buyer", "project_approver", "zhou_lan", "sun_li"])
@pytest.mark.parametrize("act", ["accept", "evaluate"])
def test_nobody_without_the_post_judges_over_the_api(
    world: World, call: Call, who: str, act: str
) -> None:
    project = bv.finished(world)
    body = {"opinion": "可以"} if act == "accept" else {"words": ""}
    answer = call(who, ON.format(project.number, f"/{act}"), body, etag=_tag(project))
    assert answer.status_code == 403
    assert not Acceptance.objects.exists()
    assert not Evaluation.objects.exists()


def test_a_stale_version_is_refused(world: World, call: Call) -> None:
    project = bv.finished(world)
    answer = call(
        "acceptance_officer", ON.format(project.number, "/accept"), {"opinion": "可以"}, etag='"1"'
    )
    assert answer.status_code == 412
    assert not Acceptance.objects.exists()


def test_rectification_is_asked_over_the_api(world: World, call: Call) -> None:
    project = bv.finished(world)
    last = (clock.today() + timedelta(days=10)).isoformat()
    answer = call(
        "acceptance_officer",
        ON.format(project.number, "/rectification"),
        {"opinion": "补三场记录", "rectify_by": last},
        etag=_tag(project),
    )
    assert (answer.status_code, answer.json()["rectify_by"]) == (201, last)
    assert bv.row(project).state is ProjectState.RECTIFYING


def test_the_provider_of_another_project_disputes_nothing(world: World, call: Call) -> None:
    project = bv.finished(world)
    answer = call(
        "second_officer",
        f"/provider/contracts/{project.contract.number}/disputes",
        {"figure": "persons", "claimed": "13", "words": "不对。"},
    )
    assert answer.status_code == 404
    assert not Dispute.objects.exists()


@pytest.mark.requirement("R9.23")
def test_the_list_is_filtered_by_kind_stage_and_words(world: World, client: Client) -> None:
    number = bc.signed(world).project.number

    def found(query: str) -> list[str]:
        return [one["number"] for one in _public(client, f"?{query}")["items"]]

    assert found("") == [number]
    assert found("kind=counselling&stage=running&words=心理") == [number]
    assert found("kind=skills") == []
    assert found("stage=published") == []
    assert found("words=没有这个") == []


def test_the_auditor_sees_every_step_and_rows_beside_the_ledger(world: World, call: Call) -> None:
    project = bv.finished(world)
    found = call("zhou_lan", ON.format(project.number, "/audit")).json()
    assert found["paid_by_rows_fen"] == found["paid_by_ledger_fen"] == 9_000_000
    assert found["problems"] == []
    assert [one["act"] for one in found["steps"]][-2:] == ["submit_final", "confirm_report"]


@pytest.mark.requirement("R9.25")
def test_a_project_with_an_open_stage_is_not_archived(world: World, call: Call) -> None:
    bv.sign_forms(world)
    made = bv.evaluated(world)
    project = bv.row(made.contract.project)
    feed_writing.drain()
    answer = call("project_buyer", ON.format(project.number, "/archive"), {}, etag=_tag(project))
    assert (answer.status_code, answer.json()["code"]) == (409, "stages_open")
    assert bv.row(project).state is ProjectState.PUBLISHED
