"""Who signs in through a roster phone is nobody before the ID number says who she is."""

import pytest
from django.db import transaction

from backend.access import session
from backend.access.actor import Actor
from backend.accounts import attempts, identity, people, phones, tokens
from backend.accounts.models import Person, SignInSession, User
from backend.audit.models import Entry
from backend.config.demo.cast import Cast
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.identifiers import id_check_character
from tests.support.app import App

SHARED = "13900000077"


def id_number(order: str) -> str:
    first = f"99990219800101{order}"
    return first + id_check_character(first)


WIFE, HUSBAND = id_number("124"), id_number("125")


@pytest.fixture
def couple(db: None) -> tuple[Person, Person]:
    """Two persons of a roster who gave the same phone."""
    return (
        people.find_or_create(WIFE, "周小兰", SHARED),
        people.find_or_create(HUSBAND, "吴大山", SHARED),
    )


def sign_in(gateway: dict[str, str], phone: str = SHARED) -> str:
    """Come in through the phone as an app does; gives the token."""
    app = App()
    app.post("auth/code/request", phone=phone)
    assert app.post("auth/code/confirm", code=gateway[phone])[0] == 200
    return app.token


def actor_of(token: str) -> Actor:
    found = session.actor_from(tokens.find(token), token)
    assert found is not None
    return found


def prove(token: str, tail: str) -> Person:
    actor = actor_of(token)
    person_id = identity.claim(actor, tail)
    with transaction.atomic():
        return identity.confirm(person_id, actor=actor, session=actor.session)


def test_a_first_sign_in_through_a_roster_phone_is_nobody(
    db: None, gateway: dict[str, str]
) -> None:
    person = people.find_or_create(WIFE, "周小兰", SHARED)
    holder = tokens.find(sign_in(gateway))
    assert holder is not None
    assert (holder.person_id, holder.membership_union_id, holder.posts) == (None, None, ())
    assert not User.objects.filter(person=person).exists()


def test_the_six_characters_make_the_session_hers_and_the_next_one_too(
    db: None, gateway: dict[str, str]
) -> None:
    person = people.find_or_create(WIFE, "周小兰", SHARED)
    token = sign_in(gateway)
    assert prove(token, f" {WIFE[-6:].lower()}") == person
    assert actor_of(token).person_id == person.pk
    assert actor_of(sign_in(gateway)).person_id == person.pk
    assert Entry.objects.filter(act="identity.confirm", person_id=person.pk).count() == 1


def test_two_persons_on_one_phone_are_told_apart_each_time(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    wife, husband = couple
    hers, his = sign_in(gateway), sign_in(gateway)
    prove(hers, WIFE[-6:])
    assert actor_of(his).person_id is None
    prove(his, HUSBAND[-6:])
    assert (actor_of(hers).person_id, actor_of(his).person_id) == (wife.pk, husband.pk)
    assert actor_of(sign_in(gateway)).person_id is None


def test_a_phone_proved_once_asks_again_when_a_roster_gives_it_to_another(
    db: None, gateway: dict[str, str]
) -> None:
    people.find_or_create(WIFE, "周小兰", SHARED)
    prove(sign_in(gateway), WIFE[-6:])
    people.find_or_create(HUSBAND, "吴大山", SHARED)
    assert actor_of(sign_in(gateway)).person_id is None


def test_a_code_sent_before_the_phone_was_shared_opens_nothing(
    cast: Cast, gateway: dict[str, str]
) -> None:
    phone = phones.phone_of(cast.users["li_mei"])
    app = App()
    app.post("auth/code/request", phone=phone)
    people.find_or_create(HUSBAND, "吴大山", phone)
    status, body = app.post("auth/code/confirm", code=gateway[phone])
    assert (status, body["errors"][0]["code"]) == (400, "incorrect_code")
    assert tokens.find(app.token) is None


def test_a_wrong_try_is_answered_alike_and_leaves_a_trace_for_everybody_concerned(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    token = sign_in(gateway)
    with pytest.raises(Invalid, match="身份证号后六位对不上") as wrong:
        identity.claim(actor_of(token), "000000")
    assert (wrong.value.code, wrong.value.fields[0].pointer) == ("identity_wrong", "/id_tail")
    assert actor_of(token).person_id is None
    told = set(Entry.objects.filter(act="identity.failed").values_list("person_id", flat=True))
    assert told == {one.pk for one in couple}
    assert not User.objects.filter(person__in=couple).exists()


def test_after_five_wrong_tries_the_right_one_is_refused_for_a_day(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    actor, codes = actor_of(sign_in(gateway)), []
    for tail in ("000000", "000001", "000002", "000003", "000004", WIFE[-6:]):
        with pytest.raises((Invalid, attempts.TooMany)) as refused:
            identity.claim(actor, tail)
        codes.append((refused.value.code, (refused.value.retry_after or 0) > 23 * 3600))
    assert codes == [("identity_wrong", False)] * 4 + [("identity_locked", True)] * 2
    assert User.objects.filter(person__isnull=False).count() == 0


@pytest.mark.parametrize("tail", ["", "12345", "1234567", "12a456", "X23456"])
def test_what_cannot_be_six_characters_does_not_count(
    couple: tuple[Person, Person], gateway: dict[str, str], tail: str
) -> None:
    actor = actor_of(sign_in(gateway))
    for _ in range(6):
        with pytest.raises(Invalid) as wrong:
            identity.claim(actor, tail)
        assert wrong.value.code == "bad_id_tail"
    assert identity.claim(actor, WIFE[-6:]) == couple[0].pk


def test_who_is_known_cannot_become_somebody_else(cast: Cast, gateway: dict[str, str]) -> None:
    token = sign_in(gateway, phones.phone_of(cast.users["li_mei"]))
    with pytest.raises(Conflict, match="已经核对过"):
        identity.claim(actor_of(token), "000000")
    assert actor_of(token).person_id == cast.people["li_mei"].pk


def test_a_phone_changed_meanwhile_confirms_nobody(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    token = sign_in(gateway)
    actor = actor_of(token)
    person_id = identity.claim(actor, WIFE[-6:])
    Person.objects.filter(pk=person_id).update(phone_index=people.phone_index("13900000078"))
    with pytest.raises(Conflict) as moved, transaction.atomic():
        identity.confirm(person_id, actor=actor, session=actor.session)
    assert moved.value.code == "identity_moved"
    assert actor_of(token).person_id is None
    assert not User.objects.filter(person_id=person_id).exists()


def test_a_closed_account_is_not_opened_by_the_number(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    User.objects.create_for(couple[0], None)
    User.objects.filter(person=couple[0]).update(is_active=False)
    with pytest.raises(Invalid, match="对不上"):
        identity.claim(actor_of(sign_in(gateway)), WIFE[-6:])


def test_a_session_that_ended_meanwhile_is_not_revived(
    couple: tuple[Person, Person], gateway: dict[str, str]
) -> None:
    actor = actor_of(sign_in(gateway))
    person_id = identity.claim(actor, WIFE[-6:])
    SignInSession.objects.all().delete()
    with pytest.raises(Conflict) as gone, transaction.atomic():
        identity.confirm(person_id, actor=actor, session=actor.session)
    assert gone.value.code == "sign_in_expired"
    assert SignInSession.objects.count() == 0
