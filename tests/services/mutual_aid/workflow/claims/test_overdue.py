"""Past its service level a claim is on the overdue list and alerts the next level, daily."""

import pytest

from backend.access.actor import Actor
from notifications.models import Event
from services.mutual_aid.queries.claim_desk_list import desk_page
from services.mutual_aid.queries.claim_desks import queue_items
from services.mutual_aid.states import Level
from services.mutual_aid.tasks import alert_overdue_claims_task
from services.mutual_aid.workflow.claims.overdue import alert
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.conftest import MoveTo


def told() -> list[int]:
    rows = Event.objects.filter(topic="mutual_aid.claim_overdue").order_by("pk")
    return [person for person in rows.values_list("person_id", flat=True) if person is not None]


def persons(desk: build.Story, *keys: str) -> list[int]:
    return sorted(desk.made.people[key].pk for key in keys)


@pytest.mark.requirement("R8.26")
def test_the_day_after_the_last_day_the_next_level_hears_of_it_once(
    desk: build.Story, move_to: MoveTo
) -> None:
    claim = build.filed(desk)
    move_to(build.date(2026, 12, 7))
    alert_overdue_claims_task()
    assert told() == []
    assert desk_page(desk.who("wang_qiang"), Level.UNIT, is_overdue=True)["items"] == []
    move_to(build.date(2026, 12, 8))
    alert_overdue_claims_task()
    alert_overdue_claims_task()
    district = persons(desk, "zhao_min", "second_reviewer", "district_approver")
    assert sorted(told()) == district
    found = desk_page(desk.who("zhao_min"), Level.UNIT, is_overdue=True)["items"]
    assert [(one.number, one.is_overdue) for one in found] == [(claim.number, True)]
    assert [item.tone for item in queue_items(desk.who("wang_qiang"))] == ["stop"]
    move_to(build.date(2026, 12, 9))
    alert_overdue_claims_task()
    assert sorted(told()) == sorted(2 * district)
    assert build.row(claim.number).version == claim.version


@pytest.mark.requirement("R8.26")
def test_from_the_last_desk_the_city_hears_of_it(desk: build.Story, move_to: MoveTo) -> None:
    claim = build.passed(desk, build.filed(desk))
    move_to(build.date(2026, 12, 8))
    assert alert(claim.number, actor=Actor.system("schedule")) is True
    assert alert(claim.number, actor=Actor.system("schedule")) is False
    assert told() == persons(desk, "city_reviewer")


def test_who_works_at_the_desk_hears_of_it_where_nobody_stands_above(
    desk: build.Story, move_to: MoveTo
) -> None:
    desk.made.users["city_reviewer"].posts.update(until=build.date(2026, 11, 1))
    claim = build.passed(desk, build.filed(desk))
    move_to(build.date(2026, 12, 8))
    alert(claim.number, actor=Actor.system("schedule"))
    assert sorted(told()) == persons(desk, "zhao_min", "second_reviewer", "district_approver")
