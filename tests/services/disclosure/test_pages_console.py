"""The editors' desk works with plain forms, for three people in turn."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from services.disclosure.models import Disclosure, Draft, Review, Version
from services.disclosure.states import DraftState, State
from tests.cast import Cast, sign_in
from tests.services.disclosure.conftest import BODY, TITLE, Drafting

pytestmark = pytest.mark.django_db


def desk_of(cast: Cast, who: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sign_in(cast.users[who])
    return client


def form(draft: Draft | Disclosure, **more: str) -> dict[str, str]:
    draft.refresh_from_db()
    return {
        "idempotency_key": f"test-key-{draft.version}-{len(more)}",
        "version": f"{draft.version}",
        **more,
    }


def post(client: Client, path: str, words: dict[str, str]) -> Any:
    return client.post(path, words)


@pytest.mark.requirement("R12.3")
def test_a_text_goes_from_the_editor_over_the_checker_to_the_signatory(cast: Cast) -> None:
    words = {
        "idempotency_key": "a-key-of-one-form",
        "union_number": "GH-0001",
        "category": "finance",
        "title": TITLE,
        "body": BODY,
    }
    editor = desk_of(cast, "wu_tong")
    answer = post(editor, "/console/disclosures/new/", words)
    draft = Draft.objects.get()
    place = f"/console/disclosures/{draft.number}/"
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert post(editor, "/console/disclosures/new/", words)["Location"] == place
    assert Draft.objects.count() == 1
    assert post(editor, f"{place}submit/", form(draft)).status_code == 302
    checker = desk_of(cast, "privacy_checker")
    assert "隐私审查通过" in checker.get(place).content.decode()
    assert post(checker, f"{place}pass-check/", form(draft)).status_code == 302
    signatory = desk_of(cast, "signatory")
    assert "签发并公开" in signatory.get(place).content.decode()
    assert post(signatory, f"{place}sign-off/", form(draft)).status_code == 302
    assert Version.objects.get().body == BODY


def test_a_refused_text_comes_back_with_what_was_typed(cast: Cast, drafted: Drafting) -> None:
    draft = drafted()
    place = f"/console/disclosures/{draft.number}/"
    answer = post(
        desk_of(cast, "wu_tong"), f"{place}revise/", form(draft, title=" ", body="刚写的一段话")
    )
    assert answer.status_code == 422
    assert "刚写的一段话" in answer.content.decode()
    assert "请填写标题" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.body == BODY


def test_an_unanswered_finding_keeps_the_checker_on_the_page(
    cast: Cast, submitted: Drafting
) -> None:
    draft = submitted(body="走访患重病职工和未成年人。")
    place = f"/console/disclosures/{draft.number}/"
    checker = desk_of(cast, "privacy_checker")
    answer = post(checker, f"{place}pass-check/", form(draft, opinion="看过"))
    assert answer.status_code == 422
    assert "还有 2 处提示没有写明" in answer.content.decode()
    assert not Review.objects.exists()


def test_a_return_reaches_the_author_with_its_opinion(cast: Cast, submitted: Drafting) -> None:
    draft = submitted()
    place = f"/console/disclosures/{draft.number}/"
    checker = desk_of(cast, "privacy_checker")
    assert post(checker, f"{place}return/", form(draft, opinion="请删第二段")).status_code == 302
    body = desk_of(cast, "wu_tong").get(place).content.decode()
    assert "请删第二段" in body
    assert "送隐私审查" in body


def test_the_author_sees_why_she_cannot_check_her_own_text(cast: Cast, submitted: Drafting) -> None:
    draft = submitted()
    place = f"/console/disclosures/{draft.number}/"
    editor = desk_of(cast, "wu_tong")
    assert "隐私审查人办理" in editor.get(place).content.decode()
    assert post(editor, f"{place}pass-check/", form(draft)).status_code == 403
    draft.refresh_from_db()
    assert draft.state is DraftState.IN_CHECK


def test_a_published_thing_is_corrected_and_withdrawn_from_its_page(
    cast: Cast, published: Drafting
) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    place = f"/console/disclosures/public/{disclosure.number}/"
    editor = desk_of(cast, "wu_tong")
    assert "起草更正" in editor.get(place).content.decode()
    answer = post(editor, f"{place}correct/", form(disclosure, reason="第 3 行金额有误"))
    assert answer.status_code == 302
    assert Draft.objects.filter(reason="第 3 行金额有误", body=BODY).count() == 1
    blank = post(editor, f"{place}withdraw/", form(disclosure, reason="误"))
    assert blank.status_code == 422
    gone = post(
        editor, f"{place}withdraw/", form(disclosure, ground="mistake", reason="口径有误", x="1")
    )
    assert (gone.status_code, gone["Location"]) == (302, disclosure.address)
    disclosure.refresh_from_db()
    assert disclosure.state is State.WITHDRAWN


def test_a_draft_can_be_dropped_by_its_author(cast: Cast, drafted: Drafting) -> None:
    draft = drafted()
    place = f"/console/disclosures/{draft.number}/"
    assert post(desk_of(cast, "wu_tong"), f"{place}drop/", form(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.state is DraftState.DROPPED


def test_the_queue_and_the_desk_name_what_waits_for_me(cast: Cast, submitted: Drafting) -> None:
    draft = submitted()
    for who, waits in (("privacy_checker", True), ("wu_tong", False), ("signatory", False)):
        client = desk_of(cast, who)
        assert (draft.number in client.get("/console/").content.decode()) is waits, who
        body = client.get("/console/disclosures/").content.decode()
        assert draft.number in body
        assert ("有 1 篇稿件等您办理" in body) is waits, who


@pytest.mark.parametrize("who", ["wang_qiang", "bus_chair"])
def test_another_unions_draft_is_not_there(cast: Cast, submitted: Drafting, who: str) -> None:
    draft = submitted()
    client = desk_of(cast, who)
    assert client.get(f"/console/disclosures/{draft.number}/").status_code == 404
    answer = post(client, f"/console/disclosures/{draft.number}/submit/", form(draft))
    assert answer.status_code == 404
    assert draft.number not in client.get("/console/disclosures/").content.decode()
