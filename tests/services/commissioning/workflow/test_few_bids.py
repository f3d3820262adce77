"""Too few qualified applications: not judged, unless an approver decides so in public."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.template.loader import render_to_string

from backend.config.demo.actors import actor_of
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import FewBidsDecision, Project, ProjectStep, Relation
from services.commissioning.queries.panel_file import panel_file
from services.commissioning.queries.panel_part import panel_part
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.few_bids import go_on_with_few
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.caller import Caller
from tests.services.commissioning.proof import refused

REASON = "本市能提供这项服务的组织少，两家报价都在预算以内。"


@pytest.fixture
def few(review: Story) -> Story:
    """Two qualified applications where three are wanted."""
    return build_panel.begun(review.world, review.move_to, applicants=("heart", "lamp"))


def test_too_few_are_not_judged_and_the_refusal_says_both_ways_on(few: Story) -> None:
    with refused(Conflict, "too_few_qualified") as refusal:
        build_panel.draw(few)
    assert "只有 2 家，少于 3 家" in refusal.value.message
    assert "取消项目，再重新征集；或者请审批人写明理由" in refusal.value.message


@pytest.mark.requirement("R9.6")
def test_an_approver_lets_two_be_judged_and_the_reason_is_published(few: Story) -> None:
    with refused(Invalid, "reason_missing"):
        few.step(go_on_with_few, "project_approver", reason=" ")
    few.step(go_on_with_few, "project_approver", reason=REASON)
    with refused(Conflict, "decided_already"):
        few.step(go_on_with_few, "project_approver", reason=REASON)
    assert few.project.state is ProjectState.QUALIFICATION
    build_panel.draw(few)
    assert len(few.seats()) == 5
    told = panel_file(few.number)["few_bids"]
    assert (told["qualified"], told["least"], told["reason"]) == (2, 3, REASON)
    page = render_to_string(
        "commissioning/portal/panel_part.html", {"panel": panel_part(few.project)}
    )
    assert REASON in page
    with pytest.raises(ProgrammingError), transaction.atomic():
        FewBidsDecision.objects.update(reason="另一个理由")


def test_public_money_and_a_single_application_can_only_be_called_for_again(few: Story) -> None:
    one = build_panel.begun(few.world, few.move_to, applicants=("heart",))
    with refused(Conflict, "too_few_qualified") as refusal:
        one.step(go_on_with_few, "project_approver", reason=REASON)
    assert "审批人" not in refusal.value.message
    Project.objects.filter(number=few.number).update(fund_type="fiscal")
    with refused(Conflict, "too_few_qualified") as refusal:
        few.step(go_on_with_few, "project_approver", reason=REASON)
    assert "财政资金项目不能批准继续评审" in refusal.value.message
    with refused(Conflict, "too_few_qualified") as refusal:
        build_panel.draw(few)
    assert "审批人" not in refusal.value.message


def test_it_is_decided_only_once_all_were_checked_and_only_where_they_are_few(
    review: Story,
) -> None:
    with refused(Conflict, "enough_bids"):
        review.step(go_on_with_few, "project_approver", reason=REASON)
    waiting = build_panel.begun(
        review.world, review.move_to, applicants=("heart", "lamp"), left_open="lamp"
    )
    with refused(Conflict, "qualification_open"):
        waiting.step(go_on_with_few, "project_approver", reason=REASON)
    build_panel.draw(review)
    with refused(Conflict, "wrong_state"):
        review.step(go_on_with_few, "project_approver", reason=REASON)


def test_nobody_decides_on_a_call_of_her_own_or_for_a_relative(few: Story) -> None:
    for key in ("project_buyer", "acceptance_officer", "sun_li"):
        with refused(Refused, "not_permitted"):
            few.step(go_on_with_few, key, reason=REASON)
    with refused(NotFound, "not_found"):
        few.step(go_on_with_few, "li_mei", reason=REASON)
    approver = few.world.cast.users["project_approver"]
    step = ProjectStep.objects.create(
        project=few.project, act="qualify_bid", by=approver, by_label="审批人"
    )
    assert step.pk
    with refused(Refused, "own_draft") as refusal:
        few.step(go_on_with_few, "project_approver", reason=REASON)
    assert "另一位审批人" in refusal.value.message


def test_who_is_tied_to_an_applicant_does_not_decide(few: Story) -> None:
    Relation.objects.create(
        person=few.world.cast.people["project_approver"],
        organization=few.world.organizations["lamp"],
        kind="kinship",
        since=clock.today(),
        entered_by=few.world.cast.users["project_buyer"],
    )
    with refused(Refused, "related"):
        few.step(go_on_with_few, "project_approver", reason=REASON)


def test_the_table_itself_keeps_the_drafter_from_deciding(few: Story) -> None:
    buyer = actor_of(few.world.cast.users["project_buyer"])
    with pytest.raises(IntegrityError), transaction.atomic():
        FewBidsDecision.objects.create(
            project=few.project,
            qualified=2,
            least=3,
            reason=REASON,
            drafted_by_id=buyer.user_id,
            decided_by_id=buyer.user_id,
        )


def test_over_the_api_the_desk_offers_the_decision_to_the_approver_alone(few: Story) -> None:
    desk = f"/api/staff/v1/commissioning/projects/{few.number}/panel"
    approver, buyer = (
        Caller(few.world, "project_approver"),
        Caller(few.world, "project_buyer"),
    )
    shown = approver.get(desk).json()
    assert [one["act"] for one in shown["acts"]] == ["go_on_with_few"]
    waits = buyer.get(desk).json()["acts"]
    assert [one["act"] for one in waits] == ["draw_panel"]
    assert "请审批人写明理由" in waits[0]["reason"]
    page = f"/console/commissioning/projects/{few.number}/panel/"
    assert "批准继续评审" in approver.get(page).content.decode()
    assert "批准继续评审</button>" not in buyer.get(page).content.decode()
    body = {"reason": REASON}
    assert buyer.send(f"{desk}/few-bids", body, version=shown["version"]).status_code == 403
    done = approver.send(f"{desk}/few-bids", body, version=shown["version"])
    assert (done.status_code, done.json()["state"]) == (200, "qualification")
    shown = buyer.get(desk).json()
    assert (shown["few"]["reason"], shown["acts"][0]["reason"]) == (REASON, "")
    assert buyer.send(f"{desk}/draw", version=shown["version"]).status_code == 200
