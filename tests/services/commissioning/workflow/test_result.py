"""The result notice, stepping back, and an award that has no other choice (R9.11, R9.27)."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from services.commissioning.models import Bid, Organization, RankLine, ResultNotice
from services.commissioning.queries import panel
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import result
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story, sign
from tests.services.commissioning.proof import refused


def state_of(review: Story, key: str) -> BidState:
    """Give the state of an organization's application."""
    return Bid.objects.get(organization=review.world.organizations[key]).state


@pytest.mark.requirement("R9.10")
def test_the_notice_waits_until_the_panel_may_no_longer_dissent(review: Story) -> None:
    build_panel.to_ranked(review)
    with refused(Conflict, "dissent_running"):
        review.step(result.open_notice, "project_buyer")


@pytest.mark.requirement("R9.11")
def test_the_notice_names_the_first_the_panel_and_its_working_days(review: Story) -> None:
    build_panel.to_notice(review)
    notice = ResultNotice.objects.get()
    assert notice.bid.organization == review.world.organizations["lamp"]
    assert notice.panel_names == sorted(notice.panel_names)
    assert len(notice.panel_names) == 5
    assert clock.working_days_between(notice.opened_on, notice.until) == 5
    assert review.project.state is ProjectState.NOTICE
    with pytest.raises(ProgrammingError), transaction.atomic():
        ResultNotice.objects.update(until=notice.until + timedelta(days=9))


@pytest.mark.requirement("R9.11")
def test_the_award_waits_for_the_last_day_and_follows_the_first_place(review: Story) -> None:
    build_panel.to_notice(review)
    notice = ResultNotice.objects.get()
    review.move_to(clock.end_of(notice.until) - timedelta(seconds=60))
    with refused(Conflict, "notice_running"):
        review.step(result.award, "project_approver")
    review.move_to(clock.end_of(notice.until))
    project = review.step(result.award, "project_approver")
    assert project.state is ProjectState.AWARDED
    assert project.awarded_by == review.world.cast.users["project_approver"]
    ends = [state_of(review, key) for key in ("lamp", "tree", "heart")]
    assert ends == [BidState.WON, BidState.LOST, BidState.LOST]
    told = Event.objects.filter(topic__in=["commissioning.bid_won", "commissioning.bid_lost"])
    assert sorted(told.values_list("topic", flat=True)) == [
        "commissioning.bid_lost",
        "commissioning.bid_lost",
        "commissioning.bid_won",
    ]


def test_only_the_approver_awards_and_never_who_hung_it_out_or_is_tied(review: Story) -> None:
    build_panel.to_notice(review)
    review.pass_days(9)
    with refused(Refused, "not_permitted"):
        review.step(result.award, "project_buyer")
    for key in ("west_reviewer", "feng_xue", "zheng_he", "li_mei"):
        with refused(NotFound, "not_found"):
            review.step(result.award, key)
    officer = review.world.organizations["tree"].officers.get()
    officer.user = review.world.cast.users["project_approver"]
    officer.save()
    with refused(Refused, "related"):
        review.step(result.award, "project_approver")


@pytest.mark.requirement("R9.11")
def test_the_second_is_put_up_only_after_the_first_withdrew_with_a_reason(review: Story) -> None:
    build_panel.to_notice(review)
    with refused(NotFound, "not_found"):
        result.decline_result(review.number, actor=review.who("third_officer"), reason="不想等。")
    lamp = review.who("second_officer")
    with refused(Invalid, "reason_missing"):
        result.decline_result(review.number, actor=lamp, reason=" ")
    result.decline_result(review.number, actor=lamp, reason="人手不足，无法按期履约。")
    assert (review.project.state, state_of(review, "lamp")) == (ProjectState.RANKED, BidState.LOST)
    assert "人手不足" in review.project.steps.get(act="decline").words
    review.step(result.open_notice, "project_buyer")
    notice = panel.notice_of(review.project)
    assert notice is not None
    assert (notice.sequence, notice.bid.organization.name) == (
        2,
        review.world.organizations["tree"].name,
    )
    review.pass_days(9)
    review.step(result.award, "project_approver")
    assert (state_of(review, "tree"), state_of(review, "lamp")) == (BidState.WON, BidState.LOST)


def test_when_all_have_withdrawn_nothing_is_put_up(review: Story) -> None:
    build_panel.to_notice(review)
    for key in ("second_officer", "third_officer", "feng_xue"):
        result.decline_result(review.number, actor=review.who(key), reason="放弃。")
        if key != "feng_xue":
            review.step(result.open_notice, "project_buyer")
    with refused(Conflict, "nobody_left"):
        review.step(result.open_notice, "project_buyer")


@pytest.mark.requirement("R9.27")
def test_a_union_comes_first_only_on_equal_score(review: Story) -> None:
    heart = review.world.organizations["heart"]
    Organization.objects.filter(pk=heart.pk).update(has_union=True)
    for seat in build_panel.to_scoring(review).seats():
        same = dict.fromkeys(build_panel.points(review, 0), 100)
        sign(review, seat, same)
    lines = list(RankLine.objects.order_by("place").select_related("bid__organization"))
    assert [(one.bid.organization.name, one.by_tie_rule) for one in lines] == [
        (heart.name, "union"),
        (review.world.organizations["tree"].name, "union"),
        (review.world.organizations["lamp"].name, "price"),
    ]
