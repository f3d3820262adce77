"""The staff desk and the public board over the APIs."""

import json
from typing import Any

import pytest
from django.test import Client

from services.disclosure.forms import AID_QUARTERLY, shipped
from services.disclosure.models import Disclosure, Draft, FormVersion, Version
from tests.cast import Cast, sign_in
from tests.services.disclosure.conftest import BODY, TITLE, Drafting

pytestmark = pytest.mark.django_db
DRAFTS = "/api/staff/v1/disclosure-drafts"


class Desk:
    """Calls the staff API as one person, with a fresh key for each write."""

    def __init__(self, cast: Cast, who: str) -> None:
        self.client = Client()
        self.token = sign_in(cast.users[who])
        self.calls = 0

    def send(self, path: str, body: Any = None, *, tag: str = "", method: str = "POST") -> Any:
        """Send one call; `tag` is the version that a decision was made on."""
        self.calls += 1
        headers = {"X-Session-Token": self.token, "Idempotency-Key": f"key-{self.calls:020d}"}
        if tag:
            headers["If-Match"] = tag
        return self.client.generic(
            method,
            path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers=headers,
        )


def opened(editor: Desk, **more: str) -> tuple[str, str]:
    words = {"union_number": "GH-0001", "category": "finance", "title": TITLE, "body": BODY, **more}
    answer = editor.send(DRAFTS, words)
    assert answer.status_code == 201, answer.content
    return answer.json()["number"], answer["ETag"]


@pytest.mark.requirement("R12.3", "R12.8")
def test_a_text_is_published_over_the_api_and_read_without_sign_in(cast: Cast) -> None:
    editor, checker, signer = (
        Desk(cast, who) for who in ("wu_tong", "privacy_checker", "signatory")
    )
    number, tag = opened(editor)
    answer = editor.send(f"{DRAFTS}/{number}/submit", tag=tag)
    assert (answer.status_code, answer.json()["state"]) == (200, "in_check")
    answer = checker.send(f"{DRAFTS}/{number}/pass-check", {"answers": {}}, tag=answer["ETag"])
    assert answer.json()["state_label"] == "待签发"
    answer = signer.send(f"{DRAFTS}/{number}/sign-off", {}, tag=answer["ETag"])
    assert answer.json()["state"] == "signed"
    public = Client().get("/api/public/v1/disclosures?union=GH-0001&category=finance").json()
    (line,) = public["items"]
    assert (line["title"], line["sequence"], public["has_more"]) == (TITLE, 1, False)
    one = Client().get(f"/api/public/v1/disclosures/{line['number']}").json()
    assert one["reading"]["html"] == "<p>本季度收入 1,204.30 万元。</p>\n<p>支出 986.12 万元。</p>"
    assert one["reading"]["digest"] == bytes(Version.objects.get().digest).hex()
    assert "author" not in json.dumps(one)


def test_a_draft_shows_its_scan_and_its_reviews(cast: Cast) -> None:
    editor, checker = Desk(cast, "wu_tong"), Desk(cast, "privacy_checker")
    number, tag = opened(editor, body="走访患重病职工。")
    tag = editor.send(f"{DRAFTS}/{number}/submit", tag=tag)["ETag"]
    refused = checker.send(f"{DRAFTS}/{number}/pass-check", {"answers": {}}, tag=tag)
    assert (refused.status_code, refused.json()["code"]) == (422, "unanswered")
    returned = checker.send(f"{DRAFTS}/{number}/return", {"opinion": "请删"}, tag=tag)
    assert returned.json()["state"] == "writing"
    sheet = editor.send(f"{DRAFTS}/{number}", method="GET").json()
    assert [one["kind"] for one in sheet["findings"]] == ["illness"]
    assert [(one["act"], one["opinion"]) for one in sheet["reviews"]] == [("return", "请删")]
    listed = editor.send(DRAFTS, method="GET").json()
    assert [one["number"] for one in listed["items"]] == [number]


def test_a_revision_on_an_older_text_is_412_and_changes_nothing(cast: Cast) -> None:
    editor = Desk(cast, "wu_tong")
    number, tag = opened(editor)
    words = {"title": TITLE, "body": "新的。"}
    first = editor.send(f"{DRAFTS}/{number}", words, tag=tag, method="PUT")
    assert first.status_code == 200
    stale = editor.send(f"{DRAFTS}/{number}", words | {"body": "更新的。"}, tag=tag, method="PUT")
    assert stale.status_code == 412
    assert Draft.objects.get().body == "新的。"
    dropped = editor.send(f"{DRAFTS}/{number}/drop", tag=first["ETag"])
    assert dropped.json()["state"] == "dropped"


def test_a_standing_form_is_opened_over_the_api(cast: Cast) -> None:
    editor = Desk(cast, "wu_tong")
    words = {"union_number": "GH-0001", "category": "aid", **shipped(AID_QUARTERLY)}
    answer = editor.send("/api/staff/v1/disclosure-forms", words | {"item_code": ""})
    assert (answer.status_code, answer.json()["form_code"]) == (201, "aid_quarterly")
    assert not FormVersion.objects.exists()


@pytest.mark.requirement("R12.4")
def test_a_correction_and_a_withdrawal_over_the_api(cast: Cast, published: Drafting) -> None:
    disclosure = published().disclosure
    assert disclosure is not None
    editor = Desk(cast, "wu_tong")
    place = f"/api/staff/v1/disclosures/{disclosure.number}"
    answer = editor.send(f"{place}/corrections", {"reason": "第 3 行金额有误"})
    assert (answer.status_code, answer.json()["is_correction"]) == (201, True)
    gone = editor.send(
        f"{place}/withdraw",
        {"ground": "expired", "reason": "已有新规定"},
        tag=f'"{disclosure.version}"',
    )
    assert gone.json()["state"] == "withdrawn"
    public = Client().get(f"/api/public/v1/disclosures/{disclosure.number}").json()
    assert public["withdrawal"]["ground_label"] == "内容已失效"
    assert public["reading"]["html"].startswith("<p>本季度收入")


@pytest.mark.parametrize(("who", "status"), [("li_mei", 403), ("wang_qiang", 404)])
def test_others_cannot_see_a_draft(cast: Cast, drafted: Drafting, who: str, status: int) -> None:
    draft = drafted()
    assert Desk(cast, who).send(f"{DRAFTS}/{draft.number}", method="GET").status_code == status
    assert Client().get(f"{DRAFTS}/{draft.number}").status_code == 401


def test_the_public_list_turns_its_pages_and_refuses_nonsense(
    cast: Cast, published: Drafting
) -> None:
    for month in range(3):
        published(title=f"第{month}份")
    client = Client()
    first = client.get("/api/public/v1/disclosures?limit=2").json()
    rest = client.get(
        "/api/public/v1/disclosures", {"limit": 2, "cursor": first["next_cursor"]}
    ).json()
    assert [one["title"] for one in first["items"] + rest["items"]] == ["第2份", "第1份", "第0份"]
    assert (first["has_more"], rest["has_more"]) == (True, False)
    for query in ("category=whim", "month=2026-13", "limit=1000", "cursor=x"):
        answer = client.get(f"/api/public/v1/disclosures?{query}")
        assert answer.status_code in {400, 422}, query
    assert client.get("/api/public/v1/disclosures?union=GH-9999").status_code == 404
    assert Disclosure.objects.count() == 3
