"""The outbox 发件箱: a verb says what happened, in its own transaction.

If the verb rolls back, nothing was said; if it commits, the relay will tell it even when the
broker is empty. The wake-up after the commit only cuts the delay.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from psycopg.types.json import Jsonb

from backend.accounts.models import Person
from backend.kernel import clock
from notifications.tasks import hint_relay
from notifications.topics import PARAM_LENGTH, Category, Topic, check_params, wording_of

# Written by hand, as the trail is: a message stands in nearly every write.
_ONE = """
INSERT INTO notifications_event (topic, category, subject_type, subject_id, subject_version,
                                 person_id, cohort, params, once, created_at, expires_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


_MANY = """
INSERT INTO notifications_event (topic, category, subject_type, subject_id, subject_version,
                                 person_id, cohort, params, once, created_at)
SELECT %s, %s, %s, %s, %s, person, '', %s, %s, %s FROM unnest(%s::bigint[]) AS person"""


_EACH = """
INSERT INTO notifications_event (topic, category, subject_type, subject_id, subject_version,
                                 person_id, cohort, params, once, created_at)
SELECT %s, %s, %s, one.subject, one.version, one.person, '',
       jsonb_build_object('number', one.number), '', %s
  FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[])
       AS one (person, subject, version, number)"""


def post(
    topic: Topic,
    *,
    to: Person,
    about: models.Model,
    params: Mapping[str, str | int] | None = None,
    once: str = "",
) -> None:
    """Tell one person one thing about `about`; its `number` is a parameter by itself.

    `once` names the occasion: a second post to the same person with the same topic, subject and
    `once` reaches the inbox only the first time. Raises RuntimeError outside a transaction and
    ValueError for parameters that the topic does not allow.
    """
    _write(topic, about, params or {}, person_id=to.pk, once=once)


def post_many(
    topic: Topic,
    *,
    to: Iterable[int],
    about: models.Model,
    params: Mapping[str, str | int] | None = None,
    once: str = "",
) -> None:
    """Tell many persons (their keys) the same thing about `about`, in one statement.

    Each person once, whatever the order and number of keys; nobody at all is no error. Otherwise
    as `post`.
    """
    _must_be_in_transaction()
    people = list(dict.fromkeys(to))
    if not people:
        return
    subject = (about._meta.label_lower, about.pk, _version_of(about))
    content = Jsonb(check_params(topic, _with_number(about, params or {})))
    values = [
        str(topic),
        str(wording_of(topic).category),
        *subject,
        content,
        once,
        clock.now(),
        people,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MANY, values)
    transaction.on_commit(hint_relay, robust=True)


def post_each(
    topic: Topic, model: type[models.Model], rows: Iterable[tuple[int, int, int, str]]
) -> None:
    """Tell each person about a row of her own, in one statement.

    `rows` give (key of the person, key of the row, its version, its number). None is no error.
    Raises RuntimeError outside a transaction, ValueError where the topic takes no number.
    """
    _must_be_in_transaction()
    told = list(rows)
    if not told:
        return
    check_params(topic, {"number": told[0][3]})
    category, kind = str(wording_of(topic).category), model._meta.label_lower
    values: list[Any] = [str(topic), category, kind, clock.now()]
    columns: list[list[Any]] = [[row[place] for row in told] for place in range(4)]
    with connection.cursor() as cursor:
        cursor.execute(_EACH, [*values, *columns])
    transaction.on_commit(hint_relay, robust=True)


def notice(
    topic: Topic,
    *,
    cohort: str,
    about: models.Model,
    title: str,
    category: Category | None = None,
    params: Mapping[str, str | int] | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Tell a whole cohort (`notifications.cohorts`) one thing with one row.

    The title is what everybody of the cohort reads: nothing about a person belongs in it. Raises
    RuntimeError outside a transaction.
    """
    _write(
        topic,
        about,
        {"title": title[:PARAM_LENGTH], **(params or {})},
        cohort=cohort,
        category=category,
        expires_at=expires_at,
    )


def _write(
    topic: Topic,
    about: models.Model,
    params: Mapping[str, str | int],
    *,
    person_id: int | None = None,
    cohort: str = "",
    once: str = "",
    category: Category | None = None,
    expires_at: datetime | None = None,
) -> None:
    _must_be_in_transaction()
    values = [
        str(topic),
        str(category or wording_of(topic).category),
        about._meta.label_lower,
        about.pk,
        _version_of(about),
        person_id,
        cohort,
        Jsonb(check_params(topic, _with_number(about, params))),
        once,
        clock.now().isoformat(),
        expires_at,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ONE, values)
    transaction.on_commit(hint_relay, robust=True)


def _must_be_in_transaction() -> None:
    if not connection.in_atomic_block:
        msg = "a message is posted inside the transaction of the verb that causes it"
        raise RuntimeError(msg)


def _version_of(about: models.Model) -> int:
    return int(getattr(about, "version", 0) or 0)


def _with_number(about: models.Model, params: Mapping[str, str | int]) -> Mapping[str, str | int]:
    number = str(getattr(about, "number", ""))
    return {"number": number, **params} if number else params
