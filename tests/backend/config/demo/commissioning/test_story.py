"""The demo's projects stand where their stories leave them, with what the public may see."""

import pytest

from backend.config.demo import affairs, workforce
from backend.config.demo.actors import actor_of
from backend.config.demo.commissioning import story
from backend.ledger import book
from services.commissioning.queries import projects
from services.commissioning.queries.public.sheet import duties_of, public_project
from services.commissioning.states.projects import ProjectState
from services.disclosure.workflow import load_catalogue
from tests import cast as people


def test_a_small_city_tells_only_what_has_just_begun() -> None:
    assert [one.stands for one in story.stories_for(40)] == ["call_open", "topic"]
    assert story.stories_for(story.WHOLE_FROM_MEMBERS) == story.STORIES


def test_a_finished_project_of_each_kind_and_a_late_one_are_among_the_stories() -> None:
    finished = {one.kind for one in story.STORIES if one.stands in {"published", "archived"}}
    assert finished == {"counselling", "skills", "family", "mutual_help"}
    assert [one.stands for one in story.STORIES].count("late") == 1


@pytest.mark.django_db
@pytest.mark.requirement("R9.20", "R9.22")
def test_a_project_is_told_to_its_archive_and_another_to_its_late_publication() -> None:
    cast = people.fresh()
    load_catalogue(starts_on=affairs.owed_since())
    affairs.sign_forms(cast)
    workforce.enter(cast, 20, lambda _: None)
    told = [one for one in story.STORIES if one.stands in {"archived", "late"}]
    assert story.tell(cast, told, lambda _: None) == 2
    buyer = actor_of(cast.users["project_buyer"])
    late, archived = projects.desk_page(buyer)["items"]
    assert archived.state is ProjectState.ARCHIVED
    assert late.state is ProjectState.ACCEPTED
    final = next(one for one in duties_of(public_project(late.number)) if one.kind == "final")
    assert final.late_days > 0
    assert book.verify().ok
