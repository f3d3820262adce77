"""Applications until the deadline: submitted, replaced, withdrawn, refused (R9.2, R9.5)."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import pairwise

import pytest

from backend.access.versions import StaleVersion
from backend.audit.models import Entry
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import Bid, Organization, Penalty, ProjectStep, Proof
from services.commissioning.rules.bid import canonical, read_sealed
from services.commissioning.states.bids import BidState
from services.commissioning.workflow import bids
from tests.services.commissioning import walk
from tests.services.commissioning.proof import refused
from tests.services.commissioning.walk import CONTENT, Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.5")]


def test_an_application_is_saved_resumed_and_submitted_with_a_receipt(story: Story) -> None:
    project, feng_xue = walk.opened(story), story.world.actor("feng_xue")
    bid = bids.start_bid(project.number, actor=feng_xue)
    half = replace(CONTENT, plan="", lines=())
    bid = bids.save_bid(bid.number, actor=feng_xue, version=bid.version, content=half)
    assert read_sealed(bid.unseal("content_sealed")) == (half, b"")
    with refused(Invalid, "bid_incomplete"):
        bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=half)
    bid = bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=CONTENT)
    assert bid.state is BidState.SUBMITTED
    content, salt = read_sealed(bid.unseal("content_sealed"))
    assert (content, len(salt)) == (CONTENT, 32)
    assert bytes(bid.receipt or b"") == sha256(salt + canonical(CONTENT)).digest()
    assert (bid.amount_fen, bid.persons, bid.sessions) == (None, None, None)


def test_a_submitted_application_is_replaced_or_taken_back_until_the_deadline(
    story: Story,
) -> None:
    project, feng_xue = walk.opened(story), story.world.actor("feng_xue")
    first = walk.bid(story, project, "heart")
    with refused(Conflict, "bid_submitted"):
        bids.save_bid(first.number, actor=feng_xue, version=first.version, content=CONTENT)
    second = bids.submit_bid(
        first.number, actor=feng_xue, version=first.version, content=replace(CONTENT, plan="新案")
    )
    assert second.receipt != first.receipt
    with refused(StaleVersion, "stale_version"):
        bids.withdraw_bid(first.number, actor=feng_xue, version=first.version)
    gone = bids.withdraw_bid(first.number, actor=feng_xue, version=second.version)
    assert gone.state is BidState.WITHDRAWN
    back = bids.submit_bid(first.number, actor=feng_xue, version=gone.version, content=CONTENT)
    assert back.state is BidState.SUBMITTED
    assert Bid.objects.count() == 1


def test_a_second_application_to_the_same_call_is_refused_with_the_first(story: Story) -> None:
    project = walk.opened(story)
    bid = walk.bid(story, project, "heart")
    with refused(Conflict, "bid_exists") as refusal:
        bids.start_bid(project.number, actor=story.world.actor("feng_xue"))
    assert bid.number in refusal.value.message


def test_the_deadline_counts_to_the_second_by_the_servers_clock(story: Story) -> None:
    project, feng_xue = walk.row(walk.opened(story)), story.world.actor("feng_xue")
    bid = bids.start_bid(project.number, actor=feng_xue)
    story.move_to(project.call.deadline - timedelta(seconds=30))
    bid = bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=CONTENT)
    story.pass_deadline(project)
    acts = {"actor": feng_xue, "version": bid.version}
    for act in (
        lambda: bids.submit_bid(bid.number, content=CONTENT, **acts),  # type: ignore[arg-type]
        lambda: bids.save_bid(bid.number, content=CONTENT, **acts),  # type: ignore[arg-type]
        lambda: bids.withdraw_bid(bid.number, **acts),  # type: ignore[arg-type]
        lambda: bids.start_bid(project.number, actor=story.world.actor("second_officer")),
    ):
        with refused(Conflict, "call_closed") as refusal:
            act()
    end = project.call.deadline.astimezone(walk.MONDAY.tzinfo)
    assert f"{end:%H:%M:%S}" in refusal.value.message


def test_before_the_opening_there_is_nothing_to_apply_to(story: Story) -> None:
    topic = walk.submitted(story)
    for number in (topic.number, "WT-2026-999999"):
        with refused(NotFound, "not_found"):
            bids.start_bid(number, actor=story.world.actor("feng_xue"))


@pytest.mark.requirement("R9.2")
def test_an_unqualified_organization_hears_every_reason_at_once(story: Story) -> None:
    project, feng_xue = walk.opened(story), story.world.actor("feng_xue")
    heart = story.world.organizations["heart"]
    bid = bids.start_bid(project.number, actor=feng_xue)
    Proof.objects.filter(organization=heart, kind="tax").update(valid_to=date(2026, 2, 28))
    Proof.objects.filter(organization=heart, kind="finance").update(valid_to=date(2026, 1, 31))
    Penalty.objects.create(
        organization=heart,
        imposed_on=date(2024, 5, 1),
        authority="市民政局",
        matter="未按章程活动",
        is_major=True,
        entered_by=story.world.cast.users["project_buyer"],
    )
    with refused(Refused, "unqualified") as refusal:
        bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=CONTENT)
    assert [one.message for one in refusal.value.fields] == [
        "“财务报告”已在 2026 年 1 月 31 日到期，请提交新的证明。",
        "“依法纳税证明”已在 2026 年 2 月 28 日到期，请提交新的证明。",
        "2024 年 5 月 1 日受到市民政局的重大处罚，3 年内不能申报。",
    ]


@pytest.mark.requirement("R9.2")
def test_a_barred_organization_is_refused(story: Story) -> None:
    project, feng_xue = walk.opened(story), story.world.actor("feng_xue")
    bid = bids.start_bid(project.number, actor=feng_xue)
    Organization.objects.filter(pk=story.world.organizations["heart"].pk).update(
        state="barred", barred_until=date(2027, 3, 1), state_reason="评价为差"
    )
    with refused(Refused, "unqualified") as refusal:
        bids.submit_bid(bid.number, actor=feng_xue, version=bid.version, content=CONTENT)
    assert "到 2027 年 3 月 1 日为止：评价为差" in refusal.value.message


def test_nobody_touches_the_application_of_another_organization(story: Story) -> None:
    project = walk.opened(story)
    bid = walk.bid(story, project, "heart")
    for who in ("second_officer", "project_buyer", "project_approver"):
        code = "not_found" if who == "second_officer" else "not_permitted"
        kind = NotFound if who == "second_officer" else Refused
        with refused(kind, code):
            bids.withdraw_bid(bid.number, actor=story.world.actor(who), version=bid.version)


def test_who_acts_for_nobody_cannot_apply(story: Story) -> None:
    project = walk.opened(story)
    heart = story.world.organizations["heart"]
    heart.officers.update(until=date(2026, 3, 1))
    with refused(NotFound, "acts_for_nobody"):
        bids.start_bid(project.number, actor=story.world.actor("feng_xue"))


def test_an_application_leaves_no_step_and_no_entry_on_the_unions_trail(story: Story) -> None:
    project = walk.opened(story)
    steps, entries = ProjectStep.objects.count(), Entry.objects.filter(union_id__isnull=False)
    before = entries.count()
    walk.bid(story, project, "heart")
    assert (ProjectStep.objects.count(), entries.count()) == (steps, before)


def test_the_number_of_an_application_tells_nothing_of_the_others(story: Story) -> None:
    project = walk.opened(story)
    serials = [
        int(walk.bid(story, project, key).number.rpartition("-")[2])
        for key in ("heart", "lamp", "tree")
    ]
    gaps = {later - earlier for earlier, later in pairwise(serials)}
    assert len(set(serials)) == 3
    assert 1 not in gaps
