import logging

import pytest
from pytest_django import Settings

from backend.accounts import tokens
from backend.accounts.models import SignInGuard, SignInSession
from backend.config.demo.cast import Cast
from tests.cast import part
from tests.support.app import App, totp, wrong

LI_MEI = part("li_mei").phone
WANG_QIANG = part("wang_qiang").phone


def test_a_member_signs_in_with_the_code_from_the_message(
    cast: Cast, gateway: dict[str, str]
) -> None:
    app = App()
    status, body = app.post("auth/code/request", phone=LI_MEI)
    assert status == 401
    assert {"id": "login_by_code", "is_pending": True} in body["data"]["flows"]
    assert len(gateway[LI_MEI]) == 6
    assert gateway[LI_MEI].isdigit()
    status, body = app.post("auth/code/confirm", code=gateway[LI_MEI])
    assert status == 200
    holder = tokens.find(app.token)
    assert holder is not None
    assert holder.user_id == cast.users["li_mei"].pk
    assert holder.second_factor is False
    assert holder.membership_union_id == cast.unions["factory"].pk


def test_staff_need_the_second_factor_before_they_are_signed_in(
    cast: Cast, gateway: dict[str, str]
) -> None:
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    status, body = app.post("auth/code/confirm", code=gateway[WANG_QIANG])
    assert status == 401
    assert any(flow["id"] == "mfa_authenticate" for flow in body["data"]["flows"])
    assert tokens.find(app.token) is None
    status, _ = app.post("auth/2fa/authenticate", code=totp())
    assert status == 200
    holder = tokens.find(app.token)
    assert holder is not None
    assert holder.second_factor is True
    assert [(post.union_id, post.level, post.role) for post in holder.posts] == [
        (cast.unions["factory"].pk, 4, "union_chair")
    ]


def test_nobody_learns_whether_a_phone_is_known(cast: Cast, gateway: dict[str, str]) -> None:
    known, unknown = App(), App()
    first = known.post("auth/code/request", phone=LI_MEI)
    second = unknown.post("auth/code/request", phone="13700000000")
    for status, body in (first, second):
        assert status == 401
        body["meta"].pop("session_token")
    assert first == second
    assert list(gateway) == [LI_MEI]
    wrong_known = known.post("auth/code/confirm", code=wrong(gateway[LI_MEI]))
    wrong_unknown = unknown.post("auth/code/confirm", code="123456")
    assert wrong_known == wrong_unknown


def test_a_wrong_code_is_told_in_chinese(cast: Cast, gateway: dict[str, str]) -> None:
    app = App()
    app.post("auth/code/request", phone=LI_MEI)
    status, body = app.post("auth/code/confirm", code=wrong(gateway[LI_MEI]))
    assert status == 400
    assert body["errors"] == [
        {
            "message": "验证码不对，请对照短信重新输入。",
            "code": "incorrect_code",
            "param": "code",
        }
    ]


def test_the_wrong_code_six_times_locks_and_then_the_right_one_is_refused_too(
    cast: Cast, gateway: dict[str, str]
) -> None:
    app = App()
    app.post("auth/code/request", phone=LI_MEI)
    code = gateway[LI_MEI]
    statuses = [app.post("auth/code/confirm", code=wrong(code))[0] for _ in range(6)]
    assert statuses == [400, 400, 400, 400, 429, 429]
    status, body = app.post("auth/code/confirm", code=code)
    assert status == 429
    assert body["errors"] == [
        {
            "code": "phone_locked",
            "message": "验证码连续输错 5 次，已经作废。请 10 分钟后重新获取。",
        }
    ]
    assert tokens.find(app.token) is None
    status, _ = App().post("auth/code/request", phone=LI_MEI)
    assert status == 429
    assert SignInGuard.objects.get(subject__startswith="phone:").failed == 5


def test_the_sixth_code_within_an_hour_is_refused_and_not_sent(
    cast: Cast, gateway: dict[str, str]
) -> None:
    statuses = [App().post("auth/code/request", phone=LI_MEI)[0] for _ in range(5)]
    assert statuses == [401] * 5
    gateway.clear()
    status, body = App().post("auth/code/request", phone=LI_MEI)
    assert status == 429
    assert body["errors"][0]["code"] == "too_many_codes"
    assert gateway == {}


def test_the_second_factor_locks_after_five_wrong_tries(
    cast: Cast, gateway: dict[str, str]
) -> None:
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    app.post("auth/code/confirm", code=gateway[WANG_QIANG])
    statuses = [app.post("auth/2fa/authenticate", code=wrong(totp()))[0] for _ in range(5)]
    assert statuses == [400, 400, 400, 400, 429]
    assert app.post("auth/2fa/authenticate", code=totp())[0] == 429
    assert tokens.find(app.token) is None


def test_a_code_of_the_second_factor_counts_once(cast: Cast, gateway: dict[str, str]) -> None:
    code = totp()
    for expected in (200, 400):
        app = App()
        app.post("auth/code/request", phone=WANG_QIANG)
        app.post("auth/code/confirm", code=gateway[WANG_QIANG])
        assert app.post("auth/2fa/authenticate", code=code)[0] == expected


def test_signing_out_revokes_the_token_at_once(cast: Cast, gateway: dict[str, str]) -> None:
    app = App()
    app.post("auth/code/request", phone=LI_MEI)
    app.post("auth/code/confirm", code=gateway[LI_MEI])
    assert tokens.find(app.token) is not None
    assert app.get("auth/session")[0] == 200
    assert app.delete("auth/session")[0] == 401
    assert tokens.find(app.token) is None


def test_the_database_knows_neither_token_nor_code_nor_phone(
    cast: Cast, gateway: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    app = App()
    with caplog.at_level(logging.DEBUG):
        _, body = app.post("auth/code/request", phone=LI_MEI)
    row = SignInSession.objects.get()
    stored = f"{row.key_digest} {row.session_data}"
    guards = " ".join(SignInGuard.objects.values_list("subject", flat=True))
    for secret in (app.token, gateway[LI_MEI], LI_MEI):
        assert secret not in stored
        assert secret not in guards
    assert gateway[LI_MEI] not in str(body)
    assert gateway[LI_MEI] not in caplog.text
    assert LI_MEI not in caplog.text


@pytest.mark.parametrize("phone", ["+86 138 0000 0001", "138-0000-0001", "１３８００００0001"])
def test_a_phone_may_be_written_as_people_write_it(
    cast: Cast, gateway: dict[str, str], phone: str
) -> None:
    assert App().post("auth/code/request", phone=phone)[0] == 401
    assert list(gateway) == [LI_MEI]


@pytest.mark.parametrize("path", ["auth/signup", "auth/login", "auth/password/request"])
def test_there_is_no_door_but_the_phone_code(cast: Cast, path: str) -> None:
    app = App()
    answer = app.client.post(f"/_allauth/app/v1/{path}", {}, content_type="application/json")
    assert answer.status_code == 404


def test_behind_a_trusted_proxy_the_limit_counts_the_caller(
    cast: Cast, gateway: dict[str, str], settings: Settings
) -> None:
    settings.SIGN_IN_CODES_PER_ADDRESS = 1
    body = {"phone": LI_MEI}
    statuses = []
    for trusted, forwarded in (
        ({"127.0.0.1"}, "10.9.9.9, 10.0.0.1"),
        ({"127.0.0.1"}, "10.9.9.9, 10.0.0.2"),
        ({"127.0.0.1"}, "10.8.8.8, 10.0.0.1"),
        (set(), "10.0.0.7"),
        (set(), "10.0.0.8"),
    ):
        settings.TRUSTED_PROXIES = trusted
        answer = App().client.post(
            "/_allauth/app/v1/auth/code/request",
            body,
            content_type="application/json",
            headers={"X-Forwarded-For": forwarded},
        )
        statuses.append(answer.status_code)
    assert statuses == [401, 401, 429, 401, 429]
