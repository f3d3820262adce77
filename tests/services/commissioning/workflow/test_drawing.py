"""The draw: the committed seed, two thirds experts, once, and anew only when it must be."""

from datetime import date
from hashlib import sha256

import pytest
from django.db import ProgrammingError, transaction

from backend.kernel.errors import Conflict, NotFound, Refused, Stale
from notifications.models import Event
from services.commissioning.models import Call, Draw, FixedPool, Panelist, Relation, Seat
from services.commissioning.rules import draw as rules
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import drawing, recusal
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import SEED, Story
from tests.services.commissioning.proof import refused


@pytest.mark.requirement("R9.6")
def test_the_draw_follows_from_seed_pool_and_receipts_alone(review: Story) -> None:
    build_panel.draw(review)
    made = Draw.objects.get()
    pool = [rules.Candidate(*one) for one in made.pool]
    receipts = [sha256(key.encode()).digest() for key in ("heart", "lamp", "tree")]
    assert bytes(made.seed) == SEED
    assert bytes(made.entropy) == rules.entropy_of(review.number, 1, SEED, pool, receipts)
    assert made.order == [one.number for one in rules.order_of(bytes(made.entropy), pool)]
    seats = [seat.panelist.number for seat in review.seats()]
    assert seats == [
        one.number for one in rules.fill(rules.order_of(bytes(made.entropy), pool), 5, ())
    ]
    assert review.project.state is ProjectState.PANEL_DRAWN
    assert len(seats) == 5
    assert sum(seat.panelist.kind == "expert" for seat in review.seats()) >= 4


def test_who_was_drawn_is_told_and_nobody_else(review: Story) -> None:
    build_panel.draw(review)
    told = Event.objects.filter(topic="commissioning.seat_drawn")
    drawn = {seat.panelist.user.person_id for seat in review.seats()}
    assert set(told.values_list("person_id", flat=True)) == drawn


@pytest.mark.requirement("R9.6")
def test_a_seed_that_does_not_fit_its_commitment_is_refused(review: Story) -> None:
    Call.objects.update(seed_commitment=sha256(b"another").digest())
    with refused(Conflict, "seed_does_not_fit"):
        build_panel.draw(review)
    Call.objects.update(seed_sealed=bytes(60))
    with refused(Conflict, "seed_does_not_fit"):
        build_panel.draw(review)
    Call.objects.update(seed_sealed=None)
    with refused(Conflict, "seed_does_not_fit"):
        build_panel.draw(review)


def test_a_draw_that_stands_is_not_drawn_again(review: Story) -> None:
    build_panel.draw(review)
    with refused(Conflict, "wrong_state"):
        build_panel.draw(review)
    with refused(Conflict, "panel_is_full"):
        review.step(drawing.redraw, "project_buyer")


def test_only_the_buyer_of_the_place_draws_on_what_she_saw(review: Story) -> None:
    for key in ("project_approver", "acceptance_officer"):
        with refused(Refused, "not_permitted"):
            review.step(drawing.draw_panel, key)
    for key in ("west_reviewer", "feng_xue", "zheng_he", "li_mei"):
        with refused(NotFound, "not_found"):
            review.step(drawing.draw_panel, key)
    with refused(Stale, "stale_version"):
        drawing.draw_panel(review.number, actor=review.who("project_buyer"), version=99)


def test_nothing_is_drawn_before_every_application_was_checked(review: Story) -> None:
    other = build_panel.begun(review.world, review.move_to, left_open="tree")
    with refused(Conflict, "qualification_open"):
        build_panel.draw(other)


@pytest.mark.requirement("R9.6")
def test_a_pool_that_is_too_small_reveals_nothing(review: Story) -> None:
    Panelist.objects.filter(kind="expert").exclude(number__in=["PS-0001", "PS-0002"]).update(
        is_active=False
    )
    with refused(Conflict, "pool_too_small") as refusal:
        build_panel.draw(review)
    assert "专家不少于 4 人" in refusal.value.message
    assert not Draw.objects.exists()
    Panelist.objects.update(is_active=True)
    build_panel.draw(review)
    assert len(review.seats()) == 5


@pytest.mark.requirement("R9.6")
@pytest.mark.requirement("R9.7")
def test_a_panel_without_quorum_is_refused_and_drawn_anew_from_a_larger_pool(review: Story) -> None:
    resting = Panelist.objects.filter(number__in=["PS-0005", "PS-0006", "PS-0008"])
    resting.update(is_active=False)
    build_panel.draw(review)
    first = Draw.objects.get()
    leaver = review.seats()[0]
    recusal.step_back(
        review.number, actor=review.holder(leaver), version=1, reason="申报组织的负责人是我的同学。"
    )
    build_panel.declare(review)
    review.pass_days(5)
    with refused(Conflict, "quorum_missing") as refusal:
        review.step(recusal.clear_recusal, "project_buyer")
    assert "补充评审人库" in refusal.value.message
    for woken, code in (([], "pool_too_small"), (["PS-0005"], "pool_without_choice")):
        Panelist.objects.filter(number__in=woken).update(is_active=True)
        with refused(Conflict, code):
            review.step(drawing.redraw, "project_buyer")
    resting.update(is_active=True)
    review.step(drawing.redraw, "project_buyer")
    assert (review.project.state, review.seats()) == (ProjectState.QUALIFICATION, [])
    build_panel.draw(review)
    second = Draw.objects.get(sequence=2)
    assert bytes(second.seed) != sha256(bytes(first.seed) + b"2").digest()
    assert len(review.seats()) == 5
    assert leaver.panelist_id not in [seat.panelist_id for seat in review.seats()]


def given_up(review: Story) -> FixedPool:
    """Give up a panel of five after one stepped back, and fix the pool with three more."""
    resting = Panelist.objects.filter(number__in=["PS-0005", "PS-0006", "PS-0008"])
    resting.update(is_active=False)
    build_panel.draw(review)
    leaver = review.seats()[0]
    recusal.step_back(
        review.number, actor=review.holder(leaver), version=1, reason="曾在申报组织任职。"
    )
    resting.update(is_active=True)
    review.step(drawing.redraw, "project_buyer")
    return FixedPool.objects.get(project=review.project)


@pytest.mark.requirement("R9.6")
def test_what_becomes_of_the_pool_after_it_was_fixed_does_not_change_the_draw(
    review: Story,
) -> None:
    fixed = given_up(review)
    seed = fixed.unseal_seed()
    assert sha256(seed).digest() == bytes(fixed.seed_commitment)
    pool = [rules.Candidate(*one) for one in fixed.pool]
    receipts = [sha256(key.encode()).digest() for key in ("heart", "lamp", "tree")]
    # Whoever knows the seed knows by now what will be drawn; nothing that is left to her moves it.
    due = rules.order_of(rules.entropy_of(review.number, 2, seed, pool, receipts), pool)
    for key in ("he_jing", "zhou_lan", "wu_tong"):
        enter(review, key)
    Panelist.objects.filter(number=due[0].number).update(is_active=False)
    build_panel.draw(review)
    made = Draw.objects.get(sequence=2)
    assert (bytes(made.seed), made.pool) == (seed, fixed.pool)
    assert made.order == [one.number for one in due]
    assert len(review.seats()) == 5


@pytest.mark.requirement("R9.6")
def test_no_seed_is_there_while_the_pool_may_still_change(review: Story) -> None:
    first = given_up(review)
    other = build_panel.begun(review.world, review.move_to)
    second = given_up(other)
    assert first.pool == second.pool
    assert bytes(first.seed_commitment) != bytes(second.seed_commitment)
    with pytest.raises(ProgrammingError), transaction.atomic():
        FixedPool.objects.update(pool=[])
    FixedPool.objects.get(pk=first.pk)


@pytest.mark.requirement("R9.7")
def test_a_tie_after_the_pool_was_fixed_leaves_the_draw_standing_and_the_way_open(
    review: Story,
) -> None:
    fixed = given_up(review)
    users = Panelist.objects.filter(number__in=[number for number, _ in fixed.pool])
    for panelist in users.filter(kind="expert").order_by("number")[:3]:
        Relation.objects.create(
            person=panelist.user.person,
            organization=review.world.organizations["lamp"],
            kind="kinship",
            since=date(2020, 1, 1),
            entered_by=review.world.cast.users["project_buyer"],
        )
    build_panel.draw(review)
    assert (review.project.state, len(review.seats()) < 5) == (ProjectState.PANEL_DRAWN, True)
    with refused(Conflict, "pool_too_small"):
        review.step(drawing.redraw, "project_buyer")
    for key in ("he_jing", "zhou_lan", "wu_tong", "zhao_min"):
        enter(review, key)
    review.step(drawing.redraw, "project_buyer")
    build_panel.draw(review)
    assert (Draw.objects.count(), len(review.seats())) == (3, 5)


def enter(review: Story, key: str) -> None:
    """Enter another expert into the pool."""
    entry = Panelist(
        number=f"PS-8{Panelist.objects.count():03d}",
        user=review.world.cast.users[key],
        kind="expert",
        field="社会工作",
        entered_by=review.world.cast.users["project_approver"],
    )
    entry.place(review.world.cast.unions["federation"])
    entry.save()


def test_a_draw_and_its_seats_can_not_be_rewritten(review: Story) -> None:
    build_panel.draw(review)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Draw.objects.update(order=[])
    with pytest.raises(ProgrammingError), transaction.atomic():
        Seat.objects.update(state="signed")
