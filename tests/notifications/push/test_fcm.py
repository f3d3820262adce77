"""The seam into the real SDK: address, retries and sign-in are ours, the rest is its own."""

import threading

import firebase_admin
import pytest
from firebase_admin import exceptions, messaging
from google.auth.credentials import Credentials
from google.oauth2 import service_account

from notifications.push import fcm as adapter
from notifications.push.fcm import FcmProvider, translate
from notifications.push.port import Message, Outcome, Result
from tests.support.fcm_stub import FcmStub


def message(address: str) -> Message:
    return Message(
        delivery_id=1,
        device_id=1,
        address=address,
        address_kind="token",
        platform="android",
        seq=1,
        category="progress",
        text="您有一条新的办理进度，请打开应用查看",
        topic="hardship.paid",
        seconds_left=60,
        expires_epoch=1_900_000_000,
        badge=0,
    )


@pytest.fixture
def provider(fcm_server: FcmStub) -> FcmProvider:
    """The adapter in front of the stand-in."""
    fcm_server.clear()
    fcm_server.storm, fcm_server.refuse_sign_in = None, False
    return FcmProvider(fcm_server.account_file, fcm_server.url)


def test_the_private_names_of_the_sdk_still_stand(provider: FcmProvider) -> None:
    service = provider.app._services["_messaging"]
    assert type(service).__name__ == "OwnService"
    assert service._fcm_url.endswith("/v1/projects/zhijia-test/messages:send")
    assert service._fcm_url.startswith("http://127.0.0.1:")
    assert hasattr(firebase_admin.App, "_get_service")
    assert hasattr(Credentials, "_after_refresh")
    assert issubclass(adapter.OwnCredentials, service_account.Credentials)
    for prefix in ("https://fcm.googleapis.com/x", "http://127.0.0.1/x"):
        retries = service._client.session.get_adapter(prefix).max_retries
        assert (retries.total, retries.respect_retry_after_header) == (0, False)


def test_a_batch_signs_in_once_and_answers_in_order(
    provider: FcmProvider, fcm_server: FcmStub
) -> None:
    before = fcm_server.token_requests
    addresses = [f"gone-{n}" if n % 3 == 0 else f"ok-{n}" for n in range(60)]
    results = provider.send([message(one) for one in addresses])
    assert [one.outcome for one in results] == [
        Outcome.GONE if one.startswith("gone") else Outcome.SENT for one in addresses
    ]
    assert fcm_server.token_requests == before + 1
    provider.send([message("ok-1")])
    assert fcm_server.token_requests == before + 1


def test_an_expired_token_is_renewed_within_the_request(
    provider: FcmProvider, fcm_server: FcmStub
) -> None:
    provider.send([message("ok-1")])
    fcm_server.tokens.clear()
    assert provider.send([message("ok-2")])[0].outcome is Outcome.SENT


def test_nothing_but_the_configured_address_is_asked(
    provider: FcmProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    start = threading.Thread.start

    def note(thread: threading.Thread) -> None:
        started.append(type(thread).__name__)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", note)
    provider.send([message("ok-1")])
    assert [name for name in started if "Boundary" in name] == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("gone-1", Outcome.GONE),
        ("mismatch-1", Outcome.GONE),
        ("bad-1", Outcome.DEAD),
        ("quota-1", Outcome.PAUSE),
        ("apns-1", Outcome.CONFIG),
        ("deny-1", Outcome.CONFIG),
        ("down-1", Outcome.RETRY),
        ("broken-1", Outcome.RETRY),
        ("html-1", Outcome.RETRY),
    ],
)
def test_every_answer_of_the_provider_has_its_outcome(
    provider: FcmProvider, fcm_server: FcmStub, address: str, expected: Outcome
) -> None:
    (result,) = provider.send([message(address)])
    assert result.outcome is expected
    assert fcm_server.counts()[address] <= 3


def test_the_wait_that_the_provider_asks_for_is_read(provider: FcmProvider) -> None:
    assert provider.send([message("quota-1")])[0].retry_after == 3.0


def test_a_refused_connection_is_worth_another_try(
    provider: FcmProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.send([message("ok-1")])
    service = provider.app._services["_messaging"]
    monkeypatch.setattr(service, "_fcm_url", "http://127.0.0.1:1/v1/projects/p/messages:send")
    assert provider.send([message("ok-1")])[0].outcome is Outcome.RETRY


def test_an_unknown_error_is_worth_another_try() -> None:
    assert translate(exceptions.UnknownError("?")) == Result(Outcome.RETRY, code="Unknown")
    assert translate(messaging.UnregisteredError("?")).outcome is Outcome.GONE
