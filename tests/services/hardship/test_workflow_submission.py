"""Submitting, the one open file of a household, withdrawing."""

import pytest

from backend.kernel.errors import Conflict, Invalid, NotFound
from notifications.models import Event
from services.hardship import workflow
from services.hardship.models import OpenFile
from services.hardship.states import State
from services.hardship.workflow.household import Person
from tests import cast
from tests.services.hardship import build
from tests.services.hardship.proof import refused


def test_it_takes_a_complete_application_and_says_when_the_answer_comes(
    story: build.Story,
) -> None:
    made = build.at(State.SUBMITTED, story)
    assert made.state is State.SUBMITTED
    assert (str(made.submitted_on), str(made.due_on)) == ("2026-11-23", "2026-11-30")
    assert OpenFile.objects.filter(application=made).count() == 3
    told = Event.objects.get(topic="hardship.submitted")
    assert told.params == {"number": made.number, "date": "2027年1月12日"}


def test_it_names_every_gap_of_an_incomplete_one(story: build.Story) -> None:
    made = workflow.start(actor=story.who("li_mei"), purposes=["household"])
    with refused(Invalid, "incomplete") as refusal:
        workflow.submit(made.number, actor=story.who("li_mei"), version=made.version)
    assert [one.pointer for one in refusal.value.fields] == [
        "/consent", "/cause", "/annual_income_fen", "/address", "/photos",
    ]  # fmt: skip


@pytest.mark.requirement("R8.39")
def test_a_household_member_on_an_open_file_stops_a_second_one_anywhere(
    story: build.Story,
) -> None:
    build.at(State.SUBMITTED, story)
    other = build.Story(story.made, story.fund, story.move_to, worker="chen_ping")
    number = build.draft(other).number
    who = story.who("chen_ping")
    own = cast.part("chen_ping")
    shared = [Person("self", own.name, own.id_number), build.household(story.made)[1]]
    workflow.save_household(number, actor=who, version=build.row(number).version, members=shared)
    with refused(Conflict, "household_has_open_file") as refusal:
        workflow.submit(number, actor=who, version=build.row(number).version)
    assert "BF-2026-000001" not in refusal.value.message


def test_a_withdrawn_application_lets_the_household_apply_again(story: build.Story) -> None:
    made = build.at(State.RECOMMENDED, story)
    workflow.withdraw(made.number, actor=story.who("li_mei"), version=made.version)
    again = build.row(made.number)
    assert again.state is State.WITHDRAWN
    assert again.grant.state == "cancelled"
    assert not OpenFile.objects.exists()
    assert build.at(State.SUBMITTED, story).state is State.SUBMITTED


def test_an_approved_application_can_no_longer_be_withdrawn(story: build.Story) -> None:
    made = build.at(State.DISTRICT_APPROVED, story)
    with refused(Conflict, "wrong_state"):
        workflow.withdraw(made.number, actor=story.who("li_mei"), version=made.version)


def test_nobody_else_submits_or_withdraws(story: build.Story) -> None:
    made = build.draft(story)
    for verb in (workflow.submit, workflow.withdraw):
        with refused(NotFound, "not_found"):
            verb(made.number, actor=story.who("chen_ping"), version=made.version)
