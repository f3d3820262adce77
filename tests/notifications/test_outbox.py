"""A verb says what happened, inside its own transaction or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction

from backend.accounts.models import Person
from notifications import outbox
from notifications.models import Event
from notifications.topics import Topic


def test_it_writes_one_event_with_the_number_of_the_subject(li_mei: Person) -> None:
    with transaction.atomic():
        outbox.post(Topic.HARDSHIP_ON_FILE, to=li_mei, about=li_mei)
    event = Event.objects.get()
    assert event.topic == "hardship.on_file"
    assert event.category == "progress"
    assert event.person_id == li_mei.pk
    assert event.subject_type == "accounts.person"
    assert event.params == {"number": li_mei.number}
    assert event.seq is None


def test_it_says_nothing_when_the_verb_rolls_back(li_mei: Person) -> None:
    with transaction.atomic():
        outbox.post(Topic.HARDSHIP_ON_FILE, to=li_mei, about=li_mei)
        transaction.set_rollback(True)
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_run_outside_a_transaction(li_mei: Person) -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.post(Topic.HARDSHIP_ON_FILE, to=li_mei, about=li_mei)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        outbox.post_many(Topic.HARDSHIP_ON_FILE, to=[li_mei.pk], about=li_mei)
    assert Event.objects.count() == 0


def test_many_are_told_the_same_in_one_statement_each_once(
    li_mei: Person, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    people = [li_mei.pk, *Person.objects.exclude(pk=li_mei.pk).values_list("pk", flat=True)]
    with transaction.atomic(), django_assert_num_queries(1):
        outbox.post_many(
            Topic.MUTUAL_AID_COVERED,
            to=[*people, li_mei.pk],
            about=li_mei,
            params={"date": "2027-01-31"},
            once="one",
        )
    events = Event.objects.order_by("person_id")
    assert [event.person_id for event in events] == sorted(people)
    assert len(people) > 5
    assert {(event.topic, event.category, event.once) for event in events} == {
        ("mutual_aid.covered", "progress", "one")
    }
    assert all(
        event.params == {"number": li_mei.number, "date": "2027-01-31"}
        and (event.subject_type, event.subject_id) == ("accounts.person", li_mei.pk)
        and event.seq is None
        and event.recorded_at is not None
        for event in events
    )


def test_telling_nobody_writes_nothing(
    li_mei: Person, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    with transaction.atomic(), django_assert_num_queries(0):
        outbox.post_many(Topic.HARDSHIP_ON_FILE, to=[], about=li_mei)
    assert Event.objects.count() == 0


def test_a_wrong_message_to_many_reaches_nobody(li_mei: Person) -> None:
    with pytest.raises(ValueError, match="may not hold"), transaction.atomic():
        outbox.post_many(
            Topic.HARDSHIP_ON_FILE, to=[li_mei.pk], about=li_mei, params={"amount": "3000"}
        )
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"amount": "3000"}, "may not hold"),
        ({"name": "李梅"}, "may not hold"),
        ({"date": "x" * 65}, "longer than"),
    ],
)
def test_it_refuses_what_is_not_on_the_list(
    li_mei: Person, params: dict[str, str], words: str
) -> None:
    with pytest.raises(ValueError, match=words), transaction.atomic():
        outbox.post(Topic.HARDSHIP_ON_FILE, to=li_mei, about=li_mei, params=params)
    assert Event.objects.count() == 0


def test_it_refuses_a_sentence_with_a_hole(li_mei: Person) -> None:
    with pytest.raises(ValueError, match="the sentence needs"), transaction.atomic():
        outbox.post(Topic.HARDSHIP_SUBMITTED, to=li_mei, about=li_mei)
    assert Event.objects.count() == 0


def test_a_notice_is_one_row_for_a_whole_cohort(li_mei: Person) -> None:
    with transaction.atomic():
        outbox.notice(
            Topic.DISCLOSURE_PUBLISHED, cohort="union:7", about=li_mei, title="第三季度经费收支"
        )
    event = Event.objects.get()
    assert event.cohort == "union:7"
    assert event.person_id is None
    assert event.params == {"number": li_mei.number, "title": "第三季度经费收支"}
