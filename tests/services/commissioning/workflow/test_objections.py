"""Objections to a result: sealed, answered in time by somebody else, ending well or badly."""

import pytest
from django.db import transaction

from backend.access.roles import Role
from backend.accounts import posts
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from services.commissioning.models import ResultObjection
from services.commissioning.queries import objections as lists
from services.commissioning.queries import panel
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import objections, result
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.proof_panel import refused

WORDS = "中选组织去年的服务没有做完。"


def object_as(story: Story, key: str, text: str = WORDS) -> ResultObjection:
    """Object to the result."""
    return objections.object_to_result(story.number, actor=story.who(key), text=text)


@pytest.mark.requirement("R9.11")
def test_applicants_and_members_object_and_the_award_waits(story: Story) -> None:
    build_panel.to_notice(story)
    first, second = object_as(story, "feng_xue"), object_as(story, "li_mei")
    assert first.organization == story.world.organizations["heart"]
    assert second.organization is None
    assert WORDS.encode() not in bytes(first.text_sealed or b"")
    assert first.unseal("text_sealed") == WORDS
    assert clock.working_days_between(clock.today(), first.answer_by) == 7
    assert story.project.state is ProjectState.OBJECTION
    story.pass_days(9)
    with refused(Conflict, "wrong_state"):
        story.step(result.award, "project_approver")
    told = Event.objects.filter(topic="commissioning.objection_made")
    approver = story.world.cast.people["project_approver"]
    assert approver.pk in told.values_list("person_id", flat=True)


def test_nobody_objects_twice_late_without_words_or_from_outside(story: Story) -> None:
    build_panel.to_ranked(story)
    with refused(NotFound, "not_found"):
        object_as(story, "li_mei")
    story.pass_days(5)
    story.step(result.open_notice, "project_buyer")
    with refused(Invalid, "reason_missing"):
        object_as(story, "li_mei", " ")
    object_as(story, "li_mei")
    with refused(Conflict, "objected_before"):
        object_as(story, "li_mei")
    notice = panel.notice_of(story.project)
    assert notice is not None
    story.move_to(clock.end_of(notice.until))
    with refused(Conflict, "notice_over"):
        object_as(story, "chen_ping")


@pytest.mark.requirement("R9.11")
def test_when_the_last_open_one_is_dismissed_the_notice_goes_on(story: Story) -> None:
    build_panel.to_notice(story)
    first, second = object_as(story, "feng_xue"), object_as(story, "li_mei")
    answer = {"reason": "核查了验收记录，已做完。"}
    story.step(objections.dismiss_objection, "project_approver", objection=first.number, **answer)
    assert story.project.state is ProjectState.OBJECTION
    story.step(objections.dismiss_objection, "project_approver", objection=second.number, **answer)
    assert story.project.state is ProjectState.NOTICE
    told = Event.objects.filter(topic="commissioning.objection_answered")
    people = story.world.cast.people
    assert set(told.values_list("person_id", flat=True)) == {
        people["feng_xue"].pk,
        people["li_mei"].pk,
    }
    story.pass_days(9)
    assert story.step(result.award, "project_approver").state is ProjectState.AWARDED


@pytest.mark.requirement("R9.11")
def test_an_upheld_objection_ends_the_project_with_its_reason(story: Story) -> None:
    build_panel.to_notice(story)
    made = object_as(story, "third_officer")
    story.step(
        objections.uphold_objection,
        "project_approver",
        objection=made.number,
        reason="中选组织隐瞒了处罚。",
    )
    project = story.project
    assert project.state is ProjectState.CANCELLED
    assert project.state_reason == "结果异议成立：中选组织隐瞒了处罚。"


@pytest.mark.requirement("R9.11")
def test_another_person_answers_than_who_objected_hung_it_out_or_sat(story: Story) -> None:
    build_panel.to_notice(story)
    with transaction.atomic():
        for key in ("project_buyer", story.keys[story.seats()[0].panelist.user_id]):
            posts.appoint(
                story.world.cast.users[key],
                story.world.cast.unions["federation"],
                str(Role.PROJECT_APPROVER),
                actor=story.who("project_approver"),
            )
    made = object_as(story, "project_approver")
    given = {"objection": made.number, "reason": "不成立。"}
    with refused(Refused, "own_objection"):
        story.step(objections.dismiss_objection, "project_approver", **given)
    with refused(Refused, "four_eyes"):
        story.step(objections.dismiss_objection, "project_buyer", **given)
    with refused(Refused, "sat_on_panel"):
        story.step(
            objections.dismiss_objection,
            story.keys[story.seats()[0].panelist.user_id],
            **given,
        )
    with refused(NotFound, "not_found"):
        story.step(objections.dismiss_objection, "west_reviewer", **given)


@pytest.mark.requirement("R9.11")
def test_an_unanswered_objection_is_listed_as_overdue_from_the_eighth_day(story: Story) -> None:
    build_panel.to_notice(story)
    made = object_as(story, "feng_xue")
    approver = story.who("project_approver")
    story.move_to(clock.start_of(made.answer_by))
    [line] = lists.waiting(approver)
    assert (line.number, line.is_overdue) == (made.number, False)
    story.move_to(clock.end_of(made.answer_by))
    assert [line.is_overdue for line in lists.waiting(approver)] == [True]
    assert lists.waiting(story.who("west_reviewer")) == []
