"""Over the API and the pages, a sign-in that is nobody's opens nothing but the way to prove it."""

from typing import Any

import pytest
from django.test import Client

from backend.accounts import people
from backend.accounts.models import Person, User
from backend.audit.models import Entry
from backend.config.demo.cast import Cast
from backend.kernel.identifiers import id_check_character
from notifications.models import Event
from tests.support.app import App

PHONE = "13900000077"
FIRST = "99990219800101124"
ID_NUMBER = FIRST + id_check_character(FIRST)
IDENTITY = "/api/member/v1/identity"


@pytest.fixture
def person(cast: Cast) -> Person:
    """Somebody from a roster who has never signed in."""
    return people.find_or_create(ID_NUMBER, "周小兰", PHONE)


@pytest.fixture
def token(person: Person, gateway: dict[str, str]) -> str:
    """Her first sign-in."""
    app = App()
    app.post("auth/code/request", phone=PHONE)
    app.post("auth/code/confirm", code=gateway[PHONE])
    return app.token


def post(token: str, tail: str, key: str | None = "k1") -> Any:
    headers = {"X-Session-Token": token} | ({"Idempotency-Key": key} if key else {})
    return Client().post(
        IDENTITY, {"id_tail": tail}, content_type="application/json", headers=headers
    )


def get(token: str, path: str) -> Any:
    return Client().get(path, headers={"X-Session-Token": token})


PERSONAL = [
    "/api/member/v1/inbox",
    "/api/member/v1/inbox/unread",
    "/api/member/v1/corrections",
    "/api/member/v1/hardship/applications",
]


@pytest.mark.parametrize("path", PERSONAL)
def test_nothing_personal_is_reached_before(token: str, path: str) -> None:
    reply = get(token, path)
    if reply.status_code == 404:
        pytest.fail(f"{path} is no address")
    assert (reply.status_code, reply.json()["code"]) == (403, "identity_unconfirmed")
    assert "身份证号后六位" in reply.json()["detail"]


def test_no_staff_route_is_reached_before(token: str) -> None:
    reply = get(token, "/api/staff/v1/corrections")
    assert (reply.status_code, reply.json()["code"]) == (403, "identity_unconfirmed")


def test_the_six_characters_open_the_same_token(token: str, person: Person) -> None:
    assert get(token, IDENTITY).json() == {"confirmed": False, "display_name": ""}
    reply = post(token, ID_NUMBER[-6:])
    assert reply.status_code == 200
    assert reply.json() == {
        "confirmed": True,
        "number": person.number,
        "display_name": "周**",
    }
    assert get(token, IDENTITY).json() == {"confirmed": True, "display_name": "周**"}
    assert get(token, PERSONAL[0]).status_code == 200
    told = Event.objects.get(person_id=person.pk)
    assert told.topic == "account.identity_confirmed"


def test_a_lost_answer_may_be_asked_for_again(token: str, person: Person) -> None:
    assert post(token, ID_NUMBER[-6:]).status_code == 200
    again = post(token, ID_NUMBER[-6:])
    assert (again.status_code, again.json()["number"]) == (200, person.number)
    assert Event.objects.filter(person_id=person.pk).count() == 1
    assert Entry.objects.filter(act="identity.confirm").count() == 1


def test_a_wrong_try_changes_nothing_but_the_count(token: str, person: Person) -> None:
    reply = post(token, "000000")
    assert (reply.status_code, reply.json()["code"]) == (422, "identity_wrong")
    assert reply.json()["errors"][0]["pointer"] == "/id_tail"
    assert not User.objects.filter(person=person).exists()
    assert not Event.objects.filter(person_id=person.pk).exists()
    assert get(token, PERSONAL[0]).status_code == 403


def test_without_a_key_nothing_is_counted(token: str, person: Person) -> None:
    assert [post(token, "000000", None).status_code for _ in range(6)] == [400] * 6
    assert post(token, ID_NUMBER[-6:]).status_code == 200


def test_the_sixth_try_is_told_the_way_on(token: str, person: Person) -> None:
    replies = [post(token, f"00000{place}", f"k{place}") for place in range(6)]
    assert [one.status_code for one in replies] == [422] * 4 + [429] * 2
    assert "服务站" in replies[5].json()["detail"]
    assert int(replies[5]["Retry-After"]) > 23 * 3600
    assert post(token, ID_NUMBER[-6:], "right").status_code == 429


def test_the_pages_lead_through_the_question_and_on(
    person: Person, gateway: dict[str, str]
) -> None:
    client = Client()
    client.get("/me/sign-in/?next=/me/inbox/")
    client.post("/me/sign-in/", {"phone": PHONE})
    answer = client.post("/me/sign-in/code/", {"code": gateway[PHONE]})
    where = "/me/identity/?next=%2Fme%2Finbox%2F"
    assert answer["Location"] == where
    assert client.get("/me/inbox/")["Location"] == where
    assert "身份证号的后六位" in client.get(where).content.decode()
    wrong = client.post(where, {"id_tail": "000000", "idempotency_key": "a"})
    assert wrong.status_code == 422
    assert "对不上" in wrong.content.decode()
    right = client.post(where, {"id_tail": ID_NUMBER[-6:], "idempotency_key": "b"})
    assert (right.status_code, right["Location"]) == (302, "/me/inbox/")
    assert client.get("/me/inbox/").status_code == 200
    assert client.get("/me/identity/")["Location"] == "/me/"
