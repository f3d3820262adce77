"""Closing by the clock, and the check of who may go before the panel (R9.2, R9.5)."""

from datetime import date, timedelta

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import Bid, Proof, Relation
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import bids, checking, closing
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused, snapshot
from tests.services.commissioning.walk import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.5")]


def told(topic: Topic) -> list[int | None]:
    """Give who was told of a topic, each time."""
    rows = Event.objects.filter(topic=topic).order_by("person_id")
    return list(rows.values_list("person_id", flat=True))


def test_a_call_closes_only_after_its_deadline_and_only_once(story: Story) -> None:
    project = walk.row(walk.opened(story))
    walk.bid(story, project, "heart")
    story.move_to(project.call.deadline - timedelta(seconds=30))
    before = snapshot()
    assert closing.close_due() == 0
    assert closing.close_call(project.number) is False
    assert snapshot() == before
    story.pass_deadline(project)
    assert closing.close_due() == 1
    after = snapshot()
    assert closing.close_due() == 0
    assert closing.close_call(project.number) is False
    assert snapshot() == after


def test_all_submitted_applications_are_opened_and_no_other(story: Story) -> None:
    project = walk.row(walk.opened(story))
    walk.bid(story, project, "heart")
    taken_back = walk.bid(story, project, "lamp")
    second = story.world.actor("second_officer")
    bids.withdraw_bid(taken_back.number, actor=second, version=taken_back.version)
    bids.start_bid(project.number, actor=story.world.actor("third_officer"))
    story.pass_deadline(project)
    closing.close_call(project.number)
    assert walk.row(project).state is ProjectState.QUALIFICATION
    found = {
        one.organization.name: (one.state, one.amount_fen, one.persons, one.sessions)
        for one in Bid.objects.select_related("organization")
    }
    names = {key: one.name for key, one in story.world.organizations.items()}
    assert found == {
        names["heart"]: (BidState.OPENED, 18_000_000, 600, 60),
        names["lamp"]: (BidState.WITHDRAWN, None, None, None),
        names["tree"]: (BidState.DRAFT, None, None, None),
    }
    assert told(Topic.COMMISSIONING_BID_OPENED) == [story.world.cast.people["feng_xue"].pk]
    buyer = story.world.cast.people["project_buyer"].pk
    assert told(Topic.COMMISSIONING_CALL_CLOSED) == [buyer]


def test_a_call_without_any_application_closes_too(story: Story) -> None:
    project = walk.closed(story, ())
    assert project.state is ProjectState.QUALIFICATION


@pytest.mark.requirement("R9.2")
def test_each_applicant_is_qualified_or_not_with_a_reason(story: Story) -> None:
    project, buyer = walk.closed(story), story.world.actor("project_buyer")
    heart, lamp, tree = project.call.bids.order_by("organization__credit_code")
    done = checking.qualify_bid(heart.number, actor=buyer, version=heart.version)
    assert done.state is BidState.QUALIFIED
    with refused(Conflict, "wrong_state"):
        checking.qualify_bid(heart.number, actor=buyer, version=done.version)
    with refused(Invalid, "reason_missing"):
        checking.disqualify_bid(lamp.number, actor=buyer, version=lamp.version, reason=" ")
    done = checking.disqualify_bid(
        lamp.number, actor=buyer, version=lamp.version, reason="团队没有执业证"
    )
    assert (done.state, done.disqualified_because) == (BidState.DISQUALIFIED, "团队没有执业证")
    officer = story.world.cast.people["second_officer"]
    assert told(Topic.COMMISSIONING_BID_DISQUALIFIED) == [officer.pk]
    Proof.objects.filter(organization=tree.organization, kind="tax").update(
        valid_to=date(2026, 3, 5)
    )
    with refused(Refused, "unqualified") as refusal:
        checking.qualify_bid(tree.number, actor=buyer, version=tree.version)
    assert "“依法纳税证明”已在 2026 年 3 月 5 日到期" in refusal.value.message


@pytest.mark.requirement("R9.2")
def test_the_check_is_the_buyers_and_ends_with_the_draw(story: Story) -> None:
    project = walk.closed(story)
    bid = project.call.bids.first()
    assert bid is not None
    with refused(NotFound, "not_found"):
        checking.qualify_bid(bid.number, actor=story.world.actor("zhao_min"), version=bid.version)
    with refused(Refused, "not_permitted"):
        checking.qualify_bid(
            bid.number, actor=story.world.actor("project_approver"), version=bid.version
        )
    project.state = ProjectState.PANEL_DRAWN
    project.save()
    with refused(Conflict, "not_checking"):
        checking.qualify_bid(
            bid.number, actor=story.world.actor("project_buyer"), version=bid.version
        )


def test_an_officer_reads_an_application_only_once_it_is_open(story: Story) -> None:
    project = walk.row(walk.opened(story))
    bid, buyer = walk.bid(story, project, "heart"), story.world.actor("project_buyer")
    for act in (
        lambda: checking.read_bid(bid.number, actor=buyer),
        lambda: checking.qualify_bid(bid.number, actor=buyer, version=bid.version),
        lambda: checking.read_bid("SB-2026-0", actor=buyer),
    ):
        with refused(NotFound, "not_found"):
            act()
    story.pass_deadline(project)
    closing.close_call(project.number)
    assert checking.read_bid(bid.number, actor=buyer).amount_fen == 18_000_000
    with refused(NotFound, "not_found"):
        checking.read_bid(bid.number, actor=story.world.actor("zhao_min"))


@pytest.mark.requirement("R9.7")
def test_who_is_tied_to_an_applicant_does_not_check_it(story: Story) -> None:
    project, buyer = walk.closed(story), story.world.actor("project_buyer")
    bid = project.call.bids.order_by("id").first()
    assert bid is not None
    Relation.objects.create(
        person=story.world.cast.people["project_buyer"],
        organization=bid.organization,
        kind="kinship",
        since=date(2024, 1, 1),
        entered_by=story.world.cast.users["project_approver"],
    )
    with refused(Refused, "related"):
        checking.qualify_bid(bid.number, actor=buyer, version=bid.version)
    with refused(Refused, "related"):
        checking.disqualify_bid(bid.number, actor=buyer, version=bid.version, reason="不符")
