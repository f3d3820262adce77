"""What waits in the work list of who checks the register (R9.1)."""

from datetime import date, datetime

import pytest

from backend.kernel import clock
from services.commissioning import queries
from services.commissioning.workflow import organizations
from services.commissioning.workflow.organizations import Entry
from tests.services.commissioning.walk import Story

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R9.1")]
NEW = Entry(
    credit_code="51990100MJ0000004E",
    name="示范市晨光志愿服务队",
    kind="volunteer",
    registered_with="示范市民政局",
    registered_on=date(2018, 5, 4),
)


def waiting(story: Story, key: str) -> list[tuple[str, str]]:
    """Give who waits for what in somebody's work list."""
    return [(one.who, one.state) for one in queries.queue_items(story.world.actor(key))]


def test_a_new_file_waits_for_its_check_by_another_person(story: Story) -> None:
    federation = story.world.cast.unions["federation"].number
    buyer, approver = story.world.actor("project_buyer"), story.world.actor("project_approver")
    made = organizations.enter_organization(actor=buyer, union_number=federation, entry=NEW)
    assert (NEW.name, "新登记，待核查") in waiting(story, "project_approver")
    assert waiting(story, "project_buyer") == []
    organizations.check_organization(made.number, actor=approver, version=made.version)
    assert waiting(story, "project_approver") == []


def test_a_file_waits_for_its_yearly_check_once_the_period_is_over(story: Story) -> None:
    name = story.world.organizations["heart"].name
    checked = story.world.organizations["heart"].checked_on
    assert checked is not None
    assert waiting(story, "project_approver") == []
    story.move_to(datetime(checked.year + 1, checked.month, checked.day, 10, tzinfo=clock.TZ))
    assert (name, "年度核查已到期") in waiting(story, "project_approver")
