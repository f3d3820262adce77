"""Recusal: declared, detected, asked for; nobody who is tied keeps a seat (R9.7)."""

import random
from collections.abc import Callable
from datetime import date

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.models import OrgOfficer, Relation, ResultObjection, Seat
from services.commissioning.queries import panel, relations
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import drawing, objections, recusal, scoring
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.proof_panel import refused


def relate(story: Story, who: str, organization: str, **given: object) -> Relation:
    """Enter a relation of a part of the cast to an organization."""
    chosen: dict[str, object] = {"kind": "employment", "since": date(2020, 1, 1), **given}
    return Relation.objects.create(
        person=story.world.cast.people[who],
        organization=story.world.organizations[organization],
        entered_by=story.world.cast.users["project_buyer"],
        **chosen,
    )


def sits(story: Story, who: str) -> bool:
    """Tell whether somebody sits on the panel."""
    return who in [story.keys[seat.panelist.user_id] for seat in story.seats()]


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize(
    ("ended", "stays"), [(None, False), (date(2023, 3, 2), False), (date(2023, 3, 1), True)]
)
def test_a_relation_counts_while_it_lasts_and_three_years_on(
    story: Story, ended: date | None, *, stays: bool
) -> None:
    relate(story, "zheng_he", "lamp", until=ended)
    user = story.world.cast.users["zheng_he"].pk
    assert (user not in relations.tied(story.project, [user])) is stays


@pytest.mark.requirement("R9.7")
def test_what_the_registers_know_counts_at_the_draw(story: Story) -> None:
    relate(story, "zheng_he", "heart", kind="kinship")
    OrgOfficer.objects.filter(organization=story.world.organizations["tree"]).update(
        user=story.world.cast.users["third_expert"]
    )
    build_panel.draw(story)
    for key in ("zheng_he", "third_expert"):
        assert not sits(story, key)
    assert len(story.seats()) == 5
    left = Seat.objects.filter(state=SeatState.RECUSED)
    assert {seat.recused_way for seat in left} <= {"detected"}


@pytest.mark.requirement("R9.7")
def test_a_tie_that_comes_to_light_later_counts_at_declaring_and_at_clearing(story: Story) -> None:
    build_panel.draw(story)
    first, second = (story.keys[seat.panelist.user_id] for seat in story.seats()[:2])
    relate(story, first, "heart")
    seat = story.seats()[0]
    left = recusal.declare_clear(story.number, actor=story.who(first), version=seat.version)
    assert (left.state, left.recused_way) == (SeatState.RECUSED, "detected")
    build_panel.declare(story)
    relate(story, second, "heart")
    story.pass_days(9)
    project = story.step(recusal.clear_recusal, "project_buyer")
    assert project.state is ProjectState.PANEL_DRAWN
    assert not sits(story, second)
    assert len(story.seats()) == 5


@pytest.mark.requirement("R9.7")
def test_who_steps_back_says_why_and_the_next_comes_in(story: Story) -> None:
    build_panel.draw(story)
    before = [seat.panelist.number for seat in story.seats()]
    seat = story.seats()[1]
    with refused(Invalid, "reason_missing"):
        recusal.step_back(story.number, actor=story.holder(seat), version=1, reason=" ")
    recusal.step_back(story.number, actor=story.holder(seat), version=1, reason="曾共事。")
    after = [seat.panelist.number for seat in story.seats()]
    assert len(after) == 5
    assert set(before) - set(after) == {seat.panelist.number}
    with refused(Conflict, "wrong_state"):
        recusal.declare_clear(story.number, actor=story.holder(seat), version=2)


def test_nobody_without_a_seat_declares(story: Story) -> None:
    build_panel.draw(story)
    for key in ("feng_xue", "project_buyer", "li_mei", "zhou_lan"):
        with refused(NotFound, "not_found"):
            recusal.declare_clear(story.number, actor=story.who(key), version=1)


@pytest.mark.requirement("R9.7")
def test_it_is_clear_only_with_all_declarations_and_after_the_days_to_object(story: Story) -> None:
    build_panel.draw(story)
    with refused(Conflict, "declarations_missing"):
        story.step(recusal.clear_recusal, "project_buyer")
    build_panel.declare(story)
    with refused(Conflict, "objections_possible"):
        story.step(recusal.clear_recusal, "project_buyer")
    story.pass_days(3)
    with refused(Conflict, "wrong_state"):
        story.step(recusal.open_scoring, "project_buyer")
    assert story.step(recusal.clear_recusal, "project_buyer").state is ProjectState.RECUSAL_CLEARED


@pytest.mark.requirement("R9.7")
def test_an_applicant_objects_with_reasons_and_the_panelist_leaves(story: Story) -> None:
    build_panel.declare(build_panel.draw(story))
    seat = story.seats()[2]
    given = {"actor": story.who("feng_xue"), "seat": seat.number}
    with refused(Invalid, "reason_missing"):
        objections.object_to_panelist(story.number, text="", **given)
    made = objections.object_to_panelist(story.number, text="他曾为明灯促进会讲课。", **given)
    with refused(Conflict, "objected_before"):
        objections.object_to_panelist(story.number, text="再说一次。", **given)
    story.pass_days(5)
    with refused(Conflict, "objection_open"):
        story.step(recusal.clear_recusal, "project_buyer")
    answer = {"objection": made.number, "reason": "经核查属实。"}
    with refused(Refused, "not_permitted"):
        story.step(objections.uphold_objection, "project_buyer", **answer)
    story.step(objections.uphold_objection, "project_approver", **answer)
    left = Seat.objects.get(pk=seat.pk)
    assert (left.state, left.recused_way) == (SeatState.RECUSED, "objection")
    assert len(story.seats()) == 5
    assert story.project.state is ProjectState.PANEL_DRAWN


def test_an_objection_that_does_not_hold_leaves_the_panelist(story: Story) -> None:
    build_panel.declare(build_panel.draw(story))
    seat = story.seats()[0]
    made = objections.object_to_panelist(
        story.number, actor=story.who("second_officer"), seat=seat.number, text="认识。"
    )
    assert made.text_sealed is not None
    given = {"objection": made.number, "reason": "没有关联。"}
    story.step(objections.dismiss_objection, "project_approver", **given)
    assert Seat.objects.get(pk=seat.pk).state is SeatState.CLEARED
    with refused(Conflict, "wrong_state"):
        story.step(objections.dismiss_objection, "project_approver", **given)


def test_only_who_applied_objects_to_a_panelist(story: Story) -> None:
    build_panel.draw(story)
    seat = story.seats()[0].number
    for key in ("li_mei", "project_buyer", "zhou_lan"):
        with refused(NotFound, "not_found"):
            objections.object_to_panelist(story.number, actor=story.who(key), seat=seat, text="无")
    assert not ResultObjection.objects.exists()


def refusal_of(story: Story, act: Callable[..., object]) -> str:
    """Give the code with which an act of the buyer is refused; empty when it is done."""
    try:
        story.step(act, "project_buyer")
    except Conflict as refusal:
        return refusal.code
    return ""


@pytest.mark.requirement("R9.7")
@pytest.mark.parametrize("chance", range(12))
def test_over_random_ties_nobody_tied_keeps_a_seat_or_scores(story: Story, chance: int) -> None:
    dice = random.Random(chance)
    pool = [story.keys[one.user_id] for one in build_panel.pool_of(story.world)]
    for key in dice.sample(pool, dice.randint(0, 3)):
        relate(story, key, dice.choice(["heart", "lamp", "tree"]))
    if refusal_of(story, drawing.draw_panel):
        assert story.project.state is ProjectState.QUALIFICATION
        return
    for seat in list(story.seats()):
        if dice.random() < 0.3:
            relate(story, story.keys[seat.panelist.user_id], "tree", kind="control")
    while waiting := [seat for seat in story.seats() if seat.state is SeatState.DRAWN]:
        seat = waiting[0]
        recusal.declare_clear(story.number, actor=story.holder(seat), version=seat.version)
    story.pass_days(5)
    refusals = [refusal_of(story, act) for act in (recusal.clear_recusal, recusal.open_scoring)]
    assert refusals in (["", ""], ["quorum_missing", "wrong_state"])
    seats = story.seats()
    users = [seat.panelist.user_id for seat in seats]
    assert relations.tied(story.project, users) == {}
    if story.project.state is not ProjectState.SCORING:
        assert len(seats) < 5
        return
    relate(story, story.keys[users[0]], "lamp")
    with refused(Conflict, "related"):
        scoring.save_scores(
            story.number,
            actor=story.holder(seats[0]),
            version=seats[0].version,
            scores=build_panel.points(story, 0),
        )
    assert len(panel.sitting(seats[0].draw)) == 5
