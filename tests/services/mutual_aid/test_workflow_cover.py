"""The schedule begins what waits, and one that cannot begin keeps nobody else waiting."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from services.mutual_aid.models import Cover
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import batches, cover
from tests.cast import Cast
from tests.services.mutual_aid import build


@pytest.mark.requirement("R8.12")
def test_a_batch_that_is_too_late_for_its_term_holds_up_no_other(
    world: Cast, tmp_path: Path, move_to: Callable[[date], None]
) -> None:
    late = build.paid(world, build.confirmed(world, tmp_path, build.workers(3)))
    good = build.confirmed(world, tmp_path, build.workers(3, first=50), plan=build.WOMEN)
    good = build.paid(world, good)
    move_to(date(2027, 11, 1))
    upper = build.actor(world, "zhao_min")
    for one in (late, good):
        batches.confirm_upper(one.number, actor=upper, version=build.fresh(one).version)
    cover.begin_due()
    assert build.fresh(late).state is BatchState.UPPER_CONFIRMED
    assert build.fresh(good).state is BatchState.IN_FORCE
    women = Cover.objects.filter(plan_version=good.plan_version)
    assert set(women.values_list("first_day", flat=True)) == {date(2027, 11, 2)}
