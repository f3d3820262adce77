"""An organization is told once, some days before an accepted proof runs out."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend.kernel import clock
from notifications.models import Event
from notifications.topics import Topic
from services.commissioning.models import Organization, Proof
from services.commissioning.queries import organizations as register
from services.commissioning.states.organizations import ProofState
from services.commissioning.tasks import remind_task
from services.commissioning.workflow import proofs_ending
from tests.services.commissioning.build import World
from tests.services.commissioning.edges import text, visitor

pytestmark = pytest.mark.django_db


def lasting(world: World, until: date) -> Proof:
    """Give the tax proof of an organization, accepted and good until a day."""
    tax = Proof.objects.filter(organization=world.organizations["heart"], kind="tax")
    proof = tax.earliest("pk")
    proof.valid_to = until
    proof.save()
    return proof


def another(world: World, until: date, state: ProofState) -> None:
    """Hand in another tax proof that is good until a day."""
    proof = Proof.objects.create(
        organization=world.organizations["heart"],
        kind="tax",
        valid_from=clock.today() - timedelta(days=300),
        valid_to=until,
        submitted_by=world.cast.users["feng_xue"],
    )
    proof.state = state
    proof.save()


def told() -> list[tuple[int | None, int]]:
    """Give who was told of which proof."""
    rows = Event.objects.filter(topic=Topic.COMMISSIONING_PROOF_ENDING).order_by("pk")
    return list(rows.values_list("person_id", "subject_id"))


@pytest.mark.requirement("R9.1")
def test_it_is_told_once_from_thirty_days_before(world: World) -> None:
    early = lasting(world, clock.today() + timedelta(days=31))
    remind_task()
    assert told() == []
    Proof.objects.filter(pk=early.pk).update(valid_to=clock.today() + timedelta(days=30))
    remind_task()
    remind_task()
    feng_xue = world.cast.people["feng_xue"].pk
    assert told() == [(feng_xue, early.pk)]
    early.refresh_from_db()
    assert early.told_ending_on == clock.today()
    event = Event.objects.get(topic=Topic.COMMISSIONING_PROOF_ENDING)
    assert event.params["date"] == clock.day_words(early.valid_to)


@pytest.mark.requirement("R9.1")
def test_nobody_is_told_where_a_longer_one_is_there_or_it_is_over(world: World) -> None:
    today = clock.today()
    lasting(world, today - timedelta(days=1))
    another(world, today + timedelta(days=5), ProofState.REFUSED)
    assert proofs_ending.remind_proofs() == 0
    lasting(world, today + timedelta(days=5))
    another(world, today + timedelta(days=400), ProofState.SUBMITTED)
    assert proofs_ending.remind_proofs() == 0
    assert told() == []


@pytest.mark.requirement("R9.1")
def test_both_sides_see_on_the_file_what_runs_out(world: World) -> None:
    proof = lasting(world, clock.today() + timedelta(days=9))
    heart = Organization.objects.get(pk=proof.organization_id)
    for file in (
        register.file_of(world.actor("project_approver"), heart.number),
        register.own_file(world.actor("feng_xue")),
    ):
        assert [(one.number, one.state_label) for one in file.ending] == [(proof.number, "将到期")]


def test_the_pages_of_both_sides_say_what_runs_out(world: World, settings: Any) -> None:
    proof = lasting(world, clock.today() + timedelta(days=9))
    visit = visitor(world, settings.SESSION_COOKIE_NAME)
    own, file = "/console/provider/organization/", "/console/commissioning/organizations/"
    for page in (
        text(visit("feng_xue", own)),
        text(visit("project_approver", f"{file}{proof.organization.number}/")),
    ):
        assert "资质将到期：依法纳税证明到" in page
        assert "将到期" in page.split("资质证明</h2>")[1]
