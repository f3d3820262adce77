"""The demo's projects stand where their stories leave them, with what the public may see."""

import pytest

from backend.audit.models import Entry
from backend.config.demo import affairs, workforce
from backend.config.demo.actors import actor_of
from backend.config.demo.commissioning import story
from backend.config.demo.commissioning.stories import STORIES
from backend.kernel import clock
from backend.ledger import book
from backend.ledger.models import Transfer
from notifications.models import Event
from services.commissioning.models import FigureCheck, ProjectStep, Release
from services.commissioning.queries import projects
from services.commissioning.queries.public.sheet import duties_of, public_project
from services.disclosure.workflow import load_catalogue
from tests import cast as people

TOLD = list({one.stands: one for one in STORIES}.values())
"""One story for each stage: the further finished ones are told by the same verbs."""


@pytest.mark.django_db
@pytest.mark.requirement("R9.1", "R9.20", "R9.22")
def test_a_story_of_each_stage_is_told_to_where_it_stands_and_all_in_the_order_of_time() -> None:
    cast = people.fresh()
    load_catalogue(starts_on=affairs.owed_since())
    affairs.sign_forms(cast)
    workforce.enter(cast, 20, lambda _: None)
    before = {model: model.objects.latest("pk").pk for model in (Entry, Event)}
    assert story.tell(cast, TOLD, lambda _: None) == len(TOLD)
    stand_where_they_are_said_to(cast)
    are_in_the_order_of_time(before)
    assert book.verify().ok
    assert not FigureCheck.objects.exclude(problems=[]).exists()


def stand_where_they_are_said_to(cast: people.Cast) -> None:
    found = projects.desk_page(actor_of(cast.users["project_buyer"]), limit=100)["items"]
    assert {one.title: one.state for one in found} == {one.title: one.stands for one in TOLD}
    title = next(one.title for one in STORIES if one.is_late)
    number = next(one.number for one in found if one.title == title)
    final = next(one for one in duties_of(public_project(number)) if one.kind == "final")
    assert final.late_days > 0


def are_in_the_order_of_time(before: dict[type[Entry | Event], int]) -> None:
    told = {model: model.objects.filter(pk__gt=last) for model, last in before.items()}
    assert told[Entry].count() > 1000
    for rows, field in (
        (told[Entry], "at"),
        (told[Event], "created_at"),
        (Transfer.objects.all(), "created_at"),
        (ProjectStep.objects.all(), "at"),
        (Release.objects.all(), "at"),
    ):
        times = list(rows.order_by("pk").values_list(field, flat=True))
        assert times == sorted(times)
        assert times[-1] <= clock.now()
