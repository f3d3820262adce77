"""Who awards is told once, when a result notice has run out."""

import pytest

from backend.kernel import clock
from notifications.models import Event
from services.commissioning.queries import panel
from services.commissioning.tasks import tell_results_task
from services.commissioning.workflow import reminding, result
from tests.services.commissioning import build_panel
from tests.services.commissioning.build_panel import Story


def told(review: Story) -> int:
    """Count what the approver was told about ended notices."""
    approver = review.world.cast.people["project_approver"]
    return Event.objects.filter(
        topic="commissioning.result_to_award", person_id=approver.pk
    ).count()


@pytest.mark.requirement("R9.11")
def test_the_approver_is_told_once_after_the_last_day_of_each_notice(review: Story) -> None:
    build_panel.to_notice(review)
    first = panel.notice_of(review.project)
    assert first is not None
    review.move_to(clock.start_of(first.until))
    assert (reminding.tell_notices_over(), told(review)) == (0, 0)
    review.move_to(clock.end_of(first.until))
    tell_results_task()
    assert (reminding.tell_notices_over(), told(review)) == (0, 1)
    result.decline_result(review.number, actor=review.who("second_officer"), reason="放弃。")
    review.step(result.open_notice, "project_buyer")
    assert (reminding.tell_notices_over(), told(review)) == (0, 1)
    review.pass_days(9)
    assert (reminding.tell_notices_over(), told(review)) == (1, 2)
    review.step(result.award, "project_approver")
    assert reminding.tell_notices_over() == 0
