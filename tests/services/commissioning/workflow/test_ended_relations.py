"""A relation that was entered by mistake is ended with a reason; what it did stays."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from services.commissioning.access import is_related
from services.commissioning.models import Organization, Relation, RelationEnding, Seat
from services.commissioning.queries import relations
from services.commissioning.queries.organizations import file_of
from services.commissioning.queries.panel_file import panel_file
from services.commissioning.queries.personal import personal_data
from services.commissioning.rules.declaring import DeclaredTie
from services.commissioning.states.panel import SeatState
from services.commissioning.workflow import officers, recusal
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story
from tests.services.commissioning.proof import refused

WHY = "登记错了人，同名。"
TIE = DeclaredTie("51990100MJ00000028", "employment", date(2024, 5, 1))


def entered(review: Story, who: str, by: str = "project_buyer") -> tuple[Organization, Relation]:
    """Tie a person of the cast to the lamp, as a register would have it."""
    lamp = review.world.organizations["lamp"]
    made = Relation.objects.create(
        person=review.world.cast.people[who],
        organization=lamp,
        kind="office",
        since=date(2024, 1, 1),
        entered_by=review.world.cast.users[by],
    )
    return lamp, made


def end(review: Story, relation: Relation, by: str, reason: str = WHY) -> None:
    officers.end_relation(
        relation.organization.number,
        actor=review.world.actor(by),
        relation=str(relation.pk),
        reason=reason,
    )


@pytest.mark.requirement("R9.7")
def test_an_ended_relation_binds_nobody_and_stays_on_record(review: Story) -> None:
    lamp, made = entered(review, "zheng_he")
    person, user = (getattr(review.world.cast, kind)["zheng_he"] for kind in ("people", "users"))
    assert is_related(person.pk, user.pk, lamp)
    assert list(relations.tied(review.project, [user.pk])) == [user.pk]
    end(review, made, "project_approver")
    assert not is_related(person.pk, user.pk, lamp)
    assert relations.tied(review.project, [user.pk]) == {}
    (line,) = file_of(review.world.actor("project_buyer"), lamp.number).relations
    today = line.ended_on
    assert (line.number, line.since, line.end_reason) == (str(made.pk), date(2024, 1, 1), WHY)
    assert today is not None
    (own,) = relations.own_relations(review.world.actor("zheng_he"))
    assert (own.ended_on, own.end_reason) == (today, WHY)
    (copy,) = personal_data(person)["与社会组织的关联关系"]
    assert copy["撤销日期"] == today
    ending = RelationEnding.objects.get()
    for change in ("UPDATE {} SET reason = ''", "DELETE FROM {}"):
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change.format("commissioning_relationending"))
    assert ending.by == review.world.cast.users["project_approver"]


@pytest.mark.requirement("R9.7")
def test_a_seat_that_was_left_while_it_stood_stays_left_and_the_draw_as_drawn(
    review: Story,
) -> None:
    build_panel.draw(review)
    seat = review.seats()[0]
    recusal.step_back(
        review.number, actor=review.holder(seat), version=1, reason="曾任职。", relation=TIE
    )
    before = panel_file(review.project.number)
    end(review, Relation.objects.get(), "project_approver")
    assert panel_file(review.project.number) == before
    assert Seat.objects.get(pk=seat.pk).state is SeatState.RECUSED
    assert seat.panelist.user_id in relations.tied(review.project, [seat.panelist.user_id])
    later = build_panel.begun(review.world, review.move_to)
    assert relations.tied(later.project, [seat.panelist.user_id]) == {}


@pytest.mark.requirement("R9.7")
def test_neither_who_entered_nor_who_is_tied_nor_who_only_writes_the_register_ends_it(
    review: Story,
) -> None:
    lamp, made = entered(review, "zheng_he", by="project_approver")
    _, own = entered(review, "project_approver")
    before = lamp.version
    for relation, by, kind, code in (
        (made, "project_approver", Refused, "related"),
        (own, "project_approver", Refused, "related"),
        (made, "project_buyer", Refused, "not_permitted"),
        (made, "zheng_he", NotFound, "not_found"),
        (made, "west_reviewer", NotFound, "not_found"),
    ):
        with refused(kind, code):
            end(review, relation, by)
    assert not RelationEnding.objects.exists()
    assert Organization.objects.get(pk=lamp.pk).version == before


@pytest.mark.requirement("R9.7")
def test_who_entered_it_does_not_end_it_a_reason_is_needed_and_once_is_enough(
    review: Story,
) -> None:
    _, made = entered(review, "zheng_he", by="project_approver")
    with refused(Refused, "four_eyes"):
        end(review, made, "project_approver")
    _, other = entered(review, "zheng_he")
    with refused(Invalid, "reason_missing"):
        end(review, other, "project_approver", " ")
    end(review, other, "project_approver")
    with refused(Conflict, "ended_already"):
        end(review, other, "project_approver")
    for strange in ("0", "x", "9" * 30):
        with refused(NotFound, "not_found"):
            officers.end_relation(
                made.organization.number,
                actor=review.world.actor("project_approver"),
                relation=strange,
                reason=WHY,
            )
    assert RelationEnding.objects.get().relation == other
