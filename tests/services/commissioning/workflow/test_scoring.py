"""Scores: alone, sealed, signed for good, laid open together (R9.8-R9.10)."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Stale
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import ProjectStep, RankLine, Score, Seat
from services.commissioning.queries import panel
from services.commissioning.queries.panel_dates import dissent_last_day
from services.commissioning.queries.scores import draft_of
from services.commissioning.rules import scoring as rules
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import scoring
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story, points, sign
from tests.services.commissioning.proof import refused


def test_nobody_scores_before_the_recusal_is_clear(review: Story) -> None:
    build_panel.declare(build_panel.draw(review))
    seat = review.seats()[0]
    with refused(Conflict, "not_scoring"):
        scoring.save_scores(
            review.number, actor=review.holder(seat), version=seat.version, scores=points(review, 0)
        )


@pytest.mark.requirement("R9.8")
def test_a_draft_is_sealed_replaced_and_its_holders_alone(review: Story) -> None:
    seat = build_panel.to_scoring(review).seats()[0]
    me = review.holder(seat)
    scores = points(review, 0)
    saved = scoring.save_scores(review.number, actor=me, version=seat.version, scores=scores)
    assert draft_of(saved) == scores
    assert b"SB-" not in bytes(saved.scores_sealed or b"")
    fewer = dict(list(scores.items())[:3])
    with refused(Stale, "stale_version"):
        scoring.save_scores(review.number, actor=me, version=seat.version, scores=fewer)
    again = scoring.save_scores(review.number, actor=me, version=saved.version, scores=fewer)
    assert draft_of(again) == fewer
    assert not Score.objects.exists()
    for key in ("project_buyer", "project_approver", "zhou_lan", "feng_xue"):
        with refused(NotFound, "not_found"):
            scoring.save_scores(review.number, actor=review.who(key), version=1, scores=scores)


@pytest.mark.requirement("R9.8")
def test_a_criterion_that_was_not_published_can_not_be_scored(review: Story) -> None:
    seat = build_panel.to_scoring(review).seats()[0]
    bid = panel.scored_bids(review.project)[0].number
    for scores, code in (
        ({(bid, 6): 10}, "unknown_criterion"),
        ({("SB-2026-999999", 1): 10}, "unknown_application"),
        ({(bid, 1): 201}, "points_out_of_range"),
    ):
        with refused(Invalid, code):
            scoring.save_scores(
                review.number, actor=review.holder(seat), version=seat.version, scores=scores
            )


@pytest.mark.requirement("R9.8")
def test_what_was_signed_is_committed_to_and_can_not_be_edited(review: Story) -> None:
    seat = build_panel.to_scoring(review).seats()[0]
    me = review.holder(seat)
    signed = sign(review, seat, points(review, 0))
    assert (signed.state, signed.salt) == (SeatState.SIGNED, None)
    assert len(bytes(signed.commitment or b"")) == 32
    with refused(Conflict, "signed_already"):
        scoring.save_scores(
            review.number, actor=me, version=signed.version, scores=points(review, 3)
        )
    with refused(Conflict, "signed_already"):
        scoring.sign_scores(review.number, actor=me, version=signed.version)
    for change in ({"scores_sealed": b"x"}, {"commitment": b"x" * 32}, {"state": "cleared"}):
        with pytest.raises(ProgrammingError), transaction.atomic():
            Seat.objects.filter(pk=seat.pk).update(**change)
    waiting = review.seats()[1]
    with pytest.raises(IntegrityError, match="salt_is_sealed"), transaction.atomic():
        Seat.objects.filter(pk=waiting.pk).update(salt=b"s" * 32)


def test_nothing_is_signed_that_is_not_whole(review: Story) -> None:
    seat = build_panel.to_scoring(review).seats()[0]
    me, whole = review.holder(seat), points(review, 0)
    with refused(Invalid, "scores_missing"):
        scoring.sign_scores(review.number, actor=me, version=seat.version)
    part = dict(list(whole.items())[:-1])
    saved = scoring.save_scores(review.number, actor=me, version=seat.version, scores=part)
    with refused(Invalid, "scores_missing"):
        scoring.sign_scores(review.number, actor=me, version=saved.version)


@pytest.mark.requirement("R9.8")
@pytest.mark.requirement("R9.9")
def test_the_last_signature_lays_all_open_together_and_ranks(review: Story) -> None:
    seats = build_panel.to_scoring(review).seats()
    for nth, seat in enumerate(seats[:-1]):
        sign(review, seat, points(review, nth))
        assert not Score.objects.exists()
        assert not Seat.objects.filter(salt__isnull=False).exists()
        assert review.project.state is ProjectState.SCORING
    sign(review, seats[-1], points(review, 4))
    assert review.project.state is ProjectState.RANKED
    assert Score.objects.count() == 5 * 3 * 5
    told = Event.objects.get(topic=Topic.COMMISSIONING_RANKED)
    assert told.person_id == review.world.cast.users["project_buyer"].person_id
    for seat in review.seats():
        given = {
            (one.bid.number, one.criterion.place): one.points_tenths
            for one in seat.scores.select_related("bid", "criterion")
        }
        text = rules.scores_text(review.number, seat.panelist.number, given)
        salt = bytes(seat.salt or b"")
        assert sha256(salt + text.encode()).digest() == bytes(seat.commitment or b"")
    lines = RankLine.objects.order_by("place").select_related("bid__organization")
    names = [line.bid.organization.name for line in lines]
    orgs = review.world.organizations
    assert names == [orgs["lamp"].name, orgs["tree"].name, orgs["heart"].name]
    assert [(one.total_numerator, one.total_denominator) for one in lines] == [
        (990, 1),
        (975, 1),
        (960, 1),
    ]


def test_who_signs_last_is_not_in_the_steps_of_the_project(review: Story) -> None:
    build_panel.to_ranked(review)
    step = ProjectStep.objects.get(act="rank")
    assert (step.by_id, step.by_label) == (None, "系统:panel")


@pytest.mark.requirement("R9.10")
def test_a_dissent_within_two_working_days_stands_in_the_report(review: Story) -> None:
    seat = build_panel.to_ranked(review).seats()[0]
    me = review.holder(seat)
    with refused(Invalid, "reason_missing"):
        scoring.dissent(review.number, actor=me, version=seat.version, text=" ")
    said = scoring.dissent(
        review.number, actor=me, version=seat.version, text="报价偏低，风险未评。"
    )
    assert said.dissent == "报价偏低，风险未评。"
    with refused(Conflict, "dissented_already"):
        scoring.dissent(review.number, actor=me, version=said.version, text="再写。")
    other = review.seats()[1]
    last = dissent_last_day(review.project)
    review.move_to(clock.end_of(last))
    with refused(Conflict, "dissent_over"):
        scoring.dissent(
            review.number, actor=review.holder(other), version=other.version, text="晚了。"
        )


def test_scores_that_no_longer_fit_their_commitment_are_not_laid_open(review: Story) -> None:
    seats = build_panel.to_scoring(review).seats()
    for nth, seat in enumerate(seats[:-1]):
        sign(review, seat, points(review, nth))
    with transaction.atomic():
        Seat.objects.filter(pk=seats[0].pk).update(number="moved")
    saved = scoring.save_scores(
        review.number,
        actor=review.holder(seats[-1]),
        version=seats[-1].version,
        scores=points(review, 4),
    )
    with pytest.raises(Exception, match="seal is broken"):
        scoring.sign_scores(review.number, actor=review.holder(seats[-1]), version=saved.version)
    assert not Score.objects.exists()
