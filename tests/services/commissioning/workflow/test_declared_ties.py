"""A relation that a panelist declares stands for the next panels too, and she can read it."""

from datetime import date

import pytest

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid
from services.commissioning.models import Relation, Seat
from services.commissioning.queries import relations
from services.commissioning.queries.personal import personal_data
from services.commissioning.rules.declaring import DeclaredTie
from services.commissioning.states.panel import SeatState
from services.commissioning.workflow import recusal
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.proof import refused

LAMP = "51990100MJ00000028"
STRANGE = "51990100MJ0000009X"
TIE = DeclaredTie(LAMP, "employment", date(2024, 5, 1))


def first(review: Story) -> tuple[Seat, Actor]:
    """Give the first seat and who holds it."""
    seat = review.seats()[0]
    return seat, review.holder(seat)


@pytest.mark.requirement("R9.7")
def test_what_one_declares_is_detected_before_the_next_panel_opens_anything(
    review: Story,
) -> None:
    build_panel.draw(review)
    seat, actor = first(review)
    left = recusal.step_back(
        review.number, actor=actor, version=1, reason="曾在明灯任职。", relation=TIE
    )
    assert (left.state, left.recused_way) == (SeatState.RECUSED, "declared")
    declared = Relation.objects.get()
    assert (declared.person_id, declared.organization.credit_code) == (actor.person_id, LAMP)
    assert (declared.is_declared, declared.entered_by_id) == (True, actor.user_id)
    later = build_panel.begun(review.world, review.move_to)
    assert relations.tied(later.project, [seat.panelist.user_id]) == {
        seat.panelist.user_id: "三年内任职"
    }
    build_panel.draw(later)
    assert seat.panelist_id not in [one.panelist_id for one in later.seats()]
    without = build_panel.begun(review.world, review.move_to, applicants=("heart", "tree"))
    assert relations.tied(without.project, [seat.panelist.user_id]) == {}


def test_who_declared_reads_it_and_nobody_else(review: Story) -> None:
    build_panel.draw(review)
    seat, actor = first(review)
    recusal.step_back(review.number, actor=actor, version=1, reason="曾任职。", relation=TIE)
    own = relations.own_relations(actor)
    assert [(one.credit_code, one.kind_label, one.is_declared) for one in own] == [
        (LAMP, "三年内任职", True)
    ]
    assert relations.own_relations(review.holder(review.seats()[0])) == []
    person = seat.panelist.user.person
    assert person is not None
    copy = personal_data(person)["与社会组织的关联关系"]
    assert [(one["组织"], one["本人申报"]) for one in copy] == [("示范市明灯职工成长促进会", True)]


def test_a_reason_without_a_relation_declares_none(review: Story) -> None:
    build_panel.draw(review)
    _, actor = first(review)
    recusal.step_back(review.number, actor=actor, version=1, reason="当天出差。")
    assert not Relation.objects.exists()


@pytest.mark.parametrize(
    ("tie", "code", "field"),
    [
        (DeclaredTie(STRANGE, "office", date(2024, 1, 1)), "bad_organization", "organization"),
        (DeclaredTie(LAMP, "friend", date(2024, 1, 1)), "bad_kind", "kind"),
        (DeclaredTie(LAMP, "office", date(2030, 1, 1)), "bad_period", "since"),
        (DeclaredTie(LAMP, "office", date(2024, 1, 2), date(2024, 1, 1)), "bad_period", "until"),
    ],
)  # fmt: skip
def test_a_relation_that_can_not_be_names_its_field_and_the_seat_stays(
    review: Story, tie: DeclaredTie, code: str, field: str
) -> None:
    build_panel.draw(review)
    _, actor = first(review)
    with refused(Invalid, code) as refusal:
        recusal.step_back(review.number, actor=actor, version=1, reason="有关联。", relation=tie)
    assert [fault.pointer for fault in refusal.value.fields] == [f"/relation/{field}"]


def test_nothing_is_declared_with_a_seat_that_was_left_before(review: Story) -> None:
    build_panel.draw(review)
    _, actor = first(review)
    recusal.step_back(review.number, actor=actor, version=1, reason="有关联。")
    with refused(Conflict, "wrong_state"):
        recusal.step_back(review.number, actor=actor, version=2, reason="有关联。", relation=TIE)
