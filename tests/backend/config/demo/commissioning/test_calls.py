"""The demo's organizations, needs and calls stand where they are said to stand."""

from datetime import datetime

import pytest

from backend.config.demo.commissioning import calls
from backend.config.demo.commissioning.calls import people_of
from backend.config.demo.commissioning.ideas import APPLICANTS, IDEAS
from backend.config.demo.commissioning.schedule import walk
from backend.kernel import clock
from services.commissioning.queries import bids, organizations, projects
from services.commissioning.states.projects import ProjectState
from tests import cast as people
from tests.conftest import MoveToMoment


@pytest.mark.django_db
@pytest.mark.requirement("R9.1", "R9.26")
def test_a_demo_project_is_carried_from_the_need_to_the_checked_applications(
    move_to_moment: MoveToMoment,
) -> None:
    move_to_moment(datetime(2026, 3, 2, 10, tzinfo=clock.TZ))
    cast = people.fresh()
    who = people_of(cast)
    buyer = who("project_buyer")
    numbers = calls.enter_organizations(cast, lambda _: None)
    for one in APPLICANTS:
        file = organizations.file_of(buyer, numbers[one.key])
        assert (file.name, file.reasons) == (one.name, ())
    needs, idea = calls.collect_needs(cast), IDEAS[0]
    fund = calls.open_fund(cast)
    number = calls.draft(cast, idea, fund=fund, need=needs[idea.kind])
    assert projects.sheet(buyer, number).state is ProjectState.TOPIC
    calls.open_call(cast, number)
    made = calls.apply(cast, number, idea, ("heart", "lamp", "tree"))
    assert projects.sheet(buyer, number).state is ProjectState.CALL_OPEN
    assert [one.number for one in bids.own_bids(who("feng_xue"))] == made[:1]
    walk(calls.close(cast, number), move_to_moment)
    calls.check(cast, number)
    sheet = projects.sheet(buyer, number)
    assert sheet.state is ProjectState.QUALIFICATION
    assert [one.state for one in sheet.bids] == ["qualified"] * 3
    assert sheet.hint == ""
