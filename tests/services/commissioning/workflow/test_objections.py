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
from tests.services.commissioning.proof import refused

WORDS = "中选组织去年的服务没有做完。"


def object_as(review: Story, key: str, text: str = WORDS) -> ResultObjection:
    """Object to the result."""
    return objections.object_to_result(review.number, actor=review.who(key), text=text)


@pytest.mark.requirement("R9.11")
def test_applicants_and_members_object_and_the_award_waits(review: Story) -> None:
    build_panel.to_notice(review)
    first, second = object_as(review, "feng_xue"), object_as(review, "li_mei")
    assert first.organization == review.world.organizations["heart"]
    assert second.organization is None
    assert WORDS.encode() not in bytes(first.text_sealed or b"")
    assert first.unseal("text_sealed") == WORDS
    assert clock.working_days_between(clock.today(), first.answer_by) == 7
    assert review.project.state is ProjectState.OBJECTION
    review.pass_days(9)
    with refused(Conflict, "wrong_state"):
        review.step(result.award, "project_approver")
    told = Event.objects.filter(topic="commissioning.objection_made")
    approver = review.world.cast.people["project_approver"]
    assert approver.pk in told.values_list("person_id", flat=True)


def test_nobody_objects_twice_late_without_words_or_from_outside(review: Story) -> None:
    build_panel.to_ranked(review)
    with refused(NotFound, "not_found"):
        object_as(review, "li_mei")
    review.pass_days(5)
    review.step(result.open_notice, "project_buyer")
    with refused(Invalid, "reason_missing"):
        object_as(review, "li_mei", " ")
    object_as(review, "li_mei")
    with refused(Conflict, "objected_before"):
        object_as(review, "li_mei")
    notice = panel.notice_of(review.project)
    assert notice is not None
    review.move_to(clock.end_of(notice.until))
    with refused(Conflict, "notice_over"):
        object_as(review, "chen_ping")


@pytest.mark.requirement("R9.11")
def test_when_the_last_open_one_is_dismissed_the_notice_goes_on(review: Story) -> None:
    build_panel.to_notice(review)
    first, second = object_as(review, "feng_xue"), object_as(review, "li_mei")
    answer = {"reason": "核查了验收记录，已做完。"}
    review.step(objections.dismiss_objection, "project_approver", objection=first.number, **answer)
    assert review.project.state is ProjectState.OBJECTION
    review.step(objections.dismiss_objection, "project_approver", objection=second.number, **answer)
    assert review.project.state is ProjectState.NOTICE
    told = Event.objects.filter(topic="commissioning.objection_answered")
    people = review.world.cast.people
    assert set(told.values_list("person_id", flat=True)) == {
        people["feng_xue"].pk,
        people["li_mei"].pk,
    }
    review.pass_days(9)
    assert review.step(result.award, "project_approver").state is ProjectState.AWARDED


@pytest.mark.requirement("R9.11")
def test_an_upheld_objection_ends_the_project_with_its_reason(review: Story) -> None:
    build_panel.to_notice(review)
    made = object_as(review, "third_officer")
    review.step(
        objections.uphold_objection,
        "project_approver",
        objection=made.number,
        reason="中选组织隐瞒了处罚。",
    )
    project = review.project
    assert project.state is ProjectState.CANCELLED
    assert project.state_reason == "结果异议成立：中选组织隐瞒了处罚。"


@pytest.mark.requirement("R9.11")
def test_another_person_answers_than_who_objected_hung_it_out_or_sat(review: Story) -> None:
    build_panel.to_notice(review)
    with transaction.atomic():
        for key in ("project_buyer", review.keys[review.seats()[0].panelist.user_id]):
            posts.appoint(
                review.world.cast.users[key],
                review.world.cast.unions["federation"],
                str(Role.PROJECT_APPROVER),
                actor=review.who("project_approver"),
            )
    made = object_as(review, "project_approver")
    given = {"objection": made.number, "reason": "不成立。"}
    with refused(Refused, "own_objection"):
        review.step(objections.dismiss_objection, "project_approver", **given)
    with refused(Refused, "four_eyes"):
        review.step(objections.dismiss_objection, "project_buyer", **given)
    with refused(Refused, "sat_on_panel"):
        review.step(
            objections.dismiss_objection,
            review.keys[review.seats()[0].panelist.user_id],
            **given,
        )
    with refused(NotFound, "not_found"):
        review.step(objections.dismiss_objection, "west_reviewer", **given)


@pytest.mark.requirement("R9.11")
def test_an_unanswered_objection_is_listed_as_overdue_from_the_eighth_day(review: Story) -> None:
    build_panel.to_notice(review)
    made = object_as(review, "feng_xue")
    approver = review.who("project_approver")
    review.move_to(clock.start_of(made.answer_by))
    [line] = lists.waiting(approver)
    assert (line.number, line.is_overdue) == (made.number, False)
    review.move_to(clock.end_of(made.answer_by))
    assert [line.is_overdue for line in lists.waiting(approver)] == [True]
    assert lists.waiting(review.who("west_reviewer")) == []
