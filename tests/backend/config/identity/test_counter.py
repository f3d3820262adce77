"""At the counter: a phone put right, a lost second factor reset; refusals change nothing."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client

from backend.accounts import attempts, people, phones, tokens
from backend.accounts.models import Person, SignInSession, User
from backend.audit.models import Entry
from backend.config.demo.cast import Cast
from notifications.models import Event
from tests.cast import part, sign_in

NEW = "13900000055"
PHONE = "/api/staff/v1/members/phone"
RESET = "/api/staff/v1/members/second-factor/reset"
LI_MEI, WANG_QIANG = part("li_mei"), part("wang_qiang")


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any) -> Any:
    """The file that the demo's gateway writes text messages to."""
    settings.DATA = tmp_path
    return tmp_path / "sms.jsonl"


def post(cast: Cast, who: str, path: str, key: str = "k1", **body: str) -> Any:
    headers = {"X-Session-Token": sign_in(cast.users[who]), "Idempotency-Key": key}
    return Client().post(path, body, content_type="application/json", headers=headers)


def change(cast: Cast, who: str, **more: str) -> Any:
    body = {"id_number": LI_MEI.id_number, "phone": NEW, "reason": "登记错了", **more}
    return post(cast, who, PHONE, **body)


def reset(cast: Cast, who: str, whose: str) -> Any:
    return post(cast, who, RESET, id_number=part(whose).id_number, reason="手机丢失")


def test_the_clerk_puts_a_phone_right_and_the_old_one_opens_nothing(
    cast: Cast,
    texts: Any,
    gateway: dict[str, str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    old = sign_in(cast.users["li_mei"])
    with django_capture_on_commit_callbacks(execute=True):
        reply = change(cast, "liu_yang")
    person = Person.objects.select_related("key").get(pk=cast.people["li_mei"].pk)
    assert (reply.status_code, reply.json()["display_name"]) == (200, person.display_name)
    assert person.unseal("phone_sealed") == NEW
    assert bytes(person.phone_index or b"") == people.phone_index(NEW)
    assert tokens.find(old) is None
    assert phones.user_by_phone(LI_MEI.phone) is None
    unknown = phones.user_by_phone(NEW)
    assert unknown is not None
    assert unknown.person_id is None
    entry = Entry.objects.get(act="person.phone_change")
    assert (entry.person_id, entry.purpose) == (person.pk, "登记错了")
    assert Event.objects.get(person_id=person.pk).topic == "account.phone_changed"
    sent = texts.read_text(encoding="utf-8")
    assert LI_MEI.phone in sent
    assert NEW not in sent
    assert "李梅" not in sent


def test_the_same_phone_again_takes_the_lock_off(cast: Cast, texts: Any) -> None:
    subject = attempts.of_identity(people.phone_index(LI_MEI.phone))
    for _ in range(attempts.TRIES):
        attempts.claim_try(subject, attempts.IDENTITY)
    with pytest.raises(attempts.TooMany):
        attempts.refuse_locked(subject, attempts.IDENTITY)
    assert change(cast, "liu_yang", phone=LI_MEI.phone).status_code == 200
    attempts.refuse_locked(subject, attempts.IDENTITY)
    assert not texts.exists()


@pytest.mark.parametrize(
    ("who", "more", "answer"),
    [
        ("li_mei", {}, (403, "not_permitted")),
        ("zhao_min", {}, (403, "not_permitted")),
        ("bus_chair", {}, (404, "not_found")),
        ("liu_yang", {"id_number": part("chen_ping").id_number}, (404, "not_found")),
        ("liu_yang", {"id_number": part("liu_yang").id_number}, (403, "own_case")),
        ("liu_yang", {"id_number": "123"}, (422, "bad_id_number")),
        ("liu_yang", {"phone": "123"}, (422, "bad_phone")),
        ("liu_yang", {"reason": " "}, (422, "invalid")),
    ],
)
def test_a_refused_change_of_phone_changes_nothing(
    cast: Cast, texts: Any, who: str, more: dict[str, str], answer: tuple[int, str]
) -> None:
    kept = sign_in(cast.users["li_mei"])
    before = list(Person.objects.order_by("pk").values_list("phone_index", "phone_sealed"))
    reply = change(cast, who, **more)
    assert (reply.status_code, reply.json()["code"]) == answer
    after = list(Person.objects.order_by("pk").values_list("phone_index", "phone_sealed"))
    assert after == before
    assert tokens.find(kept) is not None
    assert not Entry.objects.filter(act="person.phone_change").exists()
    assert not Event.objects.exists()
    assert not texts.exists()


def test_a_post_of_the_union_above_resets_a_lost_second_factor(cast: Cast) -> None:
    user = cast.users["wang_qiang"]
    User.objects.filter(pk=user.pk).update(second_factor_opened_at=None)
    old = sign_in(user)
    reply = reset(cast, "district_approver", "wang_qiang")
    assert reply.status_code == 200
    assert not Authenticator.objects.filter(user=user).exists()
    assert tokens.find(old) is None
    assert User.objects.get(pk=user.pk).second_factor_opened_at is not None
    entry = Entry.objects.get(act="second_factor.reset")
    assert (entry.person_id, entry.purpose) == (user.person_id, "手机丢失")
    assert (
        Event.objects.get(person_id=cast.people["wang_qiang"].pk).topic
        == "account.second_factor_reset"
    )


@pytest.mark.parametrize(
    ("who", "whose", "status", "code"),
    [
        ("liu_yang", "wang_qiang", 403, "not_permitted"),
        ("wang_qiang", "wang_qiang", 403, "own_case"),
        ("district_approver", "zhao_min", 403, "not_above"),
        ("district_approver", "bus_chair", 404, "not_found"),
        ("district_approver", "li_mei", 404, "not_found"),
        ("signatory", "signatory", 403, "own_case"),
    ],
)
def test_a_refused_reset_changes_nothing(
    cast: Cast, who: str, whose: str, status: int, code: str
) -> None:
    before = Authenticator.objects.count()
    kept = sign_in(cast.users[whose])
    reply = reset(cast, who, whose)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert Authenticator.objects.count() == before
    assert tokens.find(kept) is not None
    assert not Entry.objects.filter(act="second_factor.reset").exists()


def test_at_the_top_another_post_of_the_same_union_resets(cast: Cast) -> None:
    assert reset(cast, "signatory", "sun_li").status_code == 200
    assert not Authenticator.objects.filter(user=cast.users["sun_li"]).exists()


def test_the_pages_of_the_counter_do_the_same(cast: Cast, texts: Any) -> None:
    client = Client()
    token = sign_in(cast.users["wang_qiang"])
    client.cookies[django_settings.SESSION_COOKIE_NAME] = token
    where = "/console/members/phone/"
    assert "查验本人身份证原件" in client.get(where).content.decode()
    form = {"id_number": LI_MEI.id_number, "phone": "1", "reason": "换号"}
    refused = client.post(where, {**form, "idempotency_key": "a"})
    assert refused.status_code == 422
    assert "手机号应为 11 位数字" in refused.content.decode()
    done = client.post(where, {**form, "phone": NEW, "idempotency_key": "b"}, follow=True)
    assert "的手机号已变更" in done.content.decode()
    where = "/console/members/second-factor/"
    form = {"id_number": WANG_QIANG.id_number, "reason": "丢失"}
    own = client.post(where, {**form, "idempotency_key": "c"})
    assert own.status_code == 403
    assert "请由上级工会的其他同事重置" in own.content.decode()
    assert SignInSession.objects.filter(key_digest=tokens.digest(token)).exists()
