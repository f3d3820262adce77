from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from pytest_django import Settings

from backend.accounts import attempts
from backend.accounts.models import SignInGuard

SUBJECT = "user:7"


def _guess(_: int) -> bool:
    try:
        attempts.claim_try(SUBJECT)
    except attempts.TooMany:
        return False
    else:
        return True
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_hundred_parallel_guesses_get_five_comparisons() -> None:
    with ThreadPoolExecutor(8) as pool:
        granted = sum(pool.map(_guess, range(200)))
    assert granted == attempts.TRIES == 5
    assert SignInGuard.objects.get(pk=SUBJECT).failed == 5


@pytest.mark.django_db
def test_after_the_lock_there_are_five_tries_again() -> None:
    for _ in range(5):
        attempts.claim_try(SUBJECT)
    with pytest.raises(attempts.TooMany) as locked:
        attempts.claim_try(SUBJECT)
    assert locked.value.retry_after == 600
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_signinguard SET locked_until = now()")
    for _ in range(5):
        attempts.claim_try(SUBJECT)
    with pytest.raises(attempts.TooMany):
        attempts.claim_try(SUBJECT)


@pytest.mark.django_db
def test_a_right_code_forgets_the_wrong_ones() -> None:
    for _ in range(4):
        attempts.claim_try(SUBJECT)
    attempts.succeeded(SUBJECT)
    for _ in range(5):
        attempts.claim_try(SUBJECT)
    with pytest.raises(attempts.TooMany):
        attempts.claim_try(SUBJECT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("setting", "phones", "addresses"),
    [
        ("SIGN_IN_CODES_PER_PHONE", [1, 1, 1], [1, 2, 3]),
        ("SIGN_IN_CODES_PER_ADDRESS", [1, 2, 3], [1, 1, 1]),
        ("SIGN_IN_CODES_FOR_ALL", [1, 2, 3], [1, 2, 3]),
    ],
)
def test_codes_are_limited_per_phone_per_address_and_for_all(
    settings: Settings, setting: str, phones: list[int], addresses: list[int]
) -> None:
    setattr(settings, setting, 2)
    asked = [
        (f"1380000000{phone}", f"10.0.0.{address}")
        for phone, address in zip(phones, addresses, strict=True)
    ]
    for phone, address in asked[:2]:
        attempts.claim_code(phone, address)
    with pytest.raises(attempts.TooMany) as refusal:
        attempts.claim_code(*asked[2])
    assert refusal.value.code == "too_many_codes"
    assert refusal.value.retry_after == 3600


@pytest.mark.django_db
def test_an_hour_later_codes_are_sent_again(settings: Settings) -> None:
    settings.SIGN_IN_CODES_PER_PHONE = 1
    attempts.claim_code("13800000001", "10.0.0.1")
    with pytest.raises(attempts.TooMany):
        attempts.claim_code("13800000001", "10.0.0.1")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_signinguard SET window_start = now() - interval '61 min'")
    attempts.claim_code("13800000001", "10.0.0.1")


@pytest.mark.django_db
def test_many_failures_over_all_accounts_raise_the_alarm_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(attempts, "ALARM_FAILURES_PER_HOUR", 3)
    for _ in range(5):
        attempts.note_failure()
    alarms = [one for one in caplog.records if one.levelname == "ERROR"]
    assert [one.getMessage() for one in alarms] == ["sign-in alarm: 3 wrong codes within an hour"]
