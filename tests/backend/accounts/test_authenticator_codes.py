"""The code of the authenticator app: half a minute early or late, once, never an older one."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from backend.accounts import authenticator_codes, second_factor
from backend.config.demo.cast import SECOND_FACTOR_SECRET, Cast
from tests.cast import part
from tests.support.app import App
from tests.support.authenticator import STEP_SECONDS, digits

WANG_QIANG = part("wang_qiang").phone
STEP = 59_000_000
# Last second of a step: one more, and the code of the step is late.
END = STEP * STEP_SECONDS + STEP_SECONDS - 1


@pytest.fixture
def server_says(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The server's clock; `now` is set by the test."""
    clock = SimpleNamespace(now=END)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: clock.now))
    return clock


def enter(gateway: dict[str, str], step: int, secret: str = SECOND_FACTOR_SECRET) -> int:
    """Sign 王强 in with the code of a step; gives the status of the last answer."""
    return begin(gateway).post("auth/2fa/authenticate", code=digits(secret, step))[0]


def begin(gateway: dict[str, str]) -> App:
    """Let 王强 come as far as the second factor; the cache may be lost at any time."""
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    app.post("auth/code/confirm", code=gateway[WANG_QIANG])
    cache.clear()
    return app


@pytest.mark.parametrize(("off", "status"), [(-2, 400), (-1, 200), (0, 200), (1, 200), (2, 400)])
def test_a_phone_whose_clock_is_a_step_off_opens_the_door_and_no_more(
    cast: Cast, gateway: dict[str, str], server_says: SimpleNamespace, off: int, status: int
) -> None:
    assert enter(gateway, STEP + off) == status


def test_a_code_is_refused_as_long_as_it_would_be_right_and_so_is_an_older_one(
    cast: Cast, gateway: dict[str, str], server_says: SimpleNamespace
) -> None:
    assert enter(gateway, STEP) == 200
    assert enter(gateway, STEP) == 400
    assert enter(gateway, STEP - 1) == 400
    server_says.now += STEP_SECONDS
    assert enter(gateway, STEP) == 400
    assert enter(gateway, STEP + 1) == 200


def test_what_is_sensitive_needs_another_code_than_the_sign_in(
    cast: Cast, gateway: dict[str, str], server_says: SimpleNamespace
) -> None:
    app = begin(gateway)
    code = digits(SECOND_FACTOR_SECRET, STEP)
    assert app.post("auth/2fa/authenticate", code=code)[0] == 200
    cache.clear()
    assert app.post("auth/2fa/reauthenticate", code=code)[0] == 400
    later = digits(SECOND_FACTOR_SECRET, STEP + 1)
    assert app.post("auth/2fa/reauthenticate", code=later)[0] == 200


def test_the_code_that_set_the_app_up_opens_nothing_else(
    cast: Cast, gateway: dict[str, str], server_says: SimpleNamespace
) -> None:
    user = cast.users["wang_qiang"]
    Authenticator.objects.filter(user=user).delete()
    second_factor.open_for([user])
    app = begin(gateway)
    secret = app.get("account/authenticators/totp")[1]["meta"]["secret"]
    assert app.post("account/authenticators/totp", code=digits(secret, STEP))[0] == 200
    assert enter(gateway, STEP, secret) == 400
    assert enter(gateway, STEP + 1, secret) == 200


def test_a_code_whose_time_ran_out_meanwhile_is_not_taken(
    cast: Cast, server_says: SimpleNamespace
) -> None:
    kept = Authenticator.objects.get(user=cast.users["wang_qiang"])
    assert authenticator_codes.claim(kept, digits(SECOND_FACTOR_SECRET, STEP - 2)) is False
    kept.refresh_from_db()
    assert "last_step" not in kept.data
