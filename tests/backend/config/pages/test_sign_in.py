import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client

from backend.accounts import second_factor, tokens
from backend.accounts.models import User
from backend.config.demo.cast import Cast
from tests.cast import part, sign_in
from tests.support.app import App, totp, wrong

LI_MEI = part("li_mei").phone
WANG_QIANG = part("wang_qiang").phone


def _token(client: Client) -> str:
    return str(client.cookies[django_settings.SESSION_COOKIE_NAME].value)


def test_a_member_signs_in_and_comes_back_to_where_she_wanted(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = Client()
    assert "获取验证码" in client.get("/me/sign-in/?next=/me/data/").content.decode()
    answer = client.post("/me/sign-in/", {"phone": LI_MEI})
    assert (answer.status_code, answer["Location"]) == (302, "/me/sign-in/code/")
    assert "如果这个手机号在工会登记过" in client.get("/me/sign-in/code/").content.decode()
    answer = client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})
    assert (answer.status_code, answer["Location"]) == (302, "/me/data/")
    holder = tokens.find(_token(client))
    assert holder is not None
    assert holder.user_id == cast.users["li_mei"].pk


def test_staff_pass_the_second_factor_before_the_console_opens(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = Client()
    client.get("/console/sign-in/")
    client.post("/console/sign-in/", {"phone": WANG_QIANG})
    answer = client.post("/console/sign-in/code/", {"code": gateway[WANG_QIANG]})
    assert answer["Location"] == "/console/sign-in/second-factor/"
    assert tokens.find(_token(client)) is None
    code = totp()
    page = client.post("/console/sign-in/second-factor/", {"code": wrong(code)})
    assert page.status_code == 422
    assert "动态口令不对" in page.content.decode()
    answer = client.post("/console/sign-in/second-factor/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    holder = tokens.find(_token(client))
    assert holder is not None
    assert holder.second_factor is True


def test_the_page_says_what_is_wrong_and_locks_after_five_tries(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = Client()
    assert "您填了 3 位" in client.post("/me/sign-in/", {"phone": "138"}).content.decode()
    client.post("/me/sign-in/", {"phone": LI_MEI})
    bad = wrong(gateway[LI_MEI])
    pages = [client.post("/me/sign-in/code/", {"code": bad}) for _ in range(6)]
    assert [page.status_code for page in pages] == [422, 422, 422, 422, 429, 429]
    assert "验证码不对，请对照短信重新输入。" in pages[0].content.decode()
    assert "请 10 分钟后重新获取" in pages[5].content.decode()
    assert client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]}).status_code == 429
    assert tokens.find(_token(client)) is None


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "me", ""])
def test_it_leads_back_to_our_own_pages_only(
    cast: Cast, gateway: dict[str, str], where: str
) -> None:
    client = Client()
    client.get("/me/sign-in/", {"next": where})
    client.post("/me/sign-in/", {"phone": LI_MEI})
    answer = client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})
    assert answer["Location"] == "/me/"


def test_without_a_sign_in_under_way_the_later_steps_lead_to_the_first(cast: Cast) -> None:
    for step in ("code/", "second-factor/"):
        answer = Client().get(f"/me/sign-in/{step}")
        assert (answer.status_code, answer["Location"]) == (302, "/me/sign-in/")


def test_signing_out_needs_a_form_and_ends_the_token(cast: Cast, gateway: dict[str, str]) -> None:
    client = Client()
    client.post("/me/sign-in/", {"phone": LI_MEI})
    client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})
    token = _token(client)
    assert client.get("/sign-out/").status_code == 405
    assert tokens.find(token) is not None
    assert client.post("/sign-out/")["Location"] == "/"
    assert tokens.find(token) is None


def test_a_form_from_elsewhere_is_refused(cast: Cast, gateway: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/me/sign-in/", {"phone": LI_MEI}).status_code == 403
    assert gateway == {}


def _take_off_and_open(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
    second_factor.open_for([user])


def _without_second_factor(cast: Cast, gateway: dict[str, str]) -> Client:
    """王强 signs in at the staff door for the first time."""
    _take_off_and_open(cast.users["wang_qiang"])
    client = Client()
    client.post("/console/sign-in/", {"phone": WANG_QIANG})
    answer = client.post("/console/sign-in/code/", {"code": gateway[WANG_QIANG]})
    assert answer["Location"] == "/console/second-factor/"
    return client


def test_staff_without_a_second_factor_set_it_up_and_their_posts_count_then(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = _without_second_factor(cast, gateway)
    before = tokens.find(_token(client))
    assert before is not None
    assert before.second_factor is False
    page = client.get("/console/second-factor/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert found is not None
    assert "<svg" in page
    code = totp(secret=found[1])
    refused = client.post("/console/second-factor/", {"code": wrong(code)})
    assert refused.status_code == 422
    assert found[1] in refused.content.decode()
    answer = client.post("/console/second-factor/", {"code": code})
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    after = tokens.find(_token(client))
    assert after is not None
    assert after.second_factor is True
    stored = Authenticator.objects.get(user=cast.users["wang_qiang"], type="totp")
    assert found[1] not in str(stored.data)
    assert stored.data["last_step"] > 0  # the code that proved it opens nothing else
    again = client.get("/console/second-factor/")
    assert again.status_code == 409
    assert "您已经设置过动态口令" in again.content.decode()


def test_whoever_holds_a_post_cannot_take_the_second_factor_off(
    cast: Cast, gateway: dict[str, str]
) -> None:
    app = App()
    app.post("auth/code/request", phone=WANG_QIANG)
    app.post("auth/code/confirm", code=gateway[WANG_QIANG])
    assert app.post("auth/2fa/authenticate", code=totp())[0] == 200
    status, body = app.delete("account/authenticators/totp")
    assert (status, body["errors"][0]["code"]) == (403, "second_factor_bound")
    assert Authenticator.objects.filter(user=cast.users["wang_qiang"], type="totp").exists()


def test_a_post_without_its_second_factor_leads_to_setting_it_up_and_back(
    cast: Cast, gateway: dict[str, str]
) -> None:
    _take_off_and_open(cast.users["wang_qiang"])
    client = Client()
    client.post("/me/sign-in/", {"phone": WANG_QIANG})
    answer = client.post("/me/sign-in/code/", {"code": gateway[WANG_QIANG]})
    assert answer["Location"] == "/me/"
    answer = client.get("/console/hardship/")
    where = "/console/second-factor/?next=%2Fconsole%2Fhardship%2F"
    assert (answer.status_code, answer["Location"]) == (302, where)
    found = re.search(r"<code>([A-Z2-7]{32})</code>", client.get(where).content.decode())
    assert found is not None
    answer = client.post(where, {"code": totp(secret=found[1])})
    assert (answer.status_code, answer["Location"]) == (302, "/console/hardship/")
    assert client.get("/console/hardship/").status_code == 200


def test_a_session_older_than_the_second_factor_passes_it_now(cast: Cast) -> None:
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = sign_in(
        cast.users["wang_qiang"], second_factor=False
    )
    where = "/console/second-factor/?next=%2Fconsole%2F"
    assert client.get("/console/")["Location"] == where
    refused = client.post(where, {"code": wrong(totp())})
    assert refused.status_code == 422
    assert "动态口令不对" in refused.content.decode()
    assert client.get("/console/")["Location"] == where
    answer = client.post(where, {"code": totp()})
    assert (answer.status_code, answer["Location"]) == (302, "/console/")
    assert client.get("/console/").status_code == 200
