"""Sign-in, cookies and forms as an adversary tries them (threats 10 and 11)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from backend.access import write
from backend.accounts import tokens
from backend.config.demo.cast import Cast
from tests.adversary.worlds import put_back
from tests.backend.access.test_matrix_pages import PAGES, filled
from tests.cast import part, sign_in
from tests.support.app import totp, wrong

LI_MEI = part("li_mei").phone
WANG_QIANG = part("wang_qiang").phone
NOBODY = "13799990000"
# Large type: a reading preference that gains another site nothing.
FREE = {"display/"}
COOKIE = settings.SESSION_COOKIE_NAME


def strict(cast: Cast, key: str) -> Client:
    """Sign somebody in with a browser that checks forms as the server does."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[COOKIE] = sign_in(cast.users[key])
    return client


def masked(page: Any) -> str:
    """Give a page without what differs every time."""
    text = re.sub(r'(csrfmiddlewaretoken"|nonce)[^>]*', "", page.content.decode())
    return re.sub(r"1\d{10}|\d{3}\*{4}\d{4}|\b\d{6}\b", "DIGITS", text)


def test_every_form_of_every_page_needs_its_own_token(cast: Cast) -> None:
    member, officer = strict(cast, "li_mei"), strict(cast, "wang_qiang")
    taken = [
        f"{path} answers {answer.status_code}"
        for path, _ in PAGES
        if not path.startswith("api/") and path not in FREE
        for client in (member, officer)
        for answer in [client.post(filled(path), {"text": "x"})]
        if answer.status_code not in {403, 405}
    ]
    assert taken == []


def test_the_cookies_are_for_the_browser_alone_and_for_our_site_alone(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = Client()
    client.post("/me/sign-in/", {"phone": LI_MEI})
    client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""


def test_a_session_that_was_handed_to_her_before_is_not_hers_after_sign_in(
    cast: Cast, gateway: dict[str, str]
) -> None:
    attacker = Client()
    attacker.get("/me/sign-in/")
    planted = attacker.cookies[COOKIE].value
    victim = Client()
    victim.cookies[COOKIE] = planted
    victim.post("/me/sign-in/", {"phone": LI_MEI})
    victim.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})
    assert victim.cookies[COOKIE].value != planted
    assert tokens.find(victim.cookies[COOKIE].value) is not None
    assert tokens.find(planted) is None
    assert attacker.get("/me/").status_code == 302


def test_a_session_between_code_and_second_factor_is_worth_nothing(
    cast: Cast, gateway: dict[str, str]
) -> None:
    client = Client()
    client.post("/console/sign-in/", {"phone": WANG_QIANG})
    client.post("/console/sign-in/code/", {"code": gateway[WANG_QIANG]})
    half = client.cookies[COOKIE].value
    assert tokens.find(half) is None
    assert client.get("/me/").status_code == 302
    assert client.get("/console/").status_code == 302
    api = Client().get("/api/member/v1/cover", headers={"X-Session-Token": half})
    assert api.status_code == 401


def test_a_code_of_the_second_factor_opens_one_door_once(
    cast: Cast, gateway: dict[str, str]
) -> None:
    code, answers = totp(), []
    for _ in range(2):
        client = Client()
        client.post("/console/sign-in/", {"phone": WANG_QIANG})
        client.post("/console/sign-in/code/", {"code": gateway[WANG_QIANG]})
        answers.append(client.post("/console/sign-in/second-factor/", {"code": code}).status_code)
    assert answers == [302, 422]


def test_a_code_is_bound_to_the_browser_that_asked_for_it(
    cast: Cast, gateway: dict[str, str]
) -> None:
    victim, attacker = Client(), Client()
    attacker.post("/me/sign-in/", {"phone": LI_MEI})
    old = gateway[LI_MEI]
    victim.post("/me/sign-in/", {"phone": LI_MEI})
    fresh = gateway[LI_MEI]
    if old != fresh:
        assert attacker.post("/me/sign-in/code/", {"code": fresh}).status_code == 422
    assert victim.post("/me/sign-in/code/", {"code": fresh}).status_code == 302
    assert victim.post("/me/sign-in/code/", {"code": fresh}).status_code == 302
    again = Client()
    assert again.post("/me/sign-in/code/", {"code": fresh})["Location"] == "/me/sign-in/"


def test_a_known_and_an_unknown_phone_look_alike_to_the_end(
    cast: Cast, gateway: dict[str, str]
) -> None:
    seen = [list(_walk(phone, gateway)) for phone in (LI_MEI, NOBODY)]
    assert seen[0] == seen[1]
    assert NOBODY not in gateway


def _walk(phone: str, gateway: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    client = Client()
    client.get("/me/sign-in/")
    answer = client.post("/me/sign-in/", {"phone": phone})
    yield answer.status_code, answer.get("Location", ""), masked(answer)
    page = client.get("/me/sign-in/code/")
    yield page.status_code, "", masked(page)
    bad = wrong(gateway.get(phone, "123456"))
    for _ in range(6):
        page = client.post("/me/sign-in/code/", {"code": bad})
        yield page.status_code, page.get("Location", ""), masked(page)


@pytest.mark.parametrize(
    "where",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "///evil.example", "/%0d%0aSet-Cookie: a=b", "\t//evil.example",
        "http:/evil.example", "/..//evil.example",
    ],
)  # fmt: skip
def test_the_way_back_never_leaves_the_house(
    cast: Cast, gateway: dict[str, str], where: str
) -> None:
    client = Client()
    client.get("/me/sign-in/", {"next": where})
    client.post("/me/sign-in/", {"phone": LI_MEI})
    place = client.post("/me/sign-in/code/", {"code": gateway[LI_MEI]})["Location"]
    assert re.match(r"/(?![/\\])", place), place
    assert "\r" not in place
    assert "\n" not in place


def test_pages_answer_rubbish_with_a_sentence(cast: Cast) -> None:
    broken = [
        f"{method} {where[:80]} {status}"
        for key in ("li_mei", "zhao_min")
        for client in [_reader(cast, key)]
        for path, _ in PAGES
        for where in _rubbish(path)
        for method in ("get", "post")
        for status in [_status(client, method, where)]
        if status >= 500
    ]
    assert broken == []


def _reader(cast: Cast, key: str) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[COOKIE] = sign_in(cast.users[key])
    return client


def _status(client: Client, method: str, where: str) -> int:
    """Ask and take back what it did; a broken transaction shows as a failure of this call only."""
    with put_back():
        answer = getattr(client, method)(where, {"text": "a\x00b"} if method == "post" else None)
        return int(answer.status_code)


def _rubbish(path: str) -> Iterator[str]:
    yield filled(path) + "?cursor=%00&q=%00&month=%00&limit=x&next=%00&union=%00&after_row=x"
    yield filled(path) + "?cursor=x&q=%ff&month=2026-99&page=-1&after_row=" + "9" * 40
    for odd in ("%00", "9" * 40, "%F0%9F%92%A9"):
        if "<" in path:
            yield "/" + re.sub(r"<[^>]+>", odd, path)


def test_the_same_form_with_another_file_is_not_the_same_form() -> None:
    prints = []
    for content in (b"first roster", b"other roster"):
        request = RequestFactory().post(
            "/x/", {"file": SimpleUploadedFile("a.csv", content), "note": "n"}
        )
        prints.append(write._canonical_form(request))
        assert b"".join(request.FILES.getlist("file")[0].chunks()) == content
    assert prints[0] != prints[1]
