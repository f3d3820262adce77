"""A first second factor is set up within a day after a post or a reset, and not later."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client

from backend.accounts import posts, second_factor
from backend.accounts.models import User
from backend.config.demo.cast import Cast, DemoActor
from backend.kernel import clock
from backend.kernel.errors import Conflict
from tests.cast import part, sign_in
from tests.support.app import App

WANG_QIANG = part("wang_qiang").phone


def opened(cast: Cast, hours: float | None) -> User:
    """Take 王强's second factor off, opened so many hours ago."""
    user = cast.users["wang_qiang"]
    Authenticator.objects.filter(user=user).delete()
    at = None if hours is None else clock.now() - timedelta(hours=hours)
    User.objects.filter(pk=user.pk).update(second_factor_opened_at=at)
    return User.objects.get(pk=user.pk)


def test_a_post_opens_it_for_a_day(cast: Cast) -> None:
    user = cast.users["li_mei"]
    with pytest.raises(Conflict):
        second_factor.must_be_open(user)
    posts.appoint(user, cast.unions["factory"], "union_chair", actor=DemoActor())
    second_factor.must_be_open(User.objects.get(pk=user.pk))
    second_factor.must_be_open(opened(cast, 23.9))


@pytest.mark.parametrize("hours", [24.1, None])
def test_later_neither_page_nor_app_sets_one_up(
    cast: Cast, gateway: dict[str, str], hours: float | None
) -> None:
    user = opened(cast, hours)
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = sign_in(user, second_factor=False)
    page = client.get("/console/second-factor/")
    assert page.status_code == 409
    assert "请联系上级工会重新开放" in page.content.decode()
    assert client.post("/console/second-factor/", {"code": "123456"}).status_code == 409
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    assert app.post("auth/code/confirm", code=gateway[WANG_QIANG])[0] == 200
    for answer in (
        app.get("account/authenticators/totp"),
        app.post("account/authenticators/totp", code="123456"),
    ):
        assert (answer[0], answer[1]["errors"][0]["code"]) == (409, "second_factor_closed")
    assert not Authenticator.objects.filter(user=user).exists()


def test_within_the_day_the_app_is_shown_a_secret(cast: Cast, gateway: dict[str, str]) -> None:
    opened(cast, 1)
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    app.post("auth/code/confirm", code=gateway[WANG_QIANG])
    status, body = app.get("account/authenticators/totp")
    assert status == 404
    assert len(body["meta"]["secret"]) == 32
