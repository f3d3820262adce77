"""Two at once: one draw, one laying open, and an objection or an award, never both."""

import pytest

from services.commissioning.models import Draw, ProjectStep, RankLine, Score
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import drawing, objections, recusal, result, scoring
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story, points, sign
from tests.services.commissioning.workflow.test_races import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def racing(transactional_db: None, review: Story) -> Story:
    """The project on committed rows, so that two threads meet."""
    return review


@pytest.mark.requirement("R9.6")
def test_two_draws_at_once_are_one(racing: Story) -> None:
    buyer, version = racing.who("project_buyer"), racing.project.version
    answers = race(*[lambda: drawing.draw_panel(racing.number, actor=buyer, version=version)] * 2)
    assert sorted(answers) == ["done", "stale_version"]
    assert Draw.objects.count() == 1
    assert len(racing.seats()) == 5


@pytest.mark.requirement("R9.8")
def test_two_last_signatures_at_once_lay_open_once(racing: Story) -> None:
    seats = build_panel.to_scoring(racing).seats()
    for nth, seat in enumerate(seats[:3]):
        sign(racing, seat, points(racing, nth))
    saved = [
        scoring.save_scores(
            racing.number,
            actor=racing.holder(seat),
            version=seat.version,
            scores=points(racing, nth),
        )
        for nth, seat in enumerate(seats[3:], start=3)
    ]
    holders = [racing.holder(seat) for seat in seats[3:]]
    answers = race(
        *[
            lambda seat=seat, actor=actor: scoring.sign_scores(  # type: ignore[misc]
                racing.number, actor=actor, version=seat.version
            )
            for seat, actor in zip(saved, holders, strict=True)
        ]
    )
    assert answers == ["done", "done"]
    assert (Score.objects.count(), RankLine.objects.count()) == (75, 3)
    assert ProjectStep.objects.filter(act="rank").count() == 1


@pytest.mark.requirement("R9.7")
def test_two_who_step_back_at_once_are_replaced_by_two(racing: Story) -> None:
    seats = build_panel.draw(racing).seats()[:2]
    holders = [racing.holder(seat) for seat in seats]
    answers = race(
        *[
            lambda seat=seat, actor=actor: recusal.step_back(  # type: ignore[misc]
                racing.number, actor=actor, version=seat.version, reason="曾共事。"
            )
            for seat, actor in zip(seats, holders, strict=True)
        ]
    )
    assert answers == ["done", "done"]
    left = {seat.panelist_id for seat in seats}
    sitting = [seat.panelist_id for seat in racing.seats()]
    assert len(set(sitting)) == len(sitting)
    assert not left & set(sitting)


@pytest.mark.requirement("R9.11")
def test_an_objection_that_meets_another_is_kept_and_the_award_waits_for_both(
    racing: Story,
) -> None:
    build_panel.to_notice(racing)
    people = [racing.who("li_mei"), racing.who("feng_xue")]
    answers = race(
        *[
            lambda actor=actor: objections.object_to_result(  # type: ignore[misc]
                racing.number, actor=actor, text="没有做完。"
            )
            for actor in people
        ]
    )
    assert answers == ["done", "done"]
    assert racing.project.objections.count() == 2
    racing.pass_days(9)
    approver, version = racing.who("project_approver"), racing.project.version
    first = racing.project.objections.order_by("id")[0].number
    answers = race(
        lambda: result.award(racing.number, actor=approver, version=version),
        lambda: objections.dismiss_objection(
            racing.number, actor=approver, version=version, objection=first, reason="已核查。"
        ),
    )
    assert answers == ["wrong_state", "done"]
    assert racing.project.state is ProjectState.OBJECTION
