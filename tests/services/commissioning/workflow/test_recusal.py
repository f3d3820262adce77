"""Recusal: declared, detected, asked for; nobody who is tied keeps a seat (R9.7)."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from backend.access.roles import Role
from backend.accounts.models import Post
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import OrgOfficer, Relation, ResultObjection, Seat
from services.commissioning.queries import panel, relations
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import drawing, objections, recusal, scoring
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.proof import refused


def relate(review: Story, who: str, organization: str, **given: object) -> Relation:
    """Enter a relation of a part of the cast to an organization."""
    chosen: dict[str, object] = {"kind": "employment", "since": date(2020, 1, 1), **given}
    return Relation.objects.create(
        person=review.world.cast.people[who],
        organization=review.world.organizations[organization],
        entered_by=review.world.cast.users["project_buyer"],
        **chosen,
    )


def sits(review: Story, who: str) -> bool:
    """Tell whether somebody sits on the panel."""
    return who in [review.keys[seat.panelist.user_id] for seat in review.seats()]


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize(
    ("ended", "stays"), [(None, False), (date(2023, 3, 2), False), (date(2023, 3, 1), True)]
)
def test_a_relation_counts_while_it_lasts_and_three_years_on(
    review: Story, ended: date | None, *, stays: bool
) -> None:
    relate(review, "zheng_he", "lamp", until=ended)
    user = review.world.cast.users["zheng_he"].pk
    assert (user not in relations.tied(review.project, [user])) is stays


@pytest.mark.requirement("R9.7")
def test_what_the_registers_know_counts_at_the_draw(review: Story) -> None:
    relate(review, "zheng_he", "heart", kind="kinship")
    OrgOfficer.objects.filter(organization=review.world.organizations["tree"]).update(
        user=review.world.cast.users["third_expert"]
    )
    build_panel.draw(review)
    for key in ("zheng_he", "third_expert"):
        assert not sits(review, key)
    assert len(review.seats()) == 5
    left = Seat.objects.filter(state=SeatState.RECUSED)
    assert {seat.recused_way for seat in left} <= {"detected"}


@pytest.mark.requirement("R9.7")
def test_a_tie_that_comes_to_light_later_counts_at_declaring_and_at_clearing(review: Story) -> None:
    build_panel.draw(review)
    first, second = (review.keys[seat.panelist.user_id] for seat in review.seats()[:2])
    relate(review, first, "heart")
    seat = review.seats()[0]
    left = recusal.declare_clear(review.number, actor=review.who(first), version=seat.version)
    assert (left.state, left.recused_way) == (SeatState.RECUSED, "detected")
    build_panel.declare(review)
    relate(review, second, "heart")
    review.pass_days(9)
    project = review.step(recusal.clear_recusal, "project_buyer")
    assert project.state is ProjectState.PANEL_DRAWN
    assert not sits(review, second)
    assert len(review.seats()) == 5


@pytest.mark.requirement("R9.7")
def test_who_steps_back_says_why_and_the_next_comes_in(review: Story) -> None:
    build_panel.draw(review)
    before = [seat.panelist.number for seat in review.seats()]
    seat = review.seats()[1]
    with refused(Invalid, "reason_missing"):
        recusal.step_back(review.number, actor=review.holder(seat), version=1, reason=" ")
    recusal.step_back(review.number, actor=review.holder(seat), version=1, reason="曾共事。")
    after = [seat.panelist.number for seat in review.seats()]
    assert len(after) == 5
    assert set(before) - set(after) == {seat.panelist.number}
    with refused(Conflict, "wrong_state"):
        recusal.declare_clear(review.number, actor=review.holder(seat), version=2)


def test_nobody_without_a_seat_declares(review: Story) -> None:
    build_panel.draw(review)
    for key in ("feng_xue", "project_buyer", "li_mei", "zhou_lan"):
        with refused(NotFound, "not_found"):
            recusal.declare_clear(review.number, actor=review.who(key), version=1)


@pytest.mark.requirement("R9.7")
def test_it_is_clear_only_with_all_declarations_and_after_the_days_to_object(review: Story) -> None:
    build_panel.draw(review)
    with refused(Conflict, "declarations_missing"):
        review.step(recusal.clear_recusal, "project_buyer")
    build_panel.declare(review)
    with refused(Conflict, "objections_possible"):
        review.step(recusal.clear_recusal, "project_buyer")
    review.pass_days(3)
    with refused(Conflict, "wrong_state"):
        review.step(recusal.open_scoring, "project_buyer")
    assert review.step(recusal.clear_recusal, "project_buyer").state is ProjectState.RECUSAL_CLEARED


@pytest.mark.requirement("R9.7")
def test_an_applicant_objects_with_reasons_and_the_panelist_leaves(review: Story) -> None:
    build_panel.declare(build_panel.draw(review))
    seat = review.seats()[2]
    given = {"actor": review.who("feng_xue"), "seat": seat.number}
    with refused(Invalid, "reason_missing"):
        objections.object_to_panelist(review.number, text="", **given)
    made = objections.object_to_panelist(review.number, text="他曾为明灯促进会讲课。", **given)
    with refused(Conflict, "objected_before"):
        objections.object_to_panelist(review.number, text="再说一次。", **given)
    review.pass_days(5)
    with refused(Conflict, "objection_open"):
        review.step(recusal.clear_recusal, "project_buyer")
    answer = {"objection": made.number, "reason": "经核查属实。"}
    with refused(Refused, "not_permitted"):
        review.step(objections.uphold_objection, "project_buyer", **answer)
    review.step(objections.uphold_objection, "project_approver", **answer)
    left = Seat.objects.get(pk=seat.pk)
    assert (left.state, left.recused_way) == (SeatState.RECUSED, "objection")
    assert len(review.seats()) == 5
    assert review.project.state is ProjectState.PANEL_DRAWN


def test_an_objection_that_does_not_hold_leaves_the_panelist(review: Story) -> None:
    build_panel.declare(build_panel.draw(review))
    seat = review.seats()[0]
    made = objections.object_to_panelist(
        review.number, actor=review.who("second_officer"), seat=seat.number, text="认识。"
    )
    assert made.text_sealed is not None
    given = {"objection": made.number, "reason": "没有关联。"}
    review.step(objections.dismiss_objection, "project_approver", **given)
    assert Seat.objects.get(pk=seat.pk).state is SeatState.CLEARED
    with refused(Conflict, "wrong_state"):
        review.step(objections.dismiss_objection, "project_approver", **given)


def test_only_who_applied_objects_to_a_panelist(review: Story) -> None:
    build_panel.draw(review)
    seat = review.seats()[0].number
    for key in ("li_mei", "project_buyer", "zhou_lan"):
        with refused(NotFound, "not_found"):
            objections.object_to_panelist(
                review.number, actor=review.who(key), seat=seat, text="无"
            )
    assert not ResultObjection.objects.exists()


def refusal_of(review: Story, act: Callable[..., object]) -> str:
    """Give the code with which an act of the buyer is refused; empty when it is done."""
    try:
        review.step(act, "project_buyer")
    except Conflict as refusal:
        return refusal.code
    return ""


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize("chance", range(12))
def test_over_random_ties_nobody_tied_keeps_a_seat_or_scores(review: Story, chance: int) -> None:
    dice = random.Random(chance)
    pool = [review.keys[one.user_id] for one in build_panel.pool_of(review.world)]
    for key in dice.sample(pool, dice.randint(0, 3)):
        relate(review, key, dice.choice(["heart", "lamp", "tree"]))
    if refusal_of(review, drawing.draw_panel):
        assert review.project.state is ProjectState.QUALIFICATION
        return
    for seat in list(review.seats()):
        if dice.random() < 0.3:
            relate(review, review.keys[seat.panelist.user_id], "tree", kind="control")
    while waiting := [seat for seat in review.seats() if seat.state is SeatState.DRAWN]:
        seat = waiting[0]
        recusal.declare_clear(review.number, actor=review.holder(seat), version=seat.version)
    review.pass_days(5)
    refusals = [refusal_of(review, act) for act in (recusal.clear_recusal, recusal.open_scoring)]
    assert refusals in (["", ""], ["quorum_missing", "wrong_state"])
    seats = review.seats()
    users = [seat.panelist.user_id for seat in seats]
    assert relations.tied(review.project, users) == {}
    if review.project.state is not ProjectState.SCORING:
        assert len(seats) < 5
        return
    relate(review, review.keys[users[0]], "lamp")
    with refused(Conflict, "related"):
        scoring.save_scores(
            review.number,
            actor=review.holder(seats[0]),
            version=seats[0].version,
            scores=build_panel.points(review, 0),
        )
    assert len(panel.sitting(seats[0].draw)) == 5


@pytest.mark.requirement("R9.7")
def test_who_was_drawn_does_not_run_the_panel_she_sits_on(review: Story) -> None:
    build_panel.declare(build_panel.draw(review))
    key = review.keys[review.seats()[0].panelist.user_id]
    Post.objects.create(
        user=review.world.cast.users[key],
        union=review.world.cast.unions["federation"],
        role=Role.PROJECT_BUYER,
        since=date(2026, 1, 1),
    )
    review.pass_days(5)
    with refused(Refused, "sat_on_panel") as refusal:
        review.step(recusal.clear_recusal, key)
    assert "另一位经办人" in refusal.value.message
    review.step(recusal.clear_recusal, "project_buyer")
    with refused(Refused, "sat_on_panel"):
        review.step(recusal.open_scoring, key)
    assert review.step(recusal.open_scoring, "project_buyer").state is ProjectState.SCORING
