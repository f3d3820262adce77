"""Ratings: one for each use, by who was there, and nothing leads back to her (R9.16)."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from backend.access.models import IdempotencyKey
from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from services.commissioning.models import Confirmation, Contract, Project, Rating, Session
from services.commissioning.queries import delivered
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import ratings
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
USERS = ("li_mei", "wang_qiang", "chen_ping", "liu_yang", "zhao_min", "sun_li")


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def session(world: World) -> Session:
    """A closed session that six members confirmed."""
    contract = build_contract.signed(world)
    there = tuple(key for key in USERS if world.actor(key).membership_union_id is not None)
    return build_contract.closed(world, contract, there, counted=6)


def there(world: World) -> list[str]:
    people = set(Confirmation.objects.values_list("person_id", flat=True))
    return [key for key in USERS if world.cast.users[key].person_id in people]


@pytest.mark.requirement("R9.16")
def test_who_was_there_rates_once(world: World, session: Session) -> None:
    li_mei = world.actor("li_mei")
    ratings.rate(session.number, actor=li_mei, stars=5, words="很有帮助")
    assert refused(lambda: ratings.rate(session.number, actor=li_mei, stars=1)) == "already_rated"
    assert list(Rating.objects.values_list("stars", "words")) == [(5, "很有帮助")]
    assert Confirmation.objects.filter(has_rated=True).count() == 1
    found = delivered.figures(Contract.objects.get())
    assert (found.ratings, found.stars_hundredths) == (1, 500)


@pytest.mark.requirement("R9.16")
def test_somebody_who_was_not_there_is_refused(world: World, session: Session) -> None:
    stranger = world.actor("zhou_lan")
    rate = lambda: ratings.rate(session.number, actor=stranger, stars=5)  # noqa: E731
    assert refused(rate) == "was_not_there"
    assert not Rating.objects.exists()
    assert not Confirmation.objects.filter(has_rated=True).exists()


@pytest.mark.requirement("R9.16")
@pytest.mark.parametrize("stars", [0, 6, -1])
def test_other_than_one_to_five_is_refused(world: World, session: Session, stars: int) -> None:
    rate = lambda: ratings.rate(  # noqa: E731
        session.number, actor=world.actor("li_mei"), stars=stars
    )
    assert refused(rate) == "bad_stars"
    assert not Confirmation.objects.filter(has_rated=True).exists()


@pytest.mark.requirement("R9.16")
@pytest.mark.parametrize("words", ["很好，电话13800138000", "身份证 999901198503120020"])
def test_words_that_tell_who_rated_are_refused(world: World, session: Session, words: str) -> None:
    rate = lambda: ratings.rate(  # noqa: E731
        session.number, actor=world.actor("li_mei"), stars=5, words=words
    )
    assert refused(rate) == "personal_number"
    assert not Rating.objects.exists()
    assert not Confirmation.objects.filter(has_rated=True).exists()


@pytest.mark.requirement("R9.16")
def test_nothing_in_the_rows_leads_from_a_rating_to_who_gave_it(
    world: World, session: Session
) -> None:
    before = Entry.objects.count(), IdempotencyKey.objects.count()
    for place, key in enumerate(there(world)):
        ratings.rate(session.number, actor=world.actor(key), stars=place % 5 + 1)
    columns = {field.attname for field in Rating._meta.concrete_fields}
    assert columns == {"id", "session_id", "stars", "words", "day"}
    # Random keys: version 4 tells neither time nor order.
    assert {one.version for one in Rating.objects.values_list("id", flat=True)} == {4}
    assert (Entry.objects.count(), IdempotencyKey.objects.count()) == before
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM information_schema.columns"
            " WHERE table_name = 'commissioning_rating' AND data_type LIKE '%%time%%'"
        )
        assert cursor.fetchone()[0] == 0


def versions(table: str) -> list[str]:
    """Give the transaction that wrote each row, as a superuser reads it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {table} ORDER BY ctid")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.requirement("R9.16")
def test_the_database_keeps_no_pair_of_rating_and_rater(world: World, session: Session) -> None:
    first, second, *_ = there(world)
    ratings.rate(session.number, actor=world.actor(first), stars=1)
    assert set(versions("commissioning_rating")) <= set(versions("commissioning_confirmation"))
    assert ratings.part_ratings() == 1
    ratings.rate(session.number, actor=world.actor(second), stars=5)
    # The one that was apart already is written again beside the new one.
    assert ratings.part_ratings() == 2
    rated = Confirmation.objects.filter(has_rated=True, is_parted=True)
    assert rated.count() == 2
    written = versions("commissioning_confirmation WHERE has_rated")
    assert len(set(written)) == 1
    assert not set(written) & set(versions("commissioning_rating"))
    assert ratings.part_ratings() == 0


@pytest.mark.requirement("R9.16")
def test_a_rating_is_never_changed_nor_deleted(world: World, session: Session) -> None:
    ratings.rate(session.number, actor=world.actor("li_mei"), stars=2)
    for act in (lambda: Rating.objects.update(stars=5), lambda: Rating.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Rating.objects.get().stars == 2


def test_after_the_acceptance_no_rating_is_taken(world: World, session: Session) -> None:
    project = Project.objects.get()
    project.state = ProjectState.FINAL_REPORT
    project.save()
    project.state = ProjectState.ACCEPTED
    project.save()
    rate = lambda: ratings.rate(session.number, actor=world.actor("li_mei"), stars=5)  # noqa: E731
    assert refused(rate) == "rating_closed"
    assert not Rating.objects.exists()
