"""The demo world: complete, consistent, fictitious, the same each time, never over real data."""

import pytest

from backend.accounts.models import Membership, Person
from backend.audit.models import Entry
from backend.config.demo import affairs, workforce, world
from backend.config.demo import cast as parts
from backend.kernel.errors import Conflict
from backend.ledger import verify as ledger
from backend.ledger.models import Transfer
from notifications.queries import unread
from services.disclosure.models import Disclosure
from services.hardship.models import Application
from services.hardship.states import State
from services.mutual_aid.models import Cover, PlanVersion
from tests.cast import Cast

MEMBERS = 60
ENOUGH_FEN = 2_000_000
"""The highest cap of a demo plan: who walks a claim to its end can see it paid."""
FEW_UNREAD, MOST_UNREAD = 5, 20


def load() -> list[str]:
    said: list[str] = []
    world.load(MEMBERS, said.append)
    return said


@pytest.mark.django_db
@pytest.mark.requirement("RX.13")
def test_it_shows_every_capability_at_work_in_order_of_time_and_the_books_agree() -> None:
    said = load()
    assert Disclosure.objects.filter(title=affairs.OPINION_TITLE).count() == 1
    assert set(
        PlanVersion.objects.filter(verified_at=None).values_list("pack__verified", flat=True)
    ) == {False}
    assert PlanVersion.objects.filter(verified_at__isnull=False).count() == 4
    assert Membership.objects.count() > MEMBERS
    assert Cover.objects.values("person").distinct().count() == Membership.objects.count()
    covering = Cover.objects.values_list("plan__code", "plan__fund__balance__available_fen")
    assert {code for code, fen in covering.distinct() if fen < ENOUGH_FEN} == set()
    assert set(Application.objects.values_list("state", flat=True)) == {
        State.DRAFT,
        State.SUBMITTED,
        State.VISITED,
        State.RECOMMENDED,
        State.CHECKED,
        State.NOTICE,
    }
    assert ledger.verify().ok
    assert said[-1].startswith("看过的消息")
    waiting = {key: unread(one.pk).unread for key, one in parts.load().people.items()}
    assert 0 < waiting["li_mei"] <= FEW_UNREAD
    assert max(waiting.values()) < MOST_UNREAD
    times = list(Entry.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    moved = list(Transfer.objects.order_by("pk").values_list("created_at", flat=True))
    assert moved == sorted(moved)


@pytest.mark.requirement("RX.13")
def test_it_refuses_a_database_with_somebody_in_it_and_changes_nothing(cast: Cast) -> None:
    before = Person.objects.count()
    with pytest.raises(Conflict) as caught:
        world.load(MEMBERS, lambda _: None)
    assert caught.value.code == "not_empty"
    assert Person.objects.count() == before


@pytest.mark.requirement("RX.13")
def test_the_generated_people_are_the_same_each_time_and_of_no_real_place() -> None:
    once, again = list(workforce.people(300)), list(workforce.people(300))
    assert once == again
    assert {person.id_number[:6] for person in once} == {workforce.DIVISION}
    assert len({person.phone for person in once}) == 300
